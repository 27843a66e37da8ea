"""The commands on a small kernel: what goes to stdout, what to stderr, and the exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nixmenu.cli.main import main
from tests.unit.cli.conftest import Run

ROOT = Path(__file__).parents[3]


def test_predict_prints_messages_and_writes_the_config(run: Run, tmp_path: Path) -> None:
    outcome = run("predict", "-o", "result.config")
    assert outcome.status == 0
    assert outcome.out == "warning: unused option: GONE\n"
    assert outcome.err.endswith(
        "0 errors, 1 warning (Linux 6.12.9 x86_64, no compiler, NixOS facts in"
        f" {tmp_path}/facts.json, base x86_64_defconfig)\n"
    )
    text = (tmp_path / "result.config").read_text()
    assert "# Linux/x86_64 6.12.9 Kernel Configuration\n" in text
    assert "CONFIG_NR_CPUS=384\n" in text
    assert 'CONFIG_KEY=""\n' in text


def test_predict_to_stdout_leaves_the_messages_to_stderr(run: Run) -> None:
    outcome = run("predict", "-o", "-")
    assert outcome.out.startswith("#\n# Automatically generated file; DO NOT EDIT.\n")
    assert "unused option" not in outcome.out
    assert "warning: unused option: GONE\n" in outcome.err


def test_predict_as_json(run: Run) -> None:
    facts = json.loads(run("predict", "--json").out)
    assert (facts["errors"], facts["warnings"], facts["fatal"]) == (0, 1, None)
    assert facts["messages"] == [
        {
            "severity": "warning",
            "kind": "unused",
            "name": "GONE",
            "text": "warning: unused option: GONE",
        }
    ]


def test_errors_and_deaths_exit_1_and_write_nothing(run: Run, tmp_path: Path) -> None:
    answers = tmp_path / "answers"
    answers.write_text("GONE y\n")
    assert run("predict", "--answers", "answers").status == 1
    answers.write_text("NET m\n")
    died = run("predict", "--answers", "answers", "-o", "result.config")
    assert (died.status, died.out) == (1, "repeated question: Networking support\n")
    assert "NixOS would stop at NET, before there is a .config (" in died.err
    answers.write_text("NET y\nNET=y\n")
    broken = run("predict", "--answers", "answers", "-o", "result.config")
    assert (broken.status, broken.out) == (1, "invalid config line: NET=y\n")
    assert (
        "answers:2: 'NET=y' is no answer, and the run dies of it; write NAME VALUE, or NAME? VALUE if it may fail"
        in broken.err
    )
    assert not (tmp_path / "result.config").exists()


def test_session_options_stand_before_or_behind_the_command(run: Run, session_words: list[str]) -> None:
    behind = run("show", "NR_CPUS", "--json")
    before = run("--base", "i386_defconfig", *session_words, "show", "NR_CPUS", "--json", session=False)
    assert json.loads(behind.out)["base"] == "128"
    assert json.loads(before.out)["base"] == "8"
    mixed = run("--base", "i386_defconfig", "show", "NR_CPUS", "--json")
    assert json.loads(mixed.out)["base"] == "8"


def test_the_kernel_is_the_current_directory_if_it_is_one(
    run: Run, session_words: list[str], small_kernel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small_kernel)
    outcome = run("show", "NET", "--json", *session_words[2:], session=False)
    assert json.loads(outcome.out)["result"] == "y"


def test_show_tells_layers_help_and_place(run: Run) -> None:
    outcome = run("show", "CONFIG_NET")
    assert outcome.status == 0
    assert outcome.out == (
        "NET: Networking support (bool, Kconfig:19)\n"
        "base y   NixOS y   you -   result y\n"
        "\n"
        "Base (x86_64_defconfig): y.\n"
        "NixOS: y (common-config, misc).\n"
        "You: nothing.\n"
        "Result: y.\n"
        "\n"
        "Sockets and what goes through them.\n"
    )


def test_show_as_json_has_every_definition(run: Run) -> None:
    facts = json.loads(run("show", "MII", "--json").out)
    assert (facts["type"], facts["prompt"], facts["file"]) == ("tristate", "Media interface", "Kconfig")
    assert (facts["base"], facts["nixos"], facts["you"], facts["result"]) == ("n", "m", None, "m")
    assert facts["definitions"][0]["priority"] == 1000
    assert facts["assignable"] == ["m", "y"]


def test_an_unknown_option_is_refused_with_the_nearest(run: Run) -> None:
    outcome = run("show", "bondin")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.endswith("nixmenu: Linux 6.12.9 has no option bondin; did you mean BONDING?\n")


def test_set_shows_the_diff_and_writes_only_when_told(run: Run, tmp_path: Path) -> None:
    patches = tmp_path / "kernel-patches.nix"
    shown = run("set", "CONFIG_NR_CPUS=16", "BONDING=n", 'LOCALVERSION="-x"')
    assert shown.status == 0
    assert '+        NR_CPUS = lib.mkForce (freeform "16");' in shown.out
    assert "+        BONDING = no;" in shown.out
    assert '+        LOCALVERSION = freeform "-x";' in shown.out
    assert not patches.exists()
    written = run("set", "CONFIG_NR_CPUS=16", "BONDING=n", 'LOCALVERSION="-x"', "--write")
    assert written.out == shown.out
    assert f"written to {patches}" in written.err
    assert json.loads(run("show", "LOCALVERSION", "--json").out)["result"] == "-x"
    again = run("set", "NR_CPUS=default", "BONDING=unset", "--write")
    assert again.status == 0
    assert '-        NR_CPUS = lib.mkForce (freeform "16");' in again.out
    assert "BONDING = no;" not in patches.read_text()


def test_set_tells_what_the_change_breaks_and_nothing_else(run: Run) -> None:
    outcome = run("set", "NET=n")
    assert outcome.status == 0
    broken = run("set", "NET=n", "BONDING=y")
    assert broken.status == 1
    assert "error: unused option: BONDING\n" in broken.err
    assert "GONE" not in broken.err


def test_set_of_what_is_so_already_changes_nothing(run: Run) -> None:
    outcome = run("set", "NET=y")
    assert (outcome.status, outcome.out) == (0, "")
    assert "nothing to change" in outcome.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("set", "NET"), "'NET' is no change; write NAME=VALUE"),
        (("set", "=y"), "'=y' is no change"),
        (("set", "NET=m"), "NET takes y or n, not 'm'"),
        (("set", "BONDING=n", "HIDDEN=n"), "HIDDEN has no prompt"),
        (("predict", "--arch", "vax"), "unknown architecture 'vax'; known are"),
        (("predict", "--base", "some_defconfig"), "x86 has no some_defconfig; there is"),
        (("predict", "--base", "nothing"), "no base 'nothing'"),
        (("predict", "--answers", "none"), "none: cannot be read: No such file or directory"),
        (("predict", "--common-config", "c.nix"), "c.nix: cannot be read: No such file or directory"),
        (
            ("predict", "--common-config", "nixos"),
            "no NixOS layer 'nixos': give auto, nixpkgs, bundled, none,",
        ),
        (("predict", "-o", "no/such/place"), "no/such/place: cannot be written: No such file"),
        (("predict", "--patches", "."), "nixmenu: "),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_2(
    run: Run, session_words: list[str], words: tuple[str, ...], said: str
) -> None:
    outcome = run(*session_words, *words, session=False)
    assert outcome.status == 2
    assert outcome.out == ""
    assert said in outcome.err
    assert outcome.err.splitlines()[-1].startswith("nixmenu: ")
    assert "Traceback" not in outcome.err


def test_a_directory_that_is_no_kernel(run: Run, tmp_path: Path) -> None:
    outcome = run("predict", session=False)
    assert outcome.status == 2
    assert outcome.err == (
        f"nixmenu: not a kernel source: {tmp_path} has no Kconfig; change into one, or name one with"
        " --kernel DIR\n"
    )


def test_a_broken_kconfig_is_told_with_its_place(run: Run, small_kernel: Path) -> None:
    with (small_kernel / "Kconfig").open("a") as file:
        file.write("config BROKEN\n\tbool oops oops\n")
    outcome = run("predict")
    assert outcome.status == 2
    assert "nixmenu: Kconfig:" in outcome.err


def test_a_nix_file_that_does_not_parse_is_told_and_kept(run: Run, tmp_path: Path) -> None:
    patches = tmp_path / "kernel-patches.nix"
    patches.write_text("{ lib, ... }: {\n  boot.kernelPatches = [ { ;\n}\n")
    before = patches.read_text()
    outcome = run("set", "NET=n", "--write")
    assert outcome.status == 2
    assert f"nixmenu: {patches}:" in outcome.err
    assert patches.read_text() == before


def test_a_tree_that_runs_commands_is_announced_once(
    run: Run, session_words: list[str], small_kernel: Path
) -> None:
    words = [word for word in session_words if word != "--no-shell"]
    first = run("show", "NET", *words, session=False)
    assert f"note: first time with {small_kernel}: its Kconfig files may run commands" in first.err
    assert "--no-shell" in first.err
    assert "first time" not in run("show", "NET", *words, session=False).err
    assert "first time" not in run("show", "NET").err


def test_writing_keeps_mode_and_follows_links(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "target.config"
    target.write_text("old")
    target.chmod(0o640)
    (tmp_path / "link.config").symlink_to(target)
    assert run("predict", "-o", "link.config").status == 0
    assert (tmp_path / "link.config").is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert "CONFIG_NET=y" in target.read_text()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_fault_of_our_own_is_a_sentence_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("of course")

    monkeypatch.setattr("nixmenu.cli.predict.open_session", fail)
    outcome = run("predict")
    assert outcome.status == 2
    assert outcome.err.startswith("nixmenu: a fault of nixmenu itself, please report it: ZeroDivisionError")


def test_ctrl_c_is_quiet(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("nixmenu.cli.predict.open_session", interrupt)
    outcome = run("predict")
    assert (outcome.status, outcome.out, outcome.err) == (130, "", "")


def spawn(words: list[str], tmp_path: Path) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "nixmenu", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=tmp_path,
    )


def test_a_reader_that_goes_away_is_no_error(session_words: list[str], tmp_path: Path) -> None:
    with spawn(["predict", "-o", "-", *session_words], tmp_path) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == 141
    assert b"Traceback" not in said
    assert b"Broken" not in said


def test_the_interface_needs_a_terminal(session_words: list[str], tmp_path: Path) -> None:
    for words in (["demo"], session_words):
        with spawn(words, tmp_path) as process:
            assert process.stderr
            said = process.stderr.read().decode()
        assert process.returncode == 2
        assert said.startswith("nixmenu: The menus need a terminal")
        assert len(said.splitlines()) == 1


def test_no_front_end_and_no_other_command_is_loaded_for_a_prediction(
    session_words: list[str], tmp_path: Path
) -> None:
    program = (
        "import sys; from nixmenu.cli.main import main; status = main(sys.argv[1:]);"
        "print(status, [name for name in ('textual', 'rich', 'tree_sitter', 'nixmenu.check') if name in sys.modules])"
    )
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program, "predict", *session_words],
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "0 []"


def test_help_and_version_name_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    for name in ("demo", "predict", "show", "set", "--kernel", "--no-shell", "Exit code"):
        assert name in text
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out.startswith("nixmenu 0.")


def test_an_unknown_word_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["forget"])
    assert ended.value.code == 2
    assert "invalid choice: 'forget'" in capsys.readouterr().err

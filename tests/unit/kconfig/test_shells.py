"""A compiler's trial finds its directory made: it has to come out as if the shell had made it."""

from pathlib import Path

import pytest

from kconfig_index.probes import Probes

COMPILER = """#!/bin/sh
for word; do
    case $word in -fails) exit 1;; */tmp.o) echo made >"$word" && test -d "${word%/*}"; exit;; esac
done
exit 3
"""
TRIALS = {
    "works": "mkdir .tmp_$$; fake-cc -Werror  -c -o .tmp_$$/tmp.o",
    "fails": "mkdir .tmp_$$; fake-cc -fails -o .tmp_$$/tmp.o",
    "no output": "mkdir .tmp_$$; fake-cc -c",
    "missing": "mkdir .tmp_$$; no-such-cc -o .tmp_$$/tmp.o",
    "another directory": "mkdir .other_$$; fake-cc -o .other_$$/tmp.o",
    "not made": "fake-cc -o .tmp_$$/tmp.o",
    "quoted": "mkdir .tmp_$$; fake-cc '-f ails' -o .tmp_$$/tmp.o",
    "variable": "mkdir .tmp_$$; fake-cc $FLAGS -o .tmp_$$/tmp.o",
    "two commands": "mkdir .tmp_$$; fake-cc -fails; fake-cc -o .tmp_$$/tmp.o",
    "shell word": "mkdir .tmp_$$; exit 0",
}


def trial(made: str, good: str = "y", bad: str = "n") -> str:
    return f'{{ trap "rm -rf .tmp_$$" EXIT; {made}; }} >/dev/null 2>&1 && echo "{good}" || echo "{bad}"'


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    tools = tmp_path / "tools"
    tools.mkdir()
    compiler = tools / "fake-cc"
    compiler.write_text(COMPILER)
    compiler.chmod(0o755)
    return {"PATH": f"{tools}:/usr/bin:/bin", "FLAGS": "-fails"}


def answers(directory: Path, environment: dict[str, str], spare: bool) -> dict[str, str]:
    directory.mkdir()
    probes = Probes(environment, directory, spare=spare)
    try:
        for made in TRIALS.values():
            probes.request(trial(made))
            probes.request(trial(made, "", "-n"))
        return probes.answers
    finally:
        probes.close()


def test_trials_answer_as_in_a_shell(tmp_path: Path, environment: dict[str, str]) -> None:
    plain = answers(tmp_path / "plain", environment, spare=False)
    assert answers(tmp_path / "spare", environment, spare=True) == plain
    assert [plain[trial(TRIALS[name])] for name in ("works", "fails", "no output", "missing")] == [
        "y",
        "n",
        "n",
        "n",
    ]


def test_trials_leave_nothing_behind(tmp_path: Path, environment: dict[str, str]) -> None:
    answers(tmp_path / "spare", environment, spare=True)
    left = {path.name.partition("_")[0] for path in (tmp_path / "spare").iterdir()}
    assert left <= {".other"}  # which no command takes away


def test_a_trial_is_one_process(tmp_path: Path, environment: dict[str, str]) -> None:
    """With a mkdir that always fails the compiler still finds its directory."""
    (tmp_path / "tools/mkdir").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "tools/mkdir").chmod(0o755)
    directory = tmp_path / "spare"
    assert answers(directory, environment, spare=True)[trial(TRIALS["works"])] == "y"

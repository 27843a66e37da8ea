"""Where the last save for a kernel went is where the next edits go, which is said; naming something overrides it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from nixmenu.last_save import LARGEST, MOST_KERNELS, LastSaves, Target
from nixmenu.tui.heading import left
from tests.unit.causes.conftest import Open
from tests.unit.cli.conftest import Outcome, Run

MAIN = "{ ... }: { imports = [ ./kernel.nix ]; }\n"
PATCHES = """\
{ lib, ... }:
{
  boot.kernelPatches = [
    { name = "slim"; patch = null; structuredExtraConfig = with lib.kernel; { BONDING = module; }; }
    { name = "text"; patch = null; extraConfig = "DUMMY m"; }
  ];
}
"""

Words = Callable[..., Outcome]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "nixos"
    folder.mkdir()
    (folder / "configuration.nix").write_text(MAIN)
    (folder / "kernel.nix").write_text(PATCHES)
    return folder


@pytest.fixture
def plain(run: Run, session_words: list[str]) -> Words:
    """Runs a command with the kernel's options, and no file named."""
    place = session_words.index("--patches")
    words = [*session_words[:place], *session_words[place + 2 :]]
    return lambda *command: run(*command, *words, session=False)


def note(folder: Path, entry: str = "slim") -> str:
    return (
        f'note: edits go to the entry "{entry}" of {folder / "configuration.nix"}, as in the last save for this kernel;'
        " --patches and --entry name others\n"
    )


COMMANDS = [
    ["set", "MII=y"],
    ["export"],
    ["predict"],
    ["check"],
    ["check", "--cross"],
    ["show", "BONDING"],
    ["why", "BONDING"],
    ["entry", "rename", "slim", "thin"],
    ["entry", "structure", "text"],
    ["entry", "attribute", "slim", "extraStructuredConfig"],
    ["entry", "move", "slim", "more", "BONDING"],
    ["entry", "remove", "text"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_takes_a_directory(plain: Words, folder: Path, command: list[str]) -> None:
    outcome = plain(*command, "--patches", str(folder), "--entry", "slim")
    assert outcome.status in (0, 1), outcome.err
    if command[0] in ("set", "entry"):
        assert outcome.out.startswith(f"--- {folder / 'kernel.nix'}\n")
    assert "in the last save" not in outcome.err


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_goes_on_where_the_last_save_went(
    plain: Words, folder: Path, command: list[str]
) -> None:
    assert plain("set", "BONDING=y", "--patches", str(folder), "--entry", "slim", "--write").status == 0
    named = plain(*command, "--patches", str(folder), "--entry", "slim")
    remembered = plain(*command)
    assert remembered.err.count(note(folder)) == 1
    assert remembered.out == named.out
    assert remembered.status == named.status


def test_without_a_save_nothing_is_remembered(plain: Words, folder: Path) -> None:
    plain("check", "--patches", str(folder))
    plain("set", "MII=y", "--patches", str(folder))
    assert "in the last save" not in plain("set", "MII=y").err


def test_what_is_named_counts(plain: Words, folder: Path, tmp_path: Path) -> None:
    plain("set", "BONDING=y", "--patches", str(folder), "--entry", "slim", "--write")
    other = plain("set", "KEY=a.pem", "--entry", "other")
    assert 'name = "other";' in other.out
    assert note(folder, "other") in other.err
    same = plain("set", "MII=y", "--patches", str(folder))
    assert note(folder) in same.err
    assert "MII = yes" in same.out
    elsewhere = plain("set", "MII=y", "--patches", str(tmp_path / "new.nix"))
    assert 'name = "nixmenu";' in elsewhere.out
    assert "in the last save" not in elsewhere.err


def test_a_file_beside_the_user_counts_more(plain: Words, folder: Path, tmp_path: Path) -> None:
    plain("set", "BONDING=y", "--patches", str(folder), "--entry", "slim", "--write")
    (tmp_path / "kernel-patches.nix").write_text(PATCHES)
    outcome = plain("set", "MII=y")
    assert outcome.out.startswith("--- kernel-patches.nix\n")
    assert 'name = "nixmenu";' in outcome.out
    assert "in the last save" not in outcome.err


def test_the_usual_file_and_entry_need_no_word(plain: Words, tmp_path: Path) -> None:
    plain("set", "MII=m", "--write")
    assert "in the last save" not in plain("set", "MII=y").err
    plain("set", "BONDING=m", "--entry", "slim", "--write")
    assert '"slim"' in plain("set", "MII=y").err


def test_a_file_that_is_gone_is_forgotten(plain: Words, folder: Path) -> None:
    plain("set", "BONDING=y", "--patches", str(folder), "--entry", "slim", "--write")
    (folder / "configuration.nix").unlink()
    outcome = plain("set", "MII=y")
    assert outcome.out.startswith("--- /dev/null\n+++ kernel-patches.nix\n")
    assert "in the last save" not in outcome.err


def test_an_entry_that_is_renamed_is_followed(plain: Words, folder: Path) -> None:
    plain("set", "BONDING=y", "--patches", str(folder), "--entry", "slim", "--write")
    plain("entry", "rename", "slim", "thin", "--write")
    assert note(folder, "thin") in plain("set", "MII=y").err


# The file it is kept in


@pytest.fixture
def target(tmp_path: Path) -> Target:
    path = tmp_path / "configuration.nix"
    path.write_text("{ }")
    return Target(path, "slim")


def test_each_kernel_has_its_own(tmp_path: Path, target: Target) -> None:
    saves = LastSaves(tmp_path / "state")
    saves.remember(tmp_path / "one", target)
    saves.remember(tmp_path / "two", Target(target.patches, "other"))
    assert saves.recall(tmp_path / "one") == target
    assert saves.recall(tmp_path / "two") == Target(target.patches, "other")
    assert saves.recall(tmp_path / "three") is None


def test_only_so_many_kernels_are_kept(tmp_path: Path, target: Target) -> None:
    saves = LastSaves(tmp_path / "state")
    for number in range(MOST_KERNELS + 1):
        saves.remember(tmp_path / str(number), target)
    assert saves.recall(tmp_path / "0") is None
    assert saves.recall(tmp_path / "1") == target


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[" * 100_000,
        "[]",
        "\xff",
        " " * (LARGEST + 1),
        '{"KERNEL": 1}',
        '{"KERNEL": {"patches": "configuration.nix", "entry": "slim"}}',
        '{"KERNEL": {"patches": "/\\u0000", "entry": "slim"}}',
        '{"KERNEL": {"patches": "PATCHES", "entry": "\\u001b[31m"}}',
    ],
)
def test_what_is_not_in_order_is_no_memory(tmp_path: Path, target: Target, text: str) -> None:
    saves = LastSaves(tmp_path / "state")
    saves.remember(tmp_path / "one", target)
    kept = tmp_path / "state" / "last-saves.json"
    assert json.loads(kept.read_text()).keys() == {str(tmp_path / "one")}
    kept.write_text(text.replace("KERNEL", str(tmp_path / "one")).replace("PATCHES", str(target.patches)))
    assert saves.recall(tmp_path / "one") is None
    saves.remember(tmp_path / "one", target)
    assert saves.recall(tmp_path / "one") == target


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path, target: Target) -> None:
    (tmp_path / "state").write_text("")
    LastSaves(tmp_path / "state").remember(tmp_path / "one", target)


# The interface's header


def test_the_header_names_a_file_that_is_not_the_usual_one(open_session: Open, tmp_path: Path) -> None:
    session = open_session()
    session.patches_path = tmp_path / "kernel-patches.nix"
    assert "".join(piece.text for piece in left(session, 200)).endswith("entry nixmenu")
    session.patches_path = tmp_path / "configuration.nix"
    assert "".join(piece.text for piece in left(session, 200)).endswith("entry nixmenu in configuration.nix")
    assert session.edit(session.kernel.symbols["BUS"], "y") is None
    wide = left(session, 200)[-1]
    assert (wide.text, wide.role) == ("entry nixmenu in configuration.nix (1 unsaved)", "edited")
    narrow = left(session, 50)[-1]
    assert narrow.text == "entry nixmenu (1 unsaved)"

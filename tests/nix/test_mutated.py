"""Files that are damaged at random: read or refused, and never harmed by a save.

NIXMENU_TEST_EXAMPLES=N tries N times as many, others each time; NIXMENU_TEST_SEED tries those of a failure again.
"""

import os
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.nix.edit import UNSET, Freeform, Plan, Wanted, plan
from nixmenu.nix.entry_edits import remove_entry, rename_attribute, rename_entry
from nixmenu.nix.intention import Changes
from nixmenu.nix.moving import move_options
from nixmenu.nix.read import NEW_NAME, OLD_NAME, PatchFile, read_entries
from nixmenu.nix.real import RealEntry, RealNixError, check_syntax, evaluate
from nixmenu.nix.text_config import structure_text

TIMES = int(os.environ.get("NIXMENU_TEST_EXAMPLES", "1"))
SEED = int(os.environ.get("NIXMENU_TEST_SEED") or (0 if TIMES == 1 else time.time_ns()))
STUB = Path(__file__).with_name("stub-lib.nix")
FOLDERS = (Path(__file__).with_name("corpus"), Path(__file__).parents[1] / "unit" / "nix" / "shapes")
FILES = [path for folder in FOLDERS for path in sorted(folder.glob("*.nix")) if path.stem != "flake"]
BROKEN = sorted((FOLDERS[0] / "broken").glob("*.nix"))
TOKEN = re.compile(rb"[A-Za-z_][A-Za-z0-9_'-]*|\"[^\"\n]*\"|''|\$\{|/\*|\*/|[0-9]+|\s+|.", re.DOTALL)
POOL = [token for path in FILES for token in TOKEN.findall(path.read_bytes())]
Said = dict[str, list[tuple[str, str | None, str | None, bool, int]]]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A text with one to three tokens gone, doubled, exchanged, moved or put in."""
    tokens = TOKEN.findall(data)
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        place, other = chance.randrange(len(tokens)), chance.randrange(len(tokens))
        match chance.choice(
            ["gone", "some gone", "twice", "exchanged", "put in", "moved", "cut off", "bytes"]
        ):
            case "gone":
                del tokens[place]
            case "some gone":
                del tokens[place : place + chance.randint(1, 8)]
            case "twice":
                tokens.insert(place, tokens[place])
            case "exchanged":
                tokens[place], tokens[other] = tokens[other], tokens[place]
            case "put in":
                tokens.insert(place, chance.choice(POOL))
            case "moved":
                some = tokens[place : place + chance.randint(1, 12)]
                del tokens[place : place + len(some)]
                tokens[other:other] = some
            case "cut off" if chance.random() < 0.2:
                del tokens[place:]
            case "bytes" if chance.random() < 0.4:
                tokens.insert(place, chance.randbytes(chance.randint(1, 3)))
        tokens = tokens or [b" "]
    return b"".join(tokens)


def said(entries: list[RealEntry]) -> Said:
    return {
        str(entry.name): sorted(
            ((one.name, one.tristate, one.freeform, one.optional, one.priority) for one in entry.definitions),
            key=repr,
        )
        for entry in entries
    }


def changes_for(options: list[str], chance: random.Random) -> Changes:
    known = chance.choice(options or ["NONE"])
    answer = chance.choice(["y", "n", "m", UNSET, Freeform("q")])
    return chance.choice(
        [
            {"ZZZ": Wanted("y"), "9AB": Wanted(Freeform('a "b" ${c}'), force=True)},
            {known: Wanted(answer)},
            {known: Wanted(answer, force=True), "MMM": Wanted("m")},
            {known: None},
        ]
    )


def other_edits(path: Path, name: str, options: list[str]) -> list[Callable[[], Plan]]:
    return [
        lambda: rename_entry(path, name, 'renamed "x"'),
        lambda: rename_attribute(path, name, OLD_NAME),
        lambda: rename_attribute(path, name, NEW_NAME),
        lambda: remove_entry(path, name),
        lambda: structure_text(path, name, []),
        lambda: move_options(path, options[:1], name, "target")[-1],
    ]


def planned(path: Path, file: PatchFile, chance: random.Random) -> tuple[Plan, str, Changes]:
    """Some edit of a file; raises NixmenuError if that is refused."""
    name = chance.choice([*(entry.name for entry in file.entries if entry.name), "fresh"])
    entry = file.entry(name)
    options = [one.name for one in entry.definitions] if entry is not None else []
    if chance.random() < 0.6:
        changes = changes_for(options, chance)
        return plan(path, name, changes), name, changes
    return chance.choice(other_edits(path, name, options))(), name, {}


def check(nix: Path, path: Path, edit: Plan, name: str, changes: Changes) -> bool:
    """What Nix makes of the file before and after; whether it could be evaluated at all."""
    try:
        check_syntax(nix, path)
    except RealNixError:
        return False
    after = path.with_name("after.nix")
    after.write_bytes(edit.after)
    check_syntax(nix, after)
    try:
        before = said(evaluate(path, STUB, program=nix))
    except RealNixError:
        return False
    found = said(evaluate(after, STUB, program=nix))
    if changes:
        ours, theirs = before.pop(name, []), found.pop(name, [])
        assert found == before
        assert [one for one in theirs if one[0] not in changes] == [
            one for one in ours if one[0] not in changes
        ]
        asked = {option: (one.tristate, one.freeform) for option, one in changes.items() if one is not None}
        assert {one[0]: one[1:3] for one in theirs if one[0] in changes} == asked
    return True


def test_no_save_harms_a_damaged_file(nix: Path, tmp_path: Path) -> None:
    counted = {"refused": 0, "edit refused": 0, "evaluated": 0}
    for path in FILES:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    for number in range(300 * TIMES):
        chance = random.Random(f"{SEED} {number}")  # noqa: S311  (nothing secret)
        original = chance.choice(FILES)
        path = tmp_path / original.name
        data = damaged(original.read_bytes(), chance)
        path.write_bytes(data)
        (tmp_path / "last.nix").write_bytes(data)
        try:
            file = read_entries(path)
        except NixmenuError:
            counted["refused"] += 1
            continue
        try:
            edit, name, changes = planned(path, file, chance)
        except NixmenuError:
            counted["edit refused"] += 1
            continue
        finally:
            path.write_bytes(original.read_bytes())
        if edit.path != path or edit.after == data:
            continue
        path.write_bytes(data)
        try:
            counted["evaluated"] += check(nix, path, edit, name, changes)
        except (AssertionError, NixmenuError) as error:
            pytest.fail(f"NIXMENU_TEST_SEED={SEED}, file {number}: {data!r} becomes {edit.after!r}: {error}")
        path.write_bytes(original.read_bytes())
    assert min(counted.values()) > 20 * TIMES, counted


@pytest.mark.parametrize("original", BROKEN, ids=lambda path: path.stem)
def test_what_nix_refuses_is_refused_or_told_and_not_made_worse(
    nix: Path, original: Path, tmp_path: Path
) -> None:
    path = tmp_path / original.name
    path.write_bytes(original.read_bytes())
    if original.stem == "not-utf-8":
        check_syntax(nix, path)
    else:
        with pytest.raises(RealNixError):
            check_syntax(nix, path)
    try:
        file = read_entries(path)
    except NixmenuError as error:
        assert str(error).startswith(f"{path}:")
        assert "\n\n" not in str(error)
        with pytest.raises(NixmenuError):
            plan(path, "slim", {"Z": Wanted("y")})
        return
    told = [*file.unread, *(one for entry in file.entries for one in entry.unread)]
    assert {one.reason for one in told} == {*TOLD.get(original.stem, ())}


TOLD = {
    "option-twice": ["`A` is defined twice, which Nix refuses"],
    "patches-twice": ["`kernelPatches` is defined twice, which Nix refuses"],
    "name-not-bound": ["nothing here is called `yes`"],
}
"""What is said of files that can be read for the most part."""

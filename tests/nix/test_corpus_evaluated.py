"""The corpus by real Nix: nixmenu reads each file as Nix does, and what it writes says what was asked for."""

import re
import shutil
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.layers.definition import Definition
from nixmenu.nix.edit import UNSET, Freeform, Wanted, plan
from nixmenu.nix.entry_edits import rename_attribute, rename_entry
from nixmenu.nix.moving import move_options
from nixmenu.nix.read import OLD_NAME, read_entries
from nixmenu.nix.real import RealNixError, check_syntax, evaluate
from nixmenu.nix.text_config import structure_text
from nixmenu.nix.write import save

STUB = Path(__file__).with_name("stub-lib.nix")
CORPUS = sorted(Path(__file__).with_name("corpus").glob("*.nix"))
NEEDS_THE_SYSTEM = {
    "build-linux",
    "conditional-list",
    "bare-list-constant",
    "if-list",
    "mistakes-unknown-names",
    "system-default-argument",
    "system-in-part",
    "version-by-kernel",
    "joined-optionals",
    "merged-config",
    "module-options",
    "optional-attributes",
    "system-values",
    "version-condition",
    "version-when",
}
"""Files that Nix cannot evaluate alone, or at all."""
NO_MODULE = {
    *{"flake", "named-entries", "options-attribute", "options-set", "overlay", "overlay-patches"},
    "imports-boards",
}
"""Files that are something else than a module or a list of patches, or only import such."""
NAMED_ELSEWHERE = {
    *{"entries-by-helper", "entries-from-set", "entry-function", "patches-mapped", "variables-inherited"},
}
"""Files whose entries get their names or attributes from somewhere else."""
NOT_ALONE = {"generated-beside", "recursive-options"}
"""Files with an option that cannot be moved by itself."""
ALONE = [path for path in CORPUS if path.stem not in {*NEEDS_THE_SYSTEM, *NO_MODULE}]
FRESH = {
    "9P_FS": Wanted("m"),
    "AAA": Wanted("m", force=True),
    "MMM": Wanted(Freeform("-\"a\" ${b} $${c} \n\t'' Grüße"), force=True, optional=True),
    "ZZZ": Wanted(UNSET),
}

Said = list[tuple[str, str | None, str | None, bool, int]]


def said(definitions: list[Definition] | tuple[Definition, ...]) -> Said:
    return sorted(
        ((one.name, one.tristate, one.freeform, one.optional, one.priority) for one in definitions), key=repr
    )


@pytest.fixture
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file to change, with the neighbours that it imports."""
    original: Path = request.param
    text = original.read_text(errors="surrogateescape")
    for name in {original.name, *re.findall(r"\./([a-z0-9-]+\.nix)", text)}:
        if (original.parent / name).exists():
            shutil.copy(original.parent / name, tmp_path)
    return tmp_path / original.name


@pytest.mark.parametrize("file", CORPUS, ids=lambda path: path.stem)
def test_nix_takes_the_syntax(nix: Path, file: Path) -> None:
    check_syntax(nix, file)


@pytest.mark.parametrize(
    "file", [path for path in CORPUS if path.stem in NEEDS_THE_SYSTEM], ids=lambda path: path.stem
)
def test_some_cannot_be_evaluated_alone(nix: Path, library: Path, file: Path) -> None:
    with pytest.raises(RealNixError):
        evaluate(file, library, program=nix)


@pytest.mark.parametrize("file", ALONE, ids=lambda path: path.stem)
def test_every_file_is_read_as_nix_reads_it(nix: Path, library: Path, file: Path) -> None:
    read = read_entries(file)
    if read.unread or any(unread.name is None for entry in read.entries for unread in entry.unread):
        assert file.stem in {"imports-list", "imports-options", "with-import"}
        return
    if any(entry.unread for entry in read.entries):
        assert file.stem == "mistakes-types"
        return
    theirs = evaluate(file, library, program=nix)
    assert [(entry.name, entry.extra_config, said(entry.definitions)) for entry in read.entries] == [
        (entry.name, entry.extra_config, said(entry.definitions)) for entry in theirs
    ]


@pytest.mark.parametrize("path", ALONE, indirect=True, ids=lambda path: path.stem)
def test_what_is_saved_evaluates_to_what_was_asked_for(nix: Path, path: Path) -> None:
    before = {entry.name: said(entry.definitions) for entry in evaluate(path, STUB, program=nix)}
    known = [str(entry.name) for entry in read_entries(path).entries]
    for name in (*known[-1:], "nixmenu"):
        text = path.read_bytes()
        try:
            save(plan(path, name, FRESH, comments=dict.fromkeys(FRESH, "a remark")), library=STUB)
        except NixmenuError as error:
            assert (
                "cannot be edited in place" in str(error)
                or "would change too" in str(error)
                or ("cannot be added" in str(error))
            ), error
            assert path.read_bytes() == text
            continue
        after = {entry.name: said(entry.definitions) for entry in evaluate(path, STUB, program=nix)}
        asked = [
            (option, one.tristate, one.freeform, one.optional, 50 if one.force else 100)
            for option, one in FRESH.items()
        ]
        kept = [one for one in before.get(name, []) if one[0] not in FRESH]
        assert after[name] == sorted([*asked, *kept], key=repr)
        assert {other: one for other, one in after.items() if other != name} == {
            other: one for other, one in before.items() if other != name
        }
        path.write_bytes(text)


@pytest.mark.parametrize("path", ALONE, indirect=True, ids=lambda path: path.stem)
def test_edits_of_whole_entries_evaluate(nix: Path, path: Path) -> None:
    entries = [entry for entry in read_entries(path).entries if entry.editable and entry.name is not None]
    for entry in entries[:1]:
        name = str(entry.name)
        if path.stem in {*NAMED_ELSEWHERE, "mistakes-same-name", "mistakes-types"}:
            return
        save(rename_entry(path, name, "renamed"), library=STUB)
        if entry.extra_config and path.stem not in {"text-interpolated", "mistakes"}:
            save(structure_text(path, "renamed", []), library=STUB)
        if entry.attribute is not None:
            save(rename_attribute(path, "renamed", OLD_NAME), library=STUB)
        found = {one.name: one for one in evaluate(path, STUB, program=nix)}
        expected = said(entry.definitions)
        if not entry.extra_config:
            assert said(found["renamed"].definitions) == expected
        for option in [one[0] for one in expected[:1] if path.stem not in NOT_ALONE]:
            for planned in move_options(path, [option], "renamed", "target"):
                save(planned, library=STUB)
            moved = {one.name: said(one.definitions) for one in evaluate(path, STUB, program=nix)}
            assert moved["target"] == expected[:1]
            assert expected[0] not in moved["renamed"]

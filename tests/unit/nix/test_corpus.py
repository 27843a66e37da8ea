"""Files in the style of people's own: each is read, edited, read again, and put back byte by byte."""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nixmenu.errors import NixmenuError
from nixmenu.nix.edit import UNSET, Freeform, Plan, Wanted, plan
from nixmenu.nix.entry_edits import remove_entry, rename_attribute, rename_entry
from nixmenu.nix.moving import move_options
from nixmenu.nix.parse import parse
from nixmenu.nix.read import NEW_NAME, OLD_NAME, Entry, read_entries
from nixmenu.nix.source import read_source
from nixmenu.nix.text_config import structure_text
from nixmenu.nix.wanted import Answer

CORPUS = sorted((Path(__file__).parents[2] / "nix" / "corpus").glob("*.nix"))
ENTRIES = [
    (path, entry.name)
    for path in CORPUS
    for entries in [read_entries(path).entries]
    for entry in entries
    if entry.name is not None and entry.path == path
    if [other.name for other in entries].count(entry.name) == 1
]
NO_PLACE = {
    "build-linux": "neither a NixOS module nor a list",
    "imports-list": "its list is written in .*bare-list.nix",
}
"""Files that an entry of one's own cannot go into, and why."""
COMPUTED = {
    "generated-forced": "its structuredExtraConfig is computed",
    "generated-names": "its structuredExtraConfig is computed",
    "generated-pairs": "its structuredExtraConfig is computed",
    "imports-options": "it is written in .*options-set.nix",
    "imports-options-inherited": "it is written in .*options-attribute.nix",
    "imports-options-merged": "it is written in .*options-set.nix",
    "imports-options-named": "it is written in .*options-set.nix",
    "patches-mapped": "another entry would change too",
    "system-default-argument": "it is only partly written here",
}
"""Files with entries whose options cannot be edited, and why."""
LASTING = {
    "empty-list",
    "empty-sets",
    "mistakes",
    "singleton-inherited",
    "singleton-joined",
    "singleton-mixed",
    "text-config",
}
"""Files in which something stays: an empty set or list spelled otherwise, or `lib` among the arguments."""
NOT_ALONE = {
    ("generated-beside", "GAMEPORT"): "its value is computed",
    ("generated-beside", "INPUT_JOYSTICK"): "its value is computed",
    (
        "recursive-options",
        "CONSOLE_LOGLEVEL_DEFAULT",
    ): "options that were not to be changed would say something else",
}
"""Options that cannot be changed by themselves, and why."""
REWORDED = {
    *{("freeform", "DEFAULT_HOSTNAME"), ("freeform-escapes", "LOCALVERSION")},
    *{("attribute-path-whole", "TMPFS_XATTR"), ("recursive-options", "CONSOLE_LOGLEVEL_QUIET")},
}
"""Options whose answer is written in a way that is not found again without memory of it."""
ALIASES = {"alias", "alias-several"}
NAMED_ELSEWHERE = {
    *{"entries-by-helper", "entries-from-set", "entry-function", "patches-mapped", "variables-inherited"},
}
"""Files whose entries get their name or their attributes from somewhere else."""

FRESH: dict[str, Wanted] = {
    "AAA": Wanted("y"),
    "9PNET_FD": Wanted("m", force=True),
    "MMM": Wanted(Freeform("a b"), optional=True),
    "ZZZ": Wanted(UNSET),
}


def ids(value: object) -> str:
    return value.stem if isinstance(value, Path) else str(value)


@pytest.fixture(params=ENTRIES, ids=lambda entry: f"{entry[0].stem}-{entry[1]}")
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """A file of its own to change, and an entry in it."""
    original, name = request.param
    return copied(original, tmp_path), name


def copied(original: Path, folder: Path) -> Path:
    """The file with the neighbours that it imports."""
    text = original.read_text(encoding="utf-8", errors="surrogateescape")
    for name in {original.name, *re.findall(r"\./([a-z0-9-]+\.nix)", text)}:
        if (original.parent / name).exists():
            shutil.copy(original.parent / name, folder)
    return folder / original.name


def found(path: Path, name: str) -> Entry:
    entry = read_entries(path).entry(name)
    assert entry is not None
    return entry


def said(path: Path, name: str) -> dict[str, Wanted]:
    return {one.name: Wanted.of(one) for one in found(path, name).definitions}


def is_fixed(path: Path, name: str) -> bool:
    """May the entry not be edited? Then it has to be known why."""
    if path.stem not in COMPUTED or (path.stem == "patches-mapped" and name == "config"):
        return False
    with pytest.raises(NixmenuError, match=COMPUTED[path.stem]):
        plan(path, name, FRESH)
    return True


def is_not_alone(path: Path, name: str, option: str, wanted: Wanted | None) -> bool:
    """May the option not be changed by itself? Then it has to be known why."""
    reason = NOT_ALONE.get((path.stem, option))
    if reason is not None:
        with pytest.raises(NixmenuError, match=reason):
            plan(path, name, {option: wanted})
    return reason is not None


def test_there_are_enough_of_them() -> None:
    assert len(CORPUS) >= 130
    assert len(ENTRIES) >= 130


def test_which_of_two_of_one_name_is_meant_is_asked(tmp_path: Path) -> None:
    path = copied(CORPUS[0].with_name("mistakes-same-name.nix"), tmp_path)
    for wanted in (Wanted("m"), None):
        with pytest.raises(NixmenuError, match=r'2 entries are called "twin" \(lines 4 and 5\)'):
            plan(path, "twin", {"A": wanted})


@pytest.mark.parametrize("path", CORPUS, ids=ids)
def test_every_file_parses(path: Path) -> None:
    parse(read_source(path))


def test_asking_for_what_is_there_changes_no_byte(place: tuple[Path, str]) -> None:
    path, name = place
    if is_fixed(path, name) and path.stem != "patches-mapped":
        return
    planned = plan(path, name, {**said(path, name), "NOT_THERE": None})
    assert (planned.diff, planned.changed) == ("", [])


def test_options_added_and_removed_give_every_byte(place: tuple[Path, str]) -> None:
    path, name = place
    if is_fixed(path, name):
        return
    before, old = path.read_bytes(), said(path, name)
    path.write_bytes(plan(path, name, FRESH, comments={"AAA": "The first"}).after)
    now = said(path, name)
    assert {option: now[option] for option in old} == old
    assert {option: (now[option].value, now[option].optional) for option in FRESH} == {
        option: (wanted.value, wanted.optional) for option, wanted in FRESH.items()
    }
    removed = plan(path, name, dict.fromkeys(FRESH)).after
    if path.stem in LASTING:
        path.write_bytes(removed)
        assert said(path, name) == old
    else:
        assert removed == before


def test_every_answer_changes_alone_and_back(place: tuple[Path, str]) -> None:
    path, name = place
    if is_fixed(path, name):
        return
    before, old = path.read_bytes(), said(path, name)
    for option, wanted in old.items():
        answer: Answer = "n" if wanted.value != "n" else "y"
        if isinstance(wanted.value, Freeform):
            answer = Freeform("else")
        if is_not_alone(path, name, option, Wanted(answer, wanted.force, wanted.optional)):
            continue
        planned = plan(path, name, {option: Wanted(answer, wanted.force, wanted.optional)})
        assert planned.changed == [option]
        assert len([line for line in planned.diff.splitlines()[2:] if line[0] in "-+"]) == 2
        path.write_bytes(planned.after)
        assert said(path, name) == {
            **old,
            option: Wanted(answer, wanted.force, wanted.optional, wanted.priority),
        }
        back = plan(path, name, {option: Wanted(wanted.value, wanted.force, wanted.optional)}).after
        if (path.stem, option) not in REWORDED and not (path.stem in ALIASES and wanted.force):
            assert back == before
        path.write_bytes(before)


def test_every_option_goes_away_alone(place: tuple[Path, str]) -> None:
    path, name = place
    if is_fixed(path, name):
        return
    before, old = path.read_bytes(), said(path, name)
    comments = len(parse(read_source(path)).comments)
    for option in old:
        if is_not_alone(path, name, option, None):
            continue
        planned = plan(path, name, {option: None})
        removed = [line for line in planned.diff.splitlines()[2:] if line.startswith("-")]
        added = [line for line in planned.diff.splitlines()[2:] if line.startswith("+")]
        closed_up = bool(added) and "{ }" in added[-1]
        assert len(removed) - len(added) in (0, 1) or closed_up or len(old) == 1
        path.write_bytes(planned.after)
        assert said(path, name) == {key: value for key, value in old.items() if key != option}
        assert len(parse(read_source(path)).comments) >= comments - 1
        path.write_bytes(before)


def test_what_depends_on_the_system_changes_in_its_place_or_is_left_alone(place: tuple[Path, str]) -> None:
    path, name = place
    entry = found(path, name)
    conditional = [one.definition for one in entry.conditional]
    for unread in entry.unread:
        if unread.name is None or path.stem == "system-default-argument":
            continue
        under = [one for one in conditional if one.name == unread.name]
        if under:
            planned = plan(path, name, {unread.name: Wanted("n" if under[0].tristate != "n" else "y")})
            assert len([line for line in planned.diff.splitlines()[2:] if line[0] in "-+"]) == 2
            conditions = " and ".join(under[0].conditions)
            assert planned.conditional == (f"{unread.name} counts only if {conditions}",)
            continue
        for wanted in (Wanted("n"), None):
            with pytest.raises(NixmenuError, match=f"{unread.name} in the entry .* cannot be changed safely"):
                plan(path, name, {unread.name: wanted})


@pytest.mark.parametrize("original", CORPUS, ids=ids)
def test_an_entry_of_ones_own_comes_and_goes(original: Path, tmp_path: Path) -> None:
    path = copied(original, tmp_path)
    if path.stem in NO_PLACE:
        with pytest.raises(NixmenuError, match=NO_PLACE[path.stem]):
            plan(path, "nixmenu", FRESH)
        return
    before = read_entries(path)
    if before.module is None and not before.lists and not before.joints:
        with pytest.raises(NixmenuError, match="neither a NixOS module nor a list"):
            plan(path, "nixmenu", FRESH)
        return
    path.write_bytes(plan(path, "nixmenu", FRESH).after)
    assert set(said(path, "nixmenu")) == set(FRESH)
    others = [entry.name for entry in read_entries(path).entries if entry.name != "nixmenu"]
    assert others == [entry.name for entry in before.entries]
    if before.lists and path.stem not in {"router", "no-final-newline", *LASTING, "patch-alone"}:
        assert remove_entry(path, "nixmenu").after == before.text


def test_names_and_attributes_there_and_back(place: tuple[Path, str]) -> None:
    path, name = place
    before = path.read_bytes()
    try:
        path.write_bytes(rename_entry(path, name, "renamed").after)
    except NixmenuError as error:
        assert path.stem in NAMED_ELSEWHERE, error
        return
    assert rename_entry(path, "renamed", name).after == before
    path.write_bytes(before)
    usual = found(path, name).attribute
    if usual is None:
        return
    other = {NEW_NAME: OLD_NAME, OLD_NAME: NEW_NAME}[usual]
    if path.stem == "imports-options-inherited":
        with pytest.raises(NixmenuError, match="is computed, not written out"):
            rename_attribute(path, name, other)
        return
    path.write_bytes(rename_attribute(path, name, other).after)
    assert found(path, name).attribute == other
    assert rename_attribute(path, name, usual).after == before


def test_text_becomes_options(place: tuple[Path, str]) -> None:
    path, name = place
    entry = found(path, name)
    if not entry.extra_config:
        return
    if path.stem in {"text-interpolated", "mistakes"}:
        with pytest.raises(NixmenuError, match=r"put together|invalid config line"):
            structure_text(path, name, [])
        return
    path.write_bytes(structure_text(path, name, []).after)
    assert found(path, name).extra_config is None
    assert len(said(path, name)) >= len(entry.definitions) + 1


# Any edits in any order, put back by edits that know nothing of them (with memory: test_inverse.py)


ANSWERS: st.SearchStrategy[Answer] = st.one_of(
    st.sampled_from(["y", "m", "n", UNSET]),
    st.text("ab1\"$\\{} \n'", max_size=6).map(Freeform),
)
Edit = tuple[Plan, Callable[[Path], Plan]] | None
"""An edit and what undoes it; None where there is nothing to do."""
PARTLY_INHERITED = {
    "priorities-inherited",
    "singleton-inherited",
    "four-spaces",
    "let-in-options",
    "server-hardening",
    "board-rk3588",
}
"""Where an answer may need `lib.kernel.unset` since not all names are brought in: neighbours then follow."""
FREE = [
    place
    for place in ENTRIES
    if place[0].stem not in {*COMPUTED, *LASTING, *PARTLY_INHERITED, *ALIASES, *NAMED_ELSEWHERE}
    if place[0].stem not in {"priorities", "forced-optional", *(stem for stem, _ in (*NOT_ALONE, *REWORDED))}
]


@given(data=st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_added_or_changed_goes_back_without_memory_of_it(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    original, name = data.draw(st.sampled_from(FREE))
    path = tmp_path_factory.mktemp("edits") / original.name
    path.write_bytes(original.read_bytes())
    undo = []
    texts = [path.read_bytes()]
    for _ in range(data.draw(st.integers(1, 5))):
        kind = data.draw(
            st.sampled_from(["option", "option", "option", "name", "attribute", "entry", "move"])
        )
        try:
            done = EDITS[kind](path, name, data)
        except NixmenuError as error:
            assert any(reason in str(error) for reason in ("computed", "only under a condition", "is shared"))
            continue
        if done is None:
            continue
        planned, back = done
        path.write_bytes(planned.after)
        undo.append(back)
        texts.append(planned.after)
        if kind == "name":
            name = planned.entry
    for back in reversed(undo):
        assert path.read_bytes() == texts.pop()
        path.write_bytes(back(path).after)
    assert path.read_bytes() == texts.pop() == original.read_bytes()


def _option(path: Path, name: str, data: st.DataObject) -> Edit:
    old = said(path, name)
    unread = {one.name for one in found(path, name).unread}
    option = data.draw(st.sampled_from(sorted({"9PNET", "ABC", "KVM", "ZZZ", *old} - unread)))
    answer = data.draw(ANSWERS)
    was = old.get(option)
    if was is None:
        wanted = Wanted(answer, data.draw(st.booleans()), data.draw(st.booleans()))
        return plan(path, name, {option: wanted}), lambda path: plan(path, name, {option: None})
    wanted = Wanted(answer, was.force, was.optional)
    back = Wanted(was.value, was.force, was.optional)
    return plan(path, name, {option: wanted}), lambda path: plan(path, name, {option: back})


def _name(path: Path, name: str, data: st.DataObject) -> Edit:
    new = name + data.draw(st.sampled_from(["-x", ' "y"', "ü"]))
    return rename_entry(path, name, new), lambda path: rename_entry(path, new, name)


def _attribute(path: Path, name: str, _data: st.DataObject) -> Edit:
    usual = found(path, name).attribute
    if usual is None:
        return None
    other = {NEW_NAME: OLD_NAME, OLD_NAME: NEW_NAME}[usual]
    return rename_attribute(path, name, other), lambda path: rename_attribute(path, name, usual)


def _new_entry(path: Path, _name: str, _data: st.DataObject) -> Edit:
    file = read_entries(path)
    if not file.lists or path.stem in {"router", "no-final-newline", "patch-alone"} or file.entry("fresh"):
        return None
    return plan(path, "fresh", FRESH), lambda path: remove_entry(path, "fresh")


def _move(path: Path, name: str, _data: st.DataObject) -> Edit:
    """An option that was added to the fresh entry goes over and comes back."""
    if read_entries(path).entry("fresh") is None or "MMM" in said(path, name):
        return None
    if "MMM" not in said(path, "fresh"):
        return None
    (there,) = move_options(path, ["MMM"], "fresh", name)
    return there, lambda path: move_options(path, ["MMM"], name, "fresh")[0]


EDITS: Mapping[str, Callable[[Path, str, st.DataObject], Edit]] = {
    "option": _option,
    "name": _name,
    "attribute": _attribute,
    "entry": _new_entry,
    "move": _move,
}

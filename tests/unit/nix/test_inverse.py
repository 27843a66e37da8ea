"""Every edit can be taken back byte by byte: by its exact inverse, and by an edit that asks for what was there."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nixmenu.errors import NixmenuError
from nixmenu.nix.edit import UNSET, Freeform, Plan, Wanted, plan
from nixmenu.nix.entry_edits import remove_entry, rename_attribute, rename_entry
from nixmenu.nix.intention import Changes
from nixmenu.nix.journal import Journal
from nixmenu.nix.moving import move_options
from nixmenu.nix.read import NEW_NAME, OLD_NAME, read_entries
from nixmenu.nix.saves import Saves
from nixmenu.nix.text_config import structure_text
from nixmenu.nix.verify import verify
from nixmenu.nix.wanted import Answer
from nixmenu.nix.write import save

HERE = Path(__file__).parent
FOLDERS = (HERE / "shapes", HERE.parents[1] / "nix" / "corpus")
FILES = sorted(path for folder in FOLDERS for path in folder.glob("*.nix"))
PLACES = [
    (path, entry.name)
    for path in FILES
    for entry in read_entries(path).entries
    if entry.name is not None and entry.path == path
]
FRESH: Changes = {"AAA": Wanted("y"), "MMM": Wanted(Freeform("a b"), optional=True), "ZZZ": Wanted(UNSET)}
ANSWERS: st.SearchStrategy[Answer] = st.one_of(
    st.sampled_from(["y", "m", "n", UNSET]),
    st.text("ab1\"$\\{} \n'", max_size=6).map(Freeform),
)
WANTED = st.builds(Wanted, ANSWERS, st.booleans(), st.booleans())


def said(path: Path, name: str) -> dict[str, Wanted]:
    entry = read_entries(path).entry(name)
    return {one.name: Wanted.of(one) for one in entry.definitions} if entry is not None else {}


def copied(original: Path, folder: Path) -> Path:
    """The file with the neighbours that it imports."""
    text = original.read_text(encoding="utf-8", errors="surrogateescape")
    for name in {original.name, *re.findall(r"\./([a-z0-9-]+\.nix)", text)}:
        if (original.parent / name).exists():
            (folder / name).write_bytes((original.parent / name).read_bytes())
    return folder / original.name


def written(saves: Saves, planned: Plan) -> None:
    """What a session does with a plan, without asking the real Nix each time."""
    before = None if planned.before is None else read_entries(planned.path, planned.context)
    verify(before, planned.after, planned.intention, path=planned.path)
    planned.path.write_bytes(planned.after)
    saves.saved(planned)


Undo = Callable[[Saves], Plan]
Step = tuple[Saves, Plan, Undo, str]
"""An edit and where it is remembered, what takes it back, and how the entry is called after it."""


class Walk:
    """Random edits of one entry of a file."""

    def __init__(self, path: Path, name: str, data: st.DataObject, open_saves: Callable[[], Saves]) -> None:
        self.path = path
        self.name = name
        self.data = data
        self.open_saves = open_saves

    def options(self) -> Step:
        """Options set, changed, unset or removed, several at once."""
        old, name = said(self.path, self.name), self.name
        choice = st.sampled_from(sorted({"9PNET", "ABC", "KVM", "ZZZ", *old}))
        changes = self.data.draw(st.dictionaries(choice, st.none() | WANTED, min_size=1, max_size=3))
        back = {option: old.get(option) for option in changes}
        saves = self.open_saves()
        planned = saves.plan(self.path, name, changes, comments={"ABC": "A prompt"})
        return saves, planned, lambda saves: saves.plan(self.path, name, back), name

    def inverted(self, planned: Plan, name: str | None = None) -> Step:
        return self.open_saves(), planned, lambda _: planned.inverse(), name or self.name

    def renamed(self) -> Step:
        name = self.name + self.data.draw(st.sampled_from(["-x", ' "y"', "ü"]))
        return self.inverted(rename_entry(self.path, self.name, name), name)

    def attribute(self) -> Step:
        entry = read_entries(self.path).entry(self.name)
        other = OLD_NAME if entry is not None and entry.attribute == NEW_NAME else NEW_NAME
        return self.inverted(rename_attribute(self.path, self.name, other))

    def added(self) -> Step:
        return self.inverted(plan(self.path, "fresh", FRESH))

    def removed(self) -> Step:
        return self.inverted(remove_entry(self.path, "fresh"))

    def moved(self) -> Step:
        names = sorted(said(self.path, self.name)) or ["AAA"]
        (planned,) = move_options(self.path, [self.data.draw(st.sampled_from(names))], self.name, "fresh")
        return self.inverted(planned)

    def structured(self) -> Step:
        return self.inverted(structure_text(self.path, self.name, []))


KINDS: Mapping[str, Callable[[Walk], Step]] = {
    "options": Walk.options,
    "name": Walk.renamed,
    "attribute": Walk.attribute,
    "new entry": Walk.added,
    "entry away": Walk.removed,
    "move": Walk.moved,
    "text": Walk.structured,
}


def walk_and_return(original: Path, walk: Walk) -> None:
    """Random edits, each taken back in reverse order: every text that was there is there again."""
    texts, undo = [walk.path.read_bytes()], []
    for _ in range(walk.data.draw(st.integers(1, 6))):
        kind = walk.data.draw(st.sampled_from(["options", "options", "options", *KINDS]))
        try:
            saves, planned, back, walk.name = KINDS[kind](walk)
        except NixmenuError:
            continue
        written(saves, planned)
        undo.append(back)
        texts.append(planned.after)
    for back in reversed(undo):
        assert walk.path.read_bytes() == texts.pop()
        saves = walk.open_saves()
        written(saves, back(saves))
    assert walk.path.read_bytes() == texts.pop() == original.read_bytes()


SETTINGS = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(data=st.data())
@SETTINGS
def test_any_edits_taken_back_in_reverse_give_the_original_bytes(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    original, name = data.draw(st.sampled_from(PLACES))
    folder, saves = tmp_path_factory.mktemp("edits"), Saves()
    walk_and_return(original, Walk(copied(original, folder), name, data, lambda: saves))


@given(data=st.data())
@SETTINGS
def test_the_same_with_a_process_of_its_own_for_every_edit(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    original, name = data.draw(st.sampled_from(PLACES))
    folder = tmp_path_factory.mktemp("edits")
    walk = Walk(copied(original, folder), name, data, lambda: Saves(Journal(folder / "state")))
    walk_and_return(original, walk)


LAID_OUT = """\
{ config, ... }@args:
{
  boot.kernelPatches = [
    {
      name = "slim";
      patch = null;
      structuredExtraConfig = with args.lib.kernel; {
        # graphics
        DRM_RADEON   =   args.lib.mkForce   no; # never works
        NFSD = yes;

        # ABC stays
        ABC  = freeform ''12'';
      };
    }
  ];
}
"""


@pytest.fixture
def laid_out(tmp_path: Path) -> Path:
    path = tmp_path / "patches.nix"
    path.write_text(LAID_OUT)
    return path


def edited(saves: Saves, path: Path, changes: Changes) -> str:
    written(saves, saves.plan(path, "slim", changes))
    return path.read_text()


def test_one_of_several_is_taken_back_alone(laid_out: Path) -> None:
    saves, old = Saves(), said(laid_out, "slim")
    edited(saves, laid_out, {"DRM_RADEON": None, "NFSD": Wanted("m"), "ABC": None, "KVM": Wanted("y")})
    without = LAID_OUT.replace("NFSD = yes", "NFSD = module").replace("        ABC  = freeform ''12'';\n", "")
    assert edited(saves, laid_out, {"DRM_RADEON": old["DRM_RADEON"], "KVM": None}) == without
    assert edited(saves, laid_out, {"ABC": old["ABC"], "NFSD": old["NFSD"]}) == LAID_OUT


def test_earlier_saves_are_taken_back_before_later_ones(laid_out: Path) -> None:
    saves, old = Saves(), said(laid_out, "slim")
    edited(saves, laid_out, {"DRM_RADEON": None})
    later = edited(saves, laid_out, {"NFSD": Wanted("m"), "KVM": Wanted("y")})
    assert "DRM_RADEON" not in later
    back = edited(saves, laid_out, {"DRM_RADEON": old["DRM_RADEON"]})
    assert "        DRM_RADEON   =   args.lib.mkForce   no; # never works\n" in back
    assert edited(saves, laid_out, {"NFSD": old["NFSD"], "KVM": None}) == LAID_OUT


def test_what_somebody_else_changed_meanwhile_stays(laid_out: Path) -> None:
    saves, old = Saves(), said(laid_out, "slim")
    theirs = edited(saves, laid_out, {"DRM_RADEON": None, "ABC": None}).replace("yes;", "yes; # theirs")
    laid_out.write_text("# theirs, too\n" + theirs)
    back = edited(saves, laid_out, {"DRM_RADEON": old["DRM_RADEON"], "ABC": old["ABC"]})
    assert back == "# theirs, too\n" + LAID_OUT.replace("yes;", "yes; # theirs")


def test_where_somebody_else_wrote_it_is_written_anew(laid_out: Path) -> None:
    saves, old = Saves(), said(laid_out, "slim")
    edited(saves, laid_out, {"DRM_RADEON": Wanted("m", force=True)})
    theirs = laid_out.read_text().replace("args.lib.mkForce   module", "args.lib.mkForce yes")
    laid_out.write_text(theirs)
    back = edited(saves, laid_out, {"DRM_RADEON": old["DRM_RADEON"]})
    assert back == theirs.replace("mkForce yes", "mkForce no")


def test_lib_goes_again_with_the_last_option_that_needs_it(tmp_path: Path) -> None:
    path, saves = tmp_path / "module.nix", Saves()
    original = "{ config, ... }:\n{\n  boot.kernelPatches = [ ];\n}\n"
    path.write_text(original)
    assert edited(saves, path, {"A": Wanted("y"), "B": Wanted("m")}).startswith("{ lib, config, ... }:")
    assert edited(saves, path, {"A": None}).startswith("{ lib, config, ... }:")
    assert edited(saves, path, {"B": None}) == original


def test_an_inverse_is_refused_once_the_file_is_another(laid_out: Path) -> None:
    planned = plan(laid_out, "slim", {"NFSD": None})
    laid_out.write_bytes(planned.after + b"# more\n")
    with pytest.raises(NixmenuError, match="changed by someone else"):
        save(planned.inverse())
    laid_out.write_bytes(planned.after)
    save(planned.inverse())
    assert laid_out.read_text() == LAID_OUT

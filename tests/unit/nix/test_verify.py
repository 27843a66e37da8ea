"""The check of an edit, without an editor: every text that says more, less or something else is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.nix.intention import Intention
from nixmenu.nix.read import read_entries
from nixmenu.nix.verify import verify
from nixmenu.nix.wanted import Wanted

TEXT = """\
{ lib, config, ... }:
{
  boot.kernelPatches = config.more ++ [
    {
      name = "slim";
      patch = null;
      features.x = true;
      structuredExtraConfig = with lib.kernel; { A = yes; B = lib.mkIf config.b no; C = config.c; };
    }
    (lib.mkIf config.d { name = "other"; structuredExtraConfig = { D = lib.kernel.yes; }; })
  ];
}
"""
ASKED = Intention({"slim": {"A": Wanted("n")}})
DONE = TEXT.replace("A = yes", "A = no")
WRONG = {
    "not done": (TEXT, "A would not get the answer"),
    "another list": (DONE.replace("config.more ++ ", ""), "what boot.kernelPatches is made of"),
    "one entry more": (DONE.replace("  ];", '    { name = "new"; }\n  ];'), "an entry would be there"),
    "one entry less": (DONE.replace('name = "other"', 'name = "else"'), 'the entry "other" would be missing'),
    "no condition": (DONE.replace("lib.mkIf config.d", ""), "another entry would change too"),
    "another condition": (DONE.replace("config.d", "config.e"), "another entry would change too"),
    "less than options": (
        DONE.replace("features.x = true;", ""),
        "the entry would change in more than its options",
    ),
    "more than options": (DONE.replace("patch = null;", "patch = null; y = 1;"), "in more than its options"),
    "text": (DONE.replace("patch = null;", 'patch = null; extraConfig = "A y";'), "in more than its options"),
    "another option": (
        DONE.replace("C = config.c", "C = yes"),
        "options that were not to be changed|in more than",
    ),
    "an option under a condition": (
        DONE.replace("config.b no", "config.b yes"),
        "options that were not to be",
    ),
    "the condition of an option": (DONE.replace("config.b no", "config.c no"), "options that were not to be"),
    "an option of another entry": (
        DONE.replace("D = lib.kernel.yes", "D = lib.kernel.no"),
        "another entry would",
    ),
    "another name of the options": (
        DONE.replace("structuredExtraConfig = with", "extraStructuredConfig = with"),
        "in more than its options",
    ),
    "no Nix": (DONE[:-3], "would not be valid Nix"),
}


@pytest.fixture
def checked(tmp_path: Path) -> Callable[[str, Intention], None]:
    path = tmp_path / "patches.nix"
    path.write_text(TEXT)
    before = read_entries(path)
    return lambda after, intention: verify(before, after.encode(), intention)


def test_what_was_asked_for_passes(checked: Callable[[str, Intention], None]) -> None:
    checked(DONE, ASKED)


@pytest.mark.parametrize("what", WRONG)
def test_anything_else_is_refused(checked: Callable[[str, Intention], None], what: str) -> None:
    after, reason = WRONG[what]
    assert after != DONE
    with pytest.raises(NixmenuError, match=f"stopped by its own check, and nothing is written: .*({reason})"):
        checked(after, ASKED)


@pytest.mark.parametrize(
    ("wanted", "written"),
    [
        (Wanted("n", optional=True), "no"),
        (Wanted("n", force=True), "no"),
        (Wanted("n", priority=90), "lib.mkForce no"),
        (Wanted("n", optional=True, priority=90), "lib.mkOverride 90 no"),
        (Wanted("m"), 'freeform "m"'),
        (None, "no"),
    ],
)
def test_an_answer_that_is_not_quite_it_is_refused(
    checked: Callable[[str, Intention], None], wanted: Wanted | None, written: str
) -> None:
    with pytest.raises(
        NixmenuError, match=r"A would (not get the answer that was asked for|still be answered)"
    ):
        checked(TEXT.replace("A = yes", f"A = {written}"), Intention({"slim": {"A": wanted}}))


def test_only_the_very_bytes_are_put_back(checked: Callable[[str, Intention], None]) -> None:
    checked(DONE, Intention(restored=DONE.encode()))
    with pytest.raises(NixmenuError, match="is not the one that was there before"):
        checked(DONE + "\n", Intention(restored=DONE.encode()))

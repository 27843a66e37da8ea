"""Files made to take for ever: each is read within a bounded time, or refused with one sentence."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.nix.read import read_entries

SECONDS = 20
"""Far more than any of them takes (one to three, alone on a machine), far less than what has no bound."""


def entry(expression: str) -> str:
    return f'{{ lib, ... }}: [ {{ name = "a"; structuredExtraConfig = {expression}; }} ]'


def said(expression: str) -> str:
    return entry(f"{{ A = lib.kernel.freeform (toString ({expression})); }}")


def doubled(first: str, more: str) -> str:
    """A value that contains itself twice, forty times over."""
    steps = (f"a{number} = {more.replace('@', f'a{number - 1}')};" for number in range(1, 41))
    return f"(let a0 = {first}; {' '.join(steps)} in a40)"


TEXT = '(lib.concatStrings (lib.genList (x: "nine times eleven is ninety-nine, give or take a few") 9999))'
UNKNOWN = {
    "unique": said("lib.length (lib.unique (lib.range 0 9999))"),
    "subtractLists": said("lib.length (lib.subtractLists (lib.range 0 9999) (lib.range 10000 19999))"),
    "elem": said("lib.count (x: lib.elem x (lib.range 10000 19999)) (lib.range 0 9999)"),
    "replaceStrings": said(
        f"lib.replaceStrings (map toString (lib.range 0 9999)) (map toString (lib.range 0 9999)) {TEXT}"
    ),
    "text of lists": said(doubled('"xxxxxxxx"', "[ @ @ ]")),
    "flattened lists": said(f"lib.length (lib.flatten {doubled('1', '[ @ @ ]')})"),
    "joined lists": said(f"lib.length {doubled('[ 1 2 3 4 ]', '@ ++ @')}"),
    "joined texts": said(doubled('"xxxxxxxx"', "@ + @")),
    "compared lists": entry(
        f"lib.mkIf ({doubled('1', '[ @ @ ]')} == {doubled('1', '[ @ @ ]')}) {{ A = 1; }}"
    ),
    "growing sets": entry("lib.foldl' (all: x: all // { ${toString x} = x; }) { } (lib.range 0 9999)"),
    "merged sets": entry("lib.mergeAttrsList (map (x: { ${toString x} = x; }) (lib.range 0 9999))"),
    "a million numbers": said("lib.length (lib.range 0 1000000)"),
    "its own list": "let l = l ++ [ { } ]; in l",
    "its own set": entry("let x = x // { A = lib.kernel.yes; }; in x"),
    "its own merge": entry("let x = lib.mkMerge [ x x ]; in x"),
    "its own function": entry("let f = { __functor = self: x: self x; }; in f 1"),
    "its own pattern": entry("let f = { a ? f { }, ... }: a; in f { }"),
}
KNOWN = {
    "many lists": said("lib.length (lib.concatMap (x: lib.range 0 90) (lib.range 0 9999))"),
    "shared lists": entry(f"{{ A = builtins.deepSeq {doubled('1', '[ @ @ ]')} lib.kernel.yes; }}"),
    "many entries": f"[ {'{ name = 1; } ' * 20_000}]",
    "a long chain": f"if true then [ ] else {'if true then [ ] else ' * 20_000} [ ]",
    "a long sum": f"[ ]{' ++ [ ]' * 50}",
}
REFUSED = {
    "a path without end": f"{{ x = a{'.a' * 100_000}; }}",
    "a binding without end": f"{{ a{'.a' * 100_000} = 1; }}",
    "quoted names without end": "{ x = a" + '."b"' * 100_000 + "; }",
    "brackets": "[" * 5000 + "]" * 5000,
    "open strings": '"${' * 50_000,
    "open lists": "{ x = [" * 20_000,
    "an open comment": "/*" + "*" * 1_000_000,
    "no text": "\u00ff" * 100_000,
}


@pytest.fixture
def timed(tmp_path: Path) -> Callable[[str], list[str]]:
    """Reads a text, within the time, and gives everything that could not be read."""

    def read(text: str) -> list[str]:
        path = tmp_path / "patches.nix"
        path.write_text(text)
        start = time.process_time()
        try:
            file = read_entries(path)
        finally:
            assert time.process_time() - start < SECONDS
        return [one.reason for one in (*file.unread, *(one for each in file.entries for one in each.unread))]

    return read


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_takes_too_much_is_unknown(timed: Callable[[str], list[str]], name: str) -> None:
    assert timed(UNKNOWN[name]) != []


@pytest.mark.parametrize("name", KNOWN)
def test_what_is_only_large_is_read(timed: Callable[[str], list[str]], name: str) -> None:
    assert timed(KNOWN[name]) == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_configuration_is_refused_with_a_sentence(
    timed: Callable[[str], list[str]], name: str
) -> None:
    with pytest.raises(NixmenuError, match=r"patches\.nix:1: "):
        timed(REFUSED[name])


def test_files_that_import_themselves_come_to_an_end(tmp_path: Path) -> None:
    path = tmp_path / "patches.nix"
    path.write_text("{ imports = [ ./patches.nix ./. ]; boot.kernelPatches = import ./patches.nix; }")
    (unread, *_) = read_entries(path).unread
    assert unread.reason == "boot.kernelPatches is no list"

"""nixmenu's syntax tree is the one of Nix's own parser: written out with every parenthesis, it parses to the same.

Nix prints what it parsed; the file as it is and the tree written out have to print alike.
"""

import re
import subprocess
from pathlib import Path

import pytest

from nixmenu.nix.parse import parse
from nixmenu.nix.source import make_source
from tests.nix_written_out import written_out

FOLDERS = (Path(__file__).with_name("corpus"), Path(__file__).parents[1] / "unit" / "nix" / "shapes")
FILES = [path for folder in FOLDERS for path in sorted(folder.glob("*.nix"))]
EXPRESSIONS = [
    *(
        "a + b * c - d / e",
        "a - b - c",
        "- a - - b",
        "a -b",
        "a-b",
        "a - 1 * -2",
        "! a ? b && ! c",
        "!a.b or c",
    ),
    *(
        "a ++ b ++ c",
        "a // b // c",
        "a // b ++ c",
        "a -> b -> c",
        "a || b && c -> d || e",
        "a && b == c || d != e",
    ),
    *(
        "a < b == c >= d",
        "f a b.c d",
        "f a.b or c d",
        "f (-a) [ b c.d or e (f g) ]",
        "a.b.c or d.e or f",
        "a ? b.c.d",
    ),
    *(
        "f -a",
        "a + f b ? c",
        "a == b ? c",
        "x: y: x + y",
        "{ a, b ? c + 1, ... }@d: a b",
        "e@{ a }: with a; b // e",
    ),
    *(
        "if a then b else c + d",
        "let a = 1; in a + 2",
        "assert a; b -> c",
        "with a; with b; c ++ d",
        "a { } // { b = c; }",
    ),
    *(
        'rec { a.b.c = 1; a.d = 2; ${e} = 3; "f g" = 4; inherit h; inherit (i.j) k l; }',
        "{ a = { b = 1; }; a.c = 2; }",
    ),
    *(
        '"a${b + "c${d}"}e"',
        "''\n  a\n    ${b} ''$ ''' ''\\n $$\n  ''",
        '"$${a} \\${b} $c \\n\\t\\q"',
        "http://a.b/c?d=e",
    ),
    *(
        './a/b + "c"',
        "a/b",
        "a / b",
        "<a/b> ++ ~/c",
        "[ a/b (a b) ]",
        "[ a.b or c.d ]",
        "x:y",
        "x: y",
        "[ a:b ]",
    ),
    *("# a\n/* b */ c # d", "1.5 + .5 + 1.0e3", "{ a, }: a", 'a."b".${c} or d', "a.or", "{ or = 1; }.or"),
]
_STRING = rb"\"(?:[^\"\\]|\\.)*\""


def printed(nix: Path, folder: Path, texts: list[bytes], words: list[bytes]) -> bytes:
    """What Nix prints of several expressions; `words` come first in each run, because Nix sorts names by that."""
    path = folder / "all.nix"
    names = b" ".join(b'"%s" = 0;' % word for word in words)
    path.write_bytes(b"[ { %s } %s ]" % (names, b" ".join(b"(w: with w; (\n%s\n))" % text for text in texts)))
    command = [nix, "--store", "dummy://", "--readonly-mode", "--parse", path]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return without_pieces(done.stdout)


def without_pieces(printed: bytes) -> bytes:
    """Without what tells only in how many pieces a string was read."""
    printed = re.sub(rb'(?<!\\)((?:\\\\)*)" \+ "', rb"\1", printed.replace(b'("" + ', b"("))
    return re.sub(rb"\((\d+|" + _STRING + rb")\)", rb"\1", printed, flags=re.DOTALL)


def compared(nix: Path, folder: Path, texts: list[bytes]) -> tuple[bytes, bytes]:
    trees = [parse(make_source(Path("/x.nix"), text)) for text in texts]
    written = [written_out(tree.root).encode("utf-8", "surrogateescape") for tree in trees]
    words = sorted({word for text in texts for word in re.findall(rb"[A-Za-z_][\w'-]*", text)})
    return printed(nix, folder, texts, words), printed(nix, folder, written, words)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_files_are_parsed_as_nix_parses_them(nix: Path, folder: Path, tmp_path: Path) -> None:
    texts = [path.read_bytes() for path in FILES if path.parent == folder]
    first, second = compared(nix, tmp_path, texts)
    assert first.split(b"(w: ") == second.split(b"(w: ")


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_operators_and_literals_are_parsed_as_nix_parses_them(
    nix: Path, expression: str, tmp_path: Path
) -> None:
    first, second = compared(nix, tmp_path, [expression.encode()])
    assert first == second


def test_the_files_of_a_real_lib_are_parsed_as_nix_parses_them(
    nix: Path, nixpkgs_lib: Path, tmp_path: Path
) -> None:
    for path in sorted(nixpkgs_lib.rglob("*.nix")):
        first, second = compared(nix, tmp_path, [path.read_bytes()])
        assert sorted(first.split()) == sorted(second.split()), path

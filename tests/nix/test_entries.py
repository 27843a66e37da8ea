"""What nixmenu reads and writes is what real Nix reads: same entries, same options, same priorities."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.layers.definition import Definition
from nixmenu.nix.edit import UNSET, Freeform, Wanted, plan
from nixmenu.nix.evaluate import Evaluation
from nixmenu.nix.parse import parse
from nixmenu.nix.read import read_entries
from nixmenu.nix.real import RealNixError, check_syntax, evaluate
from nixmenu.nix.source import make_source
from nixmenu.nix.values import Attributes, ListValue, Value
from nixmenu.nix.write import save

SHAPES = sorted((Path(__file__).parents[1] / "unit" / "nix" / "shapes").glob("*.nix"))
NEEDS_THE_SYSTEM = {"condition"}

Said = tuple[str, str | None, str | None, bool, int]

OPTIONS = {
    "9P_FS": Wanted("m"),
    "DRM_RADEON": Wanted("m", force=True),
    "KVM": Wanted("y", optional=True),
    "LOCALVERSION": Wanted(Freeform("-\"a\"\\ ${b} $${c} \n\t'' Grüße"), force=True, optional=True),
    "NR_CPUS": Wanted(Freeform("8")),
    "RANDSTRUCT_FULL": Wanted(UNSET, force=True),
    "with": Wanted("y"),
}


def said(definitions: Sequence[Definition]) -> list[Said]:
    return sorted(
        ((one.name, one.tristate, one.freeform, one.optional, one.priority) for one in definitions), key=repr
    )


def asked(options: dict[str, Wanted]) -> list[Said]:
    return sorted(
        (
            (name, wanted.tristate, wanted.freeform, wanted.optional, 50 if wanted.force else 100)
            for name, wanted in options.items()
        ),
        key=repr,
    )


def test_a_new_file_evaluates_to_the_options_asked_for(nix: Path, library: Path, tmp_path: Path) -> None:
    path = tmp_path / "kernel-patches.nix"
    save(plan(path, "nixmenu", OPTIONS, comments={"KVM": "Virtual\nmachines */ ''"}), library=library)
    (entry,) = evaluate(path, library, program=nix)
    assert entry.name == "nixmenu"
    assert entry.extra_config is None
    assert said(entry.definitions) == asked(OPTIONS)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda path: path.stem)
def test_every_shape_is_read_as_nix_reads_it(nix: Path, library: Path, shape: Path) -> None:
    if shape.stem in NEEDS_THE_SYSTEM:
        with pytest.raises(RealNixError, match="is known only to the system"):
            evaluate(shape, library, program=nix)
        return
    mine = read_entries(shape).entries
    theirs = evaluate(shape, library, program=nix)
    assert [(entry.name, entry.extra_config, said(entry.definitions)) for entry in mine] == [
        (entry.name, entry.extra_config, said(entry.definitions)) for entry in theirs
    ]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda path: path.stem)
def test_every_edited_shape_evaluates_to_what_was_asked_for(
    nix: Path, library: Path, shape: Path, tmp_path: Path
) -> None:
    path = tmp_path / shape.name
    path.write_bytes(shape.read_bytes())
    changes: dict[str, Wanted | None] = {**OPTIONS, "NFSD": None}
    save(plan(path, "slim", changes, comments=dict.fromkeys(OPTIONS, "a remark")), library=library)
    if shape.stem in NEEDS_THE_SYSTEM:
        check_syntax(nix, path)
        return
    found = {entry.name: said(entry.definitions) for entry in evaluate(path, library, program=nix)}
    before = {entry.name: said(entry.definitions) for entry in evaluate(shape, library, program=nix)}
    kept = [one for one in before["slim"] if one[0] not in changes]
    assert found["slim"] == sorted([*asked(OPTIONS), *kept], key=repr)
    assert {name: one for name, one in found.items() if name != "slim"} == {
        name: one for name, one in before.items() if name != "slim"
    }


def test_an_emptied_entry_evaluates(nix: Path, library: Path, tmp_path: Path) -> None:
    path = tmp_path / "kernel-patches.nix"
    save(plan(path, "nixmenu", OPTIONS))
    save(plan(path, "nixmenu", dict.fromkeys(OPTIONS)), library=library)
    (entry,) = evaluate(path, library, program=nix)
    assert entry.definitions == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{ a = ; }", "syntax error"),
        ("{ a = 1; a = 2; }", "already defined"),
        ("{ a = b; }", "undefined variable"),
    ],
)
def test_what_nix_refuses_is_told_in_its_words(nix: Path, tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "bad.nix"
    path.write_text(text)
    with pytest.raises(RealNixError, match=f"Nix says: .*{reason}"):
        check_syntax(nix, path)


def test_a_file_that_nix_refuses_is_not_saved(nix: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.nix"
    text = '{ lib, ... }: { a = nowhere; boot.kernelPatches = [ { name = "slim"; patch = null; } ]; }\n'
    path.write_text(text)
    planned = plan(path, "slim", {"A": Wanted("y")})
    with pytest.raises(NixmenuError, match=r"not taken by Nix, and nothing is written.*undefined variable"):
        save(planned)
    assert path.read_text() == text


def test_a_program_that_takes_nothing_says_nothing_about_a_file(tmp_path: Path) -> None:
    program = tmp_path / "nix-instantiate"
    program.write_text("#!/bin/sh\necho 'error: cannot open the store' >&2\nexit 1\n")
    program.chmod(0o755)
    file = tmp_path / "good.nix"
    file.write_text("{ }")
    check_syntax(program, file)
    with pytest.raises(RealNixError, match="Nix says: cannot open the store"):
        evaluate(file, tmp_path, program=program)


def test_a_file_of_a_strange_name_evaluates(nix: Path, library: Path, tmp_path: Path) -> None:
    folder = tmp_path / 'a "b" ${c} \\ d'
    folder.mkdir()
    path = folder / "kernel patches.nix"
    save(plan(path, "nixmenu", OPTIONS), library=library)
    assert [entry.name for entry in evaluate(path, library, program=nix)] == ["nixmenu"]


LITERALS = [
    r'"a\nb\tc\"d\\e\${f}\q$${x}$"',
    '"a\r\nb\rc"',
    "''\n  a\n    b\n\n  c\n''",
    "''\n    a\n  ''",
    "''a\n  b''",
    "''  a''",
    "''\n  x ''${y} ''' ''\\n ''\\t $${z} ''\\q\n''",
    "''   ''",
    "''''",
    "''\n\ta\n  b\n''",
    "''   \n  a\n      \n   b''",
    "''\n  ${\"x\"}\n   y\n''",
    "''\n    a\n  ${\"x\"} b''",
    "''\n  a\n ${\"x\"}''",
    "''\n    a''\\n  b\n   c''",
    "''\n   ''$a\n    b''",
    "'' ''\\n  a\n   b\n ''",
    "'' \n  a''",
    "''   \n\n   a \n   ''",
    "'''''''$''",
]
"""String literals whose value nixmenu and Nix have to agree on."""

EXPRESSIONS = [
    "-7 / 2",
    '"B" < "a"',
    "1 == 1.0",
    "{ a = { b = 1; }; a.c = 2; }",
    "{ a.c = 2; a = { b = 1; }; }",
    "rec { a = b; b = 1; c = { inherit a; }; }",
    "let a = 1; in with { a = 2; }; a",
    "with { a = 1; }; with { a = 2; }; a",
    "({ a, b ? a + 1, ... }@all: [ b all.c ]) { a = 1; c = 3; }",
    "let a = { b = 1; }; in { inherit (a) b; inherit a; }",
    "{ ${null} = 1; }",
    "{ a.b.c = 1; } ? a.b.c",
    "{ a = 1; }.b.c or 5",
    "{ __functor = self: x: x + self.n; n = 1; } 2",
    "1 + 2 * 3 - 4 / 3",
    "[ 1 ] ++ [ 2 ] == [ 1 2 ]",
    "!true || true && false -> false",
    "{ a = 1; } // { a = 2; } // { b = 3; }",
]
VERSIONS = ["6", "6.1", "6.12", "6.12.1", "6.12-rc1", "6.12pre1", "6.2", "6.12a", "", "v6.12"]


def _value(text: str) -> object:
    def plain(value: Value) -> object:
        if isinstance(value, ListValue):
            return [plain(item.force()) for item in value.items]
        if isinstance(value, Attributes):
            return {name: plain(member.value.force()) for name, member in value.members.items()}
        return value

    evaluation = Evaluation()
    return plain(
        evaluation.module(evaluation.file(parse(make_source(Path("/x.nix"), text.encode())))).force()
    )


@pytest.mark.parametrize("text", [*LITERALS, *EXPRESSIONS], ids=repr)
def test_expressions_have_the_value_that_nix_gives_them(
    evaluate_expression: Callable[[str], object], text: str
) -> None:
    assert _value(text) == evaluate_expression(text)


def test_versions_are_ordered_as_nix_orders_them(evaluate_expression: Callable[[str], object]) -> None:
    pairs = [(first, second) for first in VERSIONS for second in VERSIONS]
    listed = " ".join(f'(older "{first}" "{second}")' for first, second in pairs)
    theirs = evaluate_expression(
        f"let older = first: second: builtins.compareVersions first second < 0; in [ {listed} ]"
    )
    assert _value(f"{{ lib, ... }}: let older = lib.versionOlder; in [ {listed} ]") == theirs


def test_a_file_that_fetches_does_not_reach_the_network(nix: Path, library: Path, tmp_path: Path) -> None:
    path = tmp_path / "fetching.nix"
    path.write_text(
        "{ lib, ... }: {\n  boot.kernelPatches = [\n"
        '    { name = "a"; extraConfig = builtins.readFile (builtins.fetchurl "http://localhost/x"); }\n'
        '    { name = "b"; patch = null; structuredExtraConfig = { }; }\n  ];\n}\n'
    )
    started = time.monotonic()
    with pytest.raises(RealNixError, match="unable to download"):
        evaluate(path, library, program=nix)
    assert time.monotonic() - started < 20
    # It is saved all the same: what Nix refuses now it refused before.
    save(plan(path, "b", {"A": Wanted("y")}), library=library)
    assert "A = lib.kernel.yes;" in path.read_text()

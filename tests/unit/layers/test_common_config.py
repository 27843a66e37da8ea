"""A common-config.nix read by nixmenu's own evaluator: answers, groups, lines, comments, and what it cannot know."""

from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.layers.common_config import read_common_config
from nixmenu.layers.definition import Definition
from nixmenu.layers.facts import NixosFacts
from nixmenu.layers.platforms import platform_named

FILE = Path(__file__).with_name("common-config.nix")


def facts(arch: str = "x86_64", version: str = "6.12.30", path: Path = FILE) -> NixosFacts:
    return read_common_config(path, platform_named(arch), version)


def answers(arch: str = "x86_64", version: str = "6.12.30") -> dict[str, Definition]:
    found = facts(arch, version)
    assert found.notes == ()
    return {definition.name: definition for definition in found.definitions}


def line_of(text: str) -> int:
    return next(number for number, line in enumerate(FILE.read_text().splitlines(), 1) if text in line)


def test_every_kind_of_answer() -> None:
    found = answers()
    assert (found["NET"].tristate, found["TUNNEL"].tristate, found["STRONG"].tristate) == ("y", "m", "n")
    assert (found["STRONG"].priority, found["DIAGNOSIS"].priority, found["NET"].priority) == (50, 1000, 100)
    assert (found["CPUS"].freeform, found["EMPTY"].freeform, found["CPUS"].tristate) == ("384", "", None)
    assert (found["NOTHING"].tristate, found["NOTHING"].freeform) == (None, None)
    assert found["9P_CACHE"].optional
    assert (found["BY_HAND"].freeform, found["BY_HAND"].optional) == ("a,b", True)
    assert not found["NET"].optional


@pytest.mark.parametrize(
    ("arch", "version", "there", "missing"),
    [
        ("x86_64", "6.12.30", "ON_LARGE PACKED RUST COMPRESS", "OLD_TUNNEL BOARD_NETWORK HIGH_MEMORY"),
        ("x86_64", "6.1.99", "ON_LARGE PACKED OLD_TUNNEL", "RUST BOARD_NETWORK HIGH_MEMORY"),
        ("aarch64", "6.1.99", "PACKED BOARD_NETWORK OLD_TUNNEL", "ON_LARGE RUST HIGH_MEMORY"),
        ("aarch64", "6.12", "ON_LARGE PACKED RUST", "BOARD_NETWORK HIGH_MEMORY"),
        ("armv7l", "6.12", "HIGH_MEMORY RUST", "ON_LARGE PACKED"),
        ("powerpc64le", "6.12", "ON_LARGE PACKED", "HIGH_MEMORY"),
    ],
)
def test_conditions_hold_for_the_kernel_and_the_platform(
    arch: str, version: str, there: str, missing: str
) -> None:
    names = answers(arch, version).keys()
    assert set(there.split()) <= names
    assert not set(missing.split()) & names


def test_one_of_several_merged_answers_holds() -> None:
    assert answers(version="6.1.99")["COMPRESS"].tristate == "n"
    assert answers(version="6.2")["COMPRESS"].tristate == "y"
    assert answers()["LOW_ADDRESS"].freeform == "65536"
    assert answers("aarch64")["LOW_ADDRESS"].freeform == "32768"


def test_every_answer_has_its_group_and_line() -> None:
    found = facts("aarch64", "6.1.99")
    assert {found.groups[name] for name in ("NET", "BOARD_NETWORK")} == {"network"}
    assert (found.groups["9P_CACHE"], found.groups["CPUS"]) == ("9p", "misc")
    for definition in found.definitions:
        origin = definition.origin
        assert origin is not None
        assert (origin.layer, origin.label, origin.path) == ("nixos", "common-config", FILE)
        assert origin.line == line_of(f"{definition.name}")


def test_the_comment_beside_an_answer_is_kept() -> None:
    comments = facts().comments
    assert comments == {
        "NET": "Everything needs it, and so do we.",
        "TUNNEL": "for the office",
        "DIAGNOSIS": "A weak answer, which people may change.",
        "LOW_ADDRESS": "Which of them it is depends on the platform.",
    }


def test_the_older_way_of_asking_for_the_platform(tmp_path: Path) -> None:
    path = tmp_path / "old.nix"
    path.write_text(
        "{ stdenv, version, features ? { grsecurity = false; } }:\n"
        "with stdenv.lib; with stdenv.lib.kernel; with (stdenv.lib.kernel.whenHelpers version);\n"
        "let options = { a = { A = mkIf (!features.grsecurity) (option no); B = mkIf stdenv.is64bit yes; }; };\n"
        "in mapAttrs (_: head) (zipAttrs (attrValues options))\n"
    )
    found = facts(path=path)
    assert {one.name: (one.tristate, one.optional) for one in found.definitions} == {
        "A": ("n", True),
        "B": ("y", False),
    }
    assert found.groups == {"A": "a", "B": "a"}


def test_a_plain_set_of_answers_has_no_groups(tmp_path: Path) -> None:
    path = tmp_path / "vendor.nix"
    path.write_text("{ lib, ... }:\nwith lib.kernel; {\n  A = yes; # here\n}\n")
    found = facts(path=path)
    (definition,) = found.definitions
    assert definition.origin is not None
    assert (definition.name, definition.tristate, definition.origin.line) == ("A", "y", 3)
    assert found.groups == {}


def test_what_cannot_be_known_is_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "c.nix"
    path.write_text(
        "{ lib, stdenv, hello, ... }: with lib.kernel; let options = { a = {\n"
        "  A = lib.mkIf (stdenv.cc.version == 14) yes;\n"
        "  B = freeform hello.version;\n"
        '  C = throw "twice";\n'
        "  D = yes;\n"
        "}; }; in options.a\n"
    )
    found = facts(path=path)
    assert [one.name for one in found.definitions] == ["D"]
    left_out = "is left out of the NixOS layer, because it is not known here"
    assert [note.replace(str(path), "c.nix") for note in found.notes] == [
        f"c.nix:2: A {left_out}: whether it counts depends on `(stdenv.cc.version == 14)`",
        f"c.nix:3: B {left_out}: `hello` is known only to the system",
        f"c.nix:4: C {left_out}: `throw` stops the evaluation there: twice",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{ lib, ... }: [ ]", "gives no set of kernel options: it is no attribute set; give another file"),
        ("{ lib, ... }: nowhere", "gives no set of kernel options: nothing here is called `nowhere`"),
        (
            '{ lib, ... }: throw "no"',
            "gives no set of kernel options: `throw` stops the evaluation there: no",
        ),
        ("{ lib, ... }: { A = ; }", "not valid Nix"),
        ("1", "gives no set of kernel options"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "c.nix"
    path.write_text(text)
    with pytest.raises(NixmenuError, match=r"--common-config bundled|not valid Nix") as caught:
        facts(path=path)
    assert said in str(caught.value)
    assert str(caught.value).startswith(f"{path}:")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NixmenuError, match=r"c\.nix: cannot be read: No such file"):
        facts(path=tmp_path / "c.nix")

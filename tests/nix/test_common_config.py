"""A common-config.nix says the same to nixmenu and to real Nix."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from nixmenu.layers.common_config import read_common_config
from nixmenu.layers.platforms import platform_named
from nixmenu.nix.circumstances import Circumstances
from nixmenu.nix.system import predicates

ITEMS = Path(__file__).with_name("items.nix")
OURS = Path(__file__).parents[1] / "unit" / "layers" / "common-config.nix"

Evaluate = Callable[[str], object]

SYSTEMS = ["x86_64", "i686", "aarch64", "armv7l", "armv6l", "armv5tel", "riscv64", "loongarch64"]
SYSTEMS += ["powerpc64le", "powerpc64"]


@pytest.fixture(params=["ours", "nixpkgs"])
def file(request: pytest.FixtureRequest) -> Path:
    """A common-config.nix: our own, and a nixpkgs' where NIXMENU_TEST_COMMON_CONFIG names it."""
    if request.param == "ours":
        return OURS
    named = os.environ.get("NIXMENU_TEST_COMMON_CONFIG")
    if not named:
        pytest.skip("set NIXMENU_TEST_COMMON_CONFIG to a nixpkgs' common-config.nix")
    return Path(named)


@pytest.mark.parametrize("version", ["5.10.2", "6.1.99", "6.12.30", "6.12-rc1", "7.1"])
@pytest.mark.parametrize("arch", ["x86_64", "aarch64", "armv7l", "powerpc64le"])
def test_answers_are_those_of_real_nix(
    evaluate_expression: Evaluate, library: Path, file: Path, arch: str, version: str
) -> None:
    platform = platform_named(arch)
    facts = read_common_config(file, platform, version)
    assert facts.notes == ()
    known = json.dumps(predicates(Circumstances(system=platform.system)))
    texts = {"version": version, "system": platform.system, "predicates": known}
    given = " ".join(f"{name} = {json.dumps(text)};" for name, text in texts.items())
    paths = {"library": library, "file": file}
    given += " ".join(f"{name} = /. + {json.dumps(str(path))};" for name, path in paths.items())
    found = evaluate_expression(f"import (/. + {json.dumps(str(ITEMS))}) {{ {given} }}")
    assert isinstance(found, dict)
    theirs = [
        (name, item["tristate"], item["freeform"], item["optional"], item["priority"])
        for name, items in found.items()
        for item in items
        # An item whose fields all stand under conditions that do not hold says nothing.
        if item["tristate"] is not None
        or item["freeform"] is not None
        or (item["fields"] == ["optional", "tristate"] and not item["optional"])
    ]
    mine = [(one.name, one.tristate, one.freeform, one.optional, one.priority) for one in facts.definitions]
    assert sorted(mine, key=repr) == sorted(theirs, key=repr)


def test_platforms_are_what_nixpkgs_makes_of_their_names(
    evaluate_expression: Evaluate, nixpkgs_lib: Path
) -> None:
    systems = " ".join(json.dumps(platform_named(name).system) for name in SYSTEMS)
    theirs = evaluate_expression(
        f"let lib = import (/. + {json.dumps(str(nixpkgs_lib))}); in lib.genAttrs [ {systems} ] (system: "
        "lib.filterAttrs (name: value: builtins.isBool value && lib.hasPrefix ''is'' name) "
        "(lib.systems.elaborate system))"
    )
    assert isinstance(theirs, dict)
    for system, facts in theirs.items():
        mine = predicates(Circumstances(system=system))
        # The older name of isPower is gone from newer releases; isUefi is not older than they are.
        assert {**mine, "isUefi": facts["isUefi"]} == {**facts, "isPowerPC": facts["isPower"]}

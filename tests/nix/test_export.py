"""Exported text, evaluated by real Nix: an entry, a module and an overlay say what was meant, as strongly."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nixmenu.nix.edit import UNSET, Freeform, Wanted
from nixmenu.nix.real import evaluate
from nixmenu.nix.standalone import entry_text, module_text, overlay_text
from nixmenu.nix.strings import indented_literal
from nixmenu.nix.writing import prompts

OPTIONS = {
    "9P_FS": Wanted("m"),
    "DRM_RADEON": Wanted("n", priority=50),
    "KVM": Wanted("y", optional=True, priority=1000),
    "LOCALVERSION": Wanted(Freeform("-\"a\"\\ ${b} $${c} \n\t'' Grüße"), optional=True, priority=50),
    "NR_CPUS": Wanted(Freeform("8"), priority=90),
    "RANDSTRUCT_FULL": Wanted(UNSET, priority=1500),
    "with": Wanted("y"),
}
NOTES = prompts({"KVM": "Virtual\nmachines */ ''", "NR_CPUS": "CPUs"})
TEXT = "# it's ''quoted'' and ${costs} $$\nDEBUG_INFO y\n\nB n # \\ why\n"

Evaluate = Callable[[str], object]
PRIORITIES = """
mapAttrs (name: item: let said = if item._type or null == "override" then item.content else item; in {
  priority = if item._type or null == "override" then item.priority else 100;
  tristate = said.tristate or null; freeform = said.freeform or null; optional = said.optional or false;
})
""".replace("\n", " ").strip()


def asked() -> dict[str, dict[str, object]]:
    return {
        name: {
            "priority": wanted.priority or 100,
            "tristate": wanted.tristate,
            "freeform": wanted.freeform,
            "optional": wanted.optional,
        }
        for name, wanted in OPTIONS.items()
    }


def lib_of(library: Path) -> str:
    return f"(import (/. + {json.dumps(str(library.resolve()))}))"


@pytest.mark.parametrize("text", [None, TEXT, "A y", "\tA y\n", "A y\r\nB n\n", ""], ids=repr)
def test_an_entry_is_what_was_meant(evaluate_expression: Evaluate, library: Path, text: str | None) -> None:
    entry = entry_text('of "mine" ${x}', OPTIONS, NOTES, text)
    found = evaluate_expression(
        f"let lib = {lib_of(library)}; entry = {entry}; in entry // "
        f"{{ structuredExtraConfig = builtins.{PRIORITIES} entry.structuredExtraConfig; }}"
    )
    rest = {} if text is None else {"extraConfig": text}
    assert found == {
        "name": 'of "mine" ${x}',
        "patch": None,
        "structuredExtraConfig": asked(),
        **rest,
    }


def test_a_module_is_what_was_meant(nix: Path, library: Path, tmp_path: Path) -> None:
    path = tmp_path / "module.nix"
    path.write_text(module_text("mine", OPTIONS, NOTES, TEXT))
    (entry,) = evaluate(path, library, program=nix)
    assert (entry.name, entry.extra_config) == ("mine", TEXT)
    assert {
        one.name: {
            "priority": one.priority,
            "tristate": one.tristate,
            "freeform": one.freeform,
            "optional": one.optional,
        }
        for one in entry.definitions
    } == asked()


def test_an_overlay_overrides_the_kernel(evaluate_expression: Evaluate, library: Path) -> None:
    overlay = overlay_text("linux_6_12", "mine", OPTIONS, NOTES, TEXT)
    # As nixpkgs applies it: `final` is what comes of it, and `override` gets the arguments.
    found = evaluate_expression(
        f"let lib = {lib_of(library)}; "
        "prev = { linux_6_12.override = arguments: { inherit arguments; }; "
        "linuxPackagesFor = kernel: { inherit kernel; }; inherit lib; }; "
        f"final = prev // (({overlay}) final prev); arguments = final.linuxPackages_mine.kernel.arguments; "
        f"in arguments // {{ structuredExtraConfig = builtins.{PRIORITIES} arguments.structuredExtraConfig; }}"
    )
    assert found == {"structuredExtraConfig": asked(), "extraConfig": TEXT}


def test_texts_alone_need_no_options(evaluate_expression: Evaluate, library: Path) -> None:
    entry = entry_text("mine", {}, {}, TEXT)
    assert evaluate_expression(f"let lib = {lib_of(library)}; in {entry}") == {
        "name": "mine",
        "patch": None,
        "extraConfig": TEXT,
    }


@given(texts=st.lists(st.text("ab $'{}\\\"\n\t\r#é", max_size=12), min_size=30, max_size=60))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_texts_come_back_as_they_were(evaluate_expression: Evaluate, texts: list[str]) -> None:
    assert evaluate_expression(f"[ {' '.join(map(indented_literal, texts))} ]") == texts

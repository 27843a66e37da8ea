"""The bundled facts: the right rules for a system and a kernel series, and honesty about what they lack."""

import json
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.layers.definition import Definition
from nixmenu.layers.facts import bundled, kernel_series, load_facts


def chosen(system: str, version: str) -> dict[str, Definition]:
    return {definition.name: definition for definition in load_facts(bundled(), system, version).definitions}


def test_series_is_the_first_two_numbers_whatever_follows() -> None:
    assert kernel_series("6.12.117") == kernel_series("6.12") == kernel_series("6.12.0-rc3+") == (6, 12)
    assert kernel_series("7.3-rc2") > kernel_series("6.19.4") > kernel_series("6.2")


def test_a_version_without_numbers_is_refused() -> None:
    with pytest.raises(NixmenuError, match="no kernel version"):
        kernel_series("mainline")


def test_a_plain_rule_holds_everywhere() -> None:
    for system in ("x86_64-linux", "aarch64-linux"):
        definition = chosen(system, "6.12.1")["ACCESSIBILITY"]
        assert (definition.tristate, definition.freeform, definition.optional) == ("y", None, False)
        assert definition.priority == 100


def test_since_is_included_and_before_is_not() -> None:
    assert "ACPI_FPDT" not in chosen("x86_64-linux", "5.11.9")
    assert chosen("x86_64-linux", "5.12.0")["ACPI_FPDT"].optional
    assert "ANDROID" in chosen("x86_64-linux", "5.18.9")
    assert "ANDROID" not in chosen("x86_64-linux", "5.19.0")


def test_rules_follow_the_system() -> None:
    assert chosen("x86_64-linux", "6.12")["DEFAULT_MMAP_MIN_ADDR"].freeform == "65536"
    assert chosen("aarch64-linux", "6.12")["DEFAULT_MMAP_MIN_ADDR"].freeform == "32768"
    assert "DEFAULT_MMAP_MIN_ADDR" not in chosen("riscv64-linux", "6.12")


def test_freeform_priority_and_origin_are_kept() -> None:
    options = chosen("x86_64-linux", "6.12.117")
    assert options["MODULE_SIG_KEY"].freeform == ""
    assert options["MODULE_SIG_KEY"].tristate is None
    assert options["ANDROID_BINDER_DEVICES"].optional
    assert options["STRICT_DEVMEM"].priority == 1000
    assert options["ZSWAP_COMPRESSOR_DEFAULT_ZSTD"].priority == 1500
    origin = options["STRICT_DEVMEM"].origin
    assert origin is not None
    assert (origin.layer, origin.label) == ("nixos", "common-config")


def test_every_option_has_at_most_one_rule_for_every_system_and_series() -> None:
    data = json.loads(bundled().read_text(encoding="utf-8"))
    for system in data["meta"]["systems"]:
        for series in data["meta"]["kernel_series"]:
            names = [definition.name for definition in load_facts(bundled(), system, series).definitions]
            assert len(names) == len(set(names)), (system, series)


def test_a_newer_kernel_gets_the_newest_rules_and_a_note() -> None:
    newer = load_facts(bundled(), "x86_64-linux", "9.1.4")
    assert newer.definitions == load_facts(bundled(), "x86_64-linux", "7.3").definitions
    assert newer.notes == ("Linux 9.1.4 is newer than the NixOS facts; the rules for 7.3 are used",)
    assert load_facts(bundled(), "x86_64-linux", "6.12.117").notes == ()


def test_an_older_kernel_and_a_strange_system_are_noted_too() -> None:
    facts = load_facts(bundled(), "s390x-linux", "4.19.300")
    assert facts.definitions
    assert facts.notes == (
        "Linux 4.19.300 is older than the NixOS facts; the rules for 5.4 are used",
        "the NixOS facts do not cover s390x-linux; only the rules for all systems are used",
    )


def test_groups_name_the_heading() -> None:
    assert load_facts(bundled(), "x86_64-linux", "6.12").groups["AGP"] == "video"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[]", "lack something"),
        ('{"meta": {"kernel_series": ["5.4"], "systems": []}}', "lack something"),
    ],
)
def test_a_damaged_file_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "facts.json"
    path.write_text(text)
    with pytest.raises(NixmenuError, match=said) as caught:
        load_facts(path, "x86_64-linux", "6.12")
    assert str(caught.value).startswith(f"{path}: ")


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NixmenuError, match="No such file"):
        load_facts(tmp_path / "none.json", "x86_64-linux", "6.12")

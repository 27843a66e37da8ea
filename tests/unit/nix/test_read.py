"""Reading boot.kernelPatches: every shape that people write, and what cannot be read told with its place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.nix.configuration import Unread
from nixmenu.nix.read import Entry, PatchFile, read_entries

Write = Callable[[str | bytes], Path]


def options(entry: Entry) -> dict[str, tuple[str | None, str | None, bool, int]]:
    return {
        item.name: (item.tristate, item.freeform, item.optional, item.priority) for item in entry.definitions
    }


def only(file: PatchFile) -> Entry:
    assert len(file.entries) == 1
    return file.entries[0]


def in_set(body: str, head: str = "{ lib, config, pkgs, ... }:") -> str:
    """A module with one entry, "slim", whose options are `body`."""
    return (
        f'{head}\n{{\n  boot.kernelPatches = [\n    {{\n      name = "slim";\n'
        f"      structuredExtraConfig = with lib.kernel; {{\n{body}\n      }};\n    }}\n  ];\n}}\n"
    )


def test_every_shape_gives_its_entry(shape: Path) -> None:
    file = read_entries(shape)
    entry = file.entry("slim")
    assert entry is not None
    assert options(entry)["DRM_RADEON"][0] == "n"
    assert options(entry)["DRM_RADEON"][3] == 50
    assert options(entry)["NFSD"][0] == "y"
    assert entry.unread == []
    assert file.unread == []
    assert entry.editable, entry.reason
    assert shape.read_bytes() == file.text


def test_a_definition_knows_its_place(shape: Path) -> None:
    lines = shape.read_text(encoding="utf-8").split("\n")
    entry = read_entries(shape).entry("slim")
    assert entry is not None
    for definition in entry.definitions:
        assert definition.origin is not None
        assert (definition.origin.layer, definition.origin.label) == ("you", "slim")
        assert definition.origin.path == shape
        assert definition.origin.line is not None
        assert definition.name in lines[definition.origin.line - 1]
    assert 'name  = "slim"' in lines[entry.line - 1] or any(
        'name = "slim"' in line for line in lines[entry.line - 1 : entry.line + 1]
    )


def test_wrappers_free_text_and_quoted_names(nix_file: Write) -> None:
    body = """
        "9P_FS" = lib.mkDefault module;
        A = lib.mkForce (option (freeform "500"));
        B = lib.mkOverride 90 yes;
        C = unset;
        D = freeform "";
        E = { tristate = "m"; };
        F = { freeform = "x"; optional = true; };
        G = { tristate = lib.mkForce "n"; optional = false; };
        H = lib.mkIf true (lib.mkForce yes);
        I = option (lib.mkForce no);
        J = lib.mkIf false no;
    """
    assert options(only(read_entries(nix_file(in_set(body))))) == {
        "9P_FS": ("m", None, False, 1000),
        "A": (None, "500", True, 50),
        "B": ("y", None, False, 90),
        "C": (None, None, False, 100),
        "D": (None, "", False, 100),
        "E": ("m", None, False, 100),
        "F": (None, "x", True, 100),
        "G": ("n", None, False, 50),
        "H": ("y", None, False, 50),
        "I": ("n", None, False, 50),
    }


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("true", "it is no answer; write `yes`"),
        ('"y"', "it is no answer; write `yes`"),
        ('{ tristate = "yes"; }', 'its `tristate` is none of "y", "m", "n" and null'),
        ("{ freeform = 5; }", "its free text is no string"),
        ("{ tristat = null; }", "an answer has no attribute `tristat`"),
        ("lib.mkIf config.a.b yes", "whether it counts depends on `config.a.b`"),
        ("if config.a then yes else no", "`config` is known only to the system"),
        ("freeform config.a", "`config` is known only to the system"),
        ("freeform pkgs.hello.name", "`hello`: `pkgs` is known only to the system"),
        ("lib.mkForce (lib.mkIf true yes)", "inside `mkForce` or its like does not work in Nix"),
        ("ja", "nothing here is called `ja`"),
    ],
)
def test_a_value_that_cannot_be_read_is_told_with_its_line(nix_file: Write, value: str, reason: str) -> None:
    entry = only(read_entries(nix_file(in_set(f"A = yes;\nB = {value};"))))
    assert options(entry) == {"A": ("y", None, False, 100)}
    assert [(item.name, item.line) for item in entry.unread] == [("B", 8)]
    assert reason in entry.unread[0].reason
    assert entry.editable


def test_text_config_is_kept_with_its_line() -> None:
    entry = read_entries(Path(__file__).parent / "shapes" / "text_config.nix").entry("debug")
    assert entry is not None
    assert entry.extra_config == "DEBUG_KMEMLEAK y\nDEBUG_INFO n\n"
    assert entry.extra_config_line == 7
    assert entry.definitions == []


def test_conditions_are_told() -> None:
    entry = only(read_entries(Path(__file__).parent / "shapes" / "condition.nix"))
    assert entry.guard.conditions == ("cfg.enable",)
    assert entry.guard.holds is None


def test_a_condition_that_never_holds_is_told(nix_file: Write) -> None:
    path = nix_file('{ lib, ... }: { boot.kernelPatches = lib.mkIf false [ { name = "a"; } ]; }')
    assert only(read_entries(path)).guard.holds is False


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ('lib.genAttrs [ "A" "B" ] (_: lib.mkForce lib.kernel.no)', "its structuredExtraConfig is computed"),
        (
            "builtins.mapAttrs (_: lib.mkForce) { A = lib.kernel.no; }",
            "its structuredExtraConfig is computed",
        ),
        ("import ./options.nix { inherit lib; }", "options.nix: cannot be read: No such file"),
        ("{ A = lib.kernel.no; } // config.more", "`config` is known only to the system"),
        ("lib.mkForce { A = lib.kernel.no; }", "would also throw away what NixOS itself answers"),
    ],
)
def test_computed_options_are_not_editable_and_say_why(nix_file: Write, expression: str, reason: str) -> None:
    text = (
        "{ lib, config, ... }:\n{ boot.kernelPatches = [\n"
        f'  {{ name = "a"; structuredExtraConfig = {expression}; }} ]; }}\n'
    )
    entry = only(read_entries(nix_file(text)))
    assert not entry.editable
    assert reason in entry.reason


def test_generated_options_are_read(nix_file: Write) -> None:
    text = (
        '{ lib, ... }: { boot.kernelPatches = [ { name = "a"; structuredExtraConfig = '
        'lib.genAttrs [ "A" "B" ] (_: lib.mkForce lib.kernel.no); } ]; }'
    )
    forced = ("n", None, False, 50)
    assert options(only(read_entries(nix_file(text)))) == {"A": forced, "B": forced}


def test_both_names_of_the_options_are_refused(nix_file: Write) -> None:
    text = '[ { name = "a"; structuredExtraConfig = { }; extraStructuredConfig = { }; } ]'
    entry = only(read_entries(nix_file(text)))
    assert not entry.editable
    assert "it has both" in entry.reason


def test_what_joins_the_list_unread_is_told_and_the_rest_is_read(nix_file: Write) -> None:
    text = (
        "{ lib, config, ... }:\n{ boot.kernelPatches = config.more\n"
        '  ++ import ./patches.nix ++ [ { name = "a"; } ]; }\n'
    )
    path = nix_file(text)
    file = read_entries(path)
    assert only(file).name == "a"
    missing = path.with_name("patches.nix")
    assert file.unread == [
        Unread(None, "`config` is known only to the system", 2),
        Unread(None, f"{missing}: cannot be read: No such file or directory", 2),
    ]


def test_optional_items_stand_under_their_condition(nix_file: Write) -> None:
    text = '{ lib, config, ... }: { boot.kernelPatches = lib.optional config.a { name = "a"; }; }'
    entry = only(read_entries(nix_file(text)))
    assert entry.guard.conditions == ("config.a",)
    assert entry.guard.holds is None


@pytest.mark.parametrize(
    "text",
    [
        "{ }",
        "{ lib, ... }: { services.nfs.server.enable = true; }",
        '{ specialisation.debug.configuration.boot.kernelPatches = [ { name = "a"; } ]; }',
        "{ options.boot = 1; }",
        "# boot.kernelPatches = [ { } ];\n{ }",
    ],
)
def test_files_without_patches_have_no_entries(nix_file: Write, text: str) -> None:
    file = read_entries(nix_file(text))
    assert file.entries == []
    assert file.unread == []
    assert file.defined is None


@pytest.mark.parametrize(
    "text", ["1", '"x"', "x: y: z: a: b: 1", "{ boot = 1; }", "{ boot.kernelPatches = 5; }"]
)
def test_files_that_are_no_module_say_so(nix_file: Write, text: str) -> None:
    file = read_entries(nix_file(text))
    assert file.entries == []
    assert len(file.unread) == 1


def test_a_file_that_does_not_parse_is_an_error(nix_file: Write) -> None:
    with pytest.raises(NixmenuError, match=r"kernel-patches\.nix:1: not valid Nix"):
        read_entries(nix_file("{ boot = "))


def test_an_option_written_twice_is_unread(nix_file: Write) -> None:
    entry = only(read_entries(nix_file(in_set("A = yes;\nA = no;"))))
    assert entry.definitions == []
    assert entry.unread[0].name == "A"
    assert "defined twice" in entry.unread[0].reason

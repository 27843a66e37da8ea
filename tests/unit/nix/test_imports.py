"""Reading across files: what is imported is followed, every entry knows its file, and nothing else is opened."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.layers.patches import read_user_layer, user_file
from nixmenu.nix import files
from nixmenu.nix.circumstances import Circumstances
from nixmenu.nix.edit import Wanted, plan
from nixmenu.nix.read import Context, PatchFile, read_entries
from nixmenu.nix.write import save

Make = Callable[[Mapping[str, str]], Path]

LISTED = '{{ lib, ... }}: {{ boot.kernelPatches = [ {{ name = "{0}"; patch = null; {1} }} ]; }}\n'


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes files, and gives the path of the first."""

    def made(texts: Mapping[str, str]) -> Path:
        for name, text in texts.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path / next(iter(texts))

    return made


def where(file: PatchFile) -> list[tuple[str | None, str, int, bool]]:
    """Name, file, line and whether it is edited here, of each entry."""
    return [(entry.name, entry.path.name, entry.line, entry.editable) for entry in file.entries]


def said(file: PatchFile) -> dict[str, tuple[str | None, str, int | None]]:
    """Each option's value, and the file and line that say it."""
    return {
        one.name: (
            one.tristate,
            one.origin.path.name if one.origin and one.origin.path else "",
            one.origin.line,
        )
        for entry in file.entries
        for one in entry.definitions
        if one.origin is not None
    }


def options(text: str) -> str:
    return f"structuredExtraConfig = with lib.kernel; {{ {text} }};"


def test_modules_are_followed_through_imports_and_directories(make: Make) -> None:
    path = make(
        {
            "configuration.nix": '{ imports = [ ./a.nix ./hosts { boot.kernelPatches = [ { name = "inline"; } ]; } ];\n'
            '  boot.kernelPatches = [ { name = "top"; } ]; }\n',
            "a.nix": "\n" + LISTED.format("a", options("A = yes;")),
            "hosts/default.nix": "{ imports = [ ../b.nix ../configuration.nix ]; }",
            "b.nix": "{ config = { boot.kernelPatches = [ { name = ''b''; } ]; }; options = { }; }",
        }
    )
    file = read_entries(path)
    assert where(file) == [
        ("b", "b.nix", 1, False),
        ("inline", "configuration.nix", 1, True),
        ("a", "a.nix", 2, False),
        ("top", "configuration.nix", 2, True),
    ]
    assert said(file) == {"A": ("y", "a.nix", 2)}
    assert (file.unread, file.unfollowed) == ([], [])
    assert file.entries[2].reason == f"it is written in {path.with_name('a.nix')}"


@pytest.mark.parametrize(
    "expression",
    [
        "import ./patches.nix { inherit lib; }",
        "with (import ./patches.nix { inherit lib; }); all",
        "(pkgs.callPackage ./patches.nix { }).all",
        "builtins.attrValues { inherit (import ./patches.nix { inherit lib; }) one; }",
    ],
)
def test_entries_in_an_imported_file_are_edited_there(make: Make, expression: str) -> None:
    as_list = expression.startswith("import ")
    one = '{ name = "slim"; patch = null; structuredExtraConfig = with lib.kernel; { A = yes; }; }'
    patches = f"[\n  {one}\n]" if as_list else f"rec {{\n  one = {one};\n  all = [ one ];\n}}"
    main = make(
        {
            "main.nix": f"{{ lib, pkgs, ... }}: {{ boot.kernelPatches = {expression}; }}\n",
            "patches.nix": f"{{ lib }}:\n{patches}\n",
        }
    )
    other = main.with_name("patches.nix")
    file = read_entries(main)
    assert said(file) == {"A": ("y", "patches.nix", 3)}
    assert where(file) == [("slim", "patches.nix", 3, False)]
    assert read_user_layer(main, "slim").own_path == other
    with pytest.raises(NixmenuError, match="it is written in"):
        plan(main, "slim", {"B": Wanted("m")})
    before = main.read_bytes()
    save(plan(other, "slim", {"B": Wanted("m"), "A": None}, context=Context(main)))
    assert main.read_bytes() == before
    assert said(read_entries(main)) == {"B": ("m", "patches.nix", 3)}


def test_options_in_an_imported_file_are_edited_there(make: Make) -> None:
    main = make(
        {
            "main.nix": LISTED.format(
                "slim", "structuredExtraConfig = import ./options.nix { inherit lib; };"
            ),
            "options.nix": "{ lib }:\nwith lib.kernel;\n{\n  A = yes;\n}\n",
        }
    )
    file = read_entries(main)
    assert where(file) == [("slim", "main.nix", 1, False)]
    assert said(file) == {"A": ("y", "options.nix", 4)}
    layer = read_user_layer(main, "slim")
    other = main.with_name("options.nix")
    assert layer.own_path == other
    assert layer.own["A"][0].tristate == "y"
    save(plan(other, "slim", {"A": Wanted("m"), "B": Wanted("n", force=True)}, context=Context(main)))
    assert other.read_text() == "{ lib }:\nwith lib.kernel;\n{\n  A = module;\n  B = lib.mkForce no;\n}\n"


def test_a_new_entry_goes_to_the_file_that_has_the_others(make: Make) -> None:
    main = make(
        {
            "configuration.nix": "{ ... }: { imports = [ ./kernel.nix ]; }\n",
            "kernel.nix": LISTED.format("slim", ""),
        }
    )
    layer = read_user_layer(main, "nixmenu")
    assert layer.own_path == main.with_name("kernel.nix")
    save(plan(layer.own_path, "nixmenu", {"A": Wanted("y")}, context=Context(main)))
    assert [entry.name for entry in read_entries(main).entries] == ["slim", "nixmenu"]
    alone = make({"alone.nix": "{ ... }: { }\n"})
    assert read_user_layer(alone, "nixmenu").own_path == alone


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("./none.nix", "none.nix: cannot be read: No such file or directory"),
        ("./broken.nix", "broken.nix:1: not valid Nix"),
        ("/nix/store/00000000000000000000000000000000-source/x.nix", "is in the Nix store"),
        ("./${name}.nix", "the name of a file is computed"),
        ("(./. + ''/a.nix'')", "`+` is used on values it does not fit"),
        ("inputs.hardware.nixosModules.common", "`inputs` is known only to the system"),
        ("(fetchTarball ''https://example.org/x.tar.gz'')", "nixmenu does not evaluate `fetchTarball`"),
    ],
)
def test_what_is_not_named_literally_is_told_and_not_opened(make: Make, expression: str, reason: str) -> None:
    path = make(
        {
            "configuration.nix": "{ inputs, name, lib, ... }: {\n"
            f'  imports = [\n    {expression} ];\n  boot.kernelPatches = [ {{ name = "a"; }} ]; }}\n',
            "broken.nix": "{ a = ; }",
            "a.nix": LISTED.format("hidden", ""),
        }
    )
    file = read_entries(path)
    assert [entry.name for entry in file.entries] == ["a"]
    (unread,) = file.unfollowed
    assert unread.line == 3
    assert reason in unread.reason
    (note,) = read_user_layer(path, "a").notes
    assert note.startswith(
        f"{path}:3: an imported module is not read, so entries in there are not known here: "
    )


def test_nixpkgs_own_modules_are_no_matter(make: Make) -> None:
    path = make(
        {
            "configuration.nix": "{ modulesPath, ... }: { imports = [ <nixpkgs/nixos/modules/x.nix>\n"
            '  (modulesPath + "/installer/scan/not-detected.nix") ]; }\n'
        }
    )
    assert read_entries(path).unfollowed == []


def test_files_that_import_each_other_come_to_an_end(make: Make) -> None:
    path = make(
        {
            "a.nix": "{ imports = [ ./b.nix ./a.nix ]; boot.kernelPatches = import ./c.nix; }",
            "b.nix": "{ imports = [ ./a.nix ]; }",
            "c.nix": "import ./d.nix",
            "d.nix": "import ./c.nix",
        }
    )
    (unread,) = read_entries(path).unread
    assert unread.reason == "it refers to itself without end"


def test_only_so_many_files_and_bytes_are_read(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {f"{number}.nix": f"{{ imports = [ ./{number + 1}.nix ]; }}" for number in range(30)}
    path = make({**texts, "30.nix": "{ }"})
    assert read_entries(path).unfollowed == []
    monkeypatch.setattr(files, "MAXIMUM_FILES", 20)
    (unread,) = read_entries(path).unfollowed
    assert "is one file too many" in unread.reason
    monkeypatch.undo()
    monkeypatch.setattr(files, "MAXIMUM_BYTES", 100)
    (unread,) = read_entries(path).unfollowed
    assert "is one file too many" in unread.reason


def test_a_link_into_the_store_is_not_followed(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make({"a.nix": "{ imports = [ ./b.nix ]; }", "store/b.nix": LISTED.format("b", "")})
    monkeypatch.setattr(files, "_STORE", tmp_path / "store")
    (tmp_path / "b.nix").symlink_to(tmp_path / "store/b.nix")
    file = read_entries(path)
    assert file.entries == []
    assert "is in the Nix store" in file.unfollowed[0].reason


def test_a_flake_leads_to_the_modules_of_its_systems(make: Make) -> None:
    path = make(
        {
            "flake.nix": "{ inputs.nixpkgs.url = ''github:NixOS/nixpkgs'';\n"
            "  outputs = { self, nixpkgs, hardware, ... }@inputs: let inherit (nixpkgs) lib; in {\n"
            "    nixosConfigurations.one = nixpkgs.lib.nixosSystem { system = ''x86_64-linux'';\n"
            "      modules = [ ./one.nix hardware.nixosModules.x\n"
            "        { boot.kernelPatches = [ { name = ''in''; } ]; } ]; };\n"
            "    nixosConfigurations.two = lib.nixosSystem { modules = [ ./one.nix ./two.nix ]; };\n"
            "  };\n}\n",
            "one.nix": LISTED.format("one", ""),
            "two.nix": LISTED.format("two", ""),
        }
    )
    file = read_entries(path)
    assert sorted(where(file), key=str) == [
        ("in", "flake.nix", 5, True),
        ("one", "one.nix", 1, False),
        ("two", "two.nix", 1, False),
    ]
    assert [unread.reason for unread in file.unfollowed] == ["the flake's inputs are known only to Nix"]


def test_a_directory_stands_for_where_its_configuration_begins(make: Make, tmp_path: Path) -> None:
    with pytest.raises(NixmenuError, match=r"has none of configuration\.nix, flake\.nix"):
        user_file(tmp_path)
    for name in ("default.nix", "flake.nix", "configuration.nix"):
        assert user_file(make({name: "{ }"}).parent) == tmp_path / name
    assert user_file(tmp_path / "other.nix") == tmp_path / "other.nix"


CONDITIONS = """\
{ config, lib, pkgs, ... }:
with lib.kernel; with lib.kernel.whenHelpers config.boot.kernelPackages.kernel.version;
{ boot.kernelPatches = [ { name = "a"; patch = null; structuredExtraConfig = {
  NEW = whenAtLeast "6.6" yes;
  OLD = whenOlder "6.6" yes;
  LARGE = lib.mkIf pkgs.stdenv.hostPlatform.is64bit yes;
  ARM = lib.mkIf pkgs.stdenv.hostPlatform.isAarch64 yes;
}; } ]; }
"""


def test_what_the_kernel_and_its_platform_decide_is_decided(make: Make) -> None:
    path = make({"a.nix": CONDITIONS})
    known = Context(circumstances=Circumstances("6.12.30", "x86_64-linux", "x86_64"))
    file = read_entries(path, known)
    assert set(said(file)) == {"NEW", "LARGE"}
    assert file.entries[0].unread == []
    arm = Context(circumstances=Circumstances("6.1.9", "aarch64-linux", "arm64"))
    assert set(said(read_entries(path, arm))) == {"OLD", "LARGE", "ARM"}
    nothing = read_entries(path)
    assert said(nothing) == {}
    assert [unread.name for unread in nothing.entries[0].unread] == ["NEW", "OLD", "LARGE", "ARM"]


def test_a_wrong_line_of_extra_config_is_told_with_its_place(make: Make) -> None:
    path = make(
        {
            "a.nix": "{ imports = [ ./b.nix ]; }",
            "b.nix": LISTED.format("b", "extraConfig = ''\n  A y\n  CONFIG_B=y\n'';"),
        }
    )
    layer = read_user_layer(path, "b")
    assert layer.text_answers == {}
    assert layer.notes == (
        f"{path.with_name('b.nix')}:1: line 2 of this extraConfig, 'CONFIG_B=y', is no answer, and the run dies of it;"
        " write NAME VALUE there",
    )

"""Configurations of several files, flakes and specialisations: nixmenu reads them as real Nix evaluates them."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from nixmenu.nix.agreement import disagreements
from nixmenu.nix.edit import Wanted, plan
from nixmenu.nix.read import Context, read_entries
from nixmenu.nix.real import evaluate, evaluate_configuration

Make = Callable[[Mapping[str, str]], Path]


def one(name: str, options: str = "") -> str:
    return f'{{ name = "{name}"; patch = null; structuredExtraConfig = with lib.kernel; {{ {options} }}; }}'


MODULAR = {
    "configuration.nix": "{ lib, pkgs, ... }: { imports = [ ./a.nix ./hosts (import ./c.nix)\n"
    f"  {{ boot.kernelPatches = [ {one('inline', 'A = module;')} ]; }} ];\n"
    f"  boot.kernelPatches = lib.mkIf true [ {one('top', 'A = lib.mkForce yes;')} ]; }}\n",
    "a.nix": f"{{ lib, ... }}: {{ imports = [ ./a.nix ./configuration.nix ]; boot.kernelPatches = [ {one('a')} ]; }}\n",
    "hosts/default.nix": "{ config, modulesPath, ... }: {\n"
    '  imports = [ ../b.nix (modulesPath + "/profiles/none.nix") ]; }\n',
    "b.nix": f"{{ lib, ... }}: {{ config = {{ boot.kernelPatches = [ {one('b', 'B = option no;')} ]; }}; }}\n",
    "c.nix": f"{{ lib, ... }}: lib.mkMerge [ {{ boot.kernelPatches = [ {one('c')} ]; }}\n"
    f"  {{ boot = {{ kernelPatches = [ {one('d')} ]; }}; }} ]\n",
}
FLAKE = {
    "flake.nix": "{ outputs = { self, nixpkgs, hardware, ... }@inputs: let inherit (nixpkgs) lib; in {\n"
    "  nixosConfigurations.one = nixpkgs.lib.nixosSystem { modules = [ ./one.nix\n"
    f"    {{ boot.kernelPatches = [ {one('in')} ]; }} ]; }};\n"
    "  nixosConfigurations.two = lib.nixosSystem { modules = [ ./one.nix ./two.nix ]; };\n"
    "}; }\n",
    "one.nix": f"{{ lib, ... }}: {{ boot.kernelPatches = [ {one('one', 'A = yes;')} ]; }}\n",
    "two.nix": f"{{ lib, ... }}: {{ boot.kernelPatches = [ {one('two', 'B = yes;')} ]; }}\n",
}


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


def names(path: Path, library: Path, nix: Path, specialisation: str | None = None) -> list[str | None]:
    found = evaluate_configuration(path, library, program=nix, specialisation=specialisation)
    return [entry.name for entry in found.entries]


@pytest.mark.parametrize("files", [MODULAR, FLAKE], ids=["modules", "flake"])
def test_every_module_is_compared(files: Mapping[str, str], make: Make, nix: Path, library: Path) -> None:
    path = make(files)
    read = read_entries(path)
    assert len(read.entries) == (6 if files is MODULAR else 3)
    assert [entry.name for entry in read.entries] == names(path, library, nix)
    assert disagreements(read, library, nix) == []


def test_a_difference_in_an_imported_file_is_told_with_its_place(
    make: Make, nix: Path, library: Path
) -> None:
    path = make(MODULAR)
    read = read_entries(path)
    path.with_name("b.nix").write_text(MODULAR["b.nix"].replace("option no", "yes"))
    (told,) = disagreements(read, library, nix)
    assert told == f"{path.with_name('b.nix')}:1: entry 'b': B is read as n optional, and Nix evaluates y"


def test_an_entry_that_only_nix_finds_is_told(make: Make, nix: Path, library: Path) -> None:
    path = make(MODULAR)
    read = read_entries(path)
    path.with_name("b.nix").write_text(
        f"{{ lib, ... }}: {{ boot.kernelPatches = [ {one('b')} {one('x')} ]; }}\n"
    )
    (told,) = disagreements(read, library, nix)
    assert "Nix evaluates b, x, " in told


def test_modules_that_only_the_system_knows_do_not_count(make: Make, nix: Path, library: Path) -> None:
    texts = {
        **MODULAR,
        "hosts/default.nix": "{ inputs, ... }: { imports = [ inputs.x.nixosModules.y ../b.nix ]; }\n",
    }
    path = make(texts)
    assert evaluate_configuration(path, library, program=nix).skipped == 1
    assert disagreements(read_entries(path), library, nix) == []


def test_a_file_alone_is_evaluated_alone(make: Make, nix: Path, library: Path) -> None:
    path = make(MODULAR)
    assert [entry.name for entry in evaluate(path, library, program=nix)] == ["top"]


SPECIAL = {
    "configuration.nix": "{ lib, ... }: { imports = [ ./more.nix ];\n"
    f"  boot.kernelPatches = [ {one('usual', 'A = yes;')} ];\n"
    f"  specialisation.debug.configuration = {{ boot.kernelPatches = [ {one('checks', 'A = no;')} ]; }};\n"
    f"  specialisation.alone = {{ inheritParentConfig = false;\n"
    f"    configuration = {{ imports = [ ./alone.nix ]; }}; }}; }}\n",
    "more.nix": "{ lib, ... }: {\n"
    f"  specialisation.debug.configuration = {{ lib, ... }}: {{ boot.kernelPatches = [ {one('more')} ]; }}; }}\n",
    "alone.nix": f"{{ lib, ... }}: {{ boot.kernelPatches = [ {one('single', 'B = yes;')} ]; }}\n",
}


@pytest.mark.parametrize("specialisation", [None, "debug", "alone"])
def test_specialisations_are_compared(
    specialisation: str | None, make: Make, nix: Path, library: Path
) -> None:
    path = make(SPECIAL)
    read = read_entries(path, Context(specialisation=specialisation))
    assert len(read.entries) == {None: 1, "debug": 3, "alone": 1}[specialisation]
    assert sorted(map(str, names(path, library, nix, specialisation))) == sorted(
        str(entry.name) for entry in read.entries
    )
    assert disagreements(read, library, nix) == []


def test_an_edit_of_one_changes_nothing_else(make: Make, nix: Path, library: Path) -> None:
    path = make(SPECIAL)
    before = evaluate_configuration(path, library, program=nix).entries
    name = "specialisation.debug:checks"
    path.write_bytes(plan(path, name, {"C": Wanted("m", force=True), "A": None}).after)
    after = evaluate_configuration(path, library, program=nix, specialisation="debug").entries
    assert after[: len(before)] == before
    said = {
        entry.name: [(one.name, one.tristate, one.priority) for one in entry.definitions] for entry in after
    }
    assert said[name] == [("C", "m", 50)]
    path.write_bytes(plan(path, "specialisation.debug:new", {"D": Wanted("y")}).after)
    assert "specialisation.debug:new" in names(path, library, nix, "debug")
    assert names(path, library, nix) == ["usual"]

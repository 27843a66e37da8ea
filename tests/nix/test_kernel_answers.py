"""What a nixpkgs answers for a kernel, evaluated by real Nix: a nixpkgs of our own, in the shapes of two releases."""

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.layers.common_config import read_common_config
from nixmenu.layers.cross import differences
from nixmenu.layers.definition import Definition
from nixmenu.layers.facts import NixosFacts
from nixmenu.layers.finding_nixpkgs import COMMON_CONFIG
from nixmenu.layers.flake_lock import store_hash
from nixmenu.layers.nixos_configuration import NixosConfiguration, nixos_configuration
from nixmenu.layers.nixpkgs import read_nixpkgs
from nixmenu.layers.platforms import Platform, platform_named

TREE = Path(__file__).with_name("stub-tree")
ANSWERS = Path(__file__).parents[1] / "unit" / "layers" / "common-config.nix"

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path, library: Path) -> Make:
    """Makes a nixpkgs in the shape of a release."""

    def made(style: str = "newer") -> Path:
        top = tmp_path / 'nix "pkgs" ${x}'
        shutil.copytree(TREE, top)
        (top / COMMON_CONFIG).parent.mkdir(parents=True)
        shutil.copy(ANSWERS, top / COMMON_CONFIG)
        # The stub's files, as all others, are named by absolute paths without any quoting.
        settings = f"{{ style = {json.dumps(style)}; library = /. + {json.dumps(str(library))}; }}"
        (top / "settings.nix").write_text(settings)
        return top

    return made


def said(facts: NixosFacts) -> dict[str, Definition]:
    return {definition.name: definition for definition in facts.definitions}


def read(nix: Path, top: Path, arch: str = "x86_64", version: str = "6.12.30") -> NixosFacts:
    return read_nixpkgs(top, platform_named(arch), version, nix)


@pytest.mark.parametrize("version", ["6.12.30", "6.12.5"])
def test_the_kernel_of_the_series_answers_for_the_version_at_hand(
    nix: Path, make: Make, version: str
) -> None:
    top = make()
    facts = read(nix, top, version=version)
    assert facts.release == "26.11"
    assert facts.notes == ()
    found = said(facts)
    assert found["ONLY_HERE"].tristate == "y"
    assert [(one.tristate, one.priority) for one in facts.definitions if one.name == "TUNNEL"] == [
        ("m", 100),
        ("n", 50),
    ]
    assert facts.texts == ("TEXT y",)
    origin = found["ONLY_HERE"].origin
    assert origin is not None
    assert (origin.label, origin.path) == ("structuredExtraConfig of linux_6_12", None)


def test_where_an_answer_stands_comes_from_the_file_itself(nix: Path, make: Make) -> None:
    top = make()
    facts = read(nix, top)
    mine = read_common_config(top / COMMON_CONFIG, platform_named("x86_64"), "6.12.30")
    assert (facts.groups, facts.comments) == (mine.groups, mine.comments)
    assert {said(facts)[name].origin for name in ("NET", "CPUS")} == {
        said(mine)[name].origin for name in ("NET", "CPUS")
    }
    # Nix itself drops what says nothing; beyond that only the kernel's own additions differ.
    assert [one.name for one in differences(facts, mine)] == ["ONLY_HERE", "TUNNEL"]


@pytest.mark.parametrize("style", ["newer", "older"])
@pytest.mark.parametrize("arch", ["x86_64", "aarch64"])
def test_the_rules_of_the_run_are_what_nixpkgs_says(nix: Path, make: Make, style: str, arch: str) -> None:
    is_arm = arch == "aarch64"
    assert read(nix, make(style), arch).platform == Platform(
        system=f"{arch}-linux",
        arch="arm64" if is_arm else "x86_64",
        defconfig={"newer": "new_defconfig", "older": "old_defconfig"}[style],
        auto_modules=style == "newer",
        prefer_builtin=is_arm,
        ignore_config_errors=is_arm,
    )


def test_an_older_release_hides_what_a_kernel_says_for_itself_so_its_merge_is_taken(
    nix: Path, make: Make
) -> None:
    facts = read(nix, make("older"))
    assert facts.notes == ("nixpkgs makes ONLY_HERE y without showing where; it is taken as it is",)
    assert said(facts)["ONLY_HERE"].tristate == "y"
    assert [text.strip() for text in facts.texts] == ["TEXT y"]


@pytest.mark.parametrize("version", ["6.13.1", "6.9.2", "7.0-rc2"])
def test_a_series_that_nixpkgs_has_no_kernel_of(nix: Path, make: Make, version: str) -> None:
    facts = read(nix, make(), version=version)
    assert facts.notes == (
        f"nixpkgs 26.11 has no kernel of the series of Linux {version}; what it answers for every kernel of this"
        " version is used",
    )
    assert "ONLY_HERE" not in said(facts)
    assert said(facts)["NET"].tristate == "y"


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("default.nix", "{ ... }: throw ''unsupported here''", "unsupported here"),
        ("default.nix", "{ ... }: {", "syntax error"),
        (COMMON_CONFIG, "{ ... }: { NET = throw ''no answer''; }", "no answer"),
        (COMMON_CONFIG, "{ lib, ... }: { NET = nowhere; }", "undefined variable 'nowhere'"),
    ],
)
def test_a_nixpkgs_that_does_not_evaluate_is_told_in_nix_own_words(
    nix: Path, make: Make, file: str, text: str, message: str
) -> None:
    top = make()
    (top / file).write_text(text)
    with pytest.raises(NixmenuError, match=f"Nix says: .*({message})") as caught:
        read(nix, top)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"{top}: ")
    assert str(caught.value).endswith("give --common-config bundled for the facts shipped with nixmenu")


def test_a_directory_that_is_no_nixpkgs(nix: Path, tmp_path: Path) -> None:
    with pytest.raises(NixmenuError, match=r"is no nixpkgs, for it has no default\.nix"):
        read(nix, tmp_path)


def test_a_flakes_source_has_the_place_in_the_store_that_nix_gives_it(
    evaluate_expression: Callable[[str], object], nix: Path, tmp_path: Path
) -> None:
    source = tmp_path / "tree"
    source.mkdir()
    (source / "default.nix").write_text("{ }")
    place = evaluate_expression(
        f'builtins.unsafeDiscardStringContext (builtins.path {{ path = {source}; name = "source"; }})'
    )
    hashed = subprocess.run(
        [nix.with_name("nix-hash"), "--type", "sha256", source], capture_output=True, text=True, check=True
    )
    assert place == f"/nix/store/{store_hash(bytes.fromhex(hashed.stdout.strip()))}-source"


def test_the_kernel_of_a_configuration_answers_without_the_patches_that_the_user_adds(
    nix: Path, make: Make, tmp_path: Path
) -> None:
    file = tmp_path / 'my "own" ${configuration}.nix'
    file.write_text(
        """{ pkgs, lib, ... }: {
  boot.kernelPackages.kernel = pkgs.linuxKernel.kernels.linux_6_12.override {
    structuredExtraConfig.MINE = lib.kernel.module;
  };
  boot.kernelPatches = [ { name = "user"; patch = null; structuredExtraConfig.ADDED = lib.kernel.yes; } ];
}
"""
    )
    facts = read_nixpkgs(make(), platform_named("x86_64"), "6.12.30", nix, nixos=NixosConfiguration(file))
    found = said(facts)
    assert ("ONLY_HERE" in found, "ADDED" in found) == (False, False)
    assert (found["MINE"].tristate, found["TUNNEL"].tristate) == ("m", "n")
    origin = found["MINE"].origin
    assert origin is not None
    assert origin.label == "structuredExtraConfig of boot.kernelPackages"
    assert facts.notes == (f"the kernel of {file} answers for Linux 6.12.5 instead of 6.12.30",)


def test_a_configuration_that_does_not_evaluate_is_told_in_nixs_words(
    nix: Path, make: Make, tmp_path: Path
) -> None:
    file = tmp_path / "configuration.nix"
    file.write_text('{ ... }: { boot = throw "no boot today"; }')
    with pytest.raises(NixmenuError, match="no boot today"):
        read_nixpkgs(make(), platform_named("x86_64"), "6.12.30", nix, nixos=NixosConfiguration(file))


FLAKE = """{
  inputs.nixpkgs = { url = "path:%s"; flake = false; };
  outputs = { self, nixpkgs }: {
    nixosConfigurations = builtins.mapAttrs (name: configuration:
      import "${nixpkgs}/nixos" { system = "x86_64-linux"; inherit configuration; }) { %s };
  };
}
"""


@pytest.fixture
def flake(nix: Path, make: Make, tmp_path: Path) -> Callable[[str], Path]:
    """Makes a flake with these configurations, locked to a nixpkgs of our own."""

    def made(hosts: str) -> Path:
        top = tmp_path / "flake"
        top.mkdir()
        nixpkgs = tmp_path / "pkgs"
        make().rename(nixpkgs)
        (top / "flake.nix").write_text(FLAKE % (nixpkgs, hosts))
        for name in ("one", "two"):
            (top / f"{name}.nix").write_text(HOST.replace("NAME", name.upper()))
        lock = [nix.with_name("nix"), "--extra-experimental-features", "nix-command flakes", "flake", "lock"]
        subprocess.run([*lock, f"path:{top}"], check=True, capture_output=True)
        return top

    return made


HOST = """{ pkgs, lib, ... }: {
  boot.kernelPackages.kernel = pkgs.linuxKernel.kernels.linux_6_12.override {
    structuredExtraConfig.NAME = lib.kernel.module;
  };
  boot.kernelPatches = [ { name = "user"; patch = null; structuredExtraConfig.ADDED = lib.kernel.yes; } ];
}
"""


def of_flake(named: Path | str, nix: Path) -> NixosFacts:
    nixos = nixos_configuration(Path(named))
    return read_nixpkgs(None, platform_named("x86_64"), "6.12.5", nix, nixos=nixos)


def test_a_flakes_configuration_answers_with_the_flakes_nixpkgs(
    nix: Path, flake: Callable[[str], Path]
) -> None:
    top = flake("one = ./one.nix; two = ./two.nix;")
    for host in ("one", "two"):
        facts = of_flake(f"{top}#{host}", nix)
        found = said(facts)
        assert found[host.upper()].tristate == "m"
        assert {"ONE", "TWO", "ADDED"} & found.keys() == {host.upper()}
        assert facts.notes == ()
        assert facts.nixpkgs is not None
        assert found["NET"].origin == replace(found["NET"].origin, path=facts.nixpkgs / COMMON_CONFIG)


def test_the_only_configuration_of_a_flake_needs_no_name(nix: Path, flake: Callable[[str], Path]) -> None:
    top = flake("one = ./one.nix;")
    assert said(of_flake(top / "flake.nix", nix))["ONE"].tristate == "m"


@pytest.mark.parametrize(
    ("hosts", "named", "message"),
    [
        ("one = ./one.nix; two = ./two.nix;", "", "name one of .* behind its path; it has #one, #two"),
        ("one = ./one.nix;", "#three", "the flake has no nixosConfigurations.three; it has #one"),
        ("", "", "it has none"),
        ('one = throw "not today";', "#one", "not today"),
    ],
)
def test_a_flake_that_has_not_what_is_asked_for_says_what_it_has(
    nix: Path, flake: Callable[[str], Path], hosts: str, named: str, message: str
) -> None:
    top = flake(hosts)
    with pytest.raises(NixmenuError, match=message) as caught:
        of_flake(f"{top}{named}", nix)
    assert "\n" not in str(caught.value)


def test_a_name_in_a_directory_without_a_flake(tmp_path: Path) -> None:
    with pytest.raises(NixmenuError, match=r"there is no flake\.nix there, so there is no 'host' of it"):
        nixos_configuration(tmp_path / "here#host")

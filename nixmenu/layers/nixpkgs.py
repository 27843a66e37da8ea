"""The NixOS layer as the user's own nixpkgs answers it, evaluated by real Nix in one go.

Source of the attributes: nixpkgs `pkgs/os-specific/linux/kernel/generic.nix`, of 26.11 and of older releases.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from nixmenu.errors import NixmenuError
from nixmenu.layers import remembered
from nixmenu.layers.answer import Answer
from nixmenu.layers.common_config import read_common_config
from nixmenu.layers.definition import Definition, Origin
from nixmenu.layers.facts import NixosFacts
from nixmenu.layers.finding_nixpkgs import COMMON_CONFIG
from nixmenu.layers.merge import merge
from nixmenu.layers.nixos_configuration import NixosConfiguration
from nixmenu.layers.platforms import Platform
from nixmenu.nix.real import RealNixError, evaluate_flake_kernel, evaluate_kernel, kernel_question

_LABEL = "common-config"
_WAY_ON = "give --common-config bundled for the facts shipped with nixmenu"


def read_nixpkgs(
    path: Path | None,
    platform: Platform,
    version: str,
    program: Path,
    cache: Path | None = None,
    nixos: NixosConfiguration | None = None,
) -> NixosFacts:
    """What the nixpkgs at `path` answers for kernel `version` ("6.12.30") on `platform`.

    `program` is nix-instantiate; `cache` is a directory to remember the answer in, which is done only for a
    nixpkgs in the Nix store. `nixos` is a NixOS configuration: the kernel that its boot.kernelPackages has is
    asked then; one of a flake brings its own nixpkgs, and `path` is not looked at. Raises NixmenuError for a
    directory that is no nixpkgs and for one that does not evaluate, with what Nix says.
    """
    if nixos is not None and nixos.host is not None:
        return _read_flake(nixos, platform, version, program)
    assert path is not None, "without a flake there is a nixpkgs"
    if not (path / "default.nix").is_file():
        raise NixmenuError(f"is no nixpkgs, for it has no default.nix; {_WAY_ON}", path=path)
    kept = None
    if nixos is None:
        kept = remembered.place(cache, path, kernel_question(), platform.system, version)
    data = None if kept is None else remembered.recall(kept)
    try:
        if data is not None:
            with contextlib.suppress(KeyError, TypeError, AttributeError, ValueError):
                return _facts(data, path, platform, version)
        data = evaluate_kernel(program, path, platform.system, version, None if nixos is None else nixos.path)
        facts = _facts(data, path, platform, version, nixos)
    except RealNixError as error:
        raise NixmenuError(f"{error.message}; {_WAY_ON}", path=path) from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise NixmenuError(
            f"answers in a form that nixmenu does not know ({error}); {_WAY_ON}", path=path
        ) from error
    if kept is not None:
        remembered.remember(kept, data)
    return facts


def _read_flake(nixos: NixosConfiguration, platform: Platform, version: str, program: Path) -> NixosFacts:
    try:
        data = evaluate_flake_kernel(
            program, nixos.path, nixos.host or "", nixos.own_host, platform.system, version
        )
        return _facts(data, Path(data["nixpkgs"]), platform, version, nixos)
    except RealNixError as error:
        raise NixmenuError(f"{error.message}; {_WAY_ON}", path=nixos.path) from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise NixmenuError(
            f"answers in a form that nixmenu does not know ({error}); {_WAY_ON}", path=nixos.path
        ) from error


def _facts(
    data: Mapping[str, Any],
    path: Path,
    platform: Platform,
    version: str,
    nixos: NixosConfiguration | None = None,
) -> NixosFacts:
    notes: list[str] = []
    if data["system"] != platform.system:
        notes.append(f"{nixos} is for {data['system']}, and this session for {platform.system}")
    places, groups, comments = _written(path, platform, version)
    definitions: list[Definition] = []
    for source in data["sources"]:
        label = str(source["label"])
        for item in source["items"]:
            origin = Origin("nixos", label, None, None)
            if label == _LABEL:
                origin = places.get(item["name"], replace(origin, path=path / COMMON_CONFIG))
            definitions.append(Definition(**item, origin=origin))
    release = str(data["release"])
    if data["attribute"] is None:
        notes.append(
            f"nixpkgs {release} has no kernel of the series of Linux {version}; what it answers for every kernel of"
            " this version is used"
        )
    elif data["version"] != version:
        who = f"nixpkgs {release}" if nixos is None else f"the kernel of {nixos}"
        notes.append(f"{who} answers for Linux {data['version']} instead of {version}")
    taken, more = _taken_over(definitions, data["merged"], str(data["attribute"]))
    return NixosFacts(
        definitions=tuple(taken),
        groups=groups,
        release=release,
        notes=(*notes, *more),
        comments=comments,
        platform=_platform(data, platform),
        texts=tuple(str(text) for text in data["texts"]),
        nixpkgs=path,
    )


def _written(
    path: Path, platform: Platform, version: str
) -> tuple[Mapping[str, Origin], Mapping[str, str], Mapping[str, str]]:
    """Where each option is answered, in which group and with what comment: Nix itself does not tell."""
    try:
        facts = read_common_config(path / COMMON_CONFIG, platform, version)
    except NixmenuError:
        return {}, {}, {}
    places = {one.name: one.origin for one in facts.definitions if one.origin is not None}
    return places, facts.groups, facts.comments


def _platform(data: Mapping[str, Any], platform: Platform) -> Platform:
    defconfig = data["defconfig"]
    # A user may pass several words there, of which the first names the base.
    words = str(defconfig).split() if defconfig else [platform.defconfig]
    return replace(
        platform,
        defconfig=words[0],
        auto_modules=bool(data["autoModules"]),
        prefer_builtin=bool(data["preferBuiltin"]),
        ignore_config_errors=bool(data["ignoreConfigErrors"]),
    )


def _taken_over(
    definitions: list[Definition], merged: Mapping[str, Any], attribute: str
) -> tuple[list[Definition], list[str]]:
    """The definitions, with nixpkgs' own merged answer wherever nixmenu's merge of them gives another one.

    Older releases do not show all that a kernel says for itself.
    """
    answers = merge(definitions).answers
    taken: dict[str, Definition] = {}
    notes = []
    for name in sorted(answers.keys() | merged.keys()):
        theirs = merged.get(name, {})
        tristate, freeform = theirs.get("tristate"), theirs.get("freeform")
        value = tristate if freeform is None else freeform
        if _line(answers.get(name)) == (None if value is None else (value, bool(theirs["optional"]))):
            continue
        origin = Origin("nixos", attribute, None, None)
        optional = bool(theirs.get("optional", False))
        one = Definition(name, tristate if freeform is None else None, freeform, optional, origin=origin)
        taken[name] = one
        notes.append(f"nixpkgs makes {name} {value or 'unset'} without showing where; it is taken as it is")
    kept = [definition for definition in definitions if definition.name not in taken]
    return [*kept, *taken.values()], notes


def _line(answer: Answer | None) -> tuple[str, bool] | None:
    if answer is None or answer.kind == "unset":
        return None
    return answer.value, answer.optional

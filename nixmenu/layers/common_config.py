"""The NixOS layer from a common-config.nix, read by nixmenu's own evaluator: with group, line and comment.

Source of what the file is given: nixpkgs `pkgs/os-specific/linux/kernel/generic.nix`.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from nixmenu.errors import NixmenuError
from nixmenu.layers.definition import Definition
from nixmenu.layers.facts import NixosFacts
from nixmenu.layers.platforms import Platform
from nixmenu.nix import syntax
from nixmenu.nix.attributes import bind
from nixmenu.nix.circumstances import Circumstances
from nixmenu.nix.configuration import ConfigurationReader, Unread
from nixmenu.nix.evaluate import Evaluation
from nixmenu.nix.files import Files
from nixmenu.nix.library import LIBRARY
from nixmenu.nix.library.arguments import made_set
from nixmenu.nix.parse import Tree, parse
from nixmenu.nix.source import read_source
from nixmenu.nix.system import arguments, standard_environment
from nixmenu.nix.values import (
    Attributes,
    Closure,
    Lazy,
    Member,
    Scope,
    Unknown,
    Value,
    known,
)

_LABEL = "common-config"
_WAY_ON = "give another file, or --common-config bundled for the facts shipped with nixmenu"
_FEATURES = {
    "efiBootStub": True,
    "grsecurity": False,
    "ia32Emulation": True,
    "iwlwifi": True,
    "needsCifsUtils": True,
    "netfilterRPFilter": True,
    "xen_dom0": False,
}
"""What nixpkgs says of every kernel that says nothing else of itself."""


def read_common_config(path: Path, platform: Platform, version: str) -> NixosFacts:
    """What the file answers for kernel `version` ("6.12.30") on `platform`.

    It is taken that rustc is there and that the compiler is GCC, as in nixpkgs' own builds. Raises
    NixmenuError for a file that cannot be read, is not Nix or gives no set of options; an option that cannot
    be worked out is left out, with a note.
    """
    tree = parse(read_source(path))
    files = Files()
    files.add(tree)
    circumstances = Circumstances(version, platform.system, platform.arch)
    evaluation = Evaluation(files, circumstances)
    try:
        lazy = _called(evaluation, tree, circumstances)
        reader = ConfigurationReader(tree, _LABEL, "nixos")
        reader.read(lazy)
        places = _places(evaluation, tree, lazy)
    except RecursionError:
        raise NixmenuError(f"is nested too deeply; {_WAY_ON}", path=path) from None
    whole = next((unread for unread in reader.unread if unread.name is None), None)
    if whole is not None:
        raise NixmenuError(
            f"gives no set of kernel options: {whole.reason}; {_WAY_ON}", path=path, line=whole.line
        )
    lines = {name: tree.source.line(binding.start) for name, (_, binding) in places.items()}
    return NixosFacts(
        definitions=tuple(_placed(definition, lines) for definition in reader.definitions),
        groups={name: group for name, (group, _) in places.items()},
        release="",
        notes=tuple(_note(path, unread, lines) for unread in reader.unread),
        comments=_comments(tree, {name: binding for name, (_, binding) in places.items()}),
    )


def _called(evaluation: Evaluation, tree: Tree, circumstances: Circumstances) -> Lazy:
    """The file's value, called as nixpkgs calls it."""
    lazy = evaluation.file(tree)
    value = lazy.force()
    if not isinstance(value, Closure):
        return lazy
    given: dict[str, Value] = {
        "lib": LIBRARY,
        "stdenv": standard_environment(circumstances),
        "version": circumstances.version,
        "features": made_set(_FEATURES),
        "rustAvailable": True,
    }
    members = {name: Member(known(one)) for name, one in given.items()}
    return evaluation.entered(value, arguments(value, members, Unknown("nixpkgs does not pass it in")))


def _places(evaluation: Evaluation, tree: Tree, lazy: Lazy) -> Mapping[str, tuple[str, syntax.Binding]]:
    """Each option's group, and the binding that answers it, by the file's own `options`.

    Empty for a file that has no groups; it is of no consequence for the answers.
    """
    node, scope = lazy.node, lazy.scope
    while node is not None and scope is not None:
        match node:
            case syntax.With(namespace=namespace, body=body):
                node, scope = body, Scope(scope.tree, scope, {}, evaluation.delay(namespace, scope))
            case syntax.Let(bindings=bindings, body=body):
                node, scope = body, bind(evaluation, bindings, scope)
            case syntax.Assert(body=body) | syntax.Parenthesized(inner=body):
                node = body
            case _:
                break
    groups = scope.look_up("options") if scope is not None else None
    found: dict[str, tuple[str, syntax.Binding]] = {}
    if not isinstance(groups, Attributes):
        return found
    for group, member in groups.members.items():
        options = member.value.force()
        if not isinstance(options, Attributes):
            continue
        for name, option in options.members.items():
            if option.binding is not None and option.home is not None and option.home.tree is tree:
                found[name] = (group, option.binding)
    return found


def _placed(definition: Definition, lines: Mapping[str, int]) -> Definition:
    """The definition with the line where its option is answered: the way there may lead through functions."""
    origin = definition.origin
    line = lines.get(definition.name)
    if origin is None or line is None:
        return definition
    return replace(definition, origin=replace(origin, line=line))


def _note(path: Path, unread: Unread, lines: Mapping[str, int]) -> str:
    line = lines.get(unread.name or "", unread.line)
    place = f"{path}:{line}" if line is not None else f"{path}"
    return f"{place}: {unread.name} is left out of the NixOS layer, because it is not known here: {unread.reason}"


def _comments(tree: Tree, bindings: Mapping[str, syntax.Binding]) -> Mapping[str, str]:
    """The comment behind each binding in its line, or else those on the lines right above it."""
    source = tree.source
    by_line: dict[int, list[syntax.Comment]] = {}
    for comment in tree.comments:
        by_line.setdefault(source.line(comment.start), []).append(comment)
    ending = {
        source.line(comment.end): comment for comment in tree.comments if source.opens_line(comment.start)
    }
    found: dict[str, str] = {}
    for name, binding in bindings.items():
        behind = [one for one in by_line.get(source.line(binding.end), ()) if one.start >= binding.end]
        above: list[syntax.Comment] = []
        line = source.line(binding.start) - 1
        while not behind and source.opens_line(binding.start) and line in ending:
            above.insert(0, ending[line])
            line = source.line(ending[line].start) - 1
        text = " ".join(_said(source.text(one.start, one.end)) for one in behind or above)
        if text:
            found[name] = text
    return found


def _said(comment: str) -> str:
    """A comment's words on one line."""
    if comment.startswith("/*"):
        lines = comment[2:-2].split("\n")
        return " ".join(" ".join(line.strip().lstrip("*").split()) for line in lines).strip()
    return comment.lstrip("#").strip()

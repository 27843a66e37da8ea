"""`nixmenu entry`: edits of whole entries of boot.kernelPatches."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from nixmenu.cli.diagnostics import CLEAN, ProgressLine, say, say_notes
from nixmenu.cli.presenting import present
from nixmenu.cli.session_arguments import add_session_arguments, session_options
from nixmenu.errors import NixmenuError
from nixmenu.kernel_source import kernel_source
from nixmenu.last_save import LastSaves
from nixmenu.layers.definition import Definition
from nixmenu.layers.patches import user_file
from nixmenu.opening import open_layers
from nixmenu.session_options import PATCHES_NAME, SessionOptions

if TYPE_CHECKING:
    from nixmenu.nix.planning import Plan

DESCRIPTION = """\
Edit whole entries of boot.kernelPatches. Prints the change as a diff and writes it only with --write."""

_ATTRIBUTES = ("structuredExtraConfig", "extraStructuredConfig")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the actions, each with what it takes."""
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    rename = _action(actions, "rename", _rename, "give an entry another name")
    rename.add_argument("name", metavar="NAME")
    rename.add_argument("new_name", metavar="NEW")
    structure = _action(
        actions,
        "structure",
        _structure,
        "turn an entry's extraConfig text into structured options of the same effect; NixOS's answers, and so a"
        " kernel source, are needed to know where lib.mkForce can be left out; extraConfig and argsOverride of a kernel"
        " itself are left alone",
    )
    structure.add_argument("name", metavar="NAME")
    attribute = _action(
        actions, "attribute", _attribute, "rename the attribute that an entry's options are under"
    )
    attribute.add_argument("name", metavar="NAME")
    attribute.add_argument(
        "attribute",
        nargs="?",
        choices=_ATTRIBUTES,
        default=_ATTRIBUTES[0],
        metavar="ATTRIBUTE",
        help=f"{_ATTRIBUTES[0]} (default), or {_ATTRIBUTES[1]} for a nixpkgs before 25.11",
    )
    move = _action(actions, "move", _move, "move options to another entry")
    move.add_argument("name", metavar="NAME", help="the entry they are in")
    move.add_argument("target", metavar="TARGET", help="the entry they go to, which need not be there")
    move.add_argument("options", nargs="+", metavar="OPTION", help="with or without CONFIG_")
    move.add_argument("--to", type=Path, metavar="FILE.nix", help="the target's file (default: the same)")
    remove = _action(actions, "remove", _remove, "remove an entry that brings no patch")
    remove.add_argument("name", metavar="NAME")


Plans = Callable[[argparse.Namespace, Path, SessionOptions], "Sequence[Plan]"]


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, plans: Plans, text: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(
        name, help=text, description=f"{text[0].upper()}{text[1:]}.", allow_abbrev=False
    )
    parser.set_defaults(plans=plans)
    parser.add_argument("--write", action="store_true", help="write the file")
    add_session_arguments(parser)
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Run the command."""
    options = session_options(arguments)
    path = user_file(options.patches or Path(PATCHES_NAME))
    plans = arguments.plans(arguments, path, options)
    if not any(plan.diff for plan in plans):
        say("nothing to change: your file says so already")
        return CLEAN
    present(plans, (lambda: _save(path, plans, options)) if arguments.write else None)
    return CLEAN


def _save(path: Path, plans: "Sequence[Plan]", options: SessionOptions) -> None:
    # Imported here, as below, because the Nix grammar costs time that other commands need not spend.
    from nixmenu.nix.journal import SAVES, Journal
    from nixmenu.nix.saves import Saves
    from nixmenu.nix.write import save_all

    save_all(plans)
    if options.state is None:
        return
    saves = Saves(Journal(options.state / SAVES))
    for plan in plans:
        saves.saved(plan)
        for old, new in plan.intention.renamed.items():
            LastSaves(options.state).renamed(path, old, new)


def _rename(arguments: argparse.Namespace, path: Path, _options: SessionOptions) -> "Sequence[Plan]":
    from nixmenu.nix.entry_edits import rename_entry

    return [rename_entry(path, arguments.name, arguments.new_name)]


def _attribute(arguments: argparse.Namespace, path: Path, _options: SessionOptions) -> "Sequence[Plan]":
    from nixmenu.nix.entry_edits import rename_attribute

    return [rename_attribute(path, arguments.name, arguments.attribute)]


def _remove(arguments: argparse.Namespace, path: Path, _options: SessionOptions) -> "Sequence[Plan]":
    from nixmenu.nix.entry_edits import remove_entry

    return [remove_entry(path, arguments.name)]


def _move(arguments: argparse.Namespace, path: Path, _options: SessionOptions) -> "Sequence[Plan]":
    from nixmenu.nix.moving import move_options

    options = [name.removeprefix("CONFIG_") for name in arguments.options]
    return move_options(path, options, arguments.name, arguments.target, target_path=arguments.to)


def _structure(arguments: argparse.Namespace, path: Path, options: SessionOptions) -> "Sequence[Plan]":
    from nixmenu.nix.entry_edits import opened
    from nixmenu.nix.kernel_arguments import texts_left_alone
    from nixmenu.nix.text_config import structure_text

    say_notes(texts_left_alone(opened(path, arguments.name)[0]))
    return [structure_text(path, arguments.name, _nixos(options))]


def _nixos(options: SessionOptions) -> Sequence[Definition] | None:
    """What NixOS defines; None, said on stderr, if there is no kernel source to know it for."""
    if options.kernel is None and not options.demo:
        try:
            kernel_source(None)
        except NixmenuError:
            say("note: no kernel source is given (--kernel DIR), so every option is written with lib.mkForce")
            return None
    progress = ProgressLine()
    try:
        return open_layers(options, progress).facts.definitions
    finally:
        progress.clear()

"""Saving a plan: all of it or nothing, and never over something that the plan was not made from."""

import errno
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from textwrap import dedent

from nixmenu.errors import NixmenuError
from nixmenu.nix.edit import Plan
from nixmenu.nix.parse import parse
from nixmenu.nix.program import nix_instantiate
from nixmenu.nix.read import read_tree
from nixmenu.nix.real import RealNixError, check_syntax, evaluate, find_library
from nixmenu.nix.replacement import ChangedMeanwhileError, HardLinkedError, remove_file, replace_file
from nixmenu.nix.source import make_source
from nixmenu.nix.verify import verify

_NOT_ALLOWED = frozenset((errno.EACCES, errno.EPERM, errno.EROFS))


class NotWritableError(NixmenuError):
    """The file or its directory may not be written; `paste` is the entry as it should be, to put in by hand."""

    def __init__(self, message: str, *, path: Path, paste: str) -> None:
        super().__init__(message, path=path)
        self.paste = paste


def save(plan: Plan, *, library: Path | None = None) -> None:
    """Write what was planned, keeping what else belongs to the file and following a symbolic link to its target.

    Where Nix is installed it must take the new text, and with `library`, a nixpkgs `lib`, evaluate it, if it
    evaluated what was there before. Raises NixmenuError, with the file as it was, if the check, Nix or the
    file system refuses, or if the file is not what the plan was made from; NotWritableError if only the right
    to write is missing.
    """
    if plan.after == (plan.before or b""):
        return
    if not plan.removes:
        tree = None if plan.before is None else parse(make_source(plan.path, plan.before))
        before = None if tree is None else read_tree(tree, plan.context)
        verify(before, plan.after, plan.intention, path=plan.path)
    try:
        if plan.removes:
            remove_file(plan.path, plan.before or b"")
        else:
            replace_file(
                plan.path,
                plan.before,
                plan.after,
                approve=lambda temporary: _ask_nix(plan, temporary, library),
            )
    except ChangedMeanwhileError as error:
        again = ". Read it again, then repeat the edit" if "changed" in str(error) else ""
        raise NixmenuError(f"{error}; nothing is written{again}", path=plan.path) from error
    except HardLinkedError as error:
        way_on = "make it a file of its own (copy it, and move the copy over it) or use symbolic links"
        raise NixmenuError(f"{error}; {way_on}. Nothing is written", path=plan.path) from error
    except OSError as error:
        reason = f"cannot be saved, and is as it was: {error.strerror or error}"
        if error.errno in _NOT_ALLOWED:
            raise NotWritableError(reason, path=plan.path, paste=pasteable(plan)) from error
        raise NixmenuError(reason, path=plan.path) from error


def save_all(plans: Sequence[Plan], *, library: Path | None = None) -> None:
    """Save several plans in their order; raises as `save` does, with every file as it was."""
    saved: list[Plan] = []
    try:
        for plan in plans:
            save(plan, library=library)
            saved.append(plan)
    except BaseException:
        for plan in reversed(saved):
            _put_back(plan)
        raise


def _put_back(plan: Plan) -> None:
    """Undo a save, unless somebody has changed the file since."""
    with suppress(ChangedMeanwhileError, HardLinkedError, OSError):
        if plan.before is not None:
            replace_file(plan.path, None if plan.removes else plan.after, plan.before)
        else:
            remove_file(plan.path, plan.after)


def pasteable(plan: Plan) -> str:
    """The planned entry's text, from brace to brace, its further lines as far left as they go; "" if it goes away."""
    if plan.removes:
        return ""
    file = read_tree(parse(make_source(plan.path, plan.after)), plan.context)
    entry = file.entry(plan.entry)
    if entry is None:
        return ""
    home = entry.attributes.homes[0]
    first, *rest = home.tree.source.text(home.set.start, home.set.end).splitlines()
    return first + "\n" + dedent("".join(f"{line}\n" for line in rest))


def _ask_nix(plan: Plan, temporary: Path, library: Path | None) -> None:
    program = nix_instantiate()
    if program is None:
        return
    try:
        library = library or find_library(program)
        if library is not None and _evaluates(temporary, library, program):
            return
        check_syntax(program, temporary)
        if library is not None:
            _check_fails_already(plan, temporary, library, program)
    except RealNixError as error:
        raise NixmenuError(
            f"the new text is not taken by Nix, and nothing is written. {error.message}", path=plan.path
        ) from error


def _evaluates(file: Path, library: Path, program: Path) -> bool:
    try:
        evaluate(file, library, program=program)
    except RealNixError:
        return False
    return True


def _check_fails_already(plan: Plan, temporary: Path, library: Path, program: Path) -> None:
    """Raise what Nix says of the new text, unless it refuses the old one too, for what only the system knows."""
    if plan.before is None or _evaluates(plan.path, library, program):
        evaluate(temporary, library, program=program)

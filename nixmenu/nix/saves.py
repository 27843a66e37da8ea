"""What saves replaced in a file, so that an edit that takes back an earlier one gives its bytes back.

Without this memory an option that was removed can only be written anew, in the file's style but not in its
words: with the comment behind it, the spelling and the place that the user had chosen.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from nixmenu.errors import NixmenuError
from nixmenu.layers.definition import FORCED, PLAIN, Definition
from nixmenu.nix.edit import edited
from nixmenu.nix.edit import plan as plan_anew
from nixmenu.nix.history import History, Marked, Option
from nixmenu.nix.intention import Changes, Intention
from nixmenu.nix.journal import Journal
from nixmenu.nix.marks import MarkedText
from nixmenu.nix.parse import parse
from nixmenu.nix.planning import Plan, make_plan, removal_of_file
from nixmenu.nix.read import Context, Entry, PatchFile, read_entries, read_tree
from nixmenu.nix.revalue import says
from nixmenu.nix.source import make_source, read_source
from nixmenu.nix.splice import Splice, difference
from nixmenu.nix.wanted import Wanted
from nixmenu.nix.writing import prompts

_Tests = Mapping[Option, Callable[[Definition | None], bool]]


class Saves:
    """The saves of one session, and with a `journal` those of earlier ones to the same files."""

    def __init__(self, journal: Journal | None = None) -> None:
        self._histories: dict[Path, History] = {}
        self._journal = journal
        self._planned: tuple[Plan, Marked] | None = None
        """The newest plan that takes something back, and the text in which that is done."""

    def plan(
        self,
        path: Path,
        entry: str,
        changes: Changes,
        *,
        comments: Mapping[str, str] | None = None,
        context: Context | None = None,
    ) -> Plan:
        """As `nixmenu.nix.edit.plan`; what an earlier save replaced comes back byte by byte.

        A file that a save made, and nobody else changed, goes away with all that it says.
        """
        self._planned = None
        if os.path.exists(path):  # noqa: PTH110  (see nixmenu.nix.edit.plan)
            text = read_source(path).data
            history = self._history(path, text)
            if history is not None:
                before = read_entries(path, (context or Context()).of(entry))
                history.at(before.text)
                if history.created and _is_all_there_is(before, entry, changes):
                    return removal_of_file(before, entry, changes)
                tests = _tests(before, entry, changes)
                for state in _candidates(history, before, tests):
                    with suppress(NixmenuError):
                        plan = _planned(before, state.text, entry, changes, comments or {})
                        self._planned = plan, state
                        return plan
        return plan_anew(path, entry, changes, comments=comments, context=context)

    def saved(self, plan: Plan) -> None:
        """Remember a plan that was written."""
        planned, self._planned = self._planned, None
        if plan.after == (plan.before or b""):
            return
        if plan.removes:
            self._histories.pop(plan.path, None)
            if self._journal is not None:
                self._journal.forget(plan.path)
            return
        if plan.before is None:
            history = History([MarkedText(plan.after)], created=True)
        else:
            history = self._history(plan.path, plan.before) or History()
            marked = history.at(plan.before)
            known = history.known(plan.after)
            if known is not None:
                history.states.append(known)
            else:
                _add(history, planned[1] if planned is not None and planned[0] is plan else marked, plan)
        self._histories[plan.path] = history
        if self._journal is not None:
            self._journal.keep(plan.path, history)

    def _history(self, path: Path, text: bytes) -> History | None:
        """What is known of a file that holds `text` now."""
        if path not in self._histories and self._journal is not None:
            history = self._journal.recall(path, text)
            if history is not None:
                self._histories[path] = history
        return self._histories.get(path)


def _candidates(history: History, before: PatchFile, tests: _Tests) -> Iterator[Marked]:
    """Texts in which something that is wanted is as it was, those with the most of it first."""
    now = history.at(before.text)
    missing = {option: test for option, test in tests.items() if not test(_definition(before, option))}
    if not missing:
        return
    for state in history.earlier():
        with suppress(NixmenuError):
            file = before.with_text(state.text)
            if all(test(_definition(file, option)) for option, test in tests.items()):
                yield state
    for companions in (True, False):
        state = now.restored(missing, companions=companions)
        if state.text != now.text:
            yield state


def _is_all_there_is(file: PatchFile, name: str, changes: Changes) -> bool:
    """Is a file about one entry alone, which would say nothing any more?"""
    return len(file.entries) == 1 and file.entries[0].name == name and _is_all(file.entries[0], changes)


def _planned(
    before: PatchFile, restored: bytes, entry: str, changes: Changes, comments: Mapping[str, str]
) -> Plan:
    """The plan that takes back what can be, and writes the rest anew; raises NixmenuError if that goes wrong."""
    file = before.with_text(restored)
    tests = _tests(before, entry, changes)
    rest = {
        name: wanted
        for name, wanted in changes.items()
        if not tests[entry, name](_definition(file, (entry, name)))
    }
    after, changed = edited(file, entry, rest, prompts(comments))
    intention = Intention({entry: changes})
    there = before.entry(entry)
    if there is not None and before.with_text(after).entry(entry) is None and _is_all(there, changes):
        intention = Intention(removed=frozenset({entry}))
    back = {name for name in changes if _said(before, (entry, name)) != _said(file, (entry, name))}
    return make_plan(before, after, entry, intention, changed | back)


def _is_all(entry: Entry, changes: Changes) -> bool:
    """Is there nothing more to an entry than options that go away?"""
    away = {name for name, wanted in changes.items() if wanted is None}
    only_options = not entry.unread and entry.extra_config is None and entry.attributes.get("patch") is None
    return only_options and all(definition.name in away for definition in entry.definitions)


def _add(history: History, marked: Marked, plan: Plan) -> None:
    """The text that a plan leaves, with marks in what it changed."""
    before, after = (
        read_tree(parse(make_source(plan.path, text)), plan.context) for text in (marked.text, plan.after)
    )
    options = [(entry, name) for entry, changes in plan.intention.options.items() for name in changes]
    splices = difference(marked.text, plan.after)
    said = []
    distance = 0
    for splice in splices:
        said.append(_about(splice, distance, before, after, options))
        distance += len(splice.text) - (splice.end - splice.start)
    history.add(marked, splices, said)


def _tests(file: PatchFile, entry: str, changes: Changes) -> _Tests:
    """Whether what an option said once is what is wanted now."""
    return {
        (entry, name): partial(_is_meant, wanted=wanted, now=_definition(file, (entry, name)))
        for name, wanted in changes.items()
    }


def _is_meant(said: Definition | None, *, wanted: Wanted | None, now: Definition | None) -> bool:
    """Did it say what is wanted? Where the answer alone shall change, a stronger priority is as good."""
    if said is None or wanted is None:
        return said is None and wanted is None
    if not says(said, wanted) or said.optional != wanted.optional:
        return False
    if wanted.priority is not None:
        return said.priority == wanted.priority
    return said.priority <= (FORCED if wanted.force else PLAIN) or (
        now is not None and said.priority == now.priority
    )


def _definition(file: PatchFile, option: Option) -> Definition | None:
    entry, name = option
    found = file.entry(entry)
    if found is None:
        return None
    definitions = (*found.definitions, *(one.definition for one in found.conditional))
    return next((one for one in definitions if one.name == name), None)


def _said(file: PatchFile, option: Option) -> Wanted | None:
    definition = _definition(file, option)
    return None if definition is None else Wanted.of(definition)


def _about(
    splice: Splice, distance: int, before: PatchFile, after: PatchFile, options: list[Option]
) -> dict[Option, Definition | None]:
    """The options that a splice writes or takes away, with what was said to them before.

    `distance` is how much further back its text stands afterwards.
    """
    start = splice.start + distance
    return {
        option: _definition(before, option)
        for option in options
        if _touches(before, option, splice.start, splice.end)
        or _touches(after, option, start, start + len(splice.text))
    }


def _touches(file: PatchFile, option: Option, start: int, end: int) -> bool:
    """Is an option written at a place, in part at least?"""
    entry = file.entry(option[0])
    options = entry.configuration if entry is not None else None
    member = options.members.get(option[1]) if options is not None else None
    for one in entry.conditional if entry is not None else ():
        if one.definition.name == option[1]:
            member = one.member
    if member is None or member.binding is None or member.home is None or member.home.tree is not file.tree:
        return False
    return member.binding.start < end and start < member.binding.end

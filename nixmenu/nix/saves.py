"""What saves replaced in a file, so that an edit that takes back an earlier one gives its bytes back.

Without this memory an option that was removed can only be written anew, in the file's style but not in its
words: with the comment behind it, the spelling and the place that the user had chosen.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from nixmenu.errors import NixmenuError
from nixmenu.layers.definition import FORCED, PLAIN, Definition
from nixmenu.nix.edit import edited
from nixmenu.nix.edit import plan as plan_anew
from nixmenu.nix.intention import Changes, Intention
from nixmenu.nix.marks import MarkedText
from nixmenu.nix.parse import parse
from nixmenu.nix.planning import Plan, make_plan
from nixmenu.nix.read import Context, Entry, PatchFile, read_entries, read_tree
from nixmenu.nix.revalue import says
from nixmenu.nix.source import make_source
from nixmenu.nix.splice import Splice, difference
from nixmenu.nix.wanted import Wanted
from nixmenu.nix.writing import prompts

_Option = tuple[str, str]
"""An entry's name and an option's."""
_Tests = Mapping[_Option, Callable[[Definition | None], bool]]
_Marked = MarkedText[_Option, Definition | None]


class Saves:
    """The saves of one session."""

    def __init__(self) -> None:
        self._states: dict[Path, list[_Marked]] = {}
        """What each file held after every save, the newest last; all since somebody else changed it."""
        self._steps = 0
        self._planned: tuple[Plan, _Marked] | None = None
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
        """As `nixmenu.nix.edit.plan`; what an earlier save replaced comes back byte by byte."""
        self._planned = None
        if path in self._states and os.path.exists(path):  # noqa: PTH110  (see nixmenu.nix.edit.plan)
            before = read_entries(path, context)
            tests = _tests(before, entry, changes)
            for state in self._candidates(before, tests):
                with suppress(NixmenuError):
                    plan = _planned(before, state.text, entry, changes, comments or {})
                    self._planned = plan, state
                    return plan
        return plan_anew(path, entry, changes, comments=comments, context=context)

    def saved(self, plan: Plan) -> None:
        """Remember a plan that was written."""
        states = self._states.setdefault(plan.path, [])
        planned, self._planned = self._planned, None
        if plan.before is None:
            self._states[plan.path] = [MarkedText(plan.after)]
            return
        marked = self._at(plan.path, plan.before)
        known = next((state for state in reversed(states) if state.text == plan.after), None)
        if known is not None:
            states.append(known)
            return
        if planned is not None and planned[0] is plan:
            marked = planned[1]
        self._steps += 1
        states.append(_changed(marked, plan, self._steps))

    def _at(self, path: Path, text: bytes) -> _Marked:
        """The file as it is, which somebody else may have changed since the last save."""
        states = self._states[path]
        if not states:
            states.append(MarkedText(text))
        elif states[-1].text != text:
            states[:] = [states[-1].followed(difference(states[-1].text, text))]
        return states[-1]

    def _candidates(self, before: PatchFile, tests: _Tests) -> Iterator[_Marked]:
        """Texts in which something that is wanted is as it was, those with the most of it first."""
        now = self._at(before.path, before.text)
        missing = {option: test for option, test in tests.items() if not test(_definition(before, option))}
        if not missing:
            return
        for state in _nearest(self._states[before.path]):
            with suppress(NixmenuError):
                file = before.with_text(state.text)
                if all(test(_definition(file, option)) for option, test in tests.items()):
                    yield state
        for companions in (True, False):
            state = now.restored(missing, companions=companions)
            if state.text != now.text:
                yield state


def _nearest(states: Sequence[_Marked]) -> list[_Marked]:
    """All states but the newest: first those that a save made into the newest or the newest into, then others."""
    now = states[-1]
    beside = [
        state
        for index, state in reversed(list(enumerate(states)))
        if now in (*states[index + 1 : index + 2], *states[max(index - 1, 0) : index])
    ]
    return [state for state in dict.fromkeys((*beside, *reversed(states))) if state is not now]


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


def _changed(marked: _Marked, plan: Plan, step: int) -> _Marked:
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
    return marked.changed(splices, said, step)


def _tests(file: PatchFile, entry: str, changes: Changes) -> _Tests:
    """Whether what an option said once is what is wanted now."""
    return {
        (entry, name): partial(_is_meant, wanted=wanted, now=_definition(file, (entry, name)))
        for name, wanted in changes.items()
    }


def _is_meant(said: Definition | None, *, wanted: Wanted | None, now: Definition | None) -> bool:
    """Did it say what is wanted? Where the answer alone shall change, its priority is the one there is."""
    if said is None or wanted is None:
        return said is None and wanted is None
    if not says(said, wanted) or said.optional != wanted.optional:
        return False
    if wanted.priority is not None:
        return said.priority == wanted.priority
    return said.priority == (FORCED if wanted.force else PLAIN) or (
        now is not None and said.priority == now.priority
    )


def _definition(file: PatchFile, option: _Option) -> Definition | None:
    entry, name = option
    found = file.entry(entry)
    if found is None:
        return None
    definitions = (*found.definitions, *(one.definition for one in found.conditional))
    return next((one for one in definitions if one.name == name), None)


def _said(file: PatchFile, option: _Option) -> Wanted | None:
    definition = _definition(file, option)
    return None if definition is None else Wanted.of(definition)


def _about(
    splice: Splice, distance: int, before: PatchFile, after: PatchFile, options: list[_Option]
) -> dict[_Option, Definition | None]:
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


def _touches(file: PatchFile, option: _Option, start: int, end: int) -> bool:
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

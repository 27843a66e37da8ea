"""Adding, changing and removing the options of one entry."""

import re
from collections.abc import Mapping, Sequence

from nixmenu.layers.definition import Definition
from nixmenu.nix import syntax
from nixmenu.nix.configuration import Conditioned
from nixmenu.nix.evaluate import Evaluation
from nixmenu.nix.placement import Insertion, Layout
from nixmenu.nix.read import Entry, PatchFile
from nixmenu.nix.revalue import NotEditableError, Revaluer, is_satisfied
from nixmenu.nix.spelling import Speller
from nixmenu.nix.splice import Splice
from nixmenu.nix.strings import attribute_name, byte_order
from nixmenu.nix.values import AttributeHome, Attributes, Conditional, Guarded, Member, Scope
from nixmenu.nix.wanted import Wanted
from nixmenu.nix.writing import Notes, option

_Place = syntax.Binding | syntax.Inherit | syntax.Comment
"""What new options stand beside."""
_WORD = re.compile(r"[A-Za-z0-9_]+")


class OptionEditor:
    """Makes the splices for one entry's set of options."""

    def __init__(self, file: PatchFile, entry: Entry, options: Attributes) -> None:
        self._file = file
        self._entry = entry
        self._options = options
        self._layout = Layout(file.tree)
        self._spellers: dict[Scope, Speller] = {}

    def current(self, name: str) -> Definition | None:
        """What the entry says about an option now.

        Raises NotEditableError if that is not one plain answer.
        """
        conditioned = self._conditioned(name)
        parts = [one.definition.conditions for one in self._entry.conditional if one.definition.name == name]
        for unread in self._entry.unread:
            if unread.name == name and len(parts) > 1:
                conditions = ", another ".join(f"if `{' and '.join(part)}`" for part in parts)
                raise NotEditableError(f"it is answered in several parts: one counts {conditions}")
            if unread.name == name and conditioned is None:
                raise NotEditableError(f"its value cannot be read: {unread.reason}")
        found = self._written_parts(name)
        if len(found) + (conditioned is not None) > 1:
            raise NotEditableError("it is defined in several parts that are merged")
        if conditioned is not None:
            return conditioned.definition
        return found[0].definition if found else None

    def _written_parts(self, name: str) -> list[Conditioned]:
        return [one for one in self._entry.written if one.definition.name == name]

    def _conditioned(self, name: str) -> Conditioned | None:
        """What the entry says about an option under a condition, if that is one plain answer and nothing else."""
        parts = [unread for unread in self._entry.unread if unread.name == name]
        found = [one for one in self._entry.conditional if one.definition.name == name]
        return found[0] if len(parts) == len(found) == 1 else None

    def _member(self, name: str) -> Member:
        found = self._written_parts(name)
        conditioned = self._conditioned(name) or (found[0] if len(found) == 1 else None)
        if conditioned is None:
            return self._options.members[name]
        member = conditioned.member
        value = member.value
        while isinstance(inner := value.force(), Guarded | Conditional):
            value = inner.content
        return Member(value, member.binding, member.home)

    def addition(self, added: Mapping[str, Wanted], notes: Notes) -> list[Splice]:
        """New options: in order if the set is ordered, else at its end.

        Raises NotSpellableError if nothing in scope leads to nixpkgs' lib.
        """
        home = self._home()
        siblings = _siblings(home)
        speller = self._speller(home.scope)
        quote = self._quotes_all(siblings)
        insertions = {
            name: option(name, speller.whole(added[name]).text, notes, quote=quote)
            for name in sorted(added, key=byte_order)
        }
        if not home.set.bindings:
            on_lines = self._spans_lines(home.set)
            new = list(insertions.values())
            return [self._layout.into_empty(home.set.opened, home.set.closed, new, on_lines=on_lines)]
        if home.prefix:
            first = siblings[0][1]
            path = self._file.tree.source.text(first.path[0].start, first.path[-2].end)
            insertions = {
                name: Insertion(_below(path, new.text), new.remark) for name, new in insertions.items()
            }
        named = self._named_places(home, insertions)
        others = {name: new for name, new in insertions.items() if name not in named}
        splices = [
            self._layout.below(comment.start, comment.end, insertions[name])
            for name, comment in named.items()
        ]
        places: list[tuple[str, _Place]] = [*siblings, *named.items()]
        places.sort(key=lambda sibling: sibling[1].start)
        return splices + self._beside_siblings(home, places, others)

    def change(self, name: str, wanted: Wanted) -> Splice | None:
        """An existing option's new value; None if it has it already.

        Raises NotEditableError if the value cannot be changed safely.
        """
        definition = self.current(name)
        if definition is not None and is_satisfied(definition, wanted):
            if definition.conditions:
                conditions = " and ".join(definition.conditions)
                raise NotEditableError(f"it says so already, but counts only if `{conditions}`")
            return None
        if definition is None:
            raise NotEditableError("it stands under a condition that does not hold")
        member = self._member(name)
        node, scope = self._written(member)
        if member.binding is None:
            raise NotEditableError("it is not written as `NAME = value;`")
        revaluer = Revaluer(self._file.tree.source, Evaluation())
        splice = revaluer.splice(node, scope, definition, wanted, self._speller(scope))
        if self._file.tree.comments_between(splice.start, splice.end):
            raise NotEditableError("a comment stands inside its value")
        return splice

    def removal(self, names: Sequence[str]) -> list[Splice]:
        """Options that go away.

        Raises NotEditableError for one that is not written as a binding of its own.
        """
        removed: dict[syntax.AttributeSet, list[syntax.Binding]] = {}
        for name in names:
            self.current(name)
            member = self._member(name)
            self._written(member)
            if member.binding is None or member.home is None:
                raise NotEditableError("it is not written as `NAME = value;`")
            removed.setdefault(member.home.set, []).append(member.binding)
        splices = []
        for container, bindings in removed.items():
            runs = [
                self._layout.removal(start, end, container.opened)
                for start, end in self._runs(container, bindings)
            ]
            if len(bindings) == len(container.bindings):
                whole = self._sideline(container, runs)
                emptied = self._layout.emptied(container.opened, container.closed, runs)
                runs = emptied if whole is None else [whole]
            splices += runs
        return splices

    def _sideline(self, container: syntax.AttributeSet, runs: Sequence[Splice]) -> Splice | None:
        """The removal of all options where the entry is there for something else: a patch, or text.

        `runs` removes the options alone. None if the entry is there for them, or if there is more to them than
        a set: comments that would stay, a `let`.
        """
        members = self._entry.attributes.members
        has_patch = "patch" in members and self._entry.attributes.get("patch") is not None
        member = members.get(self._entry.attribute or "")
        if member is None or member.binding is None or member.home is None:
            return None
        binding = member.binding
        value = binding.value.body if isinstance(binding.value, syntax.With) else binding.value
        commented = any(
            not any(run.start <= comment.start < run.end for run in runs)
            for comment in self._file.tree.comments_between(binding.start, binding.end)
        )
        if value is not container or commented or not (has_patch or self._entry.extra_config is not None):
            return None
        return self._layout.removal(binding.start, binding.end, member.home.set.opened)

    def _home(self) -> AttributeHome:
        """Of a merged set the innermost literal, of several joined by `//` the last without condition, which wins."""
        homes = [home for home in self._options.homes if not home.conditional]
        shortest = min(len(home.prefix) for home in homes)
        return [home for home in homes if len(home.prefix) == shortest][-1]

    def _speller(self, scope: Scope) -> Speller:
        if scope not in self._spellers:
            self._spellers[scope] = Speller(scope, self._neighbours())
        return self._spellers[scope]

    def _neighbours(self) -> list[tuple[syntax.Node, Scope]]:
        """The values written in this set; if there are none, in the file's other entries."""
        here = _values(self._options)
        if here:
            return here
        others = [entry.configuration for entry in self._file.entries if entry.configuration is not None]
        return [value for configuration in others for value in _values(configuration)]

    def _quotes_all(self, siblings: Sequence[tuple[str, syntax.Binding]]) -> bool:
        data = self._file.tree.source.data
        plain = [binding for name, binding in siblings if attribute_name(name) == name]
        return bool(plain) and all(
            data[item.path[-1].start : item.path[-1].start + 1] == b'"' for item in plain
        )

    def _spans_lines(self, container: syntax.AttributeSet) -> bool:
        """Is there room for lines: is the set, or else the entry around it, written on several?"""
        source = self._file.tree.source
        around = [home.set for home in self._entry.attributes.homes] + [container]
        return any(source.line(place.start) != source.line(place.end) for place in around)

    def _beside_siblings(
        self,
        home: AttributeHome,
        siblings: Sequence[tuple[str, _Place]],
        insertions: Mapping[str, Insertion],
    ) -> list[Splice]:
        keys = [byte_order(name) for name, _ in siblings]
        is_ordered = keys == sorted(keys)
        groups: dict[_Place | None, list[Insertion]] = {}
        for name, insertion in insertions.items():
            before = [
                sibling for key, (_, sibling) in zip(keys, siblings, strict=True) if key < byte_order(name)
            ]
            anchor: _Place | None
            if not siblings:
                anchor = home.set.bindings[-1]
            elif not is_ordered:
                anchor = siblings[-1][1]
            else:
                anchor = before[-1] if before else self._above(home, siblings[0][1])
            groups.setdefault(anchor, []).append(insertion)
        opened, closed = home.set.opened, home.set.closed
        return [
            self._layout.before_first(home.set.bindings[0].start, opened, closed, new)
            if anchor is None
            else self._layout.after(anchor.start, anchor.end, closed, new)
            for anchor, new in groups.items()
        ]

    def _named_places(
        self, home: AttributeHome, insertions: Mapping[str, Insertion]
    ) -> dict[str, syntax.Comment]:
        """The comments on lines of their own that name a new option: it goes right below."""
        source = self._file.tree.source
        found: dict[str, syntax.Comment] = {}
        for comment in self._file.tree.comments_between(home.set.opened, home.set.closed):
            inside = any(binding.start < comment.start < binding.end for binding in home.set.bindings)
            alone = (
                source.opens_line(comment.start)
                and not source.data[comment.end : source.line_end(comment.end)].strip()
            )
            if inside or not alone:
                continue
            words = set(_WORD.findall(source.text(comment.start, comment.end)))
            found.update((name, comment) for name in insertions if name in words and name not in found)
        return found

    @staticmethod
    def _above(home: AttributeHome, place: _Place) -> _Place | None:
        """The last binding before a place."""
        before = [binding for binding in home.set.bindings if binding.end <= place.start]
        return before[-1] if before else None

    def _written(self, member: Member) -> tuple[syntax.Node, Scope]:
        node, scope = member.value.node, member.value.scope
        if node is None or scope is None:
            raise NotEditableError("its value is computed")
        if scope.tree is not self._file.tree:
            raise NotEditableError("it is written in another file")
        return node, scope

    def _runs(
        self, container: syntax.AttributeSet, bindings: Sequence[syntax.Binding]
    ) -> list[tuple[int, int]]:
        """The removed bindings, those joined that follow each other on one line."""
        data = self._file.tree.source.data
        runs: list[tuple[int, int]] = []
        for binding in container.bindings:
            if binding not in bindings:
                continue
            if runs and not data[runs[-1][1] : binding.start].strip(b" \t"):
                runs[-1] = (runs[-1][0], binding.end)
            else:
                runs.append((binding.start, binding.end))
        return runs


def _below(path: str, text: str) -> str:
    """A binding, with comments above it or not, as one below an attribute path."""
    *above, binding = text.split("\n")
    return "\n".join([*above, f"{path}.{binding}"])


def _siblings(home: AttributeHome) -> list[tuple[str, syntax.Binding]]:
    """The options written in a home, in its order."""
    found = []
    for binding in home.set.bindings:
        if isinstance(binding, syntax.Binding):
            *prefix, last = (attribute.name for attribute in binding.path)
            if tuple(prefix) == home.prefix and last is not None:
                found.append((last, binding))
    return found


def _values(options: Attributes) -> list[tuple[syntax.Node, Scope]]:
    return [
        (member.value.node, member.value.scope)
        for member in options.members.values()
        if member.value.node is not None and member.value.scope is not None
    ]

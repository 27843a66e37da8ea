"""Turning the text of an `extraConfig` into structured options that mean exactly the same.

The text beats every structured layer, whatever its priority, and is never checked. So an option gets the
weakest priority at which it wins all the same, and nothing is done where none does. Source: nixpkgs
`kernel_config.nix` and `generate-config.pl`, as `nixmenu.layers.answer_lines` has them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nixmenu.errors import NixmenuError
from nixmenu.layers.answer_lines import InvalidAnswerLineError, Reply, format_answers, parse_answers
from nixmenu.layers.definition import FORCED, PLAIN, Definition
from nixmenu.layers.merge import described, merge, merge_option
from nixmenu.nix import syntax, writing
from nixmenu.nix.edit import edited
from nixmenu.nix.entries import kernel_speller, options_attribute, with_library
from nixmenu.nix.entry_edits import entry_called, opened
from nixmenu.nix.intention import Intention
from nixmenu.nix.placement import Insertion, Layout
from nixmenu.nix.planning import Plan, make_plan, reread
from nixmenu.nix.read import Entry, PatchFile
from nixmenu.nix.spelling import NotSpellableError
from nixmenu.nix.splice import Splice, spliced
from nixmenu.nix.strings import byte_order
from nixmenu.nix.values import AttributeHome
from nixmenu.nix.wanted import Wanted
from nixmenu.nix.writing import Note

_TRISTATES = ("y", "m", "n")


@dataclass(frozen=True, slots=True)
class _Text:
    """An `extraConfig` that is written out in this file."""

    binding: syntax.Binding
    home: AttributeHome
    value: str
    line: int
    """1-based, of the first line of `value`."""

    def line_of(self, option: str) -> int:
        """Where the line is that answers an option in the end."""
        lines = self.value.split("\n")
        return self.line + max(number for number, line in enumerate(lines) if option in _parsed(line))


def structure_text(path: Path, name: str, nixos: Sequence[Definition] | None = None) -> Plan:
    """The entry `name` with options in place of its text.

    `nixos` are NixOS's own definitions; without them everything is written with lib.mkForce, because what it
    has to win against is not known. Comments stay, and of several lines for one option the last, which is the
    one that counts. Raises NixmenuError where the text is computed, where a line of it would stop the build,
    or where no structured option can do what the text does.
    """
    file, entry = opened(path, name)
    text = _text(file, entry)
    try:
        replies = parse_answers(text.value)
    except InvalidAnswerLineError as error:
        raise _invalid(file, text, error) from error
    if not replies:
        raise NixmenuError(
            f'the text of the entry "{name}" answers no option', path=file.path, line=text.line
        )
    wanted = {option: _wanted(file, entry, text, option, replies[option], nixos) for option in replies}
    after = _edited(file, name, text, wanted)
    intention = Intention(options={name: wanted}, without_text=frozenset({name}))
    plan = make_plan(file, after, name, intention, set(wanted))
    known = nixos or ()
    result = file.with_text(after)
    if _replies(file, known) != _replies(result, known):
        raise NixmenuError(
            f'the options would not mean what the text of the entry "{name}" means; nothing is changed',
            path=file.path,
            line=text.line,
        )
    return plan


def _text(file: PatchFile, entry: Entry) -> _Text:
    member = entry.attributes.members.get("extraConfig")
    if member is None or entry.extra_config is None:
        what = "has no extraConfig" if member is None else "has an extraConfig that cannot be worked out"
        raise NixmenuError(f'the entry "{entry.name}" {what}', path=file.path, line=entry.line)
    node = member.value.node
    literal = isinstance(node, syntax.Text) and all(isinstance(part, str) for part in node.parts)
    if member.binding is None or member.home is None or member.home.tree is not file.tree or not literal:
        raise NixmenuError(
            f'the extraConfig of the entry "{entry.name}" is put together, not written out as one text',
            path=file.path,
            line=entry.extra_config_line or entry.line,
        )
    if not entry.editable:
        raise NixmenuError(
            f'the options of the entry "{entry.name}" cannot be edited in place: {entry.reason}',
            path=file.path,
            line=entry.line,
        )
    source = file.tree.source
    value = member.binding.value
    first = source.text(value.start, source.line_end(value.start)).strip()
    line = source.line(value.start) + (first == "''")
    return _Text(member.binding, member.home, entry.extra_config, line)


def _invalid(file: PatchFile, text: _Text, error: InvalidAnswerLineError) -> NixmenuError:
    hint = "; it wants `NAME VALUE`, without CONFIG_ and =" if "=" in error.message else ""
    return NixmenuError(
        f"{error.message}: the build stops there{hint}. Correct the line first",
        path=file.path,
        line=text.line + error.number - 1,
    )


def _wanted(
    file: PatchFile,
    entry: Entry,
    text: _Text,
    name: str,
    reply: Reply,
    nixos: Sequence[Definition] | None,
) -> Wanted:
    """The weakest definition of an option that wins as the text does."""

    def refusal(reason: str) -> NixmenuError:
        return NixmenuError(f"{name} has to stay text: {reason}", path=file.path, line=text.line_of(name))

    if name.startswith("CONFIG_"):
        raise refusal(f"there is no option of that name; it means {name.removeprefix('CONFIG_')}, written so")
    for earlier in file.entries[: file.entries.index(entry)]:
        if earlier.extra_config is not None and name in _parsed(earlier.extra_config):
            raise refusal(f'the text of the entry "{earlier.name}" answers it too, and would win')
    others = [one for one in nixos or () if one.name == name]
    for other in file.entries:
        if other is not entry and other.guard.holds is not False:
            said = [definition for definition in other.definitions if definition.name == name]
            unclear = other.guard.holds is None and said
            if unclear or any(unread.name in (name, None) for unread in other.unread):
                raise refusal(f'what the entry "{other.name}" says about it is not known here')
            others += said
    tristate = reply.value if reply.value in _TRISTATES else None
    freeform = reply.value if tristate is None else None
    for priority in (FORCED,) if nixos is None else (PLAIN, FORCED):
        mine = Definition(name, tristate, freeform, not reply.mandatory, priority)
        answer, conflict = merge_option([*others, mine])
        told = (answer.value, answer.optional) == (reply.value, mine.optional) and answer.kind != "unset"
        if told and conflict is None:
            return Wanted.of(mine)
    forced = " and ".join(described(one) for one in others if one.priority <= FORCED)
    raise refusal(f"it is forced elsewhere, and only text beats that: {forced}")


def _edited(file: PatchFile, name: str, text: _Text, wanted: Mapping[str, Wanted]) -> bytes:
    entry = entry_called(file, name)
    if entry.configuration is None:
        return _in_place(file, name, text, wanted)
    new = {option for option in wanted if option not in entry.configuration.members}
    notes, left = _notes(text.value, new)
    after, _ = edited(file, name, wanted, notes)
    changed = file.with_text(after)
    return spliced(after, _away(changed, _text(changed, entry_called(changed, name)), left))


def _away(file: PatchFile, text: _Text, left: Sequence[str]) -> list[Splice]:
    """The text's binding gone, but for the comments that belong to no new option."""
    layout = Layout(file.tree)
    binding, container = text.binding, text.home.set
    if left:
        lines = "\n".join(writing.comment_line(comment) for comment in left)
        return [layout.replaced(binding.start, binding.end, Insertion(lines))]
    return [layout.removal(binding.start, binding.end, container.opened)]


def _in_place(file: PatchFile, name: str, text: _Text, wanted: Mapping[str, Wanted]) -> bytes:
    """The options where the text stands, line for line."""
    try:
        head, speller = kernel_speller(text.home.scope)
    except NotSpellableError:
        library = with_library(file)
        if library is None:
            raise NixmenuError(
                "nothing in this file leads to nixpkgs' lib, which answers are written with; "
                "add `lib` to the arguments in its first line",
                path=file.path,
                line=1,
            ) from None
        file = reread(file, [library])
        return _in_place(file, name, _text(file, entry_called(file, name)), wanted)
    lines: list[Insertion] = []
    for line in _lines(text.value):
        if line.name is None:
            lines.append(Insertion(writing.comment_line(line.comment) if line.comment is not None else ""))
        else:
            value = speller.whole(wanted[line.name]).text
            lines.append(writing.option(line.name, value, {line.name: Note(line.comment or "")}))
    attribute = options_attribute(file)
    body = "\n".join([f"{attribute} = {head}{{", *writing.indented(lines, 1), "};"])
    splice = Layout(file.tree).replaced(text.binding.start, text.binding.end, Insertion(body))
    return spliced(file.text, [splice])


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text: the option it answers, if it counts, and its comment."""

    name: str | None
    comment: str | None


def _lines(text: str) -> list[_Line]:
    """The lines that count: of several for one option the last; no blank ones at the ends."""
    found: list[_Line] = []
    counting: set[str] = set()
    for line in reversed(text.strip().split("\n")):
        said, mark, comment = line.partition("#")
        answers = list(parse_answers(said))
        name = answers[0] if answers and answers[0] not in counting else None
        if answers and name is None and not mark:
            continue
        counting.update(answers)
        found.append(_Line(name, comment.strip() if mark else None))
    return found[::-1]


def _notes(text: str, new: set[str]) -> tuple[dict[str, Note], list[str]]:
    """The comments of new options, by option, and those that belong to none of them."""
    notes: dict[str, Note] = {}
    left: list[str] = []
    above: list[str] = []
    for line in _lines(text):
        if line.name in new:
            notes[line.name or ""] = Note(line.comment or "", tuple(above))
            above = []
        elif line.name is None and line.comment is not None:
            above.append(line.comment)
        else:
            left += [*above, *([line.comment] if line.comment else [])]
            above = []
    return notes, left + above


def _parsed(text: str) -> Mapping[str, Reply]:
    try:
        return parse_answers(text)
    except InvalidAnswerLineError:
        return {}


def _replies(file: PatchFile, nixos: Iterable[Definition]) -> list[tuple[str, Reply]]:
    """What a build would be answered in the end, by all that counts."""
    entries = [entry for entry in file.entries if entry.guard.holds is not False]
    definitions = [*nixos, *(one for entry in entries for one in entry.definitions)]
    texts = [entry.extra_config for entry in entries if entry.extra_config is not None]
    text = format_answers(merge(definitions).answers, texts)
    return sorted(_parsed(text).items(), key=lambda item: byte_order(item[0]))

"""Which definition makes the user's wish come true: none, a plain one, or one with lib.mkForce."""

from collections.abc import Sequence
from dataclasses import dataclass
from shlex import quote

from nixmenu.layers.definition import FORCED, PLAIN, Definition, Origin
from nixmenu.layers.merge import described, merge_option


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants an option answered; both None is no answer at all."""

    tristate: str | None = None
    freeform: str | None = None

    @property
    def value(self) -> str:
        """What the answer's line would say."""
        return self.freeform if self.freeform is not None else self.tristate or ""


def definition_for(
    name: str, wanted: Wish, others: Sequence[Definition], own: Sequence[Definition], origin: Origin
) -> tuple[Definition, ...] | str:
    """What the user's entry has to say about `name` so that the merge gives `wanted`.

    `others` are the definitions of all other layers and entries, `own` what the entry says so far, whose
    priority and optional mark are kept if they do. Nothing means that the others give it anyway; a string
    says why there is nothing that the entry could say.
    """
    if _gives(others, wanted):
        return ()
    # An edit keeps the wrapper that the user wrote, unless it takes force.
    usual = own[0].priority if own else PLAIN
    optional = bool(own) and own[0].optional
    for priority in dict.fromkeys((usual, FORCED if usual >= PLAIN else usual)):
        mine = Definition(name, wanted.tristate, wanted.freeform, optional, priority, origin)
        if _gives((*others, mine), wanted):
            return (mine,)
    forced = [definition for definition in others if definition.priority <= FORCED]
    return f"{name} is forced elsewhere: {' and '.join(described(one) for one in forced)}; {_way_out(forced)}"


def _way_out(forced: Sequence[Definition]) -> str:
    """What people can do where two would both have to be the strongest."""
    yours = [one.origin for one in forced if one.origin is not None and one.origin.layer == "you"]
    if yours:
        return f"change it there (--entry {quote(yours[0].label)}), or take it out there"
    return f"a lib.mkOverride {min(one.priority for one in forced) - 1} of your own would win over that"


def _gives(definitions: Sequence[Definition], wanted: Wish) -> bool:
    if not definitions:
        return wanted == Wish()
    answer, conflict = merge_option(definitions)
    if conflict is not None or (answer.kind == "unset") != (wanted == Wish()):
        return False
    return answer.value == wanted.value

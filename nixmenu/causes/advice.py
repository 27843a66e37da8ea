"""What to change about roots: the lines to write and what to take out, in the words of the user's Nix file."""

from collections.abc import Sequence
from dataclasses import dataclass

from nixmenu.causes.goals import FACTS, Root
from nixmenu.causes.says import Says
from nixmenu.causes.wording import listed, places

_SPELLED = {"y": "lib.kernel.yes", "m": "lib.kernel.module", "n": "lib.kernel.no", "": "lib.kernel.unset"}


@dataclass(frozen=True, slots=True)
class Advice:
    """A sentence that says what to do, and the lines of structuredExtraConfig that do it."""

    text: str
    lines: tuple[str, ...] = ()
    edits: tuple[tuple[str, str | None], ...] = ()
    """The same as option and value, where all of it can be done by editing the user's entry.

    The empty value takes the answer away, whoever gives it; None takes out what the entry says.
    """


def setting(name: str, value: str, *, force: bool) -> str:
    """A line for structuredExtraConfig; an empty value takes the answer away."""
    spelled = _SPELLED.get(value, f'lib.kernel.freeform "{value}"')
    if not force:
        return f"{name} = {spelled};"
    return f"{name} = lib.mkForce ({spelled});" if " " in spelled else f"{name} = lib.mkForce {spelled};"


def change(roots: Sequence[Root], says: Says, aim: str) -> Advice | None:
    """How to change all of `roots`, so that `aim` is reached; None where that is out of an answer's reach."""
    if not roots or any(root.who in FACTS for root in roots):
        return None
    if says.is_text_only:
        return Advice(f"{aim}, answer {', '.join(_line(root) for root in roots)}")
    steps = [_take_out(root, says) for root in roots if root.who == "you"]
    others = [root for root in roots if root.who != "you"]
    steps += [f"give {root.name} another value" for root in others if not root.wanted]
    lines = [setting(root.name, root.wanted, force=root.who == "nixos") for root in others if root.wanted]
    edits = () if any(not root.wanted for root in others) else tuple(_edit(root) for root in roots)
    if len(steps) == 1 and not lines:
        return Advice(f"{aim}, {steps[0]}", edits=edits)
    if not steps:
        return Advice(f"{aim}, write", tuple(lines), edits)
    return Advice(f"{aim}, do all of this", (*steps, *(f"write {line}" for line in lines)), edits)


def _edit(root: Root) -> tuple[str, str | None]:
    """What makes a root what it would have to be; where that is any other value, the user's answer goes."""
    return (root.name, root.wanted or None)


def built_in(name: str, says: Says) -> Advice:
    """What to write for a bool that is answered m."""
    line = setting(name, "y", force=says.against_nixos(name, "y"))
    return Advice(f"{name} is built in or not there at all; to have it, write", (line,))


def too_late(name: str, late: Sequence[str]) -> Advice:
    """What to know where the question for `name` comes before those of the options that it hangs on."""
    are = "is" if len(late) == 1 else "are"
    return Advice(
        f"{listed(late, 'and')} {are} asked for only after {name} and until then as in the base, so no answer helps:"
        " it takes another base"
    )


def toolchain(roots: Sequence[Root]) -> Advice | None:
    """What to know of roots that are tests of the toolchain: NixOS makes them with its own."""
    tests = [root.name for root in roots if root.who == "toolchain"]
    if not tests:
        return None
    what = "this test was made" if len(tests) == 1 else "these tests were made"
    return Advice(
        f"{what} with the tools of this machine; NixOS builds with its own, where it may come out otherwise:"
        " run nixmenu where those are in PATH (nix develop), or with what they answer (--toolchain FILE)"
    )


def give_up(name: str, says: Says) -> Advice | None:
    """How to stop asking for an option; None if nobody does."""
    answer = says.answer(name)
    if answer is None or answer.kind == "unset":
        return None
    aim = f"to leave {name} as it is" if answer.value == "n" else f"to do without {name}"
    if says.is_text_only:
        return Advice(f"{aim}, take its answer out")
    if says.is_mine(name):
        where = places(answer.definitions, mine=True)
        return Advice(f"{aim}, take your answer out{where}", edits=((name, None),))
    return Advice(f"{aim}, write", (setting(name, "", force=True),), ((name, ""),))


def _take_out(root: Root, says: Says) -> str:
    answer = says.answer(root.name)
    where = places(answer.definitions, mine=True) if answer is not None else ""
    instead = f" or make it {root.wanted}" if root.wanted else ""
    return f"take your answer to {root.name} out{where}{instead}"


def _line(root: Root) -> str:
    return f"{root.name} {root.wanted}" if root.wanted else f"{root.name} otherwise"

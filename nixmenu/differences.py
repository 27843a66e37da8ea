"""What is another value in one state of a configuration than in another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """An option, and what it is in either state; None where it has no line in the `.config`."""

    name: str
    old: str | None
    new: str | None


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> Sequence[Difference]:
    """All options that differ, in the order of the new state, then what only the old one has.

    No line counts as n, as it does for the kernel's build.
    """
    names = [*new, *(name for name in old if name not in new)]
    return [
        Difference(name, old.get(name), new.get(name))
        for name in names
        if old.get(name, "n") != new.get(name, "n")
    ]

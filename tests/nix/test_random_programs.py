"""Random Nix programs, evaluated by nixmenu and by Nix: every value that nixmenu gives is the one that Nix gives.

NIXMENU_TEST_EXAMPLES=N tries N times as many, others each time; NIXMENU_TEST_SEED tries those of a failure again.
"""

import json
import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from nixmenu.errors import NixmenuError
from nixmenu.nix import values
from nixmenu.nix.evaluate import Evaluation
from nixmenu.nix.parse import parse
from nixmenu.nix.source import make_source
from nixmenu.nix.values import Attributes, Conditional, ListValue, Merged, Override, Unknown, Value
from tests.nix_programs import FUNCTIONS, LIBRARY, Functions, programs

TIMES = int(os.environ.get("NIXMENU_TEST_EXAMPLES", "1"))
SEED = int(os.environ.get("NIXMENU_TEST_SEED") or (0 if TIMES == 1 else time.time_ns()))
BATCH = 50
IN_STUB = {
    *("optionalAttrs", "genAttrs", "zipAttrs", "optional", "optionals", "singleton", "id", "const", "flip"),
    *("mkForce", "mkDefault", "mkOverride", "mkIf", "mkMerge", "mkBefore", "mkAfter", "mkOrder"),
    *("versionAtLeast", "versionOlder", "kernel.freeform", "kernel.option"),
}
_ENDLESS = "it refers to itself without end"


class NoValueError(Exception):
    """nixmenu says that it does not know."""


@dataclass
class Result:
    """What nixmenu makes of a program; `guessing` if it went past something that it does not know."""

    program: str
    value: object
    guessing: bool


def plain(value: Value, depth: int = 0) -> object:
    """A value as JSON has it."""
    match value:
        case Unknown(reason=reason):
            raise NoValueError(reason)
        case ListValue(items=items, unread=()):
            return [plain(item.force(), depth + 1) for item in items]
        case Attributes(members=members, rest=None) if depth < 40:
            return {name: plain(member.value.force(), depth + 1) for name, member in members.items()}
        case Override(priority=priority, content=content):
            return {"_type": "override", "priority": priority, "content": plain(content.force(), depth + 1)}
        case Conditional(condition=condition, content=content):
            told = {
                "condition": plain(condition.force(), depth),
                "content": plain(content.force(), depth + 1),
            }
            return {"_type": "if", **told}
        case Merged(contents=contents):
            return {"_type": "merge", "contents": plain(contents.force(), depth + 1)}
        case str() | bool() | int() | float() | None:
            return value
    raise NoValueError(f"{type(value).__name__} is nothing that JSON has")


def evaluated(program: str, monkeypatch: pytest.MonkeyPatch) -> Result:
    unknown = []
    with monkeypatch.context() as patched:
        original = values.Unknown.__init__

        def count(self: Unknown, reason: str) -> None:
            original(self, reason)
            if reason != _ENDLESS:
                unknown.append(reason)

        patched.setattr(values.Unknown, "__init__", count)
        evaluation = Evaluation()
        tree = parse(make_source(Path("/x.nix"), f"{{ lib, ... }}: {program}".encode()))
        value = plain(evaluation.module(evaluation.file(tree)).force())
    return Result(program, value, bool(unknown))


def same(mine: object, theirs: object) -> bool:
    """Equal, types and all; a property may have more in Nix, where it is an ordinary set."""
    match mine, theirs:
        case (bool(), _) | (_, bool()):
            return mine is theirs
        case (int() | float(), int() | float()):
            return mine == pytest.approx(theirs, rel=1e-5)
        case list(), list():
            return len(mine) == len(theirs) and all(map(same, mine, theirs))
        case dict(), dict():
            names = mine.keys() <= theirs.keys() if "_type" in mine else mine.keys() == theirs.keys()
            return names and all(same(mine[name], theirs[name]) for name in mine)
    return type(mine) is type(theirs) and mine == theirs


def asked(nix: Path, library: Path, results: list[Result]) -> list[object]:
    """What Nix gives for programs: one list, or the words of its refusal in place of all."""
    text = f"let lib = import {library}; in [ {' '.join(f'({one.program})' for one in results)} ]"
    words = [nix, "--store", "dummy://", "--readonly-mode", "--eval", "--strict", "--json", "--expr", text]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else [done.stderr] * len(results)


def wrong(nix: Path, library: Path, results: list[Result]) -> list[str]:
    """The programs that Nix evaluates to something else, or not at all."""
    if not results:
        return []
    theirs = asked(nix, library, results)
    if len(results) > 1 and isinstance(theirs[0], str) and theirs[0].startswith(("error:", "warning:")):
        half = len(results) // 2
        return wrong(nix, library, results[:half]) + wrong(nix, library, results[half:])
    told = []
    for one, their in zip(results, theirs, strict=True):
        refused = isinstance(their, str) and "error:" in their
        if not same(one.value, their) and not (one.guessing and refused):
            told.append(f"{one.program!r} is {one.value!r}, and Nix says {str(their)[:300]!r}")
    return told


@pytest.mark.parametrize("functions", [FUNCTIONS, LIBRARY], ids=["builtins", "lib"])
def test_every_value_is_the_one_that_nix_gives(
    nix: Path,
    library: Path,
    functions: Functions,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if functions is FUNCTIONS and not library.is_file():
        pytest.skip("Nix's own functions do not come from a lib")
    if functions is LIBRARY and library.is_file():
        functions = {name: one for name, one in LIBRARY.items() if name in IN_STUB}
    found: list[Result] = []
    unknown: list[str] = []

    @seed(SEED)
    @settings(
        max_examples=500 * TIMES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(programs(functions))
    def collect(program: str) -> None:
        try:
            found.append(evaluated(program, monkeypatch))
        except NoValueError as error:
            unknown.append(str(error))

    collect()
    told = []
    for start in range(0, len(found), BATCH):
        told += wrong(nix, library, found[start : start + BATCH])
    shortest = sorted(set(told), key=len)[:5]
    assert shortest == [], f"NIXMENU_TEST_SEED={SEED} tries these again"
    assert len(found) > len(unknown)


@pytest.mark.parametrize("call", [*FUNCTIONS, *(f"lib.{name}" for name in LIBRARY)])
def test_every_function_that_programs_call_is_known(call: str) -> None:
    evaluation = Evaluation()
    tree = parse(make_source(Path("/x.nix"), f"{{ lib, ... }}: {call}".encode()))
    assert not isinstance(evaluation.module(evaluation.file(tree)).force(), Unknown)


FUNCTION_OF_ITS_OWN: list[tuple[str, Callable[[Value], bool]]] = [
    ("({ a }: 1) { a = 1; b = 2; }", lambda value: isinstance(value, Unknown)),
    ("({ a, b }: a) { a = 1; }", lambda value: isinstance(value, Unknown)),
    ("({ a, b ? 2 }: b) { a = 1; }", lambda value: value == 2),
    ("({ a, ... }: a) { a = 1; b = 2; }", lambda value: value == 1),
    ("({ ... }: 1) 2", lambda value: isinstance(value, Unknown)),
    ("{ a = null; }.a.b or 1", lambda value: value == 1),
    ("assert 1; 2", lambda value: isinstance(value, Unknown)),
    ('builtins.deepSeq { a = [ (throw "x") ]; } 1', lambda value: isinstance(value, Unknown)),
    ("let x = { a = x; }; in builtins.deepSeq x 1", lambda value: value == 1),
    ('builtins.compareVersions "202012312359" "6.12"', lambda value: value == -1),
    ('builtins.compareVersions "²" "1"', lambda value: value == -1),
    ("lib.take (-1) [ 1 ]", lambda value: isinstance(value, Unknown)),
    ("lib.drop (-1) [ 1 ]", lambda value: isinstance(value, Unknown)),
    ("builtins.genList (x: x) (-1)", lambda value: isinstance(value, Unknown)),
    ("lib.optionals 1 [ ]", lambda value: isinstance(value, Unknown)),
    ("lib.recursiveUpdate { } 1", lambda value: isinstance(value, Unknown)),
    ('lib.assertMsg false "x"', lambda value: isinstance(value, Unknown)),
]


@pytest.mark.parametrize(
    ("program", "fits"), FUNCTION_OF_ITS_OWN, ids=[one for one, _ in FUNCTION_OF_ITS_OWN]
)
def test_what_random_programs_have_found(program: str, fits: Callable[[Value], bool]) -> None:
    evaluation = Evaluation()
    tree = parse(make_source(Path("/x.nix"), f"{{ lib, ... }}: {program}".encode()))
    try:
        value = evaluation.module(evaluation.file(tree)).force()
    except NixmenuError as error:
        pytest.fail(str(error))
    assert fits(value)

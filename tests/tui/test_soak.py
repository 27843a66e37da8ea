"""Thousands of random keys leave the program whole, and its result is what a fresh session makes of the edits.

A few hundred on a small tree by default; NIXMENU_TEST_LONG=1 sends 5,000 on Linux 6.12, which takes minutes.
NIXMENU_TEST_SEED chooses other keys. The keys that were sent are in the file `keys` of the test's directory.
"""

import asyncio
import gc
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

import pytest
from textual.pilot import Pilot

import nixmenu
from nixmenu.layers.definition import Definition
from nixmenu.prediction import Prediction
from nixmenu.session import Change, Session, SessionOptions
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.heap import give_back
from nixmenu.tui.keyed_app import KeyedApp
from nixmenu.tui.screens.messages import Edited
from nixmenu.tui.settings import PREVIEW_FROM
from tests.kernel.conftest import real_kernel
from tests.tui import soak

SEED = int(os.environ.get("NIXMENU_TEST_SEED", "612"))
GROWTH = 1.10
"""How much the memory may grow while the random keys come.

It is counted from when everything was done once (`soak.look_around`): modules are imported and indices made for what is
asked for the first time, and the largest edit needs the most. All that comes later has to find room in what that left.
"""
MOST_MEMORY = 300 << 10
"""Kilobytes."""


class Soak:
    """A session in which everything was done once, that is sent random keys then, and what it has come to."""

    def __init__(self, options: SessionOptions, count: int) -> None:
        self.count = count
        self.memory: list[int] = []
        """Kilobytes that the process holds with no screen open but the tree, before the keys and after each fifth.

        All edits are taken back for it.
        """
        self.most = 0
        """The same with the edits, at most."""
        self.edited = NixmenuApp(options)
        asyncio.run(self._run())

    @property
    def session(self) -> Session:
        """The session that the keys were for."""
        assert self.edited.session is not None
        return self.edited.session

    @property
    def options(self) -> SessionOptions:
        """What the session is for: keys may have led the edits to another entry or file."""
        return self.edited.options

    @property
    def prediction(self) -> Prediction:
        """Its newest result."""
        assert self.session.prediction is not None
        return self.session.prediction

    async def _run(self) -> None:
        async with self.edited.run_test(size=soak.SIZES[2]) as pilot:
            while self.edited.view is None or self.edited.view.stale:
                await pilot.pause(0.01)
            with Path("keys").open("w") as keys:
                await soak.look_around(pilot)
                await self._measure(pilot, keys)
                for number, step in enumerate(soak.steps(SEED, self.count), start=1):
                    keys.write(f"{number} {step} on {type(self.edited.screen).__name__}\n")
                    keys.flush()
                    await soak.do(pilot, step)
                    assert self.edited.is_running, f"the program ended at key {number}, {step}"
                    if number % (self.count // 5) == 0:
                        await soak.rest(pilot)
                        self.most = max(self.most, soak.resident())
                        await self._measure(pilot, keys)
            await soak.rest(pilot)

    async def _measure(self, pilot: Pilot[None], keys: TextIO) -> None:
        """See what the program holds beside the edits: thousands of them have their place, and are no growth.

        How they came about, which undo needs, is in it.
        """
        position = self.session.position
        await self._go_to(pilot, 0)
        gc.collect()  # as the program does in a pause
        give_back()
        self.memory.append(soak.resident())
        print(f"{self.memory[-1]} kB", file=keys, flush=True)
        await self._go_to(pilot, position)

    async def _go_to(self, pilot: Pilot[None], position: int) -> None:
        self.session.go_to(position)
        self.edited.post_message(Edited())
        await pilot.pause()
        await soak.rest(pilot)

    def check_memory(self) -> None:
        """It did not grow."""
        told = f"MB before the keys and after each fifth: {[each >> 10 for each in self.memory]}"
        assert max(self.memory) <= self.memory[0] * GROWTH, told


def said(prediction: Prediction) -> list[str]:
    """The messages of a result, in order."""
    return [message.text for message in prediction.messages]


def compare_with_fresh_sessions(done: Soak) -> None:
    """The edits taken up anew, and the saved file read anew, have the same result."""
    expected, session = done.prediction, done.session
    again = Session.open(done.options)
    again.take_up(session.unsaved)
    anew = again.predict()
    assert anew.dot_config == expected.dot_config
    assert said(anew) == said(expected)
    if session.dirty:
        session.save(session.plan())
    read = Session.open(done.options).predict()
    assert read.dot_config == expected.dot_config
    assert said(read) == said(expected)


@pytest.fixture
def small_tree(tmp_path: Path) -> SessionOptions:
    """The demo's tree as a kernel that commands can be told of, too."""
    demo, tree = Path(nixmenu.__file__).parent / "data" / "demo", tmp_path / "kernel"
    shutil.copytree(demo, tree)
    (tree / "scripts" / "kconfig").mkdir(parents=True)
    return SessionOptions(
        kernel=tree,
        arch="x86_64",
        base=str(tree / "demo_defconfig"),
        common_config=str(tree / "common-config.json"),
        patches=tmp_path / "kernel-patches.nix",
        cache=tmp_path / "cache",
    )


OWN_PROCESS = "NIXMENU_TEST_OWN_PROCESS"


def is_own_process(request: pytest.FixtureRequest) -> bool:
    """Whether nothing else runs in this process, else the test is run in one where that is so, and has to pass there.

    What a thousand other tests have left would be taken for the program's memory.
    """
    if os.environ.get(OWN_PROCESS):
        return True
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", request.node.nodeid],
        cwd=request.config.rootpath,
        env={**os.environ, OWN_PROCESS: "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout
    assert "1 passed" in told.stdout
    return False


@pytest.mark.parametrize("preview_from", [0, 3])
def test_random_keys_on_a_small_tree(
    request: pytest.FixtureRequest,
    small_tree: SessionOptions,
    preview_from: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not is_own_process(request):
        return
    monkeypatch.setattr(KeyedApp, "preview_from", preview_from)
    check(Soak(small_tree, 400))


@pytest.mark.skipif(not os.environ.get("NIXMENU_TEST_LONG"), reason="takes minutes; set NIXMENU_TEST_LONG=1")
def test_random_keys_on_a_real_kernel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(KeyedApp, "preview_from", PREVIEW_FROM)
    source = real_kernel("6.12").source
    cache, patches = tmp_path / "cache", tmp_path / "kernel-patches.nix"
    check(Soak(SessionOptions(kernel=source, patches=patches, cache=cache), 5000))


def check(done: Soak) -> None:
    """What has to be so in the end."""
    print(
        "memory in MB:",
        [each >> 10 for each in (*done.memory, done.most)],
        "edits:",
        len(done.session.history),
    )
    assert done.session.history, "no key edited anything: the keys are no test"
    edits = as_words(done.session.changes)
    compare_with_fresh_sessions(done)
    compare_with_commands(done, edits)
    assert done.most <= MOST_MEMORY
    done.check_memory()


def compare_with_commands(done: Soak, edits: Sequence[str]) -> None:
    """`nixmenu set` with the same edits writes the same file, and `nixmenu predict` has the same result of it."""
    saved = done.session.patches_path
    replayed = Path("replayed.nix")
    if edits:
        told = command("set", done, replayed, "--write", *edits)
        assert replayed.read_text() == saved.read_text(), told.stderr
    told = command("predict", done, replayed, "--json", "-o", "predicted")
    messages = json.loads(told.stdout)["messages"]
    assert [each["text"] for each in messages] == said(done.prediction)
    if done.prediction.fatal is None:
        written = Path("predicted").read_text(encoding="utf-8", errors="surrogateescape")
        assert written == done.prediction.dot_config


def command(name: str, done: Soak, patches: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """What a command says of the soak's kernel and entry, with another file."""
    options = done.options
    layers = ["--base", options.base, "--common-config", options.common_config, "--patches", str(patches)]
    there = [
        "--kernel",
        str(options.kernel),
        "--cache",
        str(options.cache),
        *layers,
        "--entry",
        options.entry,
    ]
    if options.arch is not None:
        there += ["--arch", options.arch]
    line = [sys.executable, "-m", "nixmenu", name, *there, *words]
    told = subprocess.run(line, capture_output=True, text=True, check=False)
    assert told.returncode in (0, 1), told.stderr
    return told


def as_words(changes: Mapping[str, Change]) -> list[str]:
    """Edits as `nixmenu set` takes them."""
    said = {name: change.new for name, change in changes.items()}
    return [f"{name}={_word(new)}" for name, new in said.items()]


def _word(new: Definition | None) -> str:
    if new is None:
        return "default"
    return new.freeform if new.freeform is not None else new.tristate or "unset"

"""What a key costs in the running interface on Linux 6.12, and how much memory it holds.

    python -m benchmarks.keys

CPU time of the thread that draws, from the key to the redrawn screen, keys following each other as fast as a keyboard
repeats them. What comes when the keys rest (details, reasons, the result) is not among it: other keys go before it.
`while predicting` is the time on the clock until the row is drawn, with whole runs in another thread all the time.
Nothing here decides a test; the numbers of drawn rows are tested in tests/tui/test_rows_drawn.py.
"""

import asyncio
import statistics
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from textual.events import Key
from textual.pilot import Pilot

from nixmenu.generator import replay
from nixmenu.layers.answer_lines import format_answers, parse_answers
from nixmenu.layers.merge import merge
from nixmenu.opening import open_layers
from nixmenu.session import SessionOptions
from nixmenu.tui.app import NixmenuApp
from nixmenu.tui.keyed_app import KeyedApp
from nixmenu.tui.screens import detail_screen
from nixmenu.tui.screens.main import MainScreen
from tests.kernel.conftest import real_kernel

REDRAWN = 0.022
"""Seconds until a key is on the screen: Textual draws sixty times a second."""
SIZE = (160, 48)
MENU = "NET_VENDOR_INTEL"
"""An option in a long menu."""
WORDS = (*"drm_amd", *["backspace"] * 7, *"network", *["backspace"] * 7, *"scsi disk")


async def cost(pilot: Pilot[None], key: str) -> float:
    """Seconds of CPU of this thread for a key."""
    start = time.thread_time()
    await pilot.press(key)
    await asyncio.sleep(REDRAWN)
    return time.thread_time() - start


async def tell(pilot: Pilot[None], name: str, keys: Iterable[str], wanted: int | None = None) -> None:
    """Press keys, and print the middle and the slow end of what they cost."""
    costs = sorted([await cost(pilot, key) for key in keys])
    middle, slow = (1000 * costs[int(len(costs) * part)] for part in (0.5, 0.95))
    limit = "" if wanted is None else f"   (wanted: p95 at most {wanted} ms)"
    print(f"{name:<28} p50 {middle:6.1f} ms   p95 {slow:6.1f} ms{limit}", flush=True)


async def toggles(pilot: Pilot[None]) -> None:
    """The time from a toggle to its drawn row, with the prediction of the one before at rest."""
    costs = []
    for _ in range(15):
        await pilot.press("down")
        await pilot.pause(1.5)
        screen = pilot.app.screen
        assert isinstance(screen, MainScreen)
        drawn, start = screen.rows.rows_drawn, time.thread_time()
        screen.action_next_value()
        for _ in range(100):
            if screen.rows.rows_drawn > drawn:
                costs.append(time.thread_time() - start)
                break
            await asyncio.sleep(0.002)
        await pilot.pause(1.5)
    costs.sort()
    print(
        f"{'toggle':<28} p50 {1000 * costs[len(costs) // 2]:6.1f} ms   most {1000 * costs[-1]:6.1f} ms",
        end="",
    )
    print("   (wanted: at most 50 ms)")


async def while_predicting(pilot: Pilot[None], options: SessionOptions) -> None:
    """The time from a key to its drawn row, on the clock, while another thread makes one whole run after the other."""
    screen = pilot.app.screen
    assert isinstance(screen, MainScreen)
    opened = open_layers(options, None)
    replies = parse_answers(format_answers(merge(opened.facts.definitions).answers))
    runs: list[float] = []
    ended = threading.Event()

    def predict() -> None:
        while not ended.is_set():
            start = time.perf_counter()
            replay(opened.kernel, opened.base.dot_config, replies, opened.rules)
            runs.append(time.perf_counter() - start)

    thread = threading.Thread(target=predict)
    thread.start()
    waited = []
    try:
        for _ in range(80):
            await asyncio.sleep(REDRAWN)
            drawn, start = screen.rows.rows_drawn, time.perf_counter()
            pilot.app.post_message(Key("down", None))
            while screen.rows.rows_drawn == drawn and time.perf_counter() - start < 1:
                await asyncio.sleep(0.001)
            waited.append(time.perf_counter() - start)
    finally:
        ended.set()
        thread.join()
    waited.sort()
    middle, slow = (1000 * waited[int(len(waited) * part)] for part in (0.5, 0.95))
    print(f"{'cursor while predicting':<28} p50 {middle:6.1f} ms   p95 {slow:6.1f} ms", end="")
    print(f"   (wanted: p95 at most 50 ms; a run took {1000 * statistics.median(runs):.0f} ms meanwhile)")


async def measure(app: NixmenuApp) -> None:
    """Every kind of key in one session."""
    async with app.run_test(size=SIZE) as pilot:
        while app.session is None or app.session.prediction is None:
            await pilot.pause(0.1)
        await pilot.pause(2)  # the index of texts is made
        screen = app.screen
        assert isinstance(screen, MainScreen)
        await tell(pilot, "no key", ["f20"] * 40)
        screen.go_to(app.session.kernel.symbols[MENU])
        await pilot.press("home")
        await tell(pilot, "cursor", ["down"] * 80 + ["pagedown"] * 4 + ["up"] * 80, 16)
        await pilot.press("z", "t")
        screen.go_to(app.session.kernel.symbols[MENU])
        await pilot.pause(0.5)
        await tell(pilot, "cursor, one list, hidden", ["down"] * 100 + ["pagedown"] * 4 + ["up"] * 60, 16)
        await pilot.press("t", "z", "slash")
        await pilot.pause(0.5)
        await tell(pilot, "search", WORDS, 30)
        await pilot.press(*["backspace"] * 9)
        await tell(pilot, "search by a pattern", "/^DRM_.*5", 30)
        await pilot.press("escape", "escape")
        await pilot.pause(0.5)
        screen.go_to(app.session.kernel.symbols[MENU])
        await toggles(pilot)
        held = next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmRSS" in line)
        print(f"{'memory':<28} {int(held.split()[1]) >> 10} MB   (wanted: at most 300 MB)")
        screen.go_to(app.session.kernel.symbols[MENU])
        await pilot.press("home")
        await while_predicting(pilot, app.options)


def main() -> None:
    """Measure on the real kernel."""
    detail_screen.DETAIL_DELAY = 1  # a busy machine must not count them among the keys
    KeyedApp.preview_from = 0
    with tempfile.TemporaryDirectory() as work:
        patches = Path(work) / "kernel-patches.nix"
        asyncio.run(measure(NixmenuApp(SessionOptions(kernel=real_kernel("6.12").source, patches=patches))))


if __name__ == "__main__":
    main()

"""The first screen: says what is being done until the kernel is there."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

BAR_WIDTH = 40


class LoadingScreen(Screen[None]):
    """A bar and what it is about; a session that is in the cache is there before one can read it."""

    def __init__(self) -> None:
        super().__init__()
        self._step: tuple[str, int, int] | None = None

    def on_mount(self) -> None:
        """Say what was told before there was anything to say it in."""
        if self._step is not None:
            self.show_step(*self._step)

    def compose(self) -> ComposeResult:
        """Two lines in the middle."""
        with Vertical(id="loading"):
            yield Static("nixmenu", id="loading-title")
            yield Static("Starting", id="loading-step", markup=False)
            yield Static("", id="loading-bar", markup=False)

    def show_step(self, step: str, done: int, total: int) -> None:
        """Say what is being done and how far it is; without a `total` there is a number and no bar."""
        self._step = step, done, total
        if not self.is_mounted:
            return
        self.query_one("#loading-step", Static).update(f"{step[:1].upper()}{step[1:]} …")
        self.query_one("#loading-bar", Static).update(bar(done, total))


def bar(done: int, total: int, width: int = BAR_WIDTH) -> str:
    """A bar of `width` cells and the numbers, which say the same to who cannot see it."""
    if total <= 0:
        return numbers(done, total)
    filled = min(width, width * done // total)
    return f"{'█' * filled}{'░' * (width - filled)}  {numbers(done, total)}"


def numbers(done: int, total: int) -> str:
    """How far it is, where that is known."""
    if total <= 0:
        return f"{done} so far" if done else ""
    return f"{done} of {total}"

"""The application's work behind the screens: shows the session, keeps its result fresh and its edits safe."""

import gc
import weakref
from abc import abstractmethod
from asyncio import TimerHandle
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module

from textual import on, work
from textual.message import Message
from textual.worker import get_current_worker

from kconfig_index.errors import KconfigError
from nixmenu.differences import differences
from nixmenu.early_opening import Opening
from nixmenu.errors import NixmenuError
from nixmenu.generator import CancelledError
from nixmenu.prediction import Prediction
from nixmenu.session import Session, SessionOptions
from nixmenu.tui import unsaved
from nixmenu.tui.delays import later
from nixmenu.tui.garbage import Garbage
from nixmenu.tui.keyed_app import KeyedApp, key
from nixmenu.tui.loading_app import LoadingApp
from nixmenu.tui.offering import offer
from nixmenu.tui.screens.loading import LoadingScreen
from nixmenu.tui.screens.messages import Edited
from nixmenu.tui.screens.recovered import RecoveredScreen
from nixmenu.tui.screens.session_screen import SessionScreen
from nixmenu.tui.session_view import SessionView
from nixmenu.tui.unsaved import Unsaved

PREDICTION_DELAY = 0.08
"""Seconds without a change before the result is computed anew: a burst of keys costs one prediction."""

WIDE_EFFECT = 20
"""Options beside those that were edited from which a change is worth a word: it may not be meant."""

MOST_NAMED = 5
"""Options that are named where there are many."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """Another session that is to take the place of the present one."""

    options: SessionOptions
    take_over: Callable[[Session, Session], None]
    """Brings the edits of the first one over to the second."""
    done: Callable[[Session], None]
    """What is done when it is shown."""


class SessionApp(LoadingApp):
    """Owns the session: screens change it, workers compute from it, message handlers alone touch widgets."""

    class Predicted(Message):
        """A prediction is finished."""

        def __init__(self, prediction: Prediction) -> None:
            super().__init__()
            self.prediction = prediction

    class PredictionFailed(Message):
        """There is no prediction, for a reason that can be told."""

        def __init__(self, failure: NixmenuError | KconfigError) -> None:
            super().__init__()
            self.failure = failure

    def __init__(self, options: SessionOptions, opening: Opening | None = None) -> None:
        super().__init__(options, opening)
        self._replacement: Replacement | None = None
        self.view: SessionView | None = None
        self._prediction_timer: TimerHandle | None = None
        self._unsaved: Unsaved | None = None
        self._keep_timer: TimerHandle | None = None
        self._replaced: weakref.ref[Session] | None = None
        """The session that this one took the place of, while a thread or a screen may still look into it."""
        self._rest_to_do = True
        """Whether there is work left that nobody waited for when the session was shown."""
        self._garbage = Garbage(self)

    @abstractmethod
    def show_first(self, view: SessionView) -> None:
        """Show the session's first screen in place of the one that tells how loading goes on."""

    def say(self, text: str, *, good: bool = False) -> None:
        """Put a sentence into the status line."""
        if isinstance(self.screen, SessionScreen):
            self.screen.say(text, "you" if good else "error")

    # Sessions

    def replace_session(self, replacement: Replacement) -> None:
        """Open another session on the same kernel in place of this one; if that fails, this one goes on."""
        self._replacement = replacement
        self.push_screen(LoadingScreen())
        assert self.session is not None
        self.load(replacement.options, self.session.kernel)

    def _take_place(self, replacement: Replacement, session: Session) -> None:
        assert self.session is not None
        self.pop_screen()
        self.options = replacement.options
        assert self._unsaved is not None
        self._unsaved = self._unsaved.hand_over(session, self.options)

    def stay(self, reason: str) -> None:
        """Go on with the session that is there."""
        self.pop_screen()
        self.say(f"Not loaded: {reason}")

    def show_session(self, session: Session) -> None:
        """Show the session, in place of the one that is there if that is to be replaced."""
        before, replacement = self.view, self._replacement
        if replacement is not None and self.session is not None:
            try:
                replacement.take_over(self.session, session)
            except NixmenuError as failure:
                self.stay(str(failure))
                return
            self._take_place(replacement, session)
        self.session = session
        self._rest_to_do = True
        self.view = view = SessionView(
            session, self.preview_from if before is None else before.usual_preview_from
        )
        if before is not None:
            view.preview_from = before.preview_from
            gc.unfreeze()  # the session before, until its screens are gone
            self._replaced = weakref.ref(before.session)
        else:
            self._garbage.begin()
        self.show_first(view)
        # The rows come first: a thread that computes would slow down their drawing.
        self.screen.call_after_refresh(self._predict)
        if replacement is None:
            self._unsaved = Unsaved(session, self.options)
            offer(self, self._unsaved, partial(self.call_after_refresh, self.take_keys, kept=True))
            if isinstance(self.screen, RecoveredScreen):
                # What was typed before the question stood there is no answer to it.
                self.screen.call_after_refresh(self.take_keys, kept=False)
        elif self._unsaved is not None:
            offer(self, self._unsaved, partial(self.call_after_refresh, replacement.done, session))

    @on(KeyedApp.Settled)
    def _put_garbage_off(self) -> None:
        self._garbage.put_off()

    # What is not saved

    def keep_unsaved(self) -> None:
        """Keep what is not saved now, however the program ends."""
        if self._unsaved is not None:
            self._unsaved.keep()

    def on_unmount(self) -> None:
        """Keep what is not saved, and let another session have it."""
        self.keep_unsaved()
        if self._unsaved is not None:
            self._unsaved.end()

    def discard_unsaved(self) -> None:
        """Throw away what is not saved."""
        if self._unsaved is not None:
            self._unsaved.forget()
            self._unsaved.end()

    # The result

    @on(Edited)
    def _edited(self) -> None:
        self.show_changes()
        if self._prediction_timer is not None:
            self._prediction_timer.cancel()
        self._prediction_timer = later(self, PREDICTION_DELAY, self._predict)
        if self._keep_timer is not None:
            self._keep_timer.cancel()
        self._keep_timer = later(self, unsaved.KEEP_DELAY, self.keep_unsaved)

    def show_changes(self) -> None:
        """Let all screens show the session as it is now."""
        if self.view is None:
            return
        self.view.refresh()
        for screen in self.screen_stack:
            if isinstance(screen, SessionScreen):
                screen.session_changed()

    @work(thread=True, exclusive=True, group="prediction")
    def _predict(self) -> None:
        """Compute the result for the newest edits; a newer call cancels this one."""
        worker = get_current_worker()
        if self.session is None:
            return
        try:
            prediction = self.session.predict(lambda: worker.is_cancelled)
        except CancelledError:
            return
        except (NixmenuError, KconfigError) as failure:
            self.post_message(self.PredictionFailed(failure))
        else:
            self.post_message(self.Predicted(prediction))

    @on(Predicted)
    def _accept(self, message: Predicted) -> None:
        if self.session is not None and self.session.accept(message.prediction):
            self._let_go()
            self._garbage.put_off()
            self.show_changes()
            self._tell_cost(self.session)
            self._do_the_rest()

    def _let_go(self) -> None:
        """Collect what is left of a session that was replaced, before what is there is left alone again."""
        if self._replaced is not None:
            gc.collect()
            if self._replaced() is None:
                self._replaced = None
                gc.freeze()

    @work(thread=True, exclusive=True, group="rest")
    def _do_the_rest(self) -> None:
        """What nobody waits for yet: the index of texts and the reasons that a search shows, and the cache."""
        if self.session is None or not self._rest_to_do:
            return
        self._rest_to_do = False
        _ = self.session.texts
        import_module("nixmenu.tui.unmet")
        self.finish_opening()
        if self._replaced is None:
            gc.freeze()  # all that was made for the session stays, as what was loaded does

    def _tell_cost(self, session: Session) -> None:
        """Say it if the newest edit changes much beside what was edited; what was taken back costs nothing."""
        screen, view, prediction = self.screen, self.view, session.prediction
        if view is None or prediction is None or not isinstance(screen, SessionScreen):
            return
        if session.can_redo or screen.has_told or not (view.values_before and prediction.values):
            return
        mine = session.changes
        found = differences(view.values_before, prediction.values)
        others = [each.name for each in found if each.name not in mine]
        if len(others) > WIDE_EFFECT:
            some = ", ".join(others[:MOST_NAMED])
            ways = f"{key(self, 'session.undo')} takes it back, {key(self, 'session.changes')} lists them"
            screen.say(f"{len(others)} other options change ({ways}): {some} …")

    @on(PredictionFailed)
    def _tell_failure(self, message: PredictionFailed) -> None:
        self.say(str(message.failure))

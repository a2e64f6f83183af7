"""Garbage collected on the UI thread alone, since widgets may end nowhere else."""

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from typing_extensions import override

_LOOK_MS = 100
# More new objects than this between two looks, and most of them will soon end by themselves.
_BUSY = 6_000
# To look through more than this is felt.
_MOST = 15_000
# So few new objects between two looks, and nothing goes on.
_CALM = 500
# To look through everything is felt by whoever is at the desk; what is put off waits until nobody
# is: for so many seconds with the window in front, and with another one there.
_STILL_SECONDS = 20.0
_AWAY_SECONDS = 2.0
# Less than this is not worth it.
_WORTH_IT = 250_000
# More than memory should be kept for, whoever is there.
_TOO_MUCH = 5_000_000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class GarbageCollector(QObject):
    """Takes automatic collection's place from its making until `stop`.

    Python collects on whatever thread happens to allocate. A widget in a cycle would be
    deleted by a worker thread then, which waits for the UI thread, which waits for Python:
    nothing moves any more.

    What a look has to go through is kept small: what there is more of, as after a sync, is
    put aside unseen until nobody is at the desk. `clock` tells seconds.
    """

    def __init__(
        self, parent: QObject | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._was_on = gc.isenabled()
        self._before = 0
        self._older = 0
        """How many objects outlived a look since the last were put aside."""
        self._put_off = 0
        self._settled = 0
        """How many objects were left when everything was looked at last."""
        self._touched = self._clock()
        self._window: QWindow | None = None
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_window)
            self._on_window(app.focusWindow())

    def look(self) -> None:
        """Collect what is due, as Python itself would, as far as there is time for it."""
        new, before = gc.get_count()[0], self._before
        self._before = new
        if self._older + new > _MOST:
            self._put_off += self._older + new
            self._before = self._older = 0
            gc.freeze()
        elif self._put_off >= (
            enough := _WORTH_IT if new - before <= _CALM and self._nobody_is_here() else _TOO_MUCH
        ):
            # Most of what a sync brings has ended by itself since it was put aside.
            self._put_off = gc.get_freeze_count() - self._settled
            if self._put_off >= enough:
                self.collect_all()
        elif new - before <= _BUSY:
            self._collect_due(new)

    def collect_all(self) -> None:
        """Collect everything, what was put off too, and look at what stays no more."""
        self._put_off = self._older = self._before = 0
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._settled = gc.get_freeze_count()

    def stop(self) -> None:
        """Leave collection to Python again, where it was on before."""
        self._timer.stop()
        self._on_window(None)
        if self._put_off:
            gc.unfreeze()
        if self._was_on:
            gc.enable()

    def _collect_due(self, new: int) -> None:
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = [age for age in range(3) if 0 < thresholds[age] < counts[age]]
        if due:
            self._before = 0
            self._older += new - gc.collect(due[-1])

    def _nobody_is_here(self) -> bool:
        here = QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive
        still = self._clock() - self._touched
        return still >= (_STILL_SECONDS if here else _AWAY_SECONDS)

    def _on_window(self, window: QWindow | None) -> None:
        """Watch the window that has the keys now, whichever it is."""
        self._touched = self._clock()
        if self._window is not None:
            self._window.removeEventFilter(self)
            self._window.destroyed.disconnect(self._on_gone)
        self._window = window
        if window is not None:
            window.installEventFilter(self)
            window.destroyed.connect(self._on_gone)

    def _on_gone(self) -> None:
        self._window = None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touched = self._clock()
        return False

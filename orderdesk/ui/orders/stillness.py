"""Keeps the list as it is while a person works in it: what he does, and what waits meanwhile."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QTableView
from typing_extensions import override

from orderdesk.domain.relisting import Difference
from orderdesk.ui.orders.holding import Holding, Work

IDLE_SECONDS = 20.0
"""Who has not moved the pointer over the list for so long is not looking for a row in it."""
_LOOK_MS = 1_000
_MOVES = frozenset({QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})


class Stillness(QObject):
    """Says whether the next answer is shown, and asks for it as soon as nobody is in its way.

    Signals:
        changed: another Difference waits, or none (None).
        wanted: what waits is to be shown.
    """

    changed = Signal(object)
    wanted = Signal()

    def __init__(
        self,
        table: QTableView,
        chosen: Callable[[], bool],
        editing: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._table = table
        self._chosen = chosen
        self._editing = editing
        self._moved = 0.0
        """When the pointer was moved over the rows last, on the clock of the system; 0: away."""
        self.asked = False
        """Whether the person wants to see what comes next."""
        self.policy = Holding()
        self.waiting: Difference | None = None
        """What waits to be shown, if anything does."""
        self.timer = QTimer(self, interval=_LOOK_MS)
        self.timer.timeout.connect(self._look)
        table.viewport().installEventFilter(self)

    def work(self) -> Work:
        """Return what the person is doing."""
        pointed = self._moved > 0 and time.monotonic() - self._moved < IDLE_SECONDS
        scrolled = self._table.verticalScrollBar().value() > 0
        return Work(self._editing(), self._chosen(), scrolled, pointed)

    def ask(self) -> None:
        """Take note that the person wants to see what comes next."""
        self.asked = True

    def holds(self, change: Difference, *, another: bool) -> bool:
        """Whether a complete answer has to wait; then it is what `waiting` tells."""
        work, asked = self.work(), self.asked
        self.asked = False
        held = self.policy.holds(work, change, another=another, asked=asked)
        self._wait_with(change if held else None)
        return held

    def let_go(self) -> None:
        """Take note that nothing waits any more."""
        self._wait_with(None)

    def _wait_with(self, change: Difference | None) -> None:
        if change is None:
            self.timer.stop()
        elif not self.timer.isActive():
            self.timer.start()
        if change != self.waiting:
            self.waiting = change
            self.changed.emit(change)

    def _look(self) -> None:
        """Show what waits where the person has gone."""
        change = self.waiting
        if change is not None and not self.policy.holds(self.work(), change):
            self.wanted.emit()

    @override
    def eventFilter(self, arg__1: QObject, arg__2: QEvent) -> bool:
        if arg__2.type() in _MOVES:
            self._moved = time.monotonic()
        elif arg__2.type() is QEvent.Type.Leave:
            self._moved = 0.0
        return super().eventFilter(arg__1, arg__2)

"""Work on a thread of its own, looked after from the UI thread, with an event loop or without."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

T = TypeVar("T")
_LOOK_MS = 30

Tell = Callable[[int, int], object]
"""Told how much is done, of how much."""


class Aside(QObject, Generic[T]):
    """Does `work` beside the window; it ends with its parent, whose slots it then calls no more.

    The thread touches no Qt object: it is looked at now and then instead.

    Signals:
        stepped: how much is done, and of how much.
        done: what `work` returned.
        failed: the exception it ended with.
    """

    stepped = Signal(int, int)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Callable[[Tell], T], parent: QObject) -> None:
        super().__init__(parent)
        self._step = self._told = (0, 0)
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="orderdesk-aside")
        self._answer: Future[T] = thread.submit(work, self._note)
        thread.shutdown(wait=False)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _note(self, number: int, of: int) -> None:
        self._step = (number, of)

    def _look(self) -> None:
        if self._step != self._told:
            self._told = self._step
            self.stepped.emit(*self._told)
        if not self._answer.done():
            return
        self._timer.stop()
        error = self._answer.exception()
        if error is None:
            self.done.emit(self._answer.result())
        else:
            self.failed.emit(error)
        self.deleteLater()

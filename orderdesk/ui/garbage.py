"""Garbage collected on the UI thread alone, since widgets may end nowhere else."""

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 100
# More new objects than this between two looks, and there is no time to look through them.
_BUSY = 6_000
# So many looks without much work, and a whole collection is not felt.
_CALM_LOOKS = 20
# So many looks lie between two whole collections, however often it is calm.
_LOOKS_APART = 300
# A sync of hours may leave more than memory should be kept for.
_TOO_MUCH = 30_000_000


class GarbageCollector(QObject):
    """Takes automatic collection's place from its making until `stop`.

    Python collects on whatever thread happens to allocate. A widget in a cycle would be
    deleted by a worker thread then, which waits for the UI thread, which waits for Python:
    nothing moves any more.

    While a sync makes tens of thousands of objects a second, nearly all of which end by
    themselves, looking through them holds up the window for nothing: they are put off,
    unseen, until it is calm.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        self._put_off = 0
        self._calm = 0
        self._looks = _LOOKS_APART
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect what is due, as Python itself would, as far as there is time for it."""
        self._looks += 1
        new = gc.get_count()[0]
        if new > _BUSY and self._put_off < _TOO_MUCH:
            self._calm = 0
            self._put_off += new
            gc.freeze()
            return
        thresholds = gc.get_threshold()
        self._calm = self._calm + 1 if new <= thresholds[0] else 0
        calm = self._calm >= _CALM_LOOKS and self._looks >= _LOOKS_APART
        if self._put_off and (calm or self._put_off >= _TOO_MUCH):
            self.collect_all()
            return
        counts = gc.get_count()
        oldest = 2 if self._calm >= _CALM_LOOKS else 0
        due = [age for age in range(oldest + 1) if 0 < thresholds[age] < counts[age]]
        if due:
            gc.collect(due[-1])

    def collect_all(self) -> None:
        """Collect everything, what was put off too, and look at what stays no more."""
        self._put_off = self._looks = 0
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def stop(self) -> None:
        """Leave collection to Python again, where it was on before."""
        self._timer.stop()
        if self._put_off:
            gc.unfreeze()
        if self._was_on:
            gc.enable()

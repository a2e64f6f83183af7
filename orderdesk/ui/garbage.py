"""Garbage collected on the UI thread alone, since widgets may end nowhere else."""

import gc

from PySide6.QtCore import QObject, QTimer

# Often enough that a sync's young objects are few at each look, seldom enough to cost nothing.
_LOOK_MS = 100


class GarbageCollector(QObject):
    """Takes automatic collection's place from its making until `stop`.

    Python collects on whatever thread happens to allocate. A widget in a cycle would be
    deleted by a worker thread then, which waits for the UI thread, which waits for Python:
    nothing moves any more.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is due, as Python itself would."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = [age for age in (0, 1, 2) if 0 < thresholds[age] < counts[age]]
        if due:
            gc.collect(due[-1])

    def stop(self) -> None:
        """Leave collection to Python again, where it was on before."""
        self._timer.stop()
        if self._was_on:
            gc.enable()

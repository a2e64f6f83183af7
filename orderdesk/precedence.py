"""The UI thread goes first: while it works, the others wait at the edge of their next step."""

# Imported before the first frame: asyncio and what gives way are in giving_way.py.

import threading
import time
from typing import Final, Self

# A window that works on and on, as while somebody scrolls, must not stop everything else.
_LONGEST = 0.04


class Precedence:
    """Entered by the UI thread while it works, and asked by the others before each step.

    Python lets one thread work at a time, and the UI thread gives its turn away with nearly
    every call into Qt. Against three busy threads 20 ms of its work took it 60 and more.
    `longest`, in seconds, is how long it goes first at a stretch.
    """

    def __init__(self, longest: float = _LONGEST) -> None:
        self._longest = longest
        self._depth = 0
        self._until = 0.0
        self._gate = threading.Lock()

    def __enter__(self) -> Self:
        self._depth += 1
        if self._depth == 1:
            # A new one each time: at the old one some may still stand, and must not hold it up.
            gate = threading.Lock()
            gate.acquire()
            self._until = time.monotonic() + self._longest
            self._gate = gate
        return self

    def __exit__(self, *_raised: object) -> None:
        self._depth -= 1
        if not self._depth:
            self._gate.release()

    def give_way(self) -> None:
        """Wait, on any other thread, while the UI thread works, but not for long."""
        gate = self._gate
        if gate.locked() and gate.acquire(timeout=max(0.0, self._until - time.monotonic())):
            gate.release()


UI: Final = Precedence()
"""The one UI thread's."""

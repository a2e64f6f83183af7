"""The UI thread goes first: while it works, the others wait at the edge of their next step."""

# Imported before the first frame: asyncio and what gives way are in services/giving_way.py.

import sys
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Final, Self, TypeVar

T = TypeVar("T")

# A window that works on and on, as while somebody scrolls, must not stop everything else.
_LONGEST = 0.04
# How long who works may go on once the UI thread waits for its turn; the others are slowed down
# where they take turns as quickly among themselves.
_SHORTLY = 0.00002


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
        self._first = 0
        """Which thread it is that goes first."""
        self._turns = 0.0
        """How long turns are while it does nothing, in seconds."""

    def __enter__(self) -> Self:
        self._depth += 1
        if self._depth == 1:
            # A new one each time: at the old one some may still stand, and must not hold it up.
            gate = threading.Lock()
            gate.acquire()
            self._first = threading.get_ident()
            self._until = time.monotonic() + self._longest
            self._gate = gate
            self._turns = sys.getswitchinterval()
            sys.setswitchinterval(_SHORTLY)
        return self

    def __exit__(self, *_raised: object) -> None:
        self._depth -= 1
        if not self._depth:
            sys.setswitchinterval(self._turns)
            self._gate.release()

    def give_way(self) -> None:
        """Wait, on any other thread, while the UI thread works, but not for long."""
        gate = self._gate
        if gate.locked() and threading.get_ident() != self._first:
            left = self._until - time.monotonic()
            if left > 0 and gate.acquire(timeout=left):
                gate.release()


UI: Final = Precedence()
"""The one UI thread's."""


def in_turn(items: Iterable[T]) -> Iterator[T]:
    """Go through what is worked on one after the other, giving way to the UI before each."""
    for item in items:
        UI.give_way()
        yield item

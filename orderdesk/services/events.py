"""The bus on which services say what changed."""

import logging
import threading
from collections.abc import Callable

from orderdesk.domain.events import Event

logger = logging.getLogger(__name__)

Callback = Callable[[Event], None]


class Bus:
    """Hands every event to every subscriber, on the thread the services run on.

    Subscribing and ending a subscription may be done on any thread.
    """

    def __init__(self) -> None:
        self._callbacks: dict[int, Callback] = {}
        self._next = 0
        self._lock = threading.Lock()

    def subscribe(self, callback: Callback) -> Callable[[], None]:
        """Call `callback` with every event; call the answer to end it."""
        with self._lock:
            self._next += 1
            number = self._next
            self._callbacks[number] = callback

        def end() -> None:
            with self._lock:
                self._callbacks.pop(number, None)

        return end

    def publish(self, event: Event) -> None:
        """Tell everybody; a subscriber that fails is logged and keeps nobody else from it."""
        with self._lock:
            callbacks = list(self._callbacks.values())
        for callback in callbacks:
            try:
                callback(event)
            except Exception:
                logger.exception("a subscriber failed on %s", type(event).__name__)

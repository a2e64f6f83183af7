"""The request budget of each service: so many a minute, counted apart for who is signed in."""

from dataclasses import dataclass
from datetime import UTC, datetime

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.exchange import Reply
from orderdesk.sandbox.switches import SwitchBoard


@dataclass(slots=True)
class _Window:
    length: int
    ends: int
    used: int = 0


class RateLimits:
    """Counts requests and words the four headers that every answer carries.

    The headers and the 429 are the vendor's; how many requests it takes in how long is not
    published, its sample shows 1000 with 59 seconds left.
    """

    def __init__(self, clock: Clock, board: SwitchBoard) -> None:
        self._clock = clock
        self._board = board
        self._windows: dict[tuple[str, bool], _Window] = {}

    def count(self, service: str, *, signed_in: bool) -> tuple[bool, tuple[tuple[str, str], ...]]:
        """Count one request: whether it is within the budget, and the headers."""
        now = self._clock.timestamp()
        window = self._windows.get((service, signed_in))
        length = max(self._board.number("rate_window"), 1)
        in_it = window is not None and window.ends - length <= now < window.ends
        if window is None or window.length != length or not in_it:
            window = _Window(length, int(now) // length * length + length)
            self._windows[service, signed_in] = window
        window.used += 1
        limit = self._board.number("rate_limit")
        return window.used <= limit, self._headers(window, limit)

    def exhausted(self, service: str) -> Reply:
        """Return the 429 that a fault asks for, whatever is left."""
        _within, headers = self.count(service, signed_in=True)
        return too_many(tuple((k, "0" if k.endswith("Remaining") else v) for k, v in headers))

    def reset(self) -> None:
        self._windows.clear()

    def _headers(self, window: _Window, limit: int) -> tuple[tuple[str, str], ...]:
        ends = datetime.fromtimestamp(window.ends, UTC)
        left = max(int(window.ends - self._clock.timestamp()), 0)
        return (
            ("X-RateLimit-Limit", str(limit)),
            ("X-RateLimit-Remaining", str(max(limit - window.used, 0))),
            ("X-RateLimit-Reset", ends.strftime("%Y-%m-%dT%H:%M:%S.0000000Z")),
            ("X-RateLimit-ResetSeconds", str(left)),
        )


def too_many(headers: tuple[tuple[str, str], ...]) -> Reply:
    """Return the answer when the budget is used up."""
    return Reply(429, b"rate limit exceeded", "text/plain", headers)

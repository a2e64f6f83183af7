"""The throttle: so many requests in a window, and after one too many refusals for as long again."""

from collections import deque
from dataclasses import dataclass, field

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.exchange import Reply
from orderdesk.sandbox.orderspace.refusals import failed
from orderdesk.sandbox.switches import SwitchBoard


@dataclass(slots=True)
class _Count:
    taken: deque[float] = field(default_factory=deque[float])
    closed_until: float = 0.0


class Throttle:
    """Counts requests by the sandbox's clock.

    Documented: 60 a minute, 429 above that, then wait at least 60 seconds. Who is counted, what
    kind of window it is and what a 429 looks like are not: the switches choose.
    """

    def __init__(self, clock: Clock, board: SwitchBoard) -> None:
        self._clock = clock
        self._board = board
        self._counts: dict[str, _Count] = {}

    def allows(self, who: str) -> bool:
        """Count one request of an app or token; whether it may pass."""
        now = self._clock.timestamp()
        window = max(self._board.number("api_window"), 1)
        count = self._counts.setdefault(who, _Count())
        if count.closed_until > now + window or (count.taken and count.taken[-1] > now):
            count.taken.clear()  # the clock was put back
            count.closed_until = 0.0
        while count.taken and count.taken[0] <= now - window:
            count.taken.popleft()
        if now < count.closed_until:
            if self._board["api_patience"] == "extended":
                count.closed_until = now + window
            return False
        if len(count.taken) >= self._board.number("api_limit"):
            count.closed_until = now + window
            return False
        count.taken.append(now)
        return True

    def refusal(self) -> Reply:
        """Return the 429."""
        reply = failed(429, self._board["failure_shape"])
        if self._board["retry_after"] == "absent":
            return reply
        seconds = max(self._board.number("api_window"), 1)
        return Reply(429, reply.body, reply.content_type, (("Retry-After", str(seconds)),))

    def reset(self) -> None:
        self._counts.clear()

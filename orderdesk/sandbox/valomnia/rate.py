"""A limit of requests, which the vendor does not name and a switch may set."""

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.exchange import Reply
from orderdesk.sandbox.switches import SwitchBoard
from orderdesk.sandbox.valomnia.refusals import too_many

_WINDOW = 60


class RateLimit:
    """Counts requests in each minute of the sandbox's clock."""

    def __init__(self, clock: Clock, board: SwitchBoard) -> None:
        self._clock = clock
        self._board = board
        self._minute = 0
        self._used = 0

    def within(self) -> bool:
        """Count one request: whether it is within the limit."""
        minute = int(self._clock.timestamp()) // _WINDOW
        if minute != self._minute:
            self._minute, self._used = minute, 0
        self._used += 1
        limit = self._board.number("requests_a_minute")
        return limit == 0 or self._used <= limit

    def exhausted(self) -> Reply:
        """Return the answer to a request too many, with the seconds until the next minute."""
        left = _WINDOW - int(self._clock.timestamp()) % _WINDOW
        reply = too_many().reply()
        return Reply(reply.status, reply.body, reply.content_type, (("retry-after", str(left)),))

    def reset(self) -> None:
        self._used = 0

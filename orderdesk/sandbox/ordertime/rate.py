"""A request budget, for whoever wants one: the vendor's text names none but 1000 records a page."""

from dataclasses import replace

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.exchange import Reply
from orderdesk.sandbox.ordertime.refusals import Refusal
from orderdesk.sandbox.switches import SwitchBoard


class RateLimit:
    """Counts requests in windows of the sandbox's clock; no header tells what is left."""

    def __init__(self, clock: Clock, board: SwitchBoard) -> None:
        self._clock = clock
        self._board = board
        self._window = 0
        self._used = 0

    def takes(self) -> bool:
        """Count one request: whether it is within the budget."""
        window = int(self._clock.timestamp()) // self._length()
        if window != self._window:
            self._window, self._used = window, 0
        self._used += 1
        limit = self._board.number("request_limit")
        return limit == 0 or self._used <= limit

    def refusal(self) -> Reply:
        """Return the 429."""
        reply = Refusal(429, "Too many requests.").reply(self._board)
        if self._board["wait_header"] == "absent":
            return reply
        left = self._length() - self._clock.timestamp() % self._length()
        return replace(reply, headers=(("Retry-After", str(int(left) + 1)),))

    def reset(self) -> None:
        self._used = 0

    def _length(self) -> int:
        return max(self._board.number("request_window"), 1)

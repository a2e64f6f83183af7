"""A connection's request budget: few requests at a time, interactive ones first, none too many."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from weakref import WeakKeyDictionary

from orderdesk.domain.gateway import Budget

AT_ONCE = 8
"""Requests in flight per connection; httpx slows down with more."""

# Of each window so much stays free for what a person is waiting for.
_RESERVE = 0.1
_LONGEST_WAIT = 300.0
_LOOK_AGAIN = 0.05


class Lane(StrEnum):
    """Who is waiting for the answer."""

    INTERACTIVE = "interactive"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer says of its service's window; `seconds` is the time until it starts anew."""

    limit: int | None = None
    remaining: int | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """A limit known beforehand: `limit` requests in any `seconds`, as a vendor's text gives it."""

    limit: int
    seconds: float


class Exhausted(Exception):
    """The window is used up for so many `seconds`, longer than anybody should wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.0f} s")
        self.seconds = seconds


@dataclass(slots=True)
class Window:
    """What is left of one service's limit, by what its answers said; times are monotonic."""

    limit: int | None = None
    remaining: int | None = None
    resets_at: float | None = None
    in_flight: int = 0
    quota: Quota | None = None
    answered: deque[float] = field(default_factory=deque[float])
    """When the requests of the last `quota.seconds` were answered: the vendor counted them then
    at the latest, so that a request spaced by these is never early, however slow the network."""

    def pause(self, lane: Lane, now: float) -> float:
        """Return for how many seconds a request of `lane` should wait; 0 is none."""
        return max(self._pause_by_answers(lane, now), self._pause_by_quota(lane, now))

    def _pause_by_quota(self, lane: Lane, now: float) -> float:
        quota = self.quota
        if quota is None:
            return 0.0
        self._forget(now)
        used = len(self.answered) + self.in_flight
        allowed = quota.limit
        if lane is Lane.BACKGROUND:
            allowed -= max(1, int(quota.limit * _RESERVE))
        if used >= allowed:
            # Those under way will count from their answer on: look again when the oldest is out.
            oldest = self.answered[0] if self.answered else now
            return max(oldest + quota.seconds - now, _LOOK_AGAIN)
        if lane is Lane.BACKGROUND and 2 * used >= quota.limit and self.answered:
            # Half is used: go on at the pace that the vendor can keep up with for ever.
            return max(0.0, self.answered[-1] + quota.seconds / allowed - now)
        return 0.0

    def _forget(self, now: float) -> None:
        while self.quota and self.answered and self.answered[0] + self.quota.seconds <= now:
            self.answered.popleft()

    def release(self, now: float) -> None:
        """Count a request whose answer came, or did not."""
        self.in_flight -= 1
        if self.quota is not None:
            self.answered.append(now)

    def _pause_by_answers(self, lane: Lane, now: float) -> float:
        if self.resets_at is None or self.remaining is None:
            return 0.0
        left = self.resets_at - now
        if left <= 0:
            self.remaining = self.limit
            self.resets_at = None
            return 0.0
        reserve = 0
        if lane is Lane.BACKGROUND and self.limit is not None:
            reserve = max(1, int(self.limit * _RESERVE))
        return left if self.remaining <= reserve else 0.0

    def standing(self, now: float) -> tuple[int | None, int | None, float | None]:
        """Return the limit, what is left of it, and when there is more."""
        quota = self.quota
        if quota is None or (self.resets_at is not None and self.resets_at > now):
            return self.limit, self.remaining, self.resets_at
        self._forget(now)
        left = max(0, quota.limit - len(self.answered) - self.in_flight)
        more_at = self.answered[0] + quota.seconds if self.answered else None
        return quota.limit, left, more_at

    def take(self) -> None:
        """Count a request that goes out."""
        self.in_flight += 1
        if self.remaining is not None:
            self.remaining = max(0, self.remaining - 1)

    def learn(self, limits: Limits, now: float) -> None:
        """Believe an answer, less what is still under way and not in its count."""
        if limits.limit is not None:
            self.limit = limits.limit
        if limits.remaining is not None and limits.seconds is not None:
            self.remaining = max(0, limits.remaining - max(0, self.in_flight - 1))
            self.resets_at = now + max(0.0, limits.seconds)

    def close(self, seconds: float, now: float) -> None:
        """Let nothing through for so long: the vendor answered that it is too much."""
        self.remaining = 0
        self.resets_at = now + seconds


@dataclass(slots=True)
class _Turns:
    """At most so many at a time; who waits in the interactive lane goes first."""

    free: int
    waiting: Mapping[Lane, deque[asyncio.Future[None]]] = field(
        default_factory=lambda: {lane: deque[asyncio.Future[None]]() for lane in Lane}
    )

    async def enter(self, lane: Lane) -> None:
        if self.free > 0:
            self.free -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting[lane].append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.leave()
            raise

    def leave(self) -> None:
        for lane in (Lane.INTERACTIVE, Lane.BACKGROUND):
            while self.waiting[lane]:
                turn = self.waiting[lane].popleft()
                if not turn.done():
                    turn.set_result(None)
                    return
        self.free += 1


class Allowance:
    """Retries are a tenth of the requests at most, so that a failing vendor is not flooded."""

    def __init__(self) -> None:
        self._left = 3.0

    def earn(self) -> None:
        """Take in that a request went well."""
        self._left = min(3.0, self._left + 0.1)

    def spend(self) -> bool:
        """Whether one more retry is allowed; it counts as made."""
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True


class RequestBudget:
    """Gives out turns to make requests; learns each service's window from its answers.

    A `quota` holds for every service, beside what its answers say. `patience` is how many
    seconds a person may be kept waiting for a new window before being told; the background lane
    waits for it. `clock` and `sleep` are those of asyncio.
    """

    def __init__(
        self,
        *,
        at_once: int = AT_ONCE,
        patience: float = 2.0,
        quota: Quota | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._turns = _Turns(at_once)
        self._patience = patience
        self._quota = quota
        self._clock = clock
        self._sleep = sleep
        self._windows: dict[str, Window] = {}
        self._waiting = 0

    def _window(self, service: str) -> Window:
        if service not in self._windows:
            self._windows[service] = Window(quota=self._quota)
        return self._windows[service]

    @asynccontextmanager
    async def turn(self, service: str, lane: Lane) -> AsyncGenerator[None]:
        """Hold a turn for one request to `service`.

        Raises:
            Exhausted: the window is used up for longer than this lane waits.
        """
        window = self._window(service)
        self._waiting += 1
        try:
            await self._enter(window, lane)
        finally:
            self._waiting -= 1
        window.take()
        try:
            yield
        finally:
            window.release(self._clock())
            self._turns.leave()

    async def _enter(self, window: Window, lane: Lane) -> None:
        """Wait for the window, then for a turn; what waited meanwhile may have used it up."""
        while True:
            while (pause := window.pause(lane, self._clock())) > 0:
                if not self.patient(pause, lane):
                    raise Exhausted(pause)
                await self._sleep(pause)
            await self._turns.enter(lane)
            if window.pause(lane, self._clock()) <= 0:
                return
            self._turns.leave()

    def learn(self, service: str, limits: Limits) -> None:
        """Take in what an answer said of its window."""
        self._window(service).learn(limits, self._clock())

    def close(self, service: str, seconds: float) -> None:
        """Take in that `service` answered 429, to be tried again after `seconds`."""
        self._window(service).close(seconds, self._clock())

    def patient(self, seconds: float, lane: Lane) -> bool:
        """Whether a request of `lane` waits that long rather than fail."""
        return seconds <= (self._patience if lane is Lane.INTERACTIVE else _LONGEST_WAIT)

    def shown(self, service: str) -> Budget:
        """Return what is left for `service`, for people to see."""
        window = self._window(service)
        limit, remaining, moment = window.standing(self._clock())
        resets_at = None
        if moment is not None:
            left = max(0.0, moment - self._clock())
            resets_at = datetime.now(UTC) + timedelta(seconds=left)
        return Budget(limit, remaining, resets_at, self._waiting)


_LONG: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


def long_turn() -> asyncio.Lock:
    """Return the turn that the long answers of all connections take one after the other."""
    return _LONG.setdefault(asyncio.get_running_loop(), asyncio.Lock())


def read_limits(headers: Mapping[str, str]) -> Limits:
    """Read the common X-RateLimit headers; names in `headers` are in small letters."""
    return Limits(
        limit=_whole(headers.get("x-ratelimit-limit")),
        remaining=_whole(headers.get("x-ratelimit-remaining")),
        seconds=_whole(headers.get("x-ratelimit-resetseconds")),
    )


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() else None

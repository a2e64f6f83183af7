"""The vendor's clock, as the Date headers of its answers tell it, and the one waits go by."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Timing:
    """What a connector measures time with and waits by, in seconds."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


REAL = Timing()
"""This computer's time."""


class VendorClock:
    """Tells the vendor's time; ours until the first answer came.

    It goes on by a monotonic clock, so that setting this computer's clock changes nothing.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._known: tuple[datetime, float] | None = None

    def learn(self, date: str | None) -> None:
        """Take in a Date header; one that cannot be read is left alone."""
        if date is None:
            return
        try:
            moment = parsedate_to_datetime(date)
        except ValueError:
            return
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        self._known = (moment.astimezone(UTC), self._monotonic())

    def now(self) -> datetime:
        """Return the vendor's time in UTC."""
        if self._known is None:
            return datetime.now(UTC)
        moment, learnt = self._known
        return moment + timedelta(seconds=self._monotonic() - learnt)

    def ahead(self) -> timedelta:
        """Return by how much the vendor's clock is ahead of this computer's."""
        return self.now() - datetime.now(UTC)

"""The sandbox's clock: it runs with the machine's and can be moved."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Aware UTC time = the machine's time + an offset in seconds."""

    def __init__(self, *, start: datetime | None = None, offset: float = 0.0) -> None:
        """Run from `start` (aware), or from the machine's time + `offset` seconds."""
        self.offset = offset if start is None else start.timestamp() - time.time()

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.timestamp(), UTC)

    def timestamp(self) -> float:
        """Seconds since 1970."""
        return time.time() + self.offset

    def advance(self, seconds: float) -> datetime:
        """Move on (or back, when negative) and say what time it is then."""
        moved = self.now() + timedelta(seconds=seconds)  # refuses what no calendar holds
        self.offset += seconds
        return moved

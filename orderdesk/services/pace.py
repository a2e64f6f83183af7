"""How fast something goes, and how long it may still take."""

from collections import deque

_SPAN = 20.0
_SURE = 1.0


class Pace:
    """Remembers how far something was in the last seconds, by a monotonic clock."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def note(self, now: float, done: int) -> None:
        """Note how far it is now."""
        self._seen.append((now, done))
        while len(self._seen) > 1 and now - self._seen[0][0] > _SPAN:
            self._seen.popleft()

    def rate(self) -> float | None:
        """Return how many a second it does, None while that is a guess."""
        if not self._seen:
            return None
        (began, first), (now, last) = self._seen[0], self._seen[-1]
        if now - began < _SURE or last <= first:
            return None
        return (last - first) / (now - began)

    def left(self, rest: int) -> float | None:
        """Return how many seconds `rest` more take at that rate, None while that is a guess."""
        rate = self.rate()
        return None if rate is None else rest / rate

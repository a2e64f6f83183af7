"""The grace period: how long an act waits before it is sent, so that it can be undone."""

from datetime import datetime, timedelta

from orderdesk.domain.commands import Act, Command, RemoveLine, Transit
from orderdesk.services.preferences import PreferenceService

LONGEST = 30
"""The most seconds a person can choose."""
_KEY = "grace"
_ACTS = (Transit, Act, RemoveLine)


class Grace:
    """Holds what moves an order, calls the vendor or takes something off.

    Edits, new items and new orders go at once: they come out of a form, and what they put in can
    be put otherwise again. Without `begin` nothing is held, as for a command line that waits for
    its outcome.
    """

    def __init__(self, preferences: PreferenceService, usual: float) -> None:
        self._preferences = preferences
        self._usual = usual
        self._seconds = 0.0

    @property
    def seconds(self) -> float:
        """How long acts wait, in seconds; 0: they go at once."""
        return self._seconds

    async def begin(self) -> None:
        """Hold acts from now on, for as long as the person chose or else as usual."""
        kept = await self._preferences.get(_KEY)
        self._seconds = _seconds_in(kept, self._usual)

    async def choose(self, seconds: int) -> None:
        """Keep how long acts are to wait, from 0 to LONGEST seconds.

        Raises:
            ValueError: for any other number.
        """
        if not 0 <= seconds <= LONGEST:
            raise ValueError(seconds)
        await self._preferences.put(_KEY, str(seconds))
        self._seconds = float(seconds)

    def until(self, command: Command, now: datetime) -> datetime | None:
        """Return the time before which a command is not to be sent; None: at once."""
        return self.due(now) if isinstance(command, _ACTS) else None

    def due(self, now: datetime) -> datetime | None:
        """Return the time before which what is held now is not to be sent; None: at once."""
        return now + timedelta(seconds=self._seconds) if self._seconds else None


def _seconds_in(text: str | None, usual: float) -> float:
    if text is not None and text.isdecimal() and int(text) <= LONGEST:
        return float(text)
    return usual

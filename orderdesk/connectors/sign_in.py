"""Keeping a connection signed in: one sign-in at a time, however many are waiting for it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from orderdesk.domain.errors import NotSignedIn

# Wrong passwords sent again and again lock an account.
_QUIET_AFTER_REFUSAL: Final = 30.0
_EARLY: Final = 60.0


@dataclass(frozen=True, slots=True)
class Pass:
    """What requests carry once signed in: a token or a cookie; `seconds` is how long it lasts."""

    text: str = field(repr=False)
    seconds: float | None = None


class SignIn:
    """Keeps the pass in memory, gets a new one when it is due or was refused.

    `ask` signs in anew and raises NotSignedIn where the vendor does not accept the credentials;
    that is then not tried again for half a minute.
    """

    def __init__(
        self, ask: Callable[[], Awaitable[Pass]], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._turn = asyncio.Lock()
        self._text: str | None = None
        self._renew_at = float("inf")
        self._refused: tuple[NotSignedIn, float] | None = None

    async def text(self, *, stale: str | None = None) -> str:
        """Return the pass; `stale` is one that the vendor has just refused.

        Raises:
            NotSignedIn: the vendor does not accept the credentials.
            Unreachable, Throttled, Malformed: the sign-in did not come about.
        """
        text = self._valid(stale)
        if text is not None:
            return text
        async with self._turn:
            return self._valid(stale) or await self._renewed()

    def _valid(self, stale: str | None) -> str | None:
        known = self._text is not None and self._text != stale
        return self._text if known and self._clock() < self._renew_at else None

    async def _renewed(self) -> str:
        if self._refused is not None and self._clock() < self._refused[1]:
            raise self._refused[0].with_traceback(None)
        try:
            given = await self._ask()
        except NotSignedIn as error:
            self._refused = (error, self._clock() + _QUIET_AFTER_REFUSAL)
            raise
        self._refused = None
        self._text = given.text
        self._renew_at = float("inf")
        if given.seconds is not None and given.seconds > 0:
            self._renew_at = self._clock() + given.seconds - min(_EARLY, given.seconds / 10)
        return given.text

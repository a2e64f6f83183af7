"""User and password, which go with every request: tried once where they are not accepted."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, TypeVar

from orderdesk.domain.errors import NotSignedIn, Rejected
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

MISSING = QT_TRANSLATE_NOOP("messages", "The connection has no user name or password yet.")
FILL_IN = QT_TRANSLATE_NOOP("messages", "Fill them in in the connection's settings.")

# Wrong passwords sent again and again lock an account.
_QUIET_AFTER_REFUSAL: Final = 30.0
_NAMES: Final = ("username", "password")

T = TypeVar("T")


class Access:
    """Lets one request through first, and the others once the site has accepted its user.

    After a refusal nothing is sent for half a minute.
    """

    def __init__(self, secrets: Mapping[str, str], *, clock: Callable[[], float]) -> None:
        self._secrets = {name: secrets.get(name, "") for name in _NAMES}
        self._clock = clock
        self._first = asyncio.Lock()
        self._accepted = False
        self._refused: tuple[NotSignedIn, float] | None = None

    def form(self) -> Mapping[str, str]:
        """Return the fields that sign a request.

        Raises:
            NotSignedIn: where they have not been filled in; nothing is to be sent then.
        """
        if not all(self._secrets.values()):
            raise NotSignedIn(Message(MISSING), way_out=Message(FILL_IN))
        return self._secrets

    async def through(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Return what `ask` brings.

        Raises:
            NotSignedIn: the site does not accept the user; or did not a moment ago.
        """
        if self._accepted:
            return await self._asked(ask)
        async with self._first:
            if self._refused is not None and self._clock() < self._refused[1]:
                raise self._refused[0].with_traceback(None)
            return await self._asked(ask)

    async def _asked(self, ask: Callable[[], Awaitable[T]]) -> T:
        try:
            found = await ask()
        except NotSignedIn as error:
            self._accepted = False
            self._refused = (error, self._clock() + _QUIET_AFTER_REFUSAL)
            raise
        except Rejected:
            self._accepted = True
            raise
        self._accepted = True
        return found

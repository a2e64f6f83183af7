"""Who may call, how often, and the tokens that the addresses of documents carry."""

from collections.abc import Mapping
from dataclasses import dataclass

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.deconetwork.data.people import STAFF
from orderdesk.sandbox.deconetwork.moments import DAY
from orderdesk.sandbox.deconetwork.refusals import (
    API_OFF,
    NO_ACCESS,
    NOT_SIGNED_IN,
    OLD_NOT_SIGNED_IN,
    Refusal,
)
from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.storage import Storage
from orderdesk.sandbox.switches import SwitchBoard

_NOTE = "deconetwork document opener"
USER = STAFF[0].id
"""Whom the API's changes are booked on."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """User and password, which go with every request."""

    username: str
    password: str

    def document(self) -> Document:
        return {"username": self.username, "password": self.password}


class Access:
    """Lets in one user of the site."""

    def __init__(self, user: Credentials, board: SwitchBoard) -> None:
        self._user = user
        self._board = board

    def check(self, fields: Mapping[str, str]) -> None:
        """Let the request through.

        Raises:
            Refusal: 30001 for a wrong user or password, 31000 when the API is off, 10005 for a
                user without rights.
        """
        given = Credentials(fields.get("username", ""), fields.get("password", ""))
        if given != self._user:
            old = self._board["sign_in_code"] == str(OLD_NOT_SIGNED_IN)
            raise Refusal(OLD_NOT_SIGNED_IN if old else NOT_SIGNED_IN)
        if self._board["api"] == "disabled":
            raise Refusal(API_OFF)
        if self._board["user_rights"] == "none":
            raise Refusal(NO_ACCESS)


class LoginTokens:
    """The token that opens documents without a password; a new one every day."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self._dice = Dice()

    def current(self) -> str:
        """Return the token for new addresses."""
        kept = self._kept()
        if kept is not None:
            return kept
        token = f"{self._dice.getrandbits(160):040x}"
        self._storage.keep_note(_NOTE, f"{int(self._clock.timestamp())} {token}")
        return token

    def opens(self, token: str) -> bool:
        """Tell whether an address with that token may be read."""
        return bool(token) and token == self._kept()

    def expire(self) -> int:
        """End the token; how many there were."""
        there = self._kept() is not None
        self._storage.keep_note(_NOTE, "")
        return int(there)

    def _kept(self) -> str | None:
        made, _space, token = (self._storage.note(_NOTE) or "").partition(" ")
        fresh = bool(token) and 0 <= self._clock.timestamp() - int(made) < DAY
        return token if fresh else None


class CallBudget:
    """Counts requests in windows that end on a multiple of their length."""

    def __init__(self, clock: Clock, board: SwitchBoard) -> None:
        self._clock = clock
        self._board = board
        self._used: dict[str, tuple[tuple[int, int], int]] = {}

    def take(self, service: str) -> bool:
        """Count one request; whether it is within the limit."""
        window = (int(self._clock.timestamp()) // self._length, self._length)
        before, used = self._used.get(service, (window, 0))
        used = used + 1 if before == window else 1
        self._used[service] = (window, used)
        return used <= self._board.number("calls_limit")

    def retry(self, service: str) -> int:
        """Return in how many seconds the service takes requests again."""
        if not self._used.get(service):
            return 1
        return self._length - int(self._clock.timestamp()) % self._length

    @property
    def _length(self) -> int:
        return max(self._board.number("calls_window"), 1)

    def reset(self) -> None:
        self._used.clear()

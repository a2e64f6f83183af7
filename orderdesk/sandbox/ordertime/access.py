"""Signing in with every request: three headers, or a DevKey instead of the password."""

from collections.abc import Mapping
from dataclasses import dataclass

from orderdesk.sandbox.exchange import Request
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.ordertime.refusals import NO_RIGHTS, Refusal
from orderdesk.sandbox.switches import SwitchBoard

READ, ORDERS, SHIPPING, MASTERS = "read", "orders", "shipping", "masters"
_RIGHTS: Mapping[str, frozenset[str]] = {
    "administrator": frozenset((READ, ORDERS, SHIPPING, MASTERS)),
    "sales": frozenset((READ, ORDERS, MASTERS)),
    "warehouse": frozenset((READ, SHIPPING)),
    "reader": frozenset((READ,)),
}


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client signs in with."""

    api_key: str
    email: str
    password: str
    dev_key: str

    def document(self) -> Document:
        """Return the three headers' values; the DevKey is the other way."""
        return {"api_key": self.api_key, "email": self.email, "password": self.password}


USER = Credentials(
    "5c1a7e00-ba11-4a57-9ead-000000000741",
    "desk@harbourmobile.example",
    "spring-tide-7",
    "DK-HARBOUR-0001-SANDBOX",
)
"""Whom the sandbox lets in."""


class Access:
    """The one user, and what the role that the switch gives may do."""

    def __init__(self, board: SwitchBoard, user: Credentials) -> None:
        self._board = board
        self._user = user

    def check(self, request: Request) -> None:
        """Refuse whoever is not signed in.

        Raises:
            Refusal: in the status and the form of the switches.
        """
        headers, user = request.headers, self._user
        if headers.get("apikey") != user.api_key:
            raise self._closed("Incorrect api key")
        if self._board["api_key"] == "deactivated":
            raise self._closed("This api key has been deactivated.")
        if headers.get("email", "").casefold() != user.email:
            raise self._closed("Invalid email or password")
        if "devkey" in headers:
            if headers["devkey"] != user.dev_key or self._board["dev_key"] == "refused":
                raise self._closed("Incorrect DevKey")
        elif headers.get("password") != user.password:
            raise self._closed("Invalid email or password")

    def allow(self, right: str) -> None:
        """Raise the 403 unless the user's role has the right."""
        if right not in _RIGHTS[self._board["role"]]:
            raise Refusal(403, NO_RIGHTS)

    def _closed(self, message: str) -> Refusal:
        return Refusal(self._board.number("sign_in_failure"), message, kind="sign_in")

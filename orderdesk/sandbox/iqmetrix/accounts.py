"""The Accounts service: tokens by password and by refresh token, their life and their end."""

from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe
from urllib.parse import parse_qs

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.exchange import Reply, Request, json_reply
from orderdesk.sandbox.iqmetrix.refusals import NotSignedIn
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.storage import Storage
from orderdesk.sandbox.switches import SwitchBoard

ACCESS_SECONDS = 43_199
"""The life of an access token in the vendor's sample."""
REFRESH_SECONDS = 7 * 86_400
"""The life of a refresh token (authentication page of 2016)."""
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client signs in with."""

    username: str
    password: str
    client_id: str
    client_secret: str

    def document(self) -> Document:
        return {
            "username": self.username,
            "password": self.password,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }


@dataclass(frozen=True, slots=True)
class _Pair:
    """An access token and the refresh token that came with it, both as digests."""

    refresh: str
    access_ends: float
    refresh_ends: float


class Accounts:
    """Signs in one user; the tokens themselves are not kept, only their digests."""

    def __init__(
        self, storage: Storage, vendor: str, *, clock: Clock, board: SwitchBoard, user: Credentials
    ) -> None:
        self._kept = storage.collection(vendor, "token")
        self._clock = clock
        self._board = board
        self._user = user
        self._pairs: dict[str, _Pair] = {}
        for key, document in self._kept.read():
            self._pairs[key] = _Pair(
                str(document["refresh"]),
                float(str(document["access_ends"])),
                float(str(document["refresh_ends"])),
            )

    def check(self, request: Request) -> None:
        """Raise `NotSignedIn` unless the request carries a token that is alive."""
        scheme, _space, token = request.headers.get("authorization", "").partition(" ")
        pair = self._pairs.get(_digest(token.strip()))
        if scheme.casefold() != "bearer" or pair is None:
            raise NotSignedIn
        if self._clock.timestamp() >= pair.access_ends:
            raise NotSignedIn

    def token(self, request: Request) -> Reply:
        """Answer a request for a token."""
        form: dict[str, str] = {}
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == _FORM:
            text = request.body.decode("utf-8", "replace")
            form = {k: v[-1] for k, v in parse_qs(text, keep_blank_values=True).items()}
        grant = form.get("grant_type", "")
        if grant not in ("password", "refresh_token"):
            return _failure(
                "unsupported_grant_type",
                f"The authorization grant type '{grant}' is not supported"
                " by the authorization server",
            )
        user = self._user
        if (form.get("client_id"), form.get("client_secret")) != (
            user.client_id,
            user.client_secret,
        ):
            return _failure("invalid_client", "The client could not be authenticated.")
        if self._board["sign_in"] == "locked":
            return _failure("invalid_grant", "The user account is locked.")
        if grant == "password":
            return self._by_password(form)
        return self._by_refresh(form)

    def expire_all(self) -> int:
        """End every token; how many pairs there were."""
        ended = len(self._pairs)
        self._pairs.clear()
        self._kept.clear()
        return ended

    def _by_password(self, form: dict[str, str]) -> Reply:
        given = (form.get("username"), form.get("password"))
        if given != (self._user.username, self._user.password):
            return _failure("invalid_grant", "The user name or the password is incorrect.")
        return self._issue()

    def _by_refresh(self, form: dict[str, str]) -> Reply:
        digest = _digest(form.get("refresh_token", ""))
        access = next((a for a, pair in self._pairs.items() if pair.refresh == digest), None)
        if access is None or self._clock.timestamp() >= self._pairs[access].refresh_ends:
            return _failure("invalid_grant", "The refresh token is not valid.")
        # The exchange revokes the access token that came with the exchanged refresh token.
        del self._pairs[access]
        self._kept.remove(access)
        return self._issue()

    def _issue(self) -> Reply:
        now = self._clock.timestamp()
        access, refresh = token_urlsafe(72), token_urlsafe(63)
        pair = _Pair(_digest(refresh), now + ACCESS_SECONDS, now + REFRESH_SECONDS)
        self._pairs[_digest(access)] = pair
        self._kept.put(
            _digest(access),
            {
                "refresh": pair.refresh,
                "access_ends": str(pair.access_ends),
                "refresh_ends": str(pair.refresh_ends),
            },
        )
        return json_reply(
            {"access_token": access, "expires_in": ACCESS_SECONDS, "refresh_token": refresh},
            action="sign_in",
        )


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def _failure(error: str, text: str) -> Reply:
    return json_reply({"error": error, "error_description": text}, 400)

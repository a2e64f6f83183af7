"""The identity server: tokens for an app's keys, their life and their end."""

from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe
from urllib.parse import parse_qs

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.exchange import Reply, Request, json_reply
from orderdesk.sandbox.json_text import Document, NotJson, parse_object
from orderdesk.sandbox.orderspace import reading
from orderdesk.sandbox.orderspace.refusals import (
    EXPIRED,
    UNKNOWN,
    NoPage,
    NotSignedIn,
    empty,
)
from orderdesk.sandbox.storage import Storage
from orderdesk.sandbox.switches import SwitchBoard

TOKEN_SECONDS = 1_800
"""The life of a token (authentication chapter)."""
SCOPE = "read write"
_REMEMBERED = 86_400
"""So long a token that has ended is told apart from one that never was."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of an app."""

    client_id: str
    client_secret: str

    def document(self) -> Document:
        return {"client_id": self.client_id, "client_secret": self.client_secret}


class Identity:
    """Gives tokens to one app; the tokens themselves are not kept, only their digests."""

    def __init__(
        self, storage: Storage, vendor: str, *, clock: Clock, board: SwitchBoard, keys: Keys
    ) -> None:
        self._kept = storage.collection(vendor, "token")
        self._clock = clock
        self._board = board
        self._keys = keys
        self._ends = {key: float(reading.text(kept, "ends")) for key, kept in self._kept.read()}

    def check(self, request: Request) -> str:
        """Return the digest of the request's token.

        Raises:
            NotSignedIn: for a token that is missing, unknown or past its end.
        """
        given = request.headers.get("authorization", "")
        if not given and self._board["unsigned"] == "bare":
            raise NotSignedIn(None)
        scheme, _space, token = given.partition(" ")
        digest = _digest(token.strip())
        ends = self._ends.get(digest)
        if scheme.casefold() != "bearer" or ends is None:
            raise NotSignedIn(UNKNOWN)
        if self._clock.timestamp() >= ends:
            raise NotSignedIn(EXPIRED)
        return digest

    def answer(self, request: Request) -> Reply:
        """Answer a request for a token; raises `NoPage` for every other address."""
        if request.path.rstrip("/") != "/oauth/token" or request.method != "POST":
            raise NoPage
        form = _form(request)
        grant = form.get("grant_type", "")
        if not grant:
            return _failure(400, "invalid_request", "Missing required parameter: grant_type.")
        if grant != "client_credentials":
            return _failure(
                400,
                "unsupported_grant_type",
                "The authorization grant type is not supported by the authorization server.",
            )
        if form.get("client_id") != self._keys.client_id:
            return self._bad_client()
        if form.get("client_secret") != self._keys.client_secret:
            return self._bad_client()
        return self._issue()

    def expire_all(self) -> int:
        """End every token that lives; how many there were."""
        now = self._clock.timestamp()
        alive = [digest for digest, ends in self._ends.items() if ends > now]
        for digest in alive:
            self._keep(digest, now)
        return len(alive)

    def forget_all(self) -> None:
        """Know no token any more."""
        self._ends.clear()
        self._kept.clear()

    def _issue(self) -> Reply:
        now = self._clock.timestamp()
        for digest in [one for one, ends in self._ends.items() if ends < now - _REMEMBERED]:
            del self._ends[digest]
            self._kept.remove(digest)
        token = token_urlsafe(32)
        self._keep(_digest(token), now + TOKEN_SECONDS)
        return json_reply(
            {
                "access_token": token,
                "token_type": "Bearer",
                "expires_in": TOKEN_SECONDS,
                "scope": SCOPE,
            },
            action="sign_in",
        )

    def _keep(self, digest: str, ends: float) -> None:
        self._ends[digest] = ends
        self._kept.put(digest, {"ends": repr(ends)})

    def _bad_client(self) -> Reply:
        if self._board["bad_client"] == "empty":
            return empty(401, kind="text/html")
        return _failure(
            401,
            "invalid_client",
            "Client authentication failed due to unknown client, no client authentication"
            " included, or unsupported authentication method.",
        )


def _form(request: Request) -> dict[str, str]:
    """Read the fields of a form, or of a JSON object, which is taken too (recorded)."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            body = parse_object(request.body)
        except NotJson:
            return {}
        return {name: reading.text(body, name) for name in body}
    if kind != "application/x-www-form-urlencoded":
        return {}
    pairs = parse_qs(request.body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[-1] for name, values in pairs.items()}


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def _failure(status: int, error: str, text: str) -> Reply:
    return json_reply({"error": error, "error_description": text}, status)

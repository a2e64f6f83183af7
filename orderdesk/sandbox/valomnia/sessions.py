"""Sessions: the sign-in form, the cookie, and its end after a while without requests."""

from dataclasses import dataclass
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from secrets import token_hex

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.exchange import Reply, Request, json_reply
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.storage import Storage
from orderdesk.sandbox.switches import SwitchBoard
from orderdesk.sandbox.valomnia.forms import read_form
from orderdesk.sandbox.valomnia.refusals import no_credentials

COOKIE = "JSESSIONID"
CHECK = "/j_spring_security_check"
SUCCESS = "/login/ajaxSuccess"
FAILURE = "/login/authfail"
PAGE = "/login/auth"
_WRONG = "Sorry, we were not able to find a user with that username and password."
_SHUT = {
    "locked": "Sorry, your account is locked.",
    "disabled": "Sorry, your account is disabled.",
}
_KEPT_EVERY = 60
"""A session's last use is written down at most once in so many seconds."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client signs in with."""

    username: str
    password: str

    def document(self) -> Document:
        return {"username": self.username, "password": self.password}


class NotSignedIn(Exception):
    """The request carries no session that is alive."""


class Sessions:
    """Signs in one user; the tokens themselves are not kept, only their digests."""

    def __init__(
        self, storage: Storage, vendor: str, *, clock: Clock, board: SwitchBoard, user: Credentials
    ) -> None:
        self._kept = storage.collection(vendor, "session")
        self._clock = clock
        self._board = board
        self._user = user
        self._used = {key: float(str(document["used"])) for key, document in self._kept.read()}
        self._written = dict(self._used)

    def check(self, request: Request) -> str:
        """Return the token of a session that is alive, which this use prolongs.

        Raises:
            NotSignedIn: when there is none.
        """
        token = self._token(request)
        key = _digest(token)
        now, used = self._clock.timestamp(), self._used.get(key)
        if used is None:
            raise NotSignedIn
        if not 0 <= now - used < self._board.number("session_seconds"):
            self._end(key)
            raise NotSignedIn
        self._used[key] = now
        if now - self._written[key] >= _KEPT_EVERY:
            self._write(key, now)
        return token

    def _token(self, request: Request) -> str:
        scheme, _space, token = request.headers.get("authorization", "").partition(" ")
        if self._board["bearer"] == "accepted" and scheme.casefold() == "bearer":
            return token.strip()
        try:
            cookies = SimpleCookie(request.headers.get("cookie", ""))
        except CookieError:
            return ""
        return cookies[COOKIE].value if COOKIE in cookies else ""

    def sign_in(self, request: Request, origin: str) -> Reply:
        """Answer the sign-in form; where it leads says whether it was right."""
        if request.method not in ("POST", "GET"):
            return Reply(405, b"", None)
        fields = read_form(request).values
        if request.method == "GET" and self._board["login_get"] == "refused":
            return self._refused(origin)
        given = (fields.get("j_username"), fields.get("j_password"))
        if self._board["account"] != "open" or given != (self._user.username, self._user.password):
            return self._refused(origin)
        token = token_hex(16).upper()
        self._write(_digest(token), self._clock.timestamp())
        ajax = fields.get("ajax") == "true"
        return Reply(
            302,
            b"",
            None,
            (
                ("location", f"{origin}{SUCCESS if ajax else '/'}"),
                ("set-cookie", f"{COOKIE}={token}; Path=/; HttpOnly"),
            ),
            action="sign_in",
        )

    def _refused(self, origin: str) -> Reply:
        if self._board["bad_login"] == "401":
            return json_reply({"success": False, "error": self._trouble()}, 401)
        return Reply(302, b"", None, (("location", f"{origin}{FAILURE}?ajax=true"),))

    def _trouble(self) -> str:
        return _SHUT.get(self._board["account"], _WRONG)

    def failure(self) -> Reply:
        """Return what stands at the end of a wrong sign-in."""
        return json_reply({"success": False, "error": self._trouble()})

    def missing(self, origin: str) -> Reply:
        """Return the answer to a request without a session."""
        choice = self._board["no_session"]
        if choice == "login_page":
            return Reply(302, b"", None, (("location", f"{origin}{PAGE}"),))
        return no_credentials(int(choice)).reply()

    def expire_all(self) -> int:
        """End every session; how many there were."""
        ended = len(self._used)
        self._used.clear()
        self._written.clear()
        self._kept.clear()
        return ended

    def _write(self, key: str, now: float) -> None:
        self._used[key] = self._written[key] = now
        self._kept.put(key, {"used": str(now)})

    def _end(self, key: str) -> None:
        del self._used[key], self._written[key]
        self._kept.remove(key)


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()

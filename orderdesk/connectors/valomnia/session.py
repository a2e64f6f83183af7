"""The sign-in: one session for all calls, its cookie kept in memory and renewed when it ends."""

# Sources: the authentication chapter (form, cookie, where a good sign-in leads) and clients of
# the vendor's; where a bad one leads is not documented, so that only what leads to success is one.

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from orderdesk.connectors import failures
from orderdesk.connectors.answers import is_web_page
from orderdesk.connectors.exchange import Answer, Ask
from orderdesk.connectors.http import Wire, check_address
from orderdesk.connectors.json_text import as_object
from orderdesk.connectors.sign_in import Pass, SignIn
from orderdesk.connectors.valomnia.answers import ANSWERS, CHECK_LOGIN, failure, location_of
from orderdesk.connectors.valomnia.vocabulary import TITLE
from orderdesk.domain.errors import NotSignedIn
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

SITE: Final = "site"
_COOKIE: Final = re.compile(r"(?:^|[,;\s])JSESSIONID=([^;,\s\"]+)", re.ASCII)
_SUCCESS: Final = "/login/ajaxSuccess"

MISSING = QT_TRANSLATE_NOOP("messages", "The connection has no user name or password yet.")
FILL_IN = QT_TRANSLATE_NOOP("messages", "Fill them in in the connection's settings.")
WRONG = QT_TRANSLATE_NOOP(
    "messages",
    "{vendor} does not accept this user name with this password, or the account is closed.",
)
WRONG_WORDS = QT_TRANSLATE_NOOP(
    "messages", "{vendor} does not accept this user name with this password: {words}"
)


class Session:
    """Keeps one connection signed in; the session lives in memory only."""

    def __init__(self, wire: Wire, site: str, secrets: Mapping[str, str]) -> None:
        self.site = site
        self._wire = wire
        self._secrets = {name: secrets.get(name, "") for name in ("username", "password")}
        self._sign_in = SignIn(self._ask, clock=wire.timing.monotonic)
        self.served = 0
        """How many requests were answered to somebody who is signed in."""

    async def cookie(self, *, stale: str | None = None) -> str:
        """Return the session's cookie; `stale` is one that has just been refused.

        Raises:
            NotSignedIn: the vendor does not accept the credentials.
            Unreachable, Throttled, Malformed: the sign-in did not come about.
        """
        return await self._sign_in.text(stale=stale)

    async def _ask(self) -> Pass:
        if not all(self._secrets.values()):
            raise NotSignedIn(Message(MISSING), way_out=Message(FILL_IN))
        form = {
            "j_username": self._secrets["username"],
            "j_password": self._secrets["password"],
            "ajax": "true",
        }
        answer = await self._wire.request(
            Ask(
                "POST",
                f"{self.site}/j_spring_security_check",
                SITE,
                body=urlencode(form).encode(),
                content_type="application/x-www-form-urlencoded",
                follow=False,
            )
        )
        return self._judged(answer)

    def _judged(self, answer: Answer) -> Pass:
        host, _port = check_address(TITLE, self.site)
        location = location_of(answer)
        if location is not None and not location.startswith("/login/"):
            raise failures.redirected(TITLE, host, answer.status)
        if location is not None and location != _SUCCESS:
            raise _wrong(answer, None)
        if location is None:
            self._check_body(answer, host)
        found = _COOKIE.search(answer.headers.get("set-cookie", ""))
        if found is None:
            raise ANSWERS.unreadable("It has no JSESSIONID.", answer.status)
        return Pass(f"JSESSIONID={found[1]}")

    def _check_body(self, answer: Answer, host: str) -> None:
        """Judge a sign-in that is answered at once, without leading anywhere."""
        if is_web_page(answer) or (not answer.good and answer.status != 401):
            raise failure(answer, host, write=False)
        said = as_object(ANSWERS.json_of(answer, host) if answer.body.strip() else None)
        if answer.status == 401 or said.get("success") not in (True, "true"):
            words = said.get("error")
            raise _wrong(answer, words if isinstance(words, str) else None)


def _wrong(answer: Answer, words: str | None) -> NotSignedIn:
    text = WRONG if words is None else WRONG_WORDS
    message = Message(text, {"vendor": TITLE, "words": words or ""})
    way_out = Message(CHECK_LOGIN)
    return NotSignedIn(message, way_out=way_out, words=words, status=answer.status)

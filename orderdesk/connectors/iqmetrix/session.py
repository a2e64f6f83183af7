"""The sign-in: one token for all services, fetched once however many are waiting for it."""

# Tokens live in memory only. Sources: the vendor's authentication page (password and refresh
# grants, parameters in the form body, refusals with status 400) and its authentication FAQ.

import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlencode

from orderdesk.connectors.answers import words_of
from orderdesk.connectors.exchange import Ask
from orderdesk.connectors.http import Wire, check_address
from orderdesk.connectors.iqmetrix.answers import ANSWERS
from orderdesk.connectors.iqmetrix.vocabulary import TITLE
from orderdesk.connectors.json_text import as_object
from orderdesk.connectors.sign_in import Pass, SignIn
from orderdesk.domain.errors import NotSignedIn
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message, verbatim

ACCOUNTS = "accounts"

_CODE: Final = re.compile(r"[a-z]+(?:_[a-z]+)+")

MISSING = QT_TRANSLATE_NOOP(
    "messages", "The connection has no user name, password, client ID or client secret yet."
)
FILL_IN = QT_TRANSLATE_NOOP("messages", "Fill them in in the connection's settings.")
WRONG_CLIENT = QT_TRANSLATE_NOOP(
    "messages", "{vendor} does not know this client ID with this client secret."
)
CHECK_CLIENT = QT_TRANSLATE_NOOP(
    "messages", "Check the client ID and client secret that iQmetrix gave your company."
)
AND_SAYS = QT_TRANSLATE_NOOP("messages", "{what} It says: “{words}”")
WRONG_PASSWORD = QT_TRANSLATE_NOOP(
    "messages", "{vendor} does not accept this user name with this password."
)
CHECK_PASSWORD = QT_TRANSLATE_NOOP(
    "messages",
    "Check the user name and password; an administrator of your company can unlock an account.",
)


class Session:
    """Keeps one connection signed in."""

    def __init__(
        self,
        wire: Wire,
        address: str,
        secrets: Mapping[str, str],
        *,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._wire = wire
        self._url = f"{address.rstrip('/')}/oauth2/token"
        self._secrets = dict(secrets)
        self._refresh: str | None = None
        self._sign_in = SignIn(self._renew, clock=clock or wire.timing.monotonic)

    async def token(self, *, stale: str | None = None) -> str:
        """Return a token; `stale` is one that a service has just refused.

        Raises:
            NotSignedIn: the vendor does not accept the credentials.
            Unreachable, Throttled, Malformed: the sign-in did not come about.
        """
        return await self._sign_in.text(stale=stale)

    async def _renew(self) -> Pass:
        refresh, self._refresh = self._refresh, None
        if refresh is not None:
            try:
                return await self._ask({"grant_type": "refresh_token", "refresh_token": refresh})
            except NotSignedIn:
                pass  # too old, or used by somebody else: the password is still good
        names = ("username", "password", "client_id", "client_secret")
        if not all(self._secrets.get(name) for name in names):
            raise NotSignedIn(Message(MISSING), way_out=Message(FILL_IN))
        credentials = {name: self._secrets[name] for name in ("username", "password")}
        return await self._ask({"grant_type": "password", **credentials})

    async def _ask(self, form: Mapping[str, str]) -> Pass:
        client = {name: self._secrets.get(name, "") for name in ("client_id", "client_secret")}
        answer = await self._wire.request(
            Ask(
                "POST",
                self._url,
                ACCOUNTS,
                body=urlencode({**form, **client}).encode(),
                content_type="application/x-www-form-urlencoded",
            )
        )
        host, _port = check_address(TITLE, self._url)
        if answer.status in {400, 401}:
            raise _not_accepted(words_of(answer) or answer.reason, answer.status)
        if not answer.good:
            raise ANSWERS.refusal(answer, write=False)
        return self._pass(ANSWERS.json_of(answer, host))

    def _pass(self, payload: object) -> Pass:
        body = as_object(payload)
        token = body.get("access_token")
        if not isinstance(token, str) or not token or not token.isascii():
            raise ANSWERS.unreadable("It has no access_token.")
        refresh = body.get("refresh_token")
        lifetime = body.get("expires_in")
        self._refresh = refresh if isinstance(refresh, str) and refresh else None
        return Pass(token, min(lifetime, 10**9) if isinstance(lifetime, int) else None)


def _not_accepted(words: str, status: int) -> NotSignedIn:
    """Tell a wrong client from a wrong password, as the authentication page does."""
    client = "invalid_client" in words
    message = Message(WRONG_CLIENT if client else WRONG_PASSWORD, {"vendor": TITLE})
    # Codes are for support, who find them in the words; a person is told the sentence.
    sentence = " ".join(word for word in words.split() if not _CODE.fullmatch(word))
    if sentence:
        message = Message(AND_SAYS, {"what": message, "words": verbatim(sentence)})
    way_out = Message(CHECK_CLIENT if client else CHECK_PASSWORD)
    return NotSignedIn(message, way_out=way_out, words=words, status=status)

"""The sign-in: one token for all calls, asked for anew when it is due or was refused."""

# Sources: the authentication chapter (client credentials, form body, 30 minutes, no refresh
# token); refusals have the shapes of OAuth 2, as the 401 headers suggest.

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from orderdesk.connectors.answers import is_web_page, words_of
from orderdesk.connectors.exchange import Ask
from orderdesk.connectors.http import Wire, check_address
from orderdesk.connectors.json_text import as_object
from orderdesk.connectors.orderspace.answers import ANSWERS, CHECK_KEYS, failure
from orderdesk.connectors.orderspace.vocabulary import TITLE
from orderdesk.connectors.sign_in import Pass, SignIn
from orderdesk.domain.errors import NotSignedIn
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

IDENTITY: Final = "identity"

MISSING = QT_TRANSLATE_NOOP("messages", "The connection has no client ID or client secret yet.")
FILL_IN = QT_TRANSLATE_NOOP("messages", "Fill them in in the connection's settings.")
WRONG_KEYS = QT_TRANSLATE_NOOP(
    "messages", "{vendor} does not accept this client ID with this client secret: {words}"
)


class Session:
    """Keeps one connection signed in; tokens live in memory only."""

    def __init__(self, wire: Wire, address: str, secrets: Mapping[str, str]) -> None:
        self.address = address.strip()
        self._wire = wire
        self._secrets = {name: secrets.get(name, "") for name in ("client_id", "client_secret")}
        self._sign_in = SignIn(self._ask, clock=wire.timing.monotonic)

    async def token(self, *, stale: str | None = None) -> str:
        """Return a token; `stale` is one that has just been refused.

        Raises:
            NotSignedIn: the vendor does not accept the keys.
            Unreachable, Throttled, Malformed: the sign-in did not come about.
        """
        return await self._sign_in.text(stale=stale)

    async def _ask(self) -> Pass:
        if not all(self._secrets.values()):
            raise NotSignedIn(Message(MISSING), way_out=Message(FILL_IN))
        form = {**self._secrets, "grant_type": "client_credentials"}
        answer = await self._wire.request(
            Ask(
                "POST",
                self.address,
                IDENTITY,
                body=urlencode(form).encode(),
                content_type="application/x-www-form-urlencoded",
            )
        )
        host, _port = check_address(TITLE, self.address)
        if answer.status in {400, 401} and not is_web_page(answer):
            words = words_of(answer) or answer.reason
            message = Message(WRONG_KEYS, {"vendor": TITLE, "words": words})
            way_out = Message(CHECK_KEYS)
            raise NotSignedIn(message, way_out=way_out, words=words, status=answer.status)
        if is_web_page(answer):
            raise ANSWERS.web_page(host, answer.status)
        if not answer.good:
            raise failure(answer, host, write=False)
        body = as_object(ANSWERS.json_of(answer, host))
        token, lifetime = body.get("access_token"), body.get("expires_in")
        if not isinstance(token, str) or not _sendable(token):
            raise ANSWERS.unreadable("It has no access_token.")
        return Pass(token, min(lifetime, 10**9) if isinstance(lifetime, int) else None)


def _sendable(token: str) -> bool:
    return bool(token) and token.isascii() and token.isprintable() and " " not in token

"""The sign-in: three headers with every request, proved good once before anything else is asked."""

# There is no call that signs in, no token and no session. As a wrong key comes as a 400 like any
# other, a request that is known to be right is made first: what is refused then are the
# credentials, and they are not sent again and again, which could lock the account.

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from orderdesk.connectors.answers import NO_WORDS, is_web_page, words_of
from orderdesk.connectors.exchange import Answer, Ask
from orderdesk.connectors.http import Wire, check_address
from orderdesk.connectors.json_text import write
from orderdesk.connectors.ordertime.answers import ANSWERS, CHECK_KEYS, SIGN_IN_WORDS, failure
from orderdesk.connectors.ordertime.cards import masked
from orderdesk.connectors.ordertime.vocabulary import DOC_STATUS, TITLE
from orderdesk.connectors.sign_in import Pass, SignIn
from orderdesk.domain.errors import NotSignedIn
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Fact, Message

API: Final = "api"

NO_KEY = QT_TRANSLATE_NOOP("messages", "no API key")
NO_EMAIL = QT_TRANSLATE_NOOP("messages", "no e-mail address")
NO_PASSWORD = QT_TRANSLATE_NOOP("messages", "neither a password nor a DevKey")
MISSING_ONE = QT_TRANSLATE_NOOP("messages", "The connection has {first} yet.")
MISSING_TWO = QT_TRANSLATE_NOOP("messages", "The connection has {first} and {second} yet.")
MISSING_THREE = QT_TRANSLATE_NOOP(
    "messages", "The connection has {first}, {second} and {third} yet."
)
FILL_IN = QT_TRANSLATE_NOOP("messages", "Fill it in in the connection's settings.")
UNSENDABLE = QT_TRANSLATE_NOOP(
    "messages",
    "The sign-in holds letters or signs that cannot be sent in a header, so nothing was sent.",
)
USE_DEV_KEY = QT_TRANSLATE_NOOP(
    "messages", "Copy it once more, use a DevKey, or choose a password of plain letters."
)
WRONG = QT_TRANSLATE_NOOP("messages", "{vendor} does not accept this sign-in: {words}")

_LABELS: Final = (("api_key", NO_KEY), ("email", NO_EMAIL), ("password", NO_PASSWORD))


class Session:
    """Knows the credentials, in memory only, and whether they are good."""

    def __init__(self, wire: Wire, base: str, secrets: Mapping[str, str]) -> None:
        self._wire = wire
        self._base = base
        self._secrets = {
            name: secrets.get(name, "").strip()
            for name in ("api_key", "email", "password", "dev_key")
        }
        self._sign_in = SignIn(self._prove, clock=wire.timing.monotonic)
        self._proofs = 0

    async def enter(self, *, stale: str | None = None) -> str:
        """Make sure that the credentials are good; `stale` is a proof that no longer holds.

        Raises:
            NotSignedIn: they are missing, or the vendor does not accept them.
            Unreachable, Throttled, Malformed: it could not be found out.
        """
        return await self._sign_in.text(stale=stale)

    def signed(self, ask: Ask) -> Ask:
        """Return a request with the credentials in its headers."""
        secrets = self._secrets
        headers = {"apiKey": secrets["api_key"], "email": secrets["email"]}
        if secrets["dev_key"]:  # it takes the password's place (REST API page)
            headers["DevKey"] = secrets["dev_key"]
        else:
            headers["password"] = secrets["password"]
        return replace(ask, headers={**ask.headers, **headers})

    def missing(self) -> tuple[str, ...]:
        """Return which credentials have not been filled in; the password stands for a DevKey."""
        filled = {name for name, value in self._secrets.items() if value}
        if "dev_key" in filled:
            filled.add("password")
        return tuple(name for name, _text in _LABELS if name not in filled)

    def suspect(self, words: str | None) -> str:
        """Return the name of the credential that a refusal is about, by its words."""
        said = (words or "").casefold().replace(" ", "")
        if "devkey" in said:
            return "dev_key"
        if "password" in said and not self._secrets["dev_key"]:
            return "password"
        return "email" if "email" in said else "api_key"

    async def _prove(self) -> Pass:
        self._check_filled()
        body = {"Type": DOC_STATUS, "PageNumber": 1, "NumberOfRecords": 1}
        ask = Ask("POST", f"{self._base}/entityref", API, body=write(body))
        answer = await self._wire.request(self.signed(ask))
        host, _port = check_address(TITLE, self._base)
        if is_web_page(answer):
            raise ANSWERS.web_page(host, answer.status)
        if answer.good:
            ANSWERS.json_of(answer, host)
        elif refuses_sign_in(answer) or is_wordless(answer):
            raise self._refused(answer)
        elif answer.status not in {400, 403}:
            raise failure(answer, host, write=False)
        self._proofs += 1
        return Pass(str(self._proofs))

    def _check_filled(self) -> None:
        missing = self.missing()
        if missing:
            texts = [Message(text) for name, text in _LABELS if name in missing]
            template = (MISSING_ONE, MISSING_TWO, MISSING_THREE)[len(texts) - 1]
            facts: dict[str, Fact] = dict(zip(("first", "second", "third"), texts, strict=False))
            raise NotSignedIn(Message(template, facts), way_out=Message(FILL_IN))
        used = {name: value for name, value in self._secrets.items() if value}
        if not all(value.isascii() and value.isprintable() for value in used.values()):
            raise NotSignedIn(Message(UNSENDABLE), way_out=Message(USE_DEV_KEY))

    def _refused(self, answer: Answer) -> NotSignedIn:
        words = masked(words_of(answer) or "") if answer.body.strip() else ""
        shown: Fact = words or Message(NO_WORDS, {"status": str(answer.status)})
        message = Message(WRONG, {"vendor": TITLE, "words": shown})
        way_out = Message(CHECK_KEYS)
        return NotSignedIn(message, way_out=way_out, words=words or None, status=answer.status)


def refuses_sign_in(answer: Answer) -> bool:
    """Whether an answer says that the credentials are not good: nothing was done then."""
    if answer.status == 401:
        return True
    said = (words_of(answer) or "") if answer.body.strip() else ""
    return answer.status in {400, 403} and SIGN_IN_WORDS.search(said) is not None


def is_wordless(answer: Answer) -> bool:
    """Whether it is a 400 without a word, which may or may not be about the credentials."""
    return answer.status == 400 and not answer.body.strip()

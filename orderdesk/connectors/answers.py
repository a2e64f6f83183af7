"""What an answer means: its JSON, or its error in the vendor's own words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from orderdesk.connectors import failures
from orderdesk.connectors.exchange import Answer
from orderdesk.connectors.json_text import NotJson, decode, parse
from orderdesk.domain.errors import (
    Conflict,
    Forbidden,
    Malformed,
    NotFound,
    NotSignedIn,
    Rejected,
    Unreachable,
    VendorError,
)
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Fact, Message

WEB_PAGE = QT_TRANSLATE_NOOP(
    "messages", "A web page came back from {host} instead of an answer of {vendor}."
)
UNREADABLE = QT_TRANSLATE_NOOP("messages", "The answer of {vendor} cannot be read: {cause}")
REFUSES = QT_TRANSLATE_NOOP("messages", "{vendor} refuses it: {words}")
ACCOUNT_MAY_NOT = QT_TRANSLATE_NOOP("messages", "This account may not do that: {words}")
CONFLICTS = QT_TRANSLATE_NOOP("messages", "{vendor} refuses it as the order is now: {words}")
KNOWS_NOT = QT_TRANSLATE_NOOP("messages", "{vendor} does not find it: {words}")
SIGNED_OUT = QT_TRANSLATE_NOOP("messages", "{vendor} does not accept the sign-in: {words}")
FAILS = QT_TRANSLATE_NOOP("messages", "{vendor} answers with an error of its own: {words}")
NO_WORDS = QT_TRANSLATE_NOOP("messages", "status {status}, without a word of explanation")

CHECK_VALUES = QT_TRANSLATE_NOOP("messages", "Change what it names and try again.")
READ_AGAIN = QT_TRANSLATE_NOOP(
    "messages", "Read the order again; somebody else may have moved it on."
)
CHECK_RIGHTS = QT_TRANSLATE_NOOP("messages", "Ask an administrator of {vendor} for the rights.")
CHECK_ADDRESSES = QT_TRANSLATE_NOOP("messages", "Check the addresses in the connection's settings.")
SIGN_IN_AGAIN = QT_TRANSLATE_NOOP("messages", "Check the sign-in in the connection's settings.")

_REQUEST_IDS: Final = ("x-request-id", "request-id", "x-correlation-id", "x-ms-request-id")

_CLASSES: Final[Mapping[int, tuple[type[VendorError], str, str]]] = {
    401: (NotSignedIn, SIGNED_OUT, SIGN_IN_AGAIN),
    403: (Forbidden, ACCOUNT_MAY_NOT, CHECK_RIGHTS),
    404: (NotFound, KNOWS_NOT, CHECK_ADDRESSES),
    409: (Conflict, CONFLICTS, READ_AGAIN),
    412: (Conflict, CONFLICTS, READ_AGAIN),
}


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Words that a vendor is known to refuse with, as a pattern, and what to do about them."""

    pattern: re.Pattern[str]
    way_out: str


def known_words(pattern: str, way_out: str) -> KnownWords:
    """Return known words; letter case does not matter."""
    return KnownWords(re.compile(pattern, re.IGNORECASE), way_out)


def is_web_page(answer: Answer) -> bool:
    """Whether a page for people came back, as a hotel's network or a proxy sends."""
    start = answer.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"{", b"[")):  # JSON by its look, whatever it is called
        return False
    if not start:  # a framework's answer without a word, whatever it is called
        return False
    return answer.content_type == "text/html" or start.startswith((b"<!doctype", b"<html"))


def request_id(answer: Answer) -> str | None:
    """Return what the vendor's support could find the call by, if it sent one."""
    return next((answer.headers[name] for name in _REQUEST_IDS if name in answer.headers), None)


def sayings(value: object) -> Iterator[str]:
    """Go through the texts of an error's body, the most telling first."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for entry in cast("list[object]", value):
            yield from sayings(entry)
    elif isinstance(value, dict):
        body = {name.lower(): member for name, member in cast("dict[str, object]", value).items()}
        for name in ("message", "messagedetail", "error_description", "error", "exceptionmessage"):
            yield from sayings(body.get(name))
        state = body.get("modelstate")
        if isinstance(state, dict):
            for members in cast("dict[str, object]", state).values():
                yield from sayings(members)


def words_of(answer: Answer) -> str | None:
    """Return the vendor's own words in an error, in whatever shape they come."""
    if not answer.body.strip() or is_web_page(answer):
        return answer.reason.strip() or None
    try:
        said = list(sayings(parse(decode(answer.body))))
    except NotJson:
        return " ".join((answer.words() or "").split()) or None
    told = dict.fromkeys(" ".join(text.split()) for text in said if text.strip())
    return " ".join(told)[:500] or answer.reason.strip() or None


@dataclass(frozen=True, slots=True)
class Answers:
    """Reads the answers of the vendor called `title`.

    `known` are words with a way out of their own; `ways_out` are those by status where the
    usual ones do not fit. `{vendor}` in a way out is the title.
    """

    title: str
    known: Sequence[KnownWords] = ()
    ways_out: Mapping[int, str] | None = None

    def web_page(self, host: str, status: int) -> Malformed:
        """Say that a web page came back."""
        facts: dict[str, Fact] = {"vendor": self.title, "host": host}
        way_out = Message(failures.SIGN_IN_TO_NETWORK)
        return Malformed(Message(WEB_PAGE, facts), way_out=way_out, status=status)

    def unreadable(self, cause: str, status: int | None = None) -> Malformed:
        """Say why an answer cannot be read; `cause` is an English sentence."""
        message = Message(UNREADABLE, {"vendor": self.title, "cause": cause})
        return Malformed(message, way_out=Message(failures.TRY_LATER), status=status)

    def json_text(self, answer: Answer, host: str) -> str:
        """Return the JSON text of a good answer.

        Raises:
            Malformed: for a web page.
        """
        if is_web_page(answer):
            raise self.web_page(host, answer.status)
        return decode(answer.body)

    def json_of(self, answer: Answer, host: str) -> object:
        """Return what a good answer says.

        Raises:
            Malformed: for a web page, or text that is no JSON.
        """
        try:
            return parse(self.json_text(answer, host))
        except NotJson as error:
            raise self.unreadable(str(error), answer.status) from None

    def refusal(self, answer: Answer, *, write: bool, words: str | None = None) -> VendorError:
        """Return the error that a bad answer stands for; a write's 5xx leaves it unknown.

        `words` are the vendor's own where the connector reads them in a way of its own.
        """
        words = words or words_of(answer)
        said: Fact = words or Message(NO_WORDS, {"status": str(answer.status)})
        facts: dict[str, Fact] = {"vendor": self.title, "words": said}
        if answer.status >= 500:
            message = Message(FAILS, facts)
            if write:
                return failures.unknown(self.title, message, status=answer.status, words=words)
            kind, way_out = Unreachable, failures.TRY_LATER
        else:
            kind, text, way_out = _CLASSES.get(answer.status, (Rejected, REFUSES, CHECK_VALUES))
            message = Message(text, facts)
            way_out = self.way_out(words) or (self.ways_out or {}).get(answer.status, way_out)
        return kind(
            message,
            way_out=Message(way_out, {"vendor": self.title}),
            words=words,
            status=answer.status,
            request_id=request_id(answer),
        )

    def way_out(self, words: str | None) -> str | None:
        """Return the way out of known words, as source text."""
        found = (one.way_out for one in self.known if words and one.pattern.search(words))
        return next(found, None)

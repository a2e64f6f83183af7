"""What an answer of the services means: its JSON, or its error in the vendor's own words."""

# The texts are those of the reference page's error table; the body of an error is shown there
# nowhere, so every shape that public material has is read: {"Message"}, ModelState, OAuth's
# error, plain text, or nothing but the reason phrase.

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, cast

from orderdesk.connectors import failures
from orderdesk.connectors.exchange import Answer
from orderdesk.connectors.iqmetrix.vocabulary import TITLE
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

CHECK_CUSTOMER = QT_TRANSLATE_NOOP(
    "messages", "Edit the order and choose a billing customer of this company."
)
CHECK_LOCATION = QT_TRANSLATE_NOOP(
    "messages", "Choose a location of this company, also where the order is shipped to a location."
)
CLEAR_TARGET = QT_TRANSLATE_NOOP(
    "messages", "Check where it is shipped to: to a customer or to a location, not to both."
)
CHECK_VALUES = QT_TRANSLATE_NOOP("messages", "Change what it names and try again.")
EXPIRED = QT_TRANSLATE_NOOP("messages", "Create a new order with the same items.")
READ_AGAIN = QT_TRANSLATE_NOOP(
    "messages", "Read the order again; somebody else may have moved it on."
)
CHECK_TRACKING = QT_TRANSLATE_NOOP(
    "messages", "Check the tracking numbers; a wrong one is what this error mostly means."
)
CHECK_RIGHTS = QT_TRANSLATE_NOOP(
    "messages",
    "Check the company ID in the connection's settings, or ask your iQmetrix administrator for "
    "the rights.",
)
CHECK_COMPANY = QT_TRANSLATE_NOOP(
    "messages", "Check the addresses and the company ID in the connection's settings."
)
ORDER_GONE = QT_TRANSLATE_NOOP(
    "messages", "Synchronise; the order is taken off the list if iQmetrix has it no more."
)
SIGN_IN_AGAIN = QT_TRANSLATE_NOOP(
    "messages", "Check the user name, password, client ID and secret of the connection."
)

_REQUEST_IDS: Final = ("x-request-id", "request-id", "x-correlation-id", "x-ms-request-id")


@dataclass(frozen=True, slots=True)
class _Known:
    """A text of the error table, and what to do about it."""

    pattern: re.Pattern[str]
    way_out: str


def _known(pattern: str, way_out: str) -> _Known:
    return _Known(re.compile(pattern, re.IGNORECASE), way_out)


_TABLE: Final = (
    _known(r"billing customer", CHECK_CUSTOMER),
    _known(r"entity is not related to company", CHECK_LOCATION),
    _known(r"shipping(entity|customer)id", CLEAR_TARGET),
    _known(r"order expired", EXPIRED),
    _known(r"state transition", READ_AGAIN),
    _known(r"order resource with id", ORDER_GONE),
)

_CLASSES: Final[Mapping[int, tuple[type[VendorError], str, str]]] = {
    401: (NotSignedIn, SIGNED_OUT, SIGN_IN_AGAIN),
    403: (Forbidden, ACCOUNT_MAY_NOT, CHECK_RIGHTS),
    404: (NotFound, KNOWS_NOT, CHECK_COMPANY),
    409: (Conflict, CONFLICTS, READ_AGAIN),
}


def is_web_page(answer: Answer) -> bool:
    """Whether a page for people came back, as a hotel's network or a proxy sends."""
    start = answer.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"{", b"[")):  # JSON by its look, whatever it is called
        return False
    return answer.content_type == "text/html" or start.startswith((b"<!doctype", b"<html"))


def web_page(host: str, status: int) -> Malformed:
    """Say that a web page came back."""
    facts: dict[str, Fact] = {"vendor": TITLE, "host": host}
    way_out = Message(failures.SIGN_IN_TO_NETWORK)
    return Malformed(Message(WEB_PAGE, facts), way_out=way_out, status=status)


def unreadable(cause: str, status: int | None = None) -> Malformed:
    """Say why an answer cannot be read; `cause` is an English sentence."""
    message = Message(UNREADABLE, {"vendor": TITLE, "cause": cause})
    return Malformed(message, way_out=Message(failures.TRY_LATER), status=status)


def json_text(answer: Answer, host: str) -> str:
    """Return the JSON text of a good answer.

    Raises:
        Malformed: for a web page.
    """
    if is_web_page(answer):
        raise web_page(host, answer.status)
    return decode(answer.body)


def json_of(answer: Answer, host: str) -> object:
    """Return what a good answer says.

    Raises:
        Malformed: for a web page, or text that is no JSON.
    """
    try:
        return parse(json_text(answer, host))
    except NotJson as error:
        raise unreadable(str(error), answer.status) from None


def request_id(answer: Answer) -> str | None:
    """Return what the vendor's support could find the call by, if it sent one."""
    return next((answer.headers[name] for name in _REQUEST_IDS if name in answer.headers), None)


def _sayings(value: object) -> Iterator[str]:
    """Go through the texts of an error's body, the most telling first."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for entry in cast("list[object]", value):
            yield from _sayings(entry)
    elif isinstance(value, dict):
        body = {name.lower(): member for name, member in cast("dict[str, object]", value).items()}
        for name in ("message", "messagedetail", "error_description", "error", "exceptionmessage"):
            yield from _sayings(body.get(name))
        state = body.get("modelstate")
        if isinstance(state, dict):
            for members in cast("dict[str, object]", state).values():
                yield from _sayings(members)


def words_of(answer: Answer) -> str | None:
    """Return the vendor's own words in an error, in whatever shape they come."""
    if not answer.body.strip() or is_web_page(answer):
        return answer.reason.strip() or None
    try:
        said = list(_sayings(parse(decode(answer.body))))
    except NotJson:
        return " ".join((answer.words() or "").split()) or None
    told = dict.fromkeys(" ".join(text.split()) for text in said if text.strip())
    return " ".join(told)[:500] or answer.reason.strip() or None


def refusal(answer: Answer, *, write: bool) -> VendorError:
    """Return the error that a bad answer stands for; a write's 5xx leaves it unknown."""
    words = words_of(answer)
    said: Fact = words or Message(NO_WORDS, {"status": str(answer.status)})
    facts: dict[str, Fact] = {"vendor": TITLE, "words": said}
    if answer.status >= 500:
        message = Message(FAILS, facts)
        if write:
            return failures.unknown(TITLE, message, status=answer.status, words=words)
        kind, way_out = Unreachable, failures.TRY_LATER
    else:
        kind, text, way_out = _CLASSES.get(answer.status, (Rejected, REFUSES, CHECK_VALUES))
        message = Message(text, facts)
        found = (known.way_out for known in _TABLE if words and known.pattern.search(words))
        way_out = next(found, way_out)
    return kind(
        message,
        way_out=Message(way_out),
        words=words,
        status=answer.status,
        request_id=request_id(answer),
    )

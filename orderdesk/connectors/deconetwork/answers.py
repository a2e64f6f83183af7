"""What an answer of the site means: HTTP 200 says nothing, the code inside does."""

# Codes and texts are those of the reference page's table; 10002 and 10005 are from a program that
# uses the API. A wrong path or host is answered with a page for people.

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from orderdesk.connectors import failures
from orderdesk.connectors.answers import (
    ACCOUNT_MAY_NOT,
    CHECK_VALUES,
    REFUSES,
    Answers,
    is_web_page,
    words_of,
)
from orderdesk.connectors.deconetwork.scrubbing import clean_text
from orderdesk.connectors.deconetwork.vocabulary import TITLE
from orderdesk.connectors.exchange import Answer
from orderdesk.connectors.json_text import NotJson, as_object, decode, parse
from orderdesk.connectors.values import read_whole
from orderdesk.domain.errors import Forbidden, NotSignedIn, Rejected, VendorError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Fact, Message

SUCCESS: Final = "10001"
API_OFF: Final = "31000"

CHECK_USER = QT_TRANSLATE_NOOP(
    "messages", "Check the user name and password in the connection's settings."
)
WRONG_USER = QT_TRANSLATE_NOOP(
    "messages", "{vendor} does not accept this user name with this password: {words}"
)
TURN_ON = QT_TRANSLATE_NOOP(
    "messages", "Ask the site's administrator to turn the API app on (Enterprise plan)."
)
CHECK_USER_RIGHTS = QT_TRANSLATE_NOOP("messages", "Use a user with administrator rights.")
NOT_OURS = QT_TRANSLATE_NOOP(
    "messages", "Update this program; if that does not help, tell its makers what it says."
)
NO_STATUS = QT_TRANSLATE_NOOP("messages", "the answer does not say whether it was done.")
WARNS = QT_TRANSLATE_NOOP("messages", "{vendor} answers with a warning: {words}")
NO_CALL = QT_TRANSLATE_NOOP(
    "messages", "This site has no such call: {host} answers that there is nothing at its address."
)
DO_IT_THERE = QT_TRANSLATE_NOOP("messages", "Do it in DecoNetwork's Business Hub.")

ANSWERS: Final = Answers(TITLE)

_REFUSALS: Final[Mapping[str, tuple[type[VendorError], str, str]]] = {
    "30001": (NotSignedIn, WRONG_USER, CHECK_USER),
    "10002": (NotSignedIn, WRONG_USER, CHECK_USER),
    API_OFF: (Forbidden, ACCOUNT_MAY_NOT, TURN_ON),
    "10005": (Forbidden, ACCOUNT_MAY_NOT, CHECK_USER_RIGHTS),
    "50002": (Rejected, REFUSES, NOT_OURS),
    "50003": (Rejected, REFUSES, NOT_OURS),
    "50004": (Rejected, REFUSES, NOT_OURS),
    "50005": (Rejected, REFUSES, CHECK_VALUES),
}


@dataclass(frozen=True, slots=True)
class Status:
    """The `response_status` of an answer."""

    code: str | None
    severity: str
    description: str

    @property
    def success(self) -> bool:
        """Whether it says that everything went well."""
        return self.code == SUCCESS

    @property
    def refused(self) -> bool:
        """Whether it says that nothing was done."""
        return not self.success and (self.severity == "ERROR" or self.code in _REFUSALS)

    @property
    def words(self) -> str:
        """The vendor's own words with the code, by which its support finds them."""
        return " ".join(filter(None, (self.description, f"({self.code})" if self.code else "")))


def _status(body: Mapping[str, object]) -> Status:
    found = as_object(body.get("response_status"))
    try:
        code = read_whole(found.get("code"))
    except ValueError:
        code = None
    description = found.get("description")
    words = " ".join(description.split())[:500] if isinstance(description, str) else ""
    return Status(code, str(found.get("severity") or "").upper(), clean_text(words))


def checked(answer: Answer, host: str, *, write: bool) -> Mapping[str, object]:
    """Return what a good answer says.

    Raises:
        VendorError: for a refusal, whatever its HTTP status.
        Malformed: for a page for people, and for a read's answer that cannot be read.
        OutcomeUnknown: for a write's answer that does not say whether it was done.
    """
    body = _object(answer)
    status = None if body is None else _status(body)
    if answer.status >= 500:
        raise _refusal_of(answer, write=write)  # whatever it says, it may have been done
    if status is not None and status.refused:
        raise refusal(status, answer.status)
    if body is None or status is None:
        raise _unclear(answer, host, write=write)
    if not answer.good:
        raise _refusal_of(answer, write=write)
    if write and not status.success:
        raise _unsaid(status, answer.status)
    if not (status.success or _is_warning(status)):
        raise ANSWERS.unreadable("It does not say whether it is whole.", answer.status)
    return body


def _is_warning(status: Status) -> bool:
    """Whether rows may be read all the same: a warning, or a success by another code."""
    return status.code is not None and status.severity in {"WARNING", "SUCCESS"}


def refusal(status: Status, http: int | None = None) -> VendorError:
    """Return the error that a status stands for."""
    kind, text, way_out = _REFUSALS.get(status.code or "", (Rejected, REFUSES, CHECK_VALUES))
    words = status.words
    facts: dict[str, Fact] = {"vendor": TITLE, "words": words}
    return kind(Message(text, facts), way_out=Message(way_out), words=words, status=http)


def _refusal_of(answer: Answer, *, write: bool) -> VendorError:
    words = words_of(answer)
    return ANSWERS.refusal(answer, write=write, words=clean_text(words) if words else None)


def _object(answer: Answer) -> Mapping[str, object] | None:
    if is_web_page(answer) or not answer.whole:
        return None
    try:
        value = parse(decode(answer.body))
    except NotJson:
        return None
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else None


def _unsaid(status: Status, http: int) -> VendorError:
    if status.severity != "WARNING":
        return failures.unknown(TITLE, Message(NO_STATUS), status=http, words=status.words or None)
    message = Message(WARNS, {"vendor": TITLE, "words": status.words})
    return failures.unknown(TITLE, message, status=http, words=status.words)


def _unclear(answer: Answer, host: str, *, write: bool) -> VendorError:
    """Say what an answer without a status is; it is never taken for one about an order."""
    if write and answer.status == 404:  # nothing is done at an address that there is not
        way_out = Message(DO_IT_THERE)
        return Rejected(Message(NO_CALL, {"host": host}), way_out=way_out, status=404)
    if is_web_page(answer):
        page = ANSWERS.web_page(host, answer.status)
        return failures.unknown(TITLE, page.message, status=answer.status) if write else page
    if answer.status == 404:
        return ANSWERS.unreadable("There is nothing at the address.", 404)
    if not answer.good:
        return _refusal_of(answer, write=write)
    if write:
        return failures.unknown(TITLE, Message(NO_STATUS), status=answer.status)
    try:
        parse(decode(answer.body))
    except NotJson as fault:
        return ANSWERS.unreadable(str(fault), answer.status)
    return ANSWERS.unreadable("It is no object.", answer.status)

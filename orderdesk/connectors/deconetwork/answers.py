"""What an answer of the site means: HTTP 200 says nothing, the code inside does."""

# Codes and texts are those of the reference page's table; 10002 and 10005 are from a program that
# uses the API. A wrong path or host is answered with a page for people.

from collections.abc import Mapping
from typing import Final, cast

from orderdesk.connectors import failures
from orderdesk.connectors.answers import (
    ACCOUNT_MAY_NOT,
    CHECK_VALUES,
    KNOWS_NOT,
    REFUSES,
    Answers,
    is_web_page,
)
from orderdesk.connectors.deconetwork.vocabulary import TITLE
from orderdesk.connectors.exchange import Answer
from orderdesk.connectors.json_text import NotJson, as_object, decode, parse
from orderdesk.domain.errors import Forbidden, NotFound, NotSignedIn, Rejected, VendorError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

SUCCESS: Final = 10001

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
NO_STATUS = QT_TRANSLATE_NOOP("messages", "the answer does not say whether it was done.")

ANSWERS: Final = Answers(TITLE)

_CODES: Final[Mapping[int, tuple[type[VendorError], str, str]]] = {
    30001: (NotSignedIn, WRONG_USER, CHECK_USER),
    10002: (NotSignedIn, WRONG_USER, CHECK_USER),
    31000: (Forbidden, ACCOUNT_MAY_NOT, TURN_ON),
    10005: (Forbidden, ACCOUNT_MAY_NOT, CHECK_USER_RIGHTS),
    40004: (NotFound, KNOWS_NOT, CHECK_VALUES),
}


def _refusal(code: int, words: str, status: int) -> VendorError:
    kind, text, way_out = _CODES.get(code, (Rejected, REFUSES, CHECK_VALUES))
    said = words or str(code)
    facts = {"vendor": TITLE, "words": f"{said} ({code})"}
    return kind(Message(text, facts), way_out=Message(way_out), words=said, status=status)


def checked(answer: Answer, host: str, *, write: bool) -> Mapping[str, object]:
    """Return what a good answer says.

    Raises:
        VendorError: for a refusal, whatever its HTTP status.
        Malformed: for a page for people, and for a read's answer that cannot be read.
        OutcomeUnknown: for a write's answer that does not say whether it was done.
    """
    body = _object(answer)
    status = as_object(None if body is None else body.get("response_status"))
    code = status.get("code")
    if isinstance(code, int) and code != SUCCESS:
        raise _refusal(code, str(status.get("description") or "").strip(), answer.status)
    if not answer.good and not is_web_page(answer):
        raise ANSWERS.refusal(answer, write=write)
    if body is None or (write and code != SUCCESS):
        raise _unclear(answer, host, write=write)
    return body


def _object(answer: Answer) -> Mapping[str, object] | None:
    if is_web_page(answer) or not answer.whole:
        return None
    try:
        value = parse(decode(answer.body))
    except NotJson:
        return None
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else None


def _unclear(answer: Answer, host: str, *, write: bool) -> VendorError:
    if is_web_page(answer):
        page = ANSWERS.web_page(host, answer.status)
        if not write or answer.status == 404:
            return page  # nothing is done at an address that there is not
        return failures.unknown(TITLE, page.message, status=answer.status)
    if write:
        return failures.unknown(TITLE, Message(NO_STATUS), status=answer.status)
    try:
        parse(decode(answer.body))
    except NotJson as fault:
        return ANSWERS.unreadable(str(fault), answer.status)
    return ANSWERS.unreadable("It is no object.", answer.status)

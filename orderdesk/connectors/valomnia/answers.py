"""What an answer of this site means: its error's code decides, whatever the status says."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from orderdesk.connectors.answers import CHECK_ADDRESSES, Answers, is_web_page, known_words
from orderdesk.connectors.exchange import Answer
from orderdesk.connectors.json_text import NotJson, as_object, decode, parse
from orderdesk.connectors.valomnia.vocabulary import TITLE
from orderdesk.domain.errors import Malformed, VendorError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

CHECK_LOGIN = QT_TRANSLATE_NOOP(
    "messages", "Check the user name and the password in the connection's settings."
)
NOT_THERE = QT_TRANSLATE_NOOP(
    "messages", "Synchronise; the order is taken off the list if Valomnia has it no more."
)
NOT_DELETED = QT_TRANSLATE_NOOP(
    "messages",
    "Valomnia does not say why. Look whether it has been delivered, paid or unassigned meanwhile, "
    "and do the rest on the Valomnia site.",
)
ANOTHER_REFERENCE = QT_TRANSLATE_NOOP(
    "messages", "Give another reference; this one may be taken already."
)
NEEDS_DATE = QT_TRANSLATE_NOOP(
    "messages", "This organisation wants a delivery date with every order; give one first."
)
NOT_ALONE = QT_TRANSLATE_NOOP(
    "messages",
    "A paid order may be changed only together with a payment here; change it on the Valomnia "
    "site.",
)
NO_RIGHT = QT_TRANSLATE_NOOP(
    "messages",
    "Choose another status: partial payments need a right, and what is delivered or paid may not "
    "go back.",
)
NOT_BACK = QT_TRANSLATE_NOOP(
    "messages", "A delivery status that is final cannot be changed here; leave it as it is."
)
NOT_HERE = QT_TRANSLATE_NOOP("messages", "Change it on the Valomnia site.")
ASSIGNED_ALREADY = QT_TRANSLATE_NOOP(
    "messages", "Read the order again; it may have been assigned or delivered meanwhile."
)

NO_SERVICE = QT_TRANSLATE_NOOP("messages", "{host} has no service of {vendor} at this address.")

ANSWERS: Final = Answers(
    TITLE,
    known=(
        known_words(r"Failed to delete", NOT_DELETED),
        known_words(r"parameters? \[reference\]", ANOTHER_REFERENCE),
        known_words(r"parameters? \[deliveryDate\]", NEEDS_DATE),
        known_words(r"parameters? \[orderPayments\]", NOT_ALONE),
        known_words(r"parameters? \[status\]", NO_RIGHT),
        known_words(r"parameters? \[deliveryStatus\]", NOT_BACK),
        known_words(r"parameters? \[delivery", NOT_HERE),
        known_words(r"parameters? \[orderId\]", ASSIGNED_ALREADY),
    ),
    ways_out={401: CHECK_LOGIN, 404: NOT_THERE},
)

# The codes of the error chapters; the status beside them is not always the one that fits.
_STATUSES: Final[Mapping[str, int]] = {
    "not_found": 404,
    "no_credentials": 401,
    "server_error": 500,
}
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_LONGEST: Final = 2_000
_FORM: Final = b"j_spring_security_check"


def trouble_of(answer: Answer) -> tuple[str, str] | None:
    """Return the code and the description of an error, of whatever status, if it is one."""
    if len(answer.body) > _LONGEST or b'"error"' not in answer.body:
        return None
    try:
        said = as_object(parse(decode(answer.body)))
    except NotJson:
        return None
    code, words = said.get("error"), said.get("error_description")
    if not isinstance(code, str) or "data" in said or "id" in said:
        return None
    return code, " ".join(words.split()) if isinstance(words, str) else ""


def location_of(answer: Answer) -> str | None:
    """Return the path that an answer redirects to, None where it does not redirect."""
    if answer.status not in _MOVED:
        return None
    return urlsplit(answer.headers.get("location", "")).path


def is_signed_out(answer: Answer) -> bool:
    """Whether an answer says that nobody is signed in: nothing was done then.

    By its code, its status, the way to the sign-in page, or that page itself.
    """
    if answer.status == 401:
        return True
    location = location_of(answer)
    if location is not None:
        return location.startswith("/login")
    if is_web_page(answer):
        return _FORM in answer.body
    trouble = trouble_of(answer)
    return trouble is not None and trouble[0] == "no_credentials"


def failure(answer: Answer, host: str, *, write: bool) -> VendorError:
    """Return the error that a bad answer stands for.

    Only the vendor's own "not_found" is one: another 404 means that its service is not here.
    """
    trouble = trouble_of(answer)
    if trouble is None:
        if is_web_page(answer):
            return ANSWERS.web_page(host, answer.status)
        if answer.status == 404:
            message = Message(NO_SERVICE, {"vendor": TITLE, "host": host})
            return Malformed(message, way_out=Message(CHECK_ADDRESSES), status=404)
        return ANSWERS.refusal(answer, write=write)
    code, words = trouble
    status = _STATUSES.get(code, max(answer.status, 400))
    about_order = words.startswith("The order ")
    if status == 404 and write and words and not about_order:
        status = 400  # somebody or something that the order was to name
    return ANSWERS.refusal(replace(answer, status=status), write=write, words=words or code)

"""What an answer of these services means."""

# 400 and 401 come without a body, whatever the documents say (recorded); the reason for a 401
# stands in WWW-Authenticate.

import re
from typing import Final

from orderdesk.connectors.answers import Answers, is_web_page, known_words
from orderdesk.connectors.exchange import Answer
from orderdesk.connectors.orderspace.vocabulary import TITLE
from orderdesk.domain.errors import Rejected, VendorError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

CHECK_KEYS = QT_TRANSLATE_NOOP(
    "messages", "Check the client ID and client secret of the app in the connection's settings."
)
NOT_THERE = QT_TRANSLATE_NOOP(
    "messages", "Synchronise; the order is taken off the list if Orderspace has it no more."
)
CHOOSE_OTHERS = QT_TRANSLATE_NOOP(
    "messages", "Take the products off that are no longer available, or choose others."
)
READ_AGAIN = QT_TRANSLATE_NOOP(
    "messages", "Read the order again; somebody else may have moved it on."
)
NO_SUCH_CALL = QT_TRANSLATE_NOOP(
    "messages",
    "{host} has no such call: a web page came back that says so. {vendor} did nothing.",
)
OLDER_OR_WRONG = QT_TRANSLATE_NOOP(
    "messages",
    "If your site has the older, read-only API, turn that on in the connection's settings; else "
    "check the address there.",
)
BY_LINE = QT_TRANSLATE_NOOP("messages", "Choose quantities for the items instead of all.")

ANSWERS: Final = Answers(
    TITLE,
    known=(
        known_words(r"no longer available", CHOOSE_OTHERS),
        known_words(r"already been fulfilled", READ_AGAIN),
        known_words(r"more than one order line", BY_LINE),
    ),
    ways_out={401: CHECK_KEYS, 404: NOT_THERE},
)

_DESCRIPTION: Final = re.compile(r'error_description="([^"]{1,200})"')


def failure(answer: Answer, host: str, *, write: bool) -> VendorError:
    """Return the error that a bad answer stands for; a page for people is no answer of theirs.

    A page for an address that there is not (recorded) proves that a write was not done.
    """
    if answer.status == 404 and is_web_page(answer):
        if write:
            message = Message(NO_SUCH_CALL, {"vendor": TITLE, "host": host})
            return Rejected(message, way_out=Message(OLDER_OR_WRONG), status=answer.status)
        return ANSWERS.web_page(host, answer.status)
    told = _DESCRIPTION.search(answer.headers.get("www-authenticate", ""))
    return ANSWERS.refusal(answer, write=write, words=told[1] if told else None)

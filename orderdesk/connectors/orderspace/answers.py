"""What an answer of these services means."""

# 400 and 401 come without a body, whatever the documents say (recorded); the reason for a 401
# stands in WWW-Authenticate.

import re
from typing import Final

from orderdesk.connectors.answers import Answers, is_web_page, known_words
from orderdesk.connectors.exchange import Answer
from orderdesk.connectors.orderspace.vocabulary import TITLE
from orderdesk.domain.errors import VendorError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP

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
    """Return the error that a bad answer stands for; a page for people is no answer of theirs."""
    if answer.status == 404 and is_web_page(answer):
        return ANSWERS.web_page(host, answer.status)
    told = _DESCRIPTION.search(answer.headers.get("www-authenticate", ""))
    return ANSWERS.refusal(answer, write=write, words=told[1] if told else None)

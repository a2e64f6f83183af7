"""What an answer of this API means."""

# Documented are 200, 400 with a message, 403 for a right that the user's role lacks, and 409 with
# a list of validation results (REST API page). The shape of a 400's message is not, so that JSON
# with a Message, a JSON string and plain text are read. That a wrong key comes as a 400 is known
# from working clients, which look for its words.

import re
from collections.abc import Iterator
from typing import Final, cast

from orderdesk.connectors.answers import (
    CHECK_VALUES,
    NO_WORDS,
    REFUSES,
    Answers,
    is_web_page,
    request_id,
    words_of,
)
from orderdesk.connectors.exchange import Answer
from orderdesk.connectors.json_text import NotJson, as_object, decode, parse
from orderdesk.connectors.ordertime.cards import masked
from orderdesk.connectors.ordertime.vocabulary import TITLE
from orderdesk.domain.errors import Rejected, VendorError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Fact, Message

CHECK_KEYS = QT_TRANSLATE_NOOP(
    "messages",
    "Check the API key, the e-mail address and the password or DevKey in the connection's "
    "settings; your Master Admin in Order Time sees whether the key is still active.",
)
CHECK_ROLE = QT_TRANSLATE_NOOP(
    "messages", "Ask your Order Time administrator for the right; the user's role decides."
)
CHECK_ADDRESS = QT_TRANSLATE_NOOP("messages", "Check the address in the connection's settings.")

ANSWERS: Final = Answers(TITLE, ways_out={401: CHECK_KEYS, 403: CHECK_ROLE, 404: CHECK_ADDRESS})

SIGN_IN_WORDS: Final = re.compile(
    r"api ?key|dev ?key|password|deactivat|credential|not authenticated", re.IGNORECASE
)
"""Words by which a refused sign-in is known, whatever its status."""

_LONGEST: Final = 4_000


def failure(answer: Answer, host: str, *, write: bool) -> VendorError:
    """Return the error that a bad answer stands for; a page for people is no answer of theirs."""
    if answer.status == 404 and is_web_page(answer):
        return ANSWERS.web_page(host, answer.status)
    if answer.status != 409 or not _is_validation(answer):
        words = words_of(answer)
        return ANSWERS.refusal(answer, write=write, words=masked(words) if words else None)
    words = masked(" ".join(validation_messages(answer))[:_LONGEST]) or answer.reason.strip()
    said: Fact = words or Message(NO_WORDS, {"status": str(answer.status)})
    return Rejected(
        Message(REFUSES, {"vendor": TITLE, "words": said}),
        way_out=Message(CHECK_VALUES),
        words=words or None,
        status=answer.status,
        request_id=request_id(answer),
    )


def _is_validation(answer: Answer) -> bool:
    """Whether it is the documented list of validation results, or says nothing that could be read.

    Any other 409 is what a 409 is everywhere: somebody else was there first.
    """
    try:
        return not isinstance(parse(decode(answer.body)), dict)
    except NotJson:
        return True


def validation_messages(answer: Answer) -> Iterator[str]:
    """Go through the validation results: what each is about, and its message.

    The vendor's text misspells the key of the property (Basic Object Types page), so that the
    right spelling is looked for as well. Their values are left out.
    """
    try:
        said = parse(decode(answer.body))
    except NotJson:
        said = None
    if not isinstance(said, list):
        words = words_of(answer)
        if words:
            yield words
        return
    for one in cast("list[object]", said):
        result = {name.casefold(): value for name, value in as_object(one).items()}
        about = result.get("properyname") or result.get("propertyname")
        message = one if isinstance(one, str) else result.get("message")
        text = " ".join(message.split()) if isinstance(message, str) else ""
        name = about.strip() if isinstance(about, str) else ""
        shown = ": ".join(filter(None, (name, text)))
        if shown:
            yield shown if shown.endswith((".", "!", "?")) else f"{shown}."

"""What an answer of these services means: the texts of the reference page's error table."""

# The body of an error is shown there nowhere, so every shape that public material has is read:
# {"Message"}, ModelState, OAuth's error, plain text, or nothing but the reason phrase.

from orderdesk.connectors.answers import READ_AGAIN, Answers, known_words
from orderdesk.connectors.iqmetrix.vocabulary import TITLE
from orderdesk.domain.messages import QT_TRANSLATE_NOOP

CHECK_CUSTOMER = QT_TRANSLATE_NOOP(
    "messages", "Edit the order and choose a billing customer of this company."
)
CHECK_LOCATION = QT_TRANSLATE_NOOP(
    "messages", "Choose a location of this company, also where the order is shipped to a location."
)
CLEAR_TARGET = QT_TRANSLATE_NOOP(
    "messages", "Check where it is shipped to: to a customer or to a location, not to both."
)
EXPIRED = QT_TRANSLATE_NOOP("messages", "Create a new order with the same items.")
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

ANSWERS = Answers(
    TITLE,
    known=(
        known_words(r"billing customer", CHECK_CUSTOMER),
        known_words(r"entity is not related to company", CHECK_LOCATION),
        known_words(r"shipping(entity|customer)id", CLEAR_TARGET),
        known_words(r"order expired", EXPIRED),
        known_words(r"state transition", READ_AGAIN),
        known_words(r"order resource with id", ORDER_GONE),
    ),
    ways_out={401: SIGN_IN_AGAIN, 403: CHECK_RIGHTS, 404: CHECK_COMPANY},
)

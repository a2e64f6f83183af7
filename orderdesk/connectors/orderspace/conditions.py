"""What forbids an action whatever the state of the order is."""

from typing import Final

from orderdesk.connectors.orderspace.vocabulary import INVOICED_COUNT, TO_DISPATCH, TO_INVOICE
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.rules import Condition, Test

READ_ONLY: Final = "read_only"
"""The connection's setting for the older edition of the API, which only reads and dispatches."""

OLDER_API: Final = Condition(
    "older_api",
    Test.SETTING_ON,
    QT_TRANSLATE_NOOP(
        "messages",
        "This connection is set to the older edition of Orderspace's API, which has no call for "
        "“{action}”.",
    ),
    QT_TRANSLATE_NOOP(
        "messages",
        "Turn “Older, read-only API” off in the connection's settings if your site has today's.",
    ),
    fields=(READ_ONLY,),
)

ALL_INVOICED: Final = Condition(
    "all_invoiced",
    Test.VALUE_IN,
    QT_TRANSLATE_NOOP("messages", "Everything on this order is invoiced already."),
    QT_TRANSLATE_NOOP("messages", "There is nothing left to do for this step."),
    fields=(TO_INVOICE,),
    values=("0",),
)

NONE_INVOICED: Final = Condition(
    "none_invoiced",
    Test.VALUE_IN,
    QT_TRANSLATE_NOOP("messages", "Nothing on this order is invoiced, so there is no invoice."),
    QT_TRANSLATE_NOOP("messages", "There is nothing left to do for this step."),
    fields=(INVOICED_COUNT,),
    values=("0",),
)

NOTHING_TO_DISPATCH: Final = Condition(
    "nothing_to_dispatch",
    Test.VALUE_IN,
    QT_TRANSLATE_NOOP(
        "messages",
        "No item of this order can be dispatched: each has been, is on hold, or is a preorder.",
    ),
    QT_TRANSLATE_NOOP("messages", "Lift the hold on the Orderspace site first."),
    fields=(TO_DISPATCH,),
    values=("0",),
)

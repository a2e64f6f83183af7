"""How an order, its customer and an act on it are named in titles and on buttons."""

import re
from collections.abc import Sequence
from decimal import Decimal

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import Line
from orderdesk.domain.rules import ActionRule
from orderdesk.services.views import OrderView
from orderdesk.ui.forms.shown_values import counted
from orderdesk.ui.i18n import format_number, plural, say, say_text

WITHOUT_NUMBER = QT_TRANSLATE_NOOP("messages", "without a number")
NO_CUSTOMER = QT_TRANSLATE_NOOP("messages", "No customer")
UNNAMED_CUSTOMER = QT_TRANSLATE_NOOP("messages", "an unnamed customer")
ACT_ON = QT_TRANSLATE_NOOP("messages", "{action} {number}")
ACT_ON_ORDER = QT_TRANSLATE_NOOP("messages", "{action} order {number}")
ACT_WITH_ORDER = QT_TRANSLATE_NOOP("messages", "{action}: order {number}")
ACT_ON_ITEMS = QT_TRANSLATE_NOOP("messages", "{action}: {count} item(s) of order {number}")
ABOUT = QT_TRANSLATE_NOOP("messages", "This is about {items}.")
AND_MORE = QT_TRANSLATE_NOOP("messages", "and {count} more")
UNNAMED_ITEM = QT_TRANSLATE_NOOP("messages", "Item without a description")

_MOST_ITEMS = 6
_TWO_POINTS = re.compile(r"(?<!\.)\.\.(?!\.)")


def number_of(view: OrderView) -> str:
    """Return the order's number, else its name, else that it has none yet."""
    return view.order.number or view.order.name or say_text(WITHOUT_NUMBER)


def customer_of(view: OrderView) -> str:
    """Return the customer's name, else the id, else that there is none."""
    return view.row.customer or view.row.customer_id or say_text(NO_CUSTOMER)


def customer_in_sentence(view: OrderView) -> str:
    """Return the customer as the middle of a sentence names it: “for an unnamed customer”."""
    return view.row.customer or view.row.customer_id or say_text(UNNAMED_CUSTOMER)


def sentence(message: Message) -> str:
    """Return a sentence; a name that ends in a point at its end brings no second one."""
    return _TWO_POINTS.sub(".", say(message))


def subtitle_of(view: OrderView) -> str:
    """Return customer and connection on one line."""
    return f"{customer_of(view)} · {view.row.connection_name}"


def item_name(line: Line) -> str:
    """Return what an item is called."""
    return line.description or line.sku or say_text(UNNAMED_ITEM)


def act_on(rule: ActionRule, view: OrderView) -> str:
    """Return the words of the button that does it: “Process order 8765-1234”."""
    return act_on_number(rule.label, number_of(view))


def act_on_number(label: str, number: str) -> str:
    """Return an action's label, as source text, with the number of its order."""
    # "Cancel order" says what it is done to; "Process" does not, and "Add note" says another thing.
    words = label.casefold().split()
    alone = ACT_ON_ORDER if len(words) == 1 else ACT_WITH_ORDER
    facts = {"action": Message(label), "number": number}
    return say(Message(ACT_ON if "order" in words else alone, facts))


def act_on_items(rule: ActionRule, view: OrderView, count: Decimal) -> str:
    """Return the words of the button that does it to some items of an order."""
    facts = {
        "action": Message(rule.label),
        "count": format_number(count),
        "number": number_of(view),
    }
    return plural(say(Message(ACT_ON_ITEMS, facts)), 1 if count == 1 else 2)


def about_items(amounts: Sequence[tuple[Decimal, str]]) -> str:
    """Return which items something is about, and how many of each."""
    named = [counted(number, name) for number, name in amounts[:_MOST_ITEMS]]
    if len(amounts) > _MOST_ITEMS:
        named.append(say(Message(AND_MORE, {"count": str(len(amounts) - _MOST_ITEMS)})))
    return sentence(Message(ABOUT, {"items": ", ".join(named)}))

"""What the vendor sent beyond the fields this desk knows, as it came."""

from collections.abc import Mapping

from pydantic import JsonValue
from pydantic_core import to_json

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.services.views import OrderView
from orderdesk.ui.i18n import say, say_text

NOTHING = QT_TRANSLATE_NOOP("messages", "The vendor sent nothing beyond the fields shown.")
OF_ORDER = QT_TRANSLATE_NOOP("messages", "Fields of the order that this desk does not know")
OF_ITEM = QT_TRANSLATE_NOOP("messages", "Fields of item “{item}” that this desk does not know")


def _json(extra: Mapping[str, JsonValue]) -> str:
    return to_json(dict(extra), indent=2, fallback=str).decode()


def raw_text(view: OrderView) -> str:
    """Return the unknown fields of the order and of its items."""
    order = view.mirror or view.order
    parts: list[str] = []
    if order.extra:
        parts.append(f"{say_text(OF_ORDER)}\n{_json(order.extra)}")
    for line in order.lines or ():
        if line.extra:
            name = line.description or line.sku or line.id
            parts.append(f"{say(Message(OF_ITEM, {'item': name}))}\n{_json(line.extra)}")
    return "\n\n".join(parts) or say_text(NOTHING)

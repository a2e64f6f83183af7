"""What the desk sends: the changes of status of an order, a line or parts of one."""

from collections.abc import Mapping
from decimal import Decimal

from orderdesk.connectors.deconetwork.progress import is_done, outstanding
from orderdesk.connectors.deconetwork.vocabulary import NEW_STATUS
from orderdesk.connectors.deconetwork.wire import LinePayload, OrderPayload
from orderdesk.connectors.field_text import canonical
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue
from orderdesk.domain.quantities import parse_quantities

NO_PARTS = QT_TRANSLATE_NOOP(
    "messages",
    "DecoNetwork does not say of which parts “{item}” consists, so only all of it can be marked. "
    "Nothing was sent.",
)
NOT_WHOLE = QT_TRANSLATE_NOOP(
    "messages", "Only whole pieces of “{item}” can be marked, not {quantity}. Nothing was sent."
)
TOO_MANY = QT_TRANSLATE_NOOP(
    "messages",
    "{left} of “{item}” are left to be marked, not {quantity}: somebody else has been at it. "
    "Nothing was sent.",
)
NO_LINE = QT_TRANSLATE_NOOP(
    "messages", "The item {item} is no longer on the order: somebody took it off. Nothing was sent."
)


class Unsendable(Exception):
    """What was typed cannot be put to the vendor; nothing was sent."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.render())
        self.message = message


class Overtaken(Unsendable):
    """It could have been, but for what somebody else did meanwhile."""


def status_changes(
    payload: OrderPayload, action: str, values: Mapping[str, FieldValue]
) -> list[dict[str, str]]:
    """Return the changes to send: one for the whole order, else one for each line or part.

    Raises:
        Unsendable: for a part of a line whose workflow items are not known.
        Overtaken: for a line, or more of one, that is not there any more.
    """
    head = {"order_id": payload.order_id, "new_status": NEW_STATUS[action]}
    if action == "mark_shipped" and values.get("shipping_code"):
        head["shipping_code"] = values["shipping_code"] or ""
    wanted = parse_quantities(values.get("lines") or "")
    if not wanted:
        # The customer is only told of a whole order (reference page).
        mail = {"contact_customer": "1"} if values.get("contact_customer") == "yes" else {}
        return [{**head, **mail}]
    lines = {line.id: line for line in payload.order_lines}
    changes: list[dict[str, str]] = []
    for number, line_id in wanted:
        line = lines.get(line_id)
        if line is None:
            raise Overtaken(Message(NO_LINE, {"item": line_id}))
        on_line = {**head, "order_line_id": line_id}
        changes += [{**on_line, **part} for part in _parts(line, number, action)]
    return changes


def _parts(line: LinePayload, number: Decimal, action: str) -> list[dict[str, str]]:
    facts = {
        "item": line.decorated_product_name or line.product_name or line.id,
        "quantity": canonical(number),
    }
    left = outstanding(line, action)
    if left is not None and number > left:
        raise Overtaken(Message(TOO_MANY, {**facts, "left": canonical(left)}))
    if number == left:
        return [{}]
    if number != number.to_integral_value():
        raise Unsendable(Message(NOT_WHOLE, facts))
    items = [item for item in line.workflow_items or () if not is_done(item, action)]
    if action == "mark_shipped":  # what is not produced may not be let go
        items.sort(key=lambda item: not is_done(item, "mark_produced"))
    parts: list[dict[str, str]] = []
    for item in items:
        taken = min(number, item.qty_to_fulfill or Decimal(0))
        if taken > 0 and item.workflow_item_id is not None:
            parts.append({"workflow_item_id": item.workflow_item_id, "qty": canonical(taken)})
            number -= taken
    if number > 0:
        raise Unsendable(Message(NO_PARTS, facts))
    return parts

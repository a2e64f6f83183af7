"""What the desk sends: the changes of status of an order, a line or parts of one."""

from collections.abc import Mapping
from decimal import Decimal

from orderdesk.connectors.deconetwork.mapping import is_done, outstanding
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


class Unsendable(Exception):
    """What was typed cannot be put to the vendor; nothing was sent."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.render())
        self.message = message


def status_changes(
    payload: OrderPayload, action: str, values: Mapping[str, FieldValue]
) -> list[dict[str, str]]:
    """Return the changes to send: one for the whole order, else one for each line or part.

    Raises:
        Unsendable: for a part of a line whose workflow items are not known.
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
    return [
        {**head, "order_line_id": line_id, **part}
        for number, line_id in wanted
        for part in _parts(lines[line_id], number, action)
    ]


def _parts(line: LinePayload, number: Decimal, action: str) -> list[dict[str, str]]:
    if number >= outstanding(line, action):
        return [{}]
    name = line.decorated_product_name or line.product_name or line.id
    if number != number.to_integral_value():
        raise Unsendable(Message(NOT_WHOLE, {"item": name, "quantity": canonical(number)}))
    if not line.workflow_items:
        raise Unsendable(Message(NO_PARTS, {"item": name}))
    parts: list[dict[str, str]] = []
    left = number
    for item in line.workflow_items:
        there = item.qty_to_fulfill or Decimal(0)
        if is_done(item, action) or not there or not left:
            continue
        taken = min(left, there)
        parts.append({"workflow_item_id": item.workflow_item_id, "qty": canonical(taken)})
        left -= taken
    return parts

"""What the desk sends: new orders, invoices and dispatches."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from orderdesk.connectors.field_text import canonical
from orderdesk.connectors.json_text import as_object
from orderdesk.connectors.orderspace.fields import ADDRESS_PARTS, ADDRESSES
from orderdesk.connectors.orderspace.vocabulary import TO_DISPATCH
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.money import parse_decimal
from orderdesk.domain.order import FieldValue, Line, Order
from orderdesk.domain.quantities import parse_quantities

_HEADER: Final = (
    "customer_id",
    "delivery_date",
    "reference",
    "internal_note",
    "customer_po_number",
    "customer_note",
)

NO_LINES = QT_TRANSLATE_NOOP(
    "messages", "Orderspace takes an order with at least one item. Nothing was sent."
)
NO_NAME = QT_TRANSLATE_NOOP(
    "messages", "Item {number} has neither an SKU nor a name. Nothing was sent."
)
NO_PRICE = QT_TRANSLATE_NOOP(
    "messages", "Item {number} is no product, so it needs a unit price. Nothing was sent."
)
NO_PRODUCT = QT_TRANSLATE_NOOP(
    "messages", "Item {number} has an SKU, so it is no shipping charge. Nothing was sent."
)
NO_QUANTITY = QT_TRANSLATE_NOOP("messages", "Item {number} has a quantity of 0. Nothing was sent.")


NOT_ITS_LINE = QT_TRANSLATE_NOOP("messages", "The order has no item “{line}”. Nothing was sent.")
NOTHING_TO_DISPATCH = QT_TRANSLATE_NOOP(
    "messages", "No item of the order can be dispatched. Nothing was sent."
)


class Unsendable(Exception):
    """What was typed cannot be put to the vendor; nothing was sent."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.render())
        self.message = message


def new_order(
    fields: Mapping[str, FieldValue],
    lines: Sequence[Mapping[str, FieldValue]],
    *,
    reference: str,
) -> dict[str, object]:
    """Return the order to create; `reference` stands in where none was given.

    Raises:
        Unsendable: for an order without lines, or a line that is neither a product nor named.
    """
    if not lines:
        raise Unsendable(Message(NO_LINES))
    order: dict[str, object] = {key: fields[key] for key in _HEADER if fields.get(key)}
    order["reference"] = fields.get("reference") or reference
    for name in ADDRESSES:
        parts = {part: fields.get(f"{name}.{part}") or "" for part, _label in ADDRESS_PARTS}
        if any(parts.values()):
            order[name] = parts
    order["order_lines"] = [_new_line(line, number) for number, line in enumerate(lines, 1)]
    return order


def _new_line(fields: Mapping[str, FieldValue], number: int) -> dict[str, object]:
    facts = {"number": str(number)}
    quantity = parse_decimal(fields.get("quantity") or "0")
    shipping = fields.get("shipping") == "yes"
    if quantity <= 0 and not shipping:
        raise Unsendable(Message(NO_QUANTITY, facts))
    if fields.get("sku"):
        if shipping:
            raise Unsendable(Message(NO_PRODUCT, facts))
        return {"sku": fields["sku"], "quantity": quantity}
    if not fields.get("name"):
        raise Unsendable(Message(NO_NAME, facts))
    if not fields.get("unit_price"):
        raise Unsendable(Message(NO_PRICE, facts))
    line: dict[str, object] = {
        "name": fields["name"],
        "unit_price": parse_decimal(fields["unit_price"] or "0"),
    }
    if shipping:
        return {**line, "shipping": True}
    tax = {"tax_rate_id": fields["tax_rate_id"]} if fields.get("tax_rate_id") else {}
    return {**line, "quantity": quantity, **tax}


def invoice(raw: Mapping[str, object], values: Mapping[str, FieldValue]) -> dict[str, object]:
    """Return the invoice to make for an order just read; without lines it is of all that is due."""
    made: dict[str, object] = {
        "customer_id": raw.get("customer_id"),
        "orders": [{"id": raw.get("id")}],
    }
    for key in ("payment_terms_id", "due_date", "comments"):
        if values.get(key):
            made[key] = values[key]
    wanted = named(values)
    if wanted:
        made["invoice_lines"] = [
            {"order_line_id": line_id, "quantity": quantity} for line_id, quantity in wanted.items()
        ]
    return made


def named(values: Mapping[str, FieldValue]) -> dict[str, Decimal]:
    """Return how much of which lines a form names, by the line's id; nothing is all."""
    pairs = parse_quantities(values.get("lines") or "")
    return {line_id: Decimal(canonical(number)) for number, line_id in pairs}


def dispatched(order: Order, values: Mapping[str, FieldValue]) -> list[tuple[Line, Decimal]]:
    """Return the lines to dispatch with how much of each: those named, else all that can be.

    Raises:
        Unsendable: where a line that is named is not on the order, or there is nothing at all.
    """
    lines = {line.id: line for line in order.lines or ()}
    wanted = named(values) or {line_id: _can_leave(line) for line_id, line in lines.items()}
    strangers = [line_id for line_id in wanted if line_id not in lines]
    if strangers:
        raise Unsendable(Message(NOT_ITS_LINE, {"line": strangers[0][:60]}))
    found = [(lines[line_id], number) for line_id, number in wanted.items() if number > 0]
    if not found:
        raise Unsendable(Message(NOTHING_TO_DISPATCH))
    return found


def _can_leave(line: Line) -> Decimal:
    return parse_decimal(line.fields.get(TO_DISPATCH) or "0")


def dispatch(order: Order, values: Mapping[str, FieldValue]) -> dict[str, object]:
    """Return the dispatch to record.

    Lines are named by SKU, as the sample request does, and by id where the SKU is missing or
    stands on several lines. What is left out of a request is not documented, so that nothing is.
    """
    skus = Counter(line.sku for line in order.lines or ())
    lines: list[dict[str, object]] = []
    for line, quantity in dispatched(order, values):
        clear = line.sku is not None and skus[line.sku] == 1
        key = {"sku": line.sku} if clear else {"order_line_id": line.id}
        lines.append({**key, "quantity": quantity})
    return {
        "order_id": order.vendor_id,
        "comments": values.get("comments") or "",
        "dispatch_lines": lines,
    }


def enveloped(payload: object, name: str) -> object:
    """Return what an answer holds under the singular name of its resource."""
    return as_object(payload).get(name)

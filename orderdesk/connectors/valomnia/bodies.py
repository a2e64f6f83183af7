"""What the desk sends: the parameters of new operations, of updates and of assignments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from orderdesk.connectors.json_text import write
from orderdesk.connectors.valomnia.listing import moment
from orderdesk.connectors.valomnia.vocabulary import ADVANCE
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.money import EXACT, parse_decimal, plain
from orderdesk.domain.order import FieldValue

Values = Mapping[str, FieldValue]

_TIMES: Final = frozenset({"deliveryDate", "desiredDeliveryDate", "dueDate"})
_PLAIN: Final = (
    "operationType",
    "status",
    "customerId",
    "userId",
    "exchangeRate",
    "discount",
    "taxAmount",
    "dueDate",
    "deliveryDate",
    "deliveredBy",
    "desiredDeliveryDate",
    "deliveryComment",
    *(
        f"{kind}{part}"
        for kind in ("delivery", "billing")
        for part in ("Address", "PostalCode", "City", "Country")
    ),
)
# ISO 4217: how many digits follow the point, where it is not two.
_DIGITS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF"), 0),
}
_MOST_DIGITS: Final = 3
"""Where the organisation's currency is taken, which nobody says: no currency has more."""

NO_LINES = QT_TRANSLATE_NOOP(
    "messages", "Valomnia takes an order with at least one item. Nothing was sent."
)
NO_QUANTITY = QT_TRANSLATE_NOOP("messages", "Item {number} has a quantity of 0. Nothing was sent.")
NO_AMOUNT = QT_TRANSLATE_NOOP("messages", "A part payment needs an amount. Nothing was sent.")
NO_STATUS = QT_TRANSLATE_NOOP(
    "messages",
    "The order shows no payment status, which every change has to repeat. Nothing was sent.",
)


class Unsendable(Exception):
    """What was typed cannot be put to the vendor; nothing was sent."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.render())
        self.message = message


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line of a new operation with the ids that its item and unit have at the vendor."""

    item_id: str
    unit_id: str | None
    quantity: Decimal
    price: Decimal

    @property
    def total(self) -> Decimal:
        """What the whole line costs."""
        return EXACT.multiply(self.quantity, self.price)


def quantity_of(line: Values, number: int) -> Decimal:
    """Return how much of an item is wanted.

    Raises:
        Unsendable: for none.
    """
    quantity = parse_decimal(line.get("quantity") or "0")
    if quantity <= 0:
        raise Unsendable(Message(NO_QUANTITY, {"number": str(number)}))
    return quantity


def _rounded(amount: Decimal, currency: FieldValue) -> Decimal:
    digits = _DIGITS.get(currency.upper(), 2) if currency else _MOST_DIGITS
    return amount.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, EXACT)


def _value(key: str, value: str) -> str:
    return moment(datetime.fromisoformat(value)) if key in _TIMES else value


def new_operation(fields: Values, lines: Sequence[NewLine], *, reference: str) -> dict[str, str]:
    """Return the parameters of a new operation; its totals are the caller's to reckon.

    Without tax it is the sum of the lines, then less the discount in percent, then with the tax.

    Raises:
        Unsendable: for an operation without lines.
    """
    if not lines:
        raise Unsendable(Message(NO_LINES))
    currency = (fields.get("currency") or "").upper() or None
    net = sum((_rounded(line.total, currency) for line in lines), Decimal(0))
    rest = EXACT.subtract(Decimal(100), parse_decimal(fields.get("discount") or "0"))
    after = _rounded(EXACT.multiply(net, rest).scaleb(-2, EXACT), currency)
    total = EXACT.add(after, parse_decimal(fields.get("taxAmount") or "0"))
    sent = {key: _value(key, text) for key in _PLAIN if (text := fields.get(key))}
    return {
        **sent,
        **({"currency": currency} if currency else {}),
        "reference": reference,
        "total": plain(total),
        "totalExclTax": plain(net),
        "totalDiscounted": plain(after),
        "orderLines": write([_new_line(line, currency) for line in lines]).decode(),
    }


def _new_line(line: NewLine, currency: FieldValue) -> dict[str, object]:
    unit = {} if line.unit_id is None else {"itemUnitId": _number(line.unit_id)}
    return {
        "id": _number(line.item_id),
        **unit,
        "quantity": line.quantity,
        "unitPrice": line.price,
        "finalPrice": _rounded(line.total, currency),
    }


def payment(values: Values, *, reference: str, now: datetime, image: str | None) -> dict[str, str]:
    """Return the parameters that record a payment; `image` names the part with the picture.

    Raises:
        Unsendable: for a part payment without an amount.
    """
    status = values.get("status") or ""
    paid: dict[str, object] = {
        "paymentReference": reference,
        "paymentDate": _time(values, "paymentDate") or moment(now),
        "paymentTypeId": _number(values.get("paymentTypeId") or ""),
    }
    if status == ADVANCE:
        if not values.get("advanceAmount"):
            raise Unsendable(Message(NO_AMOUNT))
        paid["advanceAmount"] = parse_decimal(values["advanceAmount"] or "0")
    if values.get("bank"):
        paid["bank"] = values["bank"]
    if desired := _time(values, "desiredPaymentDate"):
        paid["desiredPaymentDate"] = desired
    if image is not None:
        paid["chequeImage"] = image
    return {"status": status, "orderPayments": write([paid]).decode()}


def credit(values: Values, *, prepayment_id: str) -> str:
    """Return the row that credits a prepayment, as a list in JSON."""
    amount = parse_decimal(values.get("amountToCredit") or "0")
    return write([{"prepaymentId": _number(prepayment_id), "amountToCredit": amount}]).decode()


def delivery(changes: Values, *, status: str) -> dict[str, str]:
    """Return the parameters that change the delivery; what is cleared is sent empty."""
    sent = {key: _value(key, text) if text else "" for key, text in changes.items()}
    return {"status": status, **sent}


def assignment(order_id: str, values: Values) -> dict[str, str]:
    """Return the parameters that give an operation a deliverer."""
    return {
        "orderId": order_id,
        "userId": values.get("userId") or "",
        "desiredDeliveryDate": _time(values, "desiredDeliveryDate") or "",
    }


def _time(values: Values, key: str) -> str | None:
    text = values.get(key)
    return moment(datetime.fromisoformat(text)) if text else None


def _number(text: str) -> object:
    """Return an id as the number that the vendor writes, or as it is where it is none."""
    return int(text) if text.isascii() and text.isdigit() else text

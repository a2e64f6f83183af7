"""The sums of an order, as the site works them out."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from orderdesk.sandbox.deconetwork.orders import Line, as_list, as_object, decimal
from orderdesk.sandbox.json_text import Document, JsonValue

RATES = "_rates"
"""Beside the vendor's fields: the taxes of the order as id, name and rate."""
CENT = Decimal("0.01")


def totalled(values: Mapping[str, JsonValue], lines: Sequence[Line]) -> Document:
    """Return the header with every derived amount worked out anew."""
    sums: Document = {**values}
    items = sum((line.total for line in lines), Decimal(0))
    charged = items + _sum(values, "shipping_amount", "rush_order_fee_amount")
    reduced = charged - _sum(values, "discount_amount", "coupon_discount_amount")
    taxes: list[Document] = []
    before = tax = Decimal(0)
    for number, name, rate in map(as_list, as_list(values.get(RATES))):
        before += (charged * decimal(rate)).quantize(CENT)
        tax += (reduced * decimal(rate)).quantize(CENT)
        amount = (reduced * decimal(rate)).normalize()  # not rounded: recorded answers are not
        taxes.append({"id": number, "name": name, "amount": amount + 0})
    billable = reduced + tax - _sum(values, "gift_certificate_amount", "credit_used")
    sums |= {
        "item_amount": items,
        "tax_amount_before_discounts": before,
        "tax_amount": tax,
        "tax_names": ", ".join(str(one["name"]) for one in taxes) or None,
        "taxes": [*taxes],
        "billable_amount": billable,
        "outstanding_balance": billable - paid(values),
    }
    return sums


def paid(values: Mapping[str, JsonValue]) -> Decimal:
    """Return what was paid and not given back."""
    came = sum((_amount(one, "paid_amount") for one in as_list(values.get("payments"))), Decimal(0))
    went = sum(
        (_amount(one, "refunded_amount") for one in as_list(values.get("refunds"))), Decimal(0)
    )
    return came - went


def _sum(values: Mapping[str, JsonValue], *names: str) -> Decimal:
    return sum((decimal(values.get(name)) for name in names), Decimal(0))


def _amount(value: JsonValue, name: str) -> Decimal:
    return decimal(as_object(value).get(name))

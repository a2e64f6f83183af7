"""What an order comes to: lines, discount, fee, freight and tax, to the cent."""

from decimal import ROUND_HALF_UP, Decimal

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.ordertime.ledger import lines_of, ref_id

_CENT = Decimal("0.01")
_TAXABLE = 1
_LARGEST = Decimal(10) ** 20


def total(order: Document) -> Decimal:
    """Return TotalAmount [inferred]: the vendor names the field and not how it is made."""
    rate = amount(order.get("ItemSalesTaxRate")) / 100
    net, taxable = Decimal(0), Decimal(0)
    for line in lines_of(order):
        worth = amount(line.get("Price")) * amount(line.get("Quantity"))
        net += worth
        if ref_id(line.get("SalesTaxCodeRef")) == _TAXABLE:
            taxable += worth
    for name, code, sign in (
        ("DiscountAmount", "DiscountSalesTaxCodeRef", -1),
        ("AdditionalFeeAmount", "AdditionalFeeSalesTaxCodeRef", 1),
        ("ShipAmount", "ShipSalesTaxCodeRef", 1),
    ):
        worth = sign * amount(order.get(name))
        net += worth
        if ref_id(order.get(code)) == _TAXABLE:
            taxable += worth
    whole = net + taxable * rate
    if abs(whole) >= _LARGEST:  # more than two places would fit into
        return whole
    return whole.quantize(_CENT, ROUND_HALF_UP)


def amount(value: JsonValue) -> Decimal:
    """Return a number; nothing counts as 0."""
    if isinstance(value, Decimal):
        return value
    return Decimal(value) if isinstance(value, int) else Decimal(0)

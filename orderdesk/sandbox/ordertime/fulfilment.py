"""What has been shipped of an order and what is outstanding, summed by item over its ship docs."""

from decimal import Decimal

from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.ordertime.ledger import Ledger, lines_of, ref_id, whole
from orderdesk.sandbox.ordertime.totals import amount


def shipped(ledger: Ledger, order: Document, *, without: int | None = None) -> dict[int, Decimal]:
    """Return by item what left, as lines are not tied [inferred]; `without` one ship doc."""
    sums: dict[int, Decimal] = {}
    for document in ledger.ship_docs_of(whole(order.get("DocNo"))):
        if document.get("DocNo") == without:
            continue
        for line in lines_of(document):
            item = ref_id(line.get("ItemRef"))
            sums[item] = sums.get(item, Decimal(0)) + amount(line.get("Quantity"))
    return sums


def ordered(order: Document) -> dict[int, Decimal]:
    """Return by item what is wanted; cleared lines and returns want nothing more."""
    sums: dict[int, Decimal] = {}
    for line in lines_of(order):
        quantity = amount(line.get("Quantity"))
        if line.get("IsCleared") is not True and quantity > 0:
            item = ref_id(line.get("ItemRef"))
            sums[item] = sums.get(item, Decimal(0)) + quantity
    return sums


def outstanding(ledger: Ledger, order: Document) -> dict[int, Decimal]:
    """Return by item what is still to be shipped, above 0 only."""
    gone = shipped(ledger, order)
    rest = {item: want - gone.get(item, Decimal(0)) for item, want in ordered(order).items()}
    return {item: quantity for item, quantity in rest.items() if quantity > 0}


def extent(ledger: Ledger, order: Document) -> str:
    """Return none, part or all."""
    if not any(shipped(ledger, order).values()):
        return "none"
    return "part" if outstanding(ledger, order) else "all"

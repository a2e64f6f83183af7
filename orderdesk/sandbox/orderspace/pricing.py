"""What a customer pays: price list, conversion rate and tax."""

from dataclasses import dataclass
from decimal import Decimal

from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.orderspace import reading, shelf
from orderdesk.sandbox.orderspace.money import converted
from orderdesk.sandbox.orderspace.shelf import Shelf

HOME_CURRENCY = "CAD"
"""The currency of prices that stand on the product itself."""


@dataclass(frozen=True, slots=True)
class Tax:
    """One tax rate."""

    id: str
    name: str
    rate: Decimal
    """Percent."""


def currency_of(known: Shelf, customer: Document) -> str:
    """Return the currency of a customer's price list."""
    chosen = known.get(shelf.PRICE_LISTS, reading.text(customer, "price_list_id"))
    return HOME_CURRENCY if chosen is None else reading.text(chosen, "currency")


def price_for(known: Shelf, customer: Document, variant: Document) -> Decimal:
    """Return the price of a variant: the price list's own, else by its conversion rate."""
    price = reading.exact(variant, "unit_price")
    list_id = reading.text(customer, "price_list_id")
    chosen = known.get(shelf.PRICE_LISTS, list_id)
    if chosen is None:
        return price
    for entry in reading.objects(variant, "price_list_prices"):
        if entry.get("id") == list_id:
            return reading.exact(entry, "unit_price")
    return converted(price, reading.exact(chosen, "conversion_rate"))


def tax_for(known: Shelf, customer: Document, tax_id: str = "") -> Tax:
    """Return the customer's tax rate, or else the one named, or else the first there is."""
    wanted = reading.text(customer, "tax_rate_id") or tax_id
    return tax_named(known, wanted) or _tax(known.all(shelf.TAX_RATES)[0])


def tax_named(known: Shelf, tax_id: str) -> Tax | None:
    """Return the tax rate of that id."""
    found = known.get(shelf.TAX_RATES, tax_id)
    return None if found is None else _tax(found)


def _tax(rate: Document) -> Tax:
    return Tax(reading.text(rate, "id"), reading.text(rate, "name"), reading.exact(rate, "rate"))


def options_of(variant: Document) -> str:
    """Write a variant's options like "Colour: Blue, Size: Small"."""
    options = reading.inner(variant, "options")
    return ", ".join(f"{name}: {reading.text(options, name)}" for name in options)


def open_window(known: Shelf, product: Document, today: str) -> str:
    """Return the preorder window that a product is in today; empty when none."""
    categories = {*reading.texts(product, "categories")}
    for window in known.all(shelf.WINDOWS):
        concerned = categories & {*reading.texts(window, "categories")}
        if concerned and reading.text(window, "deadline") >= today:
            return reading.text(window, "id")
    return ""

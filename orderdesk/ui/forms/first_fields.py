"""Which fields a form shows at once; the others wait behind a button."""

from collections.abc import Iterable

from orderdesk.domain.fields import FieldSpec

# Attributes of Order and Line that people look for first, whatever the vendor calls the fields.
_ORDER = frozenset({"name", "kind_word", "location", "customer", "discount"})
_LINE = frozenset({"kind_word", "status_word", "sku", "description", "quantity", "price"})


def _first(specs: Iterable[FieldSpec], attributes: frozenset[str]) -> frozenset[str]:
    return frozenset(s.key for s in specs if s.required or s.attribute in attributes)


def first_order_fields(specs: Iterable[FieldSpec]) -> frozenset[str]:
    """Return the header fields that a new order begins with, and those they exclude."""
    return _first(specs, _ORDER)


def first_line_fields(specs: Iterable[FieldSpec]) -> frozenset[str]:
    """Return the fields that an item begins with."""
    return _first(specs, _LINE)

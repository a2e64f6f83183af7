"""What a list shows of an order, completed with what was read of it before."""

from collections.abc import Iterable
from typing import Final

from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.order import Order

# What belongs together is taken together: a total with how it came about, a word with its meaning.
_GROUPS: Final[tuple[tuple[str, ...], ...]] = (
    ("vendor_state", "state", "state_derived"),
    ("kind_word", "kind"),
    ("payment_word", "payment"),
    ("fulfilment_word", "fulfilment"),
    ("total", "total_computed"),
    ("currency", "currency_set_here"),
    *((name,) for name in ("number", "name", "customer", "location", "employee")),
    *((name,) for name in ("placed_at", "expires_at", "discount")),
)


def completed(listed: Order, known: Order, specs: Iterable[FieldSpec]) -> Order:
    """Return `listed`, a list's row of an order without items, with what was `known` of the rest.

    What the row shows counts, empty too where a field of `specs` shows that it is the vendor's
    word; what it leaves out stays as it was known.
    """
    said = {spec.attribute for spec in specs if spec.key in listed.fields}
    update: dict[str, object] = {
        "lines": known.lines,
        "fields": {**known.fields, **listed.fields},
        "extra": {**known.extra, **listed.extra},
    }
    for group in _GROUPS:
        if said.isdisjoint(group) and not any(_given(getattr(listed, name)) for name in group):
            update |= {name: getattr(known, name) for name in group}
    return listed.model_copy(update=update)


def _given(value: object) -> bool:
    """Whether a list's row says something: a total of nothing does, a flag alone does not."""
    return value is not None and not isinstance(value, bool) and value != ""

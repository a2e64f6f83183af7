"""The columns of a shown row: from an order to the table."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.money import plain
from orderdesk.domain.order import Named, Order, Reference
from orderdesk.domain.shown import Mark
from orderdesk.store.keys import decimal_key, fold, fold_rare, maybe_time_text, natural_key, units
from orderdesk.store.shown_rows import READ
from orderdesk.store.vocabulary import Ref

_MARKS = {
    CommandState.ASKING: Mark.ASKING,
    CommandState.UNKNOWN: Mark.UNKNOWN,
    CommandState.SENDING: Mark.SENDING,
    CommandState.WAITING: Mark.WAITING,
    CommandState.STAGED: Mark.STAGED,
}
_GRAVEST = tuple(Mark)

_MADE = (
    *("kind_fold", "number_fold", "number_key", "name_fold", "state_fold", "payment_fold"),
    *("fulfilment_fold", "customer_fold", "location_fold", "employee_fold"),
    *("total_key", "total_units", "discount_key", "seq"),
)
WRITTEN = READ + _MADE
_ALL = ", ".join(WRITTEN)
_MARKERS = ", ".join("?" * len(WRITTEN))
_SETS = ", ".join(f"{name} = excluded.{name}" for name in WRITTEN if name != "row_id")
UPSERT = (
    f"insert into shown ({_ALL}) values ({_MARKERS}) on conflict (row_id) do update set {_SETS}"
)


def gravest(entries: Iterable[OutboxEntry]) -> Mark:
    """Return the mark of the gravest of an order's open commands."""
    marks = {_MARKS[entry.state] for entry in entries}
    return next((mark for mark in _GRAVEST if mark in marks), Mark.NONE)


def _folded(text: str | None) -> str | None:
    return None if text is None else fold(text)


def _ref(
    reference: Reference | None, names: Mapping[Ref, Named]
) -> tuple[str | None, str | None, str | None]:
    if reference is None:
        return None, None, None
    named = names.get((reference.kind, reference.id))
    name = named.name if named is not None else None
    return reference.id, name, _folded(name)


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else plain(amount)


def written(
    row_id: int,
    seq: int,
    order: Order,
    *,
    names: Mapping[Ref, Named],
    entries: Sequence[OutboxEntry],
    staged: Sequence[str] = (),
) -> tuple[Any, ...]:
    """Return the values of WRITTEN for a projected order and its open commands.

    `staged` are the attributes that show a staged value.
    """
    customer_id, customer, customer_fold = _ref(order.customer, names)
    location_id, location, location_fold = _ref(order.location, names)
    employee_id, employee, employee_fold = _ref(order.employee, names)
    number, total, discount = order.number, order.total, order.discount
    under_way = (one for one in entries if one.state is not CommandState.STAGED)
    pending = ",".join(dict.fromkeys(entry.command.action for entry in under_way))
    return (
        *(row_id, order.id, order.connection, order.vendor, order.vendor_id),
        *(order.kind, order.kind_word, number, order.name, order.state, order.vendor_state),
        *(order.state_derived, order.payment, order.payment_word),
        *(order.fulfilment, order.fulfilment_word),
        *(customer_id, customer, location_id, location, employee_id, employee),
        *(maybe_time_text(order.placed_at), maybe_time_text(order.expires_at)),
        *(order.item_count, _money(total), order.total_computed),
        *(order.currency, order.currency_set_here, _money(discount)),
        *(gravest(entries).value, pending, ",".join(staged)),
        fold(order.kind_word),
        *((None, None) if number is None else (fold_rare(number), natural_key(number))),
        None if order.name is None else fold_rare(order.name),
        fold(order.vendor_state),
        *(_folded(order.payment_word), _folded(order.fulfilment_word)),
        *(customer_fold, location_fold, employee_fold),
        None if total is None else decimal_key(total),
        None if total is None else units(total),
        None if discount is None else decimal_key(discount),
        seq,
    )

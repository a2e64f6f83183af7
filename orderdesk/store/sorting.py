"""The order of the shown rows by any column: naturally, and what is not known last."""

from collections.abc import Iterable, Mapping

from orderdesk.domain.errors import InputError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.shown import Mark, Sort
from orderdesk.domain.status import FulfilmentStatus, OrderStatus, PaymentStatus
from orderdesk.store.keys import fold
from orderdesk.store.predicates import Predicate

NO_COLUMN = QT_TRANSLATE_NOOP("messages", "There is no column “{column}” to sort by.")


def _ranks(column: str, values: Iterable[str]) -> str:
    """Return an expression that puts the column's words in the order given."""
    cases = " ".join(f"when '{value}' then {rank}" for rank, value in enumerate(values))
    return f"case {column} {cases} end"


_PLAIN = (
    *("id", "connection", "vendor", "vendor_id", "kind", "state_derived", "customer_id"),
    *("location_id", "employee_id", "placed_at", "expires_at", "items", "total_computed"),
    *("currency", "currency_set_here"),
)
_COLUMNS: dict[str, str] = {
    **{name: name for name in _PLAIN},
    "rowid": "row_id",
    "kind_word": "kind_fold",
    "number": "number_key",
    "name": "name_fold",
    "state": _ranks("state", OrderStatus),
    "vendor_state": "state_fold",
    "payment": _ranks("payment", PaymentStatus),
    "payment_word": "payment_fold",
    "fulfilment": _ranks("fulfilment", FulfilmentStatus),
    "fulfilment_word": "fulfilment_fold",
    "customer": "customer_fold",
    "location": "location_fold",
    "employee": "employee_fold",
    "total": "total_key",
    "discount": "discount_key",
    "mark": _ranks("mark", (mark.value for mark in Mark if mark is not Mark.NONE)),
    "pending": "nullif(pending, '')",
    "staged": "nullif(staged, '')",
}


def order_by(sort: Sort, connection_names: Mapping[str, str]) -> Predicate:
    """Return the terms after ORDER BY; equals follow newest first, then by row id.

    Raises:
        InputError: for a column that there is not.
    """
    values: tuple[str | int, ...] = ()
    if sort.column == "connection_name":
        ranked = sorted(connection_names, key=lambda key: (fold(connection_names[key]), key))
        values = tuple(value for rank, key in enumerate(ranked) for value in (key, rank))
        expression = f"case connection {'when ? then ? ' * len(ranked)} else ? end"
        values = (*values, len(ranked))
    elif sort.column in _COLUMNS:
        expression = _COLUMNS[sort.column]
    else:
        raise InputError(Message(NO_COLUMN, {"column": sort.column}), field="sort")
    direction = "desc" if sort.descending else "asc"
    terms = [f"{expression} {direction} nulls last"]
    if sort.column != "placed_at":
        terms.append("placed_at desc nulls last")
    terms.append("row_id desc")
    return Predicate(", ".join(terms), values)

"""Hypothesis strategies: orders, commands and queries of the invented vendor, small and odd."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import strategies as st

from orderdesk.domain.commands import Command
from orderdesk.domain.order import FieldValue, Line, Named, Order
from orderdesk.domain.query import Clause, Operator, Query
from orderdesk.domain.status import NOT_ORDERS, FulfilmentStatus, OrderKind, PaymentStatus
from tests.unit.domain.invented import (
    NOON,
    add_line,
    create,
    edit,
    edit_line,
    line,
    order,
    remove_line,
    transit,
)

WORDS = st.sampled_from(
    ["Goose", "goose quill", "Straße", "STRASSE", "紙", "ink\npot", 'say "hi"', "a", "İx", "1/2 %_"]
)
AMOUNTS = st.sampled_from(
    ["0", "0.10", "0.1", "9.99", "10", "100000000.0001", "12345678901234567.89", "1e3"]
)
STATES = st.sampled_from(["Draft", "Placed", "Held", "Shipped", "Gone", "Lost in Space"])
KINDS = st.sampled_from([OrderKind.SALES, None, OrderKind.PREORDER, *sorted(NOT_ORDERS)])
IDS = st.sampled_from(["c1", "C2", "c3"])
MOMENTS = st.integers(-400, 400).map(lambda hours: NOON + timedelta(hours=hours))
TIMES = st.none() | MOMENTS
NUMBERS = st.none() | st.sampled_from(["9", "10", "SO-9", "SO-10", "so-9a", "007", "-", "Straße 5"])


def _iso(moment: datetime) -> str:
    return moment.isoformat()


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": WORDS,
        "note": WORDS,
        "buyer": IDS,
        "payer": IDS,
        "shop": IDS,
        "form": st.sampled_from(["1", "2", "Odd"]),
        "rebate": AMOUNTS,
        "until": MOMENTS.map(_iso),
        "urgent": st.sampled_from(["yes", "no"]),
    },
)
LINE_FIELDS = st.fixed_dictionaries(
    {"text": WORDS},
    optional={
        "count": st.sampled_from(["1", "2", "3"]),
        "each": AMOUNTS,
        "article": IDS,
        "serials": WORDS,
        "mode": st.sampled_from(["a", "s"]),
    },
)


def _lines(fields: list[dict[str, str]]) -> tuple[Line, ...]:
    return tuple(
        line(f"l{place}", one["text"], **{key: one[key] for key in one if key != "text"})
        for place, one in enumerate(fields)
    )


LINES = st.none() | st.lists(LINE_FIELDS, max_size=3).map(_lines)


@st.composite
def orders(
    draw: st.DrawFn, vendor_ids: st.SearchStrategy[str], connections: st.SearchStrategy[str]
) -> Order:
    """Draw an order as the vendor might send it."""
    fields: dict[str, str] = draw(FIELDS)
    made = order(
        draw(vendor_ids),
        connection=draw(connections),
        state=draw(STATES),
        number=draw(NUMBERS),
        lines=draw(LINES),
        placed_at=draw(TIMES),
        currency=draw(st.sampled_from([None, "EUR", "usd"])),
        **fields,
    )
    more = {
        "kind": draw(
            st.sampled_from([OrderKind.SALES, None, OrderKind.PREORDER, *sorted(NOT_ORDERS)])
        ),
        "payment": draw(st.none() | st.sampled_from(PaymentStatus)),
        "fulfilment": draw(st.none() | st.sampled_from(FulfilmentStatus)),
        "fulfilment_word": draw(st.none() | st.just("Half Way")),
    }
    return made.model_copy(update=more)


HEADERS = st.dictionaries(
    st.sampled_from(["title", "note", "buyer", "form"]), st.none() | WORDS, min_size=1
) | st.fixed_dictionaries({"rebate": AMOUNTS, "until": MOMENTS.map(_iso)})


@dataclass(frozen=True)
class Wish:
    """What a person may want of any order; it becomes a command once there is an order."""

    kind: str
    fields: Mapping[str, str | None]
    header: Mapping[str, str | None]
    state: str

    def command(self, command_id: str, about: Order) -> Command:
        """Make the command for an order as it is shown."""
        fields: dict[str, FieldValue] = dict(self.fields)
        first = about.lines[0].id if about.lines else None
        if self.kind == "transit":
            return transit(command_id, about, "process", self.state)
        if self.kind == "add":
            return add_line(command_id, about, fields.pop("text", None) or "", **fields)
        if self.kind == "edit_line" and first is not None:
            return edit_line(command_id, about, first, **fields)
        if self.kind == "remove" and first is not None:
            return remove_line(command_id, about, first)
        return edit(command_id, about, **self.header)


@st.composite
def wishes(draw: st.DrawFn) -> Wish:
    """Draw what a person may want of an order."""
    kind = draw(st.sampled_from(["edit", "transit", "add", "edit_line", "remove"]))
    return Wish(kind, draw(LINE_FIELDS), draw(HEADERS), draw(STATES))


def new_order(command_id: str, fields: Mapping[str, str], lines: list[dict[str, str]]) -> Command:
    """Make the command for a new order."""
    return create(command_id, lines=tuple(lines), **fields)


def names(connection_kind: str) -> st.SearchStrategy[Named]:
    """Draw a name for one of the ids that orders carry."""
    return st.builds(
        Named,
        kind=st.just(connection_kind),
        id=IDS,
        name=WORDS,
        detail=st.sampled_from(["", "Ltd"]),
    )


NAMES = st.sampled_from(["customer", "location", "product"]).flatmap(names)

_TEXTS = WORDS | st.sampled_from(
    ["o", "oo", "oose", "SS", "ß", "hi", "12", "ltd", "none", "é", "c1"]
)
_AMOUNT_QUERIES = AMOUNTS.filter(lambda text: "e" not in text) | st.sampled_from(
    ["none", "..10", "0.1..", "0..100", "12345678901234567.88", "-1"]
)
_PERIODS = st.sampled_from(
    [
        *(
            "today",
            "yesterday",
            "tomorrow",
            "this-week",
            "this-month",
            "last-7d",
            "next-24h",
            "now",
        ),
        *("2026", "2026-11", "2026-11-22", "2026-11-20..2026-11-22", "..2026-11-22", "none"),
        *("last-3w..now", "2026-11-22T12:00", "2026-11-22T12:00:00"),
    ]
)
_VALUES: dict[str | None, st.SearchStrategy[str]] = {
    None: _TEXTS,
    "item": _TEXTS,
    "number": _TEXTS | st.sampled_from(["so", "9", "-"]),
    "name": _TEXTS,
    "customer": _TEXTS | IDS,
    "location": _TEXTS | IDS,
    "state": st.sampled_from(["created", "PENDING", "on_hold", "cancelled", "open", "none"]),
    "vendor_state": st.sampled_from(["draft", "Lost in space", "none", "Lost"]),
    "payment": st.sampled_from(["unpaid", "PAID", "none"]),
    "fulfilment": st.sampled_from(["none", "part", "Fulfilled"]),
    "type": st.sampled_from(
        ["sales", "Retail", "trade", "none", "odd", "any", "Any", "Pre-order", "delivery_note"]
    ),
    "connection": st.sampled_from(["main", "branch", "STRASSE", "shop", "nowhere"]),
    "vendor": st.sampled_from(["quillworks", "Quill Works", "quill"]),
    "id": st.sampled_from(["v1", "main:v1", "MAIN:V2", "v"]),
    "currency": st.sampled_from(["eur", "USD", "none"]),
    "pending": st.sampled_from(["yes", "no"]),
    "staged": st.sampled_from(["yes", "no"]),
}
_COMPARED: dict[str, st.SearchStrategy[str]] = {
    "placed": _PERIODS,
    "expires": _PERIODS,
    "items": st.sampled_from(["0", "1", "2", "1..2", "none", "2.."]),
    "total": _AMOUNT_QUERIES,
    "discount": _AMOUNT_QUERIES,
}


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    """Draw a condition such as a person may type."""
    if draw(st.booleans()):
        field = draw(st.sampled_from(sorted(_COMPARED)))
        operator = draw(st.sampled_from(Operator))
        return Clause(field, operator, (draw(_COMPARED[field]),), draw(st.booleans()))
    field = draw(st.sampled_from(list(_VALUES)))
    values = tuple(draw(st.lists(_VALUES[field], min_size=1, max_size=2 if field else 1)))
    return Clause(field, Operator.IS, values, draw(st.booleans()))


QUERIES = st.lists(clauses(), max_size=3).map(lambda found: Query(tuple(found)))
COLUMNS = st.sampled_from(
    [
        *(
            "placed_at",
            "number",
            "total",
            "discount",
            "state",
            "vendor_state",
            "customer",
            "location",
        ),
        *("customer_id", "name", "kind_word", "items", "payment", "fulfilment", "mark", "pending"),
        *("connection_name", "expires_at", "currency", "vendor_id", "id"),
    ]
)

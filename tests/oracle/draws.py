"""What the work is drawn from: orders of the invented vendor, names and queries, all odd."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random
from typing import TypeVar

from orderdesk.domain.gateway import ConnectionConfig
from orderdesk.domain.order import Line, Named, Order
from orderdesk.domain.query import FIELDS, Clause, Operator, Query
from orderdesk.domain.shown import Sort
from orderdesk.domain.status import NOT_ORDERS, FulfilmentStatus, OrderKind, PaymentStatus
from tests.benchmarks.invention import vocabulary
from tests.unit.domain.invented import NOON, VENDOR, line, order
from tests.unit.store.oracle import Seen, header_texts, item_texts

T = TypeVar("T")

CONNECTIONS = (
    ConnectionConfig("main", "Main shop", VENDOR, settings={"currency": "EUR"}),
    ConnectionConfig("branch-2", "Zweite Straße", VENDOR),
    ConnectionConfig("third", "an Äther shop", VENDOR),
)
ODD = (
    "Goose",
    "goose quill",
    "Straße",
    "STRASSE",
    "紙",
    "ink\npot",
    'say "hi"',
    "a",
    "İx",
    "1/2 %_",
)
AMOUNTS = (
    *("0", "0.10", "0.1", "9.99", "10", "100000000.0001", "12345678901234567.89", "1e3", "250"),
    *("3.50", "17", "42.42", "1000.01"),
)
STATES = ("Draft", "Placed", "Held", "Shipped", "Gone", "Lost in Space")
IDS = tuple(f"{letter}{number}" for letter in "cC" for number in range(12))
KINDS = (OrderKind.SALES, OrderKind.SALES, None, OrderKind.PREORDER, *sorted(NOT_ORDERS))
COLUMNS = (
    *("placed_at", "number", "total", "discount", "state", "vendor_state", "customer", "location"),
    *("customer_id", "location_id", "employee", "employee_id", "name", "kind", "kind_word"),
    *("items", "payment", "payment_word", "fulfilment", "fulfilment_word", "mark", "pending"),
    *("connection_name", "connection", "vendor", "expires_at", "currency", "vendor_id", "id"),
    *("state_derived", "total_computed", "currency_set_here", "rowid"),
)
_PERIODS = (
    *("today", "yesterday", "tomorrow", "this-week", "this-month", "last-7d", "next-24h", "now"),
    *("2026", "2026-11", "2026-11-22", "2026-11-20..2026-11-22", "..2026-11-22", "none"),
    *("last-3w..now", "2026-11-22T12:00", "2026-11-22T12:00:00", "2026-10-01.."),
)
_NUMBERS = ("0", "1", "2", "1..2", "none", "2..", "..0")
_AMOUNT_QUERIES = (
    *(amount for amount in AMOUNTS if "e" not in amount),
    *("none", "..10", "0.1..", "0..100", "12345678901234567.88", "-1"),
)
_WORDS: dict[str, Sequence[str]] = {
    "state": ("created", "PENDING", "on_hold", "cancelled", "open", "none"),
    "vendor_state": ("draft", "Lost in space", "none", "Lost"),
    "payment": ("unpaid", "PAID", "none"),
    "fulfilment": ("none", "part", "Fulfilled"),
    "type": ("sales", "Retail", "trade", "none", "odd", "any", "Any", "Pre-order", "delivery_note"),
    "connection": ("main", "branch", "STRASSE", "shop", "nowhere", "äther"),
    "vendor": ("quillworks", "Quill Works", "quill"),
    "currency": ("eur", "USD", "none"),
    "pending": ("yes", "no"),
    "staged": ("yes", "no"),
    "placed": _PERIODS,
    "expires": _PERIODS,
    "items": _NUMBERS,
    "total": _AMOUNT_QUERIES,
    "discount": _AMOUNT_QUERIES,
}
_COMPARED = ("placed", "expires", "items", "total", "discount")
_TEXTS: dict[str | None, Callable[[Seen], Sequence[str | None]]] = {
    None: lambda seen: (*header_texts(seen), *item_texts(seen)),
    "item": lambda seen: tuple(item_texts(seen)),
    "number": lambda seen: (seen.order.number,),
    "name": lambda seen: (seen.order.name,),
    "customer": lambda seen: (seen.name("customer"), seen.reference("customer")),
    "location": lambda seen: (seen.name("location"), seen.reference("location")),
    "employee": lambda seen: (seen.name("employee"),),
    "id": lambda seen: (seen.order.id, seen.order.vendor_id),
}


class Draws:
    """Draws from one seed."""

    def __init__(self, seed: int) -> None:
        self.numbers = Random(seed)

    def chance(self, share: float) -> bool:
        return self.numbers.random() < share

    def pick(self, values: Sequence[T]) -> T:
        return values[self.numbers.randrange(len(values))]

    def below(self, limit: int) -> int:
        return self.numbers.randrange(limit)

    def maybe(self, values: Sequence[T], share: float = 0.5) -> T | None:
        return self.pick(values) if self.chance(share) else None

    def words(self, most: int) -> str:
        drawn = [
            self.pick(ODD)
            if self.chance(0.15)
            else vocabulary()[int(self.numbers.random() ** 3 * 600)]
            for _ in range(1 + self.below(most))
        ]
        return " ".join(drawn)

    def order(self, vendor_id: str, connection: str) -> Order:
        """Draw an order as the vendor might send it."""
        fields = {
            "title": self.maybe((self.words(3),)),
            "note": self.maybe((self.words(25),)),
            "buyer": self.maybe(IDS),
            "payer": self.maybe(IDS, 0.2),
            "shop": self.maybe(IDS),
            "form": self.maybe(("1", "2", "Odd")),
            "rebate": self.maybe(AMOUNTS, 0.3),
            "until": self.maybe((self._moment(),), 0.4),
            "urgent": self.maybe(("yes", "no")),
            "tracking": self.maybe((f"1 x {self.below(10**12)}",), 0.3),
        }
        made = order(
            vendor_id,
            connection=connection,
            state=self.pick(STATES),
            number=self.maybe((f"SO-{self.below(400)}", f"{self.below(40)}", "-", "so-9a"), 0.8),
            lines=self._lines() if self.chance(0.95) else None,
            placed_at=NOON + timedelta(hours=self.below(800) - 400) if self.chance(0.9) else None,
            currency=self.maybe(("EUR", "usd", "CHF"), 0.8),
            **{key: value for key, value in fields.items() if value is not None},
        )
        more = {
            "kind": self.pick(KINDS),
            "payment": self.maybe(tuple(PaymentStatus)),
            "payment_word": self.maybe(("Half", "PAID", "half")),
            "fulfilment": self.maybe(tuple(FulfilmentStatus)),
            "fulfilment_word": self.maybe(("Half Way",)),
            "state_derived": self.chance(0.5),
        }
        return made.model_copy(update=more)

    def _moment(self) -> str:
        return (NOON + timedelta(hours=self.below(800) - 400)).isoformat()

    def _lines(self) -> tuple[Line, ...]:
        return tuple(
            line(
                f"l{place}",
                self.words(4),
                count=str(1 + self.below(3)),
                each=self.pick(AMOUNTS),
                article=self.pick(IDS),
                serials="\n".join(self.words(1) for _ in range(self.below(3))) or None,
            )
            for place in range(self.below(6))
        )

    def name(self) -> Named:
        """Draw a name for one of the ids that orders carry."""
        kind = self.pick(("customer", "customer", "location", "product"))
        detail = self.pick(("", "Ltd", self.words(2)))
        return Named(kind=kind, id=self.pick(IDS), name=self.words(3), detail=detail)

    def sort(self) -> Sort:
        """Draw a column and a direction."""
        return Sort(self.pick(COLUMNS), self.chance(0.5))

    def query(self, known: Sequence[Seen]) -> Query:
        """Draw conditions such as a person may type, mostly on what there is."""
        count = self.pick((0, 1, 1, 1, 2, 3))
        return Query(tuple(self._clause(known) for _ in range(count)))

    def _clause(self, known: Sequence[Seen]) -> Clause:
        field = None if self.chance(0.4) else self.pick(sorted(FIELDS))
        negated = self.chance(0.2)
        if field in _COMPARED:
            operator = self.pick(tuple(Operator))
            return Clause(field, operator, (self.pick(_WORDS[field]),), negated)
        count = 1 if field is None else self.pick((1, 1, 2))
        values = tuple(self._value(field, known) for _ in range(count))
        return Clause(field, Operator.IS, values, negated)

    def _value(self, field: str | None, known: Sequence[Seen]) -> str:
        if field is not None and field in _WORDS:
            return self.pick(_WORDS[field])
        texts = [text for text in _TEXTS[field](self.pick(known)) if text] if known else []
        if not texts or self.chance(0.1):
            return self.pick(("none", "oo", "é", "SS", "zzz", "c1", "so", self.words(1)))
        return self._part(self.pick(texts)) if field != "id" else self.pick(texts)

    def _part(self, text: str) -> str:
        """Cut out one letter or more, as many as there are now and then."""
        length = self.pick((1, 2, 2, 3, 3, 4, 5, 8, 16, len(text)))
        start = self.below(max(1, len(text) - length + 1))
        part = text[start : start + length]
        part = part.upper() if self.chance(0.2) else part
        return part if part.strip() else "a"

"""Finding, sorting, counting and adding up the shown rows."""

from array import array
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from orderdesk.domain.errors import InputError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.money import EXACT
from orderdesk.domain.order import Line, Order
from orderdesk.domain.query import Query
from orderdesk.domain.rules import VendorRules
from orderdesk.domain.shown import ShownRow, Sort, Totals
from orderdesk.store.accounts import account_names, accounts
from orderdesk.store.clauses import ORDERS_ONLY, Scope, condition, holding
from orderdesk.store.database import Database
from orderdesk.store.dialect import lists
from orderdesk.store.keys import UNIT_PLACES, fold
from orderdesk.store.payloads import order_of
from orderdesk.store.predicates import EVERYTHING, Predicate, predicate
from orderdesk.store.shown_rows import SELECT, shown_row
from orderdesk.store.sorting import order_by
from orderdesk.store.sought import sought_text
from orderdesk.store.vocabulary import Vocabulary

NO_VALUES = QT_TRANSLATE_NOOP("messages", "There is no list of values for “{field}”.")

FIRST = 128
"""How many rows are found first: more than a screen shows."""

_CENTS = Decimal("0.01")
_UNITS_A_CENT = 10 ** (UNIT_PLACES - 2)
_VALUES = {
    "state": "state",
    "vendor_state": "nullif(vendor_state, '')",
    "payment": "payment",
    "fulfilment": "fulfilment",
    "type": "coalesce(nullif(kind_word, ''), kind)",
    "connection": "connection",
    "vendor": "vendor",
    "customer": "coalesce(customer, customer_id)",
    "location": "coalesce(location, location_id)",
    "employee": "coalesce(employee, employee_id)",
    "currency": "currency",
}
_ORDERS_LOOKED_AT = 400


def _amount(units: int) -> Decimal:
    """Return ten thousandths as an amount, with no more places than it needs, but two."""
    amount = Decimal(units).scaleb(-UNIT_PLACES, EXACT)
    return amount.quantize(_CENTS, context=EXACT) if units % _UNITS_A_CENT == 0 else amount


class Search:
    """Questions on the shown rows; answers are row ids, read in pages afterwards."""

    def __init__(self, database: Database, rules: Mapping[str, VendorRules]) -> None:
        self._db = database
        self._rules = rules

    def _condition(self, query: Query, zone: ZoneInfo, now: datetime) -> Predicate:
        titles = {vendor: rules.title for vendor, rules in self._rules.items()}
        return predicate(condition(query, Scope(zone, now, accounts(self._db), titles)))

    def first(self, query: Query, sort: Sort, *, zone: ZoneInfo, now: datetime) -> "array[int]":
        """Return the row ids of the first FIRST of what `rowids` returns.

        Raises:
            QueryError: for a date that does not exist.
            InputError: for a column that there is not.
        """
        return self._sorted(query, sort, zone=zone, now=now, limit=FIRST)

    def rowids(self, query: Query, sort: Sort, *, zone: ZoneInfo, now: datetime) -> "array[int]":
        """Return the row ids of what is found, sorted; what is not known comes last.

        Raises:
            QueryError: for a date that does not exist.
            InputError: for a column that there is not.
        """
        return self._sorted(query, sort, zone=zone, now=now, limit=-1)

    def _sorted(
        self, query: Query, sort: Sort, *, zone: ZoneInfo, now: datetime, limit: int
    ) -> "array[int]":
        where = self._condition(query, zone, now)
        order = order_by(sort, account_names(self._db))
        select = f"select row_id from shown where {where.sql} order by {order.sql} limit ?"
        rows = self._db.rows(select, (*where.values, *order.values, limit))
        return array("q", [row[0] for row in rows])

    def count(self, query: Query, *, zone: ZoneInfo, now: datetime) -> int:
        """Return how many orders are found."""
        where = self._condition(query, zone, now)
        return self._db.value(f"select count(*) from shown where {where.sql}", where.values)

    def totals(self, query: Query, *, zone: ZoneInfo, now: datetime) -> Totals:
        """Count what is found and add up its money by currency, to the last digit."""
        where = self._condition(query, zone, now)
        grouped = (
            "select coalesce(currency, ''), count(*), count(total), sum(total_units)"
            f" from shown where {where.sql} and {ORDERS_ONLY} group by coalesce(currency, '')"
        )
        apart = (
            f"select coalesce(currency, ''), total from shown where {where.sql} and {ORDERS_ONLY}"
            " and total is not null and total_units is null"
        )
        counted = f"select count(*), count(items) from shown where {where.sql}"
        with self._db.reading():
            groups = self._db.rows(grouped, where.values)
            large = self._db.rows(apart, where.values)
            [(found, read)] = self._db.rows(counted, where.values)
        sums = {currency: _amount(whole or 0) for currency, _count, known, whole in groups if known}
        for currency, total in large:
            sums[currency] = EXACT.add(sums[currency], Decimal(total))
        unknown = sum(row[1] - row[2] for row in groups)
        return Totals(found, sums, unknown, unread=found - read)

    def rows(self, rowids: Sequence[int]) -> list[ShownRow]:
        """Return the rows with these ids in the order asked; what is gone is left out."""
        names = account_names(self._db)
        found: dict[int, ShownRow] = {}
        for marks, values in lists(rowids):
            for row in self._db.rows(SELECT + marks, values):
                found[row[0]] = shown_row(row, names)
        return [found[row_id] for row_id in rowids if row_id in found]

    def rows_within(self, rowids: Sequence[int], seconds: float) -> list[ShownRow]:
        """Return rows as `rows` does, if that takes no longer than `seconds`.

        Raises:
            GivenUp: if it takes longer.
        """
        with self._db.within(seconds):
            return self.rows(rowids)

    def rowid(self, order_id: str) -> int | None:
        """Return the row id of an order, if it is shown."""
        return self._db.value("select row_id from shown where id = ?", (order_id,))

    def values(self, field: str) -> list[tuple[str, int]]:
        """Return the different values of a field with how many orders have each, most first.

        Raises:
            InputError: for a field whose values are too many to list.
        """
        column = _VALUES.get(field)
        if column is None:
            raise InputError(Message(NO_VALUES, {"field": field}), field=field)
        # As in a search: other documents are found by their type only.
        of_orders = EVERYTHING if field == "type" else ORDERS_ONLY
        rows = self._db.rows(
            f"select {column}, count(*) from shown where {column} is not null and {of_orders}"
            f" group by {column} order by count(*) desc, {column}"
        )
        return [(str(value), count) for value, count in rows]

    def products(self, connection: str, text: str, limit: int) -> list[Line]:
        """Return lines with different products from the newest orders that hold `text`."""
        where = predicate(holding(text, items_only=True))
        rows = self._db.rows(
            "select p.content from (select row_id, placed_at from shown where connection = ?"
            f" and {where.sql} order by placed_at desc, row_id desc limit {_ORDERS_LOOKED_AT}) s"
            " join payload p on p.row_id = s.row_id order by s.placed_at desc, s.row_id desc",
            (connection, *where.values),
        )
        found: dict[tuple[str | None, ...], Line] = {}
        for (content,) in rows:
            self._collect(order_of(content), fold(text), found)
            if len(found) >= limit:
                break
        return list(found.values())[:limit]

    def _collect(
        self, order: Order | None, text: str, found: dict[tuple[str | None, ...], Line]
    ) -> None:
        if order is None:
            return
        vocabulary = Vocabulary.of(self._rules.get(order.vendor))
        for line in order.lines or ():
            alone = order.model_copy(update={"lines": (line,)})
            if text in sought_text(alone, {}, vocabulary)[1]:
                found.setdefault(vocabulary.product(line), line)

"""Finding, sorting, counting and adding up the shown rows."""

from array import array
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
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
from orderdesk.store.conditions import Condition
from orderdesk.store.database import Database, Row
from orderdesk.store.dialect import lists
from orderdesk.store.grams.index import TextIndex
from orderdesk.store.keys import UNIT_PLACES, fold
from orderdesk.store.payloads import order_of
from orderdesk.store.predicates import EVERYTHING, Predicate, predicate
from orderdesk.store.shown_rows import NAMES, SELECT, shown_rows
from orderdesk.store.sorting import order_by
from orderdesk.store.sought import sought_text
from orderdesk.store.vocabulary import Vocabulary

if TYPE_CHECKING:
    # Brings numpy, which is loaded when it is first needed.
    from orderdesk.store.ranks.ranking import Ranking

NO_VALUES = QT_TRANSLATE_NOOP("messages", "There is no list of values for “{field}”.")

FIRST = 128
"""How many rows are found first: more than a screen shows."""
RANKED_FROM = 5_000
"""How many rows a store has at least where ranks are quicker than SQL by what a person feels."""

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


def _with_large(sums: Mapping[str, Decimal], large: Iterable[Row]) -> dict[str, Decimal]:
    """Return the sums with what is too large or too precise for whole units."""
    added = dict(sums)
    for currency, total in large:
        added[currency] = EXACT.add(added.get(currency, Decimal(0)), Decimal(total))
    return added


class Search:
    """Questions on the shown rows; answers are row ids, read in pages afterwards.

    A large store answers from ranks, a small one, and what ranks do not know, from plain SQL.
    """

    def __init__(self, database: Database, rules: Mapping[str, VendorRules]) -> None:
        self._db = database
        self._rules = rules
        self._texts = TextIndex(database)
        self._ranking: Ranking | None = None
        self.ranked_from = RANKED_FROM

    def _condition(self, query: Query, zone: ZoneInfo, now: datetime) -> Condition:
        titles = {vendor: rules.title for vendor, rules in self._rules.items()}
        return condition(query, Scope(zone, now, accounts(self._db), titles))

    def _ranks(self) -> "Ranking | None":
        """Return the ranks where they are worth their import."""
        if self._ranking is None:
            rows = self._db.value("select max(row_id) from shown") or 0
            if rows >= self.ranked_from:
                from orderdesk.store.ranks.ranking import Ranking

                self._ranking = Ranking(self._db)
        return self._ranking

    @property
    def lacking(self) -> frozenset[str]:
        """The columns that a search would have used and that are to be built."""
        return frozenset(self._ranking.lacking if self._ranking is not None else ())

    def last_change(self) -> int:
        """Return a number that grows with every change of what is shown."""
        return self._db.value("select value from counter where name = 'seq'")

    def build_next(self, wanted: Set[str], *, quiet: bool) -> str | None:
        """Build one column for searches, of `wanted` first; the others only while it is `quiet`.

        Returns:
            The column's name, None where there is nothing to do.

        Raises:
            OSError: if its file cannot be written.
        """
        ranks = self._ranks()
        return None if ranks is None else ranks.build_next(wanted, quiet=quiet)

    def first(self, query: Query, sort: Sort, *, zone: ZoneInfo, now: datetime) -> "array[int]":
        """Return the row ids of the first FIRST of what `rowids` returns.

        Raises:
            QueryError: for a date that does not exist.
            InputError: for a column that there is not.
        """
        where = self._condition(query, zone, now)
        # The plain view has an index of its own, so that the first frame needs nothing more.
        plain = sort == Sort() and not query.clauses
        return self._sorted(where, sort, limit=FIRST, ranks=None if plain else self._ranks())

    def rowids(self, query: Query, sort: Sort, *, zone: ZoneInfo, now: datetime) -> "array[int]":
        """Return the row ids of what is found, sorted; what is not known comes last.

        Raises:
            QueryError: for a date that does not exist.
            InputError: for a column that there is not.
        """
        where = self._condition(query, zone, now)
        return self._sorted(where, sort, limit=None, ranks=self._ranks())

    def _sorted(
        self, where: Condition, sort: Sort, *, limit: int | None, ranks: "Ranking | None"
    ) -> "array[int]":
        names = account_names(self._db)
        order = order_by(sort, names)
        if ranks is not None:
            found = ranks.rowids(where, sort, names, limit=limit)
            if found is not None:
                return found
        told = predicate(where, self._texts.told)
        select = f"select row_id from shown where {told.sql} order by {order.sql} limit ?"
        most = -1 if limit is None else limit
        rows = self._db.rows(select, (*told.values, *order.values, most))
        return array("q", [row[0] for row in rows])

    def count(self, query: Query, *, zone: ZoneInfo, now: datetime) -> int:
        """Return how many orders are found."""
        where = self._condition(query, zone, now)
        ranks = self._ranks()
        found = None if ranks is None else ranks.count(where)
        if found is not None:
            return found
        told = predicate(where, self._texts.told)
        return self._db.value(f"select count(*) from shown where {told.sql}", told.values)

    def totals(self, query: Query, *, zone: ZoneInfo, now: datetime) -> Totals:
        """Count what is found and add up its money by currency, to the last digit."""
        where = self._condition(query, zone, now)
        ranks = self._ranks()
        with self._db.reading():
            ranked = None if ranks is None else ranks.sums(where)
            if ranked is None:
                return self._totals_by_sql(predicate(where, self._texts.told))
            found, added = ranked
            large = self._totals_of(added.large)
        sums = {currency: _amount(units) for currency, units in added.units.items()}
        return Totals(found, _with_large(sums, large), added.unknown, unread=added.unread)

    def _totals_of(self, row_ids: Sequence[int]) -> list[Row]:
        found: list[Row] = []
        for marks, values in lists(row_ids):
            select = f"select coalesce(currency, ''), total from shown where row_id in {marks}"
            found.extend(self._db.rows(select, values))
        return found

    def _totals_by_sql(self, where: Predicate) -> Totals:
        grouped = (
            "select coalesce(currency, ''), count(*), count(total), sum(total_units)"
            f" from shown where {where.sql} and {ORDERS_ONLY} group by coalesce(currency, '')"
        )
        apart = (
            f"select coalesce(currency, ''), total from shown where {where.sql} and {ORDERS_ONLY}"
            " and total is not null and total_units is null"
        )
        counted = f"select count(*), count(items) from shown where {where.sql}"
        groups = self._db.rows(grouped, where.values)
        large = self._db.rows(apart, where.values)
        [(found, read)] = self._db.rows(counted, where.values)
        sums = {currency: _amount(whole or 0) for currency, _count, known, whole in groups if known}
        unknown = sum(row[1] - row[2] for row in groups)
        return Totals(found, _with_large(sums, large), unknown, unread=found - read)

    def rows(self, rowids: Sequence[int]) -> list[ShownRow]:
        """Return the rows with these ids in the order asked; what is gone is left out."""
        names = self._db.value(NAMES)
        found: dict[int, ShownRow] = {}
        for marks, values in lists(rowids):
            found |= shown_rows(self._db.value(SELECT + marks, values), names)
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
        where = predicate(holding(text, items_only=True), self._texts.told)
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

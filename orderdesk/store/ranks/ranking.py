"""Answers from ranks: which rows, in which order, how many and how much."""

import json
from array import array
from collections.abc import Mapping, Set

import numpy as np

from orderdesk.domain.shown import Sort
from orderdesk.store.clauses import ORDERS
from orderdesk.store.conditions import AllOf, Condition, Fixed, Sought
from orderdesk.store.database import Database
from orderdesk.store.dialect import SHORTEST_FULL_TEXT, contains
from orderdesk.store.keys import fold
from orderdesk.store.ranks.arranging import sorting
from orderdesk.store.ranks.building import build, last_seq
from orderdesk.store.ranks.column import Mask
from orderdesk.store.ranks.files import Folder
from orderdesk.store.ranks.index import Index
from orderdesk.store.ranks.masks import Masks
from orderdesk.store.ranks.newest import Rows, chosen
from orderdesk.store.ranks.row_ids import COLLECTED, collected
from orderdesk.store.ranks.specs import ESSENTIAL, SPECS, Order
from orderdesk.store.ranks.specs import ORDERS as SORTS
from orderdesk.store.ranks.sums import Sums, sums

_PIECES = (256, 1_024, 4_096)


class Ranking:
    """The ranks of one store; every answer is None where it has to be asked for in SQL."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._folder: Folder | None = None
        if database.path is not None:
            file_id = database.value("select value from meta where key = 'file_id'")
            path = database.path
            self._folder = Folder(path.with_name(path.name + ".ranks"), file_id)
        self._index = Index(database, self._folder)
        self._masks = Masks(database, self._index)

    @property
    def lacking(self) -> set[str]:
        """The columns that would have been of use and are not made yet."""
        return self._index.lacking

    def rowids(
        self, condition: Condition, sort: Sort, names: Mapping[str, str], *, limit: int | None
    ) -> "array[int] | None":
        """Return what is found, sorted; the first `limit` of it only."""
        order = _order(sort, names)
        with self._db.reading():
            if order is None or not self._index.look():
                return None
            found: Rows | None = None
            if limit is not None:
                found = self._first_by_looking(condition, order, sort, limit)
            if found is None:
                found = self._arranged(self._masks.of(condition), order, sort, limit)
        return None if found is None else _array(found)

    def count(self, condition: Condition) -> int | None:
        """Return how many rows are found."""
        with self._db.reading():
            if not self._index.look():
                return None
            return int(np.count_nonzero(self._masks.of(condition)))

    def sums(self, condition: Condition) -> tuple[int, Sums] | None:
        """Return how many rows are found, and the money of those that are orders."""
        with self._db.reading():
            if not self._index.look():
                return None
            found = self._masks.of(condition)
            added = sums(self._index, found, found & self._masks.of(ORDERS))
            return None if added is None else (int(np.count_nonzero(found)), added)

    def build_next(self, wanted: Set[str], *, quiet: bool) -> str | None:
        """Make the file of one column that has none, or a worn one; return its name, if any.

        `wanted` come first, with what every search needs; the others only while it is `quiet`.
        """
        if self._folder is None:
            return None
        wanted = wanted | ESSENTIAL if wanted else wanted
        newest = last_seq(self._db)
        for name, spec in sorted(SPECS.items(), key=lambda item: item[0] not in wanted):
            if name not in wanted and not quiet:
                return None
            seq = self._folder.seq(name, newest)
            if seq is None or self._behind(seq):
                build(self._db, spec, self._folder)
                return name
        return None

    def _behind(self, seq: int) -> bool:
        rows = self._db.value("select max(row_id) from shown") or 0
        most = max(5_000, rows // 50)
        counted = "select count(*) from (select 1 from shown where seq > ? limit ?)"
        return self._db.value(counted, (seq, most + 1)) > most

    def _arranged(self, mask: Mask, order: Order, sort: Sort, limit: int | None) -> Rows | None:
        newest = self._index.newest
        if sort == Sort():
            return chosen(newest, mask, limit)
        if order.column == "row_id":
            rows = np.flatnonzero(mask).astype(np.int32)
            return (rows[::-1] if sort.descending else rows)[:limit]
        column = self._index.column(order.column)
        if column is None:
            return None
        self._db.check()
        by = sorting(column, order, len(mask), descending=sort.descending)
        return by.all(newest, mask) if limit is None else by.first(newest, mask, limit)

    def _first_by_looking(
        self, condition: Condition, order: Order, sort: Sort, limit: int
    ) -> Rows | None:
        """Find the first rows with a text that many hold by looking through what comes first.

        None: fewer hold it, or the index of all texts finds them sooner.
        """
        parts = condition.conditions if isinstance(condition, AllOf) else (condition,)
        texts = [one for one in parts if isinstance(one, Sought)]
        if len(texts) != 1 or not self._masks.texts.is_behind():
            return None
        [sought] = texts
        pieces = _PIECES if len(sought.text) < SHORTEST_FULL_TEXT else _PIECES[:2]
        others = tuple(one for one in parts if one is not sought)
        mask = self._masks.of(AllOf(others) if others else Fixed.EVERYTHING)
        rows = self._arranged(mask, order, sort, sum(pieces))
        if rows is None:
            return None
        found: list[Rows] = []
        start = 0
        for size in pieces:
            found.append(self._holding(rows[start : start + size], sought))
            start += size
            count = sum(map(len, found))
            if count >= limit or len(rows) < sum(pieces) <= start:
                return np.concatenate(found)[:limit]
            if count * sum(pieces) < limit * start // 2:
                return None
        return None

    def _holding(self, rows: Rows, sought: Sought) -> Rows:
        columns = ("items",) if sought.items_only else ("header", "items")
        held = " or ".join(contains(column) for column in columns)
        select = (
            f"select {COLLECTED} from sought_text"
            f" where row_id in (select value from json_each(?)) and ({held})"
        )
        values = (json.dumps(rows.tolist()), *(sought.text for _ in columns))
        there = collected(self._db.value(select, values))
        return rows[np.isin(rows, there)]


def _order(sort: Sort, names: Mapping[str, str]) -> Order | None:
    if sort.column == "connection_name":
        ranked = sorted(names, key=lambda key: (fold(names[key]), key))
        return Order("connection", tuple(ranked))
    if sort.column == "rowid":
        return Order("row_id")
    return SORTS.get(sort.column)


def _array(rows: Rows) -> "array[int]":
    # As they are: half of what numbers of 8 bytes take, and no list of rows is as long as theirs.
    found = array("i")
    found.frombytes(np.ascontiguousarray(rows, np.int32).data.cast("B"))
    return found

"""Which rows a condition is true of: one byte a row, and all at once; kept by the bit."""

from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from orderdesk.store.conditions import (
    Absent,
    AllOf,
    AnyOf,
    Compared,
    Condition,
    Fixed,
    Holding,
    Not,
    Same,
    Sign,
    Sought,
    Within,
)
from orderdesk.store.database import Database
from orderdesk.store.grams.index import TextIndex
from orderdesk.store.keys import read_time
from orderdesk.store.predicates import predicate
from orderdesk.store.ranks.column import Column, Mask, NumberColumn, RankColumn
from orderdesk.store.ranks.index import Index
from orderdesk.store.ranks.row_ids import COLLECTED, collected
from orderdesk.store.ranks.specs import TIMES
from orderdesk.store.ranks.words import Ints

_KEPT = 12
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Masks:
    """Answers for the moment that the index stands at; the latest are kept."""

    def __init__(self, database: Database, index: Index) -> None:
        self._db = database
        self._index = index
        self.texts = TextIndex(database)
        self._kept: dict[Condition, NDArray[np.uint8]] = {}
        """As bits: packing and unpacking a million takes less than a tenth of a millisecond."""
        self._seq = -1

    def of(self, condition: Condition) -> Mask:
        """Return which rows the condition is true of; not to be written into."""
        if self._seq != self._index.seq:
            self._kept.clear()
            self._seq = self._index.seq
        kept = self._kept.pop(condition, None)
        if kept is None:
            self._db.check()
            mask = self._made(condition)
            kept = np.packbits(mask)
        else:
            mask = np.unpackbits(kept, count=len(self._index.alive)).view(np.bool_)
        self._kept[condition] = kept
        while len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]
        return mask

    def _made(self, condition: Condition) -> Mask:
        alive = self._index.alive
        match condition:
            case Fixed():
                return alive if condition is Fixed.EVERYTHING else np.zeros_like(alive)
            case AllOf(conditions):
                return np.logical_and.reduce([self.of(one) for one in conditions])
            case AnyOf(conditions):
                return np.logical_or.reduce([self.of(one) for one in conditions])
            case Not(negated):
                return alive & ~self.of(negated)
            case Sought(text, items_only):
                return alive & self.texts.mask(text, len(alive), items_only=items_only)
            case _:
                column = self._index.column(condition.column)
                if column is None:
                    return self._by_sql(condition)
                return alive & self._of_column(condition, column)

    def _by_sql(self, condition: Condition) -> Mask:
        where = predicate(condition)
        select = f"select {COLLECTED} from shown where {where.sql}"
        mask = np.zeros(len(self._index.alive), np.bool_)
        mask[collected(self._db.value(select, where.values))] = True
        return mask

    def _of_column(
        self, condition: Absent | Within | Same | Holding | Compared, column: Column
    ) -> Mask:
        size = len(self._index.alive)
        if isinstance(column, NumberColumn):
            return self._of_numbers(condition, column)
        words = column.words
        match condition:
            case Absent():
                return column.among(size) < 0
            case Within(_, values):
                table = np.zeros(len(words), np.bool_)
                ranks = [words.rank(value.encode("utf-8", "replace")) for value in values]
                table[[rank for rank in ranks if rank is not None]] = True
            case Same(_, value):
                table = words.same(value.encode("utf-8", "replace"))
            case Holding(_, part):
                table = words.holding(part.encode("utf-8", "replace"), self._db.check)
            case Compared(_, bounds):
                return _ranked(column, bounds, size)
        return column.chosen(table, size)

    def _of_numbers(self, condition: Condition, column: NumberColumn) -> Mask:
        size = len(self._index.alive)
        known = column.known(size)
        if not isinstance(condition, Compared):
            # Of numbers nothing else is asked than whether they are known.
            return ~known
        values = column.among(size)
        for sign, bound in condition.bounds:
            known &= _compared(values, sign, _number(condition.column, bound))
        return known


def _number(column: str, bound: str | float) -> float:
    if column in TIMES:
        return (read_time(str(bound)) - _EPOCH) // _MICROSECOND
    return float(bound)


def _compared(values: Ints, sign: Sign, bound: float) -> Mask:
    match sign:
        case Sign.AT_LEAST:
            return values >= bound
        case Sign.AT_MOST:
            return values <= bound
        case Sign.MORE:
            return values > bound
        case Sign.LESS:
            return values < bound


def _ranked(column: RankColumn, bounds: tuple[tuple[Sign, str | float], ...], size: int) -> Mask:
    ranks = column.among(size)
    found = ranks >= 0
    for sign, bound in bounds:
        place, there = column.words.find(str(bound).encode())
        beyond = place + 1 if there else place
        match sign:
            case Sign.AT_LEAST:
                found &= ranks >= place
            case Sign.AT_MOST:
                found &= ranks < beyond
            case Sign.MORE:
                found &= ranks >= beyond
            case Sign.LESS:
                found &= ranks < place
    return found

"""The plain answers: what a look at every order finds, with each text folded once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal

from typing_extensions import override

from orderdesk.domain.query import Clause, Query
from orderdesk.domain.shown import Sort, Totals
from tests.unit.store.oracle import (
    OTHER_DOCUMENTS,
    Oracle,
    Seen,
    arranged,
    folded,
    header_texts,
    item_texts,
)

_EXACT = Context(prec=200)
_Texts = tuple[list[str], list[str]]


@dataclass(frozen=True)
class Judge(Oracle):
    """Answers as the oracle does, and remembers the folded texts of each order."""

    texts: dict[int, tuple[Seen, _Texts]] = field(default_factory=dict[int, tuple[Seen, _Texts]])

    def _folded(self, seen: Seen) -> _Texts:
        known = self.texts.get(id(seen))
        if known is None or known[0] is not seen:
            known = seen, (_all_folded(header_texts(seen)), _all_folded(item_texts(seen)))
            self.texts[id(seen)] = known
        return known[1]

    @override
    def _value(self, seen: Seen, clause: Clause, value: str) -> bool:
        if clause.field not in {None, "item"} or (clause.field == "item" and value == "none"):
            return super()._value(seen, clause, value)
        header, items = self._folded(seen)
        part = folded(value)
        if not part:
            return True
        texts = items if clause.field == "item" else [*header, *items]
        return any(part in text for text in texts)

    def found(self, shown: Mapping[int, Seen], query: Query) -> dict[int, Seen]:
        """Return what of the shown rows a query finds, by row id."""
        return {row_id: seen for row_id, seen in shown.items() if self.matches(seen, query)}

    def order(self, found: Mapping[int, Seen], sort: Sort) -> list[int]:
        """Return the row ids in the order of a sort."""
        if sort.column == "rowid":
            return sorted(found, reverse=sort.descending)
        return arranged(found, sort, self.connections)


def _all_folded(texts: Iterable[str | None]) -> list[str]:
    return [folded(text) for text in texts if text]


def totals(found: Mapping[int, Seen]) -> Totals:
    """Count and add up what was found."""
    sums: dict[str, Decimal] = {}
    unknown = 0
    for seen in found.values():
        order = seen.order
        if order.kind in OTHER_DOCUMENTS:
            continue
        if order.total is None:
            unknown += 1
        else:
            currency = order.currency or ""
            sums[currency] = _EXACT.add(sums.get(currency, Decimal(0)), order.total)
    unread = sum(seen.order.lines is None for seen in found.values())
    return Totals(len(found), sums, unknown, unread)

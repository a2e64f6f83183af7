"""What staged changes come to in money, whatever part of them is ticked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from orderdesk.domain.commands import CommandState, EditLine, EditOrder
from orderdesk.domain.money import EXACT
from orderdesk.domain.order import Order, sum_of_lines
from orderdesk.domain.projection import apply, project
from orderdesk.domain.rules import VendorRules
from orderdesk.domain.staging import Pick, Stageable, only
from orderdesk.services.reviewing import StagedChange
from orderdesk.services.views import OrderView
from orderdesk.ui.i18n import format_money
from orderdesk.ui.staging.counts import picks_of


@dataclass(frozen=True, slots=True)
class Worth:
    """An order without what is staged on it, and the changes; `before` is None until it is read."""

    changes: Sequence[StagedChange]
    rules: VendorRules
    before: Order | None = None
    _known: dict[frozenset[Pick], Decimal | None] = field(
        default_factory=dict[frozenset[Pick], "Decimal | None"], compare=False
    )
    """What was reckoned before."""

    @property
    def picks(self) -> frozenset[Pick]:
        """Everything that can be picked of the order."""
        return frozenset(pick for one in self.changes for pick in picks_of(one.command))

    @property
    def currency(self) -> str:
        """The currency of the order, "" where none is known."""
        return self.changes[0].money.currency or ""

    def of(self, picked: frozenset[Pick]) -> Decimal | None:
        """Return by how much the total changes with what is picked; None: that is not known."""
        if picked not in self._known:
            self._known[picked] = self._reckoned(picked)
        return self._known[picked]

    def _reckoned(self, picked: frozenset[Pick]) -> Decimal | None:
        parts = [(one, _part(one.command, picked)) for one in self.changes]
        chosen = [(change, part) for change, part in parts if part is not None]
        if len(chosen) == len(parts) and all(part is one.command for one, part in chosen):
            return _added(change.money.difference for change, _ in chosen)
        return self._projected([part for _, part in chosen]) if chosen else Decimal(0)

    def _projected(self, parts: Sequence[Stageable]) -> Decimal | None:
        if self.before is None:
            return None
        after = self.before
        for part in parts:
            after = apply(after, part, self.rules)
        of_items = any(change.money.of_items for change in self.changes)
        both = [_sum(order, of_items) for order in (after, self.before)]
        if both[0] is None or both[1] is None:
            return None
        return EXACT.subtract(both[0], both[1])


def worth_of(changes: Sequence[StagedChange], rules: VendorRules, view: OrderView | None) -> Worth:
    """Return what the changes of one order can be reckoned by."""
    if view is None or view.mirror is None:
        return Worth(changes, rules)
    others = (one.command for one in view.commands if one.state is not CommandState.STAGED)
    return Worth(changes, rules, project(view.mirror, others, rules))


def total_texts(sums: Iterable[tuple[str, Decimal]]) -> str:
    """Write differences, currency by currency; "" where there is none."""
    amounts: dict[str, Decimal] = {}
    for currency, amount in sums:
        amounts[currency] = EXACT.add(amounts.get(currency, Decimal(0)), amount)
    return " · ".join(filter(None, (money_text(amounts[one], one) for one in sorted(amounts))))


def money_text(amount: Decimal, currency: str) -> str:
    """Write a difference with its sign; "" for none."""
    if not amount:
        return ""
    written = format_money(abs(amount), currency or None)
    return f"{'+' if amount > 0 else '−'}{written}"


def _part(command: Stageable, picked: frozenset[Pick]) -> Stageable | None:
    """Return what is picked of a command, itself where that is all of it."""
    picks = picks_of(command)
    chosen = [pick for pick in picks if pick in picked]
    if len(chosen) == len(picks):
        return command
    if not chosen or not isinstance(command, EditOrder | EditLine):
        return None
    return only(command, [pick.field or "" for pick in chosen])


def _added(amounts: Iterable[Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for amount in amounts:
        if amount is None:
            return None
        total = EXACT.add(total, amount)
    return total


def _sum(order: Order, of_items: bool) -> Decimal | None:
    if not of_items:
        return order.total
    return None if order.lines is None else sum_of_lines(order.lines)

"""What the review lists, kept order by order, so that only what is new is put into words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from orderdesk.domain.events import OrdersChanged
from orderdesk.domain.rules import VendorRules
from orderdesk.services.reviewing import StagedChange
from orderdesk.services.views import OrderView
from orderdesk.ui.context import Context
from orderdesk.ui.staging.reading import read_views
from orderdesk.ui.staging.rows import Knowledge, OrderRows, orders_of
from orderdesk.ui.staging.stager import Stager
from orderdesk.ui.staging.words import spec_of

_AT_ONCE = 24


@dataclass(frozen=True, slots=True)
class _Kept:
    """An order's rows, with what they were made of."""

    changes: Sequence[StagedChange]
    view: OrderView | None
    refusals: tuple[str, ...]
    rows: OrderRows


class Listing(QObject):
    """Puts staged changes into words; an order is read where its changes need names, or money.

    Signals:
        changed: something is listed otherwise now.
    """

    changed = Signal()

    def __init__(
        self, context: Context, stager: Stager, refusals: Mapping[str, str], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._stager = stager
        self._refusals = refusals
        self._kept: dict[str, _Kept] = {}
        self._views: dict[str, OrderView] = {}
        self._asked: dict[str, None] = {}
        """Orders that are to be read, and have not been since they changed."""
        self._reading = False
        descriptions = context.desk.connections.descriptions()
        self.rules: Mapping[str, VendorRules] = {one.vendor: one.rules for one in descriptions}
        context.bridge.orders_changed.connect(self._on_orders)

    def orders(self) -> list[OrderRows]:
        """Return what is staged now, the order first on which something was staged first."""
        staged = self._stager.orders
        self._kept = {one: self._row(one, changes) for one, changes in staged.items()}
        self._read()
        return [kept.rows for kept in self._kept.values()]

    def ask(self, order_ids: Iterable[str]) -> None:
        """Have orders read of which a part is ticked: what that comes to depends on the rest."""
        self._asked |= dict.fromkeys(one for one in order_ids if one not in self._views)
        self._read()

    def _row(self, order_id: str, changes: Sequence[StagedChange]) -> _Kept:
        view = self._views.get(order_id)
        refusals = tuple(self._refusals.get(one.command.id, "") for one in changes)
        kept = self._kept.get(order_id)
        if (
            kept is not None
            and kept.changes is changes
            and kept.view is view
            and kept.refusals == refusals
        ):
            return kept
        if view is None and self._has_references(changes):
            self._asked[order_id] = None
        known = Knowledge(self.rules, self._context.zone, self._views, self._refusals)
        [rows] = orders_of(changes, known)
        return _Kept(changes, view, refusals, rows)

    def _has_references(self, changes: Sequence[StagedChange]) -> bool:
        return any(
            (spec := spec_of(change.command, field.field, self.rules.get(change.vendor)))
            is not None
            and spec.look_up is not None
            for change in changes
            for field in change.fields
        )

    def _read(self) -> None:
        if self._reading or not self._asked:
            return
        self._reading = True
        first = list(self._asked)[:_AT_ONCE]
        for order_id in first:
            del self._asked[order_id]
        self._context.tasks.call(
            read_views(self._context.desk, first),
            name="read orders to review",
            then=self._take,
        )

    def _take(self, views: Mapping[str, OrderView]) -> None:
        self._reading = False
        self._views |= views
        self.changed.emit()
        self._read()

    def _on_orders(self, event: OrdersChanged) -> None:
        """Read again what has changed and had to be read."""
        stale = self._views.keys() if event.all else self._views.keys() & event.changed
        self._asked |= dict.fromkeys(stale)
        self._read()

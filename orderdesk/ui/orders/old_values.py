"""What staged cells of the list were before, read whenever what is staged changes."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from orderdesk.services.editing import editing_of
from orderdesk.services.views import OrderView
from orderdesk.ui.context import Context
from orderdesk.ui.forms.shown_values import shown_value
from orderdesk.ui.i18n import format_money, format_number
from orderdesk.ui.orders.table_model import OrderTableModel
from orderdesk.ui.staging.reading import read_views
from orderdesk.ui.staging.stager import Stager

# Of more orders than this the latest are told; the others' cells only say that they are staged.
_MOST_ORDERS = 200


class OldValues(QObject):
    """Tells the model what each staged attribute of an order was."""

    def __init__(
        self, context: Context, stager: Stager, model: OrderTableModel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._stager = stager
        self._model = model
        self._known: dict[str, Mapping[str, str]] = {}
        stager.changed.connect(self._read)

    def _read(self) -> None:
        staged = dict.fromkeys(one.command.order_id for one in reversed(self._stager.changes))
        self._context.tasks.call(
            read_views(self._context.desk, list(staged)[:_MOST_ORDERS]),
            name="read what staged values were",
            then=self._take,
        )

    def _take(self, views: Mapping[str, OrderView]) -> None:
        before = self._known
        zone = self._context.zone
        self._known = {order_id: _old_texts(view, zone) for order_id, view in views.items()}
        differ = {
            order_id
            for order_id in before.keys() | self._known.keys()
            if before.get(order_id) != self._known.get(order_id)
        }
        self._model.tell_old(self._was, differ)

    def _was(self, order_id: str, attribute: str) -> str | None:
        return self._known.get(order_id, {}).get(attribute)


def _old_texts(view: OrderView, zone: ZoneInfo) -> dict[str, str]:
    """Return what staged attributes were, as people read them; "" for nothing."""
    currency = view.order.currency
    found = {
        one.spec.attribute or key: shown_value(
            one.spec, one.staged.old, names=view.names, zone=zone, currency=currency
        )
        for key, one in editing_of(view).order.items()
        if one.staged is not None
    }
    if view.mirror is not None:
        found["total"] = format_money(view.mirror.total, view.mirror.currency)
        count = view.mirror.item_count
        found["items"] = "" if count is None else format_number(count)
    return found

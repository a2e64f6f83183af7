"""The call `manage_orders/find`: which orders, in which order, showing what."""

from collections.abc import Mapping

from orderdesk.sandbox.deconetwork.book import OrderBook
from orderdesk.sandbox.deconetwork.conditions import (
    Condition,
    Kind,
    Value,
    conditions_of,
    page_of,
)
from orderdesk.sandbox.deconetwork.forms import is_on, whole
from orderdesk.sandbox.deconetwork.looks import Look
from orderdesk.sandbox.deconetwork.orders import Order
from orderdesk.sandbox.deconetwork.refusals import BAD_PARAMETERS, Refusal, success
from orderdesk.sandbox.exchange import Reply
from orderdesk.sandbox.json_text import encode
from orderdesk.sandbox.switches import SwitchBoard

_NUMBER, _STATUS = 3, 4
_DEFAULT_SORT = 2
_DATES: Mapping[int, str] = {
    1: "date_ordered",
    2: "date_production_files_ready",
    5: "date_due",
    6: "date_shipped",
    7: "date_invoiced",
    8: "date_modified",
}
_SWAPPED = {6: 7, 7: 6}
_KINDS: Mapping[int, Kind] = {
    **dict.fromkeys(_DATES, Kind.DATE),
    _NUMBER: Kind.TEXT,
    _STATUS: Kind.NUMBER,
}
# The sort fields' numbers are not published; these follow what they sort by, as far as known.
_SORTS: Mapping[int, str] = {
    1: "date_ordered",
    2: "date_production_files_ready",
    3: "",
    4: "date_due",
    5: "date_shipped",
    6: "date_invoiced",
    7: "date_modified",
}


class Finder:
    """Answers finds over one order book."""

    def __init__(self, book: OrderBook, board: SwitchBoard) -> None:
        self._book = book
        self._board = board

    def find(self, fields: Mapping[str, str], origin: str, token: str) -> Reply:
        """Return the page of orders that is asked for.

        Raises:
            Refusal: for conditions, a page or a sort field that mean nothing.
        """
        conditions = conditions_of(fields, _KINDS, self._board)
        filtered = self._board["status_filter"] == "refused"
        if filtered and any(condition.field == _STATUS for condition in conditions):
            raise Refusal(BAD_PARAMETERS)
        offset, limit = page_of(fields, self._board)
        found = [
            order
            for order in self._book.all()
            if all(self._holds(condition, order) for condition in conditions)
        ]
        self._sort(found, fields)
        look = self._look(fields, origin, token)
        texts = [
            self._book.text(order, look[self._is_recorded(order)])
            for order in found[offset : offset + limit]
        ]
        status = encode(success(self._board))
        total = str(len(found)).encode()
        rows = b",".join(texts)
        return Reply(
            200, b'{"response_status":%b,"orders":[%b],"total":%b}' % (status, rows, total)
        )

    def _holds(self, condition: Condition, order: Order) -> bool:
        return condition.holds(self._value(condition.field, order))

    def _value(self, field: int, order: Order) -> Value:
        if field == _NUMBER:
            return order.id
        if field == _STATUS:
            return order.status
        if self._board["shipped_field"] == "7":
            field = _SWAPPED.get(field, field)
        return order.date(_DATES[field])

    def _sort(self, found: list[Order], fields: Mapping[str, str]) -> None:
        text = fields.get("sortby", "").strip()
        number = whole(text) if text else _DEFAULT_SORT
        name = _SORTS.get(-1 if number is None else number)
        if name is None:
            raise Refusal(BAD_PARAMETERS)
        backwards = self._board["sort_direction"] == "descending"
        if not name:
            found.sort(key=lambda order: order.id, reverse=backwards)
            return
        found.sort(key=lambda order: (order.date(name) or 0, order.id), reverse=backwards)

    def _is_recorded(self, order: Order) -> bool:
        shape = self._board["order_shape"]
        return (order.shape if shape == "mixed" else shape) == "recorded"

    def _look(self, fields: Mapping[str, str], origin: str, token: str) -> Mapping[bool, Look]:
        skipped = is_on(fields, "skip_login_token") and self._board["login_tokens"] != "always"
        purchases = is_on(fields, "include_po_data")
        return {
            recorded: Look(
                recorded,
                workflow=purchases or is_on(fields, "include_workflow_data"),
                purchases=purchases,
                shipments=is_on(fields, "include_shipments"),
                files=is_on(fields, "include_production_file_info"),
                origin=origin,
                token="" if skipped else token,
            )
            for recorded in (True, False)
        }

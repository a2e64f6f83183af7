"""Inventory levels: list, and update many at once."""

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.exchange import Reply, json_reply
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.orderspace import reading, shelf
from orderdesk.sandbox.orderspace.lifecycle import Stock
from orderdesk.sandbox.orderspace.paging import LARGEST_LIMIT, Filter, Kind, Pages
from orderdesk.sandbox.orderspace.refusals import BOTH_LEVELS, BadRequest, unprocessable
from orderdesk.sandbox.orderspace.routes import Call, Route
from orderdesk.sandbox.orderspace.shelf import Shelf, own_fields
from orderdesk.sandbox.switches import SwitchBoard

_FILTERS: list[Filter[Document]] = [
    Filter("created_since", Kind.SINCE, lambda level: reading.whole(level, shelf.CREATED)),
    Filter("updated_since", Kind.SINCE, lambda level: reading.whole(level, shelf.UPDATED)),
    Filter("product_id", Kind.ID, lambda level: reading.text(level, shelf.PRODUCT)),
    Filter("sku", Kind.TEXT, lambda level: reading.text(level, "sku")),
]


class StockCalls:
    """The calls below /inventory_levels."""

    def __init__(self, known: Shelf, clock: Clock, board: SwitchBoard) -> None:
        self._shelf = known
        self._stock = Stock(known, clock)
        self._pages = Pages(
            "inventory_level", lambda level: reading.text(level, "sku"), _FILTERS, board=board
        )

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/inventory_levels", self._list),
            Route("POST", "/inventory_levels", self._update),
        ]

    def _list(self, call: Call) -> Reply:
        levels = self._shelf.all(shelf.LEVELS)
        levels.sort(key=lambda level: reading.text(level, "sku"))
        page, more = self._pages.page(levels, call.params)
        return json_reply(
            {"inventory_levels": [own_fields(level) for level in page], "has_more": more}
        )

    def _update(self, call: Call) -> Reply:
        given = call.body().get("inventory_levels")
        if not isinstance(given, list):
            raise BadRequest
        if len(given) > LARGEST_LIMIT:
            raise unprocessable(f"No more than {LARGEST_LIMIT} inventory levels can be updated")
        sent = [one if isinstance(one, dict) else {} for one in given]
        for one in sent:
            self._check(one)
        changed: list[JsonValue] = []
        for one in sent:
            level = self._stock.set(
                reading.text(one, "sku"),
                on_hand=_count(one, "on_hand"),
                available=_count(one, "available"),
            )
            changed.append(own_fields(level or {}))
        return json_reply(
            {"inventory_levels": changed},
            action="stock",
            subject=",".join(reading.text(one, "sku") for one in sent),
        )

    def _check(self, sent: Document) -> None:
        sku = reading.text(sent, "sku")
        if "on_hand" in sent and "available" in sent:
            raise unprocessable(BOTH_LEVELS)
        if self._shelf.get(shelf.LEVELS, sku) is None:
            raise unprocessable(f"SKU '{sku}' does not match a product variant")
        if _count(sent, "on_hand") is None and _count(sent, "available") is None:
            raise unprocessable(f"SKU '{sku}' has neither On Hand nor Available")


def _count(sent: Document, name: str) -> int | None:
    value = reading.number(sent, name)
    return None if value is None else int(value)

"""The stock and product calls: what the site can print on, and how much of it there is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from orderdesk.sandbox.deconetwork import moments
from orderdesk.sandbox.deconetwork.conditions import Kind, Value, conditions_of, page_of
from orderdesk.sandbox.deconetwork.data.goods import BY_CODE, COLORS, GOODS, OPTIONS, Good
from orderdesk.sandbox.deconetwork.data.stock import Stock
from orderdesk.sandbox.deconetwork.orders import as_list, whole
from orderdesk.sandbox.deconetwork.refusals import (
    BAD_PARAMETERS,
    NO_PRODUCT,
    Refusal,
    success,
)
from orderdesk.sandbox.exchange import Reply, json_reply
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.storage import Storage
from orderdesk.sandbox.switches import SwitchBoard

_Row = TypeVar("_Row")
_MOST_IDS = 100
_RANGE_SINCE = 1_700_000_000
"""When the range was put together: products are older than any order."""
_STOCK_KINDS: Mapping[int, Kind] = {
    1: Kind.TEXT,
    2: Kind.TEXT,
    3: Kind.TEXT,
    4: Kind.NUMBER,
    5: Kind.DATE,
    6: Kind.NUMBER,
    7: Kind.TEXT,
}
_PRODUCT_KINDS: Mapping[int, Kind] = {number: _STOCK_KINDS[number] for number in range(1, 6)}


class Shelves:
    """Answers `manage_inventory/find`, `manage_products/find` and `manage_products/get`."""

    def __init__(self, storage: Storage, vendor: str, board: SwitchBoard) -> None:
        self._storage = storage
        self._kept = storage.collection(vendor, "stock")
        self._rows = [_stock(key, document) for key, document in self._kept.read()]
        self._board = board

    def fill(self, rows: Iterable[Stock]) -> None:
        """Replace every row."""
        self._rows = sorted(rows, key=lambda row: row.id)
        with self._storage.transaction():
            self._kept.clear()
            self._kept.put_all((str(row.id), row.document()) for row in self._rows)

    def inventory(self, fields: Mapping[str, str]) -> Reply:
        """Return the rows of stock that fulfil the conditions."""
        found, total = self._found(fields, self._rows, (_STOCK_KINDS, _stock_value))
        return self._listed("inventories", [_stock_shown(row) for row in found], total)

    def products(self, fields: Mapping[str, str]) -> Reply:
        """Return the products that fulfil the conditions."""
        found, total = self._found(fields, GOODS, (_PRODUCT_KINDS, _product_value))
        return self._listed("products", [_product_shown(good) for good in found], total)

    def product(self, fields: Mapping[str, str]) -> Reply:
        """Return one product by `id`, or several by `ids`.

        Raises:
            Refusal: 40004 when one is not there, 50005 when none is asked for or too many.
        """
        wanted = [one.strip() for one in fields.get("ids", fields.get("id", "")).split(",")]
        if not any(wanted) or len(wanted) > _MOST_IDS:
            raise Refusal(BAD_PARAMETERS)
        by_id = {str(good.id): good for good in GOODS}
        if not all(one in by_id for one in wanted):
            raise Refusal(NO_PRODUCT)
        shown: list[JsonValue] = [_product_shown(by_id[one]) for one in wanted]
        status: Document = {"response_status": success(self._board)}
        if "ids" in fields:
            return json_reply({**status, "products": shown})
        return json_reply({**status, "product": shown[0]})

    def _found(
        self,
        fields: Mapping[str, str],
        rows: Sequence[_Row],
        reading: tuple[Mapping[int, Kind], Callable[[_Row, int], Value]],
    ) -> tuple[Sequence[_Row], int]:
        kinds, value = reading
        conditions = conditions_of(fields, kinds, self._board)
        offset, limit = page_of(fields, self._board)
        found = [row for row in rows if all(one.holds(value(row, one.field)) for one in conditions)]
        return found[offset : offset + limit], len(found)

    def _listed(self, name: str, rows: list[Document], total: int) -> Reply:
        return json_reply({"response_status": success(self._board), name: [*rows], "total": total})


def _stock(key: str, document: Document) -> Stock:
    level, warn, reorder = (whole(one) for one in as_list(document["numbers"]))
    bought, made = (whole(one) for one in as_list(document["on_order"]))
    return Stock(
        id=int(key),
        product=str(document["product"]),
        option=whole(document["option"]),
        color=whole(document["color"]),
        tracked=document["tracked"] is True,
        level=level,
        warn=warn,
        reorder_to=reorder,
        on_order_po=bought,
        on_order_stock=made,
        modified=whole(document["modified"]),
    )


def _stock_value(row: Stock, field: int) -> Value:
    if field == 5:
        return row.modified
    if field == 6:
        return row.id
    if field == 7:
        return "1" if row.tracked else "0"
    return _product_value(BY_CODE[row.product], field)


def _product_value(good: Good, field: int) -> Value:
    values: Mapping[int, Value] = {1: good.code, 2: good.name, 3: good.supplier, 4: good.id}
    return values.get(field, _RANGE_SINCE + good.id % 1_000)


def _stock_shown(row: Stock) -> Document:
    good, option = BY_CODE[row.product], OPTIONS[row.option]
    sku = good.sku(row.option, row.color)
    return {
        "product_id": str(good.id),
        "product_code": good.code,
        "product_name": good.name,
        "supplier": good.supplier,
        "sku": sku,
        "vendor_sku": sku,
        "dn_sku_id": good.dn_sku(row.option, row.color),
        "dn_vsku_id": f"{row.id % 10_000}_{row.option}",
        "product_size": {
            "option_id": option.id,
            "name": option.name,
            "code": option.code,
            "sub_sizes": [],
        },
        "product_color": {"id": row.color, "name": COLORS[row.color].name},
        "inv_on": row.tracked,
        "inv_lvl": row.level,
        "inv_warn": row.warn,
        "inv_reorder_to": row.reorder_to,
        "inv_on_order_po": row.on_order_po,
        "inv_on_order_stk": row.on_order_stock,
        "inv_on_order_total": row.on_order_po + row.on_order_stock,
        "inv_last_modified": moments.documented(row.modified),
    }


def _product_shown(good: Good) -> Document:
    return {
        "product_id": good.id,
        "product_code": good.code,
        "product_name": good.name,
        "supplier": good.supplier,
        "price": good.price,
        "date_modified": moments.documented(_RANGE_SINCE + good.id % 1_000),
    }

"""How orders and items are shown: as the Orders page documents them, or as they were recorded."""

from collections.abc import Callable, Mapping

from orderdesk.sandbox.iqmetrix.enumerations import (
    ITEM_TYPES,
    ORDER_TYPES,
    STATUS_NAMES,
    ZERO_GUID,
)
from orderdesk.sandbox.iqmetrix.fields import ITEM_FIELDS, ORDER_FIELDS, Field, Kind
from orderdesk.sandbox.iqmetrix.moments import documented, recorded
from orderdesk.sandbox.iqmetrix.orders import Item, Order
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.switches import SwitchBoard

_ORDER = {field.name: field for field in ORDER_FIELDS}
_ITEM = {field.name: field for field in ITEM_FIELDS}


class Style:
    """One way of showing: the shape and how ItemTypeId is written."""

    def __init__(self, shape: str, type_id: str) -> None:
        """`shape` is documented or recorded; `type_id` string or number."""
        self.shape = shape
        self.type_id = type_id

    def order(self, order: Order, *, full: bool) -> Document:
        """Return the order, with its items when `full`."""
        if self.shape == "recorded":
            items: Document = {"Items": self.items(order)} if full else {}
            return items | self._fields(_order_values(order, recorded), _ORDER)
        shown = self._fields(_order_values(order, documented), _ORDER)
        if full:
            shown["Items"] = self.items(order)
        return shown

    def items(self, order: Order) -> list[JsonValue]:
        return [self.item(order, item) for item in order.items]

    def item(self, order: Order, item: Item) -> Document:
        values = _item_values(order, item)
        if self.type_id == "string":
            values["ItemTypeId"] = str(values["ItemTypeId"])
        return self._fields(values, _ITEM)

    def _fields(self, values: Document, known: Mapping[str, Field]) -> Document:
        """Take the fields of this shape, and whatever a colleague's hand has added beside them."""
        shown = {
            name: self._shown(field.kind, values.get(name))
            for name, field in known.items()
            if field.documented or self.shape == "recorded"
        }
        shown.update({name: value for name, value in values.items() if name not in known})
        return shown

    def _shown(self, kind: Kind, value: JsonValue) -> JsonValue:
        if value is not None or self.shape == "documented":
            return value
        if kind is Kind.GUID:
            return ZERO_GUID
        return 0 if kind in (Kind.WHOLE, Kind.DECIMAL) else None


def style(board: SwitchBoard, order: Order) -> Style:
    """How this order is shown as the switches stand."""
    shape = order.shape if board["shape"] == "mixed" else board["shape"]
    type_id = board["item_type_id"]
    if type_id == "by_shape":
        type_id = "string" if shape == "documented" else "number"
    return Style(shape, type_id)


def _order_values(order: Order, moment: Callable[[int], str]) -> Document:
    type_id = order.whole("OrderTypeId")
    return {
        **order.values,
        "Id": order.id,
        "CreatedDateUtc": moment(order.created),
        "OrderExpiryDate": moment(order.expires),
        "OrderType": ORDER_TYPES.get(type_id, str(type_id)),
        "PrintableId": order.printable_id,
        "State": order.state,
    }


def _item_values(order: Order, item: Item) -> Document:
    status = item.values.get("ItemStatusId")
    return {
        **item.values,
        "Id": item.id,
        "OrderId": order.id,
        "ItemType": ITEM_TYPES.get(item.type_id, str(item.type_id)),
        "ItemStatus": STATUS_NAMES.get(status if isinstance(status, int) else 0, str(status)),
    }

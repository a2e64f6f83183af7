"""A colleague's hand: looks at the true state of an order and changes it past every rule."""

from collections.abc import Mapping
from dataclasses import replace

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.iqmetrix import moments
from orderdesk.sandbox.iqmetrix.book import OrderBook
from orderdesk.sandbox.iqmetrix.enumerations import (
    CANCELLED,
    CANCELLED_STATUS,
    COMPLETED,
    ORDER_TYPES,
    PENDING,
    PROCESSED,
    PROCESSED_STATUS,
)
from orderdesk.sandbox.iqmetrix.fields import ORDER_FIELDS, SENT_ITEM_FIELDS, default
from orderdesk.sandbox.iqmetrix.order_service import with_statuses
from orderdesk.sandbox.iqmetrix.orders import Item, Order, expiry
from orderdesk.sandbox.iqmetrix.rules import next_index
from orderdesk.sandbox.iqmetrix.shapes import Style
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.vendors import UnknownOrder, WrongChange

_PARTS = {"set", "items", "add_items", "act"}
_ACTS = ("submit", "process", "complete", "cancel", "expire")
_DERIVED = {"Id", "OrderType"}
_EXTRAS = [field.name for field in ORDER_FIELDS if not field.documented]


class Colleague:
    """Reads and changes orders directly."""

    def __init__(self, book: OrderBook, clock: Clock) -> None:
        self._book = book
        self._clock = clock

    def _now(self) -> int:
        return moments.from_datetime(self._clock.now())

    def orders(self, conditions: Mapping[str, str]) -> list[Document]:
        """Short truths, newest first; conditions compare them as text, `limit` ends the list."""
        wanted = {name: value for name, value in conditions.items() if name != "limit"}
        limit = conditions.get("limit", "")
        found: list[Document] = []
        for order in self._book.of():
            if limit.isdigit() and len(found) >= int(limit):
                break
            short = self._short(order)
            if all(_text(short.get(name)) == value for name, value in wanted.items()):
                found.append(short)
        return found

    def order(self, key: str) -> Document:
        """Return the whole truth of one order, in every field that either shape shows."""
        order = self._get(key)
        full = Style("documented", "number").order(order, full=True)
        for name in _EXTRAS:
            full.setdefault(name, order.values.get(name))
        return {**self._short(order), "order": full}

    def change(self, key: str, change: Document) -> Document:
        """Set fields, change, add and delete items, and act, in this order.

        Raises:
            UnknownOrder: for an id that there is not.
            WrongChange: for a change that makes no sense; then nothing is changed.
        """
        unknown = change.keys() - _PARTS
        if unknown:
            raise WrongChange(
                f"There is no {', '.join(sorted(unknown))}; there are set, items, "
                "add_items and act."
            )
        order = self._set(self._get(key), _object(change, "set"))
        order = _with_items(order, _object(change, "items"))
        order = self._with_added(order, change.get("add_items"))
        order = self._acted(order, change.get("act"))
        self._book.change(order)
        return self.order(key)

    def remove(self, key: str) -> None:
        """Let an order vanish, as the vendor's own tools may."""
        self._book.remove(self._get(key))

    def _get(self, key: str) -> Order:
        order = self._book.get(key)
        if order is None:
            raise UnknownOrder(f"There is no order {key}.")
        return order

    def _short(self, order: Order) -> Document:
        type_id = order.whole("OrderTypeId")
        return {
            "id": order.id,
            "company": order.company,
            "state": order.state,
            "type": ORDER_TYPES.get(type_id, str(type_id)),
            "printable_id": order.printable_id,
            "name": order.values.get("Name"),
            "location": order.whole("EntityId"),
            "created": moments.documented(order.created),
            "expires": moments.documented(order.expires),
            "expired": order.is_expired(self._now()),
            "billing": order.guid("BillingCustomerId") is not None,
            "both_targets": order.has_both_targets,
            "items": len(order.items),
            "revision": order.revision,
        }

    def _set(self, order: Order, given: Document) -> Order:
        values: Document = {**order.values}
        changes: dict[str, str] = {}
        created, expires = order.created, None
        for name, value in given.items():
            match name:
                case "State":
                    changes["state"] = str(value)
                case "PrintableId":
                    changes["printable_id"] = str(value)
                case "CreatedDateUtc":
                    created = _moment(value)
                case "OrderExpiryDate":
                    expires = _moment(value)
                case _ if name in _DERIVED or name == "Items":
                    raise WrongChange(f"{name} cannot be set.")
                case _:
                    values[name] = value
        moved = created != order.created or "OrderExpiryHours" in given
        if expires is None:
            expires = expiry(created, values) if moved else order.expires
        order = replace(order, values=values, created=created, expires=expires)
        return replace(order, **changes)

    def _with_added(self, order: Order, given: JsonValue) -> Order:
        if given is None:
            return order
        if not isinstance(given, list):
            raise WrongChange("add_items is a list of items.")
        items = [*order.items]
        for one in given:
            if not isinstance(one, dict):
                raise WrongChange("An item is a JSON object.")
            values: Document = {field.name: default(field) for field in SENT_ITEM_FIELDS}
            values |= {"ItemTypeId": 2, "ItemStatusId": 9, "Index": next_index(items)}
            items.append(Item(self._book.new_id(), values | one))
        return replace(order, items=tuple(items))

    def _acted(self, order: Order, act: JsonValue) -> Order:
        match act:
            case None:
                return order
            case "submit":
                return replace(order, state=PENDING)
            case "process":
                return with_statuses(replace(order, state=PROCESSED), PROCESSED_STATUS)
            case "complete":
                if order.state != PROCESSED:
                    raise WrongChange(f"An order is completed when Processed, not {order.state}.")
                return replace(order, state=COMPLETED)
            case "cancel":
                return with_statuses(replace(order, state=CANCELLED), CANCELLED_STATUS)
            case "expire":
                return replace(order, expires=self._now() - moments.TICKS)
            case _:
                raise WrongChange(f"act is one of {', '.join(_ACTS)}.")


def _with_items(order: Order, given: Document) -> Order:
    """Change items by id; null deletes one."""
    items = {item.id: item for item in order.items}
    for key, change in given.items():
        item = items.get(key.lower())
        if item is None:
            raise WrongChange(f"The order has no item {key}.")
        if change is None:
            del items[item.id]
        elif isinstance(change, dict):
            items[item.id] = replace(item, values={**item.values, **change})
        else:
            raise WrongChange("An item is changed by a JSON object, or deleted by null.")
    return replace(order, items=tuple(items.values()))


def _object(change: Document, name: str) -> Document:
    value = change.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise WrongChange(f"{name} is a JSON object.")
    return value


def _moment(value: JsonValue) -> int:
    try:
        return moments.from_text(str(value))
    except ValueError as fault:
        raise WrongChange(str(fault)) from None


def _text(value: JsonValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

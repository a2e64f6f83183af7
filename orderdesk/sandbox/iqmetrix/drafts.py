"""From what a client sends to what the server keeps: new and changed headers and items."""

from collections.abc import Callable, Iterable, Mapping

from orderdesk.sandbox.iqmetrix.fields import (
    SENT_ITEM_FIELDS,
    SENT_ORDER_FIELDS,
    Field,
    default,
)
from orderdesk.sandbox.iqmetrix.forms import read
from orderdesk.sandbox.iqmetrix.orders import Item, Order
from orderdesk.sandbox.iqmetrix.refusals import Refusal, invalid
from orderdesk.sandbox.iqmetrix.rules import Rules, next_index
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.switches import SwitchBoard


class Drafts:
    """Reads and checks; nothing is kept here."""

    def __init__(self, rules: Rules, board: SwitchBoard, new_id: Callable[[], str]) -> None:
        self._rules = rules
        self._board = board
        self._new_id = new_id

    def new_header(self, body: Document, company: int) -> Document:
        """Return the values of a new order."""
        values = _complete(read(body, SENT_ORDER_FIELDS, "order"), SENT_ORDER_FIELDS)
        self._rules.check_header(values, company)
        return values

    def changed_header(self, order: Order, body: Document, *, shown_all: bool) -> Document:
        """Return the values of an order after a PUT; `shown_all`: every field had been shown."""
        given = read(body, SENT_ORDER_FIELDS, "order")
        values = self._merged(order.values, given, body, SENT_ORDER_FIELDS, shown_all=shown_all)
        self._rules.check_header(values, order.company)
        return values

    def new_items(self, body: Document) -> tuple[Item, ...]:
        """Return the items of a new order."""
        items: list[Item] = []
        for number, given in enumerate(_item_list(body)):
            values = self._item_values(given, f"order.Items[{number}]")
            items.append(Item(self._new_id(), _indexed(values, items)))
        self._rules.check_products(items)
        return tuple(items)

    def new_item(self, order: Order, body: Document) -> Item:
        """One more item for an order."""
        values = self._item_values(body, "item")
        item = Item(self._new_id(), _indexed(values, order.items))
        self._rules.check_products([*order.items, item])
        return item

    def changed_items(self, order: Order, body: Document, *, shown_all: bool) -> tuple[Item, ...]:
        """Return the items of an order after a PUT of the whole."""
        keeps = self._board["put_items_omitted"] == "kept"
        if body.get("Items") is None and keeps:
            return order.items
        before = {item.id: item for item in order.items}
        items: list[Item] = []
        for number, given in enumerate(_item_list(body)):
            prefix = f"order.Items[{number}]"
            old = self._old(order, before, given)
            if old is None:
                values = self._item_values(given, prefix)
                items.append(Item(self._new_id(), _indexed(values, [*order.items, *items])))
                continue
            del before[old.id]
            changed = self._merged(
                old.values,
                read(given, SENT_ITEM_FIELDS, prefix),
                given,
                SENT_ITEM_FIELDS,
                shown_all=shown_all,
            )
            self._rules.check_item(changed, prefix)
            items.append(Item(old.id, _indexed(changed, items)))
        if keeps:
            items.extend(before.values())
        self._rules.check_products(items)
        return tuple(items)

    def _old(self, order: Order, before: Mapping[str, Item], given: Document) -> Item | None:
        """Return the item that is meant, or None for a new one."""
        if given.get("OrderId") is not None:
            self._rules.check_same(order.id, given["OrderId"])
        key = given.get("Id")
        if key is None:
            return None
        old = before.get(str(key).lower())
        if old is None:
            raise Refusal(400, f"Item resource with id {key} cannot be found")
        return old

    def _item_values(self, given: Document, prefix: str) -> Document:
        values = _complete(read(given, SENT_ITEM_FIELDS, prefix), SENT_ITEM_FIELDS)
        self._rules.check_item(values, prefix)
        return values

    def _merged(
        self,
        before: Mapping[str, JsonValue],
        given: Document,
        body: Document,
        fields: Iterable[Field],
        *,
        shown_all: bool,
    ) -> Document:
        """Make the values after a PUT: given ones replace, omitted ones are cleared or kept.

        A field that the answers do not show is kept, as no client could have sent it back; one that
        a colleague's hand has added is stored when it comes back and goes the way of the others.
        """
        kept = self._board["put_omitted"] == "kept"
        values: Document = {}
        names: set[str] = set()
        for field in fields:
            names.add(field.name)
            if field.name in given:
                values[field.name] = given[field.name]
            elif kept or not (field.documented or shown_all):
                values[field.name] = before.get(field.name)
            values[field.name] = _settled(field, values.get(field.name))
        for name in before.keys() - names:
            if name in body:
                values[name] = body[name]
            elif kept:
                values[name] = before[name]
        return values


def _complete(given: Document, fields: Iterable[Field]) -> Document:
    return {field.name: _settled(field, given.get(field.name)) for field in fields}


def _settled(field: Field, value: JsonValue) -> JsonValue:
    """Return the value, or the default for none; 0 hours to live is none as well."""
    none = value is None or (value == 0 and field.name == "OrderExpiryHours")
    return default(field) if none else value


def _indexed(values: Document, items: Iterable[Item]) -> Document:
    if values.get("Index") is None:
        values["Index"] = next_index([*items])
    return values


def _item_list(body: Document) -> list[Document]:
    given = body.get("Items")
    if given is None:
        return []
    if not isinstance(given, list):
        raise invalid("order.Items", "Items must be an array.")
    items: list[Document] = []
    for number, item in enumerate(given):
        if not isinstance(item, dict):
            raise invalid(f"order.Items[{number}]", "An Item must be an object.")
        items.append(item)
    return items

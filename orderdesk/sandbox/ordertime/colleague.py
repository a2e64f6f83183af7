"""A colleague's hand: looks at the true state of an order and changes it past every rule."""

from collections.abc import Mapping
from decimal import Decimal

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.ordertime import moments, records
from orderdesk.sandbox.ordertime.fulfilment import extent, outstanding
from orderdesk.sandbox.ordertime.ledger import (
    MODIFIED,
    REVISION,
    Ledger,
    lines_of,
    ref_id,
    ref_name,
    whole,
)
from orderdesk.sandbox.ordertime.shapes import CARD, DETAILS, Shapes
from orderdesk.sandbox.ordertime.totals import total
from orderdesk.sandbox.vendors import UnknownOrder, WrongChange

_KIND = records.SALES_ORDER
_PARTS = {"set", "items", "add_items", "act"}
_ACTS = ("ship", "ship_part", "unship", "clear_lines")
_REFS = {
    "CustomerRef": records.CUSTOMER,
    "ShipToRef": records.ADDRESS,
    "StatusRef": records.DOC_STATUS,
    "LocationRef": records.LOCATION,
    "SalesRepRef": records.SALES_REP,
    "ShipMethodRef": records.SHIP_METHOD,
    "CurrencyRef": records.CURRENCY,
    "ItemRef": records.ITEM_ALL,
}
NEW = "new"
"""The key under which a change makes an order instead."""


class Colleague:
    """Reads and changes sales orders directly."""

    def __init__(self, ledger: Ledger, shapes: Shapes, clock: Clock) -> None:
        self._ledger = ledger
        self._shapes = shapes
        self._clock = clock

    def orders(self, conditions: Mapping[str, str]) -> list[Document]:
        """Short truths, newest first; conditions compare them as text, `limit` ends the list.

        Sales orders, or with `kind=ship_doc` the ship docs.
        """
        wanted = {name: value for name, value in conditions.items() if name != "limit"}
        limit = conditions.get("limit", "")
        found: list[Document] = []
        shipping = wanted.get("kind") == "ship_doc"
        for record in reversed(self._ledger.all(records.SHIP_DOC if shipping else _KIND)):
            if limit.isdigit() and len(found) >= int(limit):
                break
            short = _short_ship_doc(record) if shipping else self._short(record)
            if all(_text(short.get(name)) == value for name, value in wanted.items()):
                found.append(short)
        return found

    def order(self, key: str) -> Document:
        """Return the whole truth of one order, with its ship docs."""
        order = self._get(key)
        docs = self._ledger.ship_docs_of(whole(order["DocNo"]))
        return {
            **self._short(order),
            "order": self._shapes.record(_KIND, order, DETAILS),
            "ship_docs": [self._shapes.record(records.SHIP_DOC, doc, DETAILS) for doc in docs],
            "outstanding": {
                str(item): quantity for item, quantity in outstanding(self._ledger, order).items()
            },
        }

    def change(self, key: str, change: Document) -> Document:
        """Set fields, change, add and delete lines, and act, in this order; `new` makes one.

        Raises:
            UnknownOrder: for a number that there is not.
            WrongChange: for a change that makes no sense; then nothing is changed.
        """
        unknown = change.keys() - _PARTS
        if unknown:
            raise WrongChange(
                f"There is no {', '.join(sorted(unknown))}; there are set, items, "
                "add_items and act."
            )
        order = self._fresh() if key == NEW else {**self._get(key)}
        order |= self._values(_object(change, "set"))
        order["LineItems"] = [*self._lines(order, change)]
        order["TotalAmount"] = total(order)
        kept: Document = {name: value for name, value in order.items() if value is not None}
        act = change.get("act")
        if act not in (None, *_ACTS):
            raise WrongChange(f"act is one of {', '.join(_ACTS)}.")
        if act == "clear_lines":
            kept["LineItems"] = [{**line, "IsCleared": True} for line in lines_of(kept)]
        self._ledger.put(_KIND, kept, now=self._now())
        self._act(kept, act)
        return self.order(str(kept["DocNo"]))

    def remove(self, key: str) -> None:
        """Let an order vanish with its ship docs."""
        order = self._get(key)
        for document in self._ledger.ship_docs_of(whole(order["DocNo"])):
            self._ledger.remove(records.SHIP_DOC, whole(document["DocNo"]))
        self._ledger.remove(_KIND, whole(order["DocNo"]))

    def shift(self, first: Document, way: str) -> None:
        """Work on while somebody reads page after page: delete, touch or create, or be still."""
        key = str(first["DocNo"])
        match way:
            case "delete":
                self.remove(key)
            case "touch":
                self.change(key, {})
            case "create":
                self.change(NEW, {})
            case _:
                return

    def _now(self) -> int:
        return moments.micros(self._clock.now())

    def _get(self, key: str) -> Document:
        number = int(key) if key.isascii() and key.isdigit() and len(key) < 10 else 0
        order = self._ledger.one(_KIND, number)
        if order is None:
            raise UnknownOrder(f"There is no order {key}.")
        return order

    def _short(self, order: Document) -> Document:
        number = str(order["DocNo"])
        return {
            "id": number,
            "number": number,
            "kind": "sales_order",
            "state": ref_name(order.get("StatusRef")),
            "status_id": ref_id(order.get("StatusRef")) or None,
            "customer": ref_name(order.get("CustomerRef")),
            "customer_po": order.get("CustomerPO"),
            "total": str(order.get("TotalAmount")),
            "currency": ref_name(order.get("CurrencyRef")),
            "lines": len(lines_of(order)),
            "shipped": extent(self._ledger, order),
            "ship_docs": len(self._ledger.ship_docs_of(whole(order["DocNo"]))),
            "card": CARD in order,
            "modified": moments.aware(whole(order[MODIFIED])).isoformat(),
            "revision": order[REVISION],
        }

    def _fresh(self) -> Document:
        number = self._ledger.next_number(_KIND)
        customer = self._ledger.all(records.CUSTOMER)[0]
        address = self._ledger.addresses_of(whole(customer["Id"]))[0]
        today = moments.day_text(moments.local(self._now()).date())
        return {
            "Id": number * 3 + 7,
            "DocNo": number,
            "CustomerRef": {"Id": customer["Id"], "Name": customer["Name"]},
            "ShipToRef": {"Id": address["Id"], "Name": address["Name"]},
            "Date": today,
            "PromiseDate": today,
            "LineItems": [],
        }

    def _values(self, given: Document) -> Document:
        """Return what is set; a reference may be given by Id or by Name alone, or in full."""
        values: Document = {}
        for name, value in given.items():
            if name in ("DocNo", "Id", "LineItems") or name.startswith("_"):
                raise WrongChange(f"{name} cannot be set.")
            values[name] = self._ref(name, value) if name in _REFS else value
        return values

    def _ref(self, name: str, value: JsonValue) -> JsonValue:
        if not isinstance(value, dict) or {"Id", "Name"} <= value.keys():
            return value
        kind = _REFS[name]
        number, called = whole(value.get("Id")), str(value.get("Name"))
        found = self._ledger.one(kind, number) if number else self._ledger.named(kind, called)
        if found is None:
            raise WrongChange(f"There is no {name} {value}.")
        return {"Id": found["Id"], "Name": found["Name"]}

    def _lines(self, order: Document, change: Document) -> list[Document]:
        lines = {str(line["Id"]): line for line in lines_of(order)}
        for key, changed in _object(change, "items").items():
            if key not in lines:
                raise WrongChange(f"The order has no line {key}.")
            if changed is None:
                del lines[key]
            elif isinstance(changed, dict):
                lines[key] = {**lines[key], **changed}
            else:
                raise WrongChange("A line is changed by a JSON object, or deleted by null.")
        added = change.get("add_items")
        added = [] if added is None else added
        if not isinstance(added, list):
            raise WrongChange("add_items is a list of lines.")
        made = [*lines.values(), *(self._line(one) for one in added)]
        return [{**line, "LineNo": number} for number, line in enumerate(made, 1)]

    def _line(self, given: JsonValue) -> Document:
        if not isinstance(given, dict):
            raise WrongChange("A line is a JSON object.")
        item = self._ledger.all(records.ITEM_ALL)[0]
        line: Document = {
            "ItemRef": {"Id": item["Id"], "Name": item["Name"]},
            "Description": item["Description"],
            "Price": item["Price"],
            "Quantity": 1,
            "TranType": _KIND,
            **given,
        }
        line["ItemRef"] = self._ref("ItemRef", line["ItemRef"])
        return {"Id": self._ledger.next_line(), **line}

    def _act(self, order: Document, act: JsonValue) -> None:
        number = whole(order["DocNo"])
        if act == "unship":
            for document in self._ledger.ship_docs_of(number):
                self._ledger.remove(records.SHIP_DOC, whole(document["DocNo"]))
        elif act in ("ship", "ship_part"):
            rest = outstanding(self._ledger, order)
            if act == "ship_part":
                rest = dict([*rest.items()][:1])
                rest = {item: min(quantity, Decimal(1)) for item, quantity in rest.items()}
            if rest:
                self._ship(order, rest)

    def _ship(self, order: Document, quantities: Mapping[int, Decimal]) -> None:
        number = self._ledger.next_number(records.SHIP_DOC)
        lines: list[JsonValue] = []
        for item, quantity in quantities.items():
            line = next(one for one in lines_of(order) if ref_id(one["ItemRef"]) == item)
            lines.append(
                {
                    "Id": self._ledger.next_line(),
                    "LineNo": len(lines) + 1,
                    "ItemRef": line["ItemRef"],
                    "Description": line.get("Description"),
                    "Quantity": quantity,
                }
            )
        document: Document = {
            "Id": number * 3 + 11,
            "DocNo": number,
            "CustomerRef": order["CustomerRef"],
            "ShipToRef": order["ShipToRef"],
            "Date": moments.day_text(moments.local(self._now()).date()),
            "SONo": order["DocNo"],
            "LineItems": lines,
        }
        self._ledger.put(records.SHIP_DOC, document, now=self._now())


def _short_ship_doc(document: Document) -> Document:
    return {
        "id": str(document["DocNo"]),
        "number": str(document["DocNo"]),
        "kind": "ship_doc",
        "state": ref_name(document.get("StatusRef")),
        "order": str(document["SONo"]),
        "tracking": document.get("TrackingNo"),
        "lines": len(lines_of(document)),
        "revision": document[REVISION],
    }


def _object(change: Document, name: str) -> Document:
    value = change.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise WrongChange(f"{name} is a JSON object.")
    return value


def _text(value: JsonValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

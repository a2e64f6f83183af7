"""Ship docs, which fill sales orders, and their packages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.exchange import Reply, Request, json_reply
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.ordertime import moments, records
from orderdesk.sandbox.ordertime.access import READ, SHIPPING, Access
from orderdesk.sandbox.ordertime.drafts import sent_lines
from orderdesk.sandbox.ordertime.fields import SHIP_FIELDS, SHIP_LINE_FIELDS, Field
from orderdesk.sandbox.ordertime.forms import Form, merged, same
from orderdesk.sandbox.ordertime.fulfilment import ordered, outstanding
from orderdesk.sandbox.ordertime.ledger import Ledger, lines_of, ref_id, whole
from orderdesk.sandbox.ordertime.refusals import bad, not_found
from orderdesk.sandbox.ordertime.routes import Table, body_object, whole_parameter
from orderdesk.sandbox.ordertime.shapes import DETAILS, SHIP_LINE_TYPE, TYPE, Shapes
from orderdesk.sandbox.ordertime.totals import amount
from orderdesk.sandbox.switches import SwitchBoard

_KIND = records.SHIP_DOC
_DEFAULT_LOCATION = 1


@dataclass(slots=True)
class _Draft:
    """A ship doc that is being read."""

    form: Form
    values: Document
    order: Document


class ShipService:
    """Answers `/shipdoc` and `/package`."""

    def __init__(
        self, ledger: Ledger, shapes: Shapes, *, access: Access, clock: Clock, board: SwitchBoard
    ) -> None:
        self._ledger = ledger
        self._shapes = shapes
        self._access = access
        self._clock = clock
        self._board = board
        self.table: Table = {
            ("GET", "/shipdoc"): self._get,
            ("POST", "/shipdoc"): self._post,
            ("PUT", "/shipdoc"): self._put,
            ("DELETE", "/shipdoc"): self._delete,
            ("GET", "/package"): self._packages,
        }

    def _found(self, number: int) -> Document:
        document = self._ledger.one(_KIND, number)
        if document is None:
            raise not_found("Ship doc", number, self._board)
        return document

    def _get(self, request: Request) -> Reply:
        self._access.allow(READ)
        document = self._found(whole_parameter(request, "docNo"))
        return Reply(200, self._shapes.text(_KIND, document, DETAILS))

    def _packages(self, request: Request) -> Reply:
        self._access.allow(READ)
        document = self._found(whole_parameter(request, "docNo"))
        count = max(whole(document.get("TotalPackages")), 1)
        packages: list[JsonValue] = []
        for number in range(count):
            details: list[JsonValue] = [
                {"ItemRef": line["ItemRef"], "Quantity": line.get("Quantity")}
                for line in lines_of(document)[number::count]
            ]
            packages.append({"TrackingNo": document.get("TrackingNo"), "Details": details})
        return json_reply(packages)

    def _post(self, request: Request) -> Reply:
        self._access.allow(SHIPPING)
        body = body_object(request)
        draft = self._read(body)
        lines = self._lines(draft, sent_lines(body) or [])
        self._check_quantities(draft, lines)
        draft.form.check()
        number = self._ledger.next_number(_KIND)
        document: Document = {
            "Id": number * 3 + 11,
            "DocNo": number,
            "ShipToRef": draft.order["ShipToRef"],
            **draft.values,
            "LineItems": [*lines],
        }
        now = self._now()
        kept = self._ledger.put(_KIND, document, now=now)
        self._move(draft.order, lines, -1)
        text = self._shapes.text(_KIND, kept, DETAILS)
        return Reply(200, text, action="ship", subject=str(kept["SONo"]))

    def _read(self, body: Document) -> _Draft:
        form = Form(self._ledger)
        given = form.read(body, SHIP_FIELDS)
        form.require(given, SHIP_FIELDS, "")
        form.check()
        values: Document = {name: value for name, value in given.items() if value is not None}
        order = self._ledger.one(records.SALES_ORDER, whole(values["SONo"]))
        if order is None:
            form.find("SONo", "The sales order was not found.", values["SONo"])
        elif ref_id(order["CustomerRef"]) != ref_id(values["CustomerRef"]):
            form.find("CustomerRef", "The sales order is another customer's.", body)
        form.check()
        return _Draft(form, values, order or {})

    def _lines(self, draft: _Draft, sent: Sequence[Document]) -> list[Document]:
        """Return the lines, each with its item as the order describes it."""
        if not sent and self._board["ship_without_lines"] == "all":
            rest = outstanding(self._ledger, draft.order)
            sent = [
                {TYPE: SHIP_LINE_TYPE, "ItemRef": {"Id": item}, "Quantity": quantity}
                for item, quantity in rest.items()
            ]
        if not sent:
            draft.form.find("LineItems", "At least one line is required.")
        lines: list[Document] = []
        for number, body in enumerate(sent):
            lines.append(self._line(draft, body, f"LineItems[{number}].", len(lines) + 1))
        return lines

    def _line(self, draft: _Draft, body: Document, prefix: str, position: int) -> Document:
        tag = body.get(TYPE)
        if tag != SHIP_LINE_TYPE and (tag or self._board["ship_line_type"] == "required"):
            raise bad("The request is invalid: a line names no type of a ship doc's line.")
        values = draft.form.read(body, SHIP_LINE_FIELDS, prefix)
        draft.form.require(values, SHIP_LINE_FIELDS, prefix)
        item = ref_id(values.get("ItemRef"))
        of_order = (line for line in lines_of(draft.order) if ref_id(line["ItemRef"]) == item)
        meant = next(of_order, None)
        if meant is None:
            draft.form.find(f"{prefix}ItemRef", "The sales order has no such item.", item)
        elif values.get("Description") is None:
            values["Description"] = meant.get("Description")
        if values.get("Quantity") is not None and amount(values["Quantity"]) <= 0:
            draft.form.find(
                f"{prefix}Quantity", "Quantity must be more than 0.", values["Quantity"]
            )
        details = next((part for name, part in body.items() if name.lower() == "details"), None)
        line: Document = {
            "Id": self._ledger.next_line(),
            "LineNo": position,
            **values,
            "Details": details if isinstance(details, list) else None,
        }
        return {name: value for name, value in line.items() if value is not None}

    def _check_quantities(self, draft: _Draft, lines: Sequence[Document]) -> None:
        wanted = _by_item(lines)
        if self._board["overship"] == "refused":
            rest = outstanding(self._ledger, draft.order)
            known = {ref_id(line["ItemRef"]) for line in lines_of(draft.order)}
            for item, quantity in wanted.items():
                left = rest.get(item, Decimal(0))
                if item in known and quantity > left:
                    draft.form.find(
                        "LineItems.Quantity",
                        f"Only {left:f} are outstanding.",
                        quantity,
                    )
        if self._board["short_stock"] == "refused":
            for item, quantity in wanted.items():
                stock = self._stock(draft.order, item)
                there = amount(stock.get("OnHand")) if stock else Decimal(0)
                if stock is not None and quantity > there:
                    draft.form.find("LineItems.Quantity", f"Only {there:f} are in stock.", quantity)

    def _put(self, request: Request) -> Reply:
        self._access.allow(SHIPPING)
        body = body_object(request)
        number = whole(next((v for name, v in body.items() if name.lower() == "docno"), None))
        if not number:
            raise bad("DocNo is required.")
        document = self._found(number)
        customer = ref_id(document["CustomerRef"])
        form = Form(self._ledger, customer=customer, before=document)
        refuse = self._board["fixed_fields"] == "refused"
        given = form.read_change(body, SHIP_FIELDS, refuse=refuse)
        self._check_same_lines(form, document, sent_lines(body))
        form.check()
        changed = merged(document, given, SHIP_FIELDS, keep=self._board["lost_fields"] == "kept")
        kept = self._ledger.put(_KIND, changed, now=self._now())
        text = self._shapes.text(_KIND, kept, DETAILS)
        return Reply(200, text, action="edit_ship_doc", subject=str(number))

    def _check_same_lines(
        self, form: Form, document: Document, sent: Sequence[Document] | None
    ) -> None:
        """Note other lines than the ship doc has, which cannot change any more."""
        if sent is None or self._board["fixed_fields"] == "ignored":
            return
        fields: Sequence[Field] = SHIP_LINE_FIELDS
        reading = Form(self._ledger)
        lines = [reading.read(line, fields) for line in sent]
        if not same([*map(_gist, lines)], [*map(_gist, lines_of(document))]):
            form.find("LineItems", "LineItems cannot be changed.")

    def _delete(self, request: Request) -> Reply:
        self._access.allow(SHIPPING)
        number = whole_parameter(request, "docNo")
        document = self._found(number)
        self._ledger.remove(_KIND, number)
        order = self._ledger.one(records.SALES_ORDER, whole(document.get("SONo")))
        if order is not None:
            self._move(order, lines_of(document), 1)
        return json_reply(True, action="delete_ship_doc", subject=str(number))

    def _now(self) -> int:
        return moments.micros(self._clock.now())

    def _stock(self, order: Document, item: int) -> Document | None:
        location = ref_id(order.get("LocationRef")) or _DEFAULT_LOCATION
        for row in self._ledger.all(records.STOCK_BY_LOCATION):
            if ref_id(row["ItemRef"]) == item and ref_id(row["LocationRef"]) == location:
                return row
        return None

    def _move(self, order: Document, lines: Sequence[Document], sign: int) -> None:
        """Take what left out of stock, or put it back."""
        now = self._now()
        for item, quantity in _by_item(lines).items():
            row = self._stock(order, item)
            if row is not None:
                changed = {
                    name: amount(row.get(name)) + sign * quantity
                    for name in ("OnHand", "Available")
                }
                self._ledger.put(records.STOCK_BY_LOCATION, {**row, **changed}, now=now)
        if self._board["ship_touches"] == "touched":
            self._ledger.put(records.SALES_ORDER, order, now=now)


def _by_item(lines: Sequence[Document]) -> Mapping[int, Decimal]:
    return ordered({"LineItems": [*lines]})


def _gist(line: Document) -> JsonValue:
    return [ref_id(line.get("ItemRef")), amount(line.get("Quantity"))]

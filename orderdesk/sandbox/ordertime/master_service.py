"""Customers and part items, one at a time; lists of everything else are in `listing`."""

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.exchange import Reply, Request, json_reply
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.ordertime import moments, records
from orderdesk.sandbox.ordertime.access import MASTERS, READ, Access
from orderdesk.sandbox.ordertime.fields import (
    ADDRESS_PARTS,
    CUSTOMER_FIELDS,
    ITEM_FIELDS,
    Field,
)
from orderdesk.sandbox.ordertime.forms import Form, merged
from orderdesk.sandbox.ordertime.ledger import Ledger, ref_id, whole
from orderdesk.sandbox.ordertime.refusals import bad, invalid, not_found
from orderdesk.sandbox.ordertime.routes import Handler, Table, body_object, whole_parameter
from orderdesk.sandbox.ordertime.shapes import NO_LINES, Shapes
from orderdesk.sandbox.switches import SwitchBoard

_FIELDS: dict[int, tuple[tuple[Field, ...], str, str]] = {
    records.CUSTOMER: (CUSTOMER_FIELDS, "", "Customer"),
    records.ITEM_ALL: (ITEM_FIELDS, "item", "Item"),
}


class MasterService:
    """Answers `/customer` and `/partitem`."""

    def __init__(
        self, ledger: Ledger, shapes: Shapes, *, access: Access, clock: Clock, board: SwitchBoard
    ) -> None:
        self._ledger = ledger
        self._shapes = shapes
        self._access = access
        self._clock = clock
        self._board = board
        self.table: Table = {
            **self._calls("/customer", records.CUSTOMER),
            ("DELETE", "/customer"): self._delete_customer,
            **self._calls("/partitem", records.ITEM_ALL),
        }

    def _calls(self, path: str, kind: int) -> dict[tuple[str, str], Handler]:
        return {
            ("GET", path): lambda request: self._get(request, kind),
            ("POST", path): lambda request: self._post(request, kind),
            ("PUT", path): lambda request: self._put(request, kind),
        }

    def _found(self, kind: int, number: int) -> Document:
        record = self._ledger.one(kind, number)
        if record is None:
            raise not_found(_FIELDS[kind][2], number, self._board)
        return record

    def _get(self, request: Request, kind: int) -> Reply:
        self._access.allow(READ)
        record = self._found(kind, whole_parameter(request, "id"))
        return Reply(200, self._shapes.text(kind, record, NO_LINES))

    def _post(self, request: Request, kind: int) -> Reply:
        self._access.allow(MASTERS)
        fields, slots, _name = _FIELDS[kind]
        form = Form(self._ledger, slots)
        given = form.read(body_object(request), fields)
        form.require(given, fields, "")
        form.check()
        record = {name: value for name, value in given.items() if value is not None}
        record |= {"Id": self._ledger.next_number(kind), "IsActive": given.get("IsActive", True)}
        if kind == records.ITEM_ALL:
            record["_kind"] = "part"
        reply = self._kept(kind, record, "create_record")
        if kind == records.CUSTOMER:
            self._add_address(record)
        return reply

    def _add_address(self, customer: Document) -> None:
        """Give a new customer its primary address [inferred]."""
        sent = customer.get("PrimaryShipAddress", customer.get("BillAddress"))
        parts = sent if isinstance(sent, dict) else {}
        address: Document = {part: parts[part] for part in ADDRESS_PARTS if part in parts}
        address |= {
            "Id": self._ledger.next_number(records.ADDRESS),
            "Name": "Primary",
            "CustomerRef": {"Id": customer["Id"], "Name": customer["Name"]},
            "IsPrimary": True,
            "IsActive": True,
        }
        self._ledger.put(records.ADDRESS, address, now=self._now())

    def _put(self, request: Request, kind: int) -> Reply:
        self._access.allow(MASTERS)
        fields, slots, _name = _FIELDS[kind]
        body = body_object(request)
        number = whole(next((v for name, v in body.items() if name.lower() == "id"), None))
        if not number or request.params.get("id", str(number)) != str(number):
            raise bad("Id is required, and the same in the address and in the body.")
        record = self._found(kind, number)
        form = Form(self._ledger, slots, before=record)
        given = form.read(body, fields)
        changed = merged(record, given, fields, keep=self._board["lost_fields"] == "kept")
        form.require(changed, fields, "")
        form.check()
        return self._kept(kind, changed, "edit_record")

    def _delete_customer(self, request: Request) -> Reply:
        self._access.allow(MASTERS)
        number = whole_parameter(request, "id")
        self._found(records.CUSTOMER, number)
        for order in self._ledger.all(records.SALES_ORDER):
            if ref_id(order["CustomerRef"]) == number:
                raise invalid("Id", "The customer has sales orders and cannot be deleted.", number)
        for address in self._ledger.addresses_of(number):
            self._ledger.remove(records.ADDRESS, whole(address["Id"]))
        self._ledger.remove(records.CUSTOMER, number)
        return json_reply(True, action="delete_record", subject=str(number))

    def _kept(self, kind: int, record: Document, action: str) -> Reply:
        kept = self._ledger.put(kind, record, now=self._now())
        text = self._shapes.text(kind, kept, NO_LINES)
        return Reply(200, text, action=action, subject=str(kept["Id"]))

    def _now(self) -> int:
        return moments.micros(self._clock.now())

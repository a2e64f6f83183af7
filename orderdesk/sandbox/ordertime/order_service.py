"""Sales orders and their lines: reading, creating, replacing whole, deleting."""

from decimal import Decimal

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.exchange import Reply, Request, json_reply
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.ordertime import moments, records
from orderdesk.sandbox.ordertime.access import ORDERS, READ, Access
from orderdesk.sandbox.ordertime.drafts import Drafts
from orderdesk.sandbox.ordertime.forms import line_id
from orderdesk.sandbox.ordertime.fulfilment import shipped
from orderdesk.sandbox.ordertime.ledger import (
    CREATED,
    MODIFIED,
    REVISION,
    Ledger,
    lines_of,
    ref_id,
    ref_name,
    whole,
)
from orderdesk.sandbox.ordertime.refusals import Finding, Invalid, bad, invalid, not_found
from orderdesk.sandbox.ordertime.routes import Table, body_object, whole_parameter
from orderdesk.sandbox.ordertime.shapes import LINES, Shapes
from orderdesk.sandbox.ordertime.totals import amount
from orderdesk.sandbox.switches import SwitchBoard

_KIND = records.SALES_ORDER
_DERIVED = (MODIFIED, REVISION, CREATED)


class OrderService:
    """Answers `/salesorder` and `/salesorderlineitem`."""

    def __init__(
        self, ledger: Ledger, shapes: Shapes, *, access: Access, clock: Clock, board: SwitchBoard
    ) -> None:
        self._ledger = ledger
        self._shapes = shapes
        self._access = access
        self._clock = clock
        self._board = board
        self._drafts = Drafts(ledger, board)
        self.table: Table = {
            ("GET", "/salesorder"): self._get,
            ("POST", "/salesorder"): self._post,
            ("PUT", "/salesorder"): self._put,
            ("DELETE", "/salesorder"): self._delete,
            ("GET", "/salesorderlineitem"): self._get_line,
            ("POST", "/salesorderlineitem"): self._post_line,
            ("PUT", "/salesorderlineitem"): self._put_line,
            ("DELETE", "/salesorderlineitem"): self._delete_line,
        }

    def _order(self, number: int) -> Document:
        order = self._ledger.one(_KIND, number)
        if order is None:
            raise not_found("Sales order", number, self._board)
        return order

    def _get(self, request: Request) -> Reply:
        self._access.allow(READ)
        order = self._order(whole_parameter(request, "docNo"))
        return Reply(200, self._shapes.text(_KIND, order, LINES))

    def _post(self, request: Request) -> Reply:
        self._access.allow(ORDERS)
        draft = self._drafts.new_order(body_object(request))
        number = self._ledger.next_number(_KIND)
        return self._kept({"Id": number * 3 + 7, "DocNo": number, **draft}, "create")

    def _put(self, request: Request) -> Reply:
        self._access.allow(ORDERS)
        body = body_object(request)
        number = whole(next((v for name, v in body.items() if name.lower() == "docno"), None))
        if not number:
            raise bad("DocNo is required.")
        order = self._order(number)
        changed = self._drafts.changed_order(order, body)
        self._check_shipped(order, changed)
        return self._kept(changed, _act(order, changed))

    def _delete(self, request: Request) -> Reply:
        self._access.allow(ORDERS)
        number = whole_parameter(request, "docNo")
        order = self._order(number)
        docs = self._ledger.ship_docs_of(number)
        if docs and self._board["delete_shipped"] == "refused":
            raise invalid("DocNo", "The sales order has ship docs and cannot be deleted.", number)
        self._ledger.remove(_KIND, number)
        return json_reply(True, action="delete", subject=str(order["DocNo"]))

    def _get_line(self, request: Request) -> Reply:
        self._access.allow(READ)
        order = self._parent(request, {})
        number = whole_parameter(request, "lineId")
        return json_reply(self._shapes.order_line(self._line(order, number)))

    def _post_line(self, request: Request) -> Reply:
        self._access.allow(ORDERS)
        body = body_object(request)
        order = self._parent(request, {name.lower(): value for name, value in body.items()})
        changed, line = self._drafts.new_line(order, body)
        return self._kept_line(changed, line, "add_item")

    def _put_line(self, request: Request) -> Reply:
        self._access.allow(ORDERS)
        body = body_object(request)
        if not line_id(body):
            raise bad("Id is required.")
        order = self._order_of_line(line_id(body))
        changed, line = self._drafts.changed_line(order, body)
        self._check_shipped(order, changed)
        return self._kept_line(changed, line, "edit_item")

    def _delete_line(self, request: Request) -> Reply:
        self._access.allow(ORDERS)
        number = whole_parameter(request, "id")
        order = self._order_of_line(number)
        changed = self._drafts.without_line(order, number)
        self._check_shipped(order, changed)
        self._ledger.put(_KIND, changed, now=self._now())
        return json_reply(True, action="remove_item", subject=str(order["DocNo"]))

    def _now(self) -> int:
        return moments.micros(self._clock.now())

    def _kept(self, order: Document, action: str) -> Reply:
        kept = self._ledger.put(_KIND, order, now=self._now())
        text = self._shapes.text(_KIND, kept, LINES)
        return Reply(200, text, action=action, subject=str(kept["DocNo"]))

    def _kept_line(self, order: Document, line: Document, action: str) -> Reply:
        kept = self._ledger.put(_KIND, order, now=self._now())
        shown = self._shapes.order_line(line)
        return json_reply(shown, action=action, subject=str(kept["DocNo"]))

    def _parent(self, request: Request, body: Document) -> Document:
        """Return the order that a line belongs to; how POST names it is a switch."""
        where = self._board["line_parent"]
        if where != "query" and "docno" in body:
            kind = body.get("recordtype", body.get("trantype", _KIND))
            return self._typed_order(kind if isinstance(kind, int) else 0, whole(body["docno"]))
        if where == "body" and body:
            raise bad("DocNo is required.")
        kind = whole_parameter(request, "recordType")
        return self._typed_order(kind, whole_parameter(request, "docNo"))

    def _typed_order(self, kind: int, number: int) -> Document:
        if kind != _KIND:
            raise bad(f"RecordType {kind} is not valid.")
        return self._order(number)

    def _line(self, order: Document, number: int) -> Document:
        for line in lines_of(order):
            if line["Id"] == number:
                return line
        raise not_found("Line", number, self._board)

    def _order_of_line(self, number: int) -> Document:
        order = self._ledger.order_of_line(number)
        if order is None:
            raise not_found("Line", number, self._board)
        return order

    def _check_shipped(self, before: Document, after: Document) -> None:
        """Refuse to cut a line below what has been shipped of its item."""
        if self._board["shipped_lines"] == "accepted":
            return
        findings: list[Finding] = []
        for item, gone in shipped(self._ledger, before).items():
            wants = [_wanted(order, item) for order in (before, after)]
            if wants[1] < gone and wants[1] < wants[0]:
                text = f"{gone:f} of the item have been shipped."
                findings.append(Finding("LineItems.Quantity", text, f"{wants[1]:f}"))
        if findings:
            raise Invalid(findings)


def _wanted(order: Document, item: int) -> Decimal:
    lines = (line for line in lines_of(order) if ref_id(line.get("ItemRef")) == item)
    return sum((amount(line.get("Quantity")) for line in lines), Decimal(0))


def _act(before: Document, after: Document) -> str:
    """Say in one word what a PUT of the whole has done."""
    names = (before.keys() | after.keys()) - {*_DERIVED}
    changed = {name for name in names if before.get(name) != after.get(name)}
    same = ref_name(before.get("StatusRef")) == ref_name(after.get("StatusRef"))
    return "change_status" if changed == {"StatusRef"} and not same else "edit"

"""From what a client sends to what is kept: new and changed sales orders and lines."""

from collections.abc import Sequence

from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.ordertime import records
from orderdesk.sandbox.ordertime.fields import ADDRESS_PARTS, LINE_FIELDS, ORDER_FIELDS
from orderdesk.sandbox.ordertime.forms import Form, line_id, merged
from orderdesk.sandbox.ordertime.ledger import Ledger, lines_of, ref_id, ref_name
from orderdesk.sandbox.ordertime.refusals import bad
from orderdesk.sandbox.ordertime.shapes import ORDER_LINE_TYPE, TYPE
from orderdesk.sandbox.ordertime.totals import total
from orderdesk.sandbox.switches import SwitchBoard

_NOT_TYPED = (
    "Could not create an instance of type AOLib7.LineItem."
    " Type is an interface or abstract class and cannot be instantiated."
)


class Drafts:
    """Reads and checks; nothing is kept here."""

    def __init__(self, ledger: Ledger, board: SwitchBoard) -> None:
        self._ledger = ledger
        self._board = board

    def new_order(self, body: Document) -> Document:
        """Return a new order without its number."""
        form = Form(self._ledger, "order")
        values = form.read(body, ORDER_FIELDS)
        form.require(values, ORDER_FIELDS, "")
        lines = self._new_lines(form, sent_lines(body) or [])
        form.check()
        order: Document = {name: value for name, value in values.items() if value is not None}
        self._add_addresses(order)
        order["LineItems"] = [*lines]
        return self._completed(order)

    def changed_order(self, order: Document, body: Document) -> Document:
        """Return an order after a PUT of the whole."""
        customer = ref_id(order["CustomerRef"])
        form = Form(self._ledger, "order", customer=customer, before=order)
        refuse = self._board["fixed_fields"] == "refused"
        given = form.read_change(body, ORDER_FIELDS, refuse=refuse)
        keep = self._board["lost_fields"] == "kept"
        values = merged(order, given, ORDER_FIELDS, keep=keep)
        form.require(values, ORDER_FIELDS, "")
        self._check_status(form, order, values)
        sent = sent_lines(body)
        lines = lines_of(order)
        if sent is not None:
            lines = self._changed_lines(form, lines, sent)
        elif self._board["lost_line_items"] == "deleted":
            lines = []
        form.check()
        values["LineItems"] = [*_numbered(lines)]
        return self._completed(values)

    def new_line(self, order: Document, body: Document) -> tuple[Document, Document]:
        """Return the order with one more line, and that line."""
        form = Form(self._ledger, "line")
        if not self._is_typed(body):
            raise bad(_NOT_TYPED)
        line = self._line(form, body, "")
        form.check()
        lines = _numbered([*lines_of(order), line])
        return self._completed({**order, "LineItems": [*lines]}), lines[-1]

    def changed_line(self, order: Document, body: Document) -> tuple[Document, Document]:
        """Return the order with one line changed, and that line."""
        if not self._is_typed(body):
            raise bad(_NOT_TYPED)
        form = Form(self._ledger, "line")
        number = line_id(body)
        lines = [
            self._merged_line(form, line, body, "") if line["Id"] == number else line
            for line in lines_of(order)
        ]
        form.check()
        changed = next(line for line in lines if line["Id"] == number)
        return self._completed({**order, "LineItems": [*lines]}), changed

    def without_line(self, order: Document, number: int) -> Document:
        """Return the order without one of its lines; it may have been the last."""
        lines = [line for line in lines_of(order) if line["Id"] != number]
        return self._completed({**order, "LineItems": [*_numbered(lines)]})

    def _check_status(self, form: Form, order: Document, values: Document) -> None:
        before, after = order.get("StatusRef"), values.get("StatusRef")
        if self._board["status_rules"] == "any" or ref_id(before) == ref_id(after):
            return
        if ref_name(before) in ("Invoiced", "Cancelled"):
            form.find("StatusRef", f"Status cannot change from {ref_name(before)}.", after)

    def _new_lines(self, form: Form, sent: Sequence[Document]) -> list[Document]:
        lines: list[Document] = []
        for number, body in enumerate(sent):
            if self._takes(body):
                lines.append(self._line(_below(form), body, f"LineItems[{number}]."))
        return _numbered(lines)

    def _changed_lines(
        self, form: Form, lines: Sequence[Document], sent: Sequence[Document]
    ) -> list[Document]:
        before = {line_id(line): line for line in lines}
        made: list[Document] = []
        for number, body in enumerate(sent):
            if not self._takes(body):
                continue
            prefix, key = f"LineItems[{number}].", line_id(body)
            old = before.pop(key, None)
            if old is not None:
                made.append(self._merged_line(_below(form), old, body, prefix))
            elif key:
                form.find(f"{prefix}Id", "The order has no such line.", key)
            else:
                made.append(self._line(_below(form), body, prefix))
        if self._board["lost_lines"] == "kept":
            made.extend(before.values())
        return made

    def _line(self, form: Form, body: Document, prefix: str) -> Document:
        values = form.read(body, LINE_FIELDS, prefix)
        form.require(values, LINE_FIELDS, prefix)
        item = self._ledger.one(records.ITEM_ALL, ref_id(values.get("ItemRef"))) or {}
        values.setdefault("Description", item.get("Description"))
        line: Document = {
            "Id": self._ledger.next_line(),
            **values,
            "StdCost": item.get("StdCost"),
            "StdPrice": item.get("Price"),
            "TranType": records.SALES_ORDER,
        }
        return {name: value for name, value in line.items() if value is not None}

    def _merged_line(self, form: Form, old: Document, body: Document, prefix: str) -> Document:
        given = form.read(body, LINE_FIELDS, prefix)
        keep = self._board["lost_fields"] == "kept"
        values = merged(old, given, LINE_FIELDS, keep=keep)
        form.require(values, LINE_FIELDS, prefix)
        return values

    def _takes(self, body: Document) -> bool:
        """Tell whether a line is taken; raises `Refusal` (400) when its type must be named."""
        if self._is_typed(body):
            return True
        if self._board["line_without_type"] == "lost":
            return False
        raise bad(_NOT_TYPED)

    def _is_typed(self, body: Document) -> bool:
        if self._board["line_without_type"] == "accepted":
            return True
        first = self._board["type_position"] == "any" or next(iter(body), None) == TYPE
        return first and body.get(TYPE) == ORDER_LINE_TYPE

    def _add_addresses(self, order: Document) -> None:
        """Fill in the addresses that were not sent: the customer's own [inferred]."""
        number = ref_id(order["ShipToRef"])
        place = self._ledger.one(records.ADDRESS, number) or {}
        customer = self._ledger.one(records.CUSTOMER, ref_id(order["CustomerRef"])) or {}
        parts: Document = {part: place[part] for part in ADDRESS_PARTS if part in place}
        order.setdefault("ShipAddress", {**parts, "Name": customer.get("Name")})
        if customer.get("BillAddress") is not None:
            order.setdefault("BillAddress", customer["BillAddress"])

    def _completed(self, order: Document) -> Document:
        """Return the order with what the server derives."""
        tax = self._ledger.one(records.TAX_ITEM, ref_id(order.get("ItemSalesTaxRef")))
        order = {name: value for name, value in order.items() if name != "ItemSalesTaxRate"}
        if tax is not None:
            order["ItemSalesTaxRate"] = tax["Rate"]
        order["TotalAmount"] = total(order)
        return order


def sent_lines(body: Document) -> list[Document] | None:
    """Return the LineItems of a request; None when there are none at all, or null."""
    value = next((part for name, part in body.items() if name.lower() == "lineitems"), None)
    if value is None:
        return None
    if not isinstance(value, list):
        raise bad("The request is invalid: LineItems must be an array.")
    lines: list[Document] = []
    for line in value:
        if not isinstance(line, dict):
            raise bad("The request is invalid: a line must be an object.")
        lines.append(line)
    return lines


def _below(form: Form) -> Form:
    """Return a form for a line that notes what it finds in the order's."""
    return Form(form.ledger, "line", findings=form.findings)


def _numbered(lines: Sequence[Document]) -> list[Document]:
    return [{**line, "LineNo": number} for number, line in enumerate(lines, 1)]

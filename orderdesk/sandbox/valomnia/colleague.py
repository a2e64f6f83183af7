"""A colleague's hand: looks at the true state of an operation and changes it past every rule."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.switches import SwitchBoard
from orderdesk.sandbox.valomnia import moments
from orderdesk.sandbox.valomnia.book import OperationBook
from orderdesk.sandbox.valomnia.enumerations import (
    DELIVERED,
    NOT_PAID,
    ORDER,
    PAID,
    PENDING,
    REJECTED,
)
from orderdesk.sandbox.valomnia.links import Links
from orderdesk.sandbox.valomnia.masters import Masters
from orderdesk.sandbox.valomnia.operations import Line, Operation, Payment, decimal
from orderdesk.sandbox.valomnia.refusals import Refusal
from orderdesk.sandbox.valomnia.shapes import MOMENTS, Style, plain
from orderdesk.sandbox.vendors import UnknownOrder, WrongChange

NEW = "new"
"""The key under which a change creates an operation."""
_PARTS = {"set", "lines", "add_lines", "act"}
_ACTS = ("pay", "unpay", "deliver", "reject", "reopen", "assign", "unassign", "touch")
_CASH = 7


class Colleague:
    """Reads and changes operations directly."""

    def __init__(self, book: OperationBook, masters: Masters, board: SwitchBoard) -> None:
        self._book = book
        self._masters = masters
        self._style = Style(board, masters, Links("https://BASE_URL", "v1.0"))

    def orders(self, conditions: Mapping[str, str]) -> list[Document]:
        """Short truths by id; conditions compare them as text, `limit` ends the list."""
        wanted = {name: value for name, value in conditions.items() if name != "limit"}
        limit = conditions.get("limit", "")
        found: list[Document] = []
        for operation in self._book.all():
            if limit.isdigit() and len(found) >= int(limit):
                break
            short = self._short(operation)
            if all(_text(short.get(name)) == value for name, value in wanted.items()):
                found.append(short)
        return found

    def order(self, key: str) -> Document:
        """Return the whole truth of one operation, with its lines, payments and credits."""
        operation = self._get(key)
        return {
            **self._short(operation),
            "order": self._style.operation(operation, newer=True),
            "order_lines": [self._style.line(operation, line) for line in operation.lines],
            "order_payments": [self._style.payment(operation, one) for one in operation.payments],
            "order_credits": [
                {"prepaymentId": one.prepayment, "amount": plain(one.amount)}
                for one in operation.credits
            ],
        }

    def change(self, key: str, change: Document) -> Document:
        """Set fields, change, add and delete lines, and act, in this order.

        Under the key `new` an operation is created first. lastUpdated becomes the present moment,
        unless it is set.

        Raises:
            UnknownOrder: for an id that there is not.
            WrongChange: for a change that makes no sense; then nothing is changed.
        """
        unknown = change.keys() - _PARTS
        if unknown:
            raise WrongChange(
                f"There is no {', '.join(sorted(unknown))}; there are set, lines, "
                "add_lines and act."
            )
        given = _object(change, "set")
        operation = self._set(self._blank() if key == NEW else self._get(key), given)
        operation = self._with_lines(operation, _object(change, "lines"))
        operation = self._with_added(operation, change.get("add_lines"))
        operation = self._acted(operation, change.get("act"))
        self._book.put(operation, touched="lastUpdated" not in given)
        return self.order(str(operation.id))

    def remove(self, key: str) -> None:
        """Let an operation vanish, as the vendor's own tools may."""
        self._book.remove(self._get(key))

    def _get(self, key: str) -> Operation:
        operation = self._book.get(int(key)) if key.isascii() and key.isdigit() else None
        operation = operation or self._book.by_reference(key)
        if operation is None:
            raise UnknownOrder(f"There is no order {key}.")
        return operation

    def _blank(self) -> Operation:
        key, now = self._book.new_id(), self._book.now()
        values: Document = {
            **dict.fromkeys(
                ("total", "totalExclTax", "totalDiscounted", "shippingFee"), Decimal(0)
            ),
            "currency": "CAD",
            "exchangeRate": Decimal(1),
            "deliveryStatus": PENDING,
        }
        return Operation(key, ORDER, f"COLLEAGUE-{key}", NOT_PAID, 1, 1, now, now, values)

    def _short(self, operation: Operation) -> Document:
        customer = self._masters.one("customers", operation.customer)
        driver = operation.delivered_by
        return {
            "id": str(operation.id),
            "number": operation.reference,
            "kind": operation.kind,
            "state": operation.delivery,
            "payment": operation.status,
            "delivery": operation.delivery,
            "customer": customer["reference"],
            "customer_name": customer["name"],
            "employee": self._masters.one("employees", operation.user)["reference"],
            "assigned": None
            if driver is None
            else self._masters.one("employees", driver)["reference"],
            "total": plain(operation.total),
            "currency": operation.values.get("currency"),
            "created": moments.shown(operation.created),
            "updated": moments.shown(operation.updated),
            "lines": len(operation.lines),
            "payments": len(operation.payments),
            "credits": len(operation.credits),
            "revision": operation.revision,
        }

    def _set(self, operation: Operation, given: Document) -> Operation:
        for name, value in given.items():
            if name in MOMENTS:
                operation = _with(operation, **{name: None if value is None else _moment(value)})
            elif name in _FIELDS:
                number = Decimal(value) if isinstance(value, int) else value
                operation = _with(operation, **{name: number})
            else:
                operation = self._renamed(operation, name, value)
        return operation

    def _renamed(self, operation: Operation, name: str, value: JsonValue) -> Operation:
        match name:
            case "operationType":
                return replace(operation, kind=str(value))
            case "reference":
                return replace(operation, reference=str(value))
            case "status":
                return replace(operation, status=str(value))
            case "dateCreated":
                return replace(operation, created=_moment(value))
            case "lastUpdated":
                return replace(operation, updated=_moment(value))
            case "customerReference":
                return replace(operation, customer=self._who("customers", value))
            case "employeeReference":
                return replace(operation, user=self._who("employees", value))
            case _:
                raise WrongChange(f"{name} cannot be set.")

    def _who(self, kind: str, value: JsonValue) -> int:
        try:
            return self._masters.sent(kind, str(value), name="reference", external=True)
        except Refusal as refusal:
            raise WrongChange(refusal.description) from None

    def _with_lines(self, operation: Operation, given: Document) -> Operation:
        """Change lines by id; null deletes one."""
        lines = {str(line.id): line for line in operation.lines}
        for key, change in given.items():
            if key not in lines:
                raise WrongChange(f"The order has no line {key}.")
            if change is None:
                del lines[key]
            elif isinstance(change, dict):
                lines[key] = self._line(lines[key], change)
            else:
                raise WrongChange("A line is changed by a JSON object, or deleted by null.")
        return replace(operation, lines=tuple(lines.values()))

    def _with_added(self, operation: Operation, given: JsonValue) -> Operation:
        if given is None:
            return operation
        if not isinstance(given, list):
            raise WrongChange("add_lines is a list of lines.")
        lines = [*operation.lines]
        unit = self._masters.all("itemUnits")[0]
        item = self._masters.all("items")[0]
        for one in given:
            if not isinstance(one, dict):
                raise WrongChange("A line is a JSON object.")
            line = Line(
                self._book.new_line_id(),
                int(str(item["id"])),
                int(str(unit["id"])),
                Decimal(1),
                Decimal(10),
                Decimal(10),
            )
            lines.append(self._line(line, one))
        return replace(operation, lines=tuple(lines))

    def _line(self, line: Line, change: Document) -> Line:
        for name, value in change.items():
            match name:
                case "quantity":
                    line = replace(line, quantity=decimal(value))
                case "unitPrice":
                    line = replace(line, unit_price=decimal(value))
                case "finalPrice":
                    line = replace(line, final_price=decimal(value))
                case "comment":
                    line = replace(line, comment=None if value is None else str(value))
                case "type":
                    line = replace(line, type=str(value))
                case _:
                    raise WrongChange(f"{name} of a line cannot be set.")
        return line

    def _acted(self, operation: Operation, act: JsonValue) -> Operation:
        now = self._book.now()
        match act:
            case None | "touch":
                return operation
            case "pay":
                key = self._book.new_payment_id()
                payment = Payment(key, f"cash_{key}", _CASH, now, now, is_last=True)
                return replace(operation, status=PAID, payments=(*operation.payments, payment))
            case "unpay":
                return replace(operation, status=NOT_PAID, payments=())
            case "deliver":
                return _with(operation, deliveryStatus=DELIVERED, deliveredOn=now)
            case "reject":
                return _with(operation, deliveryStatus=REJECTED, deliveredOn=None)
            case "reopen":
                return _with(operation, deliveryStatus=PENDING, deliveredOn=None)
            case "assign":
                assigned = _with(operation, desiredDeliveryDate=now, assignmentDate=now)
                return replace(assigned, delivered_by=2)
            case "unassign":
                freed = _with(operation, desiredDeliveryDate=None, assignmentDate=None)
                return replace(freed, delivered_by=None)
            case _:
                raise WrongChange(f"act is one of {', '.join(_ACTS)}.")


_FIELDS = {
    "latitude",
    "longitude",
    "total",
    "totalExclTax",
    "totalDiscounted",
    "discount",
    "taxAmount",
    "shippingFee",
    "currency",
    "exchangeRate",
    "deliveryStatus",
    "deliveryComment",
    "deliveryCountry",
    "deliveryCity",
    "deliveryPostalCode",
    "deliveryAddress",
}


def _with(operation: Operation, **changes: JsonValue) -> Operation:
    return replace(operation, values={**operation.values, **changes})


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

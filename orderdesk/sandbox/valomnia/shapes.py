"""How operations, lines and payments are shown, in the order of the vendor's samples."""

from decimal import Decimal

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.switches import SwitchBoard
from orderdesk.sandbox.valomnia import moments
from orderdesk.sandbox.valomnia.links import ORGANIZATION, Links
from orderdesk.sandbox.valomnia.masters import Masters, brief
from orderdesk.sandbox.valomnia.operations import Line, Operation, Payment

MOMENTS = (
    "checkInDate",
    "dueDate",
    "deliveryDate",
    "desiredDeliveryDate",
    "deliveredOn",
    "assignmentDate",
)
"""The plain fields that are points in time."""


class Style:
    """One way of showing things."""

    def __init__(self, board: SwitchBoard, masters: Masters, links: Links) -> None:
        self._board = board
        self._masters = masters
        self._links = links

    @property
    def looks(self) -> str:
        """What a text that was made before must agree with."""
        return f"{self._board['operation_shape']} {self._links.style} {self._links.origin}"

    def operation(self, operation: Operation, *, newer: bool | None = None) -> Document:
        """Return an operation; `newer` overrides the switch."""
        if newer is None:
            shape = self._board["operation_shape"]
            newer = shape == "newer" or (shape == "mixed" and operation.newer)
        turn = operation.id
        return self._links.dressed(
            {
                "id": operation.id,
                "operationType": operation.kind,
                "reference": operation.reference,
                "status": operation.status,
                **_values(operation, _BEFORE),
                **self._payment_fields(operation, newer=newer),
                **_values(operation, ("dueDate",)),
                **self._customer(operation, newer=newer),
                **_values(operation, ("currency", "exchangeRate")),
                **self._user(operation.user),
                **_values(operation, _DELIVERY),
                "orderLines": [
                    {"id": line.id, "href": f"orderDetails/{line.id}"} for line in operation.lines
                ],
                "pdfUrl": self._pdf(operation),
                "organization": ORGANIZATION,
                "dateCreated": moments.shown(operation.created),
                "lastUpdated": moments.shown(operation.updated),
                "deliveredBy": self._driver(operation.delivered_by),
                **_values(operation, _AFTER),
            },
            turn,
        )

    def _payment_fields(self, operation: Operation, *, newer: bool) -> Document:
        last = operation.payments[-1] if operation.payments else None
        advances = [one.advance for one in operation.payments if one.advance is not None]
        shown: Document = {
            "paymentDate": None if last is None else moments.shown(last.date),
            "paymentTypeId": None if last is None else last.type,
            "paymentType": None if last is None else self._payment_type(last),
            "advanceAmount": plain(sum(advances, Decimal(0))) if advances else None,
            "orderPayments": [
                {
                    "id": one.id,
                    "reference": one.reference,
                    "href": f"orderPayments/{one.id}",
                }
                for one in operation.payments
            ],
        }
        if newer:
            shown["orderPrepayments"] = [
                brief(
                    self._masters.one("orderPrepayments", credit.prepayment),
                    "id",
                    "reference",
                    path="orderPrepayments",
                )
                for credit in operation.credits
            ]
        return shown

    def _customer(self, operation: Operation, *, newer: bool) -> Document:
        customer = self._masters.one("customers", operation.customer)
        names = ("id", "reference", "reference2", "name")
        if newer:
            names = (*names, "categoryReference")
        return {
            "customerReference": customer["reference"],
            "customer": brief(customer, *names, path="customers"),
        }

    def _user(self, key: int) -> Document:
        user = self._masters.one("employees", key)
        return {
            "employeeReference": user["reference"],
            "user": brief(user, "id", "reference", path="users"),
        }

    def _driver(self, key: int | None) -> Document | None:
        if key is None:
            return None
        return brief(self._masters.one("employees", key), "id", "reference", path="users")

    def _payment_type(self, payment: Payment) -> Document:
        kind = self._masters.one("paymentTypes", payment.type)
        return brief(kind, "id", "reference", "name", path="paymentTypes")

    def _pdf(self, operation: Operation) -> str | None:
        name = operation.values.get("pdf")
        return self._links.file(f"orderPDF/{name}") if isinstance(name, str) else None

    def line(self, operation: Operation, line: Line) -> Document:
        item = self._masters.one("items", line.item)
        unit = self._masters.one("itemUnits", line.unit)
        return self._links.dressed(
            {
                "id": line.id,
                "operationType": operation.kind,
                "orderReference": operation.reference,
                "order": _order(operation),
                "itemReference": item["reference"],
                "unitReference": unit["unitReference"],
                "item": brief(item, "id", "reference", "name", path="items"),
                "unit": unit["unit"],
                "discount": plain(line.discount),
                "customerDiscount": None,
                "finalPrice": plain(line.final_price),
                "unitPrice": plain(line.unit_price),
                "tax": plain(line.tax),
                "quantity": plain(line.quantity),
                "type": line.type,
                "comment": line.comment,
                "soldSerialNumbers": None,
                "organization": ORGANIZATION,
                "dateCreated": moments.shown(operation.created),
                "lastUpdated": moments.shown(operation.created),
            },
            operation.id,
        )

    def payment(self, operation: Operation, payment: Payment) -> Document:
        underscores = self._board["payment_dates"] == "underscores"
        written = moments.underscored if underscores else moments.shown
        kind = self._masters.one("paymentTypes", payment.type)
        image = payment.cheque_image
        return self._links.dressed(
            {
                "id": payment.id,
                "reference": payment.reference,
                "orderReference": operation.reference,
                "order": {
                    "id": operation.id,
                    "reference": operation.reference,
                    "customerReference": self._masters.one("customers", operation.customer)[
                        "reference"
                    ],
                    "userReference": self._masters.one("employees", operation.user)["reference"],
                    "href": f"orders/{operation.id}",
                },
                "advanceAmount": None if payment.advance is None else plain(payment.advance),
                "paymentDate": written(payment.date),
                "isLast": payment.is_last,
                "paymentTypeReference": kind["reference"],
                "paymentType": self._payment_type(payment),
                "bank": payment.bank,
                "chequeNumber": payment.cheque_number,
                "desiredPaymentDate": None if payment.desired is None else written(payment.desired),
                "chequeImage": None if image is None else f"chequeImage/{image}",
                "dateCreated": written(payment.created),
                "lastUpdated": written(payment.created),
            },
            operation.id,
        )


_BEFORE = (
    "latitude",
    "longitude",
    "checkInDate",
    "total",
    "totalExclTax",
    "totalDiscounted",
    "discount",
    "taxAmount",
    "shippingFee",
)
_DELIVERY = (
    "deliveryStatus",
    "deliveryDate",
    "deliveryComment",
    "deliveryCountry",
    "deliveryCity",
    "deliveryPostalCode",
    "deliveryAddress",
)
_AFTER = ("desiredDeliveryDate", "deliveredOn", "assignmentDate")


def _order(operation: Operation) -> Document:
    return {
        "id": operation.id,
        "reference": operation.reference,
        "href": f"orders/{operation.id}",
    }


def _values(operation: Operation, names: tuple[str, ...]) -> Document:
    return {name: _value(name, operation.values.get(name)) for name in names}


def _value(name: str, value: JsonValue) -> JsonValue:
    if isinstance(value, int) and name in MOMENTS:
        return moments.shown(value)
    return plain(value) if isinstance(value, Decimal) else value


def plain(number: Decimal) -> int | Decimal:
    """Return a number without zeros at its end: 1572 and 26.2, as the samples have them."""
    if number == number.to_integral_value():
        return int(number)
    return Decimal(format(number.normalize(), "f"))

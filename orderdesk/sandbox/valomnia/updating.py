"""Updates of an operation: its payment status with payments or prepayments, and its delivery."""

from dataclasses import dataclass, replace
from decimal import Decimal

from orderdesk.sandbox.exchange import Request
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.switches import SwitchBoard
from orderdesk.sandbox.valomnia.book import OperationBook
from orderdesk.sandbox.valomnia.creation import country, line_number
from orderdesk.sandbox.valomnia.enumerations import (
    ADVANCE,
    APPLIED,
    CHEQUE,
    DELIVERED,
    DELIVERY_STATES,
    ORDER,
    PAID,
    PAYMENT_STATES,
    PENDING,
    UNAPPLIED,
)
from orderdesk.sandbox.valomnia.forms import Form, moment, read_form
from orderdesk.sandbox.valomnia.masters import CREDITED, Masters
from orderdesk.sandbox.valomnia.operations import Credit, Operation, Payment, decimal
from orderdesk.sandbox.valomnia.refusals import invalid_param

_TEXTS = ("deliveryComment", "deliveryCity", "deliveryPostalCode", "deliveryAddress")
_DETAILS = (*_TEXTS, "deliveryCountry", "deliveryStatus")
_PAYMENTS = "orderPayments"
_CREDITS = "prepaymentPayment"


@dataclass(frozen=True, slots=True)
class Update:
    """A changed operation, what was done in one word, and the prepayments that were used."""

    operation: Operation
    action: str
    prepayments: tuple[Document, ...] = ()


class Updating:
    """Changes an operation as a client asks."""

    def __init__(self, book: OperationBook, masters: Masters, board: SwitchBoard) -> None:
        self._book = book
        self._masters = masters
        self._board = board

    def made(self, operation: Operation, request: Request) -> Update:
        """Return the operation as it will be, not kept yet.

        Raises:
            Refusal: 400 for parameters that are missing, unknown or wrong, 404 for a prepayment
                or a kind of payment that there is not.
        """
        form = read_form(request)
        self._check_names(form)
        form.needed(["status"])
        if form.text("id") not in (None, str(operation.id)):
            raise invalid_param("id")
        status = form.one_of("status", PAYMENT_STATES) or ""
        payments = self._payments(form, operation, status)
        credited = self._credits(form, operation)
        self._check_status(operation, status, pays=bool(payments or credited))
        if self._board["delivery_date"] == "mandatory" and operation.kind == ORDER:
            form.needed(["deliveryDate"])
        values = self._delivery(form, operation)
        action = _action(operation, values, pays=bool(payments), uses=bool(credited))
        changed = replace(
            operation,
            status=status,
            values=values,
            payments=(*operation.payments, *payments),
            credits=(*operation.credits, *(credit for credit, _document in credited)),
        )
        return Update(changed, action, tuple(document for _credit, document in credited))

    def _check_names(self, form: Form) -> None:
        names = ["id", "status", "deliveryDate", _PAYMENTS]
        if self._board["prepayment_parameter"] == _CREDITS:
            names.append(_CREDITS)
        if self._board["delivery_details"] == "taken":
            names += _DETAILS
        form.known(names, form.files)

    def _check_status(self, operation: Operation, status: str, *, pays: bool) -> None:
        if status == ADVANCE and self._board["partial_payment"] == "refused":
            raise invalid_param("status")
        if operation.status == PAID != status and self._board["payment_back"] == "refused":
            raise invalid_param("status")
        same = status == operation.status and self._board["settled_edit"] == "accepted"
        if status in (ADVANCE, PAID) and not pays and not same:
            raise invalid_param(_PAYMENTS)

    def _payments(self, form: Form, operation: Operation, status: str) -> list[Payment]:
        rows = form.objects(_PAYMENTS)
        if self._board["prepayment_parameter"] == _PAYMENTS:
            rows = [row for row in rows if "prepaymentId" not in row]
        known = {payment.reference for payment in operation.payments}
        payments: list[Payment] = []
        for row in rows:
            reference = _text(row, "paymentReference")
            if reference in known and self._board["same_payment"] == "refused":
                raise invalid_param("paymentReference")
            if reference in known and self._board["same_payment"] == "kept":
                continue
            last = status == PAID and row is rows[-1]
            payments.append(self._payment(form, row, advance=status == ADVANCE, last=last))
            known.add(reference)
        return payments

    def _payment(self, form: Form, row: Document, *, advance: bool, last: bool) -> Payment:
        kind = self._masters.by_id(
            "paymentTypes", _text(row, "paymentTypeId"), name="paymentTypeId"
        )
        amount = line_number(row, "advanceAmount")
        if advance and (amount is None or amount <= 0):
            raise invalid_param("advanceAmount")
        desired = _text(row, "desiredPaymentDate", needed=False)
        image = _text(row, "chequeImage", needed=False)
        bank = _text(row, "bank", needed=False) or None
        if image and image not in form.files:
            raise invalid_param("chequeImage")
        if kind["reference"] == CHEQUE and self._board["cheque_fields"] == "required":
            sent = {"bank": bank, "desiredPaymentDate": desired, "chequeImage": image}
            missing = [name for name, value in sent.items() if not value]
            if missing:
                raise invalid_param(*missing)
        number = _text(row, "chequeNumber", needed=False) or None
        key = self._book.new_payment_id()
        return Payment(
            id=key,
            reference=_text(row, "paymentReference"),
            type=int(str(kind["id"])),
            date=moment(_text(row, "paymentDate")),
            created=self._book.now(),
            advance=amount,
            is_last=last,
            bank=bank,
            cheque_number=number if self._board["cheque_number"] == "taken" else None,
            cheque_image=f"{key}.png" if image else None,
            desired=moment(desired) if desired else None,
        )

    def _credits(self, form: Form, operation: Operation) -> list[tuple[Credit, Document]]:
        name = self._board["prepayment_parameter"]
        rows = [row for row in form.objects(name) if name == _CREDITS or "prepaymentId" in row]
        if rows and operation.kind != ORDER:
            raise invalid_param(name)
        credited: list[tuple[Credit, Document]] = []
        for row in rows:
            key = _text(row, "prepaymentId")
            before = self._masters.by_id("orderPrepayments", key, name="prepaymentId")
            before = next((d for _c, d in credited if d["id"] == before["id"]), before)
            credited.append(_credit(before, row, operation))
        return credited

    def _delivery(self, form: Form, operation: Operation) -> Document:
        values: Document = {**operation.values}
        if "deliveryDate" in form.values:
            values["deliveryDate"] = form.moment("deliveryDate")
        values |= {name: form.text(name) for name in _TEXTS if name in form.values}
        if "deliveryCountry" in form.values:
            values["deliveryCountry"] = country(form, "deliveryCountry")
        status = form.one_of("deliveryStatus", DELIVERY_STATES)
        if status is not None and status != operation.delivery:
            settled = operation.delivery not in (None, PENDING)
            if settled and self._board["delivery_back"] == "refused":
                raise invalid_param("deliveryStatus")
            values["deliveryStatus"] = status
            values["deliveredOn"] = self._book.now() if status == DELIVERED else None
        return values


def _credit(before: Document, row: Document, operation: Operation) -> tuple[Credit, Document]:
    """Use a part of a prepayment, which must be the customer's own and be enough."""
    amount = line_number(row, "amountToCredit")
    customer = before["customer"]
    owner = customer["id"] if isinstance(customer, dict) else None
    if owner != operation.customer:
        raise invalid_param("prepaymentId")
    used = decimal(before.get(CREDITED)) + (amount or Decimal(0))
    if amount is None or amount <= 0 or used > decimal(before["total"]):
        raise invalid_param("amountToCredit")
    status = APPLIED if used == decimal(before["total"]) else UNAPPLIED
    after: Document = {**before, CREDITED: used, "status": status}
    return Credit(int(str(before["id"])), amount), after


def _text(row: Document, name: str, *, needed: bool = True) -> str:
    value = row.get(name)
    text = "" if value is None else str(value).strip()
    if needed and not text:
        raise invalid_param(name)
    return text


def _action(operation: Operation, values: Document, *, pays: bool, uses: bool) -> str:
    if pays:
        return "pay"
    if uses:
        return "credit"
    if values.get("deliveryStatus") != operation.delivery:
        return "deliver" if values.get("deliveryStatus") == DELIVERED else "reject"
    return "update"

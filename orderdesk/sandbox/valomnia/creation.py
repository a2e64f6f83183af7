"""New operations: which parameters there are, which are needed, and what their values may be."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import cast

from orderdesk.sandbox.exchange import Request
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.switches import SwitchBoard
from orderdesk.sandbox.valomnia.book import OperationBook
from orderdesk.sandbox.valomnia.enumerations import (
    ADVANCE,
    DELIVERED,
    DELIVERY,
    DELIVERY_STATES,
    KINDS,
    ORDER,
    PAYMENT_STATES,
    PENDING,
)
from orderdesk.sandbox.valomnia.forms import Form, read_form
from orderdesk.sandbox.valomnia.masters import Masters
from orderdesk.sandbox.valomnia.operations import Line, Operation
from orderdesk.sandbox.valomnia.refusals import invalid_param, wrong_type

_NEEDED = ("reference", "operationType", "status", "customerId", "total", "totalExclTax")
_NUMBERS = (
    "total",
    "totalExclTax",
    "totalDiscounted",
    "discount",
    "taxAmount",
    "exchangeRate",
    "latitude",
    "longitude",
)
_MOMENTS = ("deliveryDate", "dueDate", "checkInDate", "desiredDeliveryDate")
_ADDRESSES = ("Country", "City", "PostalCode", "Address")
_TEXTS = (
    "deliveryComment",
    *(f"{kind}{part}" for kind in ("billing", "delivery") for part in _ADDRESSES),
)
PARAMETERS = (
    *_NEEDED,
    *_NUMBERS,
    *_MOMENTS,
    *_TEXTS,
    "currency",
    "deliveredBy",
    "deliveryStatus",
    "orderLines",
    "useExternalId",
    "userId",
)
_CURRENCY = "CAD"
_PDF_LIMIT = 10 * 1024 * 1024


class Creation:
    """Makes an operation of what a client sends; its totals are the caller's."""

    def __init__(self, book: OperationBook, masters: Masters, board: SwitchBoard) -> None:
        self._book = book
        self._masters = masters
        self._board = board

    def made(self, request: Request, user: int) -> Operation:
        """Return the new operation, not kept yet; `user` is who is signed in.

        Raises:
            Refusal: 400 for parameters that are missing, unknown or wrong, 404 for who or what
                there is not.
        """
        form = read_form(request)
        form.known(PARAMETERS, ("pdfFile",))
        kind = form.one_of("operationType", KINDS)
        form.needed(self._needed(kind))
        status = form.one_of("status", PAYMENT_STATES) or ""
        self._check_rights(form, status)
        reference = form.text("reference") or ""
        if self._board["duplicate_reference"] == "refused" and self._book.by_reference(reference):
            raise invalid_param("reference")
        external = form.flag("useExternalId")
        customer = self._masters.sent(
            "customers", form.text("customerId") or "", name="customerId", external=external
        )
        if (
            self._board["on_hold"] == "refused"
            and self._masters.one("customers", customer)["onHold"]
        ):
            raise invalid_param("customerId")
        driver = self._person(form, "deliveredBy", external=external)
        lines = self._lines(form, external=external)
        now = self._book.now()
        return Operation(
            id=self._book.new_id(),
            kind=kind or "",
            reference=reference,
            status=status,
            customer=customer,
            user=self._person(form, "userId", external=external) or user,
            created=now,
            updated=now,
            values=self._values(form, kind or "", reference, assigned=driver is not None),
            delivered_by=driver,
            lines=lines,
            newer=self._board["operation_shape"] == "newer",
        )

    def _needed(self, kind: str | None) -> list[str]:
        needed = [*_NEEDED]
        if self._board["total_discounted"] == "required":
            needed.append("totalDiscounted")
        if self._board["order_lines"] == "required":
            needed.append("orderLines")
        if self._board["delivery_date"] == "mandatory" and kind == ORDER:
            needed.append("deliveryDate")
        who = self._board["delivered_by"]
        if who == "always" or (who == "delivery" and kind == DELIVERY):
            needed.append("deliveredBy")
        return needed

    def _check_rights(self, form: Form, status: str) -> None:
        if status == ADVANCE and self._board["partial_payment"] == "refused":
            raise invalid_param("status")
        if form.number("discount") and self._board["percent_discount"] == "refused":
            raise invalid_param("discount")

    def _person(self, form: Form, name: str, *, external: bool) -> int | None:
        text = form.text(name)
        if text is None:
            return None
        return self._masters.sent("employees", text, name=name, external=external)

    def _values(self, form: Form, kind: str, reference: str, *, assigned: bool) -> Document:
        values: Document = {name: form.number(name) for name in _NUMBERS}
        values |= {name: form.moment(name) for name in _MOMENTS}
        values |= {name: form.text(name) for name in _TEXTS}
        for name in ("billingCountry", "deliveryCountry"):
            values[name] = country(form, name)
        if values["totalDiscounted"] is None:
            values["totalDiscounted"] = values["totalExclTax"]
        values["currency"] = _currency(form)
        values["exchangeRate"] = values["exchangeRate"] or Decimal(1)
        values["shippingFee"] = Decimal(0)
        delivery = form.one_of("deliveryStatus", DELIVERY_STATES) or PENDING
        now = self._book.now()
        values["deliveryStatus"] = delivery
        values["deliveredOn"] = now if delivery == DELIVERED else None
        values["assignmentDate"] = now if assigned else None
        values["pdf"] = _pdf(form, f"{kind.lower()}_{self._book.now()}_{len(reference)}")
        return values

    def _lines(self, form: Form, *, external: bool) -> tuple[Line, ...]:
        rows = form.objects("orderLines")
        if not rows and self._board["order_lines"] == "required":
            raise invalid_param("orderLines")
        return tuple(self._line(row, external=external) for row in rows)

    def _line(self, row: Document, *, external: bool) -> Line:
        item = self._item(row.get("id"), external=external)
        quantity = line_number(row, "quantity")
        final, price = line_number(row, "finalPrice"), line_number(row, "unitPrice")
        if quantity is None or quantity <= 0 or final is None:
            raise invalid_param("orderLines")
        return Line(
            id=self._book.new_line_id(),
            item=item,
            unit=self._unit(row.get("itemUnitId"), item),
            quantity=quantity,
            unit_price=final / quantity if price is None else price,
            final_price=final,
            tax=line_number(row, "tax") or Decimal(0),
        )

    def _item(self, given: JsonValue, *, external: bool) -> int:
        text = "" if given is None else str(given).strip()
        if not text:
            raise invalid_param("orderLines")
        # A client that sets useExternalId still sends the item's number here.
        by_reference = external and not text.isdigit()
        return self._masters.sent("items", text, name="orderLines", external=by_reference)

    def _unit(self, given: JsonValue, item: int) -> int:
        own = [unit for unit in self._masters.all("itemUnits") if _item_of(unit) == item]
        if given in (None, ""):
            return next(int(str(unit["id"])) for unit in own if unit["isDefault"])
        found = next((unit for unit in own if str(unit["id"]) == str(given)), None)
        if found is None:
            raise invalid_param("orderLines")
        return int(str(found["id"]))


def _item_of(unit: Document) -> JsonValue:
    item = unit["item"]
    return item["id"] if isinstance(item, dict) else None


def line_number(row: Document, name: str) -> Decimal | None:
    """Return a number of a row in JSON, given as a number or as its digits; raises `Refusal`."""
    value = row.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise wrong_type(name)
    return Form({name: format(value, "f") if isinstance(value, Decimal) else str(value)}).number(
        name
    )


def country(form: Form, name: str) -> str | None:
    """Return the ISO code of a country that was sent as such or by its English name."""
    text = form.text(name)
    if text is None or text.upper() in _countries().values():
        return text and text.upper()
    code = _countries().get(text.casefold())
    if code is None:
        raise invalid_param(name)
    return code


@cache
def _countries() -> dict[str, str]:
    from babel import Locale

    names = cast("Mapping[str, str]", Locale("en").territories)
    return {
        name.casefold(): code for code, name in names.items() if len(code) == 2 and code.isalpha()
    }


def _currency(form: Form) -> str:
    text = (form.text("currency") or _CURRENCY).upper()
    if not (len(text) == 3 and text.isascii() and text.isalpha()):
        raise invalid_param("currency")
    return text


def _pdf(form: Form, name: str) -> str | None:
    file = form.files.get("pdfFile")
    if file is None:
        return None
    if len(file.content) >= _PDF_LIMIT:
        raise invalid_param("pdfFile")
    return f"{name}.pdf"

"""Reading a new order from a request: its header, its lines, and every fault of them."""

from dataclasses import replace
from decimal import Decimal

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.orderspace import keys, pricing, reading, shelf
from orderdesk.sandbox.orderspace.book import Book
from orderdesk.sandbox.orderspace.moments import is_day
from orderdesk.sandbox.orderspace.orders import Line
from orderdesk.sandbox.orderspace.refusals import invalid, unprocessable
from orderdesk.sandbox.orderspace.shapes import ADDRESS
from orderdesk.sandbox.orderspace.shelf import Shelf
from orderdesk.sandbox.switches import SwitchBoard

_TEXTS = ("reference", "internal_note", "customer_po_number", "customer_note")


class Drafts:
    """Reads orders; what a request may not set is left out, as if it were not there."""

    def __init__(self, known: Shelf, book: Book, board: SwitchBoard) -> None:
        self._shelf = known
        self._book = book
        self._board = board

    def header(self, customer: Document, body: Document, lines: tuple[Line, ...]) -> Document:
        """Return the values of a new order's header; raises `Refusal`."""
        day = reading.optional_text(body, "delivery_date")
        if day is not None and not is_day(day):
            raise invalid(["Delivery date is invalid"])
        charge = next((line.name for line in lines if line.shipping), "")
        return {
            "company_name": customer["company_name"],
            "phone": customer["phone"],
            "email_addresses": customer["email_addresses"],
            "created_by": None,
            "delivery_date": day,
            **{name: reading.text(body, name) for name in _TEXTS},
            "standing_order_id": None,
            "shipping_type": charge,
            "shipping_address": self._address(customer, body, "shipping_address"),
            "billing_address": self._address(customer, body, "billing_address"),
        }

    def _address(self, customer: Document, body: Document, name: str) -> JsonValue:
        given = body.get(name)
        if isinstance(given, dict):
            return address(given)
        known = reading.objects(customer, "addresses")
        if known and self._board["no_address"] == "customer":
            return address(known[-1] if name == "billing_address" else known[0])
        return address({})

    def lines(self, customer: Document, body: Document, today: str) -> tuple[Line, ...]:
        """Return the lines of a new order; raises `Refusal`."""
        given = reading.values(body, "order_lines")
        if not given and self._board["empty_order"] == "refused":
            raise invalid(["Order lines can't be blank"])
        made: list[Line] = []
        gone: list[str] = []
        faults: list[str] = []
        for place, one in enumerate(given):
            sent = one if isinstance(one, dict) else {}
            where = f"order_lines[{place}]"
            sku = reading.text(sent, "sku")
            if sku and not self._is_sold(sku):
                gone.append(f"{sku} - No longer available")
                continue
            line = self._product(customer, sent, today) if sku else self._custom(customer, sent)
            faults += self._faults(sent, line, where)
            made.append(line)
        if gone:
            raise unprocessable(",".join(gone))
        if faults:
            raise invalid(faults)
        self._check_limits(customer, made)
        return tuple(made)

    def _is_sold(self, sku: str) -> bool:
        found = self._shelf.variant(sku)
        return found is not None and reading.flag(found[0], "active")

    def _product(self, customer: Document, sent: Document, today: str) -> Line:
        sku = reading.text(sent, "sku")
        found = self._shelf.variant(sku)
        product, variant = found if found is not None else ({}, {})
        price = pricing.price_for(self._shelf, customer, variant)
        if self._board["price_override"] == "accepted":
            price = reading.number(sent, "unit_price") or price
        tax = pricing.tax_for(self._shelf, customer, reading.text(variant, "tax_rate_id"))
        window = pricing.open_window(self._shelf, product, today)
        return Line(
            id=self._book.new_key(keys.ORDER_LINE),
            sku=sku,
            name=reading.text(product, "name"),
            options=pricing.options_of(variant),
            quantity=reading.quantity(sent) or 0,
            unit_price=price,
            tax_id=tax.id,
            tax_name=tax.name,
            tax_rate=tax.rate,
            category=reading.text(product, "grouping_category_id"),
            window=window,
            on_hold=bool(window),
        )

    def _custom(self, customer: Document, sent: Document) -> Line:
        """Read a line written by hand or a shipping charge, of which there is always one."""
        shipping = reading.flag(sent, "shipping")
        tax = pricing.tax_named(self._shelf, reading.text(sent, "tax_rate_id"))
        tax = tax or pricing.tax_for(self._shelf, customer)
        return Line(
            id=self._book.new_key(keys.ORDER_LINE),
            sku="",
            name=reading.text(sent, "name"),
            options="",
            quantity=1 if shipping else reading.quantity(sent) or 0,
            unit_price=reading.number(sent, "unit_price") or Decimal(0),
            tax_id=tax.id,
            tax_name=tax.name,
            tax_rate=tax.rate,
            shipping=shipping,
        )

    def _faults(self, sent: Document, line: Line, where: str) -> list[str]:
        faults: list[str] = []
        if line.quantity <= 0:
            faults.append(f"{where} Quantity must be greater than 0")
        if line.sku:
            if "unit_price" in sent and self._board["price_override"] == "refused":
                faults.append(f"{where} Unit price can not be set for a product")
            return faults
        if not line.name.strip():
            faults.append(f"{where} Name can't be blank")
        price = reading.number(sent, "unit_price")
        if price is None or price < 0:
            faults.append(f"{where} Unit price is not a number")
        tax_id = reading.text(sent, "tax_rate_id")
        if tax_id and pricing.tax_named(self._shelf, tax_id) is None:
            faults.append(f"{where} Tax rate is invalid")
        return faults

    def _check_limits(self, customer: Document, lines: list[Line]) -> None:
        if self._board["order_limits"] == "ignored":
            return
        faults = [fault for line in lines if (fault := self._limit_fault(line))]
        spent = sum((line.sub_total for line in lines if not line.shipping), Decimal(0))
        least = reading.exact(customer, "minimum_spend")
        if spent < least:
            faults.append(f"The minimum spend is {least}")
        if faults:
            raise invalid(faults)

    def _limit_fault(self, line: Line) -> str | None:
        found = self._shelf.variant(line.sku)
        if found is None:
            return None
        variant = found[1]
        least, step = reading.whole(variant, "minimum"), reading.whole(variant, "multiple")
        if line.quantity < least:
            return f"{line.sku} - Minimum quantity is {least}"
        if step and line.quantity % step:
            return f"{line.sku} - Quantity must be a multiple of {step}"
        level = self._shelf.get(shelf.LEVELS, line.sku)
        left = reading.whole(level or {}, "available")
        if not line.is_held and not reading.flag(variant, "backorder") and line.quantity > left:
            return f"{line.sku} - Only {left} available"
        return None


def address(given: Document) -> Document:
    """Return the eight fields of an address; what is not there is empty."""
    return {name: reading.text(given, name) for name in ADDRESS}


def with_hold(line: Line, held: bool) -> Line:
    """Return the line on hold, or released for good from hold and preorder window."""
    return replace(line, on_hold=held, window=line.window if held else "")

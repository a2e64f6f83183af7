"""How records are shown, field by field, as the profile and the other switches have it."""

from collections.abc import Mapping

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.orderspace import moments, reading, shelf
from orderdesk.sandbox.orderspace.book import Book
from orderdesk.sandbox.orderspace.money import figure
from orderdesk.sandbox.orderspace.orders import Line, Order
from orderdesk.sandbox.orderspace.papers import Dispatch, Entry, Invoice
from orderdesk.sandbox.orderspace.shelf import Shelf, own_fields
from orderdesk.sandbox.switches import SwitchBoard

ADDRESS = (
    "company_name",
    "contact_name",
    "line1",
    "line2",
    "city",
    "state",
    "postal_code",
    "country",
)
HEADER = (
    "company_name",
    "phone",
    "email_addresses",
    "created_by",
    "delivery_date",
    "reference",
    "internal_note",
    "customer_po_number",
    "customer_note",
    "standing_order_id",
    "shipping_type",
    "shipping_address",
    "billing_address",
)
"""What an order's `values` hold, in the order of the samples."""
_NEWER_DISPATCH = (
    "customer_note",
    "customer_po_number",
    "shipping_type",
    "shipping_address",
    "email_address",
    "phone",
)
_OLDER_CUSTOMER = ("internal_note",)
_OLDER_PRODUCT = ("images",)


class Shapes:
    """Shows records."""

    def __init__(self, known: Shelf, book: Book, board: SwitchBoard) -> None:
        self._shelf = known
        self._book = book
        self._board = board

    @property
    def _older(self) -> bool:
        return self._board["profile"] == "older"

    def order(self, order: Order) -> Document:
        """Return an order with its lines."""
        header = {name: order.values.get(name) for name in HEADER}
        extras = {name: value for name, value in order.values.items() if name not in header}
        self._settle_header(header)
        shown: Document = {
            "id": order.id,
            "number": self.number(order.number),
            "created": moments.shown(order.created),
            "status": order.status,
            "customer_id": order.customer_id,
            **header,
            "order_lines": [self._line(line) for line in order.lines],
            "currency": order.currency,
            "net_total": figure(order.net_total),
            "gross_total": figure(order.gross_total),
        }
        return shown | extras

    def number(self, number: int) -> JsonValue:
        """Return an order's number in the type that the switch says."""
        return str(number) if self._board["order_number"] == "text" else number

    def _settle_header(self, header: Document) -> None:
        if header["delivery_date"] is None:
            if self._board["no_delivery_date"] == "empty":
                header["delivery_date"] = ""
            elif self._board["no_delivery_date"] == "absent":
                del header["delivery_date"]
        if self._board["standing_orders"] == "off":
            del header["standing_order_id"]
        if self._older:
            del header["created_by"]

    def _line(self, line: Line) -> Document:
        shown: Document = {
            "id": line.id,
            "sku": line.sku,
            "name": line.name,
            "options": line.options,
        }
        if line.category and self._board["grouping"] == "on":
            shown["grouping_category"] = {
                "id": line.category,
                "name": self._shelf.name_of(shelf.CATEGORIES, line.category),
            }
        shown |= {
            "shipping": line.shipping,
            "quantity": line.quantity,
            "unit_price": figure(line.unit_price),
            "sub_total": figure(line.sub_total),
            "tax_rate_id": line.tax_id,
            "tax_name": line.tax_name,
            "tax_rate": figure(line.tax_rate),
            "tax_amount": figure(line.tax_amount),
            "preorder_window_id": line.window,
            "on_hold": line.on_hold,
            "invoiced": line.invoiced,
            "paid": line.paid,
            "dispatched": line.dispatched,
        }
        if self._older:
            del shown["tax_rate_id"], shown["preorder_window_id"]
        return shown | {**line.extras}

    def dispatch(self, dispatch: Dispatch) -> Document:
        """Return a dispatch with its lines."""
        order_number = reading.whole(dispatch.values, "order_number")
        shown: Document = {
            "id": dispatch.id,
            "order_id": dispatch.order_id,
            "order_number": self.number(order_number),
            "created": moments.shown(dispatch.created),
            "comments": dispatch.values.get("comments"),
        }
        if not self._older:
            shown |= {name: dispatch.values.get(name) for name in _NEWER_DISPATCH}
        shown["dispatch_lines"] = [self._dispatch_line(line) for line in dispatch.lines]
        return shown

    def _dispatch_line(self, line: Entry) -> Document:
        names: Document = {"name": line.name, "options": line.options}
        return {
            "order_line_id": line.line_id,
            "sku": line.sku,
            **({} if self._older else names),
            "quantity": line.quantity,
        }

    def invoice(self, invoice: Invoice) -> Document:
        """Return an invoice with its lines and payments."""
        values = invoice.values
        shown: Document = {
            "id": invoice.id,
            "number": invoice.number,
            "invoice_date": values.get("invoice_date"),
            "customer_id": invoice.customer_id,
            "company_name": values.get("company_name"),
            "email_address": values.get("email_address"),
            "orders": [
                {"id": key, "number": self._number_of(values, key)} for key in invoice.order_ids
            ],
            "payment_terms": values.get("payment_terms"),
            "due_date": values.get("due_date"),
            "paid": invoice.paid,
            "proforma": values.get("proforma"),
            "deposit": values.get("deposit"),
            "comments": values.get("comments"),
            "address": values.get("address"),
            "invoice_lines": [self._invoice_line(line) for line in invoice.lines],
            "currency": invoice.currency,
            "net_total": figure(invoice.net_total),
            "gross_total": figure(invoice.gross_total),
            "payments": values.get("payments"),
        }
        if shown["deposit"] is None and self._board["no_deposit"] == "absent":
            del shown["deposit"]
        return shown

    def _number_of(self, values: Document, order_id: str) -> JsonValue:
        """Return an order's number, which the invoice remembers when the order is gone."""
        order = self._book.orders.get(order_id)
        if order is not None:
            return self.number(order.number)
        return self.number(reading.whole(reading.inner(values, "numbers"), order_id))

    def _invoice_line(self, line: Entry) -> Document:
        shown: Document = {
            "sku": line.sku,
            "name": line.name,
            "options": line.options,
            "quantity": line.quantity,
            "unit_price": figure(line.unit_price),
            "sub_total": figure(line.sub_total),
            "tax_rate": figure(line.tax_rate),
            "tax_amount": figure(line.tax_amount),
        }
        if not self._older:
            shown["order_line_id"] = line.line_id or None
        return shown

    def customer(self, customer: Mapping[str, JsonValue]) -> Document:
        """Return a customer."""
        shown = own_fields(customer)
        created = moments.shown(reading.whole({**customer}, shelf.CREATED))
        placed = self._board["customer_time"]
        renamed: Document = {}
        for name, value in shown.items():
            renamed[name] = value
            if name == "company_name":
                renamed[placed] = created
        return self._without(renamed, _OLDER_CUSTOMER)

    def product(self, product: Mapping[str, JsonValue]) -> Document:
        """Return a product with its variants and the names of its categories."""
        shown = own_fields(product)
        shown["categories"] = [
            {"id": key, "name": self._shelf.name_of(shelf.CATEGORIES, key)}
            for key in reading.texts(shown, "categories")
        ]
        return self._without(shown, _OLDER_PRODUCT)

    def category(self, category: Mapping[str, JsonValue]) -> Document:
        """Return a category with the names of its products."""
        shown = own_fields(category)
        shown["products"] = [
            {
                "product_id": reading.text(product, "id"),
                "product_name": reading.text(product, "name"),
            }
            for product in self._shelf.all(shelf.PRODUCTS)
            if reading.text(shown, "id") in reading.texts(product, "categories")
        ]
        return self._without(shown, ("products",))

    def window(self, window: Mapping[str, JsonValue]) -> Document:
        """Return a preorder window with its categories."""
        shown = own_fields(window)
        shown["categories"] = [
            {"id": key, "name": self._shelf.name_of(shelf.CATEGORIES, key)}
            for key in reading.texts(shown, "categories")
        ]
        return shown

    def terms(self, terms: Mapping[str, JsonValue]) -> Document:
        """Return payment terms, with the misspelling of the sample if that is chosen."""
        name = self._board["deposit_name"]
        return {
            name if field == "deposit_percentage" else field: value
            for field, value in own_fields(terms).items()
        }

    def _without(self, shown: Document, newer: tuple[str, ...]) -> Document:
        if self._older:
            for name in newer:
                shown.pop(name, None)
        return shown

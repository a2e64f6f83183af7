"""The vendor's payloads as they come over the wire, read tolerantly; what is unknown is kept."""

# Tolerant of what recorded answers and samples show: "" and null for none, numbers as text,
# fields that older answers lack, order numbers as numbers or text.

from typing import Annotated

from pydantic import Field, PlainValidator

from orderdesk.connectors.payloads import Count, Moment, Number, Payload, Text, read_payload
from orderdesk.connectors.values import read_text, sample


def _read_id(value: object) -> str:
    text = read_text(value)
    if text is None or not text.strip():
        raise ValueError("is missing")
    if not text.isascii() or any(mark in text for mark in "/?#% \t\n"):
        raise ValueError(f"is “{sample(value)}”, which is no id")
    return text


def _read_word(value: object) -> str:
    text = read_text(value)
    if text is None or not text.strip():
        raise ValueError("is missing")
    return text


def _read_flag(value: object) -> bool:
    if value is None or value == "":
        return False
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.casefold() in {"true", "false"}:
        return value.casefold() == "true"
    raise ValueError(f"is “{sample(value)}”, which is neither true nor false")


Id = Annotated[str, PlainValidator(_read_id)]
Word = Annotated[str, PlainValidator(_read_word)]
Flag = Annotated[bool, PlainValidator(_read_flag)]


class Address(Payload):
    """Where to ship to, or whom to bill."""

    company_name: Text = None
    contact_name: Text = None
    line1: Text = None
    line2: Text = None
    city: Text = None
    state: Text = None
    postal_code: Text = None
    country: Text = None


class EmailAddresses(Payload):
    """Who gets which e-mails; several addresses are split by commas."""

    orders: Text = None
    dispatches: Text = None
    invoices: Text = None


class Category(Payload):
    """The category by which a line is grouped, where the site does that."""

    id: Text = None
    name: Text = None


class LinePayload(Payload):
    """A line of an order: a product, a custom line or a shipping charge."""

    id: Id
    sku: Text = None
    name: Text = None
    options: Text = None
    grouping_category: Category | None = None
    shipping: Flag = False
    quantity: Count = None
    unit_price: Number = None
    sub_total: Number = None
    tax_rate_id: Text = None
    tax_name: Text = None
    tax_rate: Number = None
    tax_amount: Number = None
    preorder_window_id: Text = None
    on_hold: Flag = False
    invoiced: Count = None
    paid: Count = None
    dispatched: Count = None


class OrderPayload(Payload):
    """An order with its lines, as lists and single reads give it alike."""

    id: Id
    number: Text = None
    created: Moment = None
    status: Word
    customer_id: Text = None
    company_name: Text = None
    phone: Text = None
    email_addresses: EmailAddresses | None = None
    created_by: Text = None
    delivery_date: Text = None
    reference: Text = None
    internal_note: Text = None
    customer_po_number: Text = None
    customer_note: Text = None
    standing_order_id: Text = None
    shipping_type: Text = None
    shipping_address: Address | None = None
    billing_address: Address | None = None
    order_lines: list[LinePayload] = Field(default_factory=list[LinePayload])
    currency: Text = None
    net_total: Number = None
    gross_total: Number = None


class OrderOfInvoice(Payload):
    """An order that an invoice is about."""

    id: Id


class InvoicePayload(Payload):
    """An invoice, as far as the desk looks at it."""

    id: Id
    number: Text = None
    invoice_date: Text = None
    paid: Flag = False
    currency: Text = None
    gross_total: Number = None
    orders: list[OrderOfInvoice] = Field(default_factory=list[OrderOfInvoice])

    def is_of(self, order_id: str) -> bool:
        """Whether it is about an order."""
        return any(order.id == order_id for order in self.orders)


def read_order(value: object) -> OrderPayload:
    """Read an order.

    Raises:
        BadRow: for a missing id or status, a number that is none, and the like.
    """
    return read_payload(OrderPayload, value)


def read_invoice(value: object) -> InvoicePayload:
    """Read an invoice; raises BadRow like `read_order`."""
    return read_payload(InvoicePayload, value)

"""The vendor's payloads as they come over the wire, read tolerantly; what is unknown is kept."""

# Tolerant of what the reference page and recorded orders show: line ids as numbers or text, parts
# that are missing instead of null, moments with and without a zone.

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Self, cast

from pydantic import Field, PlainValidator, PrivateAttr

from orderdesk.connectors.deconetwork.scrubbing import scrub
from orderdesk.connectors.json_text import as_object
from orderdesk.connectors.payloads import Count, Moment, Number, Payload, Text, read_payload
from orderdesk.connectors.values import read_moment, read_number, read_quantity, read_text, sample


def _read_id(value: object) -> str:
    text = read_text(value)
    if isinstance(value, bool) or text is None or not text.strip():
        raise ValueError("is missing")
    if any(mark in text for mark in "\t\r\n"):
        raise ValueError(f"is “{sample(value)}”, which is no id")
    return text.strip()


def _read_flag(value: object) -> bool | str | None:
    """Read a flag; a word that is neither yes nor no stays as it is."""
    if value is None or isinstance(value, bool):
        return value
    text = read_text(value)
    return {"1": True, "true": True, "0": False, "false": False}.get((text or "").lower(), text)


def _read_status(value: object) -> Decimal | None:
    """Read a number whose form nobody documents: what is none is not known."""
    try:
        return read_number(value)
    except ValueError:
        return None


def _read_count(value: object) -> Decimal | None:
    try:
        return read_quantity(value)
    except ValueError:
        return None


Id = Annotated[str, PlainValidator(_read_id)]
MaybeId = Annotated[str | None, PlainValidator(lambda value: _read_id(value) if value else None)]
Flag = Annotated[bool | str | None, PlainValidator(_read_flag)]
MaybeStatus = Annotated[Decimal | None, PlainValidator(_read_status)]
MaybeCount = Annotated[Decimal | None, PlainValidator(_read_count)]


class Named(Payload):
    """Something with a name of its own: a store, a shipping method, a colour."""

    name: Text = None


class Person(Payload):
    """Somebody of the site's staff."""

    login: Text = None
    firstname: Text = None
    lastname: Text = None

    @property
    def name(self) -> str | None:
        """The person's name, or the login where there is none."""
        return " ".join(filter(None, (self.firstname, self.lastname))) or self.login


class Party(Payload):
    """Whom to bill, or where to ship to."""

    company: Text = None
    salutation: Text = None
    firstname: Text = None
    lastname: Text = None
    street: Text = None
    city: Text = None
    state: Text = None
    postcode: Text = None
    country_code: Text = None
    ph_number: Text = None
    email: Text = None
    user_id: Text = None
    company_id: Text = None
    custom_fields: list[object] | None = None

    @property
    def name(self) -> str | None:
        """The company's name, or the person's."""
        return self.company or " ".join(filter(None, (self.firstname, self.lastname))) or None


class PaymentDetails(Payload):
    """How the order is paid; the card's number is never kept."""

    payment_type_name: Text = None


class Tax(Payload):
    """What a tax comes to; not rounded."""

    name: Text = None
    amount: Number = None


class Payment(Payload):
    """A payment that was made."""

    date_paid: Moment = None
    payment_method: Text = None
    paid_amount: Number = None
    refunded_amount: Number = None


class Refund(Payload):
    """A refund that was made."""

    date_refunded: Moment = None
    refunded_amount: Number = None


class Shipment(Payload):
    """What left together."""

    date: Moment = None
    tracking_number: Text = None
    shipping_method: Named | None = None


class WorkflowItem(Payload):
    """A part of a line that is made and shipped on its own; its shape is not documented."""

    workflow_item_id: MaybeId = None
    qty_to_fulfill: MaybeCount = None
    production_status: MaybeStatus = None
    shipping_status: MaybeStatus = None


class LinePayload(Payload):
    """A line of an order."""

    id: Id
    product_id: Text = None
    product_code: Text = None
    product_name: Text = None
    decorated_product_name: Text = None
    product_color: Named | None = None
    sku: Text = None
    fields: list[object] | None = None
    views: list[object] | None = None
    teamnames: list[object] | None = None
    qty: Count = None
    total_price: Number = None
    unit_price: Number = None
    decoration_unit_price: Number = None
    discount: Number = None
    tax: Number = None
    tax_names: Text = None
    store_commission: Number = None
    parent_store_commission: Number = None
    commission_transaction_fee: Number = None
    production_status: Text = None
    processed_date: Moment = None
    processed_by: Person | None = None
    production_assigned_to: Person | None = None
    shipped_date: Moment = None
    shipped_by: Person | None = None
    fc_production_status: Text = None
    product_supplier_name: Text = None
    item_type: Text = None
    length: Text = None
    width: Text = None
    height: Text = None
    unit_weight: Text = None
    attachment_urls: list[object] | None = None
    workflow_items: list[WorkflowItem] | None = None


class OrderPayload(Payload):
    """An order with its lines; every find gives it whole."""

    order_id: Id
    order_status: Id
    customer_id: MaybeId = None
    job_name: Text = None
    customer_po_number: Text = None
    source_type: Text = None
    is_priority: Flag = None
    total_weight: Number = None
    tax_names: Text = None
    taxes: list[Tax] | None = None
    order_proof_pdf_url: Text = None
    quote_pdf_url: Text = None
    production_pdf_url: Text = None
    coupon_code: Text = None
    gift_certificate_code: Text = None
    rush_order_fee: Text = None
    account_terms: Text = None
    item_amount: Number = None
    shipping_amount: Number = None
    tax_amount_before_discounts: Number = None
    tax_amount: Number = None
    discount_amount: Number = None
    coupon_discount_amount: Number = None
    gift_certificate_amount: Number = None
    credit_used: Number = None
    rush_order_fee_amount: Number = None
    billable_amount: Number = None
    outstanding_balance: Number = None
    date_ordered: Moment = None
    date_started: Moment = None
    date_production_files_ready: Moment = None
    date_scheduled: Moment = None
    date_due: Moment = None
    date_produced: Moment = None
    date_shipped: Moment = None
    date_invoiced: Moment = None
    date_modified: Moment = None
    shipping_method: Named | None = None
    shipments: list[Shipment] | None = None
    billing_details: Party | None = None
    shipping_details: Party | None = None
    payment_details: PaymentDetails | None = None
    payments: list[Payment] | None = None
    refunds: list[Refund] | None = None
    store: Named | None = None
    assigned_to: Person | None = None
    created_by: Person | None = None
    notes: list[object] | None = None
    order_lines: list[LinePayload] = Field(default_factory=list[LinePayload])
    _source: Mapping[str, object] = PrivateAttr(default_factory=dict[str, object])

    @property
    def source(self) -> Mapping[str, object]:
        """The object that it was read from, scrubbed."""
        return self._source

    def read_from(self, source: Mapping[str, object]) -> Self:
        """Keep what it was read from beside it."""
        self._source = source
        return self

    def line_sources(self) -> list[Mapping[str, object]]:
        """Return the objects that the lines were read from, in the lines' order."""
        lines = self._source.get("order_lines")
        return [as_object(line) for line in cast("list[object]", lines or [])]


def read_order(value: object) -> OrderPayload:
    """Read an order; what must not be kept is gone from it.

    Raises:
        BadRow: for a missing id or status, a number that is none, and the like.
    """
    return read_clean(scrub(value))


def read_clean(clean: object) -> OrderPayload:
    """Read an order that has been scrubbed; raises BadRow."""
    return read_payload(OrderPayload, clean).read_from(as_object(clean))


def identity(entry: object) -> str | None:
    """Return an order's number, where it has one that can be read."""
    try:
        return _read_id(as_object(entry).get("order_id"))
    except ValueError:
        return None


def moment_of(entry: object) -> datetime | None:
    """Return when an order was last changed, where that can be read."""
    try:
        return read_moment(as_object(entry).get("date_modified"))
    except ValueError:
        return None

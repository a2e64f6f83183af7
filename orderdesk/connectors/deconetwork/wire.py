"""The vendor's payloads as they come over the wire, read tolerantly; what is unknown is kept."""

# Tolerant of what the reference page and recorded orders show: line ids as numbers or text, parts
# that are missing instead of null, moments with and without a zone.

from collections.abc import Mapping
from typing import Annotated, Final, cast
from urllib.parse import urlsplit, urlunsplit

from pydantic import Field, PlainValidator

from orderdesk.connectors import payloads
from orderdesk.connectors.payloads import Count, Moment, Number, Payload, Text, read_payload
from orderdesk.connectors.values import read_number, read_text, sample

_CARD_NAMES: Final = frozenset({"card_number", "cvv", "cvc"})


def _read_id(value: object) -> str:
    text = read_text(value)
    if isinstance(value, bool) or text is None or not text.strip():
        raise ValueError("is missing")
    if any(mark in text for mark in "\t\r\n"):
        raise ValueError(f"is “{sample(value)}”, which is no id")
    return text.strip()


def _read_flag(value: object) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    number = read_number(value)
    return None if number is None else bool(number)


Id = Annotated[str, PlainValidator(_read_id)]
MaybeId = Annotated[str | None, PlainValidator(lambda value: _read_id(value) if value else None)]
Flag = Annotated[bool | None, PlainValidator(_read_flag)]


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
    custom_fields: list[Mapping[str, object]] | None = None

    @property
    def name(self) -> str | None:
        """The company's name, or the person's."""
        return self.company or " ".join(filter(None, (self.firstname, self.lastname))) or None


class PaymentDetails(Payload):
    """How the order is paid; the card's number is never kept."""

    payment_type_name: Text = None


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

    workflow_item_id: Id
    qty_to_fulfill: Count = None
    production_status: Number = None
    shipping_status: Number = None


class LinePayload(Payload):
    """A line of an order."""

    id: Id
    product_id: Text = None
    product_code: Text = None
    product_name: Text = None
    decorated_product_name: Text = None
    product_color: Named | None = None
    sku: Text = None
    fields: list[Mapping[str, object]] | None = None
    views: list[Mapping[str, object]] | None = None
    teamnames: list[Mapping[str, object]] | None = None
    qty: Count = None
    total_price: Number = None
    unit_price: Number = None
    decoration_unit_price: Number = None
    discount: Number = None
    tax: Number = None
    production_status: Text = None
    processed_date: Moment = None
    processed_by: Person | None = None
    production_assigned_to: Person | None = None
    shipped_date: Moment = None
    shipped_by: Person | None = None
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
    notes: list[Mapping[str, object]] | None = None
    order_lines: list[LinePayload] = Field(default_factory=list[LinePayload])


def _without_query(text: str) -> str:
    """Return an address without what comes after its path: a login token, as a rule."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return payloads.REMOVED
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _bare(value: object) -> object:
    if isinstance(value, str) and "://" in value[:12]:
        return _without_query(value)
    if isinstance(value, str) and "login_token" in value:
        return value.partition("?")[0] if "?" in value else payloads.REMOVED
    if isinstance(value, dict):
        return {name: _bare(member) for name, member in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_bare(entry) for entry in cast("list[object]", value)]
    return value


def scrub(value: object) -> object:
    """Return `value` without what must never be kept: card numbers, tokens in addresses.

    Addresses of documents carry a login token unless it is asked to be left out, and sites may
    not heed that (skip_login_token, reference page).
    """
    return _bare(payloads.scrub(value, _CARD_NAMES))


def read_order(value: object) -> OrderPayload:
    """Read an order; what must not be kept is gone from it.

    Raises:
        BadRow: for a missing id or status, a number that is none, and the like.
    """
    return read_payload(OrderPayload, scrub(value))

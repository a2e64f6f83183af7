"""The vendor's payloads as they come over the wire, read tolerantly; what is unknown is kept."""

# Tolerant of what the samples show: numbers as text, "" and null for none, parts that are links
# with an id, a reference or an address only, and dates with underscores.

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from pydantic import BeforeValidator, ConfigDict, PlainValidator
from pydantic.alias_generators import to_camel

from orderdesk.connectors.payloads import Count, Number, Payload, Text, read_payload
from orderdesk.connectors.values import read_moment, read_text, sample

# An address in an answer names another version of the API or even another host; only what stands
# below the version counts, and of that only the last part.
_BELOW_API: Final = re.compile(r"/api/v[0-9.]+/[A-Za-z]+/([0-9]+)$", re.ASCII)
_UNDERSCORED: Final = re.compile(r"(\d{4})_(\d\d)_(\d\d)(?=T|$)", re.ASCII)


def _read_id(value: object) -> str:
    text = read_text(value)
    if text is None or not text.strip():
        raise ValueError("is missing")
    if not text.isascii() or not text.isdigit():
        raise ValueError(f"is “{sample(value)}”, which is no id")
    return text


def _read_maybe_id(value: object) -> str | None:
    return None if value is None or value == "" else _read_id(value)


def read_date(value: object) -> datetime | None:
    """Read a time, with hyphens or, as a payment's, with underscores."""
    return read_moment(_UNDERSCORED.sub(r"\1-\2-\3", value) if isinstance(value, str) else value)


def _read_nothing_as_empty(value: object) -> object:
    return () if value is None else value


Id = Annotated[str, PlainValidator(_read_id)]
MaybeId = Annotated[str | None, PlainValidator(_read_maybe_id)]
Date = Annotated[datetime | None, PlainValidator(read_date)]


class Member(Payload):
    """An object of the vendor's: its members are written in camel case there."""

    model_config = ConfigDict(extra="allow", frozen=True, alias_generator=to_camel)


class Brief(Member):
    """Something named in another object: a customer, user, item, unit or kind of payment."""

    id: MaybeId = None
    reference: Text = None
    name: Text = None
    href: Text = None

    @property
    def key(self) -> str | None:
        """Its id: as it is written, else as its address ends."""
        if self.id is not None:
            return self.id
        found = _BELOW_API.search(self.href or "")
        return found[1] if found else None


class CustomerBrief(Brief):
    """The customer of an operation."""

    reference2: Text = None
    category_reference: Text = None


Briefs = Annotated[tuple[Brief, ...], BeforeValidator(_read_nothing_as_empty)]


class OperationPayload(Member):
    """An order, pre-order, invoice, delivery note or delivery, in lists and alone alike."""

    id: Id
    operation_type: Text = None
    reference: Text = None
    status: Text = None
    latitude: Number = None
    longitude: Number = None
    check_in_date: Date = None
    total: Number = None
    total_excl_tax: Number = None
    total_discounted: Number = None
    discount: Number = None
    tax_amount: Number = None
    shipping_fee: Number = None
    payment_date: Date = None
    payment_type_id: MaybeId = None
    payment_type: Brief | None = None
    advance_amount: Number = None
    order_payments: Briefs = ()
    order_prepayments: Annotated[
        tuple[Brief, ...] | None, BeforeValidator(_read_nothing_as_empty)
    ] = None
    """None where they are not shown at all, as in the older shape."""
    due_date: Date = None
    customer_reference: Text = None
    customer: CustomerBrief | None = None
    currency: Text = None
    exchange_rate: Number = None
    employee_reference: Text = None
    user: Brief | None = None
    delivery_status: Text = None
    delivery_date: Date = None
    delivery_comment: Text = None
    delivery_country: Text = None
    delivery_city: Text = None
    delivery_postal_code: Text = None
    delivery_address: Text = None
    order_lines: Briefs = ()
    pdf_url: Text = None
    organization: Text = None
    date_created: Date = None
    last_updated: Date = None
    delivered_by: Brief | None = None
    desired_delivery_date: Date = None
    delivered_on: Date = None
    assignment_date: Date = None


class LinePayload(Member):
    """One line (orderDetails); finalPrice is of the whole line."""

    id: Id
    operation_type: Text = None
    order_reference: Text = None
    order: Brief | None = None
    item_reference: Text = None
    unit_reference: Text = None
    item: Brief | None = None
    unit: Brief | None = None
    discount: Number = None
    customer_discount: Number = None
    final_price: Number = None
    unit_price: Number = None
    tax: Number = None
    quantity: Count = None
    type: Text = None
    comment: Text = None
    sold_serial_numbers: object = None
    organization: Text = None
    date_created: Date = None
    last_updated: Date = None


class PaymentPayload(Member):
    """A payment or a prepayment, as far as the desk looks at it; the rest stays with it."""

    id: Id
    reference: Text = None
    advance_amount: Number = None
    total: Number = None
    status: Text = None
    currency: Text = None
    payment_date: Date = None
    payment_type: Brief | None = None
    bank: Text = None
    cheque_number: Text = None
    customer: CustomerBrief | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one operation; a line is None where the vendor has it no more."""

    lines: Mapping[str, LinePayload | None]
    payments: Sequence[tuple[object, PaymentPayload]] = ()
    """Each as it came and as it was read."""
    prepayments: Sequence[tuple[object, PaymentPayload]] = ()

    @property
    def whole(self) -> bool:
        """Whether every line could be read."""
        return None not in self.lines.values()


def read_operation(value: object) -> OperationPayload:
    """Read an operation.

    Raises:
        BadRow: for a missing id, a number or a time that is none, and the like.
    """
    return read_payload(OperationPayload, value)


def read_line(value: object) -> LinePayload:
    """Read a line; raises BadRow like `read_operation`."""
    return read_payload(LinePayload, value)


def read_payment(value: object) -> PaymentPayload:
    """Read a payment or a prepayment; raises BadRow like `read_operation`."""
    return read_payload(PaymentPayload, value)

"""The fields that a person fills in, by the vendor's parameters: new operations and deliveries."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from orderdesk.connectors.valomnia.vocabulary import (
    CUSTOMER,
    EMPLOYEE,
    KIND_CHOICES,
    NOT_PAID,
    PAYMENT_LABELS,
    STATE_LABELS,
    UNSAID,
)
from orderdesk.domain.fields import Choice, FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP

IN_ORDER = QT_TRANSLATE_NOOP("messages", "Order")
IN_AMOUNTS = QT_TRANSLATE_NOOP("messages", "Amounts")
IN_PAYMENT = QT_TRANSLATE_NOOP("messages", "Payment")
IN_DELIVERY = QT_TRANSLATE_NOOP("messages", "Delivery")
_BILL_TO = QT_TRANSLATE_NOOP("messages", "Billing address")

_UNSAID_HELP = QT_TRANSLATE_NOOP(
    "messages",
    "Valomnia's documents do not say that this can be changed later; if it cannot, Valomnia "
    "refuses it.",
)


def _choices(labels: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label) for value, label in labels.items() if value != UNSAID)


KIND = FieldSpec(
    key="operationType",
    label=QT_TRANSLATE_NOOP("messages", "Kind"),
    type=FieldType.CHOICE,
    group=IN_ORDER,
    help=QT_TRANSLATE_NOOP(
        "messages", "It cannot be changed later: Valomnia turns no order into an invoice."
    ),
    required=True,
    choices=_choices(KIND_CHOICES),
    default="ORDER",
    attribute="kind_word",
)
REFERENCE = FieldSpec(
    key="reference",
    label=QT_TRANSLATE_NOOP("messages", "Reference"),
    group=IN_ORDER,
    help=QT_TRANSLATE_NOOP(
        "messages",
        "The order's number, which is yours to give. Left empty, the desk gives one by which it "
        "can find the order if an answer is lost.",
    ),
    attribute="number",
)
BUYER = FieldSpec(
    key="customerId",
    label=QT_TRANSLATE_NOOP("messages", "Customer"),
    type=FieldType.REFERENCE,
    group=IN_ORDER,
    required=True,
    look_up=CUSTOMER,
    attribute="customer",
)
USER = FieldSpec(
    key="userId",
    label=QT_TRANSLATE_NOOP("messages", "Employee"),
    type=FieldType.REFERENCE,
    group=IN_ORDER,
    help=QT_TRANSLATE_NOOP("messages", "Who sold it; left empty, whoever is signed in."),
    look_up=EMPLOYEE,
    attribute="employee",
)
STATUS = FieldSpec(
    key="status",
    label=QT_TRANSLATE_NOOP("messages", "Payment status"),
    type=FieldType.CHOICE,
    group=IN_PAYMENT,
    help=QT_TRANSLATE_NOOP(
        "messages", "“Part paid” needs the right to take partial payments at Valomnia."
    ),
    required=True,
    choices=_choices(PAYMENT_LABELS),
    default=NOT_PAID,
    attribute="payment_word",
)
CURRENCY = FieldSpec(
    key="currency",
    label=QT_TRANSLATE_NOOP("messages", "Currency"),
    group=IN_AMOUNTS,
    help=QT_TRANSLATE_NOOP("messages", "Three letters, as EUR; left empty, the organisation's."),
    max_length=3,
    attribute="currency",
)
EXCHANGE_RATE = FieldSpec(
    key="exchangeRate",
    label=QT_TRANSLATE_NOOP("messages", "Exchange rate"),
    type=FieldType.DECIMAL,
    group=IN_AMOUNTS,
    minimum=Decimal(0),
)
DISCOUNT = FieldSpec(
    key="discount",
    label=QT_TRANSLATE_NOOP("messages", "Discount in %"),
    type=FieldType.DECIMAL,
    group=IN_AMOUNTS,
    help=QT_TRANSLATE_NOOP("messages", "Needs the right to give discounts at Valomnia."),
    minimum=Decimal(0),
    maximum=Decimal(100),
)
TAX = FieldSpec(
    key="taxAmount",
    label=QT_TRANSLATE_NOOP("messages", "Tax"),
    type=FieldType.MONEY,
    group=IN_AMOUNTS,
    help=QT_TRANSLATE_NOOP("messages", "The amount of an invoice's tax; the total includes it."),
    minimum=Decimal(0),
)
DUE = FieldSpec(
    key="dueDate",
    label=QT_TRANSLATE_NOOP("messages", "Due"),
    type=FieldType.TIME,
    group=IN_PAYMENT,
    help=QT_TRANSLATE_NOOP("messages", "Of an invoice; left empty, by the customer's terms."),
)
DELIVERY_STATUS = FieldSpec(
    key="deliveryStatus",
    label=QT_TRANSLATE_NOOP("messages", "Delivery status"),
    type=FieldType.CHOICE,
    group=IN_DELIVERY,
    choices=_choices(STATE_LABELS),
    attribute="vendor_state",
)
DELIVERY_DATE = FieldSpec(
    key="deliveryDate",
    label=QT_TRANSLATE_NOOP("messages", "Delivery date"),
    type=FieldType.TIME,
    group=IN_DELIVERY,
    help=QT_TRANSLATE_NOOP("messages", "Some organisations demand it of every order."),
)
DESIRED = FieldSpec(
    key="desiredDeliveryDate",
    label=QT_TRANSLATE_NOOP("messages", "Delivery wanted by"),
    type=FieldType.TIME,
    group=IN_DELIVERY,
)
DELIVERED_BY = FieldSpec(
    key="deliveredBy",
    label=QT_TRANSLATE_NOOP("messages", "Deliverer"),
    type=FieldType.REFERENCE,
    group=IN_DELIVERY,
    look_up=EMPLOYEE,
)
DETAILS: Final = (
    FieldSpec(
        key="deliveryComment",
        label=QT_TRANSLATE_NOOP("messages", "Delivery comment"),
        type=FieldType.LONG_TEXT,
        group=IN_DELIVERY,
    ),
    FieldSpec(
        key="deliveryAddress",
        label=QT_TRANSLATE_NOOP("messages", "Delivery street"),
        group=IN_DELIVERY,
    ),
    FieldSpec(
        key="deliveryPostalCode",
        label=QT_TRANSLATE_NOOP("messages", "Delivery postal code"),
        group=IN_DELIVERY,
    ),
    FieldSpec(
        key="deliveryCity",
        label=QT_TRANSLATE_NOOP("messages", "Delivery city"),
        group=IN_DELIVERY,
    ),
    FieldSpec(
        key="deliveryCountry",
        label=QT_TRANSLATE_NOOP("messages", "Delivery country"),
        group=IN_DELIVERY,
        help=QT_TRANSLATE_NOOP("messages", "Two letters, as CA, or the country's English name."),
    ),
)
_BILLING: Final = tuple(
    FieldSpec(key=f"billing{part}", label=label, group=_BILL_TO)
    for part, label in (
        ("Address", QT_TRANSLATE_NOOP("messages", "Billing street")),
        ("PostalCode", QT_TRANSLATE_NOOP("messages", "Billing postal code")),
        ("City", QT_TRANSLATE_NOOP("messages", "Billing city")),
        ("Country", QT_TRANSLATE_NOOP("messages", "Billing country")),
    )
)

CREATE_FIELDS: Final[tuple[FieldSpec, ...]] = (
    KIND,
    REFERENCE,
    BUYER,
    USER,
    STATUS,
    CURRENCY,
    EXCHANGE_RATE,
    DISCOUNT,
    TAX,
    DUE,
    DELIVERY_DATE,
    replace(
        DELIVERED_BY, help=QT_TRANSLATE_NOOP("messages", "A delivery needs one from the start.")
    ),
    DESIRED,
    *DETAILS,
    *_BILLING,
)
"""What a new operation can be given (create an operation). Its totals follow from the items; its
place and pictures come from the app on the road."""

EDIT_FIELDS: Final[tuple[FieldSpec, ...]] = (
    DELIVERY_DATE,
    replace(
        DELIVERY_STATUS,
        required=True,
        help=QT_TRANSLATE_NOOP(
            "messages",
            "Delivered and rejected cannot be taken back. Valomnia's documents do not say that it "
            "can be changed here; if it cannot, Valomnia refuses it.",
        ),
    ),
    *(replace(spec, help=_UNSAID_HELP) for spec in DETAILS),
)
"""What an update can change of the delivery (update an operation: "delivery details")."""

ASSIGN_FIELDS: Final[tuple[FieldSpec, ...]] = (
    FieldSpec(
        key="userId",
        label=QT_TRANSLATE_NOOP("messages", "Deliverer"),
        type=FieldType.REFERENCE,
        required=True,
        look_up=EMPLOYEE,
    ),
    replace(DESIRED, group="", required=True),
)
"""assignDelivery takes both, and nothing else."""

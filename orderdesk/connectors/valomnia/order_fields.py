"""The header fields of an operation, by the vendor's names."""

from dataclasses import replace
from typing import Final

from orderdesk.connectors.valomnia.form_fields import (
    BUYER,
    CURRENCY,
    DELIVERED_BY,
    DELIVERY_DATE,
    DELIVERY_STATUS,
    DESIRED,
    DETAILS,
    DISCOUNT,
    DUE,
    EDIT_FIELDS,
    EXCHANGE_RATE,
    IN_AMOUNTS,
    IN_DELIVERY,
    IN_ORDER,
    IN_PAYMENT,
    KIND,
    REFERENCE,
    STATUS,
    TAX,
    USER,
)
from orderdesk.connectors.valomnia.vocabulary import (
    LINE_COUNT,
    PAYMENT_DETAILS,
    PAYMENT_TYPE,
    PREPAYMENT_DETAILS,
)
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP

_VISIT = QT_TRANSLATE_NOOP("messages", "Visit")


def _shown(key: str, label: str, group: str, kind: FieldType = FieldType.TEXT) -> FieldSpec:
    return FieldSpec(key=key, label=label, type=kind, group=group, read_only=True)


def _only_shown(spec: FieldSpec) -> FieldSpec:
    return replace(spec, read_only=True, required=False, help="", default=None)


_EDITABLE: Final = frozenset(spec.key for spec in EDIT_FIELDS)

DETAIL_KEYS: Final = frozenset({PAYMENT_DETAILS, PREPAYMENT_DETAILS})
"""Fields that only a reading of the whole operation shows."""

ORDER_FIELDS: Final[tuple[FieldSpec, ...]] = tuple(
    spec if spec.key in _EDITABLE else _only_shown(spec)
    for spec in (
        KIND,
        REFERENCE,
        BUYER,
        _shown(
            "customerReference", QT_TRANSLATE_NOOP("messages", "Customer's reference"), IN_ORDER
        ),
        _shown(
            "customer.reference2",
            QT_TRANSLATE_NOOP("messages", "Customer's second reference"),
            IN_ORDER,
        ),
        _shown(
            "customer.categoryReference",
            QT_TRANSLATE_NOOP("messages", "Customer's category"),
            IN_ORDER,
        ),
        USER,
        _shown(
            "employeeReference", QT_TRANSLATE_NOOP("messages", "Employee's reference"), IN_ORDER
        ),
        _shown(LINE_COUNT, QT_TRANSLATE_NOOP("messages", "Items"), IN_ORDER, FieldType.INTEGER),
        _shown("dateCreated", QT_TRANSLATE_NOOP("messages", "Created"), IN_ORDER, FieldType.TIME),
        _shown(
            "lastUpdated", QT_TRANSLATE_NOOP("messages", "Last changed"), IN_ORDER, FieldType.TIME
        ),
        _shown("organization", QT_TRANSLATE_NOOP("messages", "Organisation"), IN_ORDER),
        _shown("pdfUrl", QT_TRANSLATE_NOOP("messages", "PDF"), IN_ORDER),
        _shown("total", QT_TRANSLATE_NOOP("messages", "Total"), IN_AMOUNTS, FieldType.MONEY),
        _shown(
            "totalExclTax",
            QT_TRANSLATE_NOOP("messages", "Total without tax"),
            IN_AMOUNTS,
            FieldType.MONEY,
        ),
        _shown(
            "totalDiscounted",
            QT_TRANSLATE_NOOP("messages", "Total after discount"),
            IN_AMOUNTS,
            FieldType.MONEY,
        ),
        DISCOUNT,
        TAX,
        _shown(
            "shippingFee",
            QT_TRANSLATE_NOOP("messages", "Shipping fee"),
            IN_AMOUNTS,
            FieldType.MONEY,
        ),
        CURRENCY,
        EXCHANGE_RATE,
        STATUS,
        _shown("paymentDate", QT_TRANSLATE_NOOP("messages", "Paid on"), IN_PAYMENT, FieldType.TIME),
        FieldSpec(
            key="paymentTypeId",
            label=QT_TRANSLATE_NOOP("messages", "Paid by"),
            type=FieldType.REFERENCE,
            group=IN_PAYMENT,
            look_up=PAYMENT_TYPE,
        ),
        _shown(
            "paymentType.reference",
            QT_TRANSLATE_NOOP("messages", "Kind of payment (reference)"),
            IN_PAYMENT,
        ),
        _shown(
            "advanceAmount",
            QT_TRANSLATE_NOOP("messages", "Advance paid"),
            IN_PAYMENT,
            FieldType.MONEY,
        ),
        _shown(
            "orderPayments",
            QT_TRANSLATE_NOOP("messages", "Payments"),
            IN_PAYMENT,
            FieldType.TEXT_LIST,
        ),
        _shown(
            PAYMENT_DETAILS,
            QT_TRANSLATE_NOOP("messages", "Payments in detail"),
            IN_PAYMENT,
            FieldType.TEXT_LIST,
        ),
        _shown(
            "orderPrepayments",
            QT_TRANSLATE_NOOP("messages", "Prepayments used"),
            IN_PAYMENT,
            FieldType.TEXT_LIST,
        ),
        _shown(
            PREPAYMENT_DETAILS,
            QT_TRANSLATE_NOOP("messages", "Prepayments in detail"),
            IN_PAYMENT,
            FieldType.TEXT_LIST,
        ),
        DUE,
        DELIVERY_STATUS,
        DELIVERY_DATE,
        DESIRED,
        DELIVERED_BY,
        _shown(
            "deliveredBy.reference",
            QT_TRANSLATE_NOOP("messages", "Deliverer's reference"),
            IN_DELIVERY,
        ),
        _shown(
            "assignmentDate",
            QT_TRANSLATE_NOOP("messages", "Assigned on"),
            IN_DELIVERY,
            FieldType.TIME,
        ),
        _shown(
            "deliveredOn",
            QT_TRANSLATE_NOOP("messages", "Delivered on"),
            IN_DELIVERY,
            FieldType.TIME,
        ),
        *DETAILS,
        _shown("latitude", QT_TRANSLATE_NOOP("messages", "Latitude"), _VISIT, FieldType.DECIMAL),
        _shown("longitude", QT_TRANSLATE_NOOP("messages", "Longitude"), _VISIT, FieldType.DECIMAL),
        _shown(
            "checkInDate",
            QT_TRANSLATE_NOOP("messages", "Check-in of the visit"),
            _VISIT,
            FieldType.TIME,
        ),
    )
)

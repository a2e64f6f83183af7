"""What a person fills in to record a payment or to credit a prepayment (update an operation)."""

from decimal import Decimal
from typing import Final

from orderdesk.connectors.valomnia.vocabulary import (
    ADVANCE,
    IN_PROCESS,
    NOT_PAID,
    PAID,
    PAYMENT_LABELS,
    PAYMENT_TYPE,
)
from orderdesk.domain.fields import Choice, FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP

_LEAST: Final = Decimal("0.0001")

PAYMENT_FORM: Final = (
    FieldSpec(
        key="status",
        label=QT_TRANSLATE_NOOP("messages", "Afterwards the order is"),
        type=FieldType.CHOICE,
        help=QT_TRANSLATE_NOOP(
            "messages", "“Part paid” needs an amount, and the right to take partial payments."
        ),
        required=True,
        choices=tuple(Choice(word, PAYMENT_LABELS[word]) for word in (PAID, ADVANCE)),
        default=PAID,
    ),
    FieldSpec(
        key="advanceAmount",
        label=QT_TRANSLATE_NOOP("messages", "Amount"),
        type=FieldType.MONEY,
        help=QT_TRANSLATE_NOOP(
            "messages", "Of a part payment; Valomnia takes none where the rest is paid at once."
        ),
        minimum=_LEAST,
    ),
    FieldSpec(
        key="paymentTypeId",
        label=QT_TRANSLATE_NOOP("messages", "Paid by"),
        type=FieldType.REFERENCE,
        help=QT_TRANSLATE_NOOP("messages", "Of the kinds of payment that the customer may use."),
        required=True,
        look_up=PAYMENT_TYPE,
    ),
    FieldSpec(
        key="paymentDate",
        label=QT_TRANSLATE_NOOP("messages", "Paid on"),
        type=FieldType.TIME,
        help=QT_TRANSLATE_NOOP("messages", "Left empty, now."),
    ),
    FieldSpec(
        key="paymentReference",
        label=QT_TRANSLATE_NOOP("messages", "Payment reference"),
        help=QT_TRANSLATE_NOOP(
            "messages",
            "Left empty, the desk gives one by which it can find the payment if an answer is lost.",
        ),
        max_length=200,
    ),
    FieldSpec(
        key="bank",
        label=QT_TRANSLATE_NOOP("messages", "Bank"),
        help=QT_TRANSLATE_NOOP("messages", "Of a cheque."),
    ),
    FieldSpec(
        key="desiredPaymentDate",
        label=QT_TRANSLATE_NOOP("messages", "Cash the cheque on"),
        type=FieldType.TIME,
    ),
    FieldSpec(
        key="chequeImage",
        label=QT_TRANSLATE_NOOP("messages", "Picture of the cheque"),
        help=QT_TRANSLATE_NOOP(
            "messages", "Where the PNG or JPEG file is on this computer; some organisations ask it."
        ),
    ),
)

PREPAYMENT_FORM: Final = (
    FieldSpec(
        key="prepaymentId",
        label=QT_TRANSLATE_NOOP("messages", "Prepayment"),
        help=QT_TRANSLATE_NOOP(
            "messages",
            "Its id or its reference, as the Valomnia site shows them; the API has no list of "
            "prepayments.",
        ),
        required=True,
        max_length=200,
    ),
    FieldSpec(
        key="amountToCredit",
        label=QT_TRANSLATE_NOOP("messages", "Amount to credit"),
        type=FieldType.MONEY,
        required=True,
        minimum=_LEAST,
    ),
    FieldSpec(
        key="status",
        label=QT_TRANSLATE_NOOP("messages", "Afterwards the order is"),
        type=FieldType.CHOICE,
        help=QT_TRANSLATE_NOOP("messages", "Left empty, its payment status stays as it is."),
        choices=tuple(
            Choice(word, PAYMENT_LABELS[word]) for word in (NOT_PAID, ADVANCE, IN_PROCESS, PAID)
        ),
    ),
)

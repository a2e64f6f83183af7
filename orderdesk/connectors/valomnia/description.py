"""What this connector says of itself, as data."""

from orderdesk.connectors.valomnia.rules import RULES
from orderdesk.connectors.valomnia.vocabulary import (
    CUSTOMER,
    EMPLOYEE,
    PAYMENT_TYPE,
    PRODUCT,
    TITLE,
    VENDOR,
)
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.status import OrderKind

_SITE = QT_TRANSLATE_NOOP("messages", "Site")
_SIGN_IN = QT_TRANSLATE_NOOP("messages", "Sign-in")

URLS = (
    FieldSpec(
        key="site",
        label=QT_TRANSLATE_NOOP("messages", "Site"),
        group=_SITE,
        help=QT_TRANSLATE_NOOP(
            "messages", "The address of your organisation's site, as https://name.valomnia.com."
        ),
        required=True,
    ),
)

SECRETS = (
    FieldSpec(
        key="username",
        label=QT_TRANSLATE_NOOP("messages", "User name"),
        group=_SIGN_IN,
        help=QT_TRANSLATE_NOOP(
            "messages", "Payments, discounts and more follow the rights of this user."
        ),
        required=True,
    ),
    FieldSpec(
        key="password",
        label=QT_TRANSLATE_NOOP("messages", "Password"),
        type=FieldType.HIDDEN,
        group=_SIGN_IN,
        required=True,
    ),
)

DESCRIPTION = ConnectorDescription(
    vendor=VENDOR,
    title=TITLE,
    summary=QT_TRANSLATE_NOOP(
        "messages", "Van and field sales: orders, invoices, payments and deliveries."
    ),
    urls=URLS,
    settings=(),
    secrets=SECRETS,
    kinds=(
        OrderKind.ORDER,
        OrderKind.PREORDER,
        OrderKind.INVOICE,
        OrderKind.DELIVERY_NOTE,
        OrderKind.DELIVERY,
    ),
    look_ups={
        CUSTOMER: QT_TRANSLATE_NOOP("messages", "Customers"),
        EMPLOYEE: QT_TRANSLATE_NOOP("messages", "Employees"),
        PRODUCT: QT_TRANSLATE_NOOP("messages", "Items"),
        PAYMENT_TYPE: QT_TRANSLATE_NOOP("messages", "Kinds of payment"),
    },
    rules=RULES,
    path_words=frozenset(
        {
            "ajaxSuccess",
            "api",
            "assignDelivery",
            "j_spring_security_check",
            "login",
            "orderDetails",
            "orders",
            "reference",
        }
    ),
)

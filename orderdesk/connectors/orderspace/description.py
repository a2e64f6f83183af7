"""What this connector says of itself, as data."""

from orderdesk.connectors.orderspace.conditions import READ_ONLY
from orderdesk.connectors.orderspace.rules import RULES
from orderdesk.connectors.orderspace.vocabulary import (
    CUSTOMER,
    INVOICE,
    PAYMENT_TERMS,
    PREORDER_WINDOW,
    PRODUCT,
    TAX_RATE,
    TITLE,
    VENDOR,
)
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.status import OrderKind

_SERVICES = QT_TRANSLATE_NOOP("messages", "Services")
_SITE = QT_TRANSLATE_NOOP("messages", "Site")
_SIGN_IN = QT_TRANSLATE_NOOP("messages", "Sign-in")

URLS = (
    FieldSpec(
        key="api",
        label=QT_TRANSLATE_NOOP("messages", "API"),
        group=_SERVICES,
        help=QT_TRANSLATE_NOOP("messages", "The address up to and with /v1."),
        required=True,
        default="https://api.orderspace.com/v1",
    ),
    FieldSpec(
        key="token",
        label=QT_TRANSLATE_NOOP("messages", "Token address"),
        group=_SERVICES,
        help=QT_TRANSLATE_NOOP("messages", "The whole address that gives out tokens."),
        required=True,
        default="https://identity.orderspace.com/oauth/token",
    ),
)

SETTINGS = (
    FieldSpec(
        key=READ_ONLY,
        label=QT_TRANSLATE_NOOP("messages", "Older, read-only API"),
        type=FieldType.BOOLEAN,
        group=_SITE,
        help=QT_TRANSLATE_NOOP(
            "messages",
            "The edition of 2022 reads orders and makes dispatches, but neither creates nor "
            "deletes orders and invoices. Turn this on if your site has that one.",
        ),
        default="no",
    ),
)

SECRETS = (
    FieldSpec(
        key="client_id",
        label=QT_TRANSLATE_NOOP("messages", "Client ID"),
        group=_SIGN_IN,
        help=QT_TRANSLATE_NOOP(
            "messages", "Of an app that you add under Integrations on your Orderspace site."
        ),
        required=True,
    ),
    FieldSpec(
        key="client_secret",
        label=QT_TRANSLATE_NOOP("messages", "Client secret"),
        type=FieldType.HIDDEN,
        group=_SIGN_IN,
        required=True,
    ),
)

DESCRIPTION = ConnectorDescription(
    vendor=VENDOR,
    title=TITLE,
    summary=QT_TRANSLATE_NOOP(
        "messages", "Wholesale orders of a site, with invoices and dispatches."
    ),
    urls=URLS,
    settings=SETTINGS,
    secrets=SECRETS,
    kinds=(OrderKind.ORDER, OrderKind.PREORDER),
    look_ups={
        CUSTOMER: QT_TRANSLATE_NOOP("messages", "Customers"),
        PRODUCT: QT_TRANSLATE_NOOP("messages", "Products"),
        TAX_RATE: QT_TRANSLATE_NOOP("messages", "Tax rates"),
        PAYMENT_TERMS: QT_TRANSLATE_NOOP("messages", "Payment terms"),
        PREORDER_WINDOW: QT_TRANSLATE_NOOP("messages", "Preorder windows"),
        INVOICE: QT_TRANSLATE_NOOP("messages", "Invoices"),
    },
    rules=RULES,
    path_words=frozenset({"customers", "dispatches", "invoices", "oauth", "orders", "token"}),
)

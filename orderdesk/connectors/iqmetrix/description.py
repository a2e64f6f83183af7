"""What this connector says of itself, as data."""

from orderdesk.connectors.iqmetrix.rules import RULES, STRICT_CANCEL
from orderdesk.connectors.iqmetrix.vocabulary import (
    ADDRESS,
    CUSTOMER,
    EMPLOYEE,
    LOCATION,
    ORDER_TYPES,
    PRODUCT,
    SUPPLIER,
    TITLE,
    VENDOR,
)
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.messages import QT_TRANSLATE_NOOP

_SERVICES = QT_TRANSLATE_NOOP("messages", "Services")
_COMPANY = QT_TRANSLATE_NOOP("messages", "Company")
_SIGN_IN = QT_TRANSLATE_NOOP("messages", "Sign-in")
_NAMES = QT_TRANSLATE_NOOP("messages", "Only for names; without it, ids are shown in their place.")

URLS = (
    FieldSpec(
        key="orders",
        label=QT_TRANSLATE_NOOP("messages", "Order service"),
        group=_SERVICES,
        help=QT_TRANSLATE_NOOP("messages", "The address up to and with /v1."),
        required=True,
        default="https://order.iqmetrix.net/v1",
    ),
    FieldSpec(
        key="accounts",
        label=QT_TRANSLATE_NOOP("messages", "Accounts"),
        group=_SERVICES,
        help=QT_TRANSLATE_NOOP("messages", "Gives out the sign-in for all the services."),
        required=True,
        default="https://accounts.iqmetrix.net/v1",
    ),
    FieldSpec(
        key="crm",
        label=QT_TRANSLATE_NOOP("messages", "Customers (CRM)"),
        group=_SERVICES,
        help=_NAMES,
        default="https://crm.iqmetrix.net/v1",
    ),
    FieldSpec(
        key="entitymanager",
        label=QT_TRANSLATE_NOOP("messages", "Locations and suppliers"),
        group=_SERVICES,
        help=_NAMES,
        default="https://entitymanager.iqmetrix.net/v1",
    ),
    FieldSpec(
        key="usermanager",
        label=QT_TRANSLATE_NOOP("messages", "Employees"),
        group=_SERVICES,
        help=_NAMES,
        default="https://usermanager.iqmetrix.net/v1",
    ),
    FieldSpec(
        key="catalogs",
        label=QT_TRANSLATE_NOOP("messages", "Catalog"),
        group=_SERVICES,
        help=_NAMES,
        default="https://catalogs.iqmetrix.net/v1",
    ),
)
"""The services of the production environment; the vendor's sandbox has others."""

SETTINGS = (
    FieldSpec(
        key="company_id",
        label=QT_TRANSLATE_NOOP("messages", "Company ID"),
        type=FieldType.INTEGER,
        group=_COMPANY,
        help=QT_TRANSLATE_NOOP("messages", "The number of your company at iQmetrix."),
        required=True,
    ),
    FieldSpec(
        key="currency",
        label=QT_TRANSLATE_NOOP("messages", "Currency"),
        group=_COMPANY,
        help=QT_TRANSLATE_NOOP(
            "messages",
            "Three letters, like CAD. iQmetrix sends no currency; left empty, amounts have none.",
        ),
        max_length=3,
    ),
    FieldSpec(
        key=STRICT_CANCEL,
        label=QT_TRANSLATE_NOOP("messages", "Strict cancelling"),
        type=FieldType.BOOLEAN,
        group=_COMPANY,
        help=QT_TRANSLATE_NOOP(
            "messages",
            "iQmetrix's documents differ on whether a pending order can be cancelled by hand. "
            "Turn this on if your company's cannot.",
        ),
        default="no",
    ),
)

SECRETS = (
    FieldSpec(
        key="username",
        label=QT_TRANSLATE_NOOP("messages", "User name"),
        group=_SIGN_IN,
        help=QT_TRANSLATE_NOOP("messages", "Mostly an e-mail address."),
        required=True,
    ),
    FieldSpec(
        key="password",
        label=QT_TRANSLATE_NOOP("messages", "Password"),
        type=FieldType.HIDDEN,
        group=_SIGN_IN,
        required=True,
    ),
    FieldSpec(
        key="client_id",
        label=QT_TRANSLATE_NOOP("messages", "Client ID"),
        group=_SIGN_IN,
        help=QT_TRANSLATE_NOOP("messages", "iQmetrix gives it to your company."),
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
        "messages", "Sales, transfer, purchase and RMA orders of a company and its stores."
    ),
    urls=URLS,
    settings=SETTINGS,
    secrets=SECRETS,
    kinds=tuple(kind for kind, _name in ORDER_TYPES.values()),
    look_ups={
        LOCATION: QT_TRANSLATE_NOOP("messages", "Locations"),
        CUSTOMER: QT_TRANSLATE_NOOP("messages", "Customers"),
        EMPLOYEE: QT_TRANSLATE_NOOP("messages", "Employees"),
        SUPPLIER: QT_TRANSLATE_NOOP("messages", "Suppliers"),
        ADDRESS: QT_TRANSLATE_NOOP("messages", "Addresses"),
        PRODUCT: QT_TRANSLATE_NOOP("messages", "Products"),
    },
    rules=RULES,
    path_words=frozenset(
        {
            "Addresses",
            "ByVendorSku",
            "Catalog",
            "Companies",
            "Customers",
            "Entities",
            "Items",
            "Locations",
            "OrderFull",
            "Orders",
            "Process",
            "Suppliers",
            "Users",
            "oauth2",
            "token",
        }
    ),
)

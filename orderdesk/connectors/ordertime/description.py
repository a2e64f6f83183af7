"""What this connector says of itself, as data."""

from orderdesk.connectors.ordertime.rules import RULES
from orderdesk.connectors.ordertime.vocabulary import (
    ADDRESS,
    CLASS,
    CONTACT,
    CURRENCY,
    CURRENCY_SETTING,
    CUSTOMER,
    DISCOUNT,
    ITEM,
    LOCATION,
    SALES_REP,
    SHIP_METHOD,
    STATES,
    STATUS,
    TAX_CODE,
    TAX_ITEM,
    TERM,
    TIME_ZONE,
    TITLE,
    UOM,
    VENDOR,
)
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.status import OrderKind

_SERVICES = QT_TRANSLATE_NOOP("messages", "Services")
_COMPANY = QT_TRANSLATE_NOOP("messages", "Company")
_SIGN_IN = QT_TRANSLATE_NOOP("messages", "Sign-in")

URLS = (
    FieldSpec(
        key="api",
        label=QT_TRANSLATE_NOOP("messages", "API"),
        group=_SERVICES,
        help=QT_TRANSLATE_NOOP("messages", "The address up to and with /api."),
        required=True,
        default="https://services.ordertime.com/api",
    ),
)

SETTINGS = (
    FieldSpec(
        key=STATES,
        label=QT_TRANSLATE_NOOP("messages", "What your statuses mean"),
        type=FieldType.STATES,
        group=_COMPANY,
        help=QT_TRANSLATE_NOOP(
            "messages",
            "The statuses of orders are your company's own. Say what each means, so that orders of "
            "several vendors can be looked at together.",
        ),
        look_up=STATUS,
    ),
    FieldSpec(
        key=TIME_ZONE,
        label=QT_TRANSLATE_NOOP("messages", "Time zone"),
        group=_COMPANY,
        help=QT_TRANSLATE_NOOP(
            "messages",
            "Like America/Halifax. Order Time sends dates without one; left empty, they are taken "
            "to be of this computer's.",
        ),
        max_length=60,
    ),
    FieldSpec(
        key=CURRENCY_SETTING,
        label=QT_TRANSLATE_NOOP("messages", "Currency"),
        group=_COMPANY,
        help=QT_TRANSLATE_NOOP(
            "messages",
            "Three letters, like CAD, for orders that name none; left empty, their amounts have "
            "none.",
        ),
        max_length=3,
    ),
)

SECRETS = (
    FieldSpec(
        key="api_key",
        label=QT_TRANSLATE_NOOP("messages", "API key"),
        type=FieldType.HIDDEN,
        group=_SIGN_IN,
        help=QT_TRANSLATE_NOOP("messages", "Your company's Master Admin gets it in Order Time."),
        required=True,
    ),
    FieldSpec(
        key="email",
        label=QT_TRANSLATE_NOOP("messages", "E-mail"),
        group=_SIGN_IN,
        help=QT_TRANSLATE_NOOP(
            "messages",
            "Of a user whose role may do what you want to do here; best one for this desk alone.",
        ),
        required=True,
    ),
    FieldSpec(
        key="password",
        label=QT_TRANSLATE_NOOP("messages", "Password"),
        type=FieldType.HIDDEN,
        group=_SIGN_IN,
        help=QT_TRANSLATE_NOOP("messages", "The user's; not needed where you have a DevKey."),
    ),
    FieldSpec(
        key="dev_key",
        label=QT_TRANSLATE_NOOP("messages", "DevKey"),
        type=FieldType.HIDDEN,
        group=_SIGN_IN,
        help=QT_TRANSLATE_NOOP(
            "messages",
            "Order Time's support gives one to developers. It is then used in place of the "
            "password.",
        ),
    ),
)

DESCRIPTION = ConnectorDescription(
    vendor=VENDOR,
    title=TITLE,
    summary=QT_TRANSLATE_NOOP(
        "messages", "Sales orders of a company with statuses of its own, and their ship docs."
    ),
    urls=URLS,
    settings=SETTINGS,
    secrets=SECRETS,
    kinds=(OrderKind.SALES,),
    look_ups={
        STATUS: QT_TRANSLATE_NOOP("messages", "Statuses"),
        CUSTOMER: QT_TRANSLATE_NOOP("messages", "Customers"),
        ADDRESS: QT_TRANSLATE_NOOP("messages", "Addresses"),
        CONTACT: QT_TRANSLATE_NOOP("messages", "Contacts"),
        ITEM: QT_TRANSLATE_NOOP("messages", "Items"),
        LOCATION: QT_TRANSLATE_NOOP("messages", "Locations"),
        SALES_REP: QT_TRANSLATE_NOOP("messages", "Sales reps"),
        SHIP_METHOD: QT_TRANSLATE_NOOP("messages", "Ship methods"),
        TERM: QT_TRANSLATE_NOOP("messages", "Terms"),
        CLASS: QT_TRANSLATE_NOOP("messages", "Classes"),
        CURRENCY: QT_TRANSLATE_NOOP("messages", "Currencies"),
        TAX_ITEM: QT_TRANSLATE_NOOP("messages", "Sales taxes"),
        TAX_CODE: QT_TRANSLATE_NOOP("messages", "Tax codes"),
        DISCOUNT: QT_TRANSLATE_NOOP("messages", "Discounts"),
        UOM: QT_TRANSLATE_NOOP("messages", "Units"),
    },
    rules=RULES,
    # No limit is published; a page is large, so that few are asked for at a time.
    at_once=2,
    path_words=frozenset(
        {"api", "entityref", "list", "salesorder", "salesorderlineitem", "shipdoc"}
    ),
)

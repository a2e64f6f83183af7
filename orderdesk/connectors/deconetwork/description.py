"""What this connector says of itself, as data."""

from orderdesk.connectors.deconetwork.rules import RULES
from orderdesk.connectors.deconetwork.vocabulary import CUSTOMER, TITLE, VENDOR
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
            "messages", "Your site's address, like https://yours.secure-decoration.com"
        ),
        required=True,
    ),
)

SETTINGS = (
    FieldSpec(
        key="currency",
        label=QT_TRANSLATE_NOOP("messages", "Currency"),
        group=_SITE,
        help=QT_TRANSLATE_NOOP(
            "messages",
            "Three letters, like CAD. DecoNetwork sends none; left empty, amounts have none.",
        ),
        max_length=3,
    ),
)

SECRETS = (
    FieldSpec(
        key="username",
        label=QT_TRANSLATE_NOOP("messages", "User name"),
        group=_SIGN_IN,
        help=QT_TRANSLATE_NOOP("messages", "Of a user of the site with administrator rights."),
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
        "messages", "Orders of decorated goods, with production and shipping of every item."
    ),
    urls=URLS,
    settings=SETTINGS,
    secrets=SECRETS,
    kinds=(OrderKind.ORDER,),
    look_ups={CUSTOMER: QT_TRANSLATE_NOOP("messages", "Customers")},
    rules=RULES,
    # No limit is published; a page is large, so that few are asked for at a time.
    at_once=2,
    path_words=frozenset(
        {"add_internal_note", "api", "find", "json", "manage_orders", "update_order_status"}
    ),
)

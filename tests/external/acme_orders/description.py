"""What the connector says of itself; light to import."""

from typing import Final

from acme_orders.rules import RULES, TITLE, VENDOR

from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.status import OrderKind

DESCRIPTION: Final = ConnectorDescription(
    vendor=VENDOR,
    title=TITLE,
    summary="Orders of a gift shop.",
    urls=(FieldSpec("shop", "Shop's address", required=True),),
    settings=(),
    secrets=(
        FieldSpec("till", "Till", required=True, help="The number on the till."),
        FieldSpec("till_pin", "Till PIN", FieldType.HIDDEN, required=True),
    ),
    kinds=(OrderKind.ORDER,),
    look_ups={},
    rules=RULES,
)

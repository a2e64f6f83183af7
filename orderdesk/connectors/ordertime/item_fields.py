"""The fields of an order's line, by the vendor's names, as its field table gives them."""

from decimal import Decimal
from typing import Final

from orderdesk.connectors.ordertime.vocabulary import ITEM, SHIPPED, TAX_CODE, TO_SHIP, UOM
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP

_ITEM = QT_TRANSLATE_NOOP("messages", "Item")
_AMOUNTS = QT_TRANSLATE_NOOP("messages", "Amounts")
_PROGRESS = QT_TRANSLATE_NOOP("messages", "Progress")

LINE_FORM: Final[tuple[FieldSpec, ...]] = (
    FieldSpec(
        key="ItemRef",
        label=QT_TRANSLATE_NOOP("messages", "Item"),
        type=FieldType.REFERENCE,
        group=_ITEM,
        required=True,
        look_up=ITEM,
    ),
    FieldSpec(
        key="Description",
        label=QT_TRANSLATE_NOOP("messages", "Description"),
        type=FieldType.LONG_TEXT,
        group=_ITEM,
        help=QT_TRANSLATE_NOOP("messages", "Of a new line left empty, the item's own."),
        max_length=4_000,
        attribute="description",
    ),
    FieldSpec(
        key="Quantity",
        label=QT_TRANSLATE_NOOP("messages", "Quantity"),
        type=FieldType.DECIMAL,
        group=_ITEM,
        help=QT_TRANSLATE_NOOP("messages", "Below 0 for what comes back."),
        required=True,
        default="1",
        attribute="quantity",
    ),
    FieldSpec(
        key="Price",
        label=QT_TRANSLATE_NOOP("messages", "Price"),
        type=FieldType.MONEY,
        group=_AMOUNTS,
        help=QT_TRANSLATE_NOOP("messages", "Per unit; the item list shows the usual one."),
        required=True,
        minimum=Decimal(0),
        attribute="price",
    ),
    FieldSpec(
        key="UomRef",
        label=QT_TRANSLATE_NOOP("messages", "Unit"),
        type=FieldType.REFERENCE,
        group=_ITEM,
        look_up=UOM,
    ),
    FieldSpec(
        key="UomConversionRate",
        label=QT_TRANSLATE_NOOP("messages", "Pieces in a unit"),
        type=FieldType.DECIMAL,
        group=_ITEM,
        minimum=Decimal(0),
    ),
    FieldSpec(
        key="SalesTaxCodeRef",
        label=QT_TRANSLATE_NOOP("messages", "Tax code"),
        type=FieldType.REFERENCE,
        group=_AMOUNTS,
        look_up=TAX_CODE,
    ),
    FieldSpec(
        key="CustomerPartNo",
        label=QT_TRANSLATE_NOOP("messages", "Customer's part number"),
        group=_ITEM,
        max_length=50,
    ),
    FieldSpec(
        key="LineInstructions",
        label=QT_TRANSLATE_NOOP("messages", "Instructions"),
        type=FieldType.LONG_TEXT,
        group=_ITEM,
        max_length=4_000,
    ),
    FieldSpec(
        key="IsCleared",
        label=QT_TRANSLATE_NOOP("messages", "Closed"),
        type=FieldType.BOOLEAN,
        group=_PROGRESS,
        help=QT_TRANSLATE_NOOP("messages", "Nothing more of this line is to be shipped."),
        default="no",
    ),
)
"""What a line can be given (Sales Order Line Item page)."""


def _shown(key: str, label: str, group: str, kind: FieldType = FieldType.TEXT) -> FieldSpec:
    return FieldSpec(key=key, label=label, type=kind, group=group, read_only=True)


FROM_SHIP_DOCS: Final[tuple[FieldSpec, ...]] = (
    _shown(SHIPPED, QT_TRANSLATE_NOOP("messages", "Shipped"), _PROGRESS, FieldType.DECIMAL),
    _shown(TO_SHIP, QT_TRANSLATE_NOOP("messages", "To ship"), _PROGRESS, FieldType.DECIMAL),
)

LINE_FIELDS: Final[tuple[FieldSpec, ...]] = (
    *LINE_FORM,
    _shown("LineNo", QT_TRANSLATE_NOOP("messages", "Line number"), _ITEM),
    _shown("StdPrice", QT_TRANSLATE_NOOP("messages", "Standard price"), _AMOUNTS, FieldType.MONEY),
    _shown("StdCost", QT_TRANSLATE_NOOP("messages", "Standard cost"), _AMOUNTS, FieldType.MONEY),
    _shown("TranType", QT_TRANSLATE_NOOP("messages", "Record type"), _ITEM),
    _shown(
        "CustomFields", QT_TRANSLATE_NOOP("messages", "Custom fields"), _ITEM, FieldType.TEXT_LIST
    ),
    *FROM_SHIP_DOCS,
)

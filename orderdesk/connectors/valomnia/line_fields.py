"""The fields of a line, by the vendor's names, and of a line of a new operation."""

from decimal import Decimal
from typing import Final

from orderdesk.connectors.valomnia.vocabulary import PRODUCT
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP

_ITEM = QT_TRANSLATE_NOOP("messages", "Item")
_PRICE = QT_TRANSLATE_NOOP("messages", "Price")
_ORDER = QT_TRANSLATE_NOOP("messages", "Order")


def _shown(key: str, label: str, group: str, kind: FieldType = FieldType.TEXT) -> FieldSpec:
    return FieldSpec(key=key, label=label, type=kind, group=group, read_only=True)


LINE_FORM_FIELDS: Final[tuple[FieldSpec, ...]] = (
    FieldSpec(
        key="itemReference",
        label=QT_TRANSLATE_NOOP("messages", "Item"),
        group=_ITEM,
        help=QT_TRANSLATE_NOOP("messages", "The item's reference."),
        required=True,
        look_up=PRODUCT,
        attribute="sku",
    ),
    FieldSpec(
        key="unitReference",
        label=QT_TRANSLATE_NOOP("messages", "Unit"),
        group=_ITEM,
        help=QT_TRANSLATE_NOOP(
            "messages", "The unit's reference, as pcs; left empty, the item's usual one."
        ),
    ),
    FieldSpec(
        key="quantity",
        label=QT_TRANSLATE_NOOP("messages", "Quantity"),
        type=FieldType.DECIMAL,
        group=_ITEM,
        required=True,
        minimum=Decimal(0),
        default="1",
        attribute="quantity",
    ),
    FieldSpec(
        key="unitPrice",
        label=QT_TRANSLATE_NOOP("messages", "Unit price"),
        type=FieldType.MONEY,
        group=_PRICE,
        help=QT_TRANSLATE_NOOP(
            "messages", "Without tax. Valomnia keeps no price with an item, so it has to be given."
        ),
        required=True,
        minimum=Decimal(0),
        attribute="price",
    ),
)
"""What a line of a new operation is made of; lines cannot be changed later."""

LINE_FIELDS: Final[tuple[FieldSpec, ...]] = (
    *LINE_FORM_FIELDS,
    _shown("item", QT_TRANSLATE_NOOP("messages", "Item's id"), _ITEM),
    _shown("unit", QT_TRANSLATE_NOOP("messages", "Unit's id"), _ITEM),
    _shown("unit.name", QT_TRANSLATE_NOOP("messages", "Unit's name"), _ITEM),
    _shown("type", QT_TRANSLATE_NOOP("messages", "Type"), _ITEM),
    _shown("comment", QT_TRANSLATE_NOOP("messages", "Comment"), _ITEM),
    _shown(
        "soldSerialNumbers",
        QT_TRANSLATE_NOOP("messages", "Serial numbers"),
        _ITEM,
        FieldType.TEXT_LIST,
    ),
    _shown("finalPrice", QT_TRANSLATE_NOOP("messages", "Line total"), _PRICE, FieldType.MONEY),
    _shown("discount", QT_TRANSLATE_NOOP("messages", "Discount"), _PRICE, FieldType.DECIMAL),
    _shown(
        "customerDiscount",
        QT_TRANSLATE_NOOP("messages", "Customer's discount"),
        _PRICE,
        FieldType.DECIMAL,
    ),
    _shown("tax", QT_TRANSLATE_NOOP("messages", "Tax"), _PRICE, FieldType.DECIMAL),
    _shown("operationType", QT_TRANSLATE_NOOP("messages", "Kind of order"), _ORDER),
    _shown("orderReference", QT_TRANSLATE_NOOP("messages", "Order's reference"), _ORDER),
    _shown("organization", QT_TRANSLATE_NOOP("messages", "Organisation"), _ORDER),
    _shown("dateCreated", QT_TRANSLATE_NOOP("messages", "Created"), _ORDER, FieldType.TIME),
    _shown("lastUpdated", QT_TRANSLATE_NOOP("messages", "Last changed"), _ORDER, FieldType.TIME),
)

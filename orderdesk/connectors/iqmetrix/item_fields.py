"""The fields of an item, by the vendor's names, as its field tables give them."""

from decimal import Decimal

from orderdesk.connectors.iqmetrix.vocabulary import (
    ITEM_STATUS_CHOICES,
    ITEM_TYPE_CHOICES,
    PRODUCT,
    STATUS_CHOICES_BY_TYPE,
    SUPPLIER,
)
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP

_ITEM = QT_TRANSLATE_NOOP("messages", "Item")
_PRICES = QT_TRANSLATE_NOOP("messages", "Prices")
_SUPPLY = QT_TRANSLATE_NOOP("messages", "Supply")
_ORIGIN = QT_TRANSLATE_NOOP("messages", "Origin")

# The services hold whole numbers in 32 bits.
_LARGEST_WHOLE = Decimal(2**31 - 1)

LINE_FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec(
        key="ItemTypeId",
        label=QT_TRANSLATE_NOOP("messages", "Item type"),
        type=FieldType.CHOICE,
        group=_ITEM,
        required=True,
        choices=ITEM_TYPE_CHOICES,
        attribute="kind_word",
    ),
    FieldSpec(
        key="ItemStatusId",
        label=QT_TRANSLATE_NOOP("messages", "Item status"),
        type=FieldType.CHOICE,
        group=_ITEM,
        help=QT_TRANSLATE_NOOP("messages", "Which ones there are depends on the item type."),
        required=True,
        choices=ITEM_STATUS_CHOICES,
        choices_by=STATUS_CHOICES_BY_TYPE,
        depends_on="ItemTypeId",
        attribute="status_word",
    ),
    FieldSpec(
        key="SKU",
        label=QT_TRANSLATE_NOOP("messages", "SKU"),
        group=_ITEM,
        attribute="sku",
    ),
    FieldSpec(
        key="ProductId",
        label=QT_TRANSLATE_NOOP("messages", "Product ID"),
        group=_ITEM,
        help=QT_TRANSLATE_NOOP(
            "messages", "The catalog's id of the product; only once on each order."
        ),
        look_up=PRODUCT,
        depends_on="SKU",
        unique=True,
    ),
    FieldSpec(
        key="Description",
        label=QT_TRANSLATE_NOOP("messages", "Description"),
        group=_ITEM,
        attribute="description",
    ),
    FieldSpec(
        key="Quantity",
        label=QT_TRANSLATE_NOOP("messages", "Quantity"),
        type=FieldType.INTEGER,
        group=_ITEM,
        minimum=Decimal(0),
        maximum=_LARGEST_WHOLE,
        default="1",
        attribute="quantity",
    ),
    FieldSpec(
        key="SellingPrice",
        label=QT_TRANSLATE_NOOP("messages", "Price charged"),
        type=FieldType.MONEY,
        group=_PRICES,
        help=QT_TRANSLATE_NOOP("messages", "For one unit."),
        attribute="price",
    ),
    FieldSpec(
        key="ListPrice",
        label=QT_TRANSLATE_NOOP("messages", "List price"),
        type=FieldType.MONEY,
        group=_PRICES,
        help=QT_TRANSLATE_NOOP("messages", "The regular or sale price for one unit."),
    ),
    FieldSpec(
        key="Cost",
        label=QT_TRANSLATE_NOOP("messages", "Cost"),
        type=FieldType.MONEY,
        group=_PRICES,
        help=QT_TRANSLATE_NOOP("messages", "What the retailer paid for one unit."),
    ),
    FieldSpec(
        key="SupplierEntityId",
        label=QT_TRANSLATE_NOOP("messages", "Supplier"),
        type=FieldType.REFERENCE,
        group=_SUPPLY,
        look_up=SUPPLIER,
    ),
    FieldSpec(
        key="SupplierReference",
        label=QT_TRANSLATE_NOOP("messages", "Supplier reference"),
        group=_SUPPLY,
    ),
    FieldSpec(
        key="ShippingOptionId",
        label=QT_TRANSLATE_NOOP("messages", "Shipping option"),
        group=_SUPPLY,
        help=QT_TRANSLATE_NOOP("messages", "Needed on items of the type Shipping."),
    ),
    FieldSpec(
        key="TrackingInformation",
        label=QT_TRANSLATE_NOOP("messages", "Tracking"),
        type=FieldType.TRACKING,
        group=_SUPPLY,
        help=QT_TRANSLATE_NOOP(
            "messages", "One a line: how many, an x, and the tracking number, like 1 x 1ZTEST42."
        ),
    ),
    FieldSpec(
        key="SerialNumbers",
        label=QT_TRANSLATE_NOOP("messages", "Serial numbers"),
        type=FieldType.TEXT_LIST,
        group=_ITEM,
        help=QT_TRANSLATE_NOOP("messages", "One a line."),
    ),
    FieldSpec(
        key="Notes",
        label=QT_TRANSLATE_NOOP("messages", "Notes"),
        type=FieldType.LONG_TEXT,
        group=_ITEM,
    ),
    FieldSpec(
        key="Index",
        label=QT_TRANSLATE_NOOP("messages", "Position"),
        type=FieldType.INTEGER,
        group=_ITEM,
        help=QT_TRANSLATE_NOOP("messages", "Where the item stands on the order and its invoice."),
        minimum=-_LARGEST_WHOLE,
        maximum=_LARGEST_WHOLE,
    ),
    FieldSpec(
        key="ItemType",
        label=QT_TRANSLATE_NOOP("messages", "Item type as sent"),
        group=_ORIGIN,
        read_only=True,
    ),
    FieldSpec(
        key="ItemStatus",
        label=QT_TRANSLATE_NOOP("messages", "Item status as sent"),
        group=_ORIGIN,
        read_only=True,
    ),
    FieldSpec(
        key="Id",
        label=QT_TRANSLATE_NOOP("messages", "Item ID"),
        group=_ORIGIN,
        read_only=True,
    ),
    FieldSpec(
        key="DeliveryDate",
        label=QT_TRANSLATE_NOOP("messages", "Delivery date"),
        group=_ORIGIN,
        read_only=True,
    ),
    FieldSpec(
        key="DeliveryRemarks",
        label=QT_TRANSLATE_NOOP("messages", "Delivery remarks"),
        group=_ORIGIN,
        read_only=True,
    ),
)
"""Field table and request parameters of Item; the Delivery fields only in orders since 2018."""

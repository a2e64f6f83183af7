"""The fields of an order and of its lines, by the vendor's names, as its field tables give them."""

from decimal import Decimal
from typing import Final

from orderdesk.connectors.orderspace.vocabulary import (
    CUSTOMER,
    INVOICED_COUNT,
    PREORDER_WINDOW,
    PRODUCT,
    TAX_RATE,
    TO_DISPATCH,
    TO_INVOICE,
)
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP

_ORDER = QT_TRANSLATE_NOOP("messages", "Order")
_NOTES = QT_TRANSLATE_NOOP("messages", "Notes")
_DELIVERY = QT_TRANSLATE_NOOP("messages", "Delivery")
_SHIP_TO = QT_TRANSLATE_NOOP("messages", "Shipping address")
_BILL_TO = QT_TRANSLATE_NOOP("messages", "Billing address")
_CONTACT = QT_TRANSLATE_NOOP("messages", "Contact")
_PROGRESS = QT_TRANSLATE_NOOP("messages", "Progress")
_ITEM = QT_TRANSLATE_NOOP("messages", "Item")
_TAX = QT_TRANSLATE_NOOP("messages", "Tax")

ADDRESS_PARTS: Final = (
    ("company_name", QT_TRANSLATE_NOOP("messages", "Company")),
    ("contact_name", QT_TRANSLATE_NOOP("messages", "Contact name")),
    ("line1", QT_TRANSLATE_NOOP("messages", "Address line 1")),
    ("line2", QT_TRANSLATE_NOOP("messages", "Address line 2")),
    ("city", QT_TRANSLATE_NOOP("messages", "City")),
    ("state", QT_TRANSLATE_NOOP("messages", "State")),
    ("postal_code", QT_TRANSLATE_NOOP("messages", "Postal code")),
    ("country", QT_TRANSLATE_NOOP("messages", "Country (two letters)")),
)
ADDRESSES: Final = ("shipping_address", "billing_address")
EMAIL_USES: Final = (
    ("orders", QT_TRANSLATE_NOOP("messages", "E-mail for orders")),
    ("dispatches", QT_TRANSLATE_NOOP("messages", "E-mail for dispatches")),
    ("invoices", QT_TRANSLATE_NOOP("messages", "E-mail for invoices")),
)


def _address(name: str, group: str) -> tuple[FieldSpec, ...]:
    return tuple(
        FieldSpec(key=f"{name}.{part}", label=label, group=group) for part, label in ADDRESS_PARTS
    )


FORM_FIELDS: Final[tuple[FieldSpec, ...]] = (
    FieldSpec(
        key="customer_id",
        label=QT_TRANSLATE_NOOP("messages", "Customer"),
        type=FieldType.REFERENCE,
        group=_ORDER,
        required=True,
        look_up=CUSTOMER,
        attribute="customer",
    ),
    FieldSpec(
        key="reference",
        label=QT_TRANSLATE_NOOP("messages", "Reference"),
        group=_ORDER,
        help=QT_TRANSLATE_NOOP(
            "messages",
            "Your own; the customer sees it. Left empty, the desk puts one by which it can find "
            "the order if an answer is lost.",
        ),
        attribute="name",
    ),
    FieldSpec(
        key="customer_po_number",
        label=QT_TRANSLATE_NOOP("messages", "Customer's PO number"),
        group=_ORDER,
    ),
    FieldSpec(
        key="delivery_date",
        label=QT_TRANSLATE_NOOP("messages", "Delivery date"),
        type=FieldType.DATE,
        group=_DELIVERY,
        help=QT_TRANSLATE_NOOP("messages", "The day the customer asked for."),
    ),
    FieldSpec(
        key="customer_note",
        label=QT_TRANSLATE_NOOP("messages", "Customer's note"),
        type=FieldType.LONG_TEXT,
        group=_NOTES,
    ),
    FieldSpec(
        key="internal_note",
        label=QT_TRANSLATE_NOOP("messages", "Internal note"),
        type=FieldType.LONG_TEXT,
        group=_NOTES,
        help=QT_TRANSLATE_NOOP("messages", "The customer does not see it."),
    ),
    *_address("shipping_address", _SHIP_TO),
    *_address("billing_address", _BILL_TO),
)
"""What a new order can be given (create an order, reference page)."""


def _shown(key: str, label: str, group: str, kind: FieldType = FieldType.TEXT) -> FieldSpec:
    return FieldSpec(key=key, label=label, type=kind, group=group, read_only=True)


ORDER_FIELDS: Final[tuple[FieldSpec, ...]] = (
    *FORM_FIELDS,
    _shown("created", QT_TRANSLATE_NOOP("messages", "Placed"), _ORDER, FieldType.TIME),
    _shown("created_by", QT_TRANSLATE_NOOP("messages", "Placed by"), _ORDER),
    _shown("standing_order_id", QT_TRANSLATE_NOOP("messages", "Standing order"), _ORDER),
    _shown("shipping_type", QT_TRANSLATE_NOOP("messages", "Shipping type"), _DELIVERY),
    _shown("company_name", QT_TRANSLATE_NOOP("messages", "Company"), _CONTACT),
    _shown("phone", QT_TRANSLATE_NOOP("messages", "Phone"), _CONTACT),
    *(_shown(f"email_addresses.{use}", label, _CONTACT) for use, label in EMAIL_USES),
    _shown("net_total", QT_TRANSLATE_NOOP("messages", "Net total"), _ORDER, FieldType.MONEY),
    _shown("gross_total", QT_TRANSLATE_NOOP("messages", "Gross total"), _ORDER, FieldType.MONEY),
    _shown(
        TO_INVOICE,
        QT_TRANSLATE_NOOP("messages", "Items not invoiced yet"),
        _PROGRESS,
        FieldType.DECIMAL,
    ),
    _shown(
        INVOICED_COUNT,
        QT_TRANSLATE_NOOP("messages", "Items invoiced"),
        _PROGRESS,
        FieldType.DECIMAL,
    ),
    _shown(
        TO_DISPATCH,
        QT_TRANSLATE_NOOP("messages", "Items that can be dispatched"),
        _PROGRESS,
        FieldType.DECIMAL,
    ),
)

LINE_FORM_FIELDS: Final[tuple[FieldSpec, ...]] = (
    FieldSpec(
        key="sku",
        label=QT_TRANSLATE_NOOP("messages", "SKU"),
        type=FieldType.REFERENCE,
        group=_ITEM,
        help=QT_TRANSLATE_NOOP(
            "messages", "Of a product; left empty, the line is a custom or a shipping line."
        ),
        look_up=PRODUCT,
        excludes=("name", "unit_price", "tax_rate_id"),
        attribute="sku",
    ),
    FieldSpec(
        key="name",
        label=QT_TRANSLATE_NOOP("messages", "Name"),
        group=_ITEM,
        help=QT_TRANSLATE_NOOP("messages", "Needed where there is no SKU."),
        attribute="description",
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
        key="unit_price",
        label=QT_TRANSLATE_NOOP("messages", "Unit price"),
        type=FieldType.MONEY,
        group=_ITEM,
        help=QT_TRANSLATE_NOOP(
            "messages", "Of a custom or shipping line; a product has its price from the price list."
        ),
        minimum=Decimal(0),
        attribute="price",
    ),
    FieldSpec(
        key="shipping",
        label=QT_TRANSLATE_NOOP("messages", "Shipping charge"),
        type=FieldType.BOOLEAN,
        group=_ITEM,
        default="no",
    ),
    FieldSpec(
        key="tax_rate_id",
        label=QT_TRANSLATE_NOOP("messages", "Tax rate"),
        type=FieldType.REFERENCE,
        group=_TAX,
        look_up=TAX_RATE,
    ),
)

LINE_FIELDS: Final[tuple[FieldSpec, ...]] = (
    *LINE_FORM_FIELDS,
    _shown("options", QT_TRANSLATE_NOOP("messages", "Options"), _ITEM),
    _shown("grouping_category.name", QT_TRANSLATE_NOOP("messages", "Category"), _ITEM),
    _shown("grouping_category.id", QT_TRANSLATE_NOOP("messages", "Category ID"), _ITEM),
    _shown("sub_total", QT_TRANSLATE_NOOP("messages", "Subtotal"), _ITEM, FieldType.MONEY),
    _shown("tax_name", QT_TRANSLATE_NOOP("messages", "Tax"), _TAX),
    _shown("tax_rate", QT_TRANSLATE_NOOP("messages", "Tax rate in %"), _TAX, FieldType.DECIMAL),
    _shown("tax_amount", QT_TRANSLATE_NOOP("messages", "Tax amount"), _TAX, FieldType.MONEY),
    FieldSpec(
        key="preorder_window_id",
        label=QT_TRANSLATE_NOOP("messages", "Preorder window"),
        type=FieldType.REFERENCE,
        group=_PROGRESS,
        read_only=True,
        look_up=PREORDER_WINDOW,
    ),
    _shown("on_hold", QT_TRANSLATE_NOOP("messages", "On hold"), _PROGRESS, FieldType.BOOLEAN),
    _shown("invoiced", QT_TRANSLATE_NOOP("messages", "Invoiced"), _PROGRESS, FieldType.DECIMAL),
    _shown("paid", QT_TRANSLATE_NOOP("messages", "Paid"), _PROGRESS, FieldType.DECIMAL),
    _shown("dispatched", QT_TRANSLATE_NOOP("messages", "Dispatched"), _PROGRESS, FieldType.DECIMAL),
    _shown(
        TO_INVOICE, QT_TRANSLATE_NOOP("messages", "Not invoiced yet"), _PROGRESS, FieldType.DECIMAL
    ),
    _shown(
        TO_DISPATCH,
        QT_TRANSLATE_NOOP("messages", "Can be dispatched"),
        _PROGRESS,
        FieldType.DECIMAL,
    ),
)

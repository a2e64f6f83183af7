"""The header fields of an order, by the vendor's names, as its field tables give them."""

from typing import Final

from orderdesk.connectors.ordertime.vocabulary import (
    ADDRESS,
    CLASS,
    CONTACT,
    CURRENCY,
    CUSTOMER,
    DISCOUNT,
    ITEM,
    LOCATION,
    SALES_REP,
    SHIP_DOCS,
    SHIP_METHOD,
    SHIPPED,
    STATUS,
    TAX_CODE,
    TAX_ITEM,
    TERM,
    TO_SHIP,
    TRACKING,
)
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP

_ORDER = QT_TRANSLATE_NOOP("messages", "Order")
_SHIPPING = QT_TRANSLATE_NOOP("messages", "Shipping")
_AMOUNTS = QT_TRANSLATE_NOOP("messages", "Amounts")
_NOTES = QT_TRANSLATE_NOOP("messages", "Notes")
_SHIP_TO = QT_TRANSLATE_NOOP("messages", "Ship-to address")
_BILL_TO = QT_TRANSLATE_NOOP("messages", "Bill-to address")
_PROGRESS = QT_TRANSLATE_NOOP("messages", "Progress")
_RECORD = QT_TRANSLATE_NOOP("messages", "Record")

ADDRESSES: Final = ("ShipAddress", "BillAddress")
ADDRESS_PARTS: Final = (
    ("Name", QT_TRANSLATE_NOOP("messages", "Name")),
    ("Addr1", QT_TRANSLATE_NOOP("messages", "Address line 1")),
    ("Addr2", QT_TRANSLATE_NOOP("messages", "Address line 2")),
    ("Addr3", QT_TRANSLATE_NOOP("messages", "Address line 3")),
    ("Addr4", QT_TRANSLATE_NOOP("messages", "Address line 4")),
    ("City", QT_TRANSLATE_NOOP("messages", "City")),
    ("State", QT_TRANSLATE_NOOP("messages", "State")),
    ("Zip", QT_TRANSLATE_NOOP("messages", "Postal code")),
    ("Country", QT_TRANSLATE_NOOP("messages", "Country")),
    ("Contact", QT_TRANSLATE_NOOP("messages", "Contact")),
    ("AltContact", QT_TRANSLATE_NOOP("messages", "Other contact")),
    ("Phone", QT_TRANSLATE_NOOP("messages", "Phone")),
    ("AltPhone", QT_TRANSLATE_NOOP("messages", "Other phone")),
    ("Fax", QT_TRANSLATE_NOOP("messages", "Fax")),
    ("Email", QT_TRANSLATE_NOOP("messages", "E-mail")),
    ("Website", QT_TRANSLATE_NOOP("messages", "Website")),
)


def _reference(
    key: str, label: str, look_up: str, group: str, attribute: str | None = None
) -> FieldSpec:
    return FieldSpec(
        key=key,
        label=label,
        type=FieldType.REFERENCE,
        group=group,
        look_up=look_up,
        attribute=attribute,
    )


def _of_customer(key: str, label: str, look_up: str, *, required: bool = False) -> FieldSpec:
    return FieldSpec(
        key=key,
        label=label,
        type=FieldType.REFERENCE,
        group=_SHIPPING if required else _ORDER,
        required=required,
        depends_on="CustomerRef",
        look_up=look_up,
    )


def _money(key: str, label: str) -> FieldSpec:
    attribute = "discount" if key == "DiscountAmount" else None
    return FieldSpec(
        key=key, label=label, type=FieldType.MONEY, group=_AMOUNTS, attribute=attribute
    )


def _note(key: str, label: str, text: str = "") -> FieldSpec:
    kind = FieldType.LONG_TEXT
    return FieldSpec(key=key, label=label, type=kind, group=_NOTES, help=text, max_length=4_000)


def _day(key: str, label: str) -> FieldSpec:
    return FieldSpec(key=key, label=label, type=FieldType.DATE, group=_ORDER, required=True)


def _address(name: str, group: str) -> tuple[FieldSpec, ...]:
    return tuple(
        FieldSpec(key=f"{name}.{part}", label=label, group=group) for part, label in ADDRESS_PARTS
    )


CUSTOMER_FIELD: Final = FieldSpec(
    key="CustomerRef",
    label=QT_TRANSLATE_NOOP("messages", "Customer"),
    type=FieldType.REFERENCE,
    group=_ORDER,
    help=QT_TRANSLATE_NOOP("messages", "It cannot be changed once the order is there."),
    required=True,
    look_up=CUSTOMER,
    attribute="customer",
)
"""The customer as a new order is given it."""

STATUS_FIELD: Final = FieldSpec(
    key="StatusRef",
    label=QT_TRANSLATE_NOOP("messages", "Status"),
    type=FieldType.REFERENCE,
    group=_ORDER,
    help=QT_TRANSLATE_NOOP("messages", "One of your company's own; left empty, Order Time's."),
    look_up=STATUS,
)
"""The status as a new order is given it: by its name."""

EDITABLE: Final[tuple[FieldSpec, ...]] = (
    FieldSpec(
        key="CustomerPO",
        label=QT_TRANSLATE_NOOP("messages", "Customer's PO number"),
        group=_ORDER,
        help=QT_TRANSLATE_NOOP(
            "messages",
            "At most 25 characters. Of a new order left empty, the desk puts a number by which it "
            "can find the order if an answer is lost.",
        ),
        max_length=25,
        attribute="name",
    ),
    _of_customer("ShipToRef", QT_TRANSLATE_NOOP("messages", "Ship to"), ADDRESS, required=True),
    _day("Date", QT_TRANSLATE_NOOP("messages", "Order date")),
    _day("PromiseDate", QT_TRANSLATE_NOOP("messages", "Promised date")),
    _reference(
        "LocationRef", QT_TRANSLATE_NOOP("messages", "Location"), LOCATION, _ORDER, "location"
    ),
    _reference(
        "SalesRepRef", QT_TRANSLATE_NOOP("messages", "Sales rep"), SALES_REP, _ORDER, "employee"
    ),
    _reference("ClassRef", QT_TRANSLATE_NOOP("messages", "Class"), CLASS, _ORDER),
    _of_customer("ContactRef", QT_TRANSLATE_NOOP("messages", "Contact"), CONTACT),
    _reference("CurrencyRef", QT_TRANSLATE_NOOP("messages", "Currency"), CURRENCY, _ORDER),
    _reference(
        "ShipMethodRef", QT_TRANSLATE_NOOP("messages", "Ship method"), SHIP_METHOD, _SHIPPING
    ),
    FieldSpec(
        key="FOB",
        label=QT_TRANSLATE_NOOP("messages", "FOB point"),
        group=_SHIPPING,
        max_length=50,
    ),
    _money("ShipAmount", QT_TRANSLATE_NOOP("messages", "Shipping charge")),
    _reference(
        "ShipSalesTaxCodeRef",
        QT_TRANSLATE_NOOP("messages", "Tax code of shipping"),
        TAX_CODE,
        _AMOUNTS,
    ),
    _reference("DiscountRef", QT_TRANSLATE_NOOP("messages", "Discount kind"), DISCOUNT, _AMOUNTS),
    _money("DiscountAmount", QT_TRANSLATE_NOOP("messages", "Discount")),
    _reference(
        "DiscountSalesTaxCodeRef",
        QT_TRANSLATE_NOOP("messages", "Tax code of the discount"),
        TAX_CODE,
        _AMOUNTS,
    ),
    _reference("AdditionalFeeItemRef", QT_TRANSLATE_NOOP("messages", "Fee item"), ITEM, _AMOUNTS),
    _money("AdditionalFeeAmount", QT_TRANSLATE_NOOP("messages", "Additional fee")),
    _reference(
        "AdditionalFeeSalesTaxCodeRef",
        QT_TRANSLATE_NOOP("messages", "Tax code of the fee"),
        TAX_CODE,
        _AMOUNTS,
    ),
    _reference("ItemSalesTaxRef", QT_TRANSLATE_NOOP("messages", "Sales tax"), TAX_ITEM, _AMOUNTS),
    _note("Memo", QT_TRANSLATE_NOOP("messages", "Memo")),
    _note("InternalNotes", QT_TRANSLATE_NOOP("messages", "Internal notes")),
    _note("ShippingInstructions", QT_TRANSLATE_NOOP("messages", "Shipping instructions")),
    *_address("ShipAddress", _SHIP_TO),
    *_address("BillAddress", _BILL_TO),
)
"""What PUT may change (Sales Order page), and what working clients write beside it."""


def _shown(
    key: str, label: str, group: str, kind: FieldType = FieldType.TEXT, text: str = ""
) -> FieldSpec:
    return FieldSpec(key=key, label=label, type=kind, group=group, help=text, read_only=True)


_VERBATIM = QT_TRANSLATE_NOOP("messages", "As Order Time writes it, which is without a time zone.")

FROM_SHIP_DOCS: Final[tuple[FieldSpec, ...]] = (
    _shown(SHIP_DOCS, QT_TRANSLATE_NOOP("messages", "Ship docs"), _PROGRESS, FieldType.TEXT_LIST),
    _shown(
        TRACKING,
        QT_TRANSLATE_NOOP("messages", "Tracking numbers"),
        _PROGRESS,
        FieldType.TEXT_LIST,
    ),
    _shown(SHIPPED, QT_TRANSLATE_NOOP("messages", "Items shipped"), _PROGRESS, FieldType.DECIMAL),
    _shown(TO_SHIP, QT_TRANSLATE_NOOP("messages", "Items to ship"), _PROGRESS, FieldType.DECIMAL),
)

ORDER_FIELDS: Final[tuple[FieldSpec, ...]] = (
    FieldSpec(
        key=CUSTOMER_FIELD.key,
        label=CUSTOMER_FIELD.label,
        type=FieldType.REFERENCE,
        group=_ORDER,
        help=CUSTOMER_FIELD.help,
        read_only=True,
        look_up=CUSTOMER,
        attribute="customer",
    ),
    *EDITABLE,
    FieldSpec(
        key="TermRef",
        label=QT_TRANSLATE_NOOP("messages", "Terms"),
        type=FieldType.REFERENCE,
        group=_AMOUNTS,
        read_only=True,
        look_up=TERM,
    ),
    _shown(
        "ItemSalesTaxRate",
        QT_TRANSLATE_NOOP("messages", "Sales tax in %"),
        _AMOUNTS,
        FieldType.DECIMAL,
    ),
    _shown(
        "TaxRateIsOverriden",
        QT_TRANSLATE_NOOP("messages", "Tax rate set by hand"),
        _AMOUNTS,
        FieldType.BOOLEAN,
    ),
    _shown(
        "CustomFields",
        QT_TRANSLATE_NOOP("messages", "Custom fields"),
        _ORDER,
        FieldType.TEXT_LIST,
        QT_TRANSLATE_NOOP("messages", "Those that hold something; they go back as they came."),
    ),
    *FROM_SHIP_DOCS,
    _shown("Id", QT_TRANSLATE_NOOP("messages", "Internal number"), _RECORD),
    _shown("StatusRef.Id", QT_TRANSLATE_NOOP("messages", "Number of the status"), _RECORD),
    _shown(
        "RecordInfo.CreatedDate",
        QT_TRANSLATE_NOOP("messages", "Entered"),
        _RECORD,
        text=_VERBATIM,
    ),
    _shown(
        "RecordInfo.ModifiedDate",
        QT_TRANSLATE_NOOP("messages", "Last changed"),
        _RECORD,
        text=_VERBATIM,
    ),
)

"""The header fields of an order, by the vendor's names, as its field tables give them."""

from decimal import Decimal

from orderdesk.connectors.iqmetrix.vocabulary import (
    ADDRESS,
    CUSTOMER,
    EMPLOYEE,
    LOCATION,
    ORDER_TYPE_CHOICES,
)
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP

_ORDER = QT_TRANSLATE_NOOP("messages", "Order")
_BILLING = QT_TRANSLATE_NOOP("messages", "Billing")
_SHIPPING = QT_TRANSLATE_NOOP("messages", "Shipping")
_DISCOUNT = QT_TRANSLATE_NOOP("messages", "Discount")
_DATES = QT_TRANSLATE_NOOP("messages", "Dates")
_ORIGIN = QT_TRANSLATE_NOOP("messages", "Origin")

ORDER_FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec(
        key="Name",
        label=QT_TRANSLATE_NOOP("messages", "Name"),
        group=_ORDER,
        help=QT_TRANSLATE_NOOP("messages", "A label to recognise the order by."),
        attribute="name",
    ),
    FieldSpec(
        key="OrderTypeId",
        label=QT_TRANSLATE_NOOP("messages", "Order type"),
        type=FieldType.CHOICE,
        group=_ORDER,
        help=QT_TRANSLATE_NOOP(
            "messages",
            "Sales to a customer, transfer of stock, purchase from a supplier, or RMA for returns.",
        ),
        required=True,
        choices=ORDER_TYPE_CHOICES,
        default="1",
        attribute="kind_word",
    ),
    FieldSpec(
        key="EntityId",
        label=QT_TRANSLATE_NOOP("messages", "Location"),
        type=FieldType.REFERENCE,
        group=_ORDER,
        help=QT_TRANSLATE_NOOP("messages", "The store the order belongs to."),
        required=True,
        look_up=LOCATION,
        attribute="location",
    ),
    FieldSpec(
        key="EmployeeId",
        label=QT_TRANSLATE_NOOP("messages", "Employee"),
        type=FieldType.REFERENCE,
        group=_ORDER,
        help=QT_TRANSLATE_NOOP("messages", "Who made the order; must belong to the company."),
        look_up=EMPLOYEE,
        attribute="employee",
    ),
    FieldSpec(
        key="TenderId",
        label=QT_TRANSLATE_NOOP("messages", "Invoice number"),
        group=_ORDER,
        help=QT_TRANSLATE_NOOP(
            "messages",
            "The invoice number in the system that made the order. Left empty on a new order, "
            "a number of this desk's own is sent, so that a lost answer can be looked up.",
        ),
    ),
    FieldSpec(
        key="BillingCustomerId",
        label=QT_TRANSLATE_NOOP("messages", "Billing customer"),
        type=FieldType.REFERENCE,
        group=_BILLING,
        help=QT_TRANSLATE_NOOP("messages", "Needed before the order can be processed."),
        look_up=CUSTOMER,
        attribute="customer",
    ),
    FieldSpec(
        key="BillingAddressId",
        label=QT_TRANSLATE_NOOP("messages", "Billing address"),
        type=FieldType.REFERENCE,
        group=_BILLING,
        look_up=ADDRESS,
        depends_on="BillingCustomerId",
    ),
    FieldSpec(
        key="ShippingCustomerId",
        label=QT_TRANSLATE_NOOP("messages", "Shipping customer"),
        type=FieldType.REFERENCE,
        group=_SHIPPING,
        help=QT_TRANSLATE_NOOP("messages", "Ships to a customer; leave the location empty then."),
        look_up=CUSTOMER,
        excludes=("ShippingEntityId",),
    ),
    FieldSpec(
        key="ShippingAddressId",
        label=QT_TRANSLATE_NOOP("messages", "Shipping address"),
        type=FieldType.REFERENCE,
        group=_SHIPPING,
        look_up=ADDRESS,
        depends_on="ShippingCustomerId",
    ),
    FieldSpec(
        key="ShippingEntityId",
        label=QT_TRANSLATE_NOOP("messages", "Shipping location"),
        type=FieldType.REFERENCE,
        group=_SHIPPING,
        help=QT_TRANSLATE_NOOP("messages", "Ships to a store; leave the customer empty then."),
        look_up=LOCATION,
        excludes=("ShippingCustomerId",),
    ),
    FieldSpec(
        key="DiscountAmount",
        label=QT_TRANSLATE_NOOP("messages", "Discount"),
        type=FieldType.MONEY,
        group=_DISCOUNT,
        help=QT_TRANSLATE_NOOP("messages", "Taken off the sum of the items."),
        attribute="discount",
    ),
    FieldSpec(
        key="DiscountCode",
        label=QT_TRANSLATE_NOOP("messages", "Discount code"),
        group=_DISCOUNT,
    ),
    FieldSpec(
        key="DiscountDescription",
        label=QT_TRANSLATE_NOOP("messages", "Discount reason"),
        group=_DISCOUNT,
    ),
    FieldSpec(
        key="OrderExpiryHours",
        label=QT_TRANSLATE_NOOP("messages", "Expires after hours"),
        type=FieldType.INTEGER,
        group=_DATES,
        help=QT_TRANSLATE_NOOP(
            "messages",
            "Counted from when the order was made; after that nothing can be changed any more. "
            "72 if left empty on a new order.",
        ),
        minimum=Decimal(1),
        # Ten years: more would run out of the dates the service can write.
        maximum=Decimal(87_600),
    ),
    FieldSpec(
        key="CreatedDateUtc",
        label=QT_TRANSLATE_NOOP("messages", "Created"),
        type=FieldType.TIME,
        group=_DATES,
        read_only=True,
        attribute="placed_at",
    ),
    FieldSpec(
        key="OrderExpiryDate",
        label=QT_TRANSLATE_NOOP("messages", "Expires"),
        type=FieldType.TIME,
        group=_DATES,
        read_only=True,
        attribute="expires_at",
    ),
    FieldSpec(
        key="State",
        label=QT_TRANSLATE_NOOP("messages", "State"),
        group=_ORDER,
        read_only=True,
    ),
    FieldSpec(
        key="PrintableId",
        label=QT_TRANSLATE_NOOP("messages", "Order number"),
        group=_ORDER,
        help=QT_TRANSLATE_NOOP("messages", "Made by iQmetrix, to be printed on invoices."),
        read_only=True,
        attribute="number",
    ),
    FieldSpec(
        key="OrderType",
        label=QT_TRANSLATE_NOOP("messages", "Order type as sent"),
        group=_ORIGIN,
        read_only=True,
    ),
    FieldSpec(
        key="Id",
        label=QT_TRANSLATE_NOOP("messages", "Order ID"),
        group=_ORIGIN,
        read_only=True,
    ),
    FieldSpec(
        key="OrderReference",
        label=QT_TRANSLATE_NOOP("messages", "Order reference"),
        group=_ORIGIN,
        read_only=True,
    ),
    FieldSpec(
        key="SourceName",
        label=QT_TRANSLATE_NOOP("messages", "Source"),
        group=_ORIGIN,
        read_only=True,
    ),
    FieldSpec(
        key="SourceId",
        label=QT_TRANSLATE_NOOP("messages", "Source ID"),
        group=_ORIGIN,
        read_only=True,
    ),
    FieldSpec(
        key="TenderOrigin",
        label=QT_TRANSLATE_NOOP("messages", "Tender origin"),
        group=_ORIGIN,
        read_only=True,
    ),
    FieldSpec(
        key="CustomerId",
        label=QT_TRANSLATE_NOOP("messages", "Customer (old field)"),
        group=_ORIGIN,
        help=QT_TRANSLATE_NOOP("messages", "iQmetrix asks not to use it any more."),
        read_only=True,
    ),
)
"""Field table and request parameters of Order; OrderReference only in orders since 2018."""

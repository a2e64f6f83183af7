"""The fields of an order and of its lines, by the vendor's names; the API changes none of them."""

from typing import Final

from orderdesk.connectors.deconetwork.vocabulary import CUSTOMER, TO_PRODUCE, TO_SHIP
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP

_ORDER = QT_TRANSLATE_NOOP("messages", "Order")
_DATES = QT_TRANSLATE_NOOP("messages", "Dates")
_MONEY = QT_TRANSLATE_NOOP("messages", "Amounts")
_PAYMENT = QT_TRANSLATE_NOOP("messages", "Payment")
_BILL_TO = QT_TRANSLATE_NOOP("messages", "Billing address")
_SHIP_TO = QT_TRANSLATE_NOOP("messages", "Shipping address")
_SHIPPING = QT_TRANSLATE_NOOP("messages", "Shipping")
_PEOPLE = QT_TRANSLATE_NOOP("messages", "People")
_PROGRESS = QT_TRANSLATE_NOOP("messages", "Progress")
_DOCUMENTS = QT_TRANSLATE_NOOP("messages", "Documents (the site asks you to sign in)")
_NOTES = QT_TRANSLATE_NOOP("messages", "Notes")
_ITEM = QT_TRANSLATE_NOOP("messages", "Item")
_DECORATION = QT_TRANSLATE_NOOP("messages", "Decoration")

ADDRESS_PARTS: Final = (
    ("company", QT_TRANSLATE_NOOP("messages", "Company")),
    ("salutation", QT_TRANSLATE_NOOP("messages", "Salutation")),
    ("firstname", QT_TRANSLATE_NOOP("messages", "First name")),
    ("lastname", QT_TRANSLATE_NOOP("messages", "Last name")),
    ("street", QT_TRANSLATE_NOOP("messages", "Street")),
    ("city", QT_TRANSLATE_NOOP("messages", "City")),
    ("state", QT_TRANSLATE_NOOP("messages", "State")),
    ("postcode", QT_TRANSLATE_NOOP("messages", "Postal code")),
    ("country_code", QT_TRANSLATE_NOOP("messages", "Country (two letters)")),
    ("ph_number", QT_TRANSLATE_NOOP("messages", "Phone")),
    ("email", QT_TRANSLATE_NOOP("messages", "E-mail")),
    ("user_id", QT_TRANSLATE_NOOP("messages", "User ID")),
    ("company_id", QT_TRANSLATE_NOOP("messages", "Company ID")),
    ("custom_fields", QT_TRANSLATE_NOOP("messages", "More fields")),
)
PARTIES: Final = ("billing_details", "shipping_details")
PERSONS: Final = ("assigned_to", "created_by")


def _spec(
    key: str, label: str, group: str, kind: FieldType = FieldType.TEXT, attribute: str | None = None
) -> FieldSpec:
    return FieldSpec(
        key=key, label=label, type=kind, group=group, read_only=True, attribute=attribute
    )


def _party(name: str, group: str) -> tuple[FieldSpec, ...]:
    return tuple(_spec(f"{name}.{part}", label, group) for part, label in ADDRESS_PARTS)


AMOUNTS: Final = (
    ("item_amount", QT_TRANSLATE_NOOP("messages", "Items")),
    ("shipping_amount", QT_TRANSLATE_NOOP("messages", "Shipping")),
    ("tax_amount_before_discounts", QT_TRANSLATE_NOOP("messages", "Tax before discounts")),
    ("tax_amount", QT_TRANSLATE_NOOP("messages", "Tax")),
    ("discount_amount", QT_TRANSLATE_NOOP("messages", "Discount")),
    ("coupon_discount_amount", QT_TRANSLATE_NOOP("messages", "Coupon discount")),
    ("gift_certificate_amount", QT_TRANSLATE_NOOP("messages", "Gift certificate")),
    ("credit_used", QT_TRANSLATE_NOOP("messages", "Credit used")),
    ("rush_order_fee_amount", QT_TRANSLATE_NOOP("messages", "Rush fee")),
    ("billable_amount", QT_TRANSLATE_NOOP("messages", "Billable amount")),
    ("outstanding_balance", QT_TRANSLATE_NOOP("messages", "Outstanding balance")),
)
MOMENTS: Final = (
    ("date_ordered", QT_TRANSLATE_NOOP("messages", "Ordered")),
    ("date_started", QT_TRANSLATE_NOOP("messages", "Started")),
    ("date_production_files_ready", QT_TRANSLATE_NOOP("messages", "Production files ready")),
    ("date_scheduled", QT_TRANSLATE_NOOP("messages", "Scheduled")),
    ("date_due", QT_TRANSLATE_NOOP("messages", "Due")),
    ("date_produced", QT_TRANSLATE_NOOP("messages", "Produced")),
    ("date_shipped", QT_TRANSLATE_NOOP("messages", "Shipped")),
    ("date_invoiced", QT_TRANSLATE_NOOP("messages", "Invoiced")),
    ("date_modified", QT_TRANSLATE_NOOP("messages", "Changed")),
)
PLAIN: Final = (
    ("job_name", QT_TRANSLATE_NOOP("messages", "Job"), _ORDER),
    ("customer_po_number", QT_TRANSLATE_NOOP("messages", "Customer's PO number"), _ORDER),
    ("source_type", QT_TRANSLATE_NOOP("messages", "Source (number)"), _ORDER),
    ("order_status", QT_TRANSLATE_NOOP("messages", "Status (number)"), _ORDER),
    ("is_priority", QT_TRANSLATE_NOOP("messages", "Priority"), _ORDER),
    ("total_weight", QT_TRANSLATE_NOOP("messages", "Total weight"), _SHIPPING),
    ("tax_names", QT_TRANSLATE_NOOP("messages", "Names of taxes"), _MONEY),
    ("coupon_code", QT_TRANSLATE_NOOP("messages", "Coupon"), _MONEY),
    ("gift_certificate_code", QT_TRANSLATE_NOOP("messages", "Gift certificate code"), _MONEY),
    ("rush_order_fee", QT_TRANSLATE_NOOP("messages", "Rush order"), _ORDER),
    ("account_terms", QT_TRANSLATE_NOOP("messages", "Account terms"), _PAYMENT),
    ("order_proof_pdf_url", QT_TRANSLATE_NOOP("messages", "Address of the proof"), _DOCUMENTS),
    ("quote_pdf_url", QT_TRANSLATE_NOOP("messages", "Address of the quote"), _DOCUMENTS),
    ("production_pdf_url", QT_TRANSLATE_NOOP("messages", "Address of the work order"), _DOCUMENTS),
)
"""Header fields that are shown as they come."""

ORDER_FIELDS: Final[tuple[FieldSpec, ...]] = (
    FieldSpec(
        key="customer_id",
        label=QT_TRANSLATE_NOOP("messages", "Customer"),
        type=FieldType.REFERENCE,
        group=_ORDER,
        read_only=True,
        look_up=CUSTOMER,
        attribute="customer",
    ),
    *(_spec(key, label, group) for key, label, group in PLAIN),
    *(_spec(key, label, _DATES, FieldType.TIME) for key, label in MOMENTS),
    *(_spec(key, label, _MONEY, FieldType.MONEY) for key, label in AMOUNTS),
    _spec("taxes", QT_TRANSLATE_NOOP("messages", "Taxes"), _MONEY, FieldType.TEXT_LIST),
    _spec("payment_type", QT_TRANSLATE_NOOP("messages", "Payment type"), _PAYMENT),
    _spec("payments", QT_TRANSLATE_NOOP("messages", "Payments"), _PAYMENT, FieldType.TEXT_LIST),
    _spec("refunds", QT_TRANSLATE_NOOP("messages", "Refunds"), _PAYMENT, FieldType.TEXT_LIST),
    _spec("shipping_method", QT_TRANSLATE_NOOP("messages", "Shipping method"), _SHIPPING),
    _spec("shipments", QT_TRANSLATE_NOOP("messages", "Shipments"), _SHIPPING, FieldType.TEXT_LIST),
    _spec("store", QT_TRANSLATE_NOOP("messages", "Store"), _ORDER),
    _spec("assigned_to", QT_TRANSLATE_NOOP("messages", "Assigned to"), _PEOPLE),
    _spec("created_by", QT_TRANSLATE_NOOP("messages", "Created by"), _PEOPLE),
    _spec("notes", QT_TRANSLATE_NOOP("messages", "Internal notes"), _NOTES, FieldType.TEXT_LIST),
    *_party("billing_details", _BILL_TO),
    *_party("shipping_details", _SHIP_TO),
    _spec(
        TO_PRODUCE,
        QT_TRANSLATE_NOOP("messages", "Items not produced yet"),
        _PROGRESS,
        FieldType.DECIMAL,
    ),
    _spec(
        TO_SHIP,
        QT_TRANSLATE_NOOP("messages", "Items not shipped yet"),
        _PROGRESS,
        FieldType.DECIMAL,
    ),
)

LINE_AMOUNTS: Final = (
    ("total_price", QT_TRANSLATE_NOOP("messages", "Total")),
    ("decoration_unit_price", QT_TRANSLATE_NOOP("messages", "Decoration per unit")),
    ("discount", QT_TRANSLATE_NOOP("messages", "Discount")),
    ("tax", QT_TRANSLATE_NOOP("messages", "Tax")),
    ("store_commission", QT_TRANSLATE_NOOP("messages", "Store commission")),
    ("parent_store_commission", QT_TRANSLATE_NOOP("messages", "Parent store commission")),
    ("commission_transaction_fee", QT_TRANSLATE_NOOP("messages", "Commission transaction fee")),
)
LINE_PLAIN: Final = (
    ("product_code", QT_TRANSLATE_NOOP("messages", "Product code"), _ITEM),
    ("product_name", QT_TRANSLATE_NOOP("messages", "Product"), _ITEM),
    ("product_id", QT_TRANSLATE_NOOP("messages", "Product ID"), _ITEM),
    ("product_supplier_name", QT_TRANSLATE_NOOP("messages", "Supplier"), _ITEM),
    ("item_type", QT_TRANSLATE_NOOP("messages", "Item type (number)"), _ITEM),
    ("tax_names", QT_TRANSLATE_NOOP("messages", "Names of taxes"), _ITEM),
    ("length", QT_TRANSLATE_NOOP("messages", "Length"), _ITEM),
    ("width", QT_TRANSLATE_NOOP("messages", "Width"), _ITEM),
    ("height", QT_TRANSLATE_NOOP("messages", "Height"), _ITEM),
    ("unit_weight", QT_TRANSLATE_NOOP("messages", "Weight per unit"), _ITEM),
    ("production_status", QT_TRANSLATE_NOOP("messages", "Production (number)"), _PROGRESS),
    ("fc_production_status", QT_TRANSLATE_NOOP("messages", "Production"), _PROGRESS),
)
"""Fields of a line that are shown as they come."""

LINE_FIELDS: Final[tuple[FieldSpec, ...]] = (
    *(_spec(key, label, group) for key, label, group in LINE_PLAIN),
    _spec(
        "decorated_product_name",
        QT_TRANSLATE_NOOP("messages", "Name"),
        _ITEM,
        attribute="description",
    ),
    _spec("product_color", QT_TRANSLATE_NOOP("messages", "Colour"), _ITEM),
    _spec("sku", QT_TRANSLATE_NOOP("messages", "SKU"), _ITEM, attribute="sku"),
    _spec("options", QT_TRANSLATE_NOOP("messages", "Options"), _ITEM, FieldType.TEXT_LIST),
    _spec("qty", QT_TRANSLATE_NOOP("messages", "Quantity"), _ITEM, FieldType.DECIMAL, "quantity"),
    _spec(
        "unit_price", QT_TRANSLATE_NOOP("messages", "Unit price"), _ITEM, FieldType.MONEY, "price"
    ),
    *(_spec(key, label, _ITEM, FieldType.MONEY) for key, label in LINE_AMOUNTS),
    _spec(
        "attachment_urls",
        QT_TRANSLATE_NOOP("messages", "Addresses of attachments"),
        _DECORATION,
        FieldType.TEXT_LIST,
    ),
    _spec(
        "decorations",
        QT_TRANSLATE_NOOP("messages", "Decorations"),
        _DECORATION,
        FieldType.TEXT_LIST,
    ),
    _spec(
        "teamnames", QT_TRANSLATE_NOOP("messages", "Team names"), _DECORATION, FieldType.TEXT_LIST
    ),
    _spec("processed_date", QT_TRANSLATE_NOOP("messages", "Produced"), _PROGRESS, FieldType.TIME),
    _spec("processed_by", QT_TRANSLATE_NOOP("messages", "Produced by"), _PROGRESS),
    _spec("production_assigned_to", QT_TRANSLATE_NOOP("messages", "Assigned to"), _PROGRESS),
    _spec("shipped_date", QT_TRANSLATE_NOOP("messages", "Shipped"), _PROGRESS, FieldType.TIME),
    _spec("shipped_by", QT_TRANSLATE_NOOP("messages", "Shipped by"), _PROGRESS),
    _spec(
        TO_PRODUCE,
        QT_TRANSLATE_NOOP("messages", "Not produced yet"),
        _PROGRESS,
        FieldType.DECIMAL,
    ),
    _spec(TO_SHIP, QT_TRANSLATE_NOOP("messages", "Not shipped yet"), _PROGRESS, FieldType.DECIMAL),
)

"""How an order is shown: as the reference page samples it, or as sites answer it."""

from collections.abc import Mapping
from decimal import Decimal

from orderdesk.sandbox.deconetwork.data.people import METHODS, PEOPLE, SHOPS
from orderdesk.sandbox.deconetwork.line_shapes import line_shown
from orderdesk.sandbox.deconetwork.looks import Look
from orderdesk.sandbox.deconetwork.orders import Order, Shipment, as_list, as_object, whole
from orderdesk.sandbox.json_text import Document, JsonValue

_DATES = (
    "date_started",
    "date_ordered",
    "date_production_files_ready",
    "date_produced",
    "date_shipped",
    "date_invoiced",
    "date_modified",
    "date_due",
    "date_scheduled",
)
_AMOUNTS = ("item_amount", "shipping_amount", "tax_amount_before_discounts", "tax_amount")
_DOCUMENTS = {
    "order_proof_pdf_url": "download_order_proof",
    "quote_pdf_url": "download_quote",
    "production_pdf_url": "download_production",
}
_OPTIONAL = ("coupon_code", "gift_certificate_code")
_PAYMENT_EXTRAS = ("code", "driver_code", "driver_sub_code")


def order_shown(order: Order, look: Look) -> Document:
    """Return the order with what the request asked to include."""
    values = order.values
    shown: Document = {"order_id": order.id}
    shown |= _picked(values, [*_AMOUNTS, "tax_names", "taxes"])
    shown |= _picked(values, ["discount_amount", "coupon_discount_amount", "coupon_code"])
    shown |= _picked(values, ["gift_certificate_amount", "gift_certificate_code", "credit_used"])
    shown |= _picked(values, ["billable_amount", "outstanding_balance", "total_weight"])
    shown |= _documents(order, look)
    shown |= _picked(values, ["job_name", "customer_id", "customer_po_number", "source_type"])
    shown["order_status"] = order.status
    shown |= {name: look.moment(order.date(name)) for name in _DATES}
    shown |= _picked(values, ["rush_order_fee", "rush_order_fee_amount", "account_terms"])
    shown["shipping_method"] = _method(values.get("shipping_method"))
    if look.shipments:
        shown["shipments"] = [_shipment(one, look) for one in order.shipments]
    shown |= _picked(values, ["billing_details"])
    if "shipping_details" in values:
        shown |= _picked(values, ["shipping_details"])
    shown |= _money(values, look)
    shown["order_lines"] = [line_shown(line, look, values.get("tax_names")) for line in order.lines]
    return shown | _more(order, look)


def _picked(values: Mapping[str, JsonValue], names: list[str]) -> Document:
    """Return these fields; a code that there is none of is left out, as in recorded answers."""
    return {name: values.get(name) for name in names if name in values or name not in _OPTIONAL}


def _documents(order: Order, look: Look) -> Document:
    names = list(_DOCUMENTS) if look.recorded else ["order_proof_pdf_url"]
    if not order.lines:
        return dict.fromkeys(names)
    suffix = f"?login_token={look.token}" if look.token else ""
    root = f"{look.origin}/manage/orders"
    return {name: f"{root}/{_DOCUMENTS[name]}/{order.key}{suffix}" for name in names}


def _method(number: JsonValue) -> JsonValue:
    if not isinstance(number, int):
        return number
    return {"id": number, "name": METHODS.get(number, f"Method {number}")}


def _shipment(shipment: Shipment, look: Look) -> Document:
    packages: list[JsonValue] = [
        {
            "id": shipment.id % 10_000 + 6_000,
            "weight": shipment.weight,
            "length": 40,
            "width": 30,
            "height": Decimal("12.5"),
        }
    ]
    return {
        "id": shipment.id,
        "date": look.moment(shipment.at),
        "tracking_number": shipment.tracking,
        "shipping_method": _method(shipment.method),
        "packages": packages,
        "workflow_items": [
            {"workflow_item_id": number, "qty": qty} for number, qty in shipment.items
        ],
    }


def _money(values: Mapping[str, JsonValue], look: Look) -> Document:
    kind = values.get("payment_type")
    details: Document = {
        "payment_type_id": 0 if kind == "Credit Card" else 61_204_377,
        "payment_type_name": kind,
    }
    if kind == "Credit Card":
        details["card_number"] = "*********4242"
    payments = [as_object(one) for one in as_list(values.get("payments"))]
    refunds = [as_object(one) for one in as_list(values.get("refunds"))]
    return {
        "payment_details": details,
        "payments": [_dated(one, "date_paid", look) for one in payments],
        "refunds": [_dated(one, "date_refunded", look) for one in refunds],
    }


def _dated(entry: Document, name: str, look: Look) -> Document:
    hidden = () if look.recorded else _PAYMENT_EXTRAS
    shown = {key: value for key, value in entry.items() if key not in hidden}
    return {**shown, name: look.moment(whole(entry.get(name)))}


def _more(order: Order, look: Look) -> Document:
    """Return what only recorded answers have."""
    if not look.recorded:
        return {}
    return {
        "store": _shop(whole(order.values.get("store"))),
        "assigned_to": look.person(whole(order.values.get("assigned_to"))),
        "created_by": look.person(whole(order.values.get("created_by"))),
        "is_priority": order.values.get("is_priority"),
        "notes": [{"content": note} for note in order.notes],
    }


def _shop(number: int) -> JsonValue:
    shop = SHOPS.get(number)
    if shop is None:
        return None
    owner = next(iter(PEOPLE.values()))
    return {"id": shop.id, "name": shop.name, "domain": shop.domain, "owner": owner.shown()}

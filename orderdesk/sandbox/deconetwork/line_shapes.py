"""How an order line is shown: the product, its options, its decorations and its workflow items."""

from decimal import Decimal

from orderdesk.sandbox.deconetwork.data.goods import (
    BY_CODE,
    COLORS,
    MARKS,
    NO_OPTION,
    OPTIONS,
    Good,
    Option,
)
from orderdesk.sandbox.deconetwork.looks import Look
from orderdesk.sandbox.deconetwork.orders import Item, Line
from orderdesk.sandbox.deconetwork.statuses import (
    DONE,
    PRODUCED,
    RECEIVED,
    SHIPPED,
    WAITING,
)
from orderdesk.sandbox.json_text import Document, JsonValue

_FIELD_ID = 41_345
_NO_GOOD = Good(0, "", "", "", "", (), (), Decimal(0), Decimal(0), Decimal(0), ())
_STAGE_WORDS = {1: "Not Produced", PRODUCED: "Produced", SHIPPED: "Shipped"}


def line_shown(line: Line, look: Look, tax_names: JsonValue) -> Document:
    """Return one line; ids are text in the shape of sites and numbers in the page's."""
    good = BY_CODE.get(line.product, _NO_GOOD)
    shown: Document = {
        "id": str(line.id) if look.recorded else line.id,
        "product_id": good.id or None,
        "product_code": good.code or None,
        "product_name": good.name or line.name,
        "decorated_product_name": line.name,
        "product_color": _color(line, look),
        "sku": good.sku(0, line.color) if good.code else None,
        "fields": _fields(line, good, look),
        "views": _views(line, look),
        "teamnames": [],
        "qty": line.qty,
        "total_price": line.total,
        "unit_price": line.unit,
        "decoration_unit_price": line.decoration,
        "discount": Decimal(0),
        "tax": line.tax,
        "tax_names": tax_names,
        "store_commission": Decimal(0),
        "parent_store_commission": Decimal(0),
        "commission_transaction_fee": Decimal(0),
        "production_status": line.stage,
        "processed_date": look.moment(line.processed),
        "processed_by": look.person(line.processed_by),
        "production_assigned_to": look.person(line.assigned),
        "shipped_date": look.moment(line.shipped),
        "shipped_by": look.person(line.shipped_by),
    }
    if look.recorded:
        shown |= _more(line, good)
    if look.workflow or look.purchases:
        shown["workflow_items"] = [_item(item, line, good, look) for item in line.items]
    hidden = () if look.recorded else ("item_type",)
    return shown | {name: value for name, value in line.values.items() if name not in hidden}


def _color(line: Line, look: Look) -> JsonValue:
    color = COLORS.get(line.color)
    if color is None:
        return None
    shown: Document = {"id": color.id, "name": color.name}
    if look.recorded and color.name == "Clear":  # recorded answers leave colours without inks out
        return shown
    red, green, blue = color.rgb
    ink: Document = {"id": color.id, "type": "rgb", "r": red, "g": green, "b": blue}
    return {**shown, "colors": [{**ink, "c": 0, "m": 0, "y": 0, "k": 0, "name": color.name}]}


def _fields(line: Line, good: Good, look: Look) -> list[JsonValue]:
    if not good.axis:
        return []
    quantities: dict[int, int] = {}
    for item in line.items:
        quantities[item.option] = quantities.get(item.option, 0) + item.qty
    options: list[JsonValue] = [
        _option(OPTIONS.get(number, NO_OPTION), qty, good, (line.color, look.recorded))
        for number, qty in quantities.items()
    ]
    return [
        {
            "field_id": _FIELD_ID,
            "field_name": good.axis,
            "field_type": 0,
            "options": options,
            "string_value": None,
            "date_value": None,
            "file_value_url": None,
        }
    ]


def _option(option: Option, qty: int, good: Good, place: tuple[int, bool]) -> Document:
    color, recorded = place
    sku = good.sku(option.id, color)
    names: Document = {"name": option.name, "code": option.code, "sku": sku}
    variant = good.dn_sku(option.id, color)
    names |= {"dn_sku_id": variant, "vendor_sku": sku}
    shown: Document = {"option_id": option.id, "qty": qty, **names, "sub_options": []}
    if good.lengths:
        length: Document = {"sub_option_id": 80_214, "qty": qty, "name": "Long", "code": "L"}
        length |= {"sku": f"{sku}-L", "dn_sku_id": f"{variant}-L", "vendor_sku": f"{sku}-L"}
        shown["sub_options"] = [{**length, "price": good.price, "cost": good.cost}]
    return {**shown, "price": good.price, "cost": good.cost} if recorded else shown


def _views(line: Line, look: Look) -> list[JsonValue]:
    views: dict[str, list[JsonValue]] = {}
    for name in line.decorations:
        views.setdefault(MARKS[name].view, []).append(_area(line, name, look))
    return [
        {
            "view_id": 241_345 + place,
            "view_name": view,
            "thumbnail": f"/configured_product_views/s/image/{line.id}/{place}/large_thumb.png",
            "areas": areas,
            "production_files_ready": True,
        }
        for place, (view, areas) in enumerate(views.items())
    ]


def _area(line: Line, name: str, look: Look) -> Document:
    mark = MARKS[name]
    process: Document = {"process": mark.process, "stitch_count": mark.stitches}
    if look.files:
        top, left, width, height = mark.box
        process |= {"cropped": False, "top": top, "left": left, "width": width, "height": height}
        process["format"] = mark.format
    if look.recorded:
        for kind in ("production", "edit", "source"):
            process[f"{kind}_file_url"] = _file(look, f"{kind}_file/{line.id}/{mark.id}")
    area: Document = {"area_id": mark.id, "area_name": mark.area, "processes": [process]}
    if look.recorded:
        area["proof_url"] = _file(look, f"area_proof/{line.id}/{mark.id}")
    return area


def _file(look: Look, path: str) -> str:
    suffix = f"?login_token={look.token}" if look.token else ""
    return f"{look.origin}/manage/orders/download_{path}{suffix}"


def _more(line: Line, good: Good) -> Document:
    return {
        "fc_production_status": _STAGE_WORDS.get(line.stage, str(line.stage)),
        "length": Decimal(30),
        "width": Decimal(20),
        "height": Decimal("2.5"),
        "unit_weight": good.weight,
        "product_supplier_name": good.supplier or None,
        "attachment_urls": [],
        "item_type": 0,
    }


def _item(item: Item, line: Line, good: Good, look: Look) -> Document:
    shown: Document = {
        "workflow_item_id": item.id,
        "option_id": item.option or None,
        "qty_to_fulfill": item.qty,
        "vendor_sku": good.sku(item.option, line.color),
        "procurement_status": item.procurement,
        "production_status": DONE if item.stage >= PRODUCED else WAITING,
        "shipping_status": DONE if item.stage >= SHIPPED else WAITING,
        "processed_by": look.person(item.by),
    }
    if look.purchases:
        shown["purchase_orders"] = _purchases(item, good)
    return shown


def _purchases(item: Item, good: Good) -> list[JsonValue]:
    """Return the purchase of what was bought for this item; its shape is not known."""
    if item.procurement < RECEIVED and item.procurement <= WAITING:
        return []
    received = item.qty if item.procurement >= RECEIVED else 0
    number = f"PO{50_000 + item.id % 10_000}"
    return [
        {"po_number": number, "supplier": good.supplier, "qty": item.qty, "qty_received": received}
    ]

"""The examples of the vendor's page: read from its text and the samples, or rewritten by us."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from orderdesk.sandbox.json_text import Document, JsonValue, parse, parse_object

_SHARED = Path(__file__).parents[4] / "shared"
TEXT = _SHARED / "seeds" / "004_e19842f2fb712b2f.txt"
"""The vendor's text, where the study folder stands beside the project."""
_SAMPLES = _SHARED / "vendors" / "samples"
_CODE = re.compile(r"^(\d{5}) \| (SUCCESS|WARNING|ERROR) \| (.*?) ?\|$", re.MULTILINE)


@dataclass(frozen=True)
class Ask:
    """One request as it is printed."""

    name: str
    method: str
    path: str
    fields: Mapping[str, str]


def codes(text: str) -> list[tuple[int, str, str]]:
    """Read the table of codes: number, severity and description."""
    return [(int(row[0]), row[1], row[2]) for row in _CODE.findall(text)]


def printed_form(text: str) -> dict[str, str]:
    """Read the one printed request."""
    line = re.search(r"^field=\S+$", text, re.MULTILINE)
    assert line is not None
    pairs = (pair.split("=", 1) for pair in line[0].split("&"))
    return {name: value.replace("%3A", ":") for name, value in pairs}


def printed_answer(text: str) -> Document:
    """Read the printed answer: without the viewer's marks, ended where it was cut off."""
    start = text.index('{- "response_status"')
    body = text[start:].replace("- ", " ") + " null}]}]}"
    read = parse_object(re.sub(r",(\s*[}\]])", r"\1", body))
    return {**read, "total": 1}


def samples(prefix: str) -> list[Path]:
    """Return the sample files of that beginning; none without the study folder."""
    return sorted(_SAMPLES.glob(f"{prefix}*.json")) if _SAMPLES.is_dir() else []


def sampled_asks() -> list[Ask]:
    """Read the request samples."""
    found: list[Ask] = []
    for file in samples("deconetwork_find_request"):
        read: dict[str, JsonValue] = parse_object(file.read_text(encoding="utf-8"))
        fields = read.get("form") or read.get("query")
        assert isinstance(fields, dict)
        sent = {name: str(value) for name, value in fields.items()}
        found += [
            Ask(f"{file.stem} {method}", method, str(read["path"]), sent)
            for method in str(read["method"]).split(" or ")
        ]
    return found


_FIND = "/api/json/manage_orders/find"
REWRITTEN_ASKS = [
    Ask("a date", "GET", _FIND, {"field": "2", "condition": "4", "date1": "2019-03-04T05:06:07"}),
    Ask("a date", "POST", _FIND, {"field": "2", "condition": "4", "date1": "2019-03-04T05:06:07"}),
    Ask(
        "two conditions",
        "POST",
        _FIND,
        {
            "conditions[1][field]": "4",
            "conditions[1][condition]": "1",
            "conditions[1][string]": "1",
            "conditions[2][field]": "1",
            "conditions[2][condition]": "7",
            "conditions[2][date1]": "2019-10-01T00:00:00",
            "conditions[2][date2]": "2099-11-01T00:00:00",
            "limit": "50",
            "offset": "0",
        },
    ),
]
CODES = [
    (10001, "SUCCESS", ""),
    (30001, "ERROR", "Authentication failed"),
    (31000, "ERROR", "API not enabled on your site"),
    (40004, "WARNING", "Product ID Not Found"),
    (50002, "ERROR", "No conditions specified"),
    (50003, "ERROR", "Condition N 'field' is missing"),
    (50003, "ERROR", "Condition N 'condition' is missing"),
    (50003, "ERROR", "date1 is invalid"),
    (50003, "ERROR", "date2 is invalid"),
    (50004, "ERROR", "Invalid limit or offset"),
    (50005, "ERROR", "Invalid request parameters"),
]
_T = "2019-03-04T05:06:07"
_PERSON = {"id": 11, "login": "ann", "firstname": "Ann", "lastname": "Reed"}
_METHOD = {"id": 21, "name": "By boat"}
_ADDRESS = {
    "firstname": "Ann",
    "lastname": "Reed",
    "country_code": "CA",
    "state": "Nova Scotia",
    "city": "Halifax",
    "street": "1 Pier Road",
    "postcode": "B3H 1A1",
    "company": "Reed & Daughters",
    "salutation": "Ms",
    "ph_number": "902-555-0101",
    "custom_fields": [{"caption": "Gate", "value": "B"}],
}
_SKU = {"name": "Medium", "code": "M", "sku": "S1", "dn_sku_id": "1-2", "vendor_sku": "S1"}
_SUB_OPTION = {"sub_option_id": 32, "qty": 2, **_SKU, "price": 20.5, "cost": 10.25}
_OPTION = {"option_id": 31, "qty": 2, **_SKU, "sub_options": [_SUB_OPTION]}
_INK = dict.fromkeys("rgbcmyk", 0)
_PROCESS = {"process": "DTG", "stitch_count": 9, "cropped": False, "top": "1cm", "left": "1cm"}
_LINE = {
    "id": 412000000001,
    "product_id": 2671500011,
    "product_code": "T1",
    "product_name": "Tee",
    "decorated_product_name": "Harbour Tee",
    "product_color": {
        "id": 41,
        "name": "White",
        "colors": [{"id": 41, "type": "rgb", **_INK, "name": "White"}],
    },
    "sku": "S1",
    "fields": [
        {
            "field_id": 51,
            "field_name": "Size",
            "field_type": 0,
            "options": [_OPTION],
            "string_value": "text",
            "date_value": _T,
            "file_value_url": "/file.pdf",
        }
    ],
    "views": [
        {
            "view_id": 61,
            "view_name": "Front",
            "thumbnail": "/thumb.png",
            "areas": [
                {
                    "area_id": 62,
                    "area_name": "Body",
                    "processes": [
                        {**_PROCESS, "width": "2cm", "height": "2cm", "format": "png"},
                    ],
                }
            ],
            "production_files_ready": True,
        }
    ],
    "teamnames": [{"size": "M", "fields": [{"location": "Front", "text": "Ann"}]}],
    "qty": 2,
    "total_price": 41.5,
    "unit_price": 20.75,
    "decoration_unit_price": 5.5,
    "discount": 0,
    "tax": 6.25,
    "tax_names": "HST",
    "store_commission": 1.5,
    "parent_store_commission": 0.5,
    "commission_transaction_fee": 0.25,
    "production_status": 2,
    "processed_date": _T,
    "processed_by": _PERSON,
    "production_assigned_to": _PERSON,
    "shipped_date": _T,
    "shipped_by": None,
}
_ORDER = {
    "order_id": "HM77",
    "item_amount": 41.5,
    "shipping_amount": 9.5,
    "tax_amount_before_discounts": 7.5,
    "tax_amount": 7.25,
    "tax_names": "HST",
    "taxes": [{"id": 71, "name": "HST", "amount": 7.25}],
    "discount_amount": 0,
    "coupon_discount_amount": 1.5,
    "coupon_code": "TIDE",
    "gift_certificate_amount": 2.5,
    "gift_certificate_code": "G-1",
    "credit_used": 6,
    "billable_amount": 12,
    "outstanding_balance": 4.5,
    "total_weight": 0.5,
    "order_proof_pdf_url": "https://print.example/manage/orders/download_order_proof/1",
    "job_name": "Two tees",
    "customer_id": 81,
    "customer_po_number": "PO7",
    "source_type": 0,
    "order_status": 1,
    "date_started": _T,
    "date_ordered": _T,
    "date_production_files_ready": _T,
    "date_produced": _T,
    "date_shipped": _T,
    "date_invoiced": _T,
    "date_modified": _T,
    "date_due": _T,
    "date_scheduled": _T,
    "rush_order_fee": "Rush",
    "rush_order_fee_amount": 8,
    "account_terms": "C.O.D",
    "shipping_method": _METHOD,
    "shipments": [
        {
            "id": 91,
            "date": _T,
            "tracking_number": "TRK1",
            "shipping_method": _METHOD,
            "packages": [{"id": 92, "weight": 224, "length": 10, "width": 3, "height": 0.6}],
            "workflow_items": [{"workflow_item_id": 93, "qty": 2}],
        }
    ],
    "billing_details": {"user_id": 81, "email": "a@mail.example", **_ADDRESS, "company_id": 82},
    "shipping_details": _ADDRESS,
    "payment_details": {
        "payment_type_id": 0,
        "payment_type_name": "Credit Card",
        "card_number": "*********4242",
    },
    "payments": [
        {
            "id": 95,
            "payment_id": 96,
            "date_paid": _T,
            "payment_method": "Credit Card",
            "billable_amount": 22.5,
            "refunded_amount": 0,
            "paid_amount": 22.5,
        }
    ],
    "refunds": [{"id": 97, "date_refunded": _T, "refunded_amount": 0}],
    "order_lines": [_LINE],
}
_STATUS = {"code": 10001, "severity": "SUCCESS", "description": "."}
REWRITTEN_ANSWER = parse(json.dumps({"response_status": _STATUS, "orders": [_ORDER], "total": 1}))
REWRITTEN_STOCK = parse(
    json.dumps(
        {
            "response_status": _STATUS,
            "inventories": [
                {
                    "product_id": "11",
                    "product_code": "T1",
                    "product_name": "Tee",
                    "supplier": "Northshore",
                    "sku": "S1",
                    "vendor_sku": "S1",
                    "dn_sku_id": "11_2",
                    "dn_vsku_id": "10_2",
                    "product_size": {
                        "option_id": 2,
                        "name": "Medium",
                        "code": "M",
                        "sub_sizes": [],
                    },
                    "product_color": {"id": 41, "name": "White"},
                    "inv_on": True,
                    "inv_lvl": 3,
                    "inv_warn": 2,
                    "inv_reorder_to": 3,
                    "inv_on_order_po": 4,
                    "inv_on_order_stk": 1,
                    "inv_on_order_total": 5,
                    "inv_last_modified": _T,
                }
            ],
            "total": 1,
        }
    )
)

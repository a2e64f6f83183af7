"""Ready faults: what can be wrong with this vendor's answers, by name."""

from collections.abc import Mapping

from orderdesk.sandbox.json_text import Document

NAME = "valomnia"
_LIST = r"/orders$"
_ANY = r"^/api/"
_NO_CREDENTIALS = '{"error":"no_credentials","error_description":"You are not logged in."}'


def _field(name: str, json: str, path: str = _LIST) -> Document:
    return {"kind": "field", "field": name, "json": json, "method": "GET", "path": path}


# Presets of all vendors share one list of names, and these fall on this vendor's requests only.
_BY_NAME: Mapping[str, Document] = {
    "no_credentials": {
        "kind": "status",
        "status": 401,
        "path": _ANY,
        "count": 1,
        "body": _NO_CREDENTIALS,
    },
    "no_credentials_200": {
        "kind": "status",
        "status": 200,
        "path": _ANY,
        "count": 1,
        "body": _NO_CREDENTIALS,
    },
    "session_ended": {"kind": "expire_tokens"},
    "login_page": {"kind": "html", "path": _ANY},
    "unknown_parameter": {
        "kind": "status",
        "status": 400,
        "method": "GET",
        "path": _LIST,
        "body": '{"error":"invalid_param","error_description":"The parameters [lastUpdated_gte]'
        ' you provided are not valid for this request."}',
    },
    # The second page waits until POST control/release, and a colleague may change the data.
    "changing_page": {
        "kind": "hold",
        "when": "before",
        "method": "GET",
        "path": _LIST,
        "skip": 1,
        "count": 1,
    },
    "wrong_total": _field("total", "99999"),
    "null_paging": _field("paging", "null"),
    "unknown_kind": _field("operationType", '"BARTER"'),
    "unknown_status": _field("status", '"REFUNDED"'),
    "unknown_delivery": _field("deliveryStatus", '"LOST_AT_SEA"'),
    "null_id": _field("id", "null"),
    "broken_date": _field("lastUpdated", '"the day before yesterday"'),
    "underscored_date": _field("lastUpdated", '"2025_01_31T22:00:00Z"'),
    "huge_amount": _field("totalExclTax", "1e400"),
    "nan_quantity": _field("quantity", "NaN", "/orderDetails/"),
    "negative_quantity": _field("quantity", "-3", "/orderDetails/"),
    "missing_line": {
        "kind": "status",
        "status": 404,
        "method": "GET",
        "path": "/orderDetails/",
        "count": 1,
        "body": "",
    },
    "foreign_href": _field("href", '"https://elsewhere.example/api/v1.0/orderDetails/1"'),
}

PRESETS: Mapping[str, Document] = {
    f"{NAME}_{name}": {**preset, "vendor": NAME} for name, preset in _BY_NAME.items()
}

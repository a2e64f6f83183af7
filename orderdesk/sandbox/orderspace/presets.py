"""Ready faults: what can be wrong with this vendor's answers, by name."""

from collections.abc import Mapping

from orderdesk.sandbox.json_text import Document

_VENDOR = "orderspace"
_ORDERS = r"^/v1/orders"


def _field(name: str, json: str) -> Document:
    return {
        "kind": "field",
        "field": name,
        "json": json,
        "method": "GET",
        "path": _ORDERS,
        "vendor": _VENDOR,
    }


def _status(status: int, **more: str | int) -> Document:
    """Answer with a status, as this vendor words it unless there is a body."""
    return {"kind": "status", "status": status, "vendor": _VENDOR, **more}


def _json(status: int, body: str, **more: str | int) -> Document:
    return _status(status, body=body, content_type="application/json; charset=utf-8", **more)


# The sandbox knows all vendors' presets by one name each; so these begin with the vendor's.
PRESETS: Mapping[str, Document] = {
    "orderspace_empty_401": _status(401, service="api"),
    "orderspace_empty_400": _status(400, service="api"),
    "orderspace_html_404": _status(404, service="api"),
    "orderspace_limit_lowered": _status(429, service="api", skip=20, count=1),
    "orderspace_retry_soon": _status(429, service="api", count=1),
    "orderspace_app_removed": _json(
        401,
        '{"error":"invalid_client","error_description":"Client authentication failed due to'
        " unknown client, no client authentication included, or unsupported authentication"
        ' method."}',
        service="identity",
    ),
    "orderspace_no_token": _json(
        200, '{"token_type":"Bearer","expires_in":1800}', service="identity"
    ),
    "orderspace_long_422": _json(
        422,
        '{"message":"Validation failed: ' + "Reference is too long, " * 400 + 'and so on"}',
        service="api",
        method="POST",
    ),
    "orderspace_html_422": _json(
        422,
        '{"message":"<img src=x onerror=alert(1)> <b>No longer available</b>"}',
        service="api",
        method="POST",
    ),
    "orderspace_unknown_status": _field("status", '"awaiting_moonrise"'),
    "orderspace_null_status": _field("status", "null"),
    "orderspace_null_id": _field("id", "null"),
    "orderspace_no_lines": _field("order_lines", "null"),
    "orderspace_number_text": _field("number", '"W-1007"'),
    "orderspace_broken_date": _field("created", '"the day before yesterday"'),
    "orderspace_wrong_total": _field("gross_total", "1.0"),
    "orderspace_nan_total": _field("gross_total", "NaN"),
    "orderspace_huge_price": _field("unit_price", "1e400"),
    "orderspace_fraction": _field("quantity", "2.5"),
    "orderspace_negative": _field("quantity", "-1"),
    "orderspace_endless": _field("has_more", "true"),
    "orderspace_no_more": _field("has_more", "null"),
    "orderspace_huge_note": {
        "kind": "field",
        "field": "customer_note",
        "filler": 10_000_000,
        "method": "GET",
        "path": _ORDERS,
        "vendor": _VENDOR,
    },
}

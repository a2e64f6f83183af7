"""Ready faults: what can be wrong with this vendor's answers, by name."""

from collections.abc import Mapping

from orderdesk.sandbox.json_text import Document

_VENDOR = "orderspace"
_ORDERS = r"^/v1/orders"


def _field(name: str, json: str, path: str = _ORDERS) -> Document:
    return {
        "kind": "field",
        "field": name,
        "json": json,
        "method": "GET",
        "path": path,
        "vendor": _VENDOR,
    }


def _status(status: int, body: str, kind: str, **more: str | int) -> Document:
    return {
        "kind": "status",
        "status": status,
        "body": body,
        "content_type": kind,
        "vendor": _VENDOR,
        **more,
    }


# The sandbox knows all vendors' presets by one name each; so these begin with the vendor's.
PRESETS: Mapping[str, Document] = {
    "orderspace_empty_401": _status(401, "", "text/html", service="api"),
    "orderspace_empty_400": _status(400, "", "text/html; charset=utf-8", service="api"),
    "orderspace_app_removed": _status(
        401,
        '{"error":"invalid_client","error_description":"Client authentication failed due to'
        " unknown client, no client authentication included, or unsupported authentication"
        ' method."}',
        "application/json; charset=utf-8",
        service="identity",
    ),
    "orderspace_no_token": _status(
        200, '{"token_type":"Bearer","expires_in":1800}', "application/json", service="identity"
    ),
    "orderspace_limit_lowered": _status(
        429, "", "text/html; charset=utf-8", service="api", skip=20, count=1
    ),
    "orderspace_retry_soon": _status(429, "", "text/html; charset=utf-8", service="api", count=1),
    "orderspace_html_404": _status(
        404, "<h1>Page Not Found</h1>", "text/html; charset=utf-8", service="api"
    ),
    "orderspace_long_422": _status(
        422,
        '{"message":"Validation failed: ' + "Reference is too long, " * 400 + 'and so on"}',
        "application/json; charset=utf-8",
        service="api",
        method="POST",
    ),
    "orderspace_html_422": _status(
        422,
        '{"message":"<img src=x onerror=alert(1)> <b>No longer available</b>"}',
        "application/json; charset=utf-8",
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

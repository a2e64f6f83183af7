"""Ready faults: what can be wrong with this vendor's answers, by name."""

from collections.abc import Mapping

from orderdesk.sandbox.deconetwork.pages import LOGIN_TEXT
from orderdesk.sandbox.json_text import Document, write

_FIND = r"^/api/json/manage_orders/find$"
_CALLS = r"^/api/json/"


def _field(name: str, json: str) -> Document:
    return {"kind": "field", "field": name, "json": json, "path": _FIND}


def _code(code: int, severity: str, description: str) -> Document:
    status: Document = {"code": code, "severity": severity, "description": description}
    return {
        "kind": "status",
        "status": 200,
        "content_type": "application/json",
        "path": _CALLS,
        "body": write({"response_status": status}),
    }


PRESETS: Mapping[str, Document] = {
    "login_page": {
        "kind": "status",
        "status": 200,
        "content_type": "text/html; charset=utf-8",
        "path": _CALLS,
        "body": LOGIN_TEXT,
    },
    "code_in_200": _code(50005, "ERROR", "Invalid request parameters"),
    "password_changed": _code(30001, "ERROR", "Authentication failed"),
    "api_disabled": _code(31000, "ERROR", "API not enabled on your site"),
    "unknown_code": _code(60042, "ERROR", "The moon is in the wrong phase"),
    "warning_in_200": _code(40004, "WARNING", "Product ID Not Found"),
    "no_response_status": {**_code(0, "", ""), "body": '{"orders":[],"total":0}'},
    "total_too_high": _field("total", "1000000"),
    "total_too_low": _field("total", "0"),
    "total_negative": _field("total", "-1"),
    "total_missing": _field("total", "null"),
    "unknown_status_number": _field("order_status", "99"),
    "status_as_text": _field("order_status", '"Awaiting Moonrise"'),
    "null_order_id": _field("order_id", "null"),
    "null_lines": _field("order_lines", "null"),
    "broken_modified_date": _field("date_modified", '"the day before yesterday"'),
    "huge_amount": _field("billable_amount", "1e400"),
    "nan_amount": _field("outstanding_balance", "NaN"),
    "negative_line_quantity": _field("qty", "-1"),
    "huge_job_name": {"kind": "field", "field": "job_name", "filler": 10_000_000, "path": _FIND},
    "throttled": {"kind": "status", "status": 429, "count": 1},
    "failing": {"kind": "status", "status": 500},
    "unavailable": {"kind": "status", "status": 503},
    "offline": {"kind": "cut", "when": "before"},
    "lost_answer": {"kind": "cut", "when": "after", "count": 1},
}

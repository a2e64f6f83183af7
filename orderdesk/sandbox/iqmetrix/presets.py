"""Ready faults: what can be wrong with this vendor's answers, by name."""

from collections.abc import Mapping

from orderdesk.sandbox.json_text import Document

_LISTS = r"/(Orders|OrderFull)$"
_FULL = r"/(OrderFull|Items)"


def _field(name: str, json: str, path: str) -> Document:
    return {"kind": "field", "field": name, "json": json, "method": "GET", "path": path}


PRESETS: Mapping[str, Document] = {
    "unknown_state": _field("State", '"AwaitingMoonrise"', _LISTS),
    "unknown_type": _field("OrderTypeId", "9", _LISTS),
    "unknown_type_name": _field("OrderType", '"Barter"', _LISTS),
    "null_required": _field("EntityId", "null", _LISTS),
    "null_id": _field("Id", "null", _LISTS),
    "negative_quantity": _field("Quantity", "-1", _FULL),
    "huge_quantity": _field("Quantity", "1e400", _FULL),
    "nan_quantity": _field("Quantity", "NaN", _FULL),
    "nan_text_quantity": _field("Quantity", '"NaN"', _FULL),
    "huge_price": _field("SellingPrice", "1e400", _FULL),
    "broken_date": _field("CreatedDateUtc", '"the day before yesterday"', _LISTS),
    "huge_note": {
        "kind": "field",
        "field": "Notes",
        "filler": 10_000_000,
        "method": "GET",
        "path": _FULL,
    },
    "locked_out": {
        "kind": "status",
        "status": 400,
        "service": "accounts",
        "body": '{"error":"invalid_grant","error_description":"The user account is locked."}',
    },
    "throttled": {"kind": "status", "status": 429, "count": 1},
    "failing": {"kind": "status", "status": 500},
    "unavailable": {"kind": "status", "status": 503},
    "offline": {"kind": "cut", "when": "before"},
    "lost_answer": {"kind": "cut", "when": "after", "count": 1},
}

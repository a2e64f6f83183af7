"""The examples of the vendor's text and the samples beside it, and how answers differ from them."""

import json
import re
from decimal import Decimal
from pathlib import Path

from orderdesk.sandbox.json_text import Document, JsonValue, parse, parse_object

_SHARED = Path(__file__).parents[3].parent / "shared"
TEXT = _SHARED / "seeds" / "003_7910c6d1a24d8b99.txt"
"""The vendor's text, where the study folder stands beside the project."""
_SAMPLES = _SHARED / "vendors" / "samples"
PREFIX = "valomnia_"


def printed() -> list[Document]:
    """Return the answers that the vendor's text prints: one list and its failures."""
    if not TEXT.exists():
        return []
    # The text stands for further rows by three dots after a comma.
    text = re.sub(r"\},\s*…", "}", TEXT.read_text(encoding="utf-8"))
    found: list[Document] = []
    start = text.find("\n{")
    while start >= 0:
        _value, end = json.JSONDecoder().raw_decode(text, start + 1)
        found.append(parse_object(text[start:end]))
        start = text.find("\n{", end)
    return found


def samples() -> dict[str, JsonValue]:
    """Return every sample of this vendor by its name, without what all names begin with."""
    return {
        path.stem.removeprefix(PREFIX): parse(path.read_text(encoding="utf-8"))
        for path in sorted(_SAMPLES.glob(f"{PREFIX}*.json"))
    }


def differences(documented: JsonValue, given: JsonValue, path: str = "") -> dict[str, str]:
    """Return where keys, types and nulls differ: the place, and what is there and what is here."""
    if isinstance(documented, dict) and isinstance(given, dict):
        found: dict[str, str] = {}
        for name in {**documented, **given}:
            place = f"{path}.{name}" if path else name
            if name not in given:
                found[place] = "missing here"
            elif name not in documented:
                found[place] = "missing there"
            else:
                found |= differences(documented[name], given[name], place)
        return found
    if isinstance(documented, list) and isinstance(given, list):
        found = {}
        for row in given if documented else []:
            found |= differences(documented[0], row, f"{path}[]")
        return found
    there, here = _kind(documented), _kind(given)
    return {} if there == here else {path: f"{there} there, {here} here"}


def _kind(value: JsonValue) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int | Decimal):
        return "number"
    if isinstance(value, str):
        return "text"
    return "list" if isinstance(value, list) else "object"


def unmarked(value: JsonValue) -> JsonValue:
    """Put values in the place of placeholders such as `<boolean>`."""
    if isinstance(value, dict):
        return {name: unmarked(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [unmarked(inner) for inner in value]
    return True if value == "<boolean>" else value


def link(kind: str, number: int) -> str:
    return f"/api/v1.0/{kind}/{number}"


REWRITTEN: Document = {
    "paging": {
        "total": 44,
        "max": 3,
        "offset": 3,
        "previous": "/api/v1.0/orders?max=3&offset=0",
        "next": "/api/v1.0/orders?max=3&offset=6",
    },
    "data": [
        {
            "id": 12,
            "operationType": "ORDER",
            "reference": "tide_77",
            "status": "PAID",
            "latitude": Decimal("44.3"),
            "longitude": Decimal("-64.3"),
            "checkInDate": None,
            "total": 230,
            "totalExclTax": 200,
            "totalDiscounted": 200,
            "discount": None,
            "taxAmount": None,
            "shippingFee": 3,
            "paymentDate": "2025-03-02T04:00:00Z",
            "paymentTypeId": 4,
            "paymentType": {
                "id": 4,
                "reference": "BARTER",
                "name": "Barter",
                "href": link("paymentTypes", 4),
            },
            "advanceAmount": None,
            "orderPayments": [{"id": 9, "reference": "t_9", "href": link("orderPayments", 9)}],
            "dueDate": None,
            "customerReference": "K-1",
            "customer": {
                "id": 2,
                "reference": "K-1",
                "reference2": None,
                "name": "Kiosk",
                "href": link("customers", 2),
            },
            "currency": "CAD",
            "exchangeRate": 1,
            "employeeReference": "rep-2",
            "user": {"id": 2, "reference": "rep-2", "href": link("users", 2)},
            "deliveryStatus": "DELIVERED",
            "deliveryDate": "2025-03-04T04:00:00Z",
            "deliveryComment": None,
            "deliveryCountry": "CA",
            "deliveryCity": "Digby",
            "deliveryPostalCode": None,
            "deliveryAddress": None,
            "orderLines": [{"id": 31, "href": link("orderDetails", 31)}],
            "pdfUrl": "https://shop.example/files/tide_77.pdf",
            "organization": "tide",
            "dateCreated": "2025-03-01T15:16:17Z",
            "lastUpdated": "2025-03-04T18:19:20Z",
            "deliveredBy": {"id": 3, "reference": "rep-3", "href": link("users", 3)},
            "desiredDeliveryDate": "2025-03-04T04:00:00Z",
            "deliveredOn": "2025-03-04T18:00:00Z",
            "assignmentDate": "2025-03-02T12:00:00Z",
        }
    ],
}
"""A list in the shape of the text's, with values of our own."""

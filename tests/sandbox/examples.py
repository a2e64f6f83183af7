"""The request examples of the vendor's Orders page: read from its text, or rewritten by us."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from orderdesk.sandbox.json_text import JsonValue, parse

ROOT = Path(__file__).parents[2]
TEXT = ROOT.parent / "shared" / "seeds" / "001_38ffebbfbcccb7a3.txt"
"""The vendor's text, where the study folder stands beside the project."""

_CURL = re.compile(
    r"""^curl\ -X\ (?P<method>\w+)\ "(?P<url>[^"]+)"
    (?P<headers>(?:\ -H\ "[^"]*")*)(?:\ -d\ '(?P<body>.*?)'\s*$)?""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_ANSWER = re.compile(r"^HTTP (?P<status>\d+) Content-Type: (?P<kind>\S+)\s", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """One request with the answer that stands under it."""

    method: str
    path: str
    """Below the service's root, as printed."""
    headers: tuple[str, ...]
    body: str | None
    status: int
    kind: str
    answer: JsonValue

    @property
    def name(self) -> str:
        """What it is called in a list of results."""
        return f"{self.method} {self.path}"


def read(text: str) -> list[Example]:
    """Find every curl command with the answer that is printed next."""
    examples: list[Example] = []
    for match in _CURL.finditer(text):
        answer = _ANSWER.search(text, match.end())
        assert answer is not None, f"no answer follows {match['url']}"
        start = answer.end()
        _value, length = json.JSONDecoder().raw_decode(text[start:])
        examples.append(
            Example(
                method=match["method"],
                path=match["url"].partition("/v1")[2],
                headers=tuple(re.findall(r'-H "([^"]*)"', match["headers"])),
                body=match["body"],
                status=int(answer["status"]),
                kind=answer["kind"],
                answer=parse(text[start : start + length]),
            )
        )
    return examples


_HEADERS = ("Authorization: Bearer (Access Token)", "Accept: application/json")
_WRITES = (*_HEADERS, "Content-Type: application/json")
_SENT_ITEM = {
    "Cost": 20.5,
    "Description": "Clear Shell",
    "ItemStatusId": 9,
    "ItemTypeId": "2",
    "Index": 3,
    "ListPrice": 29.99,
    "Notes": "Last one",
    "ProductId": "c0ffee00-0000-4000-8000-000000000001",
    "Quantity": 4,
    "SellingPrice": 27.5,
    "SerialNumbers": ["SN-1", "SN-2"],
    "SKU": "CS-77",
    "ShippingOptionId": "2",
    "SupplierEntityId": 14108,
    "SupplierReference": "PO-9",
    "TrackingInformation": [{"Quantity": 2, "TrackingNumber": "1HM000000007CA"}],
}
_SENT_ORDER = {
    "Name": "Four shells",
    "BillingAddressId": "a08b0640-606a-41f0-901a-facaf50e75dd",
    "BillingCustomerId": "659c2a38-d083-4421-9330-46d779702f85",
    "DiscountAmount": 2.25,
    "DiscountCode": "LOYAL-5",
    "DiscountDescription": "Five years with us",
    "EmployeeId": 16,
    "EntityId": 14203,
    "OrderExpiryHours": 48,
    "OrderTypeId": 1,
    "ShippingAddressId": "a08b0640-606a-41f0-901a-facaf50e75dd",
    "ShippingCustomerId": "659c2a38-d083-4421-9330-46d779702f85",
    "ShippingEntityId": 14203,
    "State": "Created",
    "TenderId": "DC101IN9",
}
_ORDER_ID = "0b5e55ed-0000-4000-8000-000000000002"
_ITEM = {
    **_SENT_ITEM,
    "Id": "0b5e55ed-0000-4000-8000-000000000003",
    "ItemStatus": "New",
    "ItemType": "InStock",
    "OrderId": _ORDER_ID,
}
_ORDER = {
    **_SENT_ORDER,
    "Id": _ORDER_ID,
    "CreatedDateUtc": "2026-02-03T04:05:06.7890123+00:00",
    "OrderExpiryDate": "2026-02-05T04:05:06.7890123+00:00",
    "OrderType": "Sales",
    "PrintableId": "7H4RB0R",
}
_FULL = {**_ORDER, "Items": [_ITEM]}


def _example(method: str, path: str, body: object, status: int, answer: object) -> Example:
    return Example(
        method,
        f"/Companies(14146){path}",
        _HEADERS if body is None else _WRITES,
        None if body is None else json.dumps(body),
        status,
        "application/json",
        parse(json.dumps(answer)),
    )


def rewritten() -> list[Example]:
    """Return the same requests with values of our own."""
    one = f"({_ORDER_ID})"
    return [
        _example("POST", "/Orders", _SENT_ORDER, 201, _ORDER),
        _example("GET", "/Orders", None, 200, [_ORDER]),
        _example("POST", f"/Orders{one}/Items", _SENT_ITEM, 201, _ITEM),
        _example("GET", f"/Orders{one}/Items", None, 200, [_ITEM]),
        _example("GET", f"/Orders{one}", None, 200, _ORDER),
        _example("PUT", f"/Orders{one}", _ORDER, 200, _ORDER),
        _example(
            "POST", f"/Orders{one}/Process", {"OrderId": _ORDER_ID}, 201, {"Id": 1, "OrderId": "x"}
        ),
        _example("POST", "/OrderFull", {**_SENT_ORDER, "Items": [_SENT_ITEM]}, 201, _FULL),
        _example("GET", "/OrderFull", None, 200, [_FULL]),
        _example("GET", f"/OrderFull{one}", None, 200, _FULL),
        _example("PUT", f"/OrderFull{one}", _FULL, 200, _FULL),
        _example(
            "GET", "/Orders?$filter=State eq 'Pending' and EntityId eq 14202", None, 200, [_ORDER]
        ),
        _example("GET", "/Orders?$filter=PrintableId eq 'TT101IN18'", None, 200, [_ORDER]),
    ]

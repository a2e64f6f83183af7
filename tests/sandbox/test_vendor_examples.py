"""Every request example of the vendor's Orders page, sent to the sandbox; `-rA -v` lists them."""

import re
import sys
from decimal import Decimal
from urllib.parse import quote

import httpx
import pytest

from orderdesk.sandbox.json_text import Document, JsonValue, parse, parse_object
from tests.sandbox.calls import Calls, answer, as_object, as_objects, message
from tests.sandbox.examples import TEXT, Example, read, rewritten

PRINTED = read(TEXT.read_text(encoding="utf-8")) if TEXT.exists() else []
REWRITTEN = rewritten()
CASES = [
    *(pytest.param(example, id=f"printed: {example.name}") for example in PRINTED),
    *(pytest.param(example, id=f"rewritten: {example.name}") for example in REWRITTEN),
]
BOTH_TARGETS = [
    pytest.param(example, id=f"{origin}: {example.name}")
    for origin, examples in (("printed", PRINTED), ("rewritten", REWRITTEN))
    for example in examples
    if example.body is not None and "ShippingEntityId" in example.body
]
_KEY = re.compile(r"\((?P<key>[0-9a-f-]{36})\)")
_GENERATED = {"Id", "OrderId", "CreatedDateUtc", "OrderExpiryDate", "PrintableId", "OrderType"}
COUNT = 13


def fresh(calls: Calls, example: Example) -> Document:
    """Create the order that an example is about, with the item that it may replace."""
    sent = parse_object(example.body or "{}")
    lines = as_objects(sent["Items"]) if "Items" in sent else []
    others = [{"ItemTypeId": 2, "ItemStatusId": 9, "ProductId": f"p{n}"} for n in range(len(lines))]
    return calls.create(*(others or [{"ItemTypeId": 2, "ItemStatusId": 9}]))


def adapted(example: Example, order: Document) -> Document | None:
    """Put the ids of `order` into the example's body."""
    if example.body is None:
        return None
    body = parse_object(example.body)
    for name in ("Id", "OrderId"):
        if name in body:
            body[name] = order["Id"]
    if isinstance(body.get("Items"), list):
        lines = as_objects(body["Items"])
        for line, there in zip(lines, as_objects(order["Items"]), strict=True):
            if "Id" in line:
                line.update({"Id": there["Id"], "OrderId": order["Id"]})
    return body


def send(calls: Calls, example: Example, order: Document, body: Document | None) -> httpx.Response:
    """Send the example to the sandbox: its host, its token, its ids, spaces encoded."""
    path, _mark, query = example.path.partition("?")
    path = _KEY.sub(lambda _match: f"({order['Id']})", path)
    if query:
        path += f"?{quote(query, safe='=&$')}"
    named = dict(header.split(": ", 1) for header in example.headers)
    assert named.pop("Authorization") == "Bearer (Access Token)"
    return calls.call(example.method, "orders", path, body=body, headers=named)


def same_shape(documented: JsonValue, given: JsonValue) -> bool:
    """Tell whether the same fields hold the same kinds of values; none may stand for any value."""
    if isinstance(documented, dict):
        return (
            isinstance(given, dict)
            and documented.keys() == given.keys()
            and all(
                given[name] is None or same_shape(value, given[name])
                for name, value in documented.items()
            )
        )
    if isinstance(documented, list):
        return isinstance(given, list) and all(
            same_shape(documented[0], one) for one in given if documented
        )
    if isinstance(documented, int | Decimal) and not isinstance(documented, bool):
        return isinstance(given, int | Decimal) and not isinstance(given, bool)
    return type(documented) is type(given)


def kept(sent: JsonValue, given: JsonValue) -> bool:
    """Tell whether what was sent came back, apart from what the server makes itself."""
    if isinstance(sent, dict):
        shown = as_object(given)
        return all(name in _GENERATED or kept(value, shown[name]) for name, value in sent.items())
    if isinstance(sent, list):
        return isinstance(given, list) and all(map(kept, sent, given))
    return sent == given


@pytest.mark.skipif(not TEXT.exists(), reason="the vendor's text is not beside the project")
def test_the_text_has_all_its_examples() -> None:
    assert len(PRINTED) == COUNT
    printed, ours = (
        [(e.method, _KEY.sub("()", e.path), e.status) for e in examples]
        for examples in (PRINTED, REWRITTEN)
    )
    assert printed == ours
    assert all(
        same_shape(one.answer, two.answer) for one, two in zip(PRINTED, REWRITTEN, strict=True)
    )


@pytest.mark.parametrize("example", CASES)
def test_an_example_is_answered_as_documented(calls: Calls, example: Example) -> None:
    order = fresh(calls, example)
    body = adapted(example, order)
    if body is not None:
        body.pop("ShippingEntityId", None)
    reply = send(calls, example, order, body)
    sys.stdout.write(f"{example.name} -> {reply.status_code} (documented {example.status})\n")
    assert reply.status_code == example.status, reply.text
    assert reply.headers["content-type"] == example.kind
    given = parse(reply.content)
    assert same_shape(example.answer, given)
    if body is not None and example.path.endswith("Process"):
        assert as_object(given)["OrderId"] == order["Id"]
        assert calls.truth(str(order["Id"]))["state"] == "Processed"
    elif body is not None:
        assert kept(body, given)
    elif _KEY.search(example.path) is None:
        assert len(as_objects(given)) > 0


@pytest.mark.parametrize("example", BOTH_TARGETS)
def test_an_example_as_printed_names_both_targets_and_is_refused(
    calls: Calls, example: Example
) -> None:
    order = fresh(calls, example)
    before = calls.truth(str(order["Id"]))
    number = calls.last_number()
    reply = send(calls, example, order, adapted(example, order))
    sys.stdout.write(f"{example.name} as printed -> {reply.status_code}\n")
    assert reply.status_code == 400
    assert message(reply) == "The request is invalid."
    assert "order.ShippingEntityId" in as_object(answer(reply)["ModelState"])
    assert calls.truth(str(order["Id"])) == before
    assert [entry["action"] for entry in calls.log(number)] == [None]


@pytest.mark.parametrize("name", ["PUT", "POST"])
def test_ids_as_printed_do_not_match_and_are_refused(calls: Calls, name: str) -> None:
    example = next(e for e in REWRITTEN if e.method == name and {"Id", "OrderId"} & {*as_sent(e)})
    order = fresh(calls, example)
    body = as_sent(example)
    body.pop("ShippingEntityId", None)
    reply = send(calls, example, order, body)
    assert reply.status_code == 400
    assert "don't match" in message(reply)


def as_sent(example: Example) -> Document:
    """Read the example's body as it is printed."""
    return parse_object(example.body or "{}")

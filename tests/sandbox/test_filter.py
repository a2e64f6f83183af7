"""`$filter`: the subset of OData that lists take."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.sandbox.iqmetrix.filter import Value, WrongFilter, parse
from orderdesk.sandbox.iqmetrix.moments import from_text
from tests.sandbox.calls import COMPANY, LOCATION, Calls, answers, item, message

PROPERTIES = {
    "Name": "text",
    "State": "text",
    "EntityId": "number",
    "Amount": "number",
    "Customer": "guid",
    "Created": "moment",
    "Disabled": "bool",
}
RESOURCE: Mapping[str, Value] = {
    "Name": "iPhone for O'Hara",
    "State": None,
    "EntityId": 14202,
    "Amount": Decimal("9.99"),
    "Customer": "659c2a38-d083-4421-9330-46d779702f85",
    "Created": from_text("2026-03-27T18:47:29.9012402"),
    "Disabled": False,
}


def passes(expression: str) -> bool:
    return parse(expression, PROPERTIES)(RESOURCE.__getitem__)


@pytest.mark.parametrize(
    "expression",
    [
        "Name eq 'iPhone for O''Hara'",
        "Name ne 'else'",
        "Name gt 'iPh'",
        "'iPhone for O''Hara' eq Name",
        "tolower(Name) eq 'iphone for o''hara'",
        "substringof('Phone', Name)",
        "substringof(Name, 'Phone')",
        "substringof('phone', tolower(Name))",
        "substringof('Phone',Name) eq true",
        "substringof('zzz',Name) eq false",
        "not substringof('zzz', Name)",
        "EntityId eq 14202",
        "EntityId ge 14202 and EntityId le 14202",
        "EntityId gt 14201 and EntityId lt 14203",
        "14203 gt EntityId",
        "Amount eq 9.99",
        "Amount eq 9.990M",
        "State eq null",
        "null ne Name",
        "Disabled eq false",
        "Customer eq '659C2A38-D083-4421-9330-46D779702F85'",
        "Customer eq guid'659c2a38-d083-4421-9330-46d779702f85'",
        "Created gt '2026-03-27T18:47:29.901'",
        "Created gt datetime'2026-03-27'",
        "Created lt DateTime'2026-03-27T18:47:30Z'",
        "Created eq '2026-03-27T19:47:29.9012402+01:00'",
        "(EntityId eq 1 or EntityId eq 14202) and Name ne null",
        "EntityId eq 1 or EntityId eq 14202 and Disabled eq false",
        "not (EntityId eq 1)",
        "not (State ne null) and not (EntityId eq 1)",
        "  EntityId   eq   14202  ",
    ],
)
def test_the_resource_passes(expression: str) -> None:
    assert passes(expression)


@pytest.mark.parametrize(
    "expression",
    [
        "Name eq 'IPHONE FOR O''HARA'",
        "substringof('phone', Name)",
        "EntityId ne 14202",
        "State gt 'A'",
        "State lt 'A'",
        "State eq 'Created'",
        "Created gt '2026-03-27T18:47:29.9012402'",
        "(EntityId eq 14202 or EntityId eq 1) and EntityId eq 1",
        "not (EntityId eq 14202)",
    ],
)
def test_the_resource_fails(expression: str) -> None:
    assert not passes(expression)


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "   ",
        "Name",
        "Name eq",
        "eq 'x'",
        "Name = 'x'",
        "Name like 'x'",
        "Name EQ 'x'",
        "Name eq 'x' and",
        "Name eq 'x' xor Name eq 'y'",
        "Name eq 'x",
        "(Name eq 'x'",
        "Name eq 'x')",
        "Nobody eq 'x'",
        "Name eq 5",
        "EntityId eq '14202'",
        "EntityId eq 1.2.3",
        "Created gt 'yesterday'",
        "Created gt 5",
        "Created gt datetime'2026-13-45'",
        "startswith(Name, 'x')",
        "substringof('x')",
        "substringof(Name, State)",
        "substringof('a', 'b')",
        "substringof(5, Name)",
        "substringof('5', EntityId)",
        "substringof('x', Name) eq 'x'",
        "not Name",
        "Name eq 'x'; drop table orders",
        "(" * 60 + "EntityId eq 1" + ")" * 60,
        "not " * 60 + "(EntityId eq 1)",
        "Name eq '" + "x" * 5_000 + "'",
    ],
)
def test_the_expression_is_refused(expression: str) -> None:
    with pytest.raises(WrongFilter):
        parse(expression, PROPERTIES)


_WORDS = (*PROPERTIES, "eq", "gt", "and", "or", "not", "(", ")", ",", "'a'", "5", "null", "true")


def verdict(expression: str) -> object:
    try:
        return passes(expression)
    except WrongFilter as fault:
        return str(fault)


@given(st.lists(st.sampled_from([*_WORDS, "substringof", "tolower", "datetime'2026-01-01'"])))
def test_any_row_of_words_is_a_test_or_refused(words: list[str]) -> None:
    answer = verdict(" ".join(words))
    assert isinstance(answer, bool) or answer


@given(st.text(max_size=40))
def test_any_text_is_a_test_or_refused(text: str) -> None:
    answer = verdict(text)
    assert isinstance(answer, bool) or answer


def found(calls: Calls, expression: str, resource: str = "Orders") -> list[str]:
    path = f"/Companies({COMPANY})/{resource}"
    reply = calls.call("GET", "orders", path, params={"$filter": expression})
    assert reply.status_code == 200, reply.text
    return [str(order["Id"]) for order in answers(reply)]


@pytest.mark.parametrize("resource", ["Orders", "OrderFull"])
def test_lists_are_filtered(calls: Calls, resource: str) -> None:
    key = str(calls.create(item(), State="Pending", Name=f"Zebra {resource}!")["Id"])
    pending = found(calls, f"State eq 'Pending' and EntityId eq {LOCATION}", resource)
    truths = [calls.truth(order) for order in pending]
    assert key in pending
    assert {(truth["state"], truth["location"]) for truth in truths} == {("Pending", LOCATION)}
    assert found(calls, f"substringof(Name, 'Zebra {resource}!')", resource) == [key]
    created = str(calls.truth(key)["created"]).removesuffix("+00:00")
    assert found(calls, f"CreatedDateUtc gt '{created}'", resource) == []
    assert key in found(calls, f"CreatedDateUtc ge '{created}'", resource)


def test_an_order_is_found_by_its_printable_id(calls: Calls) -> None:
    order = calls.create()
    expression = f"PrintableId eq '{order['PrintableId']}'"
    assert found(calls, expression) == [order["Id"]]
    assert found(calls, f"PrintableId eq 'TT101IN18' and {expression}") == []
    assert len(found(calls, "PrintableId eq 'TT101IN18'")) == 1


@pytest.mark.parametrize("resource", ["Orders", "OrderFull"])
def test_a_wrong_filter_is_a_bad_request(calls: Calls, resource: str) -> None:
    path = f"/Companies({COMPANY})/{resource}"
    reply = calls.call("GET", "orders", path, params={"$filter": "State like 'P%'"})
    assert reply.status_code == 400
    assert message(reply).startswith("Error while extracting the request query")


def test_every_property_of_an_order_can_be_asked_for(calls: Calls) -> None:
    key = str(calls.create(DiscountAmount=5, ShippingEntityId=LOCATION)["Id"])
    expression = " and ".join(
        [
            f"Id eq '{key.upper()}'",
            "OrderType eq 'Sales'",
            "OrderTypeId eq 1",
            "DiscountAmount gt 4.5",
            f"ShippingEntityId eq {LOCATION}",
            "ShippingCustomerId eq null",
            "OrderExpiryDate gt '2020-01-01'",
            "OrderExpiryHours eq 72",
            "TenderId eq null",
        ]
    )
    assert found(calls, expression) == [key]

"""Every payload that was collected of the vendor's, where the studies are at hand."""

from pathlib import Path

import pytest

from orderdesk.connectors.exchange import Ask
from orderdesk.connectors.http import Wire
from orderdesk.connectors.json_text import as_object, parse, rows, write
from orderdesk.connectors.ordertime import bodies
from orderdesk.connectors.ordertime.client import EQUAL, list_info, where
from orderdesk.connectors.ordertime.description import DESCRIPTION
from orderdesk.connectors.ordertime.mapping import Mapper
from orderdesk.connectors.ordertime.names import named
from orderdesk.connectors.ordertime.session import Session
from orderdesk.connectors.ordertime.vocabulary import RECORD_TYPES, TITLE
from orderdesk.domain.order import Order

COLLECTED = Path(__file__).parents[3] / "shared" / "vendors" / "samples"
FILES = sorted(COLLECTED.glob("ordertime_*.json"))
SEED = COLLECTED.parents[1] / "seeds" / "000_741a030e53dc21f2.txt"

if not FILES:
    pytest.skip("The collected payloads are not beside this project.", allow_module_level=True)

ORDER = "salesorder_post_request"
CUSTOMERS = ("customer_entityref", "customer_post_request")
LISTS = (
    "list_request_customer_by_company",
    "list_request_inventory",
    "list_request_terms",
)
NOT_USED = {
    "partitem_put_partial_request": "The desk changes no items.",
    "webhook_audit_trail": "The desk asks; nothing calls a program on somebody's computer.",
}


def said(name: str) -> dict[str, object]:
    [file] = [file for file in FILES if file.stem == f"ordertime_{name}"]
    return dict(as_object(parse(file.read_text(encoding="utf-8"))))


def test_no_collected_file_is_left_out() -> None:
    known = {ORDER, *CUSTOMERS, *LISTS, *NOT_USED}
    assert {file.stem.removeprefix("ordertime_") for file in FILES} == known


def test_an_order_is_read_without_loss_and_goes_back_as_it_came() -> None:
    raw = {"DocNo": 890, **said(ORDER)}
    text = write(raw["LineItems"]).decode()
    lines = [{**as_object(row.value), "Id": number} for number, row in enumerate(rows(text), 1)]
    raw["LineItems"] = lines
    order, names = Mapper("shop", {}).read(raw, [], whole=True)
    assert Order.model_validate_json(order.model_dump_json()) == order
    assert (order.name, order.vendor_state, len(order.lines or ())) == (
        "PO-1001",
        "Send to Printer",
        1,
    )
    assert {name.name for name in names} >= {"Peter Pan LLC", "Primary", "Sample Part"}
    # What the desk does not know by name is kept beside it.
    assert order.extra == {"ShipAddress": {"UpdateCustomerRecord": False}}
    body = bodies.edited(raw, {})
    assert {name: write(value) for name, value in body.items() if name != "LineItems"} == {
        name: write(value) for name, value in raw.items() if name != "LineItems"
    }
    assert [write({**line}) for line in lines] == [
        write(row.value) for row in rows(write(body["LineItems"]).decode())
    ]


def test_a_new_order_has_the_shape_of_the_collected_one() -> None:
    theirs = said(ORDER)
    fields = {
        "CustomerRef": "1947",
        "ShipToRef": "1",
        "Date": "2024-10-03",
        "PromiseDate": "2024-10-03",
        "CustomerPO": "PO-1001",
        "ShipAmount": "9.95",
        "StatusRef": "Send to Printer",
        "ShipAddress.City": "Springfield",
    }
    line = {"ItemRef": "5001", "Description": "x", "Price": "12.5", "Quantity": "2"}
    ours = bodies.new_order(fields, [line], own="")
    assert ours.keys() < theirs.keys()
    for name in ("Date", "PromiseDate", "CustomerPO", "ShipAmount"):
        assert ours[name] == theirs[name]
    for name in ("CustomerRef", "ShipToRef"):
        assert as_object(ours[name])["Id"] == as_object(theirs[name])["Id"]
    address = as_object(ours["ShipAddress"])
    assert address.keys() < as_object(theirs["ShipAddress"]).keys()
    [made] = rows(write(ours["LineItems"]).decode())
    [given] = rows(write(theirs["LineItems"]).decode())
    assert {*as_object(made.value)} == {*as_object(given.value)} - {"CustomFields"}
    assert as_object(made.value)["$type"] == as_object(given.value)["$type"]


@pytest.mark.parametrize("name", CUSTOMERS)
def test_a_customer_is_named(name: str) -> None:
    customer = {"Id": 1947, **said(name)}
    found = named("customer", customer)
    assert found is not None
    assert (found.id, found.name) == ("1947", customer["Name"])


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_asked_for_in_the_collected_shape(name: str) -> None:
    theirs = said(name)
    [given] = [as_object(row.value) for row in rows(write(theirs["Filters"]).decode())]
    ours = list_info(120, [where(str(given["PropertyName"]), EQUAL, "1")])
    assert theirs.keys() <= ours.keys()
    [made] = [as_object(row.value) for row in rows(write(ours["Filters"]).decode())]
    assert made.keys() == given.keys()
    assert isinstance(given["FilterValueArray"], str)


def test_types_are_those_of_the_collected_requests() -> None:
    assert said("list_request_terms")["Type"] == RECORD_TYPES["term"]
    assert said("list_request_customer_by_company")["Type"] == RECORD_TYPES["customer"]


def headers(**more: str) -> set[str]:
    secrets = {"api_key": "k", "email": "e@shop.example", "password": "p", **more}
    session = Session(Wire(TITLE), "", secrets)
    return set(session.signed(Ask("GET", "https://shop.example", "api")).headers)


def test_the_seeds_headers_are_sent() -> None:
    seed = SEED.read_text(encoding="utf-8")
    assert DESCRIPTION.urls[0].default in seed.split()
    assert headers() == {"apiKey", "email", "password"}
    assert all(f"{name}:" in seed for name in headers())
    assert headers(dev_key="d") == {"apiKey", "email", "DevKey"}
    assert "DevKey can be used instead" in seed

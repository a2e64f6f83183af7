"""The ready faults: each can be set, and falls on what it is for."""

import pytest

from orderdesk.sandbox.orderspace.presets import PRESETS
from tests.sandbox.calls import answer, as_object, as_objects, inexact
from tests.sandbox.orderspace.calls import ShopCalls, lines_of, message_of

FIELDS = [name for name, fault in PRESETS.items() if fault["kind"] == "field"]


def test_presets_are_told_apart_from_other_vendors() -> None:
    assert all(name.startswith("orderspace_") for name in PRESETS)
    assert all(fault["vendor"] == "orderspace" for fault in PRESETS.values())


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_falls(shop_calls: ShopCalls, name: str) -> None:
    body = {"customer_id": shop_calls.buyer, "order_lines": [{"sku": "HM-CM", "quantity": 1}]}
    number = shop_calls.fault(preset=name, skip=0)
    for _time in range(2):
        shop_calls.sign_in()
        shop_calls.get("/orders", limit="2")
        shop_calls.post("/orders", {"order": body})
    table = as_objects(as_object(shop_calls.admin("GET", "/faults"))["faults"])
    fallen = next(row["fallen"] for row in table if row["id"] == number)
    assert isinstance(fallen, int)
    assert fallen > 0


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_replaced_in_a_list_of_orders(shop_calls: ShopCalls, name: str) -> None:
    fault = PRESETS[name]
    plain = shop_calls.get("/orders", limit="200").text
    shop_calls.fault(preset=name)
    spoilt = shop_calls.get("/orders", limit="200").text
    assert spoilt != plain
    assert isinstance(inexact(spoilt), dict)
    if "json" in fault:
        assert f'"{fault["field"]}":{fault["json"]}' in spoilt


def test_the_empty_401_and_400(shop_calls: ShopCalls) -> None:
    for name, status in (("orderspace_empty_401", 401), ("orderspace_empty_400", 400)):
        fault = shop_calls.fault(preset=name)
        reply = shop_calls.get("/orders")
        assert (reply.status_code, reply.content) == (status, b"")
        assert reply.headers["content-type"].startswith("text/html")
        assert ("www-authenticate" in reply.headers) is (status == 401)
        shop_calls.admin("DELETE", f"/faults/{fault}")


def test_refusals_of_writes(shop_calls: ShopCalls) -> None:
    shop_calls.fault(preset="orderspace_html_422")
    reply = shop_calls.post("/dispatches", {"dispatch": {"order_id": "or_ready002"}})
    assert message_of(reply).startswith("<img")
    assert lines_of(shop_calls.one("/orders/or_ready002"))[0]["dispatched"] == 0


def test_the_app_may_be_removed(shop_calls: ShopCalls) -> None:
    shop_calls.fault(preset="orderspace_app_removed")
    reply = shop_calls.sign_in()
    assert (reply.status_code, answer(reply)["error"]) == (401, "invalid_client")
    assert shop_calls.get("/orders").status_code == 200


def test_the_limit_comes_sooner_than_documented(shop_calls: ShopCalls) -> None:
    shop_calls.fault(preset="orderspace_limit_lowered")
    replies = [shop_calls.get("/tax_rates").status_code for _time in range(22)]
    assert replies == [200] * 20 + [429, 200]

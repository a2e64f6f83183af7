"""A colleague's hand: what staff do in the vendor's site, past every rule of the API."""

import pytest

from orderdesk.sandbox.json_text import Document
from tests.sandbox.calls import answer, as_object, as_objects
from tests.sandbox.orderspace.calls import ShopCalls, lines_of


def test_the_truth_of_every_order_in_short(shop_calls: ShopCalls) -> None:
    every = as_objects(shop_calls.admin("GET", "/orders"))
    assert len(every) >= 60
    assert {str(one["kind"]) for one in every} == {"order", "standing_order"}
    assert all(one["id"] and one["number"] and one["state"] for one in every)
    held = as_objects(shop_calls.admin("GET", "/orders?on_hold=true&limit=2"))
    assert len(held) == 2
    assert [one["on_hold"] for one in held] == [True, True]


def test_the_whole_truth_has_invoices_and_dispatches(shop_calls: ShopCalls) -> None:
    truth = shop_calls.truth("or_d0ne0011")
    assert as_object(truth["order"]) == shop_calls.one("/orders/or_d0ne0011")
    assert len(as_objects(truth["invoices"])) == 1
    assert len(as_objects(truth["dispatches"])) == 2
    assert (truth["ordered"], truth["invoiced"], truth["paid"], truth["dispatched"]) == (46,) * 4


def test_fields_are_set_whatever_they_are(shop_calls: ShopCalls) -> None:
    key = str(shop_calls.order()["id"])
    fields: Document = {
        "status": "awaiting_moonrise", "number": 77, "currency": "XTS", "customer_note": None,
        "created": "2031-01-01T00:00:00Z", "loyalty": {"tier": "gold"}, "customer_id": "cu_x",
    }  # fmt: skip
    shop_calls.admin("POST", f"/orders/{key}", {"set": fields})
    order = shop_calls.one(f"/orders/{key}")
    assert {name: order[name] for name in fields} == fields
    assert shop_calls.rows("/orders", limit="1")[0]["id"] == key
    shop_calls.admin("DELETE", f"/orders/{key}")
    assert shop_calls.get(f"/orders/{key}").status_code == 404


def test_lines_are_changed_added_and_deleted(shop_calls: ShopCalls) -> None:
    order = shop_calls.order_in()
    key = str(order["id"])
    cable, mount, _charge = (str(line["id"]) for line in lines_of(order))
    change = {
        "items": {cable: {"quantity": 3, "gift": True, "unit_price": 2, "on_hold": True},
                  mount: None},
        "add_items": [{"sku": "HM-TR", "quantity": 1}],
    }  # fmt: skip
    shop_calls.admin("POST", f"/orders/{key}", change)
    lines = lines_of(shop_calls.one(f"/orders/{key}"))
    assert [line["sku"] for line in lines] == ["HM-CC-1M-BLA", "", "HM-TR"]
    assert [lines[0][name] for name in ("quantity", "gift", "on_hold")] == [3, True, True]
    revision = shop_calls.truth(key)["revision"]
    assert revision == 2


def test_an_order_comes_through_all_its_states(shop_calls: ShopCalls) -> None:
    key = str(shop_calls.order_in()["id"])
    seen = [
        shop_calls.act(key, act)["state"]
        for act in ("hold", "unhold", "invoice", "pay", "dispatch")
    ]
    assert seen == ["preorder", "new", "invoiced", "released", "fulfilled"]
    truth = shop_calls.truth(key)
    assert (truth["invoiced"], truth["paid"], truth["dispatched"]) == (14, 14, 14)


def test_release_and_cancel(shop_calls: ShopCalls) -> None:
    before = shop_calls.level("HM-CM")
    key = str(shop_calls.order_in("release")["id"])
    assert shop_calls.truth(key)["state"] == "released"
    assert shop_calls.act(key, "cancel")["state"] == "cancelled"
    assert shop_calls.level("HM-CM") == before


def test_a_buyer_places_an_order_in_the_shop(shop_calls: ShopCalls) -> None:
    change = {
        "set": {"customer_id": shop_calls.buyer, "reference": "web"},
        "add_items": [{"sku": "HM-CM", "quantity": 2}],
    }
    made = as_object(shop_calls.admin("POST", "/orders/new", change))
    assert (made["state"], made["reference"], made["items"]) == ("new", "web", 1)
    assert shop_calls.rows("/orders", limit="1")[0]["id"] == made["id"]


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"act": "dance"},
        {"act": ["pay"]},
        {"act": "pay"},
        {"set": 1},
        {"set": {"id": "or_x"}},
        {"set": {"net_total": 1}},
        {"set": {"created": "noon"}},
        {"set": {"number": "x"}},
        {"items": {"ol_none0000": {}}},
        {"add_items": [1]},
        {"add_items": [{"sku": "NOTHING", "quantity": 1}]},
    ],
)
def test_changes_that_make_no_sense_change_nothing(shop_calls: ShopCalls, change: Document) -> None:
    before = shop_calls.truth("or_fresh001")
    reply = shop_calls.ask("POST", "/orders/or_fresh001", change)
    assert reply.status_code == 400
    assert answer(reply)["error"]
    assert shop_calls.truth("or_fresh001") == before


def test_wrong_lines_and_acts(shop_calls: ShopCalls) -> None:
    order = shop_calls.order_in("release", "dispatch")
    line = str(lines_of(order)[0]["id"])
    for change in (
        {"items": {line: 1}},
        {"items": {line: {"quantity": "many"}}},
        {"act": "dispatch"},
        {"set": {"customer_id": "cu_x"}, "add_items": [{"sku": "HM-CM", "quantity": 1}]},
    ):
        assert shop_calls.ask("POST", f"/orders/{order['id']}", change).status_code == 400
    cancelled = shop_calls.order_in("cancel")
    refused = shop_calls.ask("POST", f"/orders/{cancelled['id']}", {"act": "invoice"})
    assert "cancelled" in str(answer(refused)["error"])
    nobody = shop_calls.ask("POST", "/orders/new", {"set": {}})
    assert nobody.status_code == 400


def test_unknown_orders(shop_calls: ShopCalls) -> None:
    for method in ("GET", "POST", "DELETE"):
        assert shop_calls.ask(method, "/orders/or_neverwas", {}).status_code == 404

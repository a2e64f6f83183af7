"""The older profile, the switches that shape orders, and that each switch has a test somewhere."""

import re
from pathlib import Path

import pytest

from orderdesk.sandbox.orderspace.choices import SWITCHES
from tests.sandbox.calls import answer, as_object, as_objects
from tests.sandbox.orderspace.calls import ShopCalls, inside, lines_of

NEW_CALLS = (
    ("POST", "/orders"),
    ("DELETE", "/orders/or_fresh001"),
    ("POST", "/invoices"),
    ("DELETE", "/invoices/iv_any00000"),
    ("DELETE", "/customers/cu_any00000"),
    ("DELETE", "/products/pr_any00000"),
    ("POST", "/categories"),
    ("GET", "/categories/ca_c4sesx01"),
    ("GET", "/price_lists/pl_eur0pe03"),
    ("POST", "/price_lists"),
    ("GET", "/preorder_windows"),
    ("GET", "/webhooks"),
    ("POST", "/webhooks"),
)
OLD_LISTS = (
    "orders",
    "dispatches",
    "invoices",
    "customers",
    "products",
    "inventory_levels",
    "categories",
    "customer_groups",
    "price_lists",
    "payment_terms",
    "tax_rates",
)


@pytest.mark.parametrize(("method", "path"), NEW_CALLS)
def test_the_older_profile_does_not_have_the_newer_calls(
    shop_calls: ShopCalls, method: str, path: str
) -> None:
    shop_calls.switch(profile="older")
    since = shop_calls.last_number()
    text = None if method == "GET" else "{}"
    reply = shop_calls.call(method, "api", path, text=text)
    assert reply.status_code == 404
    assert "<h1>Page Not Found</h1>" in reply.text
    assert shop_calls.done(since) == []


def test_the_older_profile_lists_what_it_had(shop_calls: ShopCalls) -> None:
    shop_calls.switch(profile="older")
    assert all(shop_calls.rows(f"/{name}") for name in OLD_LISTS)
    order = shop_calls.one("/orders/or_fresh001")
    assert "created_by" not in order
    assert not {"tax_rate_id", "preorder_window_id"} & lines_of(order)[0].keys()
    assert "order_line_id" not in lines_of(shop_calls.rows("/invoices")[0])[0]
    dispatch = shop_calls.rows("/dispatches")[0]
    assert dispatch.keys() == {
        "id", "order_id", "order_number", "created", "comments", "dispatch_lines",
    }  # fmt: skip
    assert lines_of(dispatch)[0].keys() == {"order_line_id", "sku", "quantity"}
    assert "internal_note" not in shop_calls.rows("/customers")[0]
    assert "images" not in shop_calls.rows("/products")[0]
    assert "products" not in shop_calls.rows("/categories")[0]


def test_the_older_profile_dispatches_too(shop_calls: ShopCalls) -> None:
    order = shop_calls.order_in("release")
    shop_calls.switch(profile="older")
    assert shop_calls.dispatch(order).status_code == 200
    assert shop_calls.one(f"/orders/{order['id']}")["status"] == "fulfilled"


def test_numbers_may_be_texts(shop_calls: ShopCalls) -> None:
    shop_calls.switch(order_number="text")
    order = shop_calls.order_in("invoice", "pay", "dispatch")
    number = str(order["number"])
    assert order["number"] == number
    assert shop_calls.rows("/dispatches", limit="1")[0]["order_number"] == number
    invoice = shop_calls.rows("/invoices", limit="1")[0]
    assert as_objects(invoice["orders"])[0]["number"] == number


@pytest.mark.parametrize(("choice", "shown"), [("null", None), ("empty", ""), ("absent", "-")])
def test_no_delivery_date(shop_calls: ShopCalls, choice: str, shown: str | None) -> None:
    shop_calls.switch(no_delivery_date=choice)
    order = shop_calls.one("/orders/or_ahead005")
    assert order.get("delivery_date", "-") == shown
    dated = shop_calls.order(delivery_date="2031-01-02")
    assert dated["delivery_date"] == "2031-01-02"
    late = shop_calls.rows("/orders", delivery_date_since="2000-01-01", limit="200")
    assert order["id"] not in [one["id"] for one in late]


def test_features_that_may_be_off(shop_calls: ShopCalls) -> None:
    order = shop_calls.one("/orders/or_repeat09")
    assert order["standing_order_id"] == "or_templat8"
    assert shop_calls.one("/orders/or_fresh001")["standing_order_id"] is None
    group = as_object(lines_of(order)[0]["grouping_category"])
    assert group["name"] == "Stands & mounts"
    shop_calls.switch(standing_orders="off", grouping="off")
    order = shop_calls.one("/orders/or_repeat09")
    assert "standing_order_id" not in order
    assert all("grouping_category" not in line for line in lines_of(order))


def test_every_switch_is_turned_in_some_test() -> None:
    written = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    missing = [one.name for one in SWITCHES if not re.search(rf"\b{one.name}=", written)]
    assert missing == []


def test_the_names_of_switches_tell_this_vendors_apart(shop_calls: ShopCalls) -> None:
    table = as_objects(as_object(shop_calls.admin("GET", "/switches"))["orderspace"])
    assert [row["name"] for row in table] == [switch.name for switch in SWITCHES]
    wrong = shop_calls.ask("POST", "/switches", {"profile": "future"})
    assert wrong.status_code == 400
    assert "profile is one of current, older" in str(answer(wrong)["error"])
    assert inside(shop_calls.get("/orders/or_fresh001"))["id"] == "or_fresh001"

"""Dispatches: of lines, of quantities, of all that is left, and what is refused."""

import pytest

from orderdesk.sandbox.json_text import Document
from tests.sandbox.orderspace.calls import ShopCalls, inside, lines_of, message_of

REASON = "The order can not be dispatched because its status is"


def refused(calls: ShopCalls, order: Document, *lines: Document) -> str:
    """Dispatch what must be refused without effect; the message."""
    since = calls.last_number()
    reply = calls.dispatch(order, *lines)
    assert reply.status_code == 422, reply.text
    assert calls.done(since) == []
    return message_of(reply)


def test_a_part_by_line_and_by_sku(shop_calls: ShopCalls) -> None:
    order = shop_calls.order_in("invoice", "pay")
    cable, mount, charge = lines_of(order)
    before = shop_calls.level("HM-CM")
    since = shop_calls.last_number()
    dispatch = inside(
        shop_calls.dispatch(
            order,
            {"order_line_id": cable["id"], "quantity": 3},
            {"sku": "HM-CM", "quantity": 1},
        )
    )
    assert shop_calls.done(since) == [("dispatch", order["id"])]
    assert dispatch == shop_calls.one(f"/dispatches/{dispatch['id']}")
    assert (dispatch["order_id"], dispatch["order_number"]) == (order["id"], order["number"])
    assert dispatch["comments"] == "On the van"
    for name in ("customer_note", "customer_po_number", "shipping_type", "shipping_address"):
        assert dispatch[name] == order[name]
    assert [(line["order_line_id"], line["quantity"]) for line in lines_of(dispatch)] == [
        (cable["id"], 3),
        (mount["id"], 1),
    ]
    after = shop_calls.one(f"/orders/{order['id']}")
    assert [line["dispatched"] for line in lines_of(after)] == [3, 1, 0]
    assert after["status"] == "released"
    assert charge["shipping"] is True
    on_hand, available = before
    assert isinstance(on_hand, int)
    assert shop_calls.level("HM-CM") == (on_hand - 1, available)


def test_all_that_is_left_fulfils_the_order(shop_calls: ShopCalls) -> None:
    order = shop_calls.order_in("release")
    shop_calls.dispatch(order, {"sku": "HM-CM", "quantity": 1})
    rest = inside(shop_calls.dispatch(order))
    assert [line["quantity"] for line in lines_of(rest)] == [10, 3]
    after = shop_calls.one(f"/orders/{order['id']}")
    assert after["status"] == "fulfilled"
    assert [line["dispatched"] for line in lines_of(after)] == [10, 4, 0]
    assert refused(shop_calls, order) == "The order has already been fulfilled"


@pytest.mark.parametrize(
    ("acts", "status"),
    [((), "new"), (("invoice",), "invoiced"), (("cancel",), "cancelled"), (("hold",), "preorder")],
)
def test_orders_that_are_not_released(
    shop_calls: ShopCalls, acts: tuple[str, ...], status: str
) -> None:
    order = shop_calls.order_in(*acts)
    assert order["status"] == status
    assert refused(shop_calls, order) == f"{REASON} {status}"
    shop_calls.switch(dispatch_states="open", dispatch_held="accepted")
    assert shop_calls.dispatch(order).status_code == (422 if status == "cancelled" else 200)


@pytest.mark.parametrize(
    ("choice", "acts", "status"),
    [
        ("by_invoicing", ("release",), "released"),
        ("by_invoicing", ("invoice", "pay"), "released"),
        ("part_fulfilled", ("invoice", "pay"), "part_fulfilled"),
        ("released", ("release",), "released"),
    ],
)
def test_the_status_after_a_part(
    shop_calls: ShopCalls, choice: str, acts: tuple[str, ...], status: str
) -> None:
    shop_calls.switch(partly_dispatched=choice)
    order = shop_calls.order_in(*acts)
    shop_calls.dispatch(order, {"sku": "HM-CM", "quantity": 1})
    assert shop_calls.one(f"/orders/{order['id']}")["status"] == status


def test_what_is_not_invoiced_makes_an_order_part_fulfilled(shop_calls: ShopCalls) -> None:
    order = shop_calls.order_in()
    cable = lines_of(order)[0]
    shop_calls.invoice(order, invoice_lines=[{"order_line_id": cable["id"], "quantity": 10}])
    shop_calls.act(str(order["id"]), "pay")
    shop_calls.dispatch(order, {"order_line_id": cable["id"], "quantity": 10})
    part = shop_calls.one(f"/orders/{order['id']}")
    assert part["status"] == "part_fulfilled"
    shop_calls.invoice(order)
    assert shop_calls.one(f"/orders/{order['id']}")["status"] == "invoiced"
    shop_calls.act(str(order["id"]), "pay")
    shop_calls.dispatch(order)
    assert shop_calls.one(f"/orders/{order['id']}")["status"] == "fulfilled"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ({"sku": "HM-CM", "quantity": 5},
         "dispatch_lines[0] Quantity 5 is more than the 4 to be dispatched"),
        ({"sku": "HM-CM", "quantity": 0}, "dispatch_lines[0] Quantity must be greater than 0"),
        ({"sku": "HM-CM"}, "dispatch_lines[0] Quantity must be greater than 0"),
        ({"sku": "HM-TR", "quantity": 1},
         "dispatch_lines[0] SKU 'HM-TR' does not match an order line"),
        ({"sku": "", "quantity": 1}, "dispatch_lines[0] SKU '' does not match an order line"),
        ({"order_line_id": "ol_none0000", "quantity": 1},
         "dispatch_lines[0] order line 'ol_none0000' does not match an order line"),
    ],
)  # fmt: skip
def test_lines_that_are_refused(shop_calls: ShopCalls, line: Document, fault: str) -> None:
    assert refused(shop_calls, shop_calls.order_in("release"), line) == fault


def test_one_line_named_twice_is_added_up(shop_calls: ShopCalls) -> None:
    order = shop_calls.order_in("release")
    three = {"sku": "HM-CM", "quantity": 3}
    assert "Quantity 6 is more than the 4" in refused(shop_calls, order, {**three}, {**three})


def test_a_shipping_charge_cannot_be_dispatched(shop_calls: ShopCalls) -> None:
    order = shop_calls.order_in("release")
    charge = lines_of(order)[2]
    text = refused(shop_calls, order, {"order_line_id": charge["id"], "quantity": 1})
    assert text.endswith("does not match an order line")


def test_a_sku_that_stands_twice_must_be_named_by_line(shop_calls: ShopCalls) -> None:
    order = shop_calls.one("/orders/or_tw1ce010")
    assert refused(shop_calls, order, {"sku": "HM-LC", "quantity": 1}) == (
        "dispatch_lines[0] SKU 'HM-LC' matches more than one order line"
    )
    line = lines_of(order)[1]
    reply = shop_calls.dispatch(order, {"order_line_id": line["id"], "quantity": 1})
    assert reply.status_code == 200


def test_ids_of_lines_may_be_passed_over(shop_calls: ShopCalls) -> None:
    shop_calls.switch(dispatch_line_id="ignored")
    order = shop_calls.order_in("release")
    line = lines_of(order)[0]
    text = refused(shop_calls, order, {"order_line_id": line["id"], "quantity": 1})
    assert text == "dispatch_lines[0] SKU '' does not match an order line"
    both = {"order_line_id": line["id"], "sku": "HM-CM", "quantity": 1}
    given = inside(shop_calls.dispatch(order, both))
    assert lines_of(given)[0]["sku"] == "HM-CM"


def test_held_lines_stay(shop_calls: ShopCalls) -> None:
    order = shop_calls.one("/orders/or_held0016")
    free, held = lines_of(order)[:2]
    assert held["on_hold"] is True
    text = refused(shop_calls, order, {"order_line_id": held["id"], "quantity": 1})
    assert text == "dispatch_lines[0] is on hold and can not be dispatched"
    sent = inside(shop_calls.dispatch(order))
    assert [line["order_line_id"] for line in lines_of(sent)] == [free["id"]]
    assert refused(shop_calls, order) == "There is nothing to dispatch"
    shop_calls.switch(dispatch_held="accepted")
    assert shop_calls.dispatch(order).status_code == 200
    assert shop_calls.one(f"/orders/{order['id']}")["status"] == "fulfilled"


def test_more_than_is_outstanding_may_be_taken(shop_calls: ShopCalls) -> None:
    shop_calls.switch(dispatch_excess="accepted")
    order = shop_calls.order_in("release")
    assert shop_calls.dispatch(order, {"sku": "HM-CM", "quantity": 9}).status_code == 200
    assert lines_of(shop_calls.one(f"/orders/{order['id']}"))[1]["dispatched"] == 9


def test_lines_may_be_required(shop_calls: ShopCalls) -> None:
    shop_calls.switch(dispatch_no_lines="refused")
    order = shop_calls.order_in("release")
    assert refused(shop_calls, order) == "Validation failed: Dispatch lines can't be blank"


def test_empty_lines_are_no_dispatch(shop_calls: ShopCalls) -> None:
    order = shop_calls.order_in("release")
    body = {"dispatch": {"order_id": order["id"], "dispatch_lines": []}}
    reply = shop_calls.post("/dispatches", body)
    assert (reply.status_code, message_of(reply)) == (
        422,
        "Validation failed: Dispatch lines can't be blank",
    )


@pytest.mark.parametrize(
    ("key", "fault"), [("", "Order can't be blank"), ("or_neverwas", "Order is invalid")]
)
def test_an_order_that_there_is_not(shop_calls: ShopCalls, key: str, fault: str) -> None:
    reply = shop_calls.post("/dispatches", {"dispatch": {"order_id": key}})
    assert (reply.status_code, message_of(reply)) == (422, f"Validation failed: {fault}")


def test_dispatches_can_be_neither_changed_nor_deleted(shop_calls: ShopCalls) -> None:
    key = shop_calls.rows("/dispatches", limit="1")[0]["id"]
    for method in ("PUT", "DELETE"):
        reply = shop_calls.call(method, "api", f"/dispatches/{key}", body={"dispatch": {}})
        assert reply.status_code == 404
        assert reply.headers["content-type"] == "text/html; charset=utf-8"
    unknown = shop_calls.get("/dispatches/di_none0000")
    assert message_of(unknown) == "Couldn't find dispatch with id di_none0000"

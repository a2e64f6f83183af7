"""Orders: what one shows, how one is placed, and how it is deleted."""

from decimal import Decimal

import pytest

from orderdesk.sandbox.json_text import Document, JsonValue
from tests.sandbox.calls import answer, as_object
from tests.sandbox.orderspace.calls import ShopCalls, inside, lines_of, message_of

CUSTOM = {"name": "Labels", "quantity": 3, "unit_price": 1.35}
CHARGE = {"name": "Next-day courier", "unit_price": 24.9, "shipping": True}
NEVER = "or_neverwas"


def amount(value: JsonValue) -> Decimal:
    assert isinstance(value, int | Decimal)
    return Decimal(value)


def refused(calls: ShopCalls, **fields: object) -> str:
    """Send an order that must be refused; the message."""
    body = {"customer_id": calls.buyer, "order_lines": [CUSTOM], **fields}
    reply = calls.post("/orders", {"order": body})
    assert reply.status_code == 422, reply.text
    return message_of(reply)


def test_an_order_of_every_kind_of_line(shop_calls: ShopCalls) -> None:
    customer = shop_calls.customer(price_list_id="pl_tr4deca1", tax_rate_id=None)
    since = shop_calls.last_number()
    order = shop_calls.order(
        {"sku": "HM-CC-1M-BLA", "quantity": 10},
        {**CUSTOM, "tax_rate_id": "tr_gst00005"},
        CHARGE,
        customer_id=customer["id"],
        delivery_date="2031-01-02",
        reference="R",
        internal_note="I",
        customer_po_number="P",
        customer_note="N",
    )
    assert shop_calls.done(since) == [("create", order["id"])]
    assert str(order["id"]).startswith("or_")
    assert (order["status"], order["created_by"], order["currency"]) == ("new", None, "CAD")
    assert order["company_name"] == customer["company_name"]
    assert order["email_addresses"] == customer["email_addresses"]
    assert order["shipping_type"] == "Next-day courier"
    assert [order[name] for name in ("delivery_date", "reference", "internal_note")] == [
        "2031-01-02",
        "R",
        "I",
    ]
    assert [order[name] for name in ("customer_po_number", "customer_note")] == ["P", "N"]
    goods, custom, charge = lines_of(order)
    assert (goods["name"], goods["options"]) == (
        "USB-C Cable, braided",
        "Length: 1 m, Colour: Black",
    )
    assert (goods["unit_price"], goods["sub_total"]) == (Decimal("4.15"), Decimal("41.5"))
    assert (goods["tax_name"], goods["tax_amount"]) == ("HST Nova Scotia", Decimal("5.81"))
    assert (custom["sku"], custom["tax_rate_id"]) == ("", "tr_gst00005")
    assert (custom["sub_total"], custom["tax_amount"]) == (Decimal("4.05"), Decimal("0.2"))
    assert (charge["quantity"], charge["shipping"]) == (1, True)
    assert order["net_total"] == Decimal("70.45")
    assert order["gross_total"] == Decimal("79.95")
    for line in (goods, custom, charge):
        assert str(line["id"]).startswith("ol_")
        assert [line[name] for name in ("invoiced", "paid", "dispatched")] == [0, 0, 0]
        assert (line["on_hold"], line["preorder_window_id"]) == (False, "")
    assert shop_calls.one(f"/orders/{order['id']}") == order


def test_totals_are_the_sums_of_the_lines(shop_calls: ShopCalls) -> None:
    for order in shop_calls.every("/orders", limit="200"):
        lines = lines_of(order)
        net = sum((amount(line["sub_total"]) for line in lines), Decimal(0))
        tax = sum((amount(line["tax_amount"]) for line in lines), Decimal(0))
        assert (order["net_total"], order["gross_total"]) == (net, net + tax)


def test_figures_are_written_as_in_the_samples(shop_calls: ShopCalls) -> None:
    order = shop_calls.order({"name": "Thing", "quantity": 2, "unit_price": 30})
    text = shop_calls.get(f"/orders/{order['id']}").text
    assert '"unit_price":30.0,' in text
    assert '"sub_total":60.0,' in text
    assert '"quantity":2,' in text


def test_numbers_follow_one_another_or_are_given(shop_calls: ShopCalls) -> None:
    first, second = shop_calls.order(), shop_calls.order()
    number = first["number"]
    assert isinstance(number, int)
    assert second["number"] == number + 1
    assert shop_calls.order(number=number + 500)["number"] == number + 500
    assert refused(shop_calls, number=number) == (
        "Validation failed: Number has already been taken"
    )
    assert "Number is not a number" in refused(shop_calls, number="x")
    shop_calls.switch(given_number="ignored")
    assert shop_calls.order(number=number)["number"] == number + 501


def test_what_may_not_be_set_is_passed_over(shop_calls: ShopCalls) -> None:
    order = shop_calls.order(
        status="fulfilled", phone="1", created_by="me", net_total=1, id="or_mine0000", colour="red"
    )
    assert order["status"] == "new"
    assert order["phone"] != "1"
    assert order["created_by"] is None
    assert order["id"] != "or_mine0000"
    assert "colour" not in order


def test_prices_come_from_the_customers_price_list(shop_calls: ShopCalls) -> None:
    sku = "HM-CC-05M-BLA"
    product = shop_calls.rows("/products", code="HM-CC")[0]
    variants = product["product_variants"]
    assert isinstance(variants, list)
    variant = as_object(variants[0])
    assert variant["sku"] == sku
    own = variant["price_list_prices"]
    assert own == [{"id": "pl_eur0pe03", "unit_price": Decimal("3.32")}]
    for price_list, currency, price in (
        ("pl_eur0pe03", "EUR", "3.32"),
        ("pl_gbr1t4in", "GBP", "2.45"),
        ("pl_tr4deca1", "CAD", "4.15"),
        (None, "CAD", "4.15"),
    ):
        customer = shop_calls.customer(price_list_id=price_list)
        line = {"sku": sku, "quantity": 1}
        order = shop_calls.order(line, customer_id=customer["id"])
        assert (order["currency"], lines_of(order)[0]["unit_price"]) == (currency, Decimal(price))


def test_a_price_for_a_product(shop_calls: ShopCalls) -> None:
    line = {"sku": "HM-CM", "quantity": 1, "unit_price": 99}
    assert lines_of(shop_calls.order(line))[0]["unit_price"] != Decimal("99.0")
    shop_calls.switch(price_override="accepted")
    assert lines_of(shop_calls.order(line))[0]["unit_price"] == Decimal("99.0")
    shop_calls.switch(price_override="refused")
    assert "Unit price" in refused(shop_calls, order_lines=[line])


def test_addresses_are_given_or_the_customers(shop_calls: ShopCalls) -> None:
    customer = shop_calls.customer()
    known = customer["addresses"]
    assert isinstance(known, list)
    order = shop_calls.order(customer_id=customer["id"])
    assert order["shipping_address"] == known[0]
    assert order["billing_address"] == known[-1]
    given = shop_calls.order(shipping_address={"city": "Bath", "planet": "Mars"})
    address = as_object(given["shipping_address"])
    assert address == {name: "Bath" if name == "city" else "" for name in address}
    assert len(address) == 8
    shop_calls.switch(no_address="empty")
    assert as_object(shop_calls.order()["shipping_address"])["city"] == ""


def test_products_that_are_not_sold_are_named_together(shop_calls: ShopCalls) -> None:
    lines = [
        {"sku": "HM-XF-CHE", "quantity": 1},
        {"sku": "HM-CM", "quantity": 1},
        {"sku": "NOTHING", "quantity": 1},
    ]
    assert refused(shop_calls, order_lines=lines) == (
        "HM-XF-CHE - No longer available,NOTHING - No longer available"
    )


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ({"sku": "HM-CM"}, "order_lines[0] Quantity must be greater than 0"),
        ({"sku": "HM-CM", "quantity": 0}, "order_lines[0] Quantity must be greater than 0"),
        ({"sku": "HM-CM", "quantity": -2}, "order_lines[0] Quantity must be greater than 0"),
        ({"sku": "HM-CM", "quantity": 1.5}, "order_lines[0] Quantity must be greater than 0"),
        ({**CUSTOM, "name": " "}, "order_lines[0] Name can't be blank"),
        ({**CUSTOM, "unit_price": None}, "order_lines[0] Unit price is not a number"),
        ({**CUSTOM, "unit_price": -1}, "order_lines[0] Unit price is not a number"),
        ({**CUSTOM, "tax_rate_id": "tr_none0000"}, "order_lines[0] Tax rate is invalid"),
        ({"name": "Courier", "shipping": True}, "order_lines[0] Unit price is not a number"),
    ],
)
def test_lines_that_are_refused(shop_calls: ShopCalls, line: Document, fault: str) -> None:
    assert refused(shop_calls, order_lines=[line]) == f"Validation failed: {fault}"


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"customer_id": ""}, "Customer can't be blank"),
        ({"customer_id": "cu_nobody00"}, "Customer is invalid"),
        ({"delivery_date": "2/1/2031"}, "Delivery date is invalid"),
        ({"order_lines": []}, "Order lines can't be blank"),
    ],
)
def test_headers_that_are_refused(shop_calls: ShopCalls, fields: Document, fault: str) -> None:
    since = shop_calls.last_number()
    assert refused(shop_calls, **fields) == f"Validation failed: {fault}"
    assert shop_calls.done(since) == []


def test_unknown_customers_may_be_not_found(shop_calls: ShopCalls) -> None:
    shop_calls.switch(unknown_parent="404")
    body = {"customer_id": "cu_nobody00", "order_lines": [CUSTOM]}
    reply = shop_calls.post("/orders", {"order": body})
    assert reply.status_code == 404
    assert message_of(reply) == "Couldn't find a customer with ID cu_nobody00"


def test_a_closed_customer(shop_calls: ShopCalls) -> None:
    closed = shop_calls.rows("/customers", status="closed")[0]
    assert "is closed" in refused(shop_calls, customer_id=closed["id"])
    shop_calls.switch(closed_customer="accepted")
    assert shop_calls.order(customer_id=closed["id"])["customer_id"] == closed["id"]


def test_an_order_without_lines(shop_calls: ShopCalls) -> None:
    shop_calls.switch(empty_order="accepted")
    body = {"customer_id": shop_calls.buyer}
    order = inside(shop_calls.post("/orders", {"order": body}))
    assert (order["order_lines"], order["net_total"]) == ([], Decimal("0.0"))


def test_the_shops_limits(shop_calls: ShopCalls) -> None:
    customer = shop_calls.customer(minimum_spend=Decimal("150.0"))
    lines = [{"sku": "HM-TG-L12", "quantity": 3}, {"sku": "HM-CC-1M-BLA", "quantity": 7}]
    assert shop_calls.order(*lines, customer_id=customer["id"])
    shop_calls.switch(order_limits="enforced")
    text = refused(shop_calls, order_lines=lines, customer_id=customer["id"])
    assert text == (
        "Validation failed: HM-TG-L12 - Minimum quantity is 10,"
        " HM-CC-1M-BLA - Quantity must be a multiple of 10, The minimum spend is 150.0"
    )
    short = [{"sku": "HM-CM", "quantity": 100_000}]
    assert "available" in refused(shop_calls, order_lines=short)
    assert shop_calls.order({"sku": "HM-CC-1M-BLA", "quantity": 100_000})


def test_preorders_are_held_and_reserve_nothing(shop_calls: ShopCalls) -> None:
    before = shop_calls.level("HM-NP")
    line = {"sku": "HM-NP", "quantity": 5}
    ahead = shop_calls.order(line, CHARGE)
    held = lines_of(ahead)[0]
    assert ahead["status"] == "preorder"
    assert (held["on_hold"], held["preorder_window_id"]) == (True, "pw_0p3nw1nd")
    assert shop_calls.order(line, CUSTOM)["status"] == "new"
    assert shop_calls.level("HM-NP") == before
    shop_calls.switch(preorder_status="new")
    assert shop_calls.order(line)["status"] == "new"


def test_an_order_takes_from_what_is_available(shop_calls: ShopCalls) -> None:
    on_hand, available = shop_calls.level("HM-CM")
    assert isinstance(available, int)
    order = shop_calls.order({"sku": "HM-CM", "quantity": 4})
    assert shop_calls.level("HM-CM") == (on_hand, available - 4)
    shop_calls.delete(f"/orders/{order['id']}")
    assert shop_calls.level("HM-CM") == (on_hand, available)


def test_a_deleted_order_is_gone(shop_calls: ShopCalls) -> None:
    order = shop_calls.order()
    key = str(order["id"])
    since = shop_calls.last_number()
    reply = shop_calls.delete(f"/orders/{key}")
    assert answer(reply) == {"order": {"id": key, "deleted": True}}
    for again in (shop_calls.delete(f"/orders/{key}"), shop_calls.get(f"/orders/{key}")):
        assert again.status_code == 404
        assert message_of(again) == f"Couldn't find order with id {key}"
    assert shop_calls.done(since) == [("delete", key)]
    assert shop_calls.ask("GET", f"/orders/{key}").status_code == 404


def test_a_fulfilled_order_gives_everything_back(shop_calls: ShopCalls) -> None:
    before = shop_calls.level("HM-CM")
    order = shop_calls.order_in("release", "dispatch")
    on_hand = before[0]
    assert isinstance(on_hand, int)
    assert shop_calls.level("HM-CM")[0] == on_hand - 4
    shop_calls.delete(f"/orders/{order['id']}")
    assert shop_calls.level("HM-CM") == before


@pytest.mark.parametrize("acts", [(), ("invoice",), ("release", "dispatch")])
def test_which_orders_may_be_deleted(shop_calls: ShopCalls, acts: tuple[str, ...]) -> None:
    untouched = not acts
    for rule in ("unbilled", "new"):
        order = shop_calls.order_in(*acts)
        shop_calls.switch(delete_order=rule)
        reply = shop_calls.delete(f"/orders/{order['id']}")
        assert reply.status_code == (200 if untouched else 422)
    shop_calls.switch(delete_order="any")
    assert shop_calls.delete(f"/orders/{shop_calls.order_in(*acts)['id']}").status_code == 200


def test_deleting_may_be_cancelling(shop_calls: ShopCalls) -> None:
    shop_calls.switch(deleted_order="cancelled")
    before = shop_calls.level("HM-CM")
    order = shop_calls.order({"sku": "HM-CM", "quantity": 4})
    assert inside(shop_calls.delete(f"/orders/{order['id']}"))["deleted"] is True
    assert shop_calls.one(f"/orders/{order['id']}")["status"] == "cancelled"
    assert shop_calls.level("HM-CM") == before


def test_the_papers_of_a_deleted_order(shop_calls: ShopCalls) -> None:
    kept = shop_calls.order_in("invoice", "pay", "dispatch")
    shop_calls.delete(f"/orders/{kept['id']}")
    newest = shop_calls.rows("/invoices", limit="1")[0]
    assert newest["orders"] == [{"id": kept["id"], "number": kept["number"]}]
    assert len(shop_calls.rows("/dispatches", order_id=str(kept["id"]))) == 1
    shop_calls.switch(deleted_papers="removed")
    removed = shop_calls.order_in("invoice", "pay", "dispatch")
    shop_calls.delete(f"/orders/{removed['id']}")
    assert shop_calls.rows("/invoices", limit="1")[0] == newest
    assert shop_calls.rows("/dispatches", order_id=str(removed["id"])) == []


def test_there_is_no_call_that_changes_an_order(shop_calls: ShopCalls) -> None:
    key = str(shop_calls.order()["id"])
    for method in ("PUT", "PATCH", "POST"):
        reply = shop_calls.call(method, "api", f"/orders/{key}", body={"order": {}})
        assert reply.status_code == 404
        assert "<h1>Page Not Found</h1>" in reply.text


def test_unknown_orders(shop_calls: ShopCalls) -> None:
    for key in (NEVER, "42", "or_FRESH001"):
        reply = shop_calls.get(f"/orders/{key}")
        assert reply.status_code == 404
        assert message_of(reply) == f"Couldn't find order with id {key}"

"""Invoices: of lines, of orders, of all that is due, and their deletion."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from orderdesk.sandbox.json_text import Document
from tests.sandbox.calls import answer, as_object, as_objects
from tests.sandbox.orderspace.calls import ShopCalls, inside, lines_of, message_of

SAME_CUSTOMER = ("or_fresh001", "or_s1ster18", "or_repeat09")
OTHER_CURRENCY = "or_eur00019"


def refused(calls: ShopCalls, *orders: Document, **fields: object) -> str:
    """Invoice what must be refused without effect; the message."""
    since = calls.last_number()
    reply = calls.invoice(*orders, **fields)
    assert reply.status_code == 422, reply.text
    assert calls.done(since) == []
    return message_of(reply)


def test_all_that_is_due_of_an_order(shop_calls: ShopCalls) -> None:
    order = shop_calls.order_in()
    since = shop_calls.last_number()
    invoice = inside(shop_calls.invoice(order))
    assert shop_calls.done(since) == [("invoice", order["id"])]
    assert invoice == shop_calls.one(f"/invoices/{invoice['id']}")
    assert invoice["orders"] == [{"id": order["id"], "number": order["number"]}]
    assert (invoice["paid"], invoice["proforma"], invoice["payments"]) == (False, False, [])
    assert [invoice[name] for name in ("currency", "net_total", "gross_total")] == [
        order[name] for name in ("currency", "net_total", "gross_total")
    ]
    assert invoice["address"] == order["billing_address"]
    assert [(line["order_line_id"], line["quantity"]) for line in lines_of(invoice)] == [
        (line["id"], line["quantity"]) for line in lines_of(order)
    ]
    after = shop_calls.one(f"/orders/{order['id']}")
    assert after["status"] == "invoiced"
    assert [line["invoiced"] for line in lines_of(after)] == [10, 4, 1]
    assert [line["paid"] for line in lines_of(after)] == [0, 0, 0]
    assert refused(shop_calls, order) == "There are no outstanding items to invoice"


def test_several_orders_of_a_customer_in_one_invoice(shop_calls: ShopCalls) -> None:
    orders = [shop_calls.one(f"/orders/{key}") for key in SAME_CUSTOMER]
    abroad = shop_calls.one(f"/orders/{OTHER_CURRENCY}")
    assert refused(shop_calls, orders[0], abroad) == "All orders must have the same currency"
    other = shop_calls.one("/orders/or_mark0u23")
    assert refused(shop_calls, orders[0], other) == (
        "All orders must belong to the customer of the invoice"
    )
    since = shop_calls.last_number()
    invoice = inside(shop_calls.invoice(*orders))
    assert shop_calls.done(since) == [("invoice", ",".join(SAME_CUSTOMER))]
    assert [one["id"] for one in as_objects(invoice["orders"])] == [*SAME_CUSTOMER]
    for key in SAME_CUSTOMER:
        assert shop_calls.one(f"/orders/{key}")["status"] == "invoiced"


def test_lines_by_id_by_sku_and_by_hand(shop_calls: ShopCalls) -> None:
    order = shop_calls.order_in()
    cable = lines_of(order)[0]
    invoice = inside(
        shop_calls.invoice(
            order,
            invoice_lines=[
                {"order_line_id": cable["id"], "quantity": 4},
                {"sku": "HM-CM", "quantity": 1},
                {"name": "Pallet", "quantity": 2, "unit_price": 1.23, "tax_rate_id": "tr_gst00005"},
            ],
        )
    )
    assert [line["order_line_id"] for line in lines_of(invoice)][2] is None
    assert lines_of(invoice)[2]["tax_amount"] == Decimal("0.12")
    after = shop_calls.one(f"/orders/{order['id']}")
    assert [line["invoiced"] for line in lines_of(after)] == [4, 1, 0]
    rest = inside(shop_calls.invoice(order))
    assert [line["quantity"] for line in lines_of(rest)] == [6, 3, 1]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ({"sku": "HM-CM", "quantity": 5},
         "invoice_lines[0] Quantity 5 is more than the 4 to be invoiced"),
        ({"sku": "HM-CM"}, "invoice_lines[0] Quantity must be greater than 0"),
        ({"sku": "HM-TR", "quantity": 1},
         "invoice_lines[0] SKU 'HM-TR' does not match an order line"),
        ({"order_line_id": "ol_none0000", "quantity": 1},
         "invoice_lines[0] order line 'ol_none0000' does not match an order line"),
        ({"quantity": 1, "unit_price": 1}, "invoice_lines[0] Name can't be blank"),
        ({"name": "X", "quantity": 1}, "invoice_lines[0] Unit price is not a number"),
        ({"name": "X", "quantity": 1, "unit_price": 1, "tax_rate_id": "tr_x"},
         "invoice_lines[0] Tax rate is invalid"),
    ],
)  # fmt: skip
def test_lines_that_are_refused(shop_calls: ShopCalls, line: Document, fault: str) -> None:
    order = shop_calls.order_in()
    assert refused(shop_calls, order, invoice_lines=[line]) == fault
    assert shop_calls.one(f"/orders/{order['id']}") == order


def test_a_sku_that_stands_twice(shop_calls: ShopCalls) -> None:
    order = shop_calls.one("/orders/or_tw1ce010")
    line = {"sku": "HM-LC", "quantity": 1}
    assert refused(shop_calls, order, invoice_lines=[line]) == (
        "invoice_lines[0] SKU 'HM-LC' matches more than one order line"
    )


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"customer_id": ""}, "Customer can't be blank"),
        ({"customer_id": "cu_nobody00"}, "Customer is invalid"),
        ({"orders": []}, "Orders can't be blank"),
        ({"orders": [{"id": "or_neverwas"}]}, "Order is invalid"),
        ({"invoice_lines": []}, "Invoice lines can't be blank"),
        ({"payment_terms_id": "pt_none0000"}, "Payment Terms are invalid"),
        ({"invoice_date": "today", "due_date": "soon"},
         "Invoice date is invalid, Due date is invalid"),
    ],
)  # fmt: skip
def test_headers_that_are_refused(shop_calls: ShopCalls, fields: Document, fault: str) -> None:
    order = shop_calls.order_in()
    assert refused(shop_calls, order, **fields) == f"Validation failed: {fault}"


def test_numbers_follow_one_another_or_are_given(shop_calls: ShopCalls) -> None:
    first, second = (inside(shop_calls.invoice(shop_calls.order_in())) for _time in range(2))
    numbers = [int(str(one["number"]).removeprefix("INV-")) for one in (first, second)]
    assert numbers[1] == numbers[0] + 1
    order = shop_calls.order_in()
    assert refused(shop_calls, order, number=first["number"]) == (
        "Validation failed: Number has already been taken"
    )
    assert inside(shop_calls.invoice(order, number="HM/7"))["number"] == "HM/7"


def test_terms_give_the_due_date_and_the_deposit(shop_calls: ShopCalls) -> None:
    order = shop_calls.order_in()
    invoice = inside(
        shop_calls.invoice(order, payment_terms_id="pt_60d4ys03", invoice_date="2031-01-31")
    )
    assert invoice["payment_terms"] == "60 Days, 25% deposit"
    assert invoice["due_date"] == (date(2031, 1, 31) + timedelta(days=60)).isoformat()
    assert invoice["deposit"] == {"percentage": Decimal("25.0"), "due_date": "2031-01-31"}
    plain = inside(
        shop_calls.invoice(
            shop_calls.order_in(),
            payment_terms_id="pt_30d4ys02",
            due_date="2031-02-01",
            proforma=True,
            comments="Thank you",
            address={"city": "Bath"},
        )
    )
    assert (plain["due_date"], plain["deposit"], plain["proforma"]) == ("2031-02-01", None, True)
    assert (plain["comments"], as_object(plain["address"])["city"]) == ("Thank you", "Bath")
    shop_calls.switch(no_deposit="absent")
    assert "deposit" not in shop_calls.one(f"/invoices/{plain['id']}")


@pytest.mark.parametrize("status", ["cancelled", "standing_order"])
def test_orders_that_cannot_be_invoiced(shop_calls: ShopCalls, status: str) -> None:
    order = shop_calls.rows("/orders", status=status)[0]
    assert refused(shop_calls, order) == (
        f"The order can not be invoiced because its status is {status}"
    )


def test_the_status_of_the_order_may_stay(shop_calls: ShopCalls) -> None:
    shop_calls.switch(invoice_status="stays")
    order = shop_calls.order_in()
    shop_calls.invoice(order)
    assert shop_calls.one(f"/orders/{order['id']}")["status"] == "new"


def test_a_released_order_stays_released(shop_calls: ShopCalls) -> None:
    order = shop_calls.order_in("release", "invoice")
    assert order["status"] == "released"


def test_held_lines_may_be_left_out(shop_calls: ShopCalls) -> None:
    ahead = {"sku": "HM-NP", "quantity": 5}
    cable = {"sku": "HM-CC-1M-BLA", "quantity": 10}
    both = inside(shop_calls.invoice(shop_calls.order(ahead, cable)))
    assert len(lines_of(both)) == 2
    shop_calls.switch(invoice_held="left_out")
    one = inside(shop_calls.invoice(shop_calls.order(ahead, cable)))
    assert [line["sku"] for line in lines_of(one)] == ["HM-CC-1M-BLA"]


def test_a_new_invoice_may_say_that_it_is_paid(shop_calls: ShopCalls) -> None:
    shop_calls.switch(invoice_paid="yes")
    order = shop_calls.order_in()
    invoice = inside(shop_calls.invoice(order))
    assert (invoice["paid"], invoice["payments"]) == (True, [])
    assert [line["paid"] for line in lines_of(shop_calls.one(f"/orders/{order['id']}"))] == [
        10,
        4,
        1,
    ]


def test_a_deleted_invoice_gives_its_items_back(shop_calls: ShopCalls) -> None:
    order = shop_calls.order_in()
    invoice = inside(shop_calls.invoice(order))
    since = shop_calls.last_number()
    reply = shop_calls.delete(f"/invoices/{invoice['id']}")
    assert answer(reply) == {"invoice": {"id": invoice["id"], "deleted": True}}
    assert shop_calls.done(since) == [("delete_invoice", order["id"])]
    assert shop_calls.one(f"/orders/{order['id']}") == order
    again = shop_calls.delete(f"/invoices/{invoice['id']}")
    assert again.status_code == 404
    assert message_of(again) == f"Couldn't find invoice with id {invoice['id']}"


def test_the_status_after_a_deleted_invoice(shop_calls: ShopCalls) -> None:
    shop_calls.switch(deleted_invoice="stays")
    order = shop_calls.order_in()
    invoice = inside(shop_calls.invoice(order))
    shop_calls.delete(f"/invoices/{invoice['id']}")
    after = shop_calls.one(f"/orders/{order['id']}")
    assert (after["status"], lines_of(after)[0]["invoiced"]) == ("invoiced", 0)


def test_one_of_two_invoices_leaves_the_order_invoiced(shop_calls: ShopCalls) -> None:
    order = shop_calls.order_in()
    line = {"sku": "HM-CM", "quantity": 1}
    first = inside(shop_calls.invoice(order, invoice_lines=[line]))
    shop_calls.invoice(order)
    shop_calls.delete(f"/invoices/{first['id']}")
    after = shop_calls.one(f"/orders/{order['id']}")
    assert (after["status"], lines_of(after)[1]["invoiced"]) == ("invoiced", 3)


def test_a_paid_invoice(shop_calls: ShopCalls) -> None:
    order = shop_calls.order_in("invoice", "pay")
    invoice = shop_calls.rows("/invoices", limit="1")[0]
    assert (invoice["paid"], order["status"]) == (True, "released")
    assert as_objects(invoice["payments"])[0]["amount"] == invoice["gross_total"]
    shop_calls.switch(delete_paid_invoice="refused")
    reply = shop_calls.delete(f"/invoices/{invoice['id']}")
    assert (reply.status_code, message_of(reply)) == (
        422,
        "The invoice can not be deleted because it is paid",
    )
    shop_calls.switch(delete_paid_invoice="accepted")
    assert shop_calls.delete(f"/invoices/{invoice['id']}").status_code == 200
    assert [line["paid"] for line in lines_of(shop_calls.one(f"/orders/{order['id']}"))] == [
        0,
        0,
        0,
    ]

"""Valomnia in the window: create, pay, prepay, assign, unassign, edit the delivery, delete."""

import pytest
from PySide6.QtWidgets import QDialog

from orderdesk.sandbox.json_text import Document
from tests.e2e.journeys.walk import Trade, Walk, inner, many

LISTED = {"ORDER", "PREORDER"}


@pytest.fixture(scope="module")
def trade() -> Trade:
    """Trade with Valomnia."""
    return Trade(
        vendor="valomnia",
        writes=r"^(POST|DELETE) .*/api/",
        orders=14,
        listed=lambda short: short["kind"] in LISTED,
    )


def test_delivery_and_payment_are_done_once(walk: Walk) -> None:
    person = walk.person
    order = walk.first(kind="ORDER", payment="NOT_PAID", delivery="PENDING", assigned=None)
    number = walk.open(order)

    person.press("Ctrl+Shift+G")
    walk.asked("Assign delivery", number)
    walk.refer("Deliverer, needed", "Owen Kettle")
    person.fill("Delivery wanted by, needed", "2026-12-01 10:00")
    walk.submit()
    walk.wait_whole(order, assigned="emp-06")
    walk.wait_settled()

    walk.do("Assign delivery")
    person.reads("Assign delivery is not possible", within=walk.detail)
    person.reads("Somebody is assigned", within=walk.detail)

    walk.order_menu("Unassign delivery")
    walk.wait_whole(order, assigned=None)
    walk.wait_settled()

    person.press("Ctrl+Shift+E")
    walk.asked("Edit delivery", number)
    person.push("More fields (6)")
    person.fill("Delivery comment", "Side door, ring twice")
    walk.submit()
    person.wait(
        lambda: inner(walk.whole(order), "order")["deliveryComment"] == "Side door, ring twice",
        "the comment is at the vendor",
    )
    walk.wait_settled()

    person.press("Ctrl+Shift+Y")
    walk.asked("Record payment", number)
    walk.refer("Paid by, needed", "Cash")
    walk.agree("Record payment")
    paid = walk.wait_whole(order, payment="PAID", payments=1)
    assert many(paid, "order_payments")
    walk.wait_settled()
    walk.wait_writes("assign 201", "unassign 200", "update 200", "pay 200")


def test_an_order_is_created_and_deleted_and_a_prepayment_applied(walk: Walk) -> None:
    person = walk.person
    made = _create(walk)
    number = walk.open(made)
    walk.order_menu("Delete order")
    walk.asked("Delete", number)
    walk.agree("Delete")
    person.wait(lambda: not walk.orders(number=number), "it is deleted")
    walk.wait_gone(number)

    credited = walk.first(kind="ORDER", payment="NOT_PAID", customer="C0955")
    number = walk.open(credited)
    walk.order_menu("Apply prepayment")
    walk.asked("Apply prepayment", number)
    person.fill("Prepayment, needed", "PRE-525")
    person.fill("Amount to credit, needed", "1.25")
    walk.agree("Apply prepayment")
    walk.wait_whole(credited, credits=1)
    walk.wait_settled()

    walk.calls.switch(partial_payment="refused")
    number = walk.open(credited)
    walk.do("Record payment")
    walk.asked("Record payment", number)
    walk.choose("Afterwards the order is, needed", "Part paid (advance)")
    person.fill("Amount", "10")
    walk.refer("Paid by, needed", "Cash")
    walk.agree("Record payment")
    said = person.reads("Rejected by the vendor")
    assert "partial payments need a right" in said
    walk.wait_settled()
    walk.wait_writes("create 201", "delete 200", "credit 200", "nothing 400")
    assert walk.whole(credited)["payments"] == 0


def _create(walk: Walk) -> Document:
    """Create an order with one item; its short truth."""
    person, known = walk.person, {str(one["id"]) for one in walk.orders()}
    customer = str(walk.first(kind="ORDER", payment="NOT_PAID")["customer_name"])
    person.press("Ctrl+N")
    walk.asked("New order")
    walk.refer("Customer, needed", customer)
    person.suggest("add-product", "SIM")
    item = person.the(QDialog, "item-dialog")
    person.fill("Quantity, needed", "2")
    person.push("Add item", within=item)
    person.wait(lambda: not person.all(QDialog, "item-dialog"), "the item is on the order")
    person.push("Create order")
    person.wait(lambda: len(walk.orders()) > len(known), "the order is created")
    [made] = [order for order in walk.orders() if str(order["id"]) not in known]
    assert (made["customer_name"], made["lines"]) == (customer, 1)
    return made

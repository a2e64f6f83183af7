"""Orderspace in the window: place, invoice, take the invoice back, dispatch, delete, be refused."""

import pytest
from PySide6.QtWidgets import QDialog

from orderdesk.sandbox.json_text import Document
from tests.e2e.journeys.walk import Trade, Walk, many


@pytest.fixture(scope="module")
def trade() -> Trade:
    """Trade with Orderspace."""
    return Trade(vendor="orderspace", writes=r"^(POST|DELETE) .*/v1/(orders|invoices|dispatches)\b")


def test_each_action_is_done_once(walk: Walk) -> None:
    person = walk.person
    made = _place(walk)
    number = walk.open(made)

    person.press("Ctrl+Shift+I")
    walk.asked("Invoice", number)
    person.fill("Comments", "As agreed on the phone")
    walk.submit()
    billed = walk.wait_whole(made, state="invoiced")
    assert [one["comments"] for one in many(billed, "invoices")] == ["As agreed on the phone"]
    walk.wait_state("invoiced")

    walk.do("Delete invoice")
    walk.asked("Delete invoice", number)
    walk.agree("Delete invoice")
    walk.wait_whole(made, state="new", invoiced=0)
    walk.wait_state("new")

    _dispatch_some(walk)
    walk.open(made)
    walk.order_menu("Delete order")
    walk.asked("Delete", number)
    walk.agree("Delete")
    person.wait(lambda: not walk.orders(number=number), "it is deleted")
    walk.wait_gone(number)
    walk.wait_writes(
        "create 200", "invoice 200", "delete_invoice 200", "dispatch 200", "delete 200"
    )


def _place(walk: Walk) -> Document:
    """Place an order for a customer of the list; its short truth."""
    person, known = walk.person, {str(one["id"]) for one in walk.orders()}
    customer = str(walk.first(state="new")["company"])
    person.press("Ctrl+N")
    walk.asked("New order")
    walk.refer("Customer, needed", customer)
    person.fill("Reference", "Placed in the window")
    person.suggest("add-product", "Clear Shell")
    person.push("Add item", within=person.the(QDialog, "item-dialog"))
    person.wait(lambda: not person.all(QDialog, "item-dialog"), "the item is on the order")
    person.push("Create order")
    person.wait(lambda: len(walk.orders()) > len(known), "the order is placed")
    [made] = [order for order in walk.orders() if str(order["id"]) not in known]
    assert (made["company"], made["reference"]) == (customer, "Placed in the window")
    return made


def _dispatch_some(walk: Walk) -> None:
    """Dispatch one piece of the first item, with the courier's words."""
    person, order = walk.person, walk.first(state="released", dispatched=0, invoiced=0)
    number = walk.open(order)
    person.press("Ctrl+Shift+D")
    walk.asked("Dispatch", number)
    walk.choose("Items", "Only the quantities below")
    person.type("1")
    person.fill("Courier and tracking", "Gull Express GX-1")
    walk.agree("Dispatch")
    whole = walk.wait_whole(order, dispatched=1)
    assert [one["comments"] for one in many(whole, "dispatches")] == ["Gull Express GX-1"]


def test_the_rules_refuse_and_so_does_the_vendor(walk: Walk) -> None:
    person, waiting = walk.person, walk.first(state="invoiced")
    walk.open(waiting)
    walk.do("Dispatch")
    person.reads("Dispatch is not possible", within=walk.detail)
    person.reads("waits for its payment", within=walk.detail)
    assert not person.dialog()
    assert walk.writes() == []

    walk.calls.switch(delete_order="unbilled")
    number = walk.open(walk.first(state="fulfilled"))
    walk.order_menu("Delete order")
    dialog = walk.asked("Delete", number)
    person.reads("Orderspace decides", within=dialog)
    walk.agree("Delete")
    said = person.reads("Rejected by the vendor")
    assert "can not be deleted" in said
    walk.wait_state("fulfilled")
    walk.wait_writes("nothing 422")
    assert walk.orders(number=number)

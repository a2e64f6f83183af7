"""Order Time in the window: enter, edit, items, the company's own statuses, ship, delete."""

import pytest
from PySide6.QtWidgets import QDialog

from orderdesk.sandbox.json_text import Document
from tests.e2e.journeys.walk import Trade, Walk, inner, many


@pytest.fixture(scope="module")
def trade() -> Trade:
    """Trade with Order Time."""
    return Trade(
        vendor="ordertime",
        writes=r"^(POST|PUT|DELETE) .*/api/(salesorder|salesorderlineitem|shipdoc)\b",
    )


def test_each_action_is_done_once(walk: Walk) -> None:
    person, order = walk.person, walk.first(lines=2, shipped="none", currency="CAD")
    number = walk.open(order)
    person.press("Ctrl+E")
    dialog = walk.asked("Edit order", number)
    person.fill("Customer's PO number", "PO-Ω-1")
    person.reads("Changed: Customer's PO number", within=dialog)
    walk.submit()
    walk.wait_whole(order, customer_po="PO-Ω-1", lines=2)

    _items(walk, order, number)

    person.press("Ctrl+Shift+T")
    walk.asked("Change status", number)
    walk.refer("Status, needed", "Picking")
    walk.submit()
    walk.wait_whole(order, state="Picking")
    walk.wait_state("Picking")

    person.press("Ctrl+Shift+H")
    dialog = walk.asked("Ship", number)
    person.reads("cannot be changed afterwards", within=dialog)
    person.fill("Tracking number", "GX 4402")
    walk.agree("Ship")
    sent = walk.wait_whole(order, shipped="all")
    assert [one["TrackingNo"] for one in many(sent, "ship_docs")] == ["GX 4402"]
    walk.wait_state("Fulfilment: Fulfilled")

    walk.do("Ship")
    person.reads("Ship is not possible", within=walk.detail)
    person.reads("Nothing of this order is left to ship", within=walk.detail)
    walk.wait_writes(
        *("edit 200", "add_item 200", "edit_item 200", "remove_item 200"),
        *("change_status 200", "ship 200"),
    )


def _items(walk: Walk, order: Document, number: str) -> None:
    """Put an item on the order, change it, and take it off again."""
    person = walk.person
    person.press("Ctrl+I")
    walk.asked("Add item", number)
    walk.refer("Item, needed", _item(walk, order))
    person.fill("Quantity, needed", "2")
    person.fill("Price, needed", "12.50")
    walk.submit()
    added = walk.wait_whole(order, lines=3)
    assert many(inner(added, "order"), "LineItems")[-1]["Quantity"] == 2
    walk.wait_item(3)
    walk.order_menu("Edit item")
    walk.asked("Edit item", number)
    person.fill("Quantity, needed", "3")
    walk.submit()
    person.wait(
        lambda: many(inner(walk.whole(order), "order"), "LineItems")[-1]["Quantity"] == 3,
        "the quantity is changed",
    )
    walk.wait_settled()
    walk.order_menu("Remove item")
    walk.asked("Remove item", number)
    person.push("Remove item")
    walk.wait_whole(order, lines=2)
    walk.wait_settled()


def test_an_order_is_entered_and_deleted_and_one_with_a_ship_doc_is_not(walk: Walk) -> None:
    person = walk.person
    made = _enter(walk)
    number = walk.open(made)
    walk.order_menu("Delete order")
    walk.asked("Delete", number)
    walk.agree("Delete")
    person.wait(lambda: not walk.orders(number=number), "it is deleted")
    walk.wait_gone(number)

    sent = walk.first(shipped="none")
    walk.colleague(sent, act="ship")
    number = walk.open(sent)
    walk.order_menu("Delete order")
    dialog = walk.asked("Delete", number)
    person.reads("Order Time decides", within=dialog)
    walk.agree("Delete")
    person.reads("Rejected by the vendor")
    walk.wait_settled()
    walk.wait_writes("create 200", "delete 200", "nothing 409")
    assert walk.orders(number=number)


def _enter(walk: Walk) -> Document:
    """Enter a sales order with one item; its short truth."""
    person, like = walk.person, walk.first(shipped="none", currency="CAD")
    known = {str(one["id"]) for one in walk.orders()}
    person.press("Ctrl+N")
    walk.asked("New order")
    walk.refer("Customer, needed", str(like["customer"]))
    walk.refer("Ship to, needed", str(inner(walk.whole(like), "order", "ShipToRef")["Name"]))
    person.fill("Order date, needed", "2026-11-22")
    person.fill("Promised date, needed", "2026-11-30")
    person.push("Add item…")
    item = person.the(QDialog, "item-dialog")
    walk.refer("Item, needed", _item(walk, like))
    person.fill("Quantity, needed", "1")
    person.fill("Price, needed", "9.75")
    person.push("Add item", within=item)
    person.wait(lambda: not person.all(QDialog, "item-dialog"), "the item is on the order")
    person.push("Create order")
    person.wait(lambda: len(walk.orders()) > len(known), "the order is entered")
    [made] = [order for order in walk.orders() if str(order["id"]) not in known]
    assert (made["customer"], made["lines"]) == (like["customer"], 1)
    return made


def _item(walk: Walk, order: Document) -> str:
    """Return the name of the first item of an order."""
    return str(inner(many(inner(walk.whole(order), "order"), "LineItems")[0], "ItemRef")["Name"])

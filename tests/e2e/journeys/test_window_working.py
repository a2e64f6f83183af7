"""An order is edited, gets an item and is processed; another is cancelled, a third is not."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMenu, QPushButton

from tests.e2e.journeys.work import Work
from tests.sandbox.calls import as_objects


def test_an_order_is_edited_extended_and_processed(work: Work) -> None:
    person, order = work.person, work.some("Pending")[0]
    before, number = work.truth(order), work.open(order)
    person.press("Ctrl+E")
    dialog = person.the(QDialog, f"Edit order: {number}")
    person.fill("Name", "Ring twice, ask for Ω")
    person.fill("Discount", "1.50")
    person.reads("Changed: Name, Discount", within=dialog)
    person.push("Save changes (2)")
    changes = {"Name": "Ring twice, ask for Ω", "DiscountAmount": Decimal("1.50")}
    assert work.wait_truth(order, **changes) == {**before, **changes}

    person.menu("Order", "Add item")
    dialog = person.the(QDialog, f"Add item: {number}")
    person.fill("SKU", "E2E-1")
    person.fill("Description", "A lamp")
    person.fill("Quantity", "2")
    person.fill("Price charged", "12.50")
    person.reads("Sum of this item: 25.00", within=dialog)
    person.push("Add item")
    person.wait(lambda: len(work.writes()) == 2, "the item is sent")
    items = as_objects(work.truth(order)["Items"])
    assert items[:-1] == as_objects(before["Items"])
    assert (items[-1]["SKU"], items[-1]["Quantity"]) == ("E2E-1", 2)
    assert items[-1]["SellingPrice"] == Decimal("12.5")
    work.wait_badges("Pending")

    person.push("do-process")
    dialog = person.the(QDialog, f"Process order {number}")
    assert (
        "cannot be undone" in person.reads(number, within=dialog) + dialog.accessibleDescription()
    )
    assert person.the(QPushButton, "Go back").hasFocus()
    assert work.truth(order)["State"] == "Pending"
    person.push(f"Process order {number}")
    work.wait_truth(order, State="Processed")
    work.wait_badges("Processed")
    history = work.history()
    assert [history.count(f"{act}  Done") for act in ("Edit order", "Add item", "Process")] == [
        1
    ] * 3
    assert work.writes() == ["PUT Orders 200", "POST Orders/Items 201", "POST Orders/Process 201"]


def test_an_order_is_cancelled_and_a_processed_one_is_not(work: Work) -> None:
    person, order = work.person, work.some("Pending")[0]
    number = work.open(order)
    person.push("do-cancel")
    person.the(QDialog, f"Cancel order {number}")
    person.press("Return")
    person.wait(lambda: not person.dialog(), "Enter on the first button goes back")
    assert work.writes() == []
    cell = work.table.visualRect(work.cell(number, "State")).center()
    person.click(work.table.viewport(), cell, button=Qt.MouseButton.RightButton)
    person.choose_from(person.the(QMenu), "Cancel order")
    person.push(f"Cancel order {number}")
    work.wait_truth(order, State="Cancelled")
    work.wait_badges("Cancelled")
    cancelling = ["PUT Orders 200"]
    assert work.writes() == cancelling

    processed = work.some("Processed")[0]
    work.open(processed)
    work.wait_badges("Processed")
    for way in (lambda: person.push("do-cancel"), lambda: person.menu("Order", "Cancel order")):
        way()
        person.reads("Cancel order is not possible", within=work.detail)
        reason = person.reads("This order is processed, and", within=work.detail)
        assert "create an RMA order" in reason
        assert not person.dialog()
    assert work.truth(processed)["State"] == "Processed"
    assert work.writes() == cancelling


def test_what_is_no_quantity_is_refused_and_stays_typed(work: Work) -> None:
    person, order = work.person, work.some("Pending")[0]
    number = work.open(order)
    person.push("add-add_item")
    dialog = person.the(QDialog, f"Add item: {number}")
    person.fill("Description", "A lamp")
    for quantity, problem in (
        ("-1", "at least 0"),
        ("1e400", "no number that can be sent"),
        ("NaN", "no number that can be sent"),
        ("1.5", "whole numbers only"),
    ):
        field = person.fill("Quantity", quantity)
        person.press("Ctrl+Return")
        person.reads("Not everything can be sent yet", within=dialog)
        assert problem in field.accessibleDescription()
        assert person.shows(field) == quantity
    person.press("Esc")
    person.wait(lambda: not person.dialog(), "the form is closed")
    assert work.writes() == []
    person.push("add-add_item")
    dialog = person.the(QDialog, f"Add item: {number}")
    person.reads("What you typed before is back.", within=dialog)
    person.fill("Quantity", "3")
    person.push("Add item")
    person.wait(lambda: work.writes() == ["POST Orders/Items 201"], "the item is sent once")
    assert as_objects(work.truth(order)["Items"])[-1]["Quantity"] == 3

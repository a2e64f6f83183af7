"""Staged changes in the window over a stand-in: reviewed, sent in part, discarded, undone."""

import random
from collections.abc import Generator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from orderdesk.domain.commands import CommandState
from orderdesk.domain.order import FieldValue
from orderdesk.domain.staging import Pick
from orderdesk.services.views import OrderView
from orderdesk.ui.staging.discard_dialog import DiscardDialog
from orderdesk.ui.staging.model import AFTER, BEFORE, SAID, WHAT
from orderdesk.ui.staging.review_dialog import ReviewDialog
from tests.unit.ui.activity.room import Room
from tests.unit.ui.staging.seat import Seat, item


@pytest.fixture
def seat(served: Room, qtbot: QtBot) -> Generator[Seat]:
    served.wait(served.desk.grace.choose(25))
    seat = Seat(served, qtbot)
    yield seat
    seat.leave()


def texts(dialog: ReviewDialog, column: int = WHAT) -> list[list[str]]:
    """Return what the tree lists: of each order its own text, then its changes'."""
    lines = dialog.tree.lines
    found: list[list[str]] = []
    for place in range(lines.rowCount()):
        top = lines.index(place, column)
        below = [
            lines.index(row, column, lines.index(place, 0)).data()
            for row in range(lines.rowCount(lines.index(place, 0)))
        ]
        found.append([top.data(), *below])
    return found


def go_to(dialog: ReviewDialog, label: str) -> None:
    """Walk down the tree by the arrow key until a change is the current row."""
    tree = dialog.tree
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_Home)
    for _ in range(20):
        if label in (tree.currentIndex().siblingAtColumn(WHAT).data() or ""):
            return
        QTest.keyClick(tree, Qt.Key.Key_Down)
    raise AssertionError(label)


def test_what_is_ticked_is_sent_and_the_rest_stays_staged(seat: Seat) -> None:
    one, two = seat.open_orders()[:2]
    seat.room.wait(seat.room.desk.grace.choose(0))
    seat.put(one, "edit", {"Name": "Renamed", "DiscountDescription": "Regular"})
    quantity = item(two).quantity
    assert quantity is not None
    seat.put(two, "edit_item", {"Quantity": str(quantity + 1)}, item(two).id)
    assert seat.window.status.staged.text() == "3 changes staged · Review"

    dialog = seat.review()
    assert dialog.heading.text() == "3 changes of 2 orders are staged."
    assert texts(dialog)[0] == [one.row.number, "Name", "Discount reason"]
    assert texts(dialog, BEFORE)[0][1:] == [one.order.name, ""]
    assert texts(dialog, AFTER)[0][1:] == ["Renamed", "Regular"]
    assert texts(dialog)[1] == [two.row.number, f"Quantity · {item(two).description}"]
    assert dialog.send_button.text() == "Send 3 changes of 2 orders"
    assert dialog.worth.text().startswith("Difference +")
    assert seat.room.nameless(dialog) == []

    go_to(dialog, "Discount reason")
    QTest.keyClick(dialog.tree, Qt.Key.Key_Space)
    lines = dialog.tree.lines
    assert lines.tick_of(lines.index(0, 0)) is Qt.CheckState.PartiallyChecked
    assert dialog.every.checkState() is Qt.CheckState.PartiallyChecked
    assert dialog.send_button.text() == "Send 2 changes of 2 orders"
    QTest.keyClick(dialog.tree, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    seat.settle()
    assert seat.closed()
    seat.qtbot.waitUntil(lambda: seat.truth(one)["order"]["Name"] == "Renamed", timeout=15_000)
    assert seat.truth(one)["order"]["DiscountDescription"] != "Regular"

    seat.qtbot.waitUntil(lambda: seat.quantity_at_vendor(two) == quantity + 1, timeout=15_000)
    [left] = seat.staged()
    assert getattr(left, "changes", None) == {"DiscountDescription": "Regular"}
    seat.qtbot.waitUntil(lambda: seat.window.status.staged.text() == "1 change staged · Review")
    again = seat.review()
    assert again.send_button.isHidden(), "what was unticked stays so"
    again.every.click()
    assert again.send_button.text() == "Send 1 change of 1 order"
    again.reject()


def test_a_sending_is_one_step_and_undo_stages_it_again(seat: Seat) -> None:
    one, two = seat.open_orders()[:2]
    seat.put(one, "edit", {"Name": "Ours"})
    seat.put(two, "edit", {"Name": "Theirs", "DiscountDescription": "Kept"})
    before = {command.id: command for command in seat.staged()}
    dialog = seat.review()
    dialog.submit()
    seat.settle()
    assert seat.strip.isVisible()
    assert seat.strip.text.text().startswith("Send 3 changes of 2 orders: ")
    assert seat.label("undo") == "Undo: Send 3 changes of 2 orders"
    assert seat.staged() == []
    seat.undo()
    assert {command.id: command for command in seat.staged()} == before
    assert seat.strip.isHidden()
    assert seat.window.status.currentMessage().endswith("the changes are staged again.")
    assert seat.label("undo").startswith("Undo change of 2 fields of order"), (
        "they go on from there"
    )
    assert seat.label("redo") == "Redo: Send 3 changes of 2 orders"
    seat.redo()
    assert seat.staged() == []
    assert {seat.state_of(one) for one in before.values()} == {CommandState.WAITING}
    seat.undo()
    assert {command.id: command for command in seat.staged()} == before
    assert seat.truth(one)["order"]["Name"] == one.order.name, "the vendor never heard of it"


def test_what_was_sent_is_past_undoing_and_the_rest_of_the_order_is_not(seat: Seat) -> None:
    seat.room.wait(seat.room.desk.grace.choose(0))
    one = seat.open_orders()[0]
    seat.put(one, "edit", {"Name": "Goes"})
    seat.put(one, "edit", {"DiscountDescription": "Stays"})
    seat.stager.send([Pick(seat.staged()[0].id, "Name")])
    seat.qtbot.waitUntil(lambda: seat.truth(one)["order"]["Name"] == "Goes", timeout=15_000)
    seat.settle()
    sent = f"Undo: Edit order {one.row.number}"
    seat.qtbot.waitUntil(lambda: seat.label("undo") == sent, timeout=10_000)
    seat.undo()
    before = one.order.fields["Name"]
    seat.qtbot.waitUntil(lambda: seat.truth(one)["order"]["Name"] == before, timeout=15_000)
    [left] = seat.staged()
    assert getattr(left, "changes", None) == {"DiscountDescription": "Stays"}


def test_an_act_of_which_all_was_sent_says_so(seat: Seat) -> None:
    one, two = seat.open_orders()[:2]
    seat.put(one, "edit", {"Name": "Goes", "DiscountDescription": "Goes too"})
    seat.put(one, "edit", {"DiscountCode": "STAYS"})
    seat.put(two, "edit", {"Name": "Waits"})
    seat.stager.send([Pick(seat.staged()[0].id, key) for key in ("Name", "DiscountDescription")])
    seat.settle()
    seat.room.wait(seat.room.desk.orders.withdraw(waiting(seat)))
    label = f"Undo change of Name of order {two.row.number}"
    seat.qtbot.waitUntil(lambda: seat.label("undo") == label)
    for _ in range(2):
        seat.undo()
    assert seat.staged() == []
    seat.undo()
    assert seat.said().endswith("it has been sent. Change the order again instead.")


def waiting(seat: Seat) -> str:
    """Return the one command that waits for its undo."""
    entries = seat.room.wait(seat.room.desk.orders.outbox())
    [found] = [entry.command.id for entry in entries if entry.state is CommandState.WAITING]
    return found


def test_every_act_is_a_step_named_in_the_menu(seat: Seat) -> None:
    one = seat.open_orders()[0]
    seat.put(one, "edit", {"Name": "First"})
    assert seat.label("undo") == f"Undo change of Name of order {one.row.number}"
    seat.put(one, "edit_item", {"Quantity": "9"}, item(one).id)
    assert seat.label("undo").startswith("Undo change of Quantity of ")
    seat.put(one, "remove_item", {}, item(one).id)
    assert seat.label("undo") == (
        f"Undo removal of {item(one).description} from order {one.row.number}"
    )
    seat.undo()
    seat.undo()
    [left] = seat.staged()
    assert getattr(left, "changes", None) == {"Name": "First"}, "the rest of the order stays"
    assert seat.label("redo").startswith("Redo change of Quantity of ")
    seat.put(one, "edit", {"Name": item_name(one)})
    assert seat.staged() == [], "put back to what it was, it is staged no more"
    assert seat.label("redo") == "Redo", "a new act ends what could be redone"


def item_name(view: OrderView) -> FieldValue:
    return view.order.fields["Name"]


def test_a_discard_names_numbers_and_is_undone(seat: Seat) -> None:
    one, two = seat.open_orders()[:2]
    seat.put(one, "edit", {"Name": "First"})
    seat.put(two, "edit", {"Name": "Second"})
    before = seat.staged()
    dialog = seat.review()
    assert dialog.discard_button.text() == "Discard 2 changes…"
    dialog.discard_button.click()
    [asked] = dialog.findChildren(DiscardDialog)
    assert asked.windowTitle() == "Discard 2 changes of 2 orders?"
    assert f"{one.row.number} and {two.row.number}" in asked.text.text()
    assert asked.focusWidget() is asked.keep_button
    asked.discard_button.click()
    seat.settle()
    assert seat.closed()
    assert seat.staged() == []
    assert seat.window.status.staged.isHidden()
    seat.undo()
    assert sorted(seat.staged(), key=str) == sorted(before, key=str)
    seat.window.page.show_order(one.order.id)
    seat.qtbot.waitUntil(
        lambda: (row := seat.window.page.table.current_row()) is not None and row.id == one.order.id
    )
    seat.action("discard_order").trigger()
    [asked] = seat.window.findChildren(DiscardDialog)
    assert asked.discard_button.text() == "Discard 1 change"
    asked.accept()
    seat.settle()
    assert [command.order_id for command in seat.staged()] == [two.order.id]


def test_what_is_refused_stays_and_says_why(seat: Seat) -> None:
    one, two = seat.open_orders()[-2:]
    seat.put(one, "edit", {"Name": "Too late"})
    seat.put(two, "edit", {"Name": "In time"})
    dialog = seat.review()
    seat.room.control(f"orders/{one.order.vendor_id}", {"set": {"State": "Cancelled"}})
    seat.room.wait(seat.room.desk.orders.refresh(one.order.id))
    dialog.submit()
    seat.settle()
    assert not seat.closed()
    assert dialog.strip.isVisible()
    [[number, label]] = texts(dialog)
    assert (number, label) == (one.row.number, "Name")
    said = texts(dialog, SAID)[0][1]
    assert "cancelled" in said.casefold()
    assert dialog.said.text().endswith(said), "the first one is the current row"
    assert [command.order_id for command in seat.staged()] == [one.order.id]
    assert seat.strip.isVisible(), "the other one is held for its undo"


def test_it_says_what_the_vendor_changed_meanwhile(seat: Seat) -> None:
    one = seat.open_orders()[0]
    seat.put(one, "edit", {"Name": "Mine", "DiscountDescription": "Also mine"})
    dialog = seat.review()
    assert dialog.tree.isColumnHidden(SAID)
    seat.room.control(f"orders/{one.order.vendor_id}", {"set": {"Name": "Colleague's"}})
    seat.room.wait(seat.room.desk.orders.refresh(one.order.id))
    told = "Changed at the vendor meanwhile: it is Colleague's now."
    seat.qtbot.waitUntil(lambda: texts(dialog, SAID)[0][1:] == [told, ""], timeout=10_000)
    assert not dialog.tree.isColumnHidden(SAID)


def test_the_filter_keeps_its_hands_off_what_it_does_not_list(seat: Seat) -> None:
    one, two = seat.open_orders()[:2]
    seat.put(one, "edit", {"Name": "Wharf"})
    seat.put(two, "edit", {"Name": "Quay"})
    dialog = seat.review()
    QTest.keyClick(dialog.tree, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert dialog.focusWidget() is dialog.filter
    QTest.keyClicks(dialog.filter, "wharf")
    QTest.keyClick(dialog.filter, Qt.Key.Key_Return)
    assert len(seat.staged()) == 2, "Enter in the filter sends nothing"
    assert dialog.send_button.text() == "Send 1 change of 1 order"
    assert "1 change is not listed" in dialog.explained.text()
    dialog.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert f"{one.row.number} · " in copied
    assert "Name: " in copied
    assert "→ Wharf" in copied
    go_to(dialog, "Name")
    QTest.keyClick(dialog.tree, Qt.Key.Key_Return)
    seat.qtbot.waitUntil(
        lambda: (row := seat.window.page.table.current_row()) is not None and row.id == one.order.id
    )
    assert seat.closed()


def test_a_start_says_once_what_is_staged(seat: Seat) -> None:
    one = seat.open_orders()[0]
    seat.put(one, "edit", {"Name": "Left over night"})
    assert seat.said("staged") == "", "what is staged just now needs no telling"
    seat.window.close()
    seat.room.clear()
    seat.window = seat.open_window()
    seat.settle()
    assert seat.said("staged") == "1 change is staged."
    notice = seat.window.findChild(QPushButton, "staged_changes")
    assert notice is not None
    notice.click()
    assert not seat.closed()
    assert seat.said("staged") == ""
    seat.window.findChildren(ReviewDialog)[0].reject()


def test_random_acts_undone_and_done_again_leave_what_they_should(seat: Seat) -> None:
    draw = random.Random(5)
    orders = seat.open_orders()[:3]
    states = [contents(seat)]
    while len(states) < 14:
        act_somehow(seat, draw, orders)
        now = contents(seat)
        if now != states[-1]:
            states.append(now)
    for wanted in reversed(states[:-1]):
        seat.undo()
        assert contents(seat) == wanted
    for wanted in states[1:]:
        seat.redo()
        assert contents(seat) == wanted
    for _ in states[1:]:
        seat.press(Qt.Key.Key_Z)
    seat.settle()
    assert contents(seat) == states[0], "keys in haste are kept and done in their turn"


def contents(seat: Seat) -> dict[str, object]:
    return {command.id: command for command in seat.staged()}


def act_somehow(seat: Seat, draw: random.Random, orders: list[OrderView]) -> None:
    view = draw.choice(orders)
    kind = draw.randrange(6)
    staged = seat.staged()
    if kind == 0 and staged:
        seat.stager.discard([Pick(draw.choice(staged).id)])
        seat.settle()
    elif kind == 1:
        seat.put(view, "edit_item", {"Quantity": str(draw.randrange(1, 9))}, item(view).id)
    elif kind == 2:
        seat.put(view, "add_item", dict(item(view).fields) | {"Quantity": "1"})
    else:
        key = draw.choice(["Name", "DiscountDescription"])
        seat.put(view, "edit", {key: f"{key} {draw.randrange(99)}"})

"""The way of an act: its form or question, what reaches the outbox, and what is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from orderdesk.domain.commands import (
    AddLine,
    CommandState,
    CreateOrder,
    EditLine,
    EditOrder,
    RemoveLine,
    Transit,
)
from orderdesk.domain.events import OrdersChanged
from orderdesk.domain.order import Named
from orderdesk.services.views import Product
from orderdesk.store.store import Store
from orderdesk.ui.detail.items_model import Role
from orderdesk.ui.forms.confirm_dialog import ConfirmDialog
from orderdesk.ui.forms.edit_dialog import EditDialog
from orderdesk.ui.forms.item_dialog import ItemDialog
from orderdesk.ui.forms.order_dialog import OrderDialog
from orderdesk.ui.forms.reason_dialog import ReasonDialog
from tests.unit.ui.detail.staging import NOON, OpenDesk, line, order
from tests.unit.ui.forms.driving import Stand, retype

OpenStand = Callable[..., Stand]


@pytest.fixture
def open_stand(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> OpenStand:
    file = tmp_path / "home" / "desk.db"
    return lambda *orders, **options: Stand(open_desk(*orders, **options), qtbot, file)


@pytest.fixture
def stand(open_stand: OpenStand) -> Stand:
    return open_stand(order())


# Editing the header


def test_an_edit_sends_only_what_was_changed(stand: Stand) -> None:
    dialog = stand.start("edit", EditDialog)
    assert dialog.windowTitle() == "Edit order: 8765-1234"
    assert not dialog.submit_button.isEnabled()
    retype(dialog.form, "title", "Spring cart")
    assert dialog.submit_button.text() == "Save changes (1)"
    assert dialog.summary.text() == "Changed: Name"
    QTest.mouseClick(dialog.submit_button, Qt.MouseButton.LeftButton)
    stand.closed()
    [entry] = stand.outbox()
    assert isinstance(entry.command, EditOrder)
    assert entry.command.changes == {"title": "Spring cart"}
    assert entry.command.base == {"title": "Shelf cart"}
    assert len(stand.handed) == 1


def test_ctrl_enter_sends_and_plain_enter_does_not(stand: Stand) -> None:
    dialog = stand.start("edit", EditDialog)
    retype(dialog.form, "title", "Spring cart")
    field = dialog.form.rows["title"].editor.widget
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert stand.flow.dialog is dialog
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stand.closed()
    assert len(stand.outbox()) == 1


def test_a_double_click_sends_once(stand: Stand) -> None:
    dialog = stand.start("edit", EditDialog)
    retype(dialog.form, "title", "Spring cart")
    QTest.mouseClick(dialog.submit_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(dialog.submit_button, Qt.MouseButton.LeftButton)
    stand.closed()
    assert len(stand.outbox()) == 1


def test_what_is_wrong_stays_open_with_everything_typed(stand: Stand) -> None:
    dialog = stand.start("edit", EditDialog)
    retype(dialog.form, "title", "x" * 41)
    dialog.submit()
    assert stand.flow.dialog is dialog
    assert "what is wrong stands below" in dialog.strip.text()
    assert "41 characters long" in dialog.form.rows["title"].problem
    assert dialog.form.values()["title"] == "x" * 41
    assert stand.outbox() == []


def test_what_was_typed_is_back_after_closing(stand: Stand) -> None:
    dialog = stand.start("edit", EditDialog)
    retype(dialog.form, "title", "Half a th")
    dialog.reject()
    stand.closed()
    again = stand.start("edit", EditDialog)
    stand.qtbot.waitUntil(lambda: again.form.values()["title"] == "Half a th")
    assert "is back" in again.kept.text()
    [start_over] = [b for b in again.kept.findChildren(QPushButton) if b.text() == "Start over"]
    start_over.click()
    assert again.form.changes() == {}
    again.reject()
    stand.closed()
    assert stand.start("edit", EditDialog).form.changes() == {}


def test_a_refusal_by_the_rules_is_said_and_nothing_typed_is_lost(stand: Stand) -> None:
    dialog = stand.start("edit", EditDialog)
    retype(dialog.form, "title", "Too late")
    worked = order(state="Worked")
    stand.replace(worked)
    dialog.submit()
    stand.qtbot.waitUntil(lambda: not dialog.strip.isHidden())
    assert "Edit order is not possible: the order is Processed." in dialog.strip.text()
    assert "Make a new order." in dialog.strip.text()
    assert dialog.form.values()["title"] == "Too late"


def test_a_change_by_somebody_else_shows_in_the_open_form(stand: Stand) -> None:
    dialog = stand.start("edit", EditDialog)
    retype(dialog.form, "title", "Mine")
    theirs = order(title="Theirs", rebate="5")
    stand.replace(theirs)
    stand.room.context.bridge.receive(OrdersChanged(frozenset({"main:o1"})))
    stand.qtbot.waitUntil(lambda: dialog.form.values()["rebate"] == "5")
    assert dialog.form.changes() == {"title": "Mine"}
    assert "Changed meanwhile to “Theirs”" in dialog.form.rows["title"].note.text()


# Items


def test_adding_an_item_found_among_other_orders(open_stand: OpenStand) -> None:
    other = order("o2", number="1071", lines=(line("9", "Leather case", each="23.85"),))
    stand = open_stand(order(), other)
    dialog = stand.start("add_item", ItemDialog)
    assert dialog.focusWidget() is dialog.products
    [product] = stand.room.wait(stand.room.desk.orders.products("main", "leather"))
    assert isinstance(product, Product)
    dialog.products.chosen.emit(product)
    assert dialog.form.values()["text"] == "Leather case"
    assert dialog.form.values()["each"] == "23.85"
    retype(dialog.form, "count", "3")
    assert dialog.summary.text() == "Sum of this item: £71.55"
    dialog.submit()
    stand.closed()
    [entry] = stand.outbox()
    assert isinstance(entry.command, AddLine)
    assert entry.command.fields["text"] == "Leather case"
    assert entry.command.fields["count"] == "3"


def test_a_new_item_is_of_the_kind_that_most_are_whatever_the_last_one_is(
    open_stand: OpenStand,
) -> None:
    lines = (line("1", type="2"), line("2", type="2"), line("3", "Freight", type="1"))
    stand = open_stand(order(lines=lines), order("o2", lines=lines[1:]), order("o3", lines=()))
    for order_id, kind in (("main:o1", "2"), ("main:o2", "2"), ("main:o3", "")):
        stand.flow.start("add_item", stand.view(order_id))
        dialog = stand.dialog(ItemDialog)
        assert (dialog.form.values()["type"] or "") == kind
        dialog.reject()
        stand.closed()


def test_editing_an_item_sends_only_what_was_changed(stand: Stand) -> None:
    dialog = stand.start("edit_item", ItemDialog, "2")
    retype(dialog.form, "count", "10")
    assert dialog.submit_button.text() == "Save changes (1)"
    dialog.submit()
    stand.closed()
    [entry] = stand.outbox()
    assert isinstance(entry.command, EditLine)
    assert (entry.command.line_id, dict(entry.command.changes)) == ("2", {"count": "10"})


@pytest.mark.parametrize("typed", ["-1", "1e400", "NaN", "1,234"])
def test_an_impossible_quantity_is_refused_in_the_form(stand: Stand, typed: str) -> None:
    dialog = stand.start("edit_item", ItemDialog, "1")
    retype(dialog.form, "count", typed)
    dialog.submit()
    assert stand.flow.dialog is dialog
    assert dialog.form.rows["count"].problem
    assert stand.outbox() == []


def test_removing_an_item_is_asked_and_named(stand: Stand) -> None:
    dialog = stand.start("remove_item", ConfirmDialog, "2")
    assert "“Charging stand” will be taken off order 8765-1234" in dialog.accessibleDescription()
    assert dialog.submit_button.text() == "Remove item"
    dialog.submit()
    stand.closed()
    [entry] = stand.outbox()
    assert isinstance(entry.command, RemoveLine)
    assert entry.command.line_id == "2"


def test_without_a_chosen_item_it_is_said_which_to_choose(stand: Stand) -> None:
    stand.flow.start("remove_item", stand.view())
    assert stand.said == [("info", "No item is selected. Select one under Items first.")]
    assert stand.flow.dialog is None


def test_the_only_item_needs_no_choosing(open_stand: OpenStand) -> None:
    stand = open_stand(order(lines=(line("7"),)))
    dialog = stand.start("edit_item", ItemDialog)
    assert dialog.form.values()["sku"] == "0007"


# Moves


def test_what_can_be_taken_back_is_done_at_once(open_stand: OpenStand) -> None:
    stand = open_stand(order(state="Draft"))
    stand.flow.start("submit", stand.view())
    stand.qtbot.waitUntil(lambda: len(stand.handed) == 1)
    [entry] = stand.outbox()
    assert isinstance(entry.command, Transit)
    assert entry.command.target == "Open"


def test_what_is_final_is_asked_and_names_order_and_customer(stand: Stand) -> None:
    dialog = stand.start("process", ConfirmDialog)
    assert dialog.windowTitle() == "Process order 8765-1234"
    assert dialog.submit_button.text() == "Process order 8765-1234"
    assert dialog.close_button.text() == "Go back"
    assert "Order 8765-1234 for Ines Duarte will be processed" in dialog.accessibleDescription()
    assert dialog.focusWidget() is dialog.close_button
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    stand.closed()
    assert stand.outbox() == [], "Enter falls on the button that does nothing"


@pytest.mark.parametrize(
    ("buyer", "said"),
    [
        (None, "“Charging stand” will be taken off order 8765-1234 of an unnamed customer."),
        ("c9", "“Charging stand” will be taken off order 8765-1234 of Ναυτιλιακή Α.Ε."),
    ],
)
def test_a_sentence_ends_in_one_point_and_names_nobody_who_is_not_known(
    open_stand: OpenStand, buyer: str | None, said: str
) -> None:
    names = (Named(kind="customer", id="c9", name="Ναυτιλιακή Α.Ε."),)
    stand = open_stand(order(buyer=buyer), names=names)
    dialog = stand.start("remove_item", ConfirmDialog, "2")
    assert dialog.accessibleDescription() == said


def test_the_button_of_a_final_act_does_it(stand: Stand) -> None:
    dialog = stand.start("cancel", ConfirmDialog)
    assert dialog.submit_button.text() == "Cancel order 8765-1234"
    QTest.mouseClick(dialog.submit_button, Qt.MouseButton.LeftButton)
    stand.closed()
    [entry] = stand.outbox()
    assert isinstance(entry.command, Transit)
    assert entry.command.target == "Void"


def test_escape_does_nothing(stand: Stand) -> None:
    dialog = stand.start("process", ConfirmDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    stand.closed()
    assert stand.outbox() == []


def test_a_doubtful_act_says_what_is_doubtful(stand: Stand) -> None:
    dialog = stand.start("cancel", ConfirmDialog)
    texts = [label.text() for label in dialog.findChildren(type(dialog.summary))]
    assert "No call is written down." in texts


def test_a_refused_act_is_explained_in_words(open_stand: OpenStand) -> None:
    stand = open_stand(order(state="Worked"))
    dialog = stand.start("cancel", ReasonDialog)
    assert dialog.windowTitle() == "Cancel order is not possible"
    assert "the order is Processed" in dialog.accessibleDescription()


# New orders


def _lines(dialog: OrderDialog) -> list[str]:
    model = dialog.items.items
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def _add(dialog: OrderDialog, stand: Stand, **values: str) -> None:
    dialog.add_item()
    [item] = dialog.findChildren(ItemDialog)
    item.form.fill({"type": "1", **values})
    item.submit()
    stand.qtbot.waitUntil(lambda: not dialog.findChildren(ItemDialog))


def test_a_new_order_with_items(stand: Stand) -> None:
    dialog = stand.start_new(OrderDialog)
    dialog.form.fill({"shop": "14202", "buyer": "c1", "rebate": "5"})
    _add(dialog, stand, text="Battery", count="4", each="9.99")
    _add(dialog, stand, text="Stand", count="1", each="20")
    assert _lines(dialog) == ["Battery", "Stand"]
    assert dialog.summary.text() == "Total £54.96, computed"
    dialog.submit()
    stand.closed()
    [entry] = stand.outbox()
    assert isinstance(entry.command, CreateOrder)
    assert entry.command.fields["shop"] == "14202"
    assert [dict(values)["text"] for values in entry.command.lines] == ["Battery", "Stand"]


def test_a_new_order_is_not_handed_over_before_it_is_complete(stand: Stand) -> None:
    dialog = stand.start_new(OrderDialog)
    dialog.submit()
    assert "is needed" in dialog.form.rows["shop"].problem
    assert stand.outbox() == []


def test_items_of_a_new_order_are_edited_taken_off_and_put_back(stand: Stand) -> None:
    dialog = stand.start_new(OrderDialog)
    _add(dialog, stand, text="Battery", each="9.99")
    dialog.items.setFocus()
    QTest.keyClick(dialog.items, Qt.Key.Key_F2)
    [item] = dialog.findChildren(ItemDialog)
    retype(item.form, "count", "7")
    item.submit()
    assert dict(dialog.lines()[0])["count"] == "7"
    QTest.keyClick(dialog.items, Qt.Key.Key_Delete)
    assert list(dialog.lines()) == []
    [back] = [b for b in dialog.kept.findChildren(QPushButton) if b.text() == "Put back"]
    back.click()
    assert _lines(dialog) == ["Battery"]


def test_an_order_half_typed_is_back_with_its_items(stand: Stand) -> None:
    dialog = stand.start_new(OrderDialog)
    dialog.form.fill({"title": "Half"})
    _add(dialog, stand, text="Battery", each="9.99")
    dialog.reject()
    stand.closed()
    again = stand.start_new(OrderDialog)
    stand.qtbot.waitUntil(lambda: again.form.values()["title"] == "Half")
    assert _lines(again) == ["Battery"]
    assert "is back" in again.kept.text()


def test_an_order_that_is_on_its_way_is_not_offered_again(stand: Stand) -> None:
    dialog = stand.start_new(OrderDialog)
    dialog.form.fill({"shop": "14202", "title": "Once"})
    dialog.submit()
    stand.closed()
    again = stand.start_new(OrderDialog)
    assert again.form.values()["title"] is None
    assert again.kept.isHidden()


def test_an_order_that_was_rejected_is_offered_again(stand: Stand) -> None:
    dialog = stand.start_new(OrderDialog)
    dialog.form.fill({"shop": "14202", "title": "Once"})
    dialog.submit()
    stand.closed()
    [entry] = stand.outbox()

    def reject(store: Store) -> None:
        store.outbox.begin_sending(entry.command.id, before=None, owner="x", now=NOON)
        store.outbox.settle(entry.command.id, CommandState.REJECTED, now=NOON, words="No.")

    stand.write(reject)
    again = stand.start_new(OrderDialog)
    stand.qtbot.waitUntil(lambda: again.form.values()["title"] == "Once")


def test_what_the_desk_finds_wrong_with_an_item_stands_at_the_item(stand: Stand) -> None:
    dialog = stand.start_new(OrderDialog)
    dialog.form.fill({"shop": "14202"})
    _add(dialog, stand, text="Battery", product="p1")
    _add(dialog, stand, text="Battery again", product="p1")
    dialog.submit()
    stand.qtbot.waitUntil(lambda: not dialog.strip.isHidden())
    model = dialog.items.items
    problems = [str(model.index(row, 0).data(Role.PROBLEM)) for row in range(2)]
    assert any("is on the order already" in problem for problem in problems)
    assert _lines(dialog) == ["Battery", "Battery again"]
    assert stand.outbox() == []


def test_the_connection_can_be_chosen_where_there_are_several(open_stand: OpenStand) -> None:
    stand = open_stand(connections=("main", "north"))
    dialog = stand.start_new(OrderDialog)
    dialog.form.fill({"title": "For main"})
    assert dialog.connections.count() == 2
    dialog.connections.setCurrentIndex(1)
    dialog.connections.activated.emit(1)
    stand.qtbot.waitUntil(stand.room.idle)
    assert dialog.form.values()["title"] is None
    dialog.form.fill({"shop": "14203"})
    dialog.submit()
    stand.closed()
    [entry] = stand.outbox()
    assert entry.command.connection == "north"


def test_without_a_connection_it_is_said_what_to_do(open_stand: OpenStand) -> None:
    stand = open_stand(connections=())
    stand.flow.start_new()
    stand.qtbot.waitUntil(lambda: stand.said != [])
    assert stand.said[0][0] == "warning"
    assert "Add one under Connections" in stand.said[0][1]


def test_a_command_that_ended_badly_is_edited_again(stand: Stand) -> None:
    dialog = stand.start("edit", EditDialog)
    retype(dialog.form, "title", "Again and again")
    dialog.submit()
    stand.closed()
    [entry] = stand.outbox()
    stand.room.wait(stand.room.desk.orders.withdraw(entry.command.id))
    stand.flow.edit_again(entry)
    again = stand.dialog(EditDialog)
    assert again.form.changes() == {"title": "Again and again"}

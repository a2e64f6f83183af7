"""What is half typed comes back; what is handed on is forgotten; what is open is told."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from orderdesk.ui.forms.edit_dialog import EditDialog
from orderdesk.ui.forms.item_dialog import ItemDialog
from orderdesk.ui.forms.order_dialog import OrderDialog
from orderdesk.ui.recovery.record import OpenForm
from tests.unit.ui.detail.staging import OpenDesk, order
from tests.unit.ui.forms.driving import Stand, retype

NEW_ITEM = "new-item:main"


@pytest.fixture
def stand(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> Stand:
    return Stand(open_desk(order()), qtbot, tmp_path / "home" / "desk.db")


def kept(stand: Stand, key: str) -> str:
    return stand.room.wait(stand.room.desk.orders.draft(key)) or ""


def test_a_half_typed_item_of_a_new_order_comes_back_until_it_is_taken(stand: Stand) -> None:
    dialog = stand.start_new(OrderDialog)
    dialog.add_item()
    [item] = dialog.findChildren(ItemDialog)
    retype(item.form, "text", "Leather ca")
    stand.qtbot.waitUntil(lambda: "Leather ca" in kept(stand, NEW_ITEM))
    item.reject()
    stand.qtbot.waitUntil(lambda: not dialog.findChildren(ItemDialog))
    dialog.add_item()
    [item] = dialog.findChildren(ItemDialog)
    stand.qtbot.waitUntil(lambda: item.form.values()["text"] == "Leather ca")
    retype(item.form, "count", "1")
    item.form.fill({"type": "1", "each": "5"})
    item.submit()
    stand.qtbot.waitUntil(lambda: len(dialog.lines()) == 1)
    stand.qtbot.waitUntil(lambda: kept(stand, NEW_ITEM) == "")
    dialog.reject()
    stand.closed()


def test_a_half_typed_edit_of_an_item_comes_back_to_that_item_alone(stand: Stand) -> None:
    dialog = stand.start_new(OrderDialog)
    texts = ("Leather case", "Brass nib")
    for text in texts:
        dialog.add_item()
        [item] = dialog.findChildren(ItemDialog)
        item.form.fill({"type": "1", "text": text, "count": "1", "each": "5"})
        item.submit()
        stand.qtbot.waitUntil(lambda: not dialog.findChildren(ItemDialog))
    dialog.edit_item(1)
    [item] = dialog.findChildren(ItemDialog)
    retype(item.form, "text", "Brass nib, br")
    stand.qtbot.waitUntil(lambda: "Brass nib, br" in kept(stand, f"{NEW_ITEM}:edit"))
    # As after a crash: nothing was closed, and the form is made anew.
    stand.window.hide()
    again = stand.start_new(OrderDialog)
    stand.qtbot.waitUntil(lambda: len(again.lines()) == 2)
    offered = [one for one in again.kept.findChildren(QPushButton) if one.text() == "Edit item…"]
    again.edit_item(0)
    [other] = again.findChildren(ItemDialog)
    stand.qtbot.waitUntil(stand.room.idle)
    assert other.form.values()["text"] == "Leather case"
    other.reject()
    stand.qtbot.waitUntil(lambda: not again.findChildren(ItemDialog))
    offered[0].click()
    [back] = again.findChildren(ItemDialog)
    stand.qtbot.waitUntil(lambda: back.form.values()["text"] == "Brass nib, br")
    back.submit()
    stand.qtbot.waitUntil(lambda: again.lines()[1]["text"] == "Brass nib, br")
    stand.qtbot.waitUntil(lambda: kept(stand, f"{NEW_ITEM}:edit") == "")


def test_which_form_is_open_is_told_and_can_be_opened_again(stand: Stand) -> None:
    told: list[object] = []
    stand.flow.form_changed.connect(told.append)
    dialog = stand.start("edit", EditDialog)
    [form] = told
    assert isinstance(form, OpenForm)
    assert (form.kind, form.order, form.action) == ("act", "main:o1", "edit")
    assert form.title == dialog.windowTitle()
    dialog.reject()
    stand.closed()
    assert told[-1] is None
    stand.flow.reopen(form)
    assert stand.dialog(EditDialog).windowTitle() == form.title
    stand.dialog(EditDialog).reject()
    stand.closed()

"""The forms of edits stage what is typed, beside sending it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from orderdesk.domain.commands import AddLine, Command, EditLine, EditOrder
from orderdesk.ui.forms.confirm_dialog import ConfirmDialog
from orderdesk.ui.forms.edit_dialog import EditDialog
from orderdesk.ui.forms.item_dialog import ItemDialog
from orderdesk.ui.staging.stager import Stager
from tests.unit.ui.detail.staging import OpenDesk, order
from tests.unit.ui.forms.driving import Stand, retype


@pytest.fixture
def stand(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> Stand:
    file = tmp_path / "orders.db"
    stand = Stand(open_desk(order()), qtbot, file)
    stand.flow.use_stager(Stager(stand.room.context, stand.window))
    return stand


def staged(stand: Stand) -> list[Command]:
    stand.closed()
    return list(stand.view().staged_commands)


def test_the_header_is_staged_by_a_button_of_its_own(stand: Stand) -> None:
    dialog = stand.start("edit", EditDialog)
    assert not dialog.stage_button.isEnabled()
    retype(dialog.form, "title", "Rack")
    dialog.stage_button.setFocus()
    QTest.keyClick(dialog.stage_button, Qt.Key.Key_Return)
    [command] = staged(stand)
    assert isinstance(command, EditOrder)
    assert (dict(command.changes), dict(command.base)) == (
        {"title": "Rack"},
        {"title": "Shelf cart"},
    )
    assert stand.handed == [], "nothing was given to be sent"
    assert stand.start("edit", EditDialog).form.changes() == {}, "no draft is left"


def test_a_new_item_and_a_changed_one_are_staged(stand: Stand) -> None:
    dialog = stand.start("add_item", ItemDialog)
    for key, text in (("text", "Case"), ("count", "3"), ("each", "7.25")):
        retype(dialog.form, key, text)
    dialog.stage_button.click()
    [added] = staged(stand)
    assert isinstance(added, AddLine)
    changing = stand.start("edit_item", ItemDialog, "2")
    retype(changing.form, "count", "10")
    changing.stage_button.click()
    [_, changed] = staged(stand)
    assert isinstance(changed, EditLine)


def test_what_is_wrong_keeps_the_form_open(stand: Stand) -> None:
    dialog = stand.start("edit_item", ItemDialog, "1")
    retype(dialog.form, "count", "-1")
    dialog.stage_button.click()
    assert stand.flow.dialog is dialog
    assert dialog.form.rows["count"].problem
    dialog.reject()
    assert staged(stand) == []


def test_what_cannot_be_staged_offers_nothing_of_the_sort(stand: Stand) -> None:
    assert not stand.start("process", ConfirmDialog).stage_button.isVisible()

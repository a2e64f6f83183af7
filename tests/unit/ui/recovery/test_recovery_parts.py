"""The record of what is open, and the list of what is half typed."""

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from orderdesk.services.preferences import HalfTyped
from orderdesk.ui.recovery.drafts_dialog import DraftsDialog
from orderdesk.ui.recovery.record import (
    KEY,
    OpenForm,
    OpenPlan,
    Record,
    Recorder,
    read_record,
)
from orderdesk.ui.recovery.words import age_of, order_ids
from tests.unit.services.quillworks import DESCRIPTION, Vendor
from tests.unit.ui.activity.outbox import DAY, filled
from tests.unit.ui.activity.room import OpenRoom, Room

FORM = OpenForm(kind="act", title="Edit order: Q-1", order="main:done", action="edit")


@pytest.fixture
def room(open_room: OpenRoom) -> Room:
    return open_room(
        gateways=Vendor().build, descriptions=(DESCRIPTION,), prepare=filled, sending=False
    )


def kept(room: Room) -> Record | None:
    return read_record(room.wait(room.desk.preferences.get(KEY)))


def test_what_is_open_is_written_as_it_changes_and_the_end_too(qtbot: QtBot, room: Room) -> None:
    parent = QObject()
    recorder = Recorder(room.context, parent)
    recorder.begin()
    # Faster than it is written: the last word counts.
    for text in ("s", "st", "sta"):
        recorder.note_typed(text)
    recorder.note_form(FORM)
    recorder.note_plan(OpenPlan(title="Cancel: 2 orders", action="cancel", label="Cancel"))
    recorder.note_tab(2)
    qtbot.waitUntil(lambda: kept(room) == recorder.record)
    found = kept(room)
    assert found is not None
    assert (found.typed, found.tab, found.ended) == ("sta", 2, False)
    assert found.dialogs == ["Edit order: Q-1", "Cancel: 2 orders"]
    recorder.note_form(None)
    recorder.note_end()
    qtbot.waitUntil(lambda: kept(room) == recorder.record)
    found = kept(room)
    assert found is not None
    assert found.ended
    assert found.form is None
    qtbot.waitUntil(room.idle)


@pytest.mark.parametrize("text", [None, "", "[]", '{"form": {"kind": "dance"}}', "{"])
def test_what_cannot_be_read_is_no_record(text: str | None) -> None:
    assert read_record(text) is None


def test_drafts_are_listed_dropped_and_put_back(qtbot: QtBot, room: Room) -> None:
    typed = '{"fields": {"title": "Half"}, "lines": [{"text": "Nib"}], "command": null}'
    room.wait(room.desk.orders.save_draft("new:main", typed))
    room.wait(room.desk.orders.save_draft("edit:main:done", typed))
    dialog = room.show(DraftsDialog(room.context), 760, 420)
    opened: list[HalfTyped] = []
    dialog.open_asked.connect(opened.append)
    qtbot.waitUntil(lambda: dialog.table.lines.rowCount() == 2)
    assert dialog.heading.text() == "2 drafts kept"
    first = dialog.table.lines.line(0)
    assert first is not None
    assert first.texts == ("Edit of an order", "Q-1", "title: Half, 1 item", "under 1 min ago")
    assert not room.nameless(dialog)
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: dialog.table.lines.rowCount() == 1)
    assert room.wait(room.desk.orders.draft("edit:main:done")) is None
    [put_back] = dialog.strip.findChildren(type(dialog.drop_button))
    put_back.click()
    qtbot.waitUntil(lambda: dialog.table.lines.rowCount() == 2)
    assert room.wait(room.desk.orders.draft("edit:main:done")) == typed
    dialog.table.selectRow(0)
    dialog.open_button.click()
    assert [one.key for one in opened] == ["edit:main:done"]
    qtbot.waitUntil(room.idle)


def test_no_drafts_say_so(qtbot: QtBot, room: Room) -> None:
    dialog = room.show(DraftsDialog(room.context), 760, 420)
    qtbot.waitUntil(lambda: dialog.heading.text() == "Nothing half typed is kept.")
    assert dialog.open_button.isHidden()
    assert dialog.drop_button.isHidden()


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("edit:main:7", ["main:7"]),
        ("item:main:7:l1", ["main:7:l1", "main:7"]),
        ("act:main:a:b:cancel", ["main:a:b:cancel", "main:a:b", "main:a"]),
        ("new:main", []),
        ("odd", []),
    ],
)
def test_which_orders_a_draft_may_be_about(key: str, found: list[str]) -> None:
    assert order_ids(key) == found


def test_a_draft_without_a_time_has_no_age() -> None:
    assert age_of(HalfTyped("new:main", "{}", None), DAY) == "not known"
    assert age_of(HalfTyped("new:main", "{}", DAY), DAY.replace(hour=14)) == "2 h 0 min ago"

"""The settings' dialog on a real desk: what is kept, what is refused, what IT has set."""

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from orderdesk.domain.history import HistoryEntry
from orderdesk.policy import Policy
from orderdesk.services.clearing import Part
from orderdesk.services.settings import SettingsService
from orderdesk.store.store import Store
from orderdesk.ui.settings.clear_dialog import ClearDialog
from orderdesk.ui.settings.dialog import SettingsDialog
from orderdesk.ui.settings.specs import GRACE, PAGES
from orderdesk.ui.theme import Appearance
from tests.unit.ui.activity.room import OpenRoom, Room


def opened(room: Room, qtbot: QtBot) -> SettingsDialog:
    dialog = room.show(SettingsDialog(room.context), 780, 500)
    qtbot.waitUntil(room.idle)
    return dialog


def retype(dialog: SettingsDialog, name: str, text: str) -> None:
    line = dialog.rows[name].control
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClicks(line, text)


def choose(dialog: SettingsDialog, name: str, value: str) -> None:
    box = dialog.rows[name].control
    assert isinstance(box, QComboBox)
    place = box.findData(value)
    box.setCurrentIndex(place)
    box.activated.emit(place)


def test_what_is_saved_is_in_the_file_and_in_force(
    open_room: OpenRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"of_a_newer_one": 1}', encoding="utf-8")
    room = open_room(settings=SettingsService(path))
    dialog = opened(room, qtbot)
    said: list[tuple[str, str]] = []

    def hear(kind: str, text: str) -> None:
        said.append((kind, text))

    dialog.said.connect(hear)
    retype(dialog, "sync_minutes", "2,5")
    retype(dialog, "deadline", "30")
    retype(dialog, GRACE, "9")
    retype(dialog, "history_days", "60")
    dialog.rows["trace"].control.setFocus()
    QTest.keyClick(dialog.rows["trace"].control, Qt.Key.Key_Space)
    choose(dialog, "theme", "dark")
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "of_a_newer_one": 1,
        "sync_minutes": 2.5,
        "deadline": 30,
        "history_days": 60,
        "trace": False,
    }
    assert room.desk.grace.seconds == 9
    assert room.context.theme.appearance is Appearance.DARK
    assert said == [
        ("info", "The settings are kept. Wait for an answer: used from the next start on.")
    ]
    again = opened(room, qtbot)
    assert again.rows["sync_minutes"].value() == "2.5"
    assert again.changes() == {}


def test_what_is_wrong_is_said_below_its_field_and_nothing_is_kept(
    open_room: OpenRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "settings.json"
    room = open_room(settings=SettingsService(path))
    dialog = opened(room, qtbot)
    wrong = {
        "deadline": ("9999", "must be at most 600"),
        "sync_minutes": ("soon", "is no number"),
        GRACE: ("2.5", "whole numbers"),
        "log_days": ("", "is needed"),
        "history_days": ("3", "at least 7"),
    }
    for name, (text, words) in wrong.items():
        retype(dialog, name, text)
        assert words in dialog.rows[name].note.text()
        assert words in dialog.rows[name].control.accessibleDescription()
    zone = dialog.rows["zone"].control
    assert isinstance(zone, QComboBox)
    zone.setEditText("Atlantis")
    assert "There is no time zone “Atlantis”" in dialog.rows["zone"].note.text()
    dialog.show_page("updates")
    dialog.save()
    assert dialog.pages.currentRow() == 0, "the first page with something wrong"
    assert not path.exists()
    retype(dialog, "sync_minutes", "5")
    assert "sync_minutes" not in dialog.changes(), "typed back to what is kept"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert not path.exists()
    assert room.desk.settings.now.deadline == 20


def test_what_it_has_set_is_shown_with_the_reason_and_cannot_be_changed(
    open_room: OpenRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "policy.toml"
    policy = Policy(path, {"sync_minutes": 15, "theme": "dark"}, updates=False)
    room = open_room(settings=SettingsService(tmp_path / "settings.json", policy=policy))
    dialog = opened(room, qtbot)
    for name in ("sync_minutes", "theme", "update_check", "update_channel"):
        row = dialog.rows[name]
        assert not row.control.isEnabled()
        assert row.note.text() == f"Set by your IT department ({path})."
    assert dialog.rows["sync_minutes"].value() == "15"
    assert dialog.rows["update_check"].value() is False
    assert not dialog.updates.check_button.isEnabled()
    assert "turned off by your IT department" in dialog.updates.words.text()
    retype(dialog, "deadline", "30")
    dialog.save()
    qtbot.waitUntil(lambda: room.desk.settings.now.deadline == 30)


def test_a_file_that_cannot_be_written_is_said_and_the_typing_stays(
    open_room: OpenRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    room = open_room(settings=SettingsService(tmp_path / "file" / "settings.json"))
    dialog = opened(room, qtbot)
    retype(dialog, "deadline", "30")
    dialog.save()
    qtbot.waitUntil(dialog.strip.isVisible)
    assert "cannot be" in dialog.strip.text()
    assert dialog.rows["deadline"].value() == "30"
    assert dialog.save_button.isEnabled()


def test_what_is_ticked_is_cleared_and_nothing_else(
    open_room: OpenRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    entry = HistoryEntry.model_validate(
        {"order_id": "main:1", "at": "2026-01-05T09:00:00Z", "origin": "vendor", "action": "seen"}
    )

    def prepare(store: Store) -> None:
        store.history.add(entry)
        store.drafts.put("new:main", "{}")

    room = open_room(prepare=prepare)
    logs = tmp_path / "home" / "logs"
    logs.mkdir()
    for name in ("desk.log", "desk.trace.1", "notes.txt"):
        (logs / name).write_text("x" * 2500, encoding="utf-8")
    dialog = opened(room, qtbot)
    dialog.show_page("privacy")
    dialog.clear_button.click()
    qtbot.waitUntil(lambda: bool(dialog.findChildren(ClearDialog)))
    [clear] = dialog.findChildren(ClearDialog)
    assert not clear.go_on.isEnabled()
    words = {part: box.accessibleDescription() for part, box in clear.boxes.items()}
    assert words[Part.LOGS] == "2 files, 5 kB"
    assert "1 record since 5 Jan" in words[Part.HISTORY].replace("Jan 5", "5 Jan")
    assert words[Part.DRAFTS].startswith("1 form,")
    for part in (Part.LOGS, Part.HISTORY):
        clear.boxes[part].click()
    clear.go_on.click()
    qtbot.waitUntil(lambda: dialog.strip.text() == "Cleared.")
    left = {one.part: (one.count, one.size) for one in room.wait(room.desk.clearing.plan())}
    assert left == {Part.LOGS: (1, 0), Part.HISTORY: (0, 0), Part.DRAFTS: (1, 0)}
    assert (logs / "notes.txt").exists(), "it is none of the logs"


def test_every_control_has_a_name_and_the_keyboard_reaches_the_pages(
    open_room: OpenRoom, qtbot: QtBot
) -> None:
    room = open_room()
    dialog = opened(room, qtbot)
    for place, spec in enumerate(PAGES):
        dialog.pages.setFocus()
        assert dialog.pages.currentRow() == place
        assert dialog.stack.currentIndex() == place
        assert room.nameless(dialog) == [], spec.key
        QTest.keyClick(dialog.pages, Qt.Key.Key_Down)

"""The connections dialog over real services: add, change, import, remove, and close with care."""

import json
import logging
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from orderdesk.domain.gateway import ConnectionConfig
from orderdesk.sandbox.server import SandboxOptions
from orderdesk.services.views import ConnectionStatus
from orderdesk.store.store import Store
from orderdesk.ui.connections.dialog import ConnectionsDialog
from orderdesk.ui.connections.passphrase_dialog import PassphraseDialog
from orderdesk.ui.connections.removal_dialog import RemovalDialog
from orderdesk.ui.connections.stranded_page import StrandedPage
from orderdesk.vault.file_vault import FileVault
from orderdesk.vault.port import Vault
from tests.unit.ui.activity.room import OpenRoom, Room
from tests.unit.ui.connections.driving import (
    button_of,
    choose_vendor,
    given_by,
    line_of,
    page_of,
    texts_of,
    type_connection,
    type_into,
)

VENDOR = "iqmetrix"


@pytest.fixture
def room(open_room: OpenRoom) -> Room:
    return open_room(sandbox=SandboxOptions(orders=3, only=["iqmetrix"]))


def opened(qtbot: QtBot, room: Room, key: str | None = None) -> ConnectionsDialog:
    dialog = room.show(ConnectionsDialog(room.context), 940, 720)
    if key is not None:
        dialog.show_connection(key)
    qtbot.waitUntil(lambda: dialog.page() is not None)
    return dialog


def statuses(room: Room) -> list[ConnectionStatus]:
    return room.wait(room.desk.connections.list())


def names(room: Room) -> list[str]:
    return [status.config.name for status in statuses(room)]


def chosen(dialog: ConnectionsDialog) -> str:
    return str(dialog.list.currentIndex().data() or "")


def test_without_connections_it_opens_on_a_new_one(qtbot: QtBot, room: Room) -> None:
    dialog = opened(qtbot, room)
    page = page_of(dialog)
    assert page.status is None
    assert page.chooser.isVisible()
    first, *others = [card.isChecked() for card in page.chooser.cards]
    assert first
    assert not any(others)
    assert dialog.nothing.isVisible()
    assert not page.remove_button.isVisible()


def test_a_connection_typed_in_is_kept_and_chosen(qtbot: QtBot, room: Room) -> None:
    dialog = opened(qtbot, room)
    page = page_of(dialog)
    type_connection(page, given_by(room), "Harbour & Sons")
    assert page.note.text() == "Not tested; it can be saved all the same."
    saved = QSignalSpy(page.saved)
    QTest.keyClick(line_of(page, "name"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: saved.count() == 1)
    assert saved.at(0) == ["harbour-sons"]
    qtbot.waitUntil(lambda: chosen(dialog) == "Harbour & Sons")
    assert dialog.strip.text().startswith("Saved without a passed test.")
    [report] = room.wait(room.desk.sync.sync())
    assert (report.error, report.orders) == (None, 3)


def test_what_is_wrong_stands_under_its_field_while_typing(qtbot: QtBot, room: Room) -> None:
    page = page_of(opened(qtbot, room))
    choose_vendor(page, VENDOR)
    type_into(page, "settings.company_id", "-4.5")
    row = page.form.fields.rows["settings.company_id"]
    assert "whole numbers" in row.note.text()
    type_into(page, "settings.company_id", "45")
    assert row.problem == ""


def test_what_is_missing_keeps_it_from_being_saved(qtbot: QtBot, room: Room) -> None:
    page = page_of(opened(qtbot, room))
    choose_vendor(page, VENDOR)
    type_into(page, "name", "Harbour")
    page.save_button.click()
    assert page.notice.isVisible()
    assert page.form.fields.rows["secrets.password"].problem
    qtbot.waitUntil(room.idle)
    assert names(room) == []
    assert line_of(page, "name").text() == "Harbour"


def test_secrets_are_typed_unseen_and_can_be_looked_at(qtbot: QtBot, room: Room) -> None:
    page = page_of(opened(qtbot, room))
    choose_vendor(page, VENDOR)
    line = line_of(page, "secrets.password")
    type_into(page, "secrets.password", "ebb")
    assert line.echoMode() is QLineEdit.EchoMode.Password
    button = page.form.show_buttons[0]
    assert button.accessibleName() == "Show Password"
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert line.echoMode() is QLineEdit.EchoMode.Normal
    assert button.accessibleName() == "Hide Password"


def test_changing_the_name_leaves_key_and_secrets(qtbot: QtBot, room: Room) -> None:
    key = room.connect()
    dialog = opened(qtbot, room, key)
    page = page_of(dialog)
    type_into(page, "name", "Quay")
    saved = QSignalSpy(page.saved)
    page.save_button.click()
    qtbot.waitUntil(lambda: saved.count() == 1)
    assert saved.at(0) == [key]
    qtbot.waitUntil(lambda: page.head.title.text() == "Quay")
    assert not page.dirty()
    [status] = statuses(room)
    assert (status.config.key, status.config.name) == (key, "Quay")
    [report] = room.wait(room.desk.sync.sync([key]))
    assert report.error is None


def test_a_replaced_secret_is_kept_and_gone_from_the_form(qtbot: QtBot, room: Room) -> None:
    key = room.connect()
    page = page_of(opened(qtbot, room, key))
    type_into(page, "secrets.password", "wrong-password")
    with qtbot.waitSignal(page.saved):
        page.save_button.click()
    assert line_of(page, "secrets.password").text() == ""
    [report] = room.wait(room.desk.sync.sync([key]))
    assert report.error is not None
    qtbot.waitUntil(page.head.strip.isVisible)
    assert page.head.strip.text()


def test_typing_stays_while_other_connections_are_looked_at(qtbot: QtBot, room: Room) -> None:
    key = room.connect()
    dialog = opened(qtbot, room, key)
    type_into(page_of(dialog), "settings.currency", "CAD")
    dialog.add_button.click()
    assert page_of(dialog).status is None
    QTest.keyClick(dialog.list, Qt.Key.Key_Home)
    assert line_of(page_of(dialog), "settings.currency").text() == "CAD"


def test_what_is_not_saved_is_asked_about(qtbot: QtBot, room: Room) -> None:
    key = room.connect()
    dialog = opened(qtbot, room, key)
    type_into(page_of(dialog), "settings.currency", "CAD")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "not saved" in dialog.strip.text()
    with qtbot.waitSignal(dialog.finished):
        button_of(dialog.strip, "Discard and close").click()


def test_closing_without_changes_asks_nothing(qtbot: QtBot, room: Room) -> None:
    dialog = opened(qtbot, room, room.connect())
    with qtbot.waitSignal(dialog.finished):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert room.failures == []


def choose_file(qtbot: QtBot, dialog: ConnectionsDialog, file: Path) -> None:
    dialog.import_button.click()
    qtbot.waitUntil(lambda: dialog.findChild(QFileDialog) is not None)
    chooser = dialog.findChild(QFileDialog)
    assert chooser is not None
    chooser.setDirectory(str(file.parent))
    chooser.selectFile(file.name)
    line = chooser.findChild(QLineEdit, "fileNameEdit")
    assert line is not None
    line.setText(str(file))
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_connections_come_from_a_file(qtbot: QtBot, room: Room, tmp_path: Path) -> None:
    file = tmp_path / "sandbox.json"
    file.write_text(room.connection_text(), encoding="utf-8")
    dialog = opened(qtbot, room)
    choose_file(qtbot, dialog, file)
    qtbot.waitUntil(lambda: chosen(dialog) == given_by(room)["name"])
    assert dialog.strip.text() == "1 connection imported."
    assert page_of(dialog).status is not None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<html></html>", "JSON"),
        (b'{"connections": [{"name": "A"}]}', "connections"),
        (b"\xff\xfe\x00", "no text"),
        (b" " * 1_000_001, "too large"),
    ],
)
def test_a_file_that_is_no_list_of_connections_is_said(
    qtbot: QtBot, room: Room, tmp_path: Path, content: bytes, says: str
) -> None:
    file = tmp_path / "other.json"
    file.write_bytes(content)
    dialog = opened(qtbot, room)
    choose_file(qtbot, dialog, file)
    qtbot.waitUntil(dialog.strip.isVisible)
    assert says in dialog.strip.text()
    assert names(room) == []


def test_a_file_that_is_gone_is_said(qtbot: QtBot, room: Room, tmp_path: Path) -> None:
    dialog = opened(qtbot, room)
    file = tmp_path / "sandbox.json"
    file.write_text("{}", encoding="utf-8")
    dialog.import_button.click()
    qtbot.waitUntil(lambda: dialog.findChild(QFileDialog) is not None)
    chooser = dialog.findChild(QFileDialog)
    assert chooser is not None
    file.unlink()
    chooser.fileSelected.emit(str(file))
    qtbot.waitUntil(dialog.strip.isVisible)
    assert "sandbox.json cannot be read" in dialog.strip.text()


def removal(qtbot: QtBot, dialog: ConnectionsDialog) -> RemovalDialog:
    page_of(dialog).remove_button.click()
    qtbot.waitUntil(lambda: dialog.findChild(RemovalDialog) is not None)
    question = dialog.findChild(RemovalDialog)
    assert question is not None
    return question


def test_removing_names_what_is_lost(qtbot: QtBot, room: Room) -> None:
    dialog = opened(qtbot, room, room.connect())
    question = removal(qtbot, dialog)
    assert "3 orders" in question.text.text()
    assert question.go_on.accessibleName() == "Remove Harbour Mobile"
    assert question.focusWidget() is question.back
    QTest.keyClick(question, Qt.Key.Key_Escape)
    qtbot.waitUntil(room.idle)
    assert names(room) == ["Harbour Mobile"]
    removal(qtbot, dialog).go_on.click()
    qtbot.waitUntil(lambda: names(room) == [])
    qtbot.waitUntil(lambda: page_of(dialog).status is None)
    assert dialog.strip.text() == "Harbour Mobile is removed."


def test_changes_that_are_not_settled_block_removing(qtbot: QtBot, open_room: OpenRoom) -> None:
    room = open_room(sandbox=SandboxOptions(orders=40, only=["iqmetrix"]))
    key = room.connect()
    room.control("faults", {"kind": "cut"})
    room.act(lambda view: view.verdicts["edit"].allowed, "edit", {"Name": "Later"})
    dialog = opened(qtbot, room, key)
    question = removal(qtbot, dialog)
    assert "1 change" in question.text.text()
    with qtbot.waitSignal(dialog.activity_asked):
        question.go_on.click()
    assert names(room) == ["Harbour Mobile"]
    room.control("faults", method="DELETE")


def test_staged_changes_are_named_before_removing(qtbot: QtBot, open_room: OpenRoom) -> None:
    room = open_room(sandbox=SandboxOptions(orders=40, only=["iqmetrix"]))
    key = room.connect()
    [row] = room.wait(room.desk.orders.rows([1]))
    room.wait(room.desk.staging.put(row.id, "edit", {"Name": "Over night"}))
    dialog = opened(qtbot, room, key)
    question = removal(qtbot, dialog)
    assert f"1 change of its orders ({row.number})" in question.text.text()
    assert question.go_on.text() == "Review staged changes"
    with qtbot.waitSignal(dialog.review_asked):
        question.go_on.click()
    assert names(room) == ["Harbour Mobile"]


def kept_in(tmp_path: Path) -> Vault:
    vault = FileVault(tmp_path / "secrets.sealed")
    vault.create("seven geese and an inkpot")
    return FileVault(tmp_path / "secrets.sealed")


def test_a_locked_file_is_unlocked_before_secrets_are_kept(
    qtbot: QtBot, open_room: OpenRoom, tmp_path: Path
) -> None:
    room = open_room(sandbox=SandboxOptions(orders=3, only=["iqmetrix"]), vault=kept_in(tmp_path))
    dialog = opened(qtbot, room)
    page = page_of(dialog)
    type_connection(page, given_by(room))
    qtbot.waitUntil(page.vault.button.isVisible)
    assert page.vault.button.text() == "Unlock…"
    page.save_button.click()
    qtbot.waitUntil(lambda: dialog.findChild(PassphraseDialog) is not None)
    asked = dialog.findChild(PassphraseDialog)
    assert asked is not None
    QTest.keyClick(asked, Qt.Key.Key_Escape)
    qtbot.waitUntil(room.idle)
    assert names(room) == []
    assert line_of(page, "secrets.password").text() == given_by(room)["secrets"]["password"]
    room.wait(room.desk.connections.unlock("seven geese and an inkpot"))
    qtbot.waitUntil(lambda: not page.vault.button.isVisible())
    with qtbot.waitSignal(page.saved):
        page.save_button.click()
    assert names(room) == ["Harbour Mobile"]


def test_secrets_are_in_no_window_file_or_log(
    qtbot: QtBot, open_room: OpenRoom, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    vault = kept_in(tmp_path)
    vault.unlock("seven geese and an inkpot")
    room = open_room(sandbox=SandboxOptions(orders=3, only=["iqmetrix"]), vault=vault)
    dialog = opened(qtbot, room)
    page = page_of(dialog)
    given = given_by(room)
    type_connection(page, given)
    page.test.button.click()
    qtbot.waitUntil(lambda: page.test.passed is not None, timeout=15_000)
    page.save_button.click()
    qtbot.waitUntil(lambda: chosen(dialog) == given["name"])
    qtbot.waitUntil(room.idle)
    room.wait(room.desk.sync.sync())
    kept = page_of(dialog)
    assert line_of(kept, "secrets.password").placeholderText() == (
        "Kept in the encrypted file: unchanged"
    )
    shown = "\n".join(texts_of(dialog))
    written = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    for secret in given["secrets"].values():
        assert secret not in shown
        assert secret.encode() not in written
        assert secret not in caplog.text


def orphan(store: Store) -> None:
    store.connections.put(ConnectionConfig("old", "Old account", "gone-vendor"))


@pytest.mark.expected_warnings("connection old is left out")
def test_a_connection_without_its_connector_can_be_removed(
    qtbot: QtBot, open_room: OpenRoom
) -> None:
    room = open_room(prepare=orphan)
    dialog = opened(qtbot, room)
    page = dialog.page()
    assert isinstance(page, StrandedPage)
    assert page.head.strip.isVisible()
    page.remove_button.click()
    qtbot.waitUntil(lambda: dialog.findChild(RemovalDialog) is not None)
    question = dialog.findChild(RemovalDialog)
    assert question is not None
    question.go_on.click()
    qtbot.waitUntil(lambda: names(room) == [])


def test_everything_that_takes_the_focus_has_a_name(qtbot: QtBot, room: Room) -> None:
    dialog = opened(qtbot, room, room.connect())
    page_of(dialog).test.button.click()
    qtbot.waitUntil(lambda: page_of(dialog).test.passed is not None, timeout=15_000)
    assert room.nameless(dialog) == []
    dialog.add_button.click()
    assert room.nameless(dialog) == []


def test_the_sandbox_prints_what_an_import_takes(room: Room) -> None:
    assert set(json.loads(room.connection_text())) == {"control", "connections"}

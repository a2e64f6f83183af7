"""The passphrase: chosen twice, refused with a sentence, and asked for only where it is needed."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from orderdesk.store.store import Store
from orderdesk.ui.connections.passphrase_dialog import PassphraseDialog
from orderdesk.ui.connections.unlocking import ensure_unlocked, unlock_at_start
from orderdesk.vault.file_vault import FileVault
from orderdesk.vault.port import State
from tests.unit.services.quillworks import CONFIG, DESCRIPTION, Vendor
from tests.unit.ui.activity.room import OpenRoom, Room

RIGHT = "seven geese and an inkpot"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "secrets.sealed"


def opened(open_room: OpenRoom, vault: FileVault | None) -> Room:
    return open_room(vault=vault, gateways=Vendor().build, descriptions=(DESCRIPTION,))


def line(dialog: PassphraseDialog, key: str = "passphrase") -> QLineEdit:
    widget = dialog.form.rows[key].editor.widget
    assert isinstance(widget, QLineEdit)
    return widget


def asked(window: QWidget) -> PassphraseDialog | None:
    return window.findChild(PassphraseDialog)


def locked(file: Path) -> FileVault:
    FileVault(file).create(RIGHT)
    return FileVault(file)


def with_connection(store: Store) -> None:
    store.connections.put(replace(CONFIG, key="main"))


def test_a_new_passphrase_is_typed_twice(qtbot: QtBot, open_room: OpenRoom, file: Path) -> None:
    vault = FileVault(file)
    room = opened(open_room, vault)
    dialog = room.show(PassphraseDialog(room.context, new=True), 500, 300)
    QTest.keyClicks(line(dialog), RIGHT)
    QTest.keyClicks(line(dialog, "again"), f"{RIGHT}s")
    QTest.keyClick(line(dialog, "again"), Qt.Key.Key_Return)
    assert "not the same" in dialog.form.rows["again"].problem
    assert vault.state is State.FILE_NEW
    QTest.keyClick(line(dialog, "again"), Qt.Key.Key_Backspace)
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(line(dialog, "again"), Qt.Key.Key_Return)
    assert vault.state is State.FILE_OPEN


def test_one_that_is_too_short_is_refused_in_words(
    qtbot: QtBot, open_room: OpenRoom, file: Path
) -> None:
    room = opened(open_room, FileVault(file))
    dialog = room.show(PassphraseDialog(room.context, new=True), 500, 300)
    QTest.keyClicks(line(dialog), "quill")
    QTest.keyClicks(line(dialog, "again"), "quill")
    assert dialog.hint.text().startswith("Weak")
    dialog.accept_button.click()
    qtbot.waitUntil(dialog.strip.isVisible)
    assert "too short" in dialog.strip.text()
    assert line(dialog).text() == "quill"
    assert not file.exists()


def test_a_wrong_one_is_said_and_changes_nothing(
    qtbot: QtBot, open_room: OpenRoom, file: Path
) -> None:
    vault = locked(file)
    before = file.read_bytes()
    room = opened(open_room, vault)
    dialog = room.show(PassphraseDialog(room.context, new=False), 500, 300)
    QTest.keyClicks(line(dialog), "six geese and an inkpot")
    QTest.keyClick(line(dialog), Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.strip.isVisible)
    assert dialog.isVisible()
    assert "six geese" not in dialog.strip.text()
    assert line(dialog).selectionLength() == len("six geese and an inkpot")
    assert (vault.state, file.read_bytes()) == (State.FILE_LOCKED, before)
    QTest.keyClicks(line(dialog), RIGHT)
    assert not dialog.strip.isVisible()
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(line(dialog), Qt.Key.Key_Return)
    assert vault.state is State.FILE_OPEN


def test_nobody_is_asked_where_secrets_can_be_kept(qtbot: QtBot, open_room: OpenRoom) -> None:
    room = opened(open_room, None)
    window, went_on = room.show(QWidget(), 200, 200), list[bool]()
    ensure_unlocked(room.context, lambda: went_on.append(True), parent=window)
    qtbot.waitUntil(lambda: went_on == [True])
    assert asked(window) is None


@pytest.mark.parametrize("given", [True, False])
def test_a_locked_file_is_asked_for_and_may_be_declined(
    qtbot: QtBot, open_room: OpenRoom, file: Path, *, given: bool
) -> None:
    room = opened(open_room, locked(file))
    window, went = room.show(QWidget(), 200, 200), list[str]()
    ensure_unlocked(
        room.context,
        lambda: went.append("on"),
        parent=window,
        otherwise=lambda: went.append("back"),
    )
    qtbot.waitUntil(lambda: asked(window) is not None)
    dialog = asked(window)
    assert dialog is not None
    if given:
        QTest.keyClicks(line(dialog), RIGHT)
        dialog.accept_button.click()
    else:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: went == (["on"] if given else ["back"]))


def test_at_the_start_nothing_is_asked_without_connections(
    qtbot: QtBot, open_room: OpenRoom, file: Path
) -> None:
    room = opened(open_room, locked(file))
    window = room.show(QWidget(), 200, 200)
    unlock_at_start(room.context, parent=window)
    qtbot.waitUntil(room.idle)
    assert asked(window) is None


@pytest.mark.parametrize("state", [State.FILE_LOCKED, State.FILE_OPEN, State.FILE_NEW])
def test_at_the_start_the_secrets_of_connections_are_unlocked(
    qtbot: QtBot, open_room: OpenRoom, file: Path, state: State
) -> None:
    vault = FileVault(file) if state is State.FILE_NEW else locked(file)
    if state is State.FILE_OPEN:
        vault.unlock(RIGHT)
    room = open_room(
        vault=vault,
        gateways=Vendor().build,
        descriptions=(DESCRIPTION,),
        prepare=with_connection,
    )
    window = room.show(QWidget(), 200, 200)
    unlock_at_start(room.context, parent=window)
    qtbot.waitUntil(room.idle)
    assert (asked(window) is not None) == (state is State.FILE_LOCKED)

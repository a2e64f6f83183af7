"""What holds a connection up is said at once, with the way on: a limit, or locked secrets."""

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from orderdesk.domain.gateway import Page
from orderdesk.sandbox.server import SandboxOptions
from orderdesk.services.views import Health
from orderdesk.store.store import Store
from orderdesk.ui.connections.dialog import ConnectionsDialog
from orderdesk.ui.connections.page import ConnectionPage
from orderdesk.ui.connections.passphrase_dialog import PassphraseDialog
from orderdesk.ui.desk_window import desk_window
from orderdesk.ui.failures import Failures
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.theme import Theme
from orderdesk.vault.file_vault import FileVault
from tests.unit.domain.invented import order
from tests.unit.services.quillworks import CONFIG, DESCRIPTION, Vendor
from tests.unit.ui.activity.room import Room, room

RIGHT = "seven geese and an inkpot"


@pytest.fixture
def served(qapp: QApplication, theme: Theme, tmp_path: Path) -> Generator[Room]:
    with room(qapp, theme, tmp_path, sandbox=SandboxOptions(orders=8, only=["iqmetrix"])) as here:
        yield here


def with_order(store: Store) -> None:
    store.connections.put(replace(CONFIG, key="main"))
    page = Page((order("a", state="Placed"),))
    store.mirror.apply_page("main", page, pull=store.mirror.begin_pull("main"))


@pytest.fixture
def locked(qapp: QApplication, theme: Theme, tmp_path: Path) -> Generator[Room]:
    """Give a desk whose secrets are in a locked file."""
    FileVault(tmp_path / "secrets.sealed").create(RIGHT)
    with room(
        qapp,
        theme,
        tmp_path / "home",
        vault=FileVault(tmp_path / "secrets.sealed"),
        gateways=Vendor().build,
        descriptions=(DESCRIPTION,),
        prepare=with_order,
    ) as here:
        yield here


def opened(here: Room) -> MainWindow:
    window = here.show(desk_window(here.context, Failures(), {}), 1200, 700)
    window.start()
    return window


def test_who_asks_us_to_wait_and_until_when(served: Room, qtbot: QtBot) -> None:
    served.connect()
    window = opened(served)
    qtbot.waitUntil(lambda: window.watch.known)
    served.control("faults", {"kind": "status", "status": 429, "service": "orders", "count": 1})
    QTest.keyClick(window, Qt.Key.Key_F5)
    said = window.strip.text
    qtbot.waitUntil(lambda: "asks us to wait until" in said.text(), timeout=8_000)
    assert said.text().startswith("Harbour Mobile asks us to wait until ")
    [status] = window.watch.statuses
    assert status.waits_until is not None
    place = window.sidebar.connections.model().index(0, 0)
    spoken = str(place.data(Qt.ItemDataRole.AccessibleTextRole))
    assert "Limited until" in spoken
    window.actions_.get("stop_sync").trigger()


def test_locked_secrets_can_be_unlocked_where_it_is_said(locked: Room, qtbot: QtBot) -> None:
    window = opened(locked)
    qtbot.waitUntil(lambda: window.findChild(PassphraseDialog) is not None)
    asked = window.findChild(PassphraseDialog)
    assert isinstance(asked, PassphraseDialog)
    asked.reject()
    window.actions_.get("sync").trigger()
    qtbot.waitUntil(lambda: "locked" in window.notices.text("locked"))
    assert window.watch.statuses[0].health is Health.LOCKED
    assert window.notices.text("connections") == ""
    [unlock] = [one for one in window.notices.findChildren(QPushButton) if one.isVisible()]
    assert unlock.text() == "Unlock…"
    QTest.mouseClick(unlock, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(PassphraseDialog)))


def test_add_a_connection_opens_a_new_form_beside_others(locked: Room, qtbot: QtBot) -> None:
    window = opened(locked)
    qtbot.waitUntil(lambda: window.watch.known)
    window.actions_.get("add_connection").trigger()
    dialog = window.findChild(ConnectionsDialog)
    assert isinstance(dialog, ConnectionsDialog)
    qtbot.waitUntil(lambda: dialog.page() is not None)
    page = dialog.page()
    assert isinstance(page, ConnectionPage)
    assert page.head.title.text() == "Add a connection"

"""Settings and newer versions in the window: offered quietly, looked for on request."""

from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from orderdesk.composition import fetch_versions
from orderdesk.policy import Policy
from orderdesk.services.settings import SettingsService
from orderdesk.services.updates import UpdateSource
from orderdesk.ui.desk_window import desk_window
from orderdesk.ui.failures import Failures
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.settings.dialog import SettingsDialog
from orderdesk.ui.theme import Appearance
from tests.unit.services.test_updates import KEY, TOOL, Host, hosted, manifest, signed
from tests.unit.ui.activity.room import OpenRoom, Room

PAGE = "https://orderdesk.example/download"


class Browser(QObject):
    """Stands for the person's browser."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.pages.append(url.toString())


@pytest.fixture
def browser() -> Generator[Browser]:
    browser = Browser()
    desktop: Any = QDesktopServices  # which takes the method's name as text, whatever it declares
    desktop.setUrlHandler("https", browser, "open")
    yield browser
    desktop.unsetUrlHandler("https")


@pytest.fixture
def host() -> Generator[Host]:
    with hosted() as host:
        host.content = signed(manifest(issued=datetime.now(UTC)))
        yield host


def source(host: Host) -> UpdateSource:
    return UpdateSource(host.address, (TOOL.public_text(KEY),), fetch_versions, running="0.1.0")


def window_of(room: Room, qtbot: QtBot) -> MainWindow:
    window = room.show(desk_window(room.context, Failures(), {}), 1280, 720)
    window.start()
    qtbot.waitUntil(room.idle)
    return window


def button(window: MainWindow, text: str) -> QPushButton:
    return next(one for one in window.notices.findChildren(QPushButton) if one.text() == text)


def test_a_newer_version_is_offered_and_opens_its_page_only_when_asked(
    open_room: OpenRoom, qtbot: QtBot, host: Host, browser: Browser
) -> None:
    room = open_room(updates=source(host))
    window = window_of(room, qtbot)
    assert window.notices.text("update") == ""
    assert host.asked == [], "not before it is due"
    window.actions_.get("check_updates").trigger()
    qtbot.waitUntil(lambda: window.notices.text("update") == "orderdesk 0.2.0 is available.")
    [dialog] = window.findChildren(SettingsDialog)
    qtbot.waitUntil(dialog.updates.page_button.isVisible)
    assert dialog.updates.title.text() == "orderdesk 0.2.0 is available. You have 0.1.0."
    assert "Settings in one place" in dialog.updates.words.text()
    assert browser.pages == []
    dialog.updates.page_button.click()
    dialog.reject()
    button(window, "Open the download page").click()
    assert browser.pages == [PAGE, PAGE]
    button(window, "What is new…").click()
    [dialog] = [one for one in window.findChildren(SettingsDialog) if one.isVisible()]
    assert dialog.updates.isVisible()
    dialog.reject()
    assert len(host.asked) == 1


def test_what_is_put_away_comes_back_only_with_another_version(
    open_room: OpenRoom, qtbot: QtBot, host: Host
) -> None:
    room = open_room(updates=source(host))
    room.wait(room.desk.updates.check())
    window = window_of(room, qtbot)
    qtbot.waitUntil(lambda: "0.2.0" in window.notices.text("update"))
    strip = window.notices.findChild(QObject, "notice_update")
    assert strip is not None
    close = strip.findChild(QToolButton)
    assert isinstance(close, QToolButton)
    close.click()
    qtbot.waitUntil(lambda: room.wait(room.desk.updates.status()).dismissed)
    room.wait(room.desk.updates.check())
    qtbot.waitUntil(room.idle)
    assert window.notices.text("update") == ""
    host.content = signed(manifest("0.3.0", serial=6, issued=datetime.now(UTC)))
    room.wait(room.desk.updates.check())
    qtbot.waitUntil(lambda: "0.3.0" in window.notices.text("update"))


def test_a_list_that_is_not_believed_is_said_where_it_was_asked_for(
    open_room: OpenRoom, qtbot: QtBot, host: Host
) -> None:
    host.content = host.content.replace(b"0.2.0", b"0.9.0")
    window = window_of(open_room(updates=source(host)), qtbot)
    window.actions_.get("check_updates").trigger()
    [dialog] = window.findChildren(SettingsDialog)
    qtbot.waitUntil(lambda: "not signed" in dialog.updates.words.text())
    assert dialog.updates.check_button.isEnabled()
    assert not dialog.updates.page_button.isVisible()
    assert window.notices.text("update") == ""


def test_a_build_without_an_address_says_so(open_room: OpenRoom, qtbot: QtBot) -> None:
    window = window_of(open_room(), qtbot)
    window.actions_.get("settings").trigger()
    [dialog] = window.findChildren(SettingsDialog)
    dialog.show_page("updates")
    qtbot.waitUntil(lambda: "No update address is set" in dialog.updates.words.text())
    assert not dialog.updates.check_button.isEnabled()


def test_a_pause_is_said_over_the_table_until_it_ends(open_room: OpenRoom, qtbot: QtBot) -> None:
    window = window_of(open_room(), qtbot)
    for paused in (True, False):
        window.actions_.get("settings").trigger()
        dialog = next(one for one in window.findChildren(SettingsDialog) if one.isVisible())
        dialog.rows["sync_by_itself"].control.setFocus()
        QTest.keyClick(dialog.rows["sync_by_itself"].control, Qt.Key.Key_Space)
        with qtbot.waitSignal(dialog.accepted):
            dialog.save()
        assert ("syncing by itself is off" in window.notices.text("paused")) is paused


def test_a_look_that_is_set_for_everybody_stays(open_room: OpenRoom, qtbot: QtBot) -> None:
    policy = Policy(Path("policy.toml"), {"theme": "light"})
    room = open_room(settings=SettingsService(policy=policy))
    window = window_of(room, qtbot)
    before = room.context.theme.appearance
    window.looks[Appearance.DARK].trigger()
    assert room.context.theme.appearance is before
    assert window.looks[before].isChecked()
    assert "IT department" in window.notices.text("said")

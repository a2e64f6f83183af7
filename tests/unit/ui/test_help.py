"""Help: what can be saved for whoever helps, what this program is, and what was wrong before."""

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from orderdesk import __version__, logs
from orderdesk.profile import Profile
from orderdesk.ui.diagnostics_dialog import DiagnosticsDialog
from orderdesk.ui.help_dialogs import AboutDialog
from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme
from orderdesk.ui.trouble_window import FailedStarts, Way


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    profile = Profile.under(tmp_path / "home")
    profile.prepare()
    return profile


def press(window: QWidget, text: str) -> None:
    button = next(one for one in window.findChildren(QPushButton) if one.text() == text)
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def opened(profile: Profile, qtbot: QtBot) -> DiagnosticsDialog:
    dialog = DiagnosticsDialog(profile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(dialog.save_button.isVisible, timeout=10_000)
    return dialog


def test_diagnostics_are_looked_at_then_saved(
    profile: Profile, qtbot: QtBot, tmp_path: Path
) -> None:
    (profile.logs / "desk.log").write_text("2026-11-22 10:00 INFO x: order of Philippa Quenby\n")
    dialog = opened(profile, qtbot)
    names = [dialog.shelf.names.item(row).text() for row in range(dialog.shelf.names.count())]
    assert [name.split()[0] for name in names] == ["about.json", "requests.txt", "logs/desk.log"]
    assert __version__ in dialog.shelf.text.toPlainText()
    dialog.shelf.names.setCurrentRow(2)
    assert dialog.shelf.text.toPlainText() == "(1 lines of an earlier version are left out)\n"
    dialog.save_to(str(tmp_path / "missing" / "sent.zip"))
    qtbot.waitUntil(dialog.said.isVisible)
    assert "could not be written" in dialog.said.text()
    dialog.save_to(str(tmp_path / "sent.zip"))
    qtbot.waitUntil(lambda: dialog.saved is not None)
    with zipfile.ZipFile(tmp_path / "sent.zip") as saved:
        assert saved.namelist() == ["about.json", "requests.txt", "logs/desk.log"]
    press(dialog, "Copy path")
    assert QApplication.clipboard().text() == str(tmp_path / "sent.zip")
    again = opened(profile, qtbot)
    again.choose()
    asking = again.findChild(QFileDialog)
    assert isinstance(asking, QFileDialog)
    assert Path(asking.directory().absolutePath()) == tmp_path
    asking.reject()


def test_about_has_versions_to_copy_and_every_licence(
    theme: Theme, icons: Icons, qtbot: QtBot
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    dialog = AboutDialog(theme, icons, parent)
    dialog.open()
    qtbot.waitUntil(dialog.copy_button.isVisible, timeout=10_000)
    press(dialog, "Copy versions")
    copied = QApplication.clipboard().text()
    assert all(word in copied for word in (__version__, "Python 3", "Qt 6", "SQLite 3"))
    names = [dialog.shelf.names.item(row).text() for row in range(dialog.shelf.names.count())]
    assert names[0].split() == ["orderdesk"]
    assert {name.split()[0].lower() for name in names} >= {"httpx", "pyside6_essentials", "numpy"}
    assert "Apache License" in dialog.shelf.text.toPlainText()


def test_after_failed_starts_a_person_chooses_how_to_go_on(
    theme: Theme, icons: Icons, profile: Profile, qtbot: QtBot
) -> None:
    window = FailedStarts(theme, icons, profile, 2)
    qtbot.addWidget(window)
    window.show()
    assert window.way is Way.NOT_AT_ALL
    press(window, "Save diagnostics…")
    dialog = window.findChild(DiagnosticsDialog)
    assert isinstance(dialog, DiagnosticsDialog)
    dialog.reject()
    press(window, "Start in safe mode")
    assert window.way is Way.SAFE
    logs.close()

"""The desk over a store of another form: it says how far it is, is stopped, and goes back."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from orderdesk import app as program
from orderdesk.config import Options, Profile
from orderdesk.diagnostics import findings
from orderdesk.domain.messages import Message
from orderdesk.safe_mode import RESTART
from orderdesk.store.database import Database
from orderdesk.store.health import health_of
from orderdesk.store.store import Store
from orderdesk.ui.trouble_window import TroubleWindow
from orderdesk.ui.upkeep_window import Upkeep, UpkeepWindow
from orderdesk.ui.way_back_dialog import WayBackDialog
from tests.e2e.journeys.program import ui_loop
from tests.migrations.older import NEWEST, contents, make_older, make_present, step_of, type_more
from tests.unit.domain.invented import ALL_RULES

pytestmark = pytest.mark.expected_warnings(r"orderdesk\.app: the desk cannot be opened")
STEP = 7
_ADD_NEWER = "insert into migration (version, name, checksum) values (?, 'later', 'x')"


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    """Make a profile whose store is of an earlier form."""
    found = Profile.under(tmp_path / "home")
    found.prepare()
    make_present(tmp_path / "present.db", 60)
    make_older(found.database, STEP, tmp_path / "present.db")
    return found


@pytest.fixture
def run(qapp: QApplication, profile: Profile) -> Generator[Callable[[], "asyncio.Task[int]"]]:
    """Start the desk as it is started."""
    with ui_loop(qapp) as loop:
        yield lambda: loop.create_task(program.live(qapp, profile, Options()))


def _there(app: QApplication, kind: type[QWidget]) -> list[QWidget]:
    return [one for one in app.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]


def test_long_work_is_shown_and_stopped_by_the_keyboard(
    qapp: QApplication,
    qtbot: QtBot,
    profile: Profile,
    run: "Callable[[], asyncio.Task[int]]",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told, seen = Upkeep.told, threading.Event()

    def slow(upkeep: Upkeep, what: Message, share: float) -> bool:
        """Take as long as a million orders would: until a person has seen the window."""
        told(upkeep, what, share)
        return seen.wait(30) and told(upkeep, what, share)

    before = contents(profile.database)
    monkeypatch.setattr(Upkeep, "told", slow)
    ended = run()
    qtbot.waitUntil(lambda: bool(_there(qapp, UpkeepWindow)), timeout=20_000)
    [window] = _there(qapp, UpkeepWindow)
    assert isinstance(window, UpkeepWindow)
    last = f"of {NEWEST - STEP}"
    qtbot.waitUntil(lambda: "MB" in window.stage.text() or last in window.stage.text())
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert "stopped" in window.stage.text()
    seen.set()
    qtbot.waitUntil(ended.done, timeout=20_000)
    assert ended.result() == 0
    assert (step_of(profile.database), contents(profile.database)) == (STEP, before)
    assert not _there(qapp, QWidget)


def test_over_a_newer_store_the_way_back_is_offered_and_gone(
    qapp: QApplication, qtbot: QtBot, profile: Profile, run: "Callable[[], asyncio.Task[int]]"
) -> None:
    path = profile.database
    Store.open(path, ALL_RULES).close()
    type_more(path, "ab")
    before = contents(path)
    with contextlib.closing(Database(path)) as file:
        file.run(_ADD_NEWER, (NEWEST + 1,))
    [said] = [one.render() for one in findings(profile, health_of(path)) if "step" in one.text]
    assert "orderdesk restore" in said
    ended = run()
    qtbot.waitUntil(lambda: bool(_there(qapp, TroubleWindow)), timeout=20_000)
    [window] = _there(qapp, TroubleWindow)
    assert isinstance(window, TroubleWindow)
    QTest.keyClick(window.way_back_button, Qt.Key.Key_Space)
    dialog = window.findChild(WayBackDialog)
    assert dialog is not None
    assert "would be put in place" in dialog.said.text()
    assert "as they are now: #4, #26, #27." in dialog.said.text()
    assert step_of(path) == NEWEST + 1
    QTest.keyClick(dialog.go_button, Qt.Key.Key_Space)
    qtbot.waitUntil(dialog.start_button.isVisible, timeout=20_000)
    assert "is in place" in dialog.said.text()
    assert step_of(path) == STEP
    QTest.keyClick(dialog.start_button, Qt.Key.Key_Return)
    qtbot.waitUntil(ended.done, timeout=20_000)
    assert ended.result() == RESTART
    Store.open(path, ALL_RULES).close()
    assert contents(path) == before

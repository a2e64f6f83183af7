"""Orders that cannot be read are said where they are missed, with the reason and a way on."""

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from orderdesk.sandbox.server import SandboxOptions
from orderdesk.services.views import Unread
from orderdesk.ui.desk_window import desk_window
from orderdesk.ui.failures import Failures
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.theme import Theme
from orderdesk.ui.unread.dialog import UnreadDialog, copied, shown_raw
from orderdesk.ui.unread.model import UnreadModel
from orderdesk.ui.widgets.strip import Strip
from tests.unit.ui.activity.room import Room, room
from tests.unit.ui.models import watched

ORDERS = 12
ROW = Unread("north", "North Trade", None, "<b>raw</b>", "Id is “null”, which cannot be read.")


@pytest.fixture
def served(qapp: QApplication, theme: Theme, tmp_path: Path) -> Generator[Room]:
    """Give a desk beside a running sandbox, not connected yet."""
    with room(
        qapp, theme, tmp_path, sandbox=SandboxOptions(orders=ORDERS, only=["iqmetrix"])
    ) as here:
        yield here


def opened(here: Room, qtbot: QtBot, *, fault: dict[str, object]) -> MainWindow:
    """Open the window on a sandbox whose answers are damaged, after a sync."""
    here.control("faults", fault)
    here.connect()
    window = here.show(desk_window(here.context, Failures(), {}), 1200, 700)
    window.start()
    qtbot.waitUntil(lambda: window.notices.text("unread") != "", timeout=20_000)
    return window


def dialog_of(window: MainWindow, qtbot: QtBot) -> UnreadDialog:
    [dialog] = window.findChildren(UnreadDialog)
    qtbot.waitUntil(lambda: dialog.heading.text() != "")
    return dialog


def strip_button(window: MainWindow, text: str) -> QPushButton:
    buttons = window.notices.findChildren(QPushButton)
    return next(one for one in buttons if one.text() == text and not one.isHidden())


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ({"preset": "null_id", "rows": 3}, "Id"),
        ({"preset": "huge_quantity", "rows": 3}, "Quantity"),
        ({"preset": "nan_quantity", "rows": 3}, "NaN"),
        ({"preset": "broken_date", "rows": 3}, "the day before yesterday"),
        ({"preset": "huge_note", "rows": 1}, "10,000,000 characters"),
        ({"preset": "null_required", "rows": 3}, "EntityId"),
    ],
    ids=lambda value: value if isinstance(value, str) else str(value["preset"]),
)
def test_a_strip_says_it_and_the_list_says_why(
    served: Room, qtbot: QtBot, fault: dict[str, object], word: str
) -> None:
    window = opened(served, qtbot, fault=fault)
    said = window.notices.text("unread")
    number = window.watch.statuses[0].set_aside
    assert number >= 1
    plural = "order" if number == 1 else "orders"
    assert said.startswith(f"{number} {plural} of Harbour Mobile could not be read.")
    QTest.mouseClick(strip_button(window, "Show…"), Qt.MouseButton.LeftButton)
    dialog = dialog_of(window, qtbot)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == number)
    reasons = [str(dialog.model.index(at, 2).data()) for at in range(number)]
    assert any(word in reason for reason in reasons), reasons
    assert dialog.heading.text() == f"{number} {plural} could not be read"
    assert dialog.raw.toPlainText().startswith("{")
    assert len(dialog.raw.toPlainText()) < 5_000
    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert reasons[0] in QApplication.clipboard().text()
    assert served.nameless(dialog) == []


def test_what_is_mended_goes_away(served: Room, qtbot: QtBot) -> None:
    window = opened(served, qtbot, fault={"preset": "broken_date", "rows": 3})
    window.actions_.get("unread").trigger()
    dialog = dialog_of(window, qtbot)
    served.control("faults", method="DELETE")
    QTest.mouseClick(dialog.sync_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.heading.text() == "Every order could be read.", timeout=20_000)
    assert dialog.model.rowCount() == 0
    assert dialog.copy_button.isHidden()
    qtbot.waitUntil(lambda: window.notices.text("unread") == "", timeout=10_000)


def test_what_was_put_away_stays_away_until_there_is_more(served: Room, qtbot: QtBot) -> None:
    window = opened(served, qtbot, fault={"preset": "broken_date", "rows": 1})
    strip = window.notices.findChild(Strip, "notice_unread")
    assert isinstance(strip, Strip)
    QTest.keyClick(strip, Qt.Key.Key_Escape)
    assert window.notices.text("unread") == ""
    window.watch.changed.emit()
    assert window.notices.text("unread") == ""
    served.control("faults", {"preset": "null_id", "rows": 2})
    window.actions_.get("sync").trigger()
    qtbot.waitUntil(lambda: window.notices.text("unread") != "", timeout=20_000)
    assert window.watch.statuses[0].set_aside > 1


def test_a_model_of_what_came(qapp: object) -> None:
    model = UnreadModel()
    with watched(model):
        model.show_rows([ROW, replace(ROW, vendor_id="7")])
    assert [model.index(at, 1).data() for at in range(2)] == ["without an id", "7"]
    index = model.index(0, 2)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == f"What is wrong: {ROW.reason}"
    assert "&lt;" not in str(index.data())
    bold = replace(ROW, reason="<b>x</b>")
    model.show_rows([bold])
    assert "&lt;b&gt;" in str(model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole))


def test_an_endless_text_is_shown_in_part_and_copied_whole() -> None:
    row = replace(ROW, raw="x" * 9_000)
    assert shown_raw(row.raw).endswith("… and 5,000 characters more, which Copy takes along.")
    assert row.raw in copied(row)
    assert copied(row).startswith("Connection: North Trade\nVendor's id: without an id\n")

"""An editor in a cell: its keys, what it gives out, what keeps it open, and what it keeps."""

from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from orderdesk.domain.order import FieldValue
from orderdesk.ui.forms.field_editors import Source
from orderdesk.ui.forms.suggestions import SuggestField
from orderdesk.ui.staging.cell_draft import Cell
from orderdesk.ui.staging.cell_editors import After, CellEditor, cell_editor
from orderdesk.ui.theme import Theme
from tests.unit.ui.activity.room import Room
from tests.unit.ui.detail.staging import LINE_FIELDS, ORDER_FIELDS, OpenDesk, desks

FIELDS: dict[str, FieldValue] = {
    "title": "Shelf cart",
    "kind": "1",
    "buyer": "c1",
    "bill_to": "a1",
    "rebate": "15",
    "note": "Call first",
    "type": "1",
    "status": "1",
    "count": "2",
}
SPECS = {spec.key: spec for spec in (*ORDER_FIELDS, *LINE_FIELDS)}


@dataclass
class Bench:
    """A window in which one cell is edited at a time."""

    room: Room
    window: QWidget
    other: QLineEdit
    qtbot: QtBot
    committed: list[tuple[FieldValue, After]] = field(default_factory=list)
    left: list[After] = field(default_factory=list)

    def edit(self, key: str) -> CellEditor:
        cell = Cell("main:o1", key)
        source = Source("main", {}, None, tuple(ORDER_FIELDS))
        editor = cell_editor(
            self.room.context, SPECS[key], cell, FIELDS, source=source, parent=self.window
        )
        editor.committed.connect(self._on_committed)
        editor.left.connect(self.left.append)
        editor.setGeometry(10, 60, 220, editor.sizeHint().height())
        editor.show()
        editor.begin()
        self.qtbot.waitUntil(self.room.idle)
        return editor

    def _on_committed(self, value: FieldValue, after: After) -> None:
        self.committed.append((value, after))

    def draft(self, key: str) -> str | None:
        self.qtbot.waitUntil(self.room.idle)
        return self.room.wait(self.room.desk.orders.draft(Cell("main:o1", key).draft_key))


@pytest.fixture
def open_desk(
    qapp: QApplication, qtbot: QtBot, theme: Theme, tmp_path: Path
) -> Generator[OpenDesk]:
    with desks(qapp, theme, tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def bench(open_desk: OpenDesk, qtbot: QtBot) -> Bench:
    room = open_desk()
    window = QWidget()
    other = QLineEdit()
    column = QVBoxLayout(window)
    column.addWidget(other)
    column.addStretch()
    with qtbot.waitActive(room.show(window, 420, 320)):
        window.activateWindow()
    return Bench(room, window, other, qtbot)


def typed(editor: CellEditor, text: str) -> QWidget:
    widget = editor.editor.widget
    QTest.keyClicks(widget, text)
    return widget


@pytest.mark.parametrize(
    ("key", "modifier", "after"),
    [
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, After.STAY),
        (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, After.NEXT),
        (Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier, After.PREVIOUS),
    ],
)
def test_what_is_typed_replaces_what_stood_there(
    bench: Bench, key: Qt.Key, modifier: Qt.KeyboardModifier, after: After
) -> None:
    editor = bench.edit("title")
    QTest.keyClick(typed(editor, "Rack"), key, modifier)
    assert bench.committed == [("Rack", after)]


def test_nothing_is_given_out_where_nothing_changed(bench: Bench) -> None:
    editor = bench.edit("rebate")
    assert editor.text() == "15"
    QTest.keyClick(typed(editor, "15.00"), Qt.Key.Key_Tab)
    QTest.keyClick(editor.editor.widget, Qt.Key.Key_Escape)
    assert (bench.committed, bench.left[0]) == ([("15.00", After.NEXT)], After.STAY)
    bench.committed.clear()
    bench.left.clear()
    again = bench.edit("title")
    QTest.keyClick(typed(again, "Shelf cart"), Qt.Key.Key_Tab)
    assert (bench.committed, bench.left) == ([], [After.NEXT])


@pytest.mark.parametrize(
    ("key", "text", "problem"),
    [
        ("rebate", "-1", "must be at least 0"),
        ("rebate", "1,234", "can be read as 1234 or as 1.234"),
        ("count", "2.5", "whole numbers only"),
        ("title", "x" * 41, "41 characters long"),
        ("due", "tomorrow", "is no time"),
    ],
)
def test_a_wrong_value_stays_with_its_sentence(
    bench: Bench, key: str, text: str, problem: str
) -> None:
    editor = bench.edit(key)
    widget = typed(editor, text)
    QTest.keyClick(widget, Qt.Key.Key_Return)
    assert bench.committed == []
    assert editor.isVisible()
    assert editor.bubble.isVisible()
    assert problem in editor.bubble.text()
    assert problem in widget.accessibleDescription()
    bubble, anchor = editor.bubble.geometry(), editor.geometry()
    assert not bubble.intersects(anchor)
    assert bench.window.rect().contains(bubble)
    assert bench.draft(key) is None or bench.draft(key) == text, "kept a moment later"
    QTest.keyClick(widget, Qt.Key.Key_Backspace)
    assert not editor.bubble.isVisible()


def test_going_elsewhere_gives_a_right_value_out_and_keeps_a_wrong_one(bench: Bench) -> None:
    editor = bench.edit("title")
    typed(editor, "Rack")
    bench.other.setFocus(Qt.FocusReason.MouseFocusReason)
    bench.qtbot.waitUntil(lambda: bench.committed == [("Rack", After.AWAY)])
    editor.close_cell(keep=False)
    wrong = bench.edit("rebate")
    typed(wrong, "much")
    bench.other.setFocus(Qt.FocusReason.MouseFocusReason)
    bench.qtbot.waitUntil(wrong.bubble.isVisible)
    assert len(bench.committed) == 1
    assert wrong.text() == "much"


def test_half_typed_text_is_offered_again_until_it_is_dropped(bench: Bench) -> None:
    editor = bench.edit("title")
    typed(editor, "Ra")
    editor.close_cell(keep=True)
    assert bench.draft("title") == "Ra"
    again = bench.edit("title")
    bench.qtbot.waitUntil(lambda: again.text() == "Ra")
    assert again.bubble.text() == "You typed this before; Esc drops it."
    QTest.keyClick(again.editor.widget, Qt.Key.Key_Escape)
    assert bench.left == [After.STAY]
    again.close_cell(keep=False)
    assert bench.draft("title") is None


def test_what_was_not_taken_can_be_typed_on(bench: Bench) -> None:
    editor = bench.edit("title")
    widget = typed(editor, "Rack")
    QTest.keyClick(widget, Qt.Key.Key_Return)
    editor.wait()
    QTest.keyClick(widget, Qt.Key.Key_Return)
    assert len(bench.committed) == 1, "a second Enter is no second act"
    editor.refuse("Name and Location exclude each other.")
    assert widget.hasFocus()
    assert editor.bubble.text() == "Name and Location exclude each other."
    QTest.keyClicks(widget, "s")
    QTest.keyClick(widget, Qt.Key.Key_Return)
    assert bench.committed[-1] == ("Racks", After.STAY)


def test_a_choice_is_made_by_keys_from_those_that_fit_the_other_fields(bench: Bench) -> None:
    editor = bench.edit("status")
    QTest.keyClick(editor.editor.widget, Qt.Key.Key_Down)
    QTest.keyClick(editor.editor.widget, Qt.Key.Key_Return)
    assert bench.committed == [("7", After.STAY)]


def test_a_name_typed_in_full_is_found_and_taken(bench: Bench) -> None:
    editor = bench.edit("buyer")
    widget = editor.editor.widget
    assert isinstance(widget, SuggestField)
    bench.qtbot.waitUntil(lambda: editor.text() == "Ines Duarte")
    widget.selectAll()
    QTest.keyClicks(widget, "northgate cycles")
    QTest.keyClick(widget, Qt.Key.Key_Return)
    bench.qtbot.waitUntil(lambda: bench.committed == [("c2", After.STAY)])


def test_several_lines_are_typed_with_shift(bench: Bench) -> None:
    editor = bench.edit("note")
    widget = editor.editor.widget
    assert isinstance(widget, QPlainTextEdit)
    assert "Shift+Enter" in editor.bubble.text()
    QTest.keyClicks(widget, "One")
    QTest.keyClick(widget, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(widget, "Two")
    QTest.keyClick(widget, Qt.Key.Key_Return)
    assert bench.committed == [("One\nTwo", After.STAY)]

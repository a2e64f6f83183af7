"""Cells of the list edited in place: every key, what cannot be edited, and what survives."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from orderdesk.domain.query import parse_query
from orderdesk.domain.shown import Mark, ShownRow, Sort
from orderdesk.ui.orders.columns import COLUMNS
from orderdesk.ui.orders.layout import ColumnLayout, TableLayout
from orderdesk.ui.staging.cell_editors import CellEditor
from tests.unit.ui.orders.conftest import List
from tests.unit.ui.orders.test_table_model import place_of

SHOWN = ("number", "state", "name", "items", "discount", "employee")
WORDS = Qt.ItemDataRole.AccessibleTextRole
NAME, DISCOUNT = place_of("name"), place_of("discount")


@pytest.fixture
def cells(listed: List) -> List:
    """Give the list with a few columns, at an order that can be edited."""
    others = [one.key for one in COLUMNS if one.key not in SHOWN]
    layouts = [ColumnLayout(key=key, width=120, shown=key in SHOWN) for key in (*SHOWN, *others)]
    listed.table.header.apply_layout(TableLayout(columns=layouts))
    listed.room.wait(listed.room.desk.staging.discard())
    listed.look_for("state:pending -expires:..now", Sort("number", descending=False))
    count = listed.page.model.rowCount()
    listed.qtbot.waitUntil(lambda: not any(listed.row(at).staged for at in range(count)))
    return listed


def go(cells: List, column: int, place: int = 1) -> ShownRow:
    """Make a cell the current one; return its row."""
    row = cells.row(place)
    cells.table.go_to(row.rowid)
    cells.table.go_to_cell(place, column)
    cells.table.setFocus()
    return row


def editor(cells: List) -> CellEditor:
    editing = cells.page.editing
    assert editing is not None
    cells.qtbot.waitUntil(lambda: editing.editor is not None, timeout=10_000)
    assert editing.editor is not None
    return editing.editor


def field(cells: List) -> QWidget:
    return editor(cells).editor.widget


def begin(cells: List) -> QLineEdit:
    cells.key(Qt.Key.Key_F2)
    line = field(cells)
    assert isinstance(line, QLineEdit)
    return line


def gone(cells: List) -> None:
    """Wait until no editor is left in the list."""
    viewport = cells.table.viewport()
    cells.qtbot.waitUntil(lambda: not viewport.findChildren(CellEditor), timeout=10_000)


def staged(cells: List, place: int = 1) -> tuple[str, ...]:
    return cells.row(place).staged


def said(cells: List, *parts: str) -> str:
    """Wait for a notice that has all these parts."""
    notices = cells.window.notices
    cells.settle()
    cells.qtbot.waitUntil(lambda: notices.text("said") != "", timeout=10_000)
    assert [part for part in parts if part not in notices.text("said")] == [], notices.text("said")
    return notices.text("said")


def test_enter_stages_what_is_typed_and_stays(cells: List) -> None:
    row = go(cells, NAME)
    line = begin(cells)
    assert line.text() == (row.name or "")
    QTest.keyClicks(line, "In place")
    QTest.keyClick(line, Qt.Key.Key_Return)
    cells.qtbot.waitUntil(lambda: staged(cells) == ("name",), timeout=10_000)
    gone(cells)
    index = cells.page.model.index(1, NAME)
    assert index.data() == "In place"
    was = row.name or "—"
    cells.qtbot.waitUntil(lambda: f"(staged; was {was})" in str(index.data(WORDS)), timeout=10_000)
    number = cells.page.model.index(1, 0)
    assert "staged, not sent" in str(number.data(WORDS))
    assert cells.row(1).mark is Mark.STAGED
    assert cells.table.hasFocus()
    assert cells.table.currentIndex() == index
    # Nothing has gone to the vendor.
    assert cells.room.control(f"orders/{row.vendor_id}")["order"]["Name"] == row.name
    # Put back to what it was, the change is gone.
    line = begin(cells)
    QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClicks(line, row.name or "")
    QTest.keyClick(line, Qt.Key.Key_Return)
    cells.qtbot.waitUntil(lambda: staged(cells) == (), timeout=10_000)


def test_tab_goes_to_the_next_cell_that_can_be_edited_and_back(cells: List) -> None:
    go(cells, NAME)
    line = begin(cells)
    QTest.keyClicks(line, "Tabbed")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    # The items are not edited in the list: the discount is next.
    assert cells.table.currentIndex().column() == DISCOUNT
    line = field(cells)
    assert line.accessibleName() == "Discount"
    QTest.keyClick(line, Qt.Key.Key_Backtab)
    assert cells.table.currentIndex().column() == NAME
    assert field(cells).accessibleName() != "Discount"
    cells.qtbot.waitUntil(lambda: staged(cells) == ("name",), timeout=10_000)
    QTest.keyClick(field(cells), Qt.Key.Key_Escape)
    gone(cells)
    assert cells.table.hasFocus()


def test_escape_keeps_nothing(cells: List) -> None:
    row = go(cells, NAME)
    line = begin(cells)
    QTest.keyClicks(line, "Not this")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    gone(cells)
    assert begin(cells).text() == (row.name or "")
    QTest.keyClick(field(cells), Qt.Key.Key_Escape)
    gone(cells)
    assert staged(cells) == ()


def test_what_cannot_be_taken_stays_open_with_a_sentence_under_it(cells: List) -> None:
    go(cells, DISCOUNT)
    line = begin(cells)
    QTest.keyClicks(line, "plenty")
    QTest.keyClick(line, Qt.Key.Key_Return)
    bubble = editor(cells).bubble
    assert "“plenty” is no number that can be sent" in bubble.text()
    assert bubble.isVisible()
    assert line.text() == "plenty"
    QTest.keyClick(line, Qt.Key.Key_Escape)
    gone(cells)


@pytest.mark.parametrize(
    ("query", "column", "parts"),
    [
        ("state:cancelled", "name", ("is cancelled", "Create a new order")),
        ("state:pending -expires:..now", "items", ("Items", "edit them in the order's detail")),
        ("state:pending -expires:..now", "state", ("State", "one of the order's actions")),
        ("state:pending -expires:..now", "number", ("cannot be edited",)),
    ],
)
def test_a_cell_that_cannot_be_edited_says_why(
    cells: List, query: str, column: str, parts: tuple[str, ...]
) -> None:
    cells.look_for(query)
    row = go(cells, place_of(column))
    cells.key(Qt.Key.Key_F2)
    text = said(cells, str(row.number), *parts)
    assert text.count(".") >= 2, text
    assert cells.page.editing is not None
    assert not cells.page.editing.busy


def test_the_menu_edits_too(cells: List) -> None:
    go(cells, NAME)
    action = cells.window.findChild(QAction, "edit_cell")
    assert isinstance(action, QAction)
    action.trigger()
    QTest.keyClick(field(cells), Qt.Key.Key_Escape)
    gone(cells)


def test_an_answer_for_a_cell_that_was_left_opens_nothing(cells: List) -> None:
    go(cells, NAME)
    cells.key(Qt.Key.Key_F2)
    cells.key(Qt.Key.Key_Down)
    cells.settle()
    assert cells.page.editing is not None
    assert cells.page.editing.editor is None


def test_the_editor_goes_with_its_row_and_keeps_what_is_typed(cells: List) -> None:
    cells.look_for("", Sort("name", descending=False))
    now = datetime.now(UTC)
    rows = [cells.row(at) for at in range(12)]
    at = next(
        at
        for at, one in enumerate(rows)
        if at > 3 and one.state == "pending" and (one.expires_at or now) > now
    )
    row = go(cells, NAME, place=at)
    line = begin(cells)
    QTest.keyClicks(line, "Half ty")
    other = cells.row(2)
    cells.at_the_vendor(other, Name="ZZZ while one types")
    button = cells.page.summary.apply_button
    cells.qtbot.waitUntil(lambda: button.text() == "1 change: apply", timeout=10_000)
    bar = cells.table.verticalScrollBar()
    bar.setValue(3)
    cell = cells.table.visualRect(cells.page.model.index(at, NAME))
    assert editor(cells).geometry().contains(cell.center())
    # Typing on, the row comes back into sight.
    bar.setValue(bar.maximum())
    assert not cells.table.viewport().rect().intersects(editor(cells).geometry())
    QTest.keyClicks(line, "ped")
    assert cells.table.viewport().rect().contains(editor(cells).geometry())
    cells.page.apply_changes()
    cells.qtbot.waitUntil(lambda: not button.isVisible(), timeout=10_000)
    assert (line.text(), editor(cells).cell.order_id) == ("Half typed", row.id)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    gone(cells)


def test_what_is_half_typed_is_kept_where_its_row_goes(cells: List) -> None:
    row = go(cells, DISCOUNT)
    line = begin(cells)
    QTest.keyClicks(line, "1,5x")
    cells.page.set_query(parse_query("state:cancelled"))
    said(cells, str(row.number), "is kept")
    gone(cells)
    cells.look_for("state:pending -expires:..now", Sort("number", descending=False))
    go(cells, DISCOUNT)
    line = begin(cells)
    cells.qtbot.waitUntil(lambda: line.text() == "1,5x", timeout=10_000)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    gone(cells)


def test_going_elsewhere_stages_it_too(cells: List) -> None:
    go(cells, NAME)
    QTest.keyClicks(begin(cells), "And on")
    other = cells.table.visualRect(cells.page.model.index(3, 0)).center()
    QTest.mouseClick(cells.table.viewport(), Qt.MouseButton.LeftButton, pos=other)
    cells.qtbot.waitUntil(lambda: staged(cells) == ("name",), timeout=10_000)
    gone(cells)
    assert cells.table.currentIndex().row() == 3


def test_who_types_elsewhere_meanwhile_gets_no_editor(cells: List) -> None:
    go(cells, NAME)
    cells.key(Qt.Key.Key_F2)
    cells.page.query_bar.focus_text()
    cells.settle()
    assert cells.page.editing is not None
    assert cells.page.editing.editor is None


def test_what_is_refused_when_it_is_staged_stays_as_typed(cells: List) -> None:
    row = go(cells, NAME, place=2)
    line = begin(cells)
    QTest.keyClicks(line, "Too late")
    cells.room.wait(cells.room.desk.orders.act(row.id, "cancel", {}))
    QTest.keyClick(line, Qt.Key.Key_Return)
    bubble = editor(cells).bubble
    cells.qtbot.waitUntil(lambda: "This order is cancelled" in bubble.text(), timeout=10_000)
    assert (line.text(), line.isEnabled(), line.hasFocus()) == ("Too late", True, True)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    gone(cells)

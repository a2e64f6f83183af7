"""The table paints by itself what Qt's own way would have shown, and nothing is lost by it."""

from array import array
from collections.abc import Callable, Generator

import pytest
from PySide6.QtCore import QEvent, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QFont, QHelpEvent, QImage, QPainter, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip
from pytestqt.qtbot import QtBot
from typing_extensions import override

from orderdesk.domain.shown import Mark
from orderdesk.ui.icons import Icons
from orderdesk.ui.orders.columns import COLUMNS
from orderdesk.ui.orders.layout import ColumnLayout, TableLayout
from orderdesk.ui.orders.lettering import Lettering
from orderdesk.ui.orders.table_model import Index, OrderTableModel
from orderdesk.ui.orders.table_view import OrderTable
from orderdesk.ui.theme import Appearance, Theme
from tests.unit.ui.orders.test_table_model import ZONE, place_of
from tests.unit.ui.rows import NOON, Shelf, row

NUMBER, STATE, CUSTOMER = place_of("number"), place_of("state"), place_of("customer")
LONG = "A name that is much longer than the column it stands in will ever be"
SHOWN = ("number", "state", "customer", "total")


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf(200)
    shelf.rows[2] = row(2, mark=Mark.ASKING, customer=LONG)
    shelf.rows[3] = row(3, state_derived=True)
    return shelf


@pytest.fixture
def table(qtbot: QtBot, light: Theme, icons: Icons, shelf: Shelf) -> OrderTable:
    light.set_appearance(Appearance.LIGHT)
    table = OrderTable(OrderTableModel(shelf, ZONE), light, icons)
    qtbot.addWidget(table)
    table.resize(620, 400)
    table.show()
    layouts = [ColumnLayout(key=one.key, width=150, shown=one.key in SHOWN) for one in COLUMNS]
    table.header.apply_layout(TableLayout(columns=layouts))
    table.show_rows(array("q", range(1, 101)))
    return table


def model_of(table: OrderTable) -> OrderTableModel:
    model = table.model()
    assert isinstance(model, OrderTableModel)
    return model


def picture(table: OrderTable) -> QImage:
    return table.viewport().grab().toImage()


def cell(table: OrderTable, place: int, column: int) -> QRect:
    return table.visualRect(table.model().index(place, column))


def ground(table: OrderTable, place: int) -> QColor:
    """Return the colour right inside the left edge of a row, below a ring."""
    rect = cell(table, place, CUSTOMER)
    return picture(table).pixelColor(rect.left() + 3, rect.top() + 3)


def inked(table: OrderTable, area: QRect) -> list[int]:
    """Return the columns of pixels in `area` that are not ground alone."""
    image = picture(table)
    plain = image.pixelColor(area.left() + 1, area.top() + 1)
    return [
        x
        for x in range(area.left(), area.right() + 1)
        if any(image.pixelColor(x, y) != plain for y in range(area.top(), area.bottom()))
    ]


def test_the_ground_says_what_is_selected_and_where_the_pointer_is(
    table: OrderTable, light: Theme
) -> None:
    assert ground(table, 0) == light.colour("sel")
    assert ground(table, 4) == light.colour("panel")
    QTest.mouseMove(table.viewport(), cell(table, 4, STATE).center())
    assert ground(table, 4) == light.colour("hover")
    QTest.mouseMove(table.viewport(), cell(table, 5, STATE).center())
    assert (ground(table, 4), ground(table, 5)) == (light.colour("panel"), light.colour("hover"))


def test_the_current_cell_has_a_ring_while_the_keys_go_there(
    qtbot: QtBot, table: OrderTable, light: Theme
) -> None:
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    QTest.keyClick(table, Qt.Key.Key_Right)
    rect = cell(table, 0, STATE)
    accent = light.colour("accent")
    corners = (rect.topLeft(), rect.topRight(), rect.bottomLeft(), rect.bottomRight())
    assert all(picture(table).pixelColor(corner) == accent for corner in corners)
    table.clearFocus()
    assert not any(picture(table).pixelColor(corner) == accent for corner in corners)


def test_a_part_is_painted_without_the_rest(table: OrderTable) -> None:
    third = cell(table, 2, NUMBER)
    assert [line.place for line in table.exposed(QRegion(0, third.top(), 9, 1))] == [2]
    both = QRegion(cell(table, 1, NUMBER)) + QRegion(cell(table, 7, NUMBER))
    assert [line.place for line in table.exposed(both)] == [1, 7]
    table.show_rows(array("q", [1, 2]))
    assert [line.place for line in table.exposed(QRegion(table.viewport().rect()))] == [0, 1]


def test_scrolling_moves_what_stays_in_sight(table: OrderTable) -> None:
    table.verticalScrollBar().setValue(3)
    moved = picture(table)
    table.viewport().update()
    assert picture(table) == moved
    table.verticalScrollBar().setValue(0)
    table.horizontalScrollBar().setValue(37)
    assert inked(table, cell(table, 1, STATE))


def test_what_has_no_room_is_cut_off_inside_its_cell(table: OrderTable, shelf: Shelf) -> None:
    rect = cell(table, 1, CUSTOMER)
    edges = inked(table, rect)
    assert rect.left() + 8 < edges[0]
    assert edges[-1] < rect.right() - 8
    assert edges[-1] > rect.right() - 30


def test_a_mark_stands_at_the_end_of_the_number(table: OrderTable) -> None:
    rect = cell(table, 1, NUMBER)
    assert max(inked(table, rect)) > rect.right() - 14
    assert max(inked(table, cell(table, 3, NUMBER))) < rect.center().x()


def test_from_right_to_left_everything_is_mirrored(table: OrderTable) -> None:
    table.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    number, state = cell(table, 1, NUMBER), cell(table, 1, STATE)
    assert number.left() > state.left()
    assert min(inked(table, number)) < number.left() + 14
    assert max(inked(table, number)) > number.right() - 12
    assert min(inked(table, state)) > state.left() + 30
    assert max(inked(table, state)) > state.right() - 12
    total = cell(table, 1, place_of("total"))
    assert min(inked(table, total)) < total.left() + 12


def test_assistive_technology_is_given_every_cell(table: OrderTable) -> None:
    spoken = QAccessible.queryAccessibleInterface(table)
    children = map(spoken.child, range(3 * (len(COLUMNS) + 1)))
    said = {child.text(QAccessible.Text.Name) for child in filter(None, children)}
    assert {"Number: N-2, needs your decision", f"Customer: {LONG}"} <= said


def colours(table: OrderTable, area: QRect) -> set[int]:
    image = picture(table)
    return {
        image.pixel(x, y)
        for x in range(area.left(), area.right() + 1)
        for y in range(area.top(), area.bottom())
    }


@pytest.mark.parametrize("ground", ["panel", "sel", "hover"])
@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_what_is_staged_has_a_tint_and_a_corner(
    table: OrderTable, shelf: Shelf, light: Theme, ground: str, appearance: Appearance
) -> None:
    light.set_appearance(appearance)
    shelf.rows[5] = row(5, staged=("customer", "vendor_state"), mark=Mark.STAGED)
    model_of(table).refresh()
    if ground == "sel":
        table.go_to(5)
    elif ground == "hover":
        # From elsewhere: a pointer that is there already moves nowhere.
        QTest.mouseMove(table.viewport(), cell(table, 7, STATE).center())
        QTest.mouseMove(table.viewport(), cell(table, 4, STATE).center())
    for column in (CUSTOMER, STATE):
        rect, image = cell(table, 4, column), picture(table)
        assert image.pixelColor(rect.left() + 3, rect.bottom() - 3) == light.colour("stage")
        assert image.pixelColor(rect.right() - 1, rect.top() + 1) == light.colour("stage_line")
    rect = cell(table, 4, place_of("total"))
    assert picture(table).pixelColor(rect.left() + 3, rect.top() + 4) == light.colour(ground)
    # The ring of the current cell goes over the corner.
    table.setCurrentIndex(table.model().index(4, CUSTOMER))
    table.setFocus()
    assert picture(table).pixelColor(cell(table, 4, CUSTOMER).topLeft()) == light.colour("accent")


def test_from_right_to_left_the_corner_is_on_the_other_side(
    table: OrderTable, shelf: Shelf, light: Theme
) -> None:
    shelf.rows[5] = row(5, staged=("customer",))
    model_of(table).refresh()
    table.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    rect, image = cell(table, 4, CUSTOMER), picture(table)
    assert image.pixelColor(rect.left() + 1, rect.top() + 1) == light.colour("stage_line")
    assert image.pixelColor(rect.right() - 1, rect.top() + 1) == light.colour("stage")


def test_a_row_that_is_only_still_there_is_dimmed_and_has_a_sign(
    table: OrderTable, shelf: Shelf, light: Theme
) -> None:
    shelf.rows[5] = row(5, expires_at=NOON)
    model_of(table).refresh()
    number = cell(table, 4, NUMBER)
    before = colours(table, cell(table, 4, CUSTOMER))
    assert light.colour("text").rgb() in before
    assert max(inked(table, number)) < number.center().x()
    model_of(table).hold(lambda rowid: rowid != 5)
    after = colours(table, cell(table, 4, CUSTOMER))
    assert light.colour("text").rgb() not in after
    assert light.colour("muted").rgb() in after
    assert max(inked(table, number)) > number.right() - 26
    model_of(table).hold(None)
    assert colours(table, cell(table, 4, CUSTOMER)) == before


def tip_of(table: OrderTable, place: int, column: int) -> str:
    """Return what the pointer is told at a cell."""
    middle = cell(table, place, column).center()
    event = QHelpEvent(QEvent.Type.ToolTip, middle, table.viewport().mapToGlobal(middle))
    QToolTip.hideText()
    QApplication.sendEvent(table.viewport(), event)
    return QToolTip.text()


def test_tips_say_what_was_and_why_a_row_is_dimmed(table: OrderTable, shelf: Shelf) -> None:
    model = model_of(table)
    shelf.rows[5] = row(5, staged=("customer", "total"))
    model.refresh()
    assert tip_of(table, 5, CUSTOMER) == ""
    assert "Staged, not sent." in tip_of(table, 4, CUSTOMER)
    olds = {("north:5", "customer"): "<b>Ines</b>", ("north:5", "total"): ""}
    model.tell_old(lambda order_id, name: olds.get((order_id, name)), ["north:5"])
    assert "Staged, not sent: &lt;b&gt;Ines&lt;/b&gt; → Ada Hale" in tip_of(table, 4, CUSTOMER)
    assert "Staged, not sent: — → £1,204.50" in tip_of(table, 4, place_of("total"))
    said = str(model.index(4, CUSTOMER).data(Qt.ItemDataRole.AccessibleTextRole))
    assert said == "Customer: Ada Hale (staged; was <b>Ines</b>)"
    model.mark_left(frozenset({3}))
    assert "no longer what the filter asks for" in tip_of(table, 2, CUSTOMER)


class Editable(OrderTableModel):
    """Lets its cells be edited."""

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable


def test_an_editor_opens_where_its_cell_is(
    qtbot: QtBot, light: Theme, icons: Icons, shelf: Shelf
) -> None:
    table = OrderTable(Editable(shelf, ZONE), light, icons)
    qtbot.addWidget(table)
    table.resize(620, 400)
    table.show()
    table.show_rows(array("q", range(1, 101)))
    table.verticalScrollBar().setValue(2)
    index = table.model().index(4, CUSTOMER)
    table.edit(index)
    editor = table.viewport().findChild(QLineEdit)
    assert editor is not None
    assert editor.geometry() == table.visualRect(index)


def drawn(font: QFont, ratio: float, write: Callable[[QPainter], object]) -> QImage:
    image = QImage(round(220 * ratio), round(60 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(font)
    write(painter)
    painter.end()
    return image


@pytest.mark.parametrize("weight", [QFont.Weight.Normal, QFont.Weight.DemiBold])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("height", [31, 32, 45])
def test_letters_alone_stand_where_a_layout_puts_them(
    theme: Theme, weight: QFont.Weight, ratio: float, height: int
) -> None:
    font, text = theme.font(weight=weight, figures=True), "AVAVA To. ÄÖÜ 1,204.50"
    letters = Lettering(font)
    area, middle = QRect(7, 3, 200, height), int(Qt.AlignmentFlag.AlignVCenter)
    base = QPointF(7, 3 + letters.baseline(height))
    if not letters.fits(text, 200):
        pytest.skip("this system's font has no place of its own for each of these letters")
    alone = drawn(font, ratio, lambda painter: painter.drawText(base, text))
    # A font whose height is no whole number of pixels may be laid out one higher or lower.
    places = [area.translated(0, by) for by in (0, -1, 1)]
    laid_out = [
        drawn(font, ratio, lambda painter, at=place: painter.drawText(at, middle, text))
        for place in places
    ]
    assert alone in laid_out


@pytest.mark.parametrize("text", ["two\nlines", "a\ttab", "שלום", "مرحبا", "Z\u0301", "\u202eback"])
def test_what_is_not_letter_beside_letter_gets_a_layout(theme: Theme, text: str) -> None:
    assert not Lettering(theme.font()).fits(text, 1_000)


@pytest.mark.parametrize("modifiers", ["Shift", "Ctrl+Shift"])
def test_shift_selects_to_the_ends(table: OrderTable, modifiers: str) -> None:
    held = Qt.KeyboardModifier.ShiftModifier
    if modifiers != "Shift":
        held |= Qt.KeyboardModifier.ControlModifier
    table.step(40)
    QTest.keyClick(table, Qt.Key.Key_End, held)
    assert (table.selected_count(), table.currentIndex().row()) == (60, 99)
    QTest.keyClick(table, Qt.Key.Key_Home, held)
    assert list(table.selected_rowids()) == list(range(1, 42))
    assert table.currentIndex().column() == NUMBER


@pytest.fixture(params=[False, True], ids=["nobody listens", "a screen reader listens"])
def listening(request: pytest.FixtureRequest) -> Generator[bool]:
    QAccessible.setActive(request.param)
    yield request.param
    QAccessible.setActive(False)


def test_a_million_rows_are_selected_as_one_range(table: OrderTable, listening: bool) -> None:
    """Told cell by cell to who listens, as Qt would, this would end in the test's time-out."""
    assert QAccessible.isActive() == listening
    table.show_rows(array("q", range(1, 1_000_001)))
    table.selectAll()
    assert table.selectionModel().selection().count() == 1
    assert len(table.selected_rowids()) == table.selected_count() == 1_000_000
    table.step(1)
    assert list(table.selected_rowids()) == [2]

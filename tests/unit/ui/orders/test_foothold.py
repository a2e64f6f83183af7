"""Long lists taken over at once: the user stands where he stood, whatever comes and goes."""

from array import array

import pytest
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from orderdesk.store.relisting import relisting
from orderdesk.ui.icons import Icons
from orderdesk.ui.orders.layout import TableLayout
from orderdesk.ui.orders.table_model import LONG, OrderTableModel
from orderdesk.ui.orders.table_view import OrderTable
from orderdesk.ui.theme import Theme
from tests.unit.ui.orders.test_table_model import ZONE
from tests.unit.ui.rows import Shelf

MANY = 3 * LONG
FLAGS = QItemSelectionModel.SelectionFlag


@pytest.fixture
def table(qtbot: QtBot, theme: Theme, icons: Icons) -> OrderTable:
    table = OrderTable(OrderTableModel(Shelf(2 * MANY), ZONE), theme, icons)
    qtbot.addWidget(table)
    table.resize(1300, 400)
    table.show()
    table.header.apply_layout(TableLayout())
    relist(table, ids(1, MANY))
    table.setFocus()
    return table


def ids(first: int, last: int) -> "array[int]":
    return array("q", range(first, last + 1))


def model_of(table: OrderTable) -> OrderTableModel:
    model = table.model()
    assert isinstance(model, OrderTableModel)
    return model


def relist(table: OrderTable, rowids: "array[int]", *, anew: bool = False) -> None:
    table.relist(relisting(table.standing(), rowids), anew=anew)


def top(table: OrderTable) -> tuple[int, int]:
    place = table.rowAt(0)
    return model_of(table).rowids()[place], table.rowViewportPosition(place)


def chosen(table: OrderTable) -> list[int]:
    rowids = model_of(table).rowids()
    ranges = table.selectionModel().selection()
    places = [(ranges.at(at).top(), ranges.at(at).bottom()) for at in range(ranges.count())]
    return sorted(rowid for first, last in places for rowid in rowids[first : last + 1])


def current(table: OrderTable) -> int | None:
    row = table.current_row()
    return row.rowid if row else None


def test_rows_that_come_and_go_above_move_nothing_on_the_screen(table: OrderTable) -> None:
    table.go_to(MANY // 2)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    before, stood = top(table), chosen(table)
    kept = QPersistentModelIndex(model_of(table).index(MANY // 2, 0))
    told, counted = QSignalSpy(table.current_changed), QSignalSpy(table.selection_changed)
    afresh = QSignalSpy(model_of(table).modelReset)
    for rowids in (
        ids(MANY + 1, MANY + 500) + ids(1, MANY),
        ids(MANY + 1, MANY + 500) + ids(1, 40) + ids(90, MANY),
        ids(90, MANY),
    ):
        relist(table, rowids)
        assert top(table) == before
        assert chosen(table) == stood
        assert current(table) == MANY // 2 + 1
        assert kept.data() == f"N-{MANY // 2 + 1}"
    assert told.count() == counted.count() == afresh.count() == 0


def test_the_end_stays_the_end_to_the_pixel(table: OrderTable) -> None:
    QTest.keyClick(table, Qt.Key.Key_End)
    before = top(table)
    relist(table, ids(MANY + 1, MANY + 7) + ids(1, MANY))
    assert top(table) == before
    assert current(table) == MANY


def test_rows_that_come_below_the_end_move_nothing_either(table: OrderTable) -> None:
    table.resize(1300, 411)
    QTest.keyClick(table, Qt.Key.Key_End)
    before = top(table)
    assert before[1] < 0
    for last in (MANY + 5, MANY + 9):
        relist(table, ids(1, last))
        assert top(table) == before


def test_another_question_starts_at_the_top_and_finds_its_order_again(table: OrderTable) -> None:
    table.go_to(MANY // 2)
    told = QSignalSpy(table.current_changed)
    turned = array("q", reversed(ids(1, MANY)))
    table.show_rows(turned[:128], anew=True, complete=False)
    assert top(table)[0] == MANY
    assert current(table) is None
    relist(table, turned)
    assert top(table)[0] == MANY
    assert current(table) == MANY // 2
    assert chosen(table) == [MANY // 2]
    assert told.count() == 0


def test_its_order_is_found_again_in_a_short_answer_too(table: OrderTable) -> None:
    table.go_to(400)
    table.show_rows(ids(1, 128), anew=True, complete=False)
    assert current(table) is None
    table.show_rows(ids(1, 500))
    assert (current(table), chosen(table), top(table)[0]) == (400, [400], 1)


def test_who_goes_on_among_the_first_rows_stays_there(table: OrderTable) -> None:
    table.go_to(MANY // 2)
    turned = array("q", reversed(ids(1, MANY)))
    table.show_rows(turned[:128], anew=True, complete=False)
    QTest.keyClick(table, Qt.Key.Key_Down)
    went = current(table)
    assert went in turned[:128]
    relist(table, turned)
    assert current(table) == went
    assert chosen(table) == [went]


def test_all_are_still_chosen_in_another_order(table: OrderTable) -> None:
    table.selectAll()
    turned = array("q", reversed(ids(1, MANY + 3)))
    table.show_rows(turned[:128], anew=True, complete=False)
    relist(table, turned)
    assert chosen(table) == list(ids(1, MANY))


def test_an_order_that_the_answer_lacks_gives_way_to_the_first(table: OrderTable) -> None:
    table.go_to(5)
    table.show_rows(ids(100, 227), anew=True, complete=False)
    relist(table, ids(100, MANY))
    assert current(table) == 100


def test_what_comes_is_not_chosen_by_itself(table: OrderTable) -> None:
    table.selectAll()
    counted = QSignalSpy(table.selection_changed)
    relist(table, ids(MANY + 1, MANY + 9) + ids(1, 70) + ids(MANY + 10, MANY + 19) + ids(71, MANY))
    assert chosen(table) == list(ids(1, MANY))
    assert counted.count() == 0
    last = model_of(table).columnCount() - 1
    table.clearSelection()
    model = model_of(table)
    for first in (0, 50, 4_000):
        part = table.selectionModel().selection()
        part.select(model.index(first, 0), model.index(first + 20, last))
        table.selectionModel().select(part, FLAGS.Select)
    stood = chosen(table)
    relist(table, ids(1, MANY))
    assert chosen(table) == [rowid for rowid in stood if rowid <= MANY]


def test_the_next_order_takes_the_place_of_one_that_went(table: OrderTable) -> None:
    table.go_to(MANY // 2)
    told = QSignalSpy(table.current_changed)
    relist(table, ids(1, MANY // 2 - 1) + ids(MANY // 2 + 3, MANY))
    assert current(table) == MANY // 2 + 3
    assert told.count() == 1


def test_what_was_chosen_meanwhile_is_followed_too(table: OrderTable) -> None:
    prepared = relisting(table.standing(), ids(MANY + 1, MANY + 30) + ids(1, MANY))
    table.go_to(700)
    table.relist(prepared)
    assert chosen(table) == [700]
    assert current(table) == 700


def test_touched_rows_stay_and_are_marked(table: OrderTable) -> None:
    prepared = relisting(table.standing([5]), ids(1, 4) + ids(6, MANY))
    table.relist(prepared)
    model = model_of(table)
    assert model.rowids() == ids(1, MANY)
    assert [model.is_left(rowid) for rowid in (4, 5, 6)] == [False, True, False]

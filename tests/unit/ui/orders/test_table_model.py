"""The orders model: exact signals, pages of rows, and no orders held."""

from array import array
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QSignalSpy

from orderdesk.domain.relisting import Standing
from orderdesk.domain.shown import Mark
from orderdesk.store.relisting import relisting
from orderdesk.ui.orders.columns import COLUMNS
from orderdesk.ui.orders.table_model import LEFT_ROLE, ROW_ROLE, OrderTableModel
from tests.unit.ui.models import watched
from tests.unit.ui.rows import Shelf, row

ZONE = ZoneInfo("Europe/London")


def ids(*values: int) -> "array[int]":
    return array("q", values)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(500)


@pytest.fixture
def model(qapp: object, shelf: Shelf) -> OrderTableModel:
    return OrderTableModel(shelf, ZONE)


def place_of(key: str) -> int:
    return next(index for index, one in enumerate(COLUMNS) if one.key == key)


def test_is_a_sound_model(model: OrderTableModel) -> None:
    with watched(model):
        model.show(array("q", range(1, 200)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ids(1, 2, 3), ids(1, 3)),
        (ids(1, 2, 3), ids(0, 1, 2, 3, 4)),
        (ids(1, 2, 3, 4), ids(4, 2, 3, 1)),
        (ids(1, 2, 3, 4, 5), ids(9, 5, 4, 8, 1)),
        (ids(1, 2), ids()),
        (ids(), ids(1, 2)),
        (ids(1, 2), ids(3, 4)),
    ],
)
def test_every_change_leaves_a_consistent_model(
    model: OrderTableModel, old: "array[int]", new: "array[int]"
) -> None:
    with watched(model):
        model.show(old)
        model.show(new)
    assert model.rowids() == new
    assert [model.index(at, 0).data() for at in range(model.rowCount())] == [
        f"N-{rowid}" if 1 <= rowid <= 500 else "…" for rowid in new
    ]


@pytest.mark.parametrize(
    "new", [ids(9, 3, 1, 2), ids(3, 1), ids(1, 2, 3, 4, 5), ids(4, 5, 6), ids()]
)
def test_a_prepared_list_leaves_a_consistent_model(
    model: OrderTableModel, new: "array[int]"
) -> None:
    model.show(ids(1, 2, 3))
    kept = QPersistentModelIndex(model.index(2, 0))
    afresh = QSignalSpy(model.modelReset)
    with watched(model):
        model.relist(relisting(Standing(model.rowids()), new))
    assert model.rowids() == new
    assert [model.place(rowid) for rowid in (*new, 77)] == [*range(len(new)), None]
    assert (kept.data() == "N-3") if 3 in new else not kept.isValid()
    assert afresh.count() == 0


def test_rows_out_of_sight_are_read_when_they_come_into_sight_again(
    model: OrderTableModel, shelf: Shelf
) -> None:
    model.show(array("q", range(1, 501)))
    for place in (0, 100, 400):
        assert model.row(place) is not None
    shelf.asked.clear()
    model.refresh(sight=(90, 110))
    assert [set(asked) for asked in shelf.asked] == [set(range(91, 112))]
    assert model.row(400) is not None
    assert len(shelf.asked) == 2


def test_tells_exactly_what_went_and_came(model: OrderTableModel) -> None:
    model.show(ids(1, 2, 3, 4, 5))
    removed, inserted = QSignalSpy(model.rowsRemoved), QSignalSpy(model.rowsInserted)
    reset, moved = QSignalSpy(model.modelReset), QSignalSpy(model.layoutChanged)
    assert model.show(ids(1, 4, 5, 6, 7))
    assert [removed.at(at)[1:] for at in range(removed.count())] == [[1, 2]]
    assert [inserted.at(at)[1:] for at in range(inserted.count())] == [[3, 4]]
    assert reset.count() == 0
    assert moved.count() == 0


def test_same_rows_tell_nothing(model: OrderTableModel) -> None:
    model.show(ids(1, 2, 3))
    spies = [
        QSignalSpy(signal)
        for signal in (model.rowsRemoved, model.rowsInserted, model.modelReset, model.layoutChanged)
    ]
    assert model.show(ids(1, 2, 3))
    assert [spy.count() for spy in spies] == [0, 0, 0, 0]


def test_persistent_indexes_follow_their_rows(model: OrderTableModel) -> None:
    model.show(ids(1, 2, 3, 4))
    kept = QPersistentModelIndex(model.index(2, 0))
    model.show(ids(4, 3, 2, 1, 9))
    assert kept.data() == "N-3"
    model.show(ids(4, 2))
    assert not kept.isValid()


def test_selection_survives_rows_that_come_and_go(model: OrderTableModel) -> None:
    model.show(ids(1, 2, 3, 4))
    chosen = QItemSelectionModel(model)
    flags = QItemSelectionModel.SelectionFlag
    chosen.select(model.index(2, 0), flags.Select | flags.Rows)
    model.show(ids(8, 1, 3, 4, 9))
    assert [index.data() for index in chosen.selectedRows()] == ["N-3"]


def test_what_is_too_different_starts_afresh(model: OrderTableModel) -> None:
    model.show(array("q", range(1, 500)))
    reset = QSignalSpy(model.modelReset)
    assert not model.show(array("q", range(1, 500, 2)))
    assert reset.count() == 1


def test_reads_pages_and_forgets_the_first(model: OrderTableModel, shelf: Shelf) -> None:
    model.show(array("q", range(1, 501)))
    for place in range(500):
        assert model.row(place) is not None
    assert all(len(asked) <= 64 for asked in shelf.asked)
    assert len(shelf.asked) == 8


def test_asks_for_rows_that_are_not_there_at_once(model: OrderTableModel, shelf: Shelf) -> None:
    shelf.closed = True
    wanted = QSignalSpy(model.wanted)
    model.show(ids(1, 2))
    assert model.index(0, 0).data() == "…"
    assert model.index(0, 0).data(ROW_ROLE) is None
    assert [wanted.at(at) for at in range(wanted.count())] == [[[1, 2]]]
    changed = QSignalSpy(model.dataChanged)
    model.take([row(2), row(1)])
    assert model.index(0, 0).data() == "N-1"
    assert changed.count() == 1


def test_refresh_tells_only_rows_that_differ(model: OrderTableModel, shelf: Shelf) -> None:
    model.show(ids(1, 2, 3))
    assert model.row(0) is not None
    shelf.rows[2] = row(2, mark=Mark.SENDING)
    changed = QSignalSpy(model.dataChanged)
    model.refresh(["north:1", "north:2"])
    first, last = changed.at(0)[:2]
    assert isinstance(first, QModelIndex)
    assert isinstance(last, QModelIndex)
    assert (first.row(), last.row(), last.column()) == (1, 1, len(COLUMNS) - 1)
    assert changed.count() == 1


def test_refresh_of_all_asks_when_rows_are_not_there_at_once(
    model: OrderTableModel, shelf: Shelf
) -> None:
    model.show(ids(1, 2))
    assert model.row(0) is not None
    shelf.closed = True
    wanted = QSignalSpy(model.wanted)
    model.refresh()
    assert wanted.at(0) == [[1, 2]]
    assert model.index(0, 0).data() == "N-1"


def test_tick_tells_the_countdown_only(model: OrderTableModel) -> None:
    model.show(ids(1, 2, 3))
    changed = QSignalSpy(model.dataChanged)
    model.tick()
    first, last = changed.at(0)[:2]
    assert isinstance(first, QModelIndex)
    assert isinstance(last, QModelIndex)
    assert (first.row(), last.row()) == (0, 2)
    assert first.column() == last.column() == place_of("expires")


def test_reads_out_what_a_cell_shows(model: OrderTableModel, shelf: Shelf) -> None:
    shelf.rows[1] = row(1, mark=Mark.WAITING, state_derived=True)
    shelf.rows[2] = row(2, state=None, vendor_state="Send to Printer", customer=None)
    model.show(ids(1, 2))
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0, place_of("number")).data(role) == "Number: N-1, waiting to be sent"
    said = model.index(0, place_of("state")).data(role)
    assert said == "State: Pending, worked out here, not the vendor's own state"
    assert model.index(1, place_of("state")).data(role) == "State: Send to Printer"
    assert model.index(1, place_of("customer")).data(role) == "Customer: c1"
    assert model.index(0, place_of("payment")).data(role) == "Payment: Not known"
    for place in range(len(COLUMNS)):
        assert model.index(0, place).data(role)


def test_header_names_every_column(model: OrderTableModel) -> None:
    horizontal = Qt.Orientation.Horizontal
    titles = [model.headerData(at, horizontal) for at in range(model.columnCount())]
    assert all(titles)
    assert len(set(titles)) == len(COLUMNS)


def test_numbers_stand_at_the_right(model: OrderTableModel) -> None:
    model.show(ids(1))
    role = Qt.ItemDataRole.TextAlignmentRole
    right = {
        one.key
        for at, one in enumerate(COLUMNS)
        if Qt.AlignmentFlag.AlignRight in Qt.AlignmentFlag(model.index(0, at).data(role))
    }
    assert right == {"items", "total", "discount"}


def test_what_waits_marks_the_rows_that_will_go(model: OrderTableModel) -> None:
    model.show(ids(1, 2, 3, 4))
    assert [model.row(at) is not None for at in range(4)] == [True] * 4
    changed = QSignalSpy(model.dataChanged)
    with watched(model):
        model.hold({1, 2, 4}.__contains__)
        assert [model.index(at, 0).data(LEFT_ROLE) for at in range(4)] == [
            False,
            False,
            True,
            False,
        ]
        model.hold({1, 2, 3}.__contains__)
        assert [model.index(at, 0).data(LEFT_ROLE) for at in range(4)] == [
            False,
            False,
            False,
            True,
        ]
        model.hold(None)
        model.show(ids(4, 1, 2))
    assert changed.count() == 3
    assert [model.index(at, 0).data() for at in range(3)] == ["N-4", "N-1", "N-2"]

"""The model tells exactly what changed, so that whoever shows it keeps the user's place."""

from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QSignalSpy

from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.ui.activity.log import Activity
from orderdesk.ui.activity.model import ACTIVITY_ROLE, COLUMNS, ActivityModel
from tests.unit.domain.invented import create, edit, order
from tests.unit.services.quillworks import DESCRIPTION
from tests.unit.ui.models import watched
from tests.unit.ui.rows import row

ORDER = order("1", number="Q-1", title="Quills")


def activity(seq: int, state: CommandState = CommandState.WAITING, **more: object) -> Activity:
    entry = OutboxEntry(seq=seq, command=edit(f"c{seq}", ORDER, title="Ink"), state=state)
    return Activity(entry.model_copy(update=more), row(seq, vendor=DESCRIPTION.vendor))


def listed(*numbers: int) -> list[Activity]:
    return [activity(number) for number in numbers]


def ids(model: ActivityModel) -> list[str]:
    return [one.id for place in range(model.rowCount()) if (one := model.row(place))]


@pytest.fixture
def model() -> ActivityModel:
    return ActivityModel(ZoneInfo("Europe/London"), (DESCRIPTION,))


STORIES: list[tuple[list[int], list[int]]] = [
    ([], [3, 2, 1]),
    ([3, 2, 1], [4, 3, 2, 1]),
    ([3, 2, 1], [3, 1]),
    ([5, 3, 1], [6, 5, 4, 3, 2]),
    ([3, 2, 1], [6, 5, 4]),
    ([3, 2, 1], []),
]


@pytest.mark.parametrize(("before", "after"), STORIES)
def test_it_is_a_sound_model_that_shows_what_it_is_given(
    model: ActivityModel, before: list[int], after: list[int]
) -> None:
    with watched(model):
        model.show_rows(listed(*before))
        model.show_rows(listed(*after))
        assert ids(model) == [f"c{number}" for number in after]


def test_what_stays_keeps_its_index(model: ActivityModel) -> None:
    model.show_rows(listed(3, 2, 1))
    kept = QPersistentModelIndex(model.index(1, 0))
    reset = QSignalSpy(model.modelReset)
    model.show_rows(listed(5, 4, 2))
    assert (kept.row(), reset.count()) == (2, 0)


def test_only_what_changed_is_told(model: ActivityModel) -> None:
    model.show_rows(listed(3, 2, 1))
    changed = QSignalSpy(model.dataChanged)
    inserted, removed = QSignalSpy(model.rowsInserted), QSignalSpy(model.rowsRemoved)
    model.show_rows([activity(3), activity(2, CommandState.DONE), activity(1)])
    assert [changed.at(0)[0].row(), changed.count()] == [1, 1]
    assert (inserted.count(), removed.count()) == (0, 0)
    model.show_rows([activity(3), activity(2, CommandState.DONE), activity(1)])
    assert changed.count() == 1


def test_every_cell_has_words_for_a_screen_reader(model: ActivityModel) -> None:
    model.show_rows([activity(1, CommandState.REJECTED, reason="No.", request_id="r-1")])
    spoken = [
        model.data(model.index(0, column), Qt.ItemDataRole.AccessibleTextRole)
        for column in range(len(COLUMNS))
    ]
    assert spoken[1:] == [
        "Order: N-1 · Ada Hale",
        "Action: Edit",
        "Outcome: Rejected by the vendor",
        "Why: No.",
        "Request id: r-1",
    ]
    assert str(spoken[0]).startswith("Asked: ")


def test_vendors_words_are_no_markup_in_a_tool_tip(model: ActivityModel) -> None:
    model.show_rows([activity(1, CommandState.REJECTED, reason="<b>No</b>")])
    tip = model.data(model.index(0, 4), Qt.ItemDataRole.ToolTipRole)
    assert "<b>No" not in str(tip)
    assert "&lt;b&gt;No" in str(tip)


def test_a_new_order_without_a_row_is_called_so(model: ActivityModel) -> None:
    entry = OutboxEntry(seq=1, command=create("n1", title="Quills"), state=CommandState.FAILED)
    model.show_rows([Activity(entry, None)])
    assert model.data(model.index(0, 1)) == "New order"
    assert model.data(model.index(0, 2)) == "New order"


def test_columns_have_titles_and_nothing_else_is_there(model: ActivityModel) -> None:
    horizontal = Qt.Orientation.Horizontal
    assert all(model.headerData(place, horizontal) for place in range(model.columnCount()))
    assert model.headerData(len(COLUMNS), horizontal) is None
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.data(model.index(0, 0)) is None
    model.show_rows(listed(1))
    assert model.data(model.index(0, 0), ACTIVITY_ROLE) == activity(1)
    assert model.place_of("c1") == 0
    assert model.place_of("c9") is None

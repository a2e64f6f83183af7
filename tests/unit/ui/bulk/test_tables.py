"""The table of a plan or a ledger, its tabs, and its words."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from orderdesk.domain.bulk import FORECAST_LABELS, Forecast
from orderdesk.domain.ledger import OUTCOME_LABELS, LedgerRow, Outcome, Progress, Run, RunState
from orderdesk.ui.bulk.filter_tabs import FilterTabs
from orderdesk.ui.bulk.ledger_dialog import COLUMNS, line_of
from orderdesk.ui.bulk.table import LinesTable
from orderdesk.ui.bulk.words import head_of, outcome_badge, progress_text
from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Appearance, Theme
from tests.unit.ui.models import watched

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def _row(
    place: int, outcome: Outcome = Outcome.DONE, *, reason: str = "", words: str = ""
) -> LedgerRow:
    return LedgerRow(
        place=place,
        order_id=f"main:{place}",
        number=f"{4000 + place}",
        customer="Ada <b>Hale</b>",
        connection="Main",
        action="cancel",
        outcome=outcome,
        reason=reason,
        words=words,
    )


@pytest.fixture
def table(qtbot: QtBot, light: Theme, icons: Icons) -> LinesTable:
    found = LinesTable(COLUMNS, light, icons)
    found.resize(800, 300)
    qtbot.addWidget(found)
    found.show()
    return found


def test_rows_keep_their_places_while_what_became_of_them_changes(table: LinesTable) -> None:
    lines = [line_of(_row(place, Outcome.WAITING)) for place in range(5)]
    changed = QSignalSpy(table.lines.dataChanged)
    with watched(table.lines):
        table.show_lines(lines)
        table.selectRow(3)
        table.show_lines([*lines[:2], line_of(_row(2)), *lines[3:]])
        assert [changed.at(at)[0].row() for at in range(changed.count())] == [2]
        assert table.current() == lines[3]
        table.show_lines(lines[2:])
        assert table.current() == lines[3]
        table.show_lines([])
        assert table.current() is None


def test_cells_say_what_they_are_and_show_markup_as_text(table: LinesTable) -> None:
    table.show_lines([line_of(_row(1, Outcome.FAILED, words="No & never", reason="Refused."))])
    index = table.lines.index(0, 2)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Outcome: Failed"
    assert table.lines.index(0, 3).data() == "Refused. “No & never”"
    assert "&lt;b&gt;" in str(table.lines.index(0, 1).data(Qt.ItemDataRole.ToolTipRole))
    assert table.lines.headerData(3, Qt.Orientation.Horizontal) == "Why"


def test_enter_opens_the_current_order(table: LinesTable) -> None:
    opened = QSignalSpy(table.opened)
    lines = [line_of(_row(place)) for place in range(3)]
    table.show_lines(lines)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.at(0) == [lines[1]]
    assert opened.count() == 1


def test_badges_are_painted_in_both_looks(table: LinesTable, light: Theme) -> None:
    table.show_lines([line_of(_row(place, one)) for place, one in enumerate(Outcome)])
    pictures: list[QImage] = []
    for appearance in (Appearance.LIGHT, Appearance.DARK):
        light.set_appearance(appearance)
        pictures.append(table.grab().toImage())
    assert pictures[0] != pictures[1]


def test_only_what_there_is_has_a_tab_and_the_chosen_one_stays(qtbot: QtBot) -> None:
    tabs = FilterTabs(FORECAST_LABELS)
    qtbot.addWidget(tabs)
    tabs.show_counts({Forecast.WILL_DO: 3, Forecast.REFUSED: 1})
    assert [tabs.tabText(at) for at in range(tabs.count())] == [
        "All 4",
        "Will be done 3",
        "Not possible 1",
    ]
    tabs.choose(Forecast.REFUSED)
    tabs.show_counts({Forecast.REFUSED: 2, Forecast.UNKNOWN: 1})
    assert tabs.filter() is Forecast.REFUSED
    tabs.show_counts({Forecast.WILL_DO: 2})
    assert tabs.filter() is None
    assert tabs.accessibleTabName(1) == "Will be done: 2"


def test_every_outcome_has_its_words_and_its_look() -> None:
    badges = [outcome_badge(one) for one in Outcome]
    assert [badge.text for badge in badges] == [OUTCOME_LABELS[one] for one in Outcome]
    assert len({(badge.hue, badge.icon) for badge in badges}) == len(badges)


def test_progress_says_how_far_how_fast_and_how_long() -> None:
    counts = dict.fromkeys(Outcome, 0) | {
        Outcome.DONE: 300, Outcome.FAILED: 2, Outcome.REFUSED: 150, Outcome.WAITING: 548,
    }  # fmt: skip
    run = Run("r", "cancel", "Cancel order", RunState.RUNNING, NOON, counts=counts)
    assert head_of(run) == "Cancel order, 1,000 orders: Running"
    assert progress_text(Progress(run, rate=12.34, left=44.4)) == (
        "302 of 850 · 300 done, 150 refused, 2 failed · 12.3 a second · about 44 s left"
    )
    assert progress_text(Progress(run, left=600.0, problem="Offline.")).endswith(
        "about 10 min left · Offline."
    )

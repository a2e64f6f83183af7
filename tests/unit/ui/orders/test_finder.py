"""One question at a time: the first rows, all rows, their sums; an older question is dropped."""

from array import array
from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdesk.domain.query import Query, parse_query
from orderdesk.domain.relisting import Relisting, Standing
from orderdesk.domain.shown import Sort, Totals
from orderdesk.services.views import Found
from orderdesk.ui.orders import finder as finding
from orderdesk.ui.orders.finder import Finder
from orderdesk.ui.theme import Theme
from tests.unit.ui.activity.room import Room, room
from tests.unit.ui.window_room import ORDERS, filled

Told = tuple[Found, Relisting | None]


@pytest.fixture
def here(qapp: QApplication, light: Theme, tmp_path: Path) -> Generator[Room]:
    with room(qapp, light, tmp_path, prepare=filled, sending=False) as room_:
        yield room_


@pytest.fixture
def finder(here: Room) -> Finder:
    return Finder(here.context, lambda: Standing(array("q")))


@pytest.fixture
def told(finder: Finder) -> list[Told]:
    kept: list[Told] = []

    def keep(found: Found, relisting: Relisting | None) -> None:
        kept.append((found, relisting))

    finder.found.connect(keep)
    return kept


def settled(finder: Finder, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: finder.settled, timeout=10_000)


def test_a_short_list_is_told_at_once_and_then_counted(
    finder: Finder, told: list[Told], qtbot: QtBot
) -> None:
    totals = QSignalSpy(finder.totalled)
    finder.look()
    settled(finder, qtbot)
    assert [(len(found.rowids), found.complete, by) for found, by in told] == [(ORDERS, True, None)]
    counted = totals.at(0)[0]
    assert isinstance(counted, Totals)
    assert counted.orders == ORDERS
    assert totals.count() == 1


def test_an_older_question_is_dropped(finder: Finder, told: list[Told], qtbot: QtBot) -> None:
    finder.look()
    for text in ("n", "n0", "n01"):
        finder.set_query(parse_query(text))
    finder.set_sort(Sort("number", descending=False))
    settled(finder, qtbot)
    assert [len(found.rowids) for found, _ in told] == [10]


def test_a_long_list_comes_prepared(
    finder: Finder, told: list[Told], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "LONG", 10)
    finder.look()
    settled(finder, qtbot)
    # What is known already is only looked at again, as a whole.
    finder.look()
    settled(finder, qtbot)
    found, relisting = told[-1]
    assert relisting is not None
    assert relisting.rowids == found.rowids
    assert [relisting.places[rowid] for rowid in found.rowids] == list(range(ORDERS))


def test_changes_are_looked_at_when_there_is_time(
    finder: Finder, told: list[Told], qtbot: QtBot
) -> None:
    finder.look()
    for _ in range(5):
        finder.look_soon()
    settled(finder, qtbot)
    assert len(told) == 2


def test_what_cannot_be_answered_is_said_and_the_next_question_is_asked(
    finder: Finder, told: list[Told], qtbot: QtBot
) -> None:
    failed = QSignalSpy(finder.failed)
    finder.set_query(parse_query("placed:2026-02-30"))
    settled(finder, qtbot)
    assert (failed.count(), told) == (1, [])
    finder.set_query(Query())
    settled(finder, qtbot)
    assert len(told) == 1

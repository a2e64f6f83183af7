"""The query bar: text that filters as it is typed, chips, and what cannot be read."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from orderdesk.domain.query import Query, parse_query
from orderdesk.ui.icons import Icons
from orderdesk.ui.orders.query_bar import QueryBar
from orderdesk.ui.theme import Theme


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme, icons: Icons) -> QueryBar:
    bar = QueryBar(theme, icons)
    qtbot.addWidget(bar)
    bar.resize(700, 40)
    bar.show()
    bar.edit.setFocus()
    return bar


def chips(bar: QueryBar) -> list[str]:
    return [chip.word.text() for chip in bar.chips()]


def test_typing_filters_by_itself(bar: QueryBar, qtbot: QtBot) -> None:
    spy = QSignalSpy(bar.query_changed)
    QTest.keyClicks(bar.edit, "hollis")
    qtbot.waitUntil(lambda: spy.count() > 0)
    assert spy.at(0) == [parse_query("hollis")]
    assert chips(bar) == []


def test_only_the_last_of_fast_keys_asks(bar: QueryBar, qtbot: QtBot) -> None:
    spy = QSignalSpy(bar.query_changed)
    QTest.keyClicks(bar.edit, "quay harbour")
    qtbot.waitUntil(lambda: spy.count() > 0)
    assert spy.count() == 1
    assert spy.at(0) == [parse_query("quay harbour")]


def test_a_space_after_a_field_makes_a_chip(bar: QueryBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.query_changed):
        QTest.keyClicks(bar.edit, "state:pending hollis ")
    assert chips(bar) == ["State: Pending"]
    assert bar.edit.text() == "hollis "
    assert bar.query() == parse_query("state:pending hollis")


def test_a_space_in_quotes_makes_none(bar: QueryBar) -> None:
    QTest.keyClicks(bar.edit, 'customer:"North ')
    assert chips(bar) == []
    assert bar.edit.text() == 'customer:"North '


def test_enter_makes_chips_and_goes_on(bar: QueryBar) -> None:
    left = QSignalSpy(bar.left)
    QTest.keyClicks(bar.edit, "total>100")
    QTest.keyClick(bar.edit, Qt.Key.Key_Return)
    assert chips(bar) == ["Total > 100"]
    assert left.count() == 1


def test_what_cannot_be_read_keeps_the_last_query(bar: QueryBar, qtbot: QtBot) -> None:
    bar.set_query(parse_query("state:open"))
    spy = QSignalSpy(bar.query_changed)
    QTest.keyClicks(bar.edit, "colour:red")
    qtbot.waitUntil(lambda: bar.problem() != "")
    assert bar.problem().startswith("At character 1: There is no field “colour”")
    assert bar.query() == parse_query("state:open")
    assert spy.count() == 0
    bar.edit.selectAll()
    with qtbot.waitSignal(bar.query_changed):
        QTest.keyClicks(bar.edit, "red")
    assert bar.problem() == ""


def test_enter_on_what_cannot_be_read_says_so_at_once(bar: QueryBar) -> None:
    left = QSignalSpy(bar.left)
    QTest.keyClicks(bar.edit, "state:")
    QTest.keyClick(bar.edit, Qt.Key.Key_Return)
    assert "has no value" in bar.problem()
    assert left.count() == 0


def test_shows_a_query_as_chips_and_words(bar: QueryBar) -> None:
    bar.set_query(parse_query('state:pending,created -type:transfer "two words" placed:last-7d'))
    assert chips(bar) == [
        "State: Pending or Created",
        "not Type: Transfer",
        "Placed: last 7 days",
    ]
    assert bar.edit.text() == '"two words"'


def test_a_chip_is_removed_by_its_cross_and_by_key(bar: QueryBar) -> None:
    bar.set_query(parse_query("state:open total>5"))
    QTest.mouseClick(bar.chips()[0].cross, Qt.MouseButton.LeftButton)
    assert bar.query() == parse_query("total>5")
    QTest.keyClick(bar.chips()[0].word, Qt.Key.Key_Delete)
    assert bar.query() == Query()


def test_a_chip_is_edited_as_text(bar: QueryBar) -> None:
    bar.set_query(parse_query("state:open total>5"))
    QTest.mouseClick(bar.chips()[1].word, Qt.MouseButton.LeftButton)
    assert bar.edit.text() == "total>5"
    assert chips(bar) == ["State: Open"]
    assert bar.query() == parse_query("state:open total>5")


def test_backspace_takes_the_last_chip_back(bar: QueryBar) -> None:
    bar.set_query(parse_query("state:open"))
    QTest.keyClick(bar.edit, Qt.Key.Key_Backspace)
    assert bar.edit.text() == "state:open"
    assert chips(bar) == []


def test_the_whole_query_can_be_edited_as_text(bar: QueryBar) -> None:
    bar.set_query(parse_query("state:open hollis"))
    bar.edit_as_text()
    assert bar.edit.text() == "state:open hollis"
    assert bar.edit.selectedText() == "state:open hollis"
    QTest.keyClick(bar.edit, Qt.Key.Key_End)
    QTest.keyClick(bar.edit, Qt.Key.Key_Return)
    assert chips(bar) == ["State: Open"]
    assert bar.edit.text() == "hollis "


def test_escape_clears_the_text_then_leaves(bar: QueryBar) -> None:
    left = QSignalSpy(bar.left)
    QTest.keyClicks(bar.edit, "hollis")
    QTest.keyClick(bar.edit, Qt.Key.Key_Escape)
    assert bar.edit.text() == ""
    assert left.count() == 0
    QTest.keyClick(bar.edit, Qt.Key.Key_Escape)
    assert left.count() == 1


def test_a_chip_replaces_one_of_the_same_field(bar: QueryBar) -> None:
    bar.set_query(parse_query("state:open"))
    QTest.keyClicks(bar.edit, "state:created ")
    assert chips(bar) == ["State: Created"]


def test_many_chips_take_more_rows(bar: QueryBar) -> None:
    low = bar.heightForWidth(700)
    text = "state:open type:sales total>100 items>2 placed:last-7d customer:hollis location:quay"
    bar.set_query(parse_query(f"{text} discount>3 employee:hale"))
    assert bar.heightForWidth(700) > low


def test_every_part_has_a_name(bar: QueryBar) -> None:
    bar.set_query(parse_query("state:open"))
    [chip] = bar.chips()
    assert bar.edit.accessibleName()
    assert chip.word.accessibleName() == "Filter State: Open"
    assert chip.cross.accessibleName() == "Remove filter State: Open"

"""Strips, cards and notices: said once, put away by key and mouse, read out by name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from orderdesk.ui.icons import Icons
from orderdesk.ui.notices import NoticeArea
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.card import Card
from orderdesk.ui.widgets.strip import Strip


@pytest.fixture
def area(qtbot: QtBot, theme: Theme, icons: Icons) -> NoticeArea:
    area = NoticeArea(theme, icons)
    qtbot.addWidget(area)
    area.resize(900, 60)
    return area


def strip_of(area: NoticeArea) -> Strip:
    [strip] = [one for one in area.findChildren(Strip) if not one.isHidden()]
    return strip


def test_an_empty_area_takes_no_room(area: NoticeArea) -> None:
    assert area.isHidden()
    area.show_notice("a", "info", "Something.")
    assert not area.isHidden()
    area.drop("a")
    assert area.isHidden()
    area.drop("a")


def test_the_same_thing_is_said_once(area: NoticeArea, qtbot: QtBot) -> None:
    pressed: list[str] = []
    first = area.show_notice("a", "warning", "One.", buttons=[("Go", lambda: pressed.append("a"))])
    assert area.show_notice("a", "warning", "One.") is first
    second = area.show_notice("a", "error", "Two.", buttons=[("Go", lambda: pressed.append("b"))])
    assert second is first
    assert area.text("a") == "Two."
    assert second.accessibleName() == "Two."
    area.show()

    def visible() -> list[QPushButton]:
        return [one for one in second.findChildren(QPushButton) if one.isVisible()]

    qtbot.waitUntil(lambda: len(visible()) == 1)
    QTest.mouseClick(visible()[0], Qt.MouseButton.LeftButton)
    assert pressed == ["b"]


def test_the_oldest_gives_way_but_not_what_must_stay(area: NoticeArea) -> None:
    area.show_notice("demo", "demo", "Demo.", closable=False)
    for number in range(6):
        area.show_notice(f"n{number}", "error", f"Error {number}.")
    assert area.keys() == ["demo", "n3", "n4", "n5"]


def test_a_strip_is_put_away_by_its_cross_and_by_escape(area: NoticeArea) -> None:
    for away in ("cross", "escape"):
        area.show_notice("a", "info", "Something.")
        strip = strip_of(area)
        if away == "cross":
            [cross] = [one for one in strip.findChildren(QToolButton) if not one.isHidden()]
            QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
        else:
            QTest.keyClick(strip, Qt.Key.Key_Escape)
        assert area.keys() == []


def test_a_strip_takes_its_text_literally(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    strip = Strip(theme, icons, kind="error")
    qtbot.addWidget(strip)
    closed = QSignalSpy(strip.closed)
    strip.say("<b>The vendor</b> says <img src=x>")
    assert strip.text() == "<b>The vendor</b> says <img src=x>"
    assert strip.accessibleName() == strip.text()
    QTest.keyClick(strip, Qt.Key.Key_Escape)
    assert closed.count() == 0


def test_a_card_says_what_is_the_matter_and_what_to_do(
    qtbot: QtBot, theme: Theme, icons: Icons
) -> None:
    card = Card(theme, icons)
    qtbot.addWidget(card)
    pressed: list[str] = []
    card.show_state("inbox", "Nothing", "There is nothing here.")
    card.add_button("First", lambda: pressed.append("first"), primary=True)
    card.add_button("Second", lambda: pressed.append("second"))
    assert card.accessibleName() == "Nothing"
    assert card.accessibleDescription() == "There is nothing here."
    assert [button.text() for button in card.buttons()] == ["First", "Second"]
    card.buttons()[1].click()
    assert pressed == ["second"]
    card.show_state("loader", "Reading", "", progress=True)
    assert card.buttons() == []
    card.set_progress(50, 200, "50 of 200")
    assert card.accessibleDescription() == "50 of 200"

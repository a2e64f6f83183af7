"""The diagram as a widget: what it says, what a click and the keyboard do."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from orderdesk.domain.actions import Facts, Verdict, decide
from orderdesk.domain.order import Order
from orderdesk.domain.rules import Effect, State, Transition, VendorRules
from orderdesk.domain.status import OrderStatus
from orderdesk.ui.icons import Icons
from orderdesk.ui.lifecycle.diagram import LifecycleDiagram
from orderdesk.ui.lifecycle.reading import Standing
from orderdesk.ui.lifecycle.state_box import two_lines
from orderdesk.ui.theme import Appearance, Theme
from tests.unit.ui.lifecycle.tables import LARGE, SMALL, rules_of, transit

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def verdicts_for(rules: VendorRules, word: str) -> Mapping[str, Verdict]:
    order = Order(connection="a", vendor="example", vendor_id="1", vendor_state=word)
    return decide(order, rules, Facts(), NOW)


@pytest.fixture
def diagram(qtbot: QtBot, theme: Theme, icons: Icons) -> Iterator[LifecycleDiagram]:
    window = QWidget()
    qtbot.addWidget(window)
    diagram = LifecycleDiagram(theme, icons)
    layout = QVBoxLayout(window)
    layout.addWidget(diagram)
    layout.addStretch()
    window.resize(420, 260)
    with qtbot.waitExposed(window):
        window.show()
    yield diagram
    window.hide()


def show(diagram: LifecycleDiagram, rules: VendorRules, word: str) -> None:
    diagram.show_state(rules, word, verdicts_for(rules, word))


def standings(diagram: LifecycleDiagram) -> dict[str, Standing]:
    return {word: box.reading.standing for word, box in diagram.boxes.items()}


def test_each_state_stands_as_the_rules_say(diagram: LifecycleDiagram) -> None:
    show(diagram, SMALL, "Open")
    assert standings(diagram) == {
        "Draft": Standing.CLOSED,
        "Open": Standing.HERE,
        "Worked": Standing.OPEN,
        "Void": Standing.DOUBTFUL,
        "Closed": Standing.CLOSED,
    }


def test_everything_is_said_in_words(diagram: LifecycleDiagram) -> None:
    show(diagram, SMALL, "Open")
    said = {word: box.accessibleName() for word, box in diagram.boxes.items()}
    assert said["Open"] == "Pending: the order is here now."
    assert "“Process” leads here" in said["Worked"]
    assert "the vendor has the last word" in said["Void"]
    assert "No call is written down." in said["Void"]
    assert "no way leads here from Pending" in said["Closed"]
    assert diagram.accessibleName() == (
        "Lifecycle. The order is Pending. Open: Processed, Cancelled."
    )
    assert all(box.toolTip() for box in diagram.boxes.values())


def test_a_state_only_the_vendor_leads_to_says_so(diagram: LifecycleDiagram) -> None:
    show(diagram, SMALL, "Worked")
    assert standings(diagram)["Closed"] is Standing.VENDOR
    assert "only the vendor moves an order here" in diagram.boxes["Closed"].accessibleName()
    show(diagram, SMALL, "Void")
    assert diagram.boxes["Void"].accessibleName().endswith("It is final.")


def test_clicking_an_open_state_asks_for_its_action(diagram: LifecycleDiagram) -> None:
    show(diagram, SMALL, "Open")
    asked: list[str] = []
    diagram.action_requested.connect(asked.append)
    QTest.mouseClick(diagram.boxes["Void"], Qt.MouseButton.LeftButton)
    assert asked == ["cancel"]


def test_clicking_a_closed_state_asks_too_so_that_the_reason_is_told(
    diagram: LifecycleDiagram,
) -> None:
    show(diagram, SMALL, "Worked")
    assert "not possible: the order is Processed" in diagram.boxes["Void"].accessibleName()
    asked: list[str] = []
    diagram.action_requested.connect(asked.append)
    QTest.mouseClick(diagram.boxes["Void"], Qt.MouseButton.LeftButton)
    assert asked == ["cancel"]


def test_clicking_where_no_action_leads_asks_nothing(
    diagram: LifecycleDiagram, qtbot: QtBot
) -> None:
    show(diagram, SMALL, "Open")
    with qtbot.assertNotEmitted(diagram.action_requested):
        QTest.mouseClick(diagram.boxes["Open"], Qt.MouseButton.LeftButton)
        QTest.mouseClick(diagram.boxes["Closed"], Qt.MouseButton.LeftButton)


def test_the_keyboard_moves_and_takes_a_way(diagram: LifecycleDiagram) -> None:
    show(diagram, SMALL, "Open")
    stops = [w for w, box in diagram.boxes.items() if box.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["Open"], "one stop of the Tab key"
    diagram.boxes["Open"].setFocus()
    QTest.keyClick(diagram.boxes["Open"], Qt.Key.Key_Right)
    assert diagram.boxes["Worked"].hasFocus()
    QTest.keyClick(diagram.boxes["Worked"], Qt.Key.Key_Down)
    assert diagram.boxes["Void"].hasFocus()
    asked: list[str] = []
    diagram.action_requested.connect(asked.append)
    QTest.keyClick(diagram.boxes["Void"], Qt.Key.Key_Return)
    assert asked == ["cancel"]


def test_an_unknown_state_has_a_box_of_its_own_and_no_way(diagram: LifecycleDiagram) -> None:
    show(diagram, SMALL, "Parked")
    box = diagram.boxes["Parked"]
    assert "does not know" in box.accessibleName()
    others = [other.geometry() for word, other in diagram.boxes.items() if word != "Parked"]
    assert all(box.geometry().top() > other.bottom() for other in others)
    assert Standing.OPEN not in standings(diagram).values()
    assert "No way is open." in diagram.accessibleName()
    show(diagram, SMALL, "Open")
    assert "Parked" not in diagram.boxes


def test_another_vendors_table_takes_its_place(diagram: LifecycleDiagram) -> None:
    show(diagram, SMALL, "Open")
    show(diagram, LARGE, "released")
    assert set(diagram.boxes) == {state.word for state in LARGE.states}
    assert standings(diagram)["fulfilled"] is Standing.OPEN
    diagram.clear()
    assert diagram.boxes == {}


def boxes_apart(diagram: LifecycleDiagram) -> bool:
    pairs = combinations([box.geometry() for box in diagram.boxes.values()], 2)
    return all(not one.intersects(other) for one, other in pairs)


@pytest.mark.parametrize("word", [state.word for state in LARGE.states])
def test_a_wide_table_is_written_on_two_lines_before_it_is_scrolled(
    diagram: LifecycleDiagram, word: str
) -> None:
    show(diagram, LARGE, word)
    QApplication.processEvents()
    assert diagram.horizontalScrollBar().maximum() == 0
    assert boxes_apart(diagram)
    for box in diagram.boxes.values():
        metrics = QFontMetrics(box.font())
        lines = two_lines(box.text(), metrics.horizontalAdvance)
        assert max(map(metrics.horizontalAdvance, lines)) <= box.width()


def test_a_table_too_wide_scrolls_and_shows_where_the_order_is(
    diagram: LifecycleDiagram, qtbot: QtBot
) -> None:
    words = [f"Considered{number}" for number in range(9)]
    states = tuple(State(w, None, w, place) for place, w in enumerate(words))
    ways = tuple(Transition(a, b, None) for a, b in pairwise(words))
    show(diagram, rules_of(states, ways, ()), words[-1])
    qtbot.waitUntil(lambda: diagram.horizontalScrollBar().maximum() > 0)
    box = diagram.boxes[words[-1]]
    left = box.mapTo(diagram.viewport(), box.rect().topLeft()).x()
    assert 0 <= left <= diagram.viewport().width() - box.width()


ODD = replace(
    SMALL,
    states=(
        *SMALL.states,
        State("Held", None, "Held", 0, 1),
        State("Lost", None, "Lost", 1, 1),
    ),
)


def test_states_that_no_way_touches_wait_behind_a_button(diagram: LifecycleDiagram) -> None:
    show(diagram, ODD, "Open")
    assert "Held" not in diagram.boxes
    assert diagram.others.text() == "and 2 other states"
    assert diagram.others.accessibleDescription() == "Held, Lost"
    diagram.others.setFocus()
    QTest.keyClick(diagram.others, Qt.Key.Key_Space)
    assert {"Held", "Lost"} <= set(diagram.boxes)
    assert boxes_apart(diagram)
    assert diagram.others.hasFocus()
    QTest.keyClick(diagram.others, Qt.Key.Key_Space)
    assert "Held" not in diagram.boxes


def test_the_current_state_is_always_shown(diagram: LifecycleDiagram) -> None:
    show(diagram, ODD, "Lost")
    assert diagram.boxes["Lost"].reading.standing is Standing.HERE
    assert diagram.others.text() == "and one other state"
    show(diagram, SMALL, "Open")
    assert diagram.others.isHidden()


OWN = replace(
    rules_of(
        (),
        (),
        (
            replace(
                transit("change_status", "Change status"),
                effect=Effect.ACT,
                any_state=True,
                target_field="status",
            ),
        ),
    ),
    tenant_states=True,
)


def test_a_companys_own_state_stands_with_what_it_means(diagram: LifecycleDiagram) -> None:
    diagram.show_state(OWN, "Ready to pick", verdicts_for(OWN, "Ready to pick"))
    box = diagram.boxes["Ready to pick"]
    assert diagram.note.isVisible()
    assert "is not yet" in diagram.note.text()
    verdicts = verdicts_for(OWN, "Ready to pick")
    diagram.show_state(OWN, "Ready to pick", verdicts, OrderStatus.PROCESSED)
    assert diagram.note.text().endswith("it means “Processed”.")
    assert diagram.accessibleName() == (
        "Lifecycle. The order is Ready to pick. One of your company's own states. "
        "On this connection it means “Processed”."
    )
    assert not box.geometry().intersects(diagram.note.geometry())
    assert diagram.change.text() == "Change status…"
    asked: list[str] = []
    diagram.action_requested.connect(asked.append)
    QTest.mouseClick(diagram.change, Qt.MouseButton.LeftButton)
    assert asked == ["change_status"]


def test_an_order_without_a_state_says_so(diagram: LifecycleDiagram) -> None:
    diagram.show_state(OWN, "", verdicts_for(OWN, ""))
    assert diagram.boxes[""].text() == "No state"


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_the_state_the_order_is_in_is_filled_and_ways_are_accented(
    diagram: LifecycleDiagram, theme: Theme, appearance: Appearance
) -> None:
    theme.set_appearance(appearance)
    show(diagram, SMALL, "Open")
    picture = diagram.grab().toImage()
    ratio = picture.devicePixelRatio()

    def colour(x: int, y: int) -> QColor:
        return QColor(picture.pixel(round(x * ratio), round(y * ratio)))

    here = diagram.boxes["Open"].geometry()
    assert colour(here.left() + 6, here.center().y() + 8) == theme.colour("amber_bg")
    target = diagram.boxes["Worked"].geometry()
    middle = (here.right() + target.left()) // 2 - 1
    assert colour(middle, here.center().y() + 1) == theme.colour("accent")

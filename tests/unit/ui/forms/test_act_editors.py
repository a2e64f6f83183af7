"""Editors of what an act asks for: quantities of items, days, the meaning of states."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.order import Line, Order
from orderdesk.ui.forms.dates import DateEditor
from orderdesk.ui.forms.form import FieldForm
from orderdesk.ui.forms.quantities import QuantitiesEditor
from orderdesk.ui.forms.states import StatesEditor
from tests.unit.ui.activity.room import Room
from tests.unit.ui.detail.staging import OpenDesk

LINES = (
    Line(id="a", description="Case", quantity=Decimal(10), fields={"left": "4"}),
    Line(id="b", sku="CB-1", quantity=Decimal(2), fields={"left": "2"}),
    Line(id="c", description="Postage", fields={"left": "0"}),
)
SPEC = FieldSpec("lines", "Items", FieldType.QUANTITIES, outstanding="left")
STATES = FieldSpec("states", "States", FieldType.STATES, look_up="state")


@pytest.fixture
def room(open_desk: OpenDesk) -> Room:
    return open_desk()


def shown(qtbot: QtBot, editor: QuantitiesEditor) -> QuantitiesEditor:
    qtbot.addWidget(editor)
    editor.set_value(None)
    editor.show()
    return editor


def choose_some(editor: QuantitiesEditor) -> None:
    editor.choice.setCurrentIndex(1)
    editor.choice.activated.emit(1)


def test_all_that_is_outstanding_is_the_default(qtbot: QtBot) -> None:
    editor = shown(qtbot, QuantitiesEditor(SPEC, LINES))

    assert editor.value() is None
    assert list(editor.inputs) == ["a", "b"]
    assert not any(field.isVisible() for field in editor.inputs.values())


def test_quantities_are_typed_for_chosen_items(qtbot: QtBot) -> None:
    editor = shown(qtbot, QuantitiesEditor(SPEC, LINES))
    choose_some(editor)
    assert editor.problem() is not None, "nothing is chosen yet"

    QTest.keyClicks(editor.inputs["a"], "3")
    QTest.keyClicks(editor.inputs["b"], "0.5")

    assert editor.value() == "3 x a\n0.5 x b"
    assert editor.problem() is None
    assert "4" in editor.inputs["a"].accessibleName()
    assert "CB-1" in editor.inputs["b"].accessibleName()


@pytest.mark.parametrize("text", ["two", "-1"])
def test_what_is_no_quantity_is_told(qtbot: QtBot, text: str) -> None:
    editor = shown(qtbot, QuantitiesEditor(SPEC, LINES))
    choose_some(editor)
    QTest.keyClicks(editor.inputs["a"], text)

    problem = editor.problem()
    assert problem is not None
    assert "Case" in problem.render()


def test_what_was_typed_before_comes_back(qtbot: QtBot) -> None:
    editor = shown(qtbot, QuantitiesEditor(SPEC, LINES))
    editor.put("2 x b")

    assert editor.inputs["b"].text() == "2"
    assert editor.inputs["b"].isVisible()
    assert editor.value() == "2 x b"


def test_items_that_are_not_read_are_said_to_be(qtbot: QtBot) -> None:
    editor = shown(qtbot, QuantitiesEditor(SPEC, None))

    assert editor.value() is None
    assert not editor.choice.isVisible()


def test_a_day_is_picked_from_the_calendar(room: Room, qtbot: QtBot) -> None:
    editor = DateEditor(FieldSpec("due", "Due", FieldType.DATE), room.context.icons)
    qtbot.addWidget(editor)
    editor.set_value("2026-11-22")

    with qtbot.waitSignal(editor.edited):
        editor.calendar.clicked.emit(QDate(2026, 12, 1))

    assert editor.value() == "2026-12-01"


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier),
    ],
)
def test_the_calendar_opens_by_keyboard(
    room: Room, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    editor = DateEditor(FieldSpec("due", "Due", FieldType.DATE), room.context.icons)
    qtbot.addWidget(editor)
    editor.set_value("2026-11-22")
    editor.show()
    QTest.keyClick(editor.input, key, modifier)
    assert editor.calendar.isVisible()
    days = editor.calendar.findChild(QTableView)
    assert days is not None
    QTest.keyClick(days, Qt.Key.Key_Right)
    QTest.keyClick(days, Qt.Key.Key_Return)
    assert editor.value() == "2026-11-23"
    assert not editor.calendar.isVisible()


def test_each_state_keeps_a_name_of_its_own(room: Room, qtbot: QtBot) -> None:
    form = FieldForm(room.context, (STATES,), values={"states": "Odd one = completed"})
    qtbot.addWidget(form)
    editor = form.rows["states"].editor
    assert isinstance(editor, StatesEditor)
    assert editor.accessibleName() == "States"
    assert editor.boxes["Odd one"].accessibleName() == "Meaning of the state Odd one"


def test_a_company_gives_its_states_meanings(room: Room, qtbot: QtBot) -> None:
    listed = StatesEditor(STATES, room.context, "")
    qtbot.addWidget(listed)
    listed.set_value("Odd one = completed")
    assert list(listed.boxes) == ["Odd one"]
    for word in ("On hold", "Blue", "Odd one"):
        listed.add(word)

    assert listed.value() == "Odd one = completed"
    QTest.mouseClick(listed.propose_button, Qt.MouseButton.LeftButton)

    assert listed.value() == "Odd one = completed\nOn hold = on_hold"
    assert listed.boxes["Blue"].currentData() is None


def test_a_form_about_an_order_chooses_from_it(room: Room) -> None:
    order = Order(
        connection="main",
        vendor="v",
        vendor_id="7",
        lines=LINES,
        fields={"papers": "INV-1\nINV-2"},
    )
    specs = (SPEC, FieldSpec("paper", "Paper", FieldType.CHOICE, choices_in="papers"))
    form = room.show(FieldForm(room.context, specs, connection="main", order=order), 500, 400)

    choices = form.rows["paper"].editor.widget
    assert isinstance(choices, QComboBox)
    offered = [choices.itemData(row) for row in range(choices.count())]
    assert offered == [None, "INV-1", "INV-2"]
    assert isinstance(form.rows["lines"].editor, QuantitiesEditor)
    assert len(form.rows["lines"].editor.findChildren(QLineEdit)) == 2

"""Actions on an order: what is impossible stays within reach and says why."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QStyle, QStyleOptionMenuItem, QStyleOptionToolButton
from pytestqt.qtbot import QtBot

from orderdesk.connectors import registry
from orderdesk.domain.actions import Kind, Verdict
from orderdesk.domain.messages import Message
from orderdesk.domain.rules import Effect
from orderdesk.ui.actions import OrderActions
from orderdesk.ui.icons import Icons
from orderdesk.ui.widgets.action_button import ActionButton
from orderdesk.ui.widgets.action_menu import ActionMenu

NO = Verdict(Kind.REFUSED, Message("It is <b>over</b>."), Message("Make a new one."))
YES = Verdict(Kind.ALLOWED)
MAYBE = Verdict(Kind.VENDOR_DECIDES, Message("The papers differ."))


@pytest.fixture
def actions(qapp: object, icons: Icons) -> OrderActions:
    return OrderActions(registry.describe_all(), icons)


def test_there_is_one_for_every_rule(actions: OrderActions) -> None:
    rules = [rule for description in registry.describe_all() for rule in description.rules.actions]
    names = {rule.name for rule in rules if rule.effect is not Effect.CREATE}
    assert set(actions.names()) == names
    assert {action.objectName() for action in actions.all()} == names
    assert all(not action.icon().isNull() for action in actions.all())


def test_without_an_order_every_one_says_so(actions: OrderActions) -> None:
    for name in actions.names():
        assert actions.get(name).property("unavailable")
        assert actions.reason(name) == "No order is selected. Select one in the list."


def test_the_verdicts_decide(actions: OrderActions) -> None:
    told = QSignalSpy(actions.changed)
    actions.apply({"process": YES, "cancel": NO, "submit": MAYBE})
    shown = {name: bool(actions.get(name).property("unavailable")) for name in actions.names()}
    assert {name for name, unavailable in shown.items() if not unavailable} == {"process", "submit"}
    assert actions.verdict("edit").kind is Kind.NOT_OFFERED
    assert told.count() == 1


def test_an_impossible_one_can_be_asked_why(actions: OrderActions) -> None:
    actions.apply({"process": YES, "cancel": NO})
    done, refused = QSignalSpy(actions.triggered), QSignalSpy(actions.refused)
    for name in ("process", "cancel"):
        assert actions.get(name).isEnabled()
        actions.get(name).trigger()
    assert [done.at(at) for at in range(done.count())] == [["process"]]
    assert [refused.at(at) for at in range(refused.count())] == [["cancel", NO]]


def test_the_reason_is_taken_literally(actions: OrderActions) -> None:
    actions.apply({"cancel": NO})
    cancel = actions.get("cancel")
    assert cancel.statusTip() == "It is <b>over</b>. Make a new one."
    assert "&lt;b&gt;over&lt;/b&gt;" in cancel.toolTip()


def test_a_button_looks_impossible_and_takes_focus(qtbot: QtBot, actions: OrderActions) -> None:
    button = ActionButton(actions.get("cancel"))
    qtbot.addWidget(button)
    button.show()
    actions.apply({"cancel": NO})
    option = QStyleOptionToolButton()
    button.initStyleOption(option)
    assert not option.state & QStyle.StateFlag.State_Enabled
    assert button.isEnabled()
    assert button.focusPolicy() is Qt.FocusPolicy.TabFocus
    assert button.accessibleName() == "Cancel order"
    assert button.accessibleDescription() == "It is <b>over</b>. Make a new one."
    refused = QSignalSpy(actions.refused)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert refused.count() == 2
    actions.apply({"cancel": YES})
    option = QStyleOptionToolButton()
    button.initStyleOption(option)
    assert option.state & QStyle.StateFlag.State_Enabled


def test_a_menu_shows_the_same(qtbot: QtBot, actions: OrderActions) -> None:
    menu = ActionMenu("Order")
    qtbot.addWidget(menu)
    menu.addAction(actions.get("cancel"))
    possible = menu.addAction(QAction("Other", menu).text())
    actions.apply({"cancel": NO})
    states: list[bool] = []
    for action in (actions.get("cancel"), possible):
        option = QStyleOptionMenuItem()
        menu.initStyleOption(option, action)
        states.append(bool(option.state & QStyle.StateFlag.State_Enabled))
    assert states == [False, True]
    refused = QSignalSpy(actions.refused)
    menu.show()
    menu.setActiveAction(actions.get("cancel"))
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert refused.count() == 1

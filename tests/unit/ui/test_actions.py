"""Actions on an order: what is impossible stays within reach and says why."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QMainWindow,
    QStyle,
    QStyleOptionMenuItem,
    QStyleOptionToolButton,
)
from pytestqt.qtbot import QtBot

from orderdesk.connectors import registry
from orderdesk.domain.actions import Kind, Verdict
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.messages import Message
from orderdesk.domain.rules import ActionRule, Effect, Family
from orderdesk.ui.actions import OrderActions
from orderdesk.ui.icons import Icons
from orderdesk.ui.menus import Menus
from orderdesk.ui.widgets.action_button import ActionButton
from orderdesk.ui.widgets.action_menu import ActionMenu
from orderdesk.ui.window_actions import WindowActions
from tests.unit.services.quillworks import DESCRIPTION

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


def described(vendor: str, *changes: tuple[str, str, str, str, bool]) -> ConnectorDescription:
    """Return a vendor whose actions are (name, label, icon, shortcut, primary)."""
    actions = tuple(
        ActionRule(
            *(name, Effect.ACT, Family.SUBMIT, label, icon, f"{label}."),
            shortcut=keys,
            primary=primary,
        )
        for name, label, icon, keys, primary in changes
    )
    rules = replace(DESCRIPTION.rules, vendor=vendor, actions=actions, not_offered=())
    return replace(DESCRIPTION, vendor=vendor, rules=rules)


MILL = described(
    "mill",
    ("ship", "Send the parcel", "truck", "Ctrl+H", True),
    ("cancel", "Cancel order", "ban", "Ctrl+Backspace", False),
    ("grind", "Grind", "play", "", False),
)
YARD = described(
    "yard",
    ("cancel", "Void", "trash-2", "Ctrl+H", False),
    ("dispatch", "Dispatch", "send", "Ctrl+H", True),
    ("ship", "Mark as shipped", "package", "Ctrl+Shift+H", False),
)


@pytest.fixture
def shared(qapp: object, icons: Icons) -> OrderActions:
    return OrderActions([MILL, YARD], icons)


def test_every_name_stands_once_and_in_one_order(shared: OrderActions) -> None:
    assert shared.names() == ("cancel", "dispatch", "ship", "grind")
    assert [action.objectName() for action in shared.all()] == list(shared.names())


def test_words_follow_the_vendor_of_the_order(shared: OrderActions) -> None:
    def said() -> list[tuple[str, str]]:
        return [
            (shared.get(name).text(), str(shared.get(name).property("icon_name")))
            for name in ("cancel", "ship")
        ]

    assert said() == [("Cancel order", "ban"), ("Send the parcel", "truck")]
    shared.show_vendor("yard")
    shared.apply({"cancel": YES, "ship": NO})
    assert said() == [("Void", "trash-2"), ("Mark as shipped", "package")]
    assert shared.get("cancel").toolTip() == "<p><b>Void</b><br>Void.</p>"
    assert shared.offered() == ("cancel", "dispatch", "ship")
    assert shared.verdict("grind").kind is Kind.NOT_OFFERED
    shared.show_vendor("mill")
    assert said() == [("Cancel order", "ban"), ("Send the parcel", "truck")]
    assert shared.rule("ship", "yard").label == "Mark as shipped"
    shared.show_vendor(None)
    assert said() == [("Cancel order", "ban"), ("Send the parcel", "truck")]


def test_shortcuts_are_unique_and_stay(shared: OrderActions) -> None:
    def keys() -> dict[str, str]:
        portable = QKeySequence.SequenceFormat.PortableText
        return {name: shared.get(name).shortcut().toString(portable) for name in shared.names()}

    before = keys()
    assert before == {
        "cancel": "Ctrl+Backspace",
        "dispatch": "Ctrl+H",
        "ship": "Ctrl+Shift+H",
        "grind": "",
    }
    shared.show_vendor("yard")
    assert keys() == before


def test_the_bar_holds_what_the_vendor_has(
    qtbot: QtBot, shared: OrderActions, icons: Icons
) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    menus = Menus(window, WindowActions(icons, window), shared, icons)
    bar = menus.tool_bar()
    window.addToolBar(bar)
    window.resize(1200, 300)
    window.show()

    def tools() -> dict[str, str]:
        return {
            one.text(): str(one.property("kind"))
            for one in bar.findChildren(ActionButton)
            if one.isVisible() and one.defaultAction() in shared.all()
        }

    shared.show_vendor("mill")
    mill = {"Cancel order": "plain", "Send the parcel": "primary", "Grind": "plain"}
    qtbot.waitUntil(lambda: tools() == mill)
    shared.show_vendor("yard")
    yard = {"Void": "plain", "Dispatch": "primary", "Mark as shipped": "plain"}
    qtbot.waitUntil(lambda: tools() == yard)
    order = [one for one in menus.menus["order"].actions() if one in shared.all()]
    assert order == list(shared.all())
    listed = [one.text() for one in menus.context_menu(window).actions()]
    assert "Grind" not in listed
    assert "Void" in listed

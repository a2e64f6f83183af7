"""Driving the connections dialog by keys and clicks, and reading what it shows."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from orderdesk.domain.gateway import StepState
from orderdesk.ui.connections.dialog import ConnectionsDialog
from orderdesk.ui.connections.page import ConnectionPage
from orderdesk.ui.connections.probe_steps import StepRow
from tests.unit.ui.activity.room import Room


def page_of(dialog: ConnectionsDialog) -> ConnectionPage:
    """Return the page that is shown."""
    page = dialog.page()
    if not isinstance(page, ConnectionPage):
        raise TypeError(page)
    return page


def line_of(page: ConnectionPage, key: str) -> QLineEdit:
    """Return the line of a field."""
    widget = page.form.fields.rows[key].editor.widget
    if not isinstance(widget, QLineEdit):
        raise TypeError(key)
    return widget


def type_into(page: ConnectionPage, key: str, text: str) -> None:
    """Replace what stands in a field, by keys."""
    line = line_of(page, key)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClicks(line, text)


def choose_vendor(page: ConnectionPage, vendor: str) -> None:
    """Choose the vendor of a new connection, by a click on its card."""
    card = next(card for card in page.chooser.cards if card.vendor == vendor)
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)


def type_connection(page: ConnectionPage, given: Mapping[str, Any], name: str = "") -> None:
    """Type everything that a sandbox printed of a connection."""
    choose_vendor(page, str(given["vendor"]))
    page.form.fields.set_expanded(expanded=True)
    type_into(page, "name", name or str(given["name"]))
    for group in ("urls", "settings", "secrets"):
        for key, value in given[group].items():
            type_into(page, f"{group}.{key}", str(value))


def given_by(room: Room) -> dict[str, Any]:
    """Return the connection that the room's sandbox printed."""
    if room.sandbox is None:
        raise AssertionError
    connections: Any = room.sandbox.description["connections"]
    return dict(connections[0])


def states_of(page: ConnectionPage) -> dict[str, StepState]:
    """Return the states of the steps shown, by name."""
    return {name: row.step.state for name, row in page.test.steps.rows.items()}


def failed_row(page: ConnectionPage) -> StepRow:
    """Return the row of the step that failed."""
    rows = page.test.steps.rows.values()
    return next(row for row in rows if row.step.state is StepState.FAILED)


def button_of(widget: QWidget, text: str) -> QPushButton:
    """Return the button with these words."""
    return next(one for one in widget.findChildren(QPushButton) if one.text() == text)


def texts_of(widget: QWidget) -> list[str]:
    """Return every text that a person or a screen reader can get out of a window."""
    found: list[str] = []
    for one in (widget, *widget.findChildren(QWidget)):
        found += [one.accessibleName(), one.accessibleDescription(), one.toolTip()]
        found += [one.windowTitle(), one.whatsThis(), one.statusTip()]
        if isinstance(one, QLabel | QAbstractButton):
            found.append(one.text())
        elif isinstance(one, QLineEdit):
            found += [one.text(), one.placeholderText()]
        elif isinstance(one, QPlainTextEdit):
            found.append(one.toPlainText())
    return [text for text in found if text]

"""The external connector in the real window: its sign-in, its field and its action."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QTabBar,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from orderdesk.ui.detail.badge_row import BadgeRow
from tests.e2e.journeys.person import Person, name_of, shown_texts
from tests.e2e.journeys.program import Program, ui_loop, write_settings
from tests.external.installed import ACME, HERE, install, see
from tests.sandbox.calls import Calls, as_object, as_objects

PASSPHRASE = "nine slow ferries"


@pytest.fixture
def calls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_warnings: list[re.Pattern[str]]
) -> Iterator[Calls]:
    """Have the package installed, beside one that cannot be used, and its stand-in running."""
    site = install(tmp_path / "site", "acme-orders", ACME)
    install(site, "old-gifts", {"orderdesk.connectors": {"old": "old_gifts"}})
    expected_warnings.append(re.compile("registry: The connector in “old_gifts” cannot be used"))
    see(monkeypatch, site, HERE)
    with Sandbox(SandboxOptions(orders=6, only=["acme"])) as sandbox, Calls(sandbox) as calls:
        yield calls


@pytest.fixture
def program(
    calls: Calls,
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    expected_warnings: list[re.Pattern[str]],
) -> Iterator[Program]:
    """Have the program on a profile with nothing in it."""
    expected_warnings.append(re.compile("^qt: .*This plugin does not support"))
    write_settings(tmp_path / "blank")
    with ui_loop(qapp) as loop:
        program = Program(qapp, loop, Person(qtbot), tmp_path / "blank")
        yield program
        program.close()


def sign_in(person: Person, calls: Calls) -> None:
    """Type a connection with the till's PIN, the wrong one first."""
    person.push("Add a connection")
    dialog = person.the(QDialog, "Connections")
    told = person.reads("The connector in “old_gifts” cannot be used and is left out")
    assert "No module named 'old_gifts'" in told
    person.push("Acme Gifts")
    person.fill("Name, needed", "Gifts on the quay")
    person.fill("Shop's address, needed", calls.urls["shop"])
    person.fill("Till, needed", calls.secrets["till"])
    pin = person.fill("Till PIN, needed", "blue kettle")
    assert isinstance(pin, QLineEdit)
    assert pin.echoMode() is QLineEdit.EchoMode.Password
    person.push("Test connection")
    person.reads("does not accept this till with this PIN", within=dialog)
    person.push("Go to the field")
    assert person.the(QLineEdit, "Till PIN, needed").hasFocus()
    person.fill("Till PIN, needed", calls.secrets["till_pin"])
    person.push("Test connection")
    person.reads("Passed in", within=dialog)
    person.push("Save")
    person.the(QDialog, "Choose a passphrase")
    person.fill("Passphrase, needed", PASSPHRASE)
    person.fill("Once more, needed", PASSPHRASE)
    person.push("Keep secrets under it")
    person.reads("Saved.")
    person.push("Close")


def test_its_sign_in_its_field_and_its_action(program: Program, calls: Calls, qtbot: QtBot) -> None:
    person = Person(qtbot)
    every = as_objects(calls.admin("GET", "/orders"))
    order = next(one for one in every if one["state"] == "open")
    calls.admin("POST", f"/orders/{order['id']}", {"gift_message": "Many happy returns"})
    program.start()
    sign_in(person, calls)
    table = person.the(QTableView, "orders")
    person.wait(lambda: table.model().rowCount() == len(every), "every order is listed")

    person.press("Ctrl+F", "Ctrl+A")
    person.type(str(order["number"]))
    person.wait(lambda: table.model().rowCount() == 1, "the order is listed alone")
    person.press("Return", "Return")
    person.reads(str(order["number"]), within=person.the(QWidget, "detail"))
    assert field(person, "Gift message") == "Many happy returns"

    person.push("do-gift_wrap")
    dialog = person.the(QDialog, "confirm-dialog")
    ribbon = person.the(QComboBox, "Ribbon, needed", within=dialog)
    for _step in range(10):  # a click would open its list
        if not ribbon.hasFocus():
            person.press("Tab")
    person.type("G")
    person.wait(lambda: ribbon.currentText() == "Gold", "gold is chosen")
    buttons = person.all(QAbstractButton, within=dialog)
    [wrap] = [one for one in buttons if one.text().startswith("Gift-wrap")]
    person.click(wrap)
    person.wait(lambda: truth(calls, order)["state"] == "wrapped", "it is wrapped at the shop")
    assert truth(calls, order)["ribbon"] == "gold"
    person.wait(
        lambda: "wrapped" in name_of(person.the(BadgeRow)),
        lambda: f"wrapped, but there is {name_of(person.the(BadgeRow))!r}",
    )
    person.wait(lambda: field(person, "Ribbon") == "gold", "the ribbon is shown")
    writes = [one for one in calls.log(0) if one["action"]]
    assert [one["action"] for one in writes] == ["wrap"]
    assert program.quit() == 0


def field(person: Person, label: str) -> str:
    """Go to the order's details and return what a field shows, "" without one."""
    bar = person.the(QTabBar, within=person.the(QWidget, "detail"))
    texts = [bar.tabText(place) for place in range(bar.count())]
    person.click(bar, bar.tabRect(texts.index("Details")).center())
    table = person.the(QTableView, "Details of the order")
    return dict(zip(shown_texts(table, 0), shown_texts(table, 1), strict=True)).get(label, "")


def truth(calls: Calls, order: Document) -> Document:
    return as_object(calls.admin("GET", f"/orders/{order['id']}"))

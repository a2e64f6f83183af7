"""The history of one order and of all: looking through it, its ledgers, copying, files."""

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from orderdesk.domain.commands import CommandState
from orderdesk.domain.history import FieldChange, HistoryEntry, Kind, Origin
from orderdesk.store.store import Store
from orderdesk.ui.detail.history_tab import HistoryTab
from orderdesk.ui.history.dialog import HistoryDialog
from orderdesk.ui.history.filter_bar import FilterBar
from tests.unit.ui.activity.room import Room
from tests.unit.ui.detail.staging import OpenDesk, order

NOW = datetime.now(UTC)
FORMULA = "=1+1"
MANY = 450


def _entry(number: int, **more: object) -> HistoryEntry:
    return HistoryEntry(
        at=NOW - timedelta(days=number % 60),
        order_id=f"main:o{number % 3}",
        origin=Origin.DESK,
        action="edit",
        state=CommandState.DONE,
        author="Ana",
        computer="desk-3",
        request_id=f"req-{number}",
        changes=(FieldChange(field="title", before="Cart", after=f"Cart {number}"),),
    ).model_copy(update=more)


SEEN = _entry(0, origin=Origin.VENDOR, action="seen", state=None, author="", computer="")
REFUSED = _entry(
    0,
    order_id="main:o1",
    state=CommandState.REJECTED,
    action="cancel",
    words="Not on a Sunday.",
    bulk="run-1",
)


def _past(store: Store) -> None:
    """Keep what happened to one order."""
    past = (
        _entry(1, changes=(FieldChange(field="title", before="Cart", after=FORMULA),)),
        SEEN.model_copy(update={"order_id": "main:o1", "request_id": None}),
        REFUSED,
    )
    for entry in past:
        store.history.add(entry)


def _crowd(store: Store) -> None:
    for number in range(MANY):
        failed = number % 100 == 7
        state = CommandState.REJECTED if failed else CommandState.DONE
        store.history.add(_entry(number, state=state, bulk="run-1" if failed else ""))
    store.history.add(SEEN)


def _tab(qtbot: QtBot, room: Room) -> HistoryTab:
    tab = room.show(HistoryTab(room.context), 412, 600)
    tab.show_view(room.wait(room.desk.orders.view("main:o1")))
    qtbot.waitUntil(room.idle)
    return tab


def _choose(bar: FilterBar, kind: Kind) -> None:
    bar.kinds.setCurrentIndex(list(Kind).index(kind))


def test_an_orders_history_is_looked_through(open_desk: OpenDesk, qtbot: QtBot) -> None:
    tab = _tab(qtbot, open_desk(order(), more=_past))
    text = tab.words.toPlainText
    assert [word in text() for word in ("Changed at the vendor", FORMULA, "Sunday")] == [True] * 3
    _choose(tab.bar, Kind.VENDOR)
    assert "Changed at the vendor" in text()
    assert "Sunday" not in text()
    assert tab.ledger.isHidden()
    _choose(tab.bar, Kind.ALL)
    tab.bar.failures.setChecked(True)
    assert "Sunday" in text()
    assert FORMULA not in text()
    asked = QSignalSpy(tab.ledger_asked)
    tab.ledger.click()
    assert [asked.at(0)] == [["run-1"]]
    tab.copy()
    assert "Not on a Sunday." in QGuiApplication.clipboard().text()
    tab.bar.failures.setChecked(False)
    tab.bar.text.setText("nothing like it")
    qtbot.waitUntil(lambda: "Nothing in this order's history fits." in text())


def test_a_history_is_written_as_a_table_and_as_data(
    open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    tab = _tab(qtbot, open_desk(order(), more=_past))
    said = QSignalSpy(tab.exporting.said)
    wanted = tab.bar.wanted("main:o1")
    tab.exporting.write(wanted, tmp_path / "past.csv")
    tab.exporting.write(wanted, tmp_path / "past.json")
    qtbot.waitUntil(lambda: said.count() == 2)
    assert "3 entries were written" in str(said.at(0))
    rows = list(csv.DictReader((tmp_path / "past.csv").read_text("utf-8-sig").splitlines()))
    # The newest first, and no cell is taken for a formula.
    assert [row["After"] for row in rows] == ["Cart 0", "Cart 0", f"'{FORMULA}"]
    assert rows[0]["The vendor's words"] == "Not on a Sunday."
    assert (rows[0]["By"], rows[0]["Computer"], rows[0]["Bulk change"]) == (
        "Ana",
        "desk-3",
        "run-1",
    )
    assert (rows[2]["Field"], rows[2]["Request id"]) == ("Name", "req-1")
    data = json.loads((tmp_path / "past.json").read_text("utf-8"))
    assert [one["state"] for one in data] == ["rejected", None, "done"]
    assert data[2]["changes"] == [{"field": "title", "before": "Cart", "after": FORMULA}]
    tab.exporting.write(wanted, tmp_path / "none" / "past.csv")
    qtbot.waitUntil(lambda: said.count() == 3)
    assert "could not be written" in str(said.at(2))


def test_the_history_of_all_orders_comes_as_one_goes_down(
    open_desk: OpenDesk, qtbot: QtBot
) -> None:
    room = open_desk(order(), more=_crowd)
    dialog = room.show(HistoryDialog(room.context), 900, 600)
    rows = dialog.table.lines.rowCount
    qtbot.waitUntil(lambda: rows() == 200)
    line = dialog.table.lines.line(0)
    assert line is not None
    assert "Name: Cart → Cart 449" in line.texts
    bar = dialog.table.verticalScrollBar()
    for more in (400, MANY):
        bar.setValue(bar.maximum())
        qtbot.waitUntil(lambda more=more: rows() == more)
    _choose(dialog.bar, Kind.MANY)
    qtbot.waitUntil(lambda: rows() == 5)
    asked, shown = QSignalSpy(dialog.ledger_asked), QSignalSpy(dialog.order_asked)
    dialog.table.selectRow(1)
    assert "Request id req-307" in dialog.said.text()
    dialog.ledger.click()
    assert asked.at(0) == ["run-1"]
    dialog.bar.clear()
    dialog.bar.text.setText("CART 12")
    qtbot.waitUntil(lambda: rows() == 11)
    _choose(dialog.bar, Kind.VENDOR)
    dialog.bar.text.setText("")
    qtbot.waitUntil(lambda: rows() == 1)
    dialog.bar.times.setCurrentIndex(1)
    dialog.bar.failures.setChecked(True)
    qtbot.waitUntil(lambda: dialog.listed.text() == "Nothing fits what you look for.")
    dialog.bar.clear()
    qtbot.waitUntil(lambda: rows() == 200)
    dialog.table.selectRow(0)
    dialog.go_to.click()
    assert shown.at(0) == ["main:o2"]

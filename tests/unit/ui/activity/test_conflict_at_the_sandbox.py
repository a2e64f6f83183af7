"""A colleague's change at the vendor, over a real socket: a person chooses field by field."""

from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from orderdesk.domain.commands import CommandState
from orderdesk.sandbox.server import SandboxOptions
from orderdesk.services.views import OrderView
from orderdesk.ui.activity.panel import ActivityPanel
from orderdesk.ui.conflict.dialog import ConflictDialog
from orderdesk.ui.conflict.row import Side
from tests.unit.ui.activity.room import OpenRoom, Room

MINE = {
    "Name": "Mine",
    "TenderId": "T-mine",
    "DiscountCode": "D-mine",
    "DiscountDescription": "Loyal customer",
}
THEIRS = {"Name": "Theirs", "TenderId": "T-theirs", "DiscountCode": "D-theirs"}


@pytest.fixture
def room(open_room: OpenRoom) -> Room:
    return open_room(sandbox=SandboxOptions(orders=40, only=["iqmetrix"]))


def _editable(view: OrderView) -> bool:
    return view.verdicts["edit_item"].allowed and bool(view.order.lines)


def _asking(
    qtbot: QtBot, room: Room, action: str, mine: Mapping[str, str], *, line: int | None = None
) -> tuple[ActivityPanel, str, str]:
    """Let somebody else change the same; return the panel, the command and the order."""
    room.connect()
    fault = room.control("faults", {"kind": "hold", "method": "GET", "path": "OrderFull"})
    receipt = room.act(_editable, action, mine, line=line)
    command = receipt.entry.command
    theirs: object = {"set": THEIRS}
    if command.effect == "remove_line":
        theirs = {"items": {command.line_id: {"Quantity": 9, "Notes": "Keep"}}}
    room.control(f"orders/{command.vendor_id}", theirs)
    room.control(f"faults/{fault['faults'][0]['id']}", method="DELETE")
    panel = room.show(ActivityPanel(room.context), 1280, 480)
    qtbot.waitUntil(lambda: _state(panel, command.id) is CommandState.ASKING, timeout=15_000)
    panel.show_command(command.id)
    return panel, command.id, command.vendor_id


def _state(panel: ActivityPanel, command: str) -> CommandState | None:
    place = panel.model.place_of(command)
    activity = panel.model.row(place) if place is not None else None
    return activity.entry.state if activity else None


def _opened(qtbot: QtBot, room: Room, panel: ActivityPanel) -> ConflictDialog:
    qtbot.waitUntil(panel.detail.decide.isVisible)
    panel.detail.decide.click()
    qtbot.waitUntil(lambda: bool(_dialogs(panel)), timeout=10_000)
    qtbot.waitUntil(room.idle)
    return _dialogs(panel)[0]


def _dialogs(panel: ActivityPanel) -> list[ConflictDialog]:
    return [one for one in panel.window().findChildren(ConflictDialog) if one.isVisible()]


def _press(widget: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(widget, key)


def test_each_field_is_chosen_by_key_and_only_that_is_sent(qtbot: QtBot, room: Room) -> None:
    panel, command, order = _asking(qtbot, room, "edit", MINE)
    dialog = _opened(qtbot, room, panel)
    rows = dialog.table.rows
    assert list(rows) == ["Name", "TenderId", "DiscountCode"]
    shown = rows["Name"].boxes
    assert [shown[side].value.text() for side in (Side.MINE, Side.THEIRS)] == ["Mine", "Theirs"]
    assert "Loyal customer" in dialog.merging.text()
    assert "Somebody else changed the same" in dialog.whose.text()
    assert Room.nameless(dialog) == []
    assert dialog.send.text() == "Choose 3 more"
    assert shown[Side.MINE].mark.hasFocus()
    _press(shown[Side.MINE].mark, Qt.Key.Key_M)
    _press(rows["TenderId"].boxes[Side.MINE].mark, Qt.Key.Key_T)
    third = rows["DiscountCode"].boxes[Side.MINE].mark
    assert third.hasFocus()
    _press(third, Qt.Key.Key_3)
    editor = rows["DiscountCode"].editor
    assert editor is not None
    assert editor.widget.hasFocus()
    editor.widget.setFocus()
    QTest.keyClick(editor.widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(editor.widget, "D-third")
    assert dialog.send.text() == "Send 2 of yours and 1 other, keep 1 of theirs"
    dialog.send.click()
    qtbot.waitUntil(lambda: _state(panel, command) is CommandState.DONE, timeout=15_000)
    truth = room.control(f"orders/{order}")["order"]
    assert {key: truth[key] for key in MINE} == {
        "Name": "Mine",
        "TenderId": "T-theirs",
        "DiscountCode": "D-third",
        "DiscountDescription": "Loyal customer",
    }
    assert _dialogs(panel) == []


def test_nothing_chosen_or_typed_is_lost_when_it_is_closed_or_changes_again(
    qtbot: QtBot, room: Room
) -> None:
    panel, command, order = _asking(qtbot, room, "edit", MINE)
    dialog = _opened(qtbot, room, panel)
    dialog.table.rows["Name"].choose(Side.MINE)
    dialog.table.rows["TenderId"].type_again("typed")
    dialog.table.rows["TenderId"].choose(Side.OTHER)
    qtbot.waitUntil(room.idle)
    dialog.later.click()
    qtbot.waitUntil(lambda: not _dialogs(panel))
    assert _state(panel, command) is CommandState.ASKING
    dialog = _opened(qtbot, room, panel)
    assert dialog.table.choices() == {"Name": "Mine", "TenderId": "typed"}
    assert dialog.send.text() == "Choose 1 more"
    dialog.send.click()
    assert dialog.table.rows["DiscountCode"].boxes[Side.MINE].mark.hasFocus()
    dialog.table.rows["DiscountCode"].choose(Side.THEIRS)
    room.control(f"orders/{order}", {"set": {"Name": "Newest"}})
    room.wait(room.desk.orders.refresh(f"{dialog.conflict.view.order.connection}:{order}"))
    shown = dialog.table.rows["Name"]
    qtbot.waitUntil(lambda: shown.boxes[Side.THEIRS].value.text() == "Newest", timeout=10_000)
    assert shown.note.isVisible()
    assert shown.side is Side.MINE
    dialog.all_theirs.click()
    assert dialog.send.text() == "Send 1 of yours, keep 3 of theirs"
    dialog.all_mine.click()
    dialog.send.click()
    qtbot.waitUntil(lambda: _state(panel, command) is CommandState.DONE, timeout=15_000)
    assert room.control(f"orders/{order}")["order"]["Name"] == "Mine"


def test_an_item_goes_or_stays_as_a_whole(qtbot: QtBot, room: Room) -> None:
    panel, command, order = _asking(qtbot, room, "remove_item", {}, line=0)
    dialog = _opened(qtbot, room, panel)
    [quantity, *others] = dialog.table.rows.values()
    assert not quantity.boxes[Side.OTHER].isVisible()
    quantity.choose(Side.THEIRS)
    assert {one.side for one in others} == {Side.THEIRS}
    assert dialog.send.text() == "Keep the item, send nothing"
    before = room.control(f"orders/{order}")["items"]
    dialog.send.click()
    qtbot.waitUntil(lambda: _state(panel, command) is CommandState.WITHDRAWN, timeout=15_000)
    assert room.control(f"orders/{order}")["items"] == before

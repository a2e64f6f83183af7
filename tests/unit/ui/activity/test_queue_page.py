"""The queue in the activity: its order and reasons, editing in place, withdrawing several."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from orderdesk.domain.commands import EditOrder
from orderdesk.domain.errors import Unreachable
from orderdesk.domain.messages import verbatim
from orderdesk.services.views import Health
from orderdesk.store.store import Store
from orderdesk.ui.activity.filters import Filter
from orderdesk.ui.activity.panel import ActivityPanel
from orderdesk.ui.activity.queue_words import age_text
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.forms.edit_dialog import EditDialog
from orderdesk.ui.forms.flow import OrderFlow
from orderdesk.vault.memory_vault import MemoryVault
from tests.unit.services.quillworks import DESCRIPTION, SECRETS, Vendor
from tests.unit.ui.activity.outbox import filled, vendor
from tests.unit.ui.activity.room import OpenRoom, Room
from tests.unit.ui.forms.driving import retype

WAITING = ["waits-1", "unproved-1", "conflict-1", "waits-2"]


@pytest.fixture
def quill() -> Vendor:
    """Give the vendor, which cannot be reached."""
    found = vendor()

    async def cut() -> None:
        raise Unreachable(verbatim("No network."))

    found.hooks |= dict.fromkeys(("fetch", "send", "pull"), cut)
    return found


def opened(open_room: OpenRoom, quill: Vendor) -> Room:
    vault = MemoryVault()
    vault.put("main", SECRETS)
    return open_room(
        gateways=quill.build,
        descriptions=(DESCRIPTION,),
        prepare=filled,
        sending=False,
        vault=vault,
    )


@pytest.fixture
def room(open_room: OpenRoom, quill: Vendor) -> Room:
    return opened(open_room, quill)


@pytest.fixture
def panel(qtbot: QtBot, room: Room) -> ActivityPanel:
    watch = ConnectionWatch(room.context)
    panel = room.show(ActivityPanel(room.context, watch), 1280, 480)
    watch.setParent(panel)
    watch.refresh()
    panel.set_filter(Filter.QUEUE)
    qtbot.waitUntil(lambda: listed(panel) == WAITING)
    qtbot.waitUntil(lambda: bool(watch.statuses))
    return panel


def listed(panel: ActivityPanel) -> list[str]:
    lines = panel.queue.table.lines
    return [line.key for place in range(lines.rowCount()) if (line := lines.row(place))]


def texts(panel: ActivityPanel, command: str) -> tuple[str, ...]:
    lines = panel.queue.table.lines
    line = lines.row(lines.place_of(command) or 0)
    return line.texts if line is not None else ()


def test_it_lists_what_waits_in_its_order_with_age_change_and_reason(
    panel: ActivityPanel, room: Room
) -> None:
    number, _age, order, change, wait = texts(panel, "waits-1")
    assert (number, order, wait) == ("1", "Q-0 · Ada Hale", "Its turn")
    assert change.startswith("Edit: Title → Later")
    assert texts(panel, "waits-2")[4] == "Its turn on the order"
    assert texts(panel, "conflict-1")[4] == "Your decision"
    lines = panel.queue.table.lines
    cell = lines.index(3, 4)
    spoken = cell.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Number 1 on the same order goes first: Edit" in str(spoken)
    assert not room.nameless(panel)


def test_an_offline_connection_says_since_when_and_can_be_tried(
    qtbot: QtBot, panel: ActivityPanel, room: Room, quill: Vendor
) -> None:
    async def start() -> None:
        room.desk.dispatch.start()

    room.wait(start())
    qtbot.waitUntil(lambda: texts(panel, "waits-1")[4] == "A connection")
    qtbot.waitUntil(lambda: panel.queue.state.text().startswith("Offline since "))
    assert panel.queue.try_button.isVisible()
    quill.hooks.clear()
    panel.queue.try_button.click()
    qtbot.waitUntil(lambda: "waits-1" not in listed(panel))
    [status] = room.wait(room.desk.connections.list())
    assert status.health is Health.GOOD


def test_what_waits_is_edited_in_its_place(qtbot: QtBot, panel: ActivityPanel, room: Room) -> None:
    flow = OrderFlow(room.context, panel)
    panel.edit_waiting.connect(flow.edit_waiting)
    assert panel.queue.table.go_to("waits-1")
    QTest.keyClick(panel.queue.table, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: isinstance(flow.dialog, EditDialog))
    qtbot.waitUntil(room.idle)
    dialog = flow.dialog
    assert isinstance(dialog, EditDialog)
    editor = dialog.form.rows["title"].editor.widget
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "Later"
    assert dialog.form.changes()["title"] == "Later"
    retype(dialog.form, "title", "Sooner")
    dialog.submit()
    qtbot.waitUntil(lambda: "Title → Sooner" in texts(panel, "waits-1")[3])
    assert listed(panel) == WAITING
    [entry] = [one for one in room.wait(room.desk.queue.all()) if one.command.id == "waits-1"]
    assert isinstance(entry.command, EditOrder)
    assert entry.command.base["title"] == "Quills"


def test_a_half_typed_amendment_is_kept_apart_from_other_drafts(
    qtbot: QtBot, panel: ActivityPanel, room: Room
) -> None:
    flow = OrderFlow(room.context, panel)
    flow.edit_waiting(room.wait(room.desk.queue.all())[0])
    qtbot.waitUntil(lambda: isinstance(flow.dialog, EditDialog))
    qtbot.waitUntil(room.idle)
    dialog = flow.dialog
    assert isinstance(dialog, EditDialog)
    retype(dialog.form, "title", "Half")
    qtbot.waitUntil(lambda: "Half" in (room.wait(room.desk.orders.draft("queued:waits-1")) or ""))
    assert room.wait(room.desk.orders.draft("edit:main:waits")) is None


def test_several_are_withdrawn_and_nothing_waits_then(qtbot: QtBot, panel: ActivityPanel) -> None:
    table = panel.queue.table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert panel.queue.withdraw_button.text() == "Withdraw 4 changes"
    assert panel.queue.edit_button.isHidden()
    QTest.keyClick(table, Qt.Key.Key_Delete)
    # What was sent and is not proved cannot be taken back; it stays and is told of.
    qtbot.waitUntil(lambda: len(listed(panel)) <= 1)
    qtbot.waitUntil(panel.queue.strip.isVisible)
    assert "withdrawn; nothing of it was sent." in panel.queue.strip.text()


def test_an_empty_queue_says_so(qtbot: QtBot, open_room: OpenRoom, quill: Vendor) -> None:
    def empty(store: Store) -> None:
        filled(store)
        for entry in store.outbox.open():
            store.outbox.withdraw(entry.command.id, now=entry.command.created_at)

    room = open_room(
        gateways=quill.build, descriptions=(DESCRIPTION,), prepare=empty, sending=False
    )
    panel = room.show(ActivityPanel(room.context), 1280, 480)
    panel.set_filter(Filter.QUEUE)
    qtbot.waitUntil(lambda: panel.queue.empty.accessibleName() == "Nothing waits")
    assert panel.queue.empty.isVisible()


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(seconds=20), "under 1 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=2, minutes=10), "2 h 10 min"),
        (timedelta(days=1, hours=3), "1 d 3 h"),
        (timedelta(seconds=-5), "under 1 min"),
    ],
)
def test_ages(span: timedelta, text: str) -> None:
    assert age_text(span) == text

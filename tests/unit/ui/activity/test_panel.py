"""The activity over real services: what it lists, what can be done, and that it stays in place."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from orderdesk.domain.commands import CommandState
from orderdesk.services.views import Decision
from orderdesk.store.store import Store
from orderdesk.ui.activity.decision_dialog import DecisionDialog
from orderdesk.ui.activity.filters import Filter
from orderdesk.ui.activity.panel import ActivityPanel
from orderdesk.ui.conflict.dialog import ConflictDialog
from orderdesk.ui.conflict.row import Side
from orderdesk.ui.open_changes import OpenChanges
from orderdesk.vault.memory_vault import MemoryVault
from tests.unit.services.quillworks import DESCRIPTION, SECRETS, Vendor
from tests.unit.ui.activity.outbox import filled, many, vendor
from tests.unit.ui.activity.room import OpenRoom, Room

UNPROVED = {Decision.SEND_AGAIN, Decision.IT_WAS_DONE, Decision.GIVE_UP}
EVERY = ["waits-2", "conflict-1", "unproved-1", "rejected-1", "done-1", "waits-1", "taken-1"]


@pytest.fixture
def quill() -> Vendor:
    return vendor()


@pytest.fixture
def room(open_room: OpenRoom, quill: Vendor) -> Room:
    """Give a desk with commands in every state, which sends nothing before it is told."""
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
def panel(qtbot: QtBot, room: Room) -> ActivityPanel:
    panel = room.show(ActivityPanel(room.context), 1280, 480)
    qtbot.waitUntil(lambda: panel.model.rowCount() == len(EVERY))
    return panel


def listed(panel: ActivityPanel) -> list[str]:
    model = panel.model
    return [one.id for place in range(model.rowCount()) if (one := model.row(place))]


def state_of(panel: ActivityPanel, command: str) -> CommandState | None:
    place = panel.model.place_of(command)
    activity = panel.model.row(place) if place is not None else None
    return activity.entry.state if activity else None


def go_to(qtbot: QtBot, room: Room, panel: ActivityPanel, command: str) -> None:
    """Go to a command and wait until its order has been read."""
    assert panel.table.go_to(command)
    qtbot.waitUntil(room.idle)


def contested(qtbot: QtBot, room: Room, panel: ActivityPanel) -> ConflictDialog:
    """Open the view of the change that is in conflict."""
    go_to(qtbot, room, panel, "conflict-1")
    panel.detail.decide.click()
    qtbot.waitUntil(lambda: bool(panel.findChildren(ConflictDialog)))
    qtbot.waitUntil(room.idle)
    [dialog] = panel.findChildren(ConflictDialog)
    return dialog


def asked(qtbot: QtBot, room: Room, panel: ActivityPanel, command: str) -> DecisionDialog:
    """Go to a command and open what there is to decide on it."""
    go_to(qtbot, room, panel, command)
    panel.detail.decide.click()
    qtbot.waitUntil(lambda: bool(panel.findChildren(DecisionDialog)))
    [dialog] = panel.findChildren(DecisionDialog)
    return dialog


def choose(panel: ActivityPanel, chosen: Filter) -> None:
    for _step in range(len(Filter)):
        QTest.keyClick(panel.tabs, Qt.Key.Key_Left)
    for _step in range(list(Filter).index(chosen)):
        QTest.keyClick(panel.tabs, Qt.Key.Key_Right)


def test_it_lists_every_command_with_its_order(panel: ActivityPanel) -> None:
    assert listed(panel) == EVERY
    row = panel.model.place_of("done-1")
    assert row is not None
    texts = [str(panel.model.index(row, column).data()) for column in range(1, 6)]
    assert texts == ["Q-1 · Ada Hale", "Process", "Done", "", "req-7"]


def test_counts_stand_on_the_tabs_and_are_told(qtbot: QtBot, room: Room) -> None:
    panel = ActivityPanel(room.context)
    told = QSignalSpy(panel.counts_changed)
    room.show(panel, 1280, 480)
    qtbot.waitUntil(lambda: told.count() == 1)
    assert told.at(0) == [OpenChanges(waiting=2, asking=2)]
    tabs = [panel.tabs.tabText(place) for place in range(panel.tabs.count())]
    assert tabs == ["All", "Queue 4", "Needs you 2", "Failed 1"]
    assert panel.tabs.accessibleTabName(2) == "Needs you: 2 changes"


@pytest.mark.parametrize(
    ("chosen", "ids"),
    [
        (Filter.NEEDS_YOU, ["conflict-1", "unproved-1"]),
        (Filter.FAILED, ["rejected-1"]),
        (Filter.ALL, EVERY),
    ],
)
def test_tabs_filter_by_keys(panel: ActivityPanel, chosen: Filter, ids: list[str]) -> None:
    choose(panel, chosen)
    assert listed(panel) == ids
    assert panel.table.current() is not None


BUTTONS = {
    "waits-1": {"withdraw", "edit", "open"},
    "conflict-1": {"decide", "open"},
    "unproved-1": {"decide", "open"},
    "rejected-1": {"again", "open"},
    "done-1": {"open"},
    "taken-1": {"again", "open"},
}


@pytest.mark.parametrize("command", BUTTONS)
@pytest.mark.parametrize("size", [(1280, 480), (665, 290)])
def test_what_can_be_done_is_offered_in_sight(
    qtbot: QtBot, room: Room, panel: ActivityPanel, command: str, size: tuple[int, int]
) -> None:
    panel.resize(*size)
    go_to(qtbot, room, panel, command)
    detail = panel.detail
    named = {
        "decide": detail.decide,
        "withdraw": detail.withdraw,
        "again": detail.again,
        "edit": detail.edit,
        "open": detail.open,
    }
    shown = {name for name, button in named.items() if button.isVisible()}
    assert shown == BUTTONS[command]
    for name in shown - {"open"}:
        assert named[name].visibleRegion().boundingRect() == named[name].rect()
        assert named[name].accessibleDescription()


def test_only_what_fits_can_be_decided(qtbot: QtBot, room: Room, panel: ActivityPanel) -> None:
    dialog = asked(qtbot, room, panel, "unproved-1")
    buttons, fitting = dialog.decisions.buttons, UNPROVED
    assert {one for one, button in buttons.items() if button.isVisible()} == fitting
    assert all(buttons[one].accessibleDescription() for one in fitting)
    assert room.nameless(dialog) == []
    assert dialog.focusWidget() is dialog.later


def test_a_conflict_shows_what_there_is_to_choose_between(
    qtbot: QtBot, room: Room, panel: ActivityPanel
) -> None:
    go_to(qtbot, room, panel, "conflict-1")
    assert "it is “Theirs” now" in panel.detail.readings.text()
    assert panel.detail.title.text() == "Edit · Q-4"
    assert panel.detail.subtitle.text() == "Ada Hale · Main shop"


def test_a_rejection_shows_the_vendors_words_and_the_request(
    qtbot: QtBot, room: Room, panel: ActivityPanel
) -> None:
    go_to(qtbot, room, panel, "rejected-1")
    assert panel.detail.words.text() == "The vendor says: “No rebate on goose quills”"
    assert panel.detail.request.text() == "Request id: req-8"


def test_withdrawing_takes_it_back_and_keeps_the_place(
    qtbot: QtBot, room: Room, panel: ActivityPanel, quill: Vendor
) -> None:
    go_to(qtbot, room, panel, "waits-2")
    panel.detail.withdraw.click()
    qtbot.waitUntil(lambda: state_of(panel, "waits-2") is CommandState.WITHDRAWN)
    current = panel.table.current()
    assert current is not None
    assert current.id == "waits-2"
    assert not panel.detail.withdraw.isVisible()
    choose(panel, Filter.QUEUE)
    lines = panel.queue.table.lines
    qtbot.waitUntil(lambda: lines.rowCount() > 0 and lines.place_of("waits-2") is None)
    assert "remove_item" not in quill.made("send")


@pytest.mark.parametrize(("side", "title"), [(Side.MINE, "Mine"), (Side.THEIRS, "Theirs")])
def test_a_conflict_is_chosen_and_the_rest_goes_with_it(
    qtbot: QtBot, room: Room, panel: ActivityPanel, quill: Vendor, side: Side, title: str
) -> None:
    dialog = contested(qtbot, room, panel)
    dialog.table.rows["title"].choose(side)
    dialog.send.click()
    qtbot.waitUntil(lambda: state_of(panel, "conflict-1") is CommandState.DONE)
    assert quill.orders["conflict"].fields["title"] == title
    assert quill.orders["conflict"].fields["note"] == "Also"


def test_saying_that_it_was_done_sends_nothing(
    qtbot: QtBot, room: Room, panel: ActivityPanel, quill: Vendor
) -> None:
    dialog = asked(qtbot, room, panel, "unproved-1")
    button = dialog.decisions.buttons[Decision.IT_WAS_DONE]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    QTest.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: state_of(panel, "unproved-1") is CommandState.DONE)
    assert "add_item" not in quill.made("send")


def test_giving_up_what_may_have_been_done_fails_it(
    qtbot: QtBot, room: Room, panel: ActivityPanel
) -> None:
    dialog = asked(qtbot, room, panel, "unproved-1")
    dialog.decisions.buttons[Decision.GIVE_UP].click()
    qtbot.waitUntil(lambda: state_of(panel, "unproved-1") is CommandState.FAILED)
    assert panel.detail.again.isVisible()


def test_what_is_decided_elsewhere_is_asked_no_longer(
    qtbot: QtBot, room: Room, panel: ActivityPanel
) -> None:
    contested(qtbot, room, panel)
    room.wait(room.desk.orders.decide("conflict-1", Decision.GIVE_UP))
    qtbot.waitUntil(lambda: not panel.findChildren(ConflictDialog))


def test_a_change_in_conflict_can_be_dropped_whole(
    qtbot: QtBot, room: Room, panel: ActivityPanel, quill: Vendor
) -> None:
    dialog = contested(qtbot, room, panel)
    dialog.drop.click()
    qtbot.waitUntil(lambda: state_of(panel, "conflict-1") is CommandState.WITHDRAWN)
    assert quill.orders["conflict"].fields["title"] == "Theirs"


def test_a_click_on_what_took_a_buttons_place_does_nothing(
    qtbot: QtBot, room: Room, panel: ActivityPanel
) -> None:
    go_to(qtbot, room, panel, "waits-1")
    detail = panel.detail
    qtbot.waitUntil(lambda: not detail.guard.unsettled)
    room.wait(room.desk.orders.withdraw("waits-1"))
    qtbot.waitUntil(detail.again.isVisible)
    asked = QSignalSpy(panel.edit_again)
    QTest.mouseClick(detail.again, Qt.MouseButton.LeftButton)
    assert asked.count() == 0
    qtbot.waitUntil(lambda: not detail.guard.unsettled)
    QTest.mouseClick(detail.again, Qt.MouseButton.LeftButton)
    assert asked.count() == 1


def test_typed_values_can_be_opened_again(qtbot: QtBot, room: Room, panel: ActivityPanel) -> None:
    go_to(qtbot, room, panel, "rejected-1")
    asked = QSignalSpy(panel.edit_again)
    panel.detail.again.click()
    assert asked.at(0)[0].command.changes == {"title": "Too late", "rebate": "5"}


def test_enter_and_double_click_open_the_order(
    qtbot: QtBot, room: Room, panel: ActivityPanel
) -> None:
    go_to(qtbot, room, panel, "done-1")
    wanted = QSignalSpy(panel.open_order)
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    place = panel.table.visualRect(panel.table.currentIndex()).center()
    QTest.mouseDClick(
        panel.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )
    panel.detail.open.click()
    assert [wanted.at(count)[0] for count in range(wanted.count())] == ["main:done"] * 3


def test_a_command_is_copied_as_text(qtbot: QtBot, room: Room, panel: ActivityPanel) -> None:
    go_to(qtbot, room, panel, "rejected-1")
    QTest.keyClick(panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Edit: Q-2 · Ada Hale"
    assert "Rejected by the vendor" in lines
    assert "Request id: req-8" in lines
    assert "Title: from Quills to Too late" in lines
    assert "Rebate: 5.00" in lines


def test_what_happens_elsewhere_is_shown_and_nothing_moves(
    qtbot: QtBot, room: Room, panel: ActivityPanel
) -> None:
    go_to(qtbot, room, panel, "rejected-1")
    receipt = room.wait(room.desk.orders.act("main:done", "cancel", {}))
    qtbot.waitUntil(lambda: listed(panel)[0] == receipt.command)
    current = panel.table.current()
    assert current is not None
    assert current.id == "rejected-1"
    assert panel.table.selectionModel().selectedRows()[0].row() == panel.model.place_of(
        "rejected-1"
    )
    qtbot.waitUntil(lambda: state_of(panel, receipt.command) is CommandState.DONE)


def full(store: Store) -> None:
    filled(store)
    for command in many(store, 230)[:30]:
        store.outbox.withdraw(command.id, now=command.created_at)


def test_a_long_list_stays_where_it_is_scrolled_to(
    qtbot: QtBot, open_room: OpenRoom, quill: Vendor
) -> None:
    room = open_room(gateways=quill.build, descriptions=(DESCRIPTION,), prepare=full, sending=False)
    panel = room.show(ActivityPanel(room.context), 1280, 480)
    # The newest, and whatever is older and still open.
    qtbot.waitUntil(lambda: panel.model.rowCount() == 200 + 4)
    assert panel.more.isVisible()
    panel.table.go_to("many-150")
    panel.table.scrollTo(panel.table.currentIndex(), panel.table.ScrollHint.PositionAtTop)
    held = panel.table.hold()
    assert held == "many-150"
    panel.more.click()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 237)
    assert not panel.more.isVisible()
    room.wait(room.desk.orders.withdraw("many-200"))
    qtbot.waitUntil(lambda: state_of(panel, "many-200") is CommandState.WITHDRAWN)
    assert panel.table.hold() == held
    top, bottom = Qt.Key.Key_Home, Qt.Key.Key_End
    QTest.keyClick(panel.table, bottom)
    assert panel.table.currentIndex().row() == 236
    QTest.keyClick(panel.table, top)
    assert panel.table.currentIndex().row() == 0


@pytest.mark.parametrize("chosen", [one for one in Filter if one is not Filter.QUEUE])
def test_an_empty_list_says_why(qtbot: QtBot, open_room: OpenRoom, chosen: Filter) -> None:
    room = open_room(gateways=Vendor().build, descriptions=(DESCRIPTION,))
    panel = room.show(ActivityPanel(room.context), 1280, 480)
    qtbot.waitUntil(lambda: panel.empty.accessibleName() == "Nothing sent yet")
    choose(panel, chosen)
    assert panel.stack.currentWidget() is panel.empty
    assert panel.empty.accessibleName().startswith("Nothing ")
    assert panel.empty.accessibleDescription()


def test_a_command_can_be_gone_to_from_outside(
    qtbot: QtBot, room: Room, panel: ActivityPanel
) -> None:
    choose(panel, Filter.FAILED)
    panel.show_command("done-1")
    current = panel.table.current()
    assert current is not None
    assert current.id == "done-1"
    receipt = room.wait(room.desk.orders.act("main:taken", "edit", {"note": "Late"}))
    panel.show_command(receipt.command)
    qtbot.waitUntil(
        lambda: (one := panel.table.current()) is not None and one.id == receipt.command
    )


def test_an_order_that_is_gone_keeps_its_history(
    qtbot: QtBot, room: Room, panel: ActivityPanel, quill: Vendor
) -> None:
    withdraw = room.desk.orders.withdraw

    async def withdraw_both() -> None:
        # At once: the first one's end has the dispatcher look for what else it can send.
        await asyncio.gather(withdraw("waits-2"), withdraw("waits-1"))

    room.wait(withdraw_both())
    del quill.orders["done"]
    [report] = room.wait(room.desk.sync.sync(["main"]))
    assert report.error is None
    place = panel.model.place_of("done-1")
    assert place is not None
    qtbot.waitUntil(lambda: panel.model.index(place, 1).data() == "done")
    go_to(qtbot, room, panel, "done-1")
    assert not panel.detail.open.isVisible()
    assert panel.detail.title.text() == "Process · done"


def test_what_changed_while_it_was_hidden_is_shown_when_it_is_back(
    qtbot: QtBot, room: Room, panel: ActivityPanel, quill: Vendor
) -> None:
    panel.hide()
    quill.orders["done"] = quill.orders["done"].model_copy(update={"number": "Q-1001"})
    room.wait(room.desk.orders.refresh("main:done"))
    qtbot.waitUntil(room.idle)
    place = panel.model.place_of("done-1")
    assert place is not None
    panel.show()
    qtbot.waitUntil(lambda: "Q-1001" in str(panel.model.index(place, 1).data()))


@pytest.mark.parametrize(
    ("width", "orientation"), [(1280, Qt.Orientation.Horizontal), (600, Qt.Orientation.Vertical)]
)
def test_the_detail_stands_where_there_is_room(
    qtbot: QtBot, panel: ActivityPanel, width: int, orientation: Qt.Orientation
) -> None:
    panel.resize(width, 700)
    qtbot.waitUntil(lambda: panel.splitter.orientation() is orientation)
    assert all(size > 100 for size in panel.splitter.sizes())


def test_everything_that_takes_the_focus_has_a_name(
    qtbot: QtBot, room: Room, panel: ActivityPanel
) -> None:
    for command in EVERY:
        go_to(qtbot, room, panel, command)
        assert room.nameless(panel) == []

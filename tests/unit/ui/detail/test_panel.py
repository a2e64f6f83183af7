"""The panel: one order after the other, refreshed under the eye, its actions and its foot."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from orderdesk.domain.actions import Verdict
from orderdesk.domain.commands import CommandState
from orderdesk.domain.events import CommandChanged
from orderdesk.domain.order import Order
from orderdesk.services.views import OrderView
from orderdesk.store.store import Store
from orderdesk.ui.actions import OrderActions
from orderdesk.ui.conflict.dialog import ConflictDialog
from orderdesk.ui.detail.panel import DetailPanel
from orderdesk.ui.detail.reasons_dialog import ReasonsDialog
from orderdesk.ui.theme import Appearance, Theme
from tests.unit.ui.activity.room import Room
from tests.unit.ui.detail.staging import (
    DESCRIPTION,
    NOON,
    OpenDesk,
    edit,
    line,
    order,
)


@dataclass
class Place:
    """A panel on a desk whose vendor cannot be reached."""

    room: Room
    actions: OrderActions
    panel: DetailPanel
    qtbot: QtBot

    def show(self, order_id: str) -> None:
        self.panel.show_order(order_id)
        self.qtbot.waitUntil(lambda: self.panel.view is not None)

    def act(
        self, action: str, values: dict[str, str | None], *, line_id: str | None = None
    ) -> None:
        number = self.number()
        self.room.wait(self.room.desk.orders.act("main:o1", action, values, line_id=line_id))
        self.qtbot.waitUntil(lambda: self.number() > number)
        self.qtbot.waitUntil(self.room.idle)

    def number(self) -> int:
        return len(self.panel.view.commands) if self.panel.view else 0


OpenPlace = Callable[..., Place]


@pytest.fixture
def open_place(open_desk: OpenDesk, qtbot: QtBot) -> OpenPlace:
    def opened(*orders: Order, **options: Any) -> Place:
        room = open_desk(*orders, **options)
        actions = OrderActions((DESCRIPTION,), room.context.icons)
        panel = room.show(DetailPanel(room.context, actions), 412, 860)
        return Place(room, actions, panel, qtbot)

    return opened


@pytest.fixture
def place(open_place: OpenPlace) -> Place:
    here = open_place(order(), order("o2", state="Worked", number="1071"))
    here.show("main:o1")
    return here


def test_without_an_order_it_says_what_to_do(open_place: OpenPlace) -> None:
    panel = open_place().panel
    assert panel.placeholder.isVisible()
    assert panel.placeholder.accessibleName() == "No order selected"
    assert panel.view is None


def test_an_order_is_shown_whole(place: Place) -> None:
    panel = place.panel
    assert panel.header.number.text() == "8765-1234"
    assert panel.items.table.items.rowCount() == 2
    assert panel.diagram.accessibleName().startswith("Lifecycle. The order is Pending.")
    titles = [panel.tabs.tabText(at) for at in range(panel.tabs.count())]
    assert titles == ["Items", "Details", "Customer", "History", "Raw"]
    assert place.actions.verdict("process").allowed
    assert [button.objectName() for button in panel.bar.buttons] == [
        "do-process",
        "do-submit",
        "do-cancel",
    ]


def test_going_on_to_another_order_drops_the_answer_for_the_first(place: Place) -> None:
    seen: list[OrderView | None] = []
    place.panel.view_changed.connect(seen.append)
    place.panel.show_order("main:o1-gone")
    place.panel.show_order("main:o2")
    place.qtbot.waitUntil(place.room.idle)
    place.qtbot.waitUntil(lambda: place.panel.view is not None)
    assert [view.order.vendor_id for view in seen if view is not None] == ["o2"]
    assert not place.panel.placeholder.isVisible()


def test_while_an_order_is_read_nothing_can_be_done_with_the_one_before(place: Place) -> None:
    place.panel.show_order("main:o2")
    assert place.panel.view is None


def test_an_order_that_cannot_be_read_says_why_and_can_be_tried_again(place: Place) -> None:
    panel = place.panel
    panel.show_order("main:nothing")
    place.qtbot.waitUntil(panel.placeholder.button.isVisible)
    assert "There is no order “main:nothing” here." in panel.placeholder.text.text()
    assert not place.actions.verdict("process").allowed
    panel.placeholder.button.click()
    place.qtbot.waitUntil(place.room.idle)
    assert panel.placeholder.button.isVisible()


def test_a_refresh_leaves_tab_item_and_scroll_where_they_are(open_place: OpenPlace) -> None:
    many = tuple(line(str(number)) for number in range(60))
    place = open_place(order(lines=many))
    place.show("main:o1")
    table = place.panel.items.table
    table.go_to("41")
    at = table.verticalScrollBar().value()
    assert at > 0
    place.act("edit_item", {"count": "9"}, line_id="41")
    assert table.current_line() == "41"
    assert table.verticalScrollBar().value() == at
    assert place.panel.selected_line() == "41"
    place.panel.tabs.setCurrentIndex(3)
    place.act("edit", {"title": "Other"})
    assert place.panel.tabs.currentIndex() == 3


def test_what_waits_is_marked_and_can_be_withdrawn(place: Place) -> None:
    place.act("edit", {"title": "Other"})
    footer = place.panel.footer
    assert footer.isVisible()
    [row] = footer.rows.values()
    assert row.heading.text() == "Edit order: Waiting to be sent"
    assert "Name: from Shelf cart to Other" in row.text.text()
    assert "not sent yet" in place.panel.header.badges.accessibleName()
    place.qtbot.waitUntil(lambda: not row.guard.unsettled)
    QTest.mouseClick(row.withdraw, Qt.MouseButton.LeftButton)
    place.qtbot.waitUntil(lambda: not footer.isVisible())
    assert "not sent yet" not in place.panel.header.badges.accessibleName()


def test_an_unknown_outcome_says_when_it_is_looked_at(open_place: OpenPlace) -> None:
    one = order()

    def lost(store: Store) -> None:
        store.outbox.enqueue(edit("c1", one, title="Other"))
        store.outbox.begin_sending("c1", before=one, owner="x", now=NOON)
        later = NOON.replace(year=2030)
        store.outbox.mark_unknown("c1", reason="The answer was lost.", verify_at=later)

    place = open_place(one, more=lost)
    place.show("main:o1")
    [row] = place.panel.footer.rows.values()
    assert row.heading.text() == "Edit order: Outcome not known yet"
    assert "The answer was lost." in row.text.text()
    assert "looks again at" in row.text.text()
    assert not row.withdraw.isVisible()
    assert not place.actions.verdict("process").allowed


def test_a_question_shows_its_readings_and_is_decided_here(open_place: OpenPlace) -> None:
    one = order()

    def asked(store: Store) -> None:
        store.outbox.enqueue(edit("c1", one, title="Mine"))
        reading = "Name: it was “Shelf cart”, you want “Mine”, it is “Theirs” now."
        store.outbox.ask("c1", reason="Somebody else changed the same.", readings=(reading,))

    place = open_place(one, more=asked)
    place.show("main:o1")
    [row] = place.panel.footer.rows.values()
    assert "you want “Mine”, it is “Theirs” now." in row.readings.text()
    place.qtbot.waitUntil(lambda: not row.guard.unsettled)
    QTest.mouseClick(row.decide, Qt.MouseButton.LeftButton)
    place.qtbot.waitUntil(lambda: bool(place.panel.findChildren(ConflictDialog)))
    [dialog] = place.panel.findChildren(ConflictDialog)
    # The other change is gone again by now.
    assert "Nothing is in conflict any more" in dialog.whose.text()
    place.qtbot.waitUntil(lambda: not dialog.guard.unsettled)
    QTest.mouseClick(dialog.drop, Qt.MouseButton.LeftButton)
    place.qtbot.waitUntil(lambda: not place.panel.footer.isVisible())
    place.qtbot.waitUntil(lambda: not place.panel.findChildren(ConflictDialog))


@pytest.mark.parametrize("height", [500, 860])
def test_what_is_asked_is_in_sight_however_low_the_panel(
    open_place: OpenPlace, height: int
) -> None:
    one = order()

    def asked(store: Store) -> None:
        for number in ("c1", "c2"):
            store.outbox.enqueue(edit(number, one, title="Mine"))
        store.outbox.ask("c2", reason="Somebody else changed the same.", readings=("Theirs.",) * 9)

    place = open_place(one, more=asked)
    place.panel.resize(380, height)
    place.show("main:o1")
    decide = place.panel.footer.rows["c2"].decide
    place.qtbot.waitUntil(lambda: decide.visibleRegion().boundingRect() == decide.rect())
    assert place.panel.diagram.isVisible() is (height == 860)
    totals, items = place.panel.items.totals, place.panel.items
    assert not totals.visibleRegion().boundingRect().height() or (
        totals.mapTo(items, totals.rect().topLeft()).y()
        >= items.table.mapTo(items, items.table.rect().bottomLeft()).y()
    )


def test_a_refused_action_says_why_as_text_with_the_way_out(place: Place) -> None:
    place.show("main:o2")
    [cancel] = [b for b in place.panel.bar.buttons if b.objectName() == "do-cancel"]
    refused: list[str] = []

    def note(name: str, _verdict: Verdict) -> None:
        refused.append(name)

    place.actions.refused.connect(note)
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert refused == ["cancel"]
    assert place.panel.reason.heading.text() == "Cancel order is not possible"
    assert "the order is Processed" in place.panel.reason.text.text()
    assert "Wait." in place.panel.reason.text.text()


def test_no_reason_takes_room_before_it_is_asked_for(place: Place) -> None:
    reason = place.panel.reason
    assert not reason.isVisible()
    place.show("main:o2")
    assert not reason.isVisible()
    process, submit, cancel = place.panel.bar.buttons
    process.clearFocus()
    process.setFocus(Qt.FocusReason.TabFocusReason)
    assert reason.heading.text() == "Process is not possible"
    QTest.keyClick(process, Qt.Key.Key_Tab)
    assert place.panel.focusWidget() is submit
    assert reason.heading.text() == "Submit is not possible"
    assert reason.isVisible()
    QTest.mouseClick(reason.close_button, Qt.MouseButton.LeftButton)
    assert not reason.isVisible()
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert reason.isVisible()
    place.show("main:o1")
    assert not reason.isVisible()


def test_the_reason_of_what_the_keyboard_came_to_goes_when_it_goes_on(place: Place) -> None:
    process, submit, _cancel = place.panel.bar.buttons
    assert place.actions.verdict("process").allowed
    submit.setFocus(Qt.FocusReason.TabFocusReason)
    assert place.panel.reason.isVisible()
    process.setFocus(Qt.FocusReason.BacktabFocusReason)
    assert not place.panel.reason.isVisible()


def test_of_several_selected_it_says_that_all_are_meant(place: Place) -> None:
    place.panel.show_selected(3)
    assert (
        place.panel.several.text() == "3 orders are selected; actions are planned for all of them."
    )
    assert place.panel.several.isVisible()
    place.show("main:o2")
    assert place.panel.several.isVisible()
    place.panel.show_selected(1)
    assert not place.panel.several.isVisible()


def test_a_refused_button_is_reached_and_pressed_by_keyboard(place: Place) -> None:
    place.show("main:o2")
    [cancel] = [b for b in place.panel.bar.buttons if b.objectName() == "do-cancel"]
    assert cancel.isEnabled()
    assert cancel.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert "the order is Processed" in cancel.accessibleDescription()
    QTest.keyClick(cancel, Qt.Key.Key_Space)
    assert place.panel.reason.heading.text() == "Cancel order is not possible"


def test_the_list_of_reasons_opens_from_the_box_and_from_more(place: Place) -> None:
    QTest.mouseClick(place.panel.bar.buttons[1], Qt.MouseButton.LeftButton)
    QTest.mouseClick(place.panel.reason.all, Qt.MouseButton.LeftButton)
    [dialog] = place.panel.findChildren(ReasonsDialog)
    assert "Not offered by Example Trade" in dialog.words.toPlainText()
    dialog.accept()
    place.qtbot.waitUntil(lambda: not place.panel.findChildren(ReasonsDialog))
    [why] = [a for a in place.panel.bar.menu.actions() if a.text().startswith("What is not")]
    why.trigger()
    assert place.panel.findChildren(ReasonsDialog)


def test_what_the_vendor_does_not_offer_is_listed_with_the_nearest_thing(place: Place) -> None:
    [missing] = [a for a in place.panel.bar.menu.actions() if a.text().startswith("Not offered")]
    assert missing.text() == "Not offered by Example Trade…"
    missing.trigger()
    [dialog] = place.panel.findChildren(ReasonsDialog)
    assert dialog.windowTitle() == "Not offered by Example Trade"
    assert dialog.words.toPlainText() == "Delete\nIt deletes no order.\n→ Cancel it."


def test_the_diagram_and_the_items_ask_for_their_actions(place: Place) -> None:
    asked: list[str] = []
    place.actions.triggered.connect(asked.append)
    QTest.mouseClick(place.panel.diagram.boxes["Worked"], Qt.MouseButton.LeftButton)
    table = place.panel.items.table
    spot: QPoint = table.visualRect(table.items.index(1, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    add = place.panel.items.findChild(QAbstractButton, "add-add_item")
    assert isinstance(add, QAbstractButton)
    QTest.mouseClick(add, Qt.MouseButton.LeftButton)
    assert asked == ["process", "edit_item", "remove_item", "add_item"]
    assert place.panel.selected_line() == "2"


def test_an_order_without_items_says_so(open_place: OpenPlace) -> None:
    place = open_place(order(lines=()))
    place.show("main:o1")
    assert place.panel.items.empty.text() == "There is nothing on this order yet."
    assert not place.panel.reading.isVisible()


def test_a_new_order_is_followed_to_the_id_its_vendor_gives_it(place: Place) -> None:
    receipt = place.room.wait(
        place.room.desk.orders.create("main", {"kind": "1", "shop": "14202", "title": "New"}, [])
    )
    place.show(receipt.order)
    assert "not at the vendor yet" in place.panel.header.badges.accessibleName()
    done = CommandChanged(receipt.command, "main:o2", "create", CommandState.DONE)
    place.room.context.bridge.receive(done)
    place.qtbot.waitUntil(lambda: place.panel.header.number.text() == "1071")


def test_focus_goes_to_the_first_thing_that_can_be_done(place: Place) -> None:
    place.panel.setFocus(Qt.FocusReason.OtherFocusReason)
    assert place.panel.focusWidget() is place.panel.bar.buttons[0]


def _unnamed(panel: DetailPanel) -> list[str]:
    kinds = (QAbstractButton, QAbstractScrollArea, QLineEdit)
    widgets: list[QWidget] = [
        widget
        for widget in panel.findChildren(QWidget)
        if isinstance(widget, kinds) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    return [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in widgets
        if not widget.accessibleName() and not getattr(widget, "text", str)()
    ]


def test_everything_the_tab_key_reaches_has_a_name(place: Place) -> None:
    place.act("edit", {"title": "Other"})
    assert _unnamed(place.panel) == []


@pytest.mark.parametrize("width", [340, 412, 700])
def test_every_button_has_room_for_its_words(place: Place, width: int) -> None:
    place.panel.resize(width, 600)
    bar = place.panel.bar

    def shown() -> list[QAbstractButton]:
        return [button for button in bar.buttons if button.isVisible()]

    place.qtbot.waitUntil(lambda: all(one.width() >= one.sizeHint().width() for one in shown()))
    assert shown()
    texts = [action.text() for action in bar.menu.actions()]
    hidden = [button.text() for button in bar.buttons if not button.isVisible()]
    assert all(any(text.startswith(one) for text in texts) for one in hidden)


@pytest.mark.parametrize("width", [340, 412, 700])
def test_any_order_fits_the_panel(open_place: OpenPlace, width: int) -> None:
    long = "A very long name, " * 30
    place = open_place(order(number="N" * 80, title=long, buyer="unknown-" * 12, note=long))
    place.panel.resize(width, 600)
    place.show("main:o1")
    for at in range(place.panel.tabs.count()):
        place.panel.tabs.setCurrentIndex(at)
    assert place.panel.minimumSizeHint().width() <= 340
    assert place.panel.width() == width


def test_the_panel_follows_light_and_dark(place: Place, light: Theme) -> None:
    def ground() -> str:
        return place.panel.grab().toImage().pixelColor(4, 300).name()

    light.set_appearance(Appearance.DARK)
    assert ground() == light.palette.panel
    light.set_appearance(Appearance.LIGHT)
    assert ground() == light.palette.panel

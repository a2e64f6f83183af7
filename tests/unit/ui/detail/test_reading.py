"""Orders whose items are not read: being read, not to be read, out of date, and never empty."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from typing_extensions import override

from orderdesk.domain.gateway import ConnectionConfig, Page, Reading
from orderdesk.domain.messages import Message
from orderdesk.domain.order import Order
from orderdesk.domain.shown import Details
from orderdesk.services.views import OrderView
from orderdesk.store.store import Store
from orderdesk.ui.actions import OrderActions
from orderdesk.ui.detail.panel import DetailPanel
from orderdesk.ui.detail.reading_note import is_unread, words_of
from orderdesk.ui.widgets.labels import PlainLabel
from tests.unit.ui.activity.room import Room
from tests.unit.ui.detail.staging import DESCRIPTION, OpenDesk, StoppedGateway, order

UNREAD = order().model_copy(update={"lines": None, "total": None})
NOT_ONE = UNREAD.model_copy(update={"lines": ()})


def listed(store: Store) -> None:
    """Keep the order as a list shows it."""
    store.mirror.apply_page("main", Page((UNREAD,)), pull=store.mirror.begin_pull("main"))


class PatientGateway(StoppedGateway):
    """A vendor that shows an order with its items once it is let."""

    let: asyncio.Event

    def __init__(self, config: ConnectionConfig, secrets: Mapping[str, str]) -> None:
        super().__init__(config, secrets)
        type(self).let = asyncio.Event()

    @classmethod
    async def answer(cls) -> None:
        cls.let.set()

    @override
    async def fetch(self, vendor_id: str, *, background: bool = False) -> Reading:
        await self.let.wait()
        return Reading(order(vendor_id), {}, datetime.now(UTC))


def panel_of(qtbot: QtBot, room: Room) -> DetailPanel:
    actions = OrderActions((DESCRIPTION,), room.context.icons)
    panel = room.show(DetailPanel(room.context, actions), 412, 860)
    panel.show_order("main:o1")
    qtbot.waitUntil(lambda: panel.view is not None)
    return panel


def test_items_are_read_when_the_order_is_opened(qtbot: QtBot, open_desk: OpenDesk) -> None:
    room = open_desk(more=listed, gateways=PatientGateway)
    panel = panel_of(qtbot, room)
    assert panel.reading.words.text() == "Reading the items…"
    assert panel.reading.progress.isVisible()
    assert panel.reading.progress.accessibleName() == "Reading the items…"
    assert not panel.reading.button.isVisible()
    assert panel.items.empty.text() == "How many items there are is not known yet."
    shown = [label.text() for label in panel.items.totals.findChildren(PlainLabel)]
    assert shown.count("Not known") == 2, "neither the items' sum nor the total"
    room.wait(PatientGateway.answer())
    qtbot.waitUntil(lambda: not panel.reading.isVisible())
    assert panel.items.table.items.rowCount() == 2


def test_what_keeps_it_from_being_read_is_said_with_a_way_to_try_again(
    qtbot: QtBot, open_desk: OpenDesk
) -> None:
    room = open_desk(more=listed)
    panel = panel_of(qtbot, room)
    failed = "The items could not be read. The vendor cannot be reached."
    qtbot.waitUntil(lambda: panel.reading.words.text() == failed)
    assert not panel.reading.progress.isVisible()
    assert panel.reading.button.text() == "Try again"
    assert not panel.items.table.isVisible()
    panel.reading.button.setFocus()
    QTest.keyClick(panel.reading.button, Qt.Key.Key_Space)
    assert panel.reading.progress.isVisible()
    qtbot.waitUntil(lambda: panel.reading.words.text() == failed)
    assert panel.reading.button.isVisible()


@pytest.fixture
def view(open_desk: OpenDesk) -> OrderView:
    room = open_desk(order())
    return room.wait(room.desk.orders.view("main:o1", read=False))


PROBLEM = Message("The vendor answers with an error.")
WAY_OUT = Message("Wait a moment.")
STILL_STALE = (
    "What has changed since the last reading could not be read. "
    "The vendor answers with an error. Wait a moment."
)
NOT_USED = (
    "The vendor's answer about this order could not be used. "
    "It is tried again when the vendor's list shows a change."
)


@pytest.mark.parametrize(
    ("known", "details", "reading", "problem", "words"),
    [
        (order(), Details.READ, False, None, ""),
        (UNREAD, Details.NOT_READ, True, None, "Reading the items…"),
        (order(), Details.STALE, True, None, "Reading what has changed…"),
        (
            NOT_ONE,
            Details.NOT_READ,
            False,
            PROBLEM,
            "The items could not be read. The vendor answers with an error. Wait a moment.",
        ),
        (
            order(),
            Details.STALE,
            False,
            PROBLEM,
            STILL_STALE,
        ),
        (UNREAD, Details.NOT_READ, False, None, "The items of this order have not been read yet."),
        (
            order(),
            Details.STALE,
            False,
            None,
            "The order has changed since its items were read.",
        ),
        (
            UNREAD,
            Details.UNREADABLE,
            False,
            None,
            NOT_USED,
        ),
    ],
)
def test_how_far_an_order_is_read_in_words(
    view: OrderView,
    known: Order,
    details: Details,
    reading: bool,
    problem: Message | None,
    words: str,
) -> None:
    seen = replace(
        view,
        order=known,
        details=details,
        reading=reading,
        reading_problem=problem,
        reading_way_out=WAY_OUT if problem else None,
    )
    assert words_of(seen) == words


def test_no_items_on_an_unread_order_mean_nothing(view: OrderView) -> None:
    assert is_unread(replace(view, order=NOT_ONE, details=Details.NOT_READ))
    assert not is_unread(replace(view, order=NOT_ONE, details=Details.READ))
    assert not is_unread(replace(view, order=order(), details=Details.STALE))
    assert not is_unread(replace(view, order=NOT_ONE, details=Details.NOT_READ, mirror=None))

"""A change that another write put back: said in the activity and at the order, offered again."""

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from orderdesk.sandbox.server import SandboxOptions
from orderdesk.services.views import OrderView
from orderdesk.ui.activity.panel import ActivityPanel
from orderdesk.ui.detail.footer import Footer
from orderdesk.ui.open_changes import OpenChanges
from orderdesk.ui.widgets.strip import Strip
from tests.unit.ui.activity.room import OpenRoom, Room


@pytest.fixture
def room(open_room: OpenRoom) -> Room:
    return open_room(sandbox=SandboxOptions(orders=40, only=["iqmetrix"]), background=True)


def _editable(view: OrderView) -> bool:
    return view.verdicts["edit"].allowed


def _button(strip: Strip, text: str) -> QPushButton:
    return next(one for one in strip.findChildren(QPushButton) if one.text() == text)


def test_it_needs_a_person_who_has_it_set_again_or_leaves_it(qtbot: QtBot, room: Room) -> None:
    room.connect()
    panel = room.show(ActivityPanel(room.context), 1280, 480)
    counts: list[OpenChanges] = []
    panel.counts_changed.connect(counts.append)
    receipt = room.act(_editable, "edit", {"Name": "Mine"})
    order, vendor_id = receipt.order, receipt.entry.command.vendor_id
    room.wait(room.desk.orders.wait(receipt.command, timeout=20))

    def overwrite(name: str) -> Strip:
        room.control(f"orders/{vendor_id}", {"set": {"Name": name}})
        room.wait(room.desk.orders.refresh(order))
        qtbot.waitUntil(lambda: panel.losses.count == 1, timeout=10_000)
        [strip] = panel.losses.strips.values()
        return strip

    strip = overwrite("Theirs")
    assert "was overwritten: you set “Mine”, it is “Theirs” now." in strip.text()
    assert "1" in panel.tabs.tabText(2)
    assert counts[-1].asking == 1
    assert room.nameless(panel) == []
    footer = room.show(Footer(room.context), 420, 300)
    footer.show_view(room.wait(room.desk.orders.view(order)))
    assert footer.asking
    [shown] = footer.losses.strips.values()
    _button(shown, "Set it again").click()
    qtbot.waitUntil(lambda: panel.losses.count == 0, timeout=10_000)
    qtbot.waitUntil(
        lambda: room.control(f"orders/{vendor_id}")["order"]["Name"] == "Mine", timeout=10_000
    )
    qtbot.waitUntil(lambda: not room.wait(room.desk.orders.view(order)).commands)
    strip = overwrite("Theirs again")
    _button(strip, "Leave it").click()
    qtbot.waitUntil(lambda: panel.losses.count == 0, timeout=10_000)
    assert room.control(f"orders/{vendor_id}")["order"]["Name"] == "Theirs again"
    footer.show_view(room.wait(room.desk.orders.view(order)))
    assert not footer.isVisible()

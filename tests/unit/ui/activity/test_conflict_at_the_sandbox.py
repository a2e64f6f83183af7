"""A colleague's change at the vendor, over a real socket: a person decides in the panel."""

import pytest
from pytestqt.qtbot import QtBot

from orderdesk.domain.commands import CommandState
from orderdesk.sandbox.server import SandboxOptions
from orderdesk.services.views import Decision
from orderdesk.ui.activity.decision_dialog import DecisionDialog
from orderdesk.ui.activity.panel import ActivityPanel
from tests.unit.ui.activity.room import OpenRoom, Room


@pytest.fixture
def room(open_room: OpenRoom) -> Room:
    return open_room(sandbox=SandboxOptions(orders=40, only=["iqmetrix"]))


def entry_state(panel: ActivityPanel, command: str) -> CommandState | None:
    place = panel.model.place_of(command)
    activity = panel.model.row(place) if place is not None else None
    return activity.entry.state if activity else None


@pytest.mark.parametrize(
    ("decision", "name", "state"),
    [
        (Decision.TAKE_MINE, "Mine", CommandState.DONE),
        (Decision.TAKE_THEIRS, "Theirs", CommandState.DONE),
        (Decision.GIVE_UP, "Theirs", CommandState.WITHDRAWN),
    ],
)
def test_a_person_decides(
    qtbot: QtBot, room: Room, decision: Decision, name: str, state: CommandState
) -> None:
    room.connect()
    fault = room.control("faults", {"kind": "hold", "method": "GET", "path": "OrderFull"})
    changes = {"Name": "Mine", "DiscountDescription": "Loyal customer"}
    receipt = room.act(lambda view: view.verdicts["edit"].allowed, "edit", changes)
    vendor_id = receipt.entry.command.vendor_id
    room.control(f"orders/{vendor_id}", {"set": {"Name": "Theirs"}})
    room.control(f"faults/{fault['faults'][0]['id']}", method="DELETE")
    panel = room.show(ActivityPanel(room.context), 1280, 480)
    qtbot.waitUntil(
        lambda: entry_state(panel, receipt.command) is CommandState.ASKING, timeout=15_000
    )
    panel.show_command(receipt.command)
    qtbot.waitUntil(panel.detail.decide.isVisible)
    panel.detail.decide.click()
    qtbot.waitUntil(lambda: bool(panel.window().findChildren(DecisionDialog)))
    [dialog] = panel.window().findChildren(DecisionDialog)
    dialog.decisions.buttons[decision].click()
    qtbot.waitUntil(lambda: entry_state(panel, receipt.command) is state, timeout=15_000)
    truth = room.control(f"orders/{vendor_id}")["order"]
    assert truth["Name"] == name
    written = state is CommandState.DONE
    assert (truth["DiscountDescription"] == "Loyal customer") is written

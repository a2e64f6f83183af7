"""What waits says what for: a vault that is locked, a vendor that takes no more requests."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from orderdesk.domain.errors import Throttled
from orderdesk.domain.messages import Message
from orderdesk.ui.activity.panel import ActivityPanel
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.vault.file_vault import FileVault
from orderdesk.vault.memory_vault import MemoryVault
from tests.unit.services.quillworks import DESCRIPTION, SECRETS
from tests.unit.ui.activity.outbox import filled, vendor
from tests.unit.ui.activity.room import OpenRoom, Room

PASSPHRASE = "a goose flew over the mill"


def shown(room: Room) -> ActivityPanel:
    """Show the activity with a watch on the connections."""
    watch = ConnectionWatch(room.context)
    panel = room.show(ActivityPanel(room.context, watch), 1280, 480)
    watch.setParent(panel)
    watch.refresh()
    return panel


def test_what_waits_for_the_vault_says_so(
    qtbot: QtBot, open_room: OpenRoom, tmp_path: Path
) -> None:
    file = tmp_path / "secrets"
    FileVault(file, passphrase=PASSPHRASE).put("main", SECRETS)
    room = open_room(
        gateways=vendor().build,
        descriptions=(DESCRIPTION,),
        prepare=filled,
        vault=FileVault(file),
    )
    panel = shown(room)
    qtbot.waitUntil(lambda: panel.table.go_to("waits-1"))
    said = "Waiting: The secrets are locked under a passphrase."
    qtbot.waitUntil(lambda: panel.detail.outlook.text().startswith(said))
    assert not panel.detail.reason.isVisible()


def test_what_waits_for_a_vendor_that_takes_no_more_says_until_when(
    qtbot: QtBot, open_room: OpenRoom
) -> None:
    vault, quill = MemoryVault(), vendor()
    vault.put("main", SECRETS)
    full = Throttled(Message("Quill Works takes no more requests for 90 seconds."))
    full.retry_after = 90.0
    quill.fail("fetch", full)
    room = open_room(gateways=quill.build, descriptions=(DESCRIPTION,), prepare=filled, vault=vault)
    panel = shown(room)
    qtbot.waitUntil(lambda: panel.table.go_to("waits-1"))
    said = "Waiting: Quill Works takes no more requests for 90 seconds."
    qtbot.waitUntil(lambda: panel.detail.outlook.text().startswith(said))
    qtbot.waitUntil(
        lambda: (
            " again at " in panel.detail.outlook.text()
            or "goes on at" in panel.detail.outlook.text()
        )
    )

"""The word that nothing can be reached: in a strip and in the status bar, with what waits."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from orderdesk.domain.errors import Unreachable
from orderdesk.domain.messages import verbatim
from orderdesk.store.store import Store
from orderdesk.ui.activity.offline_notice import KEY, OfflineNotice
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.notices import NoticeArea
from orderdesk.ui.open_changes import OpenChanges
from orderdesk.ui.status_bar import StatusBar
from orderdesk.vault.memory_vault import MemoryVault
from tests.unit.services.quillworks import CONFIG, DESCRIPTION, SECRETS, Vendor
from tests.unit.ui.activity.room import OpenRoom


def test_it_says_how_much_waits_and_goes_when_a_vendor_is_back(
    qtbot: QtBot, open_room: OpenRoom
) -> None:
    quill, vault = Vendor(), MemoryVault()

    async def cut() -> None:
        raise Unreachable(verbatim("No network."))

    def two(store: Store) -> None:
        for key in ("main", "other"):
            vault.put(key, SECRETS)
            store.connections.put(replace(CONFIG, key=key, name=key.title()))

    quill.hooks["pull"] = cut
    room = open_room(
        gateways=quill.build, descriptions=(DESCRIPTION,), prepare=two, sending=False, vault=vault
    )
    window = room.show(QWidget(), 800, 300)
    watch = ConnectionWatch(room.context, window)
    area = NoticeArea(room.context.theme, room.context.icons)
    status = StatusBar(ZoneInfo("Europe/London"), demo=False)
    column = QVBoxLayout(window)
    column.addWidget(area)
    column.addWidget(status)
    asked: list[str] = []
    notice = OfflineNotice(
        *(area, status, watch),
        zone=room.context.zone,
        show_queue=lambda: asked.append("queue"),
        try_now=lambda: asked.append("try"),
        open_connection=asked.append,
        parent=window,
    )
    notice.show_changes(OpenChanges(waiting=11, asking=1))
    watch.refresh()
    qtbot.waitUntil(lambda: len(watch.statuses) == 2)
    assert area.text(KEY) == ""
    room.wait(room.desk.sync.sync())
    qtbot.waitUntil(lambda: area.text(KEY) != "")
    assert area.text(KEY) == (
        "Offline: no vendor can be reached. "
        "12 changes wait; they are sent in order when the network returns."
    )
    assert notice.word.isVisible()
    status.showMessage("Taken back.")
    notice.show_changes(OpenChanges(waiting=2))
    assert not notice.word.isVisible()
    status.clearMessage()
    assert notice.word.isVisible()
    assert not room.nameless(window)
    notice.show_changes(OpenChanges(waiting=1))
    assert "1 change waits; it is sent" in area.text(KEY)
    notice.show_changes(OpenChanges())
    assert "You can go on working" in area.text(KEY)
    quill.hooks.clear()
    room.wait(room.desk.sync.sync(["main"]))
    qtbot.waitUntil(lambda: area.text(KEY) == "")
    assert notice.word.isHidden()

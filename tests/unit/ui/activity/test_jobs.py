"""Syncs under way: how far they are, how long they may take, and that they stop when asked."""

import asyncio
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from orderdesk.ui.activity.jobs import Pace, time_left
from orderdesk.ui.activity.panel import ActivityPanel
from orderdesk.vault.memory_vault import MemoryVault
from tests.unit.services.quillworks import DESCRIPTION, SECRETS
from tests.unit.ui.activity.outbox import filled, vendor
from tests.unit.ui.activity.room import OpenRoom


@pytest.mark.parametrize(
    ("done", "total", "now", "left"),
    [
        (600, 1000, 10.0, timedelta(seconds=8)),
        (1000, 1000, 10.0, timedelta(0)),
        (600, None, 10.0, None),
        (600, 1000, 2.0, None),
        (110, 100_000, 10.0, None),
        (100, 1000, 10.0, None),
    ],
)
def test_the_time_left_is_only_said_when_it_is_no_guess(
    done: int, total: int | None, now: float, left: timedelta | None
) -> None:
    assert time_left(Pace(at=0.0, done=100), done, total, now) == left


def test_a_running_sync_is_shown_and_stopped(qtbot: QtBot, open_room: OpenRoom) -> None:
    vault, quill, gate = MemoryVault(), vendor(), asyncio.Event()
    vault.put("main", SECRETS)
    room = open_room(
        gateways=quill.build,
        descriptions=(DESCRIPTION,),
        prepare=filled,
        sending=False,
        vault=vault,
    )
    panel = room.show(ActivityPanel(room.context), 1280, 480)
    qtbot.waitUntil(room.idle)
    assert not panel.jobs.isVisible()

    async def hold() -> None:
        if quill.made("page") != ["0"]:
            await gate.wait()

    async def let_go() -> None:
        gate.set()

    quill.hooks["page"] = hold
    sync = room.services.run(room.desk.sync.sync(["main"]))
    qtbot.waitUntil(lambda: "main" in panel.jobs.rows)
    row = panel.jobs.rows["main"]
    qtbot.waitUntil(lambda: row.text.text() == "2 of 6")
    assert row.title.text() == "Reading the orders of Main shop"
    assert (row.bar.value(), row.bar.maximum()) == (2, 6)
    assert row.accessibleName() == "Reading the orders of Main shop: 2 of 6"
    assert room.nameless(panel) == []
    row.stop.click()
    assert row.text.text().startswith("Stopping")
    assert not row.stop.isVisible()
    # It ends in the middle of the page that is under way.
    qtbot.waitUntil(lambda: panel.jobs.rows == {})
    room.wait(let_go())
    assert not panel.jobs.isVisible()
    qtbot.waitUntil(sync.done)
    assert quill.made("page") == ["0", "1"]

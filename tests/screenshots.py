"""Makes the screenshots in docs/screenshots again: the real desk against a sandbox.

`make screenshots` runs it; names of pictures (`make screenshots ARGS="main-dark"`) make only those.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from orderdesk.app import run
from orderdesk.config import HOME_VARIABLE, UNLOCK_VARIABLE, Options
from orderdesk.sandbox.json_text import JsonValue
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from orderdesk.services.views import Receipt
from orderdesk.ui.activity.panel import ActivityPanel
from orderdesk.ui.assets import assets
from orderdesk.ui.bulk.ledger_dialog import LedgerDialog
from orderdesk.ui.bulk.plan_dialog import PlanDialog
from orderdesk.ui.bulk.run_area import RunArea
from orderdesk.ui.conflict.dialog import ConflictDialog, open_conflict
from orderdesk.ui.conflict.row import Side
from orderdesk.ui.connections.dialog import ConnectionsDialog
from orderdesk.ui.connections.page import ConnectionPage
from orderdesk.ui.forms.confirm_dialog import ConfirmDialog
from orderdesk.ui.history.dialog import HistoryDialog
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.settings.dialog import SettingsDialog
from orderdesk.ui.staging.review_dialog import ReviewDialog
from orderdesk.ui.theme import Appearance
from orderdesk.ui.undo.strip import UndoStrip
from tests.picture_stage import Stage, over, until
from tests.sandbox.calls import Calls

_WIDE = (1680, 945)
_SMALL = (1280, 720)


async def first_run(stage: Stage) -> None:
    """Show what a fresh profile shows, then the first sync."""
    stage.size(*_SMALL)
    await until(lambda: stage.window.watch.known and stage.window.page.finder.settled)
    await stage.keep("empty", stage.window.grab)
    await stage.connect()


async def main_window(stage: Stage) -> None:
    """Show the list with a filter and an order, light, dark and small."""
    await stage.query("state:open placed:last-30d")
    stage.size(*_WIDE)
    await stage.order(2)
    select = Qt.KeyboardModifier.ShiftModifier
    for _ in range(2):
        QTest.keyClick(stage.window.page.table, Qt.Key.Key_Down, select)
    await stage.seen()
    stage.look(Appearance.LIGHT)
    await stage.keep("main-light", stage.window.grab)
    stage.look(Appearance.DARK)
    await stage.keep("main-dark", stage.window.grab)
    stage.look(Appearance.LIGHT)
    stage.size(*_SMALL)
    await stage.keep("main-1280x720", stage.window.grab)


async def detail(stage: Stage) -> None:
    """Show an order with its lifecycle, and why one cannot be cancelled."""
    stage.size(*_SMALL)
    await stage.query("state:pending items>2 expires:next-7d")
    await stage.order(1)
    await stage.keep("detail", stage.detail.grab)
    await stage.query("state:processed")
    await stage.order(0)
    cancel = stage.window.findChild(QAction, "cancel")
    if isinstance(cancel, QAction):
        cancel.trigger()
    await stage.keep("refused", stage.window.grab)


async def undoing(stage: Stage) -> None:
    """Show a cancelled order while it can still be undone, and undo it."""
    await stage.query("state:pending items>2 expires:next-7d")
    await stage.order(1)
    cancel = stage.window.findChild(QAction, "cancel")
    if isinstance(cancel, QAction):
        cancel.trigger()
    await until(lambda: isinstance(QApplication.activeModalWidget(), ConfirmDialog))
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, ConfirmDialog):
        dialog.submit()
    strip = stage.window.findChild(UndoStrip)
    await until(lambda: isinstance(strip, UndoStrip) and strip.isVisible())
    await stage.seen()
    await stage.keep("undo", stage.window.grab)
    stage.window.actions_.get("undo").trigger()
    await until(lambda: isinstance(strip, UndoStrip) and strip.isHidden())


async def staging(stage: Stage) -> None:
    """Show cells with staged values, and the review of what is staged, light and dark."""
    stage.size(*_WIDE)
    await stage.query("state:pending items>2 expires:next-7d")
    for place, name in ((3, "Collect on Friday"), (2, "Trade-in at the counter")):
        await stage.order(place)
        await stage.stage("edit", {"Name": name})
    await stage.stage("edit", {"DiscountDescription": "Regular customer"})
    view = stage.detail.view
    lines = view.order.lines if view is not None else None
    if lines:
        await stage.stage("edit_item", {"Quantity": "3"}, lines[0].id)
        await stage.stage("remove_item", {}, lines[1].id)
    await stage.keep("staged", stage.window.grab)
    for look, name in ((Appearance.LIGHT, "review"), (Appearance.DARK, "review-dark")):
        stage.look(look)
        stage.window.actions_.get("review_staged").trigger()
        [dialog] = stage.window.findChildren(ReviewDialog)
        dialog.resize(960, 480)
        tree = dialog.tree
        await until(lambda tree=tree: tree.lines.rowCount() > 0 and tree.lines.sums()[1])
        await stage.keep(name, partial(over, stage.window, dialog))
        dialog.done(0)
        await until(lambda: not stage.window.findChildren(ReviewDialog))
    stage.look(Appearance.LIGHT)
    stage.stager.discard(None)
    await until(lambda: stage.stager.count.changes == 0)


async def connection(stage: Stage) -> None:
    """Show the step-by-step test of a connection."""
    stage.window.actions_.get("connections").trigger()
    found: list[ConnectionsDialog] = []

    def opened() -> bool:
        found[:] = stage.window.findChildren(ConnectionsDialog)
        return bool(found) and isinstance(found[0].page(), ConnectionPage)

    await until(opened)
    page = found[0].page()
    if isinstance(page, ConnectionPage):
        page.test.start()
        await until(lambda: not page.test.running)
    await stage.keep("connection-test", partial(over, stage.window, found[0]))
    found[0].reject()


async def settings(stage: Stage) -> None:
    """Show the settings: what is kept here, light and dark."""
    stage.size(*_SMALL)
    for look, name in ((Appearance.LIGHT, "settings"), (Appearance.DARK, "settings-dark")):
        if not stage.wants(name):
            continue
        stage.look(look)
        stage.window.actions_.get("settings").trigger()
        [dialog] = stage.window.findChildren(SettingsDialog)
        dialog.show_page("privacy")
        await until(lambda dialog=dialog: dialog.updates.title.text() != "")
        await stage.keep(name, partial(over, stage.window, dialog))
        dialog.reject()
        await until(lambda: not stage.window.findChildren(SettingsDialog))
    stage.look(Appearance.LIGHT)


async def history(stage: Stage) -> None:
    """Show what was done to all orders, and to one."""
    if not stage.wants("history"):
        return
    stage.detail.tabs.setCurrentWidget(stage.detail.history)
    stage.window.wanted.emit("history")
    await until(lambda: bool(stage.window.findChildren(HistoryDialog)))
    [dialog] = stage.window.findChildren(HistoryDialog)
    await until(lambda: dialog.table.lines.rowCount() > 0)
    await stage.keep("history", partial(over, stage.window, dialog))
    dialog.accept()
    stage.detail.tabs.setCurrentIndex(0)


async def many(stage: Stage) -> None:
    """Show the plan for several orders, its run, and the ledger with what failed."""
    stage.size(*_SMALL)
    await stage.query("state:pending,processed placed:last-30d")
    await stage.order(0)
    stage.window.page.table.selectAll()
    await until(lambda: stage.detail.selected > 1)
    cancel = stage.window.findChild(QAction, "cancel")
    if isinstance(cancel, QAction):
        cancel.trigger()
    await until(lambda: any(one.plan for one in stage.window.findChildren(PlanDialog)))
    [dialog] = stage.window.findChildren(PlanDialog)
    await stage.keep("plan", partial(over, stage.window, dialog))
    fault: dict[str, JsonValue] = {"kind": "status", "status": 400, "method": "PUT", "count": 3}
    fault["body"] = '{"Message": "The register is being counted."}'
    await asyncio.to_thread(_set_faults, stage.sandbox, [fault])
    dialog.submit()
    area = stage.window.findChild(RunArea)
    if not isinstance(area, RunArea):
        raise TypeError(area)
    await until(lambda: any(row.bar.value() > row.bar.maximum() // 3 for row in area.rows.values()))
    await stage.keep("run", stage.window.grab)
    await until(lambda: any(row.over for row in area.rows.values()))
    [row] = area.rows.values()
    row.ledger.click()
    await until(lambda: any(one.ledger for one in stage.window.findChildren(LedgerDialog)))
    [ledger] = stage.window.findChildren(LedgerDialog)
    await stage.keep("ledger", partial(over, stage.window, ledger))
    ledger.accept()
    row.close_button.click()


async def offline(stage: Stage) -> None:
    """Show what goes on working while the vendor cannot be reached."""
    stage.size(*_SMALL)
    await stage.query("state:open")
    stage.sandbox.stop()
    stage.window.actions_.get("sync").trigger()
    await until(lambda: stage.window.notices.text("offline") != "")
    await stage.seen()
    await stage.keep("offline", stage.window.grab)


async def conflict(stage: Stage) -> None:
    """Show what two people changed differently, with the choice of each field, dark and light."""
    stage.size(*_SMALL)
    await stage.query("state:pending")
    await stage.order(1)
    view, context = stage.detail.view, stage.window.context
    if view is None:
        raise TypeError(view)
    theirs = {"Name": "Window display", "TenderId": "HF101IN2044", "DiscountCode": "AUTUMN"}
    mine = {**theirs, "Name": "Counter display", "TenderId": "HF101IN2040", "DiscountCode": "EARLY"}
    hold = {"kind": "hold", "method": "GET", "path": "OrderFull", "count": 1}
    _set_faults(stage.sandbox, [hold])
    act = context.desk.orders.act(
        view.order.id, "edit", {**mine, "DiscountDescription": "Loyal customer"}
    )
    receipts: list[Receipt] = []
    context.tasks.call(act, name="to be in conflict", then=receipts.append)
    with Calls(stage.sandbox) as calls:
        await until(lambda: bool(calls.admin("GET", "/holds")))
        calls.admin("POST", f"/orders/{view.order.vendor_id}", {"set": {**theirs}})
        calls.admin("POST", "/release", {})
    await until(lambda: stage.detail.footer.asking)
    open_conflict(context, receipts[0].command, stage.window)
    await until(lambda: bool(stage.window.findChildren(ConflictDialog)))
    [dialog] = stage.window.findChildren(ConflictDialog)
    dialog.table.rows["Name"].choose(Side.MINE)
    dialog.table.rows["TenderId"].choose(Side.THEIRS)
    dialog.table.rows["DiscountCode"].choose(Side.MINE)
    stage.look(Appearance.DARK)
    await stage.keep("conflict-dark", lambda: over(stage.window, dialog))
    stage.look(Appearance.LIGHT)
    await stage.keep("conflict-light", lambda: over(stage.window, dialog))
    dialog.drop.click()
    await until(lambda: not stage.detail.footer.asking)


async def queue(stage: Stage) -> None:
    """Show what waits while nothing can be reached, light and dark."""
    stage.size(*_WIDE)
    for place in range(5):
        await stage.query("state:pending")
        await stage.order(place)
        view = stage.detail.view
        if view is None:
            continue
        context = stage.window.context
        texts = ({"Name": f"Counter {place + 1}"}, {"DiscountDescription": "Loyal customer"})
        for values in texts[: 1 + place % 2]:
            act = context.desk.orders.act(view.order.id, "edit", values)
            context.tasks.call(act, name="wait offline")
    await until(lambda: "wait" in stage.window.notices.text("offline"))
    show = next(
        button
        for button in stage.window.notices.findChildren(QPushButton)
        if button.text() == "Show queue"
    )
    show.click()
    panel = stage.window.parts.activity
    if not isinstance(panel, ActivityPanel):
        raise TypeError(panel)
    await until(lambda: panel.queue.table.lines.rowCount() > 0)
    await stage.seen()
    await stage.keep("queue-light", stage.window.grab)
    stage.look(Appearance.DARK)
    await stage.keep("queue-dark", stage.window.grab)
    stage.look(Appearance.LIGHT)


async def large(stage: Stage) -> None:
    """Show the window on a screen at 200 %."""
    await stage.connect()
    await stage.query("state:open")
    stage.size(*_SMALL)
    await stage.order(2)
    await stage.keep("main-200-percent", stage.window.grab)


_VENDORS = {
    "orderspace": ("dispatch", "vendor_state:released"),
    "ordertime": ("ship", ""),
    "deconetwork": ("mark_produced", "state:pending"),
    "valomnia": ("assign_delivery", "state:pending"),
}
"""The vendors beside the first, each with an act and with the orders to do it on."""


async def every_vendor(stage: Stage) -> None:
    """Show all vendors' orders in one list, then of each an order with a form or a question."""
    await stage.connect()
    stage.size(*_WIDE)
    await stage.order(0)
    await stage.keep("vendors", stage.window.grab)
    for vendor, (action, query) in _VENDORS.items():
        await one_vendor(stage, vendor, action, query)
    await troubles(stage)


async def one_vendor(stage: Stage, vendor: str, action: str, query: str) -> None:
    """Show an order of a vendor, and the form of an act on it."""
    await stage.query(f"vendor:{vendor} {query}".strip())
    await stage.order(1)
    await until(lambda: stage.detail.view is not None and stage.detail.view.order.lines is not None)
    await stage.keep(f"vendor-{vendor}", stage.window.grab)
    do = stage.window.findChild(QAction, action)
    if isinstance(do, QAction):
        do.trigger()
    await until(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QDialog):
        await stage.keep(f"vendor-{vendor}-{action}", partial(over, stage.window, dialog))
        dialog.reject()


async def troubles(stage: Stage) -> None:
    """Show what the side bar says when some vendors are in trouble."""
    await stage.query("state:open")
    faults: list[dict[str, JsonValue]] = [
        {"kind": "status", "status": 500, "vendor": "ordertime"},
        {"kind": "cut", "when": "before", "vendor": "deconetwork"},
        {"kind": "status", "status": 429, "vendor": "orderspace"},
    ]
    await asyncio.to_thread(_set_faults, stage.sandbox, faults)
    stage.window.actions_.get("sync").trigger()

    def told() -> bool:
        statuses = stage.window.watch.statuses
        return len([one for one in statuses if one.problem or one.waits_until]) == len(faults)

    await until(told)
    await stage.order(0)
    await stage.keep("troubles", stage.window.grab)


def _set_faults(sandbox: Sandbox, faults: Sequence[Mapping[str, JsonValue]]) -> None:
    with Calls(sandbox) as calls:
        for fault in faults:
            calls.fault(**fault)


# So that the pictures have one font wherever they are made.
_FONTS = """<?xml version="1.0"?>
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{folder}</dir>
  <match target="pattern">
    <edit name="family" mode="prepend" binding="strong"><string>Inter</string></edit>
  </match>
</fontconfig>
"""


@dataclass(frozen=True)
class Sitting:
    """One opening of the desk: on which scale, with which vendors' orders, and what is shown."""

    scenes: tuple[Callable[[Stage], Awaitable[None]], ...]
    scale: int = 1
    vendors: tuple[str, ...] = ("iqmetrix",)
    """Empty: all that there are."""
    orders: int = 1200


_SITTINGS: Mapping[str, Sitting] = {
    "one": Sitting(
        (
            *(first_run, main_window, settings, detail, undoing, staging, many, history),
            *(connection, conflict, offline, queue),
        )
    ),
    "large": Sitting((large,), scale=2),
    "every": Sitting((every_vendor,), vendors=(), orders=120),
}


def play(sitting: Sitting, wanted: Sequence[str]) -> int:
    """Open the desk on a profile of its own and make the pictures of one sitting."""
    options = SandboxOptions(orders=sitting.orders, seed=11, only=sitting.vendors)
    with tempfile.TemporaryDirectory() as home, Sandbox(options) as sandbox:
        os.environ[HOME_VARIABLE] = home
        os.environ[UNLOCK_VARIABLE] = "a passphrase of the screenshots"
        settings = {"zone": "Europe/London", "theme": "light"}
        Path(home, "settings.json").write_text(json.dumps(settings), encoding="utf-8")

        async def visit(window: MainWindow) -> None:
            stage = Stage(window, sandbox, wanted)
            for scene in sitting.scenes:
                await scene(stage)

        # Pictures name nobody who happens to take them.
        with (
            patch("getpass.getuser", return_value="ada"),
            patch("platform.node", return_value="desk-1"),
        ):
            return run(Options(), visit=visit)


def main() -> int:
    """Make the pictures, each sitting in a process of its own since Qt is scaled at the start."""
    parser = argparse.ArgumentParser(prog="tests.screenshots", description=__doc__)
    parser.add_argument("pictures", nargs="*", help="names of pictures; all without one")
    parser.add_argument("--sitting", choices=sorted(_SITTINGS), help="only those of one sitting")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.here:
        return play(_SITTINGS[asked.sitting], asked.pictures)
    command = [sys.executable, "-m", "tests.screenshots", *asked.pictures, "--here", "--sitting"]
    with tempfile.TemporaryDirectory() as folder:
        fonts = Path(folder, "fonts.conf")
        fonts.write_text(_FONTS.format(folder=assets() / "fonts"), encoding="utf-8")
        same = {"QT_QPA_PLATFORM": "offscreen", "FONTCONFIG_FILE": str(fonts)}
        codes = [
            subprocess.run(
                [*command, name],
                env={**os.environ, **same, "QT_SCALE_FACTOR": str(sitting.scale)},
                check=False,
            ).returncode
            for name, sitting in _SITTINGS.items()
            if asked.sitting in (None, name)
        ]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())

"""The demo's sandbox is a process that ends with the desk, however the desk ends."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from orderdesk.demo import DemoSandbox
from orderdesk.domain.errors import DeskError


def test_it_prints_its_connections_and_ends_when_closed() -> None:
    async def story() -> str:
        sandbox = DemoSandbox()
        try:
            return await sandbox.start(orders=3, seed=1)
        finally:
            await sandbox.aclose()
            await sandbox.aclose()

    told = json.loads(asyncio.run(story()))
    assert told["connections"][0]["secrets"]
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{told['control']}/health", timeout=5)


def test_what_cannot_start_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false") or sys.executable)

    async def story() -> None:
        sandbox = DemoSandbox()
        try:
            await sandbox.start(orders=3, seed=1)
        finally:
            await sandbox.aclose()

    with pytest.raises(DeskError, match="did not start"):
        asyncio.run(story())


_PARENT = """
import asyncio, sys
from orderdesk.demo import DemoSandbox
async def story():
    print((await DemoSandbox().start(orders=3, seed=1)).strip(), flush=True)
    await asyncio.Event().wait()
asyncio.run(story())
"""


def test_it_ends_when_the_desk_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent:
        told = json.loads(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)

    def served() -> bool:
        try:
            return httpx.get(f"{told['control']}/health", timeout=5).is_success
        except httpx.TransportError:
            return False

    while served():
        pass


_DESK = """
import sys
from PySide6.QtCore import QTimer
from orderdesk.app import run
from orderdesk.config import Options
async def visit(window):
    import asyncio
    shown = asyncio.Event()
    def on_found(found):
        if found.totals and found.totals.orders >= 20:
            shown.set()
    window.page.found.connect(on_found)
    window.page.finder.look()
    await asyncio.wait_for(shown.wait(), 60)
    print(window.windowTitle(), window.status.badge.text(), flush=True)
sys.exit(run(Options(demo=True, orders=20), visit=visit))
"""


def test_the_demo_shows_orders_and_leaves_nothing_behind(profile_home: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _DESK], capture_output=True, text=True, check=False, timeout=100
    )
    assert ended.returncode == 0, ended.stderr
    assert "orderdesk – demo DEMO" in ended.stdout
    assert list(profile_home.iterdir()) == []

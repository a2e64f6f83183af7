"""A sandbox a module, and for each test the program on a profile of its own beside it."""

import asyncio
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdesk.composition import compose
from orderdesk.config import UNLOCK_VARIABLE, Profile, load_settings
from orderdesk.sandbox.json_text import encode
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from orderdesk.vault.opening import open_vault
from tests.e2e.journeys.person import Person
from tests.e2e.journeys.program import Program, ui_loop, write_settings
from tests.e2e.journeys.walk import Trade, Walk, connect
from tests.e2e.journeys.work import Work
from tests.sandbox.calls import Calls

PASSPHRASE = "four quiet harbours"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Run a sandbox with 60 orders."""
    with Sandbox(SandboxOptions(orders=60, seed=3, only=["iqmetrix"])) as running:
        yield running


@pytest.fixture(scope="module")
def speaking(sandbox: Sandbox) -> Iterator[Calls]:
    """Speak to the sandbox past the program."""
    with Calls(sandbox) as calls:
        yield calls


@pytest.fixture
def calls(speaking: Calls) -> Calls:
    """Speak to the sandbox, which is as it was at the start."""
    speaking.admin("POST", "/reset", {})
    return speaking


@pytest.fixture(scope="module")
def known(speaking: Calls, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a profile that knows the sandbox's orders, to be copied."""
    home = tmp_path_factory.mktemp("known") / "home"
    write_settings(home)
    speaking.admin("POST", "/reset", {})
    asyncio.run(_fill(Profile.under(home), speaking))
    return home


async def _fill(profile: Profile, calls: Calls) -> None:
    profile.prepare()
    vault = open_vault(profile.secrets, profile.identity(), passphrase=PASSPHRASE)
    desk = compose(profile, load_settings(profile.settings).settings, vault=vault)
    await desk.start(background=False)
    try:
        # These journeys do not wait for an undo.
        await desk.grace.choose(0)
        line = encode({"control": calls.control, "connections": [calls.connection]}).decode()
        [report] = await desk.sync.sync(await desk.connections.import_json(line))
        assert report.error is None, report.error
    finally:
        await desk.aclose()


@pytest.fixture
def person(qtbot: QtBot) -> Person:
    """Sit down at the screen."""
    return Person(qtbot)


@pytest.fixture(autouse=True)
def quiet(expected_warnings: list[re.Pattern[str]]) -> None:
    """Let the platform without a screen say what it does not support."""
    expected_warnings.append(re.compile("^qt: .*This plugin does not support"))


@pytest.fixture
def blank(qapp: QApplication, person: Person, tmp_path: Path) -> Iterator[Program]:
    """Have the program on a profile with nothing in it, not started yet."""
    write_settings(tmp_path / "blank")
    with ui_loop(qapp) as loop:
        program = Program(qapp, loop, person, tmp_path / "blank")
        yield program
        program.close()


@pytest.fixture
def work(
    qapp: QApplication,
    person: Person,
    calls: Calls,
    known: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Work]:
    """Have the program open on the sandbox's orders, its secrets unlocked by the environment."""
    monkeypatch.setenv(UNLOCK_VARIABLE, PASSPHRASE)
    home = tmp_path / "known"
    shutil.copytree(known, home)
    with ui_loop(qapp) as loop:
        program = Program(qapp, loop, person, home)
        work = Work(person, program, calls)
        work.begin()
        yield work
        program.close()


@pytest.fixture
def walk(
    trade: Trade,
    qapp: QApplication,
    person: Person,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Walk]:
    """Have the program open on the orders of the vendor that the module trades with."""
    options = SandboxOptions(
        orders=trade.orders, seed=3, only=[trade.vendor], switches=trade.switches
    )
    monkeypatch.setenv(UNLOCK_VARIABLE, PASSPHRASE)
    with Sandbox(options) as sandbox, Calls(sandbox) as calls:
        connect(tmp_path / "walk", calls, passphrase=PASSPHRASE)
        with ui_loop(qapp) as loop:
            program = Program(qapp, loop, person, tmp_path / "walk")
            walk = Walk(person, program, calls)
            walk.trade = trade
            try:
                walk.begin()
                yield walk
            finally:
                program.close()

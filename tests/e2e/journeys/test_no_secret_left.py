"""After a walk through all vendors, by commands and in the window, no secret is left anywhere."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QTableView

from orderdesk.config import UNLOCK_VARIABLE
from orderdesk.domain.history import HistoryFilter
from orderdesk.ui.main_window import MainWindow
from tests.e2e.journeys.person import Person
from tests.e2e.journeys.program import QUICK, Program, ui_loop
from tests.e2e.journeys.wiretap import NAMES, Wiretap, found, told_by, wiretap
from tests.e2e.programs import PASSPHRASE, Profile, Ran, StandIn, standing

ORDERS = 40
ACTS = {
    "deconetwork": ("mark_produced",),
    "iqmetrix": ("submit", "process"),
    "orderspace": ("dispatch", "invoice"),
    "ordertime": ("change_status", "--set", "status=Picking"),
    "valomnia": ("unassign_delivery",),
}
"""Acts by vendor: the first that an order allows is done."""

EXPORTS = ("ledger.csv", "history.csv", "history.json")
"""What a person may give to somebody else."""

TROUBLES: tuple[dict[str, object], ...] = (
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 401},
    {"kind": "html"},
)
"""What goes wrong, so that logs have something to say."""


@pytest.fixture
def tap() -> Iterator[Wiretap]:
    """Listen to the stand-ins."""
    with wiretap() as listening:
        yield listening


@pytest.fixture
def everybody(tap: Wiretap) -> Iterator[StandIn]:
    """Run every vendor's stand-in; addresses of documents carry a token whatever is asked."""
    vendors = sorted(ACTS)
    with standing(*vendors, orders=ORDERS, switches={"login_tokens": "always"}) as running:
        yield running


class Commands:
    """Runs commands and keeps what they print."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.printed: list[str] = []

    def run(self, *words: str, given: str | None = None) -> Ran:
        ran = self.profile.run(*words, given=given)
        self.printed += [ran.out, ran.err]
        return ran

    def walk(self, everybody: StandIn) -> None:
        """Do everything once that commands can do, with each vendor, in good and bad times."""
        assert self.run("connections", "import", "-", "--json", given=everybody.line).code == 0
        assert self.run("connections", "test", "--json").code == 0
        assert self.run("sync", "--json").code == 0
        listed = self.run("list", "type:any", "--json").json
        self.run("list")
        self.run("capabilities")
        for vendor, words in ACTS.items():
            self._work([one for one in listed if one["vendor"] == vendor], *words)
        self.run("do", "cancel", "--query", "vendor:iqmetrix state:pending", "--json")
        for fault in TROUBLES:
            everybody.fault(**fault)
            assert self.run("sync", "--json").code == 5
            everybody.control("DELETE", "/faults")

    def _work(self, orders: list[dict[str, Any]], *words: str) -> None:
        acts = words[:1] if "--set" in words else words
        more = words[1:] if "--set" in words else ()
        for order in orders[:12]:
            shown = self.run("show", order["id"], "--refresh", "--json").json
            self.run("show", order["id"])
            allowed = [act for act in acts if shown["actions"][act]["allowed"]]
            if allowed:
                done = self.run("do", allowed[0], order["id"], *more, "--json")
                assert done.json["outcome"] == "done", done.err
                return
        raise AssertionError(words)


def test_nothing_secret_is_left(
    everybody: StandIn,
    tap: Wiretap,
    person: Person,
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected_warnings: list[re.Pattern[str]],
) -> None:
    expected_warnings.append(re.compile(r"^orderdesk\."))
    monkeypatch.setenv(UNLOCK_VARIABLE, PASSPHRASE)
    profile = Profile(tmp_path / "walk")
    profile.settings(**QUICK)
    commands = Commands(profile)
    commands.walk(everybody)
    _look_around(person, qapp, profile.home)
    secrets = (
        {
            f"{one['vendor']} {name}": {str(value)}
            for one in everybody.connections
            for name, value in one["secrets"].items()
        }
        | {"passphrase": {PASSPHRASE}}
        | tap.values()
    )
    assert all(secrets.values()), "what was not heard is not proved"
    told = told_by(profile.home, commands.printed, tmp_path / "rows")
    assert told.keys() >= {f"exports/{name}" for name in EXPORTS}
    assert {Path(place).suffix for place in told} >= {".db", ".log", ".sealed", ".json"}
    left = {name: places for name, values in secrets.items() if (places := found(values, told))}
    assert left == {}
    assert found(NAMES, told) == set()
    _would_be_seen(profile.home, tmp_path / "planted", secrets)


def _look_around(person: Person, qapp: QApplication, home: Path) -> None:
    """Open the window on the profile, look at an order of each vendor, and leave."""
    with ui_loop(qapp) as loop:
        program = Program(qapp, loop, person, home)
        try:
            program.start()
            table = person.the(QTableView, "orders")
            person.wait(table.model().rowCount, "orders are listed")
            for vendor in ACTS:
                person.press("Ctrl+F", "Ctrl+A")
                person.type(f"vendor:{vendor} ")
                person.wait(lambda: table.model().rowCount() > 0, vendor)
                person.press("Return", "Return", "Shift+F5")
                person.press("Esc")
            _export(person, qapp, home / "exports")
            assert program.quit() == 0
        finally:
            program.close()


def _export(person: Person, qapp: QApplication, folder: Path) -> None:
    """Write the ledger of a run on many orders, and everything that was done and seen."""
    folder.mkdir()
    context = next(one.context for one in qapp.topLevelWidgets() if isinstance(one, MainWindow))
    written: list[int] = []

    async def write() -> int:
        desk = context.desk
        [run, *_earlier] = await desk.bulk.recent()
        ledger, *histories = (folder / name for name in EXPORTS)
        rows = await desk.bulk.export(run.id, ledger)
        return rows * min([await desk.history.export(one, HistoryFilter()) for one in histories])

    context.tasks.call(write(), name="exports", then=written.append)
    person.wait(lambda: bool(written), "the files are written")
    assert written[0] > 0


def _would_be_seen(home: Path, planted: Path, secrets: dict[str, set[str]]) -> None:
    """Prove that each of the secrets would have been found where it had been written."""
    shutil.copytree(home, planted)
    every = sorted({value for values in secrets.values() for value in values})
    with closing(sqlite3.connect(planted / "desk.db")) as database, database:
        database.execute("create table planted (value text)")
        database.executemany("insert into planted values (?)", [(f"x{one}x",) for one in every])
    (planted / "logs" / "desk.log").write_text("".join(f"at the end {one}." for one in every))
    told = told_by(planted, ["".join(f'"{one}"' for one in every)], planted.parent / "spare")
    for value in every:
        places = found([value], told)
        assert places >= {"printed 0", "logs/desk.log", "rows of desk.db"}, value

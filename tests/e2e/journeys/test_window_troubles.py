"""One vendor down, one failing, one at its limit: it is said, and the others are worked."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QListView

from orderdesk.config import UNLOCK_VARIABLE
from orderdesk.sandbox.server import Sandbox
from tests.e2e.journeys.person import Person
from tests.e2e.journeys.program import Program, ui_loop
from tests.e2e.journeys.walk import Trade, Walk, connect
from tests.integration.town import standing
from tests.sandbox.calls import Calls

ORDERS = 14
DOWN, FAILING, LIMITED, WELL = "deconetwork", "ordertime", "orderspace", ("iqmetrix", "valomnia")
PASSPHRASE = "six grey herons"


@pytest.fixture
def sandboxes() -> Iterator[Mapping[str, Sandbox]]:
    """Run every vendor's stand-in in a server of its own."""
    with standing(ORDERS) as running:
        yield running


@pytest.fixture
def calls(sandboxes: Mapping[str, Sandbox]) -> Iterator[Mapping[str, Calls]]:
    """Speak to each of them."""
    speaking = {vendor: Calls(sandbox) for vendor, sandbox in sandboxes.items()}
    yield speaking
    for one in speaking.values():
        one.http.close()


def _said(person: Person, name: str) -> str:
    """Return what the sidebar says of a connection."""
    model = person.the(QListView, "connections").model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    row = next((one for one in rows if str(one.data()) == name), QModelIndex())
    return str(row.data(Qt.ItemDataRole.AccessibleTextRole))


def test_who_is_in_trouble_is_said_and_the_others_are_worked(
    sandboxes: Mapping[str, Sandbox],
    calls: Mapping[str, Calls],
    person: Person,
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(UNLOCK_VARIABLE, PASSPHRASE)
    names = {vendor: str(one.connection["name"]) for vendor, one in calls.items()}
    connect(tmp_path / "troubles", *calls.values(), passphrase=PASSPHRASE)
    with ui_loop(qapp) as loop:
        program = Program(qapp, loop, person, tmp_path / "troubles")
        try:
            program.start()
            for vendor, name in names.items():
                person.wait(lambda name=name: "Last sync" in _said(person, name), vendor)
            sandboxes[DOWN].stop()
            calls[FAILING].fault(kind="status", status=500)
            calls[LIMITED].fault(kind="status", status=429)
            before = {vendor: calls[vendor].last_number() for vendor in WELL}
            person.press("F5")
            for vendor, words in (
                (DOWN, ("not reachable", "accepts no connection", "Next try")),
                (FAILING, ("not reachable", "an error of its own", "Next try")),
                (LIMITED, ("Limited until",)),
            ):
                person.wait(
                    lambda vendor=vendor, words=words: all(
                        word in _said(person, names[vendor]) for word in words
                    ),
                    lambda vendor=vendor: f"{vendor} in trouble: {_said(person, names[vendor])}",
                )
            for vendor in WELL:
                person.wait(
                    lambda vendor=vendor: calls[vendor].last_number() > before[vendor], vendor
                )
                assert "working" in _said(person, names[vendor])
            _work(Walk(person, program, calls["valomnia"]))
            assert program.quit() == 0
        finally:
            program.close()


def _work(walk: Walk) -> None:
    """Assign a delivery: an act on an order of a vendor that is well."""
    walk.trade = Trade(vendor="valomnia", writes=r"^(POST|DELETE) .*/api/")
    walk.since = walk.calls.last_number()
    order = walk.first(kind="ORDER", delivery="PENDING", assigned=None)
    number = walk.open(order)
    walk.do("Assign delivery")
    walk.asked("Assign delivery", number)
    walk.refer("Deliverer, needed", "Owen Kettle")
    walk.person.fill("Delivery wanted by, needed", "2026-12-01 10:00")
    walk.submit()
    walk.wait_whole(order, assigned="emp-06")
    walk.wait_settled()
    walk.wait_writes("assign 201")

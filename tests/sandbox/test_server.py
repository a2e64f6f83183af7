"""Starting and stopping, in memory and on a file."""

import socket
import sqlite3
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orderdesk.sandbox.json_text import NotJson, parse_object
from orderdesk.sandbox.server import CannotStart, Sandbox, SandboxOptions, WrongOption
from orderdesk.sandbox.storage import NotOurs, Storage
from orderdesk.sandbox.vendors import vendors
from tests.sandbox.calls import COMPANY, Calls, answers, as_object, as_objects, item


def test_five_thousand_orders_are_there_in_a_moment() -> None:
    start = time.process_time()
    with Sandbox(SandboxOptions(only=["iqmetrix"])) as running:
        spent = time.process_time() - start
        with Calls(running) as calls:
            assert len(answers(calls.orders("GET", "/OrderFull"))) == 5_000
    assert spent < 3


def test_a_sandbox_stops_quickly_and_may_be_stopped_twice() -> None:
    sandbox = Sandbox(SandboxOptions(orders=1, only=["iqmetrix"]))
    sandbox.start()
    with Calls(sandbox) as calls:  # with a connection that is kept open
        calls.orders("GET", "/Orders")
        start = time.monotonic()
        sandbox.stop()
        assert time.monotonic() - start < 2
    sandbox.stop()


def test_two_sandboxes_do_not_disturb_one_another() -> None:
    with (
        Sandbox(SandboxOptions(orders=2, only=["iqmetrix"])) as one,
        Sandbox(SandboxOptions(orders=3, only=["iqmetrix"])) as two,
    ):
        assert one.port != two.port
        with Calls(one) as first, Calls(two) as second:
            assert len(answers(first.orders("GET", "/Orders"))) == 2
            assert len(answers(second.orders("GET", "/Orders"))) == 3


def test_the_port_can_be_chosen_and_must_be_free() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=f"Port {port}"):
            Sandbox(SandboxOptions(port=port, orders=1, only=["iqmetrix"])).start()
    with Sandbox(SandboxOptions(port=port, orders=1, only=["iqmetrix"])) as running:
        assert running.control == f"http://127.0.0.1:{port}/control"


@pytest.mark.parametrize(
    "options",
    [
        SandboxOptions(orders=1, switches={"colour": "red"}, only=["iqmetrix"]),
        SandboxOptions(orders=1, faults=[{"kind": "nonsense"}], only=["iqmetrix"]),
    ],
)
def test_wrong_options_are_refused_before_anything_runs(options: SandboxOptions) -> None:
    sandbox = Sandbox(options)
    with pytest.raises(WrongOption):
        sandbox.start()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", sandbox.port), timeout=2).close()


def test_switches_and_faults_can_stand_from_the_start() -> None:
    options = SandboxOptions(
        orders=2,
        only=["iqmetrix"],
        switches={"shape": "recorded"},
        faults=[{"kind": "status", "status": 503, "path": "Items"}],
    )
    with Sandbox(options) as running, Calls(running) as calls:
        order = answers(calls.orders("GET", "/Orders"))[0]
        assert "OrderReference" in order
        assert calls.orders("GET", f"/Orders({order['Id']})/Items").status_code == 503


def test_the_clock_can_start_at_any_time() -> None:
    start = datetime(2031, 7, 1, 9, tzinfo=UTC)
    with (
        Sandbox(SandboxOptions(orders=5, start=start, only=["iqmetrix"])) as running,
        Calls(running) as calls,
    ):
        now = datetime.fromisoformat(str(as_object(calls.admin("GET", "/clock"))["time"]))
        assert timedelta(0) <= now - start < timedelta(minutes=5)
        assert all(
            str(order["CreatedDateUtc"]) < "2031-07-01T09"
            for order in answers(calls.orders("GET", "/Orders"))
        )


def test_a_file_keeps_orders_tokens_and_the_clock(tmp_path: Path) -> None:
    options = SandboxOptions(orders=5, file=tmp_path / "state.sandbox", only=["iqmetrix"])
    with Sandbox(options) as running, Calls(running) as calls:
        order = calls.create(item(SellingPrice=7), Name="Кепт")
        key = str(order["Id"])
        calls.admin("POST", "/advance", {"seconds": 3_600})
        calls.process(key)
        whole, truth, token = calls.whole(key), calls.truth(key), calls.token
    again = SandboxOptions(orders=99, seed=4, file=options.file, only=["iqmetrix"])
    with Sandbox(again) as running, Calls(running) as calls:
        calls.token = token
        assert calls.whole(key) == whole
        assert calls.truth(key) == truth
        assert len(answers(calls.orders("GET", "/Orders"))) == 6
        now = datetime.fromisoformat(str(as_object(calls.admin("GET", "/clock"))["time"]))
        assert now - datetime.now(UTC) > timedelta(minutes=50)
        customers = f"/Companies({COMPANY})/Customers"
        assert calls.call("GET", "crm", customers).status_code == 200


def test_what_is_no_sandbox_file_is_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "letter.txt"
    text.write_text("Dear Sir or Madam, this is a letter and no database.", encoding="utf-8")
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as database:
        database.execute("CREATE TABLE mine (x)")
    database.close()
    for file in (text, foreign, tmp_path / "no" / "such" / "folder.db", tmp_path):
        before = file.read_bytes() if file.is_file() else None
        with pytest.raises(NotOurs):
            Sandbox(SandboxOptions(orders=1, file=file, only=["iqmetrix"])).start()
        assert (file.read_bytes() if file.is_file() else None) == before


def test_a_transaction_is_kept_whole_or_not_at_all() -> None:
    storage = Storage()
    kept = storage.collection("any", "thing")
    with storage.transaction():
        kept.put("a", {"n": 1})
    with pytest.raises(ZeroDivisionError), storage.transaction():
        kept.put("b", {"n": 1 // 0})
    with pytest.raises(NotJson), storage.transaction():
        kept.put_all((name, parse_object(text)) for name, text in (("c", "{}"), ("d", "{")))
    assert kept.read() == [("a", {"n": 1})]
    kept.remove("a")
    assert kept.read() == []
    assert storage.note("nothing") is None
    storage.close()


def test_the_vendors_are_found_by_themselves() -> None:
    assert "iqmetrix" in [vendor.name for vendor in vendors()]
    with Sandbox(SandboxOptions(orders=1, only=["nobody"])) as running:
        assert running.description["connections"] == []


def test_a_switch_that_two_vendors_have_is_set_for_one_by_its_full_name() -> None:
    boards = {vendor.name: {one.name for one in vendor.switches} for vendor in vendors()}
    shared = [
        (name, one, other)
        for one, names in boards.items()
        for other in boards
        if other != one
        for name in sorted(names & boards[other])
    ]
    name, one, other = shared[0]
    of_one = next(vendor for vendor in vendors() if vendor.name == one)
    wanted = next(switch for switch in of_one.switches if switch.name == name).choices[-1]
    options = SandboxOptions(orders=0, only=["iqmetrix", one, other])
    options = replace(options, switches={f"{one}.{name}": wanted})
    with Sandbox(options) as sandbox, Calls(sandbox) as calls:
        standing = as_object(calls.admin("GET", "/switches"))
        values = {
            vendor: next(s["value"] for s in as_objects(standing[vendor]) if s["name"] == name)
            for vendor in (one, other)
        }
    assert values[one] == wanted
    assert values[other] != wanted

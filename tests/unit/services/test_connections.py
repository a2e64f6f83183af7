"""Connections: checked, kept with their secrets elsewhere, tested, imported, removed."""

from dataclasses import replace
from pathlib import Path

import pytest

from orderdesk.domain.commands import CommandState
from orderdesk.domain.errors import InputError, Refused, Unreachable
from orderdesk.domain.events import ConnectionsChanged, OrdersChanged
from orderdesk.domain.gateway import ConnectionConfig, ProbeStep, StepState
from orderdesk.domain.messages import Message
from orderdesk.services.desk import Desk
from orderdesk.services.views import Health, VaultState
from orderdesk.store.store import Store
from orderdesk.vault.file_vault import FileVault
from orderdesk.vault.memory_vault import MemoryVault
from orderdesk.vault.port import VaultLocked, WrongPassphrase
from tests.unit.domain.invented import line, order
from tests.unit.services.desks import QUICK, Heard, open_desk, run, settled
from tests.unit.services.quillworks import CONFIG, DESCRIPTION, RULES, SECRETS, Vendor

AWAY = Unreachable(Message("No way there."))
FILE = """
{"control": "http://127.0.0.1:9/control", "connections": [
  {"name": "Mill Lane", "vendor": "quillworks", "urls": {"orders": "http://localhost"},
   "settings": {"house": "7"}, "secrets": {"password": "goose-feather"}}
]}
"""


def _vendor() -> Vendor:
    vendor = Vendor()
    vendor.put(order("a", state="Placed", lines=(line("1"),)))
    return vendor


async def _problems(desk: Desk, config: ConnectionConfig, **secrets: str) -> set[str]:
    with pytest.raises(InputError) as caught:
        await desk.connections.add(config, secrets)
    return set(caught.value.problems)


def test_a_connection_is_added_under_a_key_of_its_own(tmp_path: Path) -> None:
    vault = MemoryVault()

    async def story() -> None:
        async with open_desk(_vendor(), tmp_path, vault=vault, connected=False) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            names = ["Mill Lane", "mill  lane!", "Mühle №1", "磨坊", "磨坊", "x" * 90]
            keys = [
                await desk.connections.add(replace(CONFIG, name=name), SECRETS) for name in names
            ]
            assert keys == [
                *("mill-lane", "mill-lane-2", "muhle-no1", "quillworks", "quillworks-2"),
                "x" * 40,
            ]
            assert heard.events == [ConnectionsChanged(frozenset({key})) for key in keys]
            statuses = await desk.connections.list()
            assert [status.config.name for status in statuses] == names
            assert {status.title for status in statuses} == {"Quill Works"}
            assert desk.connections.descriptions() == (DESCRIPTION,)
            assert await desk.connections.vault_state() is VaultState.MEMORY

    run(story())
    assert vault.get("mill-lane", "password") == "goose-feather"
    files = [path for path in tmp_path.iterdir() if path.is_file()]
    assert files
    assert not any(b"goose-feather" in path.read_bytes() for path in files)


def test_what_is_missing_or_unknown_is_said_by_field(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(_vendor(), tmp_path, connected=False) as desk:
            empty = ConnectionConfig("", " ", "quillworks", {}, {})
            assert await _problems(desk, empty) == {"name", "urls.orders", "settings.house"}
            odd = replace(CONFIG, settings={"house": "7", "colour": "red"})
            assert await _problems(desk, odd, **SECRETS) == {"settings.colour"}
            assert await _problems(desk, CONFIG) == {"secrets.password"}
            assert await _problems(desk, CONFIG, password="x", pin="1") == {"secrets.pin"}
            assert await desk.connections.list() == []

    run(story())


@pytest.mark.parametrize(
    "address",
    ["https://ops:goose-feather@mill.example/v1", "https://ops@mill.example", "http://[a@b"],
)
def test_an_address_with_a_secret_in_it_is_refused_and_kept_nowhere(
    tmp_path: Path, address: str
) -> None:
    async def story() -> None:
        async with open_desk(_vendor(), tmp_path, connected=False) as desk:
            told = replace(CONFIG, urls={"orders": address})
            assert await _problems(desk, told, **SECRETS) == {"urls.orders"}
            assert await desk.connections.list() == []

    run(story())
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"goose-feather" not in kept


def test_an_update_keeps_the_key_and_the_secrets_that_are_left_empty(tmp_path: Path) -> None:
    vendor, vault = _vendor(), MemoryVault()

    async def story() -> None:
        async with open_desk(vendor, tmp_path, vault=vault) as desk:
            await desk.sync.sync()
            renamed = ConnectionConfig("main", "New name", "other", CONFIG.urls, {"house": "9"})
            await desk.connections.update(renamed, {"password": ""})
            [status] = await desk.connections.list()
            assert status.config == replace(renamed, vendor="quillworks")
            await desk.connections.update(renamed, {"password": "swan"})
            await desk.sync.sync()
            with pytest.raises(InputError, match="no connection"):
                await desk.connections.update(replace(renamed, key="nowhere"), None)

    run(story())
    assert vault.get("main", "password") == "swan"
    first, last = vendor.gateways
    assert first.closed
    assert last.secrets == {"password": "swan"}
    assert last.config.settings == {"house": "9"}


def test_new_secrets_are_tried_at_once(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        timings = replace(QUICK, first_pause=3600.0, longest_pause=3600.0)
        async with open_desk(vendor, tmp_path, timings=timings) as desk:
            await desk.sync.sync()
            vendor.fail("fetch", AWAY)
            receipt = await desk.orders.act("main:a", "process", {})
            entry = await desk.orders.wait(receipt.command, timeout=20, or_stuck=True)
            assert entry.state is CommandState.WAITING
            await desk.connections.update(replace(CONFIG, key="main"), SECRETS)
            assert (await settled(desk, receipt.command)).state is CommandState.DONE

    run(story())
    assert vendor.orders["a"].vendor_state == "Shipped"


def test_a_connection_is_removed_with_secrets_and_orders_but_not_with_open_changes(
    tmp_path: Path,
) -> None:
    vendor, vault = _vendor(), MemoryVault()

    async def story() -> None:
        timings = replace(QUICK, first_pause=60.0, longest_pause=60.0)
        async with open_desk(vendor, tmp_path, vault=vault, timings=timings) as desk:
            await desk.sync.sync()
            heard = Heard()
            desk.bus.subscribe(heard)
            vendor.fail("fetch", AWAY)
            receipt = await desk.orders.act("main:a", "process", {})
            await desk.orders.wait(receipt.command, timeout=20, or_stuck=True)
            with pytest.raises(Refused, match="not settled"):
                await desk.connections.remove("main")
            await desk.orders.withdraw(receipt.command)
            await desk.connections.remove("main")
            assert OrdersChanged(removed=frozenset({"main:a"})) in heard.events
            assert await desk.connections.list() == []
            assert await desk.orders.rowid("main:a") is None
            with pytest.raises(InputError, match="no connection"):
                await desk.connections.remove("main")

    run(story())
    assert vault.get("main", "password") is None
    assert all(gateway.closed for gateway in vendor.gateways)


@pytest.mark.parametrize(("secrets", "passed"), [(None, True), ({"password": "swan"}, False)])
def test_a_test_goes_step_by_step_and_keeps_nothing(
    tmp_path: Path, secrets: dict[str, str] | None, *, passed: bool
) -> None:
    vendor, vault = _vendor(), MemoryVault()

    async def story() -> None:
        async with open_desk(vendor, tmp_path, vault=vault) as desk:
            steps: list[ProbeStep] = []
            config = replace(CONFIG, key="main", name="Other name")
            assert await desk.connections.test(config, secrets, steps.append) is passed
            assert steps[0].state is StepState.RUNNING
            assert steps[-1].state is (StepState.PASSED if passed else StepState.FAILED)
            [status] = await desk.connections.list()
            assert status.config.name == "Main"
            assert status.health is Health.NEW

    run(story())
    assert vault.get("main", "password") == "goose-feather"
    assert [gateway.closed for gateway in vendor.gateways] == [True]


@pytest.mark.expected_warnings("the test of a connection broke")
@pytest.mark.parametrize("error", [AWAY, KeyError("a defect")])
def test_a_test_that_breaks_is_a_failed_step(tmp_path: Path, error: Exception) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with open_desk(vendor, tmp_path, connected=False) as desk:
            steps: list[ProbeStep] = []
            vendor.fail("probe", error)
            assert not await desk.connections.test(CONFIG, SECRETS, steps.append)
            assert [step.state for step in steps] == [StepState.RUNNING, StepState.FAILED]
            assert str(steps[-1].detail)
            with pytest.raises(InputError):
                await desk.connections.test(CONFIG, None, steps.append)

    run(story())


def test_an_import_adds_and_the_next_one_of_the_same_account_updates(tmp_path: Path) -> None:
    vendor, vault = _vendor(), MemoryVault()

    async def story() -> None:
        async with open_desk(vendor, tmp_path, vault=vault, connected=False) as desk:
            assert await desk.connections.import_json(FILE) == ["mill-lane"]
            moved = FILE.replace("http://localhost", "http://localhost:81")
            assert await desk.connections.import_json(moved) == ["mill-lane"]
            [status] = await desk.connections.list()
            assert status.config.urls == {"orders": "http://localhost:81"}
            other = FILE.replace('"7"', "8")
            assert await desk.connections.import_json(other) == ["mill-lane-2"]
            one = FILE[FILE.index('{"name"') : FILE.rindex("]")]
            assert await desk.connections.import_json(one) == ["mill-lane"]

    run(story())
    assert vault.get("mill-lane-2", "password") == "goose-feather"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[1]", "no object"),
        ('{"connections": []}', "connections"),
        ('{"name": "x"}', "vendor"),
        ('{"connections": [{"name": "x", "vendor": "nobody"}]}', "nobody"),
        (FILE.replace('"goose-feather"', '["goose-feather"]'), "password"),
        (FILE.replace('"house"', '"hose"'), "House"),
    ],
)
def test_an_import_that_cannot_be_used_says_why_and_keeps_nothing(
    tmp_path: Path, text: str, said: str
) -> None:
    async def story() -> None:
        async with open_desk(_vendor(), tmp_path, connected=False) as desk:
            with pytest.raises(InputError, match=said) as caught:
                await desk.connections.import_json(text)
            assert "goose" not in caught.value.sentence()
            assert await desk.connections.list() == []

    run(story())


def test_a_locked_vault_lets_everything_wait_until_it_is_opened(tmp_path: Path) -> None:
    vendor = _vendor()
    path = tmp_path / "secrets.sealed"
    FileVault(path).create("correct horse battery")

    async def add() -> None:
        vault = FileVault(path, passphrase="correct horse battery")
        async with open_desk(vendor, tmp_path, vault=vault) as desk:
            await desk.sync.sync()

    async def story() -> None:
        vault = _Locked(path)
        async with open_desk(vendor, tmp_path, vault=vault) as desk:
            assert await desk.connections.vault_state() is VaultState.FILE_LOCKED
            receipt = await desk.orders.act("main:a", "process", {})
            entry = await desk.orders.wait(receipt.command, timeout=20, or_stuck=True)
            assert entry.state is CommandState.WAITING
            assert entry.reason is not None
            assert "passphrase" in entry.reason
            [report] = await desk.sync.sync()
            assert report.error is not None
            with pytest.raises(VaultLocked):
                await desk.connections.add(replace(CONFIG, name="Other"), SECRETS)
            with pytest.raises(WrongPassphrase):
                await desk.connections.unlock("wrong horse battery")
            await desk.connections.unlock("correct horse battery")
            assert await desk.connections.vault_state() is VaultState.FILE_OPEN
            assert (await settled(desk, receipt.command)).state is CommandState.DONE

    run(add())
    run(story())
    assert vendor.orders["a"].vendor_state == "Shipped"


class _Locked(FileVault):
    """A vault into which the test's set-up puts nothing: the secrets are there already."""

    def put(self, connection: str, secrets: object) -> None:
        if connection != "main":
            super().put(connection, {"password": str(secrets)})


def test_a_connection_whose_connector_is_gone_is_shown_and_harms_nobody(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with open_desk(vendor, tmp_path):
            pass
        with Store.open(tmp_path / "desk.db", {RULES.vendor: RULES}) as store:
            store.connections.put(ConnectionConfig("odd", "Odd", "nobody"))
        async with open_desk(vendor, tmp_path) as desk:
            [report] = await desk.sync.sync()
            assert report.error is None
            good, odd = await desk.connections.list()
            assert good.health is Health.GOOD
            assert odd.health is Health.FAILED
            assert "nobody" in str(odd.problem)

    run(story())


def test_what_another_process_adds_changes_and_removes_is_followed(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk, open_desk(vendor, tmp_path) as other:
            key = await other.connections.add(replace(CONFIG, name="Other"), SECRETS)
            await other.connections.update(replace(CONFIG, key="main", name="Renamed"), None)
            statuses = await desk.connections.list()
            assert [status.config.name for status in statuses] == ["Renamed", "Other"]
            assert {status.health for status in statuses} == {Health.NEW}
            [report] = await desk.sync.sync(["main"])
            assert report.error is None
            await other.connections.remove(key)
            [status] = await desk.connections.list()
            assert status.health is Health.GOOD
            with pytest.raises(InputError):
                await desk.sync.sync([key])

    run(story())

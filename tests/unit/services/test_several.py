"""Several connections at once: one that is down, failing or at its limit keeps no other from it."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from orderdesk.domain.errors import DeskError, Malformed, Throttled, Unreachable
from orderdesk.domain.gateway import ConnectionConfig
from orderdesk.domain.messages import Message
from orderdesk.services.desk import Desk
from orderdesk.services.timings import Timings
from orderdesk.services.views import ConnectionStatus, Health
from orderdesk.store.store import Store
from orderdesk.vault.memory_vault import MemoryVault
from tests.unit.domain.invented import NOON, line, order
from tests.unit.services.desks import QUICK, Heard, run
from tests.unit.services.quillworks import CONFIG, DESCRIPTION, RULES, SECRETS, QuillGateway, Vendor

NAMES = ("down", "failing", "limited", "first", "second")


@dataclass
class Street:
    """Vendors by the key of the connection to each."""

    vendors: dict[str, Vendor] = field(default_factory=dict[str, Vendor])

    def build(self, config: ConnectionConfig, secrets: Mapping[str, str]) -> QuillGateway:
        """Make a gateway to the vendor of a connection."""
        return self.vendors[config.key].build(config, secrets)


def _street() -> Street:
    street = Street({name: Vendor() for name in NAMES})
    for number, vendor in enumerate(street.vendors.values()):
        vendor.put(order(f"o{number}", lines=(line("1"),)))
    return street


def _trouble(street: Street, *, times: int) -> None:
    limited = Throttled(Message("Too many."), way_out=Message("Wait."))
    limited.retry_after = 1800.0
    errors: dict[str, DeskError] = {
        "down": Unreachable(Message("No way there."), way_out=Message("Check the network.")),
        "failing": Malformed(Message("It broke."), way_out=Message("Wait."), status=500),
        "limited": limited,
    }
    for name, error in errors.items():
        for method in ("pull", "fetch"):
            street.vendors[name].fail(method, *([error] * times))


@asynccontextmanager
async def _desk(
    street: Street, folder: Path, timings: Timings, *, background: bool = False
) -> AsyncGenerator[Desk]:
    vault = MemoryVault()
    path = folder / "desk.db"
    with Store.open(path, {RULES.vendor: RULES}) as store:
        for name in street.vendors:
            vault.put(name, SECRETS)
            store.connections.put(replace(CONFIG, key=name, name=name))
    desk = Desk.build(
        store=lambda: Store.open(path, {RULES.vendor: RULES}),
        reader=lambda: Store.open(path, {RULES.vendor: RULES}, read_only=True),
        vault=vault,
        gateways=street.build,
        descriptions=(DESCRIPTION,),
        lock=folder / "dispatch.lock",
        timings=timings,
        author="ada",
        computer="desk-1",
    )
    await desk.start(background=background)
    try:
        yield desk
    finally:
        await desk.aclose()


async def _statuses(desk: Desk) -> dict[str, ConnectionStatus]:
    return {one.config.key: one for one in await desk.connections.list()}


def test_each_connection_reports_for_itself(tmp_path: Path) -> None:
    street = _street()

    async def story() -> None:
        async with _desk(street, tmp_path, QUICK) as desk:
            _trouble(street, times=1)
            reports = {one.connection: one for one in await desk.sync.sync()}
            assert {key: one.error for key, one in reports.items()} == {
                "down": "No way there. Check the network.",
                "failing": "It broke. Wait.",
                "limited": "Too many. Wait.",
                "first": None,
                "second": None,
            }
            assert [reports[key].orders for key in NAMES] == [0, 0, 0, 1, 1]
            statuses = await _statuses(desk)
            assert [statuses[key].health for key in NAMES] == [
                *(Health.OFFLINE, Health.FAILED, Health.SLOW, Health.GOOD, Health.GOOD)
            ]
            assert all(one.way_out is not None for one in statuses.values() if one.problem)

    run(story())


def test_the_others_go_on_working_while_some_are_away(tmp_path: Path) -> None:
    street = _street()

    async def story() -> None:
        timings = replace(QUICK, first_pause=1800.0, longest_pause=1800.0)
        async with _desk(street, tmp_path, timings) as desk:
            await desk.sync.sync()
            _trouble(street, times=99)
            waiting = await desk.orders.act("down:o0", "edit", {"title": "Later"})
            receipt = await desk.orders.act("first:o3", "edit", {"title": "Now"})
            entry = await desk.orders.wait(receipt.command, timeout=20)
            assert not entry.open
            stuck = await desk.orders.wait(waiting.command, timeout=20, or_stuck=True)
            assert stuck.open
            assert stuck.reason == "No way there. Check the network."
            assert street.vendors["first"].orders["o3"].fields["title"] == "Now"

    run(story())


def test_each_has_its_own_next_try(tmp_path: Path) -> None:
    street = _street()

    async def story() -> None:
        timings = replace(QUICK, first_pause=600.0, longest_pause=600.0, sync_interval=60.0)
        async with _desk(street, tmp_path, timings, background=True) as desk:
            _trouble(street, times=9)
            heard = Heard()
            desk.bus.subscribe(heard)
            while not _all_tried(statuses := await _statuses(desk)):
                heard.news.clear()
                await heard.news.wait()
            tries = {key: one.next_try for key, one in statuses.items()}
            soon = min(one for one in tries.values() if one is not None)
            late = {key for key, at in tries.items() if at and at - soon > timedelta(seconds=120)}
            assert late == {"down", "limited"}
            assert statuses["limited"].waits_until is not None

    # The first sync of each has begun by itself when the desk opened.
    run(story())


def _all_tried(statuses: Mapping[str, ConnectionStatus]) -> bool:
    return all(
        one.next_try is not None and not one.syncing and one.health is not Health.NEW
        for one in statuses.values()
    )


def test_a_window_and_pages_that_name_what_is_gone_take_it_off(tmp_path: Path) -> None:
    street = Street({"first": Vendor(complete=False, since=NOON)})
    vendor = street.vendors["first"]
    old = NOON - timedelta(days=30)
    vendor.put(
        order("new"), order("kept"), order("old", placed_at=old), order("told", placed_at=old)
    )

    async def story() -> None:
        async with _desk(street, tmp_path, QUICK) as desk:
            await desk.sync.sync()
            vendor.orders = {"kept": vendor.orders["kept"]}
            vendor.gone = ("told",)
            await desk.sync.sync()
            there = {one: await desk.orders.rowid(f"first:{one}") for one in ("new", "told", "old")}
            assert there["old"] is not None
            assert there["new"] is there["told"] is None

    run(story())


def test_other_settings_make_the_next_sync_start_from_no_cursor(tmp_path: Path) -> None:
    street = Street({"first": Vendor(cursor="c1")})
    vendor = street.vendors["first"]
    vendor.put(order("a"))

    async def story() -> None:
        async with _desk(street, tmp_path, QUICK) as desk:
            await desk.sync.sync()
            await desk.sync.sync()
            [status] = await desk.connections.list()
            await desk.connections.update(replace(status.config, name="Renamed"), None)
            await desk.sync.sync()
            other = {**status.config.settings, "house": "8"}
            await desk.connections.update(replace(status.config, settings=other), None)
            await desk.sync.sync()
            assert vendor.made("pull") == ["-", "c1", "c1", "-"]

    run(story())

"""Several orders in one call of a vendor that takes them so, each with an outcome of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from orderdesk.connectors import registry
from orderdesk.domain.bulk import Plan, Request
from orderdesk.domain.commands import CommandState
from orderdesk.domain.events import CommandChanged
from orderdesk.domain.gateway import BatchGateway, ConnectionConfig, ConnectorDescription
from orderdesk.domain.ledger import Ledger, Outcome, RunState
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from orderdesk.services.bulk_planning import Choice
from orderdesk.vault.port import Vault
from tests.integration.world import DESCRIPTIONS, World, desk_on, world_of
from tests.sandbox.deconetwork.site import Site
from tests.unit.services.desks import Heard, run

UPDATE = "manage_orders/update_order_status"
ORDERS = 12
NUMBERS = [f"B{number:03}" for number in range(ORDERS)]


@pytest.fixture
def site() -> Iterator[Site]:
    """Run a site with new orders beside a few others."""
    with Sandbox(SandboxOptions(orders=10, only=["deconetwork"])) as sandbox, Site(sandbox) as site:
        for number in NUMBERS:
            site.new(number, {"M": 2})
        yield site


def _request(action: str = "mark_produced", **values: str) -> Request:
    return Request(action, {"deconetwork": values})


async def _plan(world: World, request: Request) -> Plan:
    ids = [world.id_of(number) for number in NUMBERS]
    return await world.desk.bulk.plan(Choice(order_ids=ids), request)


async def _carried(world: World, request: Request) -> Ledger:
    begun = await world.desk.bulk.run(await _plan(world, request))
    await world.desk.bulk.wait(begun.id)
    return await world.desk.bulk.ledger(begun.id)


def _outcomes(ledger: Ledger) -> dict[str, int]:
    return {one.value: count for one, count in ledger.run.counts.items() if count}


async def _updates(world: World) -> list[Document]:
    return [entry for entry in await world.log() if str(entry["path"]).endswith(UPDATE)]


async def _subjects(world: World) -> list[list[str]]:
    """Return what each call did something to."""
    return [str(entry["subject"] or "").split() for entry in await _updates(world)]


async def _done_to(world: World) -> list[str]:
    return sorted(number for call in await _subjects(world) for number in call)


def test_a_run_goes_in_few_calls_and_every_order_has_its_own_outcome(
    site: Site, tmp_path: Path
) -> None:
    async def story() -> None:
        async with world_of(site, tmp_path) as world:
            ledger = await _carried(world, _request())
            assert _outcomes(ledger) == {"done": ORDERS}
            calls = await _subjects(world)
            assert sorted(map(len, calls)) == [4, 8]
            assert await _done_to(world) == NUMBERS
            # Whoever is to be told by e-mail goes by himself: once more would tell him again.
            mailed = await _carried(world, _request("mark_shipped", contact_customer="yes"))
            assert _outcomes(mailed) == {"done": ORDERS}
            assert {len(call) for call in (await _subjects(world))[len(calls) :]} == {1}

    run(story())


@pytest.mark.parametrize("kept", ["all_or_nothing", "until_refused"])
def test_a_refused_call_is_held_to_each_order_by_reading(
    site: Site, tmp_path: Path, kept: str
) -> None:
    site.switch(batch=kept, ship_unproduced="refused")
    for number in (NUMBERS[0], NUMBERS[1], *NUMBERS[3:]):
        site.update(number, 2)

    async def story() -> None:
        async with world_of(site, tmp_path) as world:
            ledger = await _carried(world, _request("mark_shipped"))
            assert _outcomes(ledger) == {"done": ORDERS - 1, "failed": 1}
            [failed] = [row for row in ledger.rows if row.outcome is Outcome.FAILED]
            assert failed.number == NUMBERS[2]
            assert "50005" in failed.words
            assert await _done_to(world) == [one for one in NUMBERS if one != NUMBERS[2]]

    run(story())


def test_a_lost_answer_makes_all_of_a_call_unknown_and_each_is_read_back(
    site: Site, tmp_path: Path
) -> None:
    async def story() -> None:
        async with world_of(site, tmp_path) as world:
            site.fault(kind="cut", when="after", path=UPDATE, count=1)
            heard = Heard()
            world.desk.bus.subscribe(heard)
            ledger = await _carried(world, _request())
            assert _outcomes(ledger) == {"done": ORDERS}
            lost = [one for one in heard.of(CommandChanged) if one.state is CommandState.UNKNOWN]
            assert len(lost) in {4, 8}
            assert await _done_to(world) == NUMBERS
            assert len(await _updates(world)) == 2

    run(story())


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_program_that_ends_in_a_call_leaves_all_of_it_to_be_read_back(
    site: Site, tmp_path: Path, when: str
) -> None:
    async def ends() -> tuple[str, Vault]:
        async with world_of(site, tmp_path) as world:
            site.fault(kind="hold", when=when, path=UPDATE, count=1)
            begun = await world.desk.bulk.run(await _plan(world, _request()))
            await world.held()
            return begun.id, world.vault

    async def next_day(run_id: str, vault: Vault) -> None:
        site.admin("POST", "/release", {"then": "cut"})
        desk = desk_on(tmp_path, vault)
        await desk.start(background=False)
        try:
            await desk.bulk.go_on(run_id)
            ended = await desk.bulk.wait(run_id)
            assert {one.value: n for one, n in ended.counts.items() if n} == {"done": ORDERS}
        finally:
            await desk.aclose()

    run(next_day(*run(ends())))
    log = [entry for entry in site.log() if str(entry["path"]).endswith(UPDATE)]
    done = [number for entry in log for number in str(entry["subject"] or "").split()]
    assert sorted(done) == NUMBERS


def test_stop_takes_hold_at_the_edge_of_a_call(site: Site, tmp_path: Path) -> None:
    more = [f"C{number:03}" for number in range(ORDERS)]
    for number in more:
        site.new(number, {"M": 1})

    async def story() -> None:
        async with world_of(site, tmp_path) as world:
            site.fault(kind="hold", path=UPDATE, count=2)
            ids = [world.id_of(number) for number in (*NUMBERS, *more)]
            plan = await world.desk.bulk.plan(Choice(order_ids=ids), _request())
            begun = await world.desk.bulk.run(plan)
            await world.admin("GET", "/holds?wait=20&count=2")
            await world.desk.bulk.stop(begun.id)
            await world.admin("POST", "/release", {})
            await world.desk.bulk.wait(begun.id)
            ledger = await world.desk.bulk.ledger(begun.id)
            assert ledger.run.state is RunState.STOPPED
            assert _outcomes(ledger) == {"done": 16, "not_tried": 8}
            tried = [row.number for row in ledger.rows if row.outcome is Outcome.DONE]
            assert await _done_to(world) == tried
            assert [len(call) for call in await _subjects(world)] == [8, 8]

    run(story())


@pytest.mark.parametrize("about", DESCRIPTIONS, ids=lambda about: about.vendor)
def test_what_goes_in_one_call_is_what_a_gateway_can_do(about: ConnectorDescription) -> None:
    async def story() -> None:
        urls = {spec.key: "http://127.0.0.1:1" for spec in about.urls}
        config = ConnectionConfig("north", "North", about.vendor, urls)
        secrets = {spec.key: "x" for spec in about.secrets}
        gateway = registry.build(config, secrets, deadline=1.0)
        together = [rule for rule in about.rules.actions if rule.at_once > 1]
        assert isinstance(gateway, BatchGateway) == bool(together)
        for rule in together:
            assert {*rule.apart} <= {spec.key for spec in rule.fields}
        await gateway.aclose()

    run(story())

"""Many orders at once against the sandbox: the plan, the run, the ledger, and trying again."""

from collections import Counter
from pathlib import Path

import pytest

from orderdesk.domain.bulk import Forecast, Plan, Request
from orderdesk.domain.errors import InputError, Refused
from orderdesk.domain.events import BulkChanged, PlanChanged
from orderdesk.domain.ledger import Ledger, Outcome, RunState
from orderdesk.domain.query import parse_query
from orderdesk.domain.shown import Sort
from orderdesk.sandbox.json_text import Document
from orderdesk.services.bulk_planning import MOST, Choice
from orderdesk.vault.port import Vault
from tests.integration.world import QUICK, World, desk_on, world_of
from tests.sandbox.calls import Calls
from tests.unit.services.desks import Heard, run

CANCEL = Request("cancel")
WRITE = {"method": "PUT", "path": "Orders"}


async def _choice(world: World, query: str = "") -> Choice:
    found = await world.desk.orders.search(parse_query(query), Sort(), zone="UTC")
    return Choice(rowids=found.rowids, about=query)


async def _plan(world: World, request: Request = CANCEL, query: str = "") -> Plan:
    return await world.desk.bulk.plan(await _choice(world, query), request)


async def _carried(world: World, plan: Plan) -> Ledger:
    begun = await world.desk.bulk.run(plan)
    ended = await world.desk.bulk.wait(begun.id)
    assert ended.state is RunState.ENDED
    return await world.desk.bulk.ledger(begun.id)


def _outcomes(ledger: Ledger) -> Counter[Outcome]:
    found = Counter(row.outcome for row in ledger.rows)
    assert ledger.run.total == len(ledger.rows)
    assert {one: n for one, n in ledger.run.counts.items() if n} == dict(found)
    return found


def _puts(log: list[Document]) -> Counter[str]:
    """Count the sandbox's writes by the order they were about."""
    return Counter(
        str(entry["path"]).partition("(")[2].partition("(")[2].partition(")")[0]
        for entry in log
        if entry["method"] == "PUT"
    )


def _pending(calls: Calls, number: int) -> list[str]:
    return [calls.create_in("Pending") for _ in range(number)]


def test_every_order_has_one_outcome_and_only_the_failed_are_tried_again(
    calls: Calls, tmp_path: Path
) -> None:
    _pending(calls, 12)

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            plan = await _plan(world)
            will_do = {row.order_id for row in plan.rows if row.forecast is Forecast.WILL_DO}
            assert len(will_do) >= 12
            assert plan.count(Forecast.REFUSED) == len(plan.rows) - len(will_do)
            calls.fault(
                kind="status",
                status=400,
                body='{"Message": "Not on a Sunday."}',
                skip=2,
                count=3,
                **WRITE,
            )
            ledger = await _carried(world, plan)
            assert len(ledger.rows) == len(plan.rows)
            assert _outcomes(ledger) == {
                Outcome.DONE: len(will_do) - 3,
                Outcome.FAILED: 3,
                Outcome.REFUSED: len(plan.rows) - len(will_do),
            }
            failed = [row for row in ledger.rows if row.outcome is Outcome.FAILED]
            assert {row.words for row in failed} == {"Not on a Sunday."}
            refused = [row for row in ledger.rows if row.outcome is Outcome.REFUSED]
            assert all(row.reason and row.command_id is None for row in refused)
            before = await world.log()
            assert sum(_puts(before).values()) == len(will_do)

            again = await world.desk.bulk.retry(ledger.run.id)
            assert again.parent == ledger.run.id
            assert {row.order_id for row in again.rows} == {row.order_id for row in failed}
            second = await _carried(world, again)
            assert _outcomes(second) == {Outcome.DONE: 3}
            puts = _puts((await world.log())[len(before) :])
            assert puts == {row.order_id.partition(":")[2]: 1 for row in failed}
            with pytest.raises(Refused, match="left to be tried"):
                await world.desk.bulk.retry(ledger.run.id)

    run(story())


def test_a_run_that_is_stopped_leaves_the_rest_not_tried(calls: Calls, tmp_path: Path) -> None:
    orders = _pending(calls, 45)

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            plan = await _plan(world, query="state:pending")
            calls.fault(kind="hold", when="after", skip=5, count=1, **WRITE)
            heard = Heard()
            world.desk.bus.subscribe(heard)
            begun = await world.desk.bulk.run(plan)
            await world.held()
            await world.desk.bulk.stop(begun.id)
            with pytest.raises(Refused, match="over"):
                await world.desk.bulk.go_on(begun.id)
            calls.admin("POST", "/release")
            ended = await world.desk.bulk.wait(begun.id)
            assert ended.state is RunState.STOPPED
            found = _outcomes(await world.desk.bulk.ledger(begun.id))
            assert found.keys() - {Outcome.REFUSED} == {Outcome.DONE, Outcome.NOT_TRIED}
            assert found[Outcome.NOT_TRIED] >= len(orders) - 25
            puts = _puts(await world.log())
            assert set(puts.values()) == {1}
            ledger = await world.desk.bulk.ledger(begun.id)
            for row in ledger.rows:
                vendor_id = row.order_id.partition(":")[2]
                assert (row.outcome is Outcome.DONE) == (vendor_id in puts)
                state = str((await world.truth(vendor_id))["state"])
                assert state == ("Cancelled" if vendor_id in puts else "Pending")
            assert {one.progress.run.state for one in heard.of(BulkChanged)} >= {
                RunState.RUNNING,
                RunState.STOPPING,
                RunState.STOPPED,
            }

    run(story())


def test_a_paused_run_sends_nothing_and_goes_on(calls: Calls, tmp_path: Path) -> None:
    _pending(calls, 30)

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            plan = await _plan(world, query="state:pending")
            calls.fault(kind="hold", when="after", skip=3, count=1, **WRITE)
            begun = await world.desk.bulk.run(plan)
            await world.held()
            await world.desk.bulk.pause(begun.id)
            calls.admin("POST", "/release")
            paused = await world.desk.bulk.wait(begun.id)
            assert paused.state is RunState.PAUSED
            assert paused.counts[Outcome.NOT_TRIED] == 0
            sent = _puts(await world.log())
            assert len(sent) == paused.counts[Outcome.DONE] < plan.count(Forecast.WILL_DO)
            await world.desk.bulk.go_on(begun.id)
            ended = await world.desk.bulk.wait(begun.id)
            assert ended.state is RunState.ENDED
            assert ended.counts[Outcome.DONE] == plan.count(Forecast.WILL_DO)
            assert set(_puts(await world.log()).values()) == {1}

    run(story())


def test_a_closed_desk_leaves_a_paused_run_that_goes_on_next_time(
    calls: Calls, tmp_path: Path
) -> None:
    _pending(calls, 30)

    async def story() -> tuple[str, Vault]:
        async with world_of(calls, tmp_path) as world:
            plan = await _plan(world, query="state:pending")
            calls.fault(kind="hold", when="after", skip=3, count=1, **WRITE)
            begun = await world.desk.bulk.run(plan)
            await world.held()
            calls.admin("POST", "/release")
            return begun.id, world.vault

    async def next_day(run_id: str, vault: Vault) -> None:
        desk = desk_on(tmp_path, vault)
        await desk.start(background=False)
        try:
            [progress] = await desk.bulk.progress()
            assert (progress.run.id, progress.run.state) == (run_id, RunState.PAUSED)
            assert 0 < progress.run.settled < progress.run.total
            await desk.bulk.go_on(run_id)
            ended = await desk.bulk.wait(run_id)
            assert ended.state is RunState.ENDED
            assert ended.counts[Outcome.DONE] + ended.counts[Outcome.REFUSED] == ended.total
            assert await desk.bulk.progress() == []
        finally:
            await desk.aclose()

    run(next_day(*run(story())))
    assert set(_puts(calls.log()).values()) == {1}


def test_a_lost_answer_is_read_back_and_nothing_is_done_twice(calls: Calls, tmp_path: Path) -> None:
    orders = _pending(calls, 12)

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            calls.fault(kind="cut", when="after", skip=2, count=2, **WRITE)
            calls.fault(kind="status", status=503, when="before", skip=6, count=2, **WRITE)
            ledger = await _carried(world, await _plan(world, query="state:pending"))
            assert _outcomes(ledger).keys() <= {Outcome.DONE, Outcome.UNKNOWN, Outcome.REFUSED}
            for row in ledger.rows:
                truth = await world.truth(row.order_id.partition(":")[2])
                assert row.outcome is not Outcome.DONE or truth["state"] == "Cancelled"
            assert len(ledger.rows) >= len(orders)

    run(story())


def test_a_field_is_edited_on_many_orders_where_it_is_another(calls: Calls, tmp_path: Path) -> None:
    orders = _pending(calls, 4)

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            ids = [world.id_of(order) for order in orders]
            entry = await world.do(orders[0], "edit", Name="Same")
            assert not entry.open
            request = Request("edit", {"iqmetrix": {"Name": "Same"}})
            heard = Heard()
            world.desk.bus.subscribe(heard)
            choice = Choice(order_ids=[*ids, f"{world.key}:gone"])
            plan = await world.desk.bulk.plan(choice, request, word="w")
            assert [row.forecast for row in plan.rows] == [
                Forecast.REFUSED,
                *[Forecast.WILL_DO] * 3,
                Forecast.UNKNOWN,
            ]
            assert str(plan.rows[0].reason) == "Nothing would change."
            assert heard.of(PlanChanged)[-1] == PlanChanged("w", 5, 5)
            ledger = await _carried(world, plan)
            assert _outcomes(ledger) == {
                Outcome.REFUSED: 1,
                Outcome.DONE: 3,
                Outcome.NOT_TRIED: 1,
            }
            for order in orders:
                assert (await world.truth(order))["name"] == "Same"
            view = await world.view(orders[1])
            assert view.history[-1].bulk == ledger.run.id
            assert [one.id for one in await world.desk.bulk.recent()] == [ledger.run.id]

    run(story())


def test_what_cannot_be_planned_or_done_is_said(calls: Calls, tmp_path: Path) -> None:
    async def story() -> None:
        timings = QUICK
        async with world_of(calls, tmp_path, timings=timings) as world:
            bulk = world.desk.bulk
            with pytest.raises(InputError, match="No order is chosen"):
                await bulk.plan(Choice(), CANCEL)
            with pytest.raises(InputError, match="more than can be planned"):
                await bulk.plan(Choice(rowids=range(MOST + 1)), CANCEL)
            with pytest.raises(Refused, match="Nothing can be done"):
                await bulk.run(await _plan(world, query="state:processed"))
            with pytest.raises(InputError, match="no bulk change"):
                await bulk.ledger("nonsense")
            assert await bulk.recent() == []

    run(story())

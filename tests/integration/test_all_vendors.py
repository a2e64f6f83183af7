"""All vendors at one desk: each read to the last order, and none kept from work by another."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orderdesk.domain.actions import Kind
from orderdesk.domain.bulk import Forecast, Request
from orderdesk.domain.commands import CommandState
from orderdesk.domain.rules import ACTIONS
from orderdesk.sandbox.server import Sandbox
from orderdesk.services.bulk_planning import Choice
from orderdesk.services.views import Health
from tests.integration.town import VENDORS, Town, standing, town_of
from tests.integration.world import DESCRIPTIONS, PATIENCE, QUICK
from tests.unit.services.desks import run

DOWN, FAILING, LIMITED = "deconetwork", "ordertime", "orderspace"


@pytest.fixture
def sandboxes() -> Iterator[Mapping[str, Sandbox]]:
    """Run every vendor's stand-in with 45 orders."""
    with standing(45) as running:
        yield running


def test_every_vendor_is_read_to_its_last_order(
    sandboxes: Mapping[str, Sandbox], tmp_path: Path
) -> None:
    async def story() -> None:
        async with town_of(sandboxes, tmp_path) as town:
            reports = {report.connection: report for report in await town.desk.sync.sync()}
            for vendor in VENDORS:
                key, truths = town.keys[vendor], await town.own(vendor)
                report = reports[key]
                assert report.error is None, report.error
                assert (report.vendor, report.set_aside) == (vendor, 0)
                assert report.orders == len(truths), vendor
                assert report.requests > 0
                ids = {f"{key}:{truth['id']}" for truth in truths}
                assert set(await town.shown(f"connection:{key} type:any")) == ids, vendor
            everything = await town.shown("type:any")
            assert len(everything) == sum(report.orders for report in reports.values())
            await _planned_together(town, everything)

    run(story())


async def _planned_together(town: Town, everything: Sequence[str]) -> None:
    """Plan an act on all orders of all vendors: each takes its own name for it, or says why not."""
    names = {d.vendor: {rule.name for rule in d.rules.actions} for d in DESCRIPTIONS}
    for action in ("ship", "delete", "cancel"):
        plan = await town.desk.bulk.plan(
            Choice(order_ids=everything), Request(action), checked=False
        )
        assert [row.order_id for row in plan.rows] == list(everything)
        assert sum(plan.counts().values()) == len(everything)
        for row in plan.rows:
            sent = row.forecast in {Forecast.WILL_DO, Forecast.VENDOR_DECIDES}
            assert sent or row.reason is not None, row.order_id
            assert not sent or (row.rule is not None and row.rule.name in names[row.vendor])
        assert len(plan.rules()) >= (1 if action == "cancel" else 2), action


def test_every_vendor_answers_for_every_name_of_an_action() -> None:
    for description in DESCRIPTIONS:
        rules = description.rules
        own = {rule.name for rule in rules.actions}
        missing = {one.name for one in rules.not_offered}
        assert not own & missing, description.vendor
        assert set(ACTIONS) <= own | missing, description.vendor
        for one in rules.not_offered:
            assert one.reason, (description.vendor, one.name)
            assert one.nearest, (description.vendor, one.name)


async def _trouble(town: Town) -> None:
    town.sandboxes[DOWN].stop()
    await town.admin(FAILING, "POST", "/faults", {"kind": "status", "status": 500})
    await town.admin(LIMITED, "POST", "/faults", {"kind": "status", "status": 429})


def test_one_down_one_failing_and_one_at_its_limit_keep_no_other_from_work(
    sandboxes: Mapping[str, Sandbox], tmp_path: Path
) -> None:
    async def story() -> None:
        timings = replace(QUICK, longest_pause=30.0, first_pause=5.0)
        async with town_of(sandboxes, tmp_path, timings=timings) as town:
            await town.desk.sync.sync()
            before = set(await town.shown("type:any"))
            await _trouble(town)
            waiting = asyncio.create_task(town.desk.sync.sync([town.keys[LIMITED]]))
            others = [town.keys[vendor] for vendor in VENDORS if vendor != LIMITED]
            reports = {report.vendor: report for report in await town.desk.sync.sync(others)}
            for vendor, report in reports.items():
                status, troubled = await town.status(vendor), vendor in {DOWN, FAILING}
                assert (report.error is not None) == troubled, vendor
                assert (status.health is not Health.GOOD) == troubled, vendor
                assert (status.problem is not None) == troubled, vendor
                assert (status.way_out is not None) == troubled, vendor
            limited = await town.status(LIMITED)
            assert limited.syncing
            assert limited.waits_until is not None
            assert limited.waits_until > datetime.now(UTC)
            assert set(await town.shown("type:any")) == before
            await _somebody_works(town)
            assert not waiting.done()
            waiting.cancel()

    run(story())


async def _somebody_works(town: Town) -> None:
    """Do something on an order of a vendor that is well: the first that the rules allow."""
    for order_id in await town.shown(f"connection:{town.keys['iqmetrix']} state:created"):
        view = await town.desk.orders.view(order_id)
        if view.verdicts["submit"].kind is Kind.ALLOWED:
            receipt = await town.desk.orders.act(order_id, "submit", {})
            entry = await town.desk.orders.wait(receipt.command, timeout=PATIENCE)
            assert entry.state is CommandState.DONE, entry.reason
            return
    raise AssertionError("no order can be submitted")

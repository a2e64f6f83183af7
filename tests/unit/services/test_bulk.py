"""Runs on many orders where the program ended amid one, and what only the vendor can decide."""

from pathlib import Path

import pytest

from orderdesk.domain.bulk import Forecast, Request
from orderdesk.domain.commands import CommandState
from orderdesk.domain.errors import Refused
from orderdesk.domain.ledger import Fate, Outcome, Run, RunState
from orderdesk.services.bulk_planning import Choice
from orderdesk.services.bulk_requests import request_of, request_text
from orderdesk.services.desk import Desk
from orderdesk.services.ledger_texts import csv_of, lines_of
from orderdesk.services.pace import Pace
from orderdesk.store.bulk import Handed, NewRow
from orderdesk.store.store import Store
from tests.unit.domain.invented import NOON, line, order, transit
from tests.unit.services.desks import open_desk, run, synced_desk
from tests.unit.services.quillworks import RULES, Vendor

STATES = ("Placed", "Placed", "Shipped", "Gone", "Placed")
IDS = [f"main:v{place}" for place in range(len(STATES))]
CANCEL = Request("cancel")


def _vendor() -> Vendor:
    vendor = Vendor()
    vendor.put(
        *(
            order(f"v{place}", state=state, number=f"{4000 + place}", lines=(line("1"),))
            for place, state in enumerate(STATES)
        )
    )
    return vendor


async def _outcomes(desk: Desk, run_id: str) -> list[Outcome]:
    return [row.outcome for row in (await desk.bulk.ledger(run_id)).rows]


def test_what_only_the_vendor_can_decide_is_left_out_where_a_person_wants_it(
    tmp_path: Path,
) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            plan = await desk.bulk.plan(Choice(order_ids=IDS), CANCEL)
            assert [row.forecast for row in plan.rows] == [
                Forecast.WILL_DO,
                Forecast.WILL_DO,
                Forecast.VENDOR_DECIDES,
                Forecast.REFUSED,
                Forecast.WILL_DO,
            ]
            begun = await desk.bulk.run(plan, doubtful=False)
            with pytest.raises(Refused, match="not over"):
                await desk.bulk.retry(begun.id)
            await desk.bulk.wait(begun.id)
            done, left, refused = Outcome.DONE, Outcome.NOT_TRIED, Outcome.REFUSED
            assert await _outcomes(desk, begun.id) == [done, done, left, refused, done]
            assert vendor.calls.count("send cancel") == 3
            states = [vendor.orders[f"v{place}"].vendor_state for place in range(len(STATES))]
            assert states == ["Gone", "Gone", "Shipped", "Gone", "Gone"]

    run(story())


def test_a_run_whose_program_died_is_paused_and_goes_on_without_doing_anything_twice(
    tmp_path: Path,
) -> None:
    vendor = _vendor()
    rows = [
        NewRow(one, "main", "Main", one[-2:], "", "cancel", Fate.OPEN)
        for one in ("main:v0", "main:v1", "main:v4")
    ]
    dead = Run("r1", "cancel", "Cancel", RunState.RUNNING, NOON)

    def leave_behind(store: Store) -> None:
        store.bulk.begin(dead, request_text(CANCEL), rows, owner="dead")
        seen = store.mirror.get("main:v0")
        assert seen is not None
        command = transit("k1", seen, "cancel", "Gone")
        store.bulk.hand_over("r1", lambda: [Handed(0, command)], program="dead")

    async def before() -> None:
        async with synced_desk(vendor, tmp_path):
            pass

    async def after() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            [progress] = await desk.bulk.progress()
            assert progress.run.state is RunState.PAUSED
            assert progress.run.counts[Outcome.WAITING] == 3
            assert [entry.state for entry in await desk.orders.outbox()] == [CommandState.WITHDRAWN]
            await desk.bulk.go_on("r1")
            ended = await desk.bulk.wait("r1")
            assert ended.state is RunState.ENDED
            assert await _outcomes(desk, "r1") == [Outcome.DONE] * 3
            assert vendor.calls.count("send cancel") == 3
            with pytest.raises(Refused, match="over"):
                await desk.bulk.stop("r1")

    run(before())
    with Store.open(tmp_path / "desk.db", {RULES.vendor: RULES}) as store:
        leave_behind(store)
    run(after())


def test_a_ledger_written_for_a_table_program_calculates_nothing(tmp_path: Path) -> None:
    vendor = _vendor()
    vendor.put(order("v9", state="Placed", number="=1+1", lines=(line("1"),)))

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            chosen = Choice(order_ids=[*IDS, "main:v9"])
            begun = await desk.bulk.run(await desk.bulk.plan(chosen, CANCEL))
            await desk.bulk.wait(begun.id)
            path = tmp_path / "ledger.csv"
            assert await desk.bulk.export(begun.id, path) == 6
            text = path.read_text(encoding="utf-8-sig")
            ledger = await desk.bulk.ledger(begun.id)
            assert text.replace("\n", "\r\n") == csv_of(ledger)
            assert text.splitlines()[0].startswith("Order,Customer,Connection,Outcome")
            assert "\n'=1+1," in text
            assert lines_of(ledger).startswith("Done: 5, Refused: 1\nOrder\t")

    run(story())


def test_a_pace_says_nothing_before_it_is_sure() -> None:
    pace = Pace()
    pace.note(0.0, 0)
    pace.note(0.5, 10)
    assert pace.rate() is None
    pace.note(2.0, 40)
    assert (pace.rate(), pace.left(60)) == (20.0, 3.0)
    pace.note(60.0, 40)
    assert pace.left(60) is None


def test_a_request_is_kept_as_it_was() -> None:
    request = Request("edit", {"quillworks": {"title": "Ω", "note": None}})
    assert request_of(request_text(request)) == request

"""One run stopped half way, one carried to its end with failures, and the failed tried again."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from orderdesk.domain.bulk import Forecast, Plan, Request
from orderdesk.domain.events import BulkChanged, Event
from orderdesk.domain.ledger import Ledger, Outcome, RunState
from orderdesk.domain.query import parse_query
from orderdesk.domain.shown import ShownRow, Sort
from orderdesk.sandbox.json_text import Document
from orderdesk.services.bulk_planning import Choice
from orderdesk.services.desk import Desk
from tests.sandbox.calls import Calls

REFUSABLE = 0.15
FAILING = 0.05
WORDS = "The register is being counted."
WRITE: Document = {"method": "PUT", "path": "Orders"}
EDIT = Request("edit", {"iqmetrix": {"Name": "Taken together"}})
CANCEL = Request("cancel")


@dataclass
class Figures:
    """What the show found; `bad` names what is not as it must be."""

    orders: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    bad: list[str] = field(default_factory=list[str])

    def check(self, what: str, *, good: bool) -> None:
        """Note what is not so."""
        if not good:
            self.bad.append(what)

    def document(self) -> Document:
        """Return the figures as JSON has them."""
        counts: Document = {name: {**counts} for name, counts in self.counts.items()}
        seconds: Document = {
            name: Decimal(seconds).quantize(Decimal("0.01"))
            for name, seconds in self.seconds.items()
        }
        return {"orders": self.orders, "counts": counts, "seconds": seconds, "bad": [*self.bad]}


def make_orders(calls: Calls, orders: int) -> None:
    """Make as many orders that can be cancelled as the show needs beside those that cannot."""
    for _ in range(orders - round(orders * REFUSABLE)):
        calls.create_in("Pending")


class Show:
    """Plays it on a desk that has read the sandbox's orders."""

    def __init__(
        self,
        desk: Desk,
        calls: Calls,
        key: str,
        *,
        failing: float = FAILING,
        watched: Callable[[bool], None] | None = None,
    ) -> None:
        self._failing = Decimal(str(failing))
        self._watched = watched
        self._desk = desk
        self._calls = calls
        self._key = key
        self.figures = Figures()

    async def play(self, orders: int) -> Figures:
        """Play all parts on so many orders."""
        chosen = await self._chosen(orders)
        self.figures.orders = len(chosen)
        self.figures.check("enough orders", good=len(chosen) == orders)
        await self._stopped_half_way(chosen)
        first = await self._with_failures(chosen)
        await self._tried_again(first)
        return self.figures

    def _watch(self, *, on: bool) -> None:
        if self._watched is not None:
            self._watched(on)

    async def _chosen(self, orders: int) -> list[str]:
        """Choose orders of which the wanted share cannot be cancelled."""
        refusable = round(orders * REFUSABLE)
        good = await self._planned("state:pending", Forecast.WILL_DO)
        bad = await self._planned("state:processed,completed,cancelled", Forecast.REFUSED)
        return good[: orders - refusable] + bad[:refusable]

    async def _planned(self, query: str, forecast: Forecast) -> list[str]:
        found = await self._desk.orders.search(parse_query(query), Sort(), zone="UTC")
        rows: list[ShownRow] = await self._desk.orders.rows(found.rowids)
        plan = await self._desk.bulk.plan(Choice(order_ids=[row.id for row in rows]), CANCEL)
        return [row.order_id for row in plan.rows if row.forecast is forecast]

    async def _plan(self, chosen: list[str], request: Request) -> Plan:
        self._watch(on=True)
        began = time.perf_counter()
        plan = await self._desk.bulk.plan(Choice(order_ids=chosen), request)
        self.figures.seconds[f"plan {request.action}"] = time.perf_counter() - began
        self._watch(on=False)
        counts = {forecast.value: count for forecast, count in plan.counts().items()}
        self.figures.counts[f"plan {request.action}"] = counts
        self.figures.check("the plan is the selection", good=len(plan.rows) == len(chosen))
        return plan

    async def _stopped_half_way(self, chosen: list[str]) -> None:
        plan = await self._plan(chosen, EDIT)
        half = len(plan.sent()) // 2

        def reached(event: Event) -> bool:
            return (
                isinstance(event, BulkChanged) and event.progress.run.counts[Outcome.DONE] >= half
            )

        ledger, log = await self._run("stopped", plan, stop_at=reached)
        put = self._puts(log)
        self.figures.check("it is stopped", good=ledger.run.state is RunState.STOPPED)
        tried = {row.order_id for row in ledger.rows if row.outcome is Outcome.DONE}
        left = {row.order_id for row in ledger.rows if row.outcome is Outcome.NOT_TRIED}
        self.figures.check("some are left", good=bool(tried) and bool(left))
        self.figures.check("what is not tried was not sent", good=not left & put.keys())
        self.figures.check("what is done was sent", good=tried <= put.keys())

    async def _with_failures(self, chosen: list[str]) -> Ledger:
        plan = await self._plan(chosen, CANCEL)
        body = f'{{"Message": "{WORDS}"}}'
        fault: Document = {"kind": "status", "status": 400, "body": body, **WRITE}
        await asyncio.to_thread(
            self._calls.admin, "POST", "/faults", {**fault, "probability": self._failing}
        )
        ledger, log = await self._run("cancelled", plan)
        await asyncio.to_thread(self._calls.admin, "DELETE", "/faults")
        sent = {row.order_id for row in plan.sent()}
        put = self._puts(log)
        self.figures.check("only what the plan names is sent", good=put.keys() == sent)
        self.figures.check("each is sent once", good=set(put.values()) <= {1})
        failed = [row for row in ledger.rows if row.outcome is Outcome.FAILED]
        self.figures.check("some failed", good=bool(failed))
        self.figures.check("the vendor's words", good={row.words for row in failed} == {WORDS})
        self.figures.check("nothing is unknown", good=ledger.run.counts[Outcome.UNKNOWN] == 0)
        return ledger

    async def _tried_again(self, first: Ledger) -> None:
        failed = {row.order_id for row in first.rows if row.outcome is Outcome.FAILED}
        plan = await self._desk.bulk.retry(first.run.id)
        ledger, log = await self._run("tried again", plan)
        self.figures.check("only the failed are sent", good=self._puts(log).keys() == failed)
        self.figures.check("all are done now", good=ledger.run.counts[Outcome.DONE] == len(failed))

    def _puts(self, log: list[Document]) -> Counter[str]:
        """Count the writes by the order's id here."""
        paths = (str(entry["path"]) for entry in log if entry["method"] == "PUT")
        ids = (path.rpartition("(")[2].partition(")")[0] for path in paths)
        return Counter(f"{self._key}:{vendor_id}" for vendor_id in ids)

    async def _run(
        self, name: str, plan: Plan, *, stop_at: Callable[[Event], bool] | None = None
    ) -> tuple[Ledger, list[Document]]:
        """Carry a plan out; return its ledger and the sandbox's log of it."""
        since = await asyncio.to_thread(self._calls.last_number)
        reached = asyncio.Event()

        def heard(event: Event) -> None:
            if stop_at is not None and stop_at(event):
                reached.set()

        end = self._desk.bus.subscribe(heard)
        self._watch(on=True)
        began = time.perf_counter()
        run = await self._desk.bulk.run(plan)
        if stop_at is not None:
            await reached.wait()
            await self._desk.bulk.stop(run.id)
        await self._desk.bulk.wait(run.id)
        self.figures.seconds[name] = time.perf_counter() - began
        self._watch(on=False)
        end()
        ledger = await self._desk.bulk.ledger(run.id)
        found = Counter(row.outcome for row in ledger.rows)
        self.figures.counts[name] = {one.value: count for one, count in found.items()}
        sums = sum(ledger.run.counts.values()) == sum(found.values()) == len(plan.rows)
        self.figures.check(f"{name}: the sums are the selection", good=sums)
        self.figures.check(f"{name}: nothing waits", good=not found[Outcome.WAITING])
        return ledger, await asyncio.to_thread(self._calls.log, since)

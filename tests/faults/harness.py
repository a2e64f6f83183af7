"""Kills a worker at a stage, starts a desk on the same profile, and judges by the sandbox."""

import asyncio
import functools
import multiprocessing
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Protocol

from orderdesk.connectors.json_text import write
from orderdesk.domain.commands import (
    Act,
    AddLine,
    Command,
    CommandState,
    CreateOrder,
    EditLine,
    EditOrder,
    OutboxEntry,
    RemoveLine,
    Transit,
)
from orderdesk.domain.gateway import Gateway
from orderdesk.domain.order import FieldValue
from orderdesk.domain.rules import Effect, VendorRules
from orderdesk.services.desk import Desk
from orderdesk.services.views import Decision
from orderdesk.vault.memory_vault import MemoryVault
from tests.conformance.acts import action_of
from tests.conformance.place import Place, rules_of
from tests.conformance.plug import Plug
from tests.conformance.plugs import description_of, opened
from tests.conformance.trials import chosen, command_for
from tests.faults.cases import HELD, Case, Stage, Way
from tests.faults.judge import Judge
from tests.faults.verdicts import Ask, Result, Row
from tests.faults.worker import IN_A_RUN, Asked, Job, work
from tests.integration.world import desk_on

_SIGKILLED = -9
# What multiprocessing says where its fork server has not told it how a process ended.
_NOT_HEARD = 255
_PATIENCE = 60.0
_LIFE = 8
_COMMANDS = {Way.IN_A_RUN: IN_A_RUN, Way.STAGED: 2}
"""How many commands a kill is about, where it is not one."""


@functools.cache
def _forks() -> ForkServerContext:
    """Return how to start processes that have everything imported."""
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["tests.faults.worker"])
    return forks


@dataclass(slots=True)
class Site:
    """A vendor's sandbox, and a profile that goes through one kill after the other."""

    plug: Plug
    place: Place
    folder: Path
    home: Path = field(default_factory=Path)
    key: str = ""
    kills: int = 0
    known: set[str] = field(default_factory=set[str])
    """The commands of earlier kills, which the profile keeps."""
    left: int = 0
    """So many more kills until there are new orders and a new profile."""

    @property
    def rules(self) -> VendorRules:
        """The vendor's rules."""
        return description_of(self.plug).rules

    def renew(self) -> None:
        """Make up new orders, and a profile that has a connection to them."""
        self.place.start_anew()
        self.place.restore()
        self.home = self.folder / f"profile-{self.kills}"
        self.home.mkdir()
        self.left = _LIFE
        self.known.clear()

        async def connected() -> str:
            desk = desk_on(self.home, MemoryVault())
            await desk.start(background=False)
            try:
                parts = {"control": "", "connections": [self.place.connection]}
                [key] = await desk.connections.import_json(write(parts).decode())
                return key
            finally:
                await desk.aclose()

        self.key = asyncio.run(connected())

    def command(self, action: str) -> Command:
        """Choose an order for an action, and make the command that its trial asks for."""

        async def made(gateway: Gateway) -> Command:
            order = await chosen(self.plug, self.place, gateway, action)
            return command_for(self.plug, rules_of(gateway), order, action)

        return self.place.run(made)

    def asked(self, action: str) -> Asked:
        """Return what a person asks for who wants an action done as its trial has it."""
        return asked_of(self.command(action))

    def job(self, case: Case) -> Job:
        """Return what the process to be killed has to do."""
        creating = action_of(self.rules, Effect.CREATE) if case.way is Way.STAGED else None
        return Job(
            home=self.home,
            key=self.key,
            secrets=self.place.secrets,
            stage=case.stage,
            way=case.way,
            vendor=self.plug.vendor,
            asked=self.asked(case.action),
            beside=self.asked(creating.name) if creating else None,
        )


def asked_of(command: Command) -> Asked:
    """Return what a person asked for who got this command."""
    made = isinstance(command, CreateOrder)
    return Asked(
        action=command.action,
        order=None if made else command.vendor_id,
        line=command.line_id if isinstance(command, EditLine | RemoveLine) else None,
        values=_typed(command),
        lines=command.lines if isinstance(command, CreateOrder) else (),
    )


def _typed(command: Command) -> Mapping[str, FieldValue]:
    """Return what a person typed into the form of a command."""
    match command:
        case CreateOrder() | AddLine():
            return command.fields
        case EditOrder() | EditLine():
            return command.changes
        case Transit() | Act():
            return command.values
        case RemoveLine():
            return {}


@contextmanager
def site_for(plug: Plug, folder: Path) -> Generator[Site]:
    """Run a vendor's sandbox; profiles are made below `folder`."""
    place = opened(plug)
    try:
        yield Site(plug, place, folder)
    finally:
        place.close()


def run_all(plug: Plug, cases: Sequence[Case], folder: Path) -> Generator[Result]:
    """Kill one process after the other on a sandbox of their own."""
    with site_for(plug, folder) as site:
        for case in cases:
            yield run_case(site, case)


def run_case(site: Site, case: Case) -> Result:
    """Kill one process and see what becomes of its commands."""
    started = time.monotonic()
    site.kills += 1
    if site.left == 0:
        site.renew()
    site.left -= 1
    try:
        job = site.job(case)
    except AssertionError:  # no order is left that it can be done to
        site.renew()
        job = site.job(case)
    judge = Judge(site.plug, site.place)
    _killed(site, case, job)
    ends = asyncio.run(_resolved(site, job, judge))
    rows = [_row(case, judge, entry, asks) for entry, asks in ends]
    if case.way is Way.STAGED:
        site.left = 0  # what is staged would be shown on the order ever after
    if len(rows) < _COMMANDS.get(case.way, 1):
        wanted = case.stage is not Stage.BEFORE_COMMIT or case.way is Way.IN_A_RUN
        rows.append(judge.nothing_kept(case.action, wanted=int(wanted)))
    return Result(case, tuple(rows), round(time.monotonic() - started, 3))


def _row(case: Case, judge: Judge, entry: OutboxEntry, asks: Sequence[Ask]) -> Row:
    """Judge a command: one that is staged, or whose sending was not kept, is staged still."""
    stays = entry.command.action == case.action and not case.is_sent
    return judge.row(entry, asks, rests=CommandState.STAGED if stays else CommandState.DONE)


def _killed(site: Site, case: Case, job: Job) -> None:
    """Run the worker until it is dead."""
    when = HELD.get(case.stage)
    for writes in site.plug.writes if when is not None else ():
        site.place.fault(**{**writes, "kind": "hold", "when": when})
    here, there = _forks().Pipe(duplex=False)
    process = _forks().Process(target=work, args=(job, there))
    process.start()
    there.close()
    try:
        if when is not None:
            _held(site, process)
            process.kill()
        process.join(_PATIENCE)
    finally:
        process.kill()
        process.join()
        if when is not None:
            # Those that come once the first have gone must not wait.
            site.place.ask("POST", "/release", {"then": case.release})
            site.place.clear_faults()
    # Whoever lives on says why, so that one who said nothing and was not heard of was killed.
    told = _last_words(here)
    here.close()
    if told or process.exitcode not in {_SIGKILLED, _NOT_HEARD}:
        raise AssertionError(f"{case}: {process.exitcode}\n{told or 'nothing was said'}")


class _Ear(Protocol):
    """The end of a pipe that hears."""

    def poll(self) -> bool: ...
    def recv(self) -> object: ...


def _last_words(here: _Ear) -> str:
    """Return what a worker said that was not killed; "" from one that was."""
    try:
        return str(here.recv()) if here.poll() else ""
    except EOFError:
        return ""


def _held(site: Site, process: ForkServerProcess) -> None:
    """Wait until the sandbox holds a request, or the worker ends before."""
    while process.is_alive() and not site.place.ask("GET", "/holds?wait=2"):
        pass


async def _resolved(site: Site, job: Job, judge: Judge) -> list[tuple[OutboxEntry, list[Ask]]]:
    """Start a desk where the dead one was and let it end what that began."""
    vault = MemoryVault()
    vault.put(job.key, job.secrets)
    desk = desk_on(job.home, vault)
    news = asyncio.Event()
    desk.bus.subscribe(lambda _event: news.set())
    asks: dict[str, list[Ask]] = {}
    await desk.start(background=False)
    try:
        for found in await desk.bulk.progress():
            await desk.bulk.go_on(found.run.id)
        async with asyncio.timeout(_PATIENCE):
            while True:
                news.clear()
                every = await desk.orders.outbox()
                for entry in every:
                    if entry.state is CommandState.ASKING:
                        ask = await answered(desk, entry, judge)
                        asks.setdefault(entry.command.id, []).append(ask)
                        news.set()
                if not any(_is_open(one) for one in every) and not await desk.bulk.progress():
                    break
                await news.wait()
    except TimeoutError:
        pass  # what is open still is unresolved
    finally:
        kept = [one for one in await desk.orders.outbox() if one.command.id not in site.known]
        kept = await _of_rows(desk, kept)
        await desk.aclose()
    site.known.update(one.command.id for one in kept)
    return [(one, asks.get(one.command.id, [])) for one in kept]


def _is_open(entry: OutboxEntry) -> bool:
    return entry.open and entry.state is not CommandState.STAGED


async def _of_rows(desk: Desk, entries: Sequence[OutboxEntry]) -> list[OutboxEntry]:
    """Leave out what a run took back when it was found, and asked for anew."""
    rows = [
        row for run in await desk.bulk.recent() for row in (await desk.bulk.ledger(run.id)).rows
    ]
    current = {row.command_id for row in rows}
    return [one for one in entries if not one.command.bulk or one.command.id in current]


async def answered(desk: Desk, entry: OutboxEntry, judge: Judge) -> Ask:
    """Decide as a person does who has looked at the vendor's own page."""
    reason = entry.reason or ""
    if entry.waited:
        await desk.orders.decide(entry.command.id, Decision.SEND_AGAIN)
        return Ask(reason, waited=True)
    if entry.sent_at is None:
        await desk.orders.decide(entry.command.id, Decision.TAKE_MINE)
        return Ask(reason)
    done = await asyncio.to_thread(judge.done, entry.command)
    decision = Decision.IT_WAS_DONE if done else Decision.SEND_AGAIN
    await desk.orders.decide(entry.command.id, decision)
    return Ask(reason, fits=not done and bool(judge.doubtful(entry.command)))

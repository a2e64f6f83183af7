"""Kills a worker at a stage, starts a desk on the same profile, and judges by the sandbox."""

import asyncio
import shutil
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from orderdesk.services.views import Decision
from orderdesk.vault.memory_vault import MemoryVault
from tests.faults.cases import HELD, Case, Kind, Stage
from tests.faults.worker import Job
from tests.integration.world import desk_on, world_of
from tests.sandbox.calls import LOCATION, Calls, as_list, as_object

ROOT = Path(__file__).resolve().parents[2]
_STARTS_IN = {Kind.ADD_ITEM: "Created"}
_SIGKILLED = -9


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one command after its process was killed."""

    case: Case
    state: CommandState | None
    """How it was settled; None where the outbox never had it."""
    asked: bool
    sent: int
    """Requests with it that reached the sandbox."""
    done: int
    """Times the sandbox did it."""
    right: bool
    """Whether the sandbox's order is as it should be."""
    seconds: float

    @property
    def verdict(self) -> str:
        """Say in a word how it ended."""
        wanted = 0 if self.case.stage is Stage.BEFORE_COMMIT else 1
        if self.done > wanted:
            return "doubled"
        if self.done < wanted:
            return "lost"
        if not self.right:
            return "wrong"
        if wanted == 0:
            return "never" if self.state is None else "unresolved"
        if self.state is not CommandState.DONE:
            return "unresolved"
        return "asked" if self.asked else "once"

    @property
    def good(self) -> bool:
        """Whether that is how it must end; asking is good where two readings fit."""
        return self.verdict in {"once", "never"} or (
            self.verdict == "asked" and self.case.may_be_asked
        )


@dataclass(slots=True)
class Site:
    """A sandbox and a profile that knows it, to be copied for every kill."""

    calls: Calls
    folder: Path
    key: str = ""
    orders: dict[Case, list[str]] = field(default_factory=dict[Case, list[str]])
    kills: int = 0

    @property
    def secrets(self) -> dict[str, str]:
        """The sandbox's sign-in."""
        return self.calls.secrets

    def prepare(self, cases: Sequence[Case]) -> None:
        """Make an order for every case, and a profile that has read them all."""
        for case in cases:
            order = str(LOCATION)
            if case.kind is not Kind.CREATE:
                order = self.calls.create_in(_STARTS_IN.get(case.kind, "Pending"))
            self.orders.setdefault(case, []).append(order)

        async def synced() -> str:
            async with world_of(self.calls, self.folder) as world:
                return world.key

        self.folder.mkdir()
        self.key = asyncio.run(synced())


@contextmanager
def site_for(cases: Sequence[Case], folder: Path) -> Generator[Site]:
    """Run a sandbox, with a profile in a new folder below `folder`."""
    with ExitStack() as stack:
        sandbox = stack.enter_context(Sandbox(SandboxOptions(orders=20, only=["iqmetrix"])))
        calls = stack.enter_context(Calls(sandbox))
        site = Site(calls, folder / "template")
        site.prepare(cases)
        yield site


def run_case(site: Site, case: Case) -> Result:
    """Kill one process and see what becomes of its command."""
    started = time.monotonic()
    site.kills += 1
    order = site.orders[case].pop()
    home = site.folder.with_name(f"profile-{site.kills}")
    shutil.copytree(site.folder, home)
    job = Job(
        home=home,
        key=site.key,
        secrets=site.secrets,
        stage=case.stage,
        kind=case.kind,
        order=order,
        name=f"Named by kill {site.kills}",
    )
    since = site.calls.last_number()
    asyncio.run(_killed(site.calls, case, job))
    entry, asked = asyncio.run(_resolved(job))
    sent, done = _counted(site.calls, since, job)
    return Result(
        case=case,
        state=entry.state if entry else None,
        asked=asked,
        sent=sent,
        done=done,
        right=_is_right(site.calls, job, wanted=case.stage is not Stage.BEFORE_COMMIT),
        seconds=round(time.monotonic() - started, 3),
    )


async def _killed(calls: Calls, case: Case, job: Job) -> None:
    """Run the worker until it is dead."""
    when = HELD.get(case.stage)
    if when is not None:
        calls.fault(kind="hold", when=when, service="orders", path=_write_path(job), skip=0)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.faults.worker"),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    talk = asyncio.create_task(process.communicate(job.model_dump_json().encode()))
    try:
        if when is not None:
            await _held(calls, talk)
            process.kill()
        _out, err = await asyncio.wait_for(talk, 60)
    finally:
        if process.returncode is None:
            process.kill()
    if process.returncode != _SIGKILLED:
        raise AssertionError(f"{case}: {process.returncode}\n{err.decode()}")
    if when is not None:
        calls.admin("POST", "/release", {"then": case.release})
        calls.admin("DELETE", "/faults")


def _write_path(job: Job) -> str:
    """Return the pattern of the calls that carry the command, and no reading does."""
    if job.kind is Kind.CREATE:
        return r"/OrderFull$"
    return rf"/Orders\({job.order}\)"


async def _held(calls: Calls, talk: "asyncio.Task[tuple[bytes, bytes]]") -> None:
    """Wait until the sandbox holds the request; a worker that ends before says why."""
    waiting = asyncio.create_task(asyncio.to_thread(calls.admin, "GET", "/holds?wait=60"))
    await asyncio.wait([waiting, talk], return_when=asyncio.FIRST_COMPLETED)
    if talk.done():
        raise AssertionError(talk.result()[1].decode())
    if not as_list(await waiting):
        raise AssertionError("nothing is held")


async def _resolved(job: Job) -> tuple[OutboxEntry | None, bool]:
    """Start a desk where the dead one was and let it end what that began.

    A person who is asked looks at the order and says that it is to be sent again.
    """
    vault = MemoryVault()
    vault.put(job.key, job.secrets)
    desk = desk_on(job.home, vault)
    await desk.start(background=False)
    try:
        kept = await desk.orders.outbox()
        if not kept:
            return None, False
        [entry] = kept
        entry = await desk.orders.wait(entry.command.id, timeout=60)
        asked = entry.state is CommandState.ASKING
        if asked:
            await desk.orders.decide(entry.command.id, Decision.SEND_AGAIN)
            entry = await desk.orders.wait(entry.command.id, timeout=60)
        return entry, asked
    finally:
        await desk.aclose()


def _counted(calls: Calls, since: int, job: Job) -> tuple[int, int]:
    """Count in the sandbox's log how often the command came, and how often it was done."""
    writes = [entry for entry in calls.log(since) if _is_write(entry, job)]
    return len(writes), sum(1 for entry in writes if entry["worked"] and entry["action"])


def _is_write(entry: Document, job: Job) -> bool:
    if entry["service"] != "orders" or entry["method"] == "GET":
        return False
    return job.kind is Kind.CREATE or job.order in str(entry["path"])


def _is_right(calls: Calls, job: Job, *, wanted: bool) -> bool:
    """Whether the sandbox's order is as the command wants it, or as it was."""
    if job.kind is Kind.CREATE:
        named = [
            as_object(one)
            for one in as_list(calls.admin("GET", "/orders"))
            if as_object(one)["name"] == job.name
        ]
        return len(named) == int(wanted) and all(order["items"] == 1 for order in named)
    truth = calls.truth(job.order)
    looks: dict[Kind, Callable[[], bool]] = {
        Kind.EDIT: lambda: truth["name"] == job.name,
        Kind.PROCESS: lambda: truth["state"] == "Processed",
        Kind.CANCEL: lambda: truth["state"] == "Cancelled",
        Kind.ADD_ITEM: lambda: truth["items"] == 2,
    }
    return looks[job.kind]() is wanted

"""Kills a session at a random moment, starts the program again, and compares the two."""

import asyncio
import json
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

from orderdesk.composition import compose
from orderdesk.config import Profile, load_settings
from orderdesk.sandbox.json_text import encode
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from orderdesk.vault.opening import open_vault
from tests.recovery.session import PLAN, Job, editable
from tests.sandbox.calls import Calls

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "four quiet harbours"
SETTINGS = {"deadline": 5, "settle_seconds": 1, "sync_minutes": 600, "zone": "UTC"}
_SIGKILLED = -9
_PATIENCE = 120.0
_LONGEST = 1.5
"""Seconds after the line at which a session is killed, at most."""
_LINES = 40
_DRAFTS = ("edit:", "new:", PLAN)
Line: TypeAlias = Mapping[str, Any]


@dataclass
class Outcome:
    """What one kill showed."""

    at: str
    """The step that the session was killed in."""
    bad: list[str] = field(default_factory=list[str])
    commands: int = 0
    drafts: int = 0
    had_form: bool = False
    had_plan: bool = False


@dataclass
class Site:
    """A sandbox, and a profile that knows its orders, to be copied for every kill."""

    calls: Calls
    folder: Path
    orders: list[str]


@contextmanager
def site_in(folder: Path, *, orders: int = 60) -> Generator[Site]:
    """Run a sandbox and fill a profile."""
    options = SandboxOptions(orders=orders, seed=3, only=["iqmetrix"])
    with Sandbox(options) as sandbox, Calls(sandbox) as calls:
        home = folder / "template"
        profile = Profile.under(home)
        profile.prepare()
        (home / "settings.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
        yield Site(calls, folder, asyncio.run(_filled(profile, calls)))


async def _filled(profile: Profile, calls: Calls) -> list[str]:
    vault = open_vault(profile.secrets, profile.identity(), passphrase=PASSPHRASE)
    desk = compose(profile, load_settings(profile.settings).settings, vault=vault)
    await desk.start(background=False)
    try:
        await desk.grace.choose(0)
        line = encode({"control": calls.control, "connections": [calls.connection]}).decode()
        [report] = await desk.sync.sync(await desk.connections.import_json(line))
        if report.error is not None:
            raise AssertionError(report.error)
        return await editable(desk)
    finally:
        await desk.aclose()


def one_kill(site: Site, number: int, *, at: str = "") -> Outcome:
    """Kill one session and judge what the next start has; `at`: once that is kept, and open."""
    draws = Random(number)
    home = site.folder / f"home-{number}"
    shutil.copytree(site.folder / "template", home)
    site.calls.admin("POST", "/reset", {})
    since = site.calls.last_number()
    lines = _killed(site, home, draws, at=at)
    [found] = [line for line in _looked(site, home) if line["step"] == "found"]
    log = [
        str(entry["path"])
        for entry in site.calls.log(since)
        if entry["worked"] and entry["action"] == "update"
    ]
    shutil.rmtree(home)
    return judged(lines, found, log)


def _job(site: Site, home: Path, mode: str, seed: int = 0) -> str:
    job = {
        "home": str(home),
        "passphrase": PASSPHRASE,
        "mode": mode,
        "seed": seed,
        "orders": site.orders,
    }
    return Job.model_validate(job).model_dump_json()


def _process() -> "subprocess.Popen[str]":
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-m", "tests.recovery.worker"],
        cwd=ROOT,
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        text=True,
    )


def _killed(site: Site, home: Path, draws: Random, *, at: str) -> list[Line]:
    """Run a session until a random line of its journal and a moment more; return the journal."""
    last = draws.randrange(1, _LINES)
    lines: list[Line] = []
    with _process() as process:
        if process.stdin is None or process.stdout is None or process.stderr is None:
            raise AssertionError
        process.stdin.write(_job(site, home, "live", draws.randrange(1_000_000)))
        process.stdin.close()
        for text in process.stdout:
            lines.append(json.loads(text))
            line = lines[-1]
            if (line["step"] == "kept" and line["what"] == at) if at else len(lines) > last:
                break
        killer = threading.Timer(0 if at else draws.random() * _LONGEST, process.kill)
        killer.start()
        lines += [json.loads(text) for text in process.stdout if text.endswith("\n")]
        killer.join()
        error = process.stderr.read()
        if process.wait(_PATIENCE) != _SIGKILLED:
            raise AssertionError(error[-2000:])
    return lines


def _looked(site: Site, home: Path) -> list[Line]:
    with _process() as process:
        out, error = process.communicate(_job(site, home, "look"), timeout=_PATIENCE)
        if process.returncode != 0:
            raise AssertionError(error[-3000:])
    return [json.loads(text) for text in out.splitlines()]


def judged(lines: list[Line], found: Line, log: list[str]) -> Outcome:
    """Compare the journal of a session with what the next one found, and with the log."""
    outcome = Outcome(at=json.dumps(lines[-1]))
    kept: dict[str, Any] = {}
    typing: dict[str, Any] = {}
    closing: set[str] = set()
    for line in lines:
        match line["step"]:
            case "typing":
                typing[line["what"]] = line["to"]
            case "kept":
                kept[line["what"]] = line["to"]
                typing.pop(line["what"], None)
                closing.discard(line["what"])
            case "closing":
                closing.add(line["what"])
            case _:
                pass
    _same(outcome, "search", found["search"], kept.get("search", ""), typing.get("search"))
    if "tab" in kept and found["tab"] not in (kept["tab"], typing.get("tab")):
        outcome.bad.append(f"tab {found['tab']}, not {kept['tab']}")
    drafts = {key for key in kept.keys() | typing.keys() if key.startswith(_DRAFTS)}
    outcome.drafts = len(drafts)
    for key in drafts:
        now = found["drafts"].get(key, "")
        if now or key not in closing:
            _same(outcome, key, now, kept.get(key, ""), typing.get(key))
    _plans(outcome, found, kept, typing)
    _forms(outcome, found, kept, typing)
    _commands(outcome, lines, found, kept, log)
    return outcome


def _same(outcome: Outcome, what: str, now: str, kept: str, typing: str | None) -> None:
    """Check that what was kept is there, or what was typed after it as far as it had come."""
    if now == kept or (typing is not None and typing.startswith(now)):
        return
    outcome.bad.append(f"{what}: {now!r}, not {kept!r} nor a part of {typing!r}")


def _forms(
    outcome: Outcome, found: Line, kept: Mapping[str, Any], typing: Mapping[str, Any]
) -> None:
    """Check that a form that was surely open is offered again."""
    outcome.had_form = bool(kept.get("form"))
    if outcome.had_form and "form" not in typing and found["reopened"] is None:
        outcome.bad.append(f"the form of {kept['form']} is not offered: {found['said']}")
    if "did not end properly" not in found["said"]:
        outcome.bad.append(f"it is not said: {found['said']}")


def _plans(
    outcome: Outcome, found: Line, kept: Mapping[str, Any], typing: Mapping[str, Any]
) -> None:
    """Check that a plan that was surely open is offered again, with its orders and values."""
    outcome.had_plan = bool(kept.get("plan"))
    if not outcome.had_plan:
        return
    wanted = {"orders": kept["plan"], "text": found["drafts"].get(PLAN, "")}
    closed = "plan" in typing and found["planned"] is None
    if not closed and found["planned"] != wanted:
        outcome.bad.append(f"the plan is {found['planned']}, not {wanted}")


def _commands(
    outcome: Outcome, lines: list[Line], found: Line, kept: Mapping[str, Any], log: list[str]
) -> None:
    """Check that what was asked for is done once, and the run with it."""
    asked = {line["command"]: line["order"] for line in lines if line["step"] == "asked"}
    outcome.commands = len(asked)
    lost = asked.keys() - set(found["commands"])
    outcome.bad += [f"the change of {asked[command]} is lost" for command in lost]
    written = Counter(path.rpartition("(")[2].partition(")")[0] for path in log)
    outcome.bad += [f"{order} was written {n} times" for order, n in written.items() if n > 1]
    never = [order for order in asked.values() if not written[order.partition(":")[2]]]
    outcome.bad += [f"{order} was never written" for order in never]
    outcome.bad += [f"not done: {state}" for state in found["undone"]]
    run = kept.get("run")
    if run and run not in found["runs"]:
        # One that had come to its end is over.
        done = len(written) >= 6
        if not done:
            outcome.bad.append("the run is not there")

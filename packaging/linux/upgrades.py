"""From an older package to a newer one, and not back: what the user had stays."""

import json
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from findings import Findings
from fresh_system import PACKAGES, System, WentWrong, kill, until
from installed_program import Program, StandIn, State
from journeys import FIELD, TYPED, Order, cancel, change, close, some_orders
from person import Person

SCHEMA = "usr/lib/orderdesk/schema"
VENDORS = 5
"""The sandbox makes up so many orders for each of so many vendors."""
_LAYOUT_KEYS = ("table", "window")
# Where the first column may end on the screen, and where it is to end.
_HEADER, _WIDER = 187, 240
# Where the first column ends goes by what the orders in sight are called.
_EDGES = (*range(120, 142, 3), *range(84, 120, 3), *range(142, 200, 3))
_SANDBOX = "sandbox.db"
_PORTS = (21_300, 21_400)


@dataclass(frozen=True)
class Prepared:
    """A profile as an older program has left it."""

    state: State
    listed: int
    sandbox: str
    """The line that the sandbox printed."""
    waiting: list[Order]
    """To be edited, to be cancelled."""
    staged: Order


def install(system: System, name: str, *, alone: bool = False) -> float:
    """Install a package with what it needs and return the seconds; `alone`: it and no fonts.

    Raises:
        WentWrong: apt could not.
    """
    lean = ["--no-install-recommends"] if alone else []
    return system.apt("install", *lean, f"{PACKAGES}/{name}").good().seconds


def fill(program: Program, person: Person, *, orders: int) -> Prepared:
    """Fill a profile: orders of all vendors, a layout of its own, commands that wait, one staged.

    Raises:
        WentWrong: a step of it did not come about.
    """
    each = max(orders // VENDORS, 20)
    words = ("--orders", str(each), "--file", f"{program.home}/{_SANDBOX}", "--port", _port())
    program.system.run("mkdir", "-p", program.home, user="clerk").good()
    sandbox, line = program.sandbox(*words)
    program.connect(line)
    until(lambda: _synced(program, orders), f"{orders} orders", seconds=900)
    edited, cancelled, staged = some_orders(program, 3)
    desk = program.start()
    person.see("orderdesk", seconds=120)
    _lay_out(program, person)
    person.picture("layout")
    kill(sandbox)
    change(person, edited, TYPED)
    cancel(person, cancelled)
    until(lambda: program.store().waiting >= 2, "two commands that wait")
    person.press("Escape", "ctrl+f", "ctrl+a", "BackSpace", "Return")
    person.picture("offline")
    close(desk, person)
    # By command: the older window may have no key for it.
    program.run("do", "edit", staged.id, "--set", f"{FIELD}={TYPED}", "--stage").good()
    return Prepared(program.store(), program.listed(), line, [edited, cancelled], staged)


def _lay_out(program: Program, person: Person) -> None:
    """Hide the side bar by its key and drag the first column with the mouse."""
    _toggle(program, person, "F9")

    def drags(edge: int) -> bool:
        drag = partial(person.drag, start=(edge, _HEADER), end=(_WIDER, _HEADER))
        return _changes(lambda: program.store().kept.get("table"), drag, within=3)

    until(lambda: any(drags(edge) for edge in _EDGES), "the first column is dragged", seconds=300)


def _changes(kept: Callable[[], object], act: Callable[[], None], *, within: float = 8) -> bool:
    """Act, and say whether what the desk keeps is another then."""
    before = kept()
    act()
    try:
        until(lambda: kept() != before, "", seconds=within)
    except WentWrong:
        return False
    return True


def _toggle(program: Program, person: Person, key: str) -> None:
    """Show or hide a pane by its key; the window is seen before it listens to the first one."""

    def hidden() -> object:
        # The rest of what is kept of a window changes by itself when it comes up.
        return _read(program.store().kept.get("window")).get("hidden")

    pressed = partial(_changes, hidden, partial(person.press, key))
    until(pressed, f"{key} shows or hides a pane", seconds=120)


def _synced(program: Program, orders: int) -> bool:
    program.run("sync")
    return program.store().orders >= orders


def same_layout(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Return which part of the layout differs; "" for none.

    A newer program may write more than the older one did, and a column it brought anew.
    """
    for key in _LAYOUT_KEYS:
        old, new = _read(before.get(key)), _read(after.get(key))
        for name, value in old.items():
            if name in {"geometry", "sizes"}:
                continue  # of the screen, and of what room a hidden pane leaves
            if new.get(name) != value:
                return f"{key}.{name}: {value} is now {new.get(name)}"
    return ""


def _read(text: str | None) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(text) if text else {}
    return value


def lost(before: Prepared, state: State, listed: int, staged: int) -> str:
    """Return what is not there any more; "" for nothing."""
    if state.problem:
        return state.problem
    if state.orders < before.state.orders or listed < before.listed:
        return f"{before.state.orders} orders, now {state.orders} ({before.listed}, {listed})"
    if state.outbox < before.state.outbox or state.waiting < before.state.waiting:
        return f"outbox {before.state.commands}, now {state.commands}"
    return "" if staged == 1 else f"{staged} staged"


def check_store(program: Program, before: Prepared) -> str:
    """Open the store with the program that is installed; return what it lost, or what it says."""
    try:
        listed = program.listed()  # brings the store up to date
        return lost(before, program.store(look_through=True), listed, len(program.json("staged")))
    except WentWrong as wrong:
        return str(wrong)


def upgrade(program: Program, person: Person, findings: Findings, before: Prepared) -> None:
    """Install the newer package over the older one and look at everything."""
    system = program.system
    seconds = install(system, "new.deb", alone=True)
    findings.see("installs over the older one", True, f"{seconds:.1f} s")
    found = program.store()
    same = found.orders == before.state.orders and found.outbox == before.state.outbox
    findings.see("leaves the store alone", same and found.step == before.state.step)
    desk = program.start()
    seconds = person.see("orderdesk", seconds=180)
    findings.see("first start after it", True, f"{seconds:.1f} s to the window")
    until(lambda: _opened(program, before), "the store is open", seconds=120)
    person.picture("upgraded")
    _toggle(program, person, "ctrl+j")
    person.picture("outbox")
    _toggle(program, person, "ctrl+j")
    close(desk, person)
    said = program.errors()
    findings.see("nothing unforeseen happened", not said, said)
    missing = check_store(program, before)
    after = program.store()
    words = f"{after.orders} orders, {after.waiting} waiting, 1 staged; step {before.state.step}"
    findings.see(
        "has orders, outbox and staged", not missing, missing or f"{words} to {after.step}"
    )
    changed = same_layout(before.state.kept, after.kept)
    findings.see("has columns and panes as they were", not changed, changed)
    copies = [path.name for path in program.folder.glob("orderdesk.db.before-*")]
    needed = after.step > before.state.step
    findings.see("a backup lies beside", bool(copies) or not needed, ", ".join(copies) or "no step")


def _opened(program: Program, before: Prepared) -> bool:
    try:
        return program.store().orders >= before.state.orders
    except WentWrong:
        return False


def _port() -> str:
    """Return a port that is free and that no system gives out: it is wanted again later."""
    for port in range(*_PORTS):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)):
                return str(port)
    raise WentWrong("there is no port for the sandbox")


def deliver(program: Program, person: Person, findings: Findings, before: Prepared) -> None:
    """Let the vendors come back: what waited since the older program is sent by the newer."""
    edited, cancelled = before.waiting
    control = json.loads(before.sandbox)["control"]
    port = control.split(":")[2].split("/")[0]
    words = ("--port", port, "--file", f"{program.home}/{_SANDBOX}")
    sandbox, _line = program.sandbox(*words)
    stand_in = StandIn(control)
    desk = program.start()
    person.see("orderdesk", seconds=120)
    person.press("F5")

    def arrived() -> bool:
        return TYPED in stand_in.order(edited.vendor, edited.vendor_id)

    try:
        seconds = until(arrived, "what waited is at the vendor", seconds=240)
    except WentWrong as wrong:
        person.picture("undelivered")
        raise WentWrong(f"{wrong}; {program.store().commands}; {program.last_log()}") from wrong
    findings.see("the edit that waited reaches the vendor", True, f"after {seconds:.1f} s")
    asks = program.store().waiting >= 1 and "cancel" not in stand_in.writes(cancelled.vendor_id)
    findings.see("the cancelling that waited is asked about first", asks)
    person.picture("delivered")
    close(desk, person)
    kill(sandbox)


def downgrade(program: Program, findings: Findings, steps: tuple[int, int]) -> None:
    """Install the older package over the newer one: refused where the store would be lost."""
    old, new = steps
    ran = program.system.run("dpkg", "-i", f"{PACKAGES}/old.deb")
    if old == new:
        findings.see("going back", False, f"both packages are at step {new}: nothing to refuse")
        return
    said = " ".join(ran.err.split())
    words = next((line for line in ran.err.splitlines() if line.startswith("orderdesk:")), said)
    findings.see("going back is refused", ran.code != 0, words[:200])
    findings.see("and the way out is named", "/etc/orderdesk/allow-downgrade" in said)
    installed = (program.system.top / SCHEMA).read_text("utf-8").strip()
    runs = program.run("--version")
    findings.see("the newer one still runs", runs.code == 0 and installed == str(new))


def step_of(package: Path, *, reader: Any) -> int:
    """Return the step of the store that a package's program knows."""
    return int(reader(package, f"./{SCHEMA}").strip())

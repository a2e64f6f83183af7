"""What a user does at the installed window, by keys alone, and what the vendor has of it."""

import json
from dataclasses import dataclass
from typing import Any

from findings import Findings
from fresh_system import USER, WentWrong, kill, until
from installed_program import Program, StandIn, control_of
from person import Person

FIELD = "Name"
TYPED = "Call before delivery"
_TRIES = 6


@dataclass(frozen=True)
class Order:
    """An order that can be edited and cancelled."""

    id: str
    vendor: str
    vendor_id: str
    number: str


def _can(program: Program, order: str) -> bool:
    actions: dict[str, Any] = program.json("show", order)["actions"]
    edit = actions.get("edit", {})
    cancel = actions.get("cancel", {})
    return bool(edit.get("allowed") and FIELD in edit.get("fields", []) and cancel.get("allowed"))


def some_orders(program: Program, count: int) -> list[Order]:
    """Return orders of one connection whose name can be edited and that can be cancelled.

    Raises:
        WentWrong: there are not so many.
    """
    rows = program.json("list", "state:pending", "--limit", "400")
    tried: dict[str, int] = {}
    found: dict[str, list[Order]] = {}
    for row in rows:
        connection = row["connection"]
        tried[connection] = tried.get(connection, 0) + 1
        mine = found.setdefault(connection, [])
        # A connection whose first order cannot has none that can.
        if (tried[connection] > 1 and not mine) or not _can(program, row["id"]):
            continue
        mine.append(Order(row["id"], row["vendor"], row["vendor_id"], row["number"]))
        if len(mine) == count:
            return mine
    raise WentWrong(f"fewer than {count} orders to edit and cancel among {len(rows)}")


def go_to(person: Person, order: Order) -> None:
    """Find an order by typing its number, and go to it."""
    person.press("Escape", "ctrl+f")
    person.type(order.number)
    person.press("Return")


def _open(person: Person, order: Order, key: str, title: str) -> None:
    """Open a dialog on an order; on a slow machine the list may still show another one."""
    for _try in range(_TRIES):
        go_to(person, order)
        person.press(key)
        person.see(title)
        if order.number in person.in_front():
            return
        person.press("Escape")
        person.see_no(title)
    raise WentWrong(f"{title} is never of {order.number}")


def stage(person: Person, order: Order, text: str) -> None:
    """Open an order's form, type into its first field, and stage the change."""
    _open(person, order, "ctrl+e", "Edit order")
    person.type(text)
    person.picture("form")
    person.press("shift+Tab", "shift+Tab", "space")
    person.see_no("Edit order")


def change(person: Person, order: Order, text: str) -> None:
    """Open an order's form, type into its first field, and save."""
    _open(person, order, "ctrl+e", "Edit order")
    person.type(text)
    person.press("ctrl+Return")
    person.see_no("Edit order")


def send_staged(person: Person) -> None:
    """Review what is staged and send it."""
    person.press("ctrl+s")
    person.see("Review staged changes")
    person.picture("review")
    person.press("ctrl+Return")
    person.see_no("Review staged changes")


def cancel(person: Person, order: Order) -> None:
    """Cancel an order and confirm it."""
    _open(person, order, "ctrl+shift+x", "Cancel order")
    person.picture("confirm")
    person.press("Tab", "space")
    person.see_no("Cancel order")


def close(process: Any, person: Person) -> None:
    """Quit the window as its user does.

    Raises:
        WentWrong: it did not end.
    """
    person.press("Escape", "ctrl+q")
    until(lambda: process.poll() is not None, "the window closes", seconds=60)


def _sent(stand_in: StandIn, edited: Order, cancelled: Order) -> bool:
    there = json.dumps(TYPED) in stand_in.order(edited.vendor, edited.vendor_id)
    return there and "cancel" in stand_in.writes(cancelled.vendor_id)


def demo(program: Program, person: Person, findings: Findings, *, orders: int) -> None:
    """Walk through the demo: find, edit, review, send, cancel; `orders` of each vendor."""
    process = program.start("--demo", "--orders", str(orders))
    seconds = person.see("demo", seconds=120)
    findings.see("demo: a window", True, f"{seconds:.1f} s after the first start")
    stand_in = control_of(program, process)
    inner = program.folder
    until(lambda: list(inner.glob("orderdesk-demo-*/orderdesk.db")), "the demo's store")
    folder = next(inner.glob("orderdesk-demo-*")).name
    own = Program(program.system, f"{inner.name}/{folder}", person.screen)
    until(lambda: own.store().orders >= orders, "the demo's orders", seconds=180)
    until(lambda: own.listed("state:pending") > 20, "orders that wait", seconds=60)
    edited, cancelled = some_orders(own, 2)
    person.picture("demo")
    go_to(person, edited)
    person.picture("found")
    stage(person, edited, TYPED)
    staged = own.json("staged")
    findings.see(
        "demo: an edit is staged, not sent", bool(staged) and not _writes(stand_in, edited)
    )
    send_staged(person)
    until(
        lambda: TYPED in stand_in.order(edited.vendor, edited.vendor_id), "the edit at the vendor"
    )
    findings.see("demo: the vendor has the edit", True, ", ".join(_writes(stand_in, edited)))
    cancel(person, cancelled)
    until(lambda: "cancel" in _writes(stand_in, cancelled), "the vendor cancels")
    until(lambda: own.json("show", cancelled.id)["state"] == "cancelled", "the desk shows it")
    findings.see("demo: the vendor has cancelled, the desk shows it", True)
    findings.see("demo: the two are one", _sent(stand_in, edited, cancelled))
    person.picture("done")
    close(process, person)
    said = program.errors()
    findings.see("demo: nothing unforeseen happened", not said, said)
    findings.see("demo: closes, its folder is gone", not list(inner.glob("orderdesk-demo-*")))


def _writes(stand_in: StandIn, order: Order) -> list[str]:
    return stand_in.writes(order.vendor_id)


def second_start(program: Program, person: Person, findings: Findings) -> None:
    """Start the program twice: the first window comes forward and shows the link's order."""
    sandbox, line = program.sandbox("--orders", "60")
    program.connect(line)
    program.run("sync")
    first, second = some_orders(program, 2)
    process = program.start()
    person.see("orderdesk")
    go_to(person, first)
    person.press("ctrl+f", "ctrl+a", "BackSpace", "Return")
    person.minimise()
    until(lambda: not person.titles(), "the window is put away")
    ran = program.run()
    person.see("orderdesk", seconds=20)
    findings.see(
        "a second start raises the first and ends",
        ran.code == 0 and process.poll() is None and len(person.titles()) == 1,
        f"{ran.seconds:.1f} s",
    )
    ran = program.run(f"orderdesk://order/{second.id}")
    findings.see("a link is handed over", ran.code == 0 and len(person.titles()) == 1)
    person.picture("link")
    person.press("ctrl+e")
    person.see(f"Edit order: {second.number}", seconds=20)
    findings.see("the link's order is shown", True, f"{USER} sees {second.number}")
    close(process, person)
    started = program.start()
    seconds = person.see("orderdesk")
    findings.see("a warm start with orders", True, f"{seconds:.1f} s to the window")

    def acts() -> bool:
        person.press("ctrl+e")
        return "Edit order" in person.in_front()

    seconds = until(acts, "the window that has come up takes keys")
    person.press("Escape")
    person.see("orderdesk", seconds=20)
    findings.see("and it stays and works", started.poll() is None, f"{seconds:.1f} s later")
    close(started, person)
    kill(sandbox)

"""An outbox with a command in every state that a person can do something about."""

from dataclasses import replace
from datetime import UTC, datetime

from orderdesk.domain.commands import Command, CommandState
from orderdesk.domain.gateway import Page
from orderdesk.domain.order import Named, Order
from orderdesk.store.store import Store
from tests.unit.domain.invented import add_line, edit, line, order, remove_line, transit
from tests.unit.services.quillworks import CONFIG, Vendor

# Longer ago than any clock a test runs by, so that a later sync reads something newer.
DAY = datetime(2026, 1, 5, 12, tzinfo=UTC)
READINGS = ("It may be the item that is there now.", "It may not have been added.")
CONFLICT = "Title: it was “Quills”, you want “Mine”, it is “Theirs” now."


def orders() -> dict[str, Order]:
    """Return the orders by the vendor's ids, each with a number and a customer."""
    return {
        key: order(
            key,
            number=f"Q-{place}",
            title="Quills",
            buyer="b1",
            payer="b1",
            lines=(line("1"), line("2", "Inkpot")),
            state="Placed" if key == "done" else "Draft",
        )
        for place, key in enumerate(("waits", "done", "rejected", "unproved", "conflict", "taken"))
    }


def vendor() -> Vendor:
    """Return the vendor that has these orders, changed meanwhile where there is a conflict."""
    found = Vendor()
    found.put(*orders().values())
    found.change("conflict", title="Theirs")
    return found


def filled(store: Store) -> None:
    """Fill a store as a day's work leaves it."""
    store.connections.put(replace(CONFIG, key="main", name="Main shop"))
    store.names.put("main", [Named(kind="customer", id="b1", name="Ada Hale")])
    seen = orders()
    number = store.mirror.begin_pull("main", now=DAY)
    theirs = seen["conflict"].model_copy(
        update={"fields": {**seen["conflict"].fields, "title": "Theirs"}}
    )
    store.mirror.apply_page("main", Page((*seen.values(),)), pull=number)
    store.mirror.put(theirs, read_at=DAY.replace(hour=13))
    for command in (
        edit("taken-1", seen["taken"], note="Ring before delivery"),
        edit("waits-1", seen["waits"], title="Later", payer="b1"),
        transit("done-1", seen["done"], "process", "Shipped"),
        edit("rejected-1", seen["rejected"], title="Too late", rebate="5"),
        add_line("unproved-1", seen["unproved"], "Blotting paper"),
        edit("conflict-1", seen["conflict"], title="Mine", note="Also"),
        remove_line("waits-2", seen["waits"], "1"),
    ):
        store.outbox.enqueue(command)
    _settle(store, seen)


def _settle(store: Store, seen: dict[str, Order]) -> None:
    outbox = store.outbox
    outbox.withdraw("taken-1", now=DAY)
    for command_id, before in (("done-1", "done"), ("rejected-1", "rejected")):
        outbox.begin_sending(command_id, before=seen[before], owner="me", now=DAY)
    moved = seen["done"].model_copy(update={"vendor_state": "Shipped"})
    outbox.settle("done-1", CommandState.DONE, now=DAY, order=moved, request_id="req-7")
    outbox.settle(
        "rejected-1",
        CommandState.REJECTED,
        now=DAY,
        reason="Quill Works refuses it: No rebate here. Change what it names and try again.",
        words="No rebate on goose quills",
        request_id="req-8",
    )
    outbox.begin_sending("unproved-1", before=seen["unproved"], owner="me", now=DAY)
    outbox.ask("unproved-1", reason="The answer was lost.", readings=READINGS)
    outbox.ask("conflict-1", reason="Somebody else changed the same.", readings=(CONFLICT,))


def many(store: Store, count: int) -> list[Command]:
    """Add commands on one order, of which the first asks and all others wait for it."""
    seen = order("many", number="Q-99", title="Quills", lines=())
    number = store.mirror.begin_pull("main", now=DAY)
    store.mirror.apply_page("main", Page((seen,)), pull=number)
    commands = [edit(f"many-{place}", seen, title=f"Quills {place}") for place in range(count)]
    for command in commands:
        store.outbox.enqueue(command)
    store.outbox.ask("many-0", reason="Somebody else changed the same.", readings=(CONFLICT,))
    return list(commands)

"""A program that writes and says so, to be killed: python -m tests.unit.store.writer FILE."""

import sys
from itertools import count
from pathlib import Path

from orderdesk.domain.commands import CommandState
from orderdesk.domain.gateway import Page
from orderdesk.store.store import Store
from tests.unit.domain.invented import ALL_RULES, NOON, create, edit, order
from tests.unit.store.filled import MAIN

ORDERS = tuple(order(f"v{n}", number=f"SO-{n}") for n in range(20))


def say(what: str, command_id: str) -> None:
    """Tell whoever listens that the store has said it is done."""
    sys.stdout.write(f"{what} {command_id}\n")
    sys.stdout.flush()


def write(store: Store, number: int) -> None:
    """Take a command through its stages, of an existing order or a new one."""
    about = ORDERS[number % len(ORDERS)]
    command_id = f"k{number}"
    if number % 3 == 0:
        made = order(f"made-{number}", title=f"t{number}")
        store.outbox.enqueue(create(command_id, title=f"t{number}"))
    else:
        made = order(about.vendor_id, number=about.number, title=f"t{number}")
        store.outbox.enqueue(edit(command_id, about, title=f"t{number}"))
    say("kept", command_id)
    store.outbox.begin_sending(command_id, before=None, owner="killed", now=NOON)
    say("sending", command_id)
    store.outbox.settle(command_id, CommandState.DONE, now=NOON, order=made)
    say("settled", command_id)


def main() -> None:
    """Write until killed."""
    with Store.open(Path(sys.argv[1]), ALL_RULES) as store:
        store.connections.put(MAIN)
        store.mirror.apply_page("main", Page(ORDERS), pull=store.mirror.begin_pull("main"))
        for number in count():
            write(store, number)


if __name__ == "__main__":
    main()

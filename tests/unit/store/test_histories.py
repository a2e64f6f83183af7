"""At every moment of any history a shown row is the mirror's order with what is not settled."""

import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from orderdesk.domain.commands import OPEN_STATES, Command, CommandState, CreateOrder
from orderdesk.domain.gateway import Page
from orderdesk.domain.history import Origin
from orderdesk.domain.order import Named, Order, order_id
from orderdesk.domain.projection import new_order, project
from orderdesk.domain.shown import Mark, ShownRow
from orderdesk.store.opening import open_database
from orderdesk.store.store import Store
from tests.unit.domain.invented import ALL_RULES, NOON, RULES
from tests.unit.store import shapes
from tests.unit.store.filled import MAIN, ids, rows
from tests.unit.store.oracle import folded

FINAL = st.sampled_from(
    [CommandState.DONE, CommandState.DONE, CommandState.REJECTED, CommandState.FAILED]
)
HOURS = st.integers(0, 12).map(lambda hours: NOON + timedelta(hours=hours))
VENDOR_IDS = st.integers(1, 4).map(lambda number: f"v{number}")
ORDERS = shapes.orders(VENDOR_IDS, st.just("main"))
# What a list leaves out is told of in test_details.
WHOLE = ORDERS.filter(lambda one: one.lines is not None)
PAGES = st.lists(WHOLE, max_size=4, unique_by=lambda one: one.id)
PICK = st.integers(0, 99)


@dataclass(frozen=True)
class Kept:
    """A command as the model keeps it."""

    command: Command
    state: CommandState

    @property
    def open(self) -> bool:
        return self.state in OPEN_STATES


class Histories(RuleBasedStateMachine):
    """A store in a file beside a model of what it should hold."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.mirror: dict[str, tuple[Order, datetime]] = {}
        self.commands: list[Kept] = []
        self.names: dict[tuple[str, str], Named] = {}
        self.made = 0

    @initialize()
    def begin(self) -> None:
        self.reopen()
        self.store.connections.put(MAIN)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
        shutil.rmtree(self.folder)

    # What the model knows.

    def open_of(self, about: str) -> list[Kept]:
        return [kept for kept in self.commands if kept.open and kept.command.order_id == about]

    def shown(self, about: str) -> Order | None:
        commands = [kept.command for kept in self.open_of(about)]
        base = self.mirror[about][0] if about in self.mirror else None
        for command in commands:
            if base is None and isinstance(command, CreateOrder):
                base = new_order(command, RULES, "EUR")
        return None if base is None else project(base, commands, RULES)

    def all_shown(self) -> dict[str, Order]:
        about = [*self.mirror, *(kept.command.order_id for kept in self.commands if kept.open)]
        found = {one: self.shown(one) for one in about}
        return {one: order for one, order in found.items() if order is not None}

    def read(self, order: Order, at: datetime) -> None:
        known = self.mirror.get(order.id)
        if known is None or at >= known[1]:
            self.mirror[order.id] = (order, at)

    def change(self, index: int, **changes: object) -> None:
        self.commands[index] = replace(self.commands[index], **changes)

    def some(self, pick: int, *states: CommandState) -> int | None:
        found = [i for i, kept in enumerate(self.commands) if kept.state in states]
        return found[pick % len(found)] if found else None

    # What happens.

    @rule()
    def reopen(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
        self.database = open_database(self.folder / "orders.db", read_only=False)
        self.store = Store(self.database, ALL_RULES)

    @rule(page=PAGES, at=HOURS, complete=st.booleans())
    def pull(self, page: list[Order], at: datetime, *, complete: bool) -> None:
        number = self.store.mirror.begin_pull("main", now=at)
        self.store.mirror.apply_page("main", Page(tuple(page)), pull=number)
        gone = self.store.mirror.finish_pull("main", number, complete=complete)
        for order in page:
            self.read(order, at)
        missing = {
            one
            for one, (_, read_at) in self.mirror.items()
            if complete and read_at < at and not self.open_of(one)
        }
        assert gone == missing - {order.id for order in page}
        for one in gone:
            del self.mirror[one]

    @rule(order=ORDERS, at=HOURS)
    def refresh(self, order: Order, at: datetime) -> None:
        known = self.mirror.get(order.id)
        expected = known is None or (at >= known[1] and order != known[0])
        assert self.store.mirror.put(order, read_at=at) == expected
        self.read(order, at)

    @precondition(lambda self: self.mirror)
    @rule(pick=PICK)
    def vanish(self, pick: int) -> None:
        about = sorted(self.mirror)[pick % len(self.mirror)]
        free = not self.open_of(about)
        assert self.store.mirror.drop(about) == free
        if free:
            del self.mirror[about]

    @rule(name=shapes.NAMES)
    def name(self, name: Named) -> None:
        changed = self.names.get((name.kind, name.id)) != name
        assert self.store.names.put("main", [name]) == changed
        self.names[name.kind, name.id] = name

    def give(self, command: Command) -> None:
        self.store.outbox.enqueue(command)
        self.commands.append(Kept(command, CommandState.WAITING))
        self.made += 1

    @precondition(lambda self: self.all_shown())
    @rule(pick=PICK, wish=shapes.wishes())
    def act(self, pick: int, wish: shapes.Wish) -> None:
        shown = self.all_shown()
        about = shown[sorted(shown)[pick % len(shown)]]
        self.give(wish.command(f"k{self.made}", about))

    @rule(fields=shapes.FIELDS, lines=st.lists(shapes.LINE_FIELDS, max_size=2))
    def create(self, fields: dict[str, str], lines: list[dict[str, str]]) -> None:
        self.give(shapes.new_order(f"k{self.made}", fields, lines))

    @rule()
    def send(self) -> None:
        waiting = [
            kept.command.id
            for kept in self.commands
            if kept.state is CommandState.WAITING and self.open_of(kept.command.order_id)[0] == kept
        ]
        entry = self.store.outbox.next_waiting(NOON)
        assert (entry.command.id if entry else None) == next(iter(waiting), None)
        if entry is not None:
            before = self.store.mirror.get(entry.command.order_id)
            self.store.outbox.begin_sending(entry.command.id, before=before, owner="me", now=NOON)
            index = [kept.command.id for kept in self.commands].index(entry.command.id)
            self.change(index, state=CommandState.SENDING)

    @rule(pick=PICK, step=st.sampled_from(["unknown", "ask", "requeue", "recover"]))
    def stumble(self, pick: int, step: str) -> None:
        index = self.some(pick, CommandState.SENDING)
        if index is None:
            return
        command_id = self.commands[index].command.id
        if step == "unknown":
            self.store.outbox.mark_unknown(command_id, reason="No answer.", verify_at=NOON)
            self.change(index, state=CommandState.UNKNOWN)
        elif step == "ask":
            self.store.outbox.ask(command_id, reason="Two fit.", readings=("a", "b"))
            self.change(index, state=CommandState.ASKING)
        elif step == "requeue":
            self.store.outbox.requeue(command_id)
            self.change(index, state=CommandState.WAITING)
        else:
            self.store.outbox.recover("another", verify_at=NOON)
            for place, kept in enumerate(self.commands):
                if kept.state is CommandState.SENDING:
                    self.change(place, state=CommandState.UNKNOWN)

    @rule(pick=PICK)
    def withdraw(self, pick: int) -> None:
        index = self.some(pick, CommandState.WAITING, CommandState.ASKING)
        if index is not None:
            self.store.outbox.withdraw(self.commands[index].command.id, now=NOON)
            self.end(index, CommandState.WITHDRAWN)

    @rule(pick=PICK, state=FINAL, answer=st.none() | WHOLE, at=HOURS)
    def settle(self, pick: int, state: CommandState, answer: Order | None, at: datetime) -> None:
        index = self.some(pick, CommandState.SENDING, CommandState.UNKNOWN, CommandState.ASKING)
        if index is None:
            return
        command = self.commands[index].command
        order = answer and answer.model_copy(update={"vendor_id": self.vendor_id(command, answer)})
        if isinstance(command, CreateOrder) and state is not CommandState.DONE:
            order = None
        self.store.outbox.settle(command.id, state, now=at, order=order)
        self.end(index, state)
        if order is not None:
            self.follow(index, order)
            self.read(order, at)

    def vendor_id(self, command: Command, answer: Order) -> str:
        return answer.vendor_id if isinstance(command, CreateOrder) else command.vendor_id

    def end(self, index: int, state: CommandState) -> None:
        ended = self.commands[index].command
        self.change(index, state=state)
        if isinstance(ended, CreateOrder) and state is not CommandState.DONE:
            for place, kept in enumerate(self.commands):
                if kept.open and kept.command.order_id == ended.order_id:
                    self.change(place, state=CommandState.FAILED)

    def follow(self, index: int, order: Order) -> None:
        created = self.commands[index].command
        if not isinstance(created, CreateOrder):
            return
        for place, kept in enumerate(self.commands):
            if place == index or (kept.open and kept.command.order_id == created.order_id):
                moved = kept.command.model_copy(update={"vendor_id": order.vendor_id})
                self.change(place, command=moved)

    # What must be so.

    @invariant()
    def rows_are_the_projection(self) -> None:
        expected = self.all_shown()
        found = {row.id: row for row in rows(self.store, "type:any")}
        assert found.keys() == expected.keys()
        for about, row in found.items():
            self.agrees(row, expected[about], self.open_of(about))

    def agrees(self, row: ShownRow, order: Order, open_ones: list[Kept]) -> None:
        assert (row.number, row.name, row.kind_word) == (order.number, order.name, order.kind_word)
        assert (row.state, row.vendor_state) == (order.state, order.vendor_state)
        assert (row.items, row.total, row.discount) == (
            *(order.item_count, order.total, order.discount),
        )
        assert (row.placed_at, row.expires_at) == (order.placed_at, order.expires_at)
        customer = order.customer and self.names.get(("customer", order.customer.id))
        assert row.customer == (customer.name if customer else None)
        assert row.customer_id == (order.customer.id if order.customer else None)
        marks = {kept.state.value for kept in open_ones}
        assert row.mark == next((mark for mark in Mark if mark.value in marks), Mark.NONE)
        assert row.pending == tuple(dict.fromkeys(kept.command.action for kept in open_ones))
        assert self.store.mirror.shown(row.id) == order

    @invariant()
    def mirror_is_what_the_vendor_said(self) -> None:
        for number in range(1, 5):
            about = order_id("main", f"v{number}")
            known = self.mirror.get(about)
            assert self.store.mirror.get(about) == (known[0] if known else None)
            assert self.store.mirror.read_at(about) == (known[1] if known else None)

    @invariant()
    def outbox_is_what_was_given(self) -> None:
        entries = {entry.command.id: entry for entry in self.store.outbox.recent(1_000)}
        assert {one: entry.state for one, entry in entries.items()} == {
            kept.command.id: kept.state for kept in self.commands
        }
        assert ids(self.store.outbox.open()) == [
            kept.command.id for kept in self.commands if kept.open
        ]
        for kept in self.commands:
            told = self.store.history.of(kept.command.order_id)
            own = [one.command_id for one in told if one.origin is Origin.DESK]
            assert own.count(kept.command.id) == (0 if kept.open else 1)

    @rule()
    def index_catches_up(self) -> None:
        self.store.texts.catch_up(minimum=1)

    @invariant()
    def index_is_that_of_the_texts(self) -> None:
        for about, order in self.all_shown().items():
            if order.name and len(folded(order.name)) > 2:
                quoted = order.name.replace("\\", "\\\\").replace('"', '\\"')
                assert about in {row.id for row in rows(self.store, f'type:any "{quoted}"')}


Histories.TestCase.settings = settings(max_examples=15, stateful_step_count=30)
TestHistories = Histories.TestCase

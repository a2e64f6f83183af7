"""The histories: a state machine of local acts, changes at the vendor, failures and restarts."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from orderdesk.domain.commands import AddLine, Command, CommandState, OutboxEntry
from orderdesk.domain.errors import DeskError, InputError, Refused
from orderdesk.domain.order import FieldValue
from orderdesk.domain.staging import Pick
from orderdesk.services.decisions import open_decisions
from orderdesk.services.views import Decision, Receipt
from orderdesk.store.settling import DELETED
from orderdesk.store.store import Store
from tests.histories.choices import (
    ARTICLES,
    COUNTS,
    FAULTS,
    HEADER,
    LINE,
    MOVES,
    PICK,
    Taken,
)
from tests.histories.desk import KEY, HistoryDesk
from tests.histories.judge import Broken, Sight, demand, judge_commands, judge_end, judge_rows
from tests.histories.staged_model import StagedOrder
from tests.histories.vendor import Fault, Held, Vendor, item

T = TypeVar("T")

_LAST_ROUNDS = 12


class Histories(RuleBasedStateMachine):
    """A desk at work with a vendor, and what both should have."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.given: dict[str, Command] = {}
        """Every command that was given to be sent, as it was given."""
        self.staged: dict[str, StagedOrder] = {}
        self.steps: list[Taken] = []
        self.undone: list[Taken] = []
        self.over = False
        self.untouched = False
        """The last rule did nothing to the desk, so that there is nothing new to judge."""

    @initialize()
    def begin(self) -> None:
        self.vendor = self.run(self._vendor())
        self.desk = HistoryDesk(self.vendor)
        self.run(self.desk.open())
        self.run(self.desk.sync.sync([KEY]))

    async def _vendor(self) -> Vendor:
        vendor = Vendor()
        vendor.add(title="A", note="A", payer="p")
        vendor.add(title="B")
        return vendor

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Do something on the services' loop."""
        return self.loop.run_until_complete(coroutine)

    def read(self, work: Callable[[Store], T]) -> T:
        """Look at the store."""
        return work(self.desk.storage.store)

    # What there is to choose from.

    def about(self, pick: int) -> str:
        """Return the id of an order that the vendor has or had."""
        known = sorted(self.vendor.versions)
        return f"{KEY}:{known[pick % len(known)]}"

    def sight(self, about: str) -> Sight:
        """Return an order as it will be without what is staged."""

        def found(store: Store) -> Sight:
            mirror = store.mirror.get(about)
            own = store.outbox.open_of(about)
            commands = [one.command for one in own if one.state is not CommandState.STAGED]
            return Sight.of(mirror).after(commands) if mirror else Sight()

        return self.read(found)

    def own(self, about: str) -> StagedOrder:
        """Return what is staged of an order, by the model."""
        return self.staged.setdefault(about, StagedOrder())

    def line(self, about: str, pick: int) -> str:
        """Return the id of an item, the vendor's or a staged one; "" where there is none."""
        lines = [*self.sight(about).items, *self.own(about).adds]
        return lines[pick % len(lines)] if lines else ""

    def entries(self, *states: CommandState) -> list[OutboxEntry]:
        """Return the open commands in these states."""
        return self.read(lambda store: [one for one in store.outbox.open() if one.state in states])

    # What a person stages.

    def put(
        self,
        about: str,
        action: str,
        values: dict[str, FieldValue],
        expected: StagedOrder,
        line_id: str | None = None,
    ) -> None:
        """Stage something; the model takes it in where the desk does."""
        before = self.own(about).copy()
        try:
            step = self.run(self.desk.staging.put(about, action, values, line_id=line_id))
        except (Refused, InputError) as error:
            COUNTS[f"stage, not possible: {type(error).__name__}"] += 1
            return
        old = {one.id for one in step.before}
        for one in step.after:
            if one.id not in old and isinstance(one, AddLine):
                expected.adds[one.line_id] = dict(one.fields)
        self.staged[about] = expected
        COUNTS["stage"] += 1
        if not step.empty:
            self.steps.append(Taken(step, before, expected.copy()))
            self.undone.clear()

    @rule(pick=PICK, change=HEADER)
    def stage_field(self, pick: int, change: tuple[str, FieldValue]) -> None:
        about, (key, value) = self.about(pick), change
        expected = self.own(about).copy()
        expected.edit(key, value, self.sight(about).fields.get(key))
        self.put(about, "edit", {key: value}, expected)

    @rule(pick=PICK, line=PICK, change=LINE)
    def stage_line_field(self, pick: int, line: int, change: tuple[str, FieldValue]) -> None:
        about, (key, value) = self.about(pick), change
        line_id, expected = self.line(about, line), self.own(about).copy()
        if line_id in expected.adds:
            expected.adds[line_id][key] = value
        else:
            given = self.sight(about).items.get(line_id, {}).get(key)
            expected.edit_line(line_id, key, value, given)
        self.put(about, "edit_item", {key: value}, expected, line_id)

    @rule(pick=PICK, article=ARTICLES)
    def stage_new_line(self, pick: int, article: str) -> None:
        about = self.about(pick)
        self.put(about, "add_item", item(article), self.own(about).copy())

    @rule(pick=PICK, line=PICK)
    def stage_removal(self, pick: int, line: int) -> None:
        about = self.about(pick)
        line_id, expected = self.line(about, line), self.own(about).copy()
        expected.remove_line(line_id)
        self.put(about, "remove_item", {}, expected, line_id)

    def picks(self, pick: int, *, whole: bool) -> list[Pick] | None:
        """Pick some of what is staged: a command, a field of one, or everything."""
        staged = self.entries(CommandState.STAGED)
        if not staged or pick % 3 == 0:
            return None
        command = staged[pick % len(staged)].command
        fields = list(getattr(command, "changes", {}))
        if whole or not fields:
            return [Pick(command.id)]
        return [Pick(command.id, fields[pick % len(fields)])]

    @rule(pick=PICK, whole=st.booleans())
    def send_staged(self, pick: int, whole: bool) -> None:
        before = {one.command.id for one in self.entries(CommandState.STAGED)}
        picks = self.picks(pick, whole=whole)
        result = self.run(self.desk.staging.send(picks))
        for receipt in result.receipts:
            self.gave(receipt)
            self.own(receipt.order).take_out(receipt.entry.command)
        COUNTS["send what is staged"] += len(result.receipts)
        COUNTS["stays staged, cannot be sent"] += len(result.refused)
        told = {change.command.id for change, _error in result.refused}
        if picks is None:
            sent = {receipt.command for receipt in result.receipts}
            demand("what of all was sent or told", before, sent | told)

    @rule(pick=PICK, whole=st.booleans())
    def discard(self, pick: int, whole: bool) -> None:
        steps = self.run(self.desk.staging.discard(self.picks(pick, whole=whole)))
        for step in steps:
            before = self.own(step.order_id).copy()
            left = StagedOrder.of(step.after)
            demand("what was staged", StagedOrder.of(step.before), before)
            self.staged[step.order_id] = left
            self.steps.append(Taken(step, before, left.copy()))
            COUNTS["discard"] += 1
        if steps:
            self.undone.clear()

    @rule(back=st.booleans())
    def undo_or_redo(self, back: bool) -> None:
        source, target = (self.steps, self.undone) if back else (self.undone, self.steps)
        if not source:
            return
        taken = source.pop()
        about, seen = taken.step.order_id, taken.after if back else taken.before
        try:
            self.run(self.desk.staging.restore(taken.step, back=back))
        except (Refused, InputError):
            COUNTS["undo, not possible any more"] += 1
            return
        demand("what was staged before an undo", self.own(about), seen)
        self.staged[about] = (taken.before if back else taken.after).copy()
        target.append(taken)
        COUNTS["undo" if back else "redo"] += 1

    @rule(pick=PICK)
    def take_back(self, pick: int) -> None:
        held = [
            one
            for one in self.entries(CommandState.WAITING, CommandState.ASKING)
            if one.command.effect in {"edit", "edit_line", "add_line", "remove_line"}
        ]
        if not held:
            return
        entry = held[pick % len(held)]
        try:
            self.run(self.desk.staging.take_back([entry.command.id]))
        except Refused:
            demand("whether it was sent", entry.sent_at is not None, expected=True)
            return
        self.own(entry.command.order_id).put_back(entry.command)
        del self.given[entry.command.id]
        COUNTS["staged again"] += 1

    # What a person asks for at once.

    def gave(self, receipt: Receipt) -> None:
        """Note a command that is to be sent."""
        self.given[receipt.command] = receipt.entry.command

    def act(
        self, about: str, action: str, values: dict[str, FieldValue], line_id: str | None = None
    ) -> None:
        try:
            receipt = self.run(self.desk.orders.act(about, action, values, line_id=line_id))
        except (Refused, InputError) as error:
            COUNTS[f"act, not possible: {type(error).__name__}"] += 1
            return
        self.gave(receipt)
        self.own(about).take_out(receipt.entry.command)
        COUNTS["act"] += 1

    @rule(pick=PICK, change=HEADER)
    def act_on_a_field(self, pick: int, change: tuple[str, FieldValue]) -> None:
        self.act(self.about(pick), "edit", dict([change]))

    @rule(pick=PICK, line=PICK, change=LINE)
    def act_on_a_line(self, pick: int, line: int, change: tuple[str, FieldValue]) -> None:
        about = self.about(pick)
        self.act(about, "edit_item", dict([change]), self.line(about, line))

    @rule(pick=PICK, line=PICK, article=ARTICLES, adding=st.booleans())
    def act_on_the_lines(self, pick: int, line: int, article: str, adding: bool) -> None:
        about = self.about(pick)
        if adding:
            self.act(about, "add_item", item(article))
        else:
            self.act(about, "remove_item", {}, self.line(about, line))

    @rule(pick=PICK, action=MOVES)
    def move(self, pick: int, action: str) -> None:
        self.act(self.about(pick), action, {})

    @rule(title=st.sampled_from(["N", "M"]), lines=st.integers(0, 2))
    def create(self, title: str, lines: int) -> None:
        items = [item(f"art-{number}") for number in range(lines)]
        if len(self.vendor.versions) < 5:
            fields: dict[str, FieldValue] = {"title": title, "payer": "p"}
            self.gave(self.run(self.desk.orders.create(KEY, fields, items)))
            COUNTS["act"] += 1

    @rule(pick=PICK)
    def withdraw(self, pick: int) -> None:
        held = [
            one
            for one in self.entries(CommandState.WAITING, CommandState.ASKING)
            if one.sent_at is None
        ]
        if held:
            self.run(self.desk.orders.withdraw(held[pick % len(held)].command.id))
            self.reconcile()
            COUNTS["withdraw"] += 1

    @rule(pick=PICK)
    def decide(self, pick: int) -> None:
        asking = self.entries(CommandState.ASKING)
        if asking:
            self.answer(asking[pick % len(asking)], pick)

    def answer(self, entry: OutboxEntry, pick: int) -> None:
        """Decide as a person does who has looked at the vendor's own page."""
        choices = open_decisions(entry)
        done = self.vendor.done[entry.command.id]
        if Decision.IT_WAS_DONE in choices:
            choices = (Decision.IT_WAS_DONE,) if done else (Decision.SEND_AGAIN, Decision.GIVE_UP)
        decision = choices[pick % len(choices)]
        try:
            self.run(self.desk.orders.decide(entry.command.id, decision))
            COUNTS[f"decide: {decision}"] += 1
        except Refused:
            COUNTS["decide, the order has changed again"] += 1
        self.reconcile()

    # What happens at the vendor, on the way there, and to the desk.

    @rule(pick=PICK, change=HEADER)
    def colleague_edits(self, pick: int, change: tuple[str, FieldValue]) -> None:
        self.at_vendor(pick, lambda held: held.fields.update([change]))

    @rule(pick=PICK, line=PICK, change=LINE)
    def colleague_changes_lines(self, pick: int, line: int, change: tuple[str, str]) -> None:
        def changed(held: Held) -> None:
            if not held.items:
                held.items[self.vendor.give_id("i")] = item("art-5")
                return
            about = sorted(held.items)[line % len(held.items)]
            if line % 3:
                held.items[about].update([change])
            else:
                del held.items[about]

        self.at_vendor(pick, changed)

    @rule(pick=PICK, state=st.sampled_from(["Draft", "Draft", "Placed", "Held", "Shipped"]))
    def colleague_moves(self, pick: int, state: str) -> None:
        self.at_vendor(pick, lambda held: setattr(held, "state", state))

    @rule(pick=PICK)
    def colleague_deletes(self, pick: int) -> None:
        known = sorted(self.vendor.orders)
        if len(known) > 1 and pick % 2:
            del self.vendor.orders[known[pick % len(known)]]
            COUNTS["change at the vendor"] += 1

    def at_vendor(self, pick: int, change: Callable[[Held], object]) -> None:
        known = sorted(self.vendor.orders)
        if known:
            vendor_id = known[pick % len(known)]
            change(self.vendor.orders[vendor_id])
            self.vendor.changed(vendor_id)
            COUNTS["change at the vendor"] += 1
        self.untouched = True

    @rule(fault=FAULTS)
    def fails(self, fault: tuple[str, Fault]) -> None:
        kind, what = fault
        self.vendor.faults.setdefault(kind, deque()).append(what)
        COUNTS[f"fault of a {kind}: {what}"] += 1
        self.untouched = True

    @rule(online=st.sampled_from([True, True, False]))
    def network(self, online: bool) -> None:
        self.vendor.online = online
        COUNTS["network comes or goes"] += 1
        self.untouched = True

    @rule(more=st.booleans())
    def goes_on(self, more: bool) -> None:
        if more:
            self.vendor.online = True
        self.work()

    @rule()
    def work(self) -> None:
        self.run(self.desk.work())
        self.reconcile()
        COUNTS["work"] += 1

    @rule()
    def sync(self) -> None:
        self.run(self.desk.sync.sync([KEY]))
        COUNTS["sync"] += 1

    @rule(pick=PICK)
    def refresh(self, pick: int) -> None:
        try:
            self.run(self.desk.orders.refresh(self.about(pick)))
        except DeskError:
            COUNTS["refresh, not possible"] += 1

    @rule()
    def restart(self) -> None:
        self.run(self.desk.restart())
        COUNTS["restart"] += 1

    def reconcile(self) -> None:
        """Take note of what was staged of orders that the vendor has no more."""

        def failed(store: Store) -> set[str]:
            recent = store.outbox.recent(500)
            return {
                one.command.order_id
                for one in recent
                if one.state is CommandState.FAILED and one.reason == DELETED
            }

        for about in self.read(failed) & self.staged.keys():
            if about.partition(":")[2] not in self.vendor.orders:
                COUNTS["staged changes that failed with their order"] += 1
                del self.staged[about]

    # What must be so.

    @invariant()
    def holds(self) -> None:
        if not self.over and not self.untouched:
            self.read(self.judge)
        self.untouched = False

    def judge(self, store: Store) -> None:
        judge_rows(store, self.vendor)
        judge_commands(store, self.vendor, self.given)
        by_order: dict[str, list[Command]] = {}
        for entry in store.staged.all():
            by_order.setdefault(entry.command.order_id, []).append(entry.command)
        found = {about: StagedOrder.of(commands) for about, commands in by_order.items()}
        expected = {about: one for about, one in self.staged.items() if one != StagedOrder()}
        demand("what is staged", found, expected)
        staged = {entry.command.id for entry in store.staged.all()}
        stranger = (
            {one.command.id for one in store.outbox.recent(1_000)}
            - self.given.keys()
            - staged
            - self._failed_with_order(store)
        )
        demand("commands that nobody gave", stranger, set[str]())

    def _failed_with_order(self, store: Store) -> set[str]:
        return {one.command.id for one in store.outbox.recent(1_000) if one.reason == DELETED}

    def teardown(self) -> None:
        if not hasattr(self, "desk"):
            self.loop.close()
            return
        try:
            self.finish()
        finally:
            self.over = True
            self.run(self.desk.close())
            self.run(self.loop.shutdown_default_executor())
            self.loop.close()
            self.desk.remove()

    def finish(self) -> None:
        """Let everything come to its end: then both sides have the same."""
        COUNTS["histories"] += 1
        self.vendor.online = True
        self.vendor.faults.clear()
        self.run(self.desk.sync.sync([KEY]))
        self.send_staged(0, whole=True)
        for turn in range(_LAST_ROUNDS):
            self.run(self.desk.work())
            self.reconcile()
            self.holds()
            asking = self.entries(CommandState.ASKING)
            for entry in asking:
                self.answer(entry, turn)
            waiting = self.entries(CommandState.WAITING, CommandState.UNKNOWN, CommandState.SENDING)
            if not asking and not waiting:
                break
        else:
            raise Broken(f"this never comes to an end: {self.entries(*CommandState)}")
        self.discard(0, whole=True)
        self.holds()
        self.run(self.desk.sync.sync([KEY]))
        self.read(lambda store: judge_end(store, self.vendor, self.given))
        COUNTS["commands"] += len(self.given)
        COUNTS["effects at the vendor"] += sum(self.vendor.done.values())

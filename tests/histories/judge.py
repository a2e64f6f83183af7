"""What must be true at every moment of any history, told apart from the desk's own projection."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

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
from orderdesk.domain.history import Origin
from orderdesk.domain.order import FieldValue, Order
from orderdesk.domain.shown import Mark
from orderdesk.services.delivery import GONE_ALREADY
from orderdesk.services.preparation import ALREADY, LINE_GONE_ALREADY
from orderdesk.store.store import Store
from tests.histories.vendor import Vendor

Fields = dict[str, FieldValue]
_WITHOUT_SENDING = {ALREADY, LINE_GONE_ALREADY, GONE_ALREADY}


class Broken(AssertionError):
    """Something that must always be true was not."""


def demand(what: str, found: object, expected: object) -> None:
    """Fail where two things differ that must be the same."""
    if found != expected:
        raise Broken(f"{what}: {found!r}, not {expected!r}")


@dataclass
class Sight:
    """An order as it has to be shown: field by field, item by item."""

    state: str = ""
    fields: Fields = field(default_factory=dict[str, FieldValue])
    items: dict[str, Fields] = field(default_factory=dict[str, Fields])

    @classmethod
    def of(cls, order: Order) -> "Sight":
        """Return what is seen of an order."""
        items = {line.id: _filled(line.fields) for line in order.lines or ()}
        return cls(order.vendor_state, _filled(order.fields), items)

    def after(self, commands: Iterable[Command]) -> "Sight":
        """Return it with what commands ask for, one after the other."""
        fields, items, state = dict(self.fields), {**self.items}, self.state
        for command in commands:
            match command:
                case EditOrder():
                    fields |= command.changes
                case AddLine():
                    items[command.line_id] = _filled(command.fields)
                case EditLine() if command.line_id in items:
                    items[command.line_id] = _filled({**items[command.line_id], **command.changes})
                case RemoveLine():
                    items.pop(command.line_id, None)
                case Transit() | Act():
                    state = command.target or state
                case EditLine() | CreateOrder():
                    pass
        return Sight(state, _filled(fields), items)


def _filled(fields: Mapping[str, FieldValue]) -> Fields:
    return {key: value for key, value in fields.items() if value}


def judge_rows(store: Store, vendor: Vendor) -> None:
    """Demand that the screen shows the mirror with what is pending, and nothing else."""
    pending: dict[str, list[OutboxEntry]] = {}
    for entry in store.outbox.open():
        pending.setdefault(entry.command.order_id, []).append(entry)
    known = {f"main:{one}" for one in vendor.versions} | pending.keys()
    for about in known:
        mirror, shown = store.mirror.get(about), store.mirror.shown(about)
        if mirror is not None:
            _judge_mirror(mirror, vendor)
        own = pending.get(about, [])
        base = Sight.of(mirror) if mirror is not None else _made(own)
        rowid = store.search.rowid(about)
        if base is None:
            demand(f"row of {about}", (rowid, shown), (None, None))
            continue
        if rowid is None or shown is None:
            raise Broken(f"{about} is not shown, with {own}")
        expected = base.after(entry.command for entry in own)
        demand(f"projection of {about}", Sight.of(shown), expected)
        _judge_row(store, rowid, expected, own)


def _made(entries: Sequence[OutboxEntry]) -> Sight | None:
    first = next((one.command for one in entries if isinstance(one.command, CreateOrder)), None)
    if first is None:
        return None
    items = {f"{first.id}-{index}": _filled(one) for index, one in enumerate(first.lines)}
    return Sight("Draft", _filled(first.fields), items)


def _judge_mirror(mirror: Order, vendor: Vendor) -> None:
    if mirror not in vendor.versions.get(mirror.vendor_id, []):
        raise Broken(f"the mirror has {mirror!r}, which the vendor never had")


def _judge_row(store: Store, rowid: int, expected: Sight, entries: Sequence[OutboxEntry]) -> None:
    [row] = store.search.rows([rowid])
    states = {entry.state.value for entry in entries}
    mark = next((mark for mark in Mark if mark.value in states), Mark.NONE)
    given = [entry for entry in entries if entry.state is not CommandState.STAGED]
    demand(f"name of {row.id}", row.name or None, expected.fields.get("title"))
    demand(f"state of {row.id}", row.vendor_state, expected.state)
    demand(f"items of {row.id}", row.items, len(expected.items))
    demand(f"mark of {row.id}", row.mark, mark)
    actions = tuple(dict.fromkeys(entry.command.action for entry in given))
    demand(f"pending of {row.id}", row.pending, actions)
    demand(f"staged of {row.id}", bool(row.staged), len(given) < len(entries))


def judge_commands(store: Store, vendor: Vendor, given: Iterable[str]) -> None:
    """Demand that no command is lost, none done twice, and each tells what became of it."""
    for command_id in given:
        entry = store.outbox.get(command_id)
        times = vendor.done[command_id]
        if entry is None:
            raise Broken(f"the command {command_id} is lost, done {times} times")
        if times > 1:
            raise Broken(f"{entry} was done {times} times")
        if entry.state is CommandState.DONE:
            unsent = entry.reason in _WITHOUT_SENDING
            demand(f"how often {entry} was done", times, 0 if unsent else 1)
        elif not entry.open or entry.state in {CommandState.WAITING, CommandState.STAGED}:
            demand(f"how often {entry} was done", times, 0)


def judge_end(store: Store, vendor: Vendor, given: Iterable[str]) -> None:
    """Once everything is settled and read, mirror and screen are what the vendor has.

    The history tells every command once, with what became of it.
    """
    told = [
        (one.command_id, one.state)
        for about in {entry.command.order_id for entry in store.outbox.recent(1_000)}
        for one in store.history.of(about)
        if one.origin is Origin.DESK
    ]
    states = {one: entry.state for one in given if (entry := store.outbox.get(one)) is not None}
    found = sorted((one, state) for one, state in told if one in states)
    demand("the history of the commands", found, sorted(states.items()))
    demand("what is open at the end", store.outbox.open(), [])
    for vendor_id in vendor.versions:
        about = f"main:{vendor_id}"
        truth = vendor.seen(vendor_id) if vendor_id in vendor.orders else None
        demand(f"mirror of {about} at the end", store.mirror.get(about), truth)
        shown = store.mirror.shown(about)
        demand(
            f"screen of {about} at the end",
            shown and Sight.of(shown),
            truth and Sight.of(truth),
        )

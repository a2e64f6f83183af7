"""What is staged, as a person looks through it before it is sent."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from orderdesk.domain.commands import AddLine, EditOrder, OutboxEntry
from orderdesk.domain.errors import DeskError
from orderdesk.domain.merge import FieldConflict
from orderdesk.domain.money import EXACT
from orderdesk.domain.order import Order, sum_of_lines
from orderdesk.domain.projection import apply
from orderdesk.domain.shown import ShownRow
from orderdesk.domain.staging import Stageable, StagedField, fields_of
from orderdesk.services.intake import Ground
from orderdesk.services.joining import unsendable
from orderdesk.services.preparation import conflicts_of
from orderdesk.services.sentences import no_order
from orderdesk.services.viewing import Standpoint, ground_of
from orderdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Money:
    """What a change does to an order's total; `difference` is None where it cannot be told."""

    difference: Decimal | None
    currency: str | None
    of_items: bool = False
    """The vendor makes the total itself: this is what the items come to, before whatever it
    adds, as tax and shipping."""


@dataclass(frozen=True, slots=True)
class StagedChange:
    """One staged command with what a person needs to know of it."""

    entry: OutboxEntry
    row: ShownRow | None
    """The order's row; None where the order is not here any more."""
    number: str
    connection: str
    """What the connection is called."""
    vendor: str
    label: str
    """What the action is called, as source text."""
    line: str | None
    """What is known of the item it is about by a person; None: it is about the order."""
    fields: tuple[StagedField, ...]
    money: Money
    """What this change adds to what was staged of the order before it."""
    conflicts: tuple[FieldConflict, ...] = ()
    """What somebody else has changed to something different meanwhile, as far as is known here."""
    problem: DeskError | None = None
    """Why it cannot be sent as things are here."""

    @property
    def command(self) -> Stageable:
        """The staged command."""
        command = self.entry.command
        if not isinstance(command, Stageable):
            raise TypeError(command)
        return command


Standpoints = Callable[[str], Standpoint | None]


def changes_of(
    store: Store, entries: Sequence[OutboxEntry], standpoints: Standpoints
) -> list[StagedChange]:
    """Return staged entries as a person looks at them, in their order."""
    by_order: dict[str, list[OutboxEntry]] = {}
    for entry in entries:
        by_order.setdefault(entry.command.order_id, []).append(entry)
    found: dict[str, StagedChange] = {}
    for order_id, own in by_order.items():
        for change in _of_order(store, order_id, own, standpoints(order_id)):
            found[change.entry.command.id] = change
    return [found[entry.command.id] for entry in entries]


def _of_order(
    store: Store, order_id: str, entries: Sequence[OutboxEntry], standpoint: Standpoint | None
) -> Iterable[StagedChange]:
    rowid = store.search.rowid(order_id)
    row = next(iter(store.search.rows([rowid])), None) if rowid is not None else None
    if standpoint is None or row is None:
        return [_bare(one, row, order_id) for one in entries]
    ground = ground_of(store, order_id, standpoint)
    money = _money(ground, [entry.command for entry in store.staged.of(order_id)])
    return [_change(entry, row, ground, money.get(entry.command.id)) for entry in entries]


def _bare(entry: OutboxEntry, row: ShownRow | None, order_id: str) -> StagedChange:
    command = entry.command
    return StagedChange(
        entry=entry,
        row=row,
        number=row.number or row.name or row.vendor_id if row else command.vendor_id,
        connection=row.connection_name if row else command.connection,
        vendor=row.vendor if row else "",
        label=command.action,
        line=None if isinstance(command, EditOrder) else getattr(command, "line_id", None),
        fields=fields_of(command),
        money=Money(None, None),
        problem=no_order(order_id),
    )


def _change(entry: OutboxEntry, row: ShownRow, ground: Ground, money: Money | None) -> StagedChange:
    command = entry.command
    rule = ground.rules.action(command.action)
    return StagedChange(
        entry=entry,
        row=row,
        number=row.number or row.name or row.vendor_id,
        connection=row.connection_name,
        vendor=row.vendor,
        label=rule.label if rule is not None else command.action,
        line=_line_name(command, ground),
        fields=fields_of(command),
        money=money or Money(None, row.currency),
        conflicts=conflicts_of(command, ground.order, ground.rules),
        problem=unsendable(ground, command) if isinstance(command, Stageable) else None,
    )


def _line_name(command: object, ground: Ground) -> str | None:
    if not isinstance(command, Stageable) or isinstance(command, EditOrder):
        return None
    line = ground.shown.line(command.line_id) or ground.order.line(command.line_id)
    if line is None:
        return command.line_id
    named = line.description or line.sku
    if named is None and isinstance(command, AddLine):
        named = next((value for value in command.fields.values() if value), None)
    return named or line.id


def _money(ground: Ground, commands: Sequence[object]) -> dict[str, Money]:
    """Return what each staged command adds to the order's total, one after the other."""
    found: dict[str, Money] = {}
    order, currency = ground.order, ground.order.currency
    for command in commands:
        if not isinstance(command, Stageable):
            continue
        after = apply(order, command, ground.rules)
        of_items = not order.total_computed
        found[command.id] = Money(_difference(order, after, of_items), currency, of_items)
        order = after
    return found


def _difference(before: Order, after: Order, of_items: bool) -> Decimal | None:
    old = _items_sum(before) if of_items else before.total
    new = _items_sum(after) if of_items else after.total
    return None if old is None or new is None else EXACT.subtract(new, old)


def _items_sum(order: Order) -> Decimal | None:
    return None if order.lines is None else sum_of_lines(order.lines)

"""What the store should hold, kept in plain dictionaries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from orderdesk.domain.commands import Command, CommandState, CreateOrder
from orderdesk.domain.order import Named, Order, order_id
from orderdesk.domain.projection import new_order, project
from orderdesk.domain.shown import Mark
from orderdesk.domain.staging import Stageable, attributes_of, superseded
from tests.oracle.draws import CONNECTIONS
from tests.unit.domain.invented import RULES
from tests.unit.store.oracle import Seen

_CURRENCIES = {config.key: config.settings.get("currency") for config in CONNECTIONS}


@dataclass
class Kept:
    """A command that is not settled."""

    command: Command
    state: CommandState


@dataclass
class Model:
    """The vendors' orders, the open commands, the names, and each order as it is shown."""

    mirror: dict[str, Order] = field(default_factory=dict[str, Order])
    open: dict[str, list[Kept]] = field(default_factory=dict[str, list[Kept]])
    """By the order's id, oldest first."""
    names: dict[str, dict[tuple[str, str], Named]] = field(
        default_factory=lambda: {config.key: {} for config in CONNECTIONS}
    )
    shown: dict[str, Seen] = field(default_factory=dict[str, Seen])

    def of(self, connection: str) -> list[str]:
        """Return the ids of a connection's mirrored orders."""
        return [one for one, order in self.mirror.items() if order.connection == connection]

    def free(self, order_ids: Iterable[str]) -> set[str]:
        """Return those of the orders with nothing open on them."""
        return {one for one in order_ids if not self.open.get(one)}

    def staged(self, about: str) -> list[Kept]:
        """Return what is staged of an order."""
        return [one for one in self.open.get(about, []) if one.state is CommandState.STAGED]

    def give(self, kept: Kept) -> None:
        """Take in what is to be sent, which takes the place of what it supersedes."""
        about = kept.command.order_id
        old = self.staged(about)
        staged = tuple(one.command for one in old if isinstance(one.command, Stageable))
        left = {one.id: one for one in superseded(staged, [kept.command])}
        for one in old:
            if one.command.id in left:
                one.command = left[one.command.id]
            else:
                self.open[about].remove(one)
        self.open.setdefault(about, []).append(kept)

    def refresh(self, order_ids: Iterable[str]) -> None:
        """Derive again how these orders are shown."""
        for about in order_ids:
            seen = self._seen(about)
            if seen is None:
                self.shown.pop(about, None)
            else:
                self.shown[about] = seen

    def _seen(self, about: str) -> Seen | None:
        kept = self.open.get(about, [])
        commands = [one.command for one in kept]
        base = self.mirror.get(about)
        if base is None:
            made = next((one for one in commands if isinstance(one, CreateOrder)), None)
            if made is None:
                return None
            base = new_order(made, RULES, _CURRENCIES[made.connection])
        states = {one.state.value for one in kept}
        mark = next((mark for mark in Mark if mark.value in states), Mark.NONE)
        given = [one.command for one in kept if one.state is not CommandState.STAGED]
        staged = [one.command for one in kept if one.state is CommandState.STAGED]
        actions = tuple(dict.fromkeys(command.action for command in given))
        shown = project(base, commands, RULES)
        marked = attributes_of(staged, project(base, given, RULES), shown, RULES)
        return Seen(shown, mark, actions, self.names[base.connection], marked)

    def name(self, connection: str, names: Mapping[tuple[str, str], Named]) -> None:
        """Take names in: every order of the connection may be shown otherwise."""
        self.names[connection] = {**self.names[connection], **names}
        self.refresh(one for one, seen in self.shown.items() if seen.order.connection == connection)

    def follow(self, provisional: str, order: Order) -> None:
        """Put the order that was made in the place of the provisional one, with what waits."""
        waiting = self.open.pop(provisional, [])
        for kept in waiting:
            kept.command = kept.command.model_copy(update={"vendor_id": order.vendor_id})
        real = order_id(order.connection, order.vendor_id)
        self.open[real] = waiting
        self.mirror[real] = order
        self.refresh((provisional, real))

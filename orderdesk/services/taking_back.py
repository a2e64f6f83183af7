"""Taking back what is done, by the vendor's own inverse, and doing again what was undone."""

from dataclasses import dataclass

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
from orderdesk.domain.errors import InputError, Refused
from orderdesk.domain.inverses import Inverse, inverse_of
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import Order
from orderdesk.services.orders import Orders
from orderdesk.services.sentences import refusal
from orderdesk.services.views import OrderView, Receipt

FINAL = QT_TRANSLATE_NOOP("messages", "It is done, and {vendor} has no action that takes it back.")
NOT_TOLD = QT_TRANSLATE_NOOP(
    "messages", "It is done, and what would take it back cannot be told from the order any more."
)
NOT_NOW = QT_TRANSLATE_NOOP(
    "messages", "It is done, and “{action}”, which would take it back, is not possible: {why}"
)
GONE = QT_TRANSLATE_NOOP("messages", "It is done, and the order is not here any more.")
NOT_DONE = QT_TRANSLATE_NOOP("messages", "It is not done, so there is nothing to take back.")


@dataclass(frozen=True, slots=True)
class WayBack:
    """What takes a command back; without an `inverse` the `reason` says why nothing does."""

    view: OrderView | None = None
    inverse: Inverse | None = None
    reason: Message | None = None


class TakingBack:
    """Finds the way back of commands; every act goes through the same rules as any other."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders

    async def way_back(self, command_id: str) -> WayBack:
        """Return what would take a command back now.

        Raises:
            InputError: if there is no such command.
        """
        entry = await self._orders.wait(command_id, timeout=0)
        if entry.state is not CommandState.DONE:
            return WayBack(reason=Message(NOT_DONE))
        try:
            view = await self._orders.view(entry.command.order_id, read=False)
        except InputError:
            return WayBack(reason=Message(GONE))
        return _way_on(entry, view)

    async def again(self, command: Command) -> Receipt:
        """Ask for the same as a command that was taken back, with a new id.

        Raises:
            Refused: by the rules, as they are now.
            InputError: what it asks for cannot be asked for any more.
        """
        orders = self._orders
        match command:
            case CreateOrder():
                return await orders.create(command.connection, command.fields, command.lines)
            case EditOrder():
                changes, base = command.changes, command.base
                return await orders.act(command.order_id, command.action, changes, base=base)
            case EditLine():
                return await orders.act(
                    command.order_id,
                    command.action,
                    command.changes,
                    line_id=command.line_id,
                    base=command.base,
                )
            case AddLine():
                return await orders.act(command.order_id, command.action, command.fields)
            case RemoveLine():
                line_id = command.line_id
                return await orders.act(command.order_id, command.action, {}, line_id=line_id)
            case Transit() | Act():
                return await orders.act(command.order_id, command.action, command.values)


def _way_on(entry: OutboxEntry, view: OrderView) -> WayBack:
    rules = view.description.rules
    before = Order.model_validate_json(entry.before) if entry.before else None
    rule = rules.action(entry.command.action)
    if rule is None or not rule.inverse:
        return WayBack(view, reason=Message(FINAL, {"vendor": view.description.title}))
    inverse = inverse_of(entry.command, before, view.mirror or view.order, rules)
    back = rules.action(rule.inverse)
    if inverse is None or back is None:
        return WayBack(view, reason=Message(NOT_TOLD))
    verdict = view.verdicts[inverse.action]
    if not verdict.allowed:
        refused: Refused = refusal(verdict)
        why = {"part0": refused.message, "part1": refused.way_out or Message("")}
        facts = {"action": Message(back.label), "why": Message("{part0} {part1}", why)}
        return WayBack(view, reason=Message(NOT_NOW, facts))
    return WayBack(view, inverse)

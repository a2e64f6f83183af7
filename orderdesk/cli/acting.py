"""`orderdesk do`: an act on an order, or a new one, and what became of it."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass

from orderdesk.cli.bulk import act_on_many, given_values
from orderdesk.cli.exits import OUTCOMES, Interrupted, Outcome
from orderdesk.cli.finding import connection_of, order_of
from orderdesk.cli.inputs import new_order_of, pairs_of
from orderdesk.cli.output import Json, clean, problem
from orderdesk.cli.session import Session
from orderdesk.cli.shapes import LINE_KEY, takes_line
from orderdesk.domain.commands import CommandState, CreateOrder, OutboxEntry
from orderdesk.domain.errors import DeskError, InputError, NotSignedIn, Refused, Unreachable
from orderdesk.domain.fields import FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message, verbatim
from orderdesk.domain.order import FieldValue
from orderdesk.services.views import OrderView, Receipt
from orderdesk.vault.port import VaultError

NO_INPUT = QT_TRANSLATE_NOOP("messages", "A new order needs --input FILE, or - for standard input.")
NO_ACTION = QT_TRANSLATE_NOOP("messages", "There is no action “{action}”: there are {known}.")
NO_LINE = QT_TRANSLATE_NOOP(
    "messages", "“{action}” needs to know which item: --set line=LINE_ID. Items are: {lines}."
)
STILL_WAITING = QT_TRANSLATE_NOOP("messages", "It has not been sent yet and waits in the outbox.")
STILL_SENDING = QT_TRANSLATE_NOOP("messages", "It is being sent and has not been answered yet.")

STOPPED = QT_TRANSLATE_NOOP("messages", "Stopped: it was not sent, and is withdrawn.")
STOPPED_LATE = QT_TRANSLATE_NOOP(
    "messages", "Stopped, but it is on its way: `orderdesk show {order}` tells what became of it."
)

CREATE = "create"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an act; `command` is None where the rules refused it at once."""

    command: str | None
    order: str | None
    outcome: Outcome
    reason: str | None = None


async def act(session: Session) -> int:
    """Carry out what was asked, print what became of it, and return the exit code."""
    arguments = session.arguments
    if arguments.among is not None:
        return await act_on_many(session, arguments.among)
    if arguments.action == CREATE:
        result = await _created(session)
    else:
        result = await _acted(session)
    if session.out.as_json:
        session.out.value(result_json(result))
    said = said_of(arguments.action, result)
    if result.outcome not in {Outcome.DONE, Outcome.STAGED}:
        problem(said)
    elif not session.out.as_json:
        session.out.line(clean(said))
    return result.outcome.exit


def result_json(result: Result) -> Mapping[str, Json]:
    """Return what scripts are told of an act."""
    return {
        "command": result.command,
        "order": result.order,
        "outcome": result.outcome.value,
        "reason": result.reason,
    }


def said_of(action: str, result: Result) -> str:
    """Return what people are told of an act."""
    what = f"{action} {result.order or ''}".rstrip()
    return f"{what}: {result.outcome}" + (f". {result.reason}" if result.reason else "")


async def _created(session: Session) -> Result:
    arguments = session.arguments
    if arguments.input is None:
        raise InputError(Message(NO_INPUT), field="input")
    fields, lines = new_order_of(arguments.input)
    connection = await connection_of(session.desk, arguments.target or "")
    given = pairs_of(arguments.values)
    try:
        receipt = await session.desk.orders.create(connection, {**fields, **given}, lines)
    except Refused as refused:
        return Result(None, None, Outcome.REFUSED, refused.sentence())
    return await _settled(session, receipt)


async def _acted(session: Session) -> Result:
    arguments, orders = session.arguments, session.desk.orders
    values = given_values(arguments)
    order_id = await order_of(session.desk, arguments.target or "")
    line_id = await _line_of(session, order_id, values)
    if arguments.stage:
        return await _staged(session, order_id, values, line_id)
    try:
        receipt = await orders.act(order_id, arguments.action, values, line_id=line_id)
    except Refused as refused:
        return Result(None, order_id, Outcome.REFUSED, refused.sentence())
    return await _settled(session, receipt)


async def _staged(
    session: Session, order_id: str, values: Mapping[str, FieldValue], line_id: str | None
) -> Result:
    """Stage an edit; without a command where it took a staged change away."""
    action = session.arguments.action
    try:
        step = await session.desk.staging.put(order_id, action, values, line_id=line_id)
    except Refused as refused:
        return Result(None, order_id, Outcome.REFUSED, refused.sentence())
    changed = (one for one in step.after if one not in step.before)
    command = next(changed, None)
    return Result(command.id if command else None, order_id, Outcome.STAGED)


async def _line_of(session: Session, order_id: str, values: dict[str, FieldValue]) -> str | None:
    """Take the item that is meant out of `values`, where the action is about one."""
    view = await session.desk.orders.view(order_id, read=False)
    action = session.arguments.action
    if action not in view.verdicts:
        facts = {"action": verbatim(action[:40]), "known": ", ".join([*view.verdicts, CREATE])}
        raise InputError(Message(NO_ACTION, facts), field="action")
    if view.order.lines is None and view.mirror is not None and _is_of_items(view, action):
        # The check of what was typed needs to know the items.
        await session.desk.orders.refresh(order_id)
        view = await session.desk.orders.view(order_id, read=False)
    if not takes_line(view.description.rules, action):
        return None
    line_id = values.pop(LINE_KEY, None)
    if not line_id and view.verdicts[action].allowed:
        raise InputError(_which_line(view, action), field=LINE_KEY)
    return line_id


def _is_of_items(view: OrderView, action: str) -> bool:
    rule = view.description.rules.action(action)
    quantities = rule is not None and any(spec.type is FieldType.QUANTITIES for spec in rule.fields)
    return quantities or takes_line(view.description.rules, action)


def _which_line(view: OrderView, action: str) -> Message:
    lines = ", ".join(
        f"{line.id} ({line.description or line.sku})" for line in view.order.lines or ()
    )
    return Message(NO_LINE, {"action": action, "lines": verbatim(lines or "none")})


async def _settled(session: Session, receipt: Receipt) -> Result:
    """Wait for an outcome; withdraw what cannot be sent."""
    loop = asyncio.get_running_loop()
    until = None if session.arguments.wait else loop.time() + session.patience
    try:
        while True:
            left = None if until is None else max(0.0, until - loop.time())
            entry = await session.desk.orders.wait(receipt.command, timeout=left, or_stuck=True)
            late = until is not None and loop.time() >= until
            taken_back = await _taken_back(session, entry, late=late)
            if taken_back is not None:
                return taken_back
            if late or entry.state is not CommandState.WAITING:
                await _looked_again(session, entry)
                return result_of(entry)
    except asyncio.CancelledError:
        stopped = STOPPED if await _withdrawn(session, receipt.command) else STOPPED_LATE
        raise Interrupted(Message(stopped, {"order": receipt.order})) from None


async def _taken_back(session: Session, entry: OutboxEntry, *, late: bool) -> Result | None:
    """Withdraw what was never sent and nobody will send, and say what that comes to."""
    command = entry.command
    conflict = entry.state is CommandState.ASKING and entry.sent_at is None
    stuck = entry.state is CommandState.WAITING and (not late or await _is_cut_off(session, entry))
    if not (stuck or conflict) or not await _withdrawn(session, command.id):
        return None
    outcome = Outcome.REFUSED if conflict else Outcome.FAILED
    return Result(command.id, command.order_id, outcome, _reason(entry))


async def _is_cut_off(session: Session, entry: OutboxEntry) -> bool:
    """Look whether the vendor is away, where it is another process that tries to send."""
    tried = entry.not_before is not None or entry.reason is not None
    if not tried or isinstance(entry.command, CreateOrder):
        return False
    try:
        await session.desk.orders.refresh(entry.command.order_id)
    except (Unreachable, NotSignedIn, VaultError):
        return True
    except DeskError:
        return False
    return False


async def _withdrawn(session: Session, command_id: str) -> bool:
    try:
        await session.desk.orders.withdraw(command_id)
    except Refused:
        return False  # it is on its way after all
    return True


async def _looked_again(session: Session, entry: OutboxEntry) -> None:
    """Read an order again whose vendor refused, most likely because it has moved on."""
    if entry.state is CommandState.REJECTED and not isinstance(entry.command, CreateOrder):
        with contextlib.suppress(DeskError):
            await session.desk.orders.refresh(entry.command.order_id)


def result_of(entry: OutboxEntry) -> Result:
    """Return what became of a command so far."""
    outcome = OUTCOMES[entry.state]
    reason = _reason(entry) or _STILL.get(entry.state)
    return Result(entry.command.id, entry.command.order_id, outcome, reason)


_STILL: Mapping[CommandState, str] = {
    CommandState.WAITING: Message(STILL_WAITING).render(),
    CommandState.SENDING: Message(STILL_SENDING).render(),
}


def _reason(entry: OutboxEntry) -> str | None:
    parts = [entry.reason or "", *entry.readings]
    return " ".join(part for part in parts if part) or None

"""`orderdesk staged`: what waits for a person's word, sending it and letting it go."""

import asyncio
from collections.abc import Sequence

from orderdesk.cli.acting import Result, result_json, result_of, said_of
from orderdesk.cli.exits import Exit, Interrupted, Outcome
from orderdesk.cli.output import NONE, Json, clean, money, problem, right
from orderdesk.cli.session import Session
from orderdesk.cli.shapes import staged_json
from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.errors import Refused
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.staging import Pick
from orderdesk.services.staging import StagedChange
from orderdesk.services.views import Receipt

STOPPED = QT_TRANSLATE_NOOP(
    "messages", "Stopped: what was not sent yet is staged again; `orderdesk staged` lists it."
)
_SEND, _DISCARD = "send", "discard"


async def staged(session: Session) -> int:
    """List what is staged, send it or discard it; return the exit code."""
    part = session.arguments.part
    if part == _SEND:
        return await _sent(session)
    if part == _DISCARD:
        return await _discarded(session)
    return await _listed(session)


async def _listed(session: Session) -> int:
    changes = await session.desk.staging.all()
    if session.out.as_json:
        session.out.array(staged_json(change) for change in changes)
    else:
        _print(session, changes)
    return Exit.DONE


def _print(session: Session, changes: Sequence[StagedChange]) -> None:
    differences = right([money(one.money.difference, one.money.currency) for one in changes])
    session.out.table(
        ("Order", "Change", "Item", "Field", "Was", "Will be", "Total", "Id"),
        [
            (
                change.number,
                Message(change.label).render(),
                change.line or NONE,
                field.field,
                field.old or NONE,
                field.new or NONE,
                difference,
                change.entry.command.id,
            )
            for change, difference in zip(changes, differences, strict=True)
            for field in change.fields
        ],
    )
    for change in changes:
        if change.problem is not None:
            problem(f"{change.number}: {change.problem.sentence()}")


def _picks(session: Session) -> list[Pick] | None:
    """Return what was named: commands, or fields of them as ID.FIELD; None: all."""
    named = [word.partition(".") for word in session.arguments.ids]
    return [Pick(command, field or None) for command, _dot, field in named] or None


async def _discarded(session: Session) -> int:
    steps = await session.desk.staging.discard(_picks(session))
    orders = [step.order_id for step in steps]
    if session.out.as_json:
        session.out.value({"orders": orders})
    else:
        for order_id in orders:
            session.out.line(clean(f"{order_id}: discarded"))
    return Exit.DONE


async def _sent(session: Session) -> int:
    sent = await session.desk.staging.send(_picks(session))
    results = [
        Result(one.command.id, one.command.order_id, Outcome.REFUSED, error.sentence())
        for one, error in sent.refused
    ]
    try:
        results.extend([await _settled(session, receipt) for receipt in sent.receipts])
    except asyncio.CancelledError:
        await _staged_again(session, [receipt.command for receipt in sent.receipts])
        raise Interrupted(Message(STOPPED)) from None
    if session.out.as_json:
        found: list[Json] = [result_json(result) for result in results]
        session.out.value(found)
    for result in results:
        said = said_of("send", result)
        if result.outcome is not Outcome.DONE:
            problem(said)
        elif not session.out.as_json:
            session.out.line(clean(said))
    return max((result.outcome.exit for result in results), default=Exit.DONE)


async def _settled(session: Session, receipt: Receipt) -> Result:
    """Wait for an outcome; what cannot be sent is staged again, so that nothing is lost."""
    timeout = None if session.arguments.wait else session.patience
    entry = await session.desk.orders.wait(receipt.command, timeout=timeout, or_stuck=True)
    if _never_sent(entry) and await _staged_again(session, [receipt.command]):
        outcome = Outcome.REFUSED if entry.state is CommandState.ASKING else Outcome.FAILED
        return Result(entry.command.id, entry.command.order_id, outcome, result_of(entry).reason)
    return result_of(entry)


def _never_sent(entry: OutboxEntry) -> bool:
    return entry.sent_at is None and entry.state in {CommandState.WAITING, CommandState.ASKING}


async def _staged_again(session: Session, commands: Sequence[str]) -> bool:
    try:
        await session.desk.staging.take_back(commands)
    except Refused:
        return False  # it is on its way after all
    return True

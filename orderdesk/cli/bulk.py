"""`orderdesk do ACTION --query QUERY`: the plan for every order found, then the ledger."""

import asyncio
from collections.abc import Mapping

from orderdesk.cli.arguments import Arguments
from orderdesk.cli.exits import Exit
from orderdesk.cli.inputs import pairs_of, values_of
from orderdesk.cli.output import NONE, Json, clean, problem
from orderdesk.cli.session import Session
from orderdesk.domain.bulk import FORECAST_LABELS, Plan, PlanRow, Request
from orderdesk.domain.errors import InputError
from orderdesk.domain.ledger import OUTCOME_LABELS, Ledger, LedgerRow, Outcome, Run, RunState
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message, verbatim
from orderdesk.domain.order import FieldValue
from orderdesk.domain.query import parse_query
from orderdesk.domain.shown import Sort
from orderdesk.services.bulk_planning import Choice

NO_ACTION = QT_TRANSLATE_NOOP("messages", "There is no action “{action}”: there are {known}.")
ONE_ONLY = QT_TRANSLATE_NOOP("messages", "Give an order or --query, not both.")
NOTHING_FOUND = QT_TRANSLATE_NOOP("messages", "Nothing is found by “{query}”.")
NO_FIELD = QT_TRANSLATE_NOOP("messages", "“{action}” asks for no field “{field}”.")
CREATE = "create"
_GRAVEST = (Exit.UNKNOWN, Exit.FAILED, Exit.REJECTED, Exit.REFUSED)


def given_values(arguments: Arguments) -> dict[str, FieldValue]:
    """Return the fields that --input and --set give; an empty value clears one."""
    values = values_of(arguments.input) if arguments.input is not None else {}
    return values | {key: value or None for key, value in pairs_of(arguments.values).items()}


async def act_on_many(session: Session, query: str) -> int:
    """Plan an action for every order found, carry it out unless told not to, and print it."""
    arguments = session.arguments
    if arguments.target is not None:
        raise InputError(Message(ONE_ONLY), field="order")
    request = _request(session)
    tree = parse_query(query)
    found = await session.desk.orders.search(tree, Sort(), zone=session.zone.key)
    if not found.rowids:
        raise InputError(Message(NOTHING_FOUND, {"query": verbatim(query[:200])}), field="query")
    plan = await session.desk.bulk.plan(Choice(rowids=found.rowids, about=query), request)
    sent = plan.sent()
    if arguments.dry_run or not sent:
        _print_plan(session, plan)
        return Exit.DONE if sent else Exit.REFUSED
    run = await session.desk.bulk.run(plan)
    try:
        stopped = await _carried(session, run)
    except asyncio.CancelledError:
        await _stopped(session, run.id)
        _print_ledger(session, plan, await session.desk.bulk.ledger(run.id))
        return Exit.INTERRUPTED
    ledger = await session.desk.bulk.ledger(run.id)
    _print_ledger(session, plan, ledger)
    return _exit(ledger, stopped=stopped)


def _request(session: Session) -> Request:
    """Share the fields given out to the vendors whose action asks for them."""
    action = session.arguments.action
    descriptions = session.desk.connections.descriptions()
    rules = {one.vendor: one.rules.counterpart(action) for one in descriptions}
    names = {rule.name for one in descriptions for rule in one.rules.actions} - {CREATE}
    if action == CREATE or not any(rules.values()):
        facts = {"action": verbatim(action[:40]), "known": ", ".join(sorted(names))}
        raise InputError(Message(NO_ACTION, facts), field="action")
    given = given_values(session.arguments)
    values: dict[str, Mapping[str, FieldValue]] = {}
    unused = set(given)
    for vendor, rule in rules.items():
        keys = {spec.key for spec in rule.fields} if rule is not None else set[str]()
        values[vendor] = {key: value for key, value in given.items() if key in keys}
        unused -= keys
    if unused:
        facts = {"action": verbatim(action[:40]), "field": verbatim(min(unused)[:80])}
        raise InputError(Message(NO_FIELD, facts), field=min(unused))
    return Request(action, values)


async def _carried(session: Session, run: Run) -> bool:
    """Wait for the end of a run; stop it where nothing moves for too long, and say so."""
    bulk = session.desk.bulk
    settled = -1
    while True:
        waiting = asyncio.ensure_future(bulk.wait(run.id))
        patience = None if session.arguments.wait else session.patience
        try:
            ended = await asyncio.wait_for(waiting, patience)
        except TimeoutError:
            ended = await bulk.get(run.id)
            if ended.settled == settled:
                await _stopped(session, run.id)
                return True
            settled = ended.settled
        else:
            return ended.state is not RunState.ENDED


async def _stopped(session: Session, run_id: str) -> None:
    """Stop a run, and give what is on its way a moment to end."""
    await session.desk.bulk.stop(run_id)
    try:
        await asyncio.wait_for(session.desk.bulk.wait(run_id), session.patience)
    except TimeoutError:
        problem("What is still on its way is left to end by itself.")


def _exit(ledger: Ledger, *, stopped: bool) -> Exit:
    """Return the exit code of the gravest outcome."""
    codes = {_code(row) for row in ledger.rows}
    if stopped:
        codes.add(Exit.FAILED)
    return next((code for code in _GRAVEST if code in codes), Exit.DONE)


def _code(row: LedgerRow) -> Exit:
    match row.outcome:
        case Outcome.DONE:
            return Exit.DONE
        case Outcome.UNKNOWN | Outcome.WAITING:
            return Exit.UNKNOWN
        case Outcome.FAILED:
            return Exit.REJECTED if row.words else Exit.FAILED
        case _:
            return Exit.REFUSED


def _why(row: PlanRow) -> str:
    return " ".join(part.render() for part in (row.reason, row.way_out) if part is not None)


def _print_plan(session: Session, plan: Plan) -> None:
    rows = [(row, _why(row)) for row in plan.rows]
    if session.out.as_json:
        listed: list[Json] = [
            {
                "order": row.order_id,
                "number": row.number,
                "forecast": row.forecast.value,
                "reason": why or None,
            }
            for row, why in rows
        ]
        session.out.value({**_head(plan), "run": None, "rows": listed})
        return
    session.out.table(
        ("Order", "Customer", "Outlook", "Why"),
        [
            (row.number or row.order_id, row.customer or NONE, FORECAST_LABELS[row.forecast], why)
            for row, why in rows
        ],
    )
    parts = [f"{count:,} {FORECAST_LABELS[one]}" for one, count in plan.counts().items() if count]
    session.out.line(clean(", ".join(parts)))


def _head(plan: Plan) -> dict[str, Json]:
    counts: dict[str, Json] = {one.value: count for one, count in plan.counts().items()}
    return {"action": plan.request.action, "query": plan.about, "plan": counts}


def _print_ledger(session: Session, plan: Plan, ledger: Ledger) -> None:
    counts: dict[str, Json] = {one.value: n for one, n in ledger.run.counts.items()}
    if session.out.as_json:
        head = {**_head(plan), "run": ledger.run.id, "state": ledger.run.state.value}
        rows: list[Json] = [_row_json(row) for row in ledger.rows]
        session.out.value({**head, "counts": counts, "rows": rows})
        return
    session.out.table(
        ("Order", "Customer", "Outcome", "Why"),
        [
            (row.number, row.customer or NONE, OUTCOME_LABELS[row.outcome], row.reason)
            for row in ledger.rows
        ],
    )
    parts = [f"{n:,} {OUTCOME_LABELS[one]}" for one, n in ledger.run.counts.items() if n]
    session.out.line(clean(", ".join(parts)))


def _row_json(row: LedgerRow) -> dict[str, Json]:
    return {
        "order": row.order_id,
        "number": row.number,
        "outcome": row.outcome.value,
        "reason": row.reason or None,
        "words": row.words or None,
        "request_id": row.request_id or None,
        "command": row.command_id,
    }

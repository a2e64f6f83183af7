"""The JSON that scripts rely on: keys stay, new ones may come, not known is null."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from orderdesk.cli.output import Json
from orderdesk.domain.actions import Verdict
from orderdesk.domain.commands import EditOrder, OutboxEntry
from orderdesk.domain.gateway import ProbeStep
from orderdesk.domain.history import HistoryEntry
from orderdesk.domain.messages import Message
from orderdesk.domain.money import plain
from orderdesk.domain.order import Line
from orderdesk.domain.rules import Effect, VendorRules
from orderdesk.domain.shown import ShownRow
from orderdesk.services.reviewing import StagedChange
from orderdesk.services.views import ConnectionStatus, OrderView, SyncReport

LINE_KEY = "line"
"""What `--set` calls the item that an action is about."""

_ON_A_LINE = {Effect.EDIT_LINE, Effect.REMOVE_LINE}


def takes_line(rules: VendorRules, action: str) -> bool:
    """Whether an action is about one item of an order."""
    rule = rules.action(action)
    return rule is not None and rule.effect in _ON_A_LINE


def row_json(row: ShownRow) -> dict[str, Json]:
    """Return what `list` says of an order."""
    return {
        "id": row.id,
        "connection": row.connection,
        "connection_name": row.connection_name,
        "vendor": row.vendor,
        "vendor_id": row.vendor_id,
        "type": row.kind,
        "vendor_type": row.kind_word or None,
        "number": row.number,
        "name": row.name,
        "state": row.state,
        "vendor_state": row.vendor_state or None,
        "state_derived": row.state_derived,
        "payment": row.payment,
        "vendor_payment": row.payment_word,
        "fulfilment": row.fulfilment,
        "vendor_fulfilment": row.fulfilment_word,
        "customer": row.customer,
        "customer_id": row.customer_id,
        "location": row.location,
        "location_id": row.location_id,
        "employee": row.employee,
        "employee_id": row.employee_id,
        "items": row.items,
        "total": _decimal(row.total),
        "total_computed": row.total_computed,
        "discount": _decimal(row.discount),
        "currency": row.currency,
        "currency_set_here": row.currency_set_here,
        "placed_at": _time(row.placed_at),
        "expires_at": _time(row.expires_at),
        "pending": list(row.pending),
        "staged": list(row.staged),
        "mark": row.mark.value or None,
    }


def staged_json(change: StagedChange) -> dict[str, Json]:
    """Return what `staged` says of a change."""
    command, money = change.command, change.money
    return {
        "id": command.id,
        "order": command.order_id,
        "number": change.number,
        "connection": command.connection,
        "action": command.action,
        "line": None if isinstance(command, EditOrder) else command.line_id,
        "item": change.line,
        "fields": [{"field": one.field, "old": one.old, "new": one.new} for one in change.fields],
        "difference": _decimal(money.difference),
        "difference_of_items": money.of_items,
        "currency": money.currency,
        "conflicts": [{"field": one.field, "theirs": one.theirs} for one in change.conflicts],
        "problem": None if change.problem is None else change.problem.sentence(),
        "staged_at": _time(command.created_at),
        "author": command.author,
    }


def order_json(view: OrderView) -> dict[str, Json]:
    """Return what `show` says of an order."""
    rules = view.description.rules
    return {
        **row_json(view.row),
        "read_at": _time(view.read_at),
        "details": view.details.value,
        "fields": dict(view.order.fields),
        "names": _names(view),
        "lines": None if view.order.lines is None else [_line(line) for line in view.order.lines],
        "actions": {
            name: verdict_json(verdict, keys_of(rules, name))
            for name, verdict in view.verdicts.items()
        },
        "commands": [_command(entry) for entry in view.commands],
        "history": [_history(entry) for entry in view.history],
    }


def keys_of(rules: VendorRules, action: str) -> list[str]:
    """Return the keys that `--set` takes for an action."""
    rule = rules.action(action)
    if rule is None:
        return []
    keys = [spec.key for spec in rule.fields if not spec.read_only]
    return [LINE_KEY, *keys] if takes_line(rules, action) else keys


def verdict_json(verdict: Verdict, keys: Sequence[str]) -> dict[str, Json]:
    """Return what is said of an action that takes the `keys`."""
    return {
        "verdict": verdict.kind.value,
        "allowed": verdict.allowed,
        "reason": _said(verdict.reason),
        "way_out": _said(verdict.way_out),
        "fields": list(keys),
    }


def connection_json(status: ConnectionStatus) -> dict[str, Json]:
    """Return what `connections list` says of a connection; secrets are not part of it."""
    return {
        "connection": status.config.key,
        "name": status.config.name,
        "vendor": status.config.vendor,
        "urls": dict(status.config.urls),
        "settings": dict(status.config.settings),
        "orders": status.orders,
        "set_aside": status.set_aside,
        "unread": status.unread,
        "last_sync": _time(status.last_sync),
        "health": status.health.value,
        "problem": _said(status.problem),
        "way_out": _said(status.way_out),
    }


def step_json(step: ProbeStep) -> dict[str, Json]:
    """Return what `connections test` says of a step."""
    return {
        "step": step.name,
        "label": _said(step.label),
        "state": step.state.value,
        "detail": _said(step.detail),
        "way_out": _said(step.way_out),
        "seconds": round(step.seconds, 3),
    }


def report_json(report: SyncReport) -> dict[str, Json]:
    """Return what `sync` says of a connection."""
    return {
        "connection": report.connection,
        "vendor": report.vendor,
        "orders": report.orders,
        "changed": report.changed,
        "requests": report.requests,
        "seconds": round(report.seconds, 3),
        "set_aside": report.set_aside,
        "unread": report.unread,
        "error": report.error,
    }


def _names(view: OrderView) -> dict[str, Json]:
    """Name what the order's fields refer to, by the field's key."""
    named: dict[str, Json] = {}
    for spec in view.description.rules.order_fields:
        value = view.order.fields.get(spec.key)
        found = view.names.get((spec.look_up, value)) if spec.look_up and value else None
        if found is not None:
            named[spec.key] = found.name
    return named


def _line(line: Line) -> dict[str, Json]:
    return {
        "id": line.id,
        "sku": line.sku,
        "description": line.description,
        "quantity": _decimal(line.quantity),
        "price": _decimal(line.price),
        "sum": _decimal(line.sum),
        "type": line.kind_word,
        "status": line.status_word,
        "pending": line.pending,
        "fields": dict(line.fields),
    }


def _command(entry: OutboxEntry) -> dict[str, Json]:
    return {
        "command": entry.command.id,
        "action": entry.command.action,
        "state": entry.state.value,
        "created_at": _time(entry.command.created_at),
        "reason": entry.reason,
        "readings": list(entry.readings),
    }


def _history(entry: HistoryEntry) -> dict[str, Json]:
    return {
        "at": _time(entry.at),
        "origin": entry.origin.value,
        "action": entry.action,
        "state": entry.state.value if entry.state else None,
        "command": entry.command_id,
        "author": entry.author or None,
        "changes": [
            {"field": change.field, "before": change.before, "after": change.after}
            for change in entry.changes
        ],
        "reason": entry.reason,
    }


def _decimal(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _said(message: Message | None) -> str | None:
    return None if message is None else message.render()

"""Everything the detail of one order shows, read in one go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from orderdesk.domain.commands import Act, CommandState, OutboxEntry, Transit
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.history import HistoryEntry
from orderdesk.domain.order import FieldValue, Line, Order
from orderdesk.domain.rules import VendorRules
from orderdesk.domain.shown import Details
from orderdesk.domain.staging import line_keys, order_keys
from orderdesk.services.intake import Ground, facts_of, verdicts_of
from orderdesk.services.sentences import no_order
from orderdesk.services.views import OrderView, Product
from orderdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Standpoint:
    """What an order is looked at with."""

    description: ConnectorDescription
    settings: Mapping[str, str]
    now: datetime
    """The vendor's clock, aware."""


def ground_of(store: Store, order_id: str, standpoint: Standpoint) -> Ground:
    """Return what decisions on an order stand on.

    Raises:
        InputError: if there is no such order.
    """
    order = store.mirror.given(order_id)
    if order is None:
        raise no_order(order_id)
    open_ones = store.outbox.open_of(order_id)
    any_staged = any(one.state is CommandState.STAGED for one in open_ones)
    return Ground(
        order=order,
        mirror=store.mirror.get(order_id),
        rules=standpoint.description.rules,
        facts=facts_of(standpoint.settings, open_ones),
        now=standpoint.now,
        staged=store.mirror.shown(order_id) if any_staged else None,
    )


def view_of(store: Store, order_id: str, standpoint: Standpoint) -> OrderView:
    """Return the view of an order.

    Raises:
        InputError: if there is no such order.
    """
    ground = ground_of(store, order_id, standpoint)
    rowid = store.search.rowid(order_id)
    rows = store.search.rows([rowid]) if rowid is not None else []
    if not rows:
        raise no_order(order_id)
    history = tuple(store.history.of(order_id))
    references = references_of(ground.shown, ground.rules) | _past(history, ground.rules)
    commands = tuple(store.outbox.open_of(order_id))
    references |= _asked(commands, ground.rules)
    if ground.mirror is not None:
        references |= references_of(ground.mirror, ground.rules)
    staged = [one.command for one in commands if one.state is CommandState.STAGED]
    return OrderView(
        row=rows[0],
        order=ground.shown,
        mirror=ground.mirror,
        description=standpoint.description,
        verdicts=verdicts_of(ground),
        names=store.names.many(ground.order.connection, references),
        history=history,
        commands=commands,
        now=standpoint.now,
        read_at=store.mirror.read_at(order_id),
        details=store.mirror.details(order_id) or Details.READ,
        overwritten=tuple(store.watch.found(order_id)),
        staged=order_keys(staged),
        staged_lines=line_keys(staged),
    )


def references_of(order: Order, rules: VendorRules) -> set[tuple[str, str]]:
    """Return every id the order or a line of it refers to, by kind."""
    typed = (order.customer, order.location, order.employee)
    found = {(reference.kind, reference.id) for reference in typed if reference is not None}
    found |= _named(rules.order_fields, order.fields)
    for line in order.lines or ():
        found |= _named(rules.line_fields, line.fields)
    return found


def _past(history: Iterable[HistoryEntry], rules: VendorRules) -> set[tuple[str, str]]:
    """Return every id that a change of the order's history came from or led to."""
    found: set[tuple[str, str]] = set()
    for entry in history:
        rule = rules.action(entry.action)
        specs = (*(rule.fields if rule else ()), *rules.order_fields, *rules.line_fields)
        for change in entry.changes:
            for value in (change.before, change.after):
                found |= _named(specs, {change.field: value})
    return found


def _asked(entries: Iterable[OutboxEntry], rules: VendorRules) -> set[tuple[str, str]]:
    """Return every id that an act which is not settled names."""
    found: set[tuple[str, str]] = set()
    for command in (entry.command for entry in entries):
        rule = rules.action(command.action)
        if rule is not None and isinstance(command, Act | Transit):
            found |= _named(rule.fields, command.values)
    return found


def _named(specs: tuple[FieldSpec, ...], fields: Mapping[str, FieldValue]) -> set[tuple[str, str]]:
    return {
        (spec.look_up, value)
        for spec in specs
        if spec.look_up is not None and (value := fields.get(spec.key))
    }


def product_of(line: Line, rules: VendorRules) -> Product:
    """Return what can be put on another order from a line of this one."""
    specs = {spec.key: spec for spec in rules.new_line_fields()}
    fields = {
        key: value
        for key, value in line.fields.items()
        if key in specs and value is not None and _describes(specs[key])
    }
    for spec in specs.values():
        # Where one says what is sold, as an SKU does, the vendor takes no second description.
        if spec.key in fields:
            fields = {key: value for key, value in fields.items() if key not in spec.excludes}
    own = next((spec.key for spec in specs.values() if spec.unique), None)
    return Product(
        product_id=fields.get(own) if own else None,
        sku=line.sku,
        description=line.description or "",
        price=line.price,
        fields=fields,
    )


def _describes(spec: FieldSpec) -> bool:
    """Whether a line's field says what is sold, and not how much of it, to whom or when."""
    if spec.unique or spec.look_up is not None or spec.type is FieldType.MONEY:
        return True
    return spec.attribute in {"sku", "description", "price", "kind_word"}

"""The items of an order that is being typed: what they are, what they add up to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from orderdesk.domain.commands import CreateOrder
from orderdesk.domain.fields import check
from orderdesk.domain.messages import Message
from orderdesk.domain.order import FieldValue, Order
from orderdesk.domain.projection import new_order
from orderdesk.domain.rules import Effect, VendorRules
from orderdesk.ui.detail.line_rows import LineRow, line_row
from orderdesk.ui.i18n import say

LineValues = Mapping[str, FieldValue]


def preview(
    connection: str,
    rules: VendorRules,
    fields: Mapping[str, FieldValue],
    lines: Sequence[LineValues],
    *,
    currency: str | None,
) -> Order:
    """Return the order as it would be made from what is typed and right so far."""
    creating = next((rule for rule in rules.actions if rule.effect is Effect.CREATE), None)
    specs = rules.order_fields if creating is None else creating.fields
    header = check([spec for spec in specs if not spec.read_only], fields)
    good = {k: v for k, v in header.values.items() if k not in header.problems and k in fields}
    return new_order(
        CreateOrder(
            id="preview",
            connection=connection,
            vendor_id="preview",
            action="create",
            created_at=datetime.now(UTC),
            fields=good,
            lines=tuple(_good(rules, line) for line in lines),
        ),
        rules,
        currency,
    )


def _good(rules: VendorRules, line: LineValues) -> dict[str, FieldValue]:
    checked = check(rules.new_line_fields(), line)
    return {k: v for k, v in checked.values.items() if k not in checked.problems}


def rows_of(
    order: Order, rules: VendorRules, problems: Mapping[int, Sequence[Message]]
) -> list[LineRow]:
    """Return the rows of a previewed order with what is wrong with each line, by its index."""
    return [
        replace(
            line_row(line, order.currency, rules.line_fields),
            problem=" ".join(say(problem) for problem in problems.get(place, ())),
        )
        for place, line in enumerate(order.lines or ())
    ]


def line_problems(
    problems: Mapping[str, Message],
) -> tuple[dict[int, list[Message]], dict[str, Message]]:
    """Part problems keyed `lines.0.KEY` by line from those of the header."""
    by_line: dict[int, list[Message]] = {}
    header: dict[str, Message] = {}
    for key, problem in problems.items():
        parts = key.split(".", 2)
        if len(parts) == 3 and parts[0] == "lines" and parts[1].isdecimal():
            by_line.setdefault(int(parts[1]), []).append(problem)
        else:
            header[key] = problem
    return by_line, header

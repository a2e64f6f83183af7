"""What an order and its lines, taken together, demand of what was typed."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from orderdesk.domain.fields import NOT_A_CHOICE, FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.money import NotANumber, parse_decimal, plain
from orderdesk.domain.order import FieldValue, Order
from orderdesk.domain.quantities import parse_quantities
from orderdesk.services.sentences import TAKEN

NO_SUCH_ITEM = QT_TRANSLATE_NOOP(
    "messages", "{field}: the order has no item “{item}”. Refresh it and choose again."
)
NOT_SO_MANY = QT_TRANSLATE_NOOP(
    "messages", "{field}: {left} of “{item}” are outstanding, not {value}. Lower the quantity."
)


def taken_values(
    specs: Iterable[FieldSpec],
    values: Mapping[str, FieldValue],
    others: Iterable[Mapping[str, FieldValue]],
) -> dict[str, Message]:
    """Return the problems of a line's `values` that another line has where none may share one.

    Letter case does not make two values different: vendors write ids both ways.
    """
    problems: dict[str, Message] = {}
    rest = list(others)
    for spec in specs:
        value = values.get(spec.key)
        if not spec.unique or not value:
            continue
        if any((other.get(spec.key) or "").casefold() == value.casefold() for other in rest):
            facts = {"field": Message(spec.label), "value": value[:60]}
            problems[spec.key] = Message(TAKEN, facts)
    return problems


def unfit_values(
    specs: Iterable[FieldSpec], values: Mapping[str, FieldValue], order: Order
) -> dict[str, Message]:
    """Return the problems of an act's `values` beside the order: choices and quantities.

    An order whose lines have not been read is not asked about them: the vendor decides then.
    """
    problems: dict[str, Message] = {}
    for spec in specs:
        value = values.get(spec.key)
        if not value:
            continue
        problem = None
        if spec.choices_in is not None:
            problem = _no_choice(spec, value, order)
        elif spec.type is FieldType.QUANTITIES and order.lines is not None:
            problem = _not_outstanding(spec, value, order)
        if problem is not None:
            problems[spec.key] = problem
    return problems


def _no_choice(spec: FieldSpec, value: str, order: Order) -> Message | None:
    choices = (order.fields.get(spec.choices_in or "") or "").splitlines()
    if value in choices:
        return None
    facts = {"field": Message(spec.label), "value": value[:60], "choices": ", ".join(choices)}
    return Message(NOT_A_CHOICE, facts)


def _not_outstanding(spec: FieldSpec, value: str, order: Order) -> Message | None:
    for quantity, line_id in parse_quantities(value):
        line = order.line(line_id)
        if line is None:
            return Message(NO_SUCH_ITEM, {"field": Message(spec.label), "item": line_id[:60]})
        left = _number(line.fields.get(spec.outstanding or ""))
        if left is not None and quantity > left:
            facts = {
                "field": Message(spec.label),
                "item": (line.description or line.sku or line.id)[:60],
                "left": plain(left),
                "value": plain(quantity),
            }
            return Message(NOT_SO_MANY, facts)
    return None


def _number(text: FieldValue) -> Decimal | None:
    """Return a line field's number; what is not known bounds nothing."""
    try:
        return None if not text else parse_decimal(text)
    except NotANumber:
        return None

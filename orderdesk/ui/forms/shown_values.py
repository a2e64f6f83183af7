"""A field's value in words: a name for an id, a label for a choice, a time in the zone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.money import NotANumber, parse_decimal
from orderdesk.domain.order import FieldValue, Line, Named
from orderdesk.domain.quantities import parse_quantities
from orderdesk.domain.status import STATUS_LABELS
from orderdesk.domain.tenant_states import parse_states
from orderdesk.ui.i18n import format_money, format_number, format_time, say, say_text

YES = QT_TRANSLATE_NOOP("messages", "Yes")
NO = QT_TRANSLATE_NOOP("messages", "No")
TIMES = QT_TRANSLATE_NOOP("messages", "{quantity} × {item}")
MEANS = QT_TRANSLATE_NOOP("messages", "{state}: {meaning}")


def _number(spec: FieldSpec, value: str, currency: str | None) -> str:
    try:
        number = parse_decimal(value)
    except NotANumber:
        return value
    if spec.type is FieldType.MONEY:
        return format_money(number, currency)
    return format_number(number)


def _time(value: str, zone: ZoneInfo) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return format_time(moment, zone) if moment.tzinfo else value


def _choice(spec: FieldSpec, value: str) -> str:
    every = (*spec.choices, *(choice for some in spec.choices_by.values() for choice in some))
    return next((say_text(choice.label) for choice in every if choice.value == value), value)


def counted(quantity: Decimal, item: str) -> str:
    """Return so many of an item: “3 × Case”."""
    return say(Message(TIMES, {"quantity": format_number(quantity), "item": item}))


def _quantities(value: str, lines: Sequence[Line]) -> str:
    try:
        pairs = parse_quantities(value)
    except ValueError:
        return value
    names = {line.id: line.description or line.sku or line.id for line in lines}
    return ", ".join(counted(number, names.get(line_id, line_id)) for number, line_id in pairs)


def _states(value: str) -> str:
    try:
        meanings = parse_states(value)
    except ValueError:
        return value
    pairs = (
        say(Message(MEANS, {"state": word, "meaning": Message(STATUS_LABELS[status])}))
        for word, status in meanings.items()
    )
    return "\n".join(pairs)


def shown_value(
    spec: FieldSpec,
    value: FieldValue,
    *,
    names: Mapping[tuple[str, str], Named],
    zone: ZoneInfo,
    currency: str | None = None,
    lines: Sequence[Line] = (),
) -> str:
    """Return a field's value as a person reads it; "" for None.

    `lines` are the items that quantities may be of.
    """
    if value is None:
        return ""
    match spec.type:
        case FieldType.REFERENCE:
            named = names.get((spec.look_up or "", value))
            return named.name if named else value
        case FieldType.CHOICE:
            return _choice(spec, value)
        case FieldType.BOOLEAN:
            return {"yes": say_text(YES), "no": say_text(NO)}.get(value, value)
        case FieldType.TIME:
            return _time(value, zone)
        case FieldType.INTEGER | FieldType.DECIMAL | FieldType.MONEY:
            return _number(spec, value, currency)
        case FieldType.QUANTITIES:
            return _quantities(value, lines)
        case FieldType.STATES:
            return _states(value)
        case FieldType.HIDDEN:
            return "•" * 8
        case _:
            return value


def shown_apart(
    spec: FieldSpec, values: tuple[FieldValue, FieldValue], shown: tuple[str, str], zone: ZoneInfo
) -> tuple[str, str]:
    """Return what is `shown` of two values, written in full where they would look the same."""
    before, after = values
    if before == after or shown[0] != shown[1] or before is None or after is None:
        return shown
    full = (before, after)
    if spec.type is FieldType.TIME:
        to_the_second = (_in_full(before, zone), _in_full(after, zone))
        if to_the_second[0] != to_the_second[1]:
            full = to_the_second
    return full


def _in_full(value: str, zone: ZoneInfo) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    if moment.tzinfo is None:
        return value
    return f"{format_time(moment, zone)}:{moment.astimezone(zone):%S}"

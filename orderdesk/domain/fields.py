"""The form of a field: type, bounds and choices, and the check of what was typed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.money import NotANumber, parse_decimal, plain
from orderdesk.domain.order import FieldValue
from orderdesk.domain.quantities import parse_quantities, quantities_text
from orderdesk.domain.status import OrderStatus
from orderdesk.domain.tenant_states import parse_states, states_text


class FieldType(StrEnum):
    """How a field's text is read, edited and shown."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    CHOICE = "choice"
    REFERENCE = "reference"
    TIME = "time"
    DATE = "date"
    """A day without a time or zone, as 2026-11-22."""
    BOOLEAN = "boolean"
    TEXT_LIST = "text_list"
    """Several texts, one a line."""
    TRACKING = "tracking"
    """Several `quantity x number` pairs, one a line."""
    QUANTITIES = "quantities"
    """Several `quantity x line id` pairs, one a line; empty is all that is outstanding."""
    STATES = "states"
    """What each of the tenant's own states means: `word = status`, one a line."""
    HIDDEN = "hidden"
    """Typed unseen and kept in the vault."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values a field may take; `label` is source text."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of an order, a line, an action's form or a connection.

    `label`, `help` and `group` are source texts. `attribute` names the attribute of Order
    or Line that shows this field too, so that a change is seen there before it settles.
    """

    key: str
    label: str
    type: FieldType = FieldType.TEXT
    group: str = ""
    help: str = ""
    required: bool = False
    read_only: bool = False
    choices: tuple[Choice, ...] = ()
    choices_by: Mapping[str, tuple[Choice, ...]] = field(
        default_factory=dict[str, tuple[Choice, ...]]
    )
    """The choices for each value of the field `depends_on`."""
    depends_on: str | None = None
    look_up: str | None = None
    """The kind of name a reference points to."""
    excludes: tuple[str, ...] = ()
    """Fields that must be empty when this one is filled."""
    unique: bool = False
    """No two lines of an order may share the value."""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    max_length: int = 10_000
    default: FieldValue = None
    attribute: str | None = None
    choices_in: str | None = None
    """The key of the order's field whose lines are the choices of a CHOICE."""
    outstanding: str | None = None
    """The key of the line field that says how much a QUANTITIES can take of each line."""


REQUIRED = QT_TRANSLATE_NOOP("messages", "{field} is needed. Fill it in.")
NOT_A_NUMBER = QT_TRANSLATE_NOOP(
    "messages", "{field}: “{value}” is no number that can be sent. Write it like 12 or 12.50."
)
NOT_WHOLE = QT_TRANSLATE_NOOP("messages", "{field} takes whole numbers only, not “{value}”.")
TOO_SMALL = QT_TRANSLATE_NOOP("messages", "{field} must be at least {minimum}, not {value}.")
TOO_LARGE = QT_TRANSLATE_NOOP("messages", "{field} must be at most {maximum}, not {value}.")
TOO_LONG = QT_TRANSLATE_NOOP(
    "messages", "{field} is {length} characters long; {maximum} can be sent. Shorten it."
)
NOT_A_CHOICE = QT_TRANSLATE_NOOP(
    "messages", "{field} cannot be “{value}”. Choose one of: {choices}."
)
NOT_A_TIME = QT_TRANSLATE_NOOP(
    "messages", "{field}: “{value}” is no time. Write it like 2026-11-22T14:00:00Z."
)
NOT_A_DATE = QT_TRANSLATE_NOOP(
    "messages", "{field}: “{value}” is no date. Write it like 2026-11-22."
)
NOT_BOOLEAN = QT_TRANSLATE_NOOP("messages", "{field} must be yes or no, not “{value}”.")
NOT_QUANTITIES = QT_TRANSLATE_NOOP(
    "messages", "{field}: “{value}” cannot be read. Write one “quantity x item id” a line."
)
NOT_STATES = QT_TRANSLATE_NOOP(
    "messages", "{field}: “{value}” cannot be read. Write one “state = meaning” a line: {choices}."
)
NOT_TRACKING = QT_TRANSLATE_NOOP(
    "messages", "{field}: “{value}” cannot be read. Write one “quantity x number” a line."
)
EXCLUDES = QT_TRANSLATE_NOOP("messages", "{field} and {other} exclude each other. Clear one.")
READ_ONLY = QT_TRANSLATE_NOOP("messages", "{field} is set by the vendor and cannot be changed.")
NO_SUCH_FIELD = QT_TRANSLATE_NOOP(
    "messages", "There is no field “{field}” here. Fields are: {known}."
)


def _number(spec: FieldSpec, text: str) -> tuple[FieldValue, Message | None]:
    facts: dict[str, str | Message] = {"field": Message(spec.label), "value": text[:60]}
    try:
        number = parse_decimal(text)
    except NotANumber:
        return text, Message(NOT_A_NUMBER, facts)
    if spec.type is FieldType.INTEGER and number != number.to_integral_value():
        return text, Message(NOT_WHOLE, facts)
    if spec.minimum is not None and number < spec.minimum:
        return text, Message(TOO_SMALL, {**facts, "minimum": plain(spec.minimum)})
    if spec.maximum is not None and number > spec.maximum:
        return text, Message(TOO_LARGE, {**facts, "maximum": plain(spec.maximum)})
    if spec.type is FieldType.INTEGER:
        number = number.to_integral_value()
    return plain(number), None


def _choice(
    spec: FieldSpec, text: str, values: Mapping[str, FieldValue]
) -> tuple[FieldValue, Message | None]:
    if spec.choices_in is not None:
        return text, None  # what the order offers is checked where the order is known
    choices = choices_of(spec, values)
    for choice in choices:
        if text == choice.value or text.casefold() == choice.label.casefold():
            return choice.value, None
    facts = {
        "field": Message(spec.label),
        "value": text[:60],
        "choices": ", ".join(f"{choice.value} ({choice.label})" for choice in choices),
    }
    return text, Message(NOT_A_CHOICE, facts)


def _time(spec: FieldSpec, text: str) -> tuple[FieldValue, Message | None]:
    bad = Message(NOT_A_TIME, {"field": Message(spec.label), "value": text[:60]})
    try:
        moment = datetime.fromisoformat(text)
        here = None if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return text, bad
    return (text, bad) if here is None else (here.isoformat(), None)


def _date(spec: FieldSpec, text: str) -> tuple[FieldValue, Message | None]:
    try:
        return date.fromisoformat(text).isoformat(), None
    except ValueError:
        return text, Message(NOT_A_DATE, {"field": Message(spec.label), "value": text[:60]})


def _boolean(spec: FieldSpec, text: str) -> tuple[FieldValue, Message | None]:
    known = {"yes": "yes", "true": "yes", "1": "yes", "no": "no", "false": "no", "0": "no"}
    value = known.get(text.casefold())
    if value is None:
        return text, Message(NOT_BOOLEAN, {"field": Message(spec.label), "value": text[:60]})
    return value, None


def parse_tracking(text: str) -> list[tuple[int, str]]:
    """Read one `quantity x number` pair a line.

    Raises:
        ValueError: naming the first line that is no such pair.
    """
    pairs: list[tuple[int, str]] = []
    for line in filter(None, (part.strip() for part in text.splitlines())):
        quantity, cross, number = line.partition("x")
        if not cross or not quantity.strip().isdecimal() or not number.strip():
            raise ValueError(line)
        pairs.append((int(quantity), number.strip()))
    return pairs


def _tracking(spec: FieldSpec, text: str) -> tuple[FieldValue, Message | None]:
    try:
        pairs = parse_tracking(text)
    except ValueError as error:
        facts = {"field": Message(spec.label), "value": str(error)[:60]}
        return text, Message(NOT_TRACKING, facts)
    return "\n".join(f"{quantity} x {number}" for quantity, number in pairs) or None, None


def _quantities(spec: FieldSpec, text: str) -> tuple[FieldValue, Message | None]:
    try:
        pairs = parse_quantities(text)
    except ValueError as error:
        facts = {"field": Message(spec.label), "value": str(error)[:60]}
        return text, Message(NOT_QUANTITIES, facts)
    return quantities_text(pairs), None


def _states(spec: FieldSpec, text: str) -> tuple[FieldValue, Message | None]:
    try:
        meanings = parse_states(text)
    except ValueError as error:
        facts: dict[str, str | Message] = {
            "field": Message(spec.label),
            "value": str(error)[:60],
            "choices": ", ".join(OrderStatus),
        }
        return text, Message(NOT_STATES, facts)
    return states_text(meanings), None


def choices_of(spec: FieldSpec, values: Mapping[str, FieldValue]) -> tuple[Choice, ...]:
    """Return the choices open to `spec` beside the other `values`."""
    if spec.depends_on is None:
        return spec.choices
    return spec.choices_by.get(values.get(spec.depends_on) or "", ())


# How the text of a type is read; of the types that are not here, the text is taken as it is.
_READERS: Mapping[FieldType, Callable[[FieldSpec, str], tuple[FieldValue, Message | None]]] = {
    FieldType.INTEGER: lambda spec, text: _number(spec, text.strip()),
    FieldType.DECIMAL: lambda spec, text: _number(spec, text.strip()),
    FieldType.MONEY: lambda spec, text: _number(spec, text.strip()),
    FieldType.TIME: lambda spec, text: _time(spec, text.strip()),
    FieldType.DATE: lambda spec, text: _date(spec, text.strip()),
    FieldType.BOOLEAN: lambda spec, text: _boolean(spec, text.strip()),
    FieldType.TEXT: lambda _spec, text: (text.strip(), None),
    FieldType.REFERENCE: lambda _spec, text: (text.strip(), None),
    FieldType.TRACKING: _tracking,
    FieldType.QUANTITIES: _quantities,
    FieldType.STATES: _states,
}


def clean(
    spec: FieldSpec, text: FieldValue, values: Mapping[str, FieldValue]
) -> tuple[FieldValue, Message | None]:
    """Return `text` as it is kept and sent, and what is wrong with it, if anything."""
    if text is None or not text.strip():
        missing = Message(REQUIRED, {"field": Message(spec.label)}) if spec.required else None
        return None, missing
    if len(text) > spec.max_length:
        facts = {
            "field": Message(spec.label),
            "length": f"{len(text):,}",
            "maximum": f"{spec.max_length:,}",
        }
        return text, Message(TOO_LONG, facts)
    if spec.type is FieldType.CHOICE:
        return _choice(spec, text.strip(), values)
    reader = _READERS.get(spec.type)
    return (text, None) if reader is None else reader(spec, text)


@dataclass(frozen=True, slots=True)
class Checked:
    """Values ready to be sent, and what is wrong by field; sendable when nothing is."""

    values: Mapping[str, FieldValue]
    problems: Mapping[str, Message]


def _strangers(
    specs: Mapping[str, FieldSpec], changes: Mapping[str, FieldValue]
) -> dict[str, Message]:
    known = ", ".join(key for key, spec in specs.items() if not spec.read_only)
    problems = {
        key: Message(NO_SUCH_FIELD, {"field": key, "known": known})
        for key in changes.keys() - specs.keys()
    }
    for key in changes.keys() & specs.keys():
        if specs[key].read_only:
            problems[key] = Message(READ_ONLY, {"field": Message(specs[key].label)})
    return problems


def _exclusions(
    specs: Mapping[str, FieldSpec], keys: Iterable[str], merged: Mapping[str, FieldValue]
) -> dict[str, Message]:
    problems: dict[str, Message] = {}
    for key in keys:
        for other in specs[key].excludes:
            if merged.get(key) and merged.get(other) and other in specs:
                names = {"field": Message(specs[key].label), "other": Message(specs[other].label)}
                problems[key] = Message(EXCLUDES, names)
    return problems


def check(
    specs: Iterable[FieldSpec],
    changes: Mapping[str, FieldValue],
    current: Mapping[str, FieldValue] | None = None,
) -> Checked:
    """Check `changes` against `specs`, beside the `current` values of the other fields.

    With `current` given, only what changes is checked; without it, everything required is.
    """
    by_key = {spec.key: spec for spec in specs}
    merged = {**(current or {}), **changes}
    values: dict[str, FieldValue] = {}
    problems = _strangers(by_key, changes)
    for key, spec in by_key.items():
        if spec.read_only or (key not in changes and current is not None):
            continue
        value, problem = clean(spec, changes.get(key, spec.default), merged)
        if problem is not None:
            problems[key] = problem
        if key in changes or value is not None:
            values[key] = merged[key] = value
    return Checked(values, _exclusions(by_key, values, merged) | problems)

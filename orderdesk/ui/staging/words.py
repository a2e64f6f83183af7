"""How staged changes, and the acts on them, are put into words."""

from collections.abc import Iterable, Mapping, Sequence

from orderdesk.domain.commands import AddLine, Command, EditLine, EditOrder, RemoveLine
from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue
from orderdesk.domain.rules import VendorRules
from orderdesk.domain.staging import Step
from orderdesk.ui.forms.subjects import UNNAMED_ITEM
from orderdesk.ui.i18n import format_number, plural, say, say_text
from orderdesk.ui.staging.counts import Counts, size_of

CHANGE_OF = QT_TRANSLATE_NOOP("messages", "change of {field} of order {number}")
CHANGE_OF_ITEM = QT_TRANSLATE_NOOP("messages", "change of {field} of {item}, order {number}")
CHANGES_OF = QT_TRANSLATE_NOOP("messages", "change of {count} fields of order {number}")
NEW_ITEM = QT_TRANSLATE_NOOP("messages", "new item {item} of order {number}")
ITEM_OFF = QT_TRANSLATE_NOOP("messages", "removal of {item} from order {number}")
DISCARD_OF = QT_TRANSLATE_NOOP("messages", "discarding of {count} change(s) of order {number}")
DISCARD_OF_MANY = QT_TRANSLATE_NOOP("messages", "discarding of {count} changes of {orders} orders")
SEND_ONE = QT_TRANSLATE_NOOP("messages", "Send {count} change(s) of order {number}")
SEND_MANY = QT_TRANSLATE_NOOP("messages", "Send {count} changes of {orders} orders")
SEND = QT_TRANSLATE_NOOP("messages", "Send {count} change(s) of {orders} order(s)")
DISCARD = QT_TRANSLATE_NOOP("messages", "Discard {count} change(s)…")
STAGED = QT_TRANSLATE_NOOP("messages", "{count} change(s) staged")
STAGED_OF = QT_TRANSLATE_NOOP("messages", "{count} change(s) of {orders} order(s) are staged.")
STAGED_OF_ONE = QT_TRANSLATE_NOOP("messages", "1 change is staged.")
AND = QT_TRANSLATE_NOOP("messages", "{first} and {last}")
AND_MORE = QT_TRANSLATE_NOOP("messages", "{names} and {count} more")
_MOST_NUMBERS = 5

Place = tuple[str, str | None]
"""What a change is of: a line's id ("" for the order) and a field's key (None: the item)."""


def send_text(counts: Counts) -> str:
    """Return the words of the button that sends: “Send 5 changes of 3 orders”."""
    return _counted(SEND, counts)


def discard_text(counts: Counts) -> str:
    """Return the words of the button that discards: “Discard 5 changes…”."""
    return _counted(DISCARD, counts)


def staged_text(counts: Counts) -> str:
    """Say in a few words how many changes are staged."""
    return _counted(STAGED, counts)


def staged_sentence(counts: Counts) -> str:
    """Say how many changes of how many orders are staged."""
    return say_text(STAGED_OF_ONE) if counts.changes == 1 else _counted(STAGED_OF, counts)


def _counted(template: str, counts: Counts) -> str:
    """Fill in numbers; the English "(s)" of each follows the number before it."""
    facts = {"count": format_number(counts.changes), "orders": format_number(counts.orders)}
    head, between, tail = say_text(template).partition("{orders}")
    head = plural(head, counts.changes)
    tail = plural(tail, counts.orders)
    return say(Message(f"{head}{between}{tail}", facts))


def numbers_text(numbers: Sequence[str]) -> str:
    """Name orders, the first few of many: “1001, 1002 and 3 more”."""
    if len(numbers) > _MOST_NUMBERS:
        names = ", ".join(numbers[:_MOST_NUMBERS])
        more = format_number(len(numbers) - _MOST_NUMBERS)
        return say(Message(AND_MORE, {"names": names, "count": more}))
    if len(numbers) < 2:
        return "".join(numbers)
    return say(Message(AND, {"first": ", ".join(numbers[:-1]), "last": numbers[-1]}))


def item_of(command: Command, rules: VendorRules | None) -> str:
    """Return what the item of a command is called, as far as the command knows; "" if nothing."""
    if isinstance(command, AddLine):
        fields: Mapping[str, FieldValue] = command.fields
    elif isinstance(command, EditLine | RemoveLine):
        fields = command.base
    else:
        return ""
    specs = rules.line_fields if rules is not None else ()
    found = {spec.attribute: fields.get(spec.key) for spec in specs}
    return found.get("description") or found.get("sku") or ""


def spec_of(command: Command, key: str, rules: VendorRules | None) -> FieldSpec | None:
    """Return the field of a command called `key`, as the vendor or else its action has it."""
    if rules is None:
        return None
    known = rules.order_fields if isinstance(command, EditOrder) else rules.line_fields
    found = next((spec for spec in known if spec.key == key), None)
    if found is not None:
        return found
    rule = rules.action(command.action)
    return next((spec for spec in rule.fields if spec.key == key), None) if rule else None


def field_text(command: Command, key: str, rules: VendorRules | None) -> str:
    """Return what a field is called."""
    spec = spec_of(command, key, rules)
    return say_text(spec.label) if spec is not None else key


def act_text(step: Step, rules: VendorRules | None, number: str) -> str:
    """Say what an act on what is staged of one order was: “change of Reference of order 1234”."""
    before, after = _places(step.before), _places(step.after)
    differ = [
        place
        for place in dict.fromkeys((*after, *before))
        if _value(before, place) != _value(after, place)
    ]
    # With an item its staged edits go as well, and that is no act of its own.
    items = [place for place in differ if place[1] is None]
    differ = items if len(items) == 1 else differ
    facts = {"number": number, "count": format_number(len(differ))}
    if len(differ) != 1:
        return say(Message(CHANGES_OF, facts))
    [place] = differ
    command = after.get(place) or before[place]
    item = item_of(command, rules)
    known = item or say_text(UNNAMED_ITEM)
    if isinstance(command, AddLine):
        return say(Message(NEW_ITEM, {**facts, "item": known}))
    if isinstance(command, RemoveLine):
        return say(Message(ITEM_OFF, {**facts, "item": known}))
    facts["field"] = field_text(command, place[1] or "", rules)
    if isinstance(command, EditLine) and item:
        return say(Message(CHANGE_OF_ITEM, {**facts, "item": known}))
    return say(Message(CHANGE_OF, facts))


def discarding_text(steps: Sequence[Step], number: str) -> str:
    """Say what a discard was."""
    taken = sum(size_of(step.before) - size_of(step.after) for step in steps)
    return _on_orders((DISCARD_OF, DISCARD_OF_MANY), Counts(taken, len(steps)), number)


def sending_text(counts: Counts, number: str) -> str:
    """Say what a sending is."""
    return _on_orders((SEND_ONE, SEND_MANY), counts, number)


def _on_orders(templates: tuple[str, str], counts: Counts, number: str) -> str:
    one, many = templates
    facts = {
        "count": format_number(counts.changes),
        "orders": format_number(counts.orders),
        "number": number,
    }
    return plural(say(Message(one if counts.orders == 1 else many, facts)), counts.changes)


def _places(commands: Iterable[Command]) -> dict[Place, Command]:
    """Return what commands change, each with the command."""
    found: dict[Place, Command] = {}
    for command in commands:
        if isinstance(command, EditOrder):
            found |= {("", key): command for key in command.changes}
        elif isinstance(command, EditLine):
            found |= {(command.line_id, key): command for key in command.changes}
        elif isinstance(command, AddLine | RemoveLine):
            found[command.line_id, None] = command
    return found


def _value(places: Mapping[Place, Command], place: Place) -> object:
    command = places.get(place)
    if isinstance(command, EditOrder | EditLine):
        # An empty value is one too, and not the same as no change.
        return (command.changes[place[1] or ""],)
    return (command.effect, command.fields) if isinstance(command, AddLine) else command is not None

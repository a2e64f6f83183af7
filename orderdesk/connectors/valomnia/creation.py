"""What a new operation needs beside what was typed: ids of items and units, a free reference."""

from collections.abc import Mapping, Sequence

from orderdesk.connectors.json_text import as_object
from orderdesk.connectors.references import own_reference
from orderdesk.connectors.valomnia.bodies import NewLine, Unsendable, quantity_of
from orderdesk.connectors.valomnia.client import Client
from orderdesk.connectors.valomnia.listing import identity
from orderdesk.domain.commands import CreateOrder
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.money import parse_decimal
from orderdesk.domain.order import FieldValue

NO_ITEM = QT_TRANSLATE_NOOP(
    "messages", "Valomnia has no item with the reference “{reference}”. Nothing was sent."
)
NO_UNIT = QT_TRANSLATE_NOOP(
    "messages", "The item “{reference}” has no unit “{unit}”. Nothing was sent."
)
TAKEN = QT_TRANSLATE_NOOP(
    "messages", "There is a document with the reference “{reference}” already. Nothing was sent."
)


def has_own_reference(command: CreateOrder) -> bool:
    """Whether a new operation carries a reference that nobody else can have."""
    return not (command.fields.get("reference") or "").strip()


def reference_of(command: CreateOrder) -> str:
    """Return the reference of a new operation: the one typed, else the command's own."""
    return (command.fields.get("reference") or "").strip() or own_reference(command.id)


async def there_already(client: Client, command: CreateOrder) -> str | None:
    """Return the id of the operation if this very command has made it before.

    Nowhere is it said that a reference is taken only once, so that it is looked up first.

    Raises:
        Unsendable: if another operation has the reference that was typed.
    """
    reference = reference_of(command)
    found = identity(await client.by_reference("orders", reference))
    if found is not None and not has_own_reference(command):
        raise Unsendable(Message(TAKEN, {"reference": reference[:80]}))
    return found


async def lines_of(client: Client, lines: Sequence[Mapping[str, FieldValue]]) -> list[NewLine]:
    """Find what the lines of a new operation name.

    Raises:
        Unsendable: for an item or a unit that there is not, or a quantity of none.
    """
    quantities = [quantity_of(line, number) for number, line in enumerate(lines, 1)]
    items: dict[str, str] = {}
    found: list[NewLine] = []
    for line, quantity in zip(lines, quantities, strict=True):
        reference = line.get("itemReference") or ""
        if reference not in items:
            items[reference] = await _item(client, reference)
        unit = line.get("unitReference")
        unit_id = None if not unit else await _unit(client, reference, unit)
        price = parse_decimal(line.get("unitPrice") or "0")
        found.append(NewLine(items[reference], unit_id, quantity, price))
    return found


async def _item(client: Client, reference: str) -> str:
    key = identity(await client.by_reference("items", reference))
    if key is None:
        raise Unsendable(Message(NO_ITEM, {"reference": reference[:80]}))
    return key


async def _unit(client: Client, reference: str, unit: str) -> str:
    raw = as_object(await client.by_reference("itemUnits", reference, unit))
    key = identity(raw)
    if key is None:
        facts = {"reference": reference[:80], "unit": unit[:80]}
        raise Unsendable(Message(NO_UNIT, facts))
    return key

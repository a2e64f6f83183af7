"""What came of a write of the whole: what was sent beside what the vendor shows now."""

# The vendor says that a PUT takes everything; working clients rely on less. Whether a field that
# was sent is there afterwards is therefore looked at, each time. What a vendor writes in another
# way (1.5 and 1.50, a reference by its number or its name) is the same.

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final, cast

from orderdesk.connectors.json_text import as_object
from orderdesk.connectors.ordertime.cards import is_card
from orderdesk.connectors.ordertime.moments import read_when, unzoned

_OWN: Final = frozenset(
    {
        "$type",
        "CustomFields",
        "DocNo",
        "ItemSalesTaxRate",
        "LineNo",
        "RecordInfo",
        "RecordType",
        "StdCost",
        "StdPrice",
        "TaxRateIsOverriden",
        "TotalAmount",
        "TranType",
        "UpdateCustomerRecord",
    }
)
"""What the server makes itself, or what is only ever sent; slots are looked at by their names."""


def taken(wanted: object, shown: object) -> bool:
    """Whether a value that was sent is the one that is shown."""
    if _empty(wanted):
        return _empty(shown)
    if isinstance(wanted, dict):
        one, two = as_object(cast("object", wanted)), as_object(shown)
        if "Id" in one or ("Name" in one and len(one) == 1):
            return _same_reference(one, two)
        return all(taken(value, two.get(name)) for name, value in one.items() if name not in _OWN)
    if isinstance(wanted, bool) or isinstance(shown, bool):
        return wanted is shown
    if isinstance(wanted, (int, Decimal)) and isinstance(shown, (int, Decimal)):
        return Decimal(wanted) == Decimal(shown)
    one_text, two_text = _text(wanted), _text(shown)
    return one_text == two_text or _same_moment(wanted, shown)


def lost(sent: Mapping[str, object], shown: Mapping[str, object], path: str = "") -> Iterator[str]:
    """Go through the names of what held something when it was sent, and is empty or gone now."""
    for name, value in sent.items():
        if is_card(name) or _empty(value) or name in _OWN:
            continue
        now = shown.get(name)
        if name == "LineItems":
            yield from _lost_lines(_list(value), _list(now))
        elif _empty(now):
            yield f"{path}{name}"
        elif isinstance(value, dict) and isinstance(now, dict) and not name.endswith("Ref"):
            inner, there = as_object(cast("object", value)), as_object(cast("object", now))
            yield from lost(inner, there, f"{path}{name}.")
    yield from (f"{path}{name}" for name in _slots(sent) - _slots(shown))


def _lost_lines(sent: list[object], shown: list[object]) -> Iterator[str]:
    now = {str(as_object(line).get("Id")): as_object(line) for line in shown}
    known = [as_object(line) for line in sent]
    if any("Id" not in line for line in known):  # those of a new order have none yet
        if len(shown) < len(sent):
            yield "LineItems"
        return
    for line in known:
        there = now.get(str(line.get("Id")))
        if there is None:
            yield "LineItems"
        else:
            yield from lost(line, there, "LineItems.")


def _slots(record: Mapping[str, object]) -> set[str]:
    """Return the names of the custom fields that hold something."""
    entries = map(as_object, _list(record.get("CustomFields")))
    return {str(one.get("Name")) for one in entries if not _empty(one.get("Value"))}


def _list(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []


def _empty(value: object) -> bool:
    if isinstance(value, dict):
        return all(_empty(part) for part in as_object(cast("object", value)).values())
    if isinstance(value, str):
        return not value.strip()
    return value is None or value is False or value in ([], 0)


def _same_reference(one: Mapping[str, object], two: Mapping[str, object]) -> bool:
    if not _empty(one.get("Id")) and not _empty(two.get("Id")):
        return _text(one["Id"]) == _text(two["Id"])
    return _text(one.get("Name")).casefold() == _text(two.get("Name")).casefold()


def _text(value: object) -> str:
    lines = str("" if value is None else value).strip().splitlines()
    return "\n".join(line.rstrip() for line in lines)


def _same_moment(one: object, two: object) -> bool:
    moments = (_moment(one), _moment(two))
    return None not in moments and moments[0] == moments[1]


def _moment(value: object) -> datetime | None:
    try:
        moment = read_when(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return None if moment is None else unzoned(moment)

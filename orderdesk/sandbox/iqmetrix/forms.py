"""Reading what a client sends: types, required fields, limits, and the faults by field."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from orderdesk.sandbox.iqmetrix.fields import (
    DECIMAL_PLACES,
    LARGEST_DECIMAL,
    LARGEST_WHOLE,
    Field,
    Kind,
)
from orderdesk.sandbox.iqmetrix.refusals import FAILED, INVALID, Refusal
from orderdesk.sandbox.json_text import Document, JsonValue

GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_WHOLE = re.compile(r"[+-]?\d{1,12}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d{1,40}(?:\.\d{1,40})?", re.ASCII)
TRACKING_NUMBER_LENGTH = 60
"""Longer tracking numbers are bad ones; so are empty ones and ones with a control character.

The vendor says only that a bad tracking number gives a 500; what makes it bad is our choice.
"""


class FormFaults(Exception):
    """One value cannot be read."""


def read(source: Mapping[str, JsonValue], fields: Iterable[Field], prefix: str) -> Document:
    """Read the fields that `source` has, as values of their types; capitals in names matter.

    Raises:
        Refusal: 400 with every fault by field (`prefix` before its name); 500 for a bad tracking
            number.
    """
    values: Document = {}
    faults: dict[str, list[str]] = {}
    for field in fields:
        given = source.get(field.name)
        if given is None:
            if field.required:
                faults[f"{prefix}.{field.name}"] = [f"The {field.name} field is required."]
            elif field.name in source:
                values[field.name] = None
            continue
        try:
            values[field.name] = _value(field.kind, given)
        except FormFaults as fault:
            faults[f"{prefix}.{field.name}"] = [str(fault)]
    if faults:
        raise Refusal(400, INVALID, faults)
    return values


def _value(kind: Kind, given: JsonValue) -> JsonValue:
    """Read as the service's JSON reader would: numbers as text and texts as numbers are taken."""
    match kind:
        case Kind.WHOLE:
            return whole(given)
        case Kind.DECIMAL:
            return _decimal(given)
        case Kind.GUID:
            return _guid(given)
        case Kind.TEXTS:
            return [_text(one) for one in _list(given)]
        case Kind.TRACKING:
            return [_tracking(one) for one in _list(given)]
        case Kind.OBJECTS:
            return _list(given)
        case Kind.TEXT | Kind.MOMENT:
            return _text(given)


def _unfit(given: JsonValue, kind: str) -> FormFaults:
    return FormFaults(f"Error converting value {str(given)[:60]!r} to type '{kind}'.")


def whole(given: JsonValue) -> int:
    """Return an integer of 32 bits, given as a number or as its digits; raises `FormFaults`."""
    number: int | None = None
    if isinstance(given, str) and _WHOLE.fullmatch(given.strip()):
        number = int(given)
    elif isinstance(given, int) and not isinstance(given, bool):
        number = given
    elif isinstance(given, Decimal) and abs(given) <= LARGEST_WHOLE and given == int(given):
        number = int(given)
    if number is None or abs(number) > LARGEST_WHOLE:
        raise _unfit(given, "System.Int32")
    return number


def _decimal(given: JsonValue) -> JsonValue:
    number: Decimal | int | None = None
    if isinstance(given, str) and _DECIMAL.fullmatch(given.strip()):
        number = Decimal(given.strip())
    elif isinstance(given, int | Decimal) and not isinstance(given, bool):
        number = given
    if number is None or abs(number) > LARGEST_DECIMAL:
        raise _unfit(given, "System.Decimal")
    if isinstance(number, int):
        return number
    try:
        places = -int(number.as_tuple().exponent)
    except (ValueError, InvalidOperation):
        raise _unfit(given, "System.Decimal") from None
    if places > DECIMAL_PLACES:
        raise _unfit(given, "System.Decimal")
    return Decimal(format(number, "f"))


def _guid(given: JsonValue) -> str:
    if not isinstance(given, str) or not GUID.fullmatch(given):
        raise _unfit(given, "System.Guid")
    return given.lower()


def _text(given: JsonValue) -> str:
    if isinstance(given, str):
        return given
    if isinstance(given, int | Decimal) and not isinstance(given, bool):
        return str(given)
    raise _unfit(given, "System.String")


def _list(given: JsonValue) -> list[JsonValue]:
    if not isinstance(given, list):
        raise _unfit(given, "System.Array")
    return given


def _tracking(given: JsonValue) -> Document:
    if not isinstance(given, dict):
        raise _unfit(given, "TrackingInformation")
    if given.get("Quantity") is None:
        raise FormFaults("The TrackingInformation.Quantity field is required.")
    if given.get("TrackingNumber") is None:
        raise FormFaults("The TrackingInformation.TrackingNumber field is required.")
    number = _text(given["TrackingNumber"])
    if not number.strip() or len(number) > TRACKING_NUMBER_LENGTH or not number.isprintable():
        raise Refusal(500, FAILED)
    return {"Quantity": whole(given["Quantity"]), "TrackingNumber": number}

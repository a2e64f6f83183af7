"""What a vendor's values are as the text of an order's fields."""

from collections.abc import Set
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from pydantic import BaseModel, JsonValue

from orderdesk.connectors.payloads import json_value, scrub
from orderdesk.domain.money import plain
from orderdesk.domain.order import FieldValue


def canonical(number: Decimal) -> str:
    """Write a number so that equal ones are equal as text, 15 and 15.0 and 1.5E+1 alike."""
    text = plain(number)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def field_text(value: object) -> FieldValue:
    """Write a value as a field's text; several texts one a line."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, Decimal)):
        return canonical(Decimal(value))
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    texts = (field_text(entry) for entry in cast("tuple[object, ...] | list[object]", value))
    return "\n".join(text for text in texts if text) or None


def extra_of(payload: BaseModel, secret_names: Set[str] = frozenset()) -> dict[str, JsonValue]:
    """Return the members of a payload that nobody knows, without what must not be kept."""
    unknown: object = payload.model_extra
    if not unknown:
        return {}
    return cast("dict[str, JsonValue]", json_value(scrub(unknown, secret_names)))

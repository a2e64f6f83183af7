"""Objects as they come over the wire, read tolerantly; what is unknown is kept with them."""

# Strict where a value would be wrong to show or dangerous to send back; the reason then names
# the field.

from collections.abc import Iterator, Set
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final, TypeVar, cast

from pydantic import BaseModel, ConfigDict, JsonValue, PlainValidator, ValidationError

from orderdesk.connectors import values
from orderdesk.connectors.json_text import NoNumber, Row, write
from orderdesk.domain.gateway import SetAside

LONGEST_TEXT: Final = 1_000_000
"""Characters of one text; a longer one is a fault, and no screen could show it."""

DEEPEST: Final = 40
"""Levels of nesting in one object; the documents know four."""

_RAW_KEPT: Final = 200_000
_SECRET_NAMES: Final = frozenset(
    {"access_token", "refresh_token", "client_secret", "password", "authorization"}
)
REMOVED: Final = "(removed)"

T = TypeVar("T", bound=BaseModel)


class BadRow(ValueError):
    """An object that cannot be shown safely; the message names the field and the fault."""


Text = Annotated[str | None, PlainValidator(values.read_text)]
Number = Annotated[Decimal | None, PlainValidator(values.read_number)]
Count = Annotated[Decimal | None, PlainValidator(values.read_quantity)]
Whole = Annotated[str | None, PlainValidator(values.read_whole)]
Moment = Annotated[datetime | None, PlainValidator(values.read_moment)]
Texts = Annotated[tuple[str, ...], PlainValidator(values.read_texts)]


class Payload(BaseModel):
    """An object of a vendor's; names are its own, and what is unknown stays with it."""

    model_config = ConfigDict(extra="allow", frozen=True)


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=True)[0]
    where = " ".join(str(part + 1) if isinstance(part, int) else str(part) for part in first["loc"])
    cause = first.get("ctx", {}).get("error")
    if first["type"] == "missing":
        return f"{where} is missing."
    if isinstance(cause, ValueError):
        return f"{where} {cause}."
    return f"{where or 'The row'} is “{values.sample(first['input'])}”, which cannot be read."


def _broken(text: str) -> bool:
    return len(text) > LONGEST_TEXT or (
        not text.isascii() and text.encode(errors="replace").decode() != text
    )


def _faulty(value: object) -> bool:
    """Whether there is a NaN, half a character or an endless text anywhere; quick."""
    level: list[object] = [value]
    for _depth in range(DEEPEST):
        below: list[object] = []
        for one in level:
            if isinstance(one, str):
                if _broken(one):
                    return True
            elif isinstance(one, dict):
                below += cast("dict[str, object]", one).values()
                below += cast("dict[str, object]", one).keys()
            elif isinstance(one, list):
                below += cast("list[object]", one)
            elif isinstance(one, NoNumber):
                return True
        if not below:
            return False
        level = below
    return True


def _fault(value: object, path: tuple[str, ...] = ()) -> str | None:
    """Say what is wrong and where, known field or not."""
    where = " ".join(path) or "The row"
    if len(path) >= DEEPEST:
        return f"{path[0]} is nested too deeply."
    if isinstance(value, NoNumber):
        return f"{where} is “{values.sample(value)}”, which is no number."
    if isinstance(value, str) and _broken(value):
        if len(value) <= LONGEST_TEXT:
            return f"{where} has a broken character."
        length, most = f"{len(value):,}", f"{LONGEST_TEXT:,}"
        return f"{where} is {length} characters long, more than the {most} that are read."
    found = (_fault(member, (*path, name)) for name, member in _members(value))
    return next((fault for fault in found if fault), None)


def _members(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for name, member in cast("dict[str, object]", value).items():
            yield "a name", name
            yield ("?" if _broken(name) else name), member
    elif isinstance(value, list):
        for number, entry in enumerate(cast("list[object]", value), 1):
            yield str(number), entry


def read_payload(model: type[T], value: object) -> T:
    """Read an object of a vendor's; raises BadRow."""
    if _faulty(value):
        raise BadRow(_fault(value) or "The row cannot be read.")
    if not isinstance(value, dict):
        raise BadRow(f"The row is “{values.sample(value)}”, which is no object.")
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise BadRow(_reason(error)) from None


def scrub(value: object, names: Set[str] = frozenset()) -> object:
    """Return `value` without the members called like a secret, or like one of `names`.

    `names` are in small letters; members of any depth are looked at.
    """
    if isinstance(value, dict):
        return {
            name: REMOVED
            if name.casefold() in _SECRET_NAMES or name.casefold() in names
            else scrub(member, names)
            for name, member in cast("dict[str, object]", value).items()
        }
    if isinstance(value, list):
        return [scrub(entry, names) for entry in cast("list[object]", value)]
    return value


def json_value(value: object) -> JsonValue:
    """Return a value of an unknown field as it can be kept; numbers keep their digits."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {n: json_value(member) for n, member in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [json_value(entry) for entry in cast("list[object]", value)]
    return cast("JsonValue", value)


def set_aside(row: Row, vendor_id: str | None, reason: str, *, clean: object) -> SetAside:
    """Keep what cannot be read: its text as it came; `clean` is its value once scrubbed."""
    kept = row.text if clean == row.value else write(clean).decode("utf-8", "replace")
    return SetAside(vendor_id, kept[:_RAW_KEPT].encode("utf-8", "replace").decode(), reason)

"""Reads connections from JSON: what the sandbox prints, or one connection of it."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter, ValidationError

from orderdesk.domain.errors import InputError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Fact, Message, verbatim

NOT_JSON = QT_TRANSLATE_NOOP("messages", "This is no JSON: {what}.")
NOT_JSON_WAY = QT_TRANSLATE_NOOP("messages", "Give the whole line that the sandbox printed.")
NOT_CONNECTIONS = QT_TRANSLATE_NOOP("messages", "This JSON holds no connections: {where} {what}.")
NO_OBJECT = QT_TRANSLATE_NOOP("messages", "it is no object")
NOT_CONNECTIONS_WAY = QT_TRANSLATE_NOOP(
    "messages", "It must be an object with “connections”, or one connection with name and vendor."
)

# A file of connections is a page of text; anything larger is something else.
_LONGEST = 1_000_000


class Imported(BaseModel):
    """One connection as it is written in a file."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)

    name: str = Field(min_length=1, max_length=200)
    vendor: str
    urls: Mapping[str, str] = Field(default_factory=dict)
    settings: Mapping[str, str] = Field(default_factory=dict)
    secrets: Mapping[str, str] = Field(default_factory=dict, repr=False)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)

    connections: tuple[Imported, ...] = Field(min_length=1)


_JSON: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)
_ONE = TypeAdapter(Imported)


def read_connections(text: str) -> tuple[Imported, ...]:
    """Read the connections of a file.

    Raises:
        InputError: saying what is wrong and where; values are never repeated, for they may be
            secrets.
    """
    try:
        document = _JSON.validate_json(text[: _LONGEST + 1])
    except ValidationError as error:
        context = error.errors(include_input=False, include_url=False)[0].get("ctx", {})
        message = Message(NOT_JSON, {"what": verbatim(str(context.get("error", "")))})
        raise InputError(message, way_out=Message(NOT_JSON_WAY)) from None
    if not isinstance(document, dict):
        facts: dict[str, Fact] = {"where": "", "what": Message(NO_OBJECT)}
        message = Message(NOT_CONNECTIONS, facts)
        raise InputError(message, way_out=Message(NOT_CONNECTIONS_WAY))
    try:
        if "connections" in document:
            return _File.model_validate(document).connections
        return (_ONE.validate_python(document),)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        facts = {"where": verbatim(where), "what": verbatim(first["msg"])}
        message = Message(NOT_CONNECTIONS, facts)
        raise InputError(message, way_out=Message(NOT_CONNECTIONS_WAY)) from None

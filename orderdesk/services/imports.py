"""Reads connections from JSON: what the sandbox prints, or one connection of it."""

import json
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from orderdesk.domain.errors import InputError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

NOT_JSON = QT_TRANSLATE_NOOP(
    "messages", "This is no JSON: line {line}, column {column} cannot be read."
)
NOT_JSON_WAY = QT_TRANSLATE_NOOP("messages", "Give the whole line that the sandbox printed.")
NOT_CONNECTIONS = QT_TRANSLATE_NOOP("messages", "This JSON holds no connections: {where} {what}.")
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


_ONE = TypeAdapter(Imported)


def read_connections(text: str) -> tuple[Imported, ...]:
    """Read the connections of a file.

    Raises:
        InputError: saying what is wrong and where; values are never repeated, for they may be
            secrets.
    """
    try:
        document: object = json.loads(text[: _LONGEST + 1])
    except (json.JSONDecodeError, RecursionError) as error:
        line, column = (
            (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (1, 1)
        )
        facts = {"line": str(line), "column": str(column)}
        raise InputError(Message(NOT_JSON, facts), way_out=Message(NOT_JSON_WAY)) from None
    try:
        if isinstance(document, dict) and "connections" in document:
            return _File.model_validate(document).connections
        return (_ONE.validate_python(document),)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        facts = {"where": ".".join(str(part) for part in first["loc"]), "what": first["msg"]}
        message = Message(NOT_CONNECTIONS, facts)
        raise InputError(message, way_out=Message(NOT_CONNECTIONS_WAY)) from None

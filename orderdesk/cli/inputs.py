"""What a command is given beside its words: pairs, files, standard input and secrets."""

import getpass
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import simplejson
from pydantic import JsonValue, TypeAdapter, ValidationError

from orderdesk.domain.errors import InputError
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message, verbatim
from orderdesk.domain.order import FieldValue

FROM_ENVIRONMENT: Final = "ORDERDESK_SECRET_"
"""What a variable with a secret is called, up to the secret's name in capitals."""

NOT_READ = QT_TRANSLATE_NOOP("messages", "{path} cannot be read: {words}.")
NO_PAIR = QT_TRANSLATE_NOOP("messages", "“{text}” is no FIELD=VALUE.")
TWICE = QT_TRANSLATE_NOOP("messages", "“{field}” is given twice.")
NO_JSON = QT_TRANSLATE_NOOP("messages", "{path} is no JSON: {words}.")
NO_OBJECT = QT_TRANSLATE_NOOP("messages", "{path} does not hold a JSON object with {wanted}.")
NO_TEXT = QT_TRANSLATE_NOOP("messages", "{field} must be a text, a number, true, false or null.")
EITHER = QT_TRANSLATE_NOOP("messages", "The input has both “lines” and “items”. Keep one.")
STDIN = QT_TRANSLATE_NOOP("messages", "Standard input")

_LONGEST = 32 * 1024 * 1024
_OBJECT: TypeAdapter[dict[str, JsonValue]] = TypeAdapter(dict[str, JsonValue])
_LINES: TypeAdapter[list[dict[str, JsonValue]]] = TypeAdapter(list[dict[str, JsonValue]])


def text_of(source: str) -> str:
    """Return the text of a file, or of standard input for `-`.

    Raises:
        InputError: it cannot be read.
    """
    try:
        data = sys.stdin.buffer.read(_LONGEST) if source == "-" else _bytes_of(Path(source))
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(source, "it is no UTF-8 text") from error
    except (OSError, ValueError) as error:
        words = error.strerror if isinstance(error, OSError) else None
        raise _unreadable(source, words or str(error)) from error


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LONGEST)


def _unreadable(source: str, words: str) -> InputError:
    return InputError(Message(NOT_READ, {"path": _called(source), "words": verbatim(words)}))


def _called(source: str) -> Message:
    return Message(STDIN) if source == "-" else verbatim(source)


def pairs_of(texts: Sequence[str]) -> dict[str, str]:
    """Read FIELD=VALUE pairs; a value is taken as it is.

    Raises:
        InputError: one is no pair, or a field is there twice.
    """
    pairs: dict[str, str] = {}
    for text in texts:
        field, equals, value = text.partition("=")
        if not equals or not field.strip():
            raise InputError(Message(NO_PAIR, {"text": verbatim(text[:80])}))
        if field.strip() in pairs:
            raise InputError(Message(TWICE, {"field": verbatim(field.strip())}))
        pairs[field.strip()] = value
    return pairs


def object_of(source: str, *, wanted: str) -> dict[str, JsonValue]:
    """Read a JSON object from a file or standard input, numbers as they are written.

    Raises:
        InputError: it cannot be read or is something else; `wanted` says what it should hold.
    """
    text = text_of(source)
    try:
        # Numbers stay text: 12.50 keeps its zero and 1e400 is refused as what it is.
        value: object = simplejson.loads(text, parse_float=str, parse_int=str, parse_constant=str)
        return _OBJECT.validate_python(value)
    except ValidationError as error:
        facts = {"path": _called(source), "wanted": wanted}
        raise InputError(Message(NO_OBJECT, facts)) from error
    except (ValueError, RecursionError) as error:
        words = verbatim(str(error).partition("\n")[0].rstrip("."))
        raise InputError(Message(NO_JSON, {"path": _called(source), "words": words})) from error


def new_order_of(source: str) -> tuple[dict[str, FieldValue], list[dict[str, FieldValue]]]:
    """Read a new order: `fields`, or the fields beside the lines, and `lines` or `items`.

    Raises:
        InputError: it cannot be read that way.
    """
    given = object_of(source, wanted=_WANTED)
    if "lines" in given and "items" in given:
        raise InputError(Message(EITHER))
    lines = given.pop("lines", given.pop("items", None))
    try:
        return _flattened(given), [
            _values(line) for line in _LINES.validate_python([] if lines is None else lines)
        ]
    except ValidationError as error:
        raise _not_wanted(source) from error


def values_of(source: str) -> dict[str, FieldValue]:
    """Read the values for an action: `fields`, or the fields themselves.

    Raises:
        InputError: it cannot be read that way.
    """
    given = object_of(source, wanted=_WANTED)
    try:
        return _flattened(given)
    except ValidationError as error:
        raise _not_wanted(source) from error


_WANTED = '"fields" and "lines"'


def _not_wanted(source: str) -> InputError:
    return InputError(Message(NO_OBJECT, {"path": _called(source), "wanted": _WANTED}))


def _flattened(given: dict[str, JsonValue]) -> dict[str, FieldValue]:
    fields = given.pop("fields", None)
    return _values({**given, **_OBJECT.validate_python({} if fields is None else fields)})


def _values(given: Mapping[str, JsonValue]) -> dict[str, FieldValue]:
    return {key: _value(key, value) for key, value in given.items()}


def _value(key: str, value: JsonValue) -> FieldValue:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n".join(map(str, value))
    raise InputError(Message(NO_TEXT, {"field": verbatim(key[:80])}), field=key)


def secrets_of(
    specs: Sequence[FieldSpec], source: str | None, environ: Mapping[str, str]
) -> dict[str, str]:
    """Collect a connection's secrets from a file, the environment, or by asking unseen.

    Raises:
        InputError: the file cannot be used.
    """
    found: dict[str, str] = {}
    if source is not None:
        given = _values(object_of(source, wanted="the secrets by name"))
        found = {key: value for key, value in given.items() if value}
    for spec in specs:
        from_environ = environ.get(f"{FROM_ENVIRONMENT}{spec.key.upper()}")
        if spec.key not in found and from_environ:
            found[spec.key] = from_environ
        if spec.key not in found and source is None and can_ask():
            found |= _asked(spec)
    return found


def _asked(spec: FieldSpec) -> dict[str, str]:
    label = Message(spec.label).render()
    hidden = spec.type is FieldType.HIDDEN
    typed = ask_unseen(label) if hidden else ask(label)
    return {spec.key: typed} if typed else {}


def ask(label: str, default: str = "") -> str:
    """Ask a person on the terminal; the question goes to stderr, so that stdout stays clean."""
    offered = f" [{default}]" if default else ""
    sys.stderr.write(f"{label}{offered}: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip() or default


def ask_unseen(question: str) -> str:
    """Ask a person for something that must not be seen."""
    return getpass.getpass(f"{question}: ")


def can_ask() -> bool:
    """Whether a person sits at this command."""
    return sys.stdin.isatty() and sys.stderr.isatty() and not os.environ.get("CI")

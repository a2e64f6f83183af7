"""Reads connections from a file a person chose."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from orderdesk.domain.errors import InputError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.services.desk import Desk

CANNOT_READ = QT_TRANSLATE_NOOP("messages", "The file {name} cannot be read ({words}).")
CHOOSE_ANOTHER = QT_TRANSLATE_NOOP("messages", "Choose another file.")
TOO_LARGE = QT_TRANSLATE_NOOP("messages", "it is too large to be a list of connections")
NO_TEXT = QT_TRANSLATE_NOOP("messages", "it is no text")
_LONGEST = 1_000_000


async def import_file(desk: Desk, path: Path) -> Sequence[str]:
    """Add or update the connections of a file; return their keys. Runs where the services run.

    Raises:
        DeskError: if it cannot be read, or is not what the sandbox prints.
    """
    return await desk.connections.import_json(await asyncio.to_thread(_text_of, path))


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST + 1)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise _unreadable(path, error.strerror or type(error).__name__) from error
    except UnicodeDecodeError as error:
        raise _unreadable(path, Message(NO_TEXT)) from error
    if len(data) > _LONGEST:
        raise _unreadable(path, Message(TOO_LARGE))
    return text


def _unreadable(path: Path, words: str | Message) -> InputError:
    facts = {"name": path.name, "words": words}
    return InputError(Message(CANNOT_READ, facts), way_out=Message(CHOOSE_ANOTHER))

"""The picture of a cheque: a file that a person names, read just before it is sent."""

from pathlib import Path
from typing import Final

from orderdesk.connectors.valomnia.bodies import Unsendable
from orderdesk.connectors.valomnia.forms import File
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

PART: Final = "chequeFile"
"""What the part of the form is called; the payment names it so."""
_LARGEST: Final = 10_000_000
_TYPES: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png", "cheque.png"),
    (b"\xff\xd8\xff", "image/jpeg", "cheque.jpg"),
)

NO_FILE = QT_TRANSLATE_NOOP(
    "messages", "The picture “{path}” cannot be read: {cause}. Nothing was sent."
)
NO_PICTURE = QT_TRANSLATE_NOOP(
    "messages", "“{path}” is no PNG or JPEG picture of up to 10 MB. Nothing was sent."
)


def picture(path: str) -> File:
    """Read a picture.

    Raises:
        Unsendable: if it is not there, too large, or no picture.
    """
    shown = path[-80:]
    try:
        with Path(path).expanduser().open("rb") as file:
            content = file.read(_LARGEST + 1)
    except (OSError, ValueError, RuntimeError) as error:
        cause = getattr(error, "strerror", None) or type(error).__name__
        raise Unsendable(Message(NO_FILE, {"path": shown, "cause": cause})) from None
    for start, media_type, name in _TYPES:
        if content.startswith(start) and len(content) <= _LARGEST:
            return File(content, media_type, name)
    raise Unsendable(Message(NO_PICTURE, {"path": shown}))

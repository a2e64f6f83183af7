"""What a log record says without anybody's data: only what stands in the program itself."""

# A value is dropped unless it is known to be the program's own. Known are the constants of the
# code that logs, source texts (QT_TRANSLATE_NOOP), numbers, and what is marked as `Own`.

import inspect
import logging
import traceback
from collections.abc import Generator
from pathlib import Path
from types import TracebackType
from typing import Final

from orderdesk.domain.errors import DeskError
from orderdesk.domain.messages import Sentence

DROPPED: Final = "…"
_MOST_ERRORS: Final = 6
_MOST_FRAMES: Final = 40


class Own(str):
    """A text that this program made up itself, such as the number of a failure."""

    __slots__ = ()


def plain_value(value: object) -> "str | int | float":
    """Return a value as a log may show it: numbers, own words, and errors by their kind."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, Sentence):
        return value.plain
    if isinstance(value, Own):
        return str(value)
    return plain_error(value) if isinstance(value, BaseException) else DROPPED


def plain_error(error: BaseException) -> str:
    """Return an error's kind, and of what it says no more than the program's own words."""
    kind = type(error).__name__
    return f"{kind} ({error.sentence().plain})" if isinstance(error, DeskError) else kind


def said(record: logging.LogRecord) -> str:
    """Return a record's message with only such values in it as may be shown."""
    if not _stands_in_the_code(record):
        return DROPPED
    if not isinstance(record.args, tuple) or not record.args:
        return str(record.msg)
    try:
        return str(record.msg) % tuple(plain_value(value) for value in record.args)
    except (TypeError, ValueError):  # a number was asked for where a text was given
        return str(record.msg)


def errors_of(record: logging.LogRecord) -> list[tuple[str, list[str]]]:
    """Return a record's error and its causes, each by kind, with where it went through."""
    error = record.exc_info[1] if record.exc_info else None
    return [(plain_error(one), frames_of(one.__traceback__)) for one in _chain(error)]


def frames_of(trace: TracebackType | None) -> list[str]:
    """Return where an error went through: module and line, without the values."""
    frames = traceback.extract_tb(trace)[-_MOST_FRAMES:]
    return [f"{Path(frame.filename).stem}.{frame.name}:{frame.lineno}" for frame in frames]


def _chain(error: BaseException | None) -> Generator[BaseException]:
    for _one in range(_MOST_ERRORS):
        if error is None:
            return
        yield error
        hidden = None if error.__suppress_context__ else error.__context__
        error = error.__cause__ or hidden


def _stands_in_the_code(record: logging.LogRecord) -> bool:
    """Whether the message is a constant of the function that logs, and not put together there."""
    frame = inspect.currentframe()
    try:
        while frame is not None:
            code = frame.f_code
            if code.co_filename == record.pathname and code.co_name == record.funcName:
                return isinstance(record.msg, str) and record.msg in code.co_consts
            frame = frame.f_back
    finally:
        del frame  # a frame that is held holds everything in it
    return False

"""What happened, without what it happened to: the log that may leave this computer."""

import json
import logging
import re
import traceback
from pathlib import Path
from types import TracebackType
from typing import Final

from typing_extensions import override

# The ids of orders and the like: long numbers, and whatever is no plain word.
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z_-]{0,30}(?:\.[a-z]{2,5})?")
_VERSION: Final = re.compile(r"v\d{1,2}")
_LONGEST: Final = 400
# The ordinary log is for whoever sits here: its sentences may name a customer, a file, a vendor's
# words. This one keeps templates without their values, errors without their messages, and requests
# without what stood after the question mark.


def plain_path(path: str) -> str:
    """Return a request's path with the words of the vendor's service, and nothing else, in it."""
    parts = path.split("/")
    kept = (p if _WORD.fullmatch(p) or _VERSION.fullmatch(p) or not p else "…" for p in parts)
    return "/".join(kept)


def frames_of(trace: TracebackType | None) -> list[str]:
    """Return where an error went through: module and line, without the values."""
    return [
        f"{Path(frame.filename).stem}.{frame.name}:{frame.lineno}"
        for frame in traceback.extract_tb(trace)
    ]


class TraceFormatter(logging.Formatter):
    """Writes a record as one line of JSON that holds nobody's data."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "from": record.name,
        }
        request: tuple[str, str, int, float] | None = getattr(record, "request", None)
        if request is not None:
            method, path, status, seconds = request
            line["request"] = f"{method} {plain_path(path)} {status} {seconds:.3f} s"
        else:
            # With arguments the message is a template; without, it may be a sentence put together.
            line["said"] = str(record.msg)[:_LONGEST] if record.args else None
            line["where"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            line["error"] = type(error).__name__
            line["through"] = frames_of(error.__traceback__)
        return json.dumps(line, ensure_ascii=False)

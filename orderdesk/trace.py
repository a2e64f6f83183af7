"""The lines of the logs, all of which may leave this computer: they hold nobody's data."""

import json
import logging
import re
from collections.abc import Iterable
from typing import Final

from typing_extensions import override

from orderdesk.records import DROPPED, errors_of, said

EDITION: Final = 2
"""Of the lines' form; those of an earlier one may hold values and leave nothing."""
_VERSION: Final = re.compile(r"v\d{1,2}(\.\d{1,2})?")
_PLACE: Final = re.compile(r"([^()]+)\([^()]*\)")
_NAME: Final = re.compile(r"[A-Za-z_][\w.]{0,80}")
_LINE: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4} (?:DEBUG|INFO|WARNING|ERROR|CRITICAL) "
    r"[\w.]+ \| [^\n]*"
)
_words: set[str] = set()


def know_paths(words: Iterable[str]) -> None:
    """Keep these words of vendors' services in the paths of requests; no other is kept."""
    _words.update(words)


def plain_path(path: str) -> str:
    """Return a request's path with the words of the vendor's service, and nothing else, in it."""
    return "/".join(map(_plain_part, path.split("/")))


def _plain_part(part: str) -> str:
    if not part or part in _words or _VERSION.fullmatch(part):
        return part
    place = _PLACE.fullmatch(part)  # Orders(4711)
    return f"{place[1]}({DROPPED})" if place and place[1] in _words else DROPPED


def _request(record: logging.LogRecord) -> str | None:
    told: tuple[str, str, int, float] | None = getattr(record, "request", None)
    if told is None:
        return None
    method, path, status, seconds = told
    return f"{method} {plain_path(path)} {status} {seconds:.3f} s"


def _name(record: logging.LogRecord) -> str:
    return record.name if _NAME.fullmatch(record.name) else "other"


class TraceFormatter(logging.Formatter):
    """Writes a record as one line of JSON that holds nobody's data."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "edition": EDITION,
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "from": _name(record),
        }
        request = _request(record)
        if request is not None:
            line["request"] = request
        else:
            line["said"] = said(record)
            line["where"] = f"{record.module}:{record.lineno}"
        errors = errors_of(record)
        if errors:
            line["errors"] = [{"error": kind, "through": frames} for kind, frames in errors]
        return json.dumps(line, ensure_ascii=False)


class LineFormatter(logging.Formatter):
    """Writes a record as one line to be read, which holds nobody's data either."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        moment = self.formatTime(record, "%Y-%m-%dT%H:%M:%S")
        zone = self.formatTime(record, "%z")
        parts = [_request(record) or said(record)]
        for kind, frames in errors_of(record):
            parts.append(f"{kind} at {' > '.join(frames)}" if frames else kind)
        text = " | ".join(" ".join(part.split()) for part in parts)
        head = f"{moment}.{int(record.msecs):03}{zone} {record.levelname}"
        return f"{head} {_name(record)} | {text}"


def plain_lines(text: str) -> tuple[list[str], int]:
    """Return the lines of a log or trace that were written without values; count the others."""
    lines = text.splitlines()
    kept = [line for line in lines if _is_plain(line)]
    return kept, len(lines) - len(kept)


def _is_plain(line: str) -> bool:
    if line.startswith("{"):
        try:
            return json.loads(line).get("edition") == EDITION
        except (ValueError, AttributeError, RecursionError):
            return False
    return _LINE.fullmatch(line) is not None

"""The logs: rotating files of the profile without anybody's data, and warnings on stderr."""

# A file's lines hold no values at all (trace.py). Only a terminal, before which somebody sits,
# shows whole messages, and even there what looks like a secret is taken out.

import logging
import os
import re
import sys
import threading
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final, TextIO
from urllib.parse import quote, quote_plus

from typing_extensions import override

from orderdesk.trace import LineFormatter, TraceFormatter

HIDDEN: Final = "[hidden]"
TRACE_SUFFIX: Final = ".trace"
"""Of the files that hold nobody's data, beside the logs."""
REQUESTS: Final = "orderdesk.connectors.http"
"""The logger of what is asked of vendors."""
_BYTES_A_FILE = 1_000_000
_FILES_KEPT = 5
_LONGEST_TEXT = 20_000
# Shorter texts stand in too many innocent words.
_SHORTEST_HIDDEN = 4
_CHATTY = ("httpx", "httpcore", "uvicorn", "uvicorn.error", "uvicorn.access", "asyncio", "qasync")

_SENSITIVE = (
    r"(?:[a-z_]*(?:access|refresh|id|session|login)_?token|token|[a-z_]*password|passwd|passphrase"
    r"|[a-z_]*secret(?:_key)?|api_?key|client_?id|username|assertion|cookie|set-cookie)"
)
# Written so that a long line of anything takes time in proportion to its length: each can
# start at the edge of a word only, and gives back nothing that it took (the `*+`).
_PATTERNS: Final = (
    # Authorization: Bearer abc, {'authorization': 'Basic abc'}
    (
        re.compile(r"(?i)(authorization['\"]?\s*[:=]\s*['\"]?(?:[a-z]+\s+)?)[^\s'\",;}]+"),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"(?i)\b(bearer|basic)\s+[a-z0-9._~+/=-]{8,}"), rf"\1 {HIDDEN}"),
    # "password": "a \"b\" c", 'client_secret': 'x'
    (
        re.compile(rf"(?i)(['\"]{_SENSITIVE}['\"]\s*[:=]\s*)(['\"])(?:\\.|(?!\2).)*+\2?"),
        rf"\1\2{HIDDEN}\2",
    ),
    # password=x&client_id=y, token: x
    (
        re.compile(rf"(?i)(\b{_SENSITIVE}\s*[=:]\s*)(?!['\"\[])[^\s&,;'\"}}]+"),
        rf"\1{HIDDEN}",
    ),
    # https://name:password@host
    (
        re.compile(r"(?i)((?<![a-z0-9+.-])[a-z][a-z0-9+.-]*+://)[^\s/@'\"]++@"),
        rf"\1{HIDDEN}@",
    ),
    # three base64 parts: a signed token, wherever it stands
    (re.compile(r"(?<![\w-])eyJ[\w-]{5,}+\.[\w-]{5,}+\.[\w-]*+"), HIDDEN),
    (re.compile(r"(?<![\w.%+-])[\w.%+-]++@[\w-]++(?:\.[\w-]++)+"), HIDDEN),
)


class _Hidden:
    """The texts that must never be written, of every thread; the longest are replaced first."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._texts: frozenset[str] = frozenset()
        self._pattern: re.Pattern[str] | None = None

    def add(self, texts: tuple[str, ...]) -> None:
        forms = {form for text in texts for form in (text, quote(text), quote_plus(text))}
        long = {form for form in forms if len(form) >= _SHORTEST_HIDDEN}
        with self._guard:
            if long <= self._texts:
                return
            self._texts |= long
            ordered = sorted(self._texts, key=len, reverse=True)
            self._pattern = re.compile("|".join(map(re.escape, ordered)))

    def replace(self, text: str) -> str:
        pattern = self._pattern
        return pattern.sub(HIDDEN, text) if pattern else text


_hidden = _Hidden()


def hide(*secrets: str) -> None:
    """Have every log, from now on, show `[hidden]` in place of these texts."""
    _hidden.add(secrets)


def redact(text: str) -> str:
    """Return `text` without tokens, passwords, e-mail addresses and what `hide` was told.

    What is longer than a log needs is cut off.
    """
    length = len(text)
    text = _hidden.replace(text[: 2 * _LONGEST_TEXT])  # a secret is not cut where the text is
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    if length <= _LONGEST_TEXT:
        return text
    return f"{text[:_LONGEST_TEXT]}... ({length:,} characters in all)"


class PlainFormatter(LineFormatter):
    """Formats a record without its values; should a secret stand in it all the same, it goes."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback and all, and takes secrets out of the result."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self.default_msec_format = "%s.%03d"

    @override
    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def configure(
    folder: Path | None,
    *,
    name: str = "desk",
    level: int = logging.INFO,
    console: int | None = logging.WARNING,
    stream: TextIO | None = None,
) -> None:
    """Send all logs to `folder`/`name`.log, and from the level `console` on to stderr.

    What is no terminal, such as the journal of a desktop's session, gets no values either.

    Programs that run at the same time take different names, since a rotation of one would
    tear the other's file away. Without a folder, or where it cannot be written, the file is
    left out. Called again, it replaces what it set up before.
    """
    handlers: list[logging.Handler] = []
    problem: OSError | None = None
    if folder is not None:
        try:
            handlers.append(_file_handler(folder / f"{name}.log", level))
            handlers.append(_file_handler(folder / f"{name}{TRACE_SUFFIX}", logging.DEBUG))
            handlers[-1].setFormatter(TraceFormatter())
        except OSError as error:
            problem = error
    if console is not None:
        shown = stream or sys.stderr
        handlers.append(logging.StreamHandler(shown))
        handlers[-1].setLevel(console)
        if shown is not None and shown.isatty():
            handlers[-1].setFormatter(RedactingFormatter())
    _install(handlers, level)
    if problem is not None:
        logging.getLogger(__name__).warning("no log file can be written: %s", problem)


class _PrivateFile(RotatingFileHandler):
    """Opens every file, those after a rotation too, for its owner only."""

    @override
    def _open(self) -> TextIOWrapper:
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return os.fdopen(handle, "a", encoding=self.encoding)


def _file_handler(path: Path, level: int) -> logging.Handler:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = _PrivateFile(path, maxBytes=_BYTES_A_FILE, backupCount=_FILES_KEPT, encoding="utf-8")
    handler.setLevel(level)
    return handler


_installed: Final[list[logging.Handler]] = []


def _install(handlers: list[logging.Handler], level: int) -> None:
    root = logging.getLogger()
    close()
    for handler in handlers:
        if handler.formatter is None:
            handler.setFormatter(PlainFormatter())
        root.addHandler(handler)
    _installed.extend(handlers)
    root.setLevel(level)
    logging.captureWarnings(capture=True)
    for chatty in _CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # Requests stand in the trace, and in the log only where somebody asks for more.
    logging.getLogger(REQUESTS).setLevel(logging.DEBUG)


def trace_requests(*, kept: bool) -> None:
    """Write requests to the trace, or do not; what goes wrong stands in it in any case."""
    logging.getLogger(REQUESTS).setLevel(logging.DEBUG if kept else logging.INFO)


def close() -> None:
    """Take the handlers off again and close their files."""
    root = logging.getLogger()
    while _installed:
        handler = _installed.pop()
        root.removeHandler(handler)
        handler.close()

"""What nobody foresaw: one place that every exception and every Qt message ends up in."""

import asyncio
import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any
from uuid import uuid4

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)

from orderdesk.domain.errors import DeskError
from orderdesk.records import Own
from orderdesk.ui.i18n import say

logger = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


_IDLE = re.compile(r"^OpenType support missing|does not support propagateSizeHints\(\)")


class Failures(QObject):
    """Logs failures under an id and tells the window, from whatever thread they come.

    Signals:
        happened: the id in the log, and a sentence for the user.
        unforeseen: the id in the log of what no sentence was made for.
        repeated: such a failure came again at the same place, and has no id of its own.
    """

    happened = Signal(str, str)
    unforeseen = Signal(str)
    repeated = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._undo: list[Callable[[], object]] = []
        self._seen: set[tuple[str, str]] = set()

    def install(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take over what is raised past everybody: in slots, threads and coroutines."""
        hook, thread_hook = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread
        loop.set_exception_handler(self._on_loop)
        qInstallMessageHandler(_on_qt_message)
        self._undo = [
            lambda: setattr(sys, "excepthook", hook),
            lambda: setattr(threading, "excepthook", thread_hook),
            lambda: loop.set_exception_handler(None),
            lambda: qInstallMessageHandler(None),
        ]

    def uninstall(self) -> None:
        """Put back what was there before."""
        while self._undo:
            self._undo.pop()()

    def report(self, error: BaseException) -> None:
        """Log an error and tell the window; a DeskError speaks for itself."""
        name = uuid4().hex[:8].upper()
        if isinstance(error, DeskError):
            logger.warning("%s: %s", Own(name), error.sentence())
            parts = [say(one) for one in (error.message, error.way_out) if one is not None]
            self.happened.emit(name, " ".join(parts))
            return
        if self._is_known(error):
            self.repeated.emit()
            return
        logger.error("%s: not foreseen", Own(name), exc_info=error)
        self.unforeseen.emit(name)

    def _is_known(self, error: BaseException) -> bool:
        """Whether the same failed at the same place before; painting fails again and again."""
        frames = traceback.extract_tb(error.__traceback__)
        place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
        key = (type(error).__name__, place)
        known = key in self._seen
        self._seen.add(key)
        return known

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.report(error.with_traceback(trace))

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.report(args.exc_value)

    def _on_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            self.report(error)
        else:
            logger.warning("event loop: %s", context.get("message"))


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    # What a font lacks, or a platform without a screen, is nothing that anybody could mend.
    level = logging.DEBUG if _IDLE.search(text) else _LEVELS[kind]
    logging.getLogger("qt").log(level, "%s: %s", Own(context.category), text)

"""The start of the desk: the first page of orders on the screen before anything heavy is loaded."""

import contextlib
import gc
import os
import shutil
import sys
import tempfile
from array import array
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from orderdesk import __version__
from orderdesk.domain.errors import DeskError
from orderdesk.domain.shown import ShownRow
from orderdesk.profile import HOME_VARIABLE, Options, Profile
from orderdesk.run_marks import FAILED_STARTS, RunMarks
from orderdesk.store.glance import Glance
from orderdesk.ui.assets import assets
from orderdesk.ui.first_frame import ROWS, FirstFrame
from orderdesk.ui.first_look import FirstLook, read_look
from orderdesk.ui.i18n import install_translators, recall_texts
from orderdesk.ui.icons import Icons
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.orders.layout import read_layout
from orderdesk.ui.theme import STYLE, Theme
from orderdesk.ui.window_layout import (
    FIRST_SIZE,
    read_appearance,
    read_window_layout,
    restore_geometry,
)

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")

_KEPT = ("window", "table", "appearance", "order")


# Where nothing is painted, as in a window that opens minimised, the desk goes on all the same.
_PATIENCE_MS = 1_000


@dataclass(frozen=True, slots=True)
class Begun:
    """The desk as far as it has begun."""

    app: QApplication
    profile: Profile
    theme: Theme
    frame: FirstFrame | None = None
    """None where there is nothing to be shown yet."""
    marks: RunMarks = field(default_factory=lambda: RunMarks(None))
    safe: bool = False
    """Whether this is safe mode, be it asked for at the start or just now."""
    wanted: bool = True
    """False where a person has just decided against opening the desk."""

    def meanwhile(self, work: Callable[[], T]) -> T:
        """Do `work`, which imports, beside the window, once its first frame is painted."""
        if self.frame is None:
            return work()
        aside: _Aside[T] = _Aside(work)
        self.frame.painted.connect(aside.start)
        QTimer.singleShot(_PATIENCE_MS, aside, aside.start)
        self.app.exec()
        return aside.result()


class _Aside(QObject, Generic[T]):
    """Work on a thread of its own; the application's loop ends with it."""

    _ended = Signal()

    def __init__(self, work: Callable[[], T]) -> None:
        super().__init__()
        self._work = work
        self._thread: ThreadPoolExecutor | None = None
        self._answer: Future[T] | None = None
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        if self._answer is None:
            from concurrent.futures import ThreadPoolExecutor

            self._thread = ThreadPoolExecutor(1, thread_name_prefix="orderdesk-start")
            self._answer = self._thread.submit(self._work)
            self._answer.add_done_callback(self._tell)

    def result(self) -> T:
        self.start()
        if self._answer is None or self._thread is None:
            raise RuntimeError("nothing was started")
        self._thread.shutdown()
        return self._answer.result()

    def _tell(self, _answer: "Future[T]") -> None:
        self._ended.emit()

    def _end(self) -> None:
        # quit() would close the window first, as if somebody had.
        QCoreApplication.exit()


@contextlib.contextmanager
def begin(options: Options, marks: RunMarks | None = None) -> Generator[Begun]:
    """Show the first page of orders, as the window was left, where there are any.

    Where the last starts failed, a person is asked how to go on first.
    """
    marks = marks or RunMarks(None)
    collects = gc.isenabled()
    # What is imported stays; looking through it again and again would take a tenth of the time.
    gc.disable()
    try:
        with _profile(options) as profile:
            profile.prepare()
            app = _application()
            theme = Theme(app, styled=True)
            if marks.failed_starts >= FAILED_STARTS and not options.safe:
                yield _asked(app, profile, theme, marks)
            elif options.safe:
                yield Begun(app, profile, theme, marks=marks, safe=True)
            else:
                yield _begun(app, profile, theme, marks)
    finally:
        if collects:
            gc.enable()


@contextlib.contextmanager
def _profile(options: Options) -> Generator[Profile]:
    """Give the profile; the demo gets a fresh one that is removed in the end."""
    if not options.demo:
        yield Profile.locate()
        return
    home = os.environ.get(HOME_VARIABLE) or None
    if home is not None:
        Path(home).mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = tempfile.mkdtemp(prefix="orderdesk-demo-", dir=home)
    try:
        yield Profile.under(Path(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _application() -> QApplication:
    QGuiApplication.setDesktopFileName("orderdesk")
    app = QApplication([*sys.argv[:1], "-style", STYLE])
    app.setApplicationName("orderdesk")
    app.setApplicationDisplayName("orderdesk")
    app.setApplicationVersion(__version__)
    app.setQuitOnLastWindowClosed(False)
    install_translators(app, assets() / "translations")
    return app


def _asked(app: QApplication, profile: Profile, theme: Theme, marks: RunMarks) -> Begun:
    """Ask how to go on after starts that failed; nothing that may have made them fail is done."""
    from orderdesk.ui.trouble_window import FailedStarts, Way

    window = FailedStarts(theme, Icons(theme), profile, marks.failed_starts)
    window.finished.connect(app.quit)
    window.show()
    app.exec()
    way = window.way
    shiboken6.delete(window)
    if way is Way.USUAL:
        return _begun(app, profile, theme, marks)
    return Begun(
        app, profile, theme, marks=marks, safe=way is Way.SAFE, wanted=way is not Way.NOT_AT_ALL
    )


def _begun(app: QApplication, profile: Profile, theme: Theme, marks: RunMarks) -> Begun:
    """Show what there is; where anything is amiss, the desk starts without a first frame."""
    try:
        text = profile.first_look.read_text("utf-8")
        glance = Glance.open(profile.database)
    except (OSError, UnicodeDecodeError, DeskError):
        return Begun(app, profile, theme, marks=marks)
    try:
        look = read_look(text, glance.edition())
        frame = None if look is None else _shown(theme, glance, look)
        return Begun(app, profile, theme, frame, marks)
    except DeskError:
        return Begun(app, profile, theme, marks=marks)
    finally:
        glance.close()


def _shown(theme: Theme, glance: Glance, look: FirstLook) -> FirstFrame | None:
    recall_texts(look.texts)
    rowids = glance.newest(ROWS) if look.rows is None else array("q", look.rows)
    rows = {row.rowid: row for row in glance.rows(rowids)}
    if not rows:
        return None
    kept = glance.preferences(_KEPT)
    theme.set_appearance(read_appearance(kept.get("appearance")))
    window = MainWindow()
    if not restore_geometry(window, read_window_layout(kept.get("window"))):
        window.resize(*FIRST_SIZE)

    def rows_now(wanted: Sequence[int]) -> list[ShownRow]:
        return [rows[rowid] for rowid in wanted if rowid in rows]

    frame = FirstFrame(window, theme, Icons(theme), look, rows_now)
    there = array("q", [rowid for rowid in rowids if rowid in rows])
    order = kept.get("order")
    current = next((row.rowid for row in rows.values() if row.id == order), None)
    frame.show_rows(there, read_layout(kept.get("table")), current)
    window.show()
    return frame

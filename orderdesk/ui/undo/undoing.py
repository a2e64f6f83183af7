"""Puts undo and redo into the window: the menu's words, the strip and the keys."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.ui.announcement import announce
from orderdesk.ui.context import Context
from orderdesk.ui.forms.flow import OrderFlow
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.staging.stager import Stager
from orderdesk.ui.undo.keys import IdleLines
from orderdesk.ui.undo.strip import UndoStrip
from orderdesk.ui.undo.undo import Undo

UNDO = QT_TRANSLATE_NOOP("messages", "&Undo")
UNDO_STAGED = QT_TRANSLATE_NOOP("messages", "&Undo {act}")
UNDO_THIS = QT_TRANSLATE_NOOP("messages", "&Undo: {act}")
REDO = QT_TRANSLATE_NOOP("messages", "&Redo")
REDO_STAGED = QT_TRANSLATE_NOOP("messages", "&Redo {act}")
REDO_THIS = QT_TRANSLATE_NOOP("messages", "&Redo: {act}")
_SAID_MS = 6000


class Undoing(QObject):
    """What answers the window's Undo, Redo and Time to undo, kept by it."""

    def __init__(
        self,
        context: Context,
        window: MainWindow,
        flow: OrderFlow,
        stager: Stager,
        tell: Callable[[str, str], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._window = window
        self.undo = Undo(context, flow, stager, self)
        self._undo_action = window.actions_.get("undo")
        self._redo_action = window.actions_.get("redo")
        keys = self._undo_action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.strip = UndoStrip(self.undo.undo, keys=keys)
        window.add_foot(self.strip)
        IdleLines(window)
        self.answers: dict[str, Callable[[], object]] = {
            "undo": self.undo.undo,
            "redo": self.undo.redo,
            "grace": self._ask_grace,
        }
        self.undo.changed.connect(self._show)
        self.undo.said.connect(tell)
        self.undo.taken_back.connect(self._say_taken_back)

    def _show(self) -> None:
        self.strip.show_held(self.undo.held())
        undo = UNDO_STAGED if self.undo.next_is_local() else UNDO_THIS
        redo = REDO_STAGED if self.undo.next_again_is_local() else REDO_THIS
        _call(self._undo_action, UNDO, undo, self.undo.next_label())
        _call(self._redo_action, REDO, redo, self.undo.next_again_label())

    def _say_taken_back(self, text: str) -> None:
        self._window.status.showMessage(text, _SAID_MS)
        announce(self._window, text)

    def _ask_grace(self) -> None:
        from orderdesk.ui.undo.grace_dialog import GraceDialog

        GraceDialog(self._context, self._window).open()


def _call(action: QAction, bare: str, full: str, act: str) -> None:
    """Give a menu entry the words of what it does."""
    words = say(Message(full, {"act": act.replace("&", "&&")})) if act else say_text(bare)
    if action.text() != words:
        action.setText(words)

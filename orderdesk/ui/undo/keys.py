"""Lets Ctrl+Z undo acts while the focus is in a line in which nothing was typed."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from typing_extensions import override


class IdleLines(QObject):
    """Watches the line that has the focus, and no other event of the program.

    A line takes Ctrl+Z for itself even where it has nothing to undo; then it is meant for the desk.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._line: QLineEdit | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._line is not None:
            self._line.removeEventFilter(self)
            self._line = None
        if isinstance(new, QLineEdit) and new.window() is self._window:
            self._line = new
            new.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(watched, QLineEdit)
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and _is_for_the_desk(watched, event)
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _is_for_the_desk(line: QLineEdit, event: QKeyEvent) -> bool:
    if event.matches(QKeySequence.StandardKey.Undo):
        return not line.isUndoAvailable()
    return event.matches(QKeySequence.StandardKey.Redo) and not line.isRedoAvailable()

"""Keeps a click that was aimed at one button from hitting the one that took its place."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

# About as long as it takes to see that something else is there now.
_SETTLE_MS = 400
_MOVES = {QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide}
_PRESSES = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}


class ClickGuard(QObject):
    """Watches buttons that come and go in one place; what is pressed just after is not meant.

    Where a button, or whatever it lies in, has moved within its window, or one of them has
    come or gone while another was in sight, presses of the mouse do nothing for a moment.

    A button that does nothing just now has the dynamic property `unsettled`.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._buttons: dict[QAbstractButton, QPoint | None] = {}
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._timer.timeout.connect(self._mark)
        # A whole box that comes into sight shows its buttons one after the other.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._look)

    @property
    def unsettled(self) -> bool:
        """Whether presses do nothing just now."""
        return self._timer.isActive()

    def watch(self, *buttons: QAbstractButton) -> None:
        """Guard these buttons, which must be where they belong in the window already."""
        for button in buttons:
            self._buttons[button] = None
            widget: QWidget | None = button
            while widget is not None and not widget.isWindow():
                widget.installEventFilter(self)
                widget = widget.parentWidget()

    @override
    def eventFilter(self, arg__1: QObject, arg__2: QEvent) -> bool:
        kind = arg__2.type()
        if kind in _MOVES:
            self._soon.start()
        elif kind in _PRESSES and isinstance(arg__2, QMouseEvent):
            self._look()
            left = arg__2.button() is Qt.MouseButton.LeftButton
            return left and self.unsettled and arg__1 in self._buttons
        return super().eventFilter(arg__1, arg__2)

    def _look(self) -> None:
        """Compare where the buttons are with where they were when one was last in sight."""
        now = {button: _place(button) for button in self._buttons}
        was = dict(self._buttons)
        if not any(now.values()):
            # Nothing in sight that could be taken for another when it comes.
            return
        self._buttons = dict(now)
        if any(was.values()) and now != was:
            self._timer.start()
            self._mark()

    def _mark(self) -> None:
        for button in self._buttons:
            button.setProperty("unsettled", self.unsettled)


def _place(button: QAbstractButton) -> QPoint | None:
    """Return where a button is in its window, None where it is not shown."""
    return button.mapTo(button.window(), QPoint()) if button.isVisible() else None

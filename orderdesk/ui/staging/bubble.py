"""A sentence under what is being edited: what is wrong with it, or what to know of it."""

from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from orderdesk.ui.announcement import announce
from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.labels import PlainLabel

_NARROW, _WIDE, _GAP, _ROUND = 180, 340, 3, 6
_MOVES = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show})


class Tone(StrEnum):
    """What sort of sentence it is, by the icon and colour it is shown with."""

    PROBLEM = "triangle-alert"
    NOTE = "info"


class Bubble(QWidget):
    """Lies over the window under its anchor, or over it where there is no room below.

    It takes neither focus nor clicks, and goes where its anchor goes.
    """

    def __init__(self, theme: Theme, icons: Icons, anchor: QWidget) -> None:
        super().__init__(anchor.window())
        self._theme = theme
        self._icons = icons
        self._anchor = anchor
        self._tone = Tone.NOTE
        self.setObjectName("bubble")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._picture = PlainLabel()
        self._text = PlainLabel(wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 10, 6)
        row.setSpacing(6)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()
        anchor.installEventFilter(self)
        anchor.destroyed.connect(self.deleteLater)
        theme.changed.connect(self._draw)

    def say(self, text: str, tone: Tone = Tone.PROBLEM) -> None:
        """Show a sentence and say it aloud; "" takes the bubble away."""
        window = self._anchor.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        if text and (text != self._text.text() or self.isHidden()):
            announce(self, text, urgent=tone is Tone.PROBLEM)
        self._tone = tone
        self._text.setText(text)
        self.setAccessibleName(text)
        self._draw()
        self.place()

    def text(self) -> str:
        """Return the sentence shown."""
        return self._text.text()

    def place(self) -> None:
        """Go to the anchor; to be called where something around it has moved it.

        Where nothing of the anchor is to be seen, nothing of the bubble is.
        """
        seen = self._anchor.isVisible() and not self._anchor.visibleRegion().isEmpty()
        self.setVisible(seen and self._text.text() != "")
        if self.isHidden():
            return
        window = self._anchor.window()
        size = self._size(window.width())
        below = self._anchor.mapTo(window, QPoint(0, self._anchor.height() + _GAP))
        top = below.y()
        if top + size.height() > window.height():
            top = below.y() - self._anchor.height() - 2 * _GAP - size.height()
        left = max(0, min(below.x(), window.width() - size.width()))
        self.setGeometry(left, max(0, top), size.width(), size.height())
        self.raise_()

    def _size(self, room: int) -> QSize:
        wide = round(_WIDE * self._theme.scale)
        natural = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 48
        width = min(max(_NARROW, min(natural, wide)), room)
        return QSize(width, self.heightForWidth(width))

    def _draw(self) -> None:
        problem = self._tone is Tone.PROBLEM
        colour = self._theme.colour("red" if problem else "accent")
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(self._icons.pixmap(self._tone.value, colour, 14, ratio))
        self._text.set_tone("error" if problem else "")
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        problem = self._tone is Tone.PROBLEM
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("red" if problem else "accent"), 1))
        painter.setBrush(self._theme.colour("red_bg" if problem else "panel"))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, _ROUND, _ROUND)
        painter.end()

    @override
    def eventFilter(self, arg__1: QObject, arg__2: QEvent) -> bool:
        if arg__1 is self._anchor:
            if arg__2.type() in _MOVES:
                self.place()
            elif arg__2.type() is QEvent.Type.Hide:
                self.hide()
        return super().eventFilter(arg__1, arg__2)

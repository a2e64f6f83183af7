"""Labels that take every text as plain text, elide it, or wrap it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QWidget
from typing_extensions import override

from orderdesk.ui.tips import plain_tip


class PlainLabel(QLabel):
    """A label for any text, a vendor's too; `tone` is a word of the style sheet."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        tone: str = "",
        wrap: bool = False,
        selectable: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.set_tone(tone)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.setText(text)

    def set_tone(self, tone: str) -> None:
        """Show the text as muted, faint, strong, heading, error, warning or plain ("")."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)

    def set_size(self, size: str) -> None:
        """Write it as title, large, small or as usual ("")."""
        if self.property("scale") != size:
            self.setProperty("scale", size)
            restyle(self)


class ElidedLabel(PlainLabel):
    """A one-line label that ends in … where it has no room, with the whole in its tool tip."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, tone: str = "") -> None:
        super().__init__(text, parent, tone=tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, hint.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…") * 3, super().sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        area = self.contentsRect()
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, area.width()
        )
        self.setToolTip("" if shown == self.text() else plain_tip(self.text()))
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            area,
            int(self.alignment() | Qt.AlignmentFlag.AlignVCenter),
            option.palette,
            bool(option.state & QStyle.StateFlag.State_Enabled),
            shown,
            self.foregroundRole(),
        )
        painter.end()


def restyle(widget: QWidget) -> None:
    """Let a widget take on the style its dynamic properties now ask for."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()

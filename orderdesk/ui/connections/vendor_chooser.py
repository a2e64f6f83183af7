"""Cards to choose a vendor from."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget
from typing_extensions import override

from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import say_text

_PADDING = 12
_RADIUS = 8
_COLUMNS = 2
_WIDTH = 250
_INDENT, _GAP = 24, 4
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class VendorCard(QAbstractButton):
    """One vendor: its name and what its connector brings."""

    def __init__(
        self, context: Context, description: ConnectorDescription, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = context.theme
        self._icons = context.icons
        self._title = say_text(description.title)
        self._summary = say_text(description.summary)
        self.vendor = description.vendor
        self.setObjectName(f"vendor-{description.vendor}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self._title)
        self.setAccessibleDescription(self._summary)
        context.theme.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, self.heightForWidth(_WIDTH))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, arg__1: int) -> int:
        room = QRect(0, 0, arg__1 - 2 * _PADDING - _INDENT, 1000)
        words = QFontMetrics(self._small()).boundingRect(room, _WRAP, self._summary)
        title = QFontMetrics(self._strong()).height()
        return title + words.height() + 2 * _PADDING + _GAP

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, theme = self.isChecked(), self._theme
        marked = chosen or self.hasFocus()
        painter.setPen(
            QPen(theme.colour("accent" if marked else "line"), 2 if self.hasFocus() else 1)
        )
        ground = "accent_bg" if chosen else "hover" if self.underMouse() else "panel"
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
        area = self.rect().adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
        icon = "circle-check" if chosen else "circle"
        colour = theme.colour("accent" if chosen else "faint")
        pixmap = self._icons.pixmap(icon, colour, 16, self.devicePixelRatioF())
        painter.drawPixmap(area.left(), area.top() + 1, pixmap)
        words = area.adjusted(_INDENT, 0, 0, 0)
        painter.setFont(self._strong())
        painter.setPen(theme.colour("text"))
        painter.drawText(words, _WRAP, self._title)
        painter.setFont(self._small())
        painter.setPen(theme.colour("muted"))
        below = words.adjusted(0, QFontMetrics(self._strong()).height() + _GAP, 0, _GAP)
        painter.drawText(below, _WRAP, self._summary)
        painter.end()

    def _strong(self) -> QFont:
        return self._theme.font(weight=QFont.Weight.DemiBold)

    def _small(self) -> QFont:
        return self._theme.font(scale=0.92)


class VendorChooser(QWidget):
    """One card a vendor, the first one chosen; arrows go from card to card.

    Signals:
        chosen: the vendor of the card that was chosen.
    """

    chosen = Signal(str)

    def __init__(
        self,
        context: Context,
        descriptions: Sequence[ConnectorDescription],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Vendor"))
        self.cards: list[VendorCard] = []
        self._group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        for place, description in enumerate(descriptions):
            card = VendorCard(context, description)
            self._group.addButton(card)
            grid.addWidget(card, place // _COLUMNS, place % _COLUMNS)
            self.cards.append(card)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        if self.cards:
            self.cards[0].setChecked(True)
        self._group.buttonToggled.connect(self._on_toggled)

    def vendor(self) -> str:
        """Return the vendor that is chosen; there is always one."""
        return next(card.vendor for card in self.cards if card.isChecked())

    def _on_toggled(self, card: QAbstractButton, checked: bool) -> None:
        if checked and isinstance(card, VendorCard):
            self.chosen.emit(card.vendor)

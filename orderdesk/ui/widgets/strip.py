"""A strip across the window that says something without stopping anybody."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.labels import PlainLabel, restyle

_LOOKS = {
    "info": ("info", "accent"),
    "demo": ("life-buoy", "violet"),
    "warning": ("triangle-alert", "amber"),
    "error": ("octagon-alert", "red"),
}


class Strip(QWidget):
    """An icon, a sentence and buttons; `kind` is info, demo, warning or error.

    Signals:
        closed: the user has put it away.
    """

    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        *,
        kind: str = "info",
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._kind = kind
        self._buttons: list[QPushButton] = []
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._picture = PlainLabel()
        self._text = PlainLabel(wrap=True, selectable=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._close = QToolButton()
        self._close.setProperty("kind", "icon")
        self._close.setAccessibleName(self.tr("Dismiss"))
        self._close.setToolTip(self.tr("Dismiss"))
        self._close.clicked.connect(self._put_away)
        self._close.setVisible(closable)
        icons.bind(self._close, "x", "muted")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 12, 6)
        self._row.setSpacing(10)
        self._row.addWidget(self._picture)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._close)
        theme.changed.connect(self._draw)
        self.set_kind(kind)

    @property
    def kind(self) -> str:
        """What it is shown as: info, demo, warning or error."""
        return self._kind

    @property
    def closable(self) -> bool:
        """Whether the user can put it away."""
        return not self._close.isHidden()

    def set_kind(self, kind: str) -> None:
        """Show it as info, demo, warning or error."""
        self._kind = kind
        self.setProperty("surface", kind)
        self._text.set_tone("demo" if kind == "demo" else "")
        restyle(self)
        self._draw()

    def say(self, text: str) -> None:
        """Show a sentence, which assistive technology reads as the strip's name."""
        self._text.setText(text)
        self.setAccessibleName(text)

    def text(self) -> str:
        """Return the sentence shown."""
        return self._text.text()

    def add_button(self, text: str, act: Callable[[], object]) -> QPushButton:
        """Add a button that calls `act`."""
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        self._row.insertWidget(self._row.count() - 1, button)
        self._buttons.append(button)
        return button

    def clear_buttons(self) -> None:
        """Take every button away."""
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons.clear()

    def _draw(self) -> None:
        name, role = _LOOKS[self._kind]
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(self._icons.pixmap(name, self._theme.colour(role), 16, ratio))

    def _put_away(self) -> None:
        self.hide()
        self.closed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._close.isHidden():
            self._put_away()
            return
        super().keyPressEvent(event)

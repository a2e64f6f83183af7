"""What stands in the place of an order: none chosen, being read, or not to be read."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import say_text
from orderdesk.ui.widgets.labels import PlainLabel

AGAIN = QT_TRANSLATE_NOOP("messages", "Try again")
_PICTURE = 32


class Placeholder(QWidget):
    """A picture, a title, a sentence and perhaps a button, in the middle."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._look = ("inbox", "faint")
        self._act: Callable[[], object] = lambda: None
        self._picture = PlainLabel()
        self.title = PlainLabel(tone="strong", wrap=True)
        self.text = PlainLabel(tone="muted", wrap=True)
        self.button = QPushButton(say_text(AGAIN))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 28, 28, 28)
        column.setSpacing(6)
        column.addStretch(2)
        for label in (self._picture, self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        for label in (self.title, self.text):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column.addSpacing(6)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        context.theme.changed.connect(self._draw)

    def say(self, icon: str, title: str, text: str = "", *, role: str = "faint") -> None:
        """Show what is the matter, without a button."""
        self._look = (icon, role)
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.button.hide()
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._draw()

    def offer_again(self, act: Callable[[], object]) -> None:
        """Show a button that calls `act` to try once more."""
        self._act = act
        self.button.show()

    def _on_clicked(self) -> None:
        self._act()

    def _draw(self) -> None:
        icon, role = self._look
        colour = self._context.theme.colour(role)
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(self._context.icons.pixmap(icon, colour, _PICTURE, ratio))

"""A card in the middle of an empty area: what is the matter, and what to do next."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.labels import PlainLabel
from orderdesk.ui.widgets.progress_line import ProgressLine

_PICTURE = 40
_WIDTH = 420


class Card(QWidget):
    """A picture, a title, a sentence, perhaps a progress bar, and buttons."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._look = ("inbox", "faint")
        self._picture = PlainLabel()
        self._title = PlainLabel()
        self._title.set_size("large")
        self._text = PlainLabel(tone="muted", wrap=True)
        self._text.setMinimumWidth(_WIDTH)
        self._text.setMaximumWidth(_WIDTH)
        self._progress = ProgressLine(theme)
        self._progress.setFixedWidth(_WIDTH // 2)
        self._progress.setAccessibleName(self.tr("Progress"))
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addStretch()
        self._row.addStretch()
        self._lay_out()
        theme.changed.connect(self._draw)

    def show_state(
        self, icon: str, title: str, text: str, *, role: str = "faint", progress: bool = False
    ) -> None:
        """Show what is the matter; the buttons of the state before are taken away."""
        self._look = (icon, role)
        self._title.setText(title)
        self._text.setText(text)
        self._progress.setVisible(progress)
        self._progress.setRange(0, 0)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        while self._row.count() > 2:
            item = self._row.takeAt(1)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._draw()

    def set_progress(self, done: int, total: int | None, text: str) -> None:
        """Move the progress bar; without a total it only shows that work goes on."""
        self._progress.setRange(0, total or 0)
        self._progress.setValue(min(done, total) if total else 0)
        self._text.setText(text)
        self.setAccessibleDescription(text)

    def add_button(
        self, text: str, act: Callable[[], object], *, primary: bool = False
    ) -> QPushButton:
        """Add a button that calls `act`."""
        button = QPushButton(text)
        button.setProperty("kind", "primary" if primary else "plain")
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        self._row.insertWidget(self._row.count() - 1, button)
        return button

    def buttons(self) -> list[QPushButton]:
        """Return the buttons shown, from the left."""
        items = (self._row.itemAt(place) for place in range(self._row.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, QPushButton)]

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        for widget in (self._picture, self._title):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        # A label that wraps takes the height it needs only where no alignment is asked for.
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addWidget(self._text)
        middle.addStretch()
        column.addLayout(middle)
        column.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignHCenter)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(6)
        column.addLayout(self._row)
        column.addStretch(3)

    def _draw(self) -> None:
        name, role = self._look
        ratio = self.devicePixelRatioF()
        colour = self._theme.colour(role)
        self._picture.setPixmap(self._icons.pixmap(name, colour, _PICTURE, ratio))

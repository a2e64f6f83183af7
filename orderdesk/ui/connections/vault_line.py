"""One line that says where secrets are kept, with a way to unlock them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from orderdesk.domain.events import ConnectionsChanged
from orderdesk.services.views import VaultState
from orderdesk.ui.connections.unlocking import ensure_unlocked
from orderdesk.ui.connections.vault_words import NEEDS_PASSPHRASE, UNLOCK_LABELS, WHERE
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import say_text
from orderdesk.ui.widgets.labels import PlainLabel

_ICON = 15


class VaultLine(QWidget):
    """Says where secrets are.

    Signals:
        changed: the VaultState, when it is first known and when it is another.
    """

    changed = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.state: VaultState | None = None
        self._picture = PlainLabel()
        self.text = PlainLabel(tone="muted", wrap=True)
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        self.button.hide()
        self.button.clicked.connect(self._on_unlock)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        context.theme.changed.connect(self._draw)
        context.bridge.connections_changed.connect(self._on_connections)
        self.refresh()

    def refresh(self) -> None:
        """Ask where secrets are."""
        self._context.tasks.call(
            self._context.desk.connections.vault_state(),
            name="where secrets are kept",
            then=self._take,
        )

    def _take(self, state: VaultState) -> None:
        if state is self.state:
            return
        self.state = state
        self.text.setText(say_text(WHERE[state]))
        asks = state in NEEDS_PASSPHRASE
        self.button.setVisible(asks)
        if asks:
            self.button.setText(say_text(UNLOCK_LABELS[state]))
        self._draw()
        self.changed.emit(state)

    def _draw(self) -> None:
        locked = self.state is VaultState.FILE_LOCKED
        open_file = self.state is VaultState.FILE_OPEN
        name = "lock" if locked else "lock-open" if open_file else "key"
        ratio = self.devicePixelRatioF()
        colour = self._context.theme.colour("warn" if self.state in NEEDS_PASSPHRASE else "muted")
        self._picture.setPixmap(self._context.icons.pixmap(name, colour, _ICON, ratio))

    def _on_unlock(self) -> None:
        ensure_unlocked(self._context, self.refresh, parent=self.window())

    def _on_connections(self, _event: ConnectionsChanged) -> None:
        self.refresh()

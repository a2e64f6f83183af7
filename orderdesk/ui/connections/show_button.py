"""A button inside a field that shows what is typed unseen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.ui.i18n import say
from orderdesk.ui.icons import Icons
from orderdesk.ui.tips import plain_tip

SHOW = QT_TRANSLATE_NOOP("messages", "Show {field}")
HIDE = QT_TRANSLATE_NOOP("messages", "Hide {field}")
_ROOM = 30


class ShowButton(QToolButton):
    """Switches a line between dots and letters."""

    def __init__(self, icons: Icons, line: QLineEdit, label: str) -> None:
        super().__init__(line)
        self._icons = icons
        self._line = line
        self._label = label
        self.setProperty("kind", "icon")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        line.setTextMargins(0, 0, _ROOM, 0)
        inside = QHBoxLayout(line)
        inside.setContentsMargins(0, 0, 3, 0)
        inside.addStretch()
        inside.addWidget(self)
        QWidget.setTabOrder(line, self)
        self.toggled.connect(self._on_toggled)
        self._on_toggled(shown=False)

    def _on_toggled(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self._line.setEchoMode(mode)
        words = say(Message(HIDE if shown else SHOW, {"field": self._label}))
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))
        self._icons.bind(self, "eye-off" if shown else "eye", "muted")

"""Why something is not possible, and the way out, where no panel can say it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from orderdesk.domain.actions import Verdict
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.widgets.labels import PlainLabel

NOT_POSSIBLE = QT_TRANSLATE_NOOP("messages", "{action} is not possible")
UNDERSTOOD = QT_TRANSLATE_NOOP("messages", "Close")


class ReasonDialog(QDialog):
    """One refusal in words."""

    def __init__(self, label: str, verdict: Verdict, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = say(Message(NOT_POSSIBLE, {"action": Message(label)}))
        self.setObjectName("reason-dialog")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        heading = PlainLabel(title, wrap=True)
        heading.set_size("large")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(8)
        layout.addWidget(heading)
        parts = [say(part) for part in (verdict.reason, verdict.way_out) if part is not None]
        for text in parts:
            layout.addWidget(PlainLabel(text, wrap=True, selectable=True))
        self.setAccessibleDescription(" ".join(parts))
        button = QPushButton(say_text(UNDERSTOOD))
        button.setDefault(True)
        button.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(button)
        layout.addLayout(row)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(460, 160)

"""The question before staged changes are discarded: how many, and of which orders."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import format_number, plural, say
from orderdesk.ui.staging.counts import Counts
from orderdesk.ui.staging.words import numbers_text
from orderdesk.ui.widgets.labels import PlainLabel

QUESTION = QT_TRANSLATE_NOOP("messages", "Discard {count} change(s) of order {numbers}?")
QUESTION_MANY = QT_TRANSLATE_NOOP("messages", "Discard {count} changes of {orders} orders?")
MEANING = QT_TRANSLATE_NOOP(
    "messages",
    "What was typed for order {numbers} is taken out of what is staged. Nothing is sent, and "
    "Undo ({keys}) brings it back while this window is open.",
)
MEANING_MANY = QT_TRANSLATE_NOOP(
    "messages",
    "What was typed for orders {numbers} is taken out of what is staged. Nothing is sent, and "
    "Undo ({keys}) brings it back while this window is open.",
)
DISCARD = QT_TRANSLATE_NOOP("messages", "Discard {count} change(s)")
_WIDTH = 460


class DiscardDialog(QDialog):
    """Accepted when the changes are to be discarded."""

    def __init__(
        self,
        context: Context,
        counts: Counts,
        numbers: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("discard-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        facts = {
            "count": format_number(counts.changes),
            "orders": format_number(counts.orders),
            "numbers": numbers_text(numbers),
            "keys": QKeySequence(QKeySequence.StandardKey.Undo).toString(
                QKeySequence.SequenceFormat.NativeText
            ),
        }
        one = counts.orders == 1
        title = plural(say(Message(QUESTION if one else QUESTION_MANY, facts)), counts.changes)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        heading = PlainLabel(title, wrap=True)
        heading.set_size("large")
        self.text = PlainLabel(say(Message(MEANING if one else MEANING_MANY, facts)), wrap=True)
        self.setAccessibleDescription(self.text.text())
        self.keep_button = QPushButton(self.tr("Keep them"))
        self.discard_button = QPushButton(plural(say(Message(DISCARD, facts)), counts.changes))
        self.discard_button.setProperty("kind", "danger")
        self.keep_button.clicked.connect(self.reject)
        self.discard_button.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        for button in (self.keep_button, self.discard_button):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(12)
        for widget in (heading, self.text):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.setFixedWidth(round(_WIDTH * context.theme.scale))
        self.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)

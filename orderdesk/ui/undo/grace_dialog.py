"""How long an act waits for its undo, set by the person."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QSpinBox, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.services.grace import LONGEST
from orderdesk.ui.context import Context
from orderdesk.ui.widgets.labels import PlainLabel

_WIDTH = 440


class GraceDialog(QDialog):
    """Asks for a number of seconds; Enter keeps it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("grace-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = self.tr("Time to undo")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        words = PlainLabel(self._meaning(), wrap=True)
        self.setAccessibleDescription(words.text())
        self.seconds = QSpinBox()
        self.seconds.setObjectName("grace_seconds")
        self.seconds.setRange(0, LONGEST)
        self.seconds.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.seconds.setSuffix(self.tr(" s"))
        self.seconds.setAccessibleName(self.tr("Seconds before an act is sent"))
        self.seconds.lineEdit().setAccessibleName(self.seconds.accessibleName())
        self.seconds.setValue(round(context.desk.grace.seconds))
        self.seconds.selectAll()
        form = QFormLayout()
        form.addRow(self.tr("&Seconds"), self.seconds)
        both = QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        self.buttons = QDialogButtonBox(both)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        for one in both:
            button = self.buttons.button(one)
            button.setAccessibleName(button.text().replace("&", ""))
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(12)
        column.addWidget(words)
        column.addLayout(form)
        column.addWidget(self.buttons)
        self.setMinimumWidth(_WIDTH)
        self.seconds.setFocus()

    def _meaning(self) -> str:
        return self.tr(
            "What moves an order, calls its vendor or takes something off waits so long before "
            "it is sent, and can be undone meanwhile. 0 sends at once. Edits, new items and "
            "new orders go at once in any case."
        )

    @override
    def accept(self) -> None:
        self._context.tasks.call(
            self._context.desk.grace.choose(self.seconds.value()), name="keep the time to undo"
        )
        super().accept()

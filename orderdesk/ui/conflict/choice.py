"""One of the values a person can choose for a field: a box with a mark and the value in it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QRadioButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.ui.activity.change_grid import cut
from orderdesk.ui.widgets.labels import PlainLabel, restyle


class Choice(QFrame):
    """A value with its mark; a click anywhere in it chooses it.

    Signals:
        chosen: the person wants this one.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark = QRadioButton()
        # Which one is chosen of a row is the row's to say: focus alone chooses nothing.
        self.mark.setAutoExclusive(False)
        self.mark.clicked.connect(self._on_clicked)
        self.value = PlainLabel(wrap=True)
        self.value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusProxy(self.mark)
        self.column = QVBoxLayout()
        self.column.setSpacing(6)
        self.column.addWidget(self.value)
        self.column.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(2)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self.column, 1)
        self._taken = True
        self.show_taken(taken=False)

    def show_value(self, text: str, spoken: str) -> None:
        """Show a value; `spoken` is what it is called where it is not seen."""
        self.value.setText(cut(text))
        self.mark.setAccessibleName(spoken)

    def show_taken(self, *, taken: bool) -> None:
        """Show whether it is the one that was chosen."""
        self.mark.setChecked(taken)
        if taken != self._taken:
            self._taken = taken
            self.setProperty("choice", "on" if taken else "off")
            self.value.set_tone("strong" if taken else "")
            restyle(self)

    def _on_clicked(self) -> None:
        self.mark.setChecked(self._taken)
        self.chosen.emit()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.mark.setFocus(Qt.FocusReason.MouseFocusReason)
            self.chosen.emit()
        super().mousePressEvent(event)

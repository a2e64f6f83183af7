"""A day without a time: typed, or picked from a calendar."""

from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QHBoxLayout,
    QMenu,
    QToolButton,
    QWidget,
    QWidgetAction,
)
from typing_extensions import override

from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.ui.forms.editors import TextEditor
from orderdesk.ui.i18n import say_text
from orderdesk.ui.icons import Icons
from orderdesk.ui.tips import plain_tip

PICK = QT_TRANSLATE_NOOP("messages", "Pick a day")


class DateEditor(TextEditor):
    """One line like 2026-11-22 with a calendar beside it."""

    def __init__(self, spec: FieldSpec, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.input.setPlaceholderText("2026-11-22")
        self.input.setMaximumWidth(160)
        self.calendar = QCalendarWidget()
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.activated.connect(self._on_picked)
        self.calendar.clicked.connect(self._on_picked)
        self._menu = QMenu(self)
        holder = QWidgetAction(self._menu)
        holder.setDefaultWidget(self.calendar)
        self._menu.addAction(holder)
        self.button = QToolButton()
        self.button.setToolTip(plain_tip(say_text(PICK)))
        self.button.setAccessibleName(say_text(PICK))
        icons.bind(self.button, "calendar")
        self.button.clicked.connect(self._on_button)
        row = QHBoxLayout()
        row.addWidget(self.input)
        row.addWidget(self.button)
        row.addStretch()
        self._line.addLayout(row)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = event.key() == Qt.Key.Key_Down
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_F4 or (down and alt):
            self._on_button()
        else:
            super().keyPressEvent(event)

    def _on_button(self) -> None:
        try:
            day = date.fromisoformat(self.input.text().strip())
            self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        except ValueError:
            self.calendar.setSelectedDate(QDate.currentDate())
        self._menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))
        self.calendar.setFocus()

    def _on_picked(self, day: QDate) -> None:
        self._menu.close()
        self.input.setText(f"{day.year():04}-{day.month():02}-{day.day():02}")
        self._on_edited()
        self.input.setFocus()

"""A field that offers what fits while one types."""

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QFocusEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from orderdesk.domain.errors import DeskError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_PAUSE_MS = 140
# A person comes to a field so; a window that is active again does not.
_COMING = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.MouseFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
}

NOTHING = QT_TRANSLATE_NOOP("messages", "Nothing found.")
CLEAR = QT_TRANSLATE_NOOP("messages", "Clear")


@dataclass(frozen=True, slots=True)
class Option:
    """One suggestion; without a `payload` it only says something and cannot be chosen."""

    label: str
    detail: str = ""
    payload: object = None


class Source(Protocol):
    """Where suggestions come from."""

    def ask(self, text: str) -> Coroutine[Any, Any, Sequence[object]] | None:
        """Return the service's coroutine that finds what fits; None: there is nothing to ask.

        It runs where the services run, so it must be theirs and touch nothing of ours.
        """
        ...

    def options(self, text: str, found: Sequence[object]) -> Sequence[Option]:
        """Return what to show for what was found, on the UI thread."""
        ...


class OptionsModel(QAbstractListModel):
    """The suggestions shown now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._options: tuple[Option, ...] = ()

    def set_options(self, options: Sequence[Option]) -> None:
        """Show other suggestions."""
        self.beginResetModel()
        self._options = tuple(options)
        self.endResetModel()

    def option(self, row: int) -> Option | None:
        """Return the suggestion in a row, if there is one."""
        return self._options[row] if 0 <= row < len(self._options) else None

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._options)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        option = self.option(index.row()) if index.isValid() else None
        if option is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return option.label
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(part for part in (option.label, option.detail) if part)
            case Qt.ItemDataRole.UserRole:
                return option.detail
            case _:
                return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        option = self.option(index.row()) if index.isValid() else None
        if option is None or option.payload is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _TwoLines(QStyledItemDelegate):
    """Draws a name with what tells it from its namesakes in a second, quieter line."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = QFontMetrics(option.font)
        lines = 2 if index.data(Qt.ItemDataRole.UserRole) else 1
        return QSize(160, metrics.height() * lines + 10)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._theme.colour("sel"))
        area = option.rect.adjusted(10, 4, -10, -4)
        metrics = QFontMetrics(option.font)
        enabled = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        painter.setFont(option.font)
        painter.setPen(self._theme.colour("text" if enabled else "muted"))
        top = Qt.AlignmentFlag.AlignTop
        label = str(index.data())
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(area, int(top), metrics.elidedText(label, elide, area.width()))
        detail = str(index.data(Qt.ItemDataRole.UserRole) or "")
        if detail:
            painter.setPen(self._theme.colour("muted"))
            below = area.adjusted(0, metrics.height(), 0, 0)
            painter.drawText(below, int(top), metrics.elidedText(detail, elide, area.width()))
        painter.restore()


class SuggestField(QLineEdit):
    """A line in which typing brings suggestions; arrow down brings them too.

    Signals:
        chosen: the payload of the suggestion that was taken.
    """

    chosen = Signal(object)

    def __init__(self, context: Context, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = context.tasks
        self._source = source
        self._asked = 0
        self.prompts = False
        """Whether everything there is to choose from is offered as soon as it has the focus."""
        self.model = OptionsModel(self)
        self._completer = QCompleter(self.model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(8)
        # Not setCompleter(): that would put the label into the line by itself.
        self._completer.setWidget(self)
        self.popup = QListView()
        self._completer.setPopup(self.popup)
        # After setPopup(), which brings a delegate of its own.
        self.popup.setItemDelegate(_TwoLines(context.theme, self.popup))
        self._completer.activated.connect(self._take)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.ask)
        self.textEdited.connect(self._pause.start)
        self._clear = QAction(say_text(CLEAR), self)
        self._clear.triggered.connect(self._on_clear)
        context.icons.bind(self._clear, "x", "muted")
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self.textChanged.connect(self._show_clear)

    def ask(self) -> None:
        """Look for what fits the text now and offer it."""
        self._pause.stop()
        self._asked += 1
        text = self.text().strip()
        coro = self._source.ask(text)
        if coro is None:
            self._offer(self._asked, self._source.options(text, ()))
            return
        self._tasks.call(
            coro,
            name="suggestions",
            then=partial(self._found, self._asked, text),
            otherwise=partial(self._fail, self._asked),
        )

    def put_away(self) -> None:
        """Take the suggestions away and forget what is still being looked for."""
        self._pause.stop()
        self._asked += 1
        self.popup.hide()

    def _on_clear(self) -> None:
        self.put_away()
        self.clear()

    def _show_clear(self, text: str) -> None:
        self._clear.setVisible(bool(text))

    def _found(self, number: int, text: str, found: Sequence[object]) -> None:
        self._offer(number, self._source.options(text, found))

    def _offer(self, number: int, options: Sequence[Option]) -> None:
        if number != self._asked or not self.hasFocus():
            return
        self.model.set_options(options or (Option(say_text(NOTHING)),))
        self.popup.setAccessibleName(self.accessibleName())
        self._completer.complete()
        first = next((row for row in range(self.model.rowCount()) if self._can_take(row)), None)
        if first is not None and self.text().strip():
            self.popup.setCurrentIndex(self._completer.completionModel().index(first, 0))

    def _can_take(self, row: int) -> bool:
        option = self.model.option(row)
        return option is not None and option.payload is not None

    def _fail(self, number: int, error: DeskError) -> None:
        self._offer(number, (Option(say(error.message)),))

    def _take(self, _text: str) -> None:
        option = self.model.option(self.popup.currentIndex().row())
        if option is not None and option.payload is not None:
            self.put_away()
            self.chosen.emit(option.payload)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_F4} and not self.popup.isVisible():
            self.ask()
            return
        super().keyPressEvent(event)

    @override
    def focusInEvent(self, arg__1: QFocusEvent) -> None:
        super().focusInEvent(arg__1)
        if self.prompts and not self.text() and arg__1.reason() in _COMING:
            self.ask()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut and not self.popup.isVisible():
            self.put_away()
        return super().event(event)

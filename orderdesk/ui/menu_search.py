"""The command search: every action of the menus, found by typing a part of its name."""

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPixmap
from PySide6.QtWidgets import QDialog, QLineEdit, QMenu, QMenuBar, QTreeView, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.ui.theme import Theme
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.window_actions import plain_words

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ICON = 16


@dataclass(frozen=True, slots=True)
class Found:
    """An action and the menus it stands in."""

    path: str
    action: QAction

    @property
    def words(self) -> str:
        """The action's words."""
        return plain_words(self.action)

    @property
    def keys(self) -> str:
        """Its shortcut, as the system writes it."""
        return self.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def actions_of(bar: QMenuBar) -> list[Found]:
    """Return every action of the menus that does something, in their order."""
    found: list[Found] = []
    for top in bar.actions():
        menu = top.menu()
        if isinstance(menu, QMenu):
            _collect(menu, plain_words(top), found)
    return found


def _collect(menu: QMenu, path: str, found: list[Found]) -> None:
    menu.aboutToShow.emit()
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            _collect(inner, f"{path} › {plain_words(action)}", found)
        elif not action.isSeparator() and action.isVisible():
            found.append(Found(path, action))


def rank(words: str, typed: str) -> int | None:
    """Return how well `typed` fits, less being better; None where it does not fit at all."""
    words, typed = words.casefold(), typed.casefold().strip()
    if not typed or words.startswith(typed):
        return 0
    if any(word.startswith(typed) for word in words.split()):
        return 1
    if typed in words:
        return 2
    letters = iter(words)
    return 3 if all(letter in letters for letter in typed if letter != " ") else None


class FoundModel(QAbstractTableModel):
    """The actions that fit what is typed, the best first: words, menu and shortcut."""

    def __init__(self, everything: list[Found], theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._everything = everything
        self._theme = theme
        self._shown = list(everything)
        self._blank = QPixmap(_ICON, _ICON)
        self._blank.fill(Qt.GlobalColor.transparent)

    def look_for(self, typed: str) -> None:
        """Show what fits `typed`."""
        ranked = [
            (fit, place, found)
            for place, found in enumerate(self._everything)
            if (fit := rank(f"{found.words} {found.path}", typed)) is not None
        ]
        self.beginResetModel()
        self._shown = [found for _, _, found in sorted(ranked, key=lambda one: one[:2])]
        self.endResetModel()

    def found(self, place: int) -> Found | None:
        """Return what stands at a place, if anything."""
        return self._shown[place] if 0 <= place < len(self._shown) else None

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 3

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        found = self.found(index.row()) if index.isValid() else None
        if found is None:
            return None
        first = index.column() == 0
        unavailable = bool(found.action.property("unavailable"))
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return (found.words, found.path, found.keys)[index.column()]
            case Qt.ItemDataRole.DecorationRole if first:
                icon = found.action.icon()
                return self._blank if icon.isNull() else icon
            case Qt.ItemDataRole.ForegroundRole if unavailable or not first:
                return self._theme.colour("faint" if unavailable else "muted")
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(found.words, found.action.statusTip())
            case Qt.ItemDataRole.AccessibleTextRole if first:
                reason = found.action.statusTip() if unavailable else ""
                return ", ".join(filter(None, (found.words, found.path, found.keys, reason)))
            case _:
                return None


class MenuSearch(QDialog):
    """Type, choose with the arrows, Enter; an impossible action says why, as everywhere."""

    def __init__(self, bar: QMenuBar, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Commands"))
        self.setObjectName("menu_search")
        self.setProperty("surface", "float")
        self._model = FoundModel(actions_of(bar), theme, self)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(self.tr("Find an action by its name"))
        self.edit.setAccessibleName(self.edit.placeholderText())
        self.edit.textChanged.connect(self._look)
        self.edit.installEventFilter(self)
        self.view = QTreeView()
        self.view.setAccessibleName(self.tr("Actions"))
        self.view.setProperty("roomy", "true")
        self.view.setIconSize(QSize(_ICON, _ICON))
        self.view.setRootIsDecorated(False)
        self.view.setHeaderHidden(True)
        self.view.setAllColumnsShowFocus(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.ensurePolished()  # else the first row is measured without its style
        self.view.setModel(self._model)
        self.view.activated.connect(self._run)
        self.view.clicked.connect(self._run)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(8)
        column.addWidget(self.edit)
        column.addWidget(self.view, 1)
        self.resize(620, 440)
        self.view.setColumnWidth(0, 300)
        self.view.setColumnWidth(1, 170)
        self._look("")

    def _look(self, typed: str) -> None:
        self._model.look_for(typed)
        self.view.setCurrentIndex(self._model.index(0, 0))

    def _step(self, by: int) -> None:
        last = self._model.rowCount() - 1
        place = max(0, min(last, self.view.currentIndex().row() + by))
        self.view.setCurrentIndex(self._model.index(place, 0))

    def _run(self, index: QModelIndex) -> None:
        found = self._model.found(index.row())
        self.accept()
        if found is not None:
            # Only when this is gone: what the action opens must not lie below it.
            QTimer.singleShot(0, found.action, found.action.trigger)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        match event.key():
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Up:
                self._step(-1)
            case Qt.Key.Key_PageDown:
                self._step(10)
            case Qt.Key.Key_PageUp:
                self._step(-10)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._run(self.view.currentIndex())
            case _:
                return super().eventFilter(watched, event)
        return True

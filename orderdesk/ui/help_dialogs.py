"""Help: the list of keyboard shortcuts, and what this program is."""

import platform
from collections.abc import Iterable

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from orderdesk import __version__
from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.labels import PlainLabel
from orderdesk.ui.window_actions import plain_words

Group = tuple[str, list[QAction]]
_NAME = "orderdesk"


class ShortcutsDialog(QDialog):
    """Every shortcut, by menu, and the keys that work inside the list."""

    def __init__(self, groups: Iterable[Group], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(560, 620)
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        for title, actions in groups:
            self._add(grid, title, [(_keys(one), plain_words(one)) for one in actions])
        self._add(grid, self.tr("In the list of orders"), self._list_keys())
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName(self.windowTitle())
        area.setWidget(inner)
        area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.addWidget(area, 1)
        column.addWidget(buttons)

    def _list_keys(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Up, Down, Page Up, Page Down"), self.tr("Move")),
            (self.tr("Home, End"), self.tr("First and last order")),
            (self.tr("Shift+arrows, Space"), self.tr("Select")),
            (self.tr("Enter"), self.tr("Go to the order's detail")),
            ("/", self.tr("Type what to find")),
            (self.tr("Esc"), self.tr("Clear the selection, then the filter")),
            ("Shift+F10", self.tr("What can be done with the order")),
        ]

    def _add(self, grid: QGridLayout, title: str, rows: list[tuple[str, str]]) -> None:
        shown = [row for row in rows if row[0]]
        if not shown:
            return
        place = grid.rowCount()
        heading = PlainLabel(title, tone="heading")
        heading.setContentsMargins(0, 10 if place > 1 else 0, 0, 0)
        grid.addWidget(heading, place, 0, 1, 2)
        for offset, (keys, words) in enumerate(shown, start=1):
            grid.addWidget(PlainLabel(words), place + offset, 1)
            grid.addWidget(PlainLabel(keys, tone="muted"), place + offset, 0)


class AboutDialog(QDialog):
    """Name, version and licence, to be read and copied."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About orderdesk"))
        picture = PlainLabel()
        ratio = self.devicePixelRatioF()
        picture.setPixmap(icons.pixmap("orderdesk", theme.colour("accent"), 48, ratio))
        name = PlainLabel(_NAME)
        name.set_size("title")
        self._facts = self.tr("Version {version}\nPython {python}, Qt {qt}\n{system}").format(
            version=__version__,
            python=platform.python_version(),
            qt=qVersion(),
            system=platform.platform(),
        )
        words = self.tr(
            "The desk for the orders of all your vendors.\n"
            "Apache License 2.0. Icons by Lucide (ISC), the Inter typeface (OFL)."
        )
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(name)
        column.addWidget(PlainLabel(words))
        column.addWidget(PlainLabel(self._facts, tone="muted", selectable=True))
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(column, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 16)
        whole.setSpacing(16)
        whole.addLayout(top)
        whole.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        copy = QPushButton(self.tr("Copy"))
        copy.setAutoDefault(False)
        copy.setAccessibleDescription(self.tr("Copies the versions."))
        copy.clicked.connect(self._copy)
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(copy)
        row.addWidget(close)
        return row

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{_NAME}\n{self._facts}")


def _keys(action: QAction) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(keys.toString(native) for keys in action.shortcuts())

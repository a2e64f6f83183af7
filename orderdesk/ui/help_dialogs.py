"""Help: the list of keyboard shortcuts, and what this program is."""

from collections.abc import Iterable

import PySide6
from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from orderdesk.diagnostics import versions
from orderdesk.licences import licences
from orderdesk.ui.aside import Aside, Tell
from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.labels import PlainLabel
from orderdesk.ui.widgets.text_shelf import ShelfText, TextShelf
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
    """Name, versions and licences, to be read and copied."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About orderdesk"))
        self.setAccessibleName(self.windowTitle())
        self.facts = PlainLabel(tone="muted", selectable=True)
        self.shelf = TextShelf(self.tr("Parts"), self.tr("The part's licence"))
        tabs = QTabWidget()
        tabs.setAccessibleName(self.windowTitle())
        tabs.addTab(self._versions(), self.tr("Versions"))
        tabs.addTab(self.shelf, self.tr("Licences"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 16)
        whole.setSpacing(16)
        whole.addLayout(self._head(theme, icons))
        whole.addWidget(tabs, 1)
        whole.addLayout(self._foot())
        self.resize(900, 560)
        self._read()

    def _head(self, theme: Theme, icons: Icons) -> QHBoxLayout:
        picture = PlainLabel()
        ratio = self.devicePixelRatioF()
        picture.setPixmap(icons.pixmap("orderdesk", theme.colour("accent"), 48, ratio))
        name = PlainLabel(_NAME)
        name.set_size("title")
        words = PlainLabel(self.tr("The desk for the orders of all your vendors."))
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(name)
        column.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        return row

    def _versions(self) -> QWidget:
        own = self.tr(
            "Free software under the Apache License, Version 2.0. Qt and PySide6 are used under "
            "the GNU Lesser General Public License, version 3. The licences of all parts stand "
            "under Licences."
        )
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 14, 4, 4)
        column.setSpacing(14)
        column.addWidget(self.facts)
        column.addWidget(PlainLabel(own, wrap=True))
        column.addStretch(1)
        return page

    def _read(self) -> None:
        """Read versions and licences, some hundred files, beside the window."""
        aside: Aside[tuple[str, list[ShelfText]]] = Aside(_about, self)
        aside.done.connect(self._take)
        aside.failed.connect(self._on_failed)

    def _take(self, found: tuple[str, list[ShelfText]]) -> None:
        facts, texts = found
        self.facts.setText(facts)
        self.copy_button.show()
        self.shelf.put(texts)

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, OSError):
            raise error
        self.facts.setText(self.tr("The package's notices are missing; install it again."))

    def _foot(self) -> QHBoxLayout:
        self.copy_button = QPushButton(self.tr("Copy versions"))
        self.copy_button.setAutoDefault(False)
        _keep_place(self.copy_button)
        self.copy_button.clicked.connect(self._copy)
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.copy_button)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{_NAME}\n{self.facts.text()}")


def _keep_place(button: QPushButton) -> None:
    """Hide a button until there is something for it to do, and leave its place free."""
    policy = button.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    button.setSizePolicy(policy)
    button.hide()


def _about(_tell: Tell) -> tuple[str, list[ShelfText]]:
    facts = {**versions(), "Qt": f"{qVersion()}, PySide {PySide6.__version__}"}
    texts = [
        ShelfText(f"{one.name}  {one.version}", one.licence, f"{one.licence}\n\n{one.text}")
        for one in licences()
    ]
    return "\n".join(f"{name} {value}" for name, value in facts.items()), texts


def _keys(action: QAction) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(keys.toString(native) for keys in action.shortcuts())

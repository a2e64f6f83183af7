"""A list of texts, and beside it the one that is chosen, to be read and copied."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QSplitter, QWidget

from orderdesk.ui.tips import plain_tip

# A view with very many lines is slow to fill; the whole is in the file.
_MOST_SHOWN = 100_000
_LIST_WIDTH = 250


@dataclass(frozen=True, slots=True)
class ShelfText:
    """One text: what it is called in the list, a sentence on it, and itself."""

    name: str
    says: str
    text: str


class TextShelf(QSplitter):
    """Shows one of several texts, plain and read-only."""

    def __init__(self, list_name: str, text_name: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.names = QListWidget()
        self.names.setAccessibleName(list_name)
        self.names.setUniformItemSizes(True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName(text_name)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setChildrenCollapsible(False)
        self.addWidget(self.names)
        self.addWidget(self.text)
        self.setStretchFactor(1, 1)
        self._texts: list[ShelfText] = []
        self.names.currentRowChanged.connect(self._show)

    def put(self, texts: Sequence[ShelfText]) -> None:
        """Show these texts, the first one at once."""
        self._texts = list(texts)
        self.names.clear()
        for one in self._texts:
            item = QListWidgetItem(one.name)
            item.setToolTip(plain_tip(one.name, one.says))
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, one.says)
            self.names.addItem(item)
        self.setSizes([_LIST_WIDTH, max(self.width() - _LIST_WIDTH, _LIST_WIDTH)])
        if self._texts:
            self.names.setCurrentRow(0)

    def _show(self, row: int) -> None:
        if not 0 <= row < len(self._texts):
            self.text.clear()
            return
        text = self._texts[row].text
        if len(text) > _MOST_SHOWN:
            # Of a log the end is what matters.
            more = self.tr("(The beginning is left out here; it is in the file.)")
            text = f"{more}\n{text[-_MOST_SHOWN:]}"
        self.text.setPlainText(text)

"""A text to read: headings, values and marks, inserted as plain text and selectable as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from orderdesk.ui.theme import Theme

# No frame and no ground of its own; where the focus is shows all the same.
QUIET = """
QTextEdit, QPlainTextEdit { border: 1px solid transparent; border-radius: 0; padding: 0;
    background: transparent; }
QTextEdit:focus, QPlainTextEdit:focus { border-color: palette(highlight); }
"""


class Look(StrEnum):
    """How a piece of text looks."""

    PLAIN = "plain"
    STRONG = "strong"
    MUTED = "muted"
    OLD = "old"
    """Struck through: the value before."""
    NEW = "new"
    BAD = "bad"
    GOOD = "good"


_COLOURS = {Look.MUTED: "muted", Look.OLD: "muted", Look.BAD: "red", Look.GOOD: "green"}
_WEIGHTY = {Look.STRONG, Look.NEW, Look.BAD, Look.GOOD}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text in one look."""

    text: str
    look: Look = Look.PLAIN


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Pieces on one line, with some room above and to the left, in pixels."""

    pieces: tuple[Piece, ...]
    above: int = 2
    indent: int = 0


class WordsView(QTextEdit):
    """Shows paragraphs; nothing in them is taken for markup."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._paragraphs: tuple[Paragraph, ...] = ()
        self._about = ""
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet(QUIET)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(0)
        self.setViewportMargins(15, 8, 10, 6)
        theme.changed.connect(self._write)

    def show_paragraphs(self, paragraphs: Sequence[Paragraph], *, about: str = "") -> None:
        """Show these; what is read stays where it is as long as they are `about` the same."""
        if about != self._about:
            self.verticalScrollBar().setValue(0)
        self._about = about
        if tuple(paragraphs) != self._paragraphs:
            self._paragraphs = tuple(paragraphs)
            self._write()

    def _write(self) -> None:
        at = self.verticalScrollBar().value()
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for number, paragraph in enumerate(self._paragraphs):
            form = QTextBlockFormat()
            form.setTopMargin(paragraph.above)
            form.setLeftMargin(paragraph.indent)
            form.setTextIndent(0)
            if number:
                cursor.insertBlock(form)
            else:
                cursor.setBlockFormat(form)
            for piece in paragraph.pieces:
                cursor.insertText(piece.text, self._format(piece.look))
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(at)

    def _format(self, look: Look) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setForeground(self._theme.colour(_COLOURS.get(look, "text")))
        if look in _WEIGHTY:
            form.setFontWeight(QFont.Weight.DemiBold)
        if look is Look.NEW:
            form.setBackground(self._theme.colour("stage"))
        form.setFontStrikeOut(look is Look.OLD)
        return form

"""Editing a value where it stands: the form's editor in a cell, with the keys of a cell."""

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.domain.fields import FieldSpec, clean
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue
from orderdesk.ui.context import Context
from orderdesk.ui.forms.editors import Editor
from orderdesk.ui.forms.field_editors import Source, field_editor
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.staging.bubble import Bubble, Tone
from orderdesk.ui.staging.cell_draft import Cell, CellDraft

TYPED_BEFORE = QT_TRANSLATE_NOOP("messages", "You typed this before; Esc drops it.")
SEVERAL_LINES = QT_TRANSLATE_NOOP("messages", "Enter stages it, Shift+Enter begins a new line.")
KEYS = QT_TRANSLATE_NOOP("messages", "Enter stages it, Tab goes on, Esc leaves.")
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_OWN_KEYS = _ENTER | {Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape}
# A window in front or a menu of the editor's own is no leaving.
_STAYING = frozenset(
    {
        Qt.FocusReason.ActiveWindowFocusReason,
        Qt.FocusReason.PopupFocusReason,
        Qt.FocusReason.MenuBarFocusReason,
    }
)


class After(StrEnum):
    """Where a person goes on when a value is taken."""

    STAY = "stay"
    NEXT = "next"
    PREVIOUS = "previous"
    AWAY = "away"
    """Somewhere else: another widget has the focus already."""


class CellEditor(QWidget):
    """A field's editor in the place of its value, made by `cell_editor`.

    Enter, Tab and Shift+Tab give a right value out, Esc leaves, going elsewhere gives it out
    too. A wrong one stays with a sentence under it. Its owner stages what is committed, calls
    `wait` until that is answered and then `close_cell`, or `refuse` with the sentence.

    Signals:
        committed: the cleaned value, and the After that says where to go on.
        left: it was left, with nothing kept; also when nothing was changed. The After.
    """

    committed = Signal(object, object)
    left = Signal(object)

    def __init__(
        self,
        context: Context,
        cell: Cell,
        editor: Editor,
        fields: Mapping[str, FieldValue],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.cell = cell
        self.editor = editor
        self._shown = fields.get(editor.spec.key) or None
        self._fields = fields
        self._draft = CellDraft(context, cell, self)
        self._pending: After | None = None
        self._typed = False
        self._open = True
        self.bubble = Bubble(context.theme, context.icons, self)
        self.setObjectName("cell-editor")
        self.setAutoFillBackground(True)
        self.setFocusProxy(editor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(editor)
        editor.set_value(self._shown)
        editor.follow(fields)
        editor.name(say_text(editor.spec.label), say_text(KEYS))
        editor.edited.connect(self._on_edited)
        editor.widget.installEventFilter(self)

    def begin(self) -> None:
        """Take the focus, with all that stands there selected, and ask for an earlier text."""
        widget = self.editor.widget
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            widget.selectAll()
        if isinstance(widget, QPlainTextEdit):
            self.bubble.say(say_text(SEVERAL_LINES), Tone.NOTE)
        self._draft.load(self._on_draft)

    @property
    def dirty(self) -> bool:
        """Whether something is typed that is not given out."""
        return self._typed

    def text(self) -> str:
        """Return what is typed, as it is typed."""
        widget = self.editor.widget
        if isinstance(widget, QLineEdit):
            return widget.text()
        if isinstance(widget, QPlainTextEdit):
            return widget.toPlainText()
        return self.editor.value() or ""

    def type_again(self, text: str) -> None:
        """Put a text in as if it were typed now."""
        widget = self.editor.widget
        if isinstance(widget, QLineEdit):
            widget.selectAll()
            widget.insert(text)
        elif isinstance(widget, QPlainTextEdit):
            widget.setPlainText(text)
        else:
            self.editor.put(text or None)
            self._on_edited()

    def problem(self) -> str:
        """Return what is wrong with what is typed; "" if nothing is."""
        found = self.editor.problem() or self._cleaned()[1]
        return "" if found is None else say(found)

    def commit(self, after: After) -> None:
        """Give the value out, or say what is wrong with it and stay."""
        if not self._open or not self.isEnabled():
            return
        problem = self.problem() if self._typed else ""
        if problem:
            # A name that was typed out in full is looked for, and taken when it is found.
            self._pending = after
            self._complain(problem)
            if isinstance(self.editor.widget, QLineEdit):
                self.editor.widget.editingFinished.emit()
            return
        value = self._cleaned()[0] if self._typed else self._shown
        if (value or None) == self._shown:
            self.leave(after)
        else:
            self.committed.emit(value, after)

    def leave(self, after: After = After.STAY) -> None:
        """Leave without a change; what was half typed is forgotten."""
        self._draft.drop()
        self._open = False
        self.left.emit(after)

    def wait(self) -> None:
        """Take no more keys while what was committed is being staged."""
        self.setEnabled(False)

    def refuse(self, sentence: str) -> None:
        """Go on editing: what was committed was not taken, for this reason."""
        self.setEnabled(True)
        self._complain(sentence)
        self.keep_text()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_text(self) -> None:
        """Keep what is typed as a draft, though it was committed before."""
        self._draft.keep(self.text())

    def close_cell(self, *, keep: bool) -> None:
        """Go away; with `keep`, what is half typed is offered when the cell is edited next."""
        self._open = False
        if keep:
            self._draft.flush()
        else:
            self._draft.drop()
        self.bubble.say("")
        self.hide()
        self.deleteLater()

    def _cleaned(self) -> tuple[FieldValue, Message | None]:
        return clean(self.editor.spec, self.editor.value(), self._fields)

    def _complain(self, sentence: str) -> None:
        self.editor.mark(wrong=True)
        self.editor.name(say_text(self.editor.spec.label), sentence)
        self.bubble.say(sentence)

    def _on_edited(self) -> None:
        self._typed = True
        self._draft.keep(self.text())
        if self._pending is not None and self.text() and not self.problem():
            after, self._pending = self._pending, None
            self.commit(after)
            return
        self.editor.mark(wrong=False)
        self.editor.name(say_text(self.editor.spec.label), say_text(KEYS))
        self.bubble.say("")

    def _on_draft(self, text: str) -> None:
        if self._open and not self._typed and text != self.text():
            self.type_again(text)
            self.bubble.say(say_text(TYPED_BEFORE), Tone.NOTE)

    def _on_key(self, event: QKeyEvent) -> bool:
        """Act on a key of a cell; False where it is the editor's own."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = modifiers == Qt.KeyboardModifier.ShiftModifier
        if key == Qt.Key.Key_Escape and not modifiers:
            self.leave()
        elif key in _ENTER and not (shift and isinstance(self.editor.widget, QPlainTextEdit)):
            self.commit(After.STAY)
        elif key == Qt.Key.Key_Backtab or (key == Qt.Key.Key_Tab and shift):
            self.commit(After.PREVIOUS)
        elif key == Qt.Key.Key_Tab and not modifiers:
            self.commit(After.NEXT)
        else:
            return False
        return True

    def _away(self) -> None:
        if self._open and self.isVisible() and not self.isAncestorOf(self.window().focusWidget()):
            self.commit(After.AWAY)

    @override
    def eventFilter(self, arg__1: QObject, arg__2: QEvent) -> bool:
        if isinstance(arg__2, QKeyEvent):
            kind = arg__2.type()
            if kind is QEvent.Type.ShortcutOverride and arg__2.key() in _OWN_KEYS:
                arg__2.accept()
                return True
            if kind is QEvent.Type.KeyPress:
                self._pending = None
                if self._on_key(arg__2):
                    return True
        elif isinstance(arg__2, QFocusEvent) and self._open and _goes(arg__2):
            QTimer.singleShot(0, self, self._away)
        return super().eventFilter(arg__1, arg__2)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        # The window may be closing: what is half typed is kept at once.
        if self._open:
            self._draft.flush()
        super().hideEvent(event)

    @override
    def sizeHint(self) -> QSize:
        hint = self.editor.sizeHint()
        if isinstance(self.editor.widget, QComboBox):
            return hint
        return QSize(max(hint.width(), 80), hint.height())


def _goes(event: QFocusEvent) -> bool:
    """Whether the focus goes elsewhere, and not only to another window or a menu."""
    return event.lostFocus() and event.reason() not in _STAYING


def cell_editor(
    context: Context,
    spec: FieldSpec,
    cell: Cell,
    fields: Mapping[str, FieldValue],
    *,
    source: Source | None = None,
    parent: QWidget | None = None,
) -> CellEditor:
    """Return an editor for a cell; `fields` are what the order or the line shows now.

    To be placed over the cell and shown; then `begin` gives it the focus.
    """
    connection = cell.order_id.partition(":")[0]
    editor = field_editor(spec, context, source or Source(connection))
    return CellEditor(context, cell, editor, fields, parent)

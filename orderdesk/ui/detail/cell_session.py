"""Edits values of one order in their table, and hands what is typed to staging."""

from functools import partial

import shiboken6
from PySide6.QtCore import QObject, QRect, Qt, Signal

from orderdesk.domain.errors import DeskError, InputError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue
from orderdesk.domain.staging import Editable, EditableField, Step
from orderdesk.services.views import OrderView
from orderdesk.ui.context import Context
from orderdesk.ui.detail.cell_table import CellTable
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.forms.field_editors import Source
from orderdesk.ui.forms.subjects import number_of
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.staging.bubble import Tone
from orderdesk.ui.staging.cell_draft import Cell
from orderdesk.ui.staging.cell_editors import After, CellEditor, cell_editor
from orderdesk.ui.staging.stager import Stager

NOT_STAGED = QT_TRANSLATE_NOOP(
    "messages", "{field} of order {number} was not staged. {why} What you typed is kept there."
)
GONE = QT_TRANSLATE_NOOP("messages", "There is no such value on the order any more.")
_FIGURE, _WIDEST = 112, 180
_STEPS = {After.NEXT: 1, After.PREVIOUS: -1}


def why_not(field: EditableField) -> str:
    """Return why a value cannot be edited and the way out."""
    parts = (field.reason, field.way_out)
    return " ".join(say(part) for part in parts if part is not None)


class CellSession(QObject):
    """At most one editor is open in the table; those before it may still be being staged.

    A newer reading of the order leaves the open editor and what is typed into it alone.

    Signals:
        refused: a value's name, and why it cannot be edited with the way out.
        opened: the Cell whose editor was opened.
        kept: something was staged; the order is to be read again.
    """

    refused = Signal(str, str)
    opened = Signal(object)
    kept = Signal()

    def __init__(self, context: Context, table: CellTable) -> None:
        super().__init__(table)
        self._context = context
        self._table = table
        self._stager: Stager | None = None
        self._view: OrderView | None = None
        self._editable: Editable | None = None
        self._editor: CellEditor | None = None
        self._staging: list[CellEditor] = []
        self._done: list[CellEditor] = []
        self._left_number = ""
        table.begun.connect(self.begin)
        table.laid_out.connect(self._place_all)

    @property
    def editor(self) -> CellEditor | None:
        """The editor that is open."""
        return self._editor

    def use_stager(self, stager: Stager) -> None:
        """Edit in place from now on, and stage what is typed there."""
        self._stager = stager
        self._table.in_place = True
        # Whoever looks through what is staged expects to see what was just typed.
        stager.review_wanted.connect(self._commit)

    def show_view(self, view: OrderView, editable: Editable) -> None:
        """Take note of the order as it is now; what is being edited stays."""
        if self._view is not None and view.order.id != self._view.order.id:
            self.leave_order()
        self._view, self._editable = view, editable
        for editor in self._done:
            editor.close_cell(keep=False)
        self._done.clear()
        open_ = self._editor
        if open_ is not None and not self._table.index_of(open_.cell).isValid():
            self._close(open_)
            self.refused.emit(say_text(open_.editor.spec.label), say_text(GONE))
        self._place_all()

    def _commit(self) -> None:
        if self._editor is not None:
            self._editor.commit(After.AWAY)

    def leave_order(self) -> None:
        """Stage what is typed, as another order is to be shown; what is wrong stays a draft."""
        self._commit()
        if self._editor is not None:
            self._close(self._editor)
        if self._view is not None:
            self._left_number = number_of(self._view)
        for editor in self._staging:
            editor.hide()

    def begin(self, cell: Cell) -> None:
        """Open the editor of a value, or say why there is none."""
        if self._view is None or self._editable is None or self._stager is None:
            return
        field = self._field(cell)
        if field is None:
            self.refused.emit(*self._table.why_fixed(cell))
            return
        if field.action is None:
            self.refused.emit(say_text(field.spec.label), why_not(field))
            return
        self._commit()
        if self._editor is not None:
            self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not any(editor.cell == cell for editor in self._staging):
            self._open(self._view, cell, field, field.action)

    def _field(self, cell: Cell) -> EditableField | None:
        editable = self._editable
        if editable is None:
            return None
        fields = editable.lines.get(cell.line_id, {}) if cell.line_id else editable.order
        return fields.get(cell.field)

    def _open(self, view: OrderView, cell: Cell, field: EditableField, action: str) -> None:
        table = self._table
        index = table.index_of(cell)
        table.setCurrentIndex(index)
        table.scrollTo(index)
        line = view.order.line(cell.line_id) if cell.line_id else None
        rule = view.description.rules.action(action)
        source = Source(view.order.connection, view.names, None, rule.fields if rule else ())
        shown = dict(line.fields if line is not None else view.order.fields)
        editor = cell_editor(
            self._context, field.spec, cell, shown, source=source, parent=table.viewport()
        )
        # What it shows is what the person saw; whatever comes meanwhile is found by it.
        base = None if field.staged else {cell.field: shown.get(cell.field)}
        editor.committed.connect(partial(self._on_committed, editor, action, base))
        editor.left.connect(partial(self._on_left, editor))
        self._editor = editor
        self._place(editor)
        editor.show()
        editor.begin()
        if not table.is_titled(field.spec):
            said = (say_text(field.spec.label), editor.bubble.text())
            editor.bubble.say(". ".join(filter(None, said)), Tone.NOTE)
        self.opened.emit(cell)

    def _on_committed(
        self,
        editor: CellEditor,
        action: str,
        base: dict[str, FieldValue] | None,
        value: FieldValue,
        after: After,
    ) -> None:
        cell, stager = editor.cell, self._stager
        if stager is None:
            return
        if self._editor is editor:
            self._editor = None
        self._staging.append(editor)
        stager.put(
            cell.order_id,
            action,
            {cell.field: value},
            line_id=cell.line_id or None,
            base=base,
            then=partial(self._on_kept, editor),
            otherwise=partial(self._on_refused, editor),
        )
        self._go_on(cell, after)
        editor.wait()

    def _on_left(self, editor: CellEditor, after: After) -> None:
        self._close(editor, keep=False)
        self._go_on(editor.cell, after)

    def _go_on(self, cell: Cell, after: After) -> None:
        """Go back to the table, or to the next value that can be edited."""
        if after is After.AWAY:
            return
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        step = _STEPS.get(after)
        cells = list(self._table.cells())
        if step is None or cell not in cells:
            return
        at = cells.index(cell) + step
        while 0 <= at < len(cells):
            field = self._field(cells[at])
            if field is not None and field.action is not None:
                self.begin(cells[at])
                return
            at += step

    def _on_kept(self, editor: CellEditor, _step: Step) -> None:
        if not shiboken6.isValid(self) or editor not in self._staging:
            return
        self._staging.remove(editor)
        # It goes when the order is shown with the new value, so that the old one never shows.
        self._done.append(editor)
        self.kept.emit()

    def _on_refused(self, editor: CellEditor, error: DeskError) -> None:
        if not shiboken6.isValid(self) or editor not in self._staging:
            return
        self._staging.remove(editor)
        found = None
        if isinstance(error, InputError):
            found = error.problems.get(editor.cell.field)
        why = say(found) if found is not None else sentences(error)
        view = self._view
        if view is None or view.order.id != editor.cell.order_id:
            self._keep_for_later(editor, why)
            return
        if self._editor is not None:
            self._close(self._editor, keep=self._editor.dirty)
        self._editor = editor
        editor.refuse(why)

    def _keep_for_later(self, editor: CellEditor, why: str) -> None:
        editor.keep_text()
        self._close(editor)
        if self._stager is not None:
            name = Message(editor.editor.spec.label)
            facts = {"field": name, "number": self._left_number, "why": why}
            self._stager.refused.emit("warning", say(Message(NOT_STAGED, facts)))

    def _close(self, editor: CellEditor, *, keep: bool = True) -> None:
        if self._editor is editor:
            self._editor = None
        editor.close_cell(keep=keep)

    def _place_all(self) -> None:
        for editor in (self._editor, *self._staging, *self._done):
            if editor is not None:
                self._place(editor)

    def _place(self, editor: CellEditor) -> None:
        """Lay an editor over its value, wider and taller where it needs the room."""
        table = self._table
        index = table.index_of(editor.cell)
        if not index.isValid():
            return
        cell, ground, hint = table.visualRect(index), table.viewport(), editor.sizeHint()
        side = index.data(Qt.ItemDataRole.TextAlignmentRole)
        right = isinstance(side, int) and bool(side & Qt.AlignmentFlag.AlignRight.value)
        wanted = _FIGURE if right else min(hint.width(), _WIDEST)
        width = min(max(cell.width(), wanted), ground.width())
        left = cell.right() + 1 - width if right else cell.left()
        left = max(0, min(left, ground.width() - width))
        top = cell.top() + max(0, (cell.height() - hint.height()) // 2)
        if ground.rect().contains(cell.topLeft()):
            top = max(0, min(top, ground.height() - hint.height()))
        editor.setGeometry(QRect(left, top, width, hint.height()))
        editor.bubble.place()

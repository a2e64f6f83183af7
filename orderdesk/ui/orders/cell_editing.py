"""Edits cells of the list where they stand, and hands what is typed to staging."""

from functools import partial
from typing import NamedTuple

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from orderdesk.domain.errors import DeskError, InputError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue
from orderdesk.domain.shown import ShownRow
from orderdesk.domain.staging import EditableField, Step
from orderdesk.services.editing import editing_of
from orderdesk.services.views import OrderView
from orderdesk.ui.announcement import announce
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.forms.field_editors import Source
from orderdesk.ui.forms.subjects import number_of
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.orders.columns import COLUMNS, Column, column
from orderdesk.ui.orders.table_model import OrderTableModel
from orderdesk.ui.orders.table_view import OrderTable
from orderdesk.ui.staging.cell_draft import Cell
from orderdesk.ui.staging.cell_editors import After, CellEditor, cell_editor
from orderdesk.ui.staging.stager import Stager

CANNOT = QT_TRANSLATE_NOOP("messages", "{field} of order {number} cannot be edited: {why}")
NO_FIELD = QT_TRANSLATE_NOOP(
    "messages", "{vendor} has no field for it that can be written. The order is {state}."
)
IN_DETAIL = QT_TRANSLATE_NOOP("messages", "Enter shows what the order has, with what can be done.")
GONE = QT_TRANSLATE_NOOP(
    "messages",
    "Order {number} is no longer in this list. What you typed into {field} is kept, and offered "
    "when that is edited next.",
)
NOT_STAGED = QT_TRANSLATE_NOOP("messages", "{field} of order {number} was not staged. {why}")
_NARROWEST = 110
_STEPS = {After.NEXT: 1, After.PREVIOUS: -1}
# Keys that an editor of one line does not take must not move the list under it.
_MOVING = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class Spot(NamedTuple):
    """A cell of the list: its order's row id and its place in COLUMNS."""

    rowid: int
    at: int

    @property
    def column(self) -> Column:
        """What the cell shows."""
        return COLUMNS[self.at]


class Open(NamedTuple):
    """An editor that is open, or whose value is being staged, with what it was opened on."""

    editor: CellEditor
    spot: Spot
    view: OrderView
    action: str
    base: dict[str, FieldValue] | None


class CellEditing(QObject):
    """At most one editor is open in the list; those before it may still be being staged.

    Whatever becomes of the list, the editor goes with its row; where the row goes, what is typed
    is kept as a draft. Each row follows the rules of its own vendor.

    Signals:
        said: a kind of notice and a sentence, on what cannot be edited or was not staged.
    """

    said = Signal(str, str)

    def __init__(
        self, context: Context, table: OrderTable, model: OrderTableModel, stager: Stager
    ) -> None:
        super().__init__(table)
        self._context = context
        self._table = table
        self._model = model
        self._stager = stager
        self._own = (table, table.viewport())
        self._wanted: Spot | None = None
        self._open: Open | None = None
        self._staging: list[Open] = []
        self._done: list[Open] = []
        table.edit_wanted.connect(self.begin)
        table.laid_out.connect(self._place_all)
        table.listed.connect(self._go_along)
        model.dataChanged.connect(self._close_done)

    @property
    def busy(self) -> bool:
        """Whether an editor is open."""
        return self._open is not None

    @property
    def editor(self) -> CellEditor | None:
        """The editor that is open."""
        return self._open.editor if self._open is not None else None

    def begin(self) -> None:
        """Open the editor of the current cell, or say why there is none, once that is known."""
        row, index = self._table.current_row(), self._table.currentIndex()
        if row is None:
            return
        if self._open is not None:
            self._open.editor.commit(After.AWAY)
        if self._open is not None:
            # What is wrong with it stands under it.
            self._show(self._open)
            return
        self._wanted = Spot(row.rowid, index.column())
        self._context.tasks.call(
            self._context.desk.orders.view(row.id, read=False),
            name="look whether a cell can be edited",
            then=partial(self._offered, self._wanted, row),
            otherwise=partial(self._not_offered, row),
        )

    def _offered(self, spot: Spot, row: ShownRow, view: OrderView) -> None:
        # Who has gone on meanwhile, or types elsewhere, gets no editor in the way.
        now, column = self._table.current_row(), self._table.currentIndex().column()
        there = now is not None and (now.rowid, column) == spot
        if self._wanted != spot or not there or self._table.window().focusWidget() not in self._own:
            return
        self._wanted = None
        field = self._field(view, spot.column)
        if field is not None and field.action is not None:
            self._edit(view, spot, field, field.action)
        else:
            self._refuse(spot.column, row, view, field)

    def _not_offered(self, row: ShownRow, error: DeskError) -> None:
        self._wanted = None
        facts = {"field": _name(self._table.currentIndex().column()), "number": _number(row)}
        self._say("info", Message(CANNOT, {**facts, "why": sentences(error)}))

    @staticmethod
    def _field(view: OrderView, one: Column) -> EditableField | None:
        return editing_of(view).by_attribute(one.attribute) if one.attribute else None

    def _refuse(
        self, one: Column, row: ShownRow, view: OrderView, field: EditableField | None
    ) -> None:
        """Say what state the order is in, which rule forbids it, and the way out."""
        parts = [] if field is None else [field.reason, field.way_out]
        said = [say(part) for part in parts if part is not None]
        name = Message(field.spec.label if field is not None else one.title)
        if field is None:
            state = view.description.rules.state(view.order.vendor_state)
            word = Message(state.label) if state is not None else view.order.vendor_state
            facts = {"vendor": view.description.title, "state": word}
            said = [say(Message(NO_FIELD, facts)), say_text(one.way or IN_DETAIL)]
        facts = {"field": name, "number": _number(row), "why": " ".join(said)}
        self._say("info", Message(CANNOT, facts))

    def _say(self, kind: str, message: Message) -> None:
        text = say(message)
        self.said.emit(kind, text)
        announce(self._table, text)

    def _edit(self, view: OrderView, spot: Spot, field: EditableField, action: str) -> None:
        self._table.scrollTo(self._table.currentIndex())
        rule = view.description.rules.action(action)
        source = Source(view.order.connection, view.names, None, rule.fields if rule else ())
        shown, key = dict(view.order.fields), field.spec.key
        editor = cell_editor(
            self._context,
            field.spec,
            Cell(view.order.id, key),
            shown,
            source=source,
            parent=self._table.viewport(),
        )
        # What it shows is what the person saw; whatever comes meanwhile is found by it.
        base = None if field.staged else {key: shown.get(key)}
        one = self._open = Open(editor, spot, view, action, base)
        editor.committed.connect(partial(self._on_committed, one))
        editor.left.connect(partial(self._on_left, one))
        editor.editor.edited.connect(partial(self._show, one))
        editor.installEventFilter(self)
        self._place(one)
        editor.show()
        editor.begin()

    def _on_committed(self, one: Open, value: FieldValue, after: After) -> None:
        if self._open is one:
            self._open = None
        self._staging.append(one)
        cell = one.editor.cell
        self._stager.put(
            cell.order_id,
            one.action,
            {cell.field: value},
            base=one.base,
            then=partial(self._on_kept, one),
            otherwise=partial(self._on_refused, one),
        )
        self._go_on(one, after)
        one.editor.wait()

    def _on_left(self, one: Open, after: After) -> None:
        self._close(one, keep=False)
        self._go_on(one, after)

    def _go_on(self, one: Open, after: After) -> None:
        """Go back to the list, or to the next cell of the row that can be edited."""
        if after is After.AWAY:
            return
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        step, shown = _STEPS.get(after), self._table.header.visible_columns()
        place = self._model.place(one.spot.rowid)
        if step is None or place is None or one.spot.at not in shown:
            return
        at = shown.index(one.spot.at) + step
        while 0 <= at < len(shown):
            field = self._field(one.view, COLUMNS[shown[at]])
            if field is not None and field.action is not None:
                self._table.go_to_cell(place, shown[at])
                self._edit(one.view, Spot(one.spot.rowid, shown[at]), field, field.action)
                return
            at += step

    def _on_kept(self, one: Open, step: Step) -> None:
        if not shiboken6.isValid(self) or one not in self._staging:
            return
        self._staging.remove(one)
        if step.empty:
            one.editor.close_cell(keep=False)
            return
        # It goes when its row shows the new value, so that the old one is never seen again.
        self._done.append(one)

    def _close_done(self) -> None:
        left: list[Open] = []
        for one in self._done:
            row = self._model.known(one.spot.rowid)
            old = one.view.row
            if row == old:
                left.append(one)
            else:
                one.editor.close_cell(keep=False)
        self._done = left

    def _on_refused(self, one: Open, error: DeskError) -> None:
        if not shiboken6.isValid(self) or one not in self._staging:
            return
        self._staging.remove(one)
        found = error.problems.get(one.editor.cell.field) if isinstance(error, InputError) else None
        why = say(found) if found is not None else sentences(error)
        if self._model.place(one.spot.rowid) is None:
            one.editor.keep_text()
            one.editor.close_cell(keep=True)
            self._say("warning", Message(NOT_STAGED, {**self._facts(one), "why": why}))
            return
        if self._open is not None:
            self._close(self._open, keep=self._open.editor.dirty)
        self._open = one
        one.editor.refuse(why)
        self._show(one)

    def _facts(self, one: Open) -> dict[str, str | Message]:
        label = Message(one.editor.editor.spec.label)
        return {"field": label, "number": number_of(one.view)}

    def _close(self, one: Open, *, keep: bool) -> None:
        if self._open is one:
            self._open = None
        one.editor.close_cell(keep=keep)

    def _show(self, one: Open) -> None:
        """Scroll to where a person is typing."""
        place = self._model.place(one.spot.rowid)
        if place is not None:
            self._table.scrollTo(self._model.index(place, one.spot.at))
            self._place(one)

    def _place_all(self) -> None:
        for one in (self._open, *self._staging, *self._done):
            if one is not None:
                self._place(one)

    def _go_along(self) -> None:
        """Go with the rows that are in the list; what is typed where one went is kept."""
        self._place_all()
        self._close_done()
        one = self._open
        if one is not None and self._model.place(one.spot.rowid) is None:
            kept = one.editor.dirty
            self._close(one, keep=kept)
            if kept:
                self._say("info", Message(GONE, self._facts(one)))

    def _place(self, one: Open) -> None:
        """Lay an editor over its cell, wider and taller where it needs the room."""
        place, editor = self._model.place(one.spot.rowid), one.editor
        if place is None:
            editor.hide()
            return
        cell = self._table.visualRect(self._model.index(place, one.spot.at))
        ground, hint = self._table.viewport(), editor.sizeHint()
        width = min(max(cell.width(), _NARROWEST, min(hint.width(), 200)), ground.width())
        left = max(0, min(cell.left(), ground.width() - width))
        height = max(cell.height(), hint.height())
        top = cell.top() - (height - cell.height()) // 2
        editor.setGeometry(QRect(left, top, width, height))
        if ground.rect().intersects(editor.geometry()):
            editor.bubble.place()
        else:
            editor.bubble.hide()

    @override
    def eventFilter(self, arg__1: QObject, arg__2: QEvent) -> bool:
        pressed = isinstance(arg__2, QKeyEvent) and arg__2.type() is QEvent.Type.KeyPress
        if pressed and isinstance(arg__2, QKeyEvent) and arg__2.key() in _MOVING:
            return True
        return super().eventFilter(arg__1, arg__2)


def _name(at: int) -> Message:
    one = COLUMNS[at] if 0 <= at < len(COLUMNS) else column("number")
    return Message(one.title if one is not None else "")


def _number(row: ShownRow) -> str:
    return row.number or row.name or row.vendor_id

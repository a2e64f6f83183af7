"""One field in conflict: what it was, one's own value, theirs, and something else."""

from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy
from typing_extensions import override

from orderdesk.domain.fields import clean
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue
from orderdesk.services.conflicts import THEIRS, Contested, TheirChoice
from orderdesk.ui.activity.changes import Surroundings
from orderdesk.ui.conflict.choice import Choice
from orderdesk.ui.context import Context
from orderdesk.ui.forms.editors import Editor
from orderdesk.ui.forms.field_editors import Source, field_editor
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.widgets.labels import PlainLabel

EMPTY = QT_TRANSLATE_NOOP("messages", "empty")
TAKEN_OFF = QT_TRANSLATE_NOOP("messages", "taken off")
TYPE_A_VALUE = QT_TRANSLATE_NOOP("messages", "Type a value")
YOURS_OF = QT_TRANSLATE_NOOP("messages", "{field}: yours, {value}")
THEIRS_OF = QT_TRANSLATE_NOOP("messages", "{field}: theirs now, {value}")
OTHER_OF = QT_TRANSLATE_NOOP("messages", "{field}: something else")
WAS_OF = QT_TRANSLATE_NOOP("messages", "{field}: it was {value}")
AGAIN = QT_TRANSLATE_NOOP("messages", "Changed again a moment ago.")


class Side(StrEnum):
    """Whose value is to stay."""

    MINE = "mine"
    THEIRS = "theirs"
    OTHER = "other"


KEYS = {
    Qt.Key.Key_1: Side.MINE,
    Qt.Key.Key_M: Side.MINE,
    Qt.Key.Key_2: Side.THEIRS,
    Qt.Key.Key_T: Side.THEIRS,
    Qt.Key.Key_3: Side.OTHER,
    Qt.Key.Key_E: Side.OTHER,
}
_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_UPWARDS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ConflictRow(QObject):
    """The widgets of a field in the table's grid.

    Signals:
        changed: the person chose, or typed.
        stepped: focus is to go so many rows down (int), and to that side's box (Side).
        settled: the choice was made by key, so that the next field can come.
    """

    changed = Signal()
    stepped = Signal(int, object)
    settled = Signal()

    def __init__(
        self, context: Context, contested: Contested, grid: QGridLayout, line: int, *, whole: bool
    ) -> None:
        """`whole`: an item is taken off, so that there is nothing else to type."""
        super().__init__(grid.parentWidget())
        self._context = context
        self._whole = whole
        self.contested = contested
        self.side: Side | None = None
        self.editor: Editor | None = None
        self._around: Surroundings | None = None
        self._label = say_text(contested.spec.label)
        self.label = PlainLabel(self._label, tone="strong", wrap=True)
        self.base = PlainLabel(tone="muted", wrap=True)
        for label in (self.label, self.base):
            label.setContentsMargins(0, 7, 0, 0)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.boxes = {side: Choice() for side in Side}
        self.note = PlainLabel(tone="error", wrap=True)
        self.note.set_size("small")
        self.note.hide()
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.label, line, 0, top)
        grid.addWidget(self.base, line, 1, top)
        for column, (side, box) in enumerate(self.boxes.items(), 2):
            box.chosen.connect(lambda side=side: self.choose(side, focus=True))
            box.mark.installEventFilter(self)
            grid.addWidget(box, line, column)
        grid.addWidget(self.note, line + 1, 2, 1, 3)
        self.boxes[Side.OTHER].setVisible(not whole)

    def widgets(self) -> tuple[PlainLabel | Choice, ...]:
        """Return everything of it."""
        return (self.label, self.base, *self.boxes.values(), self.note)

    def show_values(self, contested: Contested, around: Surroundings) -> None:
        """Show the values as they are now; what was chosen stays chosen."""
        again = self._around is not None and contested.theirs != self.contested.theirs
        self.contested, self._around = contested, around
        base = self._shown(contested.base)
        self.base.setText(base)
        facts = {"field": self._label}
        self.base.setAccessibleName(say(Message(WAS_OF, {**facts, "value": base})))
        mine = say_text(TAKEN_OFF) if self._whole else self._shown(contested.mine)
        theirs = self._shown(contested.theirs)
        for side, template, text in (
            (Side.MINE, YOURS_OF, mine),
            (Side.THEIRS, THEIRS_OF, theirs),
            (Side.OTHER, OTHER_OF, say_text(TYPE_A_VALUE)),
        ):
            spoken = say(Message(template, {**facts, "value": text}))
            self.boxes[side].show_value(text, spoken)
        if again:
            self.say_note(say_text(AGAIN), tone="warning")

    def choose(self, side: Side, *, focus: bool = False) -> None:
        """Choose a side; the editor of something else opens with one's own value."""
        self.side = side
        for other, box in self.boxes.items():
            box.show_taken(taken=other is side)
        if side is Side.OTHER:
            editor = self._edit()
            editor.show()
            self.boxes[side].value.hide()
            if focus:
                editor.widget.setFocus()
        self.say_note("")
        self.changed.emit()

    def value(self) -> FieldValue | TheirChoice:
        """Return what was chosen; only where something was."""
        match self.side:
            case Side.THEIRS:
                return THEIRS
            case Side.OTHER:
                return self._edit().value()
            case _:
                return self.contested.mine

    def typed(self) -> FieldValue:
        """Return what is typed as something else, whether it is chosen or not."""
        return None if self.editor is None else self.editor.value()

    def type_again(self, value: FieldValue) -> None:
        """Put what was typed before."""
        self._edit().put(value)

    def problem(self) -> Message | None:
        """Return what is wrong with what is typed, where it is chosen."""
        if self.side is not Side.OTHER:
            return None
        editor = self._edit()
        return editor.problem() or clean(self.contested.spec, editor.value(), {})[1]

    def say_note(self, text: str, *, tone: str = "error") -> None:
        """Say something under the values, or nothing any more."""
        self.note.set_tone(tone)
        self.note.setText(text)
        self.note.setVisible(bool(text))
        if self.editor is not None:
            self.editor.mark(wrong=bool(text) and tone == "error")

    def focus(self, side: Side | None = None) -> None:
        """Give the focus to a side's box, else to the chosen one's, else to one's own."""
        wanted = side or self.side or Side.MINE
        box = self.boxes[Side.MINE if wanted is Side.OTHER and self._whole else wanted]
        box.mark.setFocus(Qt.FocusReason.TabFocusReason)

    def _shown(self, value: FieldValue) -> str:
        around = self._around
        text = around.shown(self.contested.spec, value) if around is not None else value or ""
        return text or say_text(EMPTY)

    def _edit(self) -> Editor:
        if self.editor is not None:
            return self.editor
        around = self._around
        view = around.view if around is not None else None
        source = Source() if view is None else Source(view.order.connection, view.names, view.order)
        editor = self.editor = field_editor(self.contested.spec, self._context, source)
        editor.name(say(Message(OTHER_OF, {"field": self._label})), "")
        editor.set_value(self.contested.mine)
        editor.edited.connect(self._on_edited)
        self.boxes[Side.OTHER].column.insertWidget(0, editor)
        editor.setVisible(self.side is Side.OTHER)
        return editor

    def _on_edited(self) -> None:
        if self.side is not Side.OTHER:
            self.choose(Side.OTHER)
        problem = self.problem()
        self.say_note(say(problem) if problem else "")
        self.changed.emit()

    @override
    def eventFilter(self, arg__1: QObject, arg__2: QEvent) -> bool:
        if not isinstance(arg__2, QKeyEvent) or arg__2.type() is not QEvent.Type.KeyPress:
            return False
        here = next((side for side, box in self.boxes.items() if box.mark is arg__1), Side.MINE)
        key = Qt.Key(arg__2.key())
        if key in KEYS:
            self._choose_by_key(KEYS[key])
        elif key in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose_by_key(here)
        elif key in _SIDEWAYS:
            sides = [side for side in Side if not (self._whole and side is Side.OTHER)]
            place = sides.index(here) + _SIDEWAYS[key]
            self.focus(sides[min(max(place, 0), len(sides) - 1)])
        elif key in _UPWARDS:
            self.stepped.emit(_UPWARDS[key], here)
        else:
            return False
        return True

    def _choose_by_key(self, side: Side) -> None:
        if side is Side.OTHER and self._whole:
            return
        self.choose(side, focus=side is Side.OTHER)
        if side is not Side.OTHER:
            self.settled.emit()

"""The lifecycle diagram: states, where the order is, and which ways are open to it."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from orderdesk.domain.actions import Verdict
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.rules import VendorRules
from orderdesk.domain.status import OrderStatus
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.icons import Icons
from orderdesk.ui.lifecycle.canvas import Canvas
from orderdesk.ui.lifecycle.chart import BOX_HEIGHT, Chart, lay_out, least_width, on_the_way
from orderdesk.ui.lifecycle.letters import Lettering, letterings
from orderdesk.ui.lifecycle.reading import own_state, read_states, summary, way_standing
from orderdesk.ui.lifecycle.state_box import StateBox
from orderdesk.ui.theme import Theme
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.widgets.labels import PlainLabel

_NOTE_GAP = 14
_EDGE = 3
# What a line that goes around all boxes takes.
_AROUND = 8
_CHARTS = 32
OTHERS = QT_TRANSLATE_NOOP("messages", "and {count} other states")
ONE_OTHER = QT_TRANSLATE_NOOP("messages", "and one other state")
FEWER = QT_TRANSLATE_NOOP("messages", "Only the states that ways lead to")
DO = QT_TRANSLATE_NOOP("messages", "{action}…")
CHANGE = QT_TRANSLATE_NOOP("messages", "Change the state")


class LifecycleDiagram(QScrollArea):
    """Draws a vendor's table with the state of one order and its open ways.

    States that no way touches wait behind a button. Where the states are each company's own
    there is no table: then the one the order is in stands alone, with what it means.

    It is one stop of the Tab key: arrows move between the states, Enter takes the way.

    Signals:
        action_requested: the name of the action that leads to the state that was chosen.
    """

    action_requested = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._rules: VendorRules | None = None
        self._shown: VendorRules | None = None
        """The table without what waits behind the button."""
        self._word = ""
        self._verdicts: Mapping[str, Verdict] = {}
        self._charts: dict[tuple[int, int, str], Chart] = {}
        self._height = BOX_HEIGHT
        self.boxes: dict[str, StateBox] = {}
        self.setObjectName("lifecycle")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._canvas = Canvas(theme)
        self.note = PlainLabel("", self._canvas, tone="muted", wrap=True)
        self.others = self._link(FEWER)
        self.others.setCheckable(True)
        self.others.toggled.connect(self._on_others)
        self.change = self._link(CHANGE)
        self.change.clicked.connect(self._on_change)
        self._changing = ""
        self.setWidget(self._canvas)
        self.viewport().setAutoFillBackground(False)
        self._canvas.setAutoFillBackground(False)
        self._drop_boxes()
        theme.changed.connect(self._canvas.update)

    def show_state(
        self,
        rules: VendorRules,
        word: str,
        verdicts: Mapping[str, Verdict],
        status: OrderStatus | None = None,
    ) -> None:
        """Show an order in the state the vendor calls `word`, and what may be done with it.

        `status` is what the state means here, for one that no table tells.
        """
        if rules is not self._rules or word != self._word or self._shown is None:
            self._rules, self._word = rules, word
            self._choose(rules)
        self._verdicts = verdicts
        readings = read_states(self._shown or rules, word, verdicts)
        self.setAccessibleName(summary(rules, word, readings, status))
        for reading in readings:
            state = rules.state(reading.word)
            self._box(reading.word).show_reading(reading, state.status if state else None)
        if rules.state(word) is None:
            self._show_own(rules, word, status)
        self._place()
        self._offer_focus()

    def clear(self) -> None:
        """Show nothing."""
        self._rules = self._shown = None
        self._drop_boxes()
        self._canvas.show_ways([])

    def _link(self, name: str) -> QToolButton:
        link = QToolButton(self._canvas)
        link.setAccessibleName(say_text(name))
        link.setProperty("kind", "link")
        link.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return link

    def _choose(self, rules: VendorRules) -> None:
        """Choose the states that are shown; the others wait behind a button."""
        few = on_the_way(rules, self._word)
        hidden = [state for state in rules.states if state not in few.states]
        self._shown = rules if self.others.isChecked() else few
        self._drop_boxes()
        self.others.setVisible(bool(hidden))
        text = say_text(ONE_OTHER)
        if len(hidden) > 1:
            text = say(Message(OTHERS, {"count": str(len(hidden))}))
        self.others.setText(say_text(FEWER) if self.others.isChecked() else text)
        names = ", ".join(say_text(state.label) for state in hidden)
        self.others.setAccessibleName(self.others.text())
        self.others.setAccessibleDescription(names)
        self.others.setToolTip(plain_tip(names))

    def _drop_boxes(self) -> None:
        for box in self.boxes.values():
            box.hide()
            box.deleteLater()
        self.boxes = {}
        for widget in (self.note, self.others, self.change):
            widget.hide()

    def _box(self, word: str) -> StateBox:
        if word not in self.boxes:
            box = StateBox(self._theme, self._icons, self._canvas)
            box.clicked.connect(partial(self._on_clicked, box))
            box.show()
            self.boxes[word] = box
        return self.boxes[word]

    def _show_own(self, rules: VendorRules, word: str, status: OrderStatus | None) -> None:
        """Show a state that is in no table, with what is known of it."""
        reading, note = own_state(rules, word, status)
        self._box(word).show_reading(reading, status, known=status is not None)
        self.note.setText(note)
        self.note.show()
        rule = next((rule for rule in rules.actions if rule.target_field), None)
        self.change.setVisible(rule is not None)
        if rule is not None:
            self._changing = rule.name
            self.change.setText(say(Message(DO, {"action": Message(rule.label)})))
            self.change.setAccessibleName(self.change.text())
            self.change.setAccessibleDescription(say_text(rule.summary))

    def _laid_out(self, rules: VendorRules) -> tuple[Lettering, Chart | None]:
        """Return the table as large as it fits, else as small as it gets."""
        here = rules.state(self._word)
        written = list(letterings(self._theme, here.label if here else ""))
        if not rules.states:
            return written[0], None
        # Widths between two steps give the same picture; leading the lines is not free.
        available = self.viewport().width() // 8 * 8
        fits = (one for one in written if least_width(rules, one.scale) + _AROUND <= available)
        lettering = next(fits, written[-1])
        key = (hash(rules.states), available, f"{lettering.font.key()} {self._word}")
        if key not in self._charts:
            if len(self._charts) >= _CHARTS:
                del self._charts[next(iter(self._charts))]
            self._charts[key] = lay_out(rules, lettering.scale, available=available - _AROUND)
        return lettering, self._charts[key]

    def _place(self) -> None:
        if self._shown is None:
            return
        lettering, chart = self._laid_out(self._shown)
        for box in self.boxes.values():
            box.write(lettering.font, wrapped=lettering.wrapped)
        room, wide, height = self.viewport().width(), 0, 0
        if chart is not None:
            wide, height = chart.width, chart.height
            for word, box in chart.boxes.items():
                self.boxes[word].setGeometry(box.x, box.y, box.width, box.height)
        ways = chart.ways if chart is not None else ()
        self._canvas.show_ways(
            [(way_standing(way.transitions, self._word, self._verdicts), way.route) for way in ways]
        )
        height = self._place_own(lettering, height, room)
        height = self._place_links(height)
        self._canvas.resize(max(wide, room), height)
        bar = self.horizontalScrollBar().sizeHint().height()
        self._height = height + (bar if wide > room else 0)
        self.setFixedHeight(self._height)
        current = self.boxes.get(self._word)
        if current is not None:
            self.ensureWidgetVisible(current, 60, 0)

    def _place_own(self, lettering: Lettering, above: int, width: int) -> int:
        """Place the box of a state that is in no table below the rest; return the height."""
        if self.note.isHidden():
            return above
        box = self.boxes[self._word]
        top = above + (_NOTE_GAP if above else _EDGE)
        wide = min(box.sizeHint().width(), width // 2)
        tall = lettering.scale.tall
        box.setGeometry(_EDGE, top, wide, tall)
        room = width - wide - _NOTE_GAP - 2 * _EDGE
        words = self.note.heightForWidth(room)
        # One line stands beside the middle of the box, several begin at its top.
        down = max(0, (tall - words) // 2)
        self.note.setGeometry(wide + _NOTE_GAP, top + down, room, max(words, 1))
        return top + max(words + down, tall) + _EDGE

    def _place_links(self, above: int) -> int:
        """Place the buttons below everything; return the height."""
        for link in (self.others, self.change):
            if not link.isHidden():
                size = link.sizeHint()
                indent = _EDGE if link is self.others else self.note.x() - 4
                link.setGeometry(indent, above + 2, size.width(), size.height())
                above += size.height() + 2
        return above

    def _offer_focus(self) -> None:
        """Make one box the stop of the Tab key: the focused one, else where the order is."""
        focused = next((box for box in self.boxes.values() if box.hasFocus()), None)
        stop = focused or self.boxes.get(self._word)
        for box in self.boxes.values():
            policy = Qt.FocusPolicy.StrongFocus if box is stop else Qt.FocusPolicy.ClickFocus
            box.setFocusPolicy(policy)

    def _on_others(self, _checked: bool) -> None:
        if self._rules is not None:
            focused = self.others.hasFocus()
            status = self.boxes[self._word].status if self._word in self.boxes else None
            self._shown = None
            self.show_state(self._rules, self._word, self._verdicts, status)
            if focused:
                self.others.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_change(self, _checked: bool = False) -> None:
        self.action_requested.emit(self._changing)

    def _on_clicked(self, box: StateBox) -> None:
        if box.reading.action is not None:
            self.action_requested.emit(box.reading.action)

    def _move_focus(self, across: int, down: int) -> None:
        current = next((box for box in self.boxes.values() if box.hasFocus()), None)
        if current is None:
            return
        here = current.geometry().center()

        def distance(box: StateBox) -> int | None:
            there = box.geometry().center() - here
            along = there.x() * across + there.y() * down
            aside = abs(there.x() * down) + abs(there.y() * across)
            return along + 3 * aside if along > 0 else None

        reach = {box: d for box in self.boxes.values() if (d := distance(box)) is not None}
        if reach:
            box = min(reach, key=lambda box: reach[box])
            box.setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(box)
            self._offer_focus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if event.key() in moves and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move_focus(*moves[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._canvas.width(), self._height)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._height)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Placing changes our height, which must not happen inside the layout that resizes us.
        QTimer.singleShot(0, self, self._place)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._place()

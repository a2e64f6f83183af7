"""The conflict view: each field's three values, the choice of each, and one button."""

import json
from typing import cast

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.domain.errors import DeskError, InputError, Refused
from orderdesk.domain.events import CommandChanged, OrdersChanged
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.order import FieldValue
from orderdesk.services.conflicts import ConflictView
from orderdesk.services.views import Decision
from orderdesk.ui.activity.changes import Surroundings, asked_by
from orderdesk.ui.activity.words import action_label
from orderdesk.ui.announcement import announce
from orderdesk.ui.conflict.row import Side
from orderdesk.ui.conflict.table import ConflictTable
from orderdesk.ui.conflict.words import HINT, HINT_WHOLE, merging, sending, whose
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.forms.subjects import number_of, subtitle_of
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.widgets.click_guard import ClickGuard
from orderdesk.ui.widgets.labels import PlainLabel
from orderdesk.ui.widgets.scrolled import scrolled
from orderdesk.ui.widgets.strip import Strip

LATER = QT_TRANSLATE_NOOP("messages", "Decide later")
ALL_MINE = QT_TRANSLATE_NOOP("messages", "All mine")
ALL_THEIRS = QT_TRANSLATE_NOOP("messages", "All theirs")
DROP = QT_TRANSLATE_NOOP("messages", "Drop my change")
DROP_WHAT = QT_TRANSLATE_NOOP("messages", "Drops the whole change; nothing is sent.")
_WIDTH, _HEIGHT = 880, 460
_USUAL_LETTERS = 17


class ConflictDialog(QDialog):
    """Asks about one command; closed without a choice it asks on, and keeps what is typed."""

    def __init__(
        self, context: Context, conflict: ConflictView, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.conflict = conflict
        self.command = conflict.entry.command.id
        self._busy = False
        self._restored = False
        self.setObjectName("conflict-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.strip = Strip(context.theme, context.icons, kind="error", closable=True)
        self.strip.hide()
        self.heading = PlainLabel(wrap=True)
        self.heading.set_size("large")
        self.subtitle = PlainLabel(tone="muted", wrap=True)
        self.whose = PlainLabel(wrap=True, selectable=True)
        self.table = ConflictTable(context)
        self.merging = PlainLabel(tone="muted", wrap=True, selectable=True)
        self.hint = PlainLabel(tone="faint", wrap=True)
        self.hint.set_size("small")
        self.all_mine = self._button(ALL_MINE)
        self.all_theirs = self._button(ALL_THEIRS)
        self.drop = self._button(DROP)
        self.drop.setAccessibleDescription(say_text(DROP_WHAT))
        self.later = self._button(LATER)
        self.send = QPushButton()
        self.send.setAutoDefault(False)
        self.send.setProperty("kind", "primary")
        self._lay_out()
        self.guard = ClickGuard(self)
        self.guard.watch(self.send, self.drop)
        self._connect()
        self.show_conflict(conflict)
        times = max(1.0, self.fontMetrics().height() / _USUAL_LETTERS)
        self.resize(round(_WIDTH * times), round(_HEIGHT * times))
        self._restore()
        self._focus_first()

    def show_conflict(self, conflict: ConflictView) -> None:
        """Show the values as they are now; what was chosen and typed stays."""
        self.conflict = conflict
        view = conflict.view
        around = Surroundings(view.description.rules, self._context.zone, view)
        descriptions = self._context.desk.connections.descriptions()
        action = action_label(conflict.entry.command.action, descriptions, view.order.vendor)
        item = asked_by(conflict.entry.command, around).item
        title = " · ".join(filter(None, (action, number_of(view), item)))
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.heading.setText(title)
        self.subtitle.setText(subtitle_of(view))
        self.whose.setText(whose(conflict, self._context.zone))
        self.setAccessibleDescription(self.whose.text())
        self.table.show_conflict(conflict, around)
        self.merging.setText(merging(conflict, around))
        self.merging.setVisible(self.merging.text() != "")
        self.hint.setText(say_text(HINT_WHOLE if conflict.removes else HINT))
        self.hint.setVisible(bool(conflict.contested))
        # What asks is one choice for an item: keeping it is dropping the change.
        self.drop.setVisible(not conflict.removes)
        for button in (self.all_mine, self.all_theirs):
            button.setVisible(len(conflict.contested) > 1)

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(say_text(text))
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(20, 16, 20, 8)
        column.setSpacing(8)
        for widget in (self.heading, self.subtitle, self.whose):
            column.addWidget(widget)
        column.addSpacing(6)
        column.addWidget(self.table)
        column.addWidget(self.hint)
        column.addSpacing(6)
        column.addWidget(self.merging)
        column.addStretch()
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 10, 20, 14)
        foot.setSpacing(8)
        foot.addWidget(self.all_mine)
        foot.addWidget(self.all_theirs)
        foot.addStretch()
        foot.addWidget(self.drop)
        foot.addWidget(self.later)
        foot.addWidget(self.send)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.strip)
        whole.addWidget(scrolled(inner), 1)
        whole.addLayout(foot)

    def _connect(self) -> None:
        self.all_mine.clicked.connect(lambda: self.table.choose_all(Side.MINE))
        self.all_theirs.clicked.connect(lambda: self.table.choose_all(Side.THEIRS))
        self.drop.clicked.connect(self._drop)
        self.later.clicked.connect(self.reject)
        self.send.clicked.connect(self._send)
        self.table.changed.connect(self._on_changed)
        self.table.completed.connect(self.send.setFocus)
        self._context.bridge.command_changed.connect(self._on_command)
        self._context.bridge.orders_changed.connect(self._on_orders)

    def _focus_first(self) -> None:
        rows = [*self.table.undecided(), *self.table.rows.values()]
        if rows:
            rows[0].focus()
        else:
            self.send.setFocus()

    def _on_changed(self) -> None:
        self.send.setText(sending(self.conflict, self.table.sides()))
        self.send.setAccessibleName(self.send.text())
        if self._restored:
            self._keep()

    @property
    def _draft(self) -> str:
        return f"conflict:{self.command}"

    def _keep(self) -> None:
        text = json.dumps(self.table.kept())
        self._context.tasks.call(
            self._context.desk.orders.save_draft(self._draft, text), name="keep what was chosen"
        )

    def _restore(self) -> None:
        def put_back(text: str | None) -> None:
            if text is not None:
                self.table.put_back(_kept(text))
                self._focus_first()
            self._restored = True

        self._context.tasks.call(
            self._context.desk.orders.draft(self._draft), name="what was chosen", then=put_back
        )

    def _send(self) -> None:
        if self._busy:
            return
        undecided = self.table.undecided()
        if undecided:
            row = undecided[0]
            problem = row.problem()
            if problem is not None:
                row.say_note(say(problem))
            row.focus()
            announce(self, self.send.text() if problem is None else say(problem), urgent=True)
            return
        self._busy = True
        self.strip.hide()
        self._context.tasks.call(
            self._context.desk.orders.resolve(
                self.command, self.table.choices(), seen=self.conflict.seen
            ),
            name="resolve a conflict",
            then=self._sent,
            otherwise=self._refused,
        )

    def _drop(self) -> None:
        if self._busy:
            return
        self._busy = True
        self.strip.hide()
        self._context.tasks.call(
            self._context.desk.orders.decide(self.command, Decision.GIVE_UP),
            name="drop a change in conflict",
            then=self._sent,
            otherwise=self._refused,
        )

    def _sent(self, _nothing: object) -> None:
        self._restored = False
        self._context.tasks.call(
            self._context.desk.orders.drop_draft(self._draft), name="forget what was chosen"
        )
        self.accept()

    def _refused(self, error: DeskError) -> None:
        self._busy = False
        if isinstance(error, InputError):
            for key, problem in error.problems.items():
                row = self.table.rows.get(key)
                if row is not None:
                    row.say_note(say(problem))
        text = sentences(error)
        self.strip.say(text)
        self.strip.show()
        announce(self, text, urgent=True)
        if isinstance(error, Refused):
            self._read()

    def _read(self) -> None:
        self._context.tasks.call(
            self._context.desk.orders.conflict(self.command),
            name="a conflict as it is now",
            then=self.show_conflict,
            otherwise=self._over,
        )

    def _over(self, _error: DeskError) -> None:
        """Nothing is asked any more: somebody has decided elsewhere."""
        if not self.strip.isVisible():
            self.accept()

    def _on_command(self, event: CommandChanged) -> None:
        if event.command == self.command and not self._busy:
            self._read()

    def _on_orders(self, event: OrdersChanged) -> None:
        if self._busy:
            return
        if event.all or self.conflict.view.order.id in event.changed:
            self._read()

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        enter = arg__1.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        control = bool(arg__1.modifiers() & Qt.KeyboardModifier.ControlModifier)
        focused = self.focusWidget()
        if enter and control:
            self._send()
        elif enter and isinstance(focused, QPushButton):
            # No button is the default one: Enter is for the one that has the focus.
            focused.click()
        elif not enter:
            super().keyPressEvent(arg__1)


def _kept(text: str) -> dict[str, tuple[str | None, FieldValue]]:
    """Read what was kept; what cannot be read is left out."""
    try:
        read: object = json.loads(text)
    except ValueError:
        return {}
    found: dict[str, tuple[str | None, FieldValue]] = {}
    if isinstance(read, dict):
        for key, pair in cast("dict[str, object]", read).items():
            if isinstance(pair, list) and len(cast("list[object]", pair)) == 2:
                side, typed = cast("list[object]", pair)
                found[key] = (_text(side), _text(typed))
    return found


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def open_conflict(context: Context, command_id: str, parent: QWidget) -> None:
    """Show a conflict in a dialog of the parent's window, where there still is one."""

    def opened(conflict: ConflictView) -> None:
        if not shiboken6.isValid(parent):
            return
        window = parent.window()
        if all(one.command != command_id for one in window.findChildren(ConflictDialog)):
            ConflictDialog(context, conflict, window).open()

    context.tasks.call(
        context.desk.orders.conflict(command_id), name="a conflict to resolve", then=opened
    )

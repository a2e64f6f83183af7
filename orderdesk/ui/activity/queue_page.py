"""The queue: what waits on one connection or on all, why, and how the connections are doing."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from orderdesk.services.queue import Queued, Withdrawn, is_editable, lined_up
from orderdesk.services.views import ConnectionStatus, Health
from orderdesk.ui.activity.log import Activity, read_queue
from orderdesk.ui.activity.queue_table import QueueTable
from orderdesk.ui.activity.queue_words import (
    age_text,
    change_text,
    named_state,
    state_text,
    wait_badge,
    wait_text,
)
from orderdesk.ui.activity.words import order_label
from orderdesk.ui.announcement import announce
from orderdesk.ui.bulk.table import Line
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.i18n import format_number, plural
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.widgets.card import Card
from orderdesk.ui.widgets.click_guard import ClickGuard
from orderdesk.ui.widgets.labels import ElidedLabel
from orderdesk.ui.widgets.strip import Strip

_AGES_MS = 30_000
_AWAY = frozenset({Health.OFFLINE, Health.SIGN_IN, Health.SLOW, Health.LOCKED, Health.FAILED})
_LOWEST = 80


class QueuePage(QWidget):
    """Lists what waits and lets it be edited, withdrawn and tried.

    Signals:
        current_changed: the current Activity, or None.
        opened: the current one's order is to be shown.
        edit_asked: the OutboxEntry whose form is to be opened again.
        copy_asked: the current one is to be copied.
    """

    current_changed = Signal(object)
    opened = Signal()
    edit_asked = Signal(object)
    copy_asked = Signal()

    def __init__(
        self, context: Context, watch: ConnectionWatch, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._watch = watch
        self._activities: dict[str, Activity] = {}
        self._queued: list[Queued] = []
        self._asking = False
        self._again = False
        self._known = False
        self._wanted = ""
        self.setObjectName("queue")
        self.setAccessibleName(self.tr("Queue"))
        # Of two pages the taller one would make the window's panes too high for a small screen.
        self.setMinimumHeight(_LOWEST)
        self.connections = QComboBox()
        self.state = ElidedLabel(tone="muted")
        self.try_button = self._button(self.tr("Try now"), self._try)
        self.edit_button = self._button(self.tr("Edit…"), self._edit)
        self.withdraw_button = self._button(self.tr("Withdraw"), self._withdraw)
        self.strip = Strip(context.theme, context.icons, kind="info", closable=True)
        self.table = QueueTable(context.theme, context.icons)
        self.empty = Card(context.theme, context.icons)
        self.stack = QStackedWidget()
        self._ages = QTimer(self, interval=_AGES_MS)
        self._lay_out()
        self._connect()
        self._fill_connections()
        self._list()

    def refresh(self) -> None:
        """Read what waits again."""
        if self._asking:
            self._again = True
            return
        self._asking = True
        self._context.tasks.call(read_queue(self._context.desk), name="the queue", then=self._take)

    def current(self) -> Activity | None:
        """Return the current command with its order."""
        return self._activities.get(self.table.current())

    def queued(self) -> Sequence[Queued]:
        """Return what is listed."""
        key = self._key()
        return [one for one in self._queued if key in {"", one.entry.command.connection}]

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _lay_out(self) -> None:
        self.connections.setAccessibleName(self.tr("Whose changes are listed"))
        self.try_button.setAccessibleDescription(
            self.tr("Tries the connections that cannot be reached at once.")
        )
        self.edit_button.setAccessibleDescription(
            self.tr("Opens the form with what it asks for; it keeps its place.")
        )
        self.strip.hide()
        row = QHBoxLayout()
        row.setContentsMargins(14, 4, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.connections)
        row.addWidget(self.state, 1)
        for button in (self.try_button, self.edit_button, self.withdraw_button):
            row.addWidget(button)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.strip)
        column.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.guard = ClickGuard(self)
        self.guard.watch(self.edit_button, self.withdraw_button)
        self._watch.changed.connect(self._on_connections)
        self.connections.activated.connect(self._on_connection)
        self._ages.timeout.connect(self._list)
        table = self.table
        table.current_changed.connect(self._on_current)
        table.chosen_changed.connect(self._show_buttons)
        table.opened.connect(self.opened)
        table.withdraw_asked.connect(self._withdraw)
        table.edit_asked.connect(self._edit)
        table.copy_asked.connect(self.copy_asked)

    def _take(self, activities: Sequence[Activity]) -> None:
        self._asking = False
        self._known = True
        self._activities = {activity.id: activity for activity in activities}
        self._list()
        if self._again:
            self._again = False
            self.refresh()

    def _list(self) -> None:
        """Line up what waits, as the connections are now."""
        now = datetime.now(UTC)
        entries = [activity.entry for activity in self._activities.values()]
        self._queued = lined_up(entries, self._watch.statuses, now)
        shown = self.queued()
        self.table.show_lines([self._line(one, now) for one in shown], self._tips(shown))
        self._fill_connections()
        self._show_state()
        self._show_buttons()
        self._show_empty(empty=not shown)
        self.current_changed.emit(self.current())

    def _line(self, one: Queued, now: datetime) -> Line:
        activity = self._activities[one.id]
        descriptions = self._context.desk.connections.descriptions()
        badge = wait_badge(one.wait)
        texts = (
            format_number(one.place),
            age_text(now - one.entry.command.created_at),
            order_label(activity),
            change_text(activity, descriptions, self._context.zone),
            badge.text,
        )
        return Line(one.id, badge, texts)

    def _tips(self, shown: Sequence[Queued]) -> dict[str, str]:
        places = {one.id: one.place for one in self._queued}
        descriptions = self._context.desk.connections.descriptions()
        zone, tips = self._context.zone, dict[str, str]()
        for one in shown:
            ahead: tuple[int, str] | None = None
            if one.behind is not None:
                earlier = self._activities[one.behind.command.id]
                ahead = (places[earlier.id], change_text(earlier, descriptions, zone))
            status = self._watch.get(one.entry.command.connection)
            tips[one.id] = wait_text(one, status, zone, ahead=ahead)
        return tips

    def _key(self) -> str:
        return str(self.connections.currentData() or "")

    def _fill_connections(self) -> None:
        """Offer all connections, and each with how it is doing and how much waits for it."""
        kept = self._key()
        zone = self._context.zone
        counts = [one.entry.command.connection for one in self._queued]
        entries = [(self._counted(self.tr("All connections"), len(counts)), "")]
        for status in self._watch.statuses:
            key = status.config.key
            entries.append((self._counted(named_state(status, zone), counts.count(key)), key))
        box = self.connections
        shown = [(box.itemText(at), str(box.itemData(at))) for at in range(box.count())]
        if shown == entries:
            return
        box.clear()
        for text, key in entries:
            box.addItem(text, key)
        box.setCurrentIndex(max(0, box.findData(kept)))
        box.setVisible(len(entries) > 2)

    def _counted(self, text: str, number: int) -> str:
        return f"{text} ({format_number(number)})" if number else text

    def _away(self) -> list[ConnectionStatus]:
        """Return the connections in sight that nothing can be sent to just now."""
        key = self._key()
        return [
            one
            for one in self._watch.statuses
            if key in {"", one.config.key} and (one.health in _AWAY or one.waits_until is not None)
        ]

    def _show_state(self) -> None:
        away, zone = self._away(), self._context.zone
        if not self._watch.statuses:
            text = ""
        elif not away:
            text = self.tr("Nothing keeps it from being sent.")
        elif self._key() or len(self._watch.statuses) == 1:
            text = state_text(away[0], zone)
            text = text[:1].upper() + text[1:]
        else:
            text = " · ".join(named_state(one, zone) for one in away)
        self.state.setText(text)
        self.state.setToolTip(plain_tip("\n".join(named_state(one, zone) for one in away)))
        self.state.setAccessibleName(text)
        self.try_button.setVisible(any(one.health is not Health.LOCKED for one in away))

    def _show_buttons(self) -> None:
        chosen = self.table.chosen()
        several = len(chosen) > 1
        text = self.tr("Withdraw %n change(s)", "", len(chosen)) if several else self.tr("Withdraw")
        self.withdraw_button.setText(plural(text, len(chosen)))
        self.withdraw_button.setAccessibleName(self.withdraw_button.text())
        self.withdraw_button.setVisible(bool(chosen))
        current = self.current()
        editable = current is not None and not several and is_editable(current.entry)
        self.edit_button.setVisible(editable)

    def _show_empty(self, *, empty: bool) -> None:
        self.stack.setCurrentIndex(1 if empty else 0)
        if not empty:
            return
        if not self._known:
            self.empty.show_state("loader", self.tr("Opening…"), "", progress=True)
            return
        self.empty.show_state(
            "circle-check",
            self.tr("Nothing waits"),
            self.tr("Every change has reached its vendor and is settled."),
        )

    def _on_connections(self) -> None:
        if self.isVisible():
            self._list()

    def _on_connection(self, _place: int) -> None:
        self._list()

    def _on_current(self, command_id: str) -> None:
        self._show_buttons()
        self.current_changed.emit(self._activities.get(command_id))

    def _try(self) -> None:
        keys = [one.config.key for one in self._away()]
        self._context.tasks.call(self._context.desk.sync.sync(keys), name="try connections again")

    def _edit(self) -> None:
        current = self.current()
        if current is None or self.edit_button.isHidden():
            return
        self.edit_asked.emit(current.entry)

    def _withdraw(self) -> None:
        chosen = self.table.chosen()
        if not chosen:
            return
        self._context.tasks.call(
            self._context.desk.queue.withdraw(chosen), name="withdraw changes", then=self._withdrawn
        )

    def _withdrawn(self, outcome: Withdrawn) -> None:
        done = len(outcome.done)
        parts: list[str] = []
        if done:
            text = self.tr("%n change(s) withdrawn; nothing of it was sent.", "", done)
            parts.append(plural(text, done))
        parts += dict.fromkeys(map(sentences, outcome.refused.values()))
        self.strip.set_kind("warning" if outcome.refused else "info")
        self.strip.say(" ".join(parts))
        self.strip.show()
        announce(self, self.strip.text(), urgent=bool(outcome.refused))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ages.start()
        self.refresh()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ages.stop()
        self.strip.hide()

"""One command in full: what was asked, how it fares, and what can be done about it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.errors import DeskError
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.services.queue import is_editable
from orderdesk.services.views import OrderView
from orderdesk.ui.activity.change_grid import ChangeGrid
from orderdesk.ui.activity.changes import Asked, Surroundings, asked_by
from orderdesk.ui.activity.decision_dialog import DECIDE, open_decision
from orderdesk.ui.activity.entry_text import as_text
from orderdesk.ui.activity.log import Activity
from orderdesk.ui.activity.words import (
    action_label,
    can_be_typed_again,
    customer_of,
    holdup,
    number_of,
    outlook,
    state_badge_of,
    vendor_words,
)
from orderdesk.ui.announcement import announce
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.i18n import format_clock, say_text
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.widgets.badge import BadgeLabel
from orderdesk.ui.widgets.click_guard import ClickGuard
from orderdesk.ui.widgets.labels import ElidedLabel, PlainLabel, restyle
from orderdesk.ui.widgets.scrolled import scrolled
from orderdesk.ui.widgets.strip import Strip

_SURFACES: dict[CommandState, str] = {
    CommandState.UNKNOWN: "warning",
    CommandState.ASKING: "warning",
    CommandState.REFUSED: "error",
    CommandState.REJECTED: "error",
    CommandState.FAILED: "error",
}


class EntryDetail(QWidget):
    """Shows one command.

    Signals:
        open_order: the id of the order it is about.
        edit_again: the OutboxEntry whose typed values are to be opened again.
        edit_waiting: the OutboxEntry that waits and is to ask for something else.
    """

    open_order = Signal(str)
    edit_again = Signal(object)
    edit_waiting = Signal(object)

    def __init__(
        self, context: Context, watch: ConnectionWatch, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._watch = watch
        self._activity: Activity | None = None
        self._view: OrderView | None = None
        self._busy = False
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Selected change"))
        self.strip = Strip(context.theme, context.icons, kind="error", closable=True)
        self.strip.hide()
        self.title = PlainLabel(wrap=True)
        self.title.set_size("large")
        self.subtitle = ElidedLabel(tone="muted")
        self.badge = BadgeLabel(context.theme, context.icons)
        self.when = ElidedLabel(tone="muted")
        self.box = QFrame()
        self.box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.box.setProperty("boxed", "true")
        self.reason = PlainLabel(wrap=True, selectable=True)
        self.words = PlainLabel(wrap=True, selectable=True)
        self.outlook = PlainLabel(tone="muted", wrap=True)
        self.request = PlainLabel(tone="muted", wrap=True, selectable=True)
        self.readings = PlainLabel(wrap=True, selectable=True)
        self.heading = PlainLabel(tone="heading")
        self.grid = ChangeGrid()
        self.open = self._button(self.tr("Open order"), "external-link", self._open)
        self.copy_button = self._button("", "copy", self.copy)
        self.copy_button.setAccessibleName(self.tr("Copy"))
        self.copy_button.setToolTip(plain_tip(self.tr("Copy everything said here as text")))
        self.decide = self._button(say_text(DECIDE), "", self._decide)
        self.decide.setProperty("kind", "primary")
        self.withdraw = self._button(self.tr("Withdraw"), "", self._withdraw)
        self.again = self._button(self.tr("Edit again"), "", self._type_again)
        self.edit = self._button(self.tr("Edit…"), "", self._edit)
        self._describe()
        self._lay_out()
        self.guard = ClickGuard(self)
        self.guard.watch(self.open, self.decide, self.withdraw, self.edit, self.again)
        watch.changed.connect(self._on_connections)

    def show_activity(self, activity: Activity | None) -> None:
        """Show a command, or nothing."""
        if activity == self._activity:
            return
        before, self._activity = self._activity, activity
        if activity is None:
            return
        if before is None or before.id != activity.id:
            self._view = None
            self.strip.hide()
            self._area.verticalScrollBar().setValue(0)
        if before is None or before.entry != activity.entry:
            self._busy = False
        self._show(activity)
        if self.isVisible():
            self._read_view(activity)

    def copy(self) -> None:
        """Copy everything known of the command as text."""
        activity = self._activity
        if activity is not None:
            asked = self._asked(activity)
            text = as_text(activity, self._action(activity), asked, self._context.zone)
            QGuiApplication.clipboard().setText(text)
            announce(self, self.tr("Copied"))

    def _button(self, text: str, icon: str, act: Callable[[], object]) -> QPushButton:
        # The style leaves no room between icon and word.
        button = QPushButton(f"\u2009{text}" if icon and text else text)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        if icon:
            self._context.icons.bind(button, icon)
        return button

    def _describe(self) -> None:
        """Say what the buttons do, to whoever does not see where they stand."""
        for button, text in (
            (self.decide, self.tr("Opens what there is to choose between.")),
            (self.withdraw, self.tr("Takes it back; nothing is sent.")),
            (self.again, self.tr("Opens the form with what you typed.")),
            (self.edit, self.tr("Opens the form with what it asks for; it keeps its place.")),
        ):
            button.setAccessibleDescription(text)

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        marks = QHBoxLayout()
        marks.setSpacing(8)
        marks.addWidget(self.badge)
        marks.addWidget(self.when, 1)
        boxed = QVBoxLayout(self.box)
        boxed.setContentsMargins(12, 9, 12, 9)
        boxed.setSpacing(5)
        for label in (self.reason, self.words, self.readings, self.outlook, self.request):
            boxed.addWidget(label)
        column.addWidget(self.title)
        column.addWidget(self.subtitle)
        column.addLayout(marks)
        column.addWidget(self.box)
        column.addSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.grid)
        column.addStretch()
        self._area = scrolled(inner)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 10)
        foot.setSpacing(8)
        for button in (self.open, self.copy_button):
            foot.addWidget(button)
        foot.addStretch()
        # What can be done stands below what is read, where nothing that is read moves it.
        for button in (self.withdraw, self.edit, self.again, self.decide):
            button.hide()
            foot.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.strip)
        whole.addWidget(self._area, 1)
        whole.addLayout(foot)

    def _show(self, activity: Activity) -> None:
        entry, command = activity.entry, activity.entry.command
        action = self._action(activity)
        number = number_of(activity)
        self.title.setText(f"{action} · {number}")
        account = activity.row.connection_name if activity.row else command.connection
        self.subtitle.setText(" · ".join(filter(None, (customer_of(activity), account))))
        self.badge.show_badge(state_badge_of(entry.state))
        self.when.setText(self._when(entry))
        self._fill_box(entry)
        self.decide.setVisible(entry.state is CommandState.ASKING)
        self.withdraw.setVisible(entry.state is CommandState.WAITING)
        self.again.setVisible(can_be_typed_again(entry))
        self.edit.setVisible(is_editable(entry))
        asked = self._asked(activity)
        self.heading.setVisible(bool(asked and asked.changes))
        self.heading.setText((asked.item if asked else "") or self.tr("What was asked"))
        self.grid.show_changes(asked.changes if asked else ())
        self.open.setVisible(activity.row is not None)

    def _fill_box(self, entry: OutboxEntry) -> None:
        status = self._watch.get(entry.command.connection)
        held = holdup(entry, status, self._context.zone)
        request = self.tr("Request id: {id}").format(id=entry.request_id or "")
        readings = "\n".join(f"•  {reading}" for reading in entry.readings)
        texts = (
            (self.reason, "" if held else entry.reason or ""),
            (self.words, vendor_words(entry)),
            (self.readings, readings),
            (self.outlook, outlook(entry, self._context.zone, status=status)),
            (self.request, request if entry.request_id else ""),
        )
        for label, text in texts:
            label.setText(text)
            label.setVisible(text != "")
        self.box.setVisible(any(text for _label, text in texts))
        self.box.setProperty("surface", _SURFACES.get(entry.state, "quiet"))
        restyle(self.box)

    def _when(self, entry: OutboxEntry) -> str:
        command, zone = entry.command, self._context.zone
        text = self.tr("asked {time} by {author} on {computer}").format(
            time=format_clock(command.created_at, zone),
            author=command.author or "—",
            computer=command.computer or "—",
        )
        if entry.settled_at is None:
            return text
        settled = self.tr("settled {time}").format(time=format_clock(entry.settled_at, zone))
        return f"{text} · {settled}"

    def _description(self, activity: Activity) -> ConnectorDescription | None:
        """Return the description of the order's vendor, else the one that has such an action."""
        descriptions = self._context.desk.connections.descriptions()
        vendor = activity.row.vendor if activity.row else ""
        fitting = [one for one in descriptions if one.vendor == vendor] or [
            one for one in descriptions if one.rules.action(activity.entry.command.action)
        ]
        return fitting[0] if fitting else None

    def _action(self, activity: Activity) -> str:
        descriptions = self._context.desk.connections.descriptions()
        vendor = activity.row.vendor if activity.row else ""
        return action_label(activity.entry.command.action, descriptions, vendor)

    def _asked(self, activity: Activity) -> Asked | None:
        description = self._description(activity)
        if description is None:
            return None
        around = Surroundings(description.rules, self._context.zone, self._view)
        return asked_by(activity.entry.command, around)

    def _read_view(self, activity: Activity) -> None:
        self._context.tasks.call(
            self._context.desk.orders.view(activity.entry.command.order_id),
            name="the order of a change",
            then=partial(self._take_view, activity.id),
            otherwise=self._without_view,
        )

    def _take_view(self, command_id: str, view: OrderView) -> None:
        if self._activity is not None and self._activity.id == command_id:
            self._view = view
            self._show(self._activity)

    def _without_view(self, _error: DeskError) -> None:
        """Leave ids where the order, and with it the names, is not here any more."""

    def _on_connections(self) -> None:
        if self._activity is not None:
            self._fill_box(self._activity.entry)

    def _decide(self) -> None:
        if self._activity is not None:
            open_decision(self._context, self._activity.id, self)

    def _withdraw(self) -> None:
        if self._activity is None or self._busy:
            return
        self._busy = True
        self.strip.hide()
        self._context.tasks.call(
            self._context.desk.orders.withdraw(self._activity.id),
            name="withdraw a change",
            otherwise=self._refused,
        )

    def _refused(self, error: DeskError) -> None:
        self._busy = False
        text = sentences(error)
        self.strip.say(text)
        self.strip.show()
        announce(self, text, urgent=True)

    def _edit(self) -> None:
        if self._activity is not None:
            self.edit_waiting.emit(self._activity.entry)

    def _type_again(self) -> None:
        if self._activity is not None:
            self.edit_again.emit(self._activity.entry)

    def _open(self) -> None:
        if self._activity is not None and self._activity.row is not None:
            self.open_order.emit(self._activity.entry.command.order_id)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._activity is not None and self._view is None:
            self._read_view(self._activity)

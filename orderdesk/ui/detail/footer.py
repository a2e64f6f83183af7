"""The foot of the detail: what was asked for here and is not settled yet."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.errors import DeskError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.staging import Pick
from orderdesk.services.views import OrderView
from orderdesk.ui.activity.decision_dialog import open_decision
from orderdesk.ui.conflict.loss_words import Loss
from orderdesk.ui.conflict.losses import LossList
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.context import Context
from orderdesk.ui.detail.command_row import CommandRow
from orderdesk.ui.detail.staged_row import StagedRow, difference_text
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.i18n import say_text
from orderdesk.ui.staging.counts import size_of
from orderdesk.ui.staging.stager import Stager
from orderdesk.ui.widgets.labels import PlainLabel

NOT_SETTLED = QT_TRANSLATE_NOOP("messages", "Changes of this order that are not settled")
# What stands over the commands: an error, and what was overwritten.
_FIXED = 2
_TALLEST, _SHARE = 260, 0.34
# Less would hide what is asked behind the edge.
_LEAST, _LEAST_ASKING = 96, 140


class Footer(QScrollArea):
    """Shows the open commands of an order: what asks for a decision, then the oldest first."""

    def __init__(
        self,
        context: Context,
        watch: ConnectionWatch | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._watch = watch
        self._view: OrderView | None = None
        self._asking = False
        self.rows: dict[str, CommandRow] = {}
        self.setObjectName("footer")
        self.setAccessibleName(say_text(NOT_SETTLED))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._inner = QWidget()
        self._inner.setProperty("surface", "stage")
        self._inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 2, 0, 2)
        self._column.setSpacing(0)
        self._stager: Stager | None = None
        self.staged = StagedRow(context)
        self._column.addWidget(self.staged)
        self.staged.review_wanted.connect(self._review)
        self.staged.sending_wanted.connect(self._send)
        self.staged.discard_wanted.connect(self._discard)
        self.error = PlainLabel(tone="error", wrap=True, selectable=True)
        self.error.setContentsMargins(16, 6, 16, 6)
        self.error.hide()
        self._column.addWidget(self.error)
        self.losses = LossList(context, follows=False)
        self._column.addWidget(self.losses)
        self.setWidget(self._inner)
        self.hide()
        if watch is not None:
            watch.changed.connect(self._on_connections)

    def use_stager(self, stager: Stager) -> None:
        """Tell what is staged from now on."""
        self._stager = stager
        stager.changed.connect(self._show_staged)

    @property
    def asking(self) -> bool:
        """Whether something waits for a person's decision."""
        return self._asking

    def show_view(self, view: OrderView) -> None:
        """Show what is not settled on an order."""
        self._view = view
        status = self._watch.get(view.order.connection) if self._watch else None
        staged = CommandState.STAGED
        open_ = {one.command.id: one for one in view.commands if one.state is not staged}
        for command in self.rows.keys() - open_.keys():
            row = self.rows.pop(command)
            row.hide()
            row.deleteLater()
            self.error.hide()
        for command, entry in open_.items():
            if command not in self.rows:
                row = CommandRow(self._context)
                row.withdrawn.connect(partial(self._withdraw, command))
                row.asked.connect(partial(self._decide, command))
                self._column.addWidget(row)
                row.watch()
                row.show()
                self.rows[command] = row
            self.rows[command].show_entry(entry, view, status)
        self._sort(open_)
        self.losses.show_losses([Loss(one, view) for one in view.overwritten])
        asking = any(entry.state is CommandState.ASKING for entry in view.commands)
        self._asking = asking or bool(view.overwritten)
        self._show_staged()
        self.setVisible(bool(view.commands or view.overwritten))
        self.updateGeometry()

    def _show_staged(self) -> None:
        """Show how much is staged on the order, and what it costs as far as that is known."""
        if self._view is None:
            return
        ids = {command.id for command in self._view.staged_commands}
        changes = self._stager.changes if self._stager else ()
        money = difference_text(one for one in changes if one.entry.command.id in ids)
        self.staged.show_changes(size_of(self._view.staged_commands), money)
        self.updateGeometry()

    def _review(self) -> None:
        if self._stager is not None:
            self._stager.review()

    def _send(self) -> None:
        commands = self._view.staged_commands if self._view else ()
        if self._stager is not None and commands:
            self._stager.send([Pick(command.id) for command in commands])

    def _discard(self) -> None:
        if self._stager is not None and self._view is not None:
            self._stager.discard_order(self._view.order.id)

    def _on_connections(self) -> None:
        if self._view is not None and self.rows:
            self.show_view(self._view)

    def _sort(self, entries: Mapping[str, OutboxEntry]) -> None:
        """Put what asks first, for the rest may have to be scrolled to."""
        asking = CommandState.ASKING
        order = sorted(entries, key=lambda one: entries[one].state is not asking)
        for place, command in enumerate(order, self._column.indexOf(self.losses) + 1):
            if self._column.indexOf(self.rows[command]) != place:
                self._column.removeWidget(self.rows[command])
                self._column.insertWidget(place, self.rows[command])

    def _withdraw(self, command: str) -> None:
        self._context.tasks.call(
            self._context.desk.orders.withdraw(command),
            name="withdraw a command",
            otherwise=self._fail,
        )

    def _decide(self, command: str) -> None:
        open_decision(self._context, command, self)

    def _fail(self, error: DeskError) -> None:
        self.error.setText(sentences(error))
        self.error.show()
        self.updateGeometry()

    def _tall(self) -> int:
        width = max(self.width(), 200)
        inner = self._inner.heightForWidth(width)
        page = self.parentWidget()
        share = round(page.height() * _SHARE) if page else _TALLEST
        tallest = min(_TALLEST, max(share, _LEAST_ASKING))
        return min(inner if inner > 0 else self._inner.sizeHint().height(), tallest)

    @override
    def eventFilter(self, arg__1: QObject, arg__2: QEvent) -> bool:
        if arg__1 is self._inner and arg__2.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(arg__1, arg__2)

    @override
    def sizeHint(self) -> QSize:
        return QSize(300, self._tall())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, min(self._tall(), _LEAST_ASKING if self._asking else _LEAST))

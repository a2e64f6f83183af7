"""Which order it is: its number, whose it is, its state and how long it has."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.shown import Mark
from orderdesk.domain.status import OrderStatus
from orderdesk.services.views import OrderView
from orderdesk.ui.context import Context
from orderdesk.ui.detail.badge_row import BadgeRow
from orderdesk.ui.detail.status_badges import status_badges
from orderdesk.ui.forms.subjects import customer_of, number_of
from orderdesk.ui.i18n import countdown, format_number, format_time, say, say_text
from orderdesk.ui.staging.counts import Counts, size_of
from orderdesk.ui.staging.words import staged_sentence
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.widgets.badge import Badge
from orderdesk.ui.widgets.labels import PlainLabel

LINE = QT_TRANSLATE_NOOP("messages", "{customer} · {connection} · placed {time}")
LINE_SHORT = QT_TRANSLATE_NOOP("messages", "{customer} · {connection}")
ORDER = QT_TRANSLATE_NOOP("messages", "Order {number}")
COPY_NUMBER = QT_TRANSLATE_NOOP("messages", "Copy the number")
EXPIRES = QT_TRANSLATE_NOOP("messages", "expires {span}")
EXPIRED = QT_TRANSLATE_NOOP("messages", "expired")
STAGED = QT_TRANSLATE_NOOP("messages", "{count} staged")
REVIEWS = QT_TRANSLATE_NOOP("messages", "Opens what is staged, to look through and send.")
NOT_THERE_YET = QT_TRANSLATE_NOOP("messages", "not at the vendor yet")
MARKS: dict[Mark, Badge] = {
    Mark.ASKING: Badge(
        QT_TRANSLATE_NOOP("messages", "needs your decision"), "violet", "circle-help"
    ),
    Mark.UNKNOWN: Badge(QT_TRANSLATE_NOOP("messages", "outcome unknown"), "amber", "circle-help"),
    Mark.SENDING: Badge(QT_TRANSLATE_NOOP("messages", "sending"), "blue", "send"),
    Mark.WAITING: Badge(QT_TRANSLATE_NOOP("messages", "not sent yet"), "slate", "hourglass"),
}
# The style leaves too little room between icon and word, and has no setting for it.
_GAP = "\u2009"
# What is past these no longer runs out.
_SETTLED = {OrderStatus.PROCESSED, OrderStatus.COMPLETED, OrderStatus.CANCELLED}
_SOON = timedelta(hours=24)
_TICK_MS = 15_000


class Header(QWidget):
    """The top of the detail.

    Signals:
        expired: the order's time has just run out.
        review_wanted: the person wants to look through what is staged.
    """

    expired = Signal()
    review_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._view: OrderView | None = None
        self._ahead = timedelta()
        # A line that cannot be edited: selectable, and a long number makes no wide panel.
        self.number = QLineEdit()
        self.number.setReadOnly(True)
        self.number.setTextMargins(-2, 0, 0, 0)
        self.number.setProperty("bare", "true")
        self.number.setProperty("scale", "title")
        self.number.setObjectName("order-number")
        self.number.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.copy_button = QToolButton()
        self.copy_button.setProperty("kind", "icon")
        self.copy_button.setAccessibleName(say_text(COPY_NUMBER))
        self.copy_button.setToolTip(plain_tip(say_text(COPY_NUMBER)))
        self.copy_button.clicked.connect(self._copy)
        context.icons.bind(self.copy_button, "copy", "muted")
        self.staged = self._staged_button()
        self.line = PlainLabel(tone="muted", wrap=True, selectable=True)
        self.line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.badges = BadgeRow(context.theme, context.icons)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.number, 1)
        top.addWidget(self.copy_button)
        top.addStretch(0)
        top.addWidget(self.staged)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 8)
        column.setSpacing(3)
        column.addLayout(top)
        column.addWidget(self.line)
        column.addSpacing(4)
        column.addWidget(self.badges)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.tick)

    def show_view(self, view: OrderView) -> None:
        """Show which order it is."""
        self._view = view
        # The vendor's clock decides what has expired; from here on it runs with ours.
        self._ahead = view.now - datetime.now(UTC)
        self._show_number(number_of(view))
        self.copy_button.setVisible(view.order.number is not None)
        facts = {
            "customer": customer_of(view),
            "connection": view.row.connection_name,
            "time": format_time(view.order.placed_at, self._context.zone, now=view.now),
        }
        self.line.setText(say(Message(LINE if facts["time"] else LINE_SHORT, facts)))
        self._show_staged(view)
        self._show_badges()
        expires = view.order.expires_at
        if expires is not None and expires > view.now:
            self._timer.start()
        else:
            self._timer.stop()

    def tick(self) -> None:
        """Let the countdown go on."""
        self._show_badges()
        expires = self._view.order.expires_at if self._view else None
        if expires is not None and expires <= self._now():
            self._timer.stop()
            self.expired.emit()

    def _now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def _show_badges(self) -> None:
        if self._view is not None:
            self.badges.show_badges(badges_of(self._view, self._now()))

    def _staged_button(self) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "pill")
        button.setAutoDefault(False)
        button.clicked.connect(self._on_staged)
        self._context.icons.bind(button, "pencil", "accent")
        button.hide()
        return button

    def _show_staged(self, view: OrderView) -> None:
        count = size_of(view.staged_commands)
        self.staged.setText(f"{_GAP}{say(Message(STAGED, {'count': format_number(count)}))}")
        self.staged.setAccessibleName(staged_sentence(Counts(count, 1)))
        self.staged.setToolTip(plain_tip(self.staged.accessibleName(), say_text(REVIEWS)))
        self.staged.setAccessibleDescription(say_text(REVIEWS))
        self.staged.setVisible(count > 0)

    def _on_staged(self) -> None:
        self.review_wanted.emit()

    def _show_number(self, number: str) -> None:
        font = self._context.theme.font(scale=1.38, weight=QFont.Weight.DemiBold)
        self.number.setText(number)
        self.number.setCursorPosition(0)
        self.number.setAccessibleName(say(Message(ORDER, {"number": number})))
        self.number.setToolTip(plain_tip(number))
        self.number.setMaximumWidth(QFontMetrics(font).horizontalAdvance(number) + 8)

    def _copy(self) -> None:
        if self._view is not None and self._view.order.number:
            QGuiApplication.clipboard().setText(self._view.order.number)


def badges_of(view: OrderView, now: datetime) -> list[Badge]:
    """Return the three axes of the status, expiry, and what is not settled, as badges."""
    order = view.order
    badges = status_badges(order, view.description.rules)
    if order.expires_at is not None and order.state not in _SETTLED:
        badges.append(_expiry(order.expires_at, now))
    if view.mirror is None:
        badges.append(Badge(say_text(NOT_THERE_YET), "slate", "upload"))
    if view.row.mark in MARKS:
        mark = MARKS[view.row.mark]
        badges.append(Badge(say_text(mark.text), mark.hue, mark.icon))
    return badges


def _expiry(expires: datetime, now: datetime) -> Badge:
    if expires <= now:
        return Badge(say_text(EXPIRED), "red", "timer")
    hue = "amber" if expires - now <= _SOON else "slate"
    text = say(Message(EXPIRES, {"span": countdown(expires, now)}))
    return Badge(text, hue, "timer")

"""The head of a connection's page: its name, how it is doing, and what is wrong."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.services.views import ConnectionStatus, Health
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import format_clock, format_number, plural, say, say_text
from orderdesk.ui.sidebar.connections import HEALTH_LABELS, HEALTH_LOOKS
from orderdesk.ui.sidebar.delegates import paint_dot
from orderdesk.ui.widgets.labels import PlainLabel
from orderdesk.ui.widgets.strip import Strip

_DOT = 12
_ERRORS = {Health.SIGN_IN, Health.FAILED}


class HealthDot(QWidget):
    """The sign of a connection's health; its shape tells it as well as its colour."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = context.theme
        self._health = Health.NEW
        self.setFixedSize(QSize(_DOT, _DOT))
        context.theme.changed.connect(self.update)

    def show_health(self, health: Health) -> None:
        """Show this health."""
        self._health = health
        self.setAccessibleName(say_text(HEALTH_LABELS[health]))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = HEALTH_LOOKS[self._health]
        painter = QPainter(self)
        middle = QPointF(self.rect().center()) + QPointF(0.5, 0.5)
        paint_dot(painter, middle, self._theme.colour(look.token), look.shape)
        painter.end()


class PageHead(QWidget):
    """Title, one line of facts, and a strip where something is wrong."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.title = PlainLabel(wrap=True)
        self.title.set_size("large")
        self.dot = HealthDot(context)
        self.facts = PlainLabel(tone="muted", wrap=True)
        self.strip = Strip(context.theme, context.icons, kind="warning")
        self.strip.hide()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.dot)
        line.addWidget(self.facts, 1)
        words = QVBoxLayout()
        words.setContentsMargins(22, 18, 22, 10)
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addLayout(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(words)
        column.addWidget(self.strip)

    def show_new(self) -> None:
        """Show that an account is being added."""
        self.title.setText(self.tr("Add a connection"))
        self.facts.setText(self.tr("An account of yours at a vendor whose orders you work here."))
        self.dot.hide()

    def show_status(self, status: ConnectionStatus) -> None:
        """Show how a connection is doing."""
        self.title.setText(status.config.name)
        self.dot.show_health(status.health)
        self.facts.setText(self._facts(status))
        problem = " ".join(say(part) for part in (status.problem, status.way_out) if part)
        self.strip.setVisible(problem != "")
        if problem:
            self.strip.set_kind("error" if status.health in _ERRORS else "warning")
            self.strip.say(problem)

    def _facts(self, status: ConnectionStatus) -> str:
        parts = [status.title, say_text(HEALTH_LABELS[status.health])]
        if status.syncing:
            parts.append(self.tr("syncing"))
        elif status.last_sync is not None:
            last = self.tr("last sync {time}")
            parts.append(last.format(time=format_clock(status.last_sync, self._context.zone)))
        orders = plural(self.tr("%n order(s)", "", status.orders), status.orders)
        parts.append(orders.replace(str(status.orders), format_number(status.orders)))
        if status.set_aside:
            aside = self.tr("%n could not be read", "", status.set_aside)
            parts.append(aside)
        budget = status.budget
        if budget.limit and budget.remaining is not None:
            left = self.tr("{left} of {limit} requests left")
            numbers = (format_number(budget.remaining), format_number(budget.limit))
            parts.append(left.format(left=numbers[0], limit=numbers[1]))
        return " · ".join(parts)

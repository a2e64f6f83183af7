"""How far an order is read: its items are being read, could not be read, or may be out of date."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.shown import Details
from orderdesk.services.views import OrderView
from orderdesk.ui.announcement import announce
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.widgets.labels import PlainLabel
from orderdesk.ui.widgets.progress_line import ProgressLine

READING = QT_TRANSLATE_NOOP("messages", "Reading the items…")
READING_AGAIN = QT_TRANSLATE_NOOP("messages", "Reading what has changed…")
NOT_READ = QT_TRANSLATE_NOOP("messages", "The items of this order have not been read yet.")
STALE = QT_TRANSLATE_NOOP("messages", "The order has changed since its items were read.")
UNREADABLE = QT_TRANSLATE_NOOP(
    "messages",
    "The vendor's answer about this order could not be used. It is tried again when the vendor's "
    "list shows a change.",
)
COULD_NOT = QT_TRANSLATE_NOOP("messages", "The items could not be read. {why}")
COULD_NOT_AGAIN = QT_TRANSLATE_NOOP(
    "messages", "What has changed since the last reading could not be read. {why}"
)
READ_NOW = QT_TRANSLATE_NOOP("messages", "Read now")
TRY_AGAIN = QT_TRANSLATE_NOOP("messages", "Try again")
READS_IT = QT_TRANSLATE_NOOP("messages", "Reads this order from its vendor.")


def is_unread(view: OrderView) -> bool:
    """Whether nobody knows what is on the order: no items then means nothing."""
    if view.mirror is None:
        return False
    lacking = view.details in {Details.NOT_READ, Details.UNREADABLE}
    return view.order.lines is None or (lacking and not view.order.lines)


def problem_of(view: OrderView) -> str:
    """Return why an order could not be read just now, with the way out; "" for no reason."""
    parts = (view.reading_problem, view.reading_way_out)
    return " ".join(say(part) for part in parts if part is not None)


def words_of(view: OrderView) -> str:
    """Return how far an order is read; "" for one that is read."""
    if view.mirror is None or (view.details is Details.READ and not is_unread(view)):
        return ""
    known = not is_unread(view)
    if view.reading:
        return say_text(READING_AGAIN if known else READING)
    problem = problem_of(view)
    if problem:
        return say(Message(COULD_NOT_AGAIN if known else COULD_NOT, {"why": problem}))
    if view.details is Details.UNREADABLE:
        return say_text(UNREADABLE)
    return say_text(STALE if known else NOT_READ)


class ReadingNote(QWidget):
    """Shows it above the tabs, whichever of them is looked at; hidden for an order that is read.

    Signals:
        wanted: the order is to be read now.
    """

    wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reading-note")
        self._order = ""
        self._troubled = False
        self.words = PlainLabel(wrap=True, selectable=True)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.progress = ProgressLine(context.theme)
        self.progress.setRange(0, 0)
        self.button = QPushButton(say_text(TRY_AGAIN))
        self.button.setAutoDefault(False)
        self.button.setAccessibleDescription(say_text(READS_IT))
        self.button.clicked.connect(self._on_clicked)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 2, 12, 8)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.progress)
        self.hide()

    def show_view(self, view: OrderView) -> None:
        """Show how far an order is read."""
        text = words_of(view)
        troubled = bool(text) and not view.reading and problem_of(view) != ""
        news = troubled and not (self._troubled and self._order == view.order.id)
        self._order, self._troubled = view.order.id, troubled
        self._show(text, reading=view.reading, troubled=troubled)
        self.button.setText(say_text(TRY_AGAIN if troubled else READ_NOW))
        if news and self.isVisible():
            announce(self, text)

    def show_reading(self) -> None:
        """Show that it is being read because the person asked for it."""
        self._show(say_text(READING), reading=True, troubled=False)

    def show_problem(self, problem: str) -> None:
        """Show why the reading that was asked for failed."""
        text = say(Message(COULD_NOT, {"why": problem}))
        self._show(text, reading=False, troubled=True)
        self.button.setText(say_text(TRY_AGAIN))
        announce(self, text, urgent=True)

    def _show(self, text: str, *, reading: bool, troubled: bool) -> None:
        self.words.setText(text)
        self.words.set_tone("warning" if troubled else "muted")
        self.progress.setVisible(reading)
        self.progress.setAccessibleName(text)
        self.button.setVisible(not reading)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def _on_clicked(self, _checked: bool = False) -> None:
        self.wanted.emit()

"""What is staged on the order, in one row of the foot: how much, what it costs, what to do."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.money import EXACT
from orderdesk.services.reviewing import StagedChange
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import format_number, say, say_text
from orderdesk.ui.staging.counts import Counts
from orderdesk.ui.staging.words import send_text, staged_sentence
from orderdesk.ui.staging.worth import money_text
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.widgets.labels import PlainLabel

STAGED = QT_TRANSLATE_NOOP("messages", "{count} staged")
NOTHING_GOES = QT_TRANSLATE_NOOP("messages", "Nothing of it is sent until you send it.")
ON_TOTAL = QT_TRANSLATE_NOOP("messages", "Total: {money}")
ON_ITEMS = QT_TRANSLATE_NOOP("messages", "Items: {money}")
REVIEW = QT_TRANSLATE_NOOP("messages", "Review…")
SEND = QT_TRANSLATE_NOOP("messages", "Send")
DISCARD = QT_TRANSLATE_NOOP("messages", "Discard…")


def difference_text(changes: Iterable[StagedChange]) -> str:
    """Say what staged changes of one order make of its total; "" where nothing, or not known."""
    amount, currency, of_items = Decimal(0), "", False
    for change in changes:
        if change.money.difference is not None:
            amount = EXACT.add(amount, change.money.difference)
            currency = change.money.currency or currency
            of_items = of_items or change.money.of_items
    money = money_text(amount, currency)
    return say(Message(ON_ITEMS if of_items else ON_TOTAL, {"money": money})) if money else ""


class StagedRow(QWidget):
    """Shows that something is staged.

    Signals:
        review_wanted: the person wants to look through it.
        sending_wanted: all of it is to be sent.
        discard_wanted: all of it is to be discarded.
    """

    review_wanted = Signal()
    sending_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._picture = PlainLabel()
        self.heading = PlainLabel(tone="strong", wrap=True)
        self.money = PlainLabel(tone="muted", wrap=True)
        for label in (self.heading, self.money):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.review = self._button(REVIEW, self.review_wanted.emit)
        self.send = self._button(SEND, self.sending_wanted.emit)
        self.discard = self._button(DISCARD, self.discard_wanted.emit)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.heading)
        words.addWidget(self.money)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(6)
        row.addWidget(self._picture)
        row.addSpacing(4)
        row.addLayout(words, 1)
        for button in (self.review, self.send, self.discard):
            row.addWidget(button)
        context.theme.changed.connect(self._draw)
        self._draw()
        self.hide()

    def show_changes(self, count: int, money: str) -> None:
        """Show how many changes are staged, none hides the row, and what they cost."""
        counts = Counts(count, 1)
        self.heading.setText(say(Message(STAGED, {"count": format_number(count)})))
        self.money.setText(money)
        self.money.setVisible(bool(money))
        said = " ".join(filter(None, (staged_sentence(counts), money, say_text(NOTHING_GOES))))
        self.setAccessibleName(said)
        self.setToolTip(plain_tip(said))
        self.send.setAccessibleName(send_text(counts))
        self.setVisible(count > 0)

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(say_text(text))
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _draw(self) -> None:
        colour = self._context.theme.colour("muted")
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(self._context.icons.pixmap("pencil", colour, 16, ratio))

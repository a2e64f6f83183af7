"""The review: every staged change, what was and what will be; sends or discards what is ticked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from orderdesk.domain.errors import DeskError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.staging import Pick
from orderdesk.services.staging import SendResult
from orderdesk.ui.announcement import announce
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import CLOSE, sentences
from orderdesk.ui.i18n import format_number, plural, say, say_text
from orderdesk.ui.staging.counts import Counts
from orderdesk.ui.staging.discard_dialog import DiscardDialog
from orderdesk.ui.staging.listing import Listing
from orderdesk.ui.staging.rows import ChangeRow, OrderRows, Tone
from orderdesk.ui.staging.stager import Stager
from orderdesk.ui.staging.tree import ReviewTree
from orderdesk.ui.staging.words import discard_text, send_text, staged_sentence
from orderdesk.ui.staging.worth import total_texts
from orderdesk.ui.widgets.labels import PlainLabel
from orderdesk.ui.widgets.strip import Strip

TITLE = QT_TRANSLATE_NOOP("messages", "Review staged changes")
NOTHING = QT_TRANSLATE_NOOP("messages", "Nothing is staged.")
HOW = QT_TRANSLATE_NOOP(
    "messages",
    "F2 on a cell of the list or of the detail edits it in place. What is changed so waits here "
    "until it is sent.",
)
UNSENT = QT_TRANSLATE_NOOP(
    "messages", "No vendor has heard of them yet. What is unticked stays staged."
)
PASSED_OVER = QT_TRANSLATE_NOOP(
    "messages", "{count} changes are not listed by the filter and stay staged."
)
PASSED_OVER_ONE = QT_TRANSLATE_NOOP(
    "messages", "1 change is not listed by the filter and stays staged."
)
NO_DIFFERENCE = QT_TRANSLATE_NOOP("messages", "No difference in money")
DIFFERENCE = QT_TRANSLATE_NOOP("messages", "Difference {sums}")
NOT_KNOWN = QT_TRANSLATE_NOOP("messages", "The difference in money is not known")
NOT_ALL_KNOWN = QT_TRANSLATE_NOOP("messages", "Difference {sums}, and what is not known")
SOME_REFUSED = QT_TRANSLATE_NOOP(
    "messages", "{count} changes cannot be sent and stay staged; the reason stands beside each."
)
ONE_REFUSED = QT_TRANSLATE_NOOP(
    "messages", "1 change cannot be sent and stays staged; the reason stands beside it."
)
FINAL = QT_TRANSLATE_NOOP(
    "messages", "Once sent, {count} change(s) cannot be taken back by the vendor's own means."
)
GONE_ON = QT_TRANSLATE_NOOP("messages", "What was staged is sent, discarded or taken back.")
_SIZE = QSize(960, 600)


@dataclass(slots=True)
class Memory:
    """What is kept of a review for the next one, while the window lasts."""

    left_out: frozenset[Pick] = frozenset()
    refusals: dict[str, str] = field(default_factory=dict[str, str])
    """Why a command could not be sent the last time, by its id."""


class ReviewDialog(QDialog):
    """Lists what is staged, order by order.

    Signals:
        order_wanted: the id of an order to be shown in the window.
    """

    order_wanted = Signal(str)

    def __init__(
        self, context: Context, stager: Stager, memory: Memory, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._stager = stager
        self._memory = memory
        self._busy = False
        self._listing = Listing(context, stager, memory.refusals, self)
        self.setObjectName("review-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say_text(TITLE))
        self.setAccessibleName(say_text(TITLE))
        self.heading = PlainLabel(wrap=True)
        self.heading.set_size("large")
        self.explained = PlainLabel(tone="muted", wrap=True)
        self.strip = Strip(context.theme, context.icons, kind="warning", closable=True)
        self.strip.hide()
        self.every = QCheckBox(self.tr("&All"))
        self.every.setTristate(True)
        self.filter = QLineEdit()
        self.copy_button = QPushButton(self.tr("&Copy as text"))
        self.tree = ReviewTree(context.theme)
        self.said = PlainLabel(tone="muted", wrap=True, selectable=True)
        self.warning = PlainLabel(tone="warning", wrap=True)
        self.worth = PlainLabel(tone="strong", wrap=True)
        self.close_button = QPushButton(say_text(CLOSE))
        self.discard_button = QPushButton()
        self.send_button = QPushButton()
        self._lay_out()
        self._connect()
        self.tree.lines.leave_out(memory.left_out)
        self._list()
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Send what is ticked."""
        picks = self.tree.lines.picked()
        if picks and not self._busy:
            self._show_busy(busy=True)
            self._memory.refusals.clear()
            self._stager.send(picks, then=self._sent, otherwise=self._unanswered)

    def discard(self) -> None:
        """Ask whether what is ticked is to be discarded."""
        picks = self.tree.lines.picked()
        if not picks or self._busy:
            return
        numbers = [order.number for order in self._ticked()]
        dialog = DiscardDialog(self._context, self._counts(), numbers, self)
        dialog.accepted.connect(partial(self._discard, picks))
        dialog.open()

    def _discard(self, picks: Sequence[Pick]) -> None:
        self._show_busy(busy=True)
        self._stager.discard(picks, then=self._discarded, otherwise=self._unanswered)

    def _sent(self, result: SendResult) -> None:
        self._show_busy(busy=False)
        for change, error in result.refused:
            self._memory.refusals[change.command.id] = sentences(error)
        if not result.refused:
            self.accept()
            return
        count = len(result.refused)
        template = ONE_REFUSED if count == 1 else SOME_REFUSED
        self._complain(say(Message(template, {"count": format_number(count)})))
        self._stager.refresh()
        self._list()
        self._go_to_refused()

    def _discarded(self) -> None:
        self._show_busy(busy=False)
        if not self._left_after_discard():
            self.accept()

    def _left_after_discard(self) -> int:
        return len(self.tree.lines.left_out) + self.tree.lines.passed_over()

    def _unanswered(self, error: DeskError) -> None:
        self._show_busy(busy=False)
        self._complain(sentences(error))

    def _go_to_refused(self) -> None:
        for order in self.tree.lines.orders():
            for row in order.rows:
                if row.tone is Tone.REFUSED:
                    self.tree.go_to(order.order_id, row)
                    return

    def _list(self) -> None:
        """List what is staged now."""
        self.tree.show_orders(self._listing.orders())
        self._describe()

    def _ticked(self) -> list[OrderRows]:
        left_out = self.tree.lines.left_out
        return [
            order
            for order in self.tree.lines.orders()
            if any(row.pick not in left_out for row in order.rows)
        ]

    def _counts(self) -> Counts:
        return Counts(len(self.tree.lines.picked()), len(self._ticked()))

    def _describe(self) -> None:
        """Say on the buttons what they do, and what it comes to."""
        lines, counts = self.tree.lines, self._counts()
        staged = self._stager.count
        self._memory.left_out = lines.left_out
        self.heading.setText(staged_sentence(staged) if staged.changes else say_text(NOTHING))
        passed = lines.passed_over()
        template = PASSED_OVER_ONE if passed == 1 else PASSED_OVER
        hidden = say(Message(template, {"count": format_number(passed)}))
        told = say_text(UNSENT) if staged.changes else say_text(HOW)
        self.explained.setText(f"{told} {hidden}" if passed else told)
        self.every.setCheckState(lines.tick_of_all())
        self.send_button.setText(send_text(counts))
        self.discard_button.setText(discard_text(counts))
        for button in (self.send_button, self.discard_button):
            button.setVisible(counts.changes > 0)
            button.setEnabled(not self._busy)
        for widget in (self.every, self.filter, self.copy_button, self.tree, self.said):
            widget.setVisible(staged.changes > 0)
        self.worth.setText(self._difference() if counts.changes else "")
        final = self._final()
        text = plural(say(Message(FINAL, {"count": format_number(final)})), final)
        self.warning.setText(text if final else "")
        self.warning.setVisible(final > 0)
        self.setAccessibleDescription(" ".join(filter(None, (self.heading.text(), told))))

    def _difference(self) -> str:
        """Say what is ticked comes to, currency by currency."""
        known, complete = self.tree.lines.sums()
        sums = total_texts(known)
        if not complete:
            return say(Message(NOT_ALL_KNOWN, {"sums": sums})) if sums else say_text(NOT_KNOWN)
        return say(Message(DIFFERENCE, {"sums": sums})) if sums else say_text(NO_DIFFERENCE)

    def _final(self) -> int:
        """Count what is ticked and that the vendor has no way back of."""
        picked = {pick.command for pick in self.tree.lines.picked()}
        number = 0
        for change in self._stager.changes:
            rules = self._listing.rules.get(change.vendor)
            rule = rules.action(change.command.action) if rules is not None else None
            if rule is not None and not rule.reversible:
                number += change.command.id in picked
        return number

    def _on_ticked(self) -> None:
        self._listing.ask(self.tree.lines.partly_ticked())
        self._describe()

    def _on_current(self, order: OrderRows | None, change: ChangeRow | None) -> None:
        """Say in full what is to note of the current change."""
        said = f"{change.label}: {change.said}" if change and change.said else ""
        self.said.setText(f"{order.number} · {said}" if order and said else "")

    def _on_every(self, _checked: bool = False) -> None:
        self.tree.lines.tick_all(self.tree.lines.tick_of_all() is not Qt.CheckState.Checked)

    def _copy(self) -> None:
        text = "\n".join(order.text for order in self.tree.lines.orders())
        total = self.worth.text()
        QGuiApplication.clipboard().setText(f"{text}\n{total}\n")

    def _jump(self, order_id: str) -> None:
        self.order_wanted.emit(order_id)
        self.accept()

    def _show_busy(self, *, busy: bool) -> None:
        self._busy = busy
        if busy:
            self.strip.hide()
        for button in (self.send_button, self.discard_button):
            button.setEnabled(not busy)

    def _complain(self, text: str) -> None:
        self.strip.say(text)
        self.strip.show()
        announce(self, text, urgent=True)

    def _connect(self) -> None:
        self._stager.changed.connect(self._list)
        self._listing.changed.connect(self._list)
        self.tree.lines.ticked.connect(self._on_ticked)
        self.tree.current_changed.connect(self._on_current)
        self.tree.order_wanted.connect(self._jump)
        self.filter.textChanged.connect(self.tree.lines.look_for)
        self.every.clicked.connect(self._on_every)
        self.copy_button.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.reject)
        self.discard_button.clicked.connect(self.discard)
        self.send_button.clicked.connect(self.submit)

    def _lay_out(self) -> None:
        self.tree.setAccessibleName(self.tr("Staged changes by order"))
        self.filter.setPlaceholderText(self.tr("Filter by order, customer, field or value"))
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.filter.setClearButtonEnabled(True)
        self.said.setAccessibleName(self.tr("What is to note of the current change"))
        self.every.setAccessibleName(self.tr("Tick everything listed"))
        self.send_button.setProperty("kind", "primary")
        tools = QHBoxLayout()
        tools.setSpacing(10)
        tools.addWidget(self.every)
        tools.addWidget(self.filter, 1)
        tools.addWidget(self.copy_button)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.worth, 1)
        for button in (self.close_button, self.discard_button, self.send_button):
            foot.addWidget(button)
        for button in (self.copy_button, *(self.close_button, self.discard_button)):
            button.setAutoDefault(False)
        self.send_button.setAutoDefault(False)
        self.said.setMinimumHeight(self.said.fontMetrics().height() * 2)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        for widget in (self.heading, self.explained, self.strip):
            column.addWidget(widget)
        column.addLayout(tools)
        column.addWidget(self.tree, 1)
        for widget in (self.said, self.warning):
            column.addWidget(widget)
        column.addLayout(foot)
        scale = self._context.theme.scale
        self.resize((_SIZE * scale).boundedTo(self.screen().availableSize() * 0.95))
        self.setMinimumSize(620, 380)

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        focused = self.focusWidget()
        if arg__1.matches(QKeySequence.StandardKey.Find):
            self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.filter.selectAll()
        elif arg__1.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(arg__1)
        elif arg__1.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
        elif isinstance(focused, QPushButton):
            # No button is the default one: plain Enter in the filter must send nothing.
            focused.click()

"""What was written here and does not stand any more: said, and offered again with one click."""

from collections.abc import Coroutine, Sequence
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from orderdesk.domain.errors import DeskError
from orderdesk.domain.events import WatchChanged
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.ui.conflict.loss_words import AGAIN, LEAVE, SHOW, Loss, read_losses, sentence
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.i18n import say_text
from orderdesk.ui.widgets.strip import Strip

OVERWRITTEN = QT_TRANSLATE_NOOP("messages", "Changes that were overwritten")


class Answers(QObject):
    """Carries out what a person says to a loss, once for each.

    Signals:
        failed: the sentence why it could not be.
    """

    failed = Signal(str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._busy: set[str] = set()

    def set_again(self, command: str) -> None:
        """Ask for the lost values again."""
        self._answer(command, self._context.desk.watch.set_again(command))

    def leave(self, command: str) -> None:
        """Let the order be as it is."""
        self._answer(command, self._context.desk.watch.leave(command))

    def _answer(self, command: str, answer: Coroutine[Any, Any, object]) -> None:
        if command in self._busy:
            answer.close()
            return
        self._busy.add(command)
        self._context.tasks.call(
            answer,
            name="answer to an overwritten change",
            then=partial(self._answered, command),
            otherwise=partial(self._refused, command),
        )

    def _answered(self, command: str, _receipt: object) -> None:
        self._busy.discard(command)

    def _refused(self, command: str, error: DeskError) -> None:
        self._busy.discard(command)
        if shiboken6.isValid(self):
            self.failed.emit(sentences(error))


class LossList(QWidget):
    """A strip for each change that was overwritten; hidden where there is none.

    Signals:
        counted: how many there are now, where that is another number.
        open_order: the id of an order that is to be shown.
    """

    counted = Signal(int)
    open_order = Signal(str)

    def __init__(self, context: Context, *, follows: bool, parent: QWidget | None = None) -> None:
        """`follows`: shows all that there is to answer; else what it is given."""
        super().__init__(parent)
        self._context = context
        self._follows = follows
        self.strips: dict[str, Strip] = {}
        self.setAccessibleName(say_text(OVERWRITTEN))
        self.answers = Answers(context, self)
        self.answers.failed.connect(self._fail)
        self.error = Strip(context.theme, context.icons, kind="error", closable=True)
        self.error.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._column.addWidget(self.error)
        self.hide()
        if follows:
            context.bridge.watch_changed.connect(self._on_watch)
            self._read(None)

    @property
    def count(self) -> int:
        """How many there are to answer."""
        return len(self.strips)

    def show_losses(self, losses: Sequence[Loss]) -> None:
        """Show these in place of those before."""
        before = self.count
        wanted = {loss.command: loss for loss in losses}
        for command in self.strips.keys() - wanted.keys():
            strip = self.strips.pop(command)
            strip.hide()
            strip.deleteLater()
        for command, loss in wanted.items():
            if command not in self.strips:
                self.strips[command] = self._strip_of(loss)
            self.strips[command].say(sentence(loss, self._context.zone))
        if not wanted:
            self.error.hide()
        self.setVisible(bool(wanted) or self.error.isVisibleTo(self))
        self.updateGeometry()
        if self.count != before:
            self.counted.emit(self.count)

    def _strip_of(self, loss: Loss) -> Strip:
        strip = Strip(self._context.theme, self._context.icons, kind="warning")
        strip.setObjectName("loss")
        strip.add_button(say_text(AGAIN), partial(self.answers.set_again, loss.command))
        strip.add_button(say_text(LEAVE), partial(self.answers.leave, loss.command))
        if self._follows:
            order = loss.overwritten.order_id
            strip.add_button(say_text(SHOW), partial(self.open_order.emit, order))
        self._column.addWidget(strip)
        return strip

    def _fail(self, text: str) -> None:
        self.error.say(text)
        self.error.show()
        self.show()

    def _on_watch(self, event: WatchChanged) -> None:
        self._read(event)

    def _read(self, event: WatchChanged | None) -> None:
        found = None if event is None else event.overwritten
        self._context.tasks.call(
            read_losses(self._context.desk, found),
            name="changes that were overwritten",
            then=self._take,
        )

    def _take(self, losses: Sequence[Loss]) -> None:
        if shiboken6.isValid(self):
            self.show_losses(losses)

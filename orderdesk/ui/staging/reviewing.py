"""Puts staging into the window: review, discard, what the status bar and a start say of it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.staging import Pick
from orderdesk.services.reviewing import StagedChange
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.staging.counts import counts_of, picks_of
from orderdesk.ui.staging.review_dialog import Memory, ReviewDialog
from orderdesk.ui.staging.stager import Stager
from orderdesk.ui.staging.words import staged_sentence

REVIEW = QT_TRANSLATE_NOOP("messages", "Review")
NOTHING = QT_TRANSLATE_NOOP("messages", "Nothing is staged.")
NOTHING_HERE = QT_TRANSLATE_NOOP("messages", "Nothing is staged on order {number}.")
NO_ORDER = QT_TRANSLATE_NOOP("messages", "No order is selected. Select one in the list.")
NO_CELL = QT_TRANSLATE_NOOP(
    "messages", "Nothing is edited here. Go to a cell of the list or of the detail, then press F2."
)
_NOTICE = "staged"


class Reviewing(QObject):
    """What answers the window's Review and Discard, kept by it.

    Signals:
        said: a kind (info, warning, error) and a sentence for the person.
        order_wanted: the id of an order to be shown.
    """

    said = Signal(str, str)
    order_wanted = Signal(str)

    def __init__(
        self, context: Context, window: MainWindow, stager: Stager, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._window = window
        self._stager = stager
        self._memory = Memory()
        self._dialog: ReviewDialog | None = None
        self._started = False
        self.answers: dict[str, Callable[[], object]] = {
            "review_staged": stager.review,
            "discard_staged": stager.discard_all,
            "discard_order": self._discard_current,
            "edit_cell": self._edit_cell,
        }
        stager.changed.connect(self._show)
        stager.refused.connect(self.said)
        # Editors that are open have heard of it before, and hand over what is typed in them.
        stager.review_wanted.connect(self.review)
        stager.discard_wanted.connect(self._ask_discard)
        window.status.review_wanted.connect(stager.review)
        stager.refresh()

    def review(self) -> None:
        """Show what is staged, once."""
        self._window.notices.drop(_NOTICE)
        if self._dialog is not None:
            return
        dialog = self._dialog = ReviewDialog(
            self._context, self._stager, self._memory, self._window
        )
        dialog.finished.connect(self._closed)
        dialog.order_wanted.connect(self.order_wanted)
        dialog.open()

    def _closed(self, _result: int) -> None:
        self._dialog = None

    def _show(self) -> None:
        """Show how much is staged; what was staged before the start is said once."""
        counts = self._stager.count
        self._window.status.show_staged(counts)
        if not counts.changes:
            self._window.notices.drop(_NOTICE)
        elif not self._started:
            text, buttons = staged_sentence(counts), [(say_text(REVIEW), self._stager.review)]
            self._window.notices.show_notice(_NOTICE, "info", text, buttons=buttons)
        self._started = True

    def _edit_cell(self) -> None:
        """Do where the focus is what F2 does there: the window's key takes it from everywhere."""
        widget: QWidget | None = self._window.focusWidget()
        while widget is not None and not _takes_f2(widget):
            widget = None if widget.isWindow() else widget.parentWidget()
        if widget is None:
            self.said.emit("info", say_text(NO_CELL))

    def _discard_current(self) -> None:
        row = self._window.page.table.current_row()
        if row is None:
            self.said.emit("info", say_text(NO_ORDER))
        else:
            self._ask_discard(row.id)

    def _ask_discard(self, order_id: str | None) -> None:
        """Ask whether what is staged on an order, None: on all, is to be discarded."""
        changes = [
            change for change in self._stager.changes if order_id in {None, change.command.order_id}
        ]
        if not changes:
            self.said.emit("info", self._nothing(order_id))
            return
        numbers = list(dict.fromkeys(change.number for change in changes))
        counts = counts_of(change.command for change in changes)
        from orderdesk.ui.staging.discard_dialog import DiscardDialog

        dialog = DiscardDialog(self._context, counts, numbers, self._window)
        dialog.accepted.connect(partial(self._discard, changes))
        dialog.open()

    def _discard(self, changes: Sequence[StagedChange]) -> None:
        picks: list[Pick] = [pick for change in changes for pick in picks_of(change.command)]
        self._stager.discard(picks)

    def _nothing(self, order_id: str | None) -> str:
        row = self._window.page.table.current_row()
        if order_id is None or row is None:
            return say_text(NOTHING)
        return say(Message(NOTHING_HERE, {"number": row.number or row.name or row.vendor_id}))


def _takes_f2(widget: QWidget) -> bool:
    """Hand F2 to a widget; whether it does anything with it."""
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier)
    # Not sent as an event of the program, for that would be the window's shortcut again.
    return widget.event(key) and key.isAccepted()

"""The frame of every form: a heading, the form, what is wrong, and named buttons."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from orderdesk.domain.errors import DeskError, InputError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue
from orderdesk.domain.staging import Step
from orderdesk.services.views import Receipt
from orderdesk.ui.context import Context
from orderdesk.ui.forms.draft import Draft, Typed
from orderdesk.ui.forms.form import FieldForm
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.widgets.labels import PlainLabel
from orderdesk.ui.widgets.strip import Strip

CLOSE = QT_TRANSLATE_NOOP("messages", "Close")
SENDING = QT_TRANSLATE_NOOP("messages", "Keeping it…")
NOT_READY = QT_TRANSLATE_NOOP(
    "messages", "Not everything can be sent yet; what is wrong stands below the fields."
)
STAGE = QT_TRANSLATE_NOOP("messages", "Stage")
STAGES = QT_TRANSLATE_NOOP("messages", "Keeps it here, marked; nothing is sent until you send it.")
IS_BACK = QT_TRANSLATE_NOOP("messages", "What you typed before is back.")
START_OVER = QT_TRANSLATE_NOOP("messages", "Start over")
WIDTH = 600
_USUAL_LETTERS = 17


class Staging(Protocol):
    """Stages a form's values in place of sending them."""

    def __call__(
        self,
        values: Mapping[str, FieldValue],
        /,
        *,
        then: Callable[[Step], object],
        otherwise: Callable[[DeskError], object],
    ) -> None:
        """Stage `values`; one of the callbacks is called."""
        ...


def sentences(error: DeskError) -> str:
    """Return what happened and the way out, in the user's language."""
    parts = (error.message, error.way_out)
    return " ".join(say(part) for part in parts if part is not None)


class FormDialog(QDialog):
    """A window with a form that is handed to the desk; closing it loses nothing typed.

    Signals:
        handed_over: the Receipt of the command that was made.
    """

    handed_over = Signal(object)

    def __init__(
        self, context: Context, title: str, subtitle: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._draft: Draft | None = None
        self._busy = False
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.strip = Strip(context.theme, context.icons, kind="error", closable=True)
        self.strip.hide()
        self.kept = Strip(context.theme, context.icons, kind="info", closable=True)
        self.kept.hide()
        self.body = QVBoxLayout()
        self.body.setContentsMargins(20, 4, 20, 12)
        self.body.setSpacing(10)
        self.subtitle = PlainLabel(tone="muted", wrap=True)
        self._area = QScrollArea()
        self.summary = PlainLabel(tone="muted", wrap=True)
        self.submit_button = QPushButton()
        self.stage_button = QPushButton(say_text(STAGE))
        self._staging: Staging | None = None
        self.close_button = QPushButton(say_text(CLOSE))
        self._arrange(title, subtitle)
        self.fit(WIDTH, 520)

    @property
    def form(self) -> FieldForm:
        """The form whose fields problems are shown at."""
        raise NotImplementedError

    def send(self, values: Mapping[str, Any]) -> Coroutine[Any, Any, Receipt] | None:
        """Return the service's coroutine that hands the values over; None: nothing to do."""
        raise NotImplementedError

    def keep(self) -> None:
        """Keep what is typed now."""
        if self._draft is not None:
            self._draft.keep(self.form.changes())

    def restore(self, typed: Typed) -> None:
        """Put back what was typed before."""
        self.form.fill(typed.fields)

    def fits(self, typed: Typed) -> bool:
        """Whether what was typed before belongs to what the form is about now."""
        del typed
        return True

    def start_over(self) -> None:
        """Forget what was typed before."""
        self.form.set_values(self.form.initial())

    def use_draft(self, key: str) -> None:
        """Keep what is typed under `key`, and bring back what is kept there."""
        self._draft = Draft(self.context, key, self)
        self._draft.load(self._on_draft)

    def drop_draft(self) -> None:
        """Forget what is kept: it is in other hands."""
        if self._draft is not None:
            self._draft.drop()

    def submit(self) -> None:
        """Hand it over, if everything is right."""
        if self._busy:
            return
        if not self.form.reveal_problems():
            self._complain(say_text(NOT_READY))
            self._go_to_problem()
            return
        coro = self.send(self.form.checked().values)
        if coro is None:
            self.accept()
            return
        self.set_busy(busy=True)
        self.context.tasks.call(
            coro, name="hand a form over", then=self._handed_over, otherwise=self._refused
        )

    def offer_staging(self, staging: Staging) -> None:
        """Offer to stage the values, beside the button that sends them."""
        self._staging = staging
        self.stage_button.show()

    def stage(self) -> None:
        """Stage it, if everything is right."""
        if self._busy or self._staging is None:
            return
        if not self.form.reveal_problems():
            self._complain(say_text(NOT_READY))
            self._go_to_problem()
            return
        values = self.form.checked().values
        if not values:
            self.accept()
            return
        self.set_busy(busy=True)
        self._staging(values, then=self._staged, otherwise=self._refused)

    def _staged(self, _step: Step) -> None:
        if not shiboken6.isValid(self):
            return
        self.set_busy(busy=False)
        if self._draft is not None:
            self._draft.drop()
        self.accept()

    def fit(self, width: int, height: int) -> None:
        """Open this large, in pixels at the usual size of letters; larger with larger ones."""
        times = max(1.0, self.fontMetrics().height() / _USUAL_LETTERS)
        wanted = QSize(round(width * times), round(height * times))
        self.resize(wanted.boundedTo(self.screen().availableSize()))

    def set_busy(self, *, busy: bool) -> None:
        """Lock the form while it is being handed over."""
        self._busy = busy
        self.form.setEnabled(not busy)
        for button in (self.submit_button, self.stage_button):
            button.setEnabled(not busy)
        if busy:
            self.strip.hide()
            self.summary.setText(say_text(SENDING))

    def _arrange(self, title: str, subtitle: str) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(20, 16, 20, 8)
        head.setSpacing(2)
        heading = PlainLabel(title, wrap=True)
        heading.set_size("large")
        head.addWidget(heading)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))
        head.addWidget(self.subtitle)
        inner = QWidget()
        inner.setLayout(self.body)
        area = self._area
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.kept)
        whole.addWidget(self.strip)
        whole.addWidget(area, 1)
        whole.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 10, 20, 14)
        foot.setSpacing(8)
        foot.addWidget(self.summary, 1)
        for button in (self.close_button, self.stage_button, self.submit_button):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.stage_button.setAccessibleDescription(say_text(STAGES))
        self.stage_button.setToolTip(plain_tip(say_text(STAGE), say_text(STAGES)))
        self.stage_button.clicked.connect(self.stage)
        self.stage_button.hide()
        self.submit_button.setProperty("kind", "primary")
        self.submit_button.clicked.connect(self.submit)
        self.close_button.clicked.connect(self.reject)
        return foot

    def watch(self, form: FieldForm) -> None:
        """Follow what is typed into the form."""
        form.edited.connect(self._on_edited)
        form.accepted.connect(self.submit)

    def _on_edited(self) -> None:
        self.strip.hide()
        self.keep()

    def _on_draft(self, typed: Typed) -> None:
        if not self.fits(typed):
            return
        self.restore(typed)
        self.kept.clear_buttons()
        self.kept.say(say_text(IS_BACK))
        self.kept.add_button(say_text(START_OVER), self._on_start_over)
        self.kept.show()

    def _on_start_over(self) -> None:
        self.start_over()
        if self._draft is not None:
            self._draft.drop()
        self.kept.hide()
        self.form.focus_first()

    def _handed_over(self, receipt: Receipt) -> None:
        self.set_busy(busy=False)
        if self._draft is not None:
            self._draft.hand_over(receipt.command)
        self.handed_over.emit(receipt)
        self.accept()

    def _refused(self, error: DeskError) -> None:
        if not shiboken6.isValid(self):
            return
        self.set_busy(busy=False)
        self.summary.setText("")
        rest: Mapping[str, Message] = {}
        if isinstance(error, InputError) and error.problems:
            rest = self.show_problems(error.problems)
            self._go_to_problem()
            if not rest:
                self._complain(say_text(NOT_READY))
                return
        if rest:
            self._complain(" ".join(map(say, rest.values())))
        else:
            self.complain(error)

    def _go_to_problem(self) -> None:
        """Scroll to the field in focus, once the words below the fields have their room."""
        QTimer.singleShot(0, self, self._scroll_to_focus)

    def _scroll_to_focus(self) -> None:
        focused = self.focusWidget()
        if self._area.isAncestorOf(focused):
            self._area.ensureWidgetVisible(focused, 0, 40)

    def complain(self, error: DeskError) -> None:
        """Say what went wrong, above the form."""
        self._complain(sentences(error))

    def show_problems(self, problems: Mapping[str, Message]) -> Mapping[str, Message]:
        """Show problems at their fields; return those that have no field here."""
        return self.form.show_problems(problems)

    def _complain(self, text: str) -> None:
        self.strip.say(text)
        self.strip.show()

    @override
    def done(self, arg__1: int) -> None:
        if self._draft is not None:
            self._draft.finish()
        super().done(arg__1)

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        focused = self.focusWidget()
        if arg__1.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(arg__1)
        elif arg__1.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
        elif isinstance(focused, QPushButton):
            # No button is the default one: plain Enter in a field must send nothing.
            focused.click()

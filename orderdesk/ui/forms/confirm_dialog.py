"""The question before something that cannot be undone: it names what will happen."""

from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from orderdesk.domain.actions import Kind, Verdict
from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.order import Order
from orderdesk.services.views import Receipt
from orderdesk.ui.actions import reason_text
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import FormDialog
from orderdesk.ui.forms.form import FieldForm
from orderdesk.ui.forms.item_dialog import Sender
from orderdesk.ui.i18n import say_text
from orderdesk.ui.widgets.labels import PlainLabel

_WIDTH = 520
GO_BACK = QT_TRANSLATE_NOOP("messages", "Go back")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a title, what will happen, and the words of the button that does it."""

    title: str
    subtitle: str
    text: str
    button: str
    verdict: Verdict
    fields: tuple[FieldSpec, ...] = ()
    connection: str = ""
    order: Order | None = None
    """What the fields choose from."""
    final: bool = True
    """Whether it cannot be undone."""
    danger: bool = False
    """Whether something is lost by it."""


class ConfirmDialog(FormDialog):
    """Says what will happen; the focus is on the button that does nothing."""

    def __init__(
        self, context: Context, question: Question, sender: Sender, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, question.title, question.subtitle, parent)
        self.setObjectName("confirm-dialog")
        self._sender = sender
        self._form = FieldForm(
            context, question.fields, connection=question.connection, order=question.order
        )
        self.watch(self._form)
        row = QHBoxLayout()
        row.setSpacing(12)
        picture = PlainLabel()
        name, hue = ("triangle-alert", "amber") if question.final else ("info", "accent")
        ratio = self.devicePixelRatioF()
        colour = context.theme.colour(hue)
        picture.setPixmap(context.icons.pixmap(name, colour, 20, ratio))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = PlainLabel(question.text, wrap=True, selectable=True)
        row.addWidget(words, 1)
        self.body.addLayout(row)
        if question.verdict.kind is Kind.VENDOR_DECIDES:
            self.body.addWidget(
                PlainLabel(reason_text(question.verdict), tone="warning", wrap=True)
            )
        if question.fields:
            self.body.addWidget(self._form)
        else:
            self._form.setParent(self)
            self._form.hide()
        self.body.addStretch()
        self.submit_button.setText(question.button)
        if question.danger:
            self.submit_button.setProperty("kind", "danger")
        self.close_button.setText(say_text(GO_BACK))
        self.setAccessibleDescription(question.text)
        self._fit(words)

    def _fit(self, words: PlainLabel) -> None:
        """Be as tall as the words need: a question is read whole, without scrolling."""
        inner = self.body.parentWidget()
        tall = inner.heightForWidth(_WIDTH) if inner else words.heightForWidth(_WIDTH)
        self.fit(_WIDTH, tall + 150)

    @property
    @override
    def form(self) -> FieldForm:
        return self._form

    @override
    def send(self, values: Mapping[str, Any]) -> Coroutine[Any, Any, Receipt] | None:
        return self._sender(values)

    @override
    def showEvent(self, arg__1: QShowEvent) -> None:
        super().showEvent(arg__1)
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

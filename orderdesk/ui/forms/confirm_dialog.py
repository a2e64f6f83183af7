"""The question before something that cannot be undone: it names what will happen."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from orderdesk.domain.actions import Kind, Verdict
from orderdesk.domain.events import OrdersChanged
from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.order import Order
from orderdesk.services.views import OrderView, Receipt
from orderdesk.ui.actions import reason_text
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import FormDialog
from orderdesk.ui.forms.form import FieldForm
from orderdesk.ui.forms.item_dialog import Sender
from orderdesk.ui.forms.subjects import about_items
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
    counted: Callable[[Decimal], str] | None = None
    """The words of the button once it is known how many items it is about."""


class ConfirmDialog(FormDialog):
    """Says what will happen; the focus is on the first field, else on what does nothing."""

    def __init__(
        self, context: Context, question: Question, sender: Sender, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, question.title, question.subtitle, parent)
        self.setObjectName("confirm-dialog")
        self._sender = sender
        self._question = question
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
        self.items = PlainLabel(tone="strong", wrap=True)
        if question.fields:
            self.body.addWidget(self._form)
        else:
            self._form.setParent(self)
            self._form.hide()
        self.body.addWidget(self.items)
        self.body.addStretch()
        if question.danger:
            self.submit_button.setProperty("kind", "danger")
        self.close_button.setText(say_text(GO_BACK))
        self.setAccessibleDescription(question.text)
        self._describe()
        self._fit()
        self._form.edited.connect(self._on_form)
        if question.order is not None and question.fields:
            context.bridge.orders_changed.connect(self._on_orders_changed)

    def _describe(self) -> None:
        """Say how much of what it is about, here and on the button."""
        amounts = self._form.amounts()
        self.items.setText(about_items(amounts) if amounts else "")
        self.items.setVisible(bool(amounts))
        words = self._question.button
        if amounts and self._question.counted is not None:
            words = self._question.counted(sum((number for number, _ in amounts), Decimal(0)))
        self.submit_button.setText(words)

    def _fit(self) -> None:
        """Be as tall as the words need: a question is read whole, without scrolling."""
        inner = self.body.parentWidget()
        wide = max(_WIDTH, self.width() if self.isVisible() else 0)
        tall = inner.heightForWidth(wide) if inner else 0
        if self.isVisible():
            tall = max(tall + 150, self.height())
            self.resize(QSize(wide, tall).boundedTo(self.screen().availableSize()))
        else:
            self.fit(_WIDTH, tall + 150)

    def _on_form(self) -> None:
        self._describe()
        # What was just shown has its size once it is laid out.
        QTimer.singleShot(0, self, self._fit)

    def _on_orders_changed(self, event: OrdersChanged) -> None:
        order = self._question.order
        if order is not None and (event.all or order.id in event.changed):
            self.context.tasks.call(
                self.context.desk.orders.view(order.id),
                name="read an order that is asked about",
                then=self._show_view,
                otherwise=self.complain,
            )

    def _show_view(self, view: OrderView) -> None:
        self._form.show_order(view.order)
        self._describe()

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
        if self._question.fields:
            self._form.focus_first()
        else:
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

"""Editing an order's header: what is changed shows what it was, and only that is sent."""

from collections.abc import Coroutine, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from orderdesk.domain.events import OrdersChanged
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.rules import ActionRule
from orderdesk.services.views import OrderView, Receipt
from orderdesk.ui.context import Context
from orderdesk.ui.forms.amendment import Amendment
from orderdesk.ui.forms.dialog import FormDialog
from orderdesk.ui.forms.first_fields import first_order_fields
from orderdesk.ui.forms.form import FieldForm
from orderdesk.ui.forms.subjects import number_of, subtitle_of
from orderdesk.ui.i18n import say, say_text

TITLE = QT_TRANSLATE_NOOP("messages", "{action}: {number}")
SAVE_CHANGES = QT_TRANSLATE_NOOP("messages", "Save changes ({count})")
NOTHING_CHANGED = QT_TRANSLATE_NOOP("messages", "Nothing is changed yet.")
CHANGED = QT_TRANSLATE_NOOP("messages", "Changed: {fields}")


class EditDialog(FormDialog):
    """The header form of an order that exists."""

    def __init__(
        self,
        context: Context,
        view: OrderView,
        rule: ActionRule,
        parent: QWidget | None = None,
        *,
        amends: Amendment | None = None,
    ) -> None:
        facts = {"action": Message(rule.label), "number": number_of(view)}
        super().__init__(context, say(Message(TITLE, facts)), subtitle_of(view), parent)
        self.setObjectName("edit-dialog")
        self._order = view.order.id
        self._action = rule.name
        self._amends = amends
        self._form = FieldForm(
            context,
            rule.fields,
            connection=view.order.connection,
            values=view.order.fields,
            names=view.names,
            editing=True,
            first=first_order_fields(rule.fields),
        )
        self.watch(self._form)
        self.body.addWidget(self._form, 1)
        self._form.edited.connect(self._describe)
        self._describe()
        self.use_draft(f"edit:{self._order}" if amends is None else amends.draft)
        self._form.focus_first()
        context.bridge.orders_changed.connect(self._on_orders_changed)

    @property
    @override
    def form(self) -> FieldForm:
        return self._form

    @override
    def send(self, values: Mapping[str, Any]) -> Coroutine[Any, Any, Receipt] | None:
        if not values:
            return None
        shown = self._form.initial()
        base = {key: shown.get(key) for key in values}
        if self._amends is not None:
            return self._amends.act(self._order, self._action, values, base=base)
        return self.context.desk.orders.act(self._order, self._action, values, base=base)

    def show_view(self, view: OrderView) -> None:
        """Take note of the order as it is now."""
        self._form.add_names(view.names)
        self._form.rebase(view.order.fields)
        self._describe()

    def _on_orders_changed(self, event: OrdersChanged) -> None:
        if event.all or self._order in event.changed:
            self.context.tasks.call(
                self._read(),
                name="read an order that is being edited",
                then=self.show_view,
                otherwise=self.complain,
            )

    def _read(self) -> Coroutine[Any, Any, OrderView]:
        if self._amends is not None:
            return self._amends.view()
        return self.context.desk.orders.view(self._order)

    def _describe(self) -> None:
        changes = self._form.changes()
        labels = [
            say_text(row.spec.label) for key, row in self._form.rows.items() if key in changes
        ]
        fields = ", ".join(labels)
        shown = say(Message(CHANGED, {"fields": fields})) if labels else say_text(NOTHING_CHANGED)
        self.summary.setText(shown)
        self.submit_button.setText(say(Message(SAVE_CHANGES, {"count": str(len(changes))})))
        for button in (self.submit_button, self.stage_button):
            button.setEnabled(bool(changes))

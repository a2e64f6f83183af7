"""A new order with its items; what is typed is kept until it is made."""

from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.domain.gateway import ConnectionConfig, ConnectorDescription
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue
from orderdesk.domain.rules import ActionRule
from orderdesk.services.views import Product, Receipt
from orderdesk.ui.context import Context
from orderdesk.ui.detail.items_table import ItemsTable
from orderdesk.ui.detail.totals import TotalsBlock, total_words
from orderdesk.ui.forms.amendment import Amendment
from orderdesk.ui.forms.dialog import FormDialog
from orderdesk.ui.forms.draft import Draft, Typed
from orderdesk.ui.forms.editors import QuietBox
from orderdesk.ui.forms.first_fields import first_order_fields
from orderdesk.ui.forms.form import FieldForm
from orderdesk.ui.forms.item_dialog import ItemDialog, ItemTask, ProductSource
from orderdesk.ui.forms.new_lines import line_problems, preview, rows_of
from orderdesk.ui.forms.subjects import UNNAMED_ITEM
from orderdesk.ui.forms.suggestions import SuggestField
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.widgets.labels import PlainLabel

TITLE = QT_TRANSLATE_NOOP("messages", "New order")
SUBTITLE = QT_TRANSLATE_NOOP("messages", "{connection} · {vendor}")
SUM = QT_TRANSLATE_NOOP("messages", "Total {total}, computed")
CONNECTION = QT_TRANSLATE_NOOP("messages", "Connection")
ITEMS = QT_TRANSLATE_NOOP("messages", "Items")
CREATE = QT_TRANSLATE_NOOP("messages", "Create order")
CHANGE_IT = QT_TRANSLATE_NOOP("messages", "Keep changes")
ADD_PRODUCT = QT_TRANSLATE_NOOP("messages", "Add a product: type its description or SKU")
OTHER_ITEM = QT_TRANSLATE_NOOP("messages", "Add item…")
ADD_ITEM = QT_TRANSLATE_NOOP("messages", "Add item")
EDIT_ITEM = QT_TRANSLATE_NOOP("messages", "Edit item")
TAKEN_OFF = QT_TRANSLATE_NOOP("messages", "“{item}” is taken off.")
PUT_BACK = QT_TRANSLATE_NOOP("messages", "Put back")
HALF_TYPED = QT_TRANSLATE_NOOP("messages", "An item was half typed.")
KEYS = QT_TRANSLATE_NOOP("messages", "Enter edits an item, Delete takes it off.")


@dataclass(frozen=True, slots=True)
class Offer:
    """A connection on which an order can be made."""

    config: ConnectionConfig
    description: ConnectorDescription
    rule: ActionRule

    @property
    def currency(self) -> str | None:
        """The currency set on the connection, if there is one."""
        return self.config.settings.get("currency") or None


class OrderDialog(FormDialog):
    """The form of a new order; `offers` must not be empty.

    `missing` says of the other connections why no order can be made on them.

    Signals:
        connection_chosen: the key of another connection that it is to be made on.
    """

    connection_chosen = Signal(str)

    def __init__(
        self,
        context: Context,
        offers: Sequence[Offer],
        parent: QWidget | None = None,
        *,
        missing: Sequence[str] = (),
        amends: Amendment | None = None,
    ) -> None:
        super().__init__(context, say_text(TITLE), " ", parent)
        self.setObjectName("order-dialog")
        self._amends = amends
        self._offers = tuple(offers)
        self._offer = offers[0]
        self._lines: list[dict[str, FieldValue]] = []
        self._problems: dict[int, list[Message]] = {}
        self.connections = QuietBox()
        self.missing = PlainLabel("\n".join(missing), tone="muted", wrap=True)
        self.missing.set_size("small")
        self.items = ItemsTable(context.theme, context.icons)
        self.totals = TotalsBlock()
        self._form = self._new_form()
        self._place = QVBoxLayout()
        self._finder = QVBoxLayout()
        self._add = QPushButton(say_text(OTHER_ITEM))
        self._arrange_body()
        self.submit_button.setText(say_text(CREATE if amends is None else CHANGE_IT))
        self.handed_over.connect(self._drop_edit)
        self._settle()
        self.fit(680, 700)

    @property
    @override
    def form(self) -> FieldForm:
        return self._form

    def lines(self) -> Sequence[Mapping[str, FieldValue]]:
        """Return the items typed so far."""
        return tuple(self._lines)

    @override
    def send(self, values: Mapping[str, Any]) -> Coroutine[Any, Any, Receipt] | None:
        create = self.context.desk.orders.create if self._amends is None else self._amends.create
        return create(self._offer.config.key, values, self._lines)

    @override
    def keep(self) -> None:
        if self._draft is not None:
            self._draft.keep(self._form.changes(), self._lines)
        self._show_lines()

    @override
    def restore(self, typed: Typed) -> None:
        self._lines = [dict(line) for line in typed.lines]
        self._form.fill(typed.fields)
        self._show_lines()

    @override
    def start_over(self) -> None:
        self._lines.clear()
        self._problems.clear()
        super().start_over()
        self._show_lines()

    @override
    def show_problems(self, problems: Mapping[str, Message]) -> Mapping[str, Message]:
        self._problems, header = line_problems(problems)
        self._show_lines()
        return super().show_problems(header)

    def add_item(self) -> None:
        """Open the form of a new item."""
        self._open_item(None)

    def edit_item(self, place: int) -> None:
        """Open the form of an item that is typed already."""
        self._open_item(place)

    def remove_item(self, place: int) -> None:
        """Take an item off; it can be put back."""
        line = self._lines.pop(place)
        self._problems.clear()
        row = self.items.items.row(place)
        name = row.name.text if row else say_text(UNNAMED_ITEM)
        self.kept.clear_buttons()
        self.kept.say(say(Message(TAKEN_OFF, {"item": name})))
        self.kept.add_button(say_text(PUT_BACK), partial(self._put_back, place, line))
        self.kept.show()
        self.keep()

    def _put_back(self, place: int, line: dict[str, FieldValue]) -> None:
        self._lines.insert(place, line)
        self.kept.hide()
        self.keep()

    def _arrange_body(self) -> None:
        if len(self._offers) > 1:
            for offer in self._offers:
                title = say_text(offer.description.title)
                self.connections.addItem(f"{offer.config.name} · {title}", offer.config.key)
            self.connections.setAccessibleName(say_text(CONNECTION))
            self.connections.setObjectName("connection")
            self.connections.activated.connect(self._choose)
            row = QFormLayout()
            row.setHorizontalSpacing(14)
            label = PlainLabel(say_text(CONNECTION), tone="muted")
            label.setMinimumWidth(132)
            label.setBuddy(self.connections)
            row.addRow(label, self.connections)
            self.body.addLayout(row)
        self.body.addWidget(self.missing)
        self.missing.setVisible(bool(self.missing.text()))
        self.body.addLayout(self._place)
        heading = PlainLabel(say_text(ITEMS), tone="heading")
        heading.setContentsMargins(0, 8, 0, 0)
        self.body.addWidget(heading)
        self.body.addWidget(self.items)
        self.items.setAccessibleDescription(say_text(KEYS))
        self.items.edit_requested.connect(self._on_edit)
        self.items.remove_requested.connect(self._on_remove)
        adding = QHBoxLayout()
        adding.addLayout(self._finder, 1)
        self._add.setAutoDefault(False)
        self.context.icons.bind(self._add, "plus")
        self._add.clicked.connect(self.add_item)
        adding.addWidget(self._add)
        self.body.addLayout(adding)
        self.body.addWidget(self.totals)
        self.body.addStretch()

    def _new_form(self) -> FieldForm:
        form = FieldForm(
            self.context,
            self._offer.rule.fields,
            connection=self._offer.config.key,
            first=first_order_fields(self._offer.rule.fields),
        )
        self.watch(form)
        return form

    def _choose(self, place: int) -> None:
        """Take a connection; what was typed for another one stays kept for it."""
        if self._draft is not None:
            self._draft.finish()
        self._offer = self._offers[place]
        self._lines, self._problems = [], {}
        self._form.hide()
        self._form.deleteLater()
        self._form = self._new_form()
        self._settle()
        self.connection_chosen.emit(self._offer.config.key)

    def _settle(self) -> None:
        """Put the connection's form, product search and kept draft in their places."""
        self._place.addWidget(self._form)
        self._make_finder()
        self.kept.hide()
        self.strip.hide()
        self._show_lines()
        amends = self._amends
        self.use_draft(f"new:{self._offer.config.key}" if amends is None else amends.draft)
        self._look_for_items()
        self._form.focus_first()

    def _make_finder(self) -> None:
        old = self._finder.takeAt(0)
        widget = old.widget() if old else None
        if widget is not None:
            widget.deleteLater()
        source = ProductSource(self.context, self._offer.config.key, self._offer.currency)
        finder = SuggestField(self.context, source)
        finder.setObjectName("add-product")
        finder.setPlaceholderText(say_text(ADD_PRODUCT))
        finder.setAccessibleName(say_text(ADD_PRODUCT))
        finder.chosen.connect(partial(self._on_product, finder))
        self._finder.addWidget(finder)

    def _on_product(self, finder: SuggestField, payload: object) -> None:
        if isinstance(payload, Product):
            finder.clear()
            self._open_item(None, {key: value for key, value in payload.fields.items() if value})

    def _open_item(self, place: int | None, values: Mapping[str, FieldValue] | None = None) -> None:
        rules = self._offer.description.rules
        task = ItemTask(
            connection=self._offer.config.key,
            title=say_text(ADD_ITEM if place is None else EDIT_ITEM),
            subtitle=say_text(TITLE),
            specs=rules.new_line_fields(),
            currency=self._offer.currency,
            names={},
            values=None if place is None else self._lines[place],
            defaults=values,
            # One that begins with a product begins anew.
            draft=None if values else self._item_draft(editing=place is not None),
            of_values=place is not None,
        )
        dialog = ItemDialog(self.context, task, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.taken.connect(partial(self._on_item, place))
        dialog.open()

    def _item_draft(self, *, editing: bool) -> str:
        """Return under which key a half-typed item of this order is kept, or an edit of one."""
        if self._amends is not None:
            return f"{self._amends.draft}:{'edit' if editing else 'item'}"
        return f"new-item:{self._offer.config.key}{':edit' if editing else ''}"

    def _look_for_items(self) -> None:
        """Offer to go on with an item that was half typed when the program ended."""
        for editing in (False, True):
            draft = Draft(self.context, self._item_draft(editing=editing), self._form)
            draft.load(partial(self._offer_item, self._form, editing=editing))

    def _offer_item(self, form: FieldForm, typed: Typed, *, editing: bool) -> None:
        if form is not self._form:
            return
        place = None
        if editing:
            if typed.lines[0] not in self._lines:
                return
            place = self._lines.index(typed.lines[0])
        if self.kept.isHidden():
            self.kept.clear_buttons()
            self.kept.say(say_text(HALF_TYPED))
            self.kept.show()
        text = say_text(EDIT_ITEM if editing else ADD_ITEM)
        self.kept.add_button(f"{text}…", partial(self._open_item, place))

    def _drop_edit(self) -> None:
        """Forget the edit of an item that is on its way now."""
        key = self._item_draft(editing=True)
        self.context.tasks.call(self.context.desk.orders.drop_draft(key), name="drop a draft")

    def _on_item(self, place: int | None, values: dict[str, FieldValue]) -> None:
        if place is None:
            self._lines.append(values)
        else:
            self._lines[place] = {**self._lines[place], **values}
            self._problems.pop(place, None)
        self.keep()

    def _on_edit(self, line_id: str) -> None:
        place = self.items.items.place_of(line_id)
        if place is not None:
            self.edit_item(place)

    def _on_remove(self, line_id: str) -> None:
        place = self.items.items.place_of(line_id)
        if place is not None:
            self.remove_item(place)

    def _show_lines(self) -> None:
        rules, offer = self._offer.description.rules, self._offer
        order = preview(
            offer.config.key, rules, self._form.values(), self._lines, currency=offer.currency
        )
        self.items.show_rows(rows_of(order, rules, self._problems))
        self.items.setVisible(bool(self._lines))
        self.totals.show_order(order, None, rules.order_fields)
        self.totals.setVisible(bool(self._lines))
        total = say(Message(SUM, {"total": total_words(order)}))
        self.summary.setText(total if self._lines else "")
        title = Message(offer.description.title)
        facts = {"connection": offer.config.name, "vendor": title}
        self.subtitle.setText(say(Message(SUBTITLE, facts)))

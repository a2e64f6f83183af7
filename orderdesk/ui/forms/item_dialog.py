"""Adding an item to an order, or changing one."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.money import NotANumber, parse_decimal
from orderdesk.domain.order import FieldValue, Named
from orderdesk.services.views import Product, Receipt
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import FormDialog
from orderdesk.ui.forms.draft import Typed
from orderdesk.ui.forms.first_fields import first_line_fields
from orderdesk.ui.forms.form import FieldForm
from orderdesk.ui.forms.suggestions import Option, Source, SuggestField
from orderdesk.ui.i18n import format_money, say, say_text
from orderdesk.ui.widgets.labels import PlainLabel

FIND_PRODUCT = QT_TRANSLATE_NOOP("messages", "Find a product by description or SKU")
SEEN_HERE = QT_TRANSLATE_NOOP("messages", "Offered is what stands on other orders.")
LINE_SUM = QT_TRANSLATE_NOOP("messages", "Sum of this item: {sum}")
ADD = QT_TRANSLATE_NOOP("messages", "Add item")
SAVE = QT_TRANSLATE_NOOP("messages", "Save item")
SAVE_CHANGES = QT_TRANSLATE_NOOP("messages", "Save changes ({count})")
NOTHING_CHANGED = QT_TRANSLATE_NOOP("messages", "Nothing is changed yet.")


Sender = Callable[[Mapping[str, FieldValue]], Coroutine[Any, Any, Receipt]]


@dataclass(frozen=True, slots=True)
class ItemTask:
    """What an item dialog is for; `values` of the line to change, None for a new one."""

    connection: str
    title: str
    subtitle: str
    specs: Sequence[FieldSpec]
    currency: str | None
    names: Mapping[tuple[str, str], Named]
    values: Mapping[str, FieldValue] | None = None
    defaults: Mapping[str, FieldValue] | None = None
    """What a new line begins with, beside the fields' own defaults."""
    draft: str | None = None
    of_values: bool = False
    """Whether only `values` tell which item the draft is of: it is on an order not yet made."""


class ProductSource(Source):
    """Suggests products from what stands on other orders of a connection."""

    def __init__(self, context: Context, connection: str, currency: str | None) -> None:
        self._context = context
        self._connection = connection
        self._currency = currency

    @override
    def ask(self, text: str) -> Coroutine[Any, Any, Sequence[object]] | None:
        return self._context.desk.orders.products(self._connection, text)

    @override
    def options(self, text: str, found: Sequence[object]) -> Sequence[Option]:
        products = [product for product in found if isinstance(product, Product)]
        return [self._option(product) for product in products]

    def _option(self, product: Product) -> Option:
        price = format_money(product.price, self._currency)
        detail = " · ".join(filter(None, (product.sku, price)))
        label = product.description or product.sku or product.product_id or "?"
        return Option(label, detail, product)


class ItemDialog(FormDialog):
    """The form of an item, with a product search above it for a new one.

    Signals:
        taken: the checked values, where no `sender` was given to hand them over.
    """

    taken = Signal(object)

    def __init__(self, context: Context, task: ItemTask, parent: QWidget | None = None) -> None:
        super().__init__(context, task.title, task.subtitle, parent)
        self.setObjectName("item-dialog")
        self._task = task
        self._editing = task.values is not None
        self._sender: Sender | None = None
        source = ProductSource(context, task.connection, task.currency)
        self.products = SuggestField(context, source)
        self.products.setPlaceholderText(say_text(FIND_PRODUCT))
        self.products.setAccessibleName(say_text(FIND_PRODUCT))
        self.products.setAccessibleDescription(say_text(SEEN_HERE))
        self.products.setObjectName("find-product")
        self.products.chosen.connect(self._on_product)
        self._form = FieldForm(
            context,
            task.specs,
            connection=task.connection,
            values=task.values if task.values is not None else task.defaults,
            names=task.names,
            editing=self._editing,
            first=first_line_fields(task.specs),
        )
        self.watch(self._form)
        if not self._editing:
            self.body.addWidget(self.products)
            hint = PlainLabel(say_text(SEEN_HERE), tone="muted")
            hint.set_size("small")
            self.body.addWidget(hint)
        self.body.addWidget(self._form, 1)
        self._form.edited.connect(self._describe)
        self._describe()
        if task.draft is not None:
            self.use_draft(task.draft)
        (self._form.focus_first if self._editing else self.products.setFocus)()

    @property
    @override
    def form(self) -> FieldForm:
        return self._form

    def hand_to(self, sender: Sender) -> None:
        """Hand the values to the desk through `sender`, which returns its coroutine."""
        self._sender = sender

    @override
    def keep(self) -> None:
        changes, values = self._form.changes(), self._task.values
        if self._draft is not None:
            named = (values,) if self._task.of_values and values is not None and changes else ()
            self._draft.keep(changes, named)

    @override
    def fits(self, typed: Typed) -> bool:
        return not self._task.of_values or typed.lines == [self._task.values]

    @override
    def send(self, values: Mapping[str, Any]) -> Coroutine[Any, Any, Receipt] | None:
        if self._sender is None:
            self.taken.emit(dict(values))
            self.drop_draft()
            return None
        return self._sender(values) if values or not self._editing else None

    def _on_product(self, payload: object) -> None:
        if isinstance(payload, Product):
            self.products.setText(payload.description or payload.sku or "")
            self._form.fill({k: v for k, v in payload.fields.items() if v})
            quantity = self._key("quantity")
            if quantity in self._form.rows:
                self._form.rows[quantity].editor.setFocus()

    def _key(self, attribute: str) -> str:
        specs = self._task.specs
        return next((spec.key for spec in specs if spec.attribute == attribute), "")

    def _describe(self) -> None:
        values = {**(self._task.values or {}), **self._form.checked().values}
        try:
            price = parse_decimal(values.get(self._key("price")) or "")
            total = price * parse_decimal(values.get(self._key("quantity")) or "")
            shown = format_money(total, self._task.currency)
            self.summary.setText(say(Message(LINE_SUM, {"sum": shown})))
        except NotANumber:
            self.summary.setText("")
        changes = len(self._form.changes())
        if not self._editing:
            text = say_text(ADD)
        elif self._sender is None:
            text = say_text(SAVE)
        else:
            text = say(Message(SAVE_CHANGES, {"count": str(changes)}))
        self.submit_button.setText(text)

"""What an act on many orders asks for, filled in once for all orders of a vendor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.order import FieldValue
from orderdesk.domain.rules import ActionRule, Effect
from orderdesk.ui.bulk.clearing import Clearing
from orderdesk.ui.context import Context
from orderdesk.ui.forms.first_fields import first_order_fields
from orderdesk.ui.forms.form import FieldForm
from orderdesk.ui.i18n import say_text
from orderdesk.ui.widgets.labels import PlainLabel

ONLY_FILLED = QT_TRANSLATE_NOOP(
    "messages", "Only what you fill in is changed; to empty a field, tick it under Clear fields."
)
ALL_ITEMS = QT_TRANSLATE_NOOP("messages", "It is done to all outstanding items of each order.")


@dataclass(frozen=True, slots=True)
class Part:
    """What is asked for the orders of one vendor; `connection` is one of theirs."""

    vendor: str
    title: str
    rule: ActionRule
    connection: str


def asked_fields(rule: ActionRule) -> tuple[FieldSpec, ...]:
    """Return what can be filled in for many orders at once: not which items of each."""
    own = {spec.key for spec in rule.fields}
    return tuple(
        spec
        for spec in rule.fields
        if not spec.read_only
        and spec.type is not FieldType.QUANTITIES
        and spec.depends_on in {None, *own}
    )


class ValuesForm(QWidget):
    """A form for each vendor whose action asks for something.

    Signals:
        edited: something was typed.
        accepted: Ctrl+Enter was pressed.
    """

    edited = Signal()
    accepted = Signal()

    def __init__(
        self, context: Context, parts: Sequence[Part], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.forms: dict[str, FieldForm] = {}
        self._editing: set[str] = set()
        self.clearings: dict[str, Clearing] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in parts:
            specs = asked_fields(part.rule)
            if len(parts) > 1 and specs:
                column.addWidget(PlainLabel(part.title, tone="strong"))
            if part.rule.names_items:
                column.addWidget(PlainLabel(say_text(ALL_ITEMS), tone="muted", wrap=True))
            if specs and part.rule.effect is Effect.EDIT:
                column.addWidget(PlainLabel(say_text(ONLY_FILLED), tone="muted", wrap=True))
            if specs:
                column.addWidget(self._form(context, part, specs))
            if specs and part.rule.effect is Effect.EDIT:
                column.addWidget(self._clearing(part, specs))
        self.setVisible(bool(self.forms) or any(part.rule.names_items for part in parts))

    def values(self) -> Mapping[str, Mapping[str, FieldValue]]:
        """Return what was filled in, by vendor; of an edit only what was changed or is emptied."""
        return {
            vendor: {**form.checked().values, **self._cleared(vendor)}
            for vendor, form in self.forms.items()
        }

    def ready(self) -> bool:
        """Show what is wrong, and return whether nothing is."""
        right = [form.reveal_problems() for form in self.forms.values()]
        return all(right)

    def nothing_changed(self) -> bool:
        """Whether it is an edit, and no field has a new value."""
        return bool(self._editing) and not any(
            self.forms[vendor].changes() or self._cleared(vendor) for vendor in self._editing
        )

    def focus_first(self) -> bool:
        """Go to the first field; return whether there is one."""
        for form in self.forms.values():
            form.focus_first()
            return True
        return False

    def _cleared(self, vendor: str) -> dict[str, FieldValue]:
        clearing = self.clearings.get(vendor)
        return dict.fromkeys(clearing.keys()) if clearing is not None else {}

    def _clearing(self, part: Part, specs: Sequence[FieldSpec]) -> Clearing:
        clearing, form = Clearing(specs), self.forms[part.vendor]
        self.clearings[part.vendor] = clearing
        clearing.changed.connect(self.edited)
        form.edited.connect(lambda: clearing.keep(form.changes()))
        return clearing

    def _form(self, context: Context, part: Part, specs: Sequence[FieldSpec]) -> FieldForm:
        editing = part.rule.effect is Effect.EDIT
        first = first_order_fields(specs) if editing else None
        if editing:
            # What is needed is there already, on each of the orders.
            specs = [replace(spec, required=False) for spec in specs]
        form = FieldForm(
            context,
            specs,
            connection=part.connection,
            editing=editing,
            first=first,
        )
        if editing:
            self._editing.add(part.vendor)
        form.edited.connect(self.edited)
        form.accepted.connect(self.accepted)
        self.forms[part.vendor] = form
        return form

"""The editor that fits a field, with what it looks names and choices up in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from orderdesk.domain.fields import Choice, FieldSpec, FieldType
from orderdesk.domain.order import Named, Order
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dates import DateEditor
from orderdesk.ui.forms.editors import Editor, make_editor
from orderdesk.ui.forms.quantities import QuantitiesEditor
from orderdesk.ui.forms.references import ReferenceEditor, SuggestedTextEditor
from orderdesk.ui.forms.states import StatesEditor
from orderdesk.ui.i18n import say_text


@dataclass(frozen=True, slots=True)
class Source:
    """What an editor draws on beside its field."""

    connection: str = ""
    names: Mapping[tuple[str, str], Named] = field(default_factory=dict[tuple[str, str], Named])
    order: Order | None = None
    """The order that a form about one chooses from: its items, and its fields' values."""
    beside: Collection[FieldSpec] = ()
    """The fields that are edited in the same form."""


def _same(value: str) -> Choice:
    return Choice(value, value)


def field_editor(spec: FieldSpec, context: Context, source: Source) -> Editor:
    """Return the editor for a field."""
    order = source.order
    if spec.type is FieldType.QUANTITIES:
        return QuantitiesEditor(spec, None if order is None else order.lines)
    if spec.type is FieldType.STATES:
        return StatesEditor(spec, context, source.connection)
    if spec.type is FieldType.DATE:
        return DateEditor(spec, context.icons)
    if spec.choices_in is not None and order is not None:
        values = (order.fields.get(spec.choices_in) or "").splitlines()
        return make_editor(replace(spec, choices=tuple(map(_same, values))), context.zone)
    labels = {other.key: say_text(other.label) for other in source.beside}
    label = labels.get(spec.depends_on or "", "")
    where = (spec, context, source.connection)
    if spec.type is FieldType.REFERENCE:
        # What hangs on the order itself nobody knows by heart, nor what an act has to name.
        own = spec.depends_on is not None and spec.depends_on not in labels
        prompt = order is not None and (own or spec.required)
        return ReferenceEditor(*where, names=source.names, parent_label=label, prompt=prompt)
    if spec.type is FieldType.TEXT and spec.look_up:
        return SuggestedTextEditor(*where, parent_label=label)
    return make_editor(spec, context.zone)

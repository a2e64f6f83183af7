"""What the store needs to know of a vendor's fields: references, texts, what tells lines apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.order import FieldValue, Line, Order
from orderdesk.domain.rules import VendorRules

Ref = tuple[str, str]
"""Kind and id of something that has a name."""

_UNSOUGHT = {FieldType.BOOLEAN, FieldType.HIDDEN}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A vendor's fields, sorted by what the store does with them."""

    header_refs: tuple[tuple[str, str], ...] = ()
    """Key and kind of every header field that refers to a name."""
    line_refs: tuple[tuple[str, str], ...] = ()
    unsought: frozenset[str] = frozenset()
    """Keys of fields whose text nobody looks for."""
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    """What the values of a choice are called, by field: nobody looks for its code."""
    product_keys: tuple[str, ...] = ()
    """Line fields that tell products apart."""
    state_key: str = "vendor_state"
    """The field under which a change of state is recorded."""

    told_otherwise: frozenset[str] = frozenset()
    """Keys of fields whose text is not looked for as it is: unsought ones, and choices."""
    sought_labels: tuple[tuple[str, Mapping[str, str]], ...] = ()
    """`labels` of the fields whose text is looked for."""

    @classmethod
    def of(cls, rules: VendorRules | None) -> "Vocabulary":
        """Read it from the vendor's rules; without rules nothing is known."""
        if rules is None:
            return cls()
        specs = (*rules.order_fields, *rules.line_fields)
        state = [s.key for s in rules.order_fields if s.attribute == "vendor_state"]
        unsought = frozenset(s.key for s in specs if s.type in _UNSOUGHT)
        labels = {s.key: _labels(s) for s in specs if s.type is FieldType.CHOICE}
        return cls(
            header_refs=_references(rules.order_fields),
            line_refs=_references(rules.line_fields),
            unsought=unsought,
            labels=labels,
            sought_labels=tuple((key, some) for key, some in labels.items() if key not in unsought),
            told_otherwise=unsought | labels.keys(),
            product_keys=tuple(s.key for s in rules.line_fields if s.unique),
            state_key=state[0] if state else "vendor_state",
        )

    def references(self, order: Order) -> set[Ref]:
        """Return everything the order refers to that may have a name."""
        refs = {
            (found.kind, found.id)
            for found in (order.customer, order.location, order.employee)
            if found is not None
        }
        _add_filled(refs, self.header_refs, order.fields)
        if self.line_refs:
            for line in order.lines or ():
                _add_filled(refs, self.line_refs, line.fields)
        return refs

    def product(self, line: Line) -> tuple[FieldValue, ...]:
        """Return what two lines with the same product have in common."""
        key = tuple(line.fields.get(name) for name in self.product_keys)
        return key if any(key) else (line.sku, line.description)


def _references(specs: tuple[FieldSpec, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((spec.key, spec.look_up) for spec in specs if spec.look_up)


def _labels(spec: FieldSpec) -> dict[str, str]:
    choices = (*spec.choices, *(one for some in spec.choices_by.values() for one in some))
    return {choice.value: choice.label for choice in choices}


def _add_filled(
    refs: set[Ref], keys: tuple[tuple[str, str], ...], fields: Mapping[str, FieldValue]
) -> None:
    for key, kind in keys:
        value = fields.get(key)
        if value:
            refs.add((kind, value))

"""The text of an order that searching looks through: every field a person could look for."""

from collections.abc import Iterable, Mapping

from pydantic import JsonValue

from orderdesk.domain.order import FieldValue, Line, Named, Order
from orderdesk.store.keys import fold_all
from orderdesk.store.vocabulary import Ref, Vocabulary

# A note of megabytes is kept whole and found by its beginning.
_LONGEST_VALUE = 20_000
_LONGEST_TEXT = 500_000


def sought_text(
    order: Order, names: Mapping[Ref, Named], vocabulary: Vocabulary
) -> tuple[str, str]:
    """Return the folded texts of an order's header and of its items, each value ending a line."""
    header = _joined(_header(order, names, vocabulary))
    items: list[FieldValue] = []
    for line in order.lines or ():
        _add_item(items, line, names, vocabulary)
    return header, _joined(items)


# Lists that are added to rather than generators: this runs for some eighty values an order.
def _spoken(word: str | None) -> str | None:
    """Return one of our own words as it is read: on hold, part paid."""
    return word and word.replace("_", " ")


def _header(order: Order, names: Mapping[Ref, Named], vocabulary: Vocabulary) -> list[FieldValue]:
    found: list[FieldValue] = [
        *(order.number, order.name, order.kind, order.kind_word, order.vendor_id),
        *(_spoken(order.state), order.vendor_state),
        *(_spoken(order.payment), order.payment_word),
        *(_spoken(order.fulfilment), order.fulfilment_word, order.currency),
    ]
    for reference in (order.customer, order.location, order.employee):
        if reference is not None:
            found.append(reference.id)
            _add_name(found, names, (reference.kind, reference.id))
    if order.total is not None:
        found.append(str(order.total))
    fields = order.fields
    _add_fields(found, fields, vocabulary)
    _add_names(found, fields, vocabulary.header_refs, names)
    _add_leaves(found, order.extra.values())
    return found


def _add_item(
    found: list[FieldValue], line: Line, names: Mapping[Ref, Named], vocabulary: Vocabulary
) -> None:
    found += (line.sku, line.description, line.kind_word, line.status_word, line.id)
    fields = line.fields
    _add_fields(found, fields, vocabulary)
    _add_names(found, fields, vocabulary.line_refs, names)
    if line.extra:
        _add_leaves(found, line.extra.values())


def _add_fields(
    found: list[FieldValue], fields: Mapping[str, FieldValue], vocabulary: Vocabulary
) -> None:
    # Few are told otherwise: taking them out of a copy is quicker than asking of every one.
    own = dict(fields)
    for key in vocabulary.told_otherwise:
        own.pop(key, None)
    found += own.values()
    for key, labels in vocabulary.sought_labels:
        value = fields.get(key)
        if value:
            found.append(labels.get(value, value))


def _add_names(
    found: list[FieldValue],
    fields: Mapping[str, FieldValue],
    refs: Iterable[Ref],
    names: Mapping[Ref, Named],
) -> None:
    """Add what the ids in these fields, each with its kind, are called."""
    for key, kind in refs:
        value = fields.get(key)
        if value:
            _add_name(found, names, (kind, value))


def _add_name(found: list[FieldValue], names: Mapping[Ref, Named], ref: Ref) -> None:
    named = names.get(ref)
    if named is not None:
        found += (named.name, named.detail)


def _add_leaves(found: list[FieldValue], values: Iterable[JsonValue]) -> None:
    """Add the texts and whole numbers anywhere in what a vendor sent beyond the known."""
    for value in values:
        if isinstance(value, str):
            found.append(value)
        elif value is None:
            continue
        elif isinstance(value, dict):
            _add_leaves(found, value.values())
        elif isinstance(value, list):
            _add_leaves(found, value)
        elif isinstance(value, int) and not isinstance(value, bool):
            found.append(str(value))


def _joined(values: Iterable[FieldValue]) -> str:
    """Fold every different value once; a line end keeps a search from spanning two of them.

    The last one ends so too, and two letters of it are the beginning of some trigram.
    """
    different = list(filter(None, dict.fromkeys(values)))
    if not different:
        return ""
    if sum(map(len, different)) > _LONGEST_VALUE:
        different = [value[:_LONGEST_VALUE] for value in different]
    return fold_all(different)[: _LONGEST_TEXT - 1] + "\n"

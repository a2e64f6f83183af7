"""The text of an order that searching looks through: every field a person could look for."""

from collections.abc import Iterable, Iterator, Mapping

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
    items = _joined(value for line in order.lines or () for value in _item(line, names, vocabulary))
    return header, items


def _spoken(word: str | None) -> str | None:
    """Return one of our own words as it is read: on hold, part paid."""
    return word and word.replace("_", " ")


def _header(
    order: Order, names: Mapping[Ref, Named], vocabulary: Vocabulary
) -> Iterator[FieldValue]:
    yield from (order.number, order.name, order.kind, order.kind_word, order.vendor_id)
    yield from (_spoken(order.state), order.vendor_state)
    yield from (_spoken(order.payment), order.payment_word)
    yield from (_spoken(order.fulfilment), order.fulfilment_word, order.currency)
    for found in (order.customer, order.location, order.employee):
        if found is not None:
            yield found.id
            yield from _name(names, (found.kind, found.id))
    if order.total is not None:
        yield str(order.total)
    yield from _fields(order.fields, vocabulary)
    for key, kind in vocabulary.header_refs:
        yield from _name(names, (kind, order.fields.get(key) or ""))
    yield from _leaves(order.extra)


def _item(line: Line, names: Mapping[Ref, Named], vocabulary: Vocabulary) -> Iterator[FieldValue]:
    yield from (line.sku, line.description, line.kind_word, line.status_word, line.id)
    yield from _fields(line.fields, vocabulary)
    for key, kind in vocabulary.line_refs:
        yield from _name(names, (kind, line.fields.get(key) or ""))
    yield from _leaves(line.extra)


def _fields(fields: Mapping[str, FieldValue], vocabulary: Vocabulary) -> Iterator[FieldValue]:
    unsought, labels = vocabulary.unsought, vocabulary.labels
    for key, value in fields.items():
        if value and key not in unsought:
            yield labels[key].get(value, value) if key in labels else value


def _name(names: Mapping[Ref, Named], ref: Ref) -> Iterator[str]:
    named = names.get(ref)
    if named is not None:
        yield named.name
        yield named.detail


def _leaves(value: JsonValue | Mapping[str, JsonValue]) -> Iterator[str]:
    """Yield the texts and whole numbers anywhere in what a vendor sent beyond the known."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, int) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)


def _joined(values: Iterable[FieldValue]) -> str:
    """Fold every different value once; a line end keeps a search from spanning two of them.

    The last one ends so too, and two letters of it are the beginning of some trigram.
    """
    different = dict.fromkeys(values)
    text = fold_all([value[:_LONGEST_VALUE] for value in different if value])
    return text[: _LONGEST_TEXT - 1] + "\n" if text else ""

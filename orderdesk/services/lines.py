"""What an order demands of its lines taken together."""

from collections.abc import Iterable, Mapping

from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.messages import Message
from orderdesk.domain.order import FieldValue
from orderdesk.services.sentences import TAKEN


def taken_values(
    specs: Iterable[FieldSpec],
    values: Mapping[str, FieldValue],
    others: Iterable[Mapping[str, FieldValue]],
) -> dict[str, Message]:
    """Return the problems of a line's `values` that another line has where none may share one.

    Letter case does not make two values different: vendors write ids both ways.
    """
    problems: dict[str, Message] = {}
    rest = list(others)
    for spec in specs:
        value = values.get(spec.key)
        if not spec.unique or not value:
            continue
        if any((other.get(spec.key) or "").casefold() == value.casefold() for other in rest):
            facts = {"field": Message(spec.label), "value": value[:60]}
            problems[spec.key] = Message(TAKEN, facts)
    return problems

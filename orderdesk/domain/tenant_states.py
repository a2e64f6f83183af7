"""What a tenant's own states mean: proposed by the desk, decided by a person."""

from collections.abc import Mapping
from typing import Final

from orderdesk.domain.status import OrderStatus

# By the words that English-speaking tenants use; the first that fits wins, so that "partially
# shipped" is not taken for done and "not approved" not for approved.
_HINTS: Final = (
    (("cancel", "void", "reject", "declin", "not approv", "lost"), OrderStatus.CANCELLED),
    (("hold", "wait", "backorder", "back order", "paus", "block"), OrderStatus.ON_HOLD),
    (("partial", "in progress", "processing", "picking", "production"), OrderStatus.PROCESSED),
    (("draft", "quote", "new", "entered", "created"), OrderStatus.CREATED),
    (("pending", "open", "review", "submitted", "unapprov"), OrderStatus.PENDING),
    (("complete", "shipped", "closed", "deliver", "invoiced", "done"), OrderStatus.COMPLETED),
    (("approv", "released", "ready", "packed", "confirmed"), OrderStatus.PROCESSED),
)


def parse_states(text: str) -> dict[str, OrderStatus]:
    """Read one `word = status` pair a line.

    Raises:
        ValueError: naming the first line that is no such pair.
    """
    meanings: dict[str, OrderStatus] = {}
    for line in filter(None, (part.strip() for part in text.splitlines())):
        word, equals, status = line.rpartition("=")
        if not equals or not word.strip() or status.strip() not in set(OrderStatus):
            raise ValueError(line)
        meanings[word.strip()] = OrderStatus(status.strip())
    return meanings


def states_text(meanings: Mapping[str, OrderStatus]) -> str | None:
    """Write meanings so that parse_states reads them back; None where there are none."""
    return "\n".join(f"{word} = {status}" for word, status in meanings.items()) or None


def proposed(word: str) -> OrderStatus | None:
    """Return what a state's word probably means, for a person to decide; None for no idea."""
    folded = word.casefold()
    return next((status for hints, status in _HINTS if any(hint in folded for hint in hints)), None)

"""What a tenant's own states mean: text to meanings and back, and what is proposed."""

import pytest

from orderdesk.domain.status import OrderStatus
from orderdesk.domain.tenant_states import parse_states, proposed, states_text


def test_meanings_are_read_back_as_they_were_written() -> None:
    meanings = {"Ready = packed": OrderStatus.PROCESSED, "Erledigt": OrderStatus.COMPLETED}

    assert parse_states(states_text(meanings) or "") == meanings
    assert states_text({}) is None
    assert parse_states("\n  \n") == {}


@pytest.mark.parametrize("line", ["Open", "= pending", "Open = done", "Open ="])
def test_what_is_no_meaning_is_named(line: str) -> None:
    with pytest.raises(ValueError, match=line):
        parse_states(f"Closed = completed\n{line}")


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Cancelled by customer", OrderStatus.CANCELLED),
        ("Partially shipped", OrderStatus.PROCESSED),
        ("Shipped", OrderStatus.COMPLETED),
        ("Not approved", OrderStatus.CANCELLED),
        ("On Hold", OrderStatus.ON_HOLD),
        ("Open", OrderStatus.PENDING),
        ("Blauer Montag", None),
    ],
)
def test_a_meaning_is_proposed_where_the_word_hints_at_one(
    word: str, status: OrderStatus | None
) -> None:
    assert proposed(word) == status

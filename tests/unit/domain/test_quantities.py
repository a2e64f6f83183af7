"""How much of which items: text to pairs and back."""

from decimal import Decimal

import pytest

from orderdesk.domain.quantities import parse_quantities, quantities_text


def test_pairs_are_read_back_as_they_were_written() -> None:
    pairs = [(Decimal(2), "ol_a1"), (Decimal("0.5"), "x 7")]

    assert parse_quantities(quantities_text(pairs) or "") == pairs
    assert quantities_text([]) is None


def test_several_pairs_of_one_line_are_added_up() -> None:
    assert parse_quantities("1 x a\n2 x b\n3x a") == [(Decimal(4), "a"), (Decimal(2), "b")]


@pytest.mark.parametrize("line", ["2", "x a", "two x a", "0 x a", "-1 x a", "2 x"])
def test_what_is_no_pair_is_named(line: str) -> None:
    with pytest.raises(ValueError, match=line):
        parse_quantities(f"1 x ok\n{line}")

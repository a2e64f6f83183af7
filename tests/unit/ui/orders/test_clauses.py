"""Clauses in words, and filters that menus add and take away."""

import pytest

from orderdesk.domain.query import Query, parse_query, query_text
from orderdesk.ui.orders.clauses import chosen, clause_label, parted, toggled


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("state:pending", "State: Pending"),
        ("state:none", "State: Not known"),
        ("-state:open", "not State: Open"),
        ("total>=10.50", "Total >= 10.50"),
        ("expires:..now", "Expires: over"),
        ("placed:2026-11-01..2026-11-15", "Placed: 2026-11-01..2026-11-15"),
        ("pending:yes", "Not settled: Yes"),
        ('customer:"North & Co"', "Customer: North & Co"),
        ("acme", "“acme”"),
    ],
)
def test_labels(text: str, label: str) -> None:
    assert clause_label(parse_query(text).clauses[0]) == label


def test_toggling_adds_and_takes_away_alternatives() -> None:
    query = toggled(Query(), "state", "pending")
    query = toggled(query, "state", "created")
    assert query_text(query) == "state:pending,created"
    assert chosen(query, "state") == ("pending", "created")
    query = toggled(toggled(query, "state", "pending"), "state", "created")
    assert query == Query()


def test_toggling_leaves_the_other_filters_alone() -> None:
    query = parse_query("-state:created total>5 hollis")
    assert query_text(toggled(query, "state", "open")) == "-state:created total>5 hollis state:open"
    assert toggled(toggled(query, "state", "open"), "state", "open") == query


def test_words_are_no_chips() -> None:
    chips, words = parted(parse_query("state:open acme -total>5 -old"))
    assert query_text(chips) == "state:open -total>5"
    assert query_text(words) == "acme -old"

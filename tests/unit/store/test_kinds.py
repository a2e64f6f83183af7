"""Documents that are no orders: a type away, and never in sums."""

from decimal import Decimal

import pytest

from orderdesk.domain.errors import QueryError
from orderdesk.domain.order import Order
from orderdesk.domain.query import parse_query
from orderdesk.domain.status import OrderKind
from orderdesk.store.store import Store
from tests.unit.domain.invented import line, order
from tests.unit.store.filled import found, pull, totals


def _paper(vendor_id: str, kind: OrderKind | None, word: str, currency: str | None) -> Order:
    made = order(vendor_id, lines=(line("1", count="1", each="10"),), currency=currency)
    return made.model_copy(update={"kind": kind, "kind_word": word})


@pytest.fixture
def papers(store: Store) -> Store:
    pull(
        store,
        _paper("o", OrderKind.ORDER, "CMD", "EUR"),
        _paper("p", OrderKind.PREORDER, "PRE", "USD"),
        _paper("i", OrderKind.INVOICE, "FAC", "EUR"),
        _paper("n", OrderKind.DELIVERY_NOTE, "BL", "EUR"),
        _paper("d", OrderKind.DELIVERY, "LIV", None),
        _paper("x", None, "Odd paper", None),
    )
    return store


@pytest.mark.parametrize(
    ("text", "vendor_ids"),
    [
        ("", "opx"),
        ("goose", "opx"),
        ("-type:preorder", "ox"),
        ("type:any", "dinopx"),
        ("type:ANY currency:eur", "ino"),
        ("type:invoice", "i"),
        ("type:fac", "i"),
        ("type:invoice,order", "io"),
        ("type:delivery_note", "n"),
        ('type:"delivery note"', "n"),
        ("type:pre-order", "p"),
        ('type:"odd paper"', "x"),
        ("type:any -type:invoice,delivery", "nopx"),
        ("type:none", ""),
    ],
)
def test_only_orders_are_found_unless_a_type_is_asked_for(
    papers: Store, text: str, vendor_ids: str
) -> None:
    assert sorted(found(papers, text)) == list(vendor_ids)


def test_sums_are_of_orders_alone_and_by_currency(papers: Store) -> None:
    everything = totals(papers, "type:any")
    ten = Decimal("10.00")
    assert everything.orders == 6
    assert everything.sums == {"EUR": ten, "USD": ten, "": ten}
    assert everything.unknown_totals == 0
    assert totals(papers, "type:invoice").sums == {}
    assert totals(papers, "type:invoice").orders == 1


def test_values_count_orders_and_types_count_everything(papers: Store) -> None:
    assert dict(papers.search.values("currency")) == {"EUR": 1, "USD": 1}
    words = ("CMD", "PRE", "FAC", "BL", "LIV", "Odd paper")
    assert dict(papers.search.values("type")) == dict.fromkeys(words, 1)


def test_fulfilment_has_values_of_its_own() -> None:
    assert parse_query("fulfilment:part,rejected").clauses[0].values == ("part", "rejected")
    with pytest.raises(QueryError, match="none, assigned, part, fulfilled, rejected"):
        parse_query("fulfilment:picked")

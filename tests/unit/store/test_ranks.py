"""Ranks answer as plain SQL does, whatever comes, changes and goes, and however they are kept."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from orderdesk.domain.order import Named, Order
from orderdesk.domain.query import parse_query
from orderdesk.domain.shown import Sort
from orderdesk.store.grams import index
from orderdesk.store.ranks.specs import ORDERS, SPECS
from orderdesk.store.store import Store
from tests.unit.domain.invented import ALL_RULES, NOON, line, order
from tests.unit.store.filled import BERLIN, MAIN, SECOND, pull

WORDS = ("Goose", "quill", "Ink", "Äther", "紙", "", "sand 9", "Sand 10")
SORTS = [*ORDERS, "connection_name", "rowid", "pending"]
QUERIES = (
    *("", "ink", '"s 1"', "goose quill", "-ink", "state:open", "state:none", "type:any", "id:v7"),
    *("number:1", "name:quill", "name:none", "customer:c3", "customer:inn", "location:none"),
    *("placed>=2026-11-20", "placed:none", "placed<2026-11-22T11:30", "items>1", "items:none"),
    *("total>10", "total:..5", "total:none", "currency:eur", "-currency:none", "payment:none"),
    *("connection:branch", "pending:yes", "vendor_state:held,placed", "-state:pending item:ink"),
    *("staged:yes", "staged:no -pending:yes"),
    *("q", "in", "zzz", "item:g", "type:retail", "discount:none", "fulfilment:none"),
)
EVERYWHERE = 10**9


@dataclass
class Life:
    """A store whose orders come, change and go at random, the same way each time."""

    store: Store
    draw: random.Random
    there: dict[str, Order] = field(default_factory=dict[str, Order])

    def order(self) -> Order:
        draw = self.draw
        vendor_id = f"v{draw.randrange(120)}"
        lines = [
            line(str(place), draw.choice(WORDS) or "?", each=f"{draw.randrange(999) / 100}")
            for place in range(draw.randrange(3))
        ]
        total = draw.choice((None, Decimal("12345678901.23456"), Decimal(draw.randrange(40))))
        return order(
            vendor_id,
            number=draw.choice((None, f"SO-{draw.randrange(200)}")),
            state=draw.choice(("Draft", "Placed", "Held", "Shipped", "Odd")),
            placed_at=draw.choice((None, NOON - timedelta(seconds=draw.randrange(10**6)))),
            currency=draw.choice((None, "EUR", "usd", "XTS")),
            lines=draw.choice((None, tuple(lines))),
            title=draw.choice(WORDS),
            buyer=f"c{draw.randrange(9)}",
            note=" ".join(draw.choices(WORDS, k=3)),
        ).model_copy(
            update={
                "connection": draw.choice((MAIN.key, SECOND.key)),
                "total": total,
                "expires_at": draw.choice((None, NOON + timedelta(hours=draw.randrange(50)))),
            }
        )

    def step(self) -> None:
        """Let something happen."""
        if self.there and self.draw.random() < 0.2:
            gone = self.draw.choice(sorted(self.there))
            assert self.store.mirror.drop(gone)
            del self.there[gone]
        elif self.draw.random() < 0.1:
            number = self.draw.randrange(9)
            name = f"{self.draw.choice(WORDS)} Inn {self.draw.randrange(5)}"
            self.store.names.put(MAIN.key, [Named(kind="customer", id=f"c{number}", name=name)])
        else:
            orders = {one.id: one for one in (self.order() for _ in range(self.draw.randrange(5)))}
            for connection in (MAIN.key, SECOND.key):
                mine = [one for one in orders.values() if one.connection == connection]
                pull(self.store, *mine, connection=connection)
            self.there.update(orders)


@pytest.fixture
def life(store: Store) -> Life:
    """Give a store with two connections in which nothing has happened yet."""
    store.connections.put(SECOND)
    store.search.ranked_from = EVERYWHERE
    return Life(store, random.Random(11))


@pytest.fixture
def ranked(life: Life, path: Path) -> Iterator[Store]:
    """Give a second, reading store that answers from ranks."""
    assert life.store
    with Store.open(path, ALL_RULES, read_only=True) as reader:
        reader.search.ranked_from = 0
        yield reader


def _same(plain: Store, ranked: Store, text: str, sort: Sort) -> None:
    query = parse_query(text)
    expected = plain.search.rowids(query, sort, zone=BERLIN, now=NOON)
    first = ranked.search.first(query, sort, zone=BERLIN, now=NOON)
    assert first == expected[:128], (text, sort)
    assert ranked.search.rowids(query, sort, zone=BERLIN, now=NOON) == expected, (text, sort)
    assert ranked.search.count(query, zone=BERLIN, now=NOON) == len(expected)
    totals = plain.search.totals(query, zone=BERLIN, now=NOON)
    assert ranked.search.totals(query, zone=BERLIN, now=NOON) == totals, text


def _asked(life: Life, ranked: Store, times: int) -> None:
    for _time in range(times):
        text = life.draw.choice(QUERIES)
        sort = Sort(life.draw.choice(SORTS), life.draw.random() < 0.5)
        _same(life.store, ranked, text, sort)


@pytest.mark.parametrize("behind", [0, 10_000])
def test_ranks_stay_right_under_whatever_happens(
    life: Life, ranked: Store, monkeypatch: pytest.MonkeyPatch, behind: int
) -> None:
    monkeypatch.setattr(index, "BEHIND", behind)
    for _step in range(80):
        life.step()
        _asked(life, ranked, 3)


def test_every_query_and_sort_is_as_in_sql(life: Life, ranked: Store) -> None:
    for _step in range(40):
        life.step()
    for text in QUERIES:
        _same(life.store, ranked, text, Sort())
    for column in SORTS:
        _same(life.store, ranked, "", Sort(column, descending=True))
        _same(life.store, ranked, "ink", Sort(column, descending=False))


def _kept(path: Path, name: str) -> list[Path]:
    return sorted(path.with_name(path.name + ".ranks").glob(f"{name}-*.ranks"))


def test_columns_are_kept_in_files_and_follow_from_where_they_were(life: Life, path: Path) -> None:
    for _step in range(30):
        life.step()
    life.store.search.ranked_from = 0
    while life.store.search.build_next(frozenset(), quiet=True):
        pass
    life.store.search.ranked_from = EVERYWHERE
    assert all(_kept(path, name) for name in SPECS)
    for _round in range(3):
        for _step in range(10):
            life.step()
        with Store.open(path, ALL_RULES, read_only=True) as reader:
            reader.search.ranked_from = 0
            _asked(life, reader, 25)
            assert not reader.search.lacking


HARMS = ["cut off", "another store's", "newer", "no header", "of changes that were lost"]


@pytest.mark.parametrize("harm", HARMS)
def test_a_file_that_does_not_fit_is_not_believed(life: Life, path: Path, harm: str) -> None:
    for _step in range(30):
        life.step()
    life.store.search.ranked_from = 0
    while life.store.search.build_next(frozenset(), quiet=True):
        pass
    life.store.search.ranked_from = EVERYWHERE
    for name in SPECS:
        [file] = _kept(path, name)
        whole = file.read_bytes()
        match harm:
            case "cut off":
                file.write_bytes(whole[:-8])
            case "another store's":
                file.write_bytes(whole.replace(b'"file": "', b'"file": "0', 1))
            case "of changes that were lost":
                marks = b'"marks": [['
                assert marks in whole
                file.write_bytes(whole.replace(marks, marks + b"1", 1)[:-1])
            case "newer":
                file.rename(file.with_name(f"{name}-999999-00.ranks"))
            case _:
                file.write_bytes(bytes(2_000))
    with Store.open(path, ALL_RULES, read_only=True) as reader:
        reader.search.ranked_from = 0
        _asked(life, reader, 25)
    assert not any(_kept(path, name) for name in ("kind", "placed_at"))

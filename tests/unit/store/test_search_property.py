"""Search finds, sorts and adds up what a look at every order would."""

from collections import Counter
from collections.abc import Mapping
from decimal import Context, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from orderdesk.domain.commands import CommandState, CreateOrder, EditOrder, OutboxEntry
from orderdesk.domain.gateway import Page
from orderdesk.domain.order import Named, Order
from orderdesk.domain.projection import new_order, project
from orderdesk.domain.query import Query, parse_query, query_text
from orderdesk.domain.shown import Mark, ShownRow, Sort
from orderdesk.domain.staging import attributes_of
from orderdesk.store.search import FIRST
from orderdesk.store.store import Store
from tests.unit.domain.invented import ALL_RULES, NOON, RULES
from tests.unit.store import shapes
from tests.unit.store.filled import BERLIN, LATER, MAIN, SECOND
from tests.unit.store.oracle import OTHER_DOCUMENTS, Oracle, Seen, arranged

CONNECTIONS = (MAIN, SECOND)
VENDOR_IDS = st.integers(1, 9).map(lambda number: f"v{number}")
ORDERS = st.lists(
    shapes.orders(VENDOR_IDS, st.sampled_from([config.key for config in CONNECTIONS])),
    max_size=9,
    unique_by=lambda one: one.id,
)
EXACT = Context(prec=200)


def _fill(store: Store, orders: list[Order], wishes: list[shapes.Wish], names: list[Named]) -> None:
    for config in CONNECTIONS:
        store.connections.put(config)
        mine = tuple(one for one in orders if one.connection == config.key)
        store.mirror.apply_page(config.key, Page(mine), pull=store.mirror.begin_pull(config.key))
    store.names.put("main", names)
    for number, wish in enumerate(wishes):
        about = orders[number * 7 % len(orders)]
        command = wish.command(f"k{number}", store.mirror.shown(about.id) or about)
        if number % 3 == 1 and isinstance(command, EditOrder):
            store.staged.put(about.id, [command], run="me")
            continue
        store.outbox.enqueue(command)
        if number % 3 == 0 and len(store.outbox.open_of(about.id)) == 1:
            store.outbox.begin_sending(f"k{number}", before=None, owner="me", now=NOON)
    store.outbox.enqueue(shapes.new_order("fresh", {"title": "Fresh goose"}, [{"text": "Ink"}]))


def _mark(entries: list[OutboxEntry]) -> Mark:
    states = {entry.state.value for entry in entries}
    return next((mark for mark in Mark if mark.value in states), Mark.NONE)


def _seen(store: Store, orders: list[Order], names: list[Named]) -> dict[int, Seen]:
    """Project every order as the domain says, without asking the shown rows."""
    known: Mapping[tuple[str, str], Named] = {(one.kind, one.id): one for one in names}
    found: dict[int, Seen] = {}
    commands = [entry.command for entry in store.outbox.open()]
    made = [new_order(one, RULES, "EUR") for one in commands if isinstance(one, CreateOrder)]
    for base in (*orders, *made):
        entries = store.outbox.open_of(base.id)
        projected = project(base, [entry.command for entry in entries], RULES)
        given = [one.command for one in entries if one.state is not CommandState.STAGED]
        staged = [one.command for one in entries if one.state is CommandState.STAGED]
        marked = attributes_of(staged, project(base, given, RULES), projected, RULES)
        row_id = store.search.rowid(base.id)
        assert row_id is not None, base.id
        actions = dict.fromkeys(command.action for command in given)
        own = known if base.connection == "main" else {}
        found[row_id] = Seen(projected, _mark(entries), tuple(actions), own, marked)
    return found


def _sums(found: Mapping[int, Seen]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for seen in found.values():
        total, currency = seen.order.total, seen.order.currency or ""
        if total is not None and seen.order.kind not in OTHER_DOCUMENTS:
            sums[currency] = EXACT.add(sums.get(currency, Decimal(0)), total)
    return sums


@settings(max_examples=60)
@given(
    orders=ORDERS,
    wishes=st.lists(shapes.wishes(), max_size=6),
    names=st.lists(shapes.NAMES, max_size=4, unique_by=lambda one: (one.kind, one.id)),
    queries=st.lists(shapes.QUERIES, min_size=1, max_size=8),
    columns=st.lists(st.tuples(shapes.COLUMNS, st.booleans()), min_size=1, max_size=4),
    ranked_from=st.sampled_from([0, 1_000]),
)
def test_search_is_a_look_at_every_order(
    orders: list[Order],
    wishes: list[shapes.Wish],
    names: list[Named],
    queries: list[Query],
    columns: list[tuple[str, bool]],
    ranked_from: int,
) -> None:
    with Store.open(None, ALL_RULES) as store:
        store.search.ranked_from = ranked_from
        _fill(store, orders, wishes if orders else [], names)
        everything = _seen(store, orders, names)
        oracle = Oracle(CONNECTIONS, BERLIN, NOON)
        for query in (Query(), *queries):
            expected = {
                row_id: seen for row_id, seen in everything.items() if oracle.matches(seen, query)
            }
            totals = store.search.totals(query, zone=BERLIN, now=NOON)
            assert totals.orders == len(expected)
            assert totals.sums == _sums(expected)
            unknown = [
                seen.order.id
                for seen in expected.values()
                if seen.order.total is None and seen.order.kind not in OTHER_DOCUMENTS
            ]
            assert totals.unknown_totals == len(unknown)
            assert totals.unread == sum(seen.order.lines is None for seen in expected.values())
            assert store.search.count(query, zone=BERLIN, now=NOON) == len(expected)
            for column, descending in columns:
                sort = Sort(column, descending)
                rowids = list(store.search.rowids(query, sort, zone=BERLIN, now=NOON))
                assert rowids == arranged(expected, sort, CONNECTIONS), (query, sort)
                first = store.search.first(query, sort, zone=BERLIN, now=NOON)
                assert list(first) == rowids[:FIRST]


@settings(max_examples=60)
@given(shapes.QUERIES)
def test_drawn_queries_are_what_a_person_can_type(query: Query) -> None:
    assert parse_query(query_text(query)) == query


def _shown(row: ShownRow, attribute: str) -> str | None:
    value = getattr(row, attribute)
    return value or (row.kind if attribute == "kind_word" else None)


@settings(max_examples=20)
@given(
    orders=ORDERS, field=st.sampled_from(["state", "vendor_state", "type", "location", "currency"])
)
def test_values_are_those_of_the_rows(orders: list[Order], field: str) -> None:
    attribute = {"type": "kind_word", "location": "location_id"}.get(field, field)
    with Store.open(None, ALL_RULES) as store:
        for config in CONNECTIONS:
            store.connections.put(config)
        for one in orders:
            store.mirror.put(one, read_at=LATER)
        query = parse_query("type:any" if field == "type" else "")
        rowids = store.search.rowids(query, Sort(), zone=BERLIN, now=NOON)
        rows = store.search.rows(rowids)
        counted = Counter(_shown(row, attribute) for row in rows)
        counted.pop(None, None)
        assert dict(store.search.values(field)) == dict(counted)
        counts = [count for _, count in store.search.values(field)]
        assert counts == sorted(counts, reverse=True)

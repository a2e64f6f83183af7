"""A reader on a thread of its own sees whole transactions while a writer writes."""

import threading
from pathlib import Path

import pytest

from orderdesk.domain.gateway import Page
from orderdesk.store.database import Database
from orderdesk.store.faults import GivenUp
from orderdesk.store.store import Store
from tests.unit.domain.invented import ALL_RULES, NOON, edit, line, order
from tests.unit.store.filled import found, pull, rows, totals

PAGES = 12
A_PAGE = 25


def _page(number: int) -> Page:
    orders = tuple(
        order(f"v{number}-{place}", lines=(line("1", "Goose"),)) for place in range(A_PAGE)
    )
    return Page(orders)


def test_reader_sees_whole_pages_while_they_come_in(store: Store, path: Path) -> None:
    counts: list[int] = []
    problems: list[BaseException] = []
    ready, ended = threading.Event(), threading.Event()

    def read() -> None:
        try:
            with Store.open(path, ALL_RULES, read_only=True) as reader:
                ready.set()
                while not ended.is_set() or not counts:
                    counts.append(len(found(reader, "goose")))
                    sums = totals(reader)
                    assert sums.orders * 3 == sum(sums.sums.values())
                counts.append(len(rows(reader)))
        except BaseException as problem:
            problems.append(problem)
            raise

    thread = threading.Thread(target=read)
    thread.start()
    assert ready.wait(30)
    begun = store.mirror.begin_pull("main")
    for number in range(PAGES):
        store.mirror.apply_page("main", _page(number), pull=begun)
    ended.set()
    thread.join(30)

    assert problems == []
    assert all(count % A_PAGE == 0 for count in counts)
    assert counts == sorted(counts)
    assert counts[-1] == PAGES * A_PAGE


def test_reader_sees_a_command_as_soon_as_it_is_kept(store: Store, path: Path) -> None:
    seen = order("v1", title="Old")
    pull(store, seen)
    with Store.open(path, ALL_RULES, read_only=True) as reader:
        assert found(reader, "pending:yes") == []
        store.outbox.enqueue(edit("k1", seen, title="New"))
        assert found(reader, "pending:yes name:new") == ["v1"]
        shown = reader.mirror.shown("main:v1")
        assert shown is not None
        assert shown.name == "New"
        store.outbox.withdraw("k1", now=NOON)
        assert found(reader, "pending:yes") == []


def test_reader_outlives_the_writer(path: Path) -> None:
    writer = Store.open(path, ALL_RULES)
    reader = Store.open(path, ALL_RULES, read_only=True)
    writer.close()
    assert rows(reader) == []
    reader.close()


_ENDLESS = "with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n"


def test_a_statement_that_runs_ends_when_it_is_given_up(path: Path) -> None:
    with Store.open(path, ALL_RULES):
        reader = Database(path, read_only=True)
        ended: list[type[Exception]] = []

        def read() -> None:
            try:
                reader.value(_ENDLESS)
            except GivenUp as end:
                ended.append(type(end))

        thread = threading.Thread(target=read)
        thread.start()
        while thread.is_alive():
            reader.give_up()
            thread.join(0.01)
        assert ended == [GivenUp]
        with pytest.raises(GivenUp):
            reader.value("select 1")
        reader.carry_on()
        assert reader.value("select 1") == 1
        reader.close()


def test_rows_that_take_too_long_are_given_up_and_can_be_read_again(
    store: Store, path: Path
) -> None:
    pull(store, *_page(0).orders, *(order(f"x{at}", lines=()) for at in range(60)))
    rowids = [row.rowid for row in rows(store)]
    with Store.open(path, ALL_RULES, read_only=True) as reader:
        with pytest.raises(GivenUp):
            reader.search.rows_within(rowids, 0.0)
        assert [row.rowid for row in reader.search.rows_within(rowids, 60.0)] == rowids

"""How fast the store takes orders in, beside a bare insert of the same rows."""

import gc
import sqlite3
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from orderdesk.composition import descriptions, rules_of
from orderdesk.config import Profile
from orderdesk.domain.gateway import Page
from orderdesk.domain.order import Order
from orderdesk.store.store import Store
from tests.benchmarks.fill import facts_of, town_of
from tests.benchmarks.whole_sync import whole_sync

NEW = 20_000
"""How many orders come that are not there yet, at most as many as there are."""
Pages = Sequence[tuple[str, list[Order]]]


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _bare_insert(file: Path, pages: Pages) -> float:
    """Insert order, payload and items with no journal, no index and one transaction."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("pragma journal_mode = off")
    connection.execute("pragma synchronous = off")
    connection.execute("create table orders (id text, number text, name text, state text)")
    connection.execute("create table payload (id text, content text)")
    connection.execute("create table item (id text, sku text, description text, price text)")
    orders = [one for _, page in pages for one in page]
    rows = [(one.id, one.number, one.name, one.state) for one in orders]
    payloads = [(one.id, one.model_dump_json()) for one in orders]
    items = [
        (one.id, line.sku, line.description, None if line.price is None else str(line.price))
        for one in orders
        for line in one.lines or ()
    ]

    def insert() -> None:
        connection.execute("begin")
        connection.executemany("insert into orders values (?, ?, ?, ?)", rows)
        connection.executemany("insert into payload values (?, ?)", payloads)
        connection.executemany("insert into item values (?, ?, ?, ?)", items)
        connection.execute("commit")

    taken = _seconds(insert)
    connection.close()
    file.unlink()
    return len(orders) / taken


class Intake:
    """A copy of a filled store that takes pages in."""

    def __init__(self, home: Path) -> None:
        self._store = Store.open(Profile.under(home).database, rules_of(descriptions()))

    def close(self) -> None:
        self._store.close()

    def take(self, pages: Pages) -> float:
        """Take pages in, full text and all; return orders a second."""
        mirror = self._store.mirror
        pulls = {key: mirror.begin_pull(key) for key in sorted({key for key, _ in pages})}

        def taken() -> None:
            for key, orders in pages:
                mirror.apply_page(key, Page(tuple(orders)), pull=pulls[key])
                # The text is indexed in batches, here in the same thread: all of it counts.
                self._store.texts.catch_up()

        return sum(len(page) for _, page in pages) / _seconds(taken)


def _pages(orders: int, seed: int) -> tuple[Pages, Pages]:
    """Return pages that a filled store has, and pages that it has not."""
    town = town_of(orders, seed=seed)
    count = max(1, min(NEW, orders) // 200)
    before = orders // 200
    made = ((vendor.config.key, page) for vendor, page in town.pages())
    old = list(islice(made, count))
    new = list(islice(made, before - count + 1, before + 1))
    return old, new


def figures(home: Path) -> dict[str, float]:
    """Measure once on a profile, which is written to; orders a second.

    As in the shipped desk garbage is not looked for in the midst of it, for the yardstick
    neither; the copy is on the disk and warm (`fill.own_copy`), as the yardstick's file is.
    """
    facts = facts_of(home)
    old, new = _pages(facts.orders, facts.seed)
    gc.collect()
    gc.disable()
    found = {"bare_insert_per_s": _bare_insert(home / "bare.db", new)}
    intake = Intake(home)
    found["unchanged_per_s"] = intake.take(old)
    found["new_per_s"] = intake.take(new)
    intake.close()
    gc.enable()
    found |= whole_sync(home)
    found["bare_insert_again_per_s"] = _bare_insert(home / "bare.db", new)
    return found

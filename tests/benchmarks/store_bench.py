"""How quick the store is beside a bare insert: python -m tests.benchmarks.store_bench --json."""

import argparse
import hashlib
import json
import sqlite3
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from orderdesk.domain.gateway import ConnectionConfig, Page
from orderdesk.domain.order import Line, Named, Order
from orderdesk.domain.query import Query, parse_query
from orderdesk.domain.shown import Sort
from orderdesk.store.store import Store
from tests.unit.domain.invented import ALL_RULES, NOON, VENDOR, edit, line, order

WORDS = (
    *("quill", "goose", "ink", "pot", "paper", "sand", "wax", "seal", "ribbon", "letter", "desk"),
    *("lamp", "oil", "Äther", "紙", "перо"),
)
STATES = ("Draft", "Placed", "Shipped", "Gone")
PAGE = 200
COMMANDS = 100
ZONE = ZoneInfo("Europe/Berlin")


def drawn(*about: object) -> int:
    """Return a number that looks random and is the same in every run."""
    digest = hashlib.blake2b(repr(about).encode(), digest_size=16).digest()
    return int.from_bytes(digest)


def guid(*about: object) -> str:
    return str(uuid.UUID(int=drawn(*about)))


def words(count: int, *about: object) -> str:
    return " ".join(WORDS[drawn(*about, place) % len(WORDS)] for place in range(count))


def sample_line(index: int, place: int) -> Line:
    here = (index, place)
    return line(
        f"{index}-{place}",
        words(4, "text", *here),
        article=guid("article", *here),
        each=f"{drawn('each', *here) % 100_000 / 100:.2f}",
        serials=f"{drawn('serial', *here) % 10**12}\n{drawn('other', *here) % 10**12}",
        supplier=guid("supplier", *here),
        note=words(6, "note", *here),
    )


def sample_order(index: int) -> Order:
    return order(
        guid("order", index),
        number=f"SO-{index}",
        state=STATES[drawn("state", index) % len(STATES)],
        placed_at=NOON - timedelta(minutes=drawn("placed", index) % 1_000_000),
        currency=("EUR", "USD")[index % 2],
        lines=tuple(sample_line(index, place) for place in range(3)),
        title=words(3, "title", index),
        buyer=f"customer-{drawn('buyer', index) % 500}",
        shop=f"location-{drawn('shop', index) % 20}",
        note=words(20, "note", index),
        home=guid("home", index),
        made_by=guid("made", index),
        tracking=f"1 x {drawn('tracking', index) % 10**15}",
    )


def seconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def bare_insert(folder: Path, orders: Sequence[Order]) -> float:
    """Insert the same orders' JSON by key, page by page, with nothing else."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    connection.execute("create table orders (id text primary key, content text)")
    texts = [(one.id, one.model_dump_json()) for one in orders]

    def insert() -> None:
        for start in range(0, len(texts), PAGE):
            connection.execute("begin")
            connection.executemany("insert into orders values (?, ?)", texts[start : start + PAGE])
            connection.execute("commit")

    taken = seconds(insert)
    connection.close()
    return len(orders) / taken


class Bench:
    """One store filled with sample orders, and what is measured on it."""

    def __init__(self, folder: Path, orders: Sequence[Order]) -> None:
        self.orders = orders
        self.store = Store.open(folder / "store.db", ALL_RULES)
        self.store.connections.put(ConnectionConfig("main", "Main shop", VENDOR))
        self.reader = Store.open(folder / "store.db", ALL_RULES, read_only=True)

    def pull(self, orders: Sequence[Order]) -> float:
        """Take orders in page by page; return orders a second."""
        pull = self.store.mirror.begin_pull("main")

        def take() -> None:
            for start in range(0, len(orders), PAGE):
                page = Page(tuple(orders[start : start + PAGE]))
                self.store.mirror.apply_page("main", page, pull=pull)

        return len(orders) / seconds(take)

    def name(self) -> float:
        """Name every customer; return shown rows rewritten a second."""
        names = [Named(kind="customer", id=f"customer-{n}", name=f"Firm {n}") for n in range(500)]
        return len(self.orders) / seconds(lambda: self.store.names.put("main", names))

    def commands(self) -> float:
        """Keep commands durably; return milliseconds for each."""
        some = self.orders[:COMMANDS]

        def enqueue() -> None:
            for index, one in enumerate(some):
                self.store.outbox.enqueue(edit(f"command-{index}", one, note="Hurry"))

        return 1000 * seconds(enqueue) / len(some)

    def search(self, text: str, column: str = "placed_at") -> float:
        """Return milliseconds until all row ids of a query are there."""
        query = parse_query(text)
        sort = Sort(column)
        return 1000 * seconds(lambda: self.reader.search.rowids(query, sort, zone=ZONE, now=NOON))

    def totals(self) -> float:
        return 1000 * seconds(lambda: self.reader.search.totals(Query(), zone=ZONE, now=NOON))

    def page(self) -> float:
        """Return milliseconds for one page of 100 rows, the median over the whole table."""
        rowids = self.reader.search.rowids(Query(), Sort("total"), zone=ZONE, now=NOON)
        starts = range(0, len(rowids), max(100, len(rowids) // 50))
        pages = [rowids[start : start + 100] for start in starts]
        taken = [seconds(partial(self.reader.search.rows, page)) for page in pages]
        return 1000 * statistics.median(taken)

    def close(self) -> None:
        self.reader.close()
        self.store.close()


def changed(orders: Sequence[Order]) -> list[Order]:
    """Return the orders as a vendor may have moved them on."""
    return [one.model_copy(update={"vendor_state": "Held"}) for one in orders]


def run(count: int) -> dict[str, float]:
    """Measure everything once, each on files of its own."""
    orders = [sample_order(index) for index in range(count)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = {"bare_insert_per_s": bare_insert(folder, orders)}
        bench = Bench(folder, orders)
        found["new_per_s"] = bench.pull(orders)
        found["unchanged_per_s"] = bench.pull(orders)
        found["changed_per_s"] = bench.pull(changed(orders))
        found["named_per_s"] = bench.name()
        found["page_of_100_ms"] = bench.page()
        found["first_sort_ms"] = bench.search("")
        found["number_sort_ms"] = bench.search("", "number")
        found["frequent_word_ms"] = bench.search("quill")
        found["rare_word_ms"] = bench.search(f'"so-{count // 2}"')
        found["two_letters_ms"] = bench.search("qu")
        found["state_ms"] = bench.search("state:open")
        found["totals_ms"] = bench.totals()
        found["command_ms"] = bench.commands()
        bench.close()
        found["file_mb"] = (folder / "store.db").stat().st_size / 1e6
    for what in ("new", "unchanged", "changed"):
        found[f"{what}_to_bare_insert"] = found[f"{what}_per_s"] / found["bare_insert_per_s"]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=5_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    runs = [run(options.orders) for _ in range(options.runs)]
    medians = {key: statistics.median(one[key] for one in runs) for key in runs[0]}
    if options.json:
        sys.stdout.write(json.dumps({"orders": options.orders, **medians}) + "\n")
    else:
        for key, value in medians.items():
            sys.stdout.write(f"{key:28}{value:12.3f}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

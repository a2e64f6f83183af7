"""How long searching and sorting take on a filled store, beside LIKE over the same text.

Everything is asked three times, each time of a store opened for it, which knows no answer yet.
The first time the system's memory was asked to let go of the files, as after a night: told beside
the rest. The other times they lie in memory, and the better counts. LIKE has two tries as well, and
comes last: it goes through more than the memory may keep.
"""

import contextlib
import json
import os
import sqlite3
import statistics
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from orderdesk.composition import descriptions, rules_of
from orderdesk.config import Profile
from orderdesk.domain.query import Clause, Operator, Query
from orderdesk.domain.shown import Sort
from orderdesk.services.texts import WORTH_IT
from orderdesk.store.keys import fold
from orderdesk.store.ranks.specs import ORDERS
from orderdesk.store.store import Store
from tests.benchmarks.invention import NEWEST, vocabulary

ZONE = ZoneInfo("Europe/Berlin")
SHORT = ("a", "e", "7", "ma", "qu", "зе", "山", "紙", "zz", "42")
"""Texts of one letter and of two, frequent ones and some that hardly stand anywhere."""
COLUMNS = (*ORDERS, "connection_name", "rowid")
"""All that the window and the command line offer to sort by, and some more."""
_SHARES = (0.26, 0.1, 0.03, 0.01, 0.001, 0.0001, 0.00001)
_NOWHERE = "qzjxk"
_SOUGHT_BEFORE = 100
_ROUNDS = 2
_TERMS_FILE = "terms.json"
_SAMPLED = 20_000
_LIKE = "(t.header like ?1 or t.items like ?1)"


def words(text: str) -> Query:
    """Return the query for a text anywhere."""
    return Query((Clause(None, Operator.IS, (text,)),))


def milliseconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - begun)


@contextlib.contextmanager
def plain(home: Path) -> Generator[sqlite3.Connection]:
    """Open a store's file with Python's own SQLite, for yardsticks."""
    database = Profile.under(home).database
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        yield connection


def terms(home: Path) -> list[str]:
    """Return texts of three letters or more, from every fourth row down to none; kept beside it."""
    kept = home / _TERMS_FILE
    if kept.exists():
        found: list[str] = json.loads(kept.read_text("utf-8"))
        return found
    with plain(home) as connection:
        chosen = _chosen(_sampled(connection))
    kept.write_text(json.dumps(chosen, ensure_ascii=False), "utf-8")
    return chosen


def _sampled(connection: sqlite3.Connection) -> list[str]:
    [(last,)] = connection.execute("select max(row_id) from sought_text")
    source = Random(1)
    asked = sorted(source.sample(range(1, last + 1), min(_SAMPLED, last)))
    select = "select header || items from sought_text where row_id = ?"
    return [row[0] for row_id in asked for row in connection.execute(select, (row_id,))]


def _chosen(texts: list[str]) -> list[str]:
    """Return for each share the text whose share in the sample is the nearest."""
    some = texts[:: max(1, len(texts) // 2_000)]
    frequent = {fold(word)[:length] for word in vocabulary()[:400] for length in (3, 4, 5)}
    rare = {fold(word) for word in vocabulary()[2_000:20_000:60]}
    candidates = sorted(one for one in frequent | rare if len(one) > 2)
    shares = {one: sum(one in text for text in some) / len(some) for one in candidates}
    likely = {one for one in candidates if shares[one] < 0.01}
    shares |= {one: sum(one in text for text in texts) / len(texts) for one in sorted(likely)[:200]}
    nearest = [min(candidates, key=lambda one: abs(shares[one] - share)) for share in _SHARES]
    # A number stands in one row.
    last = next((line for line in texts[0].splitlines() if line.isdigit() and len(line) > 5), "")
    return [*dict.fromkeys(one for one in (*nearest, last) if one), _NOWHERE]


class Searches:
    """A store opened as the services open it for searching."""

    def __init__(self, home: Path) -> None:
        rules = rules_of(descriptions())
        self._store = Store.open(Profile.under(home).database, rules, read_only=True)
        self._search = self._store.search

    def close(self) -> None:
        self._store.close()

    def prepare(self) -> None:
        """Build what the services build in quiet moments, where it has not been built."""
        while self._search.build_next(frozenset(), quiet=True) is not None:
            pass

    def warm_up(self) -> None:
        """Load what a desk has loaded that has been open for a moment; another word is sought."""
        self.first(words(fold(vocabulary()[_SOUGHT_BEFORE])), Sort("rowid"))

    def first(self, query: Query, sort: Sort | None = None) -> float:
        """Return milliseconds until the ids of the first rows are there, and those are read."""

        def found() -> None:
            rowids = self._search.first(query, sort or Sort(), zone=ZONE, now=NEWEST)
            self._search.rows(rowids[:100])

        return milliseconds(found)

    def count(self, query: Query) -> float:
        return milliseconds(lambda: self._search.count(query, zone=ZONE, now=NEWEST))

    def everything(self, query: Query, sort: Sort | None = None) -> float:
        """Return milliseconds until all row ids are there."""
        kind = sort or Sort()
        return milliseconds(lambda: self._search.rowids(query, kind, zone=ZONE, now=NEWEST))


def _like(connection: sqlite3.Connection, text: str) -> float:
    escaped = f"%{text}%"

    def found() -> None:
        count = f"select count(*) from sought_text t where {_LIKE}"
        connection.execute(count, (escaped,)).fetchall()
        select = (
            "select s.row_id from shown s join sought_text t on t.row_id = s.row_id"
            f" where {_LIKE} order by s.placed_at desc limit 100"
        )
        connection.execute(select, (escaped,)).fetchall()

    return milliseconds(found)


def prepared(home: Path) -> dict[str, float]:
    """Bring a filled store to where it is some minutes after a person opened the desk; seconds."""
    begun = time.perf_counter()
    with Store.open(Profile.under(home).database, rules_of(descriptions())) as store:
        store.texts.catch_up(minimum=WORTH_IT)
    searches = Searches(home)
    searches.prepare()
    searches.close()
    taken = time.perf_counter() - begun
    terms(home)
    return {"prepared_s": taken}


def let_go(home: Path) -> None:
    """Ask the system's memory to let go of what searches read, where it can be asked."""
    if not hasattr(os, "posix_fadvise"):
        return
    database = Profile.under(home).database
    sides = [database.with_name(database.name + ending) for ending in (".grams", ".ranks")]
    files = [file for side in sides if side.is_dir() for file in side.iterdir()]
    for path in (database, *files):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def figures(home: Path) -> dict[str, float]:
    """Measure everything in this fresh process; milliseconds, and ratios to LIKE."""
    let_go(home)
    cold = _asked(home)
    rounds = [_asked(home) for _ in range(_ROUNDS)]
    found = {name: min(one[name] for one in rounds) for name in cold}
    sorts = [value for name, value in found.items() if name.startswith("sort_")]
    found |= {"sort_worst_ms": max(sorts), "sort_median_ms": statistics.median(sorts)}
    found["cold_sort_worst_ms"] = max(v for name, v in cold.items() if name.startswith("sort_"))
    with plain(home) as connection:
        for kind, texts in (("text", terms(home)), ("short", SHORT)):
            likes = {text: [_like(connection, text) for _ in range(_ROUNDS)] for text in texts}
            found |= _beside(found, kind, [min(likes[text]) for text in texts])
            found[f"cold_{kind}_worst_ms"] = max(
                cold[f"{kind}_{at}_first_ms"] + cold[f"{kind}_{at}_count_ms"]
                for at in range(len(texts))
            )
    return found


def _asked(home: Path) -> dict[str, float]:
    """Ask everything once of a store that is opened for it."""
    searches = Searches(home)
    found = {"first_page_ms": searches.first(Query())}
    searches.warm_up()
    found["all_ids_ms"] = searches.everything(Query())
    found["count_all_ms"] = searches.count(Query())
    for column in COLUMNS:
        for descending in (True, False):
            name = f"sort_{column}_{'down' if descending else 'up'}_ms"
            found[name] = searches.first(Query(), Sort(column, descending))
    for kind, texts in (("text", terms(home)), ("short", SHORT)):
        for place, text in enumerate(texts):
            found[f"{kind}_{place}_first_ms"] = searches.first(words(text))
            found[f"{kind}_{place}_count_ms"] = searches.count(words(text))
    searches.close()
    return found


def _beside(asked: Mapping[str, float], kind: str, likes: Sequence[float]) -> dict[str, float]:
    """Put what each text took beside what LIKE took."""
    found: dict[str, float] = {}
    for place, like in enumerate(likes):
        name = f"{kind}_{place}"
        found[f"{name}_ms"] = asked[f"{name}_first_ms"] + asked[f"{name}_count_ms"]
        found[f"{name}_like_ms"] = like
        found[f"{name}_to_like"] = found[f"{name}_ms"] / like
    places = range(len(likes))
    for figure in ("ms", "to_like"):
        found[f"{kind}_worst_{figure}"] = max(found[f"{kind}_{at}_{figure}"] for at in places)
    found[f"{kind}_worst_first_ms"] = max(asked[f"{kind}_{at}_first_ms"] for at in places)
    found[f"{kind}_rare_ms"] = found[f"{kind}_{len(likes) - 2}_ms"]
    return found

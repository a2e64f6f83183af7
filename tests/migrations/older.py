"""A store in the shape that each earlier program left it, with something of everything in it."""

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from orderdesk.domain.commands import CommandState
from orderdesk.domain.gateway import Page
from orderdesk.domain.ledger import Fate, Run, RunState
from orderdesk.store.bulk import NewRow
from orderdesk.store.carrying import TYPED, common_columns
from orderdesk.store.database import Database
from orderdesk.store.dialect import CREATE_FULL_TEXT
from orderdesk.store.payloads import inflated
from orderdesk.store.schema import applied, migrations
from orderdesk.store.store import Store
from tests.unit.domain.invented import ALL_RULES, NOON, create, edit, line, order, transit
from tests.unit.store.filled import MAIN

NEWEST = migrations()[-1].version
STAGED_SINCE = 9
PACKED_SINCE = 12
_CREATE = "create table migration (version integer primary key, name text, checksum text not null)"
_MIRROR = ("reading", "payload", "shown", "sought_text", "mention", "name", "pull", "sync")
_MORE = (*_MIRROR, "set_aside", "unsought", "moved", "segment", "mentioned", "erased")
Contents: TypeAlias = Mapping[str, list[Any]]


def make_present(path: Path, orders: int) -> None:
    """Make a store as this program does: orders, commands in every state, drafts, layouts."""
    made = [
        order(f"v{n}", number=f"SO-{n}", title=f"title {n}", lines=(line(f"{n}-1"),))
        for n in range(orders)
    ]
    with Store.open(path, ALL_RULES) as store:
        store.connections.put(MAIN)
        pull = store.mirror.begin_pull("main", now=NOON)
        store.mirror.apply_page("main", Page(tuple(made)), pull=pull)
        store.mirror.finish_pull("main", pull, complete=True)
        store.syncs.finished("main", NOON, None)
        for number, about in enumerate(made[:20]):
            store.outbox.enqueue(edit(f"k{number}", about, title=f"changed {number}"))
        store.outbox.enqueue(create("k-new", title="Fresh"))
        store.outbox.begin_sending("k0", before=made[0], owner="dead", now=NOON)
        store.outbox.settle("k1", CommandState.REJECTED, now=NOON, words="no")
        store.outbox.begin_sending("k2", before=made[2], owner="dead", now=NOON)
        store.outbox.settle("k2", CommandState.DONE, now=NOON)
        for about in made[20:24]:
            staged = edit(f"s-{about.vendor_id}", about, title="staged")
            store.staged.put(about.id, [staged], run="r")
        store.drafts.put("new:main", '{"title": "half typ"}')
        store.preferences.put("table", '{"columns": ["number", "title"]}')
        store.bulk.begin(_RUN, "{}", [_row(n) for n in range(3)], owner="dead")


_RUN = Run(
    id="run-1",
    action="process",
    label="Process",
    about="three orders",
    parent=None,
    state=RunState.RUNNING,
    created_at=NOON,
    author="ada",
    computer="desk-1",
)


def _row(number: int) -> NewRow:
    about = f"main:v{30 + number}"
    return NewRow(about, "main", "Main shop", f"SO-{30 + number}", "", "process", Fate.OPEN)


def type_more(path: Path, names: str) -> None:
    """Work in a store that is up to date: changes, a change of mind, a draft, a layout."""
    with Store.open(path, ALL_RULES) as store:
        for name in names:
            store.outbox.enqueue(transit(f"later-{name}", order(f"v{40}"), "submit", "Placed"))
        store.outbox.withdraw("k3", now=NOON)
        store.drafts.put("new:main", '{"title": "half typed"}')
        store.preferences.put("table", '{"columns": ["title"]}')


def make_older(path: Path, step: int, present: Path) -> None:
    """Make a store as the program of step `step` left it, with what `present` has of its form."""
    with (
        contextlib.closing(Database(path)) as old,
        contextlib.closing(Database(present, read_only=True)) as new,
        old.writing(durable=True),
    ):
        old.run(_CREATE)
        for one in migrations()[:step]:
            old.run(one.sql)
            if one.version == 1:
                old.run(CREATE_FULL_TEXT)
            facts = (one.version, one.name, one.checksum)
            old.run("insert into migration values (?, ?, ?)", facts)
        for table in (*(name for name, _key in TYPED), *_MORE):
            _copy(new, old, table)
        counters = new.rows("select value, name from counter")
        old.run_many("update counter set value = ? where name = ?", counters)
        if step < STAGED_SINCE:
            old.run("delete from outbox where state = 'staged'")
        _as_it_was(old, step)
    path.with_name(f"{path.name}.made").touch()


def _copy(new: Database, old: Database, table: str) -> None:
    columns = common_columns(new, old, table)
    if columns:
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        rows = new.rows(f"select {names} from {table}")
        old.run(f"delete from {table}")
        old.run_many(f"insert into {table} ({names}) values ({marks})", rows)


def _as_it_was(old: Database, step: int) -> None:
    """Write what earlier programs wrote in another way."""
    if step < PACKED_SINCE:
        kept = old.rows("select content, row_id from payload")
        plain = [(inflated(content).decode(), row_id) for content, row_id in kept]
        old.run_many("update payload set content = ? where row_id = ?", plain)
    if step < 3:
        for part in ("header", "items"):
            old.run(f"update sought_text set {part} = rtrim({part}, char(10))")
    if step < 6:
        for part in ("header", "items"):
            old.run(f"insert into sought_{part} (sought_{part}) values ('rebuild')")
        if step >= 3:
            old.run("delete from unsought")


def contents(path: Path) -> Contents:
    """Return what must not be lost, in the words of the first form."""
    with contextlib.closing(Database(path, read_only=True)) as file:
        return {
            "orders": file.rows(
                "select s.id, p.content from shown s join payload p using (row_id) order by s.id"
            ),
            "shown": file.rows("select id, name, state, pending from shown order by id"),
            "outbox": file.rows(
                "select seq, id, order_id, command, state, sent_at, settled_at, owner, before_json,"
                " words, readings from outbox where state <> 'staged' order by seq"
            ),
            "draft": file.rows("select key, content from draft order by key"),
            "preference": file.rows("select key, content from preference order by key"),
            "connection": file.rows("select key, name, vendor, settings from connection"),
            "history": file.rows("select seq, order_id, content from history order by seq"),
        }


def staged(path: Path) -> list[str]:
    """Return the ids of what is staged."""
    with contextlib.closing(Database(path, read_only=True)) as file:
        found = file.rows("select id from outbox where state = 'staged' order by seq")
        return [one for (one,) in found]


def step_of(path: Path) -> int:
    """Return the last step that a file has."""
    with contextlib.closing(Database(path, read_only=True)) as file:
        return max(applied(file))


def wrong_in(path: Path) -> list[str]:
    """Return what a whole check says against a file."""
    with contextlib.closing(Database(path, read_only=True)) as file:
        return [text for (text,) in file.rows("pragma integrity_check") if text != "ok"]

"""Connections, drafts, preferences, cursors and rows set aside."""

from pathlib import Path

import pytest

from orderdesk.domain.commands import CommandState
from orderdesk.domain.errors import Refused
from orderdesk.domain.gateway import ConnectionConfig, Page, SetAside
from orderdesk.domain.history import HistoryEntry, Origin
from orderdesk.domain.order import Named
from orderdesk.store.store import Store
from tests.unit.domain.invented import ALL_RULES, NOON, VENDOR, edit, order
from tests.unit.store.filled import LATER, MAIN, SECOND, found, pull, row


def test_connection_comes_back_as_it_was(store: Store) -> None:
    config = ConnectionConfig(
        "third", "Ünder", VENDOR, urls={"api": "https://x.example"}, settings={"a": "1"}
    )
    store.connections.put(config)

    assert store.connections.get("third") == config
    assert store.connections.get("fourth") is None
    assert store.connections.all() == [MAIN, config]


def test_renamed_connection_keeps_its_place_and_its_orders_show_the_name(store: Store) -> None:
    store.connections.put(SECOND)
    pull(store, order("v1"))
    store.connections.put(ConnectionConfig("main", "Head office", VENDOR))

    assert [config.name for config in store.connections.all()] == ["Head office", "Zweite Straße"]
    shown = row(store, "main:v1")
    assert shown is not None
    assert shown.connection_name == "Head office"
    assert found(store, 'connection:"head off"') == ["v1"]


def test_removed_connection_takes_its_orders_with_it(store: Store) -> None:
    store.connections.put(SECOND)
    seen = order("v1", buyer="c1")
    pull(store, seen)
    pull(store, order("v2", connection="branch-2"), connection="branch-2")
    store.names.put("main", [Named(kind="customer", id="c1", name="Ada")])
    store.outbox.enqueue(edit("k1", seen, title="New"))
    store.outbox.settle("k1", CommandState.DONE, now=NOON)

    assert store.connections.remove("main") == {"main:v1"}

    assert found(store, "") == ["v2"]
    assert found(store, "ada") == []
    assert store.names.get("main", "customer", "c1") is None
    assert store.connections.all() == [SECOND]
    # What was done stays on record.
    assert len(store.history.of("main:v1")) == 1


def test_connection_with_open_commands_stays(store: Store) -> None:
    seen = order("v1")
    pull(store, seen)
    store.outbox.enqueue(edit("k1", seen, title="New"))

    with pytest.raises(Refused, match="not settled"):
        store.connections.remove("main")
    assert store.connections.all() == [MAIN]


def test_draft_is_kept_until_it_is_dropped(store: Store, path: Path) -> None:
    store.drafts.put("new:main", '{"a": 1}')
    store.drafts.put("new:main", '{"a": 2}')
    store.drafts.put("edit:v1", "{}")
    store.drafts.remove("edit:v1")
    store.drafts.remove("never")

    with Store.open(path, ALL_RULES, read_only=True) as reader:
        assert reader.drafts.all() == {"new:main": '{"a": 2}'}
        assert reader.drafts.get("new:main") == '{"a": 2}'
        assert reader.drafts.get("edit:v1") is None


def test_preferences_are_apart_from_drafts(store: Store) -> None:
    store.preferences.put("columns", "number,total")
    assert store.preferences.all() == {"columns": "number,total"}
    assert store.preferences.get("columns") == "number,total"
    assert store.drafts.all() == {}


def test_cursor_is_kept_with_its_page(store: Store) -> None:
    assert store.syncs.cursor("main") is None
    begun = store.mirror.begin_pull("main")
    store.mirror.apply_page("main", Page((), cursor="after-1"), pull=begun)
    store.mirror.apply_page("main", Page(()), pull=begun)
    assert store.syncs.cursor("main") == "after-1"


def test_failed_sync_keeps_when_it_last_went_well(store: Store) -> None:
    assert store.syncs.last("main") == (None, None)
    store.syncs.finished("main", NOON, "No network.")
    assert store.syncs.last("main") == (None, "No network.")
    store.syncs.finished("main", NOON, None)
    assert store.syncs.last("main") == (NOON, None)
    store.syncs.finished("main", LATER, "No network.")
    assert store.syncs.last("main") == (NOON, "No network.")


def test_rows_set_aside_are_there_until_they_can_be_read(store: Store) -> None:
    bad = SetAside("v1", '{"total": "NaN"}', "The total is no number.")
    nameless = SetAside(None, "[]", "It is no order.")
    first = store.mirror.begin_pull("main")
    store.mirror.apply_page("main", Page((), (bad, nameless)), pull=first)
    again = store.mirror.begin_pull("main")
    store.mirror.apply_page("main", Page((), (bad, nameless)), pull=again)
    assert store.syncs.set_aside("main") == [bad, nameless]

    store.mirror.put(order("v1"), read_at=NOON)
    assert store.syncs.set_aside("main") == [nameless]

    last = store.mirror.begin_pull("main")
    store.mirror.apply_page("main", Page((order("v1"),)), pull=last)
    store.mirror.finish_pull("main", last, complete=True)
    assert store.syncs.set_aside("main") == []


def test_page_drops_what_it_could_read_this_time(store: Store) -> None:
    first = store.mirror.begin_pull("main")
    page = Page((), (SetAside("v1", "{", "cut off"), SetAside("v2", "{", "cut off")))
    store.mirror.apply_page("main", page, pull=first)
    store.mirror.apply_page("main", Page((order("v1"),)), pull=first)
    assert [row.vendor_id for row in store.syncs.set_aside("main")] == ["v2"]


def test_huge_row_is_kept_by_its_beginning(store: Store) -> None:
    begun = store.mirror.begin_pull("main")
    page = Page((), (SetAside("v1", "x" * 10_000_000, "too long"),))
    store.mirror.apply_page("main", page, pull=begun)
    (row,) = store.syncs.set_aside("main")
    assert len(row.raw) == 100_000


def test_history_is_in_the_order_it_was_written(store: Store) -> None:
    entries = [
        HistoryEntry(at=at, order_id="main:v1", origin=Origin.VENDOR, action="seen")
        for at in (LATER, NOON)
    ]
    for entry in entries:
        store.history.add(entry)
    assert store.history.of("main:v1") == entries
    assert store.history.of("main:v2") == []

"""Lists that leave out the items: what was read stays, and what has to be read is known."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from orderdesk.domain.commands import CommandState
from orderdesk.domain.gateway import Page, SetAside
from orderdesk.domain.history import FieldChange
from orderdesk.domain.order import Order
from orderdesk.domain.shown import Details
from orderdesk.domain.status import OrderKind
from orderdesk.store.opening import open_database
from orderdesk.store.store import Store
from tests.unit.domain.invented import ALL_RULES, NOON, edit, line, order
from tests.unit.store.filled import LATER, MAIN, found, pull, row, sent, totals

AFTER = LATER + timedelta(hours=1)


def _row(vendor_id: str, state: str = "Draft", **fields: str) -> Order:
    """Return what a list shows: no items, no sum of them, and few fields."""
    return order(vendor_id, state=state, lines=None, placed_at=NOON, **fields)


def _listed(store: Store, *orders: Order, at: datetime = AFTER) -> frozenset[str]:
    number = store.mirror.begin_pull("main", now=at)
    return store.mirror.apply_page("main", Page(orders), pull=number).changed


def _whole(vendor_id: str, state: str = "Draft", **fields: str) -> Order:
    items = (line("1"), line("2"))
    return order(vendor_id, state=state, lines=items, placed_at=NOON, note="Ring", **fields)


def test_order_that_only_a_list_has_shown_is_not_read_yet(store: Store) -> None:
    _listed(store, _row("v1", title="Ink"))

    assert store.mirror.details("main:v1") is Details.NOT_READ
    assert store.mirror.unread("main", 9) == ["v1"]
    assert store.mirror.count_unread("main") == totals(store).unread == 1
    assert store.mirror.details("main:none") is None


def test_its_details_are_kept_when_they_come_and_are_no_change_of_the_vendors(
    store: Store,
) -> None:
    _listed(store, _row("v1", title="Ink"), at=NOON)

    assert store.mirror.put(_whole("v1", title="Ink"), read_at=LATER) is True
    assert store.mirror.get("main:v1") == _whole("v1", title="Ink")
    assert store.mirror.details("main:v1") is Details.READ
    assert store.mirror.unread("main", 9) == []
    assert store.mirror.count_unread("main") == totals(store).unread == 0
    assert store.history.of("main:v1") == []
    assert found(store, "item:quill") == ["v1"]


def test_the_same_row_of_a_list_rewrites_nothing(store: Store) -> None:
    _listed(store, _row("v1", title="Ink"), at=NOON)
    store.mirror.put(_whole("v1", title="Ink"), read_at=LATER)
    before = row(store, "main:v1")

    assert _listed(store, _row("v1", title="Ink")) == frozenset()
    assert row(store, "main:v1") == before
    assert store.mirror.get("main:v1") == _whole("v1", title="Ink")
    assert store.mirror.details("main:v1") is Details.READ
    assert store.mirror.read_at("main:v1") == AFTER


def test_a_changed_row_keeps_what_was_known_and_marks_it_as_stale(store: Store) -> None:
    _listed(store, _row("v1", title="Ink"), at=NOON)
    store.mirror.put(_whole("v1", title="Ink"), read_at=LATER)

    assert _listed(store, _row("v1", "Placed", title="Ink")) == {"main:v1"}

    kept = store.mirror.get("main:v1")
    assert kept == _whole("v1", "Placed", title="Ink")
    assert store.mirror.details("main:v1") is Details.STALE
    assert store.mirror.unread("main", 9) == ["v1"]
    assert store.mirror.count_unread("main") == 0
    [seen] = store.history.of("main:v1")
    assert seen.changes == (FieldChange(field="vendor_state", before="Draft", after="Placed"),)
    assert store.mirror.put(_whole("v1", "Placed", title="Ink"), read_at=AFTER) is False
    assert store.mirror.details("main:v1") is Details.READ


def test_what_a_reading_had_shown_before_the_list_does_is_not_read_again(store: Store) -> None:
    _listed(store, _row("v1", title="Ink"), at=NOON)
    store.mirror.put(_whole("v1", "Placed", title="Ink"), read_at=LATER)

    assert _listed(store, _row("v1", "Placed", title="Ink")) == frozenset()
    assert store.mirror.details("main:v1") is Details.READ
    assert _listed(store, _row("v1", "Placed", title="Ink")) == frozenset()


def test_a_row_that_clears_a_field_clears_what_shows_it(store: Store) -> None:
    _listed(store, _row("v1", title="Ink", buyer="c1"), at=NOON)
    store.mirror.put(_whole("v1", title="Ink", buyer="c1"), read_at=LATER)

    cleared = order("v1", lines=None).model_copy(update={"fields": {"title": None}})
    _listed(store, cleared)

    kept = store.mirror.get("main:v1")
    assert kept is not None
    assert kept.name is None
    assert kept.customer is not None
    assert kept.fields["buyer"] == "c1"


def test_a_total_of_nothing_is_shown_and_one_that_is_left_out_stays(store: Store) -> None:
    store.mirror.put(_whole("v1"), read_at=NOON)
    _listed(store, _row("v1", "Placed"), at=LATER)
    kept = store.mirror.get("main:v1")
    assert kept is not None
    assert (kept.total, kept.total_computed) == (Decimal(6), True)

    free = _row("v1", "Placed").model_copy(update={"total": Decimal(0), "total_computed": False})
    _listed(store, free)
    kept = store.mirror.get("main:v1")
    assert kept is not None
    assert (kept.total, kept.total_computed) == (Decimal(0), False)


def test_a_list_that_is_older_than_a_reading_and_says_otherwise_raises_doubt(
    store: Store,
) -> None:
    _listed(store, _row("v1"), at=NOON)
    store.mirror.put(_whole("v1", "Shipped"), read_at=AFTER)

    assert _listed(store, _row("v1", "Placed"), at=LATER) == frozenset()

    kept = store.mirror.get("main:v1")
    assert kept is not None
    assert kept.vendor_state == "Shipped"
    assert store.mirror.details("main:v1") is Details.STALE


def test_a_whole_list_that_is_older_and_says_otherwise_raises_doubt_too(store: Store) -> None:
    pull(store, order("v1"))
    store.mirror.put(order("v1", state="Shipped"), read_at=AFTER)

    assert _listed(store, order("v1", state="Placed"), at=LATER) == frozenset()
    assert store.mirror.details("main:v1") is Details.STALE
    store.mirror.put(order("v1", state="Placed"), read_at=NOON)
    assert store.mirror.details("main:v1") is Details.STALE


@pytest.mark.parametrize("newest", [20_000, 2])
def test_the_newest_are_to_be_read_first(
    store: Store, newest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orderdesk.store.mirror._NEWEST", newest)
    days = {"v1": NOON, "v2": LATER, "v3": None, "v4": AFTER}
    _listed(store, *(order(one, lines=None, placed_at=at) for one, at in days.items()))

    assert store.mirror.unread("main", 9) == ["v4", "v2", "v1", "v3"]
    paper = order("v5", lines=None, placed_at=AFTER).model_copy(update={"kind": OrderKind.INVOICE})
    _listed(store, paper)
    assert store.mirror.unread("main", 9) == ["v4", "v2", "v1", "v3", "v5"]
    assert store.mirror.unread("main", 2) == ["v4", "v2"]
    assert store.mirror.unread("other", 2) == []


def test_an_order_given_up_is_set_aside_until_the_list_shows_it_changed(store: Store) -> None:
    broken = SetAside("v1", "<html>", "It is no order.")
    _listed(store, _row("v1"), at=NOON)
    store.mirror.give_up("main:v1", broken)
    assert store.mirror.details("main:v1") is Details.UNREADABLE
    assert store.mirror.unread("main", 9) == []

    number = store.mirror.begin_pull("main", now=LATER)
    store.mirror.apply_page("main", Page((_row("v1"),)), pull=number)
    store.mirror.finish_pull("main", number, complete=True)
    assert store.syncs.set_aside("main") == [broken]
    assert store.mirror.unread("main", 9) == []

    _listed(store, _row("v1", "Placed"))
    assert store.mirror.details("main:v1") is Details.NOT_READ
    assert store.mirror.unread("main", 9) == ["v1"]
    assert store.syncs.set_aside("main") == []


def test_an_order_given_up_and_read_after_all_is_set_aside_no_more(store: Store) -> None:
    _listed(store, _row("v1"), at=NOON)
    store.mirror.give_up("main:v1", SetAside("v1", "", "It is no order."))

    store.mirror.put(_whole("v1"), read_at=LATER)

    assert store.mirror.details("main:v1") is Details.READ
    assert store.syncs.set_aside("main") == []


def test_an_order_given_up_that_is_gone_is_set_aside_no_more(store: Store) -> None:
    _listed(store, _row("v1"), at=NOON)
    store.mirror.give_up("main:v1", SetAside("v1", "", "It is no order."))
    number = store.mirror.begin_pull("main", now=LATER)

    assert store.mirror.finish_pull("main", number, complete=True) == {"main:v1"}
    assert store.syncs.set_aside("main") == []


def test_an_answer_without_items_leaves_those_there_are_to_be_read_again(store: Store) -> None:
    seen = _whole("v1", title="Ink")
    pull(store, seen)
    store.outbox.enqueue(edit("k1", seen, title="Red ink"))
    sent(store, "k1", seen)

    answer = _row("v1", title="Red ink")
    store.outbox.settle("k1", CommandState.DONE, now=LATER, order=answer)

    assert store.mirror.get("main:v1") == _whole("v1", title="Red ink")
    assert store.mirror.details("main:v1") is Details.STALE


def test_an_order_that_is_gone_is_dropped_unless_something_is_open_on_it(store: Store) -> None:
    seen = order("v1")
    pull(store, seen, order("v2"))
    store.outbox.enqueue(edit("k1", seen, title="New"))

    assert store.mirror.drop("main:v1") is False
    assert store.mirror.drop("main:v2") is True
    assert found(store, "") == ["v1"]
    assert store.mirror.unread("main", 9) == []


@pytest.mark.parametrize("complete", [False, True])
def test_a_window_that_was_read_whole_removes_what_is_missing_of_it(
    store: Store, *, complete: bool
) -> None:
    days = {"old": NOON - timedelta(days=9), "edge": NOON, "new": LATER, "undated": None}
    orders = [order(one, placed_at=at) for one, at in days.items()]
    pull(store, *orders, order("kept", placed_at=LATER))
    store.outbox.enqueue(edit("k1", orders[2], title="New"))
    number = store.mirror.begin_pull("main", now=AFTER)
    store.mirror.apply_page("main", Page((order("kept", placed_at=LATER),)), pull=number)

    gone = store.mirror.finish_pull("main", number, complete=complete, complete_since=NOON)

    assert gone == ({"main:old", "main:edge", "main:undated"} if complete else {"main:edge"})


def test_orders_that_a_page_says_are_gone_go_unless_something_is_open_on_them(
    store: Store,
) -> None:
    seen = order("open")
    pull(store, order("old"), seen)
    store.mirror.put(order("newer"), read_at=AFTER)
    store.outbox.enqueue(edit("k1", seen, title="New"))
    number = store.mirror.begin_pull("main", now=LATER)

    page = Page((), gone=("old", "newer", "open", "never seen"))
    assert store.mirror.apply_page("main", page, pull=number).removed == {"main:old"}
    assert sorted(found(store, "")) == ["newer", "open"]


def test_changed_settings_start_the_next_pull_anew_and_end_the_one_under_way(store: Store) -> None:
    [config] = [one for one in store.connections.all() if one.key == "main"]
    pull(store, order("v1"))
    begun = store.mirror.begin_pull("main", now=LATER)
    store.mirror.apply_page("main", Page((), cursor="half"), pull=begun)
    store.connections.put(config)
    assert store.syncs.cursor("main") == "half"

    store.connections.put(replace(config, settings={"currency": "USD"}))

    assert store.syncs.cursor("main") is None
    store.mirror.apply_page("main", Page((), cursor="on"), pull=begun)
    assert store.syncs.cursor("main") is None
    assert store.mirror.finish_pull("main", begun, complete=True) == frozenset()
    assert found(store, "") == ["v1"]


def test_what_was_kept_with_digests_of_before_is_unchanged_still(path: Path) -> None:
    database = open_database(path, read_only=False)
    with Store(database, ALL_RULES) as store:
        store.connections.put(MAIN)
        _listed(store, _row("v1", title="Ink"), at=NOON)
        store.mirror.put(_whole("v1", title="Ink"), read_at=LATER)
        kept = {"digest": _whole("v1", title="Ink"), "listed": _row("v1", title="Ink")}
        for column, order_then in kept.items():
            text = order_then.model_dump_json().encode()
            digest = hashlib.blake2b(text, digest_size=16).digest()
            database.run(f"update reading set {column} = ?", (digest,))
        before = row(store, "main:v1")

        assert _listed(store, _row("v1", title="Ink")) == frozenset()
        assert store.mirror.put(_whole("v1", title="Ink"), read_at=AFTER) is False
        assert store.mirror.details("main:v1") is Details.READ
        assert row(store, "main:v1") == before
        assert _listed(store, _row("v1", title="Pen")) == {"main:v1"}
        assert store.mirror.details("main:v1") is Details.STALE

"""The mirror keeps what vendors said last, and nothing else."""

from datetime import timedelta
from pathlib import Path

import pytest

from orderdesk.domain.commands import CommandState
from orderdesk.domain.errors import Refused
from orderdesk.domain.gateway import Page, SetAside
from orderdesk.domain.history import FieldChange, Origin
from orderdesk.domain.order import Order
from orderdesk.store.opening import open_database
from orderdesk.store.payloads import deflated, inflated
from orderdesk.store.store import Store
from tests.unit.domain.invented import ALL_RULES, NOON, edit, line, order
from tests.unit.store.filled import LATER, MAIN, SECOND, found, pull, row, rows, sent

PACKED_AT_STEP_12 = (
    "68247bbeb156434bfec0bc038a5b7816282c05969240bf6517c3452199a10c1434d044510c4afa50"
    "2e34204036c2f200c42dd05cef9d5a50029483257768fe048aa0e50397a2c434b8423a65068843e1"
    "491c1a880493b7a1a1ae915188a11171c91b620996d40d4da9b89237b6c40d894c58da46491bc004"
    "9c034ab5e0f0464a1fb5b500084eaabf"
)


def test_order_comes_back_as_it_was(store: Store) -> None:
    given = order(
        "v1",
        state="Never heard of",
        number="SO-1",
        lines=(line("1", "Äther", serials="S1\nS2"), line("2", each=None)),
        buyer="c1",
        note="a\0b \ud7ff",
        until="2026-12-01T00:00:00+00:00",
    )
    pull(store, given)

    assert store.mirror.get("main:v1") == given
    assert store.mirror.shown("main:v1") == given
    assert store.mirror.read_at("main:v1") == NOON
    assert store.mirror.count("main") == 1


def test_unknown_order_is_nothing(store: Store) -> None:
    assert store.mirror.get("main:v1") is None
    assert store.mirror.shown("main:v1") is None
    assert store.mirror.read_at("main:v1") is None
    assert store.mirror.count("main") == 0


def test_unchanged_order_is_not_written_again(store: Store) -> None:
    pull(store, order("v1"), order("v2"))
    before = row(store, "main:v1")

    result = pull(store, order("v1"), order("v2", state="Placed"))

    assert result.changed == {"main:v2"}
    assert result.unchanged == 1
    assert row(store, "main:v1") == before


def test_unchanged_order_counts_as_read_again(store: Store) -> None:
    store.mirror.put(order("v1"), read_at=NOON)

    assert store.mirror.put(order("v1"), read_at=LATER) is False
    assert store.mirror.read_at("main:v1") == LATER


def test_older_reading_never_replaces_a_newer_one(store: Store) -> None:
    pull_begun = store.mirror.begin_pull("main", now=NOON)
    store.mirror.put(order("v1", state="Shipped"), read_at=LATER)

    stale = Page((order("v1", state="Draft"), order("v2")))
    result = store.mirror.apply_page("main", stale, pull=pull_begun)

    assert result.changed == {"main:v2"}
    shown = store.mirror.get("main:v1")
    assert shown is not None
    assert shown.vendor_state == "Shipped"
    assert store.mirror.read_at("main:v1") == LATER
    assert store.mirror.put(order("v1"), read_at=NOON) is False


def test_page_may_say_when_it_was_asked_for(store: Store) -> None:
    begun = store.mirror.begin_pull("main", now=NOON)
    store.mirror.put(order("v1"), read_at=NOON + timedelta(minutes=1))

    page = Page((order("v1", state="Placed"),))
    result = store.mirror.apply_page("main", page, pull=begun, read_at=LATER)

    assert result.changed == {"main:v1"}


def test_row_id_stays_and_is_never_given_again(store: Store) -> None:
    pull(store, order("v1"), order("v2"))
    first, second = store.search.rowid("main:v1"), store.search.rowid("main:v2")
    store.mirror.put(order("v1", state="Placed"), read_at=LATER)
    assert store.mirror.drop("main:v2")
    store.mirror.put(order("v2"), read_at=LATER)

    assert store.search.rowid("main:v1") == first
    assert store.search.rowid("main:v2") not in {first, second, None}


def test_order_twice_on_a_page_counts_once_the_last(store: Store) -> None:
    result = pull(store, order("v1"), order("v1", state="Placed"))

    assert result.changed == {"main:v1"}
    assert found(store, "state:pending") == ["v1"]


def test_complete_pull_removes_what_it_did_not_bring(store: Store) -> None:
    pull(store, order("v1"), order("v2"))
    begun = store.mirror.begin_pull("main", now=LATER)
    store.mirror.apply_page("main", Page((order("v1"),)), pull=begun)

    assert store.mirror.finish_pull("main", begun, complete=True) == {"main:v2"}
    assert found(store, "") == ["v1"]
    assert store.mirror.get("main:v2") is None


def test_order_that_came_and_could_not_be_read_stays_as_it_was(store: Store) -> None:
    pull(store, order("v1"), order("v2"))
    begun = store.mirror.begin_pull("main", now=LATER)
    broken = SetAside("v2", '{"Id": "v2", "State": null}', "State is missing")
    store.mirror.apply_page("main", Page((order("v1"),), set_aside=(broken,)), pull=begun)

    assert store.mirror.finish_pull("main", begun, complete=True) == frozenset()
    assert sorted(found(store, "")) == ["v1", "v2"]


def test_pull_that_was_stopped_removes_nothing(store: Store) -> None:
    pull(store, order("v1"))
    begun = store.mirror.begin_pull("main", now=LATER)

    assert store.mirror.finish_pull("main", begun, complete=False) == frozenset()
    assert found(store, "") == ["v1"]


def test_complete_pull_keeps_open_commands_new_readings_and_other_connections(
    store: Store,
) -> None:
    store.connections.put(SECOND)
    kept = order("v1")
    pull(store, kept)
    pull(store, order("v1", connection="branch-2"), connection="branch-2")
    store.outbox.enqueue(edit("k1", kept, title="Mine"))
    begun = store.mirror.begin_pull("main", now=LATER)
    store.mirror.put(order("v2"), read_at=LATER + timedelta(seconds=1))

    assert store.mirror.finish_pull("main", begun, complete=True) == frozenset()
    assert len(found(store, "")) == 3


def test_two_pulls_at_once_keep_what_either_saw(store: Store) -> None:
    pull(store, order("v1"), order("v2"))
    first = store.mirror.begin_pull("main", now=LATER)
    second = store.mirror.begin_pull("main", now=LATER)
    both = Page((order("v1"), order("v2")))
    store.mirror.apply_page("main", both, pull=second)
    store.mirror.apply_page("main", both, pull=first)

    assert store.mirror.finish_pull("main", first, complete=True) == frozenset()
    assert store.mirror.finish_pull("main", second, complete=True) == frozenset()


@pytest.mark.parametrize("state", ["Draft", "Placed"])
def test_clock_that_was_put_back_removes_nothing_that_was_seen(store: Store, state: str) -> None:
    first = store.mirror.begin_pull("main", now=LATER)
    second = store.mirror.begin_pull("main", now=LATER)
    store.mirror.apply_page("main", Page((order("v1"),)), pull=second, read_at=NOON)
    store.mirror.apply_page("main", Page((order("v1", state=state),)), pull=first, read_at=NOON)

    assert store.mirror.finish_pull("main", second, complete=True) == frozenset()
    assert found(store, "") == ["v1"]


def test_page_is_kept_whole_or_not_at_all(store: Store) -> None:
    broken = order("v2").model_copy(update={"number": 3})
    begun = store.mirror.begin_pull("main")
    page = Page((order("v1"), broken), (SetAside("v3", "{", "cut off"),), cursor="next")

    with pytest.warns(UserWarning, match="serialized value"), pytest.raises(AttributeError):
        store.mirror.apply_page("main", page, pull=begun)

    assert found(store, "") == []
    assert store.syncs.cursor("main") is None
    assert store.syncs.set_aside("main") == []


def test_removed_connection_takes_nothing_more(store: Store) -> None:
    begun = store.mirror.begin_pull("main")
    store.connections.remove("main")

    with pytest.raises(Refused, match="main"):
        store.mirror.apply_page("main", Page((order("v1"),)), pull=begun)
    with pytest.raises(Refused, match="main"):
        store.mirror.put(order("v1"), read_at=NOON)


def test_change_at_the_vendor_is_recorded(store: Store) -> None:
    old = order("v1", title="Old", lines=(line("1"), line("2", "Inkpot")))
    new = order("v1", state="Placed", title="New", lines=(line("1", count="3"), line("4", "Sand")))
    pull(store, old)
    store.mirror.put(new, read_at=LATER)

    (entry,) = store.history.of("main:v1")
    assert (entry.origin, entry.action, entry.at) == (Origin.VENDOR, "seen", LATER)
    assert entry.changes == (
        FieldChange(field="vendor_state", before="Draft", after="Placed"),
        FieldChange(field="title", before="Old", after="New"),
        FieldChange(field="items", before="Inkpot", after=None),
        FieldChange(field="count", before="2", after="3"),
        FieldChange(field="items", before=None, after="Sand"),
    )


def test_first_reading_is_no_change(store: Store) -> None:
    pull(store, order("v1"))
    assert store.history.of("main:v1") == []


def test_change_that_a_sent_command_explains_is_not_the_vendors(store: Store) -> None:
    old = order("v1", title="Old")
    pull(store, old)
    store.outbox.enqueue(edit("k1", old, title="Mine"))
    sent(store, "k1", old)
    store.outbox.mark_unknown("k1", reason="No answer came.", verify_at=LATER)

    store.mirror.put(order("v1", title="Mine", note="theirs"), read_at=LATER)

    (entry,) = store.history.of("main:v1")
    assert entry.changes == (FieldChange(field="note", before=None, after="theirs"),)


def test_waiting_command_explains_nothing(store: Store) -> None:
    old = order("v1", title="Old")
    pull(store, old)
    store.outbox.enqueue(edit("k1", old, title="Mine"))

    store.mirror.put(order("v1", title="Mine"), read_at=LATER)

    (entry,) = store.history.of("main:v1")
    assert entry.changes == (FieldChange(field="title", before="Old", after="Mine"),)


@pytest.mark.parametrize(
    "content", ['{"condition": "Draft"}', deflated(b'{"condition": "Draft"}'), b"no such form", b""]
)
def test_order_kept_in_another_form_is_read_from_the_vendor_anew(
    path: Path, content: str | bytes
) -> None:
    database = open_database(path, read_only=False)
    with Store(database, ALL_RULES) as store:
        store.connections.put(MAIN)
        pull(store, order("v1", title="Old"), order("v2"))
        store.outbox.enqueue(edit("k1", order("v2"), title="Mine"))
        database.run("update payload set content = ?", (content,))

        assert store.mirror.get("main:v1") is None
        assert store.mirror.shown("main:v1") is None
        assert [row.name for row in rows(store, "", "id", descending=False)] == ["Old", "Mine"]
        assert store.search.products("main", "", 9) == []
        pull(store, order("v1", title="New"), order("v2", note="x"))
        assert store.mirror.get("main:v1") == order("v1", title="New")
        assert store.history.of("main:v1") == []
        store.outbox.settle("k1", CommandState.DONE, now=LATER, order=order("v2", title="Mine"))
        assert [row.name for row in rows(store, "", "id", descending=False)] == ["New", "Mine"]


def test_order_kept_as_a_text_is_read_is_unchanged_and_is_packed_with_its_next_change(
    path: Path,
) -> None:
    database = open_database(path, read_only=False)
    with Store(database, ALL_RULES) as store:
        store.connections.put(MAIN)
        before = order("v1", title="Old \u00c4\u6d77", lines=(line("1"),), note="n" * 40_000)
        pull(store, before, order("v2"))
        [kept, _] = database.rows("select content from payload order by row_id")
        assert inflated(kept[0]).decode() == before.model_dump_json()
        assert len(kept[0]) < 2_000
        rows_kept = database.rows("select content, row_id from payload")
        plain = [(inflated(content).decode(), row_id) for content, row_id in rows_kept]
        database.run_many("update payload set content = ? where row_id = ?", plain)

        assert store.mirror.get("main:v1") == before
        assert [one.id for one in store.search.products("main", "quill", 9)] == ["1"]
        result = pull(store, before, order("v2", title="New"))
        assert (result.changed, result.unchanged) == ({"main:v2"}, 1)
        forms = database.rows("select typeof(content) from payload order by row_id")
        assert forms == [("text",), ("blob",)]
        [seen] = store.history.of("main:v2")
        assert seen.changes == (FieldChange(field="title", before=None, after="New"),)


def test_what_orders_are_packed_against_stays() -> None:
    """Changed by a letter, what was packed before could not be read any more."""
    kept = bytes.fromhex(PACKED_AT_STEP_12)
    assert Order.model_validate_json(inflated(kept)) == order("v1", title="Kept")

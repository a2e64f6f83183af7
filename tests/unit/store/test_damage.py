"""A damaged file or a full disk: seen, told, and as much saved as can be."""

from itertools import count
from pathlib import Path

import pytest

from orderdesk.domain.commands import CommandState
from orderdesk.store.database import suspicion
from orderdesk.store.faults import StoreDamaged, StoreFull
from orderdesk.store.opening import open_database
from orderdesk.store.store import Store
from tests.unit.domain.invented import ALL_RULES, NOON, create, edit, line, order
from tests.unit.store.filled import LATER, MAIN, found, ids, pull, row

ORDERS = tuple(
    order(f"v{n}", number=f"SO-{n}", lines=(line(f"{n}-1"), line(f"{n}-2")), note=f"note {n} " * 20)
    for n in range(150)
)
FLIPS = 60

pytestmark = pytest.mark.expected_warnings(
    r"orderdesk\.store\.opening: store damaged", r"orderdesk\.store\.rescue: rows .* are lost"
)


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Make a file with orders, commands in every stage, a draft and a preference."""
    file = tmp_path_factory.mktemp("healthy") / "orders.db"
    with Store.open(file, ALL_RULES) as store:
        store.connections.put(MAIN)
        pull(store, *ORDERS)
        for number, about in enumerate(ORDERS[:30]):
            store.outbox.enqueue(edit(f"k{number}", about, title=f"title {number}"))
        store.outbox.enqueue(create("k-new", title="Fresh"))
        store.outbox.begin_sending("k0", before=ORDERS[0], owner="dead", now=NOON)
        store.outbox.settle("k1", CommandState.REJECTED, now=NOON, words="no")
        store.drafts.put("new:main", '{"title": "half typ"}')
        store.preferences.put("columns", "number")
    # A flip on a page that holds nothing harms nothing and is not looked for.
    database = open_database(file, read_only=False)
    database.run("vacuum")
    database.close()
    return file.read_bytes()


def _opened(path: Path, content: bytes) -> StoreDamaged | None:
    """Write the file, open it and read everything; return how damage was told, if any."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    try:
        with Store.open(path, ALL_RULES) as store:
            assert len(found(store, "goose")) == len(ORDERS)
            assert all(store.mirror.get(one.id) == one for one in ORDERS)
            assert len(store.outbox.open()) == 30
    except StoreDamaged as damage:
        return damage
    return None


def test_healthy_file_is_healthy(path: Path, healthy: bytes) -> None:
    assert _opened(path, healthy) is None


def test_every_flipped_bit_is_seen_and_the_commands_are_saved(
    tmp_path: Path, healthy: bytes
) -> None:
    rescued: list[int] = []
    for number in range(FLIPS):
        content = bytearray(healthy)
        # A multiplier without a common divisor scatters the places over the whole file.
        content[number * 7_919_317 % len(content)] ^= 1 << number % 8
        path = tmp_path / f"flip-{number}" / "orders.db"

        damage = _opened(path, bytes(content))

        assert damage is not None, "a flipped bit was read as data"
        assert damage.rescued is not None
        assert damage.way_out is not None
        rescued.append(damage.rescued)
        with Store.open(path, ALL_RULES) as store:
            assert len(store.outbox.open()) == damage.rescued
        assert len(list(path.parent.glob("orders.db.damaged-*"))) >= 1
    # Most of the file is the mirror, so most flips cost no command at all.
    assert sorted(rescued)[FLIPS // 3] == 30


def test_what_was_saved_goes_on_as_before(path: Path, healthy: bytes) -> None:
    content = bytearray(healthy)
    # A page of the mirror: the text of the last order's note.
    at = healthy.rindex(b"note 149")
    content[at] ^= 1

    damage = _opened(path, bytes(content))

    assert damage is not None
    assert "set aside as" in damage.sentence()
    with Store.open(path, ALL_RULES) as store:
        assert store.connections.all() == [MAIN]
        assert store.drafts.all() == {"new:main": '{"title": "half typ"}'}
        assert store.preferences.get("columns") == "number"
        assert [entry.words for entry in store.history.of("main:v1")] == ["no"]
        assert ids(store.outbox.recover("me", verify_at=LATER)) == ["k0"]
        # A new order is shown again at once, a changed one as soon as it is read.
        assert found(store, "") == ["k-new"]
        pull(store, *ORDERS)
        shown = row(store, "main:v5")
        assert shown is not None
        assert (shown.name, shown.pending) == ("title 5", ("edit",))
        waiting = store.outbox.next_waiting(NOON)
        assert waiting is not None
        assert waiting.seq > 0
        again = store.outbox.enqueue(edit("k-later", ORDERS[40], title="later"))
        assert again.seq > max(entry.seq for entry in store.outbox.open()[:-1])


def test_damage_in_the_middle_of_the_commands_costs_only_those_on_it(path: Path) -> None:
    with Store.open(path, ALL_RULES) as store:
        store.connections.put(MAIN)
        pull(store, *ORDERS)
        for number, about in enumerate(ORDERS):
            store.outbox.enqueue(edit(f"k{number}", about, note="long " * 100))
    content = bytearray(path.read_bytes())
    content[content.index(b'"id":"k75"') + 7] ^= 1

    damage = _opened(path, bytes(content))

    assert damage is not None
    with Store.open(path, ALL_RULES) as store:
        saved = ids(store.outbox.open())
    assert damage.rescued == len(saved)
    assert "k75" not in saved
    assert (saved[0], saved[-1]) == ("k0", "k149")
    assert len(saved) > 120


def test_profile_keeps_its_id(path: Path, healthy: bytes) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(healthy)
    with Store.open(path, ALL_RULES) as store:
        profile = store.profile_id
    content = bytearray(path.read_bytes())
    content[healthy.rindex(b"note 149")] ^= 1

    assert _opened(path, bytes(content)) is not None
    with Store.open(path, ALL_RULES) as store:
        assert store.profile_id == profile


@pytest.mark.parametrize("kept", [50, 100, 5_000, 0.3, 0.6, 0.9, -1])
def test_truncated_file_is_seen(path: Path, healthy: bytes, kept: float) -> None:
    length = int(kept * len(healthy)) if 0 < kept < 1 else int(kept)
    damage = _opened(path, healthy[:length])

    assert damage is not None
    with Store.open(path, ALL_RULES) as store:
        assert len(store.outbox.open()) == damage.rescued


def test_file_that_was_emptied_is_told_and_not_taken_for_a_new_one(path: Path) -> None:
    with Store.open(path, ALL_RULES) as store:
        store.connections.put(MAIN)
    path.write_bytes(b"")

    with pytest.raises(StoreDamaged, match="ends too early") as damage:
        Store.open(path, ALL_RULES)

    assert damage.value.rescued == 0
    assert damage.value.way_out is not None
    (aside,) = path.parent.glob("orders.db.damaged-*")
    assert str(aside) in str(damage.value)
    with Store.open(path, ALL_RULES) as store:
        assert store.connections.all() == []


def test_something_else_is_no_store(path: Path) -> None:
    damage = _opened(path, b"<!DOCTYPE html><title>Not found</title>" * 1_000)
    assert damage is not None
    assert damage.rescued == 0
    (aside,) = path.parent.glob("orders.db.damaged-*")
    assert aside.read_bytes().startswith(b"<!DOCTYPE html>")


def test_damage_met_while_working_has_the_whole_file_checked_next_time(
    path: Path, healthy: bytes
) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(healthy)
    with Store.open(path, ALL_RULES) as store:
        # Another program writes into the file.
        with path.open("r+b") as file:
            file.write(healthy.replace(b"main:v149", b"Main:v149"))
        with (
            Store.open(path, ALL_RULES, read_only=True) as reader,
            pytest.raises(StoreDamaged, match="damaged") as damage,
        ):
            reader.mirror.get("main:v149")
        assert damage.value.way_out is not None
        assert suspicion(path).exists()
        store.close()

    with pytest.raises(StoreDamaged, match="set aside"):
        Store.open(path, ALL_RULES)
    Store.open(path, ALL_RULES).close()
    assert not suspicion(path).exists()


def test_full_disk_keeps_what_was_said_to_be_kept(path: Path) -> None:
    database = open_database(path, read_only=False)
    with Store(database, ALL_RULES) as store:
        store.connections.put(MAIN)
        pull(store, *ORDERS[:20])
        pages = database.value("pragma page_count")
        database.run(f"pragma max_page_count = {pages + 6}")
        kept: list[str] = []

        def enqueue_for_ever() -> None:
            for number in count():
                store.outbox.enqueue(edit(f"k{number}", ORDERS[0], note="long " * 200))
                kept.append(f"k{number}")

        with pytest.raises(StoreFull, match="disk is full") as full:
            enqueue_for_ever()
        assert full.value.way_out is not None
        assert kept
        assert ids(store.outbox.open()) == kept
        with pytest.raises(StoreFull):
            pull(store, *ORDERS)
        assert len(found(store, "")) == 20

        # Room again: it goes on.
        database.run("pragma max_page_count = 1000000")
        pull(store, *ORDERS)
        assert len(found(store, "")) == len(ORDERS)

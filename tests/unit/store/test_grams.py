"""The index of the texts finds what looking through them finds, whatever has happened to them."""

import contextlib
import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from orderdesk.domain.gateway import Page
from orderdesk.store.database import Database
from orderdesk.store.grams import frequent, index
from orderdesk.store.grams.building import built
from orderdesk.store.grams.index import Batch, Merger
from orderdesk.store.grams.matching import rows_with
from orderdesk.store.grams.merging import merge
from orderdesk.store.grams.segment import Segment, SegmentUnreadable, mapped, write
from orderdesk.store.store import Store
from tests.unit.domain.invented import ALL_RULES, line, order
from tests.unit.store.filled import LATER, MAIN, found, pull

WORDS = ("quill", "goose", "ink", "Äther", "перо", "紙", "so-1", "0a3f-77", "i", "перо и紙")


def _value(dice: random.Random) -> str:
    return " ".join(dice.choices(WORDS, k=dice.randint(1, 4)))


def _texts(dice: random.Random, rows: Iterable[int]) -> list[tuple[int, str, str]]:
    def text() -> str:
        return "".join(f"{_value(dice)}\n" for _ in range(dice.randint(0, 4)))

    return [(row, text(), text()) for row in rows]


def _pieces(dice: random.Random, texts: list[tuple[int, str, str]], count: int) -> Iterable[str]:
    values = [value for _, *both in texts for text in both for value in text.split("\n") if value]
    for _ in range(count):
        value = dice.choice(values)
        start = dice.randrange(len(value))
        piece = value[start : start + dice.choice((1, 2, 3, 4, 6, 40))]
        yield piece if dice.random() < 0.9 else piece + "z"


def _found(segment: Segment, piece: str, *, items_only: bool = False) -> list[int]:
    rows = segment.rows[rows_with(segment, piece.encode(), items_only=items_only)]
    return rows[rows > 0].tolist()


@pytest.mark.parametrize(("seed", "with_bits"), [(0, 1 << 15), (1, 0), (2, 0)])
def test_segments_and_merged_ones_find_what_the_texts_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, with_bits: int
) -> None:
    monkeypatch.setattr(frequent, "_WITH_BITS", with_bits)
    dice = random.Random(seed)
    parts = [_texts(dice, range(1 + 40 * n, 41 + 40 * n)) for n in range(3)]
    segments = [built(part) for part in parts]
    write(segments[0], tmp_path / "one")
    gone = [45, 81]
    merge(segments, [[], gone, gone], tmp_path / "all")
    assert bool(len(mapped(tmp_path / "all").often)) == (not with_bits)
    whole = [text for part in parts for text in part if text[0] not in gone]

    for texts, name in ((parts[0], "one"), (whole, "all")):
        segment = mapped(tmp_path / name)
        for piece in _pieces(dice, texts, 150):
            for items_only in (False, True):
                assert _found(segment, piece, items_only=items_only) == [
                    row
                    for row, header, items in texts
                    if piece in items or (piece in header and not items_only)
                ], (piece, items_only)


def test_more_grams_than_two_bytes_can_number_are_told_apart(tmp_path: Path) -> None:
    dice = random.Random(1)
    letters = [chr(0x4E00 + n) for n in range(20_000)]
    plain = [chr(n) for n in range(33, 127)]
    texts = [
        (n + 1, "".join(letters[n * 100 : n * 100 + 100] + dice.choices(plain, k=500)) + "\n", "")
        for n in range(200)
    ]
    segment = built(texts)
    assert len(segment.grams) > 1 << 16
    for row, header, _ in texts[::17]:
        for piece in (header[:1], header[5:7], header[40:45]):
            assert _found(segment, piece) == [row]


def test_values_longer_than_the_factors_are_told_apart() -> None:
    begin = "a" * 5_000
    segment = built(
        [(1, f"{begin}b{begin}\n", ""), (2, f"{begin}c{begin}\n", f"{begin}b{begin}\n")]
    )
    # One of them stands in a part of each row.
    assert len({*segment.slots.tolist()}) == 2
    assert len(segment.shared_ends) - 1 == 1
    assert _found(segment, "ab") == [1, 2]
    assert _found(segment, "ca") == [2]


@pytest.mark.parametrize("damage", ["cut", "changed", "gone"])
def test_file_that_is_not_whole_is_refused(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "one"
    write(built([(1, "quill\n", "")]), file)
    content = file.read_bytes()
    match damage:
        case "cut":
            file.write_bytes(content[:-8])
        case "changed":
            file.write_bytes(content[:20] + b"x" + content[21:])
        case _:
            file.unlink()
    with pytest.raises(SegmentUnreadable):
        mapped(file)


def _noted(name: str, note: str, goods: str = "Goose") -> tuple[str, str, str]:
    return name, note, goods


def _take(store: Store, *orders: tuple[str, str, str]) -> None:
    pulled = [order(name, note=note, lines=(line("1", goods),)) for name, note, goods in orders]
    number = store.mirror.begin_pull("main", now=LATER)
    store.mirror.apply_page("main", Page(tuple(pulled)), pull=number)


def _all(store: Store, path: Path, texts: Iterable[str]) -> dict[str, list[int]]:
    """Ask the index, and look through the texts, which must agree."""
    with contextlib.closing(Database(path, read_only=True)) as file:
        answers: dict[str, list[int]] = {}
        for text in texts:
            answers[text] = store.texts.rows(text, items_only=False).tolist()
            held = "select row_id from sought_text where instr(header, ?) or instr(items, ?)"
            assert answers[text] == sorted(row[0] for row in file.rows(held, (text, text))), text
    return answers


def test_index_follows_changes_and_deletions(store: Store, path: Path) -> None:
    dice = random.Random(7)
    texts = ("i", "go", "quill", "goose", "ink goose", "перо", "0a3")
    known: list[str] = []
    for turn in range(30):
        fresh = [f"v{turn}-{n}" for n in range(3)]
        old = dice.sample(known, k=min(2, len(known)))
        _take(store, *(_noted(name, _value(dice), _value(dice)) for name in (*fresh, *old)))
        known += fresh
        if turn % 5 == 4:
            gone = known.pop(dice.randrange(len(known)))
            store.mirror.drop(f"main:{gone}")
        if turn % 2:
            store.texts.catch_up(minimum=dice.choice((1, 4)))
        with contextlib.closing(Database(path, read_only=True)) as file:
            rows = {row[0] for row in file.rows("select row_id from shown")}
        for text in texts:
            answer = store.texts.rows(text, items_only=False).tolist()
            with contextlib.closing(Database(path, read_only=True)) as file:
                held = "select row_id from sought_text where instr(header, ?) or instr(items, ?)"
                assert [row for row in answer if row in rows] == sorted(
                    row[0] for row in file.rows(held, (text, text))
                ), (turn, text)
    store.texts.catch_up(minimum=1)
    with contextlib.closing(Database(path, read_only=True)) as file:
        assert file.value("select count(*) from unsought") == 0
        assert 0 < file.value("select count(*) from segment") < 8


def test_order_that_changes_while_it_is_indexed_is_found_as_it_is(store: Store, path: Path) -> None:
    _take(store, _noted("v1", "first words"), _noted("v2", "quiet words"))
    work = store.texts.plan(minimum=1)
    assert isinstance(work, Batch)
    work.make()
    _take(store, _noted("v1", "second words"))
    assert store.texts.adopt(work)

    assert _all(store, path, ["first", "second", "quiet"])["first"] == []
    store.texts.catch_up(minimum=1)
    assert len(_all(store, path, ["first", "second", "words"])["words"]) == 2


def test_what_another_program_has_indexed_is_not_listed_twice(store: Store, path: Path) -> None:
    _take(store, _noted("v1", "words"))
    with Store.open(path, ALL_RULES) as other:
        works = [one.texts.plan(minimum=1) for one in (store, other)]
        for work in works:
            assert work is not None
            work.make()
        mine, theirs = works
        assert mine is not None
        assert theirs is not None
        assert store.texts.adopt(mine)
        assert not other.texts.adopt(theirs)
        assert len(_all(other, path, ["words"])["words"]) == 1
    files = list(path.with_name("orders.db.grams").iterdir())
    assert [file.name for file in files] == [mine.file]


def test_segments_are_merged_and_what_was_merged_is_removed(store: Store, path: Path) -> None:
    for number in range(8):
        _take(store, _noted(f"v{number}", f"note {number}"))
        work = store.texts.plan(minimum=1)
        assert isinstance(work, Batch)
        work.make()
        store.texts.adopt(work)
    _take(store, _noted("v3", "changed"))
    before = store.texts.rows("note", items_only=False)

    work = store.texts.plan()
    assert isinstance(work, Merger)
    work.make()
    assert store.texts.adopt(work)

    assert len(before) == 7
    assert len(_all(store, path, ["note", "changed"])["note"]) == 7
    store.texts.catch_up(minimum=1)
    assert len(_all(store, path, ["note", "changed"])["changed"]) == 1


@pytest.mark.expected_warnings("index of the texts cannot be read", "index .* is made anew")
def test_missing_file_means_indexing_anew(path: Path) -> None:
    with Store.open(path, ALL_RULES) as store:
        store.connections.put(MAIN)
        _take(store, _noted("v1", "words"))
        store.texts.catch_up(minimum=1)
    for file in path.with_name("orders.db.grams").iterdir():
        file.unlink()

    with Store.open(path, ALL_RULES, read_only=True) as reader:
        assert found(reader, "words") == ["v1"]
    with Store.open(path, ALL_RULES) as store:
        assert found(store, "words") == ["v1"]
        work = store.texts.plan(minimum=1)
        assert isinstance(work, Batch)
        store.texts.catch_up(minimum=1)
        assert len(_all(store, path, ["words"])["words"]) == 1


def test_store_in_memory_has_no_index() -> None:
    with Store.open(None, ALL_RULES) as store:
        store.connections.put(MAIN)
        pull(store, order("v1", note="words"))
        store.texts.catch_up(minimum=1)
        assert store.texts.rows("wor", items_only=False).tolist() == [1]
        assert found(store, "words") == ["v1"]


def test_few_rows_wait_for_more(store: Store) -> None:
    _take(store, _noted("v1", "words"))
    assert index.BATCH > 1
    assert store.texts.plan() is None

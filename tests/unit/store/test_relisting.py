"""From one list of row ids to the next: the same as looking for each row by itself."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from orderdesk.domain.relisting import Standing
from orderdesk.store.relisting import relisting

LISTS = st.lists(st.integers(1, 60), unique=True, max_size=40)


def runs(places: list[int]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for place in places:
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return tuple(found)


@given(LISTS, LISTS, st.sets(st.integers(0, 39)), st.sets(st.integers(1, 60), max_size=3))
def test_every_row_is_where_it_is_looked_for(
    old: list[int], new: list[int], marks: set[int], touched: set[int]
) -> None:
    chosen = [place for place in sorted(marks) if place < len(old)]
    standing = Standing(array("q", old), runs(chosen), frozenset(touched))
    found = relisting(standing, array("q", new))

    shown = list(new)
    for place, rowid in enumerate(old):
        if rowid in touched and rowid not in new:
            shown.insert(place, rowid)
    assert found.rowids.tolist() == shown
    assert found.kept == (touched & set(old)) - set(new)
    places = {place: rowid for rowid, place in enumerate(found.places) if place >= 0}
    assert places == dict(enumerate(shown))
    kept = {old[place] for place in chosen}
    assert found.chosen == runs([at for at, rowid in enumerate(shown) if rowid in kept])


def test_a_selection_in_too_many_pieces_is_let_go() -> None:
    old = array("q", range(1, 20_001))
    half = Standing(old, ((0, 9_999),))
    mixed = array("q", [rowid for pair in zip(old, reversed(old), strict=True) for rowid in pair])
    apart = relisting(half, array("q", dict.fromkeys(mixed)))
    assert apart.chosen is None

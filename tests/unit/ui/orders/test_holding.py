"""When a list changes under a person's eyes: the whole table of rules, and what is counted."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.domain.relisting import Difference, Standing
from orderdesk.store.relisting import relisting
from orderdesk.ui.orders.holding import Holding, Work
from orderdesk.ui.orders.row_changes import difference

SOME = Difference(come=5, gone=2, moved=1)
GROWN = Difference(come=900, at_end=True)
AT_REST = Work()
EACH = [Work(editing=True), Work(chosen=True), Work(scrolled=True), Work(pointed=True)]
BUSY = [*EACH, Work(editing=True, chosen=True, scrolled=True, pointed=True)]


@pytest.mark.parametrize("work", BUSY, ids=str)
def test_who_works_in_the_list_finds_his_rows_where_they_were(work: Work) -> None:
    assert Holding().holds(work, SOME)


@pytest.mark.parametrize("work", BUSY, ids=str)
@pytest.mark.parametrize("why", ["another", "asked"])
def test_what_is_asked_for_is_shown(work: Work, why: str) -> None:
    assert not Holding().holds(work, SOME, another=why == "another", asked=why == "asked")


@pytest.mark.parametrize("work", [AT_REST, *BUSY], ids=str)
@pytest.mark.parametrize("change", [Difference(), GROWN], ids=["the same", "grown at its end"])
def test_what_moves_no_row_is_shown(work: Work, change: Difference) -> None:
    assert not Holding().holds(work, change)


def test_a_list_at_rest_is_brought_up_to_date() -> None:
    assert not Holding().holds(AT_REST, SOME)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ([], [1, 2], Difference(come=2, at_end=True)),
        ([1, 2], [1, 2], Difference(at_end=True)),
        ([1, 2], [1, 2, 3], Difference(come=1, at_end=True)),
        ([1, 2], [3, 1, 2], Difference(come=1)),
        ([1, 2, 3], [1, 3], Difference(gone=1)),
        ([1, 2, 3], [1, 2], Difference(gone=1)),
        ([1, 2, 3, 4, 5], [2, 3, 4, 1, 5], Difference(moved=1)),
        ([1, 2, 3, 4, 5], [5, 1, 2, 3, 4], Difference(moved=1)),
        ([1, 2, 3, 4, 5], [9, 5, 1, 3, 4], Difference(come=1, gone=1, moved=1)),
    ],
)
def test_what_is_counted(old: list[int], new: list[int], said: Difference) -> None:
    before, after = array("q", old), array("q", new)
    assert difference(before, after) == said
    assert relisting(Standing(before), after).difference == said


LISTS = st.lists(st.integers(1, 60), unique=True, max_size=40)


@given(LISTS, LISTS)
def test_a_long_list_is_counted_as_a_short_one(old: list[int], new: list[int]) -> None:
    """Rows that moved are only estimated there, and never too few."""
    before, after = array("q", old), array("q", new)
    exact, quick = difference(before, after), relisting(Standing(before), after).difference
    assert (exact.come, exact.gone, exact.at_end) == (quick.come, quick.gone, quick.at_end)
    assert (exact.moved > 0) == (quick.moved > 0)
    assert quick.moved <= len(set(old) & set(new))
    assert not exact.at_end or after[: len(before)] == before


@given(st.integers(3, 60), st.data())
def test_a_row_that_moved_counts_once(count: int, data: st.DataObject) -> None:
    before = array("q", range(1, count + 1))
    at, to = data.draw(st.integers(0, count - 1)), data.draw(st.integers(0, count - 1))
    after = before[:]
    after.insert(to, after.pop(at))
    assert relisting(Standing(before), after).difference.moved == int(at != to)
    assert difference(before, after).moved == int(at != to)

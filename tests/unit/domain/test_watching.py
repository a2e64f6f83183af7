"""Whether what was written still stands in a later reading, however the vendor writes it."""

import pytest

from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.order import FieldValue
from orderdesk.domain.watching import Part, loses_updates, same, standing, written_by
from tests.unit.domain.invented import (
    RULES,
    add_line,
    edit,
    edit_line,
    line,
    order,
    remove_line,
    transit,
)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (FieldType.MONEY, "5", "5.00"),
        (FieldType.INTEGER, None, "0"),
        (FieldType.TEXT, " two  words ", "two words"),
        (FieldType.TEXT, None, ""),
        (FieldType.TIME, "2026-11-22T12:00:00+01:00", "2026-11-22T11:00:00+00:00"),
        (FieldType.TRACKING, "1 x A\n2 x B", "2 x B\n1 x  A\n"),
        (FieldType.REFERENCE, "AB-1", "ab-1"),
    ],
)
def test_values_that_mean_the_same_are_no_loss(
    kind: FieldType, one: FieldValue, other: FieldValue
) -> None:
    assert same(FieldSpec("key", "Key", kind), one, other)
    assert not same(FieldSpec("key", "Key", kind), one, "something else")


def test_a_field_is_lost_where_another_value_is_read_and_not_where_none_is() -> None:
    before = order("a", title="Ink", lines=(line("1"),))
    [one] = written_by(edit("c", before, title="Nibs"), before, None)
    assert standing(one, order("a", title="Nibs"), RULES).stands
    back = standing(one, order("a", title="Ink"), RULES)
    assert (back.seen, back.stands, back.reverted) == (True, False, True)
    other = standing(one, order("a", title="Wax"), RULES)
    assert (other.stands, other.reverted, other.now) == (False, False, "Wax")
    listed = order("a").model_copy(update={"fields": {}})
    assert not standing(one, listed, RULES).seen


def test_items_and_states_are_lost_where_they_are_as_before() -> None:
    two = order("a", lines=(line("1"), line("2")))
    one = order("a", lines=(line("1"),))
    [off] = written_by(remove_line("c", two, "2"), two, one)
    assert standing(off, one, RULES).stands
    assert standing(off, two, RULES).reverted
    [on] = written_by(add_line("c", one), one, two)
    assert (on.part, on.line_id) == (Part.ITEM, "2")
    assert not standing(on, one, RULES).stands
    assert not standing(on, order("a", lines=None), RULES).seen
    [of_line] = written_by(edit_line("c", two, "2", code="X"), two, two)
    assert not standing(of_line, one, RULES).seen
    placed, draft = order("a", state="Placed"), order("a")
    moved = transit("c", draft, "place", "Placed")
    [state] = written_by(moved, draft, placed)
    assert standing(state, placed, RULES).stands
    assert standing(state, order("a", state="Shipped"), RULES).stands
    assert standing(state, draft, RULES).reverted


def test_only_vendors_that_replace_whole_objects_lose_updates() -> None:
    assert not loses_updates(RULES)

"""The last look before sending: what is decided and merged on the order just read."""

import pytest

from orderdesk.domain.actions import Facts
from orderdesk.domain.commands import Command, CommandState
from orderdesk.domain.order import Order
from orderdesk.services.preparation import (
    Go,
    Prepared,
    Question,
    Stop,
    prepare,
    question_of,
    with_mine,
    with_theirs,
)
from tests.unit.domain.invented import (
    NOON,
    add_line,
    create,
    edit,
    edit_line,
    line,
    order,
    remove_line,
    transit,
)
from tests.unit.services.quillworks import RULES

SEEN = order("a", title="Ink", note="Blue", payer="p", lines=(line("1"), line("2")))


def _prepared(command: Command, fresh: Order | None) -> Prepared:
    return prepare(command, fresh, RULES, Facts(), NOON)


def test_a_new_order_goes_as_it_is() -> None:
    command = create("c1", title="Ink")
    assert _prepared(command, None) == Go(command)


def test_an_edit_nobody_else_touched_goes() -> None:
    command = edit("c1", SEEN, title="Red ink")
    assert _prepared(command, SEEN) == Go(command)


def test_only_what_is_not_yet_as_wanted_is_sent() -> None:
    command = edit("c1", SEEN, title="Red ink", note="Green")
    fresh = order("a", title="Red ink", note="Blue", payer="p")
    prepared = _prepared(command, fresh)
    assert isinstance(prepared, Go)
    assert prepared.command == edit("c1", SEEN, title="Red ink", note="Green").model_copy(
        update={"changes": {"note": "Green"}}
    )


def test_what_is_already_as_wanted_is_done_without_sending() -> None:
    prepared = _prepared(edit("c1", SEEN, title="Red ink"), order("a", title="Red ink"))
    assert isinstance(prepared, Stop)
    assert prepared.state is CommandState.DONE
    assert "nothing was sent" in prepared.reason


def test_a_field_changed_differently_is_asked_with_the_three_readings() -> None:
    command = edit("c1", SEEN, title="Red ink", note=None)
    prepared = _prepared(command, order("a", title="Black ink", note="Violet"))
    assert isinstance(prepared, Question)
    assert prepared.readings == (
        "Title: it was “Ink”, you want “Red ink”, it is “Black ink” now.",
        "Note: it was “Blue”, you want empty, it is “Violet” now.",
    )


def test_a_change_of_another_field_is_no_conflict() -> None:
    command = edit("c1", SEEN, title="Red ink")
    assert _prepared(command, order("a", title="Ink", note="Violet")) == Go(command)


def test_an_order_that_moved_on_is_refused_with_reason_and_way_out() -> None:
    prepared = _prepared(edit("c1", SEEN, title="Red ink"), order("a", state="Shipped"))
    assert prepared == Stop(
        CommandState.REFUSED, "Edit is not possible: the order is Shipped. Make a new order."
    )


def test_an_unknown_state_is_refused() -> None:
    prepared = _prepared(edit("c1", SEEN, title="Red ink"), order("a", state="Elsewhere"))
    assert prepared == Stop(
        CommandState.REFUSED, "The state “Elsewhere” is not known. Look at the vendor's own page."
    )


def test_an_action_the_vendor_no_longer_has_is_refused() -> None:
    command = edit("c1", SEEN, title="Red ink").model_copy(update={"action": "engrave"})
    prepared = _prepared(command, SEEN)
    assert isinstance(prepared, Stop)
    assert prepared.state is CommandState.REFUSED
    assert "engrave" in prepared.reason


def test_an_edit_that_excludes_what_is_there_now_is_refused() -> None:
    prepared = _prepared(edit("c1", SEEN, home="Mill Lane"), order("a", title="Ink", depot="East"))
    assert isinstance(prepared, Stop)
    assert prepared.state is CommandState.REFUSED
    assert "exclude each other" in prepared.reason


def test_a_transit_goes_from_the_state_just_read() -> None:
    seen = order("a", state="Placed")
    command = transit("c1", seen, "cancel", "Gone")
    assert _prepared(command, seen) == Go(command)
    shipped = _prepared(command, order("a", state="Shipped"))
    assert shipped == Go(command.model_copy(update={"source": "Shipped"}))
    again = _prepared(command, order("a", state="Gone"))
    assert isinstance(again, Stop)
    assert again.state is CommandState.REFUSED


def test_a_transit_that_now_leads_elsewhere_is_refused() -> None:
    command = transit("c1", order("a", state="Placed"), "cancel", "Shipped")
    prepared = _prepared(command, order("a", state="Placed"))
    assert isinstance(prepared, Stop)
    assert prepared.state is CommandState.REFUSED


def test_a_line_whose_unique_value_is_there_by_now_is_refused() -> None:
    command = add_line("c1", SEEN, article="ART-9")
    assert _prepared(command, SEEN) == Go(command)
    fresh = order("a", lines=(line("9"),))
    prepared = _prepared(command, fresh)
    assert isinstance(prepared, Stop)
    assert prepared.state is CommandState.REFUSED
    assert "ART-9" in prepared.reason


def test_a_line_is_edited_as_a_header_is() -> None:
    command = edit_line("c1", SEEN, "1", count="3")
    assert _prepared(command, SEEN) == Go(command)
    done = _prepared(command, order("a", lines=(line("1", count="3"),)))
    assert isinstance(done, Stop)
    assert done.state is CommandState.DONE
    conflict = _prepared(command, order("a", lines=(line("1", count="7"),)))
    assert isinstance(conflict, Question)
    assert conflict.readings == ("Count: it was “2”, you want “3”, it is “7” now.",)


def test_an_edited_line_may_not_take_anothers_unique_value() -> None:
    prepared = _prepared(edit_line("c1", SEEN, "1", article="art-2"), SEEN)
    assert isinstance(prepared, Stop)
    assert prepared.state is CommandState.REFUSED


def test_a_line_that_is_gone_cannot_be_edited_and_need_not_be_removed() -> None:
    fresh = order("a", lines=(line("2"),))
    edited = _prepared(edit_line("c1", SEEN, "1", count="3"), fresh)
    assert isinstance(edited, Stop)
    assert edited.state is CommandState.REFUSED
    removed = _prepared(remove_line("c2", SEEN, "1"), fresh)
    assert isinstance(removed, Stop)
    assert removed.state is CommandState.DONE


def test_a_line_that_was_changed_is_not_removed_unasked() -> None:
    command = remove_line("c1", SEEN, "1")
    assert _prepared(command, SEEN) == Go(command)
    prepared = _prepared(command, order("a", lines=(line("1", count="7"),)))
    assert isinstance(prepared, Question)
    assert prepared.readings == ("Count: it was “2” when you took the item off, it is “7” now.",)


@pytest.mark.parametrize(
    "command",
    [
        edit("c1", SEEN, title="Red ink", note="Green"),
        edit_line("c2", SEEN, "1", count="3", each="9"),
        remove_line("c3", SEEN, "1"),
    ],
    ids=["edit", "edit a line", "remove a line"],
)
def test_taking_mine_or_theirs_settles_the_conflict(command: Command) -> None:
    fresh = order("a", title="Black ink", note="Blue", lines=(line("1", count="7"),))
    assert question_of(command, fresh, RULES) is not None
    mine = with_mine(command, fresh, RULES)
    assert question_of(mine, fresh, RULES) is None
    assert isinstance(_prepared(mine, fresh), Go)
    theirs = with_theirs(command, fresh, RULES)
    if theirs is not None:
        assert question_of(theirs, fresh, RULES) is None


def test_taking_theirs_leaves_what_did_not_overlap() -> None:
    fresh = order("a", title="Black ink", note="Blue")
    left = with_theirs(edit("c1", SEEN, title="Red ink", note="Green"), fresh, RULES)
    assert left is not None
    assert left.model_dump()["changes"] == {"note": "Green"}
    assert with_theirs(edit("c2", SEEN, title="Red ink"), fresh, RULES) is None
    assert with_theirs(remove_line("c3", SEEN, "1"), fresh, RULES) is None
    add = add_line("c4", SEEN)
    assert with_mine(add, fresh, RULES) is add

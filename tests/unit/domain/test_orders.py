"""Orders, their ids and their commands are values that come back as they were."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from orderdesk.domain.commands import (
    OPEN_STATES,
    STATE_LABELS,
    Command,
    CommandState,
    OutboxEntry,
    dump_command,
    load_command,
)
from orderdesk.domain.merge import FieldConflict, merge
from orderdesk.domain.order import Line, Order, is_expired, order_id, split_order_id
from orderdesk.domain.status import (
    FULFILMENT_LABELS,
    KIND_LABELS,
    PAYMENT_LABELS,
    STATUS_LABELS,
    FulfilmentStatus,
    OrderKind,
    OrderStatus,
    PaymentStatus,
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

KEYS = st.from_regex(r"[a-z0-9-]+", fullmatch=True)
SEEN = order("v1", state="Placed", title="Old", lines=(line("1"),))
COMMANDS: tuple[Command, ...] = (
    create("k1", lines=({"text": "Ink", "each": None},), title="New"),
    edit("k2", SEEN, title=None),
    add_line("k3", SEEN),
    edit_line("k4", SEEN, "1", count="3"),
    remove_line("k5", SEEN, "1"),
    transit("k6", SEEN, "cancel", "Gone"),
)


@given(KEYS, st.text(min_size=1))
def test_order_id_is_parted_where_it_was_joined(connection: str, vendor_id: str) -> None:
    assert split_order_id(order_id(connection, vendor_id)) == (connection, vendor_id)


@pytest.mark.parametrize("text", ["", ":", "main:", ":v1", "v1"])
def test_what_is_no_order_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        split_order_id(text)


def test_order_comes_back_from_json() -> None:
    seen = SEEN.model_copy(
        update={"extra": {"Odd": [1, {"x": None}]}, "total": Decimal("1.10"), "placed_at": NOON}
    )
    again = Order.model_validate_json(seen.model_dump_json())
    assert again == seen
    assert str(again.total) == "1.10"


def test_order_knows_its_lines() -> None:
    assert SEEN.id == "main:v1"
    assert SEEN.item_count == 1
    assert SEEN.line("1") == SEEN.lines[0] if SEEN.lines else None
    assert SEEN.line("2") is None
    assert order("v1", lines=None).item_count is None
    assert order("v1", lines=None).line("1") is None
    assert Line(id="1", price=Decimal(2)).sum is None


def test_order_cannot_be_changed_or_take_what_it_does_not_know() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        SEEN.__setattr__("number", "SO-1")
    with pytest.raises(ValidationError, match="Extra inputs"):
        Order.model_validate({**SEEN.model_dump(), "colour": "red"})


def test_order_expires_at_its_moment() -> None:
    until = NOON + timedelta(hours=1)
    seen = order("v1", until=until.isoformat())
    assert not is_expired(seen, until - timedelta(microseconds=1))
    assert is_expired(seen, until)
    assert not is_expired(order("v1"), until)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.effect)
def test_command_comes_back_from_the_outbox(command: Command) -> None:
    assert load_command(dump_command(command)) == command


def test_command_knows_its_order() -> None:
    assert {command.order_id for command in COMMANDS} == {"main:v1", "main:k1"}


def test_every_word_has_a_label() -> None:
    assert STATE_LABELS.keys() == set(CommandState)
    assert STATUS_LABELS.keys() == set(OrderStatus)
    assert PAYMENT_LABELS.keys() == set(PaymentStatus)
    assert FULFILMENT_LABELS.keys() == set(FulfilmentStatus)
    assert KIND_LABELS.keys() == set(OrderKind)


@pytest.mark.parametrize("state", CommandState)
def test_command_is_open_until_it_is_settled(state: CommandState) -> None:
    entry = OutboxEntry(seq=1, command=COMMANDS[0], state=state)
    assert entry.open == (state in OPEN_STATES)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "changes", "conflicts"),
    [
        # Nobody else touched it.
        ({"a": "1"}, {"a": "2"}, {"a": "1"}, {"a": "2"}, ()),
        # It is already so.
        ({"a": "1"}, {"a": "2"}, {"a": "2"}, {}, ()),
        # Somebody changed another field.
        ({"a": "1"}, {"a": "2"}, {"a": "1", "b": "9"}, {"a": "2"}, ()),
        # Somebody changed this one.
        ({"a": "1"}, {"a": "2"}, {"a": "3"}, {}, (FieldConflict("a", "1", "2", "3"),)),
        # Somebody cleared it; empty and missing are the same.
        ({"a": "1"}, {"a": "2"}, {}, {}, (FieldConflict("a", "1", "2", None),)),
        ({"a": None}, {"a": "2"}, {"a": ""}, {"a": "2"}, ()),
        ({"a": "1"}, {"a": None}, {"a": ""}, {}, ()),
        ({"a": "1"}, {"a": None}, {"a": "1"}, {"a": None}, ()),
        # One goes through, the other is asked.
        (
            *({"a": "1", "b": "1"}, {"a": "2", "b": "2"}, {"a": "1", "b": "3"}),
            *({"a": "2"}, (FieldConflict("b", "1", "2", "3"),)),
        ),
    ],
)
def test_three_way_merge(
    base: dict[str, str | None],
    mine: dict[str, str | None],
    theirs: dict[str, str | None],
    changes: dict[str, str | None],
    conflicts: tuple[FieldConflict, ...],
) -> None:
    merged = merge(base, mine, theirs)
    assert (dict(merged.changes), merged.conflicts) == (changes, conflicts)


_SIDES = st.dictionaries(st.sampled_from("abc"), st.none() | st.sampled_from(["", "1", "2"]))


@given(_SIDES, _SIDES, _SIDES)
def test_merge_loses_nothing_and_overwrites_nobody(
    base: dict[str, str | None], mine: dict[str, str | None], theirs: dict[str, str | None]
) -> None:
    merged = merge(base, mine, theirs)
    asked = {conflict.field for conflict in merged.conflicts}
    for field, wanted in mine.items():
        settled = (theirs.get(field) or None) == (wanted or None)
        assert settled + (field in merged.changes) + (field in asked) == 1
    for field in merged.changes:
        assert (theirs.get(field) or None) == (base.get(field) or None)

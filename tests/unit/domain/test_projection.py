"""The shown order is the mirror's with every command that is not settled."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from orderdesk.domain.fields import Choice, FieldSpec, FieldType
from orderdesk.domain.order import Order
from orderdesk.domain.projection import apply, new_order, project
from orderdesk.domain.status import OrderStatus
from tests.unit.domain.invented import (
    NOON,
    RULES,
    add_line,
    create,
    edit,
    edit_line,
    line,
    order,
    remove_line,
    transit,
)
from tests.unit.store import shapes

SEEN = order(
    "v1", title="Old", rebate="0.50", lines=(line("1", each="2", count="3"), line("2", each="1"))
)


def test_edit_is_seen_in_the_field_and_where_it_is_shown() -> None:
    until = "2026-12-01T10:00:00+00:00"
    shown = apply(
        SEEN, edit("k1", SEEN, title="New", rebate="1", form="2", buyer="c1", until=until), RULES
    )
    assert shown.fields["title"] == shown.name == "New"
    assert shown.discount == Decimal(1)
    assert shown.total == Decimal(7)
    assert shown.kind_word == "Trade"
    assert shown.customer is not None
    assert (shown.customer.kind, shown.customer.id) == ("customer", "c1")
    assert shown.expires_at is not None
    assert shown.expires_at.isoformat() == until
    assert SEEN.name == "Old"


def test_cleared_field_is_as_if_it_had_never_been_there() -> None:
    full = order("v1", title="Old", form="2", buyer="c1", until=NOON.isoformat(), rebate="1")
    cleared = {"title": None, "form": None, "buyer": None, "until": None, "rebate": None}
    shown = apply(full, edit("k1", full, **cleared), RULES)
    assert (shown.name, shown.kind_word, shown.customer) == (None, "", None)
    assert (shown.expires_at, shown.discount) == (None, None)
    # What is shown can be kept and read again.
    assert Order.model_validate_json(shown.model_dump_json()) == shown


def test_an_edited_state_is_shown_by_its_word_and_in_our_terms() -> None:
    phase = FieldSpec(
        "phase",
        "Phase",
        FieldType.CHOICE,
        choices=tuple(Choice(state.word, f"Label {state.word}") for state in RULES.states),
        attribute="vendor_state",
    )
    rules = replace(RULES, order_fields=(*RULES.order_fields, phase))
    for state in RULES.states:
        shown = apply(SEEN, edit("k1", SEEN, phase=state.word), rules)
        assert (shown.vendor_state, shown.state) == (state.word, state.status)


def test_choice_that_is_not_known_is_shown_as_it_is() -> None:
    assert apply(SEEN, edit("k1", SEEN, form="9"), RULES).kind_word == "9"


def test_lines_come_change_and_go() -> None:
    added = apply(SEEN, add_line("k1", SEEN, "Sand", each="4"), RULES)
    assert added.lines is not None
    assert [one.description for one in added.lines] == ["Goose quill", "Goose quill", "Sand"]
    assert [one.pending for one in added.lines] == [False, False, True]
    assert added.total == Decimal("11.50")

    edited = apply(added, edit_line("k2", added, "1", count="1"), RULES)
    assert edited.total == Decimal("7.50")
    changed = edited.line("1")
    assert changed is not None
    assert (changed.quantity, changed.pending) == (Decimal(1), True)

    removed = apply(edited, remove_line("k3", edited, "2"), RULES)
    assert removed.item_count == 2
    assert removed.total == Decimal("5.50")


def test_total_of_the_vendors_own_is_left_alone() -> None:
    theirs = SEEN.model_copy(update={"total": Decimal(99), "total_computed": False})
    assert apply(theirs, add_line("k1", theirs), RULES).total == Decimal(99)


def test_what_is_looked_up_is_shown_as_text_where_text_is_shown() -> None:
    code = FieldSpec("code", "Code", FieldType.REFERENCE, look_up="product", attribute="sku")
    others = tuple(spec for spec in RULES.line_fields if spec.key != "code")
    rules = replace(RULES, line_fields=(code, *others))
    added = apply(SEEN, add_line("k1", SEEN, "Sand", code="Q-7"), rules)
    assert [line.sku for line in added.lines or ()][-1] == "Q-7"


def test_lines_that_are_not_read_are_not_made_up() -> None:
    unread = order("v1", lines=None)
    for command in (
        add_line("k1", unread),
        edit_line("k2", unread, "1", count="2"),
        remove_line("k3", unread, "1"),
    ):
        assert apply(unread, command, RULES) == unread


def test_total_with_a_price_missing_is_not_known() -> None:
    assert apply(SEEN, edit_line("k1", SEEN, "1", each=None), RULES).total is None


def test_move_leads_to_a_known_or_an_unknown_state() -> None:
    moved = apply(SEEN, transit("k1", SEEN, "submit", "Placed"), RULES)
    assert (moved.vendor_state, moved.state) == ("Placed", OrderStatus.PENDING)
    odd = apply(SEEN, transit("k1", SEEN, "submit", "Elsewhere"), RULES)
    assert (odd.vendor_state, odd.state) == ("Elsewhere", None)


def test_new_order_is_shown_as_it_will_be() -> None:
    items = ({"text": "Ink", "count": "2", "each": "1.25"}, {"text": "Sand", "count": "1"})
    command = create("k1", lines=items, title="Fresh", buyer="c1")
    shown = new_order(command, RULES, "EUR")
    assert (shown.id, shown.vendor, shown.name) == ("main:k1", "quillworks", "Fresh")
    assert (shown.vendor_state, shown.state) == ("Draft", OrderStatus.CREATED)
    assert (shown.currency, shown.currency_set_here, shown.placed_at) == ("EUR", True, NOON)
    assert shown.lines is not None
    assert [one.id for one in shown.lines] == ["k1-0", "k1-1"]
    assert all(one.pending for one in shown.lines)
    assert (shown.total, shown.total_computed) == (None, True)
    plain = new_order(create("k2", lines=items[:1]), RULES, None)
    assert (plain.total, plain.currency, plain.currency_set_here) == (Decimal("2.50"), None, False)
    assert apply(shown, command, RULES) == shown


@given(st.lists(shapes.wishes(), max_size=5), shapes.orders(st.just("v1"), st.just("main")))
def test_commands_are_applied_in_the_order_they_were_given(
    wishes: list[shapes.Wish], base: Order
) -> None:
    commands = [wish.command(f"k{number}", base) for number, wish in enumerate(wishes)]
    step = base
    for command in commands:
        step = apply(step, command, RULES)
    shown = project(base, commands, RULES)
    assert shown == step
    assert shown.id == base.id
    assert Order.model_validate_json(shown.model_dump_json()) == shown
    assert project(base, [], RULES) == base

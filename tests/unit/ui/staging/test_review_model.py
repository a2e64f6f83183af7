"""The review's model with very many changes, and its words and sums."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt

from orderdesk.domain.commands import CommandState, EditOrder, OutboxEntry
from orderdesk.domain.staging import Pick, fields_of
from orderdesk.services.reviewing import Money, StagedChange
from orderdesk.ui.staging.counts import Counts
from orderdesk.ui.staging.model import ReviewModel
from orderdesk.ui.staging.rows import Knowledge, OrderRows, orders_of
from orderdesk.ui.staging.words import discard_text, numbers_text, send_text, staged_sentence
from orderdesk.ui.staging.worth import total_texts
from orderdesk.ui.theme import Theme
from tests.unit.domain.invented import RULES
from tests.unit.ui.models import watched

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def change(place: int, *, currency: str = "GBP") -> StagedChange:
    command = EditOrder(
        id=f"k{place}",
        connection="wharf",
        vendor_id=str(place),
        action="edit",
        created_at=NOW,
        changes={"title": f"New {place}", "rebate": "5"},
        base={"title": f"Old {place}", "rebate": None},
    )
    return StagedChange(
        entry=OutboxEntry(seq=place, command=command, state=CommandState.STAGED),
        row=None,
        number=f"N{place:04d}",
        connection="Wharf",
        vendor=RULES.vendor,
        label="Edit",
        line=None,
        fields=fields_of(command),
        money=Money(Decimal(-5), currency),
    )


def listed(changes: list[StagedChange]) -> list[OrderRows]:
    return orders_of(changes, Knowledge({RULES.vendor: RULES}, ZoneInfo("UTC"), {}, {}))


@pytest.fixture
def model(theme: Theme) -> ReviewModel:
    return ReviewModel(theme)


def test_a_thousand_changes_are_rows_of_a_model(model: ReviewModel) -> None:
    with watched(model):
        look_through(model)


def look_through(model: ReviewModel) -> None:
    model.show_orders(listed([change(place) for place in range(500)]))
    assert model.rowCount() == 500
    assert len(model.picked()) == 1_000
    top = model.index(499, 0)
    assert model.index(0, 2, top).data() == "New 499"
    assert model.parent(model.index(1, 0, top)) == top
    model.look_for("n0499 rebate")
    assert model.rowCount() == 1
    assert model.picked() == [Pick("k499", "rebate")]
    assert model.passed_over() == 999
    model.tick_all(ticked=False)
    model.look_for("")
    assert len(model.picked()) == 999, "what was not listed keeps its tick"
    assert model.tick_of(model.index(499, 0)) is Qt.CheckState.PartiallyChecked
    spoken = model.index(1, 2, model.index(0, 0)).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Will be: 5.00"


def test_money_of_two_currencies_is_never_added_up(model: ReviewModel) -> None:
    model.show_orders(listed([change(1), change(2), change(3, currency="EUR")]))
    sums, complete = model.sums()
    assert complete
    assert total_texts(sums) == "−€5.00 · −£10.00"
    model.toggle(model.index(0, 0))
    assert total_texts(model.sums()[0]) == "−€5.00 · −£5.00"
    model.toggle(model.index(0, 0, model.index(1, 0)))
    assert not model.sums()[1], "a part of an order that has not been read is worth nobody knows"


def test_what_is_gone_is_unticked_no_more(model: ReviewModel) -> None:
    model.show_orders(listed([change(1), change(2)]))
    model.toggle(model.index(0, 0))
    model.show_orders(listed([change(2)]))
    model.show_orders(listed([change(1), change(2)]))
    assert len(model.picked()) == 4


@pytest.mark.parametrize(
    ("counts", "send", "discard", "said"),
    [
        (Counts(1, 1), "Send 1 change of 1 order", "Discard 1 change…", "1 change is staged."),
        (
            Counts(5, 1),
            "Send 5 changes of 1 order",
            "Discard 5 changes…",
            "5 changes of 1 order are staged.",
        ),
        (
            Counts(1200, 40),
            "Send 1,200 changes of 40 orders",
            "Discard 1,200 changes…",
            "1,200 changes of 40 orders are staged.",
        ),
    ],
)
def test_buttons_say_what_they_do(counts: Counts, send: str, discard: str, said: str) -> None:
    assert (send_text(counts), discard_text(counts), staged_sentence(counts)) == (
        send,
        discard,
        said,
    )


def test_orders_are_named_as_far_as_there_is_room() -> None:
    assert numbers_text(["7"]) == "7"
    assert numbers_text(["7", "8", "9"]) == "7, 8 and 9"
    assert numbers_text([str(one) for one in range(8)]) == "0, 1, 2, 3, 4 and 3 more"

"""What a command asks for, in words: labels for keys, names for ids, before and after."""

from zoneinfo import ZoneInfo

import pytest

from orderdesk.domain.commands import Command
from orderdesk.ui.activity.change_grid import cut, spoken
from orderdesk.ui.activity.changes import Asked, Change, Surroundings, asked_by
from tests.unit.domain.invented import (
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

SEEN = order("1", title="Quills", form="1", rebate="5", urgent="yes", lines=(line("7", "Quill"),))
AROUND = Surroundings(RULES, ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        (
            edit("c", SEEN, form="2", title="Ink", urgent=None, rebate="7.5"),
            Asked(
                "",
                (
                    Change("Title", "Quills", "Ink"),
                    Change("Form", "Retail", "Trade"),
                    Change("Rebate", "5.00", "7.50"),
                    Change("Urgent", "Yes", ""),
                ),
            ),
        ),
        (
            edit_line("c", SEEN, "7", count="3"),
            Asked("Item without a description", (Change("Count", "2", "3"),)),
        ),
        (
            add_line("c", SEEN, "Inkpot", article=None, mode="a"),
            Asked(
                "Inkpot",
                (
                    Change("Text", "", "Inkpot"),
                    Change("Count", "", "1"),
                    Change("Each", "", "4.00"),
                    Change("Mode", "", "Air"),
                ),
            ),
        ),
        (
            remove_line("c", SEEN, "7"),
            Asked(
                "Quill",
                (
                    Change("Code", "Q-7", ""),
                    Change("Text", "Quill", ""),
                    Change("Count", "2", ""),
                    Change("Each", "1.50", ""),
                ),
            ),
        ),
        (transit("c", SEEN, "submit", "Placed"), Asked("", (Change("State", "Draft", "Placed"),))),
        (
            create("c", title="Quills", buyer="b1", lines=({"text": "Quill", "count": "2"}, {})),
            Asked(
                "",
                (
                    Change("Title", "", "Quills"),
                    Change("Buyer", "", "b1"),
                    Change("Item 1", "", "2 × Quill"),
                    Change("Item 2", "", "Item without a description"),
                ),
            ),
        ),
    ],
    ids=lambda value: value.effect if hasattr(value, "effect") else "",
)
def test_what_is_asked(command: Command, asked: Asked) -> None:
    assert asked_by(command, AROUND) == asked


def test_what_the_rules_do_not_know_is_shown_as_it_is() -> None:
    strange = edit("c", SEEN, warp="9").model_copy(update={"base": {"warp": "1"}})
    assert asked_by(strange, AROUND).changes == (Change("warp", "1", "9"),)
    moved = transit("c", SEEN, "submit", "Sealed")
    assert asked_by(moved, AROUND).changes == (Change("State", "Draft", "Sealed"),)


def test_changes_are_spoken_as_sentences() -> None:
    assert spoken(Change("Title", "Quills", "Ink")) == "Title: from Quills to Ink"
    assert spoken(Change("Title", "", "Ink")) == "Title: Ink"
    assert spoken(Change("Title", "Quills", "")) == "Title: Quills, taken off"


def test_a_long_text_is_cut_here() -> None:
    assert cut("x" * 400) == "x" * 400
    assert len(cut("x" * 10_000)) == 401

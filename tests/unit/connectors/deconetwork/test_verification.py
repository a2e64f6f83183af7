"""What a reading tells of a marking or a note: done, undone, or more than one reading fits."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from orderdesk.connectors.deconetwork.verification import of_marking, of_note, of_progress
from orderdesk.domain.commands import Act
from orderdesk.domain.gateway import Finding
from orderdesk.domain.order import Line, Order

DONE, UNDONE, AMBIGUOUS = Finding.DONE, Finding.UNDONE, Finding.AMBIGUOUS


def act(action: str, **values: str | None) -> Act:
    return Act(
        id="c1",
        connection="shop",
        vendor_id="QA1",
        action=action,
        created_at=datetime(2027, 1, 1, tzinfo=UTC),
        source="1",
        values=values,
    )


def order(state: str, left: Mapping[str, str | None] | None = None, **fields: str | None) -> Order:
    """Return an order whose lines have so much left, to be produced and to be shipped."""
    lines = left or {}
    numbers = [int(text) for text in lines.values() if text is not None]
    total = str(sum(numbers)) if lines and len(numbers) == len(lines) else None
    return Order(
        connection="shop",
        vendor="deconetwork",
        vendor_id="QA1",
        vendor_state=state,
        lines=tuple(
            Line(id=key, description=f"Item {key}", fields={"to_produce": text, "to_ship": text})
            for key, text in lines.items()
        ),
        fields={"to_produce": total, "to_ship": total, **fields},
    )


@pytest.mark.parametrize(
    ("before", "now", "finding", "guarded"),
    [
        (order("1", {"a": "5"}), order("2", {"a": "0"}), DONE, False),
        (order("1", {"a": "5"}), order("3", {"a": "0"}), DONE, False),
        (None, order("2"), DONE, False),
        (order("1", {"a": "5"}), order("1", {"a": "0"}), DONE, False),
        (order("1", {"a": "5"}), order("4", {"a": "0"}), DONE, False),
        (order("1", {"a": "5"}), order("1", {"a": "5"}), UNDONE, True),
        (order("1", {"a": "5"}), order("1", {"a": "3"}), UNDONE, True),
        (order("1", {"a": "5"}), order("4", {"a": "5"}), UNDONE, True),
        (None, order("1", {"a": "5"}), UNDONE, True),
        (order("1"), order("1"), UNDONE, True),
        (order("1", {"a": "0"}), order("1", {"a": "0"}), UNDONE, True),
        (order("1"), order("4"), AMBIGUOUS, False),
        (None, order("1", {"a": "0"}), AMBIGUOUS, False),
        (None, order("1"), AMBIGUOUS, False),
    ],
)
def test_a_whole_order(before: Order | None, now: Order, finding: Finding, guarded: bool) -> None:
    found = of_marking(act("mark_produced"), before, now)
    assert (found.finding, found.guarded, found.order) == (finding, guarded, now)
    assert bool(found.readings) is (finding is AMBIGUOUS)


def test_a_mail_is_not_sent_twice() -> None:
    command = act("mark_shipped", contact_customer="yes")
    unmoved = order("2", {"a": "5"})
    found = of_marking(command, unmoved, unmoved)
    assert (found.finding, found.guarded) == (UNDONE, False)


@pytest.mark.parametrize(
    ("lines", "before", "now", "finding", "guarded"),
    [
        ("2 x a", {"a": "5"}, {"a": "3"}, DONE, False),
        ("5 x a", {"a": "5"}, {"a": "0"}, DONE, False),
        ("2 x a", {"a": "5"}, {"a": "2"}, DONE, False),
        ("2 x a", {"a": "5"}, {"a": "5"}, UNDONE, False),
        ("5 x a", {"a": "5"}, {"a": "5"}, UNDONE, True),
        ("5 x a\n1 x b", {"a": "5", "b": "2"}, {"a": "5", "b": "2"}, UNDONE, False),
        ("5 x a\n2 x b", {"a": "5", "b": "2"}, {"a": "5", "b": "2"}, UNDONE, True),
        ("2 x a", {"a": "5"}, {"a": "4"}, AMBIGUOUS, False),
        ("2 x a\n1 x b", {"a": "5", "b": "2"}, {"a": "3", "b": "2"}, AMBIGUOUS, False),
        ("2 x a", {"a": "5"}, {"a": "6"}, AMBIGUOUS, False),
        ("2 x a", {"a": "5"}, {"b": "5"}, AMBIGUOUS, False),
        ("2 x a", {"a": "5"}, {"a": None}, AMBIGUOUS, False),
        ("2 x a", None, {"a": "3"}, AMBIGUOUS, False),
    ],
)
def test_lines_and_parts(
    lines: str,
    before: Mapping[str, str | None] | None,
    now: Mapping[str, str | None],
    finding: Finding,
    guarded: bool,
) -> None:
    command = act("mark_produced", lines=lines)
    was = None if before is None else order("1", before)
    found = of_marking(command, was, order("1", now))
    assert (found.finding, found.guarded) == (finding, guarded)
    assert bool(found.readings) is (finding is AMBIGUOUS)
    assert all(str(reading).endswith(".") for reading in found.readings)


def test_readings_name_what_is_left() -> None:
    command = act("mark_produced", lines="2 x a\n1 x b")
    before, now = order("1", {"a": "5", "b": "3"}), order("1", {"a": "4"})
    first, second = of_marking(command, before, now).readings
    assert str(first) == "Item a: 4 are left now; 5 were, and 2 were to be marked."
    assert str(second) == "Item b: it is no longer on the order."


def test_a_tracking_number_tells_whose_shipping_it_was() -> None:
    command = act("mark_shipped", shipping_code="BOAT-2")
    before = order("2", {"a": "5"})
    theirs = order("3", {"a": "0"}, shipments="2027-01-01 BOAT-1")
    ours = order("3", {"a": "0"}, shipments="2027-01-01 BOAT-1\n2027-01-01 BOAT-2")
    assert of_marking(command, before, ours).finding is DONE
    lost = of_marking(command, before, theirs)
    assert lost.finding is AMBIGUOUS
    assert "BOAT-2" in str(lost.readings[0])
    assert of_progress(command, before, theirs).finding is DONE  # its success was confirmed


@pytest.mark.parametrize(
    ("content", "before", "now", "finding"),
    [
        ("Call first.", None, "Call first.", DONE),
        ("Call first.", "Other", "Other\nCall first.", DONE),
        ("Call first.", "Call first.", "Call first.\nCall first.", DONE),
        (" Call \r\n\r\n first. ", "Other", "Other\nCall\nfirst.", DONE),
        ("Call first.", "Call first.", "Call first.", UNDONE),
        ("Call first.", "Other", "Other", UNDONE),
        ("Call first.", None, None, UNDONE),
        ("a\na", "a", "a\na", UNDONE),
    ],
)
def test_a_note(content: str, before: str | None, now: str | None, finding: Finding) -> None:
    command = act("add_note", content=content)
    found = of_note(command, order("1", notes=before), order("1", notes=now), shown=True)
    assert (found.finding, found.guarded) == (finding, False)


def test_a_note_of_which_nothing_is_known() -> None:
    command, now = act("add_note", content="a"), order("1", notes="a")
    assert of_note(command, None, now, shown=True).finding is AMBIGUOUS
    hidden = of_note(command, order("1"), order("1"), shown=False)
    assert hidden.finding is AMBIGUOUS
    assert "does not show" in str(hidden.readings[0])

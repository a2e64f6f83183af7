"""Every state and every decision has its words, and says what happens next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.messages import Message
from orderdesk.services.decisions import open_decisions
from orderdesk.services.views import ConnectionStatus, Decision, Health
from orderdesk.ui.activity.filters import FILTER_LABELS, FILTER_STATES, Filter, counted
from orderdesk.ui.activity.words import (
    DECISION_LABELS,
    STATE_LOOKS,
    action_label,
    can_be_typed_again,
    consequence,
    decision_label,
    outlook,
    said,
    state_badge_of,
    vendor_words,
    waiting_since,
)
from orderdesk.ui.icons import Icons
from tests.unit.domain.invented import edit, line, order, remove_line, transit
from tests.unit.services.quillworks import CONFIG, DESCRIPTION

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ZONE = ZoneInfo("Europe/London")
ORDER = order("1", title="Quills", lines=(line("7"),))


def entry(state: CommandState, **more: object) -> OutboxEntry:
    made = OutboxEntry(seq=1, command=edit("c", ORDER, title="Ink"), state=state)
    return made.model_copy(update=more)


@pytest.mark.parametrize("state", CommandState)
def test_every_state_has_a_badge_with_an_icon_of_ours(state: CommandState, icons: Icons) -> None:
    badge = state_badge_of(state)
    assert badge.text
    assert not icons.get(str(badge.icon)).isNull()
    assert state in STATE_LOOKS


@pytest.mark.parametrize("decision", Decision)
def test_every_decision_says_what_it_means(decision: Decision) -> None:
    assert DECISION_LABELS[decision]
    for command in (edit("c", ORDER, title="Ink"), remove_line("c", ORDER, "7")):
        asking = OutboxEntry(seq=1, command=command, state=CommandState.ASKING)
        assert consequence(decision, asking, tuple(Decision)).endswith(".")


def test_what_was_put_back_is_tried_again() -> None:
    later = NOON + timedelta(minutes=5)
    back = entry(CommandState.WAITING, not_before=later, reason="No way there.")
    assert outlook(back, ZONE, now=NOON) == "It is tried again at 12:05."


def test_what_waited_too_long_is_sent_now_or_withdrawn() -> None:
    asking = entry(CommandState.ASKING, waited=True)
    decisions = open_decisions(asking)
    assert [decision_label(one, asking) for one in decisions] == ["Send now", "Withdraw"]
    meant = [consequence(one, asking, decisions) for one in decisions]
    assert "once" in meant[0]
    assert "twice" not in meant[0]
    assert meant[1] == "Takes it back; nothing is sent."
    day = asking.model_copy(update={"queued_at": NOON})
    assert waiting_since(day, ZONE).startswith("Asked for: ")
    assert waiting_since(day.model_copy(update={"waited": False}), ZONE) == ""


def test_giving_up_means_something_else_where_it_may_have_been_done() -> None:
    asking = entry(CommandState.ASKING)
    unproved = consequence(Decision.GIVE_UP, asking, (Decision.SEND_AGAIN, Decision.GIVE_UP))
    conflict = consequence(Decision.GIVE_UP, asking, (Decision.TAKE_MINE, Decision.GIVE_UP))
    assert "read again" in unproved
    assert "nothing is sent" in conflict


def test_filters_sort_the_states() -> None:
    assert set(FILTER_LABELS) == set(FILTER_STATES) == set(Filter)
    assert dict(counted(CommandState)) == {
        Filter.ALL: len(CommandState),
        Filter.QUEUE: 4,
        Filter.NEEDS_YOU: 1,
        Filter.FAILED: 3,
    }


@pytest.mark.parametrize(
    ("state", "due", "says"),
    [
        (CommandState.WAITING, None, "It goes out as soon as its turn comes."),
        (CommandState.WAITING, NOON - timedelta(1), "It goes out as soon as its turn comes."),
        (
            CommandState.WAITING,
            NOON + timedelta(minutes=5),
            "It is sent at 12:05:00; Undo takes it back until then.",
        ),
        (CommandState.SENDING, None, "It is on its way to the vendor now."),
        (CommandState.DONE, None, ""),
        (CommandState.ASKING, None, ""),
    ],
)
def test_what_happens_next(state: CommandState, due: datetime | None, says: str) -> None:
    assert outlook(entry(state, not_before=due), ZONE, now=NOON) == says


LOCKED = ConnectionStatus(
    config=CONFIG,
    title="Quill Works",
    health=Health.LOCKED,
    problem=Message("The secrets are locked under a passphrase."),
    way_out=Message("Unlock them."),
)
BUSY = replace(
    LOCKED,
    health=Health.SLOW,
    problem=Message("Quill Works takes no more requests."),
    way_out=None,
    waits_until=datetime(2026, 1, 5, 12, 1, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("status", "due", "says"),
    [
        (
            LOCKED,
            NOON + timedelta(minutes=5),
            "Waiting: The secrets are locked under a passphrase. Unlock them.",
        ),
        (
            replace(LOCKED, health=Health.SIGN_IN, way_out=None),
            NOON + timedelta(minutes=5),
            "Waiting: The secrets are locked under a passphrase. It is tried again at 12:05.",
        ),
        (
            BUSY,
            NOON + timedelta(minutes=5),
            "Waiting: Quill Works takes no more requests. It goes on at 5 Jan 12:01.",
        ),
        (replace(LOCKED, health=Health.GOOD), None, "It goes out as soon as its turn comes."),
    ],
)
def test_what_waits_says_what_for(
    status: ConnectionStatus, due: datetime | None, says: str
) -> None:
    waits = entry(CommandState.WAITING, not_before=due)
    assert outlook(waits, ZONE, status=status, now=NOON) == says


def test_what_is_under_way_does_not_wait() -> None:
    assert outlook(entry(CommandState.SENDING), ZONE, status=LOCKED, now=NOON).startswith("It is")


def test_an_unknown_outcome_says_when_it_is_looked_at() -> None:
    text = outlook(
        entry(CommandState.UNKNOWN, not_before=NOON + timedelta(hours=1)), ZONE, now=NOON
    )
    assert "sends nothing twice" in text
    assert text.endswith("orderdesk looks again at 13:00.")


def test_the_vendors_words_are_said_once() -> None:
    words = "No rebate"
    twice = entry(CommandState.REJECTED, reason="It refuses: No rebate.", words=words)
    assert said(twice) == "It refuses: No rebate."
    assert vendor_words(entry(CommandState.REJECTED, words=words)) == (
        "The vendor says: “No rebate”"
    )
    assert said(entry(CommandState.WAITING)) == ""


def test_actions_are_called_as_their_vendor_calls_them() -> None:
    assert action_label("process", (DESCRIPTION,), DESCRIPTION.vendor) == "Process"
    assert action_label("process", (DESCRIPTION,), "a vendor that is gone") == "Process"
    assert action_label("teleport", (DESCRIPTION,), DESCRIPTION.vendor) == "teleport"


def test_only_what_was_typed_and_came_to_nothing_is_typed_again() -> None:
    lost = {state for state in CommandState if can_be_typed_again(entry(state))}
    assert lost == {
        CommandState.REFUSED,
        CommandState.REJECTED,
        CommandState.FAILED,
        CommandState.WITHDRAWN,
    }
    for command in (transit("c", ORDER, "submit", "Placed"), remove_line("c", ORDER, "7")):
        failed = OutboxEntry(seq=1, command=command, state=CommandState.FAILED)
        assert not can_be_typed_again(failed)
    typed = transit("c", ORDER, "submit", "Placed").model_copy(update={"values": {"note": "Now"}})
    assert can_be_typed_again(OutboxEntry(seq=1, command=typed, state=CommandState.REJECTED))

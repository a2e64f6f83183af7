"""What a person may decide on a command that asks, and what becomes of it."""

from dataclasses import dataclass
from datetime import datetime

from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.errors import Refused
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import Order
from orderdesk.domain.rules import VendorRules
from orderdesk.services.intake import is_unproved
from orderdesk.services.preparation import Question, question_of, with_mine, with_theirs
from orderdesk.services.sentences import no_command
from orderdesk.services.views import Decision
from orderdesk.store.store import Store

NO_QUESTION = QT_TRANSLATE_NOOP("messages", "This change needs no decision now.")
OTHER_QUESTION = QT_TRANSLATE_NOOP("messages", "That is no answer to what is asked here.")
OTHER_QUESTION_WAY = QT_TRANSLATE_NOOP("messages", "Choose one of: {choices}.")
CHANGED_AGAIN = QT_TRANSLATE_NOOP("messages", "The order has changed again since you were asked.")
CHANGED_AGAIN_WAY = QT_TRANSLATE_NOOP("messages", "Look at the new values and decide again.")
BY_PERSON = QT_TRANSLATE_NOOP("messages", "A person decided that it had been done.")
GIVEN_UP = QT_TRANSLATE_NOOP(
    "messages", "A person gave it up; the order as it is read now shows what was done."
)

_UNPROVED = (Decision.SEND_AGAIN, Decision.IT_WAS_DONE, Decision.GIVE_UP)
_CONFLICT = (Decision.TAKE_MINE, Decision.TAKE_THEIRS, Decision.GIVE_UP)
_WAITED = (Decision.SEND_AGAIN, Decision.GIVE_UP)


def open_decisions(entry: OutboxEntry) -> tuple[Decision, ...]:
    """Return the decisions a person can take on a command now; none unless it asks."""
    if entry.state is not CommandState.ASKING:
        return ()
    if is_unproved(entry):
        return _UNPROVED
    return _WAITED if entry.waited else _CONFLICT


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with what it needs; `after` is the order as just read, where that worked."""

    command_id: str
    decision: Decision
    rules: VendorRules
    after: Order | None
    now: datetime
    run: str
    """The run of the program at which it was taken."""
    gone: bool = False
    """The vendor has the order no more."""


def carry_out(store: Store, decided: Decided) -> frozenset[str]:
    """Write a decision to the outbox; return the orders that changed.

    Raises:
        InputError: if there is no such command.
        Refused: if it asks nothing, or something else, or the order has changed again.
    """
    entry = store.outbox.get(decided.command_id)
    if entry is None:
        raise no_command(decided.command_id)
    choices = open_decisions(entry)
    if not choices:
        raise Refused(Message(NO_QUESTION))
    if decided.decision not in choices:
        facts = {"choices": ", ".join(choices)}
        raise Refused(Message(OTHER_QUESTION), way_out=Message(OTHER_QUESTION_WAY, facts))
    match decided.decision:
        case Decision.SEND_AGAIN if entry.waited:
            store.outbox.renew(decided.command_id, run=decided.run, now=decided.now)
        case Decision.SEND_AGAIN:
            store.outbox.requeue(decided.command_id)
        case Decision.IT_WAS_DONE:
            return _settled(store, decided, CommandState.DONE, BY_PERSON)
        case Decision.GIVE_UP if is_unproved(entry):
            return _settled(store, decided, CommandState.FAILED, GIVEN_UP)
        case Decision.GIVE_UP:
            return store.outbox.withdraw(decided.command_id, now=decided.now)
        case Decision.TAKE_MINE | Decision.TAKE_THEIRS:
            return _merged(store, decided, entry)
    return frozenset({entry.command.order_id})


def _settled(store: Store, decided: Decided, state: CommandState, reason: str) -> frozenset[str]:
    return store.outbox.settle(
        decided.command_id,
        state,
        now=decided.now,
        order=decided.after,
        reason=Message(reason).render(),
        gone=decided.gone,
    )


def _merged(store: Store, decided: Decided, entry: OutboxEntry) -> frozenset[str]:
    """Let the command go on from what the person saw; if that is no longer so, ask again."""
    order = store.mirror.get(entry.command.order_id)
    if order is None:
        raise Refused(Message(CHANGED_AGAIN), way_out=Message(CHANGED_AGAIN_WAY))
    question = question_of(entry.command, order, decided.rules)
    if isinstance(question, Question) and question.readings != entry.readings:
        store.outbox.ask(decided.command_id, reason=question.reason, readings=question.readings)
        raise Refused(Message(CHANGED_AGAIN), way_out=Message(CHANGED_AGAIN_WAY))
    if decided.decision is Decision.TAKE_MINE:
        command = with_mine(entry.command, order, decided.rules)
    else:
        command = with_theirs(entry.command, order, decided.rules)
    if command is None:
        return store.outbox.withdraw(decided.command_id, now=decided.now)
    store.outbox.requeue(decided.command_id, command=command)
    return frozenset({entry.command.order_id})

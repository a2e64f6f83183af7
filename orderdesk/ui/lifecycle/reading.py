"""What each state and each way of the table means for one order now, with the words for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from orderdesk.domain.actions import Kind, Verdict
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.rules import State, Transition, VendorRules
from orderdesk.domain.status import STATUS_LABELS, OrderStatus
from orderdesk.ui.actions import reason_text
from orderdesk.ui.i18n import say, say_text

HERE = QT_TRANSLATE_NOOP("messages", "{state}: the order is here now.")
OPEN = QT_TRANSLATE_NOOP("messages", "{state}: open. “{action}” leads here.")
DOUBTFUL = QT_TRANSLATE_NOOP(
    "messages", "{state}: “{action}” may lead here; the vendor has the last word."
)
CLOSED = QT_TRANSLATE_NOOP("messages", "{state}: closed now.")
VENDOR_MOVES = QT_TRANSLATE_NOOP(
    "messages", "{state}: only the vendor moves an order here from {current}."
)
NO_WAY = QT_TRANSLATE_NOOP("messages", "{state}: no way leads here from {current}.")
FINAL = QT_TRANSLATE_NOOP("messages", "It is final.")
UNKNOWN_NOTE = QT_TRANSLATE_NOOP(
    "messages", "The vendor's word. This desk does not know what it means or where it leads."
)
OWN_MEANING = QT_TRANSLATE_NOOP(
    "messages", "One of your company's own states. On this connection it means “{meaning}”."
)
OWN_WITHOUT_MEANING = QT_TRANSLATE_NOOP(
    "messages",
    "One of your company's own states. What it means is set on the connection, and is not yet.",
)
NO_STATE = QT_TRANSLATE_NOOP("messages", "No state")
SUMMARY_OWN = QT_TRANSLATE_NOOP("messages", "Lifecycle. The order is {current}. {meaning}")
SUMMARY = QT_TRANSLATE_NOOP("messages", "Lifecycle. The order is {current}. {ways}")
WAYS_OPEN = QT_TRANSLATE_NOOP("messages", "Open: {ways}.")
NO_WAYS = QT_TRANSLATE_NOOP("messages", "No way is open.")


class Standing(StrEnum):
    """How a state or a way stands to the order now."""

    HERE = "here"
    OPEN = "open"
    DOUBTFUL = "doubtful"
    """The vendor has the last word."""
    VENDOR = "vendor"
    """Only the vendor goes this way."""
    ELSEWHERE = "elsewhere"
    """Only the vendor goes this way, and not from where the order is."""
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class StateReading:
    """One state: how it stands, what can be triggered there, and all of it in words."""

    word: str
    label: str
    standing: Standing
    sentence: str
    action: str | None = None
    """What clicking the state asks for; a refused action answers with its reason."""


def _standing(way: Transition, current: str, verdicts: Mapping[str, Verdict]) -> Standing:
    if way.action is None:
        return Standing.VENDOR if way.source == current else Standing.ELSEWHERE
    verdict = verdicts.get(way.action)
    if way.source != current or verdict is None or not verdict.allowed:
        return Standing.CLOSED
    return Standing.DOUBTFUL if verdict.kind is Kind.VENDOR_DECIDES else Standing.OPEN


_STRENGTH = (
    Standing.OPEN,
    Standing.DOUBTFUL,
    Standing.VENDOR,
    Standing.CLOSED,
    Standing.ELSEWHERE,
)


def way_standing(
    transitions: tuple[Transition, ...], current: str, verdicts: Mapping[str, Verdict]
) -> Standing:
    """Return how the transitions between two states stand, the best of them."""
    return min((_standing(way, current, verdicts) for way in transitions), key=_STRENGTH.index)


def _open_target(
    state: State,
    way: Transition,
    standing: Standing,
    rules: VendorRules,
    verdicts: Mapping[str, Verdict],
) -> StateReading:
    name = way.action or ""
    rule = rules.action(name)
    facts = {"state": Message(state.label), "action": Message(rule.label if rule else name)}
    doubtful = standing is Standing.DOUBTFUL
    parts = [say(Message(DOUBTFUL if doubtful else OPEN, facts)), reason_text(verdicts[name])]
    if rule is not None:
        parts.append(say_text(rule.summary))
    sentence = " ".join(part for part in parts if part)
    return StateReading(state.word, say_text(state.label), standing, sentence, name)


def _closed(
    state: State, current: Message | str, rules: VendorRules, verdicts: Mapping[str, Verdict]
) -> StateReading:
    """Read a state that no open way leads to; the nearest action tells why."""
    facts = {"state": Message(state.label), "current": current}
    leading = [way.action for way in rules.transitions if way.target == state.word and way.action]
    action = next((name for name in leading if name in verdicts), None)
    text = NO_WAY if action is None else CLOSED
    parts = [say(Message(text, facts))]
    if action is not None and not verdicts[action].allowed:
        parts.append(reason_text(verdicts[action]))
    elif action is not None:
        parts, action = [say(Message(NO_WAY, facts))], None
    sentence = " ".join(parts)
    return StateReading(state.word, say_text(state.label), Standing.CLOSED, sentence, action)


def read_states(
    rules: VendorRules, current: str, verdicts: Mapping[str, Verdict]
) -> tuple[StateReading, ...]:
    """Return how every state of the table stands to an order in `current`, a vendor's word."""
    here = rules.state(current)
    name: Message | str = Message(here.label) if here else current
    readings: list[StateReading] = []
    for state in rules.states:
        facts = {"state": Message(state.label), "current": name}
        ways = [w for w in rules.transitions if (w.source, w.target) == (current, state.word)]
        standings = {_standing(way, current, verdicts): way for way in reversed(ways)}
        best = min(standings, key=_STRENGTH.index, default=Standing.CLOSED)
        if state.word == current:
            final = [say_text(FINAL)] if state.terminal else []
            sentence = " ".join([say(Message(HERE, facts)), *final])
            reading = StateReading(state.word, say_text(state.label), Standing.HERE, sentence)
        elif best in {Standing.OPEN, Standing.DOUBTFUL}:
            reading = _open_target(state, standings[best], best, rules, verdicts)
        elif best is Standing.VENDOR:
            sentence = say(Message(VENDOR_MOVES, facts))
            reading = StateReading(state.word, say_text(state.label), Standing.VENDOR, sentence)
        else:
            reading = _closed(state, name, rules, verdicts)
        readings.append(reading)
    return tuple(readings)


def own_state(
    rules: VendorRules, word: str, status: OrderStatus | None
) -> tuple[StateReading, str]:
    """Read a state that is in no table; return it with a note on what it means.

    `status` is what the state means here, None where nobody knows.
    """
    label = word or say_text(NO_STATE)
    note = say_text(UNKNOWN_NOTE)
    if rules.tenant_states and status is not None:
        note = say(Message(OWN_MEANING, {"meaning": Message(STATUS_LABELS[status])}))
    elif rules.tenant_states:
        note = say_text(OWN_WITHOUT_MEANING)
    return StateReading(word, label, Standing.HERE, f"{label}: {note}"), note


def summary(
    rules: VendorRules,
    current: str,
    readings: tuple[StateReading, ...],
    status: OrderStatus | None = None,
) -> str:
    """Say the whole diagram in a sentence or two, for those who cannot see it."""
    if not rules.states:
        reading, note = own_state(rules, current, status)
        return say(Message(SUMMARY_OWN, {"current": reading.label, "meaning": note}))
    here = rules.state(current)
    reachable = [r.label for r in readings if r.standing in {Standing.OPEN, Standing.DOUBTFUL}]
    ways = Message(WAYS_OPEN, {"ways": ", ".join(reachable)}) if reachable else Message(NO_WAYS)
    name: Message | str = Message(here.label) if here else current
    return say(Message(SUMMARY, {"current": name, "ways": ways}))

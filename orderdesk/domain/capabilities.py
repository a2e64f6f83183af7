"""What may be done at which vendor in which state, read off the rule tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from orderdesk.domain.actions import Facts, Kind, decide_action, words_of
from orderdesk.domain.messages import Message
from orderdesk.domain.order import Order
from orderdesk.domain.rules import ACTIONS, ActionRule, Effect, VendorRules

_NOON = datetime(2000, 1, 1, 12, tzinfo=UTC)

ANY = "any"
"""Stands for the state where it does not matter, or where there is no order yet."""
OWN = "own"
"""Stands for every state that a tenant has made itself."""


class Answer(StrEnum):
    """What a cell of the matrix says."""

    YES = "yes"
    YES_IF = "yes, if"
    """By its state, and if none of the conditions forbids it."""
    NO = "no"
    VENDOR_DECIDES = "vendor decides"
    NOT_OFFERED = "not offered"


@dataclass(frozen=True, slots=True)
class Cell:
    """One action in one state; `notes` say why not, what the vendor decides on, or the ifs."""

    state: str
    answer: Answer
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Capability:
    """One action of one vendor, with a cell for each state; not offered: one for all."""

    action: str
    label: str
    cells: tuple[Cell, ...]

    @property
    def offered(self) -> bool:
        """Whether the vendor has a call for it."""
        return all(cell.answer is not Answer.NOT_OFFERED for cell in self.cells)


def capabilities_of(rules: VendorRules) -> tuple[Capability, ...]:
    """Return a vendor's actions, the shared ones first and in their order."""
    found = [_offered(rule, rules) for rule in rules.actions]
    for missing in rules.not_offered:
        notes = (Message(missing.reason).render(), Message(missing.nearest).render())
        cell = Cell(ANY, Answer.NOT_OFFERED, (" ".join(notes),))
        found.append(Capability(missing.name, Message(missing.label).render(), (cell,)))
    known = list(ACTIONS)
    return tuple(
        sorted(found, key=lambda one: known.index(one.action) if one.action in known else 99)
    )


def states_of(rules: VendorRules) -> tuple[str, ...]:
    """Return the states of the matrix: the vendor's words, and OWN where tenants make more."""
    words = tuple(state.word for state in rules.states)
    return (*words, OWN) if rules.tenant_states else words


def _offered(rule: ActionRule, rules: VendorRules) -> Capability:
    label = Message(rule.label).render()
    states = states_of(rules)
    if rule.effect is Effect.CREATE or not states:
        return Capability(rule.name, label, (replace(_cell(rule, rules, OWN), state=ANY),))
    return Capability(rule.name, label, tuple(_cell(rule, rules, state) for state in states))


def _cell(rule: ActionRule, rules: VendorRules, state: str) -> Cell:
    """Answer by the state alone; what depends on the order is told as an if."""
    ifs = tuple(_if(rule, rules, state))
    if rule.effect is Effect.CREATE:
        return Cell(state, Answer.YES_IF if ifs else Answer.YES, ifs)
    alone = replace(rule, conditions=())
    verdict = decide_action(_order(rules, state), alone, rules, Facts(), _NOON)
    said = " ".join(str(part) for part in (verdict.reason, verdict.way_out) if part is not None)
    if verdict.kind is Kind.REFUSED:
        return Cell(state, Answer.NO, (said,))
    if verdict.kind is Kind.VENDOR_DECIDES:
        return Cell(state, Answer.VENDOR_DECIDES, (said, *ifs))
    return Cell(state, Answer.YES_IF if ifs else Answer.YES, ifs)


def _if(rule: ActionRule, rules: VendorRules, state: str) -> Iterable[str]:
    facts = {**words_of(_order(rules, state), rule, rules), "kind": "document"}
    for condition in rule.conditions:
        reason, way_out = Message(condition.reason, facts), Message(condition.way_out, facts)
        yield f"{reason} {way_out}"


def _order(rules: VendorRules, state: str) -> Order:
    word = "one of the tenant's own" if state == OWN else state
    return Order(connection="", vendor=rules.vendor, vendor_id="", vendor_state=word)


_PREAMBLE = """\
# What may be done at which vendor

Made from the connectors' rule tables by `make capabilities`; a test fails when it is out of date.
The desk decides by the same tables. **yes**: the state allows it. **yes, if**: it does, unless one
of the notes is so. **no**: the note says why, and the way out. **vendor decides**: the documents
contradict one another or are silent. **not offered**: the vendor's API has no call for it, and the
note names the nearest thing there is. A dash: nothing is said of it.
"""


def markdown(vendors: Sequence[VendorRules]) -> str:
    """Write the matrix of all vendors as Markdown: an overview, then each with its states."""
    parts = [_PREAMBLE, _overview(vendors)]
    parts += [_section(rules) for rules in vendors]
    return "\n".join(parts)


def _overview(vendors: Sequence[VendorRules]) -> str:
    tables = [{one.action: one for one in capabilities_of(rules)} for rules in vendors]
    names = list(ACTIONS)
    names += [name for table in tables for name in table if name not in names]
    rows = [
        [f"`{name}`", *(_in_brief(table.get(name)) for table in tables)]
        for name in dict.fromkeys(names)
    ]
    return _table(["action", *(rules.title for rules in vendors)], rows)


def _in_brief(capability: Capability | None) -> str:
    if capability is None:
        return "–"
    answers = [cell.answer for cell in capability.cells]
    if not capability.offered or len(set(answers)) == 1:
        return answers[0].value
    open_ones = [answer for answer in answers if answer is not Answer.NO]
    if not open_ones:
        return Answer.NO.value
    doubt = ", or vendor decides" if Answer.VENDOR_DECIDES in open_ones else ""
    if len(open_ones) == len(answers):
        return f"in every state{doubt}"
    return f"in {len(open_ones)} of {len(answers)} states{doubt}"


_HEADS = {ANY: "any state", OWN: "any of the tenant's own"}


def _section(rules: VendorRules) -> str:
    notes: dict[str, int] = {}
    labels = {state.word: Message(state.label).render() for state in rules.states}
    states = states_of(rules) or (ANY,)
    head = [_HEADS.get(state) or labels[state] for state in states]
    rows: list[list[str]] = []
    missing: list[str] = []
    for capability in capabilities_of(rules):
        name = f"{capability.label} (`{capability.action}`)"
        if capability.offered:
            by_state = {cell.state: cell for cell in capability.cells}
            cells = [by_state[state] if state in by_state else by_state[ANY] for state in states]
            rows.append([name, *(_text(cell, notes) for cell in cells)])
        else:
            missing.append(f"- {name}: {capability.cells[0].notes[0]}")
    said = [f"{number}. {note}" for note, number in notes.items()]
    lines = [f"## {rules.title}", "", _table(["action", *head], rows), *said]
    lines += ["", "Not offered by this vendor:", "", *missing] if missing else []
    return "\n".join([*lines, ""])


def _text(cell: Cell, notes: dict[str, int]) -> str:
    numbers = [str(notes.setdefault(note, len(notes) + 1)) for note in cell.notes]
    return f"{cell.answer.value} [{', '.join(numbers)}]" if numbers else cell.answer.value


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    texts = ["| " + " | ".join(text.replace("|", "\\|") for text in line) + " |" for line in lines]
    return "\n".join(texts) + "\n"

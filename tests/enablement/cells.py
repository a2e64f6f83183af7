"""The form of an enablement table: every state x condition x action with the answer, by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer: `verdict` as the domain has it, `cause` the rule that refuses, if any."""

    state: str
    condition: str
    action: str
    verdict: str
    cause: str | None = None
    reason: str | None = None
    """A part of the sentence that a person must be given; None where it is allowed."""

    def __str__(self) -> str:
        return f"{self.state}-{self.condition}-{self.action}"


@dataclass(frozen=True, kw_only=True)
class Enablement:
    """A vendor's table. Not computed from the program's rules: they are held to it.

    The table's first line names the columns: state, condition and the actions; spaces in a
    state's word are written as `blank`, a state without a word "-". In a cell `yes` is allowed,
    `vendor` left to the vendor, and any other word names the rule that refuses: `state`, or one
    of `reasons`.
    """

    table: str
    blank: str = "_"
    reasons: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the reason of a refusal says, by the rule that refuses."""
    state_reasons: Mapping[tuple[str, str], str]
    """What the refusal of a (state, action) says; state "" stands for any other."""
    settings: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    """The connection's settings that a condition asks for."""
    switches: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    """The stand-in's switches that a condition asks for."""
    changes: Mapping[str, Mapping[str, object]] = field(
        default_factory=dict[str, Mapping[str, object]]
    )
    """What a colleague does to an order in the stand-in to bring the condition about."""

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell of the table."""
        header, *lines = self.table.strip().splitlines()
        _state, _condition, *actions = header.split()
        found: list[Cell] = []
        for line in lines:
            state, condition, *words = line.split()
            for action, word in zip(actions, words, strict=True):
                word_of_state = "" if state == "-" else state.replace(self.blank, " ")
                found.append(self._cell(word_of_state, condition, action, word))
        return tuple(found)

    def _cell(self, state: str, condition: str, action: str, word: str) -> Cell:
        if word == "yes":
            return Cell(state, condition, action, "allowed")
        if word == "vendor":
            return Cell(state, condition, action, "vendor_decides")
        reasons = self.state_reasons
        by_state = reasons.get((state, action)) or reasons.get(("", action))
        reason = by_state if word == "state" else self.reasons[word]
        assert reason, (state, condition, action)
        return Cell(state, condition, action, "refused", word, reason)

    @property
    def states(self) -> tuple[str, ...]:
        """The states, in the table's order."""
        return tuple(dict.fromkeys(cell.state for cell in self.cells))

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions, in the table's order."""
        return tuple(dict.fromkeys(cell.condition for cell in self.cells))

    @property
    def actions(self) -> tuple[str, ...]:
        """The actions, in the table's order."""
        return tuple(dict.fromkeys(cell.action for cell in self.cells))

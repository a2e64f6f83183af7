"""What is killed: every kind of command of every vendor, at every stage of its way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import cycle, islice

from orderdesk.domain.rules import ActionRule, Effect
from orderdesk.domain.staging import STAGEABLE
from tests.conformance.plug import Plug
from tests.conformance.plugs import description_of


class Stage(StrEnum):
    """Where on its way the command is when the process dies."""

    BEFORE_COMMIT = "before commit"
    """The outbox row is written but not committed."""
    BEFORE_SENDING = "before sending"
    """Committed, and not yet journalled as being sent."""
    WHILE_WORKING = "while the vendor works"
    """Sent; the vendor has not done it yet."""
    BEFORE_ANSWER = "before the answer"
    """Done at the vendor; its answer has not left."""
    BEFORE_SETTLING = "before settling"
    """The answer is here and not written down."""
    BETWEEN_SETTLING = "between settling"
    """Of several that went together, one is written down and the others are not."""


class Way(StrEnum):
    """How the command comes into the outbox."""

    ALONE = "alone"
    IN_A_RUN = "in a run"
    """As one of several of an act on many orders."""
    FROM_STAGED = "from staged"
    """Staged first, and then given to be sent."""
    STAGED = "staged"
    """It stays staged while another command, which makes an order, is killed."""


HELD = {Stage.WHILE_WORKING: "before", Stage.BEFORE_ANSWER: "after"}
"""The stages that the sandbox holds, and on which side of its work."""
_ENDS = {
    Stage.WHILE_WORKING: ("drop", "continue"),
    Stage.BEFORE_ANSWER: ("continue", "cut"),
}
_DONE = frozenset({Stage.BEFORE_ANSWER, Stage.BEFORE_SETTLING, Stage.BETWEEN_SETTLING})
_KEEPS = frozenset({Way.IN_A_RUN, Way.FROM_STAGED, Way.STAGED})
"""The ways on which something durable stands behind the command that is killed."""
_ON_ONE_ORDER = frozenset({Effect.EDIT, Effect.TRANSIT, Effect.ACT})


@dataclass(frozen=True, slots=True)
class Case:
    """One kill; `release` is what becomes of the request that the sandbox holds."""

    vendor: str
    stage: Stage
    action: str
    way: Way = Way.ALONE
    release: str = "continue"

    @property
    def is_done_anyway(self) -> bool:
        """Whether the vendor does it although its client is dead."""
        if self.stage is Stage.WHILE_WORKING:
            return self.release == "continue"
        return self.stage in _DONE

    @property
    def is_kept(self) -> bool:
        """Whether the outbox has something of it when the process dies, if only its stage."""
        return self.stage is not Stage.BEFORE_COMMIT or self.way in _KEEPS

    @property
    def is_sent(self) -> bool:
        """Whether the command itself is to reach the vendor in the end."""
        if self.way is Way.STAGED:
            return False
        return self.stage is not Stage.BEFORE_COMMIT or self.way is Way.IN_A_RUN

    def __str__(self) -> str:
        return f"{self.vendor}, {self.action} {self.way}, {self.stage} ({self.release})"


def kinds_of(plug: Plug, only: Sequence[str] = ()) -> list[tuple[str, Way]]:
    """Return every action of a vendor's rules alone, and those that go there on another way.

    With `only`, these actions alone, each asked for by itself.
    """
    if only:
        return [(name, Way.ALONE) for name in only]
    rules = description_of(plug).rules.actions
    alone = [(rule.name, Way.ALONE) for rule in rules]
    runs = [(rule.name, Way.IN_A_RUN) for rule in rules if _in_a_run(plug, rule)]
    edits = [rule.name for rule in rules if rule.effect in STAGEABLE]
    staged = [(name, way) for way in (Way.FROM_STAGED, Way.STAGED) for name in edits]
    return alone + runs + staged


def kinds_at(plug: Plug, stage: Stage, only: Sequence[str] = ()) -> list[tuple[str, Way]]:
    """Return what can be killed at a stage: between two only where several go in one call."""
    kinds = kinds_of(plug, only)
    if stage is Stage.BETWEEN_SETTLING:
        together = {rule.name for rule in description_of(plug).rules.actions if rule.at_once > 1}
        return [kind for kind in kinds if kind[1] is Way.IN_A_RUN and kind[0] in together]
    return kinds


def _in_a_run(plug: Plug, rule: ActionRule) -> bool:
    """Whether the same values fit several orders, as those of some trials do not."""
    return rule.effect in _ON_ONE_ORDER and rule.name not in plug.one_by_one


def cases_of(plug: Plug, kills: int, *, only: Sequence[str] = ()) -> list[Case]:
    """Return so many kills of a vendor's commands, spread evenly over stages and kinds."""
    stages = [(stage, kinds) for stage in Stage if (kinds := kinds_at(plug, stage, only))]
    each, more = divmod(kills, len(stages))
    return [
        case
        for place, (stage, kinds) in enumerate(stages)
        for case in _at(plug, stage, kinds, each + (place < more), start=place)
    ]


def _at(
    plug: Plug, stage: Stage, kinds: Sequence[tuple[str, Way]], count: int, *, start: int
) -> list[Case]:
    ends: Mapping[int, str] = dict(enumerate(_ENDS.get(stage, ("continue",))))
    # A short row begins at another kind at each stage, so that few kills meet many kinds.
    first = start * max(1, len(kinds) // len(Stage)) % len(kinds) if count < len(kinds) else 0
    chosen = islice(cycle(kinds), first, first + count)
    return [
        Case(plug.vendor, stage, action, way, ends[(turn + turn // len(kinds)) % len(ends)])
        for turn, (action, way) in enumerate(chosen)
    ]


def shares(cases: Sequence[Case], jobs: int) -> list[list[Case]]:
    """Part cases among a few hands."""
    return [list(cases[hand::jobs]) for hand in range(jobs)]

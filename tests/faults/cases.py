"""What is killed: every kind of command at every stage, twice."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where on its way the command is when the process dies."""

    BEFORE_COMMIT = "before commit"
    """The outbox row is written but not committed."""
    BEFORE_SENDING = "before sending"
    """Committed, and not yet journalled as being sent."""
    WHILE_WORKING = "while the sandbox works"
    """Sent; the sandbox has not done it yet."""
    BEFORE_ANSWER = "before the answer"
    """Done at the sandbox; its answer has not left."""
    BEFORE_SETTLING = "before settling"
    """The answer is here and not written down."""


class Kind(StrEnum):
    """The command."""

    CREATE = "create"
    EDIT = "edit"
    PROCESS = "process"
    CANCEL = "cancel"
    ADD_ITEM = "add_item"
    """Without a product, so that nothing at the vendor keeps it from being added twice."""


HELD = {Stage.WHILE_WORKING: "before", Stage.BEFORE_ANSWER: "after"}
"""The stages that the sandbox holds, and on which side of its work."""


@dataclass(frozen=True, slots=True)
class Case:
    """One kill; `release` is what becomes of the request that the sandbox holds."""

    stage: Stage
    kind: Kind
    release: str = "continue"

    @property
    def is_done_anyway(self) -> bool:
        """Whether the sandbox does it although its client is dead."""
        if self.stage is Stage.WHILE_WORKING:
            return self.release == "continue"
        return self.stage in {Stage.BEFORE_ANSWER, Stage.BEFORE_SETTLING}

    @property
    def may_be_asked(self) -> bool:
        """Whether two readings fit, or it is final and waited over the restart."""
        return self._waits_for_a_word or (
            self.kind is Kind.ADD_ITEM
            and self.stage is Stage.WHILE_WORKING
            and not self.is_done_anyway
        )

    @property
    def _waits_for_a_word(self) -> bool:
        return self.stage is Stage.BEFORE_SENDING and self.kind in {Kind.PROCESS, Kind.CANCEL}


def all_cases(rounds: int = 2) -> list[Case]:
    """Return every kind at every stage, `rounds` times, in turn dropped and done by the sandbox."""
    return [
        Case(stage, kind, "drop" if stage is Stage.WHILE_WORKING and turn % 2 == 0 else "continue")
        for turn in range(rounds)
        for stage in Stage
        for kind in Kind
    ]


def few_cases() -> list[Case]:
    """Return one case a stage, each of another kind."""
    return [
        Case(stage, kind, "drop" if stage is Stage.WHILE_WORKING else "continue")
        for stage, kind in zip(Stage, (Kind.EDIT, Kind.CREATE, *_LAST), strict=True)
    ]


_LAST = (Kind.ADD_ITEM, Kind.PROCESS, Kind.CANCEL)

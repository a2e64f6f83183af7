"""How many changes are not settled, told apart by what they wait for."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from orderdesk.domain.commands import CommandState
from orderdesk.ui.i18n import plural


@dataclass(frozen=True, slots=True)
class OpenChanges:
    """Counts of commands that are not settled; what is `staged` goes nowhere by itself."""

    waiting: int = 0
    sending: int = 0
    unknown: int = 0
    asking: int = 0
    staged: int = 0

    @property
    def total(self) -> int:
        """How many were given to be sent."""
        return self.waiting + self.sending + self.unknown + self.asking

    @classmethod
    def of(cls, states: Iterable[CommandState]) -> "OpenChanges":
        """Count those of these states that are not settled."""
        counts = Counter(states)
        return cls(
            counts[CommandState.WAITING],
            counts[CommandState.SENDING],
            counts[CommandState.UNKNOWN],
            counts[CommandState.ASKING],
            counts[CommandState.STAGED],
        )


def words(changes: OpenChanges) -> list[str]:
    """Return a phrase for each count that is not nought, what needs a person first."""
    tr = QCoreApplication.translate
    phrases = (
        (changes.asking, needs_you(changes.asking)),
        (
            changes.unknown,
            tr("changes", "%n with an outcome that is not known yet", "", changes.unknown),
        ),
        (changes.sending, tr("changes", "%n being sent", "", changes.sending)),
        (changes.waiting, tr("changes", "%n waiting to be sent", "", changes.waiting)),
    )
    return [text for number, text in phrases if number]


def needs_you(number: int) -> str:
    """Return how many changes need a person."""
    tr = QCoreApplication.translate
    if number == 1:
        return tr("changes", "1 change needs you")
    return tr("changes", "%n changes need you", "", number)


def on_the_way(number: int) -> str:
    """Return how many changes are not settled."""
    return plural(
        QCoreApplication.translate("changes", "%n change(s) not settled", "", number), number
    )

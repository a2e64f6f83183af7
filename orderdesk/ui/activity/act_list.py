"""What can be done with a command now: decide on it, take it back, or type it again."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from orderdesk.domain.commands import CommandState, OutboxEntry, RemoveLine, Transit
from orderdesk.services.views import Decision
from orderdesk.ui.activity.decision_list import DecisionList

_LOST = {
    CommandState.REFUSED,
    CommandState.REJECTED,
    CommandState.FAILED,
    CommandState.WITHDRAWN,
}


def can_be_typed_again(entry: OutboxEntry) -> bool:
    """Whether something typed came to nothing, so that it can be opened again as it was."""
    return entry.state in _LOST and not isinstance(entry.command, Transit | RemoveLine)


class ActList(DecisionList):
    """The decisions, and beside them withdrawing and editing again."""

    def __init__(
        self,
        decide: Callable[[Decision], object],
        withdraw: Callable[[], object],
        type_again: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(decide, parent)
        self.withdraw = self._add(self.tr("Withdraw"), withdraw)
        self.again = self._add(self.tr("Edit again"), type_again)

    @override
    def _show_all(self, entry: OutboxEntry) -> bool:
        asks = super()._show_all(entry)
        waits, lost = entry.state is CommandState.WAITING, can_be_typed_again(entry)
        meaning = self.tr("Takes it back; nothing is sent.")
        self._show(self.withdraw, there=waits, meaning=meaning)
        meaning = self.tr("Opens the form with what you typed.")
        self._show(self.again, there=lost, meaning=meaning)
        return asks or waits or lost

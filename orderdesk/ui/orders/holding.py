"""When a list may change under a person's eyes, and when its new order waits to be asked for."""

from dataclasses import dataclass

from orderdesk.domain.relisting import Difference


@dataclass(frozen=True, slots=True)
class Work:
    """What a person is doing in a list."""

    editing: bool = False
    """A cell's editor is open."""
    chosen: bool = False
    """He went to a row, or selected some, himself."""
    scrolled: bool = False
    """Another row than the first is on top."""
    pointed: bool = False
    """The pointer is over the rows and was moved a moment ago."""

    @property
    def busy(self) -> bool:
        """Whether rows that move now could be taken for others."""
        return self.editing or self.chosen or self.scrolled or self.pointed


@dataclass(frozen=True, slots=True)
class Holding:
    """Decides whether the next answer to the same question is shown at once, or held back.

    What rows say is always brought up to date where they stand; this is about their places. A
    list at rest at its top is simply brought up to date, as a board on a wall would be.
    """

    def holds(
        self, work: Work, change: Difference, *, another: bool = False, asked: bool = False
    ) -> bool:
        """Whether the new order has to wait.

        `another`: the answer to another question, or the first; `asked`: the person asked for
        it, or for what has changed.
        """
        if another or asked or change.at_end or not change.total:
            return False
        return work.busy

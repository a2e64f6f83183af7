"""The one place where the window's parts hand edits to staging, and hear what became of them."""

from collections.abc import Callable, Mapping, Sequence, Set
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from orderdesk.domain.commands import CommandState
from orderdesk.domain.errors import DeskError, InputError
from orderdesk.domain.events import CommandChanged, OrdersChanged
from orderdesk.domain.order import FieldValue
from orderdesk.domain.staging import Pick, Step
from orderdesk.services.reviewing import StagedChange
from orderdesk.services.staging import SendResult
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.i18n import say
from orderdesk.ui.staging.counts import Counts, size_of

_GATHER_MS = 80
# A change that is settled or on its way may have been a staged one a moment ago.
_COMES_OR_GOES = frozenset({CommandState.STAGED, CommandState.WAITING, CommandState.WITHDRAWN})

Then = Callable[[Step], object]
Otherwise = Callable[[DeskError], object]


class Put(NamedTuple):
    """An edit of one order or line that is handed to staging."""

    order_id: str
    line_id: str | None
    then: Then | None
    otherwise: Otherwise | None


class Stager(QObject):
    """Stages, sends and discards for the whole window, and counts what is staged.

    Signals:
        staged: the Step of an edit that is staged now.
        discarded: the list of Steps of one discard.
        sent: the SendResult of one sending.
        refused: a kind (info, warning, error) and a sentence, where nobody else tells it.
        problems: order id, line id or None, and what is wrong by field key, as sentences.
        changed: what is staged, or how much, is other now.
        settled: nothing is on its way to staging any more.
        review_wanted: the person wants to look at what is staged.
        discard_wanted: an order's id, or None for all: the person is to be asked first.
    """

    staged = Signal(object)
    discarded = Signal(object)
    sent = Signal(object)
    refused = Signal(str, str)
    problems = Signal(str, object, object)
    changed = Signal()
    settled = Signal()
    review_wanted = Signal()
    discard_wanted = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._by_order: dict[str, tuple[StagedChange, ...]] = {}
        self._heard_of: set[str] = set()
        """Orders of which something was heard that has not been read."""
        self._known = False
        self._reading = False
        self._under_way = 0
        self._timer = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._timer.timeout.connect(self.refresh)
        context.bridge.command_changed.connect(self._on_command)
        context.bridge.orders_changed.connect(self._on_orders)

    @property
    def count(self) -> Counts:
        """How many changes of how many orders are staged, as last read."""
        every = self._by_order.values()
        number = sum(size_of(change.command for change in changes) for changes in every)
        return Counts(number, len(self._by_order))

    @property
    def changes(self) -> Sequence[StagedChange]:
        """What is staged, the oldest first, as last read."""
        every = (change for changes in self._by_order.values() for change in changes)
        return sorted(every, key=lambda change: change.entry.seq)

    @property
    def orders(self) -> Mapping[str, Sequence[StagedChange]]:
        """What is staged by order; the very same as before where nothing was read anew."""
        return self._by_order

    @property
    def known(self) -> bool:
        """Whether what is staged has been read at all."""
        return self._known

    @property
    def up_to_date(self) -> bool:
        """Whether nothing was heard of that has not been read yet."""
        return self._known and not self._reading and not self._timer.isActive()

    @property
    def under_way(self) -> bool:
        """Whether something is on its way to staging."""
        return self._under_way > 0

    def put(
        self,
        order_id: str,
        action: str,
        values: Mapping[str, FieldValue],
        *,
        line_id: str | None = None,
        base: Mapping[str, FieldValue] | None = None,
        then: Then | None = None,
        otherwise: Otherwise | None = None,
    ) -> None:
        """Stage an edit; `then` gets its Step, `otherwise` why nothing was kept.

        Problems of fields go out by `problems`; what nobody takes by `otherwise`, by `refused`.
        """
        put = Put(order_id, line_id, then, otherwise)
        self._under_way += 1
        self._context.tasks.call(
            self._context.desk.staging.put(order_id, action, values, line_id=line_id, base=base),
            name="stage a change",
            then=partial(self._put, put),
            otherwise=partial(self._not_put, put),
        )

    def review(self) -> None:
        """Let the person look at what is staged."""
        self.review_wanted.emit()

    def discard_all(self) -> None:
        """Ask the person whether everything staged is to be discarded."""
        self.discard_wanted.emit(None)

    def discard_order(self, order_id: str) -> None:
        """Ask the person whether what is staged on an order is to be discarded."""
        self.discard_wanted.emit(order_id)

    def send_all(self) -> None:
        """Send everything that is staged."""
        self.send(None)

    def send(
        self,
        picks: Sequence[Pick] | None,
        *,
        then: Callable[[SendResult], object] | None = None,
        otherwise: Otherwise | None = None,
    ) -> None:
        """Send what is picked, None: all; what is refused stays staged and is in the result."""
        self._under_way += 1
        self._context.tasks.call(
            self._context.desk.staging.send(picks),
            name="send staged changes",
            then=partial(self._sent, then),
            otherwise=partial(self._not_done, otherwise),
        )

    def discard(
        self,
        picks: Sequence[Pick] | None,
        *,
        then: Callable[[], object] | None = None,
        otherwise: Otherwise | None = None,
    ) -> None:
        """Discard what is picked, None: all, without a question."""
        self._under_way += 1
        self._context.tasks.call(
            self._context.desk.staging.discard(picks),
            name="discard staged changes",
            then=partial(self._discarded, then),
            otherwise=partial(self._not_done, otherwise),
        )

    def refresh(self) -> None:
        """Read what is staged: of all orders at first, then of those that something is heard of."""
        if self._reading:
            return
        self._reading = True
        staging = self._context.desk.staging
        wanted = frozenset(self._heard_of) if self._known else None
        self._heard_of.clear()
        self._context.tasks.call(
            staging.all() if wanted is None else staging.of(wanted),
            name="read what is staged",
            then=partial(self._take, wanted),
            otherwise=self._not_read,
        )

    def _take(self, wanted: frozenset[str] | None, changes: Sequence[StagedChange]) -> None:
        self._reading = False
        first, self._known = not self._known, True
        found: dict[str, list[StagedChange]] = {}
        for change in changes:
            found.setdefault(change.command.order_id, []).append(change)
        differ = False
        for order_id in wanted if wanted is not None else found:
            now = tuple(found.get(order_id, ()))
            if now != self._by_order.get(order_id, ()):
                differ = True
                self._by_order[order_id] = now
                if not now:
                    del self._by_order[order_id]
        if self._heard_of:
            self._timer.start()
        if first or differ:
            self.changed.emit()

    def _not_read(self, error: DeskError) -> None:
        self._reading = False
        self._fail(error)

    def _put(self, put: Put, step: Step) -> None:
        self.staged.emit(step)
        self._settle()
        if put.then is not None:
            put.then(step)

    def _not_put(self, put: Put, error: DeskError) -> None:
        self._settle()
        told: dict[str, str] = {}
        if isinstance(error, InputError):
            told = {key: say(message) for key, message in error.problems.items()}
        if told:
            self.problems.emit(put.order_id, put.line_id, told)
        if put.otherwise is not None:
            put.otherwise(error)
        elif not told:
            self._fail(error)

    def _sent(self, then: Callable[[SendResult], object] | None, result: SendResult) -> None:
        self.sent.emit(result)
        self._settle()
        if then is not None:
            then(result)

    def _discarded(self, then: Callable[[], object] | None, steps: Sequence[Step]) -> None:
        if steps:
            self.discarded.emit(list(steps))
        self._settle()
        if then is not None:
            then()

    def _not_done(self, otherwise: Otherwise | None, error: DeskError) -> None:
        self._settle()
        if otherwise is not None:
            otherwise(error)
        else:
            self._fail(error)

    def _settle(self) -> None:
        self._under_way -= 1
        if not self._under_way:
            self.settled.emit()

    def _fail(self, error: DeskError) -> None:
        self.refused.emit("warning", sentences(error))

    def _on_orders(self, event: OrdersChanged) -> None:
        """Read again what is staged on orders of which the vendor has told something else."""
        staged = self._by_order.keys()
        self._hear_of(staged if event.all else staged & (event.changed | event.removed))

    def _on_command(self, event: CommandChanged) -> None:
        if event.state in _COMES_OR_GOES:
            self._hear_of({event.order})

    def _hear_of(self, order_ids: Set[str]) -> None:
        self._heard_of |= order_ids
        if order_ids and not self._timer.isActive():
            self._timer.start()

"""What has waited too long to be sent without a word."""

from datetime import datetime, timedelta

from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.rules import VendorRules
from orderdesk.services.runs import Run
from orderdesk.services.timings import Timings
from orderdesk.store.store import Store

LEFT_OVER = QT_TRANSLATE_NOOP(
    "messages",
    "It has waited since before the desk was started and cannot be taken back once it is sent. "
    "Send it now, or withdraw it.",
)
TOO_LONG = QT_TRANSLATE_NOOP(
    "messages",
    "It has waited for more than {minutes} minutes and cannot be taken back once it is sent. "
    "Send it now, or withdraw it.",
)


class Lateness:
    """Tells which irreversible acts a person has to be asked about again."""

    def __init__(self, run: Run, timings: Timings) -> None:
        self._run = run
        self._longest = timedelta(seconds=timings.trusted)
        self._left: frozenset[str] = frozenset()

    def take_stock(self, store: Store) -> None:
        """Remember what waits of runs that are over; to be called before anything is sent."""
        self._run.sweep()
        self._left = frozenset(
            entry.command.id
            for entry in store.outbox.open()
            if entry.state is CommandState.WAITING and not self._run.lives(entry.run)
        )

    def question(self, entry: OutboxEntry, rules: VendorRules, now: datetime) -> Message | None:
        """Return why a person is to be asked before it is sent; None: it goes.

        `now` is this computer's clock, aware.
        """
        rule = rules.action(entry.command.action)
        if rule is None or rule.reversible:
            return None
        # Confirmed since by a person at this desk: then it is not left over any more.
        if entry.command.id in self._left and entry.run != self._run.id:
            return Message(LEFT_OVER)
        if now - entry.waits_since > self._longest:
            minutes = round(self._longest.total_seconds() / 60)
            return Message(TOO_LONG, {"minutes": str(minutes)})
        return None

"""The judge: the sandbox's request log and its orders, and nothing the desk says of itself."""

from collections.abc import Sequence

from orderdesk.domain.commands import Command, CommandState, CreateOrder, OutboxEntry
from orderdesk.domain.gateway import Gateway
from orderdesk.domain.order import Order
from tests.conformance.acts import rule_of
from tests.conformance.place import Entry, Place
from tests.conformance.plug import Plug
from tests.conformance.plugs import description_of
from tests.conformance.trials import seen_done
from tests.faults.verdicts import Ask, Row


class Judge:
    """Judges what became of commands since it was made."""

    def __init__(self, plug: Plug, place: Place) -> None:
        self._plug = plug
        self._place = place
        self._there = frozenset(place.truths())
        self._since = place.last_number()

    def doubtful(self, command: Command) -> str:
        """Return why a person may be asked about a command that is read back undone."""
        return self._plug.trials[command.action].doubtful

    def writes(self) -> list[dict[str, object]]:
        """Return the writing requests, done or not."""
        return self._place.writes(self._since)

    def done(self, command: Command) -> int:
        """Count how often a command was done."""
        if isinstance(command, CreateOrder):
            return len(self.made())
        return sum(_is_about(one, command.vendor_id) for one in self.writes())

    def made(self) -> frozenset[str]:
        return frozenset(self._place.truths()) - self._there

    def row(self, entry: OutboxEntry, asks: Sequence[Ask], *, rests: CommandState) -> Row:
        """Judge a command that was to end in a state, done by the vendor or not."""
        command = entry.command
        done = self.done(command)
        return Row(
            command.action,
            entry.state,
            sent=len(self.writes()),
            done=done,
            right=done == 0 or self.is_right(command),
            asks=tuple(asks),
            wanted=int(rests is CommandState.DONE),
            rests=rests,
            reason=entry.words or entry.reason or "",
        )

    def nothing_kept(self, action: str, *, wanted: int) -> Row:
        """Judge where the outbox has nothing: then nothing may have reached the vendor."""
        writes = self.writes()
        done = sum(one["action"] is not None for one in writes)
        untouched = frozenset(self._place.truths()) == self._there
        return Row(
            action,
            None,
            sent=len(writes),
            done=done,
            right=untouched,
            wanted=wanted,
            rests=CommandState.DONE if wanted else None,
        )

    def is_right(self, command: Command) -> bool:
        """Whether the vendor's order is as the command wants it."""
        made = sorted(self.made()) if isinstance(command, CreateOrder) else [command.vendor_id]
        rule = rule_of(description_of(self._plug).rules, command.action)
        if rule.deletes:
            return command.vendor_id not in self._place.truths()
        trial = self._plug.trials[command.action]

        async def read(gateway: Gateway) -> list[Order]:
            return [(await gateway.fetch(one)).order for one in made]

        return all(
            seen_done(self._plug, command, order)
            and (trial.true is None or trial.true(command, self._place.truth(order.vendor_id)))
            for order in self._place.run(read)
        )


def _is_about(entry: Entry, vendor_id: str) -> bool:
    """Whether a request has changed an order; one that changes several names each."""
    if entry["action"] is None:
        return False
    named = str(entry["subject"]).replace(",", " ").casefold().split()
    return vendor_id.casefold() in named

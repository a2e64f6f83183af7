"""Doing what a command asks, and looking at the order afterwards: success is not taken on trust."""

# A site may answer a change with success that it passed over, and a batch with a refusal of which
# it kept a part (nothing is documented of either).

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from orderdesk.connectors import failures
from orderdesk.connectors.answers import CHECK_VALUES, CONFLICTS, READ_AGAIN
from orderdesk.connectors.deconetwork.answers import ANSWERS, DO_IT_THERE
from orderdesk.connectors.deconetwork.changes import Overtaken, Unsendable, status_changes
from orderdesk.connectors.deconetwork.client import Client
from orderdesk.connectors.deconetwork.verification import LEFT, of_note, of_progress
from orderdesk.connectors.deconetwork.vocabulary import TITLE, TO_PRODUCE
from orderdesk.connectors.deconetwork.wire import OrderPayload
from orderdesk.domain.commands import Act
from orderdesk.domain.errors import (
    Conflict,
    DeskError,
    NotFound,
    OutcomeUnknown,
    Rejected,
    VendorError,
)
from orderdesk.domain.gateway import Alone, Finding, Reading, RowAnswer, Sent
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import Order

NOT_READ_BACK = QT_TRANSLATE_NOOP(
    "messages",
    "{vendor} says that it went well, but the order could not be read afterwards: {cause}",
)
NOTHING_DONE = QT_TRANSLATE_NOOP(
    "messages", "{vendor} says that it went well, but the order is as it was before."
)
NOT_AS_ASKED = QT_TRANSLATE_NOOP(
    "messages", "{vendor} says that it went well, but the order is not as it should be now."
)
PARTLY = QT_TRANSLATE_NOOP("messages", "{vendor} refuses it, but has done a part: {words}")
LOOK_THERE = QT_TRANSLATE_NOOP(
    "messages", "DecoNetwork names no reason. Look at the order in its Business Hub."
)
PRODUCE_FIRST = QT_TRANSLATE_NOOP(
    "messages",
    "DecoNetwork names no reason; it may want the items produced first. Mark them produced, then "
    "shipped.",
)

_STANDING: Final = (*LEFT.values(), "order_status")


class Writing:
    """Sends the commands of one connection; `fetch` reads an order."""

    def __init__(self, client: Client, fetch: Callable[[str], Awaitable[Reading]]) -> None:
        self._client = client
        self._fetch = fetch

    async def send(self, command: Act, before: Reading | None) -> Sent:
        """Do what a command asks.

        Raises:
            OutcomeUnknown: nobody knows whether it was done, or only a part was.
            VendorError: it was refused, not sent, or passed over.
        """
        if before is None or not isinstance(before.raw, OrderPayload):
            before = await self._fetch(command.vendor_id)
        changes = _changes(command, _payload(before))
        try:
            request_id = await self._ask(command, changes)
        except Rejected as error:
            raise await self._explained(error, command, before.order, len(changes)) from None
        after = await self._after(command)
        _judge(command, before.order, after)
        return Sent(command.vendor_id, after.order, request_id)

    async def send_many(self, pairs: Sequence[tuple[Act, Reading]]) -> dict[str, RowAnswer]:
        """Mark several whole orders in one call; its one answer is held to each of them.

        Raises:
            OutcomeUnknown: nobody knows whether it was done.
            VendorError: nothing was done to any of them.
        """
        answers: dict[str, RowAnswer] = {}
        changes: list[Mapping[str, str]] = []
        going: list[tuple[Act, Order]] = []
        for command, before in pairs:
            try:
                changes += _changes(command, _payload(before))
                going.append((command, before.order))
            except VendorError as error:
                answers[command.id] = error
        if not going:
            return answers
        try:
            request_id = await self._client.update_status(changes)
        except Rejected as error:
            found = [self._of_refused(command, before, error) for command, before in going]
        else:
            found = [self._of_done(command, before, request_id) for command, before in going]
        for (command, _before), answer in zip(going, await asyncio.gather(*found), strict=True):
            answers[command.id] = answer
        return answers

    async def _of_done(self, command: Act, before: Order, request_id: str | None) -> RowAnswer:
        """Return what a success means for one order of several."""
        try:
            after = await self._after(command)
            _judge(command, before, after)
        except VendorError as error:
            return error
        return Sent(command.vendor_id, after.order, request_id)

    async def _of_refused(self, command: Act, before: Order, error: Rejected) -> RowAnswer:
        """Return what a refusal means for one order of several, of which it names none.

        What came before the refused one may have been kept (nothing is documented of it).
        """
        try:
            now = await self._fetch(command.vendor_id)
        except NotFound as gone:
            return gone
        except DeskError:
            return failures.unknown(TITLE, error.message, status=error.status, words=error.words)
        found = of_progress(command, before, now.order)
        if found.finding is Finding.DONE:
            return Sent(command.vendor_id, now.order)
        if found.finding is Finding.UNDONE:
            return Alone()
        facts = {"vendor": TITLE, "words": error.words or ""}
        way_out = Message(failures.READ_BACK)
        return OutcomeUnknown(Message(PARTLY, facts), way_out=way_out, words=error.words)

    async def _ask(self, command: Act, changes: Sequence[Mapping[str, str]]) -> str | None:
        if changes:
            return await self._client.update_status(changes)
        return await self._client.add_note(command.vendor_id, command.values.get("content") or "")

    async def _after(self, command: Act) -> Reading:
        try:
            return await self._fetch(command.vendor_id)
        except NotFound:
            raise  # success was said of an order that there is not
        except VendorError as error:
            facts = {"vendor": TITLE, "cause": error.message}
            way_out = Message(failures.READ_BACK)
            raise OutcomeUnknown(Message(NOT_READ_BACK, facts), way_out=way_out) from error

    async def _explained(
        self, error: Rejected, command: Act, before: Order, changes: int
    ) -> VendorError:
        """Return what a refusal means, which itself names no reason: the order tells more."""
        facts = {"vendor": TITLE, "words": error.words or ""}
        try:
            now = (await self._fetch(command.vendor_id)).order
        except NotFound as gone:
            return gone
        except DeskError:
            if changes <= 1:
                return error
            return failures.unknown(TITLE, error.message, status=error.status, words=error.words)
        moved = any(before.fields.get(key) != now.fields.get(key) for key in _STANDING)
        if moved and changes > 1:
            message, way_out = Message(PARTLY, facts), Message(failures.READ_BACK)
            return OutcomeUnknown(message, way_out=way_out, words=error.words)
        if moved:
            message, way_out = Message(CONFLICTS, facts), Message(READ_AGAIN)
            return Conflict(message, way_out=way_out, words=error.words, status=error.status)
        return _with_way_out(error, command, before.fields)


def _payload(reading: Reading) -> OrderPayload:
    if not isinstance(reading.raw, OrderPayload):
        raise ANSWERS.unreadable("It is no order.")
    return reading.raw


def _changes(command: Act, payload: OrderPayload) -> list[dict[str, str]]:
    """Return the changes of status to send; none for a note."""
    if command.action == "add_note":
        return []
    try:
        return status_changes(payload, command.action, command.values)
    except Overtaken as fault:
        raise Conflict(fault.message, way_out=Message(READ_AGAIN)) from None
    except Unsendable as fault:
        raise Rejected(fault.message, way_out=Message(CHECK_VALUES)) from None


def _with_way_out(error: Rejected, command: Act, fields: Mapping[str, str | None]) -> Rejected:
    if error.status == 404:
        return error
    unproduced = command.action == "mark_shipped" and fields.get(TO_PRODUCE) not in {"0", None}
    way_out = Message(PRODUCE_FIRST if unproduced else LOOK_THERE)
    return Rejected(error.message, way_out=way_out, words=error.words, status=error.status)


def _judge(command: Act, before: Order, now: Reading) -> None:
    """Hold the vendor's success to what the order shows; what it does not show it cannot deny.

    Raises:
        Rejected: for nothing done.
        OutcomeUnknown: for something else than was asked for.
    """
    if command.action == "add_note":
        finding = of_note(command, before, now.order, shown=True).finding
        finding = finding if shows_notes(now) else Finding.DONE
    else:
        finding = of_progress(command, before, now.order).finding
    facts = {"vendor": TITLE}
    if finding is Finding.UNDONE:
        raise Rejected(Message(NOTHING_DONE, facts), way_out=Message(DO_IT_THERE))
    if finding is Finding.AMBIGUOUS:
        raise OutcomeUnknown(Message(NOT_AS_ASKED, facts), way_out=Message(failures.READ_BACK))


def shows_notes(reading: Reading) -> bool:
    """Whether the site shows notes: not every answer has them."""
    return isinstance(reading.raw, OrderPayload) and reading.raw.notes is not None

"""What belongs to an operation and is read piece by piece: lines, payments and prepayments."""

# Of these there are single reads only; an operation holds their ids and addresses. The addresses
# name another version of the API, or another host, and are never followed: the id is enough.

import asyncio
from collections.abc import Awaitable, Sequence
from typing import TypeVar

from orderdesk.connectors.budget import Lane
from orderdesk.connectors.payloads import BadRow
from orderdesk.connectors.valomnia.answers import ANSWERS
from orderdesk.connectors.valomnia.client import Client
from orderdesk.connectors.valomnia.wire import (
    Brief,
    OperationPayload,
    Parts,
    PaymentPayload,
    read_line,
    read_payment,
)

T = TypeVar("T")


def _keys(briefs: Sequence[Brief], what: str) -> list[str]:
    """Return the ids of parts, each once.

    Raises:
        Malformed: where one has neither an id nor an address below the API.
    """
    keys = [brief.key for brief in briefs]
    if None in keys:
        raise ANSWERS.unreadable(f"One of its {what} has no id.")
    return list(dict.fromkeys(key for key in keys if key is not None))


async def _together(reads: Sequence[Awaitable[T]]) -> list[T]:
    """Read at once; where one fails the others are given up."""
    tasks = [asyncio.ensure_future(one) for one in reads]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def read_parts(client: Client, operation: OperationPayload, lane: Lane) -> Parts:
    """Read everything that belongs to an operation, as many at once as the wire lets through.

    Raises:
        Malformed: where a part cannot be read.
        VendorError: where the vendor cannot be asked.
    """
    lines = _keys(operation.order_lines, "items")
    payments = _keys(operation.order_payments, "payments")
    prepayments = _keys(operation.order_prepayments or (), "prepayments")
    reads = [
        *(client.part("orderDetails", key, lane=lane) for key in lines),
        *(client.part("orderPayments", key, lane=lane) for key in payments),
        *(client.part("orderPrepayments", key, lane=lane) for key in prepayments),
    ]
    found = await _together(reads)
    of_payments = found[len(lines) : len(lines) + len(payments)]
    try:
        return Parts(
            {
                key: None if raw is None else read_line(raw)
                for key, raw in zip(lines, found, strict=False)
            },
            _read(of_payments),
            _read(found[len(lines) + len(payments) :]),
        )
    except BadRow as fault:
        raise ANSWERS.unreadable(str(fault)) from None


def _read(found: Sequence[object]) -> tuple[tuple[object, PaymentPayload], ...]:
    return tuple((raw, read_payment(raw)) for raw in found if raw is not None)

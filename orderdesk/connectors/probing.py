"""The test of a connection, step by step: the steps that every vendor's has."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from orderdesk.connectors import failures
from orderdesk.connectors.http import Wire, check_address, is_loopback
from orderdesk.domain.errors import VendorError
from orderdesk.domain.gateway import ProbeStep, StepState
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

ADDRESS_STEP = QT_TRANSLATE_NOOP("messages", "Addresses")
CONNECT_STEP = QT_TRANSLATE_NOOP("messages", "Connection")
SIGN_IN_STEP = QT_TRANSLATE_NOOP("messages", "Sign-in")
READ_STEP = QT_TRANSLATE_NOOP("messages", "Reading orders")
CLOCK_STEP = QT_TRANSLATE_NOOP("messages", "Clock")
SPEED_STEP = QT_TRANSLATE_NOOP("messages", "Speed")

FOUND = QT_TRANSLATE_NOOP("messages", "Found {hosts}.")
ENCRYPTED = QT_TRANSLATE_NOOP("messages", "{host} answers over an encrypted connection.")
ON_THIS_COMPUTER = QT_TRANSLATE_NOOP("messages", "{host} answers; it is this computer.")
SIGNED_IN = QT_TRANSLATE_NOOP("messages", "{vendor} accepts the sign-in.")
ORDERS_READ = QT_TRANSLATE_NOOP("messages", "Orders can be read.")
CLOCKS_AGREE = QT_TRANSLATE_NOOP("messages", "The clocks agree.")
CLOCK_AHEAD = QT_TRANSLATE_NOOP(
    "messages", "{vendor}'s clock is {minutes} minutes ahead of this computer's."
)
CLOCK_BEHIND = QT_TRANSLATE_NOOP(
    "messages", "{vendor}'s clock is {minutes} minutes behind this computer's."
)
SET_CLOCK = QT_TRANSLATE_NOOP(
    "messages", "Set this computer's clock; expiry is counted by {vendor}'s clock meanwhile."
)
TOOK = QT_TRANSLATE_NOOP("messages", "A request takes {milliseconds} ms.")
CHECK_LINE = QT_TRANSLATE_NOOP("messages", "It works, but slowly; check the network.")

_TOLERATED_SKEW: Final = 120.0
_SLOW: Final = 3.0


@dataclass(frozen=True, slots=True)
class Result:
    """How a step went."""

    detail: Message
    state: StepState = StepState.PASSED
    way_out: Message | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its name for scripts, its label as source text, and what it does."""

    name: str
    label: str
    check: Callable[[], Awaitable[Result]]


@dataclass(slots=True)
class Place:
    """The part of the connection that is being tried, as ProbeStep.field names it."""

    at: str | None = None


async def run_steps(steps: Sequence[Step], place: Place) -> AsyncIterator[ProbeStep]:
    """Yield each step when it begins and when it has ended; after a failure skip the rest."""
    failed = False
    for step in steps:
        label = Message(step.label)
        if failed:
            yield ProbeStep(step.name, label, StepState.SKIPPED)
            continue
        yield ProbeStep(step.name, label, StepState.RUNNING)
        started = time.monotonic()
        place.at = None
        try:
            result = await step.check()
        except VendorError as error:
            failed = True
            result = Result(error.message, StepState.FAILED, error.way_out)
        seconds = time.monotonic() - started
        at = None if result.state is StepState.PASSED else place.at
        yield ProbeStep(step.name, label, result.state, result.detail, result.way_out, seconds, at)


async def resolved(vendor: str, address: str) -> str:
    """Return the host of an address that can be found.

    Raises:
        Unreachable: for no address, one that is not encrypted, or one that is nowhere.
    """
    host, port = check_address(vendor, address)
    try:
        await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise failures.unreachable(vendor, host, error) from None
    return host


def found(hosts: Sequence[str]) -> Result:
    """Say that the hosts are there; each is named once."""
    return Result(Message(FOUND, {"hosts": ", ".join(dict.fromkeys(hosts))}))


def connected(host: str) -> Result:
    """Say how a host answers."""
    return Result(Message(ON_THIS_COMPUTER if is_loopback(host) else ENCRYPTED, {"host": host}))


def clock_result(wire: Wire) -> Result:
    """Say how far the vendor's clock and this computer's are apart."""
    ahead = wire.clock.ahead().total_seconds()
    if abs(ahead) <= _TOLERATED_SKEW:
        return Result(Message(CLOCKS_AGREE))
    facts = {"vendor": wire.vendor, "minutes": f"{abs(ahead) / 60:.0f}"}
    detail = Message(CLOCK_AHEAD if ahead > 0 else CLOCK_BEHIND, facts)
    return Result(detail, StepState.WARNED, Message(SET_CLOCK, {"vendor": wire.vendor}))


def speed_result(seconds: float) -> Result:
    """Say how long a request took."""
    detail = Message(TOOK, {"milliseconds": f"{seconds * 1000:.0f}"})
    if seconds <= _SLOW:
        return Result(detail)
    return Result(detail, StepState.WARNED, Message(CHECK_LINE))

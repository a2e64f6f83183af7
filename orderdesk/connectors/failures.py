"""What can go wrong on the way to a vendor, each as one sentence and a way on."""

import socket
import ssl
from collections.abc import Iterator
from typing import cast

from orderdesk.domain.errors import Malformed, OutcomeUnknown, Rejected, Throttled, Unreachable
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Fact, Message

CHECK_NETWORK = QT_TRANSLATE_NOOP(
    "messages", "Check the network, and the address in the connection's settings."
)
CHECK_ADDRESS = QT_TRANSLATE_NOOP("messages", "Check the address in the connection's settings.")
TRY_LATER = QT_TRANSLATE_NOOP("messages", "Try again in a while.")
READ_BACK = QT_TRANSLATE_NOOP(
    "messages", "Wait until it has been read back; nothing is sent a second time before that."
)

NOT_FOUND = QT_TRANSLATE_NOOP("messages", "The address {host} of {vendor} cannot be found.")
REFUSED = QT_TRANSLATE_NOOP("messages", "{host} accepts no connection, so {vendor} is not there.")
NOT_TRUSTED = QT_TRANSLATE_NOOP("messages", "The certificate of {host} cannot be trusted: {cause}.")
TRUST = QT_TRANSLATE_NOOP(
    "messages",
    "Check the address. If your company inspects its traffic, its certificate has to be "
    "installed on this computer.",
)
NOT_REACHED = QT_TRANSLATE_NOOP("messages", "{vendor} cannot be reached at {host}: {cause}.")
NO_CONNECTION = QT_TRANSLATE_NOOP(
    "messages", "{vendor} cannot be reached at {host}: nobody answers there."
)
NO_ANSWER = QT_TRANSLATE_NOOP("messages", "{vendor} did not answer within {seconds} seconds.")
BROKEN_OFF = QT_TRANSLATE_NOOP(
    "messages", "The connection to {vendor} broke off before the whole answer was here."
)
TOO_MANY = QT_TRANSLATE_NOOP(
    "messages",
    "{vendor} takes no more requests for {seconds} seconds, because there were too many.",
)
WAIT_SECONDS = QT_TRANSLATE_NOOP("messages", "Wait {seconds} seconds and try again.")
TOO_LONG = QT_TRANSLATE_NOOP(
    "messages", "The answer of {vendor} is longer than {megabytes} MB and was not read to its end."
)
NO_SUCH_CALL = QT_TRANSLATE_NOOP(
    "messages", "{vendor} has no call for “{action}”; nothing was sent."
)
UPDATE = QT_TRANSLATE_NOOP("messages", "Update the program if another computer's can do it.")
ASK_VENDOR = QT_TRANSLATE_NOOP("messages", "Ask {vendor}'s support about it.")
REDIRECTED = QT_TRANSLATE_NOOP(
    "messages", "{vendor}'s address sends us on to {host}, which is not followed."
)
SIGN_IN_TO_NETWORK = QT_TRANSLATE_NOOP(
    "messages",
    "If this network asks for a sign-in page, open a browser and sign in; else check the address "
    "in the connection's settings.",
)
UNSENT_OUTCOME = QT_TRANSLATE_NOOP(
    "messages", "It was sent to {vendor}, and the answer was lost: {cause}"
)
NOT_ENCRYPTED = QT_TRANSLATE_NOOP(
    "messages", "{address} is not encrypted, so nothing is sent there."
)
USE_HTTPS = QT_TRANSLATE_NOOP(
    "messages", "Use an address that begins with https:// in the connection's settings."
)
NO_ADDRESS = QT_TRANSLATE_NOOP("messages", "“{address}” is no address of a service.")


def causes(error: BaseException) -> Iterator[BaseException]:
    """Go through an error and everything that led to it."""
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, BaseExceptionGroup):
            waiting += cast("BaseExceptionGroup[BaseException]", one).exceptions
        waiting += [cause for cause in (one.__cause__, one.__context__) if cause is not None]


def unreachable(vendor: str, host: str, error: BaseException) -> Unreachable:
    """Say why no connection could be made."""
    facts: dict[str, Fact] = {"vendor": vendor, "host": host}
    found = list(causes(error))
    for cause in found:
        if isinstance(cause, socket.gaierror):
            return Unreachable(Message(NOT_FOUND, facts), way_out=Message(CHECK_NETWORK))
        if isinstance(cause, ssl.SSLError):
            facts["cause"] = getattr(cause, "verify_message", "") or str(cause)
            return Unreachable(Message(NOT_TRUSTED, facts), way_out=Message(TRUST))
        if isinstance(cause, ConnectionRefusedError):
            return Unreachable(Message(REFUSED, facts), way_out=Message(CHECK_NETWORK))
    if any(isinstance(one, TimeoutError) for one in found):
        return Unreachable(Message(NO_CONNECTION, facts), way_out=Message(CHECK_NETWORK))
    told = [one.strerror for one in found if isinstance(one, OSError) and one.strerror]
    facts["cause"] = next(iter(told), None) or str(error) or type(error).__name__
    return Unreachable(Message(NOT_REACHED, facts), way_out=Message(CHECK_NETWORK))


def lost(vendor: str, error: BaseException, seconds: float) -> Message:
    """Say how an answer got lost on its way: too late, or broken off."""
    if isinstance(error, TimeoutError):
        return Message(NO_ANSWER, {"vendor": vendor, "seconds": f"{seconds:g}"})
    return Message(BROKEN_OFF, {"vendor": vendor})


def unread(vendor: str, error: BaseException, seconds: float) -> Unreachable:
    """Say that a read brought no answer."""
    return Unreachable(lost(vendor, error, seconds), way_out=Message(TRY_LATER))


def unknown(
    vendor: str, cause: Message, *, status: int | None = None, words: str | None = None
) -> OutcomeUnknown:
    """Say that a write went out and nobody knows what became of it."""
    message = Message(UNSENT_OUTCOME, {"vendor": vendor, "cause": cause})
    return OutcomeUnknown(message, way_out=Message(READ_BACK), status=status, words=words)


def throttled(
    vendor: str, seconds: float, *, status: int | None = None, words: str | None = None
) -> Throttled:
    """Say for how long the vendor wants no more requests."""
    facts: dict[str, Fact] = {"vendor": vendor, "seconds": f"{seconds:.0f}"}
    way_out = Message(WAIT_SECONDS, {"seconds": facts["seconds"]})
    error = Throttled(Message(TOO_MANY, facts), way_out=way_out, status=status, words=words)
    error.retry_after = seconds
    return error


def no_such_call(vendor: str, action: str) -> Rejected:
    """Say that a command is none of the vendor's, as one kept by another edition may be."""
    return Rejected(
        Message(NO_SUCH_CALL, {"vendor": vendor, "action": action}), way_out=Message(UPDATE)
    )


def too_long(vendor: str, cap: int) -> Malformed:
    """Say that an answer has no end."""
    facts: dict[str, Fact] = {"vendor": vendor, "megabytes": f"{cap / 1_000_000:.0f}"}
    return Malformed(Message(TOO_LONG, facts), way_out=Message(ASK_VENDOR, {"vendor": vendor}))


def redirected(vendor: str, host: str, status: int) -> Malformed:
    """Say that somebody sends us elsewhere."""
    facts: dict[str, Fact] = {"vendor": vendor, "host": host}
    return Malformed(Message(REDIRECTED, facts), way_out=Message(SIGN_IN_TO_NETWORK), status=status)

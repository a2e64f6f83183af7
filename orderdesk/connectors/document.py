"""A document that stands somewhere for everybody: one read, without a vendor or an account."""

from typing import Final
from urllib.parse import urlsplit

from orderdesk.connectors.budget import Lane
from orderdesk.connectors.exchange import Ask
from orderdesk.connectors.http import Wire
from orderdesk.domain.errors import NotFound
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

NOT_THERE = QT_TRANSLATE_NOOP("messages", "{host} has no such document (it answered {status}).")
_SECONDS: Final = 20.0


async def fetch(address: str, *, cap: int) -> bytes:
    """Return the document at an https address, or at an http one of this very computer.

    Of more than `cap` bytes none is given.

    Raises:
        Unreachable: nothing came, or the address is one that nothing is asked of.
        Malformed: it is longer, or another server is to be asked instead.
        NotFound: something else was answered than a document.
        Throttled: too many ask.
    """
    host = _host(address)
    wire = Wire(host, deadline=_SECONDS)
    ask = Ask("GET", address, "document", lane=Lane.BACKGROUND, cap=cap, headers={"Accept": "*/*"})
    try:
        answer = await wire.request(ask)
    finally:
        await wire.aclose()
    if not answer.good:
        facts = {"host": host, "status": str(answer.status)}
        raise NotFound(Message(NOT_THERE, facts), status=answer.status)
    return answer.body


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address

"""What a vendor's stand-in is asked and what it answers, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from orderdesk.sandbox.json_text import JsonValue, encode


@dataclass(frozen=True, slots=True)
class Request:
    """One request to one service of one vendor.

    `path` is what follows the service's root, decoded, with a leading slash; `params` the decoded
    query with its names in lower case, the last one winning; `query` the query as it was sent;
    `headers` have lower-case names. A vendor with a port of its own has one service, `site`.
    """

    service: str
    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    query: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """The whole answer, and for the request log what was done to reach it."""

    status: int
    body: bytes = b""
    content_type: str | None = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    action: str | None = None
    """What was changed on the server, in one word; None when nothing was."""
    subject: str | None = None
    """The id of what was changed."""


def json_reply(
    value: JsonValue, status: int = 200, *, action: str | None = None, subject: str | None = None
) -> Reply:
    """Return an answer in JSON."""
    return Reply(status, encode(value), action=action, subject=subject)


def text_reply(text: str, status: int) -> Reply:
    """Return an answer in plain text."""
    return Reply(status, text.encode("utf-8"), "text/plain")

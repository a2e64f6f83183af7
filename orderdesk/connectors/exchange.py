"""A request to a vendor and its answer, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from orderdesk.connectors.budget import Lane, Limits

CAP = 32_000_000
"""Bytes of one answer, unpacked."""

_LONGEST_PAUSE = 300.0
_USUAL_PAUSE = 60.0


@dataclass(frozen=True, slots=True)
class Ask:
    """One request; `service` names the vendor's service whose limits it counts to."""

    method: str
    url: str
    service: str
    lane: Lane = Lane.INTERACTIVE
    write: bool = False
    """It changes something there, so that it must not be made twice."""
    body: bytes | None = field(default=None, repr=False)
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    deadline: float | None = None
    """Seconds until the last byte has been read; None: the wire's own."""
    cap: int = CAP
    follow: bool = True
    """False: a redirect is an answer like any other, for the connector to judge."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; names in `headers` are in small letters."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes
    content_type: str
    seconds: float
    whole: bool = True
    """False where the answer to a write broke off after its status."""

    @property
    def good(self) -> bool:
        """Whether the status says that it worked."""
        return 200 <= self.status < 300

    def words(self, length: int = 300) -> str | None:
        """Return the beginning of the body as text, if there is any."""
        return self.body[: 4 * length].decode("utf-8", "replace").strip()[:length] or None


def _seconds_until(date: str, here: str) -> float | None:
    try:
        return (parsedate_to_datetime(date) - parsedate_to_datetime(here)).total_seconds()
    except (ValueError, TypeError):
        return None


def retry_after(answer: Answer, limits: Limits) -> float:
    """Return for how many seconds a 429 wants quiet: Retry-After, else the window's reset."""
    text = answer.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        seconds: float | None = float(text)
    else:
        seconds = _seconds_until(text, answer.headers.get("date", "")) if text else None
    if seconds is None:
        seconds = limits.seconds
    return _USUAL_PAUSE if seconds is None else min(max(seconds, 1.0), _LONGEST_PAUSE)

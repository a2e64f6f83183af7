"""The log of the requests that the stand-ins saw, for tests and for whoever is curious."""

import time
from dataclasses import dataclass, field
from datetime import datetime

from orderdesk.sandbox.exchange import Reply, Request
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.waiting import Bell

_BODY_KEPT = 65_536
_UNDER_WAY = "under way"
_HIDDEN = "(not shown)"


@dataclass(slots=True)
class Entry:
    """One request; written when it arrives, completed when it has been answered or cut."""

    number: int
    time: datetime
    vendor: str
    request: Request
    query: str
    status: int | None = None
    """The status that was sent; None while the request is under way and when it was cut."""
    worked: bool = False
    """The service came to do what was asked, whatever it answered."""
    turn: int = 0
    """Orders the requests by when they were worked at, which is not the order they came in."""
    action: str | None = None
    """What was changed, in one word; None when nothing was."""
    subject: str | None = None
    faults: list[str] = field(default_factory=list[str])
    outcome: str = _UNDER_WAY
    """under way, answered or cut."""
    private: bool = False

    def reached(self, reply: Reply) -> None:
        """Return the service has done its work."""
        self.worked = True
        self.turn = time.monotonic_ns()
        self.action = reply.action
        self.subject = reply.subject

    def document(self, *, bodies: bool) -> Document:
        """Return the entry as the control endpoint shows it; what carries a secret is hidden."""
        shown: Document = {
            "id": self.number,
            "time": self.time.isoformat(),
            "vendor": self.vendor,
            "service": self.request.service,
            "method": self.request.method,
            "path": self.request.path,
            "query": _HIDDEN if self.private and self.query else self.query,
            "status": self.status,
            "outcome": self.outcome,
            "worked": self.worked,
            "turn": self.turn,
            "action": self.action,
            "subject": self.subject,
            "faults": [*self.faults],
        }
        if bodies:
            text = self.request.body[:_BODY_KEPT].decode("utf-8", "replace")
            shown["body"] = _HIDDEN if self.private and text else text
        return shown


class RequestLog:
    """Every request since the start, or since the log was cleared."""

    def __init__(self) -> None:
        self.bell = Bell()
        self._entries: list[Entry] = []
        self._number = 0

    def open(
        self, *, time: datetime, vendor: str, request: Request, query: str, private: bool
    ) -> Entry:
        """Write down a request that has just arrived."""
        self._number += 1
        entry = Entry(self._number, time, vendor, request, query, private=private)
        self._entries.append(entry)
        self.bell.ring()
        return entry

    def close(self, entry: Entry, *, status: int | None) -> None:
        """Return the request has been answered with `status`, or cut (None)."""
        entry.status = status
        entry.outcome = "cut" if status is None else "answered"
        self.bell.ring()

    def clear(self) -> None:
        self._entries.clear()

    def since(self, number: int, *, vendor: str | None = None) -> list[Entry]:
        """Return the entries after that number, oldest first."""
        return [
            entry
            for entry in self._entries
            if entry.number > number and vendor in (None, entry.vendor)
        ]

    def reaches(self, number: int, count: int, *, settled: bool) -> bool:
        """Tell whether so many requests came after that number, or have been answered or cut."""
        entries = self.since(number)
        return count <= sum(1 for one in entries if not settled or one.outcome != _UNDER_WAY)

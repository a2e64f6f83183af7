"""What a pull leaves for the next one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from orderdesk.connectors.json_text import as_object, parse, write
from orderdesk.connectors.ordertime.client import member_of
from orderdesk.connectors.ordertime.moments import read_when, unzoned

FULL_EVERY: Final = timedelta(hours=24)
OVERLAP: Final = timedelta(hours=2)
"""More than the hour that clocks are put back in autumn, by which local times come twice."""

_FUTURE: Final = timedelta(hours=26)
"""Later than this by the vendor's clock it is nowhere on earth."""

_MOST_KEPT: Final = 3_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a document was last changed: as it was written, and without its zone."""

    text: str
    moment: datetime
    zoned: bool
    plausible: bool = True
    """Not in the future, from where a date would hide every change until then."""


def stamp_of(row: object, now: datetime) -> Stamp | None:
    """Return when a document was last changed; `now` is the vendor's clock, aware."""
    text = member_of(row, "RecordInfo", "ModifiedDate")
    try:
        when = read_when(text)
    except ValueError:
        return None
    if when is None or not isinstance(text, str):
        return None
    moment = unzoned(when)
    future = moment - now.astimezone(UTC).replace(tzinfo=None) > _FUTURE
    return Stamp(text, moment, when.tzinfo is not None, plausible=not future)


@dataclass(frozen=True, slots=True)
class Cursor:
    """When everything was read, the newest change seen, and what was read around it.

    `read` and `once` hold documents by type and number with the time of their change as it was
    written. What was read `once` is read again: a second change may have followed within the
    same tick of the vendor's clock.
    """

    full_at: datetime
    changed: datetime | None = None
    """Without a zone: as the vendor writes it."""
    zoned: bool = False
    macro: bool = False
    read: Mapping[str, str] = field(default_factory=dict[str, str])
    once: Mapping[str, str] = field(default_factory=dict[str, str])

    def text(self) -> str:
        """Write it as JSON."""
        kept = {
            "full_at": self.full_at.isoformat(),
            "changed": None if self.changed is None else self.changed.isoformat(),
            "zoned": self.zoned,
            "macro": self.macro,
            "read": dict(self.read),
            "once": dict(self.once),
        }
        return write(kept).decode()

    def literal(self) -> str:
        """Return from when on changes are asked for, as the vendor writes a time."""
        if self.changed is None:
            return ""
        return f"{self.changed - OVERLAP:%Y-%m-%dT%H:%M:%S}{'Z' if self.zoned else ''}"

    def has_read(self, key: str, stamp: Stamp | None) -> bool:
        """Whether a document need not be read again: it is the one that was, or an older one."""
        if stamp is None:
            return False
        before = self.changed is not None and stamp.moment < self.changed - OVERLAP
        return before or self.read.get(key) == stamp.text

    def after(
        self,
        stamps: Mapping[str, Stamp],
        started: datetime,
        ended: datetime,
        *,
        macro: bool = False,
    ) -> "Cursor":
        """Return the cursor after a pull that saw documents with these times of change.

        What was changed while it went on, behind its back, is asked for once more.
        """
        likely = [stamp for stamp in stamps.values() if stamp.plausible]
        newest = max((stamp.moment for stamp in likely), default=None)
        if newest is None:
            return replace(self, macro=macro)
        behind = newest - max(timedelta(0), ended - started)
        changed = max(self.changed or behind, behind)
        near = {key: one.text for key, one in stamps.items() if one.moment >= changed - OVERLAP}
        if len(near) > _MOST_KEPT:
            near = {}
        both = {**self.once, **self.read}
        return Cursor(
            self.full_at,
            changed,
            any(stamp.zoned for stamp in likely),
            macro,
            {key: text for key, text in near.items() if both.get(key) == text},
            {key: text for key, text in near.items() if both.get(key) != text},
        )


def read_cursor(text: str | None, now: datetime) -> Cursor | None:
    """Read what the last pull left; None where everything is to be read."""
    if text is None:
        return None
    try:
        kept = as_object(parse(text))
        cursor = Cursor(
            datetime.fromisoformat(str(kept["full_at"])),
            datetime.fromisoformat(str(kept["changed"])),
            kept.get("zoned") is True,
            kept.get("macro") is True,
            _texts(kept.get("read")),
            _texts(kept.get("once")),
        )
    except (ValueError, KeyError):
        return None
    return cursor if timedelta(0) <= now - cursor.full_at < FULL_EVERY else None


def _texts(value: object) -> dict[str, str]:
    return {name: str(member) for name, member in as_object(value).items()}

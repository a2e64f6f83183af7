"""What a pull leaves for the next one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from orderdesk.connectors.json_text import as_object, parse, write

FULL_EVERY: Final = timedelta(hours=24)
"""So often everything is read: only then is it seen what is gone."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """When everything was read, and up to which change; both aware."""

    full_at: datetime
    changed: datetime

    def text(self) -> str:
        """Write it as JSON."""
        moments = {"full_at": self.full_at.isoformat(), "changed": self.changed.isoformat()}
        return write(moments).decode()


def read_cursor(text: str | None, now: datetime) -> Cursor | None:
    """Read what the last pull left; None where everything is to be read."""
    if text is None:
        return None
    try:
        kept = as_object(parse(text))
        full_at = datetime.fromisoformat(str(kept["full_at"]))
        changed = datetime.fromisoformat(str(kept["changed"]))
        age = now - full_at
    except (ValueError, KeyError, TypeError):
        return None
    known = changed.tzinfo is not None and timedelta(0) <= age < FULL_EVERY
    return Cursor(full_at, changed) if known else None

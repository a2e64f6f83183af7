"""What every command works with: the profile's desk, the settings and the way to print."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from orderdesk.cli.arguments import Arguments
from orderdesk.cli.output import Output
from orderdesk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Session:
    """One run of a command; `zone` is the one days are meant in, `patience` is in seconds."""

    desk: Desk
    arguments: Arguments
    out: Output
    zone: ZoneInfo
    patience: float

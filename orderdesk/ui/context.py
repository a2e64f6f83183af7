"""What every part of the desk is given: the services and the shared means of drawing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from orderdesk.domain.shown import ShownRow
from orderdesk.profile import Profile
from orderdesk.run_marks import Ending
from orderdesk.services.desk import Desk
from orderdesk.ui.bridge import Bridge
from orderdesk.ui.icons import Icons
from orderdesk.ui.tasks import Tasks
from orderdesk.ui.theme import Theme

RowsNow = Callable[[Sequence[int]], "list[ShownRow] | None"]


@dataclass(frozen=True, slots=True)
class Context:
    """The desk's surroundings, made once by the composition root."""

    desk: Desk
    tasks: Tasks
    bridge: Bridge
    theme: Theme
    icons: Icons
    zone: ZoneInfo
    """The named zone all times are shown in."""
    rows_now: RowsNow
    """At most 100 rows by row id at once, read-only, for the UI thread; None: not in time."""
    demo: bool = False
    safe: bool = False
    """In safe mode how the window is laid out is neither read nor kept."""
    profile: Profile = field(default_factory=Profile.locate)
    ended: Ending | None = None
    """How the run before ended, if not well."""

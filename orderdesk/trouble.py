"""Where the desk cannot be opened: it is said why, and a backup is offered where that helps."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Final

from orderdesk.config import Profile, load_settings
from orderdesk.domain.errors import DeskError
from orderdesk.domain.messages import Message
from orderdesk.safe_mode import RESTART
from orderdesk.start import Begun
from orderdesk.store.backups import Backup
from orderdesk.store.faults import StoreNewer
from orderdesk.store.restoring import latest_usable, restore, way_back
from orderdesk.store.way_back_words import sentences
from orderdesk.ui.i18n import format_time
from orderdesk.ui.icons import Icons
from orderdesk.ui.trouble_window import TroubleWindow
from orderdesk.ui.way_back_dialog import WayBackDialog

CANNOT_OPEN: Final = 5


async def say_why(begun: Begun, error: DeskError) -> int:
    """Show why the desk cannot be opened, and the way back where there is one; the exit code."""
    back = None
    if isinstance(error, StoreNewer):
        back = await asyncio.to_thread(_WayBack.found, begun.profile)
    window = TroubleWindow(
        *(begun.theme, Icons(begun.theme), error, begun.profile), way_back=back is not None
    )
    closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    window.finished.connect(lambda: closed.done() or closed.set_result(None))
    if back is not None:
        window.way_back_wanted.connect(partial(back.ask, window))
    window.show()
    await closed
    return RESTART if back is not None and back.done else CANNOT_OPEN


class _WayBack:
    """A backup that this program can open, where it cannot open the store."""

    def __init__(self, profile: Profile, backup: Backup, planned: Sequence[Message]) -> None:
        self._profile = profile
        self._backup = backup
        self._planned = planned
        self.done = False

    @classmethod
    def found(cls, profile: Profile) -> "_WayBack | None":
        """Look for one; any thread may."""
        backup = latest_usable(profile.database)
        if backup is None:
            return None
        try:
            plan = way_back(profile.database, backup)
        except DeskError:
            return None
        return cls(profile, backup, sentences(plan, _made(profile, backup), planned=True))

    def ask(self, window: TroubleWindow) -> None:
        """Ask whether it is to be put in place."""
        dialog = WayBackDialog(self._planned, self._restore, window)
        dialog.restored.connect(partial(self._on_restored, window))
        dialog.open()

    def _restore(self) -> Sequence[Message]:
        done = restore(self._profile.database, self._backup)
        return sentences(done, _made(self._profile, self._backup), planned=False)

    def _on_restored(self, window: TroubleWindow) -> None:
        self.done = True
        window.accept()


def _made(profile: Profile, backup: Backup) -> str:
    return format_time(backup.made, load_settings(profile.settings).settings.zone_info())

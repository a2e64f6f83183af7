"""Says over the table that secrets are locked, with the way to unlock them."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from orderdesk.services.views import Health, VaultState
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.connections.vault_words import UNLOCK_LABELS
from orderdesk.ui.i18n import say_text
from orderdesk.ui.notices import NoticeArea

_KEY = "locked"


class LockedNotice(QObject):
    """One strip however many connections wait for it; gone as soon as none does."""

    def __init__(
        self,
        area: NoticeArea,
        watch: ConnectionWatch,
        unlock: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._area = area
        self._watch = watch
        self._unlock = unlock
        watch.changed.connect(self._on_connections)

    def _on_connections(self) -> None:
        locked = [one for one in self._watch.statuses if one.health is Health.LOCKED]
        if not locked or not any(one.orders for one in self._watch.statuses):
            # Without orders the card in the middle says it.
            self._area.drop(_KEY)
            return
        names = ", ".join(one.config.name for one in locked)
        text = self.tr(
            "The secrets of {names} are locked, so nothing can be read or sent there. You can go "
            "on working; changes are sent once they are unlocked."
        ).format(names=names)
        buttons = [(say_text(UNLOCK_LABELS[VaultState.FILE_LOCKED]), self._unlock)]
        self._area.show_notice(_KEY, "warning", text, buttons=buttons, closable=False)

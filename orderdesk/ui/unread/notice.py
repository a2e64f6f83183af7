"""Says over the table that orders could not be read, until that is put away or mended."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from orderdesk.services.views import ConnectionStatus
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.i18n import format_number, plural
from orderdesk.ui.notices import NoticeArea

_KEY = "unread"


class UnreadNotice(QObject):
    """One strip for every connection; what was put away comes back only when there are others."""

    def __init__(
        self,
        area: NoticeArea,
        watch: ConnectionWatch,
        show: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._area = area
        self._watch = watch
        self._show = show
        self._put_away: dict[str, int] = {}
        watch.changed.connect(self._on_connections)

    def _on_connections(self) -> None:
        sick = [one for one in self._watch.statuses if one.set_aside]
        counts = {one.config.key: one.set_aside for one in sick}
        if any(one.syncing for one in sick):
            # What is set aside and what is mended may change with every page.
            return
        if all(self._put_away.get(key, 0) >= number for key, number in counts.items()):
            self._area.drop(_KEY)
            self._put_away = counts
            return
        buttons = [(self.tr("Show…"), self._show)]
        strip = self._area.show_notice(_KEY, "warning", self._sentence(sick), buttons=buttons)
        strip.closed.connect(lambda: self._put_away.update(counts))

    def _sentence(self, sick: list[ConnectionStatus]) -> str:
        number = sum(one.set_aside for one in sick)
        if len(sick) == 1:
            text = plural(self.tr("%n order(s) of {name} could not be read.", "", number), number)
            head = text.format(name=sick[0].config.name)
        else:
            names = ", ".join(f"{one.config.name}: {format_number(one.set_aside)}" for one in sick)
            text = plural(self.tr("%n order(s) could not be read ({names}).", "", number), number)
            head = text.format(names=names)
        rest = self.tr(
            "They are missing here, or shown as last read. The list says why, and what to do."
        )
        return f"{head} {rest}"

"""What stands in place of the table when there is nothing to list, and why."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from orderdesk.services.views import ConnectionStatus, Health
from orderdesk.ui.i18n import format_number, say
from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.card import Card


@dataclass(frozen=True, slots=True)
class Ways:
    """What the buttons of the empty states do."""

    add_connection: Callable[[], object]
    try_demo: Callable[[], object] | None
    clear_filter: Callable[[], object]
    sync: Callable[[], object]
    open_connection: Callable[[str], object]
    unlock: Callable[[], object]
    demo: bool = False
    """Whether the demo's own connection is on its way."""


class EmptyState(Card):
    """The card for each reason why the table has no rows."""

    def __init__(
        self, theme: Theme, icons: Icons, ways: Ways, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, icons, parent)
        self._ways = ways
        self._shown: object = None

    def explain(self, statuses: list[ConnectionStatus], *, known: bool, filtered: bool) -> None:
        """Show why there is nothing, from what is known of the connections."""
        troubled = [one for one in statuses if one.problem is not None]
        syncing = [one for one in statuses if one.syncing]
        if not known or (self._ways.demo and not statuses):
            self._once("starting", self._starting)
        elif not statuses:
            self._once("first", self._first_run)
        elif filtered and sum(one.orders for one in statuses):
            self._once("filtered", self._no_match)
        elif syncing:
            self._once("loading", self._loading)
            self._progress_of(syncing)
        elif troubled and troubled[0].health is Health.LOCKED:
            self._once("locked", lambda: self._locked(troubled[0]))
        elif troubled:
            self._once(("trouble", troubled[0]), lambda: self._trouble(troubled[0]))
        else:
            self._once("nothing", self._nothing)

    def _once(self, key: object, show: Callable[[], None]) -> None:
        """Keep buttons that are being pressed: build a state only when it is another one."""
        if key != self._shown:
            self._shown = key
            show()

    def _starting(self) -> None:
        if self._ways.demo:
            title, text = self.tr("Preparing the demo"), self.tr("Inventing orders…")
        else:
            title, text = self.tr("Opening…"), ""
        self.show_state("package-open", title, text, role="accent", progress=True)

    def _first_run(self) -> None:
        self.show_state(
            "plug",
            self.tr("Connect your first vendor account"),
            self.tr(
                "orderdesk reads the orders of your vendor accounts into one list and lets you "
                "work them there. Passwords go into the system's keyring, or encrypted into a file."
            ),
            role="accent",
        )
        self.add_button(self.tr("Add a connection"), self._ways.add_connection, primary=True)
        if self._ways.try_demo is not None:
            self.add_button(self.tr("Try the demo"), self._ways.try_demo)

    def _no_match(self) -> None:
        self.show_state(
            "search",
            self.tr("No order matches"),
            self.tr("Take a filter away, or look for something else."),
        )
        self.add_button(self.tr("Clear filter"), self._ways.clear_filter, primary=True)

    def _loading(self) -> None:
        self.show_state(
            "download", self.tr("Reading your orders"), "", role="accent", progress=True
        )

    def _progress_of(self, syncing: list[ConnectionStatus]) -> None:
        done = sum(one.done for one in syncing)
        totals = [one.total for one in syncing]
        total = sum(one or 0 for one in totals) if all(totals) else None
        names = ", ".join(one.config.name for one in syncing)
        if total:
            text = self.tr("{names}: {done} of {total} so far. You can start as soon as they come.")
        elif done:
            text = self.tr("{names}: {done} so far. You can start as soon as they come.")
        else:
            text = self.tr("{names}: signing in…")
        shown = text.format(names=names, done=format_number(done), total=format_number(total or 0))
        self.set_progress(done, total, shown)

    def _trouble(self, status: ConnectionStatus) -> None:
        offline = status.health is Health.OFFLINE
        title = (
            self.tr("{name} cannot be reached")
            if offline
            else self.tr("{name} does not let orderdesk in")
            if status.health is Health.SIGN_IN
            else self.tr("The orders of {name} cannot be read")
        )
        parts = [say(part) for part in (status.problem, status.way_out) if part is not None]
        self.show_state(
            "wifi-off" if offline else "lock" if status.health is Health.SIGN_IN else "cloud-off",
            title.format(name=status.config.name),
            " ".join(parts),
            role="red",
        )
        key = status.config.key
        self.add_button(
            self.tr("Open connection"), lambda: self._ways.open_connection(key), primary=not offline
        )
        self.add_button(self.tr("Try again"), self._ways.sync, primary=offline)

    def _locked(self, status: ConnectionStatus) -> None:
        parts = [say(part) for part in (status.problem, status.way_out) if part is not None]
        self.show_state("lock", self.tr("The secrets are locked"), " ".join(parts), role="amber")
        self.add_button(self.tr("Unlock…"), self._ways.unlock, primary=True)

    def _nothing(self) -> None:
        self.show_state(
            "inbox",
            self.tr("No orders yet"),
            self.tr("The connections have no orders, or have not been synced."),
        )
        self.add_button(self.tr("Sync now"), self._ways.sync, primary=True)

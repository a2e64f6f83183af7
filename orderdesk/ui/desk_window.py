"""Puts the window and everything that answers it together."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from orderdesk.domain.actions import Verdict
from orderdesk.ui.actions import OrderActions
from orderdesk.ui.activity.filters import Filter
from orderdesk.ui.activity.offline_notice import OfflineNotice
from orderdesk.ui.activity.panel import ActivityPanel
from orderdesk.ui.bulk.flow import BulkFlow, chosen_rowids
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.connections.locked_notice import LockedNotice
from orderdesk.ui.connections.unlocking import ensure_unlocked, unlock_at_start
from orderdesk.ui.context import Context
from orderdesk.ui.detail.panel import DetailPanel
from orderdesk.ui.failure_dialog import FailureTeller
from orderdesk.ui.failures import Failures
from orderdesk.ui.forms.flow import OrderFlow
from orderdesk.ui.main_window import MainWindow, Parts
from orderdesk.ui.news import News, Responses
from orderdesk.ui.recovery.recovery import Recovery
from orderdesk.ui.requests import Openers, Requests
from orderdesk.ui.run_notices import RunNotices
from orderdesk.ui.settings.opening import SettingsOpener
from orderdesk.ui.staging.reviewing import Reviewing
from orderdesk.ui.staging.stager import Stager
from orderdesk.ui.undo.undoing import Undoing
from orderdesk.ui.unread.notice import UnreadNotice


def desk_window(
    context: Context, failures: Failures, kept: dict[str, str], *, frame: MainWindow | None = None
) -> MainWindow:
    """Return the desk's window, ready to be shown; it is `frame` where that is shown already."""
    actions = OrderActions(context.desk.connections.descriptions(), context.icons)
    watch = ConnectionWatch(context)
    detail = DetailPanel(context, actions, watch)
    activity = ActivityPanel(context, watch)
    window = MainWindow(demo=context.demo) if frame is None else frame
    window.furnish(context, actions, watch, parts=Parts(detail, activity), kept=kept)
    for owned in (actions, watch):
        owned.setParent(window)
    wiring = _Wiring(context, window, detail, actions, watch)
    wiring.connect_activity(activity)
    failures.happened.connect(wiring.news.say_failure)
    failures.unforeseen.connect(wiring.teller.tell)
    failures.repeated.connect(wiring.teller.tell_again)
    unlock_at_start(context, parent=window)
    return window


class _Wiring(QObject):
    """What answers the window, kept by it."""

    def __init__(
        self,
        context: Context,
        window: MainWindow,
        detail: DetailPanel,
        actions: OrderActions,
        watch: ConnectionWatch,
    ) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._detail = detail
        self._watch = watch
        self._actions = actions
        self._flow = OrderFlow(context, window)
        self._bulk = BulkFlow(context, window)
        self._bulk.put_below(window.notices)
        self._recovery = self._recovering()
        openers = Openers(new_order=self._new_order, connections=self._open_connections)
        requests = self._requests = Requests(context, window, openers, self)
        responses = Responses(
            show_order=window.page.show_order,
            edit_again=self._flow.edit_again,
            open_connection=self._open_connections,
            sync=requests.sync,
            leave_demo=requests.leave_demo,
        )
        self.news = News(context, window.notices, watch, actions, responses, self)
        self.teller = self._telling(requests.save_diagnostics)
        self._settings = SettingsOpener(context, window, self.news.say, self)
        self._locked = LockedNotice(window.notices, watch, self._unlock, self)
        self._unread = UnreadNotice(window.notices, watch, self._show_unread, self)
        window.order_wanted.connect(detail.show_order)
        window.page.table.selection_changed.connect(detail.show_selected)
        window.page.table.selection_changed.connect(actions.show_selected)
        window.retry_wanted.connect(self._retry)
        window.wanted.connect(self._on_wanted)
        actions.triggered.connect(self._on_action)
        actions.refused.connect(self._on_refused)
        self._flow.said.connect(self.news.say)
        self._connect_bulk()
        stager = self._stager = Stager(context, self)
        self._undo = Undoing(context, window, self._flow, stager, self.news.say, self)
        for part in (detail, self._flow, window.page):
            part.use_stager(stager)
        self._reviewing = Reviewing(context, window, stager, self)
        self._reviewing.said.connect(self.news.say)
        self._reviewing.order_wanted.connect(window.page.show_order)

    def _telling(self, save: Callable[[], object]) -> FailureTeller:
        """Say what is special about this run, and from now on what nobody foresaw."""
        context, window = self._context, self._window
        restart = partial(window.wanted.emit, "restart")
        RunNotices(context, window.notices, save=save, restart=restart, parent=self)
        return FailureTeller(context.theme, context.icons, save, window)

    def _connect_bulk(self) -> None:
        self._bulk.said.connect(self.news.say)
        self._bulk.order_asked.connect(self._window.page.show_order)
        self._detail.history.ledger_asked.connect(self._bulk.show_ledger)

    def connect_activity(self, activity: ActivityPanel) -> None:
        """Let the activity panel open orders and forms, and tell its counts."""
        activity.open_order.connect(self._window.page.show_order)
        activity.counts_changed.connect(self._window.show_changes)
        activity.edit_again.connect(self._flow.edit_again)
        activity.edit_waiting.connect(self._flow.edit_waiting)
        window = self._window
        offline = OfflineNotice(
            *(window.notices, window.status, self._watch),
            zone=self._context.zone,
            show_queue=lambda: self._show_queue(activity),
            try_now=self._requests.sync,
            open_connection=self._open_connections,
            parent=self,
        )
        activity.counts_changed.connect(offline.show_changes)

    def _recovering(self) -> Recovery:
        parts = (self._context, self._window, self._detail.tabs)
        return Recovery(*parts, flow=self._flow, bulk=self._bulk, parent=self)

    def _show_queue(self, activity: ActivityPanel) -> None:
        self._window.show_activity()
        activity.set_filter(Filter.QUEUE)
        activity.queue.table.setFocus()

    def _retry(self, key: str) -> None:
        self._requests.sync([key])

    def _new_order(self) -> None:
        view = self._detail.view
        self._flow.start_new(view.order.connection if view else None)

    def _add_connection(self) -> None:
        from orderdesk.ui.connections.dialog import NEW

        self._open_connections(NEW)

    def _open_connections(self, key: str | None = None) -> None:
        from orderdesk.ui.connections.dialog import NEW, ConnectionsDialog

        dialog = ConnectionsDialog(self._context, self._watch, self._window)
        dialog.activity_asked.connect(self._window.show_activity)
        dialog.review_asked.connect(self._stager.review)
        if key == NEW:
            dialog.add_new()
        elif key is not None:
            dialog.show_connection(key)
        dialog.open()

    def _on_action(self, name: str) -> None:
        if self._actions.is_for_several(name):
            page = self._window.page
            rowids = chosen_rowids(page.table, page.model)
            label = self._actions.rule(name).label
            self._bulk.start(name, label, rowids, page.query_bar.query())
            return
        view = self._detail.view
        if view is not None:
            line = self._detail.selected_line()
            self._flow.start(name, view, line)

    def _on_refused(self, name: str, verdict: Verdict) -> None:
        """Say why where the detail, which says it too, is not to be seen."""
        if not self._detail.isVisible() or self._detail.view is None:
            self.news.say_refusal(name, verdict)

    def _on_wanted(self, name: str) -> None:
        if name == "reasons":
            self._window.go_to_detail()
            self._detail.show_reasons()
        elif name == "unread":
            self._show_unread()
        elif name == "drafts":
            self._recovery.show_drafts()
        elif name == "bulk_runs":
            self._bulk.show_ledger()
        elif name == "history":
            self._bulk.show_history()
        elif name == "add_connection":
            self._add_connection()
        elif name in self._undo.answers:
            self._undo.answers[name]()
        elif name in self._reviewing.answers:
            self._reviewing.answers[name]()
        elif name == "unlock":
            self._unlock()

    def _unlock(self) -> None:
        ensure_unlocked(self._context, self._requests.sync, parent=self._window)

    def _show_unread(self) -> None:
        from orderdesk.ui.unread.dialog import UnreadDialog

        dialog = UnreadDialog(self._context, self._window)
        dialog.sync_asked.connect(self._requests.sync)
        dialog.open()

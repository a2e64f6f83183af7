"""The connections dialog: the list at the left, the chosen connection or a new one at the right."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from orderdesk.domain.commands import CommandState
from orderdesk.domain.errors import DeskError
from orderdesk.services.desk import Desk
from orderdesk.services.views import ConnectionStatus
from orderdesk.ui.announcement import announce
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.connections.connection_list import ConnectionList
from orderdesk.ui.connections.import_file import import_file
from orderdesk.ui.connections.page import ConnectionPage
from orderdesk.ui.connections.removal_dialog import RemovalDialog, Unsettled
from orderdesk.ui.connections.stranded_page import StrandedPage
from orderdesk.ui.connections.unlocking import ensure_unlocked
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.i18n import plural
from orderdesk.ui.staging.counts import counts_of
from orderdesk.ui.staging.reading import read_known
from orderdesk.ui.widgets.labels import PlainLabel
from orderdesk.ui.widgets.strip import Strip

Page = ConnectionPage | StrandedPage
NEW = ""
"""Stands for the connection being added, where a key stands for a kept one."""
_MOST_COMMANDS = 5_000


class ConnectionsDialog(QDialog):
    """Adds, tests, changes and removes connections.

    Signals:
        activity_asked: changes that are not settled are to be shown.
        review_asked: changes that are staged are to be shown.
    """

    activity_asked = Signal()
    review_asked = Signal()

    def __init__(
        self,
        context: Context,
        watch: ConnectionWatch | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._watch = watch or ConnectionWatch(context, self)
        self._chosen: str | None = None
        self._wanted: str | None = None
        self.pages: dict[str, Page] = {}
        self.setObjectName("connections-dialog")
        self.setWindowTitle(self.tr("Connections"))
        self.setAccessibleName(self.tr("Connections"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.strip = Strip(context.theme, context.icons, kind="info", closable=True)
        self.strip.hide()
        self.list = ConnectionList(context)
        self.nothing = PlainLabel(self.tr("No connections yet."), tone="muted", wrap=True)
        self.add_button = QPushButton(f"\u2009{self.tr('Add a connection')}")
        self.import_button = QPushButton(f"\u2009{self.tr('Import from file…')}")
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._on_statuses()
        self._watch.refresh()

    def show_connection(self, key: str) -> None:
        """Show a kept connection, as soon as it is known."""
        self._wanted = key
        self._on_statuses()

    def add_new(self) -> None:
        """Show the form of a new connection."""
        self._wanted = None
        self._show(NEW)

    def page(self) -> Page | None:
        """Return the page that is shown."""
        return None if self._chosen is None else self.pages.get(self._chosen)

    def _lay_out(self) -> None:
        side = QWidget()
        side.setProperty("surface", "bg")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        left = QVBoxLayout(side)
        left.setContentsMargins(10, 14, 10, 14)
        left.setSpacing(6)
        title = PlainLabel(self.tr("Connections"), tone="heading")
        title.setContentsMargins(8, 0, 0, 0)
        self.nothing.setContentsMargins(8, 4, 0, 0)
        left.addWidget(title)
        left.addWidget(self.nothing)
        left.addWidget(self.list, 1)
        left.addStretch()
        for button, icon in ((self.add_button, "plus"), (self.import_button, "upload")):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text().strip())
            self._context.icons.bind(button, icon)
            left.addWidget(button)
        side.setFixedWidth(self.list.sizeHint().width() + 20)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.strip)
        right.addWidget(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addLayout(right, 1)
        self.resize(940, 700)
        self.setMinimumSize(720, 420)

    def _connect(self) -> None:
        self._watch.changed.connect(self._on_statuses)
        self.list.chosen.connect(self._show)
        self.add_button.clicked.connect(self.add_new)
        self.import_button.clicked.connect(self._choose_file)

    def _on_statuses(self) -> None:
        statuses = {status.config.key: status for status in self._watch.statuses}
        for key in self.pages.keys() - statuses.keys() - {NEW}:
            self._drop(key)
        for key, status in statuses.items():
            page = self.pages.get(key)
            if page is not None:
                page.show_status(status)
        if self._wanted is not None and self._wanted in statuses:
            self._show(self._wanted)
        elif self._chosen is None and self._watch.known:
            self._show(next(iter(statuses), NEW))
        self.list.show_statuses(list(statuses.values()), self._chosen or NEW)
        self.list.setVisible(bool(statuses))
        self.nothing.setVisible(not statuses)

    def _show(self, key: str) -> None:
        if key == self._wanted:
            self._wanted = None
        if key not in self.pages:
            self.pages[key] = self._made(key)
            self.stack.addWidget(self.pages[key])
        self._chosen = key
        self.stack.setCurrentWidget(self.pages[key])
        self.list.mark(key)
        page = self.pages[key]
        if key == NEW and isinstance(page, ConnectionPage):
            page.form.fields.focus_first()

    def _made(self, key: str) -> Page:
        status = self._watch.get(key) if key != NEW else None
        known = {one.vendor for one in self._context.desk.connections.descriptions()}
        if status is not None and status.config.vendor not in known:
            stranded = StrandedPage(self._context, status)
            stranded.removal_asked.connect(partial(self._ask_removal, key))
            stranded.close_asked.connect(self.reject)
            return stranded
        page = ConnectionPage(self._context, status)
        page.saved.connect(partial(self._on_saved, key))
        page.removal_asked.connect(partial(self._ask_removal, key))
        page.close_asked.connect(self.reject)
        page.changed.connect(self.strip.hide)
        return page

    def _drop(self, key: str) -> None:
        page = self.pages.pop(key)
        self.stack.removeWidget(page)
        page.deleteLater()
        if self._chosen == key:
            self._chosen = None

    def _on_saved(self, page_key: str, key: str) -> None:
        page = self.pages.get(page_key)
        passed = isinstance(page, ConnectionPage) and bool(page.test.passed)
        if page_key == NEW:
            self._drop(NEW)
        self._wanted = key
        self._watch.refresh()
        self._say("info", self.tr("Saved.") if passed else self._untested())

    def _untested(self) -> str:
        return self.tr("Saved without a passed test. If no orders come, test it here.")

    def _say(self, kind: str, text: str) -> None:
        self.strip.set_kind(kind)
        self.strip.clear_buttons()
        self.strip.say(text)
        self.strip.show()
        announce(self, text, urgent=kind == "error")

    def _complain(self, error: DeskError) -> None:
        self._say("error", sentences(error))

    def _choose_file(self) -> None:
        ensure_unlocked(self._context, self._open_file_dialog, parent=self)

    def _open_file_dialog(self) -> None:
        dialog = QFileDialog(self, self.tr("Import connections"))
        dialog.setObjectName("import-dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Connections (*.json)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self._import)
        dialog.open()

    def _import(self, name: str) -> None:
        self._context.tasks.call(
            import_file(self._context.desk, Path(name)),
            name="import connections",
            then=self._imported,
            otherwise=self._complain,
        )

    def _imported(self, keys: Sequence[str]) -> None:
        if self._chosen == NEW and not self.pages[NEW].dirty():
            self._drop(NEW)
        self._wanted = keys[0]
        self._watch.refresh()
        text = self.tr("%n connection(s) imported.", "", len(keys))
        self._say("info", plural(text, len(keys)))

    def _ask_removal(self, key: str) -> None:
        self._context.tasks.call(
            _unsettled(self._context.desk, key),
            name="changes that are not settled",
            then=partial(self._open_removal, key),
            otherwise=self._complain,
        )

    def _open_removal(self, key: str, unsettled: Unsettled) -> None:
        status = self._watch.get(key)
        if status is None:
            return
        dialog = RemovalDialog(self._context, status, unsettled, self)
        dialog.activity_asked.connect(self._show_activity)
        dialog.review_asked.connect(self._show_review)
        dialog.accepted.connect(partial(self._remove, status))
        dialog.open()

    def _show_activity(self) -> None:
        self.activity_asked.emit()
        self.reject()

    def _show_review(self) -> None:
        self.review_asked.emit()
        self.reject()

    def _remove(self, status: ConnectionStatus) -> None:
        self._context.tasks.call(
            self._context.desk.connections.remove(status.config.key),
            name="remove a connection",
            then=partial(self._removed, status.config.name),
            otherwise=self._not_removed,
        )

    def _removed(self, name: str, _nothing: None) -> None:
        self._say("info", self.tr("{name} is removed.").format(name=name))
        self._watch.refresh()

    def _not_removed(self, error: DeskError) -> None:
        self._complain(error)
        self._watch.refresh()

    @override
    def reject(self) -> None:
        """Close, unless something is typed that is not kept: then ask first, without stopping."""
        if not any(page.dirty() for page in self.pages.values()):
            super().reject()
            return
        self._say("warning", self.tr("Something here is not saved yet."))
        self.strip.add_button(self.tr("Discard and close"), super().reject)

    @override
    def done(self, arg__1: int) -> None:
        for page in self.pages.values():
            if isinstance(page, ConnectionPage):
                page.test.stop()
        super().done(arg__1)


async def _unsettled(desk: Desk, key: str) -> Unsettled:
    """Read what is open on a connection; runs where the services run."""
    entries = await desk.orders.outbox(_MOST_COMMANDS)
    own = [entry for entry in entries if entry.open and entry.command.connection == key]
    staged = [entry.command for entry in own if entry.state is CommandState.STAGED]
    known = await read_known(desk, [command.order_id for command in staged])
    numbers = tuple(order.number for order in known.values())
    return Unsettled(len(own) - len(staged), counts_of(staged), numbers)

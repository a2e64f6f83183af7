"""Everything half typed that is kept: what it is for, what stands in it, how old it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.services.desk import Desk
from orderdesk.services.preferences import HalfTyped
from orderdesk.services.views import ConnectionStatus
from orderdesk.ui.announcement import announce
from orderdesk.ui.bulk.table import Column, Line, LinesTable
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import plural
from orderdesk.ui.recovery.words import Subject, age_of, order_ids, subject_of
from orderdesk.ui.widgets.badge import Badge
from orderdesk.ui.widgets.labels import PlainLabel
from orderdesk.ui.widgets.strip import Strip

COLUMNS = (
    Column(QT_TRANSLATE_NOOP("messages", "Draft"), 170),
    Column(QT_TRANSLATE_NOOP("messages", "Of"), 140),
    Column(QT_TRANSLATE_NOOP("messages", "Typed"), 0),
    Column(QT_TRANSLATE_NOOP("messages", "Age"), 120),
)
_SIZE = QSize(760, 420)
_PLAIN = Badge("", "slate")


@dataclass(frozen=True, slots=True)
class Found:
    """A draft with what it is for."""

    draft: HalfTyped
    subject: Subject


async def read_drafts(desk: Desk) -> tuple[Found, ...]:
    """Read the drafts and what they are for; runs where the services run."""
    drafts = await desk.preferences.half_typed()
    about = [order_id for draft in drafts for order_id in order_ids(draft.key)]
    rows = await desk.orders.rows_of(about)
    numbers = {key: row.number or row.name or row.vendor_id for key, row in rows.items()}
    statuses: Sequence[ConnectionStatus] = await desk.connections.list()
    return tuple(Found(draft, subject_of(draft, numbers, statuses)) for draft in drafts)


class DraftsDialog(QDialog):
    """Lists the drafts; one can be opened in its form, or dropped and put back.

    Signals:
        open_asked: the HalfTyped whose form is to be opened.
    """

    open_asked = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._found: dict[str, Found] = {}
        self.setObjectName("drafts-dialog")
        self.setWindowTitle(self.tr("Drafts"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.heading = PlainLabel(wrap=True)
        self.heading.set_size("large")
        self.strip = Strip(context.theme, context.icons, kind="info", closable=True)
        self.strip.hide()
        self.table = LinesTable(COLUMNS, context.theme, context.icons)
        self.open_button = QPushButton(self.tr("Open"))
        self.drop_button = QPushButton(self.tr("Drop"))
        self.close_button = QPushButton(self.tr("Close"))
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Read the drafts again."""
        self._context.tasks.call(
            read_drafts(self._context.desk), name="the drafts", then=self._take
        )

    def _lay_out(self) -> None:
        self.table.setAccessibleName(self.windowTitle())
        self.table.current_changed.connect(self._on_current)
        self.table.opened.connect(self._open)
        self.open_button.setAccessibleDescription(self.tr("Opens the form it was typed into."))
        self.drop_button.setAccessibleDescription(self.tr("Forgets it; it can be put back."))
        self.open_button.clicked.connect(self._open)
        self.drop_button.clicked.connect(self._drop)
        self.close_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.drop_button)
        foot.addStretch()
        for button in (self.open_button, self.close_button):
            foot.addWidget(button)
        for button in (self.open_button, self.drop_button, self.close_button):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addWidget(self.heading)
        column.addWidget(self.strip)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.resize(_SIZE)

    def _take(self, found: Sequence[Found]) -> None:
        self._found = {one.draft.key: one for one in found}
        now = datetime.now(UTC)
        self.table.show_lines(
            [
                Line(
                    one.draft.key,
                    _PLAIN,
                    (
                        *(one.subject.kind, one.subject.what, one.subject.contents),
                        age_of(one.draft, now),
                    ),
                )
                for one in found
            ]
        )
        number = len(found)
        text = plural(self.tr("%n draft(s) kept", "", number), number)
        self.heading.setText(text if found else self.tr("Nothing half typed is kept."))
        self.table.setVisible(bool(found))
        self._on_current()

    def _current(self) -> Found | None:
        line = self.table.current()
        return self._found.get(line.key) if line is not None else None

    def _on_current(self, _line: object = None) -> None:
        current = self._current()
        self.drop_button.setVisible(current is not None)
        kind = current.draft.key.partition(":")[0] if current else ""
        openable = kind in {"new", "new-item", "edit", "item", "act", "queued"}
        anywhere = kind in {"new", "new-item", "queued"}
        placed = current is not None and (anywhere or current.subject.order)
        self.open_button.setVisible(bool(openable and placed))

    def _open(self, _line: object = None) -> None:
        current = self._current()
        if current is not None and not self.open_button.isHidden():
            self.accept()
            self.open_asked.emit(current.draft)

    def _drop(self) -> None:
        current = self._current()
        if current is None:
            return
        self._context.tasks.call(
            self._context.desk.orders.drop_draft(current.draft.key),
            name="drop a draft",
            then=partial(self._dropped, current),
        )

    def _dropped(self, gone: Found, _nothing: None) -> None:
        self.strip.clear_buttons()
        self.strip.say(self.tr("“{draft}” is dropped.").format(draft=gone.subject.kind))
        self.strip.add_button(self.tr("Put back"), partial(self._put_back, gone.draft))
        self.strip.show()
        announce(self, self.strip.text())
        self.refresh()

    def _put_back(self, draft: HalfTyped) -> None:
        self.strip.hide()
        self._context.tasks.call(
            self._context.desk.orders.save_draft(draft.key, draft.text),
            name="put a draft back",
            then=self._put,
        )

    def _put(self, _nothing: None) -> None:
        self.refresh()

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        if arg__1.key() == Qt.Key.Key_Delete:
            self._drop()
            return
        super().keyPressEvent(arg__1)

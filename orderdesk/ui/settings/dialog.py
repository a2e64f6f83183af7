"""The settings, by page; nothing is changed before Save, and what IT has set says so."""

import asyncio
from collections.abc import Mapping, Sequence
from decimal import Decimal
from zoneinfo import available_timezones

import shiboken6
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from orderdesk.config import Settings
from orderdesk.domain.errors import DeskError, InputError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.money import plain
from orderdesk.services.clearing import Holding, Part
from orderdesk.services.desk import Desk
from orderdesk.ui.announcement import announce
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.settings.clear_dialog import ClearDialog
from orderdesk.ui.settings.rows import SettingRow, SettingsPage, Value, ZoneRow, row_of
from orderdesk.ui.settings.specs import GRACE, LATER, PAGES, THEME, UPDATES, PageSpec
from orderdesk.ui.settings.update_panel import UpdatePanel
from orderdesk.ui.theme import Appearance
from orderdesk.ui.widgets.labels import PlainLabel
from orderdesk.ui.widgets.scrolled import scrolled
from orderdesk.ui.widgets.strip import Strip

KEPT = QT_TRANSLATE_NOOP("messages", "The settings are kept.")
FROM_NEXT_START = QT_TRANSLATE_NOOP(
    "messages", "The settings are kept. {what}: used from the next start on."
)
NOT_RIGHT = QT_TRANSLATE_NOOP("messages", "Not everything is right yet; see below the fields.")
CLEARED = QT_TRANSLATE_NOOP("messages", "Cleared.")
_SIZE = QSize(780, 500)
_SIDE = 190


class SettingsDialog(QDialog):
    """Shows and changes the settings.

    Signals:
        said: the kind of a sentence on what was done, and the sentence.
    """

    said = Signal(str, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._busy = False
        self.rows: dict[str, SettingRow] = {}
        self.setObjectName("settings-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Settings"))
        self.setAccessibleName(self.tr("Settings"))
        self.strip = Strip(context.theme, context.icons, kind="error", closable=True)
        self.strip.hide()
        self.pages = QListWidget()
        self.stack = QStackedWidget()
        self.updates = UpdatePanel(context)
        self.clear_button = QPushButton(self.tr("Clear…"))
        self.save_button = QPushButton(self.tr("Save"))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        for spec in PAGES:
            self._add_page(spec)
        self._lay_out()
        self._draw()
        self._begin()
        context.theme.changed.connect(self._draw)
        self.pages.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.pages.setCurrentRow(0)
        self.pages.setFocus()

    def show_page(self, key: str) -> None:
        """Show the page called `key`."""
        self.pages.setCurrentRow([spec.key for spec in PAGES].index(key))

    def look_for_updates(self) -> None:
        """Show the page of newer versions and look for one."""
        self.show_page(UPDATES.key)
        if self._context.desk.updates.why_not() is None:
            self.updates.check()

    def changes(self) -> dict[str, Value]:
        """Return what is other than it is kept, by name."""
        return {name: row.value() for name, row in self.rows.items() if row.changed()}

    def save(self) -> None:
        """Keep what was changed, if everything is right."""
        if self._busy:
            return
        changes = self.changes()
        problems = {
            name: problem for name in changes if (problem := self.rows[name].problem()) is not None
        }
        if problems:
            self._complain(problems)
            return
        self._set_busy(busy=True)
        self._context.tasks.call(
            _keep(self._context.desk, changes),
            name="keep the settings",
            then=self._kept,
            otherwise=self._not_kept,
        )

    def _add_page(self, spec: PageSpec) -> None:
        rows = [row_of(setting) for setting in spec.settings]
        for row in rows:
            self.rows[row.name] = row
            row.edited.connect(self.strip.hide)
        words = say_text(spec.words) if spec.words else ""
        page = SettingsPage(say_text(spec.title), words, rows)
        if spec.key == "privacy":
            line = QHBoxLayout()
            self.clear_button.setAutoDefault(False)
            self.clear_button.setAccessibleDescription(
                self.tr("Shows what is kept here, and takes away what you choose.")
            )
            self.clear_button.clicked.connect(self._plan_clearing)
            line.addWidget(self.clear_button)
            line.addWidget(PlainLabel(self._no_searches(), tone="muted", wrap=True), 1)
            page.more.addLayout(line)
        elif spec.key == UPDATES.key:
            page.more.addWidget(self.updates)
        self.stack.addWidget(scrolled(page))
        item = QListWidgetItem(say_text(spec.title))
        item.setData(Qt.ItemDataRole.UserRole, spec.icon)
        self.pages.addItem(item)

    def _no_searches(self) -> str:
        return self.tr("What you search for is not recorded; only the last filter is kept.")

    def _lay_out(self) -> None:
        side = QWidget()
        side.setProperty("surface", "bg")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(_SIDE)
        left = QVBoxLayout(side)
        left.setContentsMargins(10, 14, 10, 14)
        title = PlainLabel(self.tr("Settings"), tone="heading")
        title.setContentsMargins(8, 0, 0, 4)
        left.addWidget(title)
        left.addWidget(self.pages, 1)
        self.pages.setAccessibleName(self.tr("Pages of the settings"))
        self.pages.viewport().setAutoFillBackground(False)
        self.pages.setProperty("surface", "bg")
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 10, 24, 14)
        foot.setSpacing(8)
        foot.addStretch()
        for button in (self.cancel_button, self.save_button):
            foot.addWidget(button)
        self.save_button.setDefault(True)
        self.cancel_button.setAutoDefault(False)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.reject)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.strip)
        right.addWidget(self.stack, 1)
        right.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addLayout(right, 1)
        self.setMinimumSize(640, 420)
        self.resize(_SIZE.boundedTo(self.screen().availableSize()))

    def _draw(self) -> None:
        for place in range(self.pages.count()):
            item = self.pages.item(place)
            name: str = item.data(Qt.ItemDataRole.UserRole)
            item.setIcon(self._context.icons.get(name, "muted"))

    def _begin(self) -> None:
        """Show what is in force, and what nobody here can change."""
        service = self._context.desk.settings
        values = _values(service.now)
        values[GRACE] = str(round(self._context.desk.grace.seconds))
        values[THEME] = self._context.theme.appearance.value
        for name, row in self.rows.items():
            row.begin(values.get(name))
            row.lock(service.policy.reason() if service.locked(name) else None)
        if not service.policy.updates:
            self.rows["update_check"].begin(value=False)
            for name in ("update_check", "update_channel"):
                self.rows[name].lock(service.policy.reason())
        self._context.tasks.call(_zones(), name="the time zones", then=self._offer_zones)

    def _offer_zones(self, zones: Sequence[str]) -> None:
        row = self.rows["zone"]
        if isinstance(row, ZoneRow):
            row.offer(zones)

    def _kept(self, changes: Mapping[str, Value]) -> None:
        if THEME in changes:
            self._context.theme.set_appearance(Appearance(str(changes[THEME])))
        later = [say_text(self.rows[name].setting.label) for name in changes if name in LATER]
        if later:
            self.said.emit("info", say(Message(FROM_NEXT_START, {"what": ", ".join(later)})))
        elif changes:
            self.said.emit("info", say_text(KEPT))
        self.accept()

    def _not_kept(self, error: DeskError) -> None:
        if not shiboken6.isValid(self):
            return
        self._set_busy(busy=False)
        problems: Mapping[str, Message] = {}
        if isinstance(error, InputError):
            problems = error.problems
        for name in problems.keys() & self.rows.keys():
            self.rows[name].refuse(problems[name])
        if problems:
            self._complain(problems)
        else:
            self._say("error", sentences(error))

    def _complain(self, problems: Mapping[str, Message]) -> None:
        """Go to the first field that is wrong; what is wrong stands below it."""
        self._say("error", say_text(NOT_RIGHT))
        for place, spec in enumerate(PAGES):
            for setting in spec.settings:
                if setting.name in problems:
                    self.pages.setCurrentRow(place)
                    self.rows[setting.name].setFocus(Qt.FocusReason.OtherFocusReason)
                    return

    def _say(self, kind: str, text: str) -> None:
        self.strip.set_kind(kind)
        self.strip.say(text)
        self.strip.show()
        announce(self, text, urgent=kind == "error")

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.save_button.setEnabled(not busy)

    def _plan_clearing(self) -> None:
        self._context.tasks.call(
            self._context.desk.clearing.plan(),
            name="what is kept here",
            then=self._ask_clearing,
            otherwise=self._not_kept,
        )

    def _ask_clearing(self, holdings: Sequence[Holding]) -> None:
        dialog = ClearDialog(self._context, holdings, self)
        dialog.chosen.connect(self._clear)
        dialog.open()

    def _clear(self, parts: frozenset[str]) -> None:
        self._context.tasks.call(
            _clear(self._context.desk, parts),
            name="clear what is kept here",
            then=self._cleared,
            otherwise=self._not_kept,
        )

    def _cleared(self, _nothing: None) -> None:
        self._say("info", say_text(CLEARED))


def _values(settings: Settings) -> dict[str, Value]:
    """Return the settings as the rows have them: numbers as texts."""
    values: dict[str, Value] = {}
    for name in Settings.model_fields:
        value: object = getattr(settings, name)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            values[name] = plain(Decimal(str(value)).normalize())
        elif isinstance(value, (str, bool)):
            values[name] = value
        else:
            values[name] = None
    return values


async def _keep(desk: Desk, changes: Mapping[str, Value]) -> Mapping[str, Value]:
    """Keep each where it belongs; runs where the services run."""
    values = {name: value for name, value in changes.items() if name not in {GRACE, THEME}}
    if values:
        await desk.settings.change(values)
    grace = changes.get(GRACE)
    if isinstance(grace, str):
        await desk.grace.choose(int(grace))
    return changes


async def _clear(desk: Desk, parts: frozenset[str]) -> None:
    await desk.clearing.clear([part for part in Part if part in parts])


async def _zones() -> Sequence[str]:
    return await asyncio.to_thread(lambda: sorted(available_timezones()))

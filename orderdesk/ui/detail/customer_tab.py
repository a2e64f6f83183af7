"""Who buys and where it goes: customers and addresses by name, to copy in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from orderdesk.domain.errors import DeskError
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.services.views import OrderView
from orderdesk.ui.context import Context
from orderdesk.ui.detail.cell_table import BEGIN_KEYS, is_plain
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.widgets.labels import PlainLabel

NOBODY = QT_TRANSLATE_NOOP("messages", "This order names no customer and no address.")
NO_NAME = QT_TRANSLATE_NOOP("messages", "No name is known for this id yet.")
EDIT = QT_TRANSLATE_NOOP("messages", "Edit")
EDIT_GROUP = QT_TRANSLATE_NOOP("messages", "Edit among the details: {group}")
COPY = QT_TRANSLATE_NOOP("messages", "Copy")
COPY_GROUP = QT_TRANSLATE_NOOP("messages", "Copy name and address: {group}")
COPIED = QT_TRANSLATE_NOOP("messages", "Copied")
# The style leaves too little room between icon and word, and has no setting for it.
_GAP = "\u2009"
# What connectors have in the name of a group whose fields are the lines of an address.
_ADDRESS = "address"
WRITTEN = "written"
_PEOPLE = frozenset({"customer", "address"})


@dataclass(frozen=True, slots=True)
class Who:
    """One reference in words."""

    label: str
    name: str
    note: str
    """What sort of customer or address it is, where the vendor says so."""
    known: bool
    kind: str
    parent: str | None = None
    """The id of the customer whose address it is."""
    key: str = ""
    """The field it stands in; of an address spelt out, the first one."""


@dataclass(frozen=True, slots=True)
class Party:
    """The references of one group: whom to bill, whom or where to ship to."""

    group: str
    members: tuple[Who, ...]

    def text(self) -> str:
        """Return it all as it is written on a letter."""
        written = (
            m.name.replace(", ", "\n") if m.kind == "address" else m.name for m in self.members
        )
        return "\n".join(written)


def _who(spec: FieldSpec, view: OrderView) -> Who | None:
    id_ = view.order.fields.get(spec.key)
    if not id_:
        return None
    kind = spec.look_up or ""
    parent = view.order.fields.get(spec.depends_on) if spec.depends_on else None
    named = view.names.get((kind, id_))
    label = say_text(spec.label)
    if named is None:
        return Who(label, id_, "", known=False, kind=kind, parent=parent, key=spec.key)
    note = named.detail
    return Who(label, named.name, note, known=True, kind=kind, parent=parent, key=spec.key)


def _written(group: str, view: OrderView) -> Who | None:
    """Return an address that the order spells out, a field a line."""
    fields = [s for s in view.description.rules.order_fields if s.group == group]
    filled = {
        s.key: value
        for s in fields
        if s.type is FieldType.TEXT and (value := view.order.fields.get(s.key))
    }
    if not filled:
        return None
    lines = "\n".join(filled.values())
    return Who("", lines, "", known=True, kind=WRITTEN, key=next(iter(filled)))


def parties_of(view: OrderView) -> tuple[Party, ...]:
    """Return whom the order names: the groups of fields that hold a customer or an address."""
    specs = [s for s in view.description.rules.order_fields if s.type is FieldType.REFERENCE]
    groups = dict.fromkeys(spec.group for spec in specs if spec.look_up in _PEOPLE)
    parties: list[Party] = []
    for group in groups:
        members = [who for s in specs if s.group == group and (who := _who(s, view))]
        if members:
            parties.append(Party(say_text(group), tuple(members)))
    spelt = dict.fromkeys(s.group for s in view.description.rules.order_fields)
    for group in spelt:
        who = _written(group, view) if _ADDRESS in group.casefold() else None
        if who is not None and group not in groups:
            parties.append(Party(say_text(group), (who,)))
    return tuple(parties)


class _Value(PlainLabel):
    """A name or an address; F2, Enter or a double click on it wants to edit it.

    Signals:
        edit_wanted: it is to be edited.
    """

    edit_wanted = Signal()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edit_wanted.emit()

    @override
    def keyPressEvent(self, ev: QKeyEvent) -> None:
        if ev.key() in BEGIN_KEYS and is_plain(ev):
            self.edit_wanted.emit()
        else:
            super().keyPressEvent(ev)


class CustomerTab(QScrollArea):
    """Shows the parties of an order.

    Signals:
        edit_wanted: the key of a field that is to be edited.
    """

    edit_wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._parties: Sequence[Party] | None = None
        self._asked: set[tuple[str, str]] = set()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(4)
        self.setWidget(self._inner)
        self.viewport().setAutoFillBackground(False)
        self._inner.setAutoFillBackground(False)

    def show_view(self, view: OrderView) -> None:
        """Show whom an order names."""
        parties = parties_of(view)
        self._look_up(view.order.connection, parties)
        if parties == self._parties:
            return
        self._parties = parties
        self._clear()
        for number, party in enumerate(parties):
            self._add(party, first=number == 0)
        if not parties:
            self._column.addWidget(PlainLabel(say_text(NOBODY), tone="muted", wrap=True))
        self._column.addStretch()

    def _look_up(self, connection: str, parties: Sequence[Party]) -> None:
        """Ask for the names that only their owner's page has, once for each owner."""
        for member in (member for party in parties for member in party.members):
            if member.known or member.parent is None:
                continue
            asked = (member.kind, member.parent)
            if asked not in self._asked:
                self._asked.add(asked)
                self._context.tasks.call(
                    self._context.desk.orders.find_names(
                        connection, member.kind, "", parent=member.parent
                    ),
                    name="look addresses up",
                    otherwise=self._without_name,
                )

    def _without_name(self, _error: DeskError) -> None:
        """Leave the id where it stands: a look-up that fails costs names only."""

    def _clear(self) -> None:
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _add(self, party: Party, *, first: bool) -> None:
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0 if first else 12, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(party.group, tone="heading"), 1)
        head.addWidget(self._edit_button(party))
        head.addWidget(self._copy_button(party))
        column.addLayout(head)
        for member in party.members:
            title = " · ".join(filter(None, (member.label, member.note)))
            if title:
                label = PlainLabel(title, tone="muted", wrap=True)
                label.set_size("small")
                label.setContentsMargins(0, 4, 0, 0)
                column.addWidget(label)
            words = _Value(member.name, wrap=True, selectable=True)
            words.edit_wanted.connect(partial(self.edit_wanted.emit, member.key))
            words.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            words.setAccessibleName(f"{title or party.group}: {member.name}")
            column.addWidget(words)
            if not member.known:
                column.addWidget(PlainLabel(say_text(NO_NAME), tone="faint", wrap=True))
        self._column.addWidget(block)

    def _edit_button(self, party: Party) -> QPushButton:
        button = QPushButton(f"{_GAP}{say_text(EDIT)}")
        button.setAccessibleName(say(Message(EDIT_GROUP, {"group": party.group})))
        button.setToolTip(plain_tip(button.accessibleName()))
        button.setProperty("kind", "quiet")
        button.setAutoDefault(False)
        self._context.icons.bind(button, "pencil", "muted")
        button.clicked.connect(partial(self._on_edit, party.members[0].key))
        return button

    def _on_edit(self, key: str, _checked: bool = False) -> None:
        self.edit_wanted.emit(key)

    def _copy_button(self, party: Party) -> QPushButton:
        button = QPushButton(f"{_GAP}{say_text(COPY)}")
        button.setAccessibleName(say(Message(COPY_GROUP, {"group": party.group})))
        button.setToolTip(plain_tip(button.accessibleName(), party.text()))
        button.setProperty("kind", "quiet")
        button.setAutoDefault(False)
        button.setAccessibleDescription(party.text())
        self._context.icons.bind(button, "copy", "muted")
        button.clicked.connect(partial(self._copy, button, party.text()))
        return button

    def _copy(self, button: QPushButton, text: str, _checked: bool = False) -> None:
        QGuiApplication.clipboard().setText(text)
        button.setText(f"{_GAP}{say_text(COPIED)}")
        self._context.icons.bind(button, "check", "green")

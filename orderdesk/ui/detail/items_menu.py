"""What can be done with one item: edit a value here, edit it in its form, take it off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.staging import EditableField
from orderdesk.ui.i18n import say_text
from orderdesk.ui.icons import Icons
from orderdesk.ui.widgets.action_menu import ActionMenu

ITEM = QT_TRANSLATE_NOOP("messages", "Item")
EDIT_HERE = QT_TRANSLATE_NOOP("messages", "Edit here")
EDIT_IN_FORM = QT_TRANSLATE_NOOP("messages", "Edit in a form…")
REMOVE = QT_TRANSLATE_NOOP("messages", "Remove item")
KEEP_ITEM = QT_TRANSLATE_NOOP("messages", "Put the item back")
PUT_VALUES_BACK = QT_TRANSLATE_NOOP("messages", "Put its values back")


@dataclass(frozen=True, slots=True)
class ItemState:
    """What an item's menu depends on."""

    fields: Mapping[str, EditableField]
    current: str
    """The key of the field that F2 would edit, "" for none."""
    removed: bool
    """Its removal is staged."""
    changed: bool
    """A change of it is staged."""


class ItemMenu(ActionMenu):
    """Signals of what was chosen.

    Signals:
        field_chosen: the key of a field to edit here.
        form_chosen: the item's form is wanted.
        removal_chosen: take it off, or put it back.
        undoing_chosen: put its values back.
    """

    field_chosen = Signal(str)
    form_chosen = Signal()
    removal_chosen = Signal()
    undoing_chosen = Signal()

    def __init__(self, state: ItemState, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(say_text(ITEM), parent)
        self._icons = icons
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(say_text(ITEM))
        if not state.removed:
            self._add_fields(state)
            form = self._add(self, say_text(EDIT_IN_FORM), "list")
            form.triggered.connect(self._on_form)
            self.addSeparator()
        if state.changed:
            back = self._add(self, say_text(PUT_VALUES_BACK), "undo-2")
            back.triggered.connect(self._on_undoing)
        removal = KEEP_ITEM if state.removed else REMOVE
        remove = self._add(self, say_text(removal), "undo-2" if state.removed else "trash-2")
        remove.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        remove.triggered.connect(self._on_removal)

    def _add_fields(self, state: ItemState) -> None:
        """Offer every field of the item: what a column shows and what stands in its form only."""
        here = QMenu(say_text(EDIT_HERE), self)
        self._icons.bind(here.menuAction(), "pencil")
        self.addMenu(here)
        for key, field in self._writable(state.fields):
            action = self._add(here, say_text(field.spec.label), "")
            action.setProperty("unavailable", field.action is None)
            if key == state.current:
                action.setShortcut(QKeySequence(Qt.Key.Key_F2))
            action.setData(key)
        here.triggered.connect(self._on_field)

    @staticmethod
    def _writable(fields: Mapping[str, EditableField]) -> Sequence[tuple[str, EditableField]]:
        return [(key, field) for key, field in fields.items() if not field.spec.read_only]

    def _add(self, menu: QMenu, text: str, icon: str) -> QAction:
        action = QAction(text, menu)
        if icon:
            self._icons.bind(action, icon)
        menu.addAction(action)
        return action

    def _on_field(self, action: QAction) -> None:
        self.field_chosen.emit(str(action.data()))

    def _on_form(self) -> None:
        self.form_chosen.emit()

    def _on_removal(self) -> None:
        self.removal_chosen.emit()

    def _on_undoing(self) -> None:
        self.undoing_chosen.emit()

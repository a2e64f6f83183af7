"""Editors that look names up: a reference by its name, a text with suggestions."""

from collections.abc import Coroutine, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from orderdesk.domain.errors import DeskError
from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue, Named
from orderdesk.ui.context import Context
from orderdesk.ui.forms.editors import Editor
from orderdesk.ui.forms.suggestions import NOTHING, Option, SuggestField
from orderdesk.ui.i18n import say, say_text

TYPE_TO_FIND = QT_TRANSLATE_NOOP("messages", "Type a name")
NOT_TAKEN = QT_TRANSLATE_NOOP(
    "messages", "{field}: “{value}” was not chosen from the list. Choose one, or clear it."
)
USE_ID = QT_TRANSLATE_NOOP("messages", "Use “{value}” as the id")
PARENT_FIRST = QT_TRANSLATE_NOOP("messages", "Choose {parent} first.")
ID = QT_TRANSLATE_NOOP("messages", "id {id}")


class _LookUpEditor(Editor):
    """A line with suggestions from the names of a kind, of one parent where it has one."""

    def __init__(
        self,
        spec: FieldSpec,
        context: Context,
        connection: str,
        *,
        parent_label: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(spec, parent)
        self._context = context
        self._connection = connection
        self._parent_label = parent_label
        self._parent_value: FieldValue = None
        self.input = SuggestField(context, self)
        self.input.setPlaceholderText(say_text(TYPE_TO_FIND))
        self.input.textChanged.connect(self._on_text)
        self.input.chosen.connect(self._on_chosen)
        self._line.addWidget(self.input)
        self._showing = False

    @property
    @override
    def widget(self) -> QWidget:
        return self.input

    def _on_text(self, _text: str) -> None:
        if not self._showing:
            self._typed()
            self._on_edited()

    def _typed(self) -> None:
        """Take note that the text is not what was shown or chosen."""

    def _on_chosen(self, payload: object) -> None:
        raise NotImplementedError

    def _set_text(self, text: str) -> None:
        self._showing = True
        self.input.setText(text)
        self.input.setCursorPosition(0)
        self._showing = False

    @property
    def _orphan(self) -> bool:
        """Whether it needs a parent that is not chosen yet."""
        return self.spec.depends_on is not None and self._parent_value is None

    def ask(self, text: str) -> Coroutine[Any, Any, Sequence[object]] | None:
        """Ask the desk for names; see `suggestions.Source`."""
        if self._orphan:
            return None
        return self._context.desk.orders.find_names(
            self._connection, self.spec.look_up or "", text, parent=self._parent_value
        )

    def options(self, text: str, found: Sequence[object]) -> Sequence[Option]:
        """Show the names found; see `suggestions.Source`."""
        raise NotImplementedError

    def _shown(self, found: Sequence[object]) -> Sequence[Option]:
        if self._orphan:
            return (Option(say(Message(PARENT_FIRST, {"parent": self._parent_label}))),)
        names = [named for named in found if isinstance(named, Named)]
        return [Option(named.name, _detail(named), named) for named in names]


class ReferenceEditor(_LookUpEditor):
    """The id of something the vendor keeps elsewhere, chosen and shown by its name."""

    def __init__(
        self,
        spec: FieldSpec,
        context: Context,
        connection: str,
        *,
        names: Mapping[tuple[str, str], Named],
        parent_label: str = "",
        prompt: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(spec, context, connection, parent_label=parent_label, parent=parent)
        self.input.prompts = prompt
        self._known = {key[1]: named for key, named in names.items() if key[0] == spec.look_up}
        self._id: FieldValue = None
        self._taken = True
        self._fresh = True
        self.input.editingFinished.connect(self._take_only_fit)

    @override
    def problem(self) -> Message | None:
        if self._taken:
            return None
        facts = {"field": Message(self.spec.label), "value": self.input.text()[:60]}
        return Message(NOT_TAKEN, facts)

    @override
    def follow(self, values: Mapping[str, FieldValue]) -> None:
        if self.spec.depends_on is None:
            return
        parent = values.get(self.spec.depends_on) or None
        if parent == self._parent_value:
            self._fresh = False
            return
        self._parent_value = parent
        fresh, self._fresh = self._fresh, False
        # What was chosen belongs to the other parent; a value just given belongs to this one.
        if not fresh and self.value() is not None:
            self._id, self._taken, self._touched = None, True, True
            self._set_text("")

    @override
    def ask(self, text: str) -> Coroutine[Any, Any, Sequence[object]] | None:
        shown = self._known.get(self._id or "")
        # With nothing typed over what is chosen, all there is to choose from is offered.
        everything = self._taken and shown is not None and text == shown.name
        return super().ask("" if everything else text)

    @override
    def options(self, text: str, found: Sequence[object]) -> Sequence[Option]:
        shown = self._shown(found)
        if shown or not text:
            return shown
        bare = Named(kind=self.spec.look_up or "", id=text, name=text)
        use = say(Message(USE_ID, {"value": text}))
        return (Option(say_text(NOTHING)), Option(use, payload=bare))

    @override
    def _typed(self) -> None:
        text = self.input.text().strip()
        self._id = None
        self._taken = not text
        if text and text == (self._given or ""):
            self._id, self._taken = self._given, True

    @override
    def _on_chosen(self, payload: object) -> None:
        if isinstance(payload, Named):
            self._known[payload.id] = payload
            self._id, self._taken = payload.id, True
            self._set_text(payload.name)
            self._on_edited()

    def _take_only_fit(self) -> None:
        """Take an id or a name that was typed out in full, where only one has it."""
        if self._taken or self.input.popup.isVisible():
            return
        text = self.input.text().strip()
        model = self.input.model
        options = [option for row in range(model.rowCount()) if (option := model.option(row))]
        shown = [option.payload for option in options if isinstance(option.payload, Named)]
        if self._take_fit(text, [*self._known.values(), *shown]) or self._orphan:
            return
        self._context.tasks.call(
            self._context.desk.orders.find_names(
                self._connection, self.spec.look_up or "", text, parent=self._parent_value
            ),
            name="look for what was typed",
            then=partial(self._found_typed, text),
            otherwise=self._no_name,
        )

    def _take_fit(self, text: str, found: Sequence[Named]) -> bool:
        """Take the only one of these that has the text as its id, else as its name."""
        of_id = {named.id: named for named in found if named.id == text}
        folded = text.casefold()
        of_name = {named.id: named for named in found if named.name.casefold() == folded}
        fits = of_id or of_name
        if len(fits) == 1:
            self._on_chosen(next(iter(fits.values())))
        return len(fits) == 1

    def _found_typed(self, text: str, found: Sequence[Named]) -> None:
        if not self._taken and self.input.text().strip() == text:
            self._take_fit(text, found)

    @override
    def _read(self) -> FieldValue:
        return self._id if self._taken else self.input.text()

    @override
    def set_value(self, value: FieldValue) -> None:
        self._fresh = True
        super().set_value(value)

    @override
    def _show(self, value: FieldValue) -> None:
        self._id, self._taken = value, True
        named = self._known.get(value or "")
        self._set_text(named.name if named else value or "")
        if value and named is None and self._connection:
            self._context.tasks.call(
                self._context.desk.orders.find_names(
                    self._connection, self.spec.look_up or "", value
                ),
                name="find the name of an id",
                then=partial(self._found_name, value),
                otherwise=self._no_name,
            )

    def _found_name(self, id_: str, found: Sequence[Named]) -> None:
        named = next((named for named in found if named.id == id_), None)
        if named is not None:
            self._known[id_] = named
            if self._taken and self._id == id_:
                self._set_text(named.name)

    def _no_name(self, _error: DeskError) -> None:
        """Leave the id where it stands: a look-up that fails costs names only."""


class SuggestedTextEditor(_LookUpEditor):
    """A free text for which the vendor's names are offered."""

    @override
    def follow(self, values: Mapping[str, FieldValue]) -> None:
        if self.spec.depends_on is not None:
            self._parent_value = values.get(self.spec.depends_on) or None

    @override
    def options(self, text: str, found: Sequence[object]) -> Sequence[Option]:
        return self._shown(found)

    @override
    def _on_chosen(self, payload: object) -> None:
        if isinstance(payload, Named):
            self._set_text(payload.id)
            self._on_edited()

    @override
    def _read(self) -> FieldValue:
        return self.input.text() or None

    @override
    def _show(self, value: FieldValue) -> None:
        self._set_text(value or "")


def _detail(named: Named) -> str:
    return named.detail or say(Message(ID, {"id": named.id}))

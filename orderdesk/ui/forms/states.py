"""What a company's own states mean: the desk proposes, a person decides."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget
from typing_extensions import override

from orderdesk.domain.errors import DeskError
from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue, Named
from orderdesk.domain.status import STATUS_LABELS, OrderStatus
from orderdesk.domain.tenant_states import parse_states, proposed, states_text
from orderdesk.ui.context import Context
from orderdesk.ui.forms.editors import Editor, QuietBox
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.widgets.labels import PlainLabel

NOT_MAPPED = QT_TRANSLATE_NOOP("messages", "No meaning yet")
PROPOSE = QT_TRANSLATE_NOOP("messages", "Propose meanings")
SAVE_FIRST = QT_TRANSLATE_NOOP(
    "messages",
    "Save the connection and synchronise it; the states of your company are listed here then.",
)
NOT_READ = QT_TRANSLATE_NOOP("messages", "The states could not be read: {why}")
MEANING_OF = QT_TRANSLATE_NOOP("messages", "Meaning of the state {state}")


class StatesEditor(Editor):
    """A row for each of the company's states; a proposal is only filled in when asked for."""

    def __init__(
        self, spec: FieldSpec, context: Context, connection: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(spec, parent)
        self._line.setSpacing(6)
        self.boxes: dict[str, QuietBox] = {}
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self.note = PlainLabel(say_text(SAVE_FIRST), tone="muted", wrap=True)
        self.propose_button = QPushButton(say_text(PROPOSE))
        self.propose_button.setAutoDefault(False)
        self.propose_button.clicked.connect(self._on_propose)
        self.propose_button.hide()
        for widget in (self.note, self._rows, self.propose_button):
            self._line.addWidget(widget)
        if connection:
            context.tasks.call(
                context.desk.orders.find_names(connection, spec.look_up or "", ""),
                name="list a company's states",
                then=self._listed,
                otherwise=self._not_listed,
            )

    @property
    @override
    def widget(self) -> QWidget:
        return next(iter(self.boxes.values()), self.propose_button)

    @override
    def name(self, name: str, description: str) -> None:
        # Each row has a name of its own, which the field's must not take the place of.
        self.setFocusProxy(self.widget)
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        self.setObjectName(f"field-{self.spec.key}")

    def _listed(self, names: Sequence[Named]) -> None:
        for named in names:
            self.add(named.id)
        self._show(self._given)

    def _not_listed(self, error: DeskError) -> None:
        self.note.setText(say(Message(NOT_READ, {"why": error.message})))

    def add(self, word: str) -> None:
        """Show a row for a state, if there is none yet."""
        if word in self.boxes:
            return
        box = QuietBox()
        box.addItem(say_text(NOT_MAPPED), None)
        for status in OrderStatus:
            box.addItem(say_text(STATUS_LABELS[status]), status.value)
        box.setAccessibleName(say(Message(MEANING_OF, {"state": word})))
        box.activated.connect(partial(self._on_chosen, word))
        row = len(self.boxes)
        self._grid.addWidget(PlainLabel(word, wrap=True), row, 0)
        self._grid.addWidget(box, row, 1)
        self.boxes[word] = box
        self.note.hide()
        self.propose_button.show()

    def _on_chosen(self, _word: str, _index: int) -> None:
        self._on_edited()

    def _on_propose(self) -> None:
        for word, box in self.boxes.items():
            status = proposed(word)
            if box.currentData() is None and status is not None:
                box.setCurrentIndex(box.findData(status.value))
        self._on_edited()

    @override
    def _read(self) -> FieldValue:
        chosen = {word: box.currentData() for word, box in self.boxes.items()}
        return states_text({w: OrderStatus(value) for w, value in chosen.items() if value})

    @override
    def _show(self, value: FieldValue) -> None:
        try:
            meanings = parse_states(value or "")
        except ValueError:
            meanings = {}
        for word in meanings:
            self.add(word)
        for word, box in self.boxes.items():
            status = meanings.get(word)
            box.setCurrentIndex(0 if status is None else box.findData(status.value))

"""A form made from field descriptions: editors, live check, and what was changed."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QGridLayout, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.domain.fields import Checked, FieldSpec, check
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue, Named, Order
from orderdesk.ui.context import Context
from orderdesk.ui.forms.editors import Editor
from orderdesk.ui.forms.field_editors import Source, field_editor
from orderdesk.ui.forms.quantities import QuantitiesEditor
from orderdesk.ui.forms.row import FieldRow
from orderdesk.ui.forms.shown_values import shown_value
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.widgets.labels import PlainLabel

LEAVE_EMPTY = QT_TRANSLATE_NOOP("messages", "Leave this empty: {other} is filled in.")
MORE = QT_TRANSLATE_NOOP("messages", "More fields ({count})")
FEWER = QT_TRANSLATE_NOOP("messages", "Fewer fields")
CHANGED_MEANWHILE = QT_TRANSLATE_NOOP(
    "messages", "Changed meanwhile to “{theirs}” by somebody else; you typed “{mine}”."
)


class FieldForm(QWidget):
    """Editors for the fields of `specs` that may be written, by group.

    With `editing` the form knows what was there before, gives out only what was changed and
    checks only that; else it checks everything, as for something new. With `first` the
    other fields wait behind a button. `order` is what a form about one chooses from: its
    items, and the values of its fields.

    Signals:
        edited: the person changed something.
        accepted: Ctrl+Enter was pressed.
    """

    edited = Signal()
    accepted = Signal()

    def __init__(
        self,
        context: Context,
        specs: Sequence[FieldSpec],
        *,
        connection: str = "",
        values: Mapping[str, FieldValue] | None = None,
        names: Mapping[tuple[str, str], Named] | None = None,
        editing: bool = False,
        first: Collection[str] | None = None,
        order: Order | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._order = order
        self._context = context
        self._connection = connection
        self._names = dict(names or {})
        self._editing = editing
        self._specs = tuple(spec for spec in specs if not spec.read_only)
        self._labels = {spec.key: say_text(spec.label) for spec in self._specs}
        self._first = frozenset(first) if first is not None else frozenset(self._labels)
        self._initial: dict[str, FieldValue] = {}
        self._attempted = False
        self._expanded = False
        self._headings: dict[str, PlainLabel] = {}
        self.rows: dict[str, FieldRow] = {}
        self._more = QToolButton()
        self._build()
        self.set_values(values or {})

    def values(self) -> dict[str, FieldValue]:
        """Return every field's text as typed."""
        return {key: row.editor.value() for key, row in self.rows.items()}

    def changes(self) -> dict[str, FieldValue]:
        """Return the fields whose text is another than at first."""
        return {
            key: value
            for key, value in self.values().items()
            if (value or None) != (self._initial.get(key) or None)
        }

    def initial(self) -> Mapping[str, FieldValue]:
        """Return what the form began with."""
        return self._initial

    def checked(self) -> Checked:
        """Return what can be sent, and what is wrong by field."""
        if self._editing:
            result = check(self._specs, self.changes(), self._initial)
        else:
            result = check(self._specs, self.values())
        own = {k: problem for k, row in self.rows.items() if (problem := row.editor.problem())}
        refused = {k: row.refusal for k, row in self.rows.items() if row.refusal is not None}
        return Checked(result.values, {**refused, **result.problems, **own})

    def set_values(self, values: Mapping[str, FieldValue]) -> None:
        """Begin anew with these values; nothing counts as edited."""
        defaults: dict[str, FieldValue] = {}
        if not self._editing:
            defaults = {spec.key: spec.default for spec in self._specs}
        self._initial = {key: values.get(key, defaults.get(key)) for key in self.rows}
        for key, row in self.rows.items():
            row.touched, row.refusal = False, None
            row.editor.set_value(self._initial[key])
        self._attempted = False
        self._follow()
        self._review()

    def fill(self, values: Mapping[str, FieldValue]) -> None:
        """Put values into fields as if they were typed: from a product, or a kept draft."""
        # What others depend on goes first, so that their choices are there.
        for key in sorted(values, key=self._dependent):
            row = self.rows.get(key)
            if row is not None:
                row.editor.put(values[key])
                row.touched = True
                self._follow()
        self.set_expanded(expanded=self._expanded)
        self._after_edit()

    def rebase(self, values: Mapping[str, FieldValue]) -> None:
        """Take note that the order is another now: what was not edited here follows it.

        What was edited stays as typed, with a word on what stands there now.
        """
        changed = self.changes()
        for key, row in self.rows.items():
            now = values.get(key) or None
            if now == (self._initial.get(key) or None):
                continue
            self._initial[key] = now
            if key not in changed:
                row.editor.set_value(now)
            elif (changed[key] or None) != now:
                facts = {"theirs": self._shown(key, now), "mine": self._shown(key, changed[key])}
                row.say_hint(say(Message(CHANGED_MEANWHILE, facts)))
        self._follow()
        self._review()

    def add_names(self, names: Mapping[tuple[str, str], Named]) -> None:
        """Learn names of ids that fields may hold."""
        self._names.update(names)

    def show_order(self, order: Order) -> None:
        """Take note of the order as it is now: of its items, above all."""
        self._order = order
        for row in self.rows.values():
            if isinstance(row.editor, QuantitiesEditor):
                row.editor.show_lines(order.lines)
        self._follow()
        self._review()

    def amounts(self) -> list[tuple[Decimal, str]] | None:
        """Return how much of which items it is about; None where nothing says so."""
        editors = (row.editor for row in self.rows.values())
        found = next((one for one in editors if isinstance(one, QuantitiesEditor)), None)
        return None if found is None else found.amounts()

    def show_problems(self, problems: Mapping[str, Message]) -> dict[str, Message]:
        """Show what a service found wrong; return the problems of fields not in this form."""
        for key in problems.keys() & self.rows.keys():
            self.rows[key].refusal = problems[key]
        self.reveal_problems()
        return {key: problem for key, problem in problems.items() if key not in self.rows}

    def reveal_problems(self) -> bool:
        """Show everything that is wrong and go to the first of it; return whether all is right."""
        self._attempted = True
        problems = self._review()
        if problems and not problems.keys() <= self._first:
            self.set_expanded(expanded=True)
        for key, row in self.rows.items():
            if key in problems:
                row.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                break
        return not problems

    def set_expanded(self, *, expanded: bool) -> None:
        """Show all fields, or the first few and those that hold something."""
        self._expanded = expanded
        for key, row in self.rows.items():
            row.set_shown(shown=expanded or key in self._first or key in self.changes())
        for group, heading in self._headings.items():
            rows = [row for row in self.rows.values() if row.spec.group == group]
            heading.setVisible(any(not row.editor.isHidden() for row in rows))
        hidden = sum(row.editor.isHidden() for row in self.rows.values())
        self._more.setVisible(hidden > 0 or (expanded and len(self._first) < len(self.rows)))
        text = say_text(FEWER) if expanded else say(Message(MORE, {"count": str(hidden)}))
        self._more.setText(text)
        self._more.setAccessibleName(text)
        self._context.icons.bind(self._more, "chevron-up" if expanded else "chevron-down", "accent")

    def focus_first(self) -> None:
        """Go to the first field that is shown."""
        row = next((row for row in self.rows.values() if not row.editor.isHidden()), None)
        if row is not None:
            row.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, 132)
        grid.setColumnStretch(1, 1)
        outer.addLayout(grid)
        groups = list(dict.fromkeys(spec.group for spec in self._specs))
        line = 0
        for group in groups:
            if group and len(groups) > 1:
                heading = PlainLabel(say_text(group), tone="heading")
                heading.setContentsMargins(0, 10 if line else 0, 0, 2)
                grid.addWidget(heading, line, 0, 1, 2)
                self._headings[group] = heading
                line += 1
            for spec in self._specs:
                if spec.group == group:
                    self.rows[spec.key] = FieldRow(self._editor(spec), grid, line)
                    line += 2
        for key, row in self.rows.items():
            row.editor.edited.connect(partial(self._on_edited, key))
        self._more.setProperty("kind", "link")
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more.clicked.connect(self._on_more)
        outer.addWidget(self._more)
        outer.addStretch()
        self.set_expanded(expanded=False)

    def _editor(self, spec: FieldSpec) -> Editor:
        source = Source(self._connection, self._names, self._order, self._specs)
        return field_editor(spec, self._context, source)

    def _around(self) -> Mapping[str, FieldValue]:
        """Return what the order itself says, for fields that depend on something of it."""
        order = self._order
        return {} if order is None else {**order.fields, "id": order.vendor_id}

    def _dependent(self, key: str) -> bool:
        row = self.rows.get(key)
        return row is not None and row.spec.depends_on is not None

    def _on_more(self) -> None:
        self.set_expanded(expanded=not self._expanded)

    def _on_edited(self, key: str) -> None:
        row = self.rows[key]
        row.touched, row.refusal = True, None
        self._follow()
        self._after_edit()

    def _after_edit(self) -> None:
        self._review()
        self.edited.emit()

    def _follow(self) -> None:
        """Let the fields that depend on others know those others' values."""
        for row in self.rows.values():
            if row.spec.depends_on is not None:
                row.editor.follow({**self._around(), **self.values()})

    def _review(self) -> Mapping[str, Message]:
        """Check, and show what is wrong where the person has been already."""
        problems = self.checked().problems
        changed = self.changes()
        for key, row in self.rows.items():
            seen = self._attempted or row.touched
            row.say_problem(problems.get(key) if seen else None)
            if self._editing:
                was = self._shown(key, self._initial.get(key)) if key in changed else None
                row.say_was(was)
            self._hint_exclusion(row)
        return problems

    def _hint_exclusion(self, row: FieldRow) -> None:
        others = [key for key in row.spec.excludes if key in self.rows]
        filled = [key for key in others if self.rows[key].editor.value()]
        if not others:
            return
        if filled and not row.editor.value():
            row.say_hint(say(Message(LEAVE_EMPTY, {"other": self._labels[filled[0]]})))
        else:
            row.say_hint("")

    def _shown(self, key: str, value: FieldValue) -> str:
        row, order = self.rows[key], self._order
        lines = (order.lines or ()) if order is not None else ()
        return shown_value(row.spec, value, names=self._names, zone=self._context.zone, lines=lines)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.accepted.emit()
        else:
            super().keyPressEvent(event)

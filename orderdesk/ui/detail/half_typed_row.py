"""What was being typed into this order's values when its editors went, to go on with or drop."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.staging import Editable
from orderdesk.services.views import OrderView
from orderdesk.ui.context import Context
from orderdesk.ui.forms.subjects import item_name
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.staging.cell_draft import Cell, cell_of
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.widgets.labels import PlainLabel

HALF_TYPED = QT_TRANSLATE_NOOP("messages", "Half typed, and not staged: {values}.")
OF_ITEM = QT_TRANSLATE_NOOP("messages", "{field} of {item}")
AND_MORE = QT_TRANSLATE_NOOP("messages", "{values} and {count} more")
TYPED = QT_TRANSLATE_NOOP("messages", "What was typed")
GO_ON = QT_TRANSLATE_NOOP("messages", "Go on")
GO_ON_WITH = QT_TRANSLATE_NOOP("messages", "Goes on with {value}.")
DROP = QT_TRANSLATE_NOOP("messages", "Drop")
DROP_THEM = QT_TRANSLATE_NOOP("messages", "Forgets what was half typed into this order.")
_MOST = 3


def named(cell: Cell, view: OrderView, editable: Editable) -> str:
    """Return what a value is called; "" where the order has no such value any more."""
    fields = editable.lines.get(cell.line_id, {}) if cell.line_id else editable.order
    field = fields.get(cell.field)
    if field is None:
        return ""
    label = say_text(field.spec.label)
    line = view.order.line(cell.line_id) if cell.line_id else None
    if line is None:
        return label
    return say(Message(OF_ITEM, {"field": label, "item": item_name(line)}))


class HalfTypedRow(QWidget):
    """Names the values of which something half typed is kept; hidden where there are none.

    Signals:
        wanted: the Cell to go on with.
        dropped: the Cells whose texts are to be forgotten.
    """

    wanted = Signal(object)
    dropped = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._names: dict[Cell, str] = {}
        self._picture = PlainLabel()
        self.text = PlainLabel(tone="muted", wrap=True)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.go_on = QPushButton(say_text(GO_ON))
        self.go_on.clicked.connect(self._on_go_on)
        self.drop = QPushButton(say_text(DROP))
        self.drop.setAccessibleDescription(say_text(DROP_THEM))
        self.drop.clicked.connect(self._on_drop)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 12, 5)
        row.setSpacing(6)
        row.addWidget(self._picture)
        row.addSpacing(4)
        row.addWidget(self.text, 1)
        for button in (self.go_on, self.drop):
            button.setAutoDefault(False)
            row.addWidget(button)
        context.theme.changed.connect(self._draw)
        self._draw()
        self.hide()

    @property
    def cells(self) -> Sequence[Cell]:
        """The values of which something half typed is kept."""
        return tuple(self._names)

    def show_drafts(self, drafts: Mapping[str, str], view: OrderView, editable: Editable) -> None:
        """Show what is kept of an order, by its key."""
        found = {
            cell: text for key, text in drafts.items() if (cell := cell_of(key, view.order.id))
        }
        names = {cell: name for cell in found if (name := named(cell, view, editable))}
        self._names = names
        texts = "\n".join(f"{name}: {found[cell]}" for cell, name in names.items())
        self.text.setToolTip(plain_tip(say_text(TYPED), texts))
        self._show()

    def forget(self, cell: Cell) -> None:
        """Take note that a value is being edited, with what was kept of it."""
        if self._names.pop(cell, None) is not None:
            self._show()

    def clear(self) -> None:
        """Show nothing: another order is shown."""
        self._names = {}
        self._show()

    def _show(self) -> None:
        shown = list(self._names.values())
        values = ", ".join(shown[:_MOST])
        if len(shown) > _MOST:
            facts = {"values": values, "count": str(len(shown) - _MOST)}
            values = say(Message(AND_MORE, facts))
        self.text.setText(say(Message(HALF_TYPED, {"values": values})))
        self.setAccessibleName(self.text.text())
        first = shown[0] if shown else ""
        self.go_on.setAccessibleDescription(say(Message(GO_ON_WITH, {"value": first})))
        self.setVisible(bool(shown))

    def _on_go_on(self) -> None:
        if self._names:
            self.wanted.emit(next(iter(self._names)))

    def _on_drop(self) -> None:
        self.dropped.emit(self.cells)
        self.clear()

    def _draw(self) -> None:
        colour = self._context.theme.colour("muted")
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(self._context.icons.pixmap("keyboard", colour, 16, ratio))

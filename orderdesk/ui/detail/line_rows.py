"""The rows of the items table: each line as projected, beside what the vendor has."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import Line, Order
from orderdesk.domain.staging import EditableField
from orderdesk.ui.i18n import format_money, format_number, say, say_text

NOT_KNOWN = QT_TRANSLATE_NOOP("messages", "Not known")
NO_DESCRIPTION = QT_TRANSLATE_NOOP("messages", "No description")
NEW = QT_TRANSLATE_NOOP("messages", "new, not sent yet")
GOING = QT_TRANSLATE_NOOP("messages", "to be removed")
NEW_STAGED = QT_TRANSLATE_NOOP("messages", "New, staged")
GOING_STAGED = QT_TRANSLATE_NOOP("messages", "Removed, staged")
WAS = QT_TRANSLATE_NOOP("messages", "{now}, was {before}, not sent yet")
WAS_STAGED = QT_TRANSLATE_NOOP("messages", "{now} (staged; was {before})")
# The attributes of a Line that the columns show.
NAMING, COUNTING, PRICING = "description", "quantity", "price"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows; `before` is the vendor's value where ours is another."""

    text: str
    before: str | None = None
    staged: bool = False
    """Whether ours is staged, and not under way."""
    editable: bool = False

    def spoken(self) -> str:
        """Return the cell in words."""
        if self.before is None:
            return self.text
        template = WAS_STAGED if self.staged else WAS
        return say(Message(template, {"now": self.text, "before": self.before}))


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line ready to be shown."""

    id: str
    name: Cell
    detail: str
    quantity: Cell
    price: Cell
    sum: Cell
    added: bool = False
    """Not at the vendor yet."""
    going: bool = False
    """Still at the vendor, and to be taken off."""
    problem: str = ""
    """What is wrong with it, for a line that is being typed."""
    held: bool = False
    """That it is new or going is staged, and not under way."""

    @property
    def staged(self) -> bool:
        """Whether anything of it is not sent yet."""
        cells = (self.name, self.quantity, self.price, self.sum)
        return self.added or self.going or any(cell.before is not None for cell in cells)

    @property
    def mark(self) -> str:
        """What stands for the whole line: that it is new, or going; "" for neither."""
        if self.added:
            return say_text(NEW_STAGED if self.held else NEW)
        if self.going:
            return say_text(GOING_STAGED if self.held else GOING)
        return ""


def _number(value: Decimal | None) -> str:
    return say_text(NOT_KNOWN) if value is None else format_number(value)


def _money(value: Decimal | None, currency: str | None) -> str:
    return say_text(NOT_KNOWN) if value is None else format_money(value, currency)


def _choice_words(line: Line, specs: tuple[FieldSpec, ...]) -> Mapping[str, str]:
    """Return the words of the choices a line has, by the attribute that shows them."""
    words: dict[str, str] = {}
    for spec in specs:
        value = line.fields.get(spec.key)
        every = (*spec.choices, *(c for some in spec.choices_by.values() for c in some))
        label = next((say_text(c.label) for c in every if c.value == value), None)
        if spec.attribute and label:
            words[spec.attribute] = label
    return words


def _detail(line: Line, specs: tuple[FieldSpec, ...]) -> str:
    words = _choice_words(line, specs)
    kind = words.get("kind_word") or line.kind_word
    status = words.get("status_word") or line.status_word
    return " · ".join(filter(None, (line.sku, kind, status)))


def line_row(line: Line, currency: str | None, specs: tuple[FieldSpec, ...]) -> LineRow:
    """Return a line as it is shown when nothing of it is waiting."""
    return LineRow(
        id=line.id,
        name=Cell(line.description or say_text(NO_DESCRIPTION)),
        detail=_detail(line, specs),
        quantity=Cell(_number(line.quantity)),
        price=Cell(_money(line.price, currency)),
        sum=Cell(_money(line.sum, currency)),
    )


def _against(now: Cell, before: Cell) -> Cell:
    return now if now.text == before.text else Cell(now.text, before.text)


def _compared(row: LineRow, old: LineRow) -> LineRow:
    detail = row.detail
    if row.detail != old.detail:
        detail = say(Message(WAS, {"now": row.detail, "before": old.detail}))
    return replace(
        row,
        name=_against(row.name, old.name),
        detail=detail,
        quantity=_against(row.quantity, old.quantity),
        price=_against(row.price, old.price),
        sum=_against(row.sum, old.sum),
    )


def line_rows(
    order: Order, mirror: Order | None, specs: tuple[FieldSpec, ...]
) -> tuple[LineRow, ...]:
    """Return the order's lines with what is waiting; lines to be removed keep their place."""
    lines = order.lines or ()
    now = {line.id: line_row(line, order.currency, specs) for line in lines}
    if mirror is None or mirror.lines is None:
        return tuple(replace(row, added=True) if mirror is None else row for row in now.values())
    rows: list[LineRow] = []
    for line in mirror.lines:
        old = line_row(line, order.currency, specs)
        row = now.pop(line.id, None)
        rows.append(_compared(row, old) if row else replace(old, going=True))
    return (*rows, *(replace(row, added=True) for row in now.values()))


def marked(row: LineRow, fields: Mapping[str, EditableField], *, held: bool) -> LineRow:
    """Return a row with what of it can be edited and what is staged.

    `held`: a command that adds or removes it is staged.
    """
    by_attribute = {one.spec.attribute: one for one in fields.values() if one.spec.attribute}

    def cell(shown: Cell, *attributes: str) -> Cell:
        behind = [one for name in attributes if (one := by_attribute.get(name))]
        staged = held or any(one.staged for one in behind)
        can = len(attributes) == 1 and any(one.action for one in behind)
        return replace(shown, staged=staged and shown.before is not None, editable=can)

    return replace(
        row,
        name=cell(row.name, NAMING),
        quantity=cell(row.quantity, COUNTING),
        price=cell(row.price, PRICING),
        sum=cell(row.sum, COUNTING, PRICING),
        held=held,
    )

"""What is possible with an order and what is not, with every reason, to read in one go."""

from collections.abc import Collection, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from orderdesk.domain.actions import Kind, Verdict
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.rules import VendorRules
from orderdesk.services.views import OrderView
from orderdesk.ui.actions import reason_text
from orderdesk.ui.detail.action_bar import ordered
from orderdesk.ui.detail.reason_box import label_of
from orderdesk.ui.detail.words_view import Look, Paragraph, Piece, WordsView
from orderdesk.ui.forms.subjects import number_of
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.labels import PlainLabel

TITLE = QT_TRANSLATE_NOOP("messages", "What can be done with {number}, and what not")
NOT_NOW = QT_TRANSLATE_NOOP("messages", "Not possible now")
NOT_OFFERED = QT_TRANSLATE_NOOP("messages", "Not offered by {vendor}")
POSSIBLE = QT_TRANSLATE_NOOP("messages", "Possible now")
DOUBTFUL = QT_TRANSLATE_NOOP("messages", "Possible, if the vendor agrees")
CLOSE = QT_TRANSLATE_NOOP("messages", "Close")


def not_offered_by(rules: VendorRules) -> str:
    """Return the heading over what a vendor's API has no call for."""
    return say(Message(NOT_OFFERED, {"vendor": Message(rules.title)}))


def reasons(view: OrderView, kinds: Collection[Kind] = Kind) -> tuple[Paragraph, ...]:
    """Return every action with an answer of these kinds: the impossible first, the missing last."""
    rules = view.description.rules
    names = [rule.name for rule in ordered(rules)] + [gone.name for gone in rules.not_offered]
    sections = (
        (Kind.REFUSED, say_text(NOT_NOW)),
        (Kind.VENDOR_DECIDES, say_text(DOUBTFUL)),
        (Kind.ALLOWED, say_text(POSSIBLE)),
        (Kind.NOT_OFFERED, not_offered_by(rules)),
    )
    paragraphs: list[Paragraph] = []
    for kind, title in (one for one in sections if one[0] in kinds):
        found = [n for n in names if n in view.verdicts and view.verdicts[n].kind is kind]
        if found:
            above = 16 if paragraphs else 0
            paragraphs.append(Paragraph((Piece(title, Look.MUTED),), above))
            for name in found:
                paragraphs.extend(_answer(name, view))
    return tuple(paragraphs)


def _answer(name: str, view: OrderView) -> Iterator[Paragraph]:
    rules, verdict = view.description.rules, view.verdicts[name]
    yield Paragraph((Piece(say_text(label_of(name, rules)), Look.STRONG),), 8)
    rule = rules.action(name)
    if verdict.kind is Kind.NOT_OFFERED:
        yield from _nearest(verdict)
        return
    text = reason_text(verdict) or (say_text(rule.summary) if rule else "")
    if text:
        yield Paragraph((Piece(text),), 1)


def _nearest(verdict: Verdict) -> Iterator[Paragraph]:
    """Say what the vendor does not offer, and on a line of its own the nearest thing it does."""
    if verdict.reason is not None:
        yield Paragraph((Piece(say(verdict.reason)),), 1)
    if verdict.way_out is not None:
        yield Paragraph((Piece("→ ", Look.MUTED), Piece(say(verdict.way_out))), 1, 10)


class ReasonsDialog(QDialog):
    """The answers for every action of an order, or only what its vendor does not offer."""

    def __init__(
        self,
        theme: Theme,
        view: OrderView,
        parent: QWidget | None = None,
        *,
        missing_only: bool = False,
    ) -> None:
        super().__init__(parent)
        title = say(Message(TITLE, {"number": number_of(view)}))
        if missing_only:
            title = not_offered_by(view.description.rules)
        self.setObjectName("reasons-dialog")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading = PlainLabel(title, wrap=True)
        heading.set_size("large")
        heading.setContentsMargins(20, 16, 20, 8)
        self.words = WordsView(theme)
        self.words.setViewportMargins(19, 2, 10, 2)
        self.words.setAccessibleName(title)
        kinds = (Kind.NOT_OFFERED,) if missing_only else Kind
        paragraphs = reasons(view, kinds)
        # The window's heading says of what there is only one section.
        self.words.show_paragraphs(paragraphs[1:] if missing_only else paragraphs)
        button = QPushButton(say_text(CLOSE))
        button.setDefault(True)
        button.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setContentsMargins(20, 10, 20, 14)
        row.addStretch()
        row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(heading)
        column.addWidget(self.words, 1)
        column.addLayout(row)
        self.resize(500, 520)
        self.words.setFocus()

"""The plan: what will become of each chosen order, what the act asks for, and the button."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from orderdesk.domain.bulk import (
    FORECAST_LABELS,
    Forecast,
    Plan,
    PlanRow,
    Request,
    sums_of,
    warning_of,
)
from orderdesk.domain.errors import DeskError
from orderdesk.domain.events import PlanChanged
from orderdesk.domain.ledger import Run
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue, split_order_id
from orderdesk.services.bulk_planning import Choice, asks_for_values
from orderdesk.ui.announcement import announce
from orderdesk.ui.bulk.filter_tabs import FilterTabs
from orderdesk.ui.bulk.table import Column, Line, LinesTable
from orderdesk.ui.bulk.values import Part, ValuesForm
from orderdesk.ui.bulk.words import (
    button_text,
    forecast_badge,
    state_text,
    sums_text,
    why_of,
)
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.forms.draft import Draft, Typed
from orderdesk.ui.i18n import format_number, say, say_text
from orderdesk.ui.widgets.labels import PlainLabel, restyle
from orderdesk.ui.widgets.progress_line import ProgressLine
from orderdesk.ui.widgets.scrolled import scrolled
from orderdesk.ui.widgets.strip import Strip

COLUMNS = (
    Column(QT_TRANSLATE_NOOP("messages", "Order"), 104),
    Column(QT_TRANSLATE_NOOP("messages", "Customer"), 136),
    Column(QT_TRANSLATE_NOOP("messages", "State"), 92),
    Column(QT_TRANSLATE_NOOP("messages", "Outlook"), 150, badge=True),
    Column(QT_TRANSLATE_NOOP("messages", "Why"), 0),
)
CHOSEN = QT_TRANSLATE_NOOP("messages", "{action}: {count} orders chosen")
HOW_CHOSEN = QT_TRANSLATE_NOOP("messages", "Found by {query}; the choice is fixed now.")
FIXED = QT_TRANSLATE_NOOP(
    "messages", "The choice is fixed now: what comes later is not part of it."
)
LOOKED_AT = QT_TRANSLATE_NOOP("messages", "Looked at {done} of {total} orders")
GO_BACK = QT_TRANSLATE_NOOP("messages", "Go back")
STOP = QT_TRANSLATE_NOOP("messages", "Stop")
DOUBTFUL = QT_TRANSLATE_NOOP("messages", "Also try the {count} on which only the vendor decides")
NOTHING = QT_TRANSLATE_NOOP("messages", "Nothing can be done to any of these orders.")
CHANGED = QT_TRANSLATE_NOOP(
    "messages", "With what you filled in, {count} of {before} orders are left. Look, then go on."
)
TOGETHER = QT_TRANSLATE_NOOP(
    "messages",
    "Up to {count} orders go in one call, each with an outcome of its own; pause and stop take "
    "hold between two calls.",
)
NO_VALUE = QT_TRANSLATE_NOOP("messages", "Give at least one field a new value.")
NOT_READY = QT_TRANSLATE_NOOP(
    "messages", "Not everything can be sent yet; what is wrong stands below the fields."
)
MORE_REASONS = QT_TRANSLATE_NOOP("messages", "{count} more for other reasons; the table has them.")
_MOST_REASONS = 3
_SIZE = QSize(900, 620)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be done to which orders; with `again` the failed of a run are taken up."""

    action: str
    label: str
    choice: Choice = field(default_factory=Choice)
    again: str | None = None
    query: str = ""


def line_of(row: PlanRow) -> Line:
    """Return the line of an order in the table of a plan."""
    badge = forecast_badge(row.forecast)
    number = row.number or row.order_id
    texts = (number, row.customer, state_text(row), badge.text, why_of(row))
    return Line(row.order_id, badge, texts)


def _is_tried(plan: Plan) -> bool:
    """Whether what only the vendor can decide is sent unless somebody says otherwise.

    Not what cannot be taken back, where there is something surer to do.
    """
    doubtful = [row for row in plan.rows if row.forecast is Forecast.VENDOR_DECIDES]
    return plan.count(Forecast.WILL_DO) == 0 or warning_of(doubtful) is None


class PlanDialog(QDialog):
    """Looks at every chosen order, says what will become of it, and begins when it is told to.

    Signals:
        begun: the Run that was begun.
    """

    begun = Signal(object)

    def __init__(self, context: Context, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._subject = subject
        self._word = str(uuid4())
        self._draft = Draft(context, f"plan:{subject.action}", self)
        self._task: asyncio.Task[None] | None = None
        self._plan: Plan | None = None
        self._values: Mapping[str, Mapping[str, FieldValue]] = {}
        self._waited: int | None = None
        self._busy = False
        self.setObjectName("plan-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.heading = PlainLabel(wrap=True)
        self.heading.set_size("large")
        self.strip = Strip(context.theme, context.icons, kind="warning", closable=True)
        self.strip.hide()
        self.bar = ProgressLine(context.theme)
        self.looked = PlainLabel(tone="muted")
        self.form: ValuesForm | None = None
        self.tabs = FilterTabs({one: say_text(text) for one, text in FORECAST_LABELS.items()})
        self.table = LinesTable(COLUMNS, context.theme, context.icons)
        self.reasons = PlainLabel(wrap=True, selectable=True)
        self.said = PlainLabel(tone="muted", wrap=True, selectable=True)
        self.warning = PlainLabel(tone="warning", wrap=True, selectable=True)
        self.doubtful = QCheckBox()
        self.worth = PlainLabel(tone="muted", wrap=True)
        self.close_button = QPushButton(say_text(GO_BACK))
        self.do_button = QPushButton()
        self._area: QScrollArea | None = None
        self._lay_out()
        self._connect()
        self._title(len(subject.choice))
        self._look(Request(subject.action), checked=not self._asks())

    @property
    def plan(self) -> Plan | None:
        """The plan shown; None while it is being made."""
        return self._plan

    def submit(self) -> None:
        """Carry the plan out, with what was filled in; where that changes it, show it first."""
        if self._plan is None or self._busy:
            return
        if self.form is not None and not self._are_filled_in(self.form):
            return
        self._busy = True
        run = self._context.desk.bulk.run(self._plan, doubtful=self.doubtful.isChecked())
        self._context.tasks.call(
            run, name="begin a bulk run", then=self._begun, otherwise=self._failed
        )

    def _are_filled_in(self, form: ValuesForm) -> bool:
        """Whether the plan shown is with the values that the form has; else have it made anew."""
        if not form.ready():
            self._complain(say_text(NOT_READY))
            return False
        if form.nothing_changed():
            self._complain(say_text(NO_VALUE))
            return False
        values = form.values()
        if not form.forms or values == self._values:
            return True
        self._waited = len(self._sent())
        self._values = values
        self._look(Request(self._subject.action, values), checked=True)
        return False

    def _asks(self) -> bool:
        descriptions = self._context.desk.connections.descriptions()
        rules = [one.rules.counterpart(self._subject.action) for one in descriptions]
        return any(rule is not None and asks_for_values(rule) for rule in rules)

    def _look(self, request: Request, *, checked: bool) -> None:
        """Have the plan made, or made anew."""
        bulk = self._context.desk.bulk
        if self._subject.again is not None:
            coro = bulk.retry(self._subject.again, word=self._word)
        else:
            coro = bulk.plan(self._subject.choice, request, checked=checked, word=self._word)
        self._show_looking(looking=True)
        self._task = self._context.tasks.call(
            coro, name="plan a bulk run", then=self._take, otherwise=self._failed
        )

    def _take(self, plan: Plan) -> None:
        """Show a plan; carry it out at once where it is what the button said."""
        first, self._plan = self._plan is None, plan
        self._show_looking(looking=False)
        self._title(len(plan.rows))
        if first:
            self._add_form(plan)
            self.doubtful.setChecked(_is_tried(plan))
        self.tabs.show_counts(plan.counts())
        doubtful = plan.count(Forecast.VENDOR_DECIDES)
        text = say(Message(DOUBTFUL, {"count": format_number(doubtful)}))
        self.doubtful.setText(text)
        self.doubtful.setVisible(0 < doubtful < len(plan.sent()))
        self._list()
        self._describe()
        waited, self._waited = self._waited, None
        if waited is not None and waited == len(self._sent()):
            self.submit()
        elif waited is not None:
            facts = {
                "count": format_number(len(self._sent())),
                "before": format_number(waited),
            }
            self._complain(say(Message(CHANGED, facts)))
        if first and not (self.form is not None and self.form.focus_first()):
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_form(self, plan: Plan) -> None:
        titles = {one.vendor: one.title for one in self._context.desk.connections.descriptions()}
        if self._subject.again is not None:
            return
        places = {row.vendor: split_order_id(row.order_id)[0] for row in plan.sent()}
        parts = [
            Part(vendor, titles.get(vendor, vendor), rule, places[vendor])
            for vendor, rule in plan.rules().items()
        ]
        form = ValuesForm(self._context, parts)
        if form.isHidden():
            form.deleteLater()
            return
        self.form = form
        form.edited.connect(self.strip.hide)
        form.edited.connect(self._keep)
        self._draft.load(self._restore)
        form.accepted.connect(self.submit)
        self._area = scrolled(form)
        self._area.setMaximumHeight(min(form.sizeHint().height() + 8, self.height() * 2 // 5))
        self._body.insertWidget(0, self._area)

    def _keep(self) -> None:
        """Keep what is filled in, by vendor, as long as the plan is open."""
        forms = self.form.forms.items() if self.form is not None else ()
        self._draft.keep(
            {
                f"{vendor}/{key}": value
                for vendor, form in forms
                for key, value in form.changes().items()
            }
        )

    def _restore(self, typed: Typed) -> None:
        """Fill in what was filled in when the program ended without a word."""
        for vendor, form in self.form.forms.items() if self.form is not None else ():
            mine = {
                key.removeprefix(f"{vendor}/"): value
                for key, value in typed.fields.items()
                if key.startswith(f"{vendor}/")
            }
            if mine:
                form.fill(mine)

    def _sent(self) -> Sequence[PlanRow]:
        """Return what would be sent now."""
        return self._plan.sent(doubtful=self.doubtful.isChecked()) if self._plan else ()

    def _list(self) -> None:
        wanted = self.tabs.filter()
        self.table.show_lines(
            [
                line_of(row)
                for row in (self._plan.rows if self._plan else ())
                if wanted in {None, row.forecast}
            ]
        )

    def _describe(self) -> None:
        """Say on the button what will be done, and what of it cannot be taken back."""
        plan = self._plan
        if plan is None:
            return
        sent = self._sent()
        groups = plan.groups()
        shown = [say(group.message()) for group in groups[:_MOST_REASONS]]
        more = sum(group.count for group in groups[_MOST_REASONS:])
        if more:
            shown.append(say(Message(MORE_REASONS, {"count": format_number(more)})))
        self.reasons.setText("\n".join(shown))
        self.reasons.setVisible(bool(shown))
        warning = warning_of(sent)
        self.warning.setText(say(warning) if warning else "")
        self.warning.setVisible(warning is not None)
        self.worth.setText(self._worth(sent))
        rule = sent[0].rule if sent else None
        label = rule.label if rule else self._subject.label
        self.do_button.setText(button_text(plan, label, sent))
        self.do_button.setVisible(bool(sent))
        danger = warning is not None and not (rule is not None and rule.primary)
        self.do_button.setProperty("kind", "danger" if danger else "primary")
        restyle(self.do_button)
        self.setAccessibleDescription(" ".join(filter(None, (*shown, self.warning.text()))))

    @staticmethod
    def _worth(sent: Sequence[PlanRow]) -> str:
        """Say what is sent is worth, and where several orders go in one call."""
        if not sent:
            return say_text(NOTHING)
        most = max((row.rule.at_once for row in sent if row.rule is not None), default=1)
        together = (
            say(Message(TOGETHER, {"count": str(most)})) if most > 1 and len(sent) > 1 else ""
        )
        return "\n".join(filter(None, (sums_text(sums_of(sent)), together)))

    def _title(self, count: int) -> None:
        facts = {"action": Message(self._subject.label), "count": format_number(count)}
        title = say(Message(CHOSEN, facts)) if count else say_text(self._subject.label)
        self.heading.setText(title)
        self.setWindowTitle(title)
        self.setAccessibleName(title)

    def _show_looking(self, *, looking: bool) -> None:
        self._busy = looking
        for widget in (self.bar, self.looked):
            widget.setVisible(looking)
        if looking:
            self.bar.setRange(0, 0)
            self.looked.setText("")
            self.strip.hide()
        else:
            self._task = None
        self._whole.setVisible(self._plan is not None)
        if self._plan is None:
            self.do_button.hide()
        self.close_button.setText(say_text(STOP if looking else GO_BACK))

    def _on_looked(self, event: PlanChanged) -> None:
        if event.plan != self._word or self._task is None:
            return
        self.bar.setRange(0, event.total)
        self.bar.setValue(event.done)
        facts = {"done": format_number(event.done), "total": format_number(event.total)}
        self.looked.setText(say(Message(LOOKED_AT, facts)))

    def _begun(self, run: Run) -> None:
        self.begun.emit(run)
        self.accept()

    def _failed(self, error: DeskError) -> None:
        self._waited = None
        self._show_looking(looking=False)
        self._complain(sentences(error))

    def _complain(self, text: str) -> None:
        self.strip.say(text)
        self.strip.show()
        announce(self, text, urgent=True)

    def _on_close(self) -> None:
        """Stop looking, or go back where a plan is shown already."""
        if self._task is not None and self._plan is not None:
            self._task.cancel()
            self._waited = None
            self._values = {}
            self._show_looking(looking=False)
        else:
            self.reject()

    def _on_tab(self) -> None:
        self._list()

    def _on_current(self, line: Line | None) -> None:
        """Say in full why the current order has in store what it has."""
        why = line.texts[-1] if line else ""
        self.said.setText(f"{line.texts[0]}: {why}" if line and why else "")

    def _on_doubtful(self, _checked: bool) -> None:
        self._describe()

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._on_tab)
        self.table.current_changed.connect(self._on_current)
        self.doubtful.setChecked(True)
        self.doubtful.toggled.connect(self._on_doubtful)
        self.close_button.clicked.connect(self._on_close)
        self.do_button.clicked.connect(self.submit)
        self._context.bridge.plan_changed.connect(self._on_looked)

    def _lay_out(self) -> None:
        self.tabs.setAccessibleName(self.tr("Which orders are listed"))
        self.table.setAccessibleName(self.tr("What will become of each order"))
        self.bar.setAccessibleName(self.tr("How many orders were looked at"))
        query = self._subject.query
        chosen = say(Message(HOW_CHOSEN, {"query": query})) if query else say_text(FIXED)
        self._whole = QWidget()
        self._body = QVBoxLayout(self._whole)
        self._body.setContentsMargins(20, 4, 20, 0)
        self._body.setSpacing(8)
        for widget in (self.reasons, self.warning, self.doubtful, self.tabs):
            self._body.addWidget(widget)
        self._body.addWidget(self.table, 1)
        self.said.setMinimumHeight(self.said.fontMetrics().height() * 2)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._body.addWidget(self.said)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(4)
        head = QVBoxLayout()
        head.setContentsMargins(20, 0, 20, 4)
        head.setSpacing(4)
        for widget in (self.heading, PlainLabel(chosen, tone="muted", wrap=True)):
            head.addWidget(widget)
        for widget in (self.bar, self.looked):
            head.addWidget(widget)
        column.addLayout(head)
        column.addWidget(self.strip)
        column.addWidget(self._whole, 1)
        column.addStretch()
        column.addLayout(self._foot())
        scale = self._context.theme.scale
        self.resize((_SIZE * scale).boundedTo(self.screen().availableSize() * 0.95))
        self.setMinimumSize(560, 360)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 10, 20, 14)
        foot.setSpacing(8)
        foot.addWidget(self.worth, 1)
        for button in (self.close_button, self.do_button):
            button.setAutoDefault(False)
            foot.addWidget(button)
        return foot

    @override
    def done(self, arg__1: int) -> None:
        if self._task is not None:
            self._task.cancel()
        # What is filled in outlives a crash, and not the plan: the next one is for other orders.
        self._draft.drop()
        super().done(arg__1)

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        focused = self.focusWidget()
        if arg__1.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(arg__1)
        elif arg__1.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
        elif isinstance(focused, QPushButton):
            # No button is the default one: plain Enter in a field must send nothing.
            focused.click()

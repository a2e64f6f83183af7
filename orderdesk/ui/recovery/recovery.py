"""After an end that was none: what was open is offered again, and nothing is forced on anybody."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTabWidget

from orderdesk.domain.rules import Effect
from orderdesk.domain.shown import ShownRow
from orderdesk.services.preferences import HalfTyped
from orderdesk.services.views import OrderView
from orderdesk.ui.bulk.flow import BulkFlow
from orderdesk.ui.context import Context
from orderdesk.ui.forms.flow import OrderFlow
from orderdesk.ui.i18n import plural
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.notices import Button
from orderdesk.ui.recovery.record import KEY, OpenForm, OpenPlan, Record, Recorder, read_record
from orderdesk.ui.recovery.words import order_ids


class Recovery(QObject):
    """Records what is open, and brings back what was open when the program was killed."""

    def __init__(
        self,
        context: Context,
        window: MainWindow,
        tabs: QTabWidget,
        *,
        flow: OrderFlow,
        bulk: BulkFlow,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._window = window
        self._tabs = tabs
        self._flow = flow
        self._bulk = bulk
        self.recorder = Recorder(context, self)
        before = read_record(window.keeper.kept(KEY))
        if before is not None:
            self._restore(before)
        self._listen()
        self.recorder.begin()
        if before is not None and not before.ended:
            self._context.tasks.call(
                context.desk.preferences.half_typed(),
                name="what is half typed",
                then=partial(self._offer, before),
            )

    def show_drafts(self) -> None:
        """List what is half typed."""
        from orderdesk.ui.recovery.drafts_dialog import DraftsDialog

        dialog = DraftsDialog(self._context, self._window)
        dialog.open_asked.connect(self._open_draft)
        dialog.open()

    def _listen(self) -> None:
        self._flow.form_changed.connect(self.recorder.note_form)
        self._bulk.plan_changed.connect(self.recorder.note_plan)
        edit = self._window.page.query_bar.edit
        edit.textChanged.connect(self.recorder.note_typed)
        self._tabs.currentChanged.connect(self.recorder.note_tab)
        self._window.closing.connect(self.recorder.note_end)
        self.recorder.note_tab(self._tabs.currentIndex())
        self.recorder.note_typed(edit.text())

    def _restore(self, before: Record) -> None:
        """Put back what stands about: the words in the search field, and the tab."""
        edit = self._window.page.query_bar.edit
        if before.typed != edit.text():
            # The filter is kept a moment after it is typed; what was typed is the newer word.
            edit.setText(before.typed)
            # As if it had just been typed: what can be read of it is looked for.
            edit.textEdited.emit(before.typed)
        if 0 <= before.tab < self._tabs.count():
            self._tabs.setCurrentIndex(before.tab)

    def _offer(self, before: Record, drafts: Sequence[HalfTyped]) -> None:
        titles = before.dialogs
        parts = [self.tr("orderdesk did not end properly.")]
        if titles:
            named = ", ".join(f"“{title}”" for title in titles)
            parts.append(self.tr("What you had open is here again: {what}.").format(what=named))
        else:
            parts.append(self.tr("Nothing you asked for or typed is lost."))
        if drafts and not titles:
            text = self.tr("%n draft(s) kept.", "", len(drafts))
            parts.append(plural(text, len(drafts)))
        buttons: list[Button] = []
        if before.form is not None:
            form = before.form
            text = self.tr("Open {title}").format(title=form.title)
            buttons.append((text, partial(self._reopen, form)))
        if before.plan is not None:
            plan = before.plan
            text = self.tr("Open {title}").format(title=plan.title)
            buttons.append((text, partial(self._reopen_plan, plan)))
        if drafts:
            buttons.append((self.tr("Drafts…"), self.show_drafts))
        self._window.notices.show_notice("recovery", "info", " ".join(parts), buttons=buttons)

    def _reopen(self, form: OpenForm) -> None:
        self._window.notices.drop("recovery")
        self._flow.reopen(form)

    def _reopen_plan(self, plan: OpenPlan) -> None:
        self._window.notices.drop("recovery")
        self._bulk.reopen(plan)

    def _open_draft(self, draft: HalfTyped) -> None:
        kind, _, rest = draft.key.partition(":")
        if kind in {"new", "new-item"}:
            # The form of the order offers to go on with the item.
            self._flow.start_new(rest.partition(":")[0])
        elif kind == "queued":
            command = rest.partition(":")[0]
            self._flow.reopen(OpenForm(kind="waiting", title="", command=command))
        else:
            self._context.tasks.call(
                self._context.desk.orders.rows_of(order_ids(draft.key)),
                name="the order of a draft",
                then=partial(self._open_on, draft),
            )

    def _open_on(self, draft: HalfTyped, rows: dict[str, ShownRow]) -> None:
        order = next((known for known in order_ids(draft.key) if known in rows), None)
        if order is not None:
            self._context.tasks.call(
                self._context.desk.orders.view(order),
                name="the order of a draft",
                then=partial(self._open_in_form, draft, order),
            )

    def _open_in_form(self, draft: HalfTyped, order: str, view: OrderView) -> None:
        kind, _, rest = draft.key.partition(":")
        left = rest.removeprefix(order).removeprefix(":")
        if kind == "act":
            self._flow.start(left, view)
            return
        effect = Effect.EDIT if kind == "edit" else Effect.EDIT_LINE if left else Effect.ADD_LINE
        rules = [rule for rule in view.description.rules.actions if rule.effect is effect]
        allowed = [rule for rule in rules if view.verdicts[rule.name].allowed]
        for rule in (allowed or rules)[:1]:
            self._flow.start(rule.name, view, left or None)

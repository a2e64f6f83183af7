"""The way of an act on several selected orders: plan, progress, ledger, and trying again."""

from array import array

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from orderdesk.domain.ledger import Run
from orderdesk.domain.query import Query, query_text
from orderdesk.services.bulk_planning import Choice
from orderdesk.ui.bulk.plan_dialog import PlanDialog, Subject
from orderdesk.ui.bulk.run_area import RunArea
from orderdesk.ui.context import Context
from orderdesk.ui.orders.table_model import OrderTableModel
from orderdesk.ui.orders.table_view import OrderTable
from orderdesk.ui.recovery.record import OpenPlan

# Written down anew each time something else is opened.
_MOST_NOTED = 20_000


def chosen_rowids(table: OrderTable, model: OrderTableModel) -> "array[int]":
    """Return the row ids of the selected orders, in the order in which they are listed."""
    ranges = table.selectionModel().selection()
    spans = sorted(
        (ranges.at(place).top(), ranges.at(place).bottom()) for place in range(ranges.count())
    )
    rowids = model.rowids()
    found = rowids[:0]
    for top, bottom in spans:
        found.extend(rowids[top : bottom + 1])
    return array(found.typecode, list(dict.fromkeys(found)))


def _open_plan(title: str, subject: Subject) -> OpenPlan | None:
    """Return how a plan is opened again; None where it is for too many orders to write down."""
    orders = [*subject.choice.rowids]
    if len(orders) > _MOST_NOTED:
        return None
    return OpenPlan(
        title=title,
        action=subject.action,
        label=subject.label,
        orders=orders,
        query=subject.query,
        again=subject.again,
    )


class BulkFlow(QObject):
    """Runs the dialogs of acts on several orders, and shows how far they are.

    Signals:
        order_asked: the id of an order that is to be shown.
        said: a kind (info, warning, error) and a sentence for the person.
        plan_changed: the OpenPlan that is open now, or None.
    """

    order_asked = Signal(str)
    said = Signal(str, str)
    plan_changed = Signal(object)

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self.area = RunArea(context)
        self.area.ledger_asked.connect(self.show_ledger)
        self.area.said.connect(self.said)

    def put_below(self, widget: QWidget) -> None:
        """Show the runs below another widget of a column."""
        parent = widget.parentWidget()
        column = parent.layout() if parent is not None else None
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.indexOf(widget) + 1, self.area)

    def start(self, action: str, label: str, rowids: "array[int]", query: Query) -> None:
        """Plan an action on these orders; `query` is what they were found by."""
        text = query_text(query)
        subject = Subject(action, label, Choice(rowids=rowids, about=text), query=text)
        self._plan(subject)

    def retry(self, run: Run) -> None:
        """Plan anew what failed in a run."""
        self._plan(Subject(run.action, run.label, again=run.id))

    def show_ledger(self, run_id: str | None = None) -> None:
        """Show what became of the orders of a run, the latest one for None."""
        from orderdesk.ui.bulk.ledger_dialog import LedgerDialog

        dialog = LedgerDialog(self._context, run_id, self._window)
        dialog.order_asked.connect(self.order_asked)
        dialog.retry_asked.connect(self.retry)
        dialog.open()

    def show_history(self) -> None:
        """Show what was done to all orders."""
        from orderdesk.ui.history.dialog import HistoryDialog

        dialog = HistoryDialog(self._context, self._window)
        dialog.order_asked.connect(self.order_asked)
        dialog.ledger_asked.connect(self.show_ledger)
        dialog.open()

    def _plan(self, subject: Subject) -> None:
        dialog = PlanDialog(self._context, subject, self._window)
        dialog.begun.connect(self._on_begun)
        dialog.finished.connect(self._on_closed)
        dialog.open()
        self.plan_changed.emit(_open_plan(dialog.windowTitle(), subject))

    def reopen(self, plan: OpenPlan) -> None:
        """Open a plan that was open when the program ended, for the same orders."""
        choice = Choice(rowids=array("q", plan.orders), about=plan.query)
        self._plan(Subject(plan.action, plan.label, choice, again=plan.again, query=plan.query))

    def _on_closed(self, _result: int) -> None:
        self.plan_changed.emit(None)

    def _on_begun(self, run: Run) -> None:
        if run.parent is not None:
            self.area.drop(run.parent)

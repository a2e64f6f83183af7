"""The way of an act: from the action's name over its form or question to the outbox."""

from collections import Counter
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from orderdesk.domain.actions import Verdict
from orderdesk.domain.commands import CreateOrder, EditLine, OutboxEntry
from orderdesk.domain.errors import DeskError
from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.inverses import Inverse
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue, Line
from orderdesk.domain.rules import ActionRule, Effect, Family
from orderdesk.services.views import ConnectionStatus, OrderView, Receipt
from orderdesk.ui.context import Context
from orderdesk.ui.forms.amendment import Amendment, typed_in
from orderdesk.ui.forms.confirm_dialog import ConfirmDialog, Question
from orderdesk.ui.forms.dialog import FormDialog, sentences
from orderdesk.ui.forms.draft import Typed
from orderdesk.ui.forms.edit_dialog import EditDialog
from orderdesk.ui.forms.form_staging import offer_staging
from orderdesk.ui.forms.item_dialog import ItemDialog, ItemTask
from orderdesk.ui.forms.order_dialog import Offer, OrderDialog
from orderdesk.ui.forms.reason_dialog import ReasonDialog
from orderdesk.ui.forms.subjects import (
    act_on,
    act_on_items,
    customer_in_sentence,
    item_name,
    number_of,
    sentence,
    subtitle_of,
)
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.recovery.record import OpenForm
from orderdesk.ui.staging.stager import Stager

ITEM_TITLE = QT_TRANSLATE_NOOP("messages", "{action}: {number}")
REMOVE_TEXT = QT_TRANSLATE_NOOP(
    "messages", "“{item}” will be taken off order {number} of {customer}."
)
REMOVE_BUTTON = QT_TRANSLATE_NOOP("messages", "Remove item")
CHOOSE_ITEM = QT_TRANSLATE_NOOP("messages", "No item is selected. Select one under Items first.")
NOT_TAKEN_BACK = QT_TRANSLATE_NOOP("messages", "Once it is sent it cannot be taken back.")
NO_CONNECTION = QT_TRANSLATE_NOOP(
    "messages", "There is no connection to make an order on. Add one under Connections first."
)
NOT_MADE_HERE = QT_TRANSLATE_NOOP("messages", "{connection}: no order can be made there.")
NOT_MADE_BECAUSE = QT_TRANSLATE_NOOP("messages", "{connection}: {why}")


class OrderFlow(QObject):
    """Runs the form or question of an action and hands the act to the desk.

    Signals:
        handed_over: the Receipt of a command that was made.
        said: a kind (info, warning, error) and a sentence for the person.
        form_changed: the OpenForm that is open now, or None.
    """

    handed_over = Signal(object)
    said = Signal(str, str)
    form_changed = Signal(object)

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._dialog: QDialog | None = None
        self._stager: Stager | None = None

    def use_stager(self, stager: Stager) -> None:
        """Let forms of edits stage what is typed, beside sending it."""
        self._stager = stager

    def start(
        self,
        action: str,
        view: OrderView,
        line_id: str | None = None,
        *,
        amends: Amendment | None = None,
    ) -> None:
        """Begin an allowed action on an order, with a line for what is done to one.

        With `amends` it takes the place of a change that waits.
        """
        rule = view.description.rules.action(action)
        verdict = view.verdicts.get(action)
        if rule is None or verdict is None:
            return
        if not verdict.allowed:
            self.explain(rule.label, verdict)
            return
        match rule.effect:
            case Effect.EDIT:
                dialog = EditDialog(self._context, view, rule, self._window, amends=amends)
                if amends is None:
                    offer_staging(dialog, self._stager, view.order.id, rule)
                self._open(dialog, _open_act(dialog, view, rule, amends=amends))
            case Effect.ADD_LINE:
                self._open_item(view, rule, None, amends)
            case Effect.EDIT_LINE | Effect.REMOVE_LINE:
                self._start_on_line(view, rule, line_id, amends)
            case Effect.TRANSIT | Effect.ACT:
                self._start_transit(view, rule, verdict, amends)
            case Effect.CREATE:
                self.start_new(view.order.connection)

    def edit_again(self, entry: OutboxEntry) -> None:
        """Open the form of a command that did not end well, with what it asked for."""
        command = entry.command
        if isinstance(command, CreateOrder):
            typed = typed_in(entry)
            self._list_connections(partial(self._offer_new, command.connection, typed))
            return
        self._context.tasks.call(
            self._context.desk.orders.view(command.order_id),
            name="read an order to edit it again",
            then=partial(self._start_again, entry),
            otherwise=self._fail,
        )

    def edit_waiting(self, entry: OutboxEntry) -> None:
        """Open the form of a command that waits, to ask for something else in its place."""
        amends = Amendment(self._context, entry)
        command = entry.command
        if isinstance(command, CreateOrder):
            typed = typed_in(entry)
            offer = partial(self._offer_new, command.connection, typed, amends=amends)
            self._list_connections(offer)
            return
        self._context.tasks.call(
            amends.view(),
            name="read the order of a change that waits",
            then=partial(self._start_again, entry, amends=amends),
            otherwise=self._fail,
        )

    def reopen(self, form: OpenForm) -> None:
        """Open a form that was open when the program ended; what was typed comes back with it."""
        orders = self._context.desk.orders
        match form.kind:
            case "new":
                self.start_new(form.connection)
            case "act":
                self._context.tasks.call(
                    orders.view(form.order),
                    name="read an order to open its form again",
                    then=partial(self._reopen_act, form),
                    otherwise=self._fail,
                )
            case "waiting":
                self._context.tasks.call(
                    orders.wait(form.command, timeout=0),
                    name="read a change to open its form again",
                    then=self.edit_waiting,
                    otherwise=self._fail,
                )

    def _reopen_act(self, form: OpenForm, view: OrderView) -> None:
        self.start(form.action, view, form.line)

    def take_back(self, view: OrderView, inverse: Inverse) -> None:
        """Begin the action that takes another one back, with its form filled."""
        self.start(inverse.action, view, inverse.line_id)
        if isinstance(self._dialog, FormDialog) and inverse.values:
            self._dialog.restore(Typed(fields=dict(inverse.values)))

    def start_new(self, connection: str | None = None) -> None:
        """Begin a new order, on `connection` first where several offer it."""
        self._list_connections(partial(self._offer_new, connection, None))

    def explain(self, label: str, verdict: Verdict) -> None:
        """Show why an action is not possible, in a window of its own."""
        self._show(ReasonDialog(label, verdict, self._window))

    @property
    def dialog(self) -> QDialog | None:
        """The form that is open now."""
        return self._dialog

    def _list_connections(self, then: Callable[[Sequence[ConnectionStatus]], None]) -> None:
        self._context.tasks.call(
            self._context.desk.connections.list(),
            name="read the connections",
            then=then,
            otherwise=self._fail,
        )

    def _start_again(
        self, entry: OutboxEntry, view: OrderView, *, amends: Amendment | None = None
    ) -> None:
        command = entry.command
        line_id = command.line_id if isinstance(command, EditLine) else None
        self.start(command.action, view, line_id, amends=amends)
        if isinstance(self._dialog, FormDialog):
            self._dialog.restore(typed_in(entry))

    def _offer_new(
        self,
        first: str | None,
        typed: Typed | None,
        statuses: Sequence[ConnectionStatus],
        *,
        amends: Amendment | None = None,
    ) -> None:
        known = {d.vendor: d for d in self._context.desk.connections.descriptions()}
        offers: list[Offer] = []
        missing: list[str] = []
        for status in statuses:
            description = known.get(status.config.vendor)
            actions = description.rules.actions if description else ()
            rule = next((rule for rule in actions if rule.effect is Effect.CREATE), None)
            if description is not None and rule is not None:
                offers.append(Offer(status.config, description, rule))
            elif description is not None:
                missing.append(_no_new_orders(status, description))
        if not offers:
            self.said.emit("warning", " ".join(missing) or say_text(NO_CONNECTION))
            return
        offers.sort(key=lambda offer: offer.config.key != first)
        if amends is not None:
            # It stays at the vendor it waits for.
            offers, missing = offers[:1], []
        dialog = OrderDialog(self._context, offers, self._window, missing=missing, amends=amends)
        if typed is not None:
            dialog.restore(typed)
        form = OpenForm(kind="new", title=dialog.windowTitle(), connection=offers[0].config.key)
        if amends is not None:
            form = OpenForm(kind="waiting", title=form.title, command=amends.entry.command.id)
        else:
            dialog.connection_chosen.connect(partial(self._on_connection, form))
        self._open(dialog, form)

    def _start_on_line(
        self, view: OrderView, rule: ActionRule, line_id: str | None, amends: Amendment | None
    ) -> None:
        lines = view.order.lines or ()
        line = view.order.line(line_id or "") or (lines[0] if len(lines) == 1 else None)
        if line is None:
            self.said.emit("info", say_text(CHOOSE_ITEM))
        elif rule.effect is Effect.EDIT_LINE:
            self._open_item(view, rule, line, amends)
        else:
            self._ask_removal(view, rule, line)

    def _open_item(
        self, view: OrderView, rule: ActionRule, line: Line | None, amends: Amendment | None
    ) -> None:
        order = view.order
        facts = {"action": Message(rule.label), "number": number_of(view)}
        task = ItemTask(
            connection=order.connection,
            title=say(Message(ITEM_TITLE, facts)),
            subtitle=item_name(line) if line else subtitle_of(view),
            specs=rule.fields,
            currency=order.currency,
            names=view.names,
            values=line.fields if line else None,
            defaults=_line_defaults(view, rule.fields),
            draft=amends.draft if amends else f"item:{order.id}:{line.id if line else ''}",
        )
        dialog = ItemDialog(self._context, task, self._window)
        act = self._context.desk.orders.act if amends is None else amends.act

        def sender(values: Mapping[str, FieldValue]) -> Coroutine[Any, Any, Receipt]:
            if line is None:
                return act(order.id, rule.name, values)
            # The form shows the item as it was when it opened, whatever has come since.
            base = {key: line.fields.get(key) for key in values}
            return act(order.id, rule.name, values, line_id=line.id, base=base)

        dialog.hand_to(sender)
        if amends is None:
            offer_staging(dialog, self._stager, order.id, rule, line)
        self._open(dialog, _open_act(dialog, view, rule, line, amends=amends))

    def _ask_removal(self, view: OrderView, rule: ActionRule, line: Line) -> None:
        facts = {
            "item": item_name(line),
            "number": number_of(view),
            "customer": customer_in_sentence(view),
            "action": Message(rule.label),
        }
        question = Question(
            title=say(Message(ITEM_TITLE, facts)),
            subtitle=subtitle_of(view),
            text=sentence(Message(rule.confirmation or REMOVE_TEXT, facts)),
            button=say_text(REMOVE_BUTTON),
            verdict=view.verdicts[rule.name],
            final=not rule.reversible,
            danger=True,
        )
        order_id = view.order.id
        act = self._context.desk.orders.act

        def sender(_values: Mapping[str, FieldValue]) -> Coroutine[Any, Any, Receipt]:
            return act(order_id, rule.name, {}, line_id=line.id)

        dialog = ConfirmDialog(self._context, question, sender, self._window)
        self._open(dialog, _open_act(dialog, view, rule, line))

    def _start_transit(
        self, view: OrderView, rule: ActionRule, verdict: Verdict, amends: Amendment | None
    ) -> None:
        order_id = view.order.id
        orders = self._context.desk.orders
        clear = verdict.reason is None
        if rule.reversible and not rule.confirmation and not rule.fields and clear:
            self._context.tasks.call(
                orders.act(order_id, rule.name, {}),
                name=f"do {rule.name}",
                then=self.handed_over.emit,
                otherwise=self._fail,
            )
            return
        facts = {"number": number_of(view), "customer": customer_in_sentence(view)}
        text = sentence(Message(rule.confirmation or rule.summary, facts))
        if not rule.reversible and not rule.confirmation:
            text = f"{text} {say_text(NOT_TAKEN_BACK)}"
        question = Question(
            title=act_on(rule, view),
            subtitle=subtitle_of(view),
            text=text,
            button=act_on(rule, view),
            verdict=verdict,
            fields=rule.fields,
            connection=view.order.connection,
            order=view.order,
            final=not rule.reversible,
            danger=not rule.reversible and not rule.primary,
            counted=partial(act_on_items, rule, view),
        )
        act = orders.act if amends is None else amends.act
        sender = partial(act, order_id, rule.name)
        dialog = ConfirmDialog(self._context, question, sender, self._window)
        if rule.fields:
            dialog.use_draft(amends.draft if amends else f"act:{order_id}:{rule.name}")
        self._open(dialog, _open_act(dialog, view, rule, amends=amends))

    def _open(self, dialog: FormDialog, form: OpenForm) -> None:
        dialog.handed_over.connect(self.handed_over)
        self._show(dialog)
        self.form_changed.emit(form)

    def _on_connection(self, form: OpenForm, key: str) -> None:
        self.form_changed.emit(form.model_copy(update={"connection": key}))

    def _show(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._on_closed)
        self._dialog = dialog
        dialog.open()

    def _on_closed(self, _result: int) -> None:
        self._dialog = None
        self.form_changed.emit(None)

    def _fail(self, error: DeskError) -> None:
        self.said.emit("error", sentences(error))


def _open_act(
    dialog: QDialog,
    view: OrderView,
    rule: ActionRule,
    line: Line | None = None,
    *,
    amends: Amendment | None = None,
) -> OpenForm:
    """Return how the form of an act on an order is opened again."""
    title = dialog.windowTitle()
    if amends is not None:
        return OpenForm(kind="waiting", title=title, command=amends.entry.command.id)
    return OpenForm(
        kind="act",
        title=title,
        order=view.order.id,
        action=rule.name,
        line=line.id if line is not None else None,
    )


def _no_new_orders(status: ConnectionStatus, description: ConnectorDescription) -> str:
    """Return why no order can be made on a connection, with the nearest thing there is."""
    gone = next((one for one in description.rules.not_offered if one.family is Family.CREATE), None)
    facts = {"connection": status.config.name}
    if gone is None:
        return say(Message(NOT_MADE_HERE, facts))
    why = f"{say_text(gone.reason)} {say_text(gone.nearest)}".strip()
    return say(Message(NOT_MADE_BECAUSE, {**facts, "why": why}))


def _line_defaults(view: OrderView, specs: Sequence[FieldSpec]) -> Mapping[str, FieldValue]:
    """Return the kind that most items of the order have, the first one's where there are two.

    The last item is no measure: that is often its shipping.
    """
    lines = view.order.lines or ()
    kinds = [spec.key for spec in specs if spec.attribute == "kind_word"]
    counts = {key: Counter(line.fields.get(key) for line in lines) for key in kinds}
    return {key: count.most_common(1)[0][0] for key, count in counts.items() if count}

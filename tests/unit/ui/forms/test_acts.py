"""Acts with a form: which items, how many, what is chosen by name, what reaches the outbox."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from typing_extensions import override

from orderdesk.domain.commands import Act, EditLine, EditOrder
from orderdesk.domain.events import OrdersChanged
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.gateway import ConnectionConfig, ConnectorDescription
from orderdesk.domain.order import Line, Named
from orderdesk.domain.rules import ActionRule, Effect, Family, NotOffered
from orderdesk.store.store import Store
from orderdesk.ui.activity.changes import Surroundings, asked_by
from orderdesk.ui.detail.command_row import changes_text
from orderdesk.ui.forms.confirm_dialog import ConfirmDialog
from orderdesk.ui.forms.edit_dialog import EditDialog
from orderdesk.ui.forms.item_dialog import ItemDialog
from orderdesk.ui.forms.order_dialog import OrderDialog
from orderdesk.ui.forms.quantities import QuantitiesEditor
from orderdesk.ui.forms.references import ReferenceEditor
from tests.unit.ui.detail.staging import (
    ACTIONS,
    DESCRIPTION,
    RULES,
    OpenDesk,
    StoppedGateway,
    line,
    order,
)
from tests.unit.ui.forms.driving import Stand, retype

SEND = ActionRule(
    name="dispatch",
    effect=Effect.ACT,
    family=Family.SHIP,
    label="Dispatch",
    icon="truck",
    summary="Sends items.",
    any_state=True,
    fields=(
        FieldSpec("items", "Items", FieldType.QUANTITIES, outstanding="count"),
        FieldSpec("note", "Note"),
    ),
    reversible=False,
    confirmation="Items of order {number} for {customer} will leave.",
    names_items=True,
)
UNBILL = ActionRule(
    name="delete_invoice",
    effect=Effect.ACT,
    family=Family.INVOICE,
    label="Delete invoice",
    icon="receipt",
    summary="Takes an invoice back.",
    any_state=True,
    fields=(
        FieldSpec("invoice", "Invoice", FieldType.REFERENCE, look_up="invoice", depends_on="id"),
    ),
    reversible=False,
    confirmation="An invoice of order {number} will be deleted.",
)
ACTING = replace(DESCRIPTION, rules=replace(RULES, actions=(*ACTIONS, SEND, UNBILL)))
SILENT = replace(
    DESCRIPTION,
    vendor="silent",
    rules=replace(
        RULES,
        vendor="silent",
        actions=ACTIONS[1:],
        not_offered=(
            NotOffered("create", Family.CREATE, "New order", "It takes none.", "Use its shop."),
        ),
    ),
)
BILLS = (
    Named(kind="invoice", id="i1", name="INV-1", detail="paid", parent="o1"),
    Named(kind="invoice", id="i2", name="INV-2", parent="o1"),
    Named(kind="invoice", id="i3", name="INV-3", parent="o2"),
)


class ActingGateway(StoppedGateway):
    """A connection of the vendor with acts, which cannot be reached either."""

    @property
    @override
    def description(self) -> ConnectorDescription:
        return ACTING


@pytest.fixture
def stand(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> Stand:
    room = open_desk(
        order(),
        names=BILLS,
        gateways=ActingGateway,
        descriptions=(ACTING,),
    )
    return Stand(room, qtbot, tmp_path / "home" / "desk.db")


def quantities_of(dialog: ConfirmDialog) -> QuantitiesEditor:
    editor = dialog.form.rows["items"].editor
    assert isinstance(editor, QuantitiesEditor)
    return editor


def test_all_that_is_outstanding_is_named_and_counted_on_the_button(stand: Stand) -> None:
    dialog = stand.start("dispatch", ConfirmDialog)
    assert dialog.windowTitle() == "Dispatch order 8765-1234"
    assert dialog.submit_button.text() == "Dispatch: 4 items of order 8765-1234"
    assert dialog.items.text() == "This is about 2 × Galaxy S4 battery, 2 × Charging stand."
    assert dialog.focusWidget() is quantities_of(dialog).choice, "something is to be chosen"
    dialog.submit()
    stand.closed()
    [entry] = stand.outbox()
    assert isinstance(entry.command, Act)
    assert not entry.command.values.get("items")
    around = Surroundings(ACTING.rules, stand.room.context.zone, stand.view())
    [change] = asked_by(entry.command, around).changes
    assert (change.label, change.after) == ("Items", "All that is outstanding")


def test_some_items_are_chosen_by_keyboard_alone(stand: Stand) -> None:
    dialog = stand.start("dispatch", ConfirmDialog)
    editor = quantities_of(dialog)
    QTest.keyClick(editor.choice, Qt.Key.Key_Down)
    assert dialog.focusWidget() is editor.inputs["1"]
    QTest.keyClicks(editor.inputs["1"], "1")
    assert dialog.submit_button.text() == "Dispatch: 1 item of order 8765-1234"
    assert dialog.items.text() == "This is about 1 × Galaxy S4 battery."
    QTest.keyClick(editor.inputs["1"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stand.closed()
    [entry] = stand.outbox()
    assert isinstance(entry.command, Act)
    assert entry.command.values["items"] == "1 x 1"
    view = stand.view()
    assert changes_text(entry, view, stand.room.context) == "Items: 1 × Galaxy S4 battery"


def test_more_than_is_outstanding_is_said_while_typing(stand: Stand) -> None:
    dialog = stand.start("dispatch", ConfirmDialog)
    editor = quantities_of(dialog)
    QTest.keyClick(editor.choice, Qt.Key.Key_Down)
    QTest.keyClicks(editor.inputs["2"], "3")
    problem = dialog.form.rows["items"].problem
    assert problem == "2 of Charging stand are outstanding, not 3. Lower the quantity."
    dialog.submit()
    assert stand.flow.dialog is dialog
    assert stand.outbox() == []


def test_items_that_come_while_it_is_asked_are_offered(stand: Stand) -> None:
    dialog = stand.start("dispatch", ConfirmDialog)
    stand.replace(order(lines=(line("1"), line("9", "Cable", count="30"))))
    stand.room.context.bridge.receive(OrdersChanged(frozenset({"main:o1"})))
    stand.qtbot.waitUntil(lambda: "9" in quantities_of(dialog).inputs)
    assert dialog.submit_button.text() == "Dispatch: 32 items of order 8765-1234"


def test_an_act_of_several_words_names_its_order_after_a_colon(stand: Stand) -> None:
    dialog = stand.start("delete_invoice", ConfirmDialog)
    assert dialog.submit_button.text() == "Delete invoice: order 8765-1234"


def invoice_of(dialog: ConfirmDialog) -> tuple[ReferenceEditor, QLineEdit]:
    editor = dialog.form.rows["invoice"].editor
    assert isinstance(editor, ReferenceEditor)
    return editor, editor.input


def test_what_hangs_on_the_order_is_offered_at_once(stand: Stand) -> None:
    dialog = stand.start("delete_invoice", ConfirmDialog)
    editor, _field = invoice_of(dialog)
    stand.qtbot.waitUntil(editor.input.popup.isVisible)
    options = [editor.input.model.option(row) for row in range(editor.input.model.rowCount())]
    assert [option.label for option in options if option] == ["INV-1", "INV-2"]
    editor.input.put_away()


@pytest.mark.parametrize("typed", ["i2", "inv-2", "INV-2"])
def test_an_id_or_a_name_typed_out_is_taken(stand: Stand, typed: str) -> None:
    dialog = stand.start("delete_invoice", ConfirmDialog)
    editor, field = invoice_of(dialog)
    QTest.keyClicks(field, typed)
    editor.input.put_away()
    QTest.keyClick(field, Qt.Key.Key_Tab)
    stand.qtbot.waitUntil(lambda: editor.value() == "i2")
    assert field.text() == "INV-2"
    dialog.submit()
    stand.closed()
    [entry] = stand.outbox()
    assert changes_text(entry, stand.view(), stand.room.context) == "Invoice: INV-2"


def test_what_nobody_has_is_not_taken(stand: Stand) -> None:
    dialog = stand.start("delete_invoice", ConfirmDialog)
    editor, field = invoice_of(dialog)
    QTest.keyClicks(field, "INV")
    editor.input.put_away()
    QTest.keyClick(field, Qt.Key.Key_Tab)
    stand.qtbot.waitUntil(stand.room.idle)
    assert "was not chosen from the list" in dialog.form.rows["invoice"].problem


# An edit stands on what its form showed


def test_an_edit_stands_on_what_the_form_showed_and_not_on_what_came_since(stand: Stand) -> None:
    dialog = stand.start("edit", EditDialog)
    retype(dialog.form, "title", "Mine")
    stand.replace(order(title="Theirs"))
    dialog.submit()
    stand.closed()
    [entry] = stand.outbox()
    assert isinstance(entry.command, EditOrder)
    assert entry.command.base == {"title": "Shelf cart"}


def test_an_edit_of_an_item_stands_on_what_the_form_showed(stand: Stand) -> None:
    dialog = stand.start("edit_item", ItemDialog, "1")
    retype(dialog.form, "count", "10")
    stand.replace(order(lines=(line("1", count="7"), line("2"))))
    dialog.submit()
    stand.closed()
    [entry] = stand.outbox()
    assert isinstance(entry.command, EditLine)
    assert entry.command.base == {"count": "2"}


# Where orders cannot be made


def kept(*vendors: str) -> Callable[[Store], None]:
    def more(store: Store) -> None:
        for vendor in vendors:
            store.connections.put(ConnectionConfig(vendor, vendor.title(), vendor))

    return more


def test_a_new_order_says_where_none_can_be_made(
    open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    room = open_desk(descriptions=(DESCRIPTION, SILENT), more=kept("silent"))
    stand = Stand(room, qtbot, tmp_path / "home" / "desk.db")
    dialog = stand.start_new(OrderDialog)
    assert dialog.missing.isVisible()
    assert dialog.missing.text() == "Silent: It takes none. Use its shop."


def test_where_no_order_can_be_made_at_all_it_is_said_why(
    open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    room = open_desk(descriptions=(DESCRIPTION, SILENT), more=kept("silent"), connections=())
    stand = Stand(room, qtbot, tmp_path / "home" / "desk.db")
    stand.flow.start_new()
    qtbot.waitUntil(lambda: stand.said != [])
    assert stand.said == [("warning", "Silent: It takes none. Use its shop.")]


# Quantities


def test_what_is_outstanding_may_be_unknown(qtbot: QtBot) -> None:
    lines = (
        Line(id="a", description="Case", sku="C-1", quantity=Decimal(3)),
        Line(id="b", description="Case", sku="C-2", quantity=Decimal(3)),
    )
    editor = QuantitiesEditor(
        FieldSpec("items", "Items", FieldType.QUANTITIES, outstanding="left"), lines
    )
    qtbot.addWidget(editor)
    assert editor.amounts() is None, "how much is outstanding is not known"
    editor.put("2 x b")
    assert editor.amounts() == [(Decimal(2), "Case (C-2)")]
    assert editor.problem() is None


def test_without_a_field_that_says_so_all_of_an_item_is_outstanding(qtbot: QtBot) -> None:
    lines = (Line(id="a", description="Case", quantity=Decimal(3)),)
    editor = QuantitiesEditor(FieldSpec("items", "Items", FieldType.QUANTITIES), lines)
    qtbot.addWidget(editor)
    assert editor.amounts() == [(Decimal(3), "Case")]

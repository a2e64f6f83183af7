"""Forms made from field descriptions: values, live check, exclusions, what was changed."""

from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import Message
from orderdesk.domain.order import FieldValue
from orderdesk.ui.forms.form import FieldForm
from tests.unit.ui.activity.room import Room
from tests.unit.ui.detail.staging import LINE_FIELDS, NAMES, ORDER_FIELDS, OpenDesk

NAMES_BY_ID = {(named.kind, named.id): named for named in NAMES}
ORDER: Mapping[str, FieldValue] = {
    "title": "Shelf cart",
    "kind": "1",
    "shop": "14202",
    "buyer": "c1",
    "bill_to": "a1",
    "rebate": "12.345",
}


@pytest.fixture
def room(open_desk: OpenDesk) -> Room:
    return open_desk()


def new_form(room: Room, specs: tuple[FieldSpec, ...] = ORDER_FIELDS) -> FieldForm:
    form = FieldForm(room.context, specs, connection="main")
    return room.show(form, 520, 700)


def edit_form(room: Room) -> FieldForm:
    form = FieldForm(
        room.context,
        ORDER_FIELDS,
        connection="main",
        values=ORDER,
        names=NAMES_BY_ID,
        editing=True,
    )
    return room.show(form, 520, 700)


def line_of(form: FieldForm, key: str) -> QLineEdit:
    widget = form.rows[key].editor.widget
    assert isinstance(widget, QLineEdit)
    return widget


def retype(form: FieldForm, key: str, text: str) -> None:
    line = line_of(form, key)
    line.selectAll()
    QTest.keyClicks(line, text)


def box_of(form: FieldForm, key: str) -> QComboBox:
    widget = form.rows[key].editor.widget
    assert isinstance(widget, QComboBox)
    return widget


def choose(form: FieldForm, key: str, label: str) -> None:
    box = box_of(form, key)
    at = box.findText(label)
    assert at >= 0
    box.setCurrentIndex(at)
    box.activated.emit(at)


def test_read_only_fields_are_not_in_a_form(room: Room) -> None:
    assert "number" not in new_form(room).rows


def test_a_new_form_begins_with_the_defaults_and_needs_what_is_required(room: Room) -> None:
    form = new_form(room)
    assert form.values()["kind"] == "1"
    assert form.checked().problems.keys() == {"shop"}
    assert form.rows["shop"].problem == "", "nobody has been there yet"
    assert not form.reveal_problems()
    assert form.rows["shop"].problem == "Location is needed. Fill it in."
    assert form.rows["shop"].editor.widget.property("problem") is True


def test_every_field_has_an_accessible_name_and_says_what_is_wrong(room: Room) -> None:
    form = new_form(room)
    form.reveal_problems()
    for key, row in form.rows.items():
        assert row.editor.widget.accessibleName(), key
    assert form.rows["shop"].editor.widget.accessibleName() == "Location, needed"
    assert "is needed" in form.rows["shop"].editor.widget.accessibleDescription()
    assert "Needed before" in form.rows["buyer"].editor.widget.accessibleDescription()


def test_what_was_not_touched_comes_back_exactly(room: Room) -> None:
    form = edit_form(room)
    assert form.changes() == {}
    assert form.values()["rebate"] == "12.345", "though it could be read in two ways when typed"
    assert form.checked().problems == {}


def test_only_what_was_changed_is_given_out_and_shows_what_it_was(room: Room) -> None:
    form = edit_form(room)
    retype(form, "title", "Spring cart")
    assert form.changes() == {"title": "Spring cart"}
    assert form.checked().values == {"title": "Spring cart"}
    assert form.rows["title"].note.text() == "Was: Shelf cart"
    retype(form, "title", "Shelf cart")
    assert form.changes() == {}, "typed back to what it was"


def test_an_ambiguous_number_is_refused_below_its_field(room: Room) -> None:
    form = new_form(room)
    retype(form, "rebate", "1,234")
    assert "can be read as 1234 or as 1.234" in form.rows["rebate"].problem
    assert "rebate" in form.checked().problems
    retype(form, "rebate", "1.234,50")
    assert form.rows["rebate"].problem == ""
    assert form.checked().values["rebate"] == "1234.50"


@pytest.mark.parametrize("typed", ["-1", "1e400", "NaN"])
def test_numbers_that_cannot_be_sent_are_refused(room: Room, typed: str) -> None:
    form = new_form(room)
    retype(form, "rebate", typed)
    assert form.rows["rebate"].problem != ""
    assert form.values()["rebate"] == typed, "what was typed stays"


def test_a_very_long_text_is_refused_and_kept(room: Room) -> None:
    form = new_form(room)
    note = form.rows["note"].editor.widget
    assert isinstance(note, QPlainTextEdit)
    note.setPlainText("x" * 20_000)
    assert "20,000 characters long" in form.rows["note"].problem
    assert len(form.values()["note"] or "") == 20_000


def test_fields_that_exclude_each_other_say_so(room: Room) -> None:
    form = new_form(room)
    form.set_expanded(expanded=True)
    form.fill({"ship_to": "c2"})
    assert form.rows["ship_shop"].note.text() == (
        "Leave this empty: Shipping customer is filled in."
    )
    form.fill({"ship_shop": "14203"})
    assert "exclude each other" in form.rows["ship_shop"].problem
    form.fill({"ship_to": None})
    assert form.rows["ship_shop"].problem == ""


def test_the_status_follows_the_item_type(room: Room) -> None:
    form = new_form(room, LINE_FIELDS)
    assert form.values()["status"] is None
    choose(form, "type", "Drop-ship")
    assert form.values()["status"] == "1", "a needed one begins with the first"
    choose(form, "type", "In stock")
    status = box_of(form, "status")
    assert [status.itemText(at) for at in range(status.count())] == ["New", "Back-order"]
    assert form.values()["status"] == "9", "the one of the same name"


def test_a_value_the_list_does_not_have_stays(room: Room) -> None:
    form = FieldForm(room.context, LINE_FIELDS, values={"type": "1", "status": "99"}, editing=True)
    room.show(form, 520, 500)
    assert box_of(form, "status").currentText() == "99 (not in this desk's list)"
    assert form.values()["status"] == "99"
    assert form.changes() == {}


def test_a_wheel_over_a_choice_changes_nothing(room: Room, qtbot: QtBot) -> None:
    form = new_form(room, LINE_FIELDS)
    box = box_of(form, "type")
    assert box.focusPolicy() is Qt.FocusPolicy.StrongFocus


def test_times_are_typed_in_the_desks_zone(room: Room) -> None:
    form = new_form(room)
    retype(form, "due", "2026-07-01 14:00")
    assert form.checked().values["due"] == "2026-07-01T13:00:00+00:00"
    form.set_values({**ORDER, "due": "2026-07-01T13:00:00+00:00"})
    assert line_of(form, "due").text() == "2026-07-01 14:00"
    retype(form, "due", "soon")
    assert "is no time" in form.rows["due"].problem


def test_yes_and_no_and_not_said(room: Room) -> None:
    form = new_form(room)
    assert form.values()["urgent"] is None
    choose(form, "urgent", "Yes")
    assert form.checked().values["urgent"] == "yes"
    choose(form, "urgent", "Not set")
    assert form.values()["urgent"] is None


def test_several_lines_are_taken_as_they_are(room: Room) -> None:
    form = new_form(room, LINE_FIELDS)
    form.fill({"type": "1", "tracking": "2 x 1ZTEST42\n1 x 1ZTEST43", "serials": "A\nB"})
    assert form.checked().values["tracking"] == "2 x 1ZTEST42\n1 x 1ZTEST43"
    form.fill({"tracking": "what?"})
    assert "cannot be read" in form.rows["tracking"].problem


def test_few_fields_at_first_and_the_rest_on_demand(room: Room) -> None:
    form = FieldForm(room.context, ORDER_FIELDS, first={"title", "shop"})
    room.show(form, 520, 500)
    shown = [key for key, row in form.rows.items() if not row.editor.isHidden()]
    assert shown == ["title", "shop"]
    form.fill({"rebate": "1"})
    assert not form.rows["rebate"].editor.isHidden(), "what holds something is shown"
    form.set_expanded(expanded=True)
    assert all(not row.editor.isHidden() for row in form.rows.values())


def test_a_problem_in_a_hidden_field_brings_it_up(room: Room) -> None:
    form = FieldForm(room.context, ORDER_FIELDS, first={"title"})
    room.show(form, 520, 500)
    form.reveal_problems()
    assert not form.rows["shop"].editor.isHidden()
    assert form.focusWidget() is form.rows["shop"].editor.widget


def test_what_a_service_refuses_stands_at_the_field_until_it_is_edited(room: Room) -> None:
    form = new_form(room)
    refused = Message("“{value}” is on the order already.", {"value": "x"})
    rest = form.show_problems({"title": refused, "elsewhere": Message("Something else.")})
    assert form.rows["title"].problem == "“x” is on the order already."
    assert set(rest) == {"elsewhere"}
    retype(form, "title", "y")
    assert form.rows["title"].problem == ""


def test_a_change_by_somebody_else_is_taken_where_nothing_was_typed(room: Room) -> None:
    form = edit_form(room)
    retype(form, "title", "Mine")
    form.rebase({**ORDER, "title": "Theirs", "rebate": "20"})
    assert form.values()["rebate"] == "20"
    assert form.changes() == {"title": "Mine"}
    note = form.rows["title"].note.text()
    assert "Changed meanwhile to “Theirs”" in note
    assert "you typed “Mine”" in note


def test_ctrl_enter_accepts_and_tab_leaves_every_field(room: Room, qtbot: QtBot) -> None:
    form = new_form(room)
    with qtbot.waitSignal(form.accepted):
        QTest.keyClick(
            line_of(form, "title"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
    form.set_expanded(expanded=True)
    note = form.rows["note"].editor.widget
    assert isinstance(note, QPlainTextEdit)
    assert note.tabChangesFocus()


def test_tab_goes_through_the_fields_in_their_order(room: Room) -> None:
    form = new_form(room)
    form.set_expanded(expanded=True)
    form.focus_first()
    seen: list[str] = []
    for _ in form.rows:
        focused = form.focusWidget()
        assert isinstance(focused, QWidget)
        seen.append(focused.objectName().removeprefix("field-"))
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    groups = list(dict.fromkeys(spec.group for spec in ORDER_FIELDS))
    wanted = [
        spec.key
        for group in groups
        for spec in ORDER_FIELDS
        if spec.group == group and not spec.read_only
    ]
    assert seen == wanted


def test_secrets_are_typed_unseen(room: Room) -> None:
    form = new_form(room, (FieldSpec("password", "Password", FieldType.HIDDEN),))
    assert line_of(form, "password").echoMode() is QLineEdit.EchoMode.Password

"""Names while one types: suggestions, what they put into the field, and what they do not."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from orderdesk.ui.forms.form import FieldForm
from orderdesk.ui.forms.references import ReferenceEditor
from orderdesk.ui.forms.suggestions import Option, OptionsModel, SuggestField
from tests.unit.ui.activity.room import Room
from tests.unit.ui.detail.staging import ORDER_FIELDS, OpenDesk
from tests.unit.ui.models import watched


@pytest.fixture
def room(open_desk: OpenDesk) -> Room:
    return open_desk()


@pytest.fixture
def form(room: Room, qtbot: QtBot) -> FieldForm:
    form = FieldForm(room.context, ORDER_FIELDS, connection="main")
    with qtbot.waitActive(room.show(form, 520, 700)):
        form.activateWindow()
    return form


def field_of(form: FieldForm, key: str) -> SuggestField:
    editor = form.rows[key].editor
    assert isinstance(editor, ReferenceEditor)
    return editor.input


def offered(field: SuggestField) -> list[str]:
    options = [field.model.option(row) for row in range(field.model.rowCount())]
    return [option.label for option in options if option is not None]


def type_into(form: FieldForm, key: str, text: str, qtbot: QtBot) -> SuggestField:
    field = field_of(form, key)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    qtbot.waitUntil(field.popup.isVisible)
    return field


def test_the_model_is_sound_and_announces_what_it_shows(qtbot: QtBot) -> None:
    model = OptionsModel()
    with watched(model):
        with qtbot.waitSignal(model.modelReset):
            model.set_options([Option("Ines", "Bristol", 1), Option("Nothing found.")])
        assert model.rowCount() == 2
        spoken = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
        assert spoken == "Ines, Bristol"
        assert not model.flags(model.index(1)) & Qt.ItemFlag.ItemIsEnabled
        model.set_options([])


def test_typing_offers_names_and_enter_takes_one(form: FieldForm, qtbot: QtBot) -> None:
    field = type_into(form, "buyer", "duar", qtbot)
    assert offered(field) == ["Ines Duarte"]
    assert "not chosen from the list" in form.rows["buyer"].problem
    QTest.keyClick(field.popup, Qt.Key.Key_Return)
    assert form.values()["buyer"] == "c1"
    assert field.text() == "Ines Duarte"
    assert form.rows["buyer"].problem == ""
    assert not field.popup.isVisible()


def test_arrow_down_offers_everything(form: FieldForm, qtbot: QtBot) -> None:
    field = field_of(form, "shop")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Down)
    qtbot.waitUntil(field.popup.isVisible)
    assert offered(field) == ["Harbour Street", "Mill Lane"]
    assert field.popup.accessibleName() == "Location, needed"


def test_what_fits_no_name_can_be_used_as_an_id(form: FieldForm, qtbot: QtBot) -> None:
    field = type_into(form, "shop", "99999", qtbot)
    assert offered(field) == ["Nothing found.", "Use “99999” as the id"]
    field.popup.setCurrentIndex(field.popup.model().index(1, 0))
    QTest.keyClick(field.popup, Qt.Key.Key_Return)
    assert form.values()["shop"] == "99999"
    assert form.rows["shop"].problem == ""


def test_addresses_are_those_of_the_chosen_customer(form: FieldForm, qtbot: QtBot) -> None:
    form.set_expanded(expanded=True)
    field = field_of(form, "bill_to")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Down)
    qtbot.waitUntil(field.popup.isVisible)
    assert offered(field) == ["Choose Billing customer first."]
    field.put_away()
    form.fill({"buyer": "c1"})
    QTest.keyClick(field, Qt.Key.Key_Down)
    qtbot.waitUntil(field.popup.isVisible)
    assert offered(field) == ["12 Quay Rd, Bristol BS1 4XX"]


def test_another_customer_clears_the_address_of_the_first(form: FieldForm) -> None:
    form.fill({"buyer": "c1", "bill_to": "a1"})
    assert form.values()["bill_to"] == "a1"
    form.fill({"buyer": "c2"})
    assert form.values()["bill_to"] is None


def test_an_id_whose_name_is_not_known_yet_gets_it(form: FieldForm, qtbot: QtBot) -> None:
    form.fill({"shop": "14203"})
    qtbot.waitUntil(lambda: field_of(form, "shop").text() == "Mill Lane")
    assert form.values()["shop"] == "14203"


def test_clearing_empties_the_field(form: FieldForm, qtbot: QtBot) -> None:
    form.fill({"buyer": "c1"})
    field = field_of(form, "buyer")
    [clear] = [action for action in field.actions() if action.text() == "Clear"]
    assert clear.isVisible()
    clear.trigger()
    assert form.values()["buyer"] is None
    assert not clear.isVisible()


def test_a_name_typed_out_in_full_is_taken_on_leaving(form: FieldForm, qtbot: QtBot) -> None:
    field = type_into(form, "buyer", "northgate cycles", qtbot)
    field.popup.hide()
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert form.values()["buyer"] == "c2"
    assert field.text() == "Northgate Cycles"

"""The dialog's test, against the sandbox on a socket: what fails says so and how to mend it."""

import socket

import pytest
from pytestqt.qtbot import QtBot

from orderdesk.domain.gateway import StepState
from orderdesk.sandbox.server import SandboxOptions
from orderdesk.ui.connections.dialog import ConnectionsDialog
from orderdesk.ui.connections.page import ConnectionPage
from tests.unit.ui.activity.room import OpenRoom, Room
from tests.unit.ui.connections.driving import (
    failed_row,
    given_by,
    line_of,
    page_of,
    states_of,
    type_connection,
    type_into,
)


@pytest.fixture
def room(open_room: OpenRoom) -> Room:
    return open_room(sandbox=SandboxOptions(orders=3, only=["iqmetrix"]))


@pytest.fixture
def page(qtbot: QtBot, room: Room) -> ConnectionPage:
    """Return the page of a new connection with everything typed right."""
    dialog = room.show(ConnectionsDialog(room.context), 940, 720)
    qtbot.waitUntil(lambda: dialog.page() is not None)
    page = page_of(dialog)
    type_connection(page, given_by(room))
    return page


def run(qtbot: QtBot, page: ConnectionPage) -> None:
    page.test.button.click()
    qtbot.waitUntil(lambda: not page.test.running, timeout=15_000)


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_every_step_is_shown_as_it_passes(qtbot: QtBot, page: ConnectionPage) -> None:
    assert not page.test.isVisible()
    run(qtbot, page)
    states = states_of(page)
    assert list(states)[:3] == ["address", "connect", "sign_in"]
    assert set(states.values()) == {StepState.PASSED}
    for row in page.test.steps.rows.values():
        assert row.detail.isVisible()
        assert row.seconds.text().endswith(" s")
        assert "Passed" in row.accessibleName()
    assert page.test.passed
    assert page.test.summary.text().startswith("Passed in ")
    assert page.note.text() == "Tested, not saved yet."


def test_a_wrong_password_leads_to_its_field(qtbot: QtBot, page: ConnectionPage) -> None:
    type_into(page, "secrets.password", "wrong-password")
    run(qtbot, page)
    row = failed_row(page)
    assert row.step.name == "sign_in"
    assert row.detail.text()
    assert row.way_out.text()
    assert states_of(page)["read"] is StepState.SKIPPED
    assert page.test.passed is False
    assert "invalid_grant" not in row.detail.text()
    assert "It says: “The user name or the password is incorrect.”" in row.detail.text()
    row.mend.click()
    assert page.window().focusWidget() is line_of(page, "secrets.password")


@pytest.mark.parametrize("height", [420, 560, 720])
def test_what_mends_it_is_in_sight(
    qtbot: QtBot, room: Room, page: ConnectionPage, height: int
) -> None:
    page.window().resize(720, height)
    type_into(page, "secrets.password", "wrong-password")
    run(qtbot, page)
    row = failed_row(page)
    qtbot.waitUntil(lambda: row.mend.visibleRegion().boundingRect() == row.mend.rect())


def test_a_wrong_address_leads_to_its_field(qtbot: QtBot, page: ConnectionPage) -> None:
    type_into(page, "urls.orders", f"http://127.0.0.1:{closed_port()}/v1")
    page.form.fields.set_expanded(expanded=False)
    run(qtbot, page)
    row = failed_row(page)
    assert row.step.name == "connect"
    assert row.way_out.text()
    row.mend.click()
    assert page.window().focusWidget() is line_of(page, "urls.orders")


@pytest.mark.parametrize("address", ["not an address", "http://quill.example/v1", "ftp://a/v1"])
def test_an_address_that_nothing_is_sent_to(
    qtbot: QtBot, page: ConnectionPage, address: str
) -> None:
    type_into(page, "urls.orders", address)
    run(qtbot, page)
    row = failed_row(page)
    assert row.step.name == "address"
    assert row.step.field == "urls.orders"
    assert row.way_out.text()


def test_a_web_page_instead_of_an_answer(qtbot: QtBot, room: Room, page: ConnectionPage) -> None:
    room.control("faults", {"kind": "html", "service": "orders"})
    run(qtbot, page)
    row = failed_row(page)
    assert row.step.name == "connect"
    assert "web page" in row.detail.text()
    assert "<" not in row.detail.text()


def test_a_wrong_company(qtbot: QtBot, page: ConnectionPage) -> None:
    type_into(page, "settings.company_id", "999999")
    run(qtbot, page)
    row = failed_row(page)
    assert row.step.name == "company"
    row.mend.click()
    assert page.window().focusWidget() is line_of(page, "settings.company_id")


def test_a_clock_that_is_off_is_a_note(qtbot: QtBot, room: Room, page: ConnectionPage) -> None:
    room.control("faults", {"kind": "clock_skew", "seconds": 7200})
    run(qtbot, page)
    assert states_of(page)["clock"] is StepState.WARNED
    assert page.test.passed
    assert "1 note" in page.test.summary.text()


def test_it_can_be_stopped(qtbot: QtBot, room: Room, page: ConnectionPage) -> None:
    room.control("faults", {"kind": "hold", "service": "accounts", "method": "POST"})
    page.test.button.click()
    qtbot.waitUntil(lambda: states_of(page).get("sign_in") is StepState.RUNNING)
    assert page.test.stop_button.isVisible()
    assert page.note.text() == "Being tested…"
    page.test.stop_button.click()
    assert not page.test.running
    assert states_of(page)["sign_in"] is StepState.SKIPPED
    assert page.test.passed is None
    assert page.test.button.isVisible()
    room.control("faults", method="DELETE")
    run(qtbot, page)
    assert page.test.passed


def test_typing_on_makes_a_result_worthless(qtbot: QtBot, page: ConnectionPage) -> None:
    run(qtbot, page)
    type_into(page, "settings.currency", "CAD")
    assert page.test.passed is None
    assert page.test.summary.text() == "Changed since this test."
    assert page.note.text() == "Not tested; it can be saved all the same."


def test_settings_that_cannot_be_tested_are_said_at_their_fields(
    qtbot: QtBot, page: ConnectionPage
) -> None:
    type_into(page, "settings.company_id", "seven")
    type_into(page, "secrets.client_secret", "")
    run(qtbot, page)
    assert "seven" in page.form.fields.rows["settings.company_id"].problem
    assert page.form.fields.rows["secrets.client_secret"].problem
    assert page.notice.isVisible()
    assert states_of(page) == {}


def test_kept_secrets_are_used_where_none_are_typed(qtbot: QtBot, room: Room) -> None:
    key = room.connect()
    dialog = room.show(ConnectionsDialog(room.context), 940, 720)
    dialog.show_connection(key)
    qtbot.waitUntil(lambda: dialog.page() is not None)
    page = page_of(dialog)
    run(qtbot, page)
    assert page.test.passed
    type_into(page, "secrets.password", "wrong-password")
    run(qtbot, page)
    assert failed_row(page).step.name == "sign_in"


def test_closing_the_dialog_ends_a_test(qtbot: QtBot, room: Room) -> None:
    key = room.connect()
    dialog = room.show(ConnectionsDialog(room.context), 940, 720)
    dialog.show_connection(key)
    qtbot.waitUntil(lambda: dialog.page() is not None)
    room.control("faults", {"kind": "hold", "service": "accounts", "method": "POST"})
    page_of(dialog).test.button.click()
    qtbot.waitUntil(lambda: room.control("holds") != [])
    with qtbot.waitSignal(dialog.finished):
        dialog.close()
    qtbot.waitUntil(room.idle)
    room.control("faults", method="DELETE")
    assert room.failures == []

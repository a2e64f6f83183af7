"""Enablement on the window's actions: every cell of the table written by hand from the sheet."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdesk.connectors.iqmetrix.rules import RULES
from orderdesk.domain.gateway import ConnectionConfig, Page
from orderdesk.domain.order import Line, Order
from orderdesk.store.store import Store
from orderdesk.ui.desk_window import desk_window
from orderdesk.ui.detail.panel import DetailPanel
from orderdesk.ui.failures import Failures
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.theme import Theme
from tests.enablement.iqmetrix import CONDITIONS, ENABLEMENT, SETTINGS, STATES, Cell
from tests.unit.ui.activity.room import room

_URLS = ("orders", "accounts", "crm", "entitymanager", "usermanager", "catalogs")


def connection_of(condition: str) -> str:
    return "strict" if condition in SETTINGS else "shop"


def prepared(store: Store) -> None:
    """Fill a store with one order for every state and condition."""
    urls = {key: f"http://127.0.0.1:9/{key}/v1" for key in _URLS}
    for key in ("shop", "strict"):
        settings = {"company_id": "1"}
        if key == "strict":
            settings |= SETTINGS["strict_cancel"]
        config = ConnectionConfig(key, key.title(), RULES.vendor, urls, settings)
        store.connections.put(config)
        orders = tuple(
            order_in(key, state, condition)
            for state in STATES
            for condition in CONDITIONS
            if connection_of(condition) == key
        )
        store.mirror.apply_page(key, Page(orders), pull=store.mirror.begin_pull(key))


def order_in(connection: str, state: str, condition: str) -> Order:
    fields: dict[str, str | None] = {"BillingCustomerId": "c1", "ShippingCustomerId": "c1"}
    if condition == "no_billing_customer":
        fields["BillingCustomerId"] = None
    if condition == "both_targets":
        fields["ShippingEntityId"] = "14203"
    known = RULES.state(state)
    days = -1 if condition == "expired" else 30
    return Order(
        connection=connection,
        vendor=RULES.vendor,
        vendor_id=f"{state}-{condition}",
        number=f"{state} {condition}",
        state=known.status if known else None,
        vendor_state=state,
        placed_at=datetime.now(UTC),
        expires_at=datetime.now(UTC) + timedelta(days=days),
        lines=(Line(id="l1"),),
        fields=fields,
    )


@pytest.fixture(scope="module")
def window(
    qapp: QApplication, theme: Theme, tmp_path_factory: pytest.TempPathFactory
) -> Generator[MainWindow]:
    folder = tmp_path_factory.mktemp("enablement")
    with room(qapp, theme, folder, prepare=prepared, sending=False) as here:
        window = desk_window(here.context, Failures(), {})
        here.show(window, 1400, 800)
        window.start()
        yield window


def detail_of(window: MainWindow) -> DetailPanel:
    detail = window.parts.detail
    assert isinstance(detail, DetailPanel)
    return detail


def brought_up(window: MainWindow, qtbot: QtBot, order_id: str) -> None:
    """Make the order the current one and wait until the window has it."""
    detail = detail_of(window)

    def shown() -> bool:
        return detail.view is not None and detail.view.order.id == order_id

    if not shown():
        qtbot.waitUntil(lambda: window.page.finder.settled and window.page.model.rowCount() > 0)
        window.page.show_order(order_id)
        qtbot.waitUntil(shown, timeout=10_000)


@pytest.mark.parametrize("cell", ENABLEMENT, ids=str)
def test_cell(window: MainWindow, qtbot: QtBot, cell: Cell) -> None:
    connection = connection_of(cell.condition)
    brought_up(window, qtbot, f"{connection}:{cell.state}-{cell.condition}")
    action = window.findChild(QAction, cell.action)
    assert isinstance(action, QAction)

    assert action.isEnabled()
    assert bool(action.property("unavailable")) is (cell.verdict == "refused")
    if cell.reason is not None:
        assert cell.reason in action.statusTip()
        action.trigger()
        assert cell.reason in detail_of(window).reason.text.text()
    elif cell.verdict == "vendor_decides":
        assert "iQmetrix decides" in action.statusTip()

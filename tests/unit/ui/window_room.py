"""A whole window over a store that has orders, and waiting until it has come to rest."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from orderdesk.connectors.iqmetrix.rules import RULES
from orderdesk.domain.gateway import ConnectionConfig, Page
from orderdesk.domain.order import Line, Order
from orderdesk.store.store import Store
from orderdesk.ui.desk_window import desk_window
from orderdesk.ui.detail.panel import DetailPanel
from orderdesk.ui.failures import Failures
from orderdesk.ui.main_window import MainWindow
from tests.unit.ui.activity.room import Room
from tests.unit.ui.rows import NOON

ORDERS = 60


STATES = ("Created", "Pending", "Processed", "Cancelled")
URLS = ("orders", "accounts", "crm", "entitymanager", "usermanager", "catalogs")


def order_at(place: int) -> Order:
    word = STATES[place % len(STATES)]
    known = RULES.state(word)
    return Order(
        connection="harbour",
        vendor=RULES.vendor,
        vendor_id=f"{place:08d}",
        kind_word="Sales",
        number=f"N{place:03d}",
        state=known.status if known else None,
        vendor_state=word,
        placed_at=NOON + timedelta(hours=place),
        expires_at=datetime.now(UTC) + timedelta(days=9),
        total=Decimal(place * 37 % 50),
        total_computed=True,
        lines=(Line(id="l1", description="Battery", quantity=Decimal(1), price=Decimal(5)),),
        fields={"Name": f"Order {place}", "BillingCustomerId": "c1"},
    )


def filled(store: Store) -> None:
    """Put a connection that cannot be reached, and its orders, into a store."""
    urls = {key: f"http://127.0.0.1:9/{key}/v1" for key in URLS}
    config = ConnectionConfig("harbour", "Harbour Mobile", RULES.vendor, urls, {"company_id": "1"})
    store.connections.put(config)
    page = Page(tuple(order_at(place) for place in range(ORDERS)))
    store.mirror.apply_page("harbour", page, pull=store.mirror.begin_pull("harbour"))


def opened(here: Room, kept: dict[str, str] | None = None, *, demo: bool = False) -> MainWindow:
    """Open the window."""
    context = replace(here.context, demo=demo)
    window = desk_window(context, Failures(), kept or {})
    here.show(window, 1400, 860)
    window.start()
    return window


def ready(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """Wait until every order is listed."""
    qtbot.waitUntil(lambda: window.page.model.rowCount() == ORDERS, timeout=20_000)
    settle(window, qtbot)
    return window


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the list and the detail show the same, last thing asked for."""
    detail = window.parts.detail
    assert isinstance(detail, DetailPanel)

    def settled() -> bool:
        row = window.page.table.current_row()
        shown = detail.view.order.id if detail.view else None
        listed = row is not None or window.page.model.rowCount() == 0
        return window.page.finder.settled and listed and shown == (row.id if row else None)

    qtbot.waitUntil(settled, timeout=10_000)


def act(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert isinstance(action, QAction)
    action.trigger()


def dialog_of(window: MainWindow) -> QDialog:
    found = [one for one in window.findChildren(QDialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]

"""The side bar's models say what a connection is like, in words and in shapes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from orderdesk.domain.gateway import Budget, ConnectionConfig
from orderdesk.domain.messages import Message
from orderdesk.domain.query import Query, parse_query
from orderdesk.services.views import ConnectionStatus, Health
from orderdesk.ui.icons import Icons
from orderdesk.ui.sidebar.connections import (
    DETAIL_ROLE,
    HEALTH_LABELS,
    HEALTH_LOOKS,
    ConnectionsModel,
    budget_share,
    explanation,
    lines,
)
from orderdesk.ui.sidebar.delegates import ConnectionDelegate
from orderdesk.ui.sidebar.sidebar import SideList
from orderdesk.ui.sidebar.views import COUNT_ROLE, VIEWS, ViewsModel, view_of
from orderdesk.ui.theme import Theme
from tests.unit.ui.models import watched

ZONE = ZoneInfo("Europe/London")
NOW = datetime.now(UTC)
GOOD = ConnectionStatus(
    ConnectionConfig("north", "North Trade", "example"),
    "Example",
    Health.GOOD,
    last_sync=NOW,
    orders=1,
    budget=Budget(limit=60, remaining=41),
)
CLOCK = f"{NOW.astimezone(ZONE):%H:%M}"


LATER = NOW + timedelta(minutes=2)
UNTIL = f"{LATER.astimezone(ZONE):%H:%M:%S}"
LEFT = "41 of 60 requests left"
SICK = replace(GOOD, problem=Message("It cannot be reached."))


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (GOOD, [f"Example · {CLOCK}", LEFT]),
        (replace(GOOD, budget=Budget()), [f"Example · {CLOCK}"]),
        (replace(GOOD, budget=Budget(None, 7)), [f"Example · {CLOCK}", "7 requests left"]),
        (
            replace(GOOD, health=Health.SLOW, waits_until=LATER),
            ["Example · slow", f"limited until {UNTIL}", LEFT],
        ),
        (
            replace(GOOD, syncing=True, done=12, waits_until=LATER),
            ["Example · syncing", f"limited until {UNTIL}", LEFT],
        ),
        (
            replace(SICK, health=Health.OFFLINE, next_try=LATER),
            ["not reachable · Example", f"next try {UNTIL}", f"last sync {CLOCK}"],
        ),
        (replace(SICK, health=Health.SIGN_IN, last_sync=None), ["sign-in failed · Example"]),
        (replace(GOOD, health=Health.NEW, last_sync=None), ["Example · not synced yet", LEFT]),
        (
            replace(GOOD, syncing=True, done=1200, total=5000),
            ["Example · 1,200 of 5,000", LEFT],
        ),
        (
            replace(GOOD, syncing=True, health=Health.NEW, budget=Budget()),
            ["Example · signing in"],
        ),
    ],
)
def test_the_lines_below_the_name(status: ConnectionStatus, said: list[str]) -> None:
    assert lines(status, ZONE) == said


def released(widget: SideList, place: QPoint) -> None:
    QTest.mouseClick(widget.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_marks_can_be_clicked(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    model = ConnectionsModel(ZONE)
    model.set_statuses([GOOD, replace(SICK, health=Health.OFFLINE, set_aside=3)])
    view = SideList("Connections")
    qtbot.addWidget(view)
    view.setModel(model)
    delegate = ConnectionDelegate(theme, icons, view)
    view.setItemDelegate(delegate)
    view.resize(220, 200)
    view.show()
    assert delegate.marks(view.visualRect(model.index(0)), GOOD) == {}
    status = model.status(1)
    assert status is not None
    marks = delegate.marks(view.visualRect(model.index(1)), status)
    retried, unread = QSignalSpy(delegate.retry_asked), QSignalSpy(delegate.unread_asked)
    released(view, marks["retry"].center())
    released(view, marks["unread"].center())
    released(view, view.visualRect(model.index(1)).bottomLeft())
    assert retried.count() == 1
    assert retried.at(0) == ["north"]
    assert unread.count() == 1
    assert not marks["retry"].intersects(marks["unread"])


def test_everything_is_said_to_who_cannot_see_it() -> None:
    sick = replace(
        GOOD,
        health=Health.OFFLINE,
        problem=Message("It cannot be reached."),
        way_out=Message("Look at the network."),
        set_aside=2,
    )
    assert explanation(sick, ZONE, NOW) == (
        "Example, not reachable. It cannot be reached. Look at the network. 1 order. "
        f"2 could not be read. Last sync {CLOCK}. 41 of 60 requests left."
    )


def test_shape_and_word_tell_health_without_colour() -> None:
    assert set(HEALTH_LABELS) == set(HEALTH_LOOKS) == set(Health)
    healthy = {HEALTH_LOOKS[Health.GOOD].shape}
    sick = {HEALTH_LOOKS[health].shape for health in Health if health is not Health.GOOD}
    assert not healthy & sick


@pytest.mark.parametrize(
    ("budget", "share"),
    [
        (Budget(60, 30), 0.5),
        (Budget(60, 90), 1.0),
        (Budget(0, 3), None),
        (Budget(None, 3), None),
        (Budget(60, None), None),
    ],
)
def test_the_budget(budget: Budget, share: float | None) -> None:
    assert budget_share(replace(GOOD, budget=budget)) == share


def test_connections_tell_exactly_what_changed(qapp: object) -> None:
    model = ConnectionsModel(ZONE)
    other = replace(GOOD, config=ConnectionConfig("south", "South", "example"))
    with watched(model):
        model.set_statuses([GOOD, other])
        reset, changed = QSignalSpy(model.modelReset), QSignalSpy(model.dataChanged)
        model.set_statuses([GOOD, replace(other, syncing=True)])
        assert (reset.count(), changed.count()) == (0, 1)
        assert changed.at(0)[0].row() == 1
        model.set_statuses([other])
        assert reset.count() == 1
        assert model.rowCount() == 1
    index = model.index(0)
    assert index.data() == "South"
    assert str(index.data(DETAIL_ROLE)).startswith("Example")
    assert str(index.data(Qt.ItemDataRole.AccessibleTextRole)).startswith("South: Example")


def test_a_connections_name_is_no_markup(qapp: object) -> None:
    model = ConnectionsModel(ZONE)
    model.set_statuses([replace(GOOD, config=ConnectionConfig("n", "<img src=x>", "example"))])
    assert "&lt;img" in str(model.index(0).data(Qt.ItemDataRole.ToolTipRole))


def test_views_count(qapp: object) -> None:
    model = ViewsModel()
    with watched(model):
        changed = QSignalSpy(model.dataChanged)
        model.set_counts([12034, 312, 0, 5])
        model.set_counts([12034, 313, 0, 5])
        assert changed.count() == len(VIEWS) + 1
    assert model.index(0).data(COUNT_ROLE) == "12,034"
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "Open, 313"


def test_the_view_of_a_query() -> None:
    assert view_of(Query()) == 0
    assert view_of(parse_query("state:open")) == 1
    assert view_of(parse_query("state:open total>5")) is None

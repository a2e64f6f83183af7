"""Events of another thread become signals on this one, those on orders gathered."""

import threading
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QThread
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from orderdesk.domain.commands import CommandState
from orderdesk.domain.events import (
    BulkChanged,
    CommandChanged,
    ConnectionsChanged,
    Event,
    NamesChanged,
    OrdersChanged,
    SyncChanged,
)
from orderdesk.domain.ledger import Progress, Run, RunState
from orderdesk.services.events import Bus
from orderdesk.ui.bridge import Bridge


def publish(bus: Bus, *events: Event) -> None:
    thread = threading.Thread(target=lambda: [bus.publish(event) for event in events])
    thread.start()
    thread.join()


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.fixture
def bridge(qapp: object, bus: Bus) -> Bridge:
    bridge = Bridge()
    bridge.attach(bus)
    return bridge


@pytest.mark.parametrize(
    ("event", "signal"),
    [
        (CommandChanged("c", "north:1", "edit", CommandState.DONE), "command_changed"),
        (SyncChanged("north", running=True, done=3), "sync_changed"),
        (ConnectionsChanged(frozenset({"north"})), "connections_changed"),
        (NamesChanged("north"), "names_changed"),
        (OrdersChanged(frozenset({"north:1"})), "orders_changed"),
    ],
)
def test_every_event_has_its_signal(
    bridge: Bridge, bus: Bus, qtbot: QtBot, event: Event, signal: str
) -> None:
    heard: list[tuple[Event, bool]] = []
    main = QThread.currentThread()

    def hear(got: Event) -> None:
        heard.append((got, QThread.currentThread() == main))

    getattr(bridge, signal).connect(hear)
    publish(bus, event)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [(event, True)]


def test_changes_of_orders_come_as_one(bridge: Bridge, bus: Bus, qtbot: QtBot) -> None:
    spy = QSignalSpy(bridge.orders_changed)
    publish(
        bus,
        OrdersChanged(frozenset({"a", "b"})),
        OrdersChanged(frozenset({"c"}), removed=frozenset({"a"})),
        OrdersChanged(frozenset({"d"})),
    )
    qtbot.waitUntil(lambda: spy.count() > 0)
    assert spy.at(0) == [OrdersChanged(frozenset({"b", "c", "d"}), frozenset({"a"}))]
    assert spy.count() == 1


def test_a_commands_orders_are_told_before_it(bridge: Bridge, bus: Bus, qtbot: QtBot) -> None:
    heard: list[str] = []

    def hear(event: Event) -> None:
        heard.append(type(event).__name__)

    bridge.orders_changed.connect(hear)
    bridge.command_changed.connect(hear)
    publish(
        bus,
        OrdersChanged(frozenset({"a"})),
        CommandChanged("c", "a", "edit", CommandState.DONE),
    )
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == ["OrdersChanged", "CommandChanged"]


def test_detached_it_hears_nothing(qapp: object, bus: Bus, qtbot: QtBot) -> None:
    bridge = Bridge()
    end = bridge.attach(bus)
    end()
    other = Bridge()
    other.attach(bus)
    quiet, loud = QSignalSpy(bridge.names_changed), QSignalSpy(other.names_changed)
    publish(bus, NamesChanged("north"))
    qtbot.waitUntil(lambda: loud.count() == 1)
    assert quiet.count() == 0


def test_of_a_run_only_the_latest_is_told_after_the_orders(
    bridge: Bridge, bus: Bus, qtbot: QtBot
) -> None:
    heard: list[object] = []
    for signal in (bridge.orders_changed, bridge.command_changed, bridge.bulk_changed):
        signal.connect(heard.append)
    orders = OrdersChanged(frozenset({"north:1"}))
    states = (CommandState.WAITING, CommandState.SENDING, CommandState.DONE)
    told = [CommandChanged("c", "north:1", "edit", state, bulk="run") for state in states]
    begun, further, ended = (
        BulkChanged(Progress(Run("run", "edit", "Edit", state, datetime.now(UTC))))
        for state in (RunState.RUNNING, RunState.RUNNING, RunState.ENDED)
    )
    publish(bus, begun, *told, further, orders)
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert heard == [orders, told[-1], further]
    # Its end is told at once, after all that came before.
    publish(bus, told[0], further, ended)
    qtbot.waitUntil(lambda: len(heard) == 5)
    assert heard[3:] == [told[0], ended]

"""Coroutines start in one place, call back on the UI's loop, and fail into one signal."""

import asyncio
import inspect
from collections.abc import Generator

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtTest import QSignalSpy

from orderdesk.domain.errors import DeskError
from orderdesk.domain.messages import Message
from orderdesk.ui.tasks import Tasks, run_here


@pytest.fixture
def tasks(qloop: asyncio.AbstractEventLoop) -> Generator[Tasks]:
    tasks = Tasks(run_here)
    yield tasks
    qloop.run_until_complete(tasks.aclose())


async def answer() -> int:
    return 42


async def refuse() -> int:
    raise DeskError(Message("No."))


async def break_down() -> int:
    raise ValueError("broken")


class Panel(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []

    def take(self, value: object) -> None:
        self.got.append(value)


def test_the_result_comes_back(qloop: asyncio.AbstractEventLoop, tasks: Tasks) -> None:
    panel = Panel()

    async def story() -> None:
        await tasks.call(answer(), name="ask", then=panel.take)

    qloop.run_until_complete(story())
    assert panel.got == [42]


def test_a_desk_error_goes_to_otherwise(qloop: asyncio.AbstractEventLoop, tasks: Tasks) -> None:
    panel, failed = Panel(), QSignalSpy(tasks.failed)

    async def story() -> None:
        await tasks.call(refuse(), name="ask", then=panel.take, otherwise=panel.take)

    qloop.run_until_complete(story())
    assert [str(error) for error in panel.got] == ["No."]
    assert failed.count() == 0


@pytest.mark.parametrize("broken", [refuse, break_down])
def test_what_nobody_takes_is_told(
    qloop: asyncio.AbstractEventLoop, tasks: Tasks, broken: object
) -> None:
    failed = QSignalSpy(tasks.failed)

    async def story() -> None:
        tasks.call(refuse() if broken is refuse else break_down(), name="ask")
        await tasks.settle(5.0)

    qloop.run_until_complete(story())
    assert failed.count() == 1


def test_a_callback_that_fails_is_told(qloop: asyncio.AbstractEventLoop, tasks: Tasks) -> None:
    failed = QSignalSpy(tasks.failed)

    def bad(_value: int) -> None:
        raise ZeroDivisionError

    async def story() -> None:
        tasks.call(answer(), name="ask", then=bad)
        await tasks.settle(5.0)

    qloop.run_until_complete(story())
    assert isinstance(failed.at(0)[0], ZeroDivisionError)


def test_a_widget_that_is_gone_is_not_called(
    qloop: asyncio.AbstractEventLoop, tasks: Tasks
) -> None:
    panel, failed = Panel(), QSignalSpy(tasks.failed)

    async def story() -> None:
        task = tasks.call(answer(), name="ask", then=panel.take)
        shiboken6.delete(panel)
        await task

    qloop.run_until_complete(story())
    assert panel.got == []
    assert failed.count() == 0


def test_closing_ends_what_runs(qloop: asyncio.AbstractEventLoop, tasks: Tasks) -> None:
    failed = QSignalSpy(tasks.failed)

    async def story() -> bool:
        task = tasks.spawn(asyncio.Event().wait(), "wait for ever")
        await tasks.aclose()
        return task.cancelled()

    assert qloop.run_until_complete(story())
    assert failed.count() == 0


def test_what_is_called_just_before_the_end_is_closed(
    qloop: asyncio.AbstractEventLoop, tasks: Tasks
) -> None:
    coro = answer()

    async def story() -> None:
        tasks.call(coro, name="ask")
        await tasks.aclose()

    qloop.run_until_complete(story())
    assert inspect.getcoroutinestate(coro) == inspect.CORO_CLOSED

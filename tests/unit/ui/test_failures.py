"""What nobody foresaw ends up in one place, with a number, wherever it was raised."""

import asyncio
import logging
import re
import sys
import threading

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from orderdesk.domain.errors import DeskError
from orderdesk.domain.messages import Message
from orderdesk.ui.failures import Failures


@pytest.fixture(autouse=True)
def announced(expected_warnings: list[re.Pattern[str]]) -> None:
    expected_warnings.append(re.compile(r"^(orderdesk\.ui\.failures|qt):"))


@pytest.fixture
def failures(qapp: object) -> Failures:
    return Failures()


def fail(text: str) -> None:
    raise ValueError(text)


def raised(text: str) -> ValueError:
    try:
        fail(text)
    except ValueError as error:
        return error
    raise AssertionError


def test_an_error_is_logged_under_the_number_that_is_shown(
    failures: Failures, caplog: pytest.LogCaptureFixture
) -> None:
    told = QSignalSpy(failures.unforeseen)
    failures.report(raised("the cause"))
    [number] = told.at(0)
    assert re.fullmatch(r"[0-9A-F]{8}", str(number))
    assert f"{number}: not foreseen" in caplog.text
    assert "ValueError: the cause" in caplog.text


def test_a_desk_error_speaks_for_itself(failures: Failures) -> None:
    told = QSignalSpy(failures.happened)
    failures.report(DeskError(Message("The disk is full."), way_out=Message("Make room.")))
    assert told.at(0)[1] == "The disk is full. Make room."


def test_what_fails_again_at_the_same_place_is_told_once(failures: Failures) -> None:
    told, again = QSignalSpy(failures.unforeseen), QSignalSpy(failures.repeated)
    for number in range(5):
        failures.report(raised(f"number {number}"))
    assert (told.count(), again.count()) == (1, 4)


def test_every_way_out_leads_here(
    failures: Failures,
    qloop: asyncio.AbstractEventLoop,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = sys.excepthook, threading.excepthook
    failures.install(qloop)
    told = QSignalSpy(failures.unforeseen)
    try:
        sys.excepthook(KeyError, KeyError("in a slot"), None)
        thread = threading.Thread(target=fail, args=("in a thread",))
        thread.start()
        thread.join()
        qloop.call_exception_handler({"message": "x", "exception": OSError("in a callback")})
        qloop.call_exception_handler({"message": "only words"})
        with caplog.at_level(logging.WARNING):
            qWarning("a word from Qt")
    finally:
        failures.uninstall()

    qtbot.waitUntil(lambda: told.count() == 3)
    assert "a word from Qt" in caplog.text
    assert "only words" in caplog.text
    assert (sys.excepthook, threading.excepthook) == before


def test_what_nobody_could_mend_is_not_in_the_log(
    failures: Failures, qloop: asyncio.AbstractEventLoop, caplog: pytest.LogCaptureFixture
) -> None:
    failures.install(qloop)
    try:
        with caplog.at_level(logging.INFO):
            qWarning('OpenType support missing for "Inter", script 11')
            qWarning("This plugin does not support propagateSizeHints()")
            qWarning("something else")
    finally:
        failures.uninstall()
    assert [record.getMessage() for record in caplog.records] == ["default: something else"]

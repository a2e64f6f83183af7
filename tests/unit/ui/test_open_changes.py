"""Counts of what is not settled: each word stands for what it says."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from orderdesk.domain.commands import CommandState
from orderdesk.ui.i18n import zone_name
from orderdesk.ui.open_changes import OpenChanges, needs_you, on_the_way, words
from orderdesk.ui.status_bar import StatusBar

UTC_ZONE = ZoneInfo("Etc/UTC")


def test_settled_ones_do_not_count() -> None:
    changes = OpenChanges.of([*CommandState, CommandState.ASKING])
    assert changes == OpenChanges(waiting=1, sending=1, unknown=1, asking=2, staged=1)
    assert changes.total == 5


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (OpenChanges(), []),
        (OpenChanges(waiting=2), ["2 waiting to be sent"]),
        (OpenChanges(asking=1), ["1 change needs you"]),
        (
            OpenChanges(1, 1, 3, 2),
            [
                "2 changes need you",
                "3 with an outcome that is not known yet",
                "1 being sent",
                "1 waiting to be sent",
            ],
        ),
    ],
)
def test_each_has_words_of_its_own(changes: OpenChanges, said: list[str], qapp: object) -> None:
    assert words(changes) == said


def test_one_and_many(qapp: object) -> None:
    assert [needs_you(number) for number in (1, 2)] == ["1 change needs you", "2 changes need you"]
    said = [on_the_way(number) for number in (1, 3)]
    assert said == ["1 change not settled", "3 changes not settled"]


def test_the_status_bar_says_them(qtbot: QtBot) -> None:
    bar = StatusBar(UTC_ZONE, demo=False)
    qtbot.addWidget(bar)
    bar.show_changes(OpenChanges(unknown=1))
    assert bar.waiting.text() == "1 with an outcome that is not known yet"
    assert not bar.waiting.isHidden()
    bar.show_changes(OpenChanges())
    assert bar.waiting.isHidden()
    bar.showMessage("Taken back.")
    bar.show_changes(OpenChanges(waiting=2))
    assert bar.waiting.isHidden(), "a sentence on an act stands there"
    bar.clearMessage()
    assert not bar.waiting.isHidden()
    bar.show_counts(1, 1)
    assert bar.counts.text() == "1 order"
    bar.show_last_sync(datetime.now(UTC) - timedelta(days=3))
    assert bar.last_sync.text().endswith("all times UTC")


@pytest.mark.parametrize("key", ["UTC", "Etc/UTC", "Zulu", "Etc/GMT"])
def test_utc_has_one_name(key: str) -> None:
    assert zone_name(ZoneInfo(key)) == "UTC"


def test_other_zones_keep_theirs() -> None:
    assert zone_name(ZoneInfo("Europe/Berlin")) == "Europe/Berlin"
    assert zone_name(ZoneInfo("Etc/GMT+5")) == "Etc/GMT+5"

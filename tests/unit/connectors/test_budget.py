"""The request budget: its windows, its lanes, and that nobody waits in vain."""

import asyncio
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.connectors.budget import (
    Allowance,
    Exhausted,
    Lane,
    Limits,
    Quota,
    RequestBudget,
    Window,
    read_limits,
)


@dataclass
class Time:
    """A clock that a test moves, and a sleep that moves it."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list[float])

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


def budget_at(time: Time, *, at_once: int = 8) -> RequestBudget:
    return RequestBudget(at_once=at_once, clock=lambda: time.now, sleep=time.sleep)


def test_nothing_known_lets_everything_through() -> None:
    assert Window().pause(Lane.BACKGROUND, 0.0) == 0


def test_the_background_leaves_a_tenth_for_people() -> None:
    window = Window()
    window.learn(Limits(limit=100, remaining=10, seconds=30), now=0.0)

    assert window.pause(Lane.BACKGROUND, 5.0) == 25
    assert window.pause(Lane.INTERACTIVE, 5.0) == 0


def test_a_new_window_starts_full() -> None:
    window = Window()
    window.learn(Limits(limit=100, remaining=0, seconds=30), now=0.0)

    assert window.pause(Lane.INTERACTIVE, 29.0) == 1
    assert window.pause(Lane.BACKGROUND, 30.0) == 0
    assert window.remaining == 100


def test_answers_still_under_way_are_counted_against_the_header() -> None:
    window = Window()
    for _request in range(5):
        window.take()
    window.learn(Limits(limit=100, remaining=60, seconds=30), now=0.0)
    assert window.remaining == 56


def test_people_are_told_and_the_background_waits() -> None:
    async def scenario() -> None:
        time = Time()
        budget = budget_at(time)
        budget.close("orders", 40.0)
        with pytest.raises(Exhausted) as told:
            async with budget.turn("orders", Lane.INTERACTIVE):
                raise AssertionError
        assert told.value.seconds == 40
        async with budget.turn("orders", Lane.BACKGROUND):
            assert time.slept == [40]

    asyncio.run(scenario())


def test_people_wait_for_a_moment() -> None:
    async def scenario() -> list[float]:
        time = Time()
        budget = budget_at(time)
        budget.close("orders", 1.5)
        async with budget.turn("orders", Lane.INTERACTIVE):
            return time.slept

    assert asyncio.run(scenario()) == [1.5]


def test_services_have_windows_of_their_own() -> None:
    async def scenario() -> list[float]:
        time = Time()
        budget = budget_at(time)
        budget.close("crm", 100.0)
        async with budget.turn("orders", Lane.INTERACTIVE):
            return time.slept

    assert asyncio.run(scenario()) == []


def test_never_more_at_once_and_people_first() -> None:
    async def scenario() -> tuple[int, list[str]]:
        budget = budget_at(Time(), at_once=2)
        running, most = 0, 0
        order: list[str] = []
        gate = asyncio.Event()

        async def one(name: str, lane: Lane) -> None:
            nonlocal running, most
            async with budget.turn("orders", lane):
                running += 1
                most = max(most, running)
                order.append(name)
                await gate.wait()
                running -= 1

        async with asyncio.TaskGroup() as group:
            for number in range(4):
                group.create_task(one(f"background {number}", Lane.BACKGROUND))
            await asyncio.sleep(0)
            group.create_task(one("person", Lane.INTERACTIVE))
            await asyncio.sleep(0)
            assert budget.shown("orders").waiting == 3
            gate.set()
        return most, order

    most, order = asyncio.run(scenario())
    assert most == 2
    assert order.index("person") == 2


def test_who_gives_up_waiting_leaves_the_turn_to_the_next() -> None:
    async def scenario() -> list[str]:
        budget = budget_at(Time(), at_once=1)
        done: list[str] = []

        async def one(name: str) -> None:
            async with budget.turn("orders", Lane.INTERACTIVE):
                done.append(name)
                await asyncio.sleep(0)

        async with budget.turn("orders", Lane.INTERACTIVE):
            first = asyncio.create_task(one("first"))
            second = asyncio.create_task(one("second"))
            await asyncio.sleep(0)
            first.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
        await one("third")
        return done

    assert asyncio.run(scenario()) == ["second", "third"]


@given(
    st.integers(2, 40),
    st.lists(st.sampled_from(list(Lane)), min_size=1, max_size=120),
)
def test_no_window_is_ever_overdrawn(limit: int, lanes: list[Lane]) -> None:
    """A vendor that counts windows of 60 s and answers at once never sees one request too many."""

    async def scenario() -> None:
        time = Time()
        budget = budget_at(time)
        used: dict[int, int] = {}

        async def one(lane: Lane) -> None:
            try:
                async with budget.turn("orders", lane):
                    window = int(time.now // 60)
                    used[window] = used.get(window, 0) + 1
                    left = limit - used[window]
                    seconds = (window + 1) * 60 - time.now
                    budget.learn("orders", Limits(limit, left, seconds))
            except Exhausted:
                assert lane is Lane.INTERACTIVE

        for lane in lanes:
            await one(lane)
        assert max(used.values()) <= limit

    asyncio.run(scenario())


def test_retries_are_a_tenth_at_most() -> None:
    allowance = Allowance()
    assert [allowance.spend() for _retry in range(4)] == [True, True, True, False]
    for _request in range(11):
        allowance.earn()
    assert [allowance.spend() for _retry in range(2)] == [True, False]


@pytest.mark.parametrize(
    ("headers", "limits"),
    [
        (
            {
                "x-ratelimit-limit": "1000",
                "x-ratelimit-remaining": "999",
                "x-ratelimit-resetseconds": "59",
            },
            Limits(1000, 999, 59),
        ),
        ({}, Limits()),
        ({"x-ratelimit-limit": "many", "x-ratelimit-remaining": "-1"}, Limits()),
    ],
)
def test_headers(headers: dict[str, str], limits: Limits) -> None:
    assert read_limits(headers) == limits


def test_what_is_left_can_be_shown() -> None:
    time = Time()
    budget = budget_at(time)
    budget.learn("orders", Limits(1000, 998, 59))
    shown = budget.shown("orders")
    assert (shown.limit, shown.remaining, shown.waiting) == (1000, 998, 0)
    assert shown.resets_at is not None


def test_a_known_quota_is_kept_in_any_stretch_of_time() -> None:
    async def scenario() -> None:
        time = Time()
        quota = Quota(60, 60.0)
        budget = RequestBudget(clock=lambda: time.now, sleep=time.sleep, quota=quota)
        made: list[float] = []
        for number in range(300):
            lane = Lane.INTERACTIVE if number % 50 == 0 else Lane.BACKGROUND
            budget_turn = budget.turn("orders", lane)
            try:
                async with budget_turn:
                    made.append(time.now)
                    time.now += 0.1
            except Exhausted:
                time.now += 1.0
        assert len(made) >= 290
        for start in made:
            assert sum(1 for moment in made if start <= moment < start + 60) <= 60

    asyncio.run(scenario())


def test_a_known_quota_slows_the_background_down_from_its_half_and_keeps_room_for_people() -> None:
    window = Window(quota=Quota(60, 60.0))
    for _request in range(30):
        window.take()
        window.release(0.0)

    assert window.pause(Lane.BACKGROUND, 0.0) == pytest.approx(60 / 54)
    assert window.pause(Lane.INTERACTIVE, 0.0) == 0
    for _request in range(24):
        window.take()
    assert window.pause(Lane.BACKGROUND, 30.0) == 30
    assert window.pause(Lane.INTERACTIVE, 30.0) == 0
    assert window.standing(30.0) == (60, 6, 60.0)

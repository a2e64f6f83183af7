"""Connections at work: how long one is left alone, and gateways that are lent out."""

import pytest

from orderdesk.domain.errors import (
    DeskError,
    InputError,
    Malformed,
    NotSignedIn,
    Throttled,
    Unreachable,
)
from orderdesk.domain.events import ConnectionsChanged
from orderdesk.domain.gateway import ConnectionConfig
from orderdesk.domain.messages import Message
from orderdesk.services.events import Bus
from orderdesk.services.links import Links
from orderdesk.services.timings import Timings
from orderdesk.services.views import Health
from orderdesk.vault.memory_vault import MemoryVault
from tests.unit.services.desks import Heard, run
from tests.unit.services.quillworks import CONFIG, DESCRIPTION, Vendor

AWAY = Unreachable(Message("No way there."))
MAIN = ConnectionConfig("main", "Main", CONFIG.vendor, CONFIG.urls, CONFIG.settings)


def _links(vendor: Vendor, bus: Bus) -> Links:
    return Links(
        vault=MemoryVault(),
        gateways=vendor.build,
        descriptions=(DESCRIPTION,),
        bus=bus,
        timings=Timings(first_pause=8.0, longest_pause=50.0, sign_in_pause=900.0),
    )


def _throttled(seconds: float) -> Throttled:
    error = Throttled(Message("Too many."))
    error.retry_after = seconds
    return error


def test_each_failure_doubles_the_rest_up_to_the_longest() -> None:
    async def story() -> None:
        bus = Bus()
        links = _links(Vendor(), bus)
        await links.put(MAIN)
        link = links.get("main")
        rests: list[float] = []
        for _time in range(5):
            links.failed("main", AWAY)
            rests.append(links.rest("main"))
            # While it rests, what else fails is the same failure.
            links.failed("main", AWAY)
            assert links.rest("main") <= rests[-1]
            link.rests_until = 0.0
        for rest, most in zip(rests, (8, 16, 32, 50, 50), strict=True):
            assert most * 0.7 < rest <= most
        assert link.failures == 5
        links.succeeded("main")
        assert (link.failures, link.resting, link.health) == (0, False, Health.GOOD)

    run(story())


@pytest.mark.parametrize(
    ("error", "least", "health"),
    [
        (_throttled(300.0), 299, Health.SLOW),
        (_throttled(0.0), 5, Health.SLOW),
        (NotSignedIn(Message("Wrong.")), 899, Health.SIGN_IN),
        (Malformed(Message("Babble.")), 0, Health.NEW),
        (DeskError(Message("Odd.")), 0, Health.NEW),
    ],
    ids=["429 with a time", "429 without", "sign-in", "malformed", "other"],
)
def test_the_rest_fits_the_failure(error: DeskError, least: float, health: Health) -> None:
    async def story() -> None:
        links = _links(Vendor(), Bus())
        await links.put(MAIN)
        links.failed("main", error)
        assert links.rest("main") >= least
        assert links.get("main").health is health
        links.failed("nowhere", error)
        assert links.rest("nowhere") == 0

    run(story())


def test_only_changes_are_told_and_waking_ends_a_rest() -> None:
    async def story() -> None:
        bus, heard, woken = Bus(), Heard(), list[str]()
        bus.subscribe(heard)
        links = _links(Vendor(), bus)
        links.listen(woken.append)
        await links.put(MAIN)
        for _time in range(2):
            links.succeeded("main")
        for _time in range(2):
            links.failed("main", AWAY)
        assert heard.events == [ConnectionsChanged(frozenset({"main"}))] * 2
        links.wake()
        assert not links.get("main").resting
        assert woken == ["main", "main"]

    run(story())


def test_a_gateway_is_made_once_and_closed_by_the_last_who_uses_it() -> None:
    vendor = Vendor()

    async def story() -> None:
        links = _links(vendor, Bus())
        await links.put(MAIN)
        assert vendor.gateways == []
        async with links.using("main") as first, links.using("main") as second:
            assert first is second
            await links.put(MAIN)
            async with links.using("main") as third:
                assert third is not first
            assert [gateway.closed for gateway in vendor.gateways] == [False, False]
        assert [gateway.closed for gateway in vendor.gateways] == [True, False]
        await links.aclose()
        assert [gateway.closed for gateway in vendor.gateways] == [True, True]
        with pytest.raises(InputError, match="no connection"):
            async with links.using("main"):
                raise AssertionError

    run(story())


def test_the_settle_time_is_twice_the_deadline_unless_it_is_set() -> None:
    assert Timings(deadline=7.0).settle_time == 14.0
    assert Timings(deadline=7.0, settle=0.5).settle_time == 0.5

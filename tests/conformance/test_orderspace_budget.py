"""A thousand requests to Orderspace, which takes 60 a minute: none too many, and none lost."""

# The stand-in's clock is moved on instead of waiting, and with it what the gateway measures by.

import asyncio
from collections import Counter
from collections.abc import Sequence

from orderdesk.connectors.budget import AT_ONCE
from orderdesk.connectors.orderspace.gateway import QUOTA
from orderdesk.domain.gateway import Gateway
from tests.conformance.place import Entry, Errand, Place

VENDOR = "orderspace"
REQUESTS = 1_000
SMALL = "or_empty014"
"""An order without items, so that answers are short."""
AT_A_TIME = 10
ASKED_BY_A_PERSON = 20
"""Every so many requests one is made for a person, who is not kept waiting."""


async def a_thousand(gateway: Gateway) -> int:
    """Read one order so often; how many answers came."""
    came = 0
    for start in range(0, REQUESTS, AT_A_TIME):
        readings = await asyncio.gather(
            *(
                gateway.fetch(SMALL, background=number % ASKED_BY_A_PERSON != 0)
                for number in range(start, start + AT_A_TIME)
            )
        )
        came += sum(reading.order.vendor_id == SMALL for reading in readings)
    return came


async def in_the_background(gateway: Gateway) -> int:
    """Read one order so often where nobody waits for it."""
    came = 0
    for _start in range(0, REQUESTS, AT_A_TIME):
        fetches = (gateway.fetch(SMALL, background=True) for _number in range(AT_A_TIME))
        came += len(await asyncio.gather(*fetches))
    return came


def statuses(log: Sequence[Entry]) -> Counter[object]:
    return Counter(one["status"] for one in log if one["service"] == "api")


def test_a_thousand_requests_and_no_429(place: Place) -> None:
    place.switch(api_limit="60")
    start = place.last_number()

    async def scenario(gateway: Gateway) -> int:
        assert await a_thousand(gateway) == REQUESTS
        return gateway.requests

    made = place.run(scenario)

    log = place.log(start)
    assert statuses(log) == {200: REQUESTS}
    signed_in = place.errands(start, Errand.SIGN_IN)
    assert len(log) == made == REQUESTS + len(signed_in)
    # At the documented pace a thousand take some 17 minutes: a token lasts 30.
    assert len(signed_in) == 1
    assert QUOTA.limit == 60


def test_a_limit_lowered_behind_our_back_loses_nothing(place: Place) -> None:
    """After each refusal nothing is sent for the documented minute, and then it goes on."""
    place.switch(api_limit="40", api_patience="extended")
    start = place.last_number()

    assert place.run(in_the_background) == REQUESTS

    found = statuses(place.log(start))
    assert found.keys() <= {200, 401, 429}
    assert found[200] == REQUESTS
    # Those that were on their way when the window closed, once a window.
    assert 0 < found[429] <= AT_ONCE * (REQUESTS // 40 + 1)
    # Those that waited with a token until it ended.
    assert found[401] <= AT_ONCE * len(place.errands(start, Errand.SIGN_IN))


def test_a_limit_that_holds_for_everything(place: Place) -> None:
    """Where sign-ins count too, or each token by itself, nothing is refused either."""
    for scope in ("everything", "token"):
        place.switch(api_limit="60", api_scope=scope)
        start = place.last_number()

        async def scenario(gateway: Gateway) -> int:
            fetches = (gateway.fetch(SMALL, background=True) for _number in range(80))
            return len(await asyncio.gather(*fetches))

        assert place.run(scenario) == 80
        assert statuses(place.log(start)) == {200: 80}
        place.start_anew()

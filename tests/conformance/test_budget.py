"""A vendor's limit is kept: no request too many, and none lost where the limit is lowered."""

import asyncio

from orderdesk.domain.gateway import Gateway
from tests.conformance.place import Place
from tests.conformance.plug import Plug, QuotaTrial


async def many(gateway: Gateway, ids: list[str], requests: int) -> int:
    """Read orders one after the other and some at once, in the background; how many came."""
    done = 0
    for start in range(0, requests, 10):
        readings = await asyncio.gather(
            *(
                gateway.fetch(ids[number % len(ids)], background=True)
                for number in range(start, min(start + 10, requests))
            )
        )
        done += len(readings)
    return done


def test_no_request_is_one_too_many(place: Place, plug: Plug, quota: QuotaTrial) -> None:
    ids = [*place.truths()]
    place.switch(**quota.switches)

    async def scenario(gateway: Gateway) -> None:
        start = place.last_number()
        assert await many(gateway, ids, quota.requests) == quota.requests
        log = place.log(start)
        assert len(log) >= quota.requests
        assert [one for one in log if one["status"] == 429] == []
        budget = gateway.budget
        assert budget.limit is not None
        assert budget.remaining is not None
        assert 0 <= budget.remaining <= budget.limit

    place.run(scenario)


def test_a_limit_lowered_behind_our_back_loses_nothing(
    place: Place, plug: Plug, quota: QuotaTrial
) -> None:
    ids = [*place.truths()]
    place.switch(**quota.lowered)

    async def scenario(gateway: Gateway) -> None:
        start = place.last_number()
        assert await many(gateway, ids, quota.requests) == quota.requests
        assert [one for one in place.log(start) if one["status"] == 429]

    place.run(scenario)

"""Writes under fault: the outcome is known exactly when it can be, and nothing is done twice."""

import asyncio

import pytest

from orderdesk.domain.errors import OutcomeUnknown, Throttled, Unreachable, VendorError
from orderdesk.domain.gateway import Gateway
from tests.conformance.acts import rule_of
from tests.conformance.place import Errand, Place, rules_of
from tests.conformance.plug import Loss, Plug
from tests.conformance.trials import about, fault_on, prepared, seen_done, verified


def test_a_write_under_fault(place: Place, plug: Plug, action: str, loss: Loss) -> None:
    async def scenario(gateway: Gateway) -> None:
        trial = plug.trials[action]
        command, _order = await prepared(plug, place, gateway, action)
        before = await about(gateway, command)
        start = place.last_number()
        fault_on(place, plug.writes, {**loss.fault, "count": 1})
        error: VendorError | None = None
        try:
            await gateway.send(command, before)
        except VendorError as raised:
            error = raised
        place.clear_faults()

        assert (type(error) if error else None) in loss.outcomes
        assert error is None or error.sentence().endswith(".")
        assert 1 <= len(place.writes(start)) <= trial.requests
        assert (place.done(start) > 0) is loss.done
        if isinstance(error, Throttled):
            return  # proof that nothing was done; the budget stays closed for a while
        seen = await verified(gateway, command, before)
        if trial.requests == 1:
            assert seen.finding is (trial.kept if loss.done else trial.lost)
        assert seen.order is None or not loss.done or seen_done(plug, command, seen.order)

    place.run(scenario)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_hang(place: Place, plug: Plug, when: str) -> None:
    """The first action stands for all: each waits for its deadline."""

    async def scenario(gateway: Gateway) -> None:
        action, trial = next(iter(plug.trials.items()))
        command, _order = await prepared(plug, place, gateway, action)
        before = await about(gateway, command)
        start = place.last_number()
        fault_on(place, plug.writes, {"kind": "latency", "seconds": 30, "when": when, "count": 1})
        with pytest.raises(OutcomeUnknown) as told:
            await gateway.send(command, before)
        assert "2 seconds" in str(told.value)
        place.clear_faults()
        assert place.done(start) == int(when == "after")
        seen = await verified(gateway, command, before)
        assert seen.finding is (trial.kept if when == "after" else trial.lost)

    place.run(scenario, deadline=2.0)


def test_nobody_there_sends_nothing(place: Place, plug: Plug, action: str) -> None:
    async def scenario(gateway: Gateway) -> None:
        command, _order = await prepared(plug, place, gateway, action)
        before = await about(gateway, command)
        start = place.last_number()
        urls = dict.fromkeys(gateway.config.urls, "http://127.0.0.1:9/v1")

        async def unreachable(other: Gateway) -> None:
            with pytest.raises(Unreachable):
                await other.send(command, before)

        await asyncio.to_thread(place.run, unreachable, config=place.config(urls=urls))
        assert place.log(start) == []

    place.run(scenario)


def test_a_write_goes_on_when_the_sign_in_has_ended(
    place: Place, plug: Plug, session_action: str
) -> None:
    async def scenario(gateway: Gateway) -> None:
        action = session_action
        command, order = await prepared(plug, place, gateway, action)
        before = await about(gateway, command)
        start = place.last_number()
        place.fault(kind="expire_tokens")
        sent = await gateway.send(command, before)
        assert 1 <= place.done(start) <= plug.trials[action].requests
        # Some look something up before they write; the first request meets the end.
        sign_ins = place.errands(start, Errand.SIGN_IN)
        asked = [one for one in place.log(start) if one not in sign_ins]
        assert asked[0]["status"] == plug.stale_status
        if rule_of(rules_of(gateway), action).deletes:
            assert order.vendor_id not in place.truths()
        else:
            assert seen_done(plug, command, (await gateway.fetch(sent.vendor_id)).order)

    place.run(scenario)

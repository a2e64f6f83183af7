"""Sign-in: once however many wait for it, renewed when it ends, and wrong credentials told."""

import asyncio

import pytest

from orderdesk.domain.errors import NotSignedIn
from orderdesk.domain.gateway import Gateway
from tests.conformance.place import Errand, Place, pulled
from tests.conformance.plug import Plug, WrongSecrets


def sign_ins(place: Place, start: int) -> int:
    """Return how often a sign-in succeeded."""
    found = place.errands(start, Errand.SIGN_IN)
    return sum(isinstance(one["status"], int) and one["status"] < 400 for one in found)


def test_fifty_reads_sign_in_once(place: Place, plug: Plug) -> None:
    vendor_id = next(iter(place.truths()))

    async def scenario(gateway: Gateway) -> None:
        start = place.last_number()
        await asyncio.gather(*(gateway.fetch(vendor_id) for _request in range(50)))
        assert sign_ins(place, start) == int(plug.session)

    place.run(scenario)


def test_many_reads_renew_an_ended_sign_in_once(place: Place, plug: Plug) -> None:
    """As many as fit into the vendor's limit twice, for each is refused once."""
    most = min(50, plug.quota.limit // 3) if plug.quota else 50

    async def scenario(gateway: Gateway) -> None:
        order = (await pulled(gateway))[0]
        place.fault(kind="expire_tokens")
        start = place.last_number()
        readings = await asyncio.gather(
            *(gateway.fetch(order.vendor_id) for _request in range(most))
        )
        assert len({reading.order.model_dump_json() for reading in readings}) == 1
        assert sign_ins(place, start) == int(plug.session)

    place.run(scenario)


def test_a_sign_in_that_runs_out_is_renewed(place: Place, plug: Plug, life: str) -> None:
    """Before it ends where both clocks agree, and after a refusal where they do not."""

    async def scenario(gateway: Gateway) -> None:
        order = (await pulled(gateway))[0]
        assert plug.token_life is not None
        unforeseen = life == "unforeseen"
        place.advance(plug.token_life + 60, alone=unforeseen)
        start = place.last_number()
        await gateway.fetch(order.vendor_id)
        await gateway.fetch(order.vendor_id)
        assert sign_ins(place, start) == 1
        reads = place.errands(start, Errand.READ)
        refused = [one for one in reads if one["status"] == plug.stale_status]
        assert len(refused) == int(unforeseen)

    place.run(scenario)


def test_wrong_credentials_are_told_and_not_sent_again(
    place: Place, plug: Plug, wrong: WrongSecrets
) -> None:
    async def scenario(gateway: Gateway) -> int:
        start = place.last_number()
        for _attempt in range(5):
            with pytest.raises(NotSignedIn) as told:
                await pulled(gateway)
            assert wrong.sentence in told.value.sentence()
            assert told.value.way_out is not None
            assert "wrong" not in told.value.sentence()
        return len(place.log(start))

    secrets = {key: value or "" for key, value in wrong.secrets.items()}
    assert place.run(scenario, secrets=secrets) == 1


def test_missing_credentials_are_told_and_nothing_is_sent(place: Place, plug: Plug) -> None:
    async def scenario(gateway: Gateway) -> None:
        start = place.last_number()
        with pytest.raises(NotSignedIn) as told:
            await pulled(gateway)
        assert plug.no_secrets in told.value.sentence()
        assert place.log(start) == []

    place.run(scenario, secrets=dict.fromkeys(place.secrets, ""))


def test_no_secret_is_in_what_is_said_or_shown(place: Place, plug: Plug) -> None:
    async def scenario(gateway: Gateway) -> None:
        await pulled(gateway)
        shown = f"{gateway!r} {vars(gateway)!r}"
        assert not [key for key, value in place.secrets.items() if value and value in shown]

    place.run(scenario)

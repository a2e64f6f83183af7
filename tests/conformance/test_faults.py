"""Writes under fault: the outcome is known exactly when it can be, and nothing is done twice."""

import asyncio
from dataclasses import dataclass

import pytest

from orderdesk.domain.commands import CreateOrder
from orderdesk.domain.errors import NotSignedIn, OutcomeUnknown, Throttled, Unreachable
from orderdesk.domain.gateway import Finding, Gateway, Sent
from tests.conformance.acts import is_done, prepared
from tests.conformance.place import Place, pulled

# Writes to the orders only, so that a fault leaves the sign-in alone.
TARGET = {"method": "(POST|PUT)", "service": "orders"}


@dataclass(frozen=True)
class Case:
    """A fault on a write and what the connector makes of it."""

    name: str
    fault: dict[str, object]
    outcome: type[Exception] | None
    done: bool

    def __str__(self) -> str:
        return self.name


CASES = [
    Case("cut before the work", {"kind": "cut", "when": "before"}, OutcomeUnknown, done=False),
    Case("cut after the work", {"kind": "cut", "when": "after"}, OutcomeUnknown, done=True),
    Case(
        "closed after the work",
        {"kind": "cut", "when": "after", "reset": False},
        OutcomeUnknown,
        done=True,
    ),
    Case("500 before", {"kind": "status", "status": 500}, OutcomeUnknown, done=False),
    Case("503 before", {"kind": "status", "status": 503}, OutcomeUnknown, done=False),
    Case(
        "500 after the work",
        {"kind": "status", "status": 500, "when": "after"},
        OutcomeUnknown,
        done=True,
    ),
    Case("429", {"kind": "status", "status": 429}, Throttled, done=False),
    Case("truncated answer", {"kind": "truncate"}, None, done=True),
    Case("malformed answer", {"kind": "malformed"}, None, done=True),
    Case("empty answer", {"kind": "malformed", "fraction": 0}, None, done=True),
    Case("a web page after the work", {"kind": "html"}, OutcomeUnknown, done=True),
    Case(
        "a hang before the work",
        {"kind": "latency", "seconds": 30},
        OutcomeUnknown,
        done=False,
    ),
    Case(
        "a hang after the work",
        {"kind": "latency", "seconds": 30, "when": "after"},
        OutcomeUnknown,
        done=True,
    ),
]


def fault_on_writes(place: Place, fault: dict[str, object]) -> None:
    for method in ("POST", "PUT"):
        place.fault(**fault, method=method, service="orders", count=1)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_write_under_fault(place: Place, action: str, case: Case) -> None:
    async def scenario(gateway: Gateway) -> None:
        command, order = await prepared(gateway, action)
        before = await gateway.fetch(order.vendor_id)
        about = None if isinstance(command, CreateOrder) else before
        start = place.last_number()
        fault_on_writes(place, case.fault)

        sent: Sent | None = None
        if case.outcome is None:
            sent = await gateway.send(command, about)
        else:
            with pytest.raises(case.outcome) as told:
                await gateway.send(command, about)
            assert str(told.value).endswith(".")
        place.clear_faults()

        assert len(place.writes(start)) == 1
        assert place.done(start) == int(case.done)
        if case.outcome is Throttled:
            return  # proof that nothing was done; the budget stays closed for a while
        seen = await gateway.verify(
            command,
            before=before.order,
            sent_at=before.at,
        )
        assert seen.finding is (Finding.DONE if case.done else Finding.UNDONE)
        if sent is not None:
            assert is_done(command, (await gateway.fetch(sent.vendor_id)).order)

    hangs = case.fault["kind"] == "latency"
    place.run(scenario, deadline=2.0 if hangs else 10.0)


@pytest.mark.parametrize("service_down", [True, False])
def test_nobody_there_sends_nothing(place: Place, action: str, *, service_down: bool) -> None:
    async def scenario(gateway: Gateway) -> None:
        command, order = await prepared(gateway, action)
        before = await gateway.fetch(order.vendor_id)
        about = None if isinstance(command, CreateOrder) else before
        start = place.last_number()
        urls = dict.fromkeys(gateway.config.urls, "http://127.0.0.1:9/v1")
        if not service_down:
            urls.pop("accounts", None)

        async def unreachable(other: Gateway) -> None:
            with pytest.raises(Unreachable):
                await other.send(command, about)

        await asyncio.to_thread(place.run, unreachable, config=place.config(urls=urls))
        assert place.writes(start) == []

    place.run(scenario)


def test_an_expired_token_is_renewed_and_the_write_goes_on(place: Place, action: str) -> None:
    async def scenario(gateway: Gateway) -> None:
        command, order = await prepared(gateway, action)
        before = await gateway.fetch(order.vendor_id)
        about = None if isinstance(command, CreateOrder) else before
        start = place.last_number()
        place.fault(kind="expire_tokens")
        sent = await gateway.send(command, about)
        assert place.done(start) == 1
        assert place.writes(start)[0]["status"] == 401
        assert is_done(command, (await gateway.fetch(sent.vendor_id)).order)

    place.run(scenario)


def test_fifty_reads_with_an_expired_token_sign_in_once(place: Place) -> None:
    async def scenario(gateway: Gateway) -> int:
        order = (await pulled(gateway))[0]
        place.fault(kind="expire_tokens")
        start = place.last_number()
        readings = await asyncio.gather(*(gateway.fetch(order.vendor_id) for _request in range(50)))
        assert all(reading.order == order for reading in readings)
        tokens = [one for one in place.log(start) if one["method"] == "POST"]
        assert {one["status"] for one in tokens} <= {200, 400}
        return sum(one["status"] == 200 for one in tokens)

    assert place.run(scenario) == 1


def test_wrong_credentials_are_tried_once_and_told(place: Place) -> None:
    async def scenario(gateway: Gateway) -> int:
        start = place.last_number()
        for _attempt in range(5):
            with pytest.raises(NotSignedIn) as told:
                await pulled(gateway)
            assert told.value.way_out is not None
        return len(place.log(start))

    secrets = dict.fromkeys(place.secrets, "wrong")
    assert place.run(scenario, secrets=secrets) == 1

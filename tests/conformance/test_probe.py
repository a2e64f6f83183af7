"""The test of a connection: every step told, and every failure with what to mend."""

from collections.abc import Mapping

import pytest

from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.gateway import ConnectionConfig, Gateway, ProbeStep, StepState
from tests.conformance.place import Place
from tests.conformance.plug import Plug, WrongSecrets


async def probed(gateway: Gateway) -> list[ProbeStep]:
    return [step async for step in gateway.probe()]


def ended(steps: list[ProbeStep]) -> dict[str, ProbeStep]:
    """Return how each step ended."""
    return {step.name: step for step in steps if step.state is not StepState.RUNNING}


def failed(
    place: Place,
    *,
    config: ConnectionConfig | None = None,
    secrets: Mapping[str, str] | None = None,
) -> ProbeStep:
    """Run a test that must fail at one step, after which the rest is skipped; that step."""
    steps = list(ended(place.run(probed, config=config, secrets=secrets)).values())
    states = [step.state for step in steps]
    at = states.index(StepState.FAILED)
    assert set(states[:at]) <= {StepState.PASSED, StepState.WARNED}
    assert set(states[at + 1 :]) <= {StepState.SKIPPED}
    assert steps[at].way_out is not None
    return steps[at]


def test_every_step_begins_ends_and_passes(place: Place) -> None:
    steps = place.run(probed)
    running = [step.name for step in steps if step.state is StepState.RUNNING]
    assert running == list(ended(steps))
    assert [step.state for step in ended(steps).values()] == [StepState.PASSED] * len(running)
    assert all(str(step.label) and step.detail for step in ended(steps).values())


def test_it_changes_nothing(place: Place) -> None:
    start = place.last_number()
    place.run(probed)
    assert place.writes(start) == []


def test_a_wrong_address(place: Place) -> None:
    urls = dict.fromkeys(place.config().urls, "http://127.0.0.1:9/v1")
    step = failed(place, config=place.config(urls=urls))
    assert step.name == "connect"
    assert "accepts no connection" in str(step.detail)


@pytest.mark.parametrize("address", ["orders.example/v1", "ftp://orders.example", ""])
def test_no_address(place: Place, address: str) -> None:
    first = next(spec.key for spec in place.run(described) if spec.required)
    step = failed(place, config=place.config(urls={first: address}))
    assert step.name == "address"
    assert "no address of a service" in str(step.detail)


async def described(gateway: Gateway) -> tuple[FieldSpec, ...]:
    return gateway.description.urls


def test_an_address_without_encryption(place: Place) -> None:
    urls = dict.fromkeys(place.config().urls, "http://orders.example/v1")
    step = failed(place, config=place.config(urls=urls))
    assert step.name == "address"
    assert "not encrypted" in str(step.detail)
    assert "https://" in str(step.way_out)


def test_wrong_credentials(place: Place, wrong: WrongSecrets) -> None:
    step = failed(place, secrets={key: value or "" for key, value in wrong.secrets.items()})
    assert step.name == "sign_in"
    assert wrong.sentence in f"{step.detail} {step.way_out}"
    assert step.field == wrong.field


def test_no_credentials(place: Place, plug: Plug) -> None:
    step = failed(place, secrets=dict.fromkeys(place.secrets, ""))
    assert step.name == "sign_in"
    assert plug.no_secrets in str(step.detail)


def test_a_web_page_in_between(place: Place) -> None:
    place.fault(kind="html")
    step = failed(place)
    assert step.name == "connect"
    assert "web page" in str(step.detail)
    assert "sign in" in str(step.way_out)


@pytest.mark.parametrize(("seconds", "word"), [(7_200, "ahead"), (-7_200, "behind")])
def test_a_clock_that_is_off_is_a_warning(place: Place, seconds: int, word: str) -> None:
    place.fault(kind="clock_skew", seconds=seconds)
    steps = ended(place.run(probed))
    assert steps["clock"].state is StepState.WARNED
    assert f"120 minutes {word}" in str(steps["clock"].detail)
    others = {step.state for name, step in steps.items() if name != "clock"}
    assert others == {StepState.PASSED}

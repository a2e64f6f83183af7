"""Requests that are held at an exact stage, and clients that are gone by then."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import httpx
import pytest

from orderdesk.sandbox.server import Sandbox, SandboxOptions
from tests.sandbox.calls import Calls, as_object, as_objects


@pytest.fixture
def worker() -> Iterator[ThreadPoolExecutor]:
    """Send requests while the test goes on."""
    with ThreadPoolExecutor(2) as pool:
        yield pool


def held(calls: Calls, count: int = 1) -> list[dict[str, object]]:
    found = as_objects(calls.admin("GET", f"/holds?wait=10&count={count}"))
    assert len(found) == count
    return [dict(one) for one in found]


def released(calls: Calls, **settings: int | str) -> int:
    number = as_object(calls.admin("POST", "/release", {**settings}))["released"]
    assert isinstance(number, int)
    return number


@pytest.mark.parametrize(("when", "state"), [("before", "Pending"), ("after", "Processed")])
def test_a_request_waits_until_it_is_released(
    calls: Calls, worker: ThreadPoolExecutor, when: str, state: str
) -> None:
    key = calls.create_in("Pending")
    fault = calls.fault(kind="hold", when=when, path="/Process")
    reply = worker.submit(calls.process, key)
    waiting = held(calls)[0]
    assert waiting["fault"] == fault
    assert waiting["when"] == when
    assert calls.truth(key)["state"] == state
    assert not reply.done()
    assert released(calls) == 1
    assert reply.result(10).status_code == 201
    assert calls.truth(key)["state"] == "Processed"
    assert as_objects(calls.admin("GET", "/holds")) == []


@pytest.mark.parametrize(
    ("when", "way", "state"),
    [
        ("before", "drop", "Pending"),
        ("before", "cut", "Processed"),
        ("after", "drop", "Processed"),
        ("after", "cut", "Processed"),
    ],
)
def test_a_held_request_ends_without_an_answer(
    calls: Calls, worker: ThreadPoolExecutor, when: str, way: str, state: str
) -> None:
    key = calls.create_in("Pending")
    calls.fault(kind="hold", when=when, path="/Process")
    reply = worker.submit(calls.process, key)
    held(calls)
    released(calls, then=way)
    with pytest.raises(httpx.ReadError):
        reply.result(10)
    assert calls.truth(key)["state"] == state


def test_the_work_is_done_though_the_client_is_gone(calls: Calls) -> None:
    key = calls.create_in("Pending")
    number = calls.last_number()
    calls.fault(kind="hold", when="before", path="/Process")
    url = f"{calls.urls['orders']}/Companies(14146)/Orders({key})/Process"
    headers = {"Authorization": f"Bearer {calls.token}"}
    with pytest.raises(httpx.ReadTimeout):
        calls.http.post(url, json={"OrderId": key}, headers=headers, timeout=0.1)
    held(calls)
    assert calls.truth(key)["state"] == "Pending"
    released(calls)
    entry = calls.log(number, "&wait=10")[0]
    assert (entry["action"], entry["subject"], entry["worked"]) == ("process", key, True)
    assert calls.truth(key)["state"] == "Processed"


def test_holds_are_released_one_by_one_or_by_fault(
    calls: Calls, worker: ThreadPoolExecutor
) -> None:
    first_key, second_key = calls.create_in("Pending"), calls.create_in("Pending")
    one = calls.fault(kind="hold", path=first_key)
    two = calls.fault(kind="hold", path=second_key)
    first = worker.submit(calls.process, first_key)
    second = worker.submit(calls.process, second_key)
    numbers = {waiting["fault"]: waiting["id"] for waiting in held(calls, 2)}
    chosen = numbers[one]
    assert isinstance(chosen, int)
    assert released(calls, hold=chosen) == 1
    assert first.result(10).status_code == 201
    assert not second.done()
    assert released(calls, fault=two) == 1
    assert second.result(10).status_code == 201


def test_removing_a_fault_releases_what_it_holds(calls: Calls, worker: ThreadPoolExecutor) -> None:
    key = calls.create_in("Pending")
    fault = calls.fault(kind="hold", path="/Process")
    reply = worker.submit(calls.process, key)
    held(calls)
    assert as_object(calls.admin("DELETE", f"/faults/{fault}"))["released"] == 1
    assert reply.result(10).status_code == 201


def test_waiting_for_holds_ends_with_the_time(calls: Calls) -> None:
    assert as_objects(calls.admin("GET", "/holds?wait=0.05")) == []


@pytest.mark.parametrize("wrong", [{"then": "explode"}, {"hold": "one"}, {"fault": []}])
def test_a_wrong_release_is_refused(calls: Calls, wrong: dict[str, str]) -> None:
    assert calls.ask("POST", "/release", {**wrong}).status_code == 400


@pytest.mark.parametrize("fault", ["hold", "latency"])
def test_a_sandbox_stops_at_once_though_requests_wait(
    worker: ThreadPoolExecutor, fault: str
) -> None:
    sandbox = Sandbox(SandboxOptions(orders=2, only=["iqmetrix"]))
    sandbox.start()
    with Calls(sandbox) as calls:
        calls.orders("GET", "/Orders")
        number = calls.last_number()
        calls.fault(kind=fault, seconds=60)
        reply: Future[httpx.Response] = worker.submit(calls.orders, "GET", "/Orders")
        seen = [entry["id"] for entry in calls.log(number, "&wait=5&stage=arrived")]
        stopping = threading.Thread(target=sandbox.stop)
        stopping.start()
        stopping.join(5)
        assert seen == [number + 1]
        assert not stopping.is_alive()
        assert isinstance(reply.exception(5), httpx.HTTPError)

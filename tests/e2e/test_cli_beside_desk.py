"""Commands beside an open desk on the same profile: the desk sends, the command waits."""

import signal
import subprocess
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import pytest
from filelock import FileLock, Timeout

from orderdesk.one_desk import hand_over
from orderdesk.profile import Profile as Folders
from tests.e2e.programs import Profile, StandIn, ended


@contextmanager
def opened(profile: Profile, stand_in: StandIn) -> "Generator[subprocess.Popen[str]]":
    """Open the desk without a screen, wait until its window is there; close it after."""
    stand_in.control("DELETE", "/log")
    process = Profile(profile.home, {"QT_QPA_PLATFORM": "offscreen"}).start()
    try:
        assert stand_in.control("GET", "/log", count=2, wait=60)
        while not hand_over(Folders.under(profile.home), ""):
            assert process.poll() is None
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        closed = ended(process)
    assert (closed.code, closed.out) == (0, "")
    assert "Traceback" not in closed.err


@pytest.fixture
def desk(profile: Profile, stand_in: StandIn) -> "Iterator[subprocess.Popen[str]]":
    """Open the desk for the first time."""
    with opened(profile, stand_in) as process:
        yield process


def test_a_desk_that_begins_with_the_orders_it_was_left_with_stays_open(
    profile: Profile, stand_in: StandIn
) -> None:
    while not list(profile.home.rglob("first-look*")):  # closed before it had shown any?
        with opened(profile, stand_in):
            profile.run("list", "--json")
    with opened(profile, stand_in) as again:
        for order in profile.run("list", "state:pending", "--json").json[:3]:
            ran = profile.run("do", "cancel", order["id"], "--json")
            assert (ran.code, ran.err) == (0, "")
        assert again.poll() is None


def test_the_desk_sends_what_a_command_asks_for(
    profile: Profile, stand_in: StandIn, desk: "subprocess.Popen[str]"
) -> None:
    lock = FileLock(profile.home / "dispatch.lock")
    with pytest.raises(Timeout):
        lock.acquire(timeout=0)
    order = profile.run("list", "state:pending", "--json").json[0]
    ran = profile.run("do", "cancel", order["id"], "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["outcome"] == "done"
    assert stand_in.order(order["vendor_id"])["State"] == "Cancelled"
    assert len(stand_in.writes()) == 1
    with pytest.raises(Timeout):
        lock.acquire(timeout=0)
    refused = profile.run("do", "cancel", order["id"], "--json")
    assert (refused.code, refused.json["outcome"]) == (3, "refused")
    assert desk.poll() is None


def test_a_sync_beside_the_desk_reads_the_same_orders(
    profile: Profile, desk: "subprocess.Popen[str]"
) -> None:
    ran = profile.run("sync", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json[0]["orders"] == 60
    assert len(profile.run("list", "--json").json) == 60
    assert desk.poll() is None


def test_what_the_desk_cannot_send_is_withdrawn_all_the_same(
    profile: Profile, stand_in: StandIn, desk: "subprocess.Popen[str]"
) -> None:
    profile.settings(deadline=3, wait_seconds=4)
    order = profile.run("list", "state:pending", "--json").json[0]
    stand_in.fault(kind="cut", when="before")
    ran = profile.run("do", "cancel", order["id"], "--json")
    assert (ran.code, ran.json["outcome"]) == (5, "failed")
    assert ran.json["reason"]
    stand_in.control("DELETE", "/faults")
    assert profile.run("show", order["id"], "--json").json["commands"] == []
    assert stand_in.order(order["vendor_id"])["State"] == "Pending"
    assert desk.poll() is None

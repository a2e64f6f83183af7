"""Commands on vendors beside one another: kinds, calls of a vendor's own, and what is deleted."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import QUICK
from tests.e2e.programs import Profile, StandIn, standing

SHOP = "Wholesale"


@pytest.fixture(scope="module")
def stand_ins() -> Iterator[StandIn]:
    """Run two vendors' sandboxes with few orders."""
    with standing("iqmetrix", "orderspace", orders=30) as running:
        yield running


@pytest.fixture(scope="module")
def reports(stand_ins: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Sync with both; return the home and the reports."""
    profile = Profile(tmp_path_factory.mktemp("both") / "home")
    profile.settings(**QUICK)
    assert profile.run("connections", "import", "-", given=stand_ins.line).code == 0
    ran = profile.run("sync", "--json")
    assert ran.code == 0, ran.err
    return profile.home, ran.json


@pytest.fixture
def profile(reports: tuple[Path, Any], tmp_path: Path) -> Profile:
    """Copy the synced profile."""
    copied = Profile(tmp_path / "home")
    shutil.copytree(reports[0], copied.home)
    return copied


def _orders(profile: Profile, query: str) -> list[dict[str, Any]]:
    ran = profile.run("list", f'connection:"{SHOP}" {query}', "--json")
    assert ran.code == 0, ran.err
    found: list[dict[str, Any]] = ran.json
    return found


def test_each_vendor_reports_for_itself(reports: tuple[Path, Any]) -> None:
    by_vendor = {one["vendor"]: one for one in reports[1]}
    assert len(by_vendor) == 2
    for report in by_vendor.values():
        assert report["orders"] == report["changed"] > 0
        assert report["requests"] > 0
        assert (report["set_aside"], report["unread"], report["error"]) == (0, 0, None)


def test_some_items_are_dispatched_and_then_all_that_is_left(profile: Profile) -> None:
    shown = profile.run("show", _orders(profile, "vendor_state:released")[0]["id"], "--json").json
    line = next(line for line in shown["lines"] if int(line["quantity"]) > 1)
    assert shown["fulfilment"] == "none"
    assert shown["actions"]["dispatch"]["fields"] == ["lines", "comments"]

    ran = profile.run("do", "dispatch", shown["id"], "--set", f"lines=9999 x {line['id']}")
    assert ran.code == 2
    assert "are outstanding, not 9999" in ran.sentence
    ran = profile.run("do", "dispatch", shown["id"], "--set", f"lines=1 x {line['id']}", "--json")
    assert (ran.code, ran.json["outcome"]) == (0, "done"), ran.err
    part = profile.run("show", shown["id"], "--json").json
    assert part["fulfilment"] == "part"
    assert part["history"][-1]["action"] == "dispatch"
    assert profile.run("do", "dispatch", shown["id"]).code == 0
    whole = profile.run("show", shown["id"], "--json").json
    assert (whole["fulfilment"], whole["state"]) == ("fulfilled", "completed")
    refused = profile.run("do", "dispatch", shown["id"])
    assert refused.code == 3
    assert "refused" in refused.sentence


def test_what_is_deleted_is_gone_here_too(profile: Profile) -> None:
    order = _orders(profile, "state:cancelled")[0]
    ran = profile.run("do", "delete", order["id"], "--json")
    assert (ran.code, ran.json["outcome"]) == (0, "done"), ran.err
    assert profile.run("show", order["id"]).code == 2
    assert order["id"] not in {one["id"] for one in _orders(profile, "type:any")}


def test_what_a_vendor_does_not_offer_is_refused_with_the_nearest(profile: Profile) -> None:
    order = _orders(profile, "")[0]
    ran = profile.run("do", "edit", order["id"], "--set", "x=1", "--json")
    assert (ran.code, ran.json["outcome"], ran.json["command"]) == (3, "refused", None)
    assert "no call" in ran.json["reason"]


def test_orders_and_preorders_are_found_by_their_type(profile: Profile) -> None:
    by_kind = {one["type"] for one in _orders(profile, "")}
    assert {"order", "preorder"} <= by_kind
    assert {one["type"] for one in _orders(profile, "type:preorder")} == {"preorder"}
    assert len(_orders(profile, "type:any")) >= len(_orders(profile, ""))

"""Every vendor at once: what the sandbox prints, what each sync reports, and no secret anywhere."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from orderdesk.connectors import registry
from tests.e2e.programs import Profile, StandIn, sandbox_process

ORDERS = 30


@pytest.fixture(scope="module")
def everybody() -> Iterator[StandIn]:
    """Run `orderdesk sandbox --json` with every vendor's stand-in."""
    with sandbox_process("--orders", str(ORDERS)) as running:
        yield running


def _own(stand_in: StandIn, connection: dict[str, Any]) -> int:
    """Return how many orders the stand-in has that the connection may see."""
    company = connection["settings"].get("company_id")
    where: dict[str, object] = {"company": company} if company else {}
    return len(stand_in.control("GET", "/orders", vendor=connection["vendor"], **where))


def test_the_sandbox_prints_a_connection_for_each_vendor(everybody: StandIn) -> None:
    vendors = [connection["vendor"] for connection in everybody.connections]
    assert sorted(vendors) == sorted(one.vendor for one in registry.describe_all())
    assert len(vendors) == 5
    assert everybody.line.count("\n") == 1
    sites = [connection["urls"].get("site") for connection in everybody.connections]
    assert len({site for site in sites if site}) == 2


def test_a_sync_reads_of_each_vendor_what_its_stand_in_has(
    everybody: StandIn, blank: Profile
) -> None:
    imported = blank.start("connections", "import", "-", "--json")
    out, err = imported.communicate(everybody.line)
    assert (imported.returncode, err) == (0, ""), out
    sync = blank.start("sync", "--json")
    out, err = sync.communicate()
    assert (sync.returncode, err) == (0, ""), out
    reports = {one["vendor"]: one for one in json.loads(out)}
    assert len(reports) == len(everybody.connections) == 5
    for connection in everybody.connections:
        report = reports[connection["vendor"]]
        assert report["error"] is None
        assert report["orders"] == _own(everybody, connection), connection["vendor"]
        assert report["requests"] > 0
        assert report["seconds"] > 0
        assert report["set_aside"] == 0

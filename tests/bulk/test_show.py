"""The show of an act on many orders, played small."""

from pathlib import Path

from orderdesk.sandbox.server import Sandbox, SandboxOptions
from tests.bulk.__main__ import played
from tests.bulk.show import make_orders
from tests.sandbox.calls import Calls
from tests.unit.services.desks import run

ORDERS = 20


def test_the_sums_are_the_selection_and_only_the_failed_are_sent_again(tmp_path: Path) -> None:
    options = SandboxOptions(orders=60, seed=5, only=["iqmetrix"])
    with Sandbox(options) as sandbox, Calls(sandbox) as calls:
        make_orders(calls, ORDERS)
        figures = run(played(calls, tmp_path, ORDERS, failing=0.3))
    assert figures.bad == []
    assert figures.orders == ORDERS
    assert figures.counts["plan cancel"]["refused"] == 3

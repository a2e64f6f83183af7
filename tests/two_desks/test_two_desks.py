"""The show of two desks on the same orders, played small; and that it can fail."""

from pathlib import Path

from orderdesk.sandbox.server import Sandbox, SandboxOptions
from tests.sandbox.calls import Calls
from tests.two_desks.judge import Verdict
from tests.two_desks.show import played
from tests.unit.services.desks import run


def _play(vendor: str, home: Path, *, watch: float) -> Verdict:
    options = SandboxOptions(orders=24, seed=3, only=[vendor])
    with Sandbox(options) as sandbox, Calls(sandbox) as calls:
        show = played(
            calls, home, vendor=vendor, orders=2, edits=10, watch=watch, seed=3, latency=0.08
        )
        return run(show)


def test_what_the_vendor_loses_is_found_and_every_conflict_is_shown_once(tmp_path: Path) -> None:
    verdict = _play("ordertime", tmp_path, watch=1.0)
    assert verdict.bad == []
    assert verdict.lost == verdict.found > 0
    assert verdict.offered > 0
    assert verdict.writes >= verdict.edits - verdict.conflicts_shown


def test_without_the_watch_losses_are_silent(tmp_path: Path) -> None:
    verdict = _play("iqmetrix", tmp_path, watch=0.0)
    assert verdict.silent
    assert verdict.offered == 0

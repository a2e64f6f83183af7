"""Two sessions killed; `make recovery` kills fifty."""

from pathlib import Path

import pytest

from tests.recovery.harness import Line, judged, one_kill, site_in

pytestmark = pytest.mark.faults


def test_a_killed_session_is_back_and_sends_nothing_twice(tmp_path: Path) -> None:
    with site_in(tmp_path) as site:
        assert one_kill(site, 1).bad == []
        with_plan = one_kill(site, 3, at="plan")
        assert (with_plan.bad, with_plan.had_plan) == ([], True)


def test_the_judge_sees_what_is_lost_and_what_is_done_twice() -> None:
    lines: list[Line] = [
        {"step": "typing", "what": "edit:m:1", "to": "Half"},
        {"step": "kept", "what": "edit:m:1", "to": "Half"},
        {"step": "asked", "order": "m:2", "command": "c"},
    ]
    none: Line = {"search": "", "tab": 0, "drafts": {}, "commands": [], "runs": {}, "undone": []}
    said: Line = {
        **none,
        "said": "orderdesk did not end properly.",
        "reopened": None,
        "planned": None,
    }
    assert len(judged(lines, said, ["/Orders(2)", "/Orders(2)"]).bad) == 3
    good: Line = {**said, "drafts": {"edit:m:1": "Half"}, "commands": ["c"]}
    assert judged(lines, good, ["/Orders(2)"]).bad == []
    lines.append({"step": "kept", "what": "plan", "to": 3})
    assert len(judged(lines, good, ["/Orders(2)"]).bad) == 1

"""Six kills at the moments that matter; `make migrations` kills two hundred times."""

import sys
from pathlib import Path

import pytest

from tests.migrations.harness import Outcome, Site, kill_at, moments_of, site_in

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL"),
]
STEP = 7


def _killed(site: Site, *moments: str, back: bool) -> list[Outcome]:
    names = moments_of(site, STEP, back=back)
    places = [max(n for n, name in enumerate(names) if name.startswith(one)) for one in moments]
    return [kill_at(site, STEP, place, names[place], back=back) for place in places]


def test_a_killed_process_leaves_the_old_or_the_new_state(tmp_path: Path) -> None:
    with site_in(tmp_path, 60) as site:
        there = _killed(
            *(site, "before replace orderdesk.db.before-0008", "after make_backup"),
            *("before run commit", "after run commit"),
            back=False,
        )
        back = _killed(site, "before replace orderdesk.db", "after replace orderdesk.db", back=True)
    assert [one.bad for one in (*there, *back)] == [[]] * 6
    assert [one.state for one in there] == ["old", "old", "old", "new"]
    assert [one.backup for one in there] == [False, True, True, True]
    assert [(one.state, one.half) for one in back] == [("old", True), ("new", False)]

"""A sandbox process a module, and for each test a profile that has synced with it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.programs import Profile, StandIn, standing

QUICK = {"deadline": 3, "settle_seconds": 1, "wait_seconds": 20}
"""Settings with which lost answers are read back soon."""


@pytest.fixture(scope="module")
def stand_in() -> Iterator[StandIn]:
    """Run a sandbox with 60 orders."""
    with standing("iqmetrix", orders=60) as running:
        yield running


@pytest.fixture(scope="module")
def imported(stand_in: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a profile with the sandbox's connection, to be copied."""
    stand_in.reset()
    profile = Profile(tmp_path_factory.mktemp("imported") / "home")
    profile.settings(**QUICK)
    ran = profile.run("connections", "import", "-", given=stand_in.line)
    assert ran.code == 0, ran.err
    return profile.home


@pytest.fixture(scope="module")
def synced(stand_in: StandIn, imported: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a profile with the sandbox's orders, to be copied."""
    stand_in.reset()  # from the faults of a test that needed no such profile
    profile = Profile(tmp_path_factory.mktemp("synced") / "home")
    shutil.copytree(imported, profile.home)
    ran = profile.run("sync")
    assert ran.code == 0, ran.err
    return profile.home


@pytest.fixture
def profile(stand_in: StandIn, synced: Path, tmp_path: Path) -> Profile:
    """Return a profile of the test's own, beside a sandbox that is as it was at the start."""
    stand_in.reset()
    home = tmp_path / "profile"
    shutil.copytree(synced, home)
    return Profile(home)


@pytest.fixture
def unread(stand_in: StandIn, imported: Path, tmp_path: Path) -> Profile:
    """Return a profile that has not synced yet, beside a sandbox as it was at the start."""
    stand_in.reset()
    home = tmp_path / "unread"
    shutil.copytree(imported, home)
    return Profile(home)


@pytest.fixture
def blank(tmp_path: Path) -> Profile:
    """Return a profile without anything in it."""
    profile = Profile(tmp_path / "blank")
    profile.settings(**QUICK)
    return profile


@pytest.fixture(autouse=True)
def quiet_logs(expected_warnings: list[re.Pattern[str]]) -> None:
    """Let commands write warnings into their profile's log; what they print is what is tested."""
    expected_warnings.append(re.compile(r"^orderdesk\."))

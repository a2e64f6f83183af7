"""What holds for every test: no screen, no real profile, keyring or network, no noise."""

import gc
import ipaddress
import itertools
import logging
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from hypothesis import settings
from typing_extensions import override

# Before Qt is imported. On a screen of one's own: QT_QPA_PLATFORM=xcb make test
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Which scripts have a font is this system's matter, and Qt warns at every such text.
os.environ.setdefault("QT_LOGGING_RULES", "qt.text.font.db.warning=false")
# Secrets of a test never reach the keyring of the person who runs it.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers."""
    for marker in (
        "expected_warnings(*patterns): log warnings whose 'logger: message' matches are no failure",
        "faults: kills the program again and again; long, part of every run",
        "bench: measures; `make bench` runs it, `make test` does not",
        "thorough: one of very many; `make conformance` runs it, `make test` a part of them",
    ):
        config.addinivalue_line("markers", marker)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their argument: what was packed now differs from one worker to the next."""
    return argname if isinstance(val, bytes) else None


# A widget in a cycle may be deleted by no thread but the one it was made on, which runs the tests.
gc.disable()
_TESTS_A_COLLECTION = 30
_ended = itertools.count(1)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave modules and collected tests out of later collections: they are two million objects."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Collect garbage here, on the tests' own thread, instead of wherever it happens."""
    if next(_ended) % _TESTS_A_COLLECTION == 0:
        gc.collect()


def _stays_on_this_machine(event: str, args: tuple[object, ...]) -> None:
    if event != "socket.connect" or not isinstance(args[1], tuple):
        return
    host = str(cast("tuple[object, ...]", args[1])[0])
    try:
        loopback = ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        loopback = host == "localhost"
    if not loopback:
        message = f"A test connects to {host}; tests stay on this machine."
        raise RuntimeError(message)


sys.addaudithook(_stays_on_this_machine)


class _Collector(logging.Handler):
    """Keeps the records of a test that nobody announced."""

    def __init__(self, expected: list[re.Pattern[str]]) -> None:
        super().__init__(logging.WARNING)
        self.expected = expected
        self.unexpected: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        line = f"{record.name}: {record.getMessage()}"
        if not any(pattern.search(line) for pattern in self.expected):
            self.unexpected.append(f"{record.levelname} {line}")


@pytest.fixture
def expected_warnings(request: pytest.FixtureRequest) -> list[re.Pattern[str]]:
    """Patterns of log warnings that this test provokes; a test may append to the list."""
    return [
        re.compile(pattern)
        for mark in request.node.iter_markers("expected_warnings")
        for pattern in mark.args
    ]


@pytest.fixture(autouse=True)
def no_log_warnings(expected_warnings: list[re.Pattern[str]]) -> Iterator[None]:
    """Fail a test during which any logger warned, unless it said so."""
    collector = _Collector(expected_warnings)
    root = logging.getLogger()
    root.addHandler(collector)
    yield
    root.removeHandler(collector)
    if collector.unexpected:
        pytest.fail("unexpected log warnings:\n" + "\n".join(collector.unexpected), pytrace=False)


@pytest.fixture(autouse=True)
def profile_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test a profile folder of its own, not made yet."""
    home = tmp_path / "home"
    monkeypatch.setenv("ORDERDESK_HOME", str(home))
    monkeypatch.delenv("ORDERDESK_PASSPHRASE", raising=False)
    return home

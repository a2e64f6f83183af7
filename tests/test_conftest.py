"""The fixtures that hold for every test do what they say."""

import logging
import os
import re
import socket
from pathlib import Path

import keyring
import keyring.errors
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

pytest_plugins = ["pytester"]

CONFTEST = Path(__file__).with_name("conftest.py")


def run_with_conftest(pytester: pytest.Pytester, test: str) -> pytest.RunResult:
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    pytester.makepyfile(test)
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", "-q")


def test_a_log_warning_fails_the_test(pytester: pytest.Pytester) -> None:
    result = run_with_conftest(
        pytester,
        "import logging\n"
        "def test_noise():\n    logging.getLogger('orderdesk.x').warning('a %s', 1)\n",
    )
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*unexpected log warnings*", "*WARNING orderdesk.x: a 1*"])


def test_a_warning_other_than_the_announced_one_fails(pytester: pytest.Pytester) -> None:
    result = run_with_conftest(
        pytester,
        "import logging, pytest\n"
        "@pytest.mark.expected_warnings('gave up')\n"
        "def test_noise():\n    logging.getLogger('x').error('went on')\n",
    )
    result.assert_outcomes(passed=1, errors=1)


@pytest.mark.expected_warnings("^orderdesk.x: gave up")
def test_an_announced_warning_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("orderdesk.x").warning("gave up after %d", 3)
    assert caplog.messages == ["gave up after 3"]


def test_a_test_may_announce_as_it_goes(
    expected_warnings: list[re.Pattern[str]], caplog: pytest.LogCaptureFixture
) -> None:
    expected_warnings.append(re.compile("refused by port 81"))
    logging.getLogger("orderdesk.y").error("refused by port %d", 81)
    assert len(caplog.records) == 1


def test_the_profile_is_the_tests_own(tmp_path: Path, profile_home: Path) -> None:
    assert Path(os.environ["ORDERDESK_HOME"]) == profile_home
    assert profile_home.is_relative_to(tmp_path)
    assert "ORDERDESK_PASSPHRASE" not in os.environ


def test_no_secret_reaches_a_real_keyring() -> None:
    with pytest.raises(keyring.errors.NoKeyringError):
        keyring.set_password("orderdesk", "somebody", "secret")


@pytest.mark.parametrize("address", [("192.0.2.1", 443), ("198.51.100.7", 80)])
def test_no_connection_leaves_this_machine(address: tuple[str, int]) -> None:
    with socket.socket() as client, pytest.raises(RuntimeError, match="stay on this machine"):
        client.connect(address)


def test_connections_to_this_machine_are_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())
        assert client.getpeername() == server.getsockname()


def test_windows_need_no_screen(qapp: QApplication) -> None:
    assert os.environ["QT_QPA_PLATFORM"]
    assert qapp.platformName() == os.environ["QT_QPA_PLATFORM"].partition(":")[0]


@given(st.integers())
def test_hypothesis_sets_no_deadline(number: int) -> None:
    current = settings()
    assert current.deadline is None
    assert current.derandomize is bool(os.environ.get("CI"))
    assert isinstance(number, int)


def test_a_test_of_bytes_has_the_same_name_in_every_process(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    pytester.makepyfile(
        "import time, pytest\n"
        "NOW = str(time.time_ns()).encode()\n"
        "@pytest.mark.parametrize('body', [NOW, NOW + b'0'])\n"
        "def test_body(body):\n    assert body\n",
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "--collect-only", "-q")
    result.stdout.fnmatch_lines(["*test_body[[]body0]", "*test_body[[]body1]"])

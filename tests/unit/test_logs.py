"""The logs: where they go, and that nothing secret is in them."""

import io
import logging
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from typing_extensions import override

from orderdesk import logs
from orderdesk.diagnostics import NOT_WRITABLE
from orderdesk.domain.errors import DeskError
from orderdesk.domain.messages import Message, verbatim
from orderdesk.records import Own
from orderdesk.trace import plain_lines


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    level = root.level
    yield
    logs.close()
    root.setLevel(level)
    logging.captureWarnings(capture=False)


def _written(folder: Path, name: str = "desk") -> str:
    return (folder / f"{name}.log").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("Authorization: Bearer abcDEF123.-_~+/==", "abcDEF123"),
        ("headers {'authorization': 'Basic Y2xlcms6cHc='}", "Y2xlcms6cHc"),
        ("sent bearer 0123456789abcdef", "0123456789abcdef"),
        ('{"access_token":"aaa.bbb","expires_in":3600}', "aaa.bbb"),
        ("{'refresh_token': 'rt-77', 'x': 1}", "rt-77"),
        ('"password" : "with \\"quotes\\" in"', "quotes"),
        ("grant_type=password&username=clerk7&password=p%26w&client_id=cid9", "clerk7"),
        ("grant_type=password&username=clerk7&password=p%26w&client_id=cid9", "p%26w"),
        ("client_secret=s3cr3t", "s3cr3t"),
        ("GET https://host/v1?access_token=tok123&page=2", "tok123"),
        ("GET https://clerk:pw99@host/v1", "pw99"),
        ("set-cookie: session=abc", "session=abc"),
        ("token eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl", "eyJzdWIiOi"),
        ("wrote to anna.b+x@mail.shop.example today", "anna.b"),
    ],
)
def test_shapes_of_secrets_are_taken_out(line: str, secret: str) -> None:
    redacted = logs.redact(line)
    assert secret not in redacted
    assert logs.HIDDEN in redacted


@pytest.mark.parametrize(
    "line",
    [
        "GET /v1/Companies(14146)/Orders -> 200 in 0.31 s",
        "order north:1a2b settled: done",
        "the password grant was refused with 401",
        "sync of north: 5,000 orders, 3 changed",
    ],
)
def test_innocent_lines_stay_as_they_are(line: str) -> None:
    assert logs.redact(line) == line


class Terminal(io.StringIO):
    """A stream before which somebody sits."""

    @override
    def isatty(self) -> bool:
        return True


def test_a_registered_secret_is_hidden_in_every_spelling(tmp_path: Path) -> None:
    secret = 'p w/ö&"x'
    logs.hide(secret)
    stream = Terminal()
    logs.configure(tmp_path, console=logging.INFO, stream=stream)
    log = logging.getLogger("orderdesk.test")
    log.info("plain %s", secret)
    log.info("in a path %s", quote(secret))
    log.info("in a form %s", quote_plus(secret))
    log.info("within%swords", secret)
    assert stream.getvalue().count(logs.HIDDEN) == 4
    for spelling in (secret, quote(secret), quote_plus(secret)):
        assert spelling not in stream.getvalue() + _written(tmp_path)


def fail_after(error: Exception) -> None:
    raise ValueError("Philippa") from error


def test_a_file_and_a_journal_get_no_values_and_a_terminal_does(tmp_path: Path) -> None:
    terminal, journal = Terminal(), io.StringIO()
    error = DeskError(
        Message(NOT_WRITABLE, {"what": "Philippa Quenby"}), way_out=verbatim("ask Philippa")
    )
    for stream in (terminal, journal):
        logs.configure(tmp_path, console=logging.INFO, stream=stream)
        log = logging.getLogger("orderdesk.test")
        log.info("order of %s, %d in all: %s", "Philippa Quenby", 7, error.sentence())
        log.info(" ".join(["put together for", "Philippa"]))
        log.info("number %s", Own("3F2A"))
        try:
            fail_after(error)
        except ValueError:
            log.info("it broke", exc_info=True)
    assert "Philippa Quenby, 7 in all" in terminal.getvalue()
    for text in (journal.getvalue(), _written(tmp_path)):
        assert "Philippa" not in text
        assert "order of …, 7 in all: The folder for … cannot be written to. …" in text
        assert "number 3F2A" in text
        assert "ValueError at test_logs." in text
    assert plain_lines(_written(tmp_path)) == (_written(tmp_path).splitlines(), 0)
    assert plain_lines("2026-11-22 10:00:00.123 INFO    orderdesk.x: order of Philippa") == ([], 1)


def test_the_longer_secret_wins_and_the_very_short_are_left() -> None:
    logs.hide("canary-long", "canary-long-tail", "ab")
    assert logs.redact("x canary-long-tail y") == f"x {logs.HIDDEN} y"
    assert logs.redact("about") == "about"


@pytest.mark.expected_warnings("it failed")
def test_tracebacks_are_redacted_too(tmp_path: Path) -> None:
    logs.hide("canary-in-traceback")
    stream = Terminal()
    logs.configure(tmp_path, stream=stream)
    try:
        int("canary-in-traceback with access_token=zzz111")
    except ValueError:
        logging.getLogger("orderdesk.test").exception("it failed")
    assert "Traceback" in stream.getvalue()
    for text in (_written(tmp_path), stream.getvalue()):
        assert "ValueError" in text
        assert "canary" not in text
        assert "zzz111" not in text


@pytest.mark.expected_warnings("worth a look")
def test_the_console_has_warnings_and_the_file_has_more(tmp_path: Path) -> None:
    stream = io.StringIO()
    logs.configure(tmp_path, stream=stream)
    log = logging.getLogger("orderdesk.test")
    log.debug("too fine")
    log.info("for the record")
    log.warning("worth a look")
    assert "for the record" not in stream.getvalue()
    assert "worth a look" in stream.getvalue()
    assert "for the record" in _written(tmp_path)
    assert "worth a look" in _written(tmp_path)
    assert "too fine" not in _written(tmp_path)


@pytest.mark.expected_warnings("has a problem")
def test_chatty_libraries_are_held_at_warnings(tmp_path: Path) -> None:
    logs.configure(tmp_path, console=None, level=logging.DEBUG)
    for name in ("httpx", "httpcore", "httpcore.http11", "uvicorn.access"):
        logging.getLogger(name).info("every request")
        logging.getLogger(name).warning("%s has a problem", name)
    assert "every request" not in _written(tmp_path)
    assert _written(tmp_path).count("has a problem") == 4


def test_files_rotate_and_are_the_owners_alone(tmp_path: Path) -> None:
    logs.configure(tmp_path / "logs", name="command", console=None)
    log = logging.getLogger("orderdesk.test")
    for number in range(300):
        log.info("%d %s", number, Own("x" * 10_000))
    files = sorted((tmp_path / "logs").glob("*.log*"))
    assert files[0].name == "command.log"
    assert 1 < len(files) <= 6
    assert all(path.stat().st_size <= 1_000_000 for path in files)
    if sys.platform != "win32":
        assert stat.S_IMODE(files[0].stat().st_mode) == 0o600


def test_configuring_again_replaces_and_does_not_double(tmp_path: Path) -> None:
    logs.configure(tmp_path, console=None)
    logs.configure(tmp_path, console=None)
    logging.getLogger("orderdesk.test").info("once")
    assert _written(tmp_path).count("once") == 1


@pytest.mark.expected_warnings("no log file can be written", "still said")
def test_a_folder_that_cannot_be_written_costs_the_file_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    stream = io.StringIO()
    logs.configure(tmp_path / "file", stream=stream)
    logging.getLogger("orderdesk.test").warning("still said")
    assert "no log file can be written" in stream.getvalue()
    assert "still said" in stream.getvalue()


def test_many_secrets_are_all_found() -> None:
    logs.hide(*(f"secret-number-{number}" for number in range(500)))
    assert logs.redact("x secret-number-499 y") == f"x {logs.HIDDEN} y"


@pytest.mark.parametrize(
    "piece", ["x", "a.", "eyJaaaaa-", "a_password", "://", "'password':", "@", "é", '"token": "']
)
def test_a_very_long_line_is_cut_and_takes_no_time_to_speak_of(piece: str) -> None:
    redacted = logs.redact(piece * 5_000_000)
    assert len(redacted) < 21_000
    assert "characters in all" in redacted

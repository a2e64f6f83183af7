"""Commands that ask a person at a terminal, secrets unseen."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.e2e.programs import PASSPHRASE, PROGRAM, Profile, StandIn

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals are POSIX's here")

# Gives the command a terminal of its own and passes on what is typed and shown.
_TERMINAL: Final = (
    "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"
)


class Terminal:
    """A command at a terminal, and a person who answers what it asks."""

    def __init__(self, profile: Profile, *words: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _TERMINAL, *PROGRAM, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**profile.variables(), "CI": ""},
        )
        self.shown = ""

    def answer(self, question: str, text: str) -> None:
        """Wait for a question, then type an answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        while question not in self.shown.rpartition("\n")[2]:
            piece = os.read(self._process.stdout.fileno(), 4096)
            assert piece, self.shown
            self.shown += piece.decode()
        self._process.stdin.write(f"{text}\n".encode())
        self._process.stdin.flush()
        self.shown += "\n"

    def end(self) -> int:
        """Wait for the command's end; its exit code."""
        with self._process:
            rest, _none = self._process.communicate(timeout=60)
        self.shown += rest.decode()
        return self._process.returncode


@pytest.fixture
def words(stand_in: StandIn) -> list[str]:
    """Return the words that leave only a name and secrets to be asked for."""
    connection = stand_in.connection
    words = ["connections", "add", connection["vendor"]]
    for name, url in connection["urls"].items():
        words += ["--url", f"{name}={url}"]
    return [*words, "--set", "company_id=14146", "--set", "strict_cancel=no", "--set", "currency="]


def test_what_is_missing_is_asked_for_and_secrets_are_not_shown(
    blank: Profile, stand_in: StandIn, words: list[str]
) -> None:
    profile = Profile(blank.home, {"ORDERDESK_PASSPHRASE": ""})
    secrets = stand_in.connection["secrets"]
    terminal = Terminal(profile, *words)
    terminal.answer("Name", "North")
    terminal.answer("User name", secrets["username"])
    terminal.answer("Password", secrets["password"])
    terminal.answer("Client ID", secrets["client_id"])
    terminal.answer("Client secret", secrets["client_secret"])
    terminal.answer("New passphrase", PASSPHRASE)
    terminal.answer("The same again", PASSPHRASE)
    assert terminal.end() == 0, terminal.shown
    assert "north: added (North)" in terminal.shown
    for unseen in (secrets["password"], secrets["client_secret"], PASSPHRASE):
        assert unseen not in terminal.shown
    tested = blank.run("connections", "test", "--json")
    assert (tested.code, tested.err) == (0, "")


def test_two_different_passphrases_keep_nothing(
    blank: Profile, stand_in: StandIn, tmp_path: Path
) -> None:
    profile = Profile(blank.home, {"ORDERDESK_PASSPHRASE": ""})
    file = tmp_path / "sandbox.json"
    file.write_text(stand_in.line)
    terminal = Terminal(profile, "connections", "import", str(file))
    terminal.answer("New passphrase", PASSPHRASE)
    terminal.answer("The same again", "something else")
    assert terminal.end() == 2
    assert "differ" in terminal.shown
    assert blank.run("connections", "list", "--json").json == []

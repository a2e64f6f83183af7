"""The system's keyring: entries with the profile's id, and keyrings that cannot be used."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordDeleteError

from orderdesk import logs
from orderdesk.vault.keyring_vault import KeyringVault, usable_backend
from orderdesk.vault.memory_vault import MemoryVault
from orderdesk.vault.opening import open_vault
from orderdesk.vault.port import State, VaultError


class DictKeyring:
    """Behaves as keyring's backends do and keeps its entries in a dictionary."""

    def __init__(self, *, priority: float = 5, problem: Exception | None = None) -> None:
        self.priority = priority
        self.problem = problem
        self.entries: dict[tuple[str, str], str] = {}

    def _answer(self) -> dict[tuple[str, str], str]:
        if self.problem is not None:
            raise self.problem
        return self.entries

    def get_password(self, service: str, username: str) -> str | None:
        return self._answer().get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._answer()[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self._answer().pop((service, username), None) is None:
            raise PasswordDeleteError("not found")


def test_entries_carry_the_profile_the_connection_and_the_name() -> None:
    backend = DictKeyring()
    vault = KeyringVault(backend, "p1")
    vault.put("north", {"password": "hunter2x", "username": "clerk"})
    assert vault.state is State.KEYRING
    assert backend.entries["orderdesk/p1", "north/password"] == "hunter2x"
    assert {service for service, _user in backend.entries} == {"orderdesk/p1"}
    assert vault.get("north", "password") == "hunter2x"
    assert KeyringVault(backend, "p2").get("north", "password") is None


def test_remove_leaves_nothing_of_the_connection_and_all_of_the_others() -> None:
    backend = DictKeyring()
    vault = KeyringVault(backend, "p1")
    vault.put("north", {"password": "hunter2x"})
    vault.put("north", {"client_secret": "other"})
    vault.put("northern", {"password": "kept"})
    vault.remove("north")
    assert {user for _service, user in backend.entries} == {"northern", "northern/password"}
    vault.remove("north")


def test_an_empty_secret_is_forgotten() -> None:
    vault = KeyringVault(DictKeyring(), "p1")
    vault.put("north", {"password": "hunter2x", "username": "clerk"})
    vault.put("north", {"password": ""})
    assert vault.get("north", "password") is None
    assert vault.get("north", "username") == "clerk"


@pytest.mark.parametrize("problem", [KeyringLocked("locked"), InitError("Prompt dismissed..")])
def test_a_keyring_that_stops_answering_is_said_with_a_way_out(problem: Exception) -> None:
    backend = DictKeyring()
    vault = KeyringVault(backend, "p1")
    vault.put("north", {"password": "hunter2x"})
    backend.problem = problem
    with pytest.raises(VaultError) as error:
        vault.get("north", "password")
    assert "keyring cannot be used" in error.value.sentence()
    assert "ORDERDESK_PASSPHRASE" in error.value.sentence()


@pytest.mark.parametrize(
    "problem",
    [
        NoKeyringError("no backend"),
        InitError("Prompt dismissed.."),
        KeyringLocked("locked"),
        RuntimeError("no session bus"),
        OSError("socket gone"),
    ],
)
def test_a_keyring_that_fails_a_first_question_is_not_used(problem: Exception) -> None:
    good = DictKeyring()
    assert usable_backend("p1", [DictKeyring(problem=problem)]) is None
    assert usable_backend("p1", [DictKeyring(problem=problem), good]) is good


@pytest.mark.parametrize("priority", [-1, 0, 0.5])
def test_a_keyring_that_keeps_nothing_or_keeps_it_in_clear_is_not_used(priority: float) -> None:
    assert usable_backend("p1", [DictKeyring(priority=priority)]) is None


def test_what_a_keyring_hands_out_is_hidden_from_logs() -> None:
    backend = DictKeyring()
    backend.entries["orderdesk/p1", "north/password"] = "kept-since-last-year"
    KeyringVault(backend, "p1").get("north", "password")
    assert "kept-since" not in logs.redact("sent kept-since-last-year")


_STATE = """
import sys
from pathlib import Path
from orderdesk.vault.opening import open_vault
print(open_vault(Path(sys.argv[1]), "p1", passphrase=sys.argv[2] or None).state)
"""


def _state(file: Path, passphrase: str = "", *, keyring: str | None, bus: bool = False) -> str:
    """Ask a fresh process, since keyring chooses its backend once a process."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("DBUS", "PYTHON_KEYRING"))}
    environ["XDG_RUNTIME_DIR"] = environ["HOME"] = str(file.parent)
    if keyring is not None:
        environ["PYTHON_KEYRING_BACKEND"] = f"keyring.backends.{keyring}"
    command = [sys.executable, "-W", "error", "-c", _STATE, str(file), passphrase]
    if bus:
        command = ["dbus-run-session", "--", *command]
    done = subprocess.run(
        command, capture_output=True, text=True, env=environ, check=True, timeout=60
    )
    return done.stdout.strip()


@pytest.mark.parametrize("keyring", ["fail.Keyring", "null.Keyring", "missing.Keyring", None])
def test_without_a_keyring_it_is_the_file(tmp_path: Path, keyring: str | None) -> None:
    file = tmp_path / "secrets.sealed"
    assert _state(file, keyring=keyring) == "file_new"
    file.write_text("something")
    assert _state(file, keyring=keyring) == "file_locked"


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="there is no D-Bus here")
@pytest.mark.skipif(
    shutil.which("gnome-keyring-daemon") is not None, reason="D-Bus would start a keyring here"
)
def test_a_session_bus_without_a_keyring_behind_it_is_no_keyring(tmp_path: Path) -> None:
    file = tmp_path / "secrets.sealed"
    assert _state(file, keyring="SecretService.Keyring", bus=True) == "file_new"


def test_a_passphrase_selects_the_file_and_opens_it(tmp_path: Path) -> None:
    assert open_vault(tmp_path / "new", "p1", passphrase="x").state is State.FILE_OPEN


def test_the_demo_keeps_secrets_in_memory(tmp_path: Path) -> None:
    vault = open_vault(tmp_path / "secrets.sealed", "p1", passphrase="x", memory=True)
    vault.put("north", {"password": "hunter2x", "username": ""})
    vault.unlock("anything")
    assert isinstance(vault, MemoryVault)
    assert vault.state is State.MEMORY
    assert vault.get("north", "password") == "hunter2x"
    assert vault.get("north", "username") is None
    vault.remove("north")
    assert vault.get("north", "password") is None
    assert list(tmp_path.iterdir()) == []

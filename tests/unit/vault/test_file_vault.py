"""The encrypted file: what it keeps, what it shows nobody, and what it says when it cannot."""

import hashlib
import re
import stat
import sys
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from orderdesk.config import write_private
from orderdesk.domain.errors import DeskError
from orderdesk.vault.file_vault import FileVault
from orderdesk.vault.port import (
    DamagedVault,
    State,
    VaultError,
    VaultLocked,
    WeakPassphrase,
    WrongPassphrase,
)

PASSPHRASE = "seven green lamps"
SECRETS = {"username": "clerk@shop.example", "password": "pässwörd-Ω-4711", "client_secret": "c3c"}


@contextmanager
def raises(kind: type[DeskError], pattern: str) -> Generator[None]:
    """Expect an error whose whole sentence, way out and all, fits `pattern`."""
    with pytest.raises(kind) as error:
        yield
    assert re.search(pattern, error.value.sentence()), error.value.sentence()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "secrets.sealed"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the content of a file with secrets, made once: deriving a key is slow on purpose."""
    file = tmp_path_factory.mktemp("sealed") / "secrets.sealed"
    FileVault(file, passphrase=PASSPHRASE).put("north", SECRETS)
    return file.read_bytes()


@pytest.fixture
def filled(file: Path, sealed: bytes) -> Path:
    write_private(file, sealed)
    return file


def test_secrets_come_back_and_stay_apart_by_connection(filled: Path) -> None:
    vault = FileVault(filled, passphrase=PASSPHRASE)
    vault.put("south", {"password": "other"})
    assert {name: vault.get("north", name) for name in SECRETS} == SECRETS
    assert vault.get("south", "password") == "other"
    assert vault.get("south", "username") is None
    assert vault.get("nowhere", "password") is None


def test_put_changes_what_is_named_and_an_empty_secret_is_forgotten(filled: Path) -> None:
    vault = FileVault(filled, passphrase=PASSPHRASE)
    vault.put("north", {"password": "new-one", "client_secret": ""})
    assert vault.get("north", "username") == SECRETS["username"]
    assert vault.get("north", "password") == "new-one"
    assert vault.get("north", "client_secret") is None


def test_remove_forgets_a_connection(filled: Path) -> None:
    vault = FileVault(filled, passphrase=PASSPHRASE)
    vault.put("south", {"password": "other"})
    vault.remove("north")
    again = FileVault(filled, passphrase=PASSPHRASE)
    assert again.get("north", "password") is None
    assert again.get("south", "password") == "other"


def test_no_secret_in_clear_in_any_file_and_only_the_owner_may_read(filled: Path) -> None:
    FileVault(filled, passphrase=PASSPHRASE).put("south", {"password": "other-secret"})
    files = [path for path in filled.parent.rglob("*") if path.is_file()]
    assert filled in files
    for path in files:
        content = path.read_bytes()
        for secret in (*SECRETS.values(), "other-secret", *SECRETS, PASSPHRASE, "north"):
            assert secret.encode() not in content, path
    if sys.platform != "win32":
        assert stat.S_IMODE(filled.stat().st_mode) == 0o600
        assert stat.S_IMODE(filled.parent.stat().st_mode) == 0o700


def test_states_from_new_to_open(file: Path) -> None:
    vault = FileVault(file)
    assert vault.state is State.FILE_NEW
    with raises(VaultLocked, "no keyring here.*ORDERDESK_PASSPHRASE"):
        vault.put("north", SECRETS)
    vault.unlock(PASSPHRASE)
    assert vault.state is State.FILE_OPEN
    assert file.exists()
    locked = FileVault(file)
    assert locked.state is State.FILE_LOCKED
    with raises(VaultLocked, "locked under a passphrase.*ORDERDESK_PASSPHRASE"):
        locked.get("north", "password")
    locked.unlock(PASSPHRASE)
    assert locked.state is State.FILE_OPEN


def test_removing_from_a_vault_that_was_never_made_asks_nothing(file: Path) -> None:
    FileVault(file).remove("north")
    assert not file.exists()


def test_a_passphrase_chosen_by_a_person_needs_some_length(file: Path) -> None:
    vault = FileVault(file)
    with raises(WeakPassphrase, "5 characters is too short.*at least 8"):
        vault.unlock("short")
    assert vault.state is State.FILE_NEW
    assert not file.exists()


def test_wrong_passphrase_is_said_and_nothing_is_changed(filled: Path) -> None:
    before = filled.read_bytes()
    vault = FileVault(filled)
    with raises(WrongPassphrase, "does not open the secrets. Try again"):
        vault.unlock("seven green lambs")
    assert vault.state is State.FILE_LOCKED
    assert filled.read_bytes() == before
    vault.unlock(PASSPHRASE)
    assert vault.get("north", "password") == SECRETS["password"]


def test_a_wrong_passphrase_from_the_environment_is_said_on_first_use(filled: Path) -> None:
    before = filled.read_bytes()
    vault = FileVault(filled, passphrase="something else")
    with pytest.raises(WrongPassphrase):
        vault.put("north", {"password": "x"})
    assert vault.state is State.FILE_LOCKED
    assert filled.read_bytes() == before


def test_a_passphrase_composed_differently_opens_it(file: Path) -> None:
    FileVault(file).unlock("gr\u00fcn ist die Lampe")
    vault = FileVault(file)
    vault.unlock("gru\u0308n ist die Lampe")
    assert vault.state is State.FILE_OPEN


@pytest.mark.parametrize("kept", [0, 1, 30, 200, -100, -1])
def test_a_truncated_file_is_said_to_be_cut_short(filled: Path, kept: int) -> None:
    filled.write_bytes(filled.read_bytes()[:kept])
    vault = FileVault(filled, passphrase=PASSPHRASE)
    with raises(DamagedVault, rf"{re.escape(str(filled))}, is damaged or cut short.*backup"):
        vault.get("north", "password")


@pytest.mark.parametrize("line", [0, 1, 2, 3])
def test_a_flipped_character_is_said_to_be_damage(filled: Path, line: int) -> None:
    lines = filled.read_bytes().splitlines(keepends=True)
    middle = len(lines[line]) // 2
    changed = bytearray(lines[line])
    changed[middle] ^= 1
    lines[line] = bytes(changed)
    filled.write_bytes(b"".join(lines))
    with raises(DamagedVault, "damaged or cut short"):
        FileVault(filled, passphrase=PASSPHRASE).get("north", "password")


def _rewritten(file: Path, line: int, old: bytes, new: bytes) -> None:
    """Change a line and mend the checksum, as somebody would on purpose."""
    lines = file.read_bytes().splitlines(keepends=True)
    assert old in lines[line]
    lines[line] = lines[line].replace(old, new, 1)
    content = b"".join(lines[:3])
    file.write_bytes(content + hashlib.sha256(content).hexdigest().encode() + b"\n")


def test_content_changed_on_purpose_is_told_from_a_wrong_passphrase(filled: Path) -> None:
    sealed = filled.read_bytes().splitlines()[2]
    other = b"B" if sealed[:1] == b"A" else b"A"
    _rewritten(filled, 2, sealed[:1], other)
    with raises(DamagedVault, "changed by something else"):
        FileVault(filled, passphrase=PASSPHRASE).get("north", "password")


def test_the_header_is_authenticated_too(filled: Path) -> None:
    _rewritten(filled, 1, b'{"kdf":', b'{ "kdf":')
    with raises(DamagedVault, "changed by something else"):
        FileVault(filled, passphrase=PASSPHRASE).get("north", "password")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"memory_kib":65536', b'"memory_kib":99999999'),
        (b'"iterations":3', b'"iterations":5000'),
        (b'"lanes":4', b'"lanes":"many"'),
    ],
)
def test_parameters_beyond_reason_are_refused_before_any_work(
    filled: Path, old: bytes, new: bytes
) -> None:
    _rewritten(filled, 1, old, new)
    with raises(DamagedVault, "damaged"):
        FileVault(filled, passphrase=PASSPHRASE).get("north", "password")


def test_a_newer_version_is_left_alone(filled: Path) -> None:
    _rewritten(filled, 0, b"secrets 1", b"secrets 2")
    with raises(DamagedVault, "newer orderdesk. Update"):
        FileVault(filled, passphrase=PASSPHRASE).get("north", "password")


def test_two_processes_see_and_keep_what_the_other_wrote(filled: Path) -> None:
    desk = FileVault(filled, passphrase=PASSPHRASE)
    assert desk.get("north", "password") == SECRETS["password"]
    command = FileVault(filled, passphrase=PASSPHRASE)
    command.put("south", {"password": "from the command"})
    assert desk.get("south", "password") == "from the command"
    desk.put("east", {"password": "from the desk"})
    assert command.get("east", "password") == "from the desk"
    assert command.get("south", "password") == "from the command"


def test_a_file_replaced_under_another_passphrase_locks_the_vault(filled: Path) -> None:
    desk = FileVault(filled, passphrase=PASSPHRASE)
    assert desk.get("north", "password") == SECRETS["password"]
    filled.unlink()
    FileVault(filled).unlock("another passphrase")
    with pytest.raises(VaultLocked):
        desk.get("north", "password")
    assert desk.state is State.FILE_LOCKED


def test_many_threads_write_without_losing_a_secret(filled: Path) -> None:
    vault = FileVault(filled, passphrase=PASSPHRASE)
    names = [f"secret-{number}" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(vault.put, "north", {n: f"value of {n}"}) for n in names]:
            done.result()
    again = FileVault(filled, passphrase=PASSPHRASE)
    assert {name: again.get("north", name) for name in names} == {
        name: f"value of {name}" for name in names
    }


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    vault = FileVault(tmp_path / "file" / "secrets.sealed", passphrase=PASSPHRASE)
    with raises(VaultError, r"cannot be used.*Check that you own it"):
        vault.put("north", SECRETS)


def test_what_is_kept_is_hidden_from_logs(filled: Path) -> None:
    from orderdesk import logs

    assert SECRETS["password"] not in logs.redact(f"sent {SECRETS['password']} and {PASSPHRASE}")
    assert PASSPHRASE not in logs.redact(f"opened with {PASSPHRASE}")

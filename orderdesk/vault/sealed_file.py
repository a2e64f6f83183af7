"""The encrypted file's form: Argon2id makes the key, AES-256-GCM seals what is kept."""

# Four lines of text: the name with the version, the parameters as JSON, the sealed secrets in
# base64, and a SHA-256 of the three. The checksum tells an accident (cut short, bit rot) from a
# wrong passphrase; against a deliberate change stands the authentication of AES-GCM, which
# covers the first two lines as well.

import base64
import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.vault.port import DamagedVault, WrongPassphrase

NAME = "orderdesk secrets"
VERSION = 1

CUT_SHORT = QT_TRANSLATE_NOOP(
    "messages", "The file with the secrets, {path}, is damaged or cut short."
)
CHANGED = QT_TRANSLATE_NOOP(
    "messages", "The file with the secrets, {path}, was changed by something else."
)
NEWER = QT_TRANSLATE_NOOP(
    "messages", "The file with the secrets, {path}, was written by a newer orderdesk."
)
UPDATE = QT_TRANSLATE_NOOP("messages", "Update orderdesk on this computer.")
RESTORE = QT_TRANSLATE_NOOP(
    "messages",
    "Restore it from a backup, or move it away and enter the connections' secrets again.",
)
WRONG = QT_TRANSLATE_NOOP("messages", "The passphrase does not open the secrets.")
TRY_AGAIN = QT_TRANSLATE_NOOP(
    "messages", "Try again; it cannot be recovered, only replaced by moving {path} away."
)


class Parameters(BaseModel):
    """How a passphrase becomes a key. RFC 9106, section 4: the second recommended option.

    The bounds keep a file made up by somebody else from taking all memory or hours.
    """

    model_config = ConfigDict(frozen=True)

    salt: Annotated[str, Field(min_length=22, max_length=200)]
    memory_kib: Annotated[int, Field(ge=8 * 1024, le=1024 * 1024)] = 64 * 1024
    iterations: Annotated[int, Field(ge=1, le=20)] = 3
    lanes: Annotated[int, Field(ge=1, le=16)] = 4


class _Header(BaseModel):
    model_config = ConfigDict(frozen=True)

    kdf: Parameters
    proof: str
    """A hash of half the derived key, so that a wrong passphrase is told from a change."""
    nonce: str


@dataclass(frozen=True, slots=True)
class Key:
    """A derived key: half of it encrypts, half of it proves the passphrase."""

    parameters: Parameters
    cipher: bytes
    proof: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sealed file, read and not yet opened."""

    path: str
    associated: bytes
    header: _Header
    sealed: bytes

    @property
    def parameters(self) -> Parameters:
        """How its key is derived."""
        return self.header.kdf


def fresh_parameters() -> Parameters:
    """Return the parameters for a new file, with a salt of its own."""
    return Parameters(salt=_encode(os.urandom(16)))


def derive(passphrase: str, parameters: Parameters) -> Key:
    """Derive the key of a passphrase; takes about half a second and 64 MiB."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(
        salt=_decode(parameters.salt),
        length=64,
        iterations=parameters.iterations,
        lanes=parameters.lanes,
        memory_cost=parameters.memory_kib,
    )
    # The same passphrase typed on two systems may arrive composed differently.
    derived = kdf.derive(unicodedata.normalize("NFKC", passphrase).encode())
    return Key(parameters, derived[:32], _encode(hashlib.sha256(derived[32:]).digest()))


def seal(secrets: bytes, key: Key) -> bytes:
    """Return the whole file that keeps `secrets` under `key`, with a nonce of its own."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    header = _Header(kdf=key.parameters, proof=key.proof, nonce=_encode(nonce))
    associated = f"{NAME} {VERSION}\n{header.model_dump_json()}\n".encode()
    body = AESGCM(key.cipher).encrypt(nonce, secrets, associated)
    content = associated + _encode(body).encode() + b"\n"
    return content + hashlib.sha256(content).hexdigest().encode() + b"\n"


def read_envelope(data: bytes, path: str) -> Envelope:
    """Read a sealed file without opening it; `path` is for the messages only.

    Raises:
        DamagedVault: cut short, damaged, or of a newer version.
    """
    facts = {"path": path}
    damaged = DamagedVault(Message(CUT_SHORT, facts), way_out=Message(RESTORE))
    lines = data.splitlines(keepends=True)
    name, _, version = (lines[0] if lines else b"").rstrip(b"\n").rpartition(b" ")
    if name == NAME.encode() and version.isdigit() and int(version) > VERSION:
        raise DamagedVault(Message(NEWER, facts), way_out=Message(UPDATE))
    if len(lines) != 4 or name != NAME.encode():
        raise damaged
    content = b"".join(lines[:3])
    if hashlib.sha256(content).hexdigest().encode() + b"\n" != lines[3]:
        raise damaged
    try:
        header = _Header.model_validate_json(lines[1])
        return Envelope(path, lines[0] + lines[1], header, _decode(lines[2].decode().strip()))
    except (ValidationError, ValueError) as error:
        raise damaged from error


def open_envelope(envelope: Envelope, key: Key) -> bytes:
    """Return what is kept in it.

    Raises:
        WrongPassphrase: the key is another passphrase's.
        DamagedVault: the passphrase is right and the content was changed.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    facts = {"path": envelope.path}
    if not hmac.compare_digest(envelope.header.proof, key.proof):
        raise WrongPassphrase(Message(WRONG), way_out=Message(TRY_AGAIN, facts))
    try:
        nonce = _decode(envelope.header.nonce)
        return AESGCM(key.cipher).decrypt(nonce, envelope.sealed, envelope.associated)
    except (InvalidTag, ValueError) as error:
        raise DamagedVault(Message(CHANGED, facts), way_out=Message(RESTORE)) from error


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text, validate=True)

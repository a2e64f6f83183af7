"""Makes, signs and checks the list of versions that programs look for."""

import argparse
import base64
import hashlib
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from orderdesk import __version__
from orderdesk.domain.errors import DeskError
from orderdesk.domain.updates import PRODUCT, offer_of, read_manifest
from orderdesk.vault.signature import HEAD, key_id, signed_bytes

UNLOCK_VARIABLE = "ORDERDESK_SIGNING_PASSPHRASE"
_OLDEST = "0.0.0"


def make_key(path: Path, password: bytes | None) -> str:
    """Write a new private key that only its owner can read; return the public one in base64.

    Raises:
        FileExistsError: there is one already, which is never replaced.
    """
    key = Ed25519PrivateKey.generate()
    encryption = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption
    )
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
    return public_text(key)


def read_key(path: Path, password: bytes | None) -> Ed25519PrivateKey:
    """Read a private key.

    Raises:
        ValueError: it cannot be read.
        TypeError: it is of another kind, or has a passphrase and none is given.
    """
    key = serialization.load_pem_private_key(path.read_bytes(), password)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} is no Ed25519 key")
    return key


def public_text(key: Ed25519PrivateKey) -> str:
    """Return a key's public half as `orderdesk/update_source.py` takes it."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def body_of(
    channels: dict[str, dict[str, Any]], *, serial: int, issued: datetime, days: float
) -> bytes:
    """Return the bytes that are signed."""
    manifest = {
        "product": PRODUCT,
        "serial": serial,
        "issued": issued.isoformat(timespec="seconds"),
        "expires": (issued + timedelta(days=days)).isoformat(timespec="seconds"),
        "channels": channels,
    }
    return json.dumps(manifest, indent=2, ensure_ascii=False).encode() + b"\n"


def release_of(
    version: str, page: str, news: Sequence[str], packages: Sequence[Path]
) -> dict[str, Any]:
    """Describe a version and its files."""
    return {
        "version": version,
        "page": page,
        "news": list(news),
        "packages": [
            {
                "name": path.name,
                "size": path.stat().st_size,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
            for path in packages
        ],
    }


def signed(body: bytes, keys: Sequence[Ed25519PrivateKey]) -> bytes:
    """Put a signature of each key over exactly these bytes."""
    lines = [HEAD]
    for key in keys:
        name = key_id(key.public_key().public_bytes_raw())
        lines.append(f"{name} {base64.b64encode(key.sign(body)).decode()}".encode())
    return b"\n".join(lines) + b"\n\n" + body


def _sign(asked: argparse.Namespace, password: bytes | None) -> int:
    channels: dict[str, dict[str, Any]] = {}
    if asked.also:
        channels = json.loads(Path(asked.also).read_bytes().partition(b"\n\n")[2])["channels"]
    channels[asked.channel] = release_of(
        asked.version, asked.page, asked.news, [Path(name) for name in asked.packages]
    )
    body = body_of(channels, serial=asked.serial, issued=datetime.now(UTC), days=asked.days)
    keys = [read_key(Path(name), password) for name in asked.key]
    whole = signed(body, keys)
    # What no program would believe is not written.
    _checked(whole, [public_text(key) for key in keys], asked.channel)
    Path(asked.out).write_bytes(whole)
    sys.stdout.write(f"{asked.out}: number {asked.serial}, {asked.channel} {asked.version}\n")
    return 0


def _checked(whole: bytes, keys: Sequence[str], channel: str) -> str:
    body = signed_bytes(whole, keys)
    manifest = read_manifest(body, seen=0, now=datetime.now(UTC))
    offer = offer_of(manifest, channel=channel, running=_OLDEST)
    version = offer.version if offer else _OLDEST
    return f"number {manifest.serial}, {channel} {version}, good until {manifest.expires}"


def _verify(asked: argparse.Namespace) -> int:
    whole = Path(asked.file).read_bytes()
    sys.stdout.write(f"{asked.file}: {_checked(whole, asked.public, asked.channel)}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manifest.py",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    kinds = parser.add_subparsers(dest="what", required=True)
    keys = kinds.add_parser("keys", help=f"make a pair of keys; {UNLOCK_VARIABLE} encrypts it")
    keys.add_argument("file")
    sign = kinds.add_parser("sign", help="describe packages and sign the list")
    sign.add_argument("--key", action="append", required=True, help="again for each key in use")
    sign.add_argument("--serial", type=int, required=True, help="higher than the last one's")
    sign.add_argument("--version", default=__version__)
    sign.add_argument("--channel", default="stable")
    sign.add_argument("--page", required=True, help="where a person downloads it, https")
    sign.add_argument("--news", action="append", default=[], help="a line of what is new")
    sign.add_argument("--days", type=float, default=90, help="how long the list is good")
    sign.add_argument("--also", help="a signed list whose other channels are kept")
    sign.add_argument("--out", required=True)
    sign.add_argument("packages", nargs="*")
    verify = kinds.add_parser("verify", help="read a list as the program does")
    verify.add_argument("--public", action="append", required=True)
    verify.add_argument("--channel", default="stable")
    verify.add_argument("file")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what is asked; 1 where it cannot be done."""
    asked = _parser().parse_args(arguments)
    password = os.environ.get(UNLOCK_VARIABLE, "").encode() or None
    try:
        if asked.what == "keys":
            sys.stdout.write(f"{make_key(Path(asked.file), password)}\n")
            return 0
        return _sign(asked, password) if asked.what == "sign" else _verify(asked)
    except DeskError as error:
        problem = error.sentence()
    except (OSError, ValueError, TypeError, KeyError) as error:
        problem = str(error)
    sys.stderr.write(f"manifest.py: {problem}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())

"""Who signed a text: Ed25519 over its exact bytes, by one of the keys that are known here."""

# The file: a line that says what it is, a line for each signature, an empty line, the bytes.

import base64
import binascii
import hashlib
from collections.abc import Iterable
from typing import Final

from orderdesk.domain.updates import MOST_BYTES, NOT_SIGNED, TOO_LONG, refusal

HEAD: Final = b"orderdesk-manifest 1"
_MOST_SIGNATURES = 8
_KEY_BYTES = 32


def key_id(public: bytes) -> str:
    """Return what a signature calls the key it was made with."""
    return hashlib.sha256(public).hexdigest()[:16]


def signed_bytes(content: bytes, keys: Iterable[str]) -> bytes:
    """Return the bytes that a file signs; `keys` are public keys in base64, the newest first.

    Several signatures may stand in it, so that a new key can be brought in while programs that
    know only the old one are still about. One good one is enough.

    Raises:
        UpdateRefused: no known key has signed exactly these bytes.
    """
    if len(content) > MOST_BYTES:
        raise refusal(TOO_LONG)
    head, empty_line, body = content.partition(b"\n\n")
    first, *lines = head.split(b"\n")
    if first != HEAD or not empty_line or len(lines) > _MOST_SIGNATURES:
        raise refusal(NOT_SIGNED)
    known = {key_id(raw): raw for raw in filter(None, map(_raw, keys))}
    for line in lines:
        name, _, text = line.decode("ascii", "replace").partition(" ")
        if name in known and _is_good(known[name], text, body):
            return body
    raise refusal(NOT_SIGNED)


def _raw(key: str) -> bytes | None:
    raw = _decoded(key)
    return raw if raw is not None and len(raw) == _KEY_BYTES else None


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def _is_good(public: bytes, signature: str, body: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(_decoded(signature) or b"", body)
    except InvalidSignature:
        return False
    return True

"""The fields of a request: from the address and from a form, plain or in parts."""

import re
from collections.abc import Mapping
from email import message_from_bytes
from urllib.parse import parse_qsl

from orderdesk.sandbox.exchange import Request

_NUMBERED = re.compile(r"(?P<group>\w+)\[(?P<number>\d{1,6})\]\[(?P<name>\w+)\]", re.ASCII)


def fields_of(request: Request) -> dict[str, str]:
    """Return every field by name; the form's win over the address's, the last of a name wins."""
    fields = _pairs(request.query.encode("latin-1"))
    kind = request.headers.get("content-type", "")
    if request.method != "POST":
        return fields
    if kind.partition(";")[0].strip().lower() == "multipart/form-data":
        return fields | _parts(kind, request.body)
    return fields | _pairs(request.body) if _is_form(kind) else fields


def numbered(fields: Mapping[str, str], group: str) -> list[tuple[int, dict[str, str]]]:
    """Return what is sent as `group[n][name]`, by number."""
    found: dict[int, dict[str, str]] = {}
    for key, value in fields.items():
        match = _NUMBERED.fullmatch(key)
        if match is not None and match["group"] == group:
            found.setdefault(int(match["number"]), {})[match["name"]] = value
    return sorted(found.items())


def is_on(fields: Mapping[str, str], name: str) -> bool:
    """Tell whether a flag is set; only 1 sets it."""
    return fields.get(name, "").strip() == "1"


def whole(text: str) -> int | None:
    """Read a whole number that is not negative; None when it is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _is_form(kind: str) -> bool:
    return kind.partition(";")[0].strip().lower() in ("application/x-www-form-urlencoded", "")


def _pairs(text: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(text.decode("utf-8"), keep_blank_values=True, errors="replace"))
    except ValueError:  # no UTF-8, or more fields than anybody sends
        return {}


def _parts(kind: str, body: bytes) -> dict[str, str]:
    message = message_from_bytes(b"Content-Type: " + kind.encode("latin-1") + b"\r\n\r\n" + body)
    fields: dict[str, str] = {}
    for part in message.walk():
        name = part.get_param("name", header="content-disposition")
        value = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(value, bytes):
            fields[name] = value.decode("utf-8", "replace")
    return fields

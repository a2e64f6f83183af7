"""Forms as the vendor takes them: fields, and files where there are any."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Final
from urllib.parse import urlencode

URL_ENCODED: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a form; its name here is not told."""

    content: bytes = field(repr=False)
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class Form:
    """The body of a write, and what it is."""

    body: bytes = field(repr=False)
    content_type: str = URL_ENCODED


def form_of(fields: Mapping[str, str], files: Mapping[str, File] | None = None) -> Form:
    """Write a form: with files in parts, else as one line."""
    if not files:
        return Form(urlencode(fields).encode())
    boundary = token_hex(24)
    pieces = [
        (f'form-data; name="{name}"', "text/plain; charset=utf-8", value.encode())
        for name, value in fields.items()
    ]
    pieces += [
        (f'form-data; name="{name}"; filename="{file.name}"', file.media_type, file.content)
        for name, file in files.items()
    ]
    body = b"".join(
        f"--{boundary}\r\nContent-Disposition: {what}\r\nContent-Type: {kind}\r\n\r\n".encode()
        + content
        + b"\r\n"
        for what, kind, content in pieces
    )
    return Form(body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}")

"""Reading what a client sends: fields of a form, of a form with files, and of the query."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from email.message import Message
from urllib.parse import parse_qsl

from orderdesk.sandbox.exchange import Request
from orderdesk.sandbox.json_text import Document, NotJson, parse
from orderdesk.sandbox.valomnia import moments
from orderdesk.sandbox.valomnia.refusals import invalid_param, wrong_datetime, wrong_type

URL_ENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,12})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class File:
    """One file of a form."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """The parameters of one request, wherever they stood; an empty one counts as not sent."""

    values: Mapping[str, str] = field(default_factory=dict[str, str])
    files: Mapping[str, File] = field(default_factory=dict[str, File])

    def known(self, names: Iterable[str], files: Iterable[str] = ()) -> None:
        """Raise `Refusal` 400 with every parameter that there is not."""
        strange = [name for name in self.values if name not in {*names}]
        strange += [name for name in self.files if name not in {*files}]
        if strange:
            raise invalid_param(*strange)

    def needed(self, names: Iterable[str]) -> None:
        """Raise `Refusal` 400 with every one of `names` that is missing."""
        missing = [name for name in names if not self.text(name)]
        if missing:
            raise invalid_param(*missing)

    def text(self, name: str) -> str | None:
        return self.values.get(name, "").strip() or None

    def number(self, name: str) -> Decimal | None:
        text = self.text(name)
        if text is None:
            return None
        if not _NUMBER.fullmatch(text):
            raise wrong_type(name)
        return Decimal(text)

    def moment(self, name: str) -> int | None:
        """Seconds of a date; raises `Refusal` for another format."""
        text = self.text(name)
        return None if text is None else moment(text)

    def one_of(self, name: str, choices: Iterable[str]) -> str | None:
        text = self.text(name)
        if text is not None and text not in choices:
            raise invalid_param(name)
        return text

    def flag(self, name: str) -> bool:
        """Whether a Boolean is true; without it, it is not."""
        text = (self.text(name) or "false").casefold()
        if text not in ("true", "false"):
            raise wrong_type(name)
        return text == "true"

    def objects(self, name: str) -> list[Document]:
        """Return the objects of a list in JSON; raises `Refusal` 400 when it is none."""
        text = self.text(name)
        if text is None:
            return []
        try:
            value = parse(text)
        except NotJson:
            raise wrong_type(name) from None
        if not isinstance(value, list):
            raise wrong_type(name)
        rows = [row for row in value if isinstance(row, dict)]
        if len(rows) != len(value):
            raise wrong_type(name)
        return rows


def moment(text: str) -> int:
    """Seconds of a date as it was sent; raises `Refusal` 400 for another format."""
    try:
        return moments.from_text(text)
    except ValueError:
        raise wrong_datetime([text]) from None


def query_of(request: Request) -> Form:
    """Return the parameters of the query, capitals and all.

    Raises:
        Refusal: 400 for one that is there twice.
    """
    return Form(_single(parse_qsl(request.query, keep_blank_values=True)))


def read_form(request: Request) -> Form:
    """Return the parameters of the query and of the body, if that is a form.

    Raises:
        Refusal: 400 for one that is there twice.
    """
    pairs = parse_qsl(request.query, keep_blank_values=True)
    header = request.headers.get("content-type", "")
    kind = header.partition(";")[0].strip().lower()
    files: dict[str, File] = {}
    if kind == URL_ENCODED:
        pairs += parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True)
    elif kind == MULTIPART:
        for name, file_name, content in _parts(header, request.body):
            if file_name is None:
                pairs.append((name, content.decode("utf-8", "replace")))
            else:
                files[name] = File(file_name, content)
    return Form(_single(pairs), files)


def _single(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in pairs:
        if name in values:
            raise wrong_type(name)
        values[name] = value
    return values


def _parts(header: str, body: bytes) -> Iterable[tuple[str, str | None, bytes]]:
    """Every part of a form with files: its name, its file's name or None, and its content."""
    boundary = _header(header).get_param("boundary", header="content-type")
    if not isinstance(boundary, str) or not boundary:
        return
    for part in body.split(b"--" + boundary.encode("latin-1", "replace"))[1:-1]:
        head, _empty, content = part.partition(b"\r\n\r\n")
        for line in head.decode("utf-8", "replace").splitlines():
            title, _colon, value = line.partition(":")
            if title.strip().lower() == "content-disposition":
                disposition = Message()
                disposition["content-disposition"] = value.strip()
                name = disposition.get_param("name", header="content-disposition")
                file_name = disposition.get_param("filename", header="content-disposition")
                if isinstance(name, str):
                    yield (
                        name,
                        file_name if isinstance(file_name, str) else None,
                        content.removesuffix(b"\r\n"),
                    )


def _header(value: str) -> Message:
    message = Message()
    message["content-type"] = value
    return message

"""Everything that went between the program and the stand-ins, and the secrets in it."""

import re
import shutil
import sqlite3
from collections.abc import Awaitable, Callable, Generator, Iterable, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeAlias
from unittest.mock import patch
from urllib.parse import quote, quote_plus

from starlette.types import Message, Receive, Scope, Send

from orderdesk.sandbox.gate import Gate

ISSUED: Mapping[str, str] = {
    "bearer token": r"(?i)authorization: bearer (\S+)",
    "access token": r'"access_token"\s*:\s*"([^"]+)"',
    "refresh token": r'"refresh_token"\s*:\s*"([^"]+)"',
    "session": r"(?i)cookie: [^\n]*?JSESSIONID=([^;\s]+)",
    "login token": r"login_token=([0-9a-f]{16,})",
    "card number": r'"CreditCardNo"\s*:\s*"(\d+)"',
    "masked card": r'"card_number"\s*:\s*"([^"]+)"',
}
"""What is looked for in the traffic: the group is the value that nobody may keep."""

NAMES = ("CreditCardNo", "CreditCardName", "login_token=", "JSESSIONID=", "Bearer ey")
"""Words that tell of such values, whatever they are."""


Answerer: TypeAlias = Callable[[Gate, Scope, Receive, Send], Awaitable[None]]


class Wiretap:
    """What was sent and answered, as text."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def values(self) -> dict[str, set[str]]:
        """Return the secrets that went over the wire, by what they are."""
        text = "\n".join(self.heard)
        return {name: set(re.findall(pattern, text)) for name, pattern in ISSUED.items()}

    def _note(self, headers: Iterable[tuple[bytes, bytes]], body: bytes) -> None:
        lines = [f"{name.decode('latin-1')}: {value.decode('latin-1')}" for name, value in headers]
        self.heard.append("\n".join([*lines, "", body.decode("utf-8", "replace")]))

    async def listen(
        self,
        answer: Callable[..., Awaitable[None]],
        gate: Gate,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        """Answer a request as the gate does, and write down what was said."""
        heads: list[tuple[bytes, bytes]] = [*scope["headers"], (b"query", scope["query_string"])]

        async def received() -> Message:
            message = await receive()
            self._note(heads, message.get("body", b""))
            return message

        async def sent(message: Message) -> None:
            self._note(message.get("headers", ()), message.get("body", b""))
            await send(message)

        await answer(gate, scope, received, sent)


@contextmanager
def wiretap() -> Generator[Wiretap]:
    """Listen to every stand-in of this process."""
    tap, answer = Wiretap(), Gate.__call__

    async def listening(gate: Gate, scope: Scope, receive: Receive, send: Send) -> None:
        await tap.listen(answer, gate, scope, receive, send)

    with patch.object(Gate, "__call__", listening):
        yield tap


def told_by(home: Path, printed: Iterable[str], spare: Path) -> dict[str, bytes]:
    """Return everything that was written and printed, by where; `spare` is a folder to work in."""
    told = {f"printed {place}": text.encode() for place, text in enumerate(printed)}
    for path in home.rglob("*"):
        if path.is_file():
            told[path.relative_to(home).as_posix()] = path.read_bytes()
    for path in home.glob("*.db"):
        told[f"rows of {path.name}"] = _rows(path, spare)
    return told


def _rows(path: Path, spare: Path) -> bytes:
    """Return a database on pages so large that no value is torn over two of them."""
    spare.mkdir(exist_ok=True)
    for part in path.parent.glob(f"{path.name}*"):
        # Beside it lie folders of what is derived from it.
        if part.is_file():
            shutil.copy(part, spare)
    with closing(sqlite3.connect(spare / path.name)) as database:
        for words in ("pragma journal_mode = delete", "pragma page_size = 65536", "vacuum"):
            database.execute(words)
    return (spare / path.name).read_bytes()


def found(secrets: Iterable[str], told: Mapping[str, bytes]) -> set[str]:
    """Return where one of the secrets can be read, in any of the forms that it may have."""
    forms = {
        form.encode()
        for secret in secrets
        for form in (secret, quote(secret, safe=""), quote_plus(secret))
    }
    return {place for place, content in told.items() if any(form in content for form in forms)}

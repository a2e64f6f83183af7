"""The licences of everything inside: from the package where this is one, else of what is here."""

import importlib.metadata
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

NOTICES_FILE: Final = "licences.json"
"""Beside the frozen program's modules; the packaging writes it."""
_NAMED: Final = re.compile(r"(?i)licen[cs]e|copying|notice|authors")
_LOCKED: Final = re.compile(r"^([a-z0-9._-]+)==", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Licence:
    """What one part of the program is under; `text` is "" where only the name is known."""

    name: str
    version: str
    licence: str
    text: str


def licences() -> list[Licence]:
    """Return the program's own licence and those of its parts; reads many files.

    Raises:
        OSError: the package's notices cannot be read.
    """
    here = Path(__file__).resolve().parent.parent
    own = (here / "LICENSE").read_text("utf-8")
    first = Licence("orderdesk", "", "Apache-2.0", own)
    if getattr(sys, "frozen", False):
        packed = (here / NOTICES_FILE).read_text("utf-8")
        return [first, *TypeAdapter(list[Licence]).validate_json(packed)]
    return [first, *sorted(_installed(here), key=lambda one: one.name.lower())]


def _installed(root: Path) -> list[Licence]:
    """Return those of the distributions that the lock names, or of all that are here."""
    lock = root / "requirements.lock"
    locked = set(_LOCKED.findall(lock.read_text("utf-8"))) if lock.is_file() else None
    found: dict[str, Licence] = {}
    for one in importlib.metadata.distributions():
        name = re.sub(r"[-_.]+", "-", one.name).lower()
        if locked is None or name in locked:
            found[name] = Licence(one.name, one.version, _expression(one), _text(one))
    return list(found.values())


def _expression(one: importlib.metadata.Distribution) -> str:
    for name in ("License-Expression", "License", "Classifier"):
        said = [text.strip() for text in one.metadata.get_all(name) or () if text.strip()]
        if name == "Classifier":
            said = [text.rpartition(" :: ")[2] for text in said if text.startswith("License")]
        if said:
            return ", ".join(text.splitlines()[0] for text in said)
    return "not said"


def _text(one: importlib.metadata.Distribution) -> str:
    texts = [
        Path(str(path.locate())).read_text(encoding="utf-8", errors="replace").strip()
        for path in one.files or ()
        if ".dist-info" in str(path) and _NAMED.search(path.name)
    ]
    return "\n\n".join(texts)

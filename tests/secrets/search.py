"""Looks for plants in everything that may leave this computer, in every form they may have."""

import base64
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote, quote_plus

from tests.secrets.plants import Plant

FORMS = ("plain", "url", "JSON", "base64", "hex", "UTF-16", "over lines", "backwards")


def told_in(logs: Path, archive: Path) -> dict[str, bytes]:
    """Return every file of the logs' folder and every member of the zip, names too, by where."""
    told = {f"logs/{path.name}": path.read_bytes() for path in logs.iterdir() if path.is_file()}
    with zipfile.ZipFile(archive) as opened:
        told |= {f"zip/{name}": opened.read(name) for name in opened.namelist()}
    return told | {"names": "\n".join(told).encode()}


def forms_of(core: str) -> dict[str, set[bytes]]:
    """Return what a core looks like in each form; letters are small throughout."""
    plain = core.encode()
    coded = {
        chunk.lower()
        for shift in range(3)
        for chunk in (base64.b64encode(b"x" * shift + plain)[-(-4 * shift // 3) : -4],)
        if len(chunk) >= 8
    }
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in core).encode()
    return {
        "plain": {plain.lower()},
        "url": {text.encode().lower() for text in (quote(core, safe=""), quote_plus(core))}
        | {"".join(f"%{byte:02x}" for byte in plain).encode()},
        "JSON": {escaped},
        "base64": coded,
        "hex": {plain.hex().encode()},
        "UTF-16": {core.lower().encode("utf-16-le"), core.lower().encode("utf-16-be")},
        "backwards": {plain[::-1].lower()},
    }


def found(plants: Iterable[Plant], told: Mapping[str, bytes]) -> list[tuple[Plant, str, str]]:
    """Return each plant that can be read somewhere, with the form and the place."""
    small = {place: content.lower() for place, content in told.items()}
    joined = {place: _joined(content) for place, content in small.items()}
    hits: list[tuple[Plant, str, str]] = []
    for plant in plants:
        for form, texts in forms_of(plant.core).items():
            hits += [
                (plant, form, place)
                for place, content in small.items()
                if any(text in content for text in texts)
            ]
        core = _joined(plant.core.lower().encode())
        hits += [(plant, "over lines", place) for place, text in joined.items() if core in text]
    return hits


def _joined(content: bytes) -> bytes:
    """Return a text without what may stand where it was torn: line ends, spaces, quotes, signs."""
    return content.translate(None, b" \t\r\n\"'\\+,>|")


def planted_in(plant: Plant, form: str) -> bytes:
    """Return a text in which the plant stands in a form, to prove that it would be found."""
    whole = plant.core
    if form == "over lines":
        half = len(whole) // 2
        return f"begin {whole[:half]}\n  {whole[half:]} end".encode()
    if form == "base64":
        return base64.b64encode(f"name={whole}&more=of it".encode())
    if form == "UTF-16":
        return f"it is {whole}.".encode("utf-16")
    return b"<" + min(forms_of(whole)[form]) + b">"

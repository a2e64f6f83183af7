"""Addresses in answers: of another version of the API, or of another host."""

from dataclasses import dataclass

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.switches import SwitchBoard

_PREFIXES = {
    "v1.0": "/api/v1.0",
    "v2.1": "/api/v2.1",
    "valomniav2": "/valomniav2/api/v2.1",
    "host": "https://fieldtouch.example/api/v2.1",
}
ORGANIZATION = "harbourmobile"
FOLDER = f"{ORGANIZATION}-1450169988465"
"""Where the organisation's files are, outside the API."""


@dataclass(frozen=True, slots=True)
class Links:
    """How links are written in one answer."""

    origin: str
    """The origin of the site, as the client wrote it."""
    style: str
    """The switch `hrefs`."""

    def to(self, path: str, turn: int = 0) -> str:
        """Return the link to what is at `path` (as `orders/5`) below the API."""
        style = self.style
        if style == "mixed":
            style = ("v1.0", "valomniav2", "v2.1")[turn % 3]
        return f"{_PREFIXES[style]}/{path}"

    def file(self, path: str) -> str:
        """Return the address of a file of the organisation."""
        return f"{self.origin}/{FOLDER}/{path}"

    def dressed(self, document: Document, turn: int = 0) -> Document:
        """Return a document whose every `href` and file is a whole link."""
        return {name: self._value(name, value, turn) for name, value in document.items()}

    def _value(self, name: str, value: JsonValue, turn: int) -> JsonValue:
        if isinstance(value, dict):
            return self.dressed(value, turn)
        if isinstance(value, list):
            return [self._value(name, one, turn) for one in value]
        if isinstance(value, str) and name == "href":
            return self.to(value, turn)
        if isinstance(value, str) and (name == "logo" or name.endswith("Image")):
            return self.file(value)
        return value


def links_of(board: SwitchBoard, origin: str) -> Links:
    """Return how links are written now, for a client that came by `origin`."""
    return Links(origin, board["hrefs"])

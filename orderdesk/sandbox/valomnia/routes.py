"""What a path below the API means: a collection, or one of its things by id or by reference."""

from dataclasses import dataclass

CURRENT = "/api/v2.1/"
OLD = "/api/v1.0/"


@dataclass(frozen=True, slots=True)
class Address:
    """One path, with the origin by which the client came."""

    resource: str
    key: str | None
    """The text in the place of an id."""
    reference: str | None
    origin: str

    @property
    def is_collection(self) -> bool:
        return self.key is None and self.reference is None


def address_of(path: str, origin: str, *, old: bool) -> Address | None:
    """Read a path (decoded); None when it is none of the API; `old` says whether v1.0 counts."""
    prefix = OLD if old and path.startswith(OLD) else CURRENT
    if not path.startswith(prefix):
        return None
    resource, _slash, rest = path.removeprefix(prefix).partition("/")
    rest = rest.removesuffix("/")
    if not rest:
        return Address(resource, None, None, origin)
    if rest.startswith("reference/"):
        return Address(resource, None, rest.removeprefix("reference/"), origin)
    return None if "/" in rest else Address(resource, rest, None, origin)

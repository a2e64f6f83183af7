"""Our own samples: invented values in the shapes of the vendor's payloads."""

from pathlib import Path

from orderdesk.connectors.json_text import as_object, parse, rows

OWN = Path(__file__).parents[2] / "samples" / "iqmetrix"


def text(name: str) -> str:
    return (OWN / f"{name}.json").read_text(encoding="utf-8")


def sample(name: str) -> object:
    return parse(text(name))


def order_sample(name: str) -> dict[str, object]:
    """Return the one order of a list."""
    return dict(as_object(next(rows(text(name))).value))

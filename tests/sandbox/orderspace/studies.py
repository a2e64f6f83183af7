"""The vendor's text and the sampled answers, where the study folder stands beside the project."""

from pathlib import Path

from orderdesk.sandbox.json_text import JsonValue, parse

_STUDIES = Path(__file__).parents[3].parent / "shared"
SEED = _STUDIES / "seeds" / "002_f41d71a490cd78da.txt"
_PREFIX = "orderspace_"
_FOLDER = _STUDIES / "vendors" / "samples"


def sample_names() -> list[str]:
    """Return the names of this vendor's samples, without its own name and the ending."""
    return sorted(path.stem.removeprefix(_PREFIX) for path in _FOLDER.glob(f"{_PREFIX}*.json"))


def sample(name: str) -> JsonValue:
    """Read one of them, numbers exact."""
    return parse((_FOLDER / f"{_PREFIX}{name}.json").read_bytes())

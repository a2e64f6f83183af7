"""Babel's data of all locales without what the program never asks it for."""

import pickle
from pathlib import Path
from typing import Any, Final

# Numbers, amounts and days are written with the rest; these are nine tenths of the size.
UNUSED: Final = frozenset(
    {
        *("compact_currency_formats", "compact_decimal_formats", "compound_unit_patterns"),
        *("currency_names", "currency_names_plural", "date_fields", "interval_formats"),
        *("languages", "list_patterns", "meta_zones", "scripts", "territories", "time_zones"),
        *("unit_display_names", "unit_patterns", "variants"),
    }
)
# The sandbox reads countries as its vendors write them.
KEPT: Final = {"en": frozenset({"territories"})}


def slim(source: Path, target: Path) -> None:
    """Write what is used of the locale in `source`, one of Babel's files, to `target`.

    Only whole parts are emptied, so that what a part refers to within itself stays; Babel looks
    the name of a currency up even where it writes none, and takes the code where there is none.
    """
    unused = UNUSED - KEPT.get(source.stem, frozenset())
    with source.open("rb") as file:
        locale: dict[str, Any] = pickle.load(file)
    nothing: dict[str, Any] = {}
    kept = {part: nothing if part in unused else value for part, value in locale.items()}
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        pickle.dump(kept, file, 2)

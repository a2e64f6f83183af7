"""Babel's data of all locales without what the program never asks it for."""

import pickle
from pathlib import Path
from typing import Any, Final

from babel import localedata

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


def slim(name: str, target: Path) -> None:
    """Write what is used of Babel's locale `name`, as "de_CH", to `target`.

    Only whole parts are emptied, so that what a part refers to within itself stays; Babel looks
    the name of a currency up even where it writes none, and takes the code where there is none.
    """
    unused = UNUSED - KEPT.get(name, frozenset())
    locale: dict[str, Any] = dict(localedata.load(name, merge_inherited=False))
    kept = {part: {} if part in unused else value for part, value in locale.items()}
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        pickle.dump(kept, file, 2)

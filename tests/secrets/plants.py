"""What is planted: invented secrets, names, addresses and tokens, each with a core of its own."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import cycle

_LETTERS = "bcdfghjklmnpqrstvwxz"
_CORE = 11
SHAPES: Mapping[str, str] = {
    "name": "Philippa {core}",
    "address": "17 {core} Terrace, Otterbourne",
    "email": "{core}@otterbourne.example",
    "token": "sk_live_{core}9Zr7",
    "secret": "{core}!p/w&ö",
    "phone": "{core} 01632 960 017",
}
"""By kind; what is looked for is the core alone, so that a part of it is found too."""


@dataclass(frozen=True, slots=True)
class Plant:
    """One planted text, and the place where it is said."""

    place: str
    kind: str
    text: str
    core: str


class Planter:
    """Makes plants, no two of which have a core in common."""

    def __init__(self, seed: int = 1) -> None:
        self._dice = random.Random(seed)
        self._kinds = cycle(SHAPES)
        self.plants: list[Plant] = []

    def plant(self, place: str, kind: str | None = None) -> str:
        """Plant a text at a place; return it."""
        kind = kind or next(self._kinds)
        core = "".join(self._dice.choice(_LETTERS) for _letter in range(_CORE))
        plant = Plant(place, kind, SHAPES[kind].format(core=core), core)
        self.plants.append(plant)
        return plant.text

    def own(self, place: str, kind: str, text: str) -> None:
        """Count a text that stands there already, such as a stand-in's password."""
        if len(text) >= _CORE and all(text != one.core for one in self.plants):
            self.plants.append(Plant(place, kind, text, text))

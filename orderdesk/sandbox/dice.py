"""Chance that repeats: the same seed gives the same data and the same faults."""

import random
from collections.abc import Sequence
from typing import TypeVar

_Thing = TypeVar("_Thing")


class Dice(random.Random):
    """Seeded chance. It decides what demo data look like and nothing that must not be guessed."""

    def chance(self, probability: float) -> bool:
        """Return True with that probability (0 to 1)."""
        return self.random() < probability

    def weighted(self, things: Sequence[tuple[_Thing, float]]) -> _Thing:
        """One of the things, each as likely as its weight."""
        point = self.random() * sum(weight for _thing, weight in things)
        for thing, weight in things:
            point -= weight
            if point < 0:
                return thing
        return things[-1][0]

    def guid(self) -> str:
        """Return a random GUID (version 4) in lower case."""
        digits = f"{self.getrandbits(128):032x}"
        variant = "89ab"[self.getrandbits(2)]
        return (
            f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"
        )

"""Plays one fault after the other, each on new orders and a new profile."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.conformance.place import Place
from tests.network.figures import Figures
from tests.network.street import forget_peak, memory, open_places, street_of
from tests.network.walls import SlowNames
from tests.network.weather import CALM, Storm


def played(
    storms: Sequence[Storm],
    commands: int,
    folder: Path,
    *,
    tell: Callable[[Figures], None] = lambda _figures: None,
) -> list[Figures]:
    """Play the storms, a calm first that the others are held against."""
    places = open_places(commands)
    every: list[Figures] = []
    try:
        for number, storm in enumerate((CALM, *storms)):
            home = folder / str(number)
            home.mkdir()
            figures = play(storm, places, home, commands)
            figures.calm = float(every[0].requests if every else figures.requests)
            every.append(figures)
            tell(figures)
    finally:
        for place in places.values():
            place.close()
    return every


def play(storm: Storm, places: Mapping[str, Place], home: Path, commands: int) -> Figures:
    """Play one storm on a loop of its own."""

    async def whole() -> Figures:
        async with street_of(places, home, storm.name, commands) as street:
            began, at_start = time.monotonic(), memory(peak=False)
            forget_peak()
            async with storm.weather(street):
                await street.ask_for_all()
                entries = await street.settled()
            street.figures.memory = max(0.0, memory(peak=True) - at_start)
            street.figures.seconds = time.monotonic() - began
            await asyncio.to_thread(street.judged, entries)
            return street.figures

    with asyncio.Runner(loop_factory=SlowNames) as runner:
        return runner.run(whole())

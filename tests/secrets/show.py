"""The whole show: a walk, one zip, and what was found of what was planted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from orderdesk.diagnostics import save_diagnostics
from orderdesk.profile import Profile as Place
from tests.e2e.journeys.wiretap import wiretap
from tests.e2e.programs import Profile, standing
from tests.secrets.plants import Plant, Planter
from tests.secrets.search import FORMS, found, planted_in, told_in
from tests.secrets.walk import FIELDS, Walk, walk_through


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the plants."""

    plants: Sequence[Plant]
    proved: Sequence[Plant]
    """Those that really were in the store, on the wire, in a record or on the disk."""
    hits: Sequence[tuple[Plant, str, str]]
    """Those that were found where none may be, by form and place."""
    unseen: Sequence[tuple[Plant, str]]
    """Those that the search would overlook in a form, were they there."""
    searched: int
    files: int

    def problems(self) -> list[str]:
        """Return what is not as it must be, a line each."""
        missing = [one for one in self.plants if one not in set(self.proved)]
        return [
            *(f"not proved: {one.place} {one.kind} {one.text}" for one in missing),
            *(f"found: {one.place} {one.text} as {form} in {at}" for one, form, at in self.hits),
            *(f"overlooked: {one.text} as {form}" for one, form in self.unseen),
        ]

    def table(self) -> str:
        """Return the counts by place."""
        planted = Counter(one.place for one in self.plants)
        proved = Counter(one.place for one in self.proved)
        hits = Counter(one.place for one, _form, _at in self.hits)
        rows = [
            f"{place:<32} {planted[place]:>7} {proved[place]:>7} {hits[place]:>6}"
            for place in sorted(planted)
        ]
        head = f"{'planted where':<32} {'planted':>7} {'proved':>7} {'found':>6}"
        total = f"{'all':<32} {len(self.plants):>7} {len(self.proved):>7} {len(self.hits):>6}"
        where = f"searched: {self.files} files, {self.searched:,} bytes, in {len(FORMS)} forms"
        return "\n".join([head, *rows, total, where])


def shown(folder: Path, *, vendors: Sequence[str] = tuple(FIELDS), each: int = 3) -> Outcome:
    """Plant, work and search; `folder` is empty, `each` how many at a place that takes several."""
    planter = Planter()
    home = folder / f"of {planter.plant('folder', 'name')}"
    switches = {"login_tokens": "always"} if "deconetwork" in vendors else {}
    with wiretap() as tap, standing(*vendors, orders=12, switches=switches) as everybody:
        walk = Walk(Profile(home), everybody, tap, planter, each)
        walk.seen.append(str(home))
        walk_through(walk)
    archive = save_diagnostics(Place.under(home), folder / "sent.zip")
    evidence = walk.everything(folder / "rows")
    told = told_in(Place.under(home).logs, archive)
    plants = planter.plants
    return Outcome(
        plants=plants,
        proved=[one for one in plants if one.core.lower().encode() in evidence],
        hits=found(plants, told),
        unseen=[
            (one, form)
            for one in plants
            for form in FORMS
            if not found([one], {"a file": planted_in(one, form)})
        ],
        searched=sum(map(len, told.values())),
        files=len(told) - 1,
    )

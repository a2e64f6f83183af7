"""Invented words, names and numbers: Zipf-distributed, in many scripts, the same for a seed."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate

NEWEST = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""When the newest order was placed: fixed, so that the same seed makes the same store."""
SPAN = timedelta(days=6 * 365)
"""How far back the oldest lies."""

_WORDS = 20_000
# So flat that the most frequent word is in about every fourth order.
_FLATTENED = 12
_LATIN = (
    *("ma", "ri", "lo", "ge", "me", "le", "do", "ze", "ta", "ki", "so", "nu", "ver", "bal", "tor"),
    *("fin", "gra", "pel", "quo", "stu", "hol", "wen", "dar", "mis", "cle", "bro", "ä", "ö", "é"),
)
_SCRIPTS: tuple[tuple[str, ...], ...] = (
    ("се", "ве", "ро", "маяк", "лод", "гор", "сне", "жи", "ок", "тя"),
    ("κα", "λο", "με", "ρι", "θα", "σσα", "νη", "πο", "τα", "μός"),
    ("海", "山", "川", "東", "西", "北", "店", "商", "会", "社", "光", "電"),
    ("する", "かい", "やま", "ショップ", "カフェ", "ライト"),
    ("서울", "바다", "상점", "가게", "빛", "산"),
    ("बा", "ज़ार", "दु", "कान", "कु", "मार", "रा", "नी"),
    ("سو", "ق", "بحر", "نور", "دار", "جبل"),
    ("חנ", "ות", "ים", "אור", "הר", "בית"),
    ("ร้าน", "ค้า", "ทะเล", "แสง", "ภู"),
)
# Words in other scripts than Latin, out of a hundred.
_FOREIGN = 12


@cache
def vocabulary() -> tuple[str, ...]:
    """Return the words, the most frequent first; they are the same for every seed."""
    source = random.Random("vocabulary")
    found: dict[str, None] = {}
    while len(found) < _WORDS:
        foreign = source.randrange(100) < _FOREIGN
        parts = source.choice(_SCRIPTS) if foreign else _LATIN
        word = "".join(source.choices(parts, k=source.choice((2, 2, 3, 3, 4))))
        # The first thousand are short enough to stand in every other order.
        if len(word) > 2:
            found[word if source.random() < 0.7 else word.capitalize()] = None
    return tuple(found)


@cache
def _weights() -> tuple[float, ...]:
    return tuple(accumulate(1 / (rank + _FLATTENED) for rank in range(_WORDS)))


class Source:
    """Draws numbers, words and sentences; the same `seed` draws the same."""

    def __init__(self, seed: str) -> None:
        self.numbers = random.Random(seed)
        self.random = self.numbers.random
        self._drawn = self._draw()

    def _draw(self) -> Iterator[str]:
        words, weights = vocabulary(), _weights()
        while True:
            yield from self.numbers.choices(words, cum_weights=weights, k=4_000)

    def word(self) -> str:
        """Return a word, the frequent ones more often."""
        return next(self._drawn)

    def words(self, count: int) -> str:
        """Return some words."""
        drawn = self._drawn
        return " ".join([next(drawn) for _ in range(count)])

    def note(self) -> str:
        """Return some sentences: mostly a line, now and then a page."""
        chance = self.random()
        count = 4 + int(chance * 16) if chance < 0.97 else 120 + int(self.random() * 400)
        text = self.words(count)
        return f"{text}." if count < 20 else text.replace(" ", ". ", 1)

    def tracking(self) -> str:
        """Return the number of a parcel."""
        return f"1Z{int(self.random() * 10**12):012d}"

    def place(self, count: int) -> int:
        """Return a place below `count`, the first ones more often."""
        chance = self.random()
        return int(count * chance * chance * chance)

    def digits(self, length: int) -> str:
        """Return that many digits."""
        return f"{int(self.random() * 10**length):0{length}d}"

    def one_of(self, values: Sequence[str]) -> str:
        """Return one of the values, the first ones more often."""
        return values[self.place(len(values))]

"""A hint how hard a passphrase is to guess; what is refused, the vault says itself."""

from collections.abc import Callable
from enum import IntEnum

from orderdesk.domain.messages import QT_TRANSLATE_NOOP


def _is_mark(letter: str) -> bool:
    return not letter.isalnum() and not letter.isspace()


_KINDS: tuple[Callable[[str], bool], ...] = (str.islower, str.isupper, str.isdigit, _is_mark)
# Bits a letter: of words in a language far fewer than of letters thrown by dice.
_OF_WORDS, _EACH_KIND, _OTHER_SCRIPT = 2.6, 0.6, 2.0
_FAIR_BITS, _GOOD_BITS, _STRONG_BITS = 30, 50, 75


class Strength(IntEnum):
    """How hard it is to guess, roughly."""

    WEAK = 1
    FAIR = 2
    GOOD = 3
    STRONG = 4


STRENGTH_LABELS: dict[Strength, str] = {
    Strength.WEAK: QT_TRANSLATE_NOOP("messages", "Weak: easily guessed. Use several words."),
    Strength.FAIR: QT_TRANSLATE_NOOP("messages", "Fair: one more word makes it good."),
    Strength.GOOD: QT_TRANSLATE_NOOP("messages", "Good."),
    Strength.STRONG: QT_TRANSLATE_NOOP("messages", "Strong."),
}


def strength_of(passphrase: str) -> Strength:
    """Return how hard a passphrase is to guess, from its length and variety."""
    kinds = sum(any(map(is_kind, passphrase)) for is_kind in _KINDS)
    rate = _OF_WORDS + _EACH_KIND * max(0, kinds - 1)
    rate += 0 if passphrase.isascii() else _OTHER_SCRIPT
    # "aaaaaaaa" and "abababab" are no longer than what they repeat.
    bits = rate * min(len(passphrase), 2 * len(set(passphrase)))
    if bits < _FAIR_BITS:
        return Strength.WEAK
    if bits < _GOOD_BITS:
        return Strength.FAIR
    return Strength.GOOD if bits < _STRONG_BITS else Strength.STRONG

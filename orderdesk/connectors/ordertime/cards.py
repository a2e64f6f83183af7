"""Card data, which some customers and orders carry: never kept, never shown, never logged."""

import functools
import re
from typing import Final, cast

from orderdesk.connectors import payloads

_NAMES: Final = re.compile(r"creditcard|cardno|cardnumber|cardholder|^(cvv|cvc|cvn)\d?$|cardcode")
_DIGITS: Final = re.compile(r"(?<!\d)\d(?:[ -]?\d){11,18}(?!\d)")


@functools.lru_cache(maxsize=1_000)
def is_card(name: str) -> bool:
    """Whether a member of that name holds something of a card (Customer page: CreditCard...)."""
    return _NAMES.search(name.casefold().replace("_", "")) is not None


def without_cards(value: object) -> object:
    """Return `value` without its card data, at any depth."""
    if isinstance(value, dict):
        return {
            name: without_cards(member)
            for name, member in cast("dict[str, object]", value).items()
            if not is_card(name)
        }
    if isinstance(value, list):
        return [without_cards(entry) for entry in cast("list[object]", value)]
    return value


def scrubbed(value: object) -> object:
    """Return `value` as it may be kept: without card data and the usual secrets."""
    return payloads.scrub(without_cards(value))


def _passes(digits: str) -> bool:
    """Whether digits have the check digit of a card's number."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(digits[::-1])]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def masked(text: str) -> str:
    """Return a sentence of the vendor's without what looks like a card's number."""

    def hide(found: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", found[0])
        return payloads.REMOVED if _passes(digits) else found[0]

    return _DIGITS.sub(hide, text)

"""How the texts of an order are made anew: each key of a template with what makes its value."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import cast

from pydantic import JsonValue

from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.order import FieldValue
from tests.benchmarks.invention import Source

Recipe = Callable[["Ingredients"], str]
"""Makes one text of an order."""

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DATED = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_LAST_DIGITS = re.compile(r"\d+(?=\D*$)")
_AS_IT_IS = {
    *(FieldType.BOOLEAN, FieldType.CHOICE, FieldType.STATES, FieldType.HIDDEN),
    *(FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY, FieldType.QUANTITIES),
}
_SHARE_OF_NOTES = 0.25
_FEW = 8
_BASE_36 = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(slots=True)
class Ingredients:
    """What the recipes of one order are cooked from."""

    source: Source
    shift: timedelta = timedelta(0)
    """From the template's times to the order's."""
    own: dict[str, str] = field(default_factory=dict[str, str])
    """The order's and the line's ids, numbers and sums, by their name."""
    pools: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    """The ids that references of a kind may have."""


@dataclass(frozen=True, slots=True)
class Known:
    """What certain texts of a template are, and which keys hold words from a short list."""

    names: Mapping[str, str]
    """Under which name in `Ingredients.own` a text of the template is found."""
    fixed: frozenset[str]
    """Keys whose texts stay, and texts that do."""
    pools: frozenset[str]
    """Kinds of references there is a pool for."""
    references: Mapping[tuple[str, str], str]
    """The order's own references, by kind and id, with their name in `Ingredients.own`."""


def base_36(number: int, length: int = 0) -> str:
    """Write a number with ten digits and 26 letters."""
    digits: list[str] = []
    while number:
        number, digit = divmod(number, 36)
        digits.append(_BASE_36[digit])
    return "".join(reversed(digits)).rjust(length, "0")


def guid(number: int) -> str:
    """Write 128 bits as vendors write them."""
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def unique(like: str, number: int, source: Source) -> str:
    """Return an id in the form of `like` that no other `number` has."""
    if _GUID.fullmatch(like):
        return guid((source.numbers.getrandbits(96) << 32) | number)
    if like.isdecimal():
        return f"{3 + len(like)}{number:08d}"
    head = like[: max(like.rfind("_"), like.rfind("-")) + 1]
    # Odd multiples of a prime do not meet below 36 to the 6th.
    return head + base_36(number * 1_000_003 % 36**6, 6)


def numbered(like: str, number: int) -> str:
    """Return `like` with another number at its end."""
    found = _LAST_DIGITS.search(like)
    if found is None:
        return f"{like[:3]}{number:06d}"
    return f"{like[: found.start()]}{number:0{len(found[0])}d}{like[found.end() :]}"


def _moment(text: str) -> Recipe:
    then = datetime.fromisoformat(text)
    return lambda one: (then + one.shift).isoformat()


def _day(text: str) -> Recipe:
    then, rest = date.fromisoformat(text[:10]), text[10:]
    return lambda one: (then + one.shift).isoformat() + rest


def _words(count: int) -> Recipe:
    return lambda one: one.source.words(count)


def _digits(text: str) -> Recipe | None:
    found = _LAST_DIGITS.search(text)
    if found is None:
        return None
    head, tail, length = text[: found.start()], text[found.end() :], len(found[0])
    return lambda one: f"{head}{one.source.digits(length)}{tail}"


def _mail(one: Ingredients) -> str:
    return f"{one.source.word()}.{one.source.word()}@{one.source.word()}.example"


def _note(one: Ingredients) -> str:
    return one.source.note()


def _tracking(one: Ingredients) -> str:
    return one.source.tracking()


def _own(name: str) -> Recipe:
    return lambda one: one.own.get(name, "")


def _of_pool(kind: str) -> Recipe:
    return lambda one: one.source.one_of(one.pools[kind])


def text_recipe(text: str, known: Known) -> Recipe | None:
    """Return what makes another text of this sort; None where it stays as it is."""
    if text in known.names:
        return _own(known.names[text])
    if text in known.fixed or len(text) <= 3 or (text.isascii() and not _is_telling(text)):
        return None
    if _MOMENT.fullmatch(text):
        return _moment(text)
    if _DATED.match(text):
        return _day(text)
    if _GUID.fullmatch(text):
        return lambda one: guid(one.source.numbers.getrandbits(128))
    if "@" in text:
        return _mail
    if any(letter.isdigit() for letter in text):
        return _digits(text)
    return _words(len(text.split()))


def _is_telling(text: str) -> bool:
    return any(letter.isdigit() or letter.isalpha() for letter in text)


def field_recipe(spec: FieldSpec, text: FieldValue, known: Known) -> Recipe | None:
    """Return what makes the value of a field; None where it stays as it is."""
    if text is not None and text in known.names:
        return _own(known.names[text])
    if spec.key in known.fixed:
        return None
    if spec.type is FieldType.TRACKING:
        return lambda one: f"1 x {one.source.tracking()}"
    if text is None or spec.type in _AS_IT_IS:
        return None
    if spec.look_up is not None:
        same = known.references.get((spec.look_up, text))
        if same is not None:
            return _own(same)
        return _of_pool(spec.look_up) if spec.look_up in known.pools else None
    if spec.type is FieldType.LONG_TEXT:
        return _note
    if "track" in spec.key.casefold():
        return _tracking
    return text_recipe(text, known)


def takes_note(spec: FieldSpec, text: FieldValue, source: Source) -> bool:
    """Whether a field that a template leaves empty is filled with a note."""
    empty = spec.type is FieldType.LONG_TEXT and text is None
    return empty and source.random() < _SHARE_OF_NOTES


def of_fields(
    specs: Mapping[str, FieldSpec],
    fields: Mapping[str, FieldValue],
    known: Known,
    source: Source,
) -> list[tuple[str, Recipe]]:
    """Return what makes the values of those fields that another order has otherwise."""
    found: list[tuple[str, Recipe]] = []
    for key, text in fields.items():
        spec = specs.get(key)
        if spec is None:
            continue
        recipe = _note if takes_note(spec, text, source) else field_recipe(spec, text, known)
        if recipe is not None:
            found.append((key, recipe))
    return found


Cook = Callable[[Ingredients], JsonValue]


def of_extra(value: JsonValue, known: Known) -> Cook | None:
    """Return what makes another such value of what lies beyond the fields; None: it stays."""
    if isinstance(value, str):
        return cast("Cook | None", text_recipe(value, known))
    if isinstance(value, dict):
        return _of_object(value, known)
    if isinstance(value, list):
        cooks = [of_extra(inner, known) for inner in value]
        if not any(cooks):
            return None
        pairs = list(zip(value, cooks, strict=True))
        return lambda one: [cook(one) if cook else inner for inner, cook in pairs]
    return None


def _of_object(value: Mapping[str, JsonValue], known: Known) -> Cook | None:
    cooks = [
        (key, cook)
        for key, inner in value.items()
        if key not in known.fixed and (cook := of_extra(inner, known)) is not None
    ]
    if not cooks:
        return None

    def cooked(one: Ingredients) -> JsonValue:
        made = dict(value)
        for key, cook in cooks:
            made[key] = cook(one)
        return made

    return cooked


def enumerated(rows: Sequence[Mapping[str, FieldValue]]) -> frozenset[str]:
    """Return the keys whose texts are few, among the rows that hold any."""
    found: dict[str, list[str]] = {}
    for row in rows:
        for key, text in row.items():
            if text is not None:
                found.setdefault(key, []).append(text)
    return frozenset(
        key
        for key, texts in found.items()
        if len(texts) > _FEW and len(set(texts)) <= min(_FEW, len(texts) // 3)
    )

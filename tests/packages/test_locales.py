"""The smaller data of locales write the same as Babel's own."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import babel
import pytest
from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_currency, format_decimal
from locales import slim

# Each has a parent; among them are other figures, groups of two, right to left, other scripts.
NAMES = ("de_CH", "pt_PT", "es_MX", "ar_EG", "hi_IN", "ja_JP", "zh_Hant_TW", "he_IL", "nb_NO")
SKELETONS = ("yMMMd", "MMMd")
AMOUNT = Decimal("-1234567.05")


def _written(name: str) -> tuple[str, ...]:
    locale = Locale.parse(name)
    day = date(2026, 11, 2)
    amounts = [format_currency(AMOUNT, one, locale=locale) for one in ("EUR", "JPY", "XYZ")]
    days = [format_skeleton(one, day, locale=name) for one in SKELETONS]
    return (*amounts, format_decimal(AMOUNT, locale=locale), *days)


def test_the_smaller_locales_write_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {name: _written(name) for name in NAMES}
    france = str(Locale("en").territories["FR"])
    for file in (Path(babel.__file__).parent / "locale-data").glob("*.dat"):
        if file.stem.split("_")[0] in {"root", "en", "no", *(name[:2] for name in NAMES)}:
            slim(file, tmp_path / file.name)
    monkeypatch.setattr("babel.localedata._dirname", str(tmp_path))
    monkeypatch.setattr("babel.localedata._cache", {})
    assert {name: _written(name) for name in NAMES} == expected
    assert str(Locale("en").territories["FR"]) == france
    assert not Locale("de").territories

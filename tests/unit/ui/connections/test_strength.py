"""The hint on a passphrase: longer and more varied is better, repetition is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.ui.connections.strength import STRENGTH_LABELS, Strength, strength_of


@pytest.mark.parametrize(
    ("passphrase", "strength"),
    [
        ("quill", Strength.WEAK),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", Strength.WEAK),
        ("abababababababababab", Strength.WEAK),
        ("Inkpot-77", Strength.FAIR),
        ("goose feather", Strength.FAIR),
        ("goose feather inkpot", Strength.GOOD),
        ("seven Geese, one inkpot & a quill", Strength.STRONG),
        ("墨と羽根ペンと七羽の鵞鳥がいる庭", Strength.GOOD),
    ],
)
def test_strength(passphrase: str, strength: Strength) -> None:
    assert strength_of(passphrase) is strength


@given(st.text(max_size=200))
def test_every_passphrase_has_a_strength_with_words(passphrase: str) -> None:
    assert STRENGTH_LABELS[strength_of(passphrase)]

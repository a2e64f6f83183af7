"""What the first frame is made of is read tolerantly, and keeps its place in another window."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize

from orderdesk.ui.first_look import Band, FirstLook, look_text, read_look

LOOK = FirstLook(
    edition="one:6",
    table=Band(200, 190, 800, 600, "panel"),
    width=1440,
    height=860,
    bands=[Band(0, 0, 1440, 30, "panel"), Band(1000, 120, 440, 700, "panel", "line")],
    zone="Europe/London",
    titles={"vendor": "The vendor"},
    states=[("vendor", "7", "Sent")],
    mixed=True,
    rows=[3, 1, 2],
    texts={"number 1": "1"},
)


def test_a_look_comes_back() -> None:
    assert read_look(look_text(LOOK), "one:6") == LOOK
    assert read_look(look_text(replace(LOOK, rows=None)), "one:6") == replace(LOOK, rows=None)


@pytest.mark.parametrize(
    "look",
    [
        replace(LOOK, edition="another store"),
        replace(LOOK, program="0.0"),
        replace(LOOK, locale="tlh"),
        replace(LOOK, zone="Nowhere/Atall"),
    ],
)
def test_a_look_of_something_else_is_not_used(look: FirstLook) -> None:
    assert read_look(look_text(look), "one:6") is None


@given(st.text() | st.recursive(st.integers() | st.text(), st.lists).map(str))
def test_any_text_is_a_look_or_none(text: str) -> None:
    assert read_look(text, "one:6") is None


def test_parts_keep_their_distance_from_the_nearer_edge() -> None:
    wider = QSize(1540, 900)
    top, detail = LOOK.bands
    assert LOOK.place(LOOK.table, QSize(1440, 860)) == QRect(200, 190, 800, 600)
    assert LOOK.place(top, wider) == QRect(0, 0, 1540, 30)
    assert LOOK.place(detail, wider) == QRect(1100, 120, 440, 740)
    assert LOOK.place(LOOK.table, wider) == QRect(200, 190, 900, 640)

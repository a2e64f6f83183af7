"""Whatever is kept of the window's layout, broken or of another version, gives a usable window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from orderdesk.domain.query import Query, parse_query
from orderdesk.ui.theme import Appearance
from orderdesk.ui.window_layout import (
    WindowLayout,
    geometry_text,
    read_appearance,
    read_window_layout,
    restore_geometry,
)
from orderdesk.ui.window_memory import read_query


@given(st.text() | st.none())
def test_any_text_gives_a_layout(text: str | None) -> None:
    assert isinstance(read_window_layout(text), WindowLayout)


@pytest.mark.parametrize("text", ["", "[]", '{"sizes": {"detail": "wide"}}', '{"hidden": 3}'])
def test_what_is_broken_gives_the_default(text: str) -> None:
    assert read_window_layout(text) == WindowLayout()


def test_what_a_newer_version_adds_is_left_out() -> None:
    layout = read_window_layout('{"version": 9, "docks": [1], "hidden": ["sidebar"]}')
    assert layout.hidden == ["sidebar"]


@pytest.mark.parametrize(
    ("text", "appearance"),
    [
        ("dark", Appearance.DARK),
        ("light", Appearance.LIGHT),
        ("neon", Appearance.SYSTEM),
        (None, Appearance.SYSTEM),
    ],
)
def test_the_look(text: str | None, appearance: Appearance) -> None:
    assert read_appearance(text) is appearance


@pytest.mark.parametrize("text", ["", "!!!", "AAAA", "é"])
def test_a_place_that_cannot_be_read_is_none(qtbot: QtBot, text: str) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    assert not restore_geometry(window, WindowLayout(geometry=text))


def test_the_place_comes_back(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(640, 480)
    kept = WindowLayout(geometry=geometry_text(window))
    window.resize(700, 500)
    assert restore_geometry(window, kept)
    assert (window.width(), window.height()) == (640, 480)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        (None, Query()),
        ("", Query()),
        ("state:pending", parse_query("state:pending")),
        ("colour:blue", Query()),
        ('"', Query()),
    ],
)
def test_the_filter(text: str | None, query: Query) -> None:
    assert read_query(text) == query

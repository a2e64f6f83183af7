"""Light and dark: every pair of text and ground can be read, and switching reaches everything."""

from dataclasses import fields

import pytest
from PySide6.QtGui import QColor, QFont
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from orderdesk.domain.status import OrderStatus
from orderdesk.ui.assets import assets
from orderdesk.ui.theme import DARK, LIGHT, STATE_ICONS, Appearance, Palette, Theme

_HUES = ("slate", "amber", "blue", "green", "red", "violet")
_TEXT_ON_GROUND = (
    *(
        (text, ground)
        for text in ("text", "muted")
        for ground in ("bg", "panel", "sel", "hover", "stage", "accent_bg", "violet_bg")
    ),
    *(("text", f"{hue}_bg") for hue in _HUES),
    *((hue, f"{hue}_bg") for hue in _HUES),
    *(("faint", ground) for ground in ("bg", "panel", "hover", "sel", "stage")),
    *(("accent", ground) for ground in ("panel", "bg", "sel", "accent_bg")),
    ("red", "panel"),
    ("red", "sel"),
    ("red", "stage"),
    ("amber", "panel"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("panel", "red"),
)
# A sign is no text; the other contrast of the accessibility guidelines holds for it.
_SIGNS = ("good", "warn", "bad", "accent")


def luminance(colour: str) -> float:
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), _TEXT_ON_GROUND)
def test_text_can_be_read(palette: Palette, text: str, ground: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sign", _SIGNS)
def test_signs_can_be_seen(palette: Palette, sign: str) -> None:
    for ground in (palette.bg, palette.panel):
        assert contrast(getattr(palette, sign), ground) >= 3


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["stage", "panel", "sel", "hover"])
def test_the_corner_of_what_is_staged_can_be_seen(palette: Palette, ground: str) -> None:
    assert contrast(palette.stage_line, getattr(palette, ground)) >= 3


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_token_is_a_colour(palette: Palette) -> None:
    for field in fields(palette):
        assert QColor(getattr(palette, field.name)).isValid()


def test_switching_tells_and_changes_everything(light: Theme) -> None:
    told = QSignalSpy(light.changed)
    light.set_appearance(Appearance.DARK)
    assert light.dark
    assert QApplication.palette().window().color() == QColor(DARK.bg)
    assert light.colour("text") == QColor(DARK.text)
    light.set_appearance(Appearance.LIGHT)
    assert not light.dark
    assert QApplication.palette().window().color() == QColor(LIGHT.bg)
    assert told.count() == 2


def test_the_style_sheet_is_filled(light: Theme) -> None:
    light.set_appearance(Appearance.DARK)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    assert DARK.accent in app.styleSheet()
    assert "$" not in app.styleSheet()


@pytest.mark.parametrize("tone", ["light", "dark"])
def test_the_pictures_of_the_style_are_there(tone: str) -> None:
    style = (assets() / "style" / "desk.qss").read_text(encoding="utf-8")
    named = {part.split('"')[0] for part in style.split("$pictures/")[1:]}
    there = {path.name for path in (assets() / "style" / tone).iterdir()}
    assert named == there


def test_every_state_has_a_sign_of_its_own(theme: Theme) -> None:
    assert set(STATE_ICONS) == set(OrderStatus)
    assert len(set(STATE_ICONS.values())) == len(OrderStatus)
    pairs = {theme.state_colour(state).text.name() for state in OrderStatus}
    assert len(pairs) == len(OrderStatus)
    assert theme.state_colour(None) == theme.pair("slate")


def test_figures_have_one_width_where_asked(theme: Theme) -> None:
    assert theme.font(figures=True).featureTags() == [QFont.Tag("tnum")]
    assert theme.font().featureTags() == []
    assert theme.font(scale=2).pointSizeF() == pytest.approx(2 * theme.font().pointSizeF())


def test_the_same_look_is_not_made_twice(light: Theme) -> None:
    light.set_appearance(Appearance.LIGHT)
    told = QSignalSpy(light.changed)
    light.set_appearance(Appearance.LIGHT)
    assert told.count() == 0
    light.set_appearance(Appearance.DARK)
    assert told.count() == 1

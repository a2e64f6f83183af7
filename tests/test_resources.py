"""Icons and fonts: each can be drawn, each is listed with its licence, none is missing."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from tests.rules.source import calls, last, sources

RESOURCES = Path(__file__).parents[1] / "resources"
ICONS = sorted((RESOURCES / "icons").glob("*.svg"))
FONTS = sorted((RESOURCES / "fonts").glob("*.woff2"))


def drawn(svg: bytes, size: int) -> QImage:
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    renderer = QSvgRenderer(QByteArray(svg))
    assert renderer.isValid()
    renderer.render(painter)
    painter.end()
    return image


def colours(image: QImage) -> set[str]:
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    opaque = (image.pixelColor(x, y) for x, y in points if image.pixelColor(x, y).alpha() == 255)
    return {colour.name() for colour in opaque}


@pytest.mark.parametrize(
    "file", [icon for icon in ICONS if icon.stem != "orderdesk"], ids=lambda f: f.stem
)
def test_an_icon_takes_the_colour_it_is_given(file: Path, qapp: QApplication) -> None:
    svg = file.read_bytes()
    assert svg.startswith(b"<svg ")
    assert b' viewBox="0 0 24 24"' in svg
    assert b'stroke="currentColor"' in svg
    red = colours(drawn(svg.replace(b"currentColor", b"#ff0000"), 48))
    assert red == {"#ff0000"}
    assert qapp.applicationName()


@pytest.mark.parametrize("size", [16, 32, 64, 256])
def test_the_program_has_an_icon_of_its_own(size: int, qapp: QApplication) -> None:
    image = drawn((RESOURCES / "icons/orderdesk.svg").read_bytes(), size)
    assert QColor("#ffffff").name() in colours(image)
    assert image.pixelColor(size // 2, size - 2).blue() > 200
    assert qapp.applicationName()


def test_every_icon_that_the_program_names_is_there() -> None:
    have = {icon.stem for icon in ICONS}
    named = {
        (f"{file.path}:{call.lineno}", keyword.value.value)
        for file in sources("orderdesk")
        for call in calls(file.tree)
        for keyword in call.keywords
        if keyword.arg == "icon" and isinstance(keyword.value, ast.Constant) and keyword.value.value
    }
    named |= {
        (f"{file.path}:{call.lineno}", call.args[1].value)
        for file in sources("orderdesk/ui")
        for call in calls(file.tree)
        if last(call.func) == "bind"
        and len(call.args) > 1
        and isinstance(call.args[1], ast.Constant)
    }
    assert {each for each in named if each[1] not in have} == set()


def test_the_font_has_four_weights_and_figures_of_equal_width(qapp: QApplication) -> None:
    for file in FONTS:
        number = QFontDatabase.addApplicationFont(str(file))
        assert "Inter" in QFontDatabase.applicationFontFamilies(number), file.name
    font = QFont(qapp.font())
    font.setFamilies(["Inter"])
    font.setPixelSize(20)
    widths: set[float] = set()
    for weight in (
        QFont.Weight.Normal,
        QFont.Weight.Medium,
        QFont.Weight.DemiBold,
        QFont.Weight.Bold,
    ):
        font.setWeight(weight)
        assert QFontInfo(font).family() == "Inter"
        widths.add(QFontMetricsF(font).horizontalAdvance("Orders waiting"))
    assert len(widths) == 4, "each weight is drawn by a file of its own"
    font.setFeature(QFont.Tag("tnum"), 1)
    metrics = QFontMetricsF(font)
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")


def test_what_we_did_not_make_comes_with_its_licence() -> None:
    readme = (RESOURCES / "README.md").read_text(encoding="utf-8")
    assert f"{len(ICONS) - 1} icons" in readme
    for folder in ("icons", "fonts"):
        licence = (RESOURCES / folder / "LICENSE").read_text(encoding="utf-8")
        assert "Copyright (c)" in licence
        assert f"{folder}/LICENSE" in readme
    size = sum(file.stat().st_size for file in RESOURCES.rglob("*") if file.is_file())
    assert size < 1_500_000

"""Icons take the theme's colours and follow them, for as long as what shows them lives."""

import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QColor, QIcon, QImage
from PySide6.QtWidgets import QPushButton

from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import DARK, LIGHT, Appearance, Theme


def ink(image: QImage) -> QColor:
    """Return the colour of the most opaque pixel."""
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(pixels, key=QColor.alpha)


def test_an_icon_is_drawn_in_the_colour_asked_for(light: Theme, icons: Icons) -> None:
    light.set_appearance(Appearance.LIGHT)
    image = icons.get("circle", "accent").pixmap(QSize(32, 32)).toImage()
    assert ink(image) == QColor(LIGHT.accent)
    grey = icons.get("circle", "accent").pixmap(QSize(32, 32), QIcon.Mode.Disabled).toImage()
    assert ink(grey) == QColor(LIGHT.faint)


def test_a_pixmap_is_sharp_on_a_fine_screen(theme: Theme, icons: Icons) -> None:
    pixmap = icons.pixmap("check", theme.colour("red"), 16, 2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (32, 2.0)
    assert icons.pixmap("check", theme.colour("red"), 16, 2.0) is pixmap


def test_what_is_bound_follows_the_theme(light: Theme, icons: Icons) -> None:
    light.set_appearance(Appearance.LIGHT)
    action = QAction()
    icons.bind(action, "circle")
    assert action.property("icon_name") == "circle"
    assert ink(action.icon().pixmap(QSize(32, 32)).toImage()) == QColor(LIGHT.text)
    light.set_appearance(Appearance.DARK)
    assert ink(action.icon().pixmap(QSize(32, 32)).toImage()) == QColor(DARK.text)


def test_what_is_gone_is_left_alone(light: Theme, icons: Icons) -> None:
    button = QPushButton()
    icons.bind(button, "x")
    shiboken6.delete(button)
    light.set_appearance(Appearance.DARK)
    fresh = QPushButton()
    icons.bind(fresh, "x")
    assert not fresh.icon().isNull()


def test_one_that_is_not_there_is_a_circle(icons: Icons) -> None:
    there = icons.get("circle").pixmap(QSize(32, 32)).toImage()
    assert icons.get("no-such-icon").pixmap(QSize(32, 32)).toImage() == there


def test_only_the_sizes_that_are_asked_for_are_drawn(icons: Icons) -> None:
    assert [size.width() for size in icons.get("plus").availableSizes()] == [16, 20]

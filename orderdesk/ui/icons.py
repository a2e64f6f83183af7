"""Icons in the colours of the theme, drawn from the bundled SVG files."""

import logging
from functools import partial
from typing import TypeAlias

import shiboken6
from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPixmap, QScreen
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from orderdesk.ui.assets import assets
from orderdesk.ui.theme import Theme

logger = logging.getLogger(__name__)

Iconed: TypeAlias = QAction | QAbstractButton
"""What shows an icon."""

# Buttons and menus ask for so many pixels; each is drawn as sharp as the screens there are.
_INSTEAD = "circle"
_SIZES = (16, 20)


class Icons(QObject):
    """Makes and keeps tinted icons; what is bound changes its colour with the theme."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._sources: dict[str, bytes] = {}
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._bound: dict[int, tuple[Iconed, str, str]] = {}
        self._sizes = _sharp_sizes()
        self._drawn = theme.palette
        theme.changed.connect(self._on_theme)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._on_screen)

    def get(self, name: str, role: str = "text") -> QIcon:
        """Return the icon called `name` in the theme colour `role`, greyed where disabled."""
        icon = self._icons.get((name, role))
        if icon is None:
            icon = QIcon()
            for size in self._sizes:
                icon.addPixmap(self._draw(name, self._theme.colour(role), size))
                faint = self._draw(name, self._theme.colour("faint"), size)
                icon.addPixmap(faint, QIcon.Mode.Disabled)
            self._icons[(name, role)] = icon
        return icon

    def pixmap(self, name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
        """Return the icon `size` logical pixels wide for a screen of the given pixel ratio."""
        key = (name, colour.name(), size, ratio)
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            pixmap = self._draw(name, colour, round(size * ratio))
            pixmap.setDevicePixelRatio(ratio)
            self._pixmaps[key] = pixmap
        return pixmap

    def bind(self, target: Iconed, name: str, role: str = "text") -> None:
        """Give `target` an icon that follows the theme for as long as `target` lives."""
        key = id(target)
        if key not in self._bound:
            target.destroyed.connect(partial(_forget, self._bound, key))
        self._bound[key] = (target, name, role)
        target.setProperty("icon_name", name)
        target.setIcon(self.get(name, role))

    def _on_screen(self, _screen: QScreen) -> None:
        sizes = _sharp_sizes()
        if sizes != self._sizes:
            self._sizes = sizes
            self._retint()

    def _on_theme(self) -> None:
        if self._theme.palette != self._drawn:
            self._retint()

    def _retint(self) -> None:
        self._drawn = self._theme.palette
        self._icons.clear()
        self._pixmaps.clear()
        for target, name, role in list(self._bound.values()):
            if shiboken6.isValid(target):
                target.setIcon(self.get(name, role))

    def _draw(self, name: str, colour: QColor, size: int) -> QPixmap:
        svg = self._source(name).replace(b"currentColor", colour.name().encode())
        pixmap = QPixmap(QSize(size, size))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, size, size))
        painter.end()
        return pixmap

    def _source(self, name: str) -> bytes:
        """Return an icon's SVG; a connector of another package may name one that is not there."""
        if name not in self._sources:
            path = assets() / "icons" / f"{name}.svg"
            if not path.is_file():
                logger.info("there is no icon called %r", name)
                path = assets() / "icons" / f"{_INSTEAD}.svg"
            self._sources[name] = path.read_bytes()
        return self._sources[name]


def _sharp_sizes() -> list[int]:
    """Return the sizes in device pixels for the pixel ratios of the screens."""
    ratios = {screen.devicePixelRatio() for screen in QGuiApplication.screens()} or {1.0}
    return sorted({round(size * ratio) for size in _SIZES for ratio in ratios})


def _forget(bound: "dict[int, tuple[Iconed, str, str]]", key: int, *_gone: object) -> None:
    bound.pop(key, None)

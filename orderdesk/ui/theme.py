"""Light and dark: the colours, the font and the style of the desk over Fusion."""

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from string import Template
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from orderdesk.domain.status import OrderStatus
from orderdesk.ui.assets import assets

STYLE = "Fusion"


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour the desk knows, by what it is for, as `#rrggbb`."""

    bg: str
    panel: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_bg: str
    on_accent: str
    accent_hover: str
    sel: str
    hover: str
    stage: str
    stage_line: str
    slate: str
    slate_bg: str
    amber: str
    amber_bg: str
    blue: str
    blue_bg: str
    green: str
    green_bg: str
    red: str
    red_bg: str
    violet: str
    violet_bg: str
    good: str
    warn: str
    bad: str


LIGHT = Palette(
    bg="#f5f6f8", panel="#ffffff", line="#e2e5ea", text="#1b2027", muted="#5c6673",
    faint="#626b78", accent="#2c5be0", accent_bg="#e8eefc", on_accent="#ffffff",
    accent_hover="#214bc4", sel="#e8eefc", hover="#f0f2f6", stage="#fff6dc",
    stage_line="#a67c00", slate="#566171", slate_bg="#edf0f4", amber="#8a5a00",
    amber_bg="#fdf1d6", blue="#1d4fc4", blue_bg="#e5edfc", green="#17693a",
    green_bg="#dff3e6", red="#a8251c", red_bg="#fce6e4", violet="#5e35a8",
    violet_bg="#eee7fa", good="#2f9e5b", warn="#b6770a", bad="#d0433a",
)  # fmt: skip
DARK = Palette(
    bg="#13161a", panel="#1a1e24", line="#2a3038", text="#e6e9ed", muted="#a0a9b5",
    faint="#929ca9", accent="#86a6ff", accent_bg="#22304f", on_accent="#101520",
    accent_hover="#a3bcff", sel="#233150", hover="#20252c", stage="#38310f",
    stage_line="#b9952f", slate="#b4bdc9", slate_bg="#2a313a", amber="#f0c261",
    amber_bg="#3a2f14", blue="#9dbbff", blue_bg="#1f2d4e", green="#82d5a1",
    green_bg="#173323", red="#ff9b92", red_bg="#43201d", violet="#c5acf5",
    violet_bg="#312649", good="#3fb56d", warn="#e0a732", bad="#e2574d",
)  # fmt: skip


class Appearance(StrEnum):
    """What the user chose; SYSTEM follows the desktop where it says what it wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Pair(NamedTuple):
    """A text colour and the ground it stands on."""

    text: QColor
    ground: QColor


STATE_HUES: dict[OrderStatus, str] = {
    OrderStatus.CREATED: "slate",
    OrderStatus.PENDING: "amber",
    OrderStatus.ON_HOLD: "violet",
    OrderStatus.PROCESSED: "blue",
    OrderStatus.COMPLETED: "green",
    OrderStatus.CANCELLED: "red",
}
STATE_ICONS: dict[OrderStatus, str] = {
    OrderStatus.CREATED: "circle",
    OrderStatus.PENDING: "clock",
    OrderStatus.ON_HOLD: "circle-pause",
    OrderStatus.PROCESSED: "play",
    OrderStatus.COMPLETED: "circle-check",
    OrderStatus.CANCELLED: "circle-x",
}

# What Linux shows where nobody chose a font: wide, and without equal figures to its name.
_POOR_FONTS = ("dejavu", "bitstream", "sans serif", "liberation")
_SMALLEST_POINTS = 9.75
_SIZES = {"title": 1.38, "large": 1.2, "small": 0.88}


class Theme(QObject):
    """The desk's colours and font, and the switch between light and dark.

    Signals:
        changed: the colours are others now; what is painted by hand must be painted again.
    """

    changed = Signal()

    def __init__(self, app: QApplication, *, styled: bool = False) -> None:
        """Take charge of `app`; `styled`: it was started in STYLE, which is quicker."""
        super().__init__(app)
        self._app = app
        self._appearance = Appearance.SYSTEM
        self.palette = LIGHT
        self._colours: dict[str, QColor] = {}
        self._shown: Palette | None = None
        self._style = Template((assets() / "style" / "desk.qss").read_text(encoding="utf-8"))
        if not styled:
            app.setStyle(QStyleFactory.create(STYLE))
        self._choose_font()
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self._follow()

    @property
    def appearance(self) -> Appearance:
        """What the user chose."""
        return self._appearance

    @property
    def scale(self) -> float:
        """How much larger the font is than the usual one; rooms for words grow with it."""
        return self._app.font().pointSizeF() / _SMALLEST_POINTS

    @property
    def dark(self) -> bool:
        """Whether the dark colours are shown."""
        return self.palette.bg == DARK.bg

    def set_appearance(self, appearance: Appearance) -> None:
        """Show light, dark, or what the system wants."""
        if appearance is not self._appearance:
            self._appearance = appearance
            if not self._follow():
                self.changed.emit()

    def colour(self, token: str) -> QColor:
        """Return the colour of a Palette attribute."""
        colour = self._colours.get(token)
        if colour is None:
            colour = self._colours[token] = QColor(getattr(self.palette, token))
        return colour

    def pair(self, hue: str) -> Pair:
        """Return the text and ground colours of slate, amber, blue, green, red or violet."""
        return Pair(self.colour(hue), self.colour(f"{hue}_bg"))

    def state_colour(self, state: OrderStatus | None) -> Pair:
        """Return the colours of an order's state; slate where it is not known."""
        return self.pair("slate" if state is None else STATE_HUES[state])

    def font(
        self,
        *,
        scale: float = 1.0,
        weight: QFont.Weight = QFont.Weight.Normal,
        figures: bool = False,
    ) -> QFont:
        """Return the desk's font, `scale` times the usual size; `figures`: of equal width."""
        font = QFont(self._app.font())
        font.setPointSizeF(font.pointSizeF() * scale)
        font.setWeight(weight)
        if figures:
            # For figures only: it widens the hyphens and points of words as well.
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def _choose_font(self) -> None:
        font = QFont(self._app.font())
        if QFontInfo(font).family().casefold().startswith(_POOR_FONTS):
            for file in sorted((assets() / "fonts").glob("*.woff2")):
                QFontDatabase.addApplicationFont(str(file))
            if "Inter" in QFontDatabase.families():
                font.setFamilies(["Inter", font.family()])
        font.setPointSizeF(max(font.pointSizeF(), _SMALLEST_POINTS))
        self._app.setFont(font)

    def _follow(self, _scheme: object = None) -> bool:
        """Take on the colours that are wanted now; False where they are shown already."""
        hints = self._app.styleHints()
        dark = self._appearance is Appearance.DARK or (
            self._appearance is Appearance.SYSTEM and hints.colorScheme() is Qt.ColorScheme.Dark
        )
        palette = DARK if dark else LIGHT
        if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
            palette = replace(palette, muted=palette.text, faint=palette.text, line=palette.muted)
        if palette == self._shown:
            return False
        self.palette = self._shown = palette
        self._colours = {}
        self._app.setPalette(qt_palette(palette))
        points = self._app.font().pointSizeF()
        self._app.setStyleSheet(style_sheet(self._style, palette, dark=dark, points=points))
        self.changed.emit()
        return True


def style_sheet(template: Template, palette: Palette, *, dark: bool, points: float) -> str:
    """Fill the style sheet with colours, sizes of words and the folder of its pictures."""
    values = {field.name: str(getattr(palette, field.name)) for field in fields(palette)}
    tone = "dark" if dark else "light"
    sizes = {f"{name}_points": f"{points * scale:.2f}" for name, scale in _SIZES.items()}
    folder = (assets() / "style" / tone).as_posix()
    return template.substitute(values, pictures=folder, **sizes)


def qt_palette(palette: Palette) -> QPalette:
    """Return the colours as Qt's own widgets ask for them."""
    role = QPalette.ColorRole
    made = QPalette()
    for target, token in (
        (role.Window, "bg"),
        (role.WindowText, "text"),
        (role.Base, "panel"),
        (role.AlternateBase, "bg"),
        (role.Text, "text"),
        (role.PlaceholderText, "faint"),
        (role.Button, "panel"),
        (role.ButtonText, "text"),
        (role.BrightText, "red"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.Accent, "accent"),
        (role.Link, "accent"),
        (role.LinkVisited, "violet"),
        (role.ToolTipBase, "panel"),
        (role.ToolTipText, "text"),
        (role.Light, "panel"),
        (role.Midlight, "hover"),
        (role.Mid, "line"),
        (role.Dark, "faint"),
        (role.Shadow, "line"),
    ):
        made.setColor(target, QColor(getattr(palette, token)))
    for target in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, target, QColor(palette.faint))
    return made

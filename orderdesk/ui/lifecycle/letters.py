"""How large a table's names are written: as usual, on two lines, and smaller on two lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetrics

from orderdesk.ui.i18n import say_text
from orderdesk.ui.lifecycle.chart import BOX_HEIGHT, Scale
from orderdesk.ui.lifecycle.state_box import SIGN, two_lines
from orderdesk.ui.theme import Theme

_WIDEST_LABEL = 140
_USUAL, _SMALL = 0.93, 0.85
_TIGHT_PADDING = 5
_TIGHT_GAPS = (30, 24, 18, 14, 10)


@dataclass(frozen=True, slots=True)
class Lettering:
    """One way of writing the names, with the sizes that come of it."""

    font: QFont
    wrapped: bool
    scale: Scale


def letterings(theme: Theme, here: str) -> Iterator[Lettering]:
    """Yield the ways to write a table, the largest first; `here` is the current state's label."""
    yield _plain(theme)
    for size in (_USUAL, _SMALL):
        yield _wrapped(theme, here, size)


def _metrics(font: QFont) -> QFontMetrics:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return QFontMetrics(bold)


def _plain(theme: Theme) -> Lettering:
    font = theme.font(scale=_USUAL)
    metrics = _metrics(font)

    def measure(label: str) -> int:
        return min(metrics.horizontalAdvance(say_text(label)), _WIDEST_LABEL)

    tall = max(BOX_HEIGHT, metrics.height() + 10)
    return Lettering(font, False, Scale(measure, tall))


def _wrapped(theme: Theme, here: str, size: float) -> Lettering:
    font = theme.font(scale=size)
    metrics = _metrics(font)
    width = metrics.horizontalAdvance

    def measure(label: str) -> int:
        lines = two_lines(say_text(label), width)
        sign = SIGN if label == here else 0
        return min(max(map(width, lines)), _WIDEST_LABEL) + sign

    tall = 2 * metrics.height() + 6
    return Lettering(font, True, Scale(measure, tall, _TIGHT_PADDING, _TIGHT_GAPS))

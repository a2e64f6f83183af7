"""The lifecycle diagram: states, where the order is, and which ways are open to it."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from orderdesk.domain.actions import Verdict
from orderdesk.domain.rules import VendorRules
from orderdesk.ui.i18n import say_text
from orderdesk.ui.icons import Icons
from orderdesk.ui.lifecycle.chart import BOX_HEIGHT, Chart, Measure, lay_out
from orderdesk.ui.lifecycle.reading import (
    UNKNOWN_NOTE,
    Standing,
    StateReading,
    read_states,
    summary,
    way_standing,
)
from orderdesk.ui.lifecycle.routing import Route
from orderdesk.ui.lifecycle.state_box import StateBox
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.labels import PlainLabel

_CORNER = 5.0
_HEAD = 5.0
_NOTE_GAP = 14
_WIDEST_LABEL = 112


class _Canvas(QWidget):
    """Paints the ways; the states are boxes on top of it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ways: list[tuple[Standing, Route]] = []

    def show_ways(self, ways: list[tuple[Standing, Route]]) -> None:
        # Open ways are painted last, so that no grey line lies over them.
        order = (Standing.CLOSED, Standing.VENDOR, Standing.DOUBTFUL, Standing.OPEN)
        self._ways = sorted(ways, key=lambda way: order.index(way[0]))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for standing, route in self._ways:
            _paint_way(painter, route, _pen(self._theme, standing))
        painter.end()


def _pen(theme: Theme, standing: Standing) -> QPen:
    reachable = standing in {Standing.OPEN, Standing.DOUBTFUL}
    colour = theme.colour("accent" if reachable else "faint")
    if standing is Standing.CLOSED:
        colour = _mixed(colour, theme.colour("panel"))
    pen = QPen(colour, 1.5 if reachable else 1.0)
    if standing in {Standing.DOUBTFUL, Standing.VENDOR}:
        pen.setDashPattern([3.0, 3.0])
    return pen


def _mixed(one: QColor, other: QColor) -> QColor:
    """Return a colour between two; a see-through one would show where lines overlap."""
    return QColor.fromRgbF(
        *(0.6 * a + 0.4 * b for a, b in zip(_parts(one), _parts(other), strict=True))
    )


def _parts(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()


def _paint_way(painter: QPainter, route: Route, pen: QPen) -> None:
    """Draw a line with rounded elbows and an arrow's head at its end."""
    points = [QPointF(x + 0.5, y + 0.5) for x, y in route]
    tip, before = points[-1], points[-2]
    run = max(abs(tip.x() - before.x()), abs(tip.y() - before.y())) or 1.0
    step = QPointF((tip.x() - before.x()) / run, (tip.y() - before.y()) / run)
    points[-1] = tip - step * _HEAD
    path = QPainterPath(points[0])
    for previous, corner, following in zip(points, points[1:], points[2:], strict=False):
        path.lineTo(_towards(corner, previous))
        path.quadTo(corner, _towards(corner, following))
    path.lineTo(points[-1])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawPath(path)
    side = QPointF(-step.y(), step.x()) * (_HEAD * 0.62)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pen.color())
    base = tip - step * (_HEAD + 1)
    painter.drawPolygon(QPolygonF([tip, base + side, base - side]))


def _towards(corner: QPointF, other: QPointF) -> QPointF:
    """Return the point where the rounding of `corner` begins on the side of `other`."""
    across, down = other.x() - corner.x(), other.y() - corner.y()
    run = max(abs(across), abs(down)) or 1.0
    part = min(_CORNER, run / 2) / run
    return QPointF(corner.x() + across * part, corner.y() + down * part)


class LifecycleDiagram(QScrollArea):
    """Draws a vendor's table with the state of one order and its open ways.

    It is one stop of the Tab key: arrows move between the states, Enter takes the way.

    Signals:
        action_requested: the name of the action that leads to the state that was chosen.
    """

    action_requested = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._rules: VendorRules | None = None
        self._word = ""
        self._verdicts: Mapping[str, Verdict] = {}
        self._charts: dict[tuple[int, int, str], Chart] = {}
        self._height = BOX_HEIGHT
        self.boxes: dict[str, StateBox] = {}
        self.setObjectName("lifecycle")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._canvas = _Canvas(theme)
        self._note = PlainLabel(say_text(UNKNOWN_NOTE), self._canvas, tone="muted", wrap=True)
        self._note.hide()
        self.setWidget(self._canvas)
        self.viewport().setAutoFillBackground(False)
        self._canvas.setAutoFillBackground(False)
        theme.changed.connect(self._canvas.update)

    def show_state(self, rules: VendorRules, word: str, verdicts: Mapping[str, Verdict]) -> None:
        """Show an order in the state the vendor calls `word`, and what may be done with it."""
        if rules is not self._rules or word != self._word:
            self._rules, self._word = rules, word
            self._drop_boxes()
        self._verdicts = verdicts
        readings = read_states(rules, word, verdicts)
        self.setAccessibleName(summary(rules, word, readings))
        for reading in readings:
            state = rules.state(reading.word)
            self._box(reading.word).show_reading(reading, state.status if state else None)
        if rules.state(word) is None:
            self._show_unknown(word)
        self._place()
        self._offer_focus()

    def clear(self) -> None:
        """Show nothing."""
        self._rules = None
        self._drop_boxes()
        self._canvas.show_ways([])

    def _drop_boxes(self) -> None:
        for box in self.boxes.values():
            box.hide()
            box.deleteLater()
        self.boxes = {}
        self._note.hide()

    def _box(self, word: str) -> StateBox:
        if word not in self.boxes:
            box = StateBox(self._theme, self._icons, self._canvas)
            box.setFont(self._small_font())
            box.clicked.connect(partial(self._on_clicked, box))
            box.show()
            self.boxes[word] = box
        return self.boxes[word]

    def _show_unknown(self, word: str) -> None:
        sentence = f"{word}: {say_text(UNKNOWN_NOTE)}"
        reading = StateReading(word, word, Standing.HERE, sentence)
        self._box(word).show_reading(reading, None, known=False)
        self._note.show()

    def _small_font(self) -> QFont:
        return self._theme.font(scale=0.93)

    def _measure(self) -> Measure:
        bold = self._small_font()
        bold.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(bold)

        def measure(label: str) -> int:
            return min(metrics.horizontalAdvance(say_text(label)), _WIDEST_LABEL)

        return measure

    def _tall(self) -> int:
        """Return how tall a box is: with larger letters, taller."""
        return max(BOX_HEIGHT, QFontMetrics(self._small_font()).height() + 10)

    def _chart(self, rules: VendorRules) -> Chart:
        available = self.viewport().width()
        # Widths between two steps give the same picture; leading the lines is not free.
        key = (id(rules), available // 8, self._small_font().key())
        if key not in self._charts:
            self._charts = {k: c for k, c in self._charts.items() if k[0] == id(rules)}
            self._charts[key] = lay_out(
                rules, self._measure(), available=available // 8 * 8, tall=self._tall()
            )
        return self._charts[key]

    def _place(self) -> None:
        if self._rules is None:
            return
        chart = self._chart(self._rules)
        for word, box in chart.boxes.items():
            self.boxes[word].setGeometry(box.x, box.y, box.width, box.height)
        self._canvas.show_ways(
            [
                (way_standing(way.transitions, self._word, self._verdicts), way.route)
                for way in chart.ways
            ]
        )
        width = max(chart.width, self.viewport().width())
        height = self._place_unknown(chart, self.viewport().width())
        self._canvas.resize(width, height)
        bar = self.horizontalScrollBar().sizeHint().height()
        self._height = height + (bar if chart.width > self.viewport().width() else 0)
        self.setFixedHeight(self._height)
        current = self.boxes.get(self._word)
        if current is not None:
            self.ensureWidgetVisible(current, 60, 0)

    def _place_unknown(self, chart: Chart, width: int) -> int:
        """Place the box of an unknown state below the rest; return the height of it all."""
        if self._note.isHidden():
            return chart.height
        box = self.boxes[self._word]
        top = chart.height + _NOTE_GAP
        wide = min(box.sizeHint().width() + 24, width // 2)
        box.setGeometry(3, top, wide, self._tall())
        room = width - wide - _NOTE_GAP - 6
        tall = max(self._note.heightForWidth(room), self._tall())
        self._note.setGeometry(wide + _NOTE_GAP, top, room, tall)
        return top + tall + 3

    def _offer_focus(self) -> None:
        """Make one box the stop of the Tab key: the focused one, else where the order is."""
        focused = next((box for box in self.boxes.values() if box.hasFocus()), None)
        stop = focused or self.boxes.get(self._word)
        for box in self.boxes.values():
            policy = Qt.FocusPolicy.StrongFocus if box is stop else Qt.FocusPolicy.ClickFocus
            box.setFocusPolicy(policy)

    def _on_clicked(self, box: StateBox) -> None:
        if box.reading.action is not None:
            self.action_requested.emit(box.reading.action)

    def _move_focus(self, across: int, down: int) -> None:
        current = next((box for box in self.boxes.values() if box.hasFocus()), None)
        if current is None:
            return
        here = current.geometry().center()

        def distance(box: StateBox) -> int | None:
            there = box.geometry().center() - here
            along = there.x() * across + there.y() * down
            aside = abs(there.x() * down) + abs(there.y() * across)
            return along + 3 * aside if along > 0 else None

        reach = {box: d for box in self.boxes.values() if (d := distance(box)) is not None}
        if reach:
            box = min(reach, key=lambda box: reach[box])
            box.setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(box)
            self._offer_focus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if event.key() in moves and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move_focus(*moves[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._canvas.width(), self._height)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._height)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Placing changes our height, which must not happen inside the layout that resizes us.
        QTimer.singleShot(0, self, self._place)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            for box in self.boxes.values():
                box.setFont(self._small_font())
            self._place()

"""The window's panes beside and below one another: their sizes, and going from one to the next."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

SIDEBAR, DETAIL, ACTIVITY = "sidebar", "detail", "activity"
_ORDERS = "orders"
_WIDE = {SIDEBAR: 206, _ORDERS: 1040, DETAIL: 456}
_SMALL = {SIDEBAR: 200, _ORDERS: 680, DETAIL: 414}
_SMALL_WINDOW = 1440
_HIGH = {ACTIVITY: 310}
_LIST_HEIGHT = 520
_NARROWEST = {SIDEBAR: 150, _ORDERS: 420, DETAIL: 380}
HIDDEN_AT_FIRST = (ACTIVITY,)


class Panes(QSplitter):
    """Side bar, orders over activity, and detail.

    Signals:
        changed: a pane has another size, or is shown or hidden.
    """

    changed = Signal()

    def __init__(
        self,
        *,
        sidebar: QWidget,
        orders: QWidget,
        activity: QWidget,
        strip: QWidget,
        detail: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._named = {SIDEBAR: sidebar, DETAIL: detail, ACTIVITY: activity}
        self._stops: Sequence[QWidget] = ()
        self._middle = QSplitter(Qt.Orientation.Vertical)
        self._middle.addWidget(orders)
        self._middle.addWidget(activity)
        self._middle.setStretchFactor(0, 1)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._middle, 1)
        column.addWidget(strip)
        for name, pane in ((SIDEBAR, sidebar), (_ORDERS, middle), (DETAIL, detail)):
            pane.setMinimumWidth(_NARROWEST[name])
            self.addWidget(pane)
        self.setStretchFactor(1, 1)
        for splitter in (self, self._middle):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
            splitter.splitterMoved.connect(self._on_moved)

    def set_stops(self, stops: Sequence[QWidget]) -> None:
        """Name the widgets that `step` goes through, in this order."""
        self._stops = stops

    def apply(
        self, sizes: dict[str, int], hidden: Sequence[str], *, room: int, scale: float = 1.0
    ) -> None:
        """Give the panes their sizes, by name, and hide some.

        `room` is the window's width; what has no size yet gets the usual one times `scale`.
        """
        usual = (_SMALL if room < _SMALL_WINDOW else _WIDE) | _HIGH
        known = {name: round(size * scale) for name, size in usual.items()} | sizes
        self.setSizes([known[name] for name in _WIDE])
        self._middle.setSizes([_LIST_HEIGHT, known[ACTIVITY]])
        for name, pane in self._named.items():
            pane.setVisible(name not in hidden)

    def sizes_by_name(self) -> dict[str, int]:
        """Return the sizes of the panes that are shown, by name."""
        wide = dict(zip(_WIDE, self.sizes(), strict=True))
        wide[ACTIVITY] = self._middle.sizes()[1]
        return {name: size for name, size in wide.items() if size > 0}

    def hidden(self) -> list[str]:
        """Return the names of the panes that are hidden."""
        return [name for name, pane in self._named.items() if pane.isHidden()]

    def show_pane(self, name: str, shown: bool) -> None:
        """Show or hide a pane."""
        self._named[name].setVisible(shown)
        self.changed.emit()

    def step(self, by: int) -> None:
        """Put the focus into the next of the stops that are shown, or the one before."""
        shown = [stop for stop in self._stops if stop.isVisible()]
        here = next(
            (at for at, stop in enumerate(shown) if _holds_focus(stop)), 0 if by < 0 else -1
        )
        shown[(here + by) % len(shown)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_moved(self, *_place: int) -> None:
        self.changed.emit()


def _holds_focus(widget: QWidget) -> bool:
    focus = widget.window().focusWidget()
    return focus is widget or widget.isAncestorOf(focus)

"""The window's panes beside and below one another: their sizes, and going from one to the next."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

SIDEBAR, DETAIL, ACTIVITY = "sidebar", "detail", "activity"
_ORDERS = "orders"
_WIDE = {SIDEBAR: 206, _ORDERS: 1040, DETAIL: 456}
_SMALL = {SIDEBAR: 200, _ORDERS: 680, DETAIL: 414}
_SMALL_WINDOW = 1440
_HIGH = {ACTIVITY: 310}
_LIST_HEIGHT = 520
_NARROWEST = {SIDEBAR: 150, _ORDERS: 420, DETAIL: 400}
_LOWEST_ACTIVITY = 170
HIDDEN_AT_FIRST = (ACTIVITY,)


class Panes(QSplitter):
    """Side bar, orders over activity, and detail.

    Where all that is wanted has no room side by side, one pane is folded away until there is
    room again: the side bar, or the detail where the side bar was asked for last.

    Signals:
        changed: a pane has another size, or is shown or hidden by the user.
        folded: other panes are to be seen than before.
    """

    changed = Signal()
    folded = Signal()

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
        self._wanted = dict.fromkeys(self._named, True)
        self._asked = DETAIL
        self._scale = 1.0
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
        activity.setMinimumHeight(_LOWEST_ACTIVITY)
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
        self._scale = scale
        self._wanted = {name: name not in hidden for name in self._named}
        self._fold(self.width() if self.isVisible() else room)

    def sizes_by_name(self) -> dict[str, int]:
        """Return the sizes of the panes that are shown, by name."""
        wide = dict(zip(_WIDE, self.sizes(), strict=True))
        wide[ACTIVITY] = self._middle.sizes()[1]
        return {name: size for name, size in wide.items() if size > 0}

    def hidden(self) -> list[str]:
        """Return the names of the panes that the user has hidden."""
        return [name for name, wanted in self._wanted.items() if not wanted]

    def seen(self, name: str) -> bool:
        """Whether a pane is wanted and has room."""
        return not self._named[name].isHidden()

    def show_pane(self, name: str, shown: bool) -> None:
        """Show or hide a pane."""
        self._wanted[name] = shown
        if shown:
            self._asked = name
        self._fold(self.width())
        self.changed.emit()

    def step(self, by: int) -> None:
        """Put the focus into the next of the stops that are shown, or the one before."""
        shown = [stop for stop in self._stops if stop.isVisible()]
        here = next(
            (at for at, stop in enumerate(shown) if _holds_focus(stop)), 0 if by < 0 else -1
        )
        shown[(here + by) % len(shown)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _fold(self, room: int) -> None:
        """Show what is wanted, as far as there is room for it."""
        shown = {name for name, wanted in self._wanted.items() if wanted}
        for name in (DETAIL, SIDEBAR) if self._asked == SIDEBAR else (SIDEBAR, DETAIL):
            if self._needed(shown) > room:
                shown.discard(name)
        told = False
        for name, pane in self._named.items():
            if pane.isHidden() == (name in shown):
                pane.setVisible(name in shown)
                told = True
        if told:
            self.folded.emit()

    def _needed(self, shown: set[str]) -> int:
        beside = [name for name in _NARROWEST if name == _ORDERS or name in shown]
        handles = self.handleWidth() * (len(beside) - 1)
        return round(sum(_NARROWEST[name] for name in beside) * self._scale) + handles

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fold(event.size().width())
        super().resizeEvent(event)

    def _on_moved(self, *_place: int) -> None:
        self.changed.emit()


def _holds_focus(widget: QWidget) -> bool:
    focus = widget.window().focusWidget()
    return focus is widget or widget.isAncestorOf(focus)

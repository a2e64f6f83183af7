"""The first frame: the window's parts as blank grounds, and the first page of orders in place."""

from array import array
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from orderdesk.ui.first_look import FirstLook
from orderdesk.ui.icons import Icons
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.orders.layout import TableLayout
from orderdesk.ui.orders.table_model import OrderTableModel, RowsNow
from orderdesk.ui.orders.table_view import OrderTable
from orderdesk.ui.theme import Theme

ROWS = 128
"""How many rows the first frame can be scrolled through."""
# Orders that are not found, or not there any more, are told beneath.
_PATIENCE_MS = 2_000


class FirstFrame(QWidget):
    """Covers the window until everything else is made beneath it, with nothing out of its place.

    Signals:
        painted: the rows are on the screen.
    """

    painted = Signal()

    def __init__(
        self, window: MainWindow, theme: Theme, icons: Icons, look: FirstLook, rows_now: RowsNow
    ) -> None:
        super().__init__(window)
        self.theme = theme
        self.icons = icons
        self.frame = window
        self.closed = False
        self._look = look
        self._model = OrderTableModel(
            rows_now,
            ZoneInfo(look.zone),
            self,
            titles=look.titles,
            states={(vendor, word): label for vendor, word, label in look.states},
        )
        self.table = OrderTable(self._model, theme, icons, self)
        self.table.header.set_mixed(mixed=look.mixed)
        self.table.viewport().installEventFilter(self)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self.lift)
        self._seen = False
        self._moved = False
        window.closing.connect(self._on_closing)
        window.installEventFilter(self)
        self._fit()

    def show_rows(self, rowids: "array[int]", layout: TableLayout, current: int | None) -> None:
        """Show the first page as it was left: sorted so, and with that row as the current one."""
        self.table.header.apply_layout(layout)
        self.table.show_rows(rowids)
        if current is not None:
            self.table.go_to(current)
        self.table.setFocus()
        self.table.verticalScrollBar().sliderPressed.connect(self._on_moved)
        self.table.clicked.connect(self._on_moved)

    def rows(self) -> int:
        """Return how many rows it shows."""
        return self._model.rowCount()

    def lift_with(self, window: MainWindow) -> None:
        """Go once the orders have been found that stand beneath; what was clicked here stays."""
        self.raise_()
        window.page.found.connect(self._on_found)
        window.page.trouble.connect(self._on_found)
        window.watch.changed.connect(self._on_found)
        self._patience.start()

    def lift(self) -> None:
        """Go, and leave the place in the list to the table beneath."""
        if self.isHidden():
            return
        beneath = self.frame.page.table
        row = self.table.current_row()
        if self._moved and row is not None:
            beneath.go_to(row.rowid)
            beneath.verticalScrollBar().setValue(self.table.verticalScrollBar().value())
        self.frame.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def _on_found(self, *_found: object) -> None:
        """Go once rows stand beneath, and what is said of the connections above them."""
        window = self.frame
        if window.watch.known and window.page.model.rowCount() > 0:
            # Not before the table beneath is laid out for its rows.
            QTimer.singleShot(0, self, self.lift)

    def _on_moved(self, *_where: object) -> None:
        self._moved = True

    def _on_closing(self) -> None:
        self.closed = True

    def _fit(self) -> None:
        self.setGeometry(self.frame.rect())
        self.table.setGeometry(self._look.place(self._look.table, self.size()))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.frame and event.type() is QEvent.Type.Resize:
            self._fit()
        elif event.type() is QEvent.Type.Wheel or event.type() is QEvent.Type.KeyPress:
            self._moved = True
        elif not self._seen and event.type() is QEvent.Type.Paint:
            self._seen = True
            QTimer.singleShot(0, self, self.painted.emit)
        return super().eventFilter(watched, event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.colour("bg"))
        for band in self._look.bands:
            place = self._look.place(band, self.size())
            painter.fillRect(place, self.theme.colour(band.ground))
            if band.edge:
                painter.setPen(QColor(self.theme.colour(band.edge)))
                painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.end()

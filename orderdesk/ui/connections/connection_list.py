"""The list of connections in the dialog, the chosen one marked."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyleOptionViewItem, QWidget
from typing_extensions import override

from orderdesk.services.views import ConnectionStatus
from orderdesk.ui.context import Context
from orderdesk.ui.sidebar.connections import ConnectionsModel
from orderdesk.ui.sidebar.delegates import ConnectionDelegate

_WIDTH = 232


class ChosenDelegate(ConnectionDelegate):
    """Draws a connection as the side bar does, and marks the chosen one."""

    @override
    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, *, quiet: bool) -> None:
        super()._ground(painter, option, quiet=False)

    @override
    def marks(self, rect: QRect, status: ConnectionStatus) -> dict[str, QRect]:
        """Return none: the page beside the list says it and has the buttons."""
        return {}


class ConnectionList(QListView):
    """The connections with their health.

    Signals:
        chosen: the key of the connection the user went to.
    """

    chosen = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._statuses = ConnectionsModel(context.zone, self)
        self.setObjectName("connection-list")
        self.setAccessibleName(self.tr("Connections"))
        self.setModel(self._statuses)
        self.setItemDelegate(ChosenDelegate(context.theme, context.icons, self))
        self.setProperty("side", "true")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(self._on_current)

    def show_statuses(self, statuses: list[ConnectionStatus], chosen: str) -> None:
        """Show these connections, with the one called `chosen` marked, "" for none."""
        self._statuses.set_statuses(statuses)
        self.mark(chosen)
        self.scheduleDelayedItemsLayout()

    def mark(self, key: str) -> None:
        """Mark a connection as the chosen one, "" for none, without telling anybody."""
        place = next(
            (
                place
                for place in range(self._statuses.rowCount())
                if (status := self._statuses.status(place)) and status.config.key == key
            ),
            None,
        )
        model = self.selectionModel()
        model.blockSignals(True)
        if place is None:
            model.clear()
        else:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            model.setCurrentIndex(self._statuses.index(place), flag)
        model.blockSignals(False)
        self.viewport().update()

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        status = self._statuses.status(current.row())
        if status is not None:
            self.chosen.emit(status.config.key)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

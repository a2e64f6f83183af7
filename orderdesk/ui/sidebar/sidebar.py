"""The side bar: the views with their counts, and the connections with their health."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.domain.events import OrdersChanged
from orderdesk.domain.query import Query
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.context import Context
from orderdesk.ui.sidebar.connections import ConnectionsModel
from orderdesk.ui.sidebar.delegates import ConnectionDelegate, ViewDelegate
from orderdesk.ui.sidebar.views import VIEWS, ViewsModel, view_of
from orderdesk.ui.widgets.labels import PlainLabel

_COUNT_MS = 400


class SideList(QListView):
    """A list as high as its rows."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("side", "true")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self._heights: list[int] = []

    @override
    def dataChanged(
        self,
        topLeft: QModelIndex | QPersistentModelIndex,
        bottomRight: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Paint what says something else; Qt's list lays out and paints all rows, which is felt."""
        rows = range(topLeft.row(), bottomRight.row() + 1)
        if self._heights[rows.start : rows.stop] == [self.sizeHintForRow(row) for row in rows]:
            QAbstractItemView.dataChanged(self, topLeft, bottomRight, roles)
        else:
            super().dataChanged(topLeft, bottomRight, roles)
            self.updateGeometry()

    @override
    def reset(self) -> None:
        super().reset()
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        self._heights = [self.sizeHintForRow(row) for row in range(self.model().rowCount())]
        return QSize(200, sum(self._heights) + 2)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, min(self.sizeHint().height(), 120))


class Sidebar(QWidget):
    """Chooses a view, and shows how the connections are.

    Signals:
        view_chosen: the Query of a view.
        connection_opened: the key of a connection that is to be looked at.
        connection_menu: key and global position, for a context menu.
        retry_asked: the key of a connection that is to be tried again at once.
        unread_asked: the orders that could not be read are to be shown.
    """

    view_chosen = Signal(object)
    connection_opened = Signal(str)
    connection_menu = Signal(str, QPoint)
    retry_asked = Signal(str)
    unread_asked = Signal()

    def __init__(
        self, context: Context, watch: ConnectionWatch, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._watch = watch
        self._counting = False
        self._views_model = ViewsModel(self)
        self._connections_model = ConnectionsModel(context.zone, self)
        self.views = SideList(self.tr("Views"))
        self.views.setObjectName("views")
        self.views.setModel(self._views_model)
        self.views.setItemDelegate(ViewDelegate(context.theme, context.icons, self.views))
        self.connections = SideList(self.tr("Connections"))
        self.connections.setObjectName("connections")
        self.connections.setModel(self._connections_model)
        self.delegate = ConnectionDelegate(context.theme, context.icons, self.connections)
        self.connections.setItemDelegate(self.delegate)
        self._later = QTimer(self, singleShot=True, interval=_COUNT_MS)
        self._build()
        self._connect()

    def show_query(self, query: Query) -> None:
        """Mark the view that asks for this, if there is one."""
        place = view_of(query)
        if place is None:
            self.views.clearSelection()
        elif self.views.currentIndex().row() != place or not self.views.selectedIndexes():
            self.views.setCurrentIndex(self._views_model.index(place))

    def choose(self, place: int) -> None:
        """Show the view at a place."""
        if 0 <= place < len(VIEWS):
            self.view_chosen.emit(VIEWS[place].query)

    def count(self) -> None:
        """Count what the views find."""
        if self._counting:
            self._later.start()
            return
        self._counting = True
        queries = [view.query for view in VIEWS]
        counts = self._context.desk.orders.count(queries, zone=self._context.zone.key)
        task = self._context.tasks.call(counts, name="counts", then=self._views_model.set_counts)
        task.add_done_callback(self._counted)

    def _build(self) -> None:
        self.setProperty("surface", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 8)
        column.setSpacing(4)
        self.connections_title = PlainLabel(self.tr("Connections"), tone="heading")
        for title, widget in (
            (PlainLabel(self.tr("Views"), tone="heading"), self.views),
            (self.connections_title, self.connections),
        ):
            title.setContentsMargins(8, 0, 0, 0)
            column.addWidget(title)
            column.addWidget(widget)
            column.addSpacing(10)
        column.addStretch(1)

    def _connect(self) -> None:
        self.views.clicked.connect(self._on_view)
        self.views.activated.connect(self._on_view)
        self.connections.activated.connect(self._on_connection)
        self.connections.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.connections.customContextMenuRequested.connect(self._on_menu)
        self.delegate.retry_asked.connect(self.retry_asked)
        self.delegate.unread_asked.connect(self.unread_asked)
        self._watch.changed.connect(self._on_statuses)
        self._context.theme.changed.connect(self.update)
        self._context.bridge.orders_changed.connect(self._on_orders)
        self._later.timeout.connect(self.count)

    def _counted(self, _task: object) -> None:
        self._counting = False

    def _on_view(self, index: QModelIndex) -> None:
        self.choose(index.row())

    def _on_connection(self, index: QModelIndex) -> None:
        status = self._connections_model.status(index.row())
        if status is not None:
            self.connection_opened.emit(status.config.key)

    def _on_menu(self, position: QPoint) -> None:
        status = self._connections_model.status(self.connections.indexAt(position).row())
        if status is not None:
            place = self.connections.viewport().mapToGlobal(position)
            self.connection_menu.emit(status.config.key, place)

    def _on_statuses(self) -> None:
        self._connections_model.set_statuses(self._watch.statuses)
        shown = self._connections_model.rowCount() > 0
        self.connections_title.setVisible(shown)
        self.connections.setVisible(shown)

    def _on_orders(self, _event: OrdersChanged) -> None:
        if not self._later.isActive():
            self._later.start()

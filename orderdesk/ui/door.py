"""Where a second start knocks: the window comes to the front and shows the order it names."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.one_desk import order_of_link
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import say
from orderdesk.ui.main_window import MainWindow

NO_LINK = QT_TRANSLATE_NOOP(
    "messages",
    "The link “{link}” names no order. A link to one is orderdesk://order/ and the order's id.",
)
NO_ORDER = QT_TRANSLATE_NOOP(
    "messages",
    "There is no order {order} here. Synchronise its connection, or look whether it is set up.",
)
_LONGEST = 2_000
_SHOWN = 120
_HEARD = b"heard\n"


class Door(QObject):
    """Listens under a profile's address as long as its window is open."""

    def __init__(self, address: str, context: Context, window: MainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._let_in)
        # Whoever holds the profile's lock is the only desk: what lies there is of one that died.
        QLocalServer.removeServer(address)
        self.listens = self._server.listen(address)
        """Whether others can knock; where not, they open a window of their own."""

    def follow(self, link: str) -> None:
        """Show the order that a link names, or say why not; "" asks for nothing."""
        if not link:
            return
        order_id = order_of_link(link)
        if order_id is None:
            self._say(Message(NO_LINK, {"link": link[:_SHOWN]}))
            return
        rowid = self._context.desk.orders.rowid(order_id)
        self._context.tasks.call(rowid, name="a link's order", then=partial(self._go, order_id))

    def _let_in(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.readyRead.connect(partial(self._hear, socket))
            socket.disconnected.connect(socket.deleteLater)

    def _hear(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > _LONGEST:
            socket.abort()
            return
        if not socket.canReadLine():
            return
        link = bytes(socket.readLine().data()).decode("utf-8", "replace").strip()
        socket.write(_HEARD)
        socket.flush()
        self._come_forward()
        self.follow(link)

    def _come_forward(self) -> None:
        if self._window.isMinimized():
            self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()

    def _go(self, order_id: str, rowid: int | None) -> None:
        if rowid is None:
            self._say(Message(NO_ORDER, {"order": order_id[:_SHOWN]}))
        else:
            self._window.page.show_order(order_id)

    def _say(self, message: Message) -> None:
        self._window.notices.show_notice("link", "warning", say(message))

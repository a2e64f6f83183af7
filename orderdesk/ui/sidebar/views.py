"""The built-in views of the side bar: a name, a query, and how many orders it finds."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.query import Query, parse_query
from orderdesk.ui.i18n import format_number, say_text

Index = QModelIndex | QPersistentModelIndex
COUNT_ROLE = Qt.ItemDataRole.UserRole + 1
ICON_ROLE = Qt.ItemDataRole.UserRole + 2
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class View:
    """A query with a name; `title` is source text."""

    key: str
    title: str
    icon: str
    query: Query


VIEWS: tuple[View, ...] = (
    View("all", QT_TRANSLATE_NOOP("messages", "All orders"), "list", Query()),
    View("open", QT_TRANSLATE_NOOP("messages", "Open"), "inbox", parse_query("state:open")),
    View(
        "expiring",
        QT_TRANSLATE_NOOP("messages", "Expiring soon"),
        "timer",
        parse_query("state:open expires:next-24h"),
    ),
    View(
        "unsettled",
        QT_TRANSLATE_NOOP("messages", "Not settled"),
        "hourglass",
        parse_query("pending:yes"),
    ),
)


class ViewsModel(QAbstractListModel):
    """The views and their counts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counts: list[int | None] = [None] * len(VIEWS)

    def set_counts(self, counts: list[int]) -> None:
        """Show how many orders each view finds, in the order of VIEWS."""
        for place, count in enumerate(counts):
            if self._counts[place] != count:
                self._counts[place] = count
                self.dataChanged.emit(self.index(place), self.index(place))

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(VIEWS)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        view, count = VIEWS[index.row()], self._counts[index.row()]
        title = say_text(view.title)
        shown = "" if count is None else format_number(count)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{title}, {shown}" if shown else title
            case _ if role == COUNT_ROLE:
                return shown
            case _ if role == ICON_ROLE:
                return view.icon
            case _:
                return None


def view_of(query: Query) -> int | None:
    """Return the place of the view that asks for exactly this, if there is one."""
    return next((place for place, view in enumerate(VIEWS) if view.query == query), None)

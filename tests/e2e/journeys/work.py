"""What a person does with orders in the open window, in the words of the desk."""

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHeaderView,
    QLineEdit,
    QListView,
    QTabBar,
    QTableView,
    QTextEdit,
    QWidget,
)

from orderdesk.composition import descriptions, rules_of
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.store.store import Store
from orderdesk.ui.detail.badge_row import BadgeRow
from tests.e2e.journeys.person import Person, name_of, shown_texts
from tests.e2e.journeys.program import Program
from tests.sandbox.calls import Calls, as_object, as_objects


class Work:
    """The window with its list of orders, and the sandbox it shows them from."""

    def __init__(self, person: Person, program: Program, calls: Calls) -> None:
        self.person = person
        self.program = program
        self.calls = calls
        self.since = 0

    def begin(self) -> None:
        """Start the program and wait until it has read the orders; the log counts from here."""
        before = self.calls.last_number()
        self.program.start()
        self.person.wait(self.numbers, "orders are listed")
        self.person.wait(_connections, "the connection is listed")
        self.wait_read(before)
        newest_first = [order["printable_id"] for order in self.orders()]
        self.person.wait(lambda: self.numbers() == newest_first, "the list is as at the vendor")
        self.since = self.calls.last_number()

    def overdue(self) -> None:
        """Let the time to undo be over for whatever waits; the program must not be running."""
        rules = rules_of(descriptions())
        with Store.open(self.program.profile.database, rules) as store:
            for entry in store.outbox.open():
                store.outbox.requeue(entry.command.id)

    def sync(self) -> None:
        """Press F5 and wait until the orders have been read again."""
        before = self.calls.last_number()
        self.person.press("F5")
        self.wait_read(before)

    def wait_read(self, since: int) -> None:
        """Wait for the end of a sync that begins after an entry of the log."""
        self.person.wait(lambda: self._lists_read(since), "a sync has begun")
        # The window was told of it before the request was sent; the news waits in its queue.
        QApplication.processEvents()
        self.person.wait(
            lambda: not any(text.startswith("Syncing") for text in self.person.texts()),
            "the sync is over",
        )

    def _lists_read(self, since: int) -> bool:
        entries = self.calls.log(since)
        return any(
            entry["status"] == 200 and entry["service"] == "orders" and entry["method"] == "GET"
            for entry in entries
        )

    # The vendor's side.

    def orders(self, **conditions: str) -> list[Document]:
        """Return short truths of the vendor's orders that fulfil the conditions."""
        query = "&".join(f"{name}={value}" for name, value in conditions.items())
        return as_objects(self.calls.admin("GET", f"/orders?{query}"))

    def numbers_of(self, *states: str) -> set[str]:
        """Return the numbers of the vendor's orders in some states."""
        return {str(o["printable_id"]) for state in states for o in self.orders(state=state)}

    def some(self, state: str) -> list[Document]:
        """Return sales orders in a state that can be worked: with items and a customer."""
        return [
            order
            for order in self.orders(state=state, type="Sales")
            if order["billing"] and order["items"] and order["location"]
            if not order["expired"] and not order["both_targets"]
        ]

    def truth(self, order: Document) -> Document:
        """Return the true fields of an order at the vendor."""
        return as_object(self.calls.truth(str(order["id"]))["order"])

    def wait_truth(self, order: Document, **fields: JsonValue) -> Document:
        """Wait until the vendor's order has these fields; return all of them."""
        self.person.wait(
            lambda: fields.items() <= self.truth(order).items(),
            lambda: f"{fields} at the vendor, but there is {self.truth(order)}",
        )
        return self.truth(order)

    def colleague(self, order: Document, **change: JsonValue) -> None:
        """Let somebody else change an order at the vendor, past this desk."""
        self.calls.admin("POST", f"/orders/{order['id']}", change)

    def writes(self) -> list[str]:
        """Return what was sent to change orders since the window was open."""
        return [
            f"{entry['method']} {_tail(str(entry['path']))} {entry['status'] or 'cut'}"
            for entry in self.calls.log(self.since)
            if entry["service"] == "orders" and entry["method"] != "GET"
        ]

    # The list.

    @property
    def table(self) -> QTableView:
        """The list of orders."""
        return self.person.the(QTableView, "orders")

    @property
    def header(self) -> QHeaderView:
        """The titles over the list."""
        return self.table.horizontalHeader()

    def titles(self) -> list[str]:
        """Return the titles of the columns shown, from the left."""
        header = self.header
        places = [header.logicalIndex(place) for place in range(header.count())]
        return [_title(header, place) for place in places if not header.isSectionHidden(place)]

    def column(self, title: str) -> int:
        """Return the place of a column in the model."""
        header = self.header
        return [_title(header, place) for place in range(header.count())].index(title)

    def spot(self, title: str) -> QPoint:
        """Return where the title of a column can be clicked."""
        left = self.header.sectionViewportPosition(self.column(title))
        return QPoint(left + 20, self.header.height() // 2)

    def shown(self, title: str) -> list[str]:
        """Return what a column shows, from the top."""
        tables = self.person.all(QTableView, "orders")
        return shown_texts(tables[0], self.column(title)) if tables else []

    def numbers(self) -> list[str]:
        """Return the numbers of the orders listed."""
        return self.shown("Number")

    def cell(self, number: str, title: str) -> QModelIndex:
        """Return a cell of an order that is listed."""
        return self.table.model().index(self.numbers().index(number), self.column(title))

    def current(self) -> str:
        """Return the number of the current order."""
        index = self.table.currentIndex()
        return str(index.siblingAtColumn(self.column("Number")).data()) if index.isValid() else ""

    @property
    def query(self) -> QLineEdit:
        """The line one types into to find orders."""
        return self.person.the(QLineEdit, "query")

    def find(self, text: str) -> None:
        """Type into the query, in place of what is typed there."""
        self.person.press("Ctrl+F", "Ctrl+A")
        self.person.type(text)

    # The order that is open.

    @property
    def detail(self) -> QWidget:
        """The detail of the current order."""
        return self.person.the(QWidget, "detail")

    def open(self, order: Document) -> str:
        """Find an order by its number and open it; return the number."""
        number = str(order.get("printable_id") or order["number"])
        self.find(number)
        self.person.wait(lambda: self.numbers() == [number], f"order {number} is listed alone")
        self.person.press("Return", "Return")
        self.person.reads(number, within=self.detail)
        return number

    def badges(self) -> str:
        """Return the badges of the order: its state, its expiry, and what is not settled."""
        return name_of(self.person.the(BadgeRow))

    def wait_badges(self, begin: str, *, mark: str = "") -> None:
        """Wait until the badges begin with a state and end with a mark, or have none."""
        marks = ("not sent yet", "sending", "outcome unknown", "needs your decision")
        self.person.wait(
            lambda: (
                self.badges().startswith(begin)
                and [one for one in marks if one in self.badges()] == [mark] * bool(mark)
            ),
            lambda: f"badges {begin!r} {mark!r}, but there is {self.badges()!r}",
        )

    def history(self) -> str:
        """Go to the history of the order and return what it says."""
        bar = self.person.the(QTabBar, within=self.detail)
        texts = [bar.tabText(place) for place in range(bar.count())]
        self.person.click(bar, bar.tabRect(texts.index("History")).center())
        return self.person.the(QTextEdit, "History").toPlainText()

    def edit_name(self, name: str) -> None:
        """Change the name of the order that is open and hand it over."""
        self.person.press("Ctrl+E")
        self.person.the(QDialog, "edit-dialog")
        self.person.fill("Name", name)
        self.person.push("Save changes (1)")


def _title(header: QHeaderView, place: int) -> str:
    return str(header.model().headerData(place, Qt.Orientation.Horizontal))


def _tail(path: str) -> str:
    return "/".join(part.partition("(")[0] for part in path.split("/")[3:])


def _connections() -> int:
    """Count the connections listed; on a small screen the side bar may be folded away."""
    lists = (one.findChild(QListView, "connections") for one in QApplication.topLevelWidgets())
    return sum(one.model().rowCount() for one in lists if isinstance(one, QListView))

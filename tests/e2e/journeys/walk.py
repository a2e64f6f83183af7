"""A walk through the window with one vendor: find, open, act, be refused."""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenuBar,
    QWidget,
)
from typing_extensions import override

from orderdesk.composition import compose
from orderdesk.config import Profile, load_settings
from orderdesk.sandbox.json_text import Document, JsonValue, encode
from orderdesk.vault.opening import open_vault
from tests.e2e.journeys.person import name_of
from tests.e2e.journeys.program import write_settings
from tests.e2e.journeys.work import Work
from tests.sandbox.calls import Calls, as_object, as_objects

_MOST_CHOICES = 40
_UNSETTLED = ("not sent yet", "sending", "outcome unknown", "needs your decision")


@dataclass(frozen=True, kw_only=True)
class Trade:
    """What a walk has to know of a vendor, beside what it does there."""

    vendor: str
    writes: str
    """Which requests write, as a regular expression for `METHOD path`."""
    orders: int = 12
    listed: Callable[[Document], bool] = lambda _short: True
    """Tells the orders that the list opens on by their short truths."""
    switches: Mapping[str, str] = field(default_factory=dict[str, str])


class Walk(Work):
    """The window on a profile that knows one vendor's orders, whichever vendor that is."""

    trade: Trade

    @override
    def begin(self) -> None:
        """Start the program and wait until it has read the orders; the log counts from here."""
        self.program.start()
        wanted = {str(one["number"]) for one in self.orders() if self.trade.listed(one)}
        self.person.wait(
            lambda: set(self.numbers()) == wanted,
            lambda: f"{sorted(wanted)}, but there is {sorted(self.numbers())}",
        )
        self.wait_quiet()
        self.since = self.calls.last_number()

    def wait_quiet(self) -> None:
        """Wait until nothing is being synced."""
        self.person.wait(
            lambda: not any(text.startswith("Syncing") for text in self.person.texts()),
            "the sync is over",
        )

    # The vendor's side.

    def whole(self, order: Document) -> Document:
        """Return everything that is true of an order at the vendor."""
        return self.calls.truth(str(order["id"]))

    def first(self, **wanted: object) -> Document:
        """Return the newest order whose short truth has these values."""
        fit = (one for one in self.orders() if wanted.items() <= one.items())
        return next(fit)

    def wait_whole(self, order: Document, **wanted: object) -> Document:
        """Wait until the vendor's short truth has these values; return everything."""
        self.person.wait(
            lambda: wanted.items() <= self.whole(order).items(),
            lambda: f"{wanted} at the vendor, but there is {self.whole(order)}",
        )
        return self.whole(order)

    @override
    def writes(self) -> list[str]:
        """Return what was sent to change orders, as what the vendor did and its status."""
        return [
            f"{entry['action'] or 'nothing'} {entry['status'] or 'cut'}"
            for entry in self.calls.log(self.since)
            if re.search(self.trade.writes, f"{entry['method']} {entry['path']}")
        ]

    def wait_writes(self, *wanted: str) -> None:
        """Wait until exactly these changes have been sent, since the window was open."""
        self.person.wait(
            lambda: self.writes() == [*wanted],
            lambda: f"{[*wanted]}, but there is {self.writes()} and {self.person.texts()}",
        )

    def wait_state(self, word: str) -> None:
        """Wait until the open order's badges say this word, and nothing is unsettled."""
        self.wait_settled(word)

    def wait_settled(self, word: str = "") -> None:
        """Wait until nothing is unsettled of the open order, and its badges say `word` if given."""
        self.person.wait(
            lambda: (
                (not word or word.casefold() in self.badges().casefold().split(", "))
                and not any(mark in self.badges() for mark in _UNSETTLED)
            ),
            lambda: f"the badge {word!r}, but there is {self.badges()!r}",
        )

    def wait_item(self, count: int) -> None:
        """Wait until the open order shows so many items, and choose the last of them."""
        table = self.person.the(QAbstractItemView, "Items", within=self.detail)
        self.person.wait(
            lambda: table.model().rowCount() == count,
            lambda: f"{count} items, but there are {table.model().rowCount()}",
        )
        self.wait_settled()
        self.person.click_cell(table, table.model().index(count - 1, 0))

    # What is done.

    def agree(self, begin: str) -> None:
        """Push the button of the open question whose words begin so, as soon as it can be."""
        found = self.person.gets(
            lambda: [
                name_of(button)
                for button in self.person.all(QAbstractButton)
                if name_of(button).startswith(begin)
            ],
            lambda: f"a button {begin!r}, but there is {self.person.screen()}",
        )
        assert len(found) == 1, found
        self.person.push(found[0])

    def asked(self, action: str, number: str = "") -> QDialog:
        """Return the form or question about an action on an order, once it is there."""

        def look() -> QDialog | None:
            found = QApplication.activeModalWidget()
            if not isinstance(found, QDialog):
                return None
            title = found.windowTitle()
            return found if title.startswith(action) and title.endswith(number) else None

        return self.person.gets(
            look, lambda: f"{action!r} asked, but there is {self.person.screen()}"
        )

    def do(self, label: str) -> None:
        """Push the button of an action over the order's detail, or find it in the menu."""
        bar = self.person.the(QWidget, "Actions of this order", within=self.detail)
        if self.person.all(QAbstractButton, label, within=bar):
            self.person.push(label, within=bar)
        else:
            self.order_menu(label)

    def choose(self, name: str, choice: str) -> None:
        """Choose from a box by keys."""
        box = self.person.the(QComboBox, name)
        for _step in range(_MOST_CHOICES):  # a click would open its list
            if box.hasFocus():
                break
            self.person.press("Tab")
        assert box.hasFocus(), name
        for _step in range(box.count()):
            self.person.press("Up")
        for _step in range(box.count()):
            if box.currentText() == choice:
                return
            self.person.press("Down")
        assert box.currentText() == choice, [box.itemText(n) for n in range(box.count())]

    def refer(self, name: str, text: str) -> None:
        """Type a part of a name into a field and take the first one that the vendor offers."""
        field = self.person.gets(
            lambda: _offering() or next(iter(self.person.all(QLineEdit, name)), None),
            lambda: f"the field {name!r}, but there is {self.person.screen()}",
        )
        if isinstance(field, QLineEdit):
            self.person.fill(name, text)
        else:  # It offers what there is as soon as one comes to it, and takes what is typed.
            self.person.press("Ctrl+A")
            self.person.type(text)
        popup = self.person.gets(_offering, f"names with {text!r}")
        self.person.wait(
            lambda: text.casefold() in str(popup.model().index(0, 0).data()).casefold(),
            lambda: f"{text!r}, but there is {popup.model().index(0, 0).data()}",
        )
        self.person.press("Return")
        self.person.wait(lambda: QApplication.activePopupWidget() is None, f"{text!r} is taken")

    def submit(self) -> None:
        """Hand the form over by Ctrl+Enter, and wait until it is closed."""
        self.person.press("Ctrl+Return")
        self.person.wait(lambda: not self.person.dialog(), self.person.screen)

    def order_menu(self, label: str) -> None:
        """Go through the menu bar to an action of the order."""
        self.person.wait(lambda: self.person.all(QMenuBar), "the menu bar")
        self.person.menu("Order", label)

    def wait_gone(self, number: str) -> None:
        """Wait until an order is listed no more."""
        self.find(number)
        self.person.wait(
            lambda: number not in self.numbers(),
            lambda: f"{number} is gone, but there is {self.numbers()} and {self.person.texts()}",
        )


def _offering() -> QAbstractItemView | None:
    popup = QApplication.activePopupWidget()
    if isinstance(popup, QAbstractItemView) and popup.model().rowCount():
        return popup
    return None


def connect(home: Path, *calls: Calls, passphrase: str) -> None:
    """Write a profile that has the stand-ins' connections and has read nothing yet."""
    write_settings(home)
    profile = Profile.under(home)
    profile.prepare()
    asyncio.run(_import(profile, [one.connection for one in calls], passphrase))


async def _import(profile: Profile, connections: list[JsonValue], passphrase: str) -> None:
    vault = open_vault(profile.secrets, profile.identity(), passphrase=passphrase)
    desk = compose(profile, load_settings(profile.settings).settings, vault=vault)
    await desk.start(background=False)
    try:
        # These journeys do not wait for an undo.
        await desk.grace.choose(0)
        line = encode({"control": "", "connections": connections}).decode()
        await desk.connections.import_json(line)
    finally:
        await desk.aclose()


def inner(value: Document, *names: str) -> Document:
    """Return an object in objects."""
    for name in names:
        value = as_object(value[name])
    return value


def many(value: Document, name: str) -> list[Document]:
    """Return a list of objects in an object."""
    return as_objects(value[name])

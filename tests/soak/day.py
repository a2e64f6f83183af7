"""The acts of a day in the real window: syncs, searches, sorts, edits, dialogs, scrolling."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from random import Random
from typing import Any, TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from orderdesk.domain.errors import DeskError
from orderdesk.domain.fields import FieldType
from orderdesk.domain.order import FieldValue
from orderdesk.domain.query import parse_query
from orderdesk.domain.rules import Effect
from orderdesk.services.views import OrderView
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.widgets.strip import Strip

T = TypeVar("T")

HOURS = 8
PLAN = {
    "sync": 96,
    "search": 240,
    "sort": 100,
    "scroll": 240,
    "open": 400,
    "edit": 120,
    "form": 80,
    "dialog": 24,
    "look": 8,
}
"""How often a person does what in a day; syncs come by themselves, every five minutes."""
_PATIENCE = 60.0
_OPENS_IN = 0.5
_LOOK_MS = 5
_QUERIES = (
    *("state:open", "state:pending", "type:any", "placed:last-30d", "total>100", "items>2"),
    *("case", "rugged", "harbour", "straße", "-state:completed", "payment:unpaid", "a", "qu", "1Z"),
)


async def until(
    condition: Callable[[], bool], *, every_ms: int = _LOOK_MS, patience: float = _PATIENCE
) -> None:
    """Wait for a condition; what does not come true in `patience` seconds is an error."""
    met: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def look() -> None:
        if not met.done() and condition():
            met.set_result(None)

    timer = QTimer(interval=every_ms)
    timer.timeout.connect(look)
    timer.start()
    try:
        async with asyncio.timeout(patience):
            await met
    finally:
        timer.stop()


class Day:
    """A person at the window."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self.window = window
        self.done: Counter[str] = Counter()
        self._draws = Random(seed)
        self._acts: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
            "sync": self.sync,
            "search": self.search,
            "sort": self.sort,
            "scroll": self.scroll,
            "open": self.open,
            "edit": self.edit,
            "form": self.form,
            "dialog": self.dialog,
            "look": self.look,
        }

    def plan(self, share: float) -> list[str]:
        """Return what is done in that share of a day, in the order in which it comes."""
        chosen = [what for what, count in PLAN.items() for _ in range(max(1, int(count * share)))]
        self._draws.shuffle(chosen)
        return chosen

    async def do(self, what: str) -> None:
        """Do one thing as a person does it, and wait until it shows."""
        await self._acts[what]()
        self.done[what] += 1
        self._put_away()

    def _put_away(self) -> None:
        """Put away what the strips have said, now that it is read."""
        for strip in self.window.findChildren(Strip):
            if strip.isVisible() and strip.closable:
                QTest.keyClick(strip, Qt.Key.Key_Escape)
                self.done["read"] += 1

    async def ask(self, coro: Coroutine[Any, Any, T]) -> T | None:
        """Let the services do something; None where they say why not."""
        answers: list[T] = []
        refusals: list[DeskError] = []
        task = self.window.context.tasks.call(
            coro, name="soak", then=answers.append, otherwise=refusals.append
        )
        await until(lambda: bool(answers or refusals) or task.done())
        self.done["refused"] += len(refusals)
        return answers[0] if answers else None

    async def connect(self, printed: str) -> None:
        """Add the stand-ins' connections and read all their orders."""
        await self.ask(self.window.context.desk.connections.import_json(printed))
        await self.sync()

    async def sync(self) -> None:
        """Sync everything, as a person asks for it."""
        self.window.actions_.get("sync").trigger()
        await until(lambda: self.window.watch.known)
        await until(lambda: not self.window.watch.syncing())
        await self._settled()

    async def _settled(self) -> None:
        await until(lambda: self.window.page.finder.settled)

    async def search(self) -> None:
        """Type a query letter by letter, faster than it is answered, and wait for the last."""
        text = self._draws.choice(_QUERIES)
        whole = any(sign in text for sign in ":<>")
        for length in (len(text),) if whole else range(1, len(text) + 1):
            self.window.page.set_query(parse_query(text[:length]))
            await asyncio.sleep(0)
        await self._settled()
        if self._draws.random() < 0.5:
            self.window.page.set_query(parse_query(""))
            await self._settled()

    async def sort(self) -> None:
        """Click on the head of a column."""
        header = self.window.page.table.horizontalHeader()
        columns = [at for at in range(header.count()) if not header.isSectionHidden(at)]
        across = header.sectionViewportPosition(self._draws.choice(columns)) + 12
        place = QPoint(min(max(across, 4), header.viewport().width() - 4), header.height() // 2)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        await self._settled()

    async def scroll(self) -> None:
        """Drag the scroll bar up and down, to the end at last."""
        bar = self.window.page.table.verticalScrollBar()
        for _ in range(10):
            bar.setValue(self._draws.randrange(bar.maximum() + 1))
            await asyncio.sleep(0)
        bar.setValue(bar.maximum())
        await asyncio.sleep(0)

    async def open(self) -> None:
        """Go to an order and wait until its detail is shown."""
        table, model = self.window.page.table, self.window.page.model
        if not model.rowCount():
            self.window.page.set_query(parse_query(""))
            await self._settled()
        table.step(-model.rowCount())
        table.step(self._draws.randrange(max(1, model.rowCount())))
        await self._seen()

    async def _seen(self) -> None:
        def shown() -> bool:
            row, view = self.window.page.table.current_row(), self._view()
            return row is None or (view is not None and view.order.id == row.id)

        await until(shown)

    def _view(self) -> OrderView | None:
        view = getattr(self.window.parts.detail, "view", None)
        return view if isinstance(view, OrderView) else None

    async def edit(self) -> None:
        """Change a text of an order, where its vendor's rules allow it, and wait for the answer."""
        await self.open()
        view = self._view()
        change = None if view is None else self._change(view)
        if view is None or change is None:
            self.done["not to be edited"] += 1
            return
        action, values = change
        desk = self.window.context.desk
        receipt = await self.ask(desk.orders.act(view.order.id, action, values))
        if receipt is not None:
            await self.ask(desk.orders.wait(receipt.command, timeout=_PATIENCE / 2))

    def _change(self, view: OrderView) -> tuple[str, dict[str, FieldValue]] | None:
        texts = {FieldType.TEXT, FieldType.LONG_TEXT}
        for rule in view.description.rules.actions:
            verdict = view.verdicts.get(rule.name)
            if rule.effect is not Effect.EDIT or verdict is None or not verdict.allowed:
                continue
            keys = [one.key for one in rule.fields if one.type in texts and not one.look_up]
            if keys:
                value = f"Changed {self._draws.randrange(10_000)}"
                return rule.name, {self._draws.choice(keys): value}
        return None

    async def form(self) -> None:
        """Open the form of an act and close it again."""
        await self.open()
        view = self._view()
        names = [] if view is None else [n for n, v in view.verdicts.items() if v.allowed]
        if not names:
            return
        found = self.window.findChild(QAction, self._draws.choice(sorted(names)))
        if isinstance(found, QAction) and found.isEnabled():
            await self._opened_and_closed(found)

    async def dialog(self) -> None:
        """Open the connections and close them again."""
        await self._opened_and_closed(self.window.actions_.get("connections"))

    async def _opened_and_closed(self, action: QAction) -> None:
        """Trigger what opens a dialog, and put it away without doing it.

        An act without a form asks whether it is meant, or is done at once.
        """
        action.trigger()
        try:
            await until(lambda: QApplication.activeModalWidget() is not None, patience=_OPENS_IN)
        except TimeoutError:
            self.done["without a dialog"] += 1
            return
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            dialog.reject()
        await until(lambda: QApplication.activeModalWidget() is None)

    async def look(self) -> None:
        """Turn the window dark or light, and make it another size."""
        appearance = self._draws.choice(list(self.window.looks))
        self.window.looks[appearance].trigger()
        self.window.resize(1200 + self._draws.randrange(500), 700 + self._draws.randrange(200))
        await asyncio.sleep(0)

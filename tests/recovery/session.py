"""A session at the window until it is killed, or a look at what the next start has of it.

Every step is a line of JSON on standard output.
"""

import asyncio
import contextlib
import json
import os
import sys
from array import array
from collections.abc import Callable, Coroutine
from itertools import count
from random import Random
from typing import Any, Literal, TypeVar

from pydantic import BaseModel
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QPushButton

from orderdesk.app import run
from orderdesk.config import HOME_VARIABLE, UNLOCK_VARIABLE, Options
from orderdesk.domain.bulk import Request
from orderdesk.domain.commands import CommandState
from orderdesk.domain.ledger import RunState
from orderdesk.domain.query import parse_query
from orderdesk.domain.shown import Sort
from orderdesk.services.bulk_planning import Choice
from orderdesk.services.desk import Desk
from orderdesk.services.views import OrderView
from orderdesk.ui.bulk.flow import BulkFlow
from orderdesk.ui.bulk.plan_dialog import PlanDialog
from orderdesk.ui.detail.panel import DetailPanel
from orderdesk.ui.forms.dialog import FormDialog
from orderdesk.ui.forms.draft import Typed, read_typed
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.recovery.record import KEY, read_record
from tests.soak.day import until

T = TypeVar("T")
VENDOR = "iqmetrix"
FIELD = "Name"
_RUN_ORDERS = 6
_PLAN_ORDERS = 3
PLAN = "plan:edit"
"""Under which key what is filled in for several orders is kept."""


class Job(BaseModel):
    """What to do in which profile."""

    home: str
    passphrase: str
    mode: Literal["live", "look"]
    seed: int = 0
    orders: list[str] = []
    """The ids here of orders that can be edited: the first for the run, then one for each act."""


def tell(**facts: object) -> None:
    """Write a line of the journal."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


class Hand:
    """A person at the window."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.desk: Desk = window.context.desk

    async def ask(self, coro: Coroutine[Any, Any, T]) -> T:
        """Let the services do something."""
        answers: list[T] = []
        self.window.context.tasks.call(coro, name="recovery", then=answers.append)
        await until(lambda: bool(answers))
        return answers[0]

    async def kept(
        self, coro: Callable[[], Coroutine[Any, Any, T]], fits: Callable[[T], bool]
    ) -> T:
        """Wait until what the services answer fits."""
        while not fits(answer := await self.ask(coro())):
            pass
        return answer

    @property
    def detail(self) -> DetailPanel:
        """The detail pane."""
        detail = self.window.parts.detail
        if not isinstance(detail, DetailPanel):
            raise TypeError(detail)
        return detail

    async def show(self, order: str) -> OrderView:
        """Go to an order and wait for its detail."""
        self.window.page.show_order(order)
        await until(lambda: self.detail.view is not None and self.detail.view.order.id == order)
        view = self.detail.view
        if view is None:
            raise AssertionError(order)
        return view

    async def dialog(self) -> FormDialog:
        """Wait for a form."""
        await until(lambda: bool(self._forms()))
        return self._forms()[0]

    def _forms(self) -> list[FormDialog]:
        return [one for one in self.window.findChildren(FormDialog) if one.isVisible()]

    async def plan(self) -> PlanDialog:
        """Wait for the plan of an act on several orders, with its form."""
        await until(lambda: any(one.form is not None for one in self.plans()))
        return self.plans()[0]

    def plans(self) -> list[PlanDialog]:
        """Return the plan that is open, if one is."""
        return [one for one in self.window.findChildren(PlanDialog) if one.isVisible()]


class Session(Hand):
    """Types, opens, closes, asks for changes and begins a run, over and over."""

    def __init__(self, window: MainWindow, job: Job) -> None:
        super().__init__(window)
        self._draws = Random(job.seed)
        self._runs, self._free = job.orders[:_RUN_ORDERS], job.orders[_RUN_ORDERS:]

    async def live(self) -> None:
        """Go on until killed."""
        tell(step="begin")
        await self.run()
        acts = (self.search, self.tab, self.edit, self.edit_several, self.act, self.new_order)
        for _ in count():
            await self._draws.choice(acts)()

    async def run(self) -> None:
        """Begin a run on several orders."""
        request = Request("edit", {VENDOR: {FIELD: "By the run"}})
        plan = await self.ask(self.desk.bulk.plan(Choice(order_ids=self._runs), request))
        tell(step="typing", what="run", to="")
        begun = await self.ask(self.desk.bulk.run(plan))
        tell(step="kept", what="run", to=begun.id)

    async def search(self) -> None:
        """Type a word into the search field, letter by letter."""
        word = self._draws.choice(("pend", "lumo", "state:", "total>1"))
        edit = self.window.page.query_bar.edit
        tell(step="typing", what="search", to=word)
        for length in range(len(word) + 1):
            edit.setText(word[:length])
            edit.textEdited.emit(word[:length])
            await asyncio.sleep(0)
        await self.recorded(lambda text: f'"typed":{json.dumps(word)}' in text)
        tell(step="kept", what="search", to=word)

    async def tab(self) -> None:
        """Show another tab of the detail."""
        tabs = self.detail.tabs
        place = self._draws.randrange(tabs.count())
        tell(step="typing", what="tab", to=place)
        tabs.setCurrentIndex(place)
        await self.recorded(lambda text: f'"tab":{tabs.currentIndex()}' in text)
        tell(step="kept", what="tab", to=tabs.currentIndex())

    async def recorded(self, fits: Callable[[str], bool]) -> None:
        """Wait until the record of what is open fits."""
        await self.kept(lambda: self.desk.preferences.get(KEY), lambda text: fits(text or ""))

    async def edit(self) -> None:
        """Type into the form of an order, and leave it or close it."""
        order, search = self._free[0], self.window.page.query_bar.edit
        # An order that the filter leaves out is shown without it.
        tell(step="typing", what="search", to="")
        await self.show(order)
        await self.recorded(lambda found: f'"typed":{json.dumps(search.text())}' in found)
        tell(step="kept", what="search", to=search.text())
        tell(step="typing", what="form", to=order)
        action = self.window.findChild(QAction, "edit")
        if isinstance(action, QAction):
            action.trigger()
        await self._type(f"edit:{order}", f"Half {self._draws.randrange(1000)}", order)

    async def new_order(self) -> None:
        """Type the name of a new order."""
        self.window.actions_.get("new_order").trigger()
        dialog = await self.dialog()
        key = self._free[0].partition(":")[0]
        tell(step="typing", what="form", to="new")
        del dialog
        await self._type(f"new:{key}", f"New {self._draws.randrange(1000)}", "new")

    async def edit_several(self) -> None:
        """Fill in the form of an act on several orders, and leave it or go back."""
        found = await self.ask(
            self.desk.orders.search(parse_query("state:pending"), Sort(), zone="UTC")
        )
        chosen = array("q", found.rowids[:_PLAN_ORDERS])
        flow = self.window.findChild(BulkFlow)
        if not isinstance(flow, BulkFlow):
            raise TypeError(flow)
        tell(step="typing", what="plan", to=len(chosen))
        flow.start("edit", "Edit order", chosen, parse_query("state:pending"))
        dialog = await self.plan()
        await self.recorded(lambda kept: '"plan":{' in kept)
        tell(step="kept", what="plan", to=len(chosen))
        text = f"All {self._draws.randrange(1000)}"
        tell(step="typing", what=PLAN, to=text)
        editor = plan_editor(dialog)
        for letter in text:
            editor.insert(letter)
            editor.textEdited.emit(editor.text())
            await asyncio.sleep(0)

        def holds(kept: str | None) -> bool:
            typed = read_typed(kept)
            return typed is not None and typed.fields.get(f"{VENDOR}/{FIELD}") == text

        await self.kept(lambda: self.desk.orders.draft(PLAN), holds)
        tell(step="kept", what=PLAN, to=text)
        # Who goes back gives up what is filled in.
        tell(step="typing", what="plan", to=0)
        tell(step="closing", what=PLAN)
        dialog.reject()
        await until(lambda: not self.plans())
        await self.recorded(lambda kept: '"plan":null' in kept)
        await self.kept(lambda: self.desk.orders.draft(PLAN), lambda kept: not kept)
        tell(step="kept", what=PLAN, to="")
        tell(step="kept", what="plan", to=0)

    async def _type(self, draft: str, text: str, form: str) -> None:
        dialog = await self.dialog()
        await self.recorded(lambda found: '"form":{' in found)
        tell(step="kept", what="form", to=form)
        editor = dialog.form.rows[FIELD].editor.widget
        if not isinstance(editor, QLineEdit):
            raise TypeError(editor)
        tell(step="typing", what=draft, to=text)
        editor.clear()
        for letter in text:
            editor.insert(letter)
            editor.textEdited.emit(editor.text())
            await asyncio.sleep(0)

        def holds(kept: str | None) -> bool:
            typed = read_typed(kept)
            return typed is not None and typed.fields.get(FIELD) == text

        await self.kept(lambda: self.desk.orders.draft(draft), holds)
        tell(step="kept", what=draft, to=text)
        tell(step="typing", what="form", to="")
        dialog.reject()
        await until(lambda: not self._forms())
        await self.recorded(lambda found: '"form":null' in found)
        tell(step="kept", what="form", to="")

    async def act(self) -> None:
        """Ask for a change of an order."""
        if len(self._free) < 2:
            return
        order = self._free.pop()
        tell(step="asking", order=order)
        act = self.desk.orders.act(order, "edit", {FIELD: f"Asked {order[-4:]}"})
        receipt = await self.ask(act)
        tell(step="asked", order=order, command=receipt.command)


class Look(Hand):
    """Looks what is there after a crash, and lets everything come to its end."""

    async def look(self) -> None:
        """Write down what is found."""
        window = self.window
        await until(lambda: window.page.finder.settled and window.watch.known)
        await until(lambda: window.notices.text("recovery") != "")
        drafts = await self.ask(self.desk.preferences.half_typed())
        typed = {one.key: read_typed(one.text) for one in drafts}
        progress = await self.ask(self.desk.bulk.progress())
        found: dict[str, object] = {
            "search": window.page.query_bar.edit.text(),
            "tab": self.detail.tabs.currentIndex(),
            "drafts": {key: field_of(one) for key, one in typed.items() if one},
            "commands": [one.command.id for one in await self.ask(self.desk.orders.outbox(1000))],
            "runs": {one.run.id: one.run.state.value for one in progress},
            "said": window.notices.text("recovery"),
        }
        kept = typed.get(PLAN)
        found["planned"] = await self.planned(field_of(kept) if kept else "")
        found["reopened"] = await self.reopened()
        for one in progress:
            if one.run.state is RunState.PAUSED:
                await self.ask(self.desk.bulk.go_on(one.run.id))
                await self.ask(self.desk.bulk.wait(one.run.id))
        await self.kept(self.desk.queue.all, lambda entries: not entries)
        outbox = await self.ask(self.desk.orders.outbox(1000))
        # What a run took back when it was found, and asked for anew, is no row of it any more.
        ledgers = [await self.ask(self.desk.bulk.ledger(one.run.id)) for one in progress]
        rows = {row.command_id for ledger in ledgers for row in ledger.rows}
        found["undone"] = [
            f"{one.state}: {one.reason}"
            for one in outbox
            if one.state is not CommandState.DONE
            and (not one.command.bulk or one.command.id in rows)
        ]
        tell(step="found", **found)

    def _offered(self) -> list[QPushButton]:
        buttons = [one for one in self.window.notices.findChildren(QPushButton) if one.isVisible()]
        return [one for one in buttons if one.text().startswith("Open ")]

    async def planned(self, kept: str) -> dict[str, int | str] | None:
        """Open the plan that is offered; return its orders and what stands in its form."""
        record = read_record(self.window.keeper.kept(KEY))
        if record is None or record.plan is None:
            return None
        self._offered()[-1].click()
        dialog = await self.plan()
        editor = plan_editor(dialog)
        with contextlib.suppress(TimeoutError):
            await until(lambda: editor.text() == kept, patience=5.0)
        plan = dialog.plan
        found = {"orders": len(plan.rows) if plan else 0, "text": editor.text()}
        dialog.reject()
        await until(lambda: not self.plans())
        return found

    async def reopened(self) -> str | None:
        """Open the form that is offered; return what stands in it, None where none is offered."""
        offered = self._offered()
        if not offered:
            return None
        offered[0].click()
        dialog = await self.dialog()
        text = [""]

        def filled() -> bool:
            editor = dialog.form.rows[FIELD].editor.widget
            text[0] = editor.text() if isinstance(editor, QLineEdit) else ""
            return dialog.kept.isVisible()

        drafts = await self.ask(self.desk.preferences.half_typed())
        if any(one.key.startswith(("edit", "new")) for one in drafts):
            # Another form than that of the draft stays empty.
            with contextlib.suppress(TimeoutError):
                await until(filled, patience=3.0)
        dialog.reject()
        return text[0]


def plan_editor(dialog: PlanDialog) -> QLineEdit:
    """Return where the field is filled in for all orders of a plan."""
    if dialog.form is None:
        raise AssertionError
    editor = dialog.form.forms[VENDOR].rows[FIELD].editor.widget
    if not isinstance(editor, QLineEdit):
        raise TypeError(editor)
    return editor


def field_of(typed: Typed) -> str:
    """Return what was typed into the field, of one order or of several."""
    return typed.fields.get(FIELD) or typed.fields.get(f"{VENDOR}/{FIELD}") or ""


def play(job: Job) -> int:
    """Open the window on the profile and do what is asked."""
    os.environ[HOME_VARIABLE] = job.home
    os.environ[UNLOCK_VARIABLE] = job.passphrase

    async def visit(window: MainWindow) -> None:
        await until(lambda: window.page.finder.settled and window.page.model.rowCount() > 0)
        if job.mode == "live":
            await Session(window, job).live()
        else:
            await Look(window).look()

    return run(Options(), visit=visit)


async def editable(desk: Desk) -> list[str]:
    """Return the ids of orders that can be edited for days to come."""
    found = await desk.orders.search(parse_query("state:pending"), Sort(), zone="UTC")
    rows = await desk.orders.rows(found.rowids)
    views = [await desk.orders.view(row.id) for row in rows]
    return [view.order.id for view in views if view.verdicts["edit"].allowed]

"""The record of what is open, written whenever it changes: who is killed tells no one."""

from typing import Literal

import shiboken6
from pydantic import BaseModel, ValidationError
from PySide6.QtCore import QObject

from orderdesk.ui.context import Context

KEY = "open"
"""The preference that the record is kept under."""


class OpenForm(BaseModel):
    """A form that is open: what it is for, so that it can be opened again.

    `new`: a new order on `connection`; `act`: `action` on `order`, for the item `line` where it is
    about one; `waiting`: what the command `command` asks for is being changed.
    """

    kind: Literal["new", "act", "waiting"]
    title: str
    connection: str = ""
    order: str = ""
    action: str = ""
    line: str | None = None
    command: str = ""


class OpenPlan(BaseModel):
    """A plan for several orders that is open: the act, and the orders as they were chosen."""

    title: str
    action: str
    label: str
    orders: list[int] = []
    query: str = ""
    again: str | None = None


class Record(BaseModel):
    """Everything that is open; `ended`: the program was closed as it should be."""

    ended: bool = False
    form: OpenForm | None = None
    plan: OpenPlan | None = None
    typed: str = ""
    """What stands in the search field and is no filter yet."""
    tab: int = 0
    """Which tab of the order's detail is shown."""

    @property
    def dialogs(self) -> list[str]:
        """The titles of what can be opened again."""
        return [one.title for one in (self.form, self.plan) if one is not None]


def read_record(text: str | None) -> Record | None:
    """Read a kept record; None where there is none, or one of another version."""
    if not text:
        return None
    try:
        return Record.model_validate_json(text)
    except ValidationError:
        return None


class Recorder(QObject):
    """Keeps the record: at once, and once more where it has changed while it was written."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._record = Record()
        self._written = ""
        self._writing = False

    @property
    def record(self) -> Record:
        """What is open now."""
        return self._record

    def note_form(self, form: OpenForm | None) -> None:
        """Note which form is open."""
        self._note(self._record.model_copy(update={"form": form}))

    def note_plan(self, plan: OpenPlan | None) -> None:
        """Note which plan is open."""
        self._note(self._record.model_copy(update={"plan": plan}))

    def note_typed(self, text: str) -> None:
        """Note what stands in the search field."""
        self._note(self._record.model_copy(update={"typed": text}))

    def note_tab(self, tab: int) -> None:
        """Note which tab is shown."""
        self._note(self._record.model_copy(update={"tab": tab}))

    def note_end(self) -> None:
        """Note that the program is closed as it should be."""
        self._record = self._record.model_copy(update={"ended": True})
        self._write()

    def begin(self) -> None:
        """Write it down from now on."""
        self._write()

    def _note(self, record: Record) -> None:
        if record == self._record:
            return
        self._record = record
        if not self._writing:
            self._write()

    def _write(self) -> None:
        self._writing = True
        self._written = self._record.model_dump_json()
        put = self._context.desk.preferences.put(KEY, self._written)
        task = self._context.tasks.call(put, name="keep what is open")
        task.add_done_callback(self._on_written)

    def _on_written(self, _task: object) -> None:
        if not shiboken6.isValid(self):
            return
        self._writing = False
        if self._record.model_dump_json() != self._written:
            self._write()

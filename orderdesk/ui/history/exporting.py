"""Writes a history to a file that a person chooses, beside the UI thread."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from orderdesk.domain.errors import DeskError
from orderdesk.domain.history import HistoryFilter
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.i18n import format_number, say, say_text

TITLE = QT_TRANSLATE_NOOP("messages", "Export the history")
TABLES = QT_TRANSLATE_NOOP("messages", "Tables (*.csv)")
DATA = QT_TRANSLATE_NOOP("messages", "Data for programs (*.json)")
WRITTEN = QT_TRANSLATE_NOOP("messages", "{count} entries were written to {file}.")
NOT_WRITTEN = QT_TRANSLATE_NOOP(
    "messages", "The file could not be written ({reason}). Choose another place."
)


class Exporting(QObject):
    """Asks for a file and writes what is looked at to it.

    Signals:
        said: a kind (info, error) and a sentence for the person.
    """

    said = Signal(str, str)

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    def ask(self, wanted: HistoryFilter, name: str) -> None:
        """Have a file chosen for it; `name` is proposed, without its ending."""
        dialog = QFileDialog(self._window, say_text(TITLE))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([say_text(TABLES), say_text(DATA)])
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(partial(_take_suffix, dialog))
        dialog.selectFile(f"{name}.csv")
        dialog.fileSelected.connect(partial(self._on_file, wanted))
        dialog.open()

    def write(self, wanted: HistoryFilter, path: Path) -> None:
        """Write what is wanted to `path`, as JSON where its name ends so, else as CSV."""
        self._context.tasks.call(
            self._written(wanted, path),
            name="export a history",
            then=partial(self._say, path),
            otherwise=self._fail,
        )

    async def _written(self, wanted: HistoryFilter, path: Path) -> int | str:
        """Return how many entries were written, or why none was."""
        history = self._context.desk.history
        try:
            return await history.export(path, history.worded(wanted, say_text), say_text)
        except OSError as error:
            return error.strerror or type(error).__name__

    def _say(self, path: Path, written: int | str) -> None:
        if isinstance(written, str):
            self.said.emit("error", say(Message(NOT_WRITTEN, {"reason": written})))
        else:
            facts = {"count": format_number(written), "file": path.name}
            self.said.emit("info", say(Message(WRITTEN, facts)))

    def _fail(self, error: DeskError) -> None:
        self.said.emit("error", sentences(error))

    def _on_file(self, wanted: HistoryFilter, name: str) -> None:
        self.write(wanted, Path(name))


def _take_suffix(dialog: QFileDialog, chosen: str) -> None:
    dialog.setDefaultSuffix("json" if "json" in chosen else "csv")

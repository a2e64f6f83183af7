"""Each row of the list is edited by the rules of its own vendor."""

# In a module of its own: a room beside that of a module would have two event loops at a time.

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdesk.domain.shown import Sort
from orderdesk.sandbox.server import SandboxOptions
from orderdesk.ui.theme import Theme
from tests.unit.ui.activity.room import room
from tests.unit.ui.orders.conftest import shown
from tests.unit.ui.orders.test_cell_editing import NAME, go


def test_each_row_follows_its_own_vendor(
    qapp: QApplication, qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    """One vendor's orders take another name while they are open, another's never do."""
    options = SandboxOptions(orders=12, seed=5, only=["iqmetrix", "deconetwork"])
    with room(qapp, theme, tmp_path, sandbox=options) as here:
        keys = here.wait(here.desk.connections.import_json(here.connection_text()))
        here.wait(here.desk.sync.sync(keys))
        cells = shown(here, qtbot)
        answers: dict[str, bool] = {}
        for vendor in ("iqmetrix", "deconetwork"):
            cells.look_for("", Sort("name", descending=False))
            rows = [cells.row(at) for at in range(cells.page.model.rowCount())]
            open_ = [at for at, one in enumerate(rows) if one.vendor == vendor]
            for at in open_:
                go(cells, NAME, place=at)
                cells.key(Qt.Key.Key_F2)
                cells.settle()
                assert cells.page.editing is not None
                found = cells.page.editing.editor
                answers[vendor] = answers.get(vendor, False) or found is not None
                if found is not None:
                    QTest.keyClick(found.editor.widget, Qt.Key.Key_Escape)
                    break
        assert answers == {"iqmetrix": True, "deconetwork": False}
        assert "DecoNetwork" in cells.window.notices.text("said")

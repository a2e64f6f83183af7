"""Takes down how the window looks, for the first frame of the next start."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from orderdesk.domain.shown import Sort
from orderdesk.ui.first_frame import ROWS
from orderdesk.ui.first_look import Band, FirstLook
from orderdesk.ui.i18n import latest_texts
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.orders.columns import COLUMNS

_TEXTS = 600
_SHOWN = 64


def first_look(window: MainWindow, edition: str) -> FirstLook | None:
    """Return what the next start needs of `window`; None while no orders are to be seen."""
    page = window.page
    # A window that is being closed is hidden already.
    if not page.table.isVisibleTo(window) or page.model.rowCount() == 0:
        return None
    reading = page.model.reading
    plain = not page.query_bar.query().clauses and page.table.header.sort == Sort()
    _write_texts(window)
    return FirstLook(
        edition=edition,
        table=_band(window, page.table, "panel"),
        width=window.width(),
        height=window.height(),
        bands=list(_bands(window)),
        zone=reading.zone.key,
        titles=dict(reading.titles),
        states=[(vendor, word, label) for (vendor, word), label in reading.states.items()],
        mixed=len(window.watch.statuses) > 1,
        rows=None if plain else page.model.rowids()[:ROWS].tolist(),
        texts=latest_texts(_TEXTS),
    )


def _write_texts(window: MainWindow) -> None:
    """Write the texts of the first page last, so that they are among the latest."""
    page = window.page
    visible = page.table.header.visible_columns()
    for row in map(page.model.row, range(min(page.model.rowCount(), _SHOWN))):
        for column in (COLUMNS[at] for at in visible):
            if row is not None:
                column.text(row, page.model.reading)


def _bands(window: MainWindow) -> Iterator[Band]:
    """Yield the grounds of what is seen beside the table, from the back to the front."""
    bar = window.findChild(QWidget, "toolbar")
    parts: tuple[tuple[QWidget | None, str, str], ...] = (
        (window.menuBar(), "panel", ""),
        (bar if isinstance(bar, QWidget) else None, "panel", ""),
        (window.status, "panel", ""),
        (window.sidebar, "panel", "line"),
        (window.parts.detail, "panel", "line"),
        (window.parts.activity, "panel", "line"),
        (window.page.query_bar, "panel", "line"),
    )
    for widget, ground, edge in parts:
        if widget is not None and widget.isVisibleTo(window):
            yield _band(window, widget, ground, edge)


def _band(window: MainWindow, widget: QWidget, ground: str, edge: str = "") -> Band:
    place = widget.mapTo(window, QPoint(0, 0))
    return Band(place.x(), place.y(), widget.width(), widget.height(), ground, edge)

"""Qt's own way as a yardstick: all rows in a list, a QSortFilterProxyModel, a QTableView."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtCore import QSortFilterProxyModel as Proxy
from PySide6.QtWidgets import QApplication, QTableView
from typing_extensions import override

from orderdesk.store.shown_rows import READ
from tests.benchmarks.searching import plain, terms

MOST = 100_000
"""Rows at most: with a million a sort takes minutes."""
_SHOWN = READ[7:30]
_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class _Rows(QAbstractTableModel):
    def __init__(self, rows: list[tuple[object, ...]]) -> None:
        super().__init__()
        self._rows = rows

    @override
    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_SHOWN)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._rows[index.row()][index.column()]


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def figures(home: Path) -> dict[str, float]:
    """Open, filter by a frequent text and sort once; seconds, and how many rows there were."""
    app = QApplication.instance() or QApplication(["proxy"])
    view, proxy = QTableView(), Proxy()
    kept: list[_Rows] = []

    def opened() -> None:
        with plain(home) as connection:
            select = f"select {', '.join(_SHOWN)} from shown limit {MOST}"
            kept.append(_Rows(connection.execute(select).fetchall()))
        proxy.setSourceModel(kept[0])
        proxy.setFilterKeyColumn(-1)
        view.setModel(proxy)
        view.resize(1920, 1080)
        view.show()
        app.processEvents()

    def filtered() -> None:
        proxy.setFilterFixedString(terms(home)[2])
        app.processEvents()

    def sorted_by_name() -> None:
        proxy.setFilterFixedString("")
        proxy.sort(_SHOWN.index("name"))
        app.processEvents()

    found = {"proxy_open_s": _seconds(opened), "proxy_filter_s": _seconds(filtered)}
    found["proxy_sort_s"] = _seconds(sorted_by_name)
    found["proxy_rows"] = kept[0].rowCount()
    view.close()
    return found

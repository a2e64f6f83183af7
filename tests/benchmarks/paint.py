"""How quick the orders table paints beside a stock QTableView: python -m tests.benchmarks.paint."""

import argparse
import gc
import json
import os
import random
import statistics
import sys
import tempfile
import time
from array import array
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.text.font.db.warning=false")

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView

from orderdesk.composition import descriptions, rules_of
from orderdesk.config import Profile
from orderdesk.domain.query import Query
from orderdesk.domain.shown import Sort
from orderdesk.store.store import Store
from orderdesk.ui.icons import Icons
from orderdesk.ui.orders.columns import COLUMNS
from orderdesk.ui.orders.layout import ColumnLayout, TableLayout
from orderdesk.ui.orders.table_model import OrderTableModel
from orderdesk.ui.orders.table_view import OrderTable
from orderdesk.ui.theme import Theme
from tests.benchmarks.fill import filled
from tests.benchmarks.invention import NEWEST
from tests.benchmarks.searching import ZONE

WIDTH, HEIGHT = 1920, 1080
ROUNDS = 5
JUMPS = 60
WHEELED = 3
MOST_ORDERS = 20_000
VIEWS = {"table": "", "stock": "stock_", "styled": "styled_"}
"""Ours; Qt's own as it comes; Qt's own with the desk's style sheet. And how figures begin."""


def all_columns() -> TableLayout:
    """Return a layout that shows every column in one screen's width."""
    room = min(1.0, (WIDTH - 20) / sum(one.width for one in COLUMNS))
    layouts = [
        ColumnLayout(key=one.key, width=int(one.width * room), shown=True) for one in COLUMNS
    ]
    return TableLayout(columns=layouts)


def stock_view(model: OrderTableModel, table: OrderTable) -> QTableView:
    """Return Qt's own view with its own delegate, laid out like `table`."""
    view = QTableView()
    view.setModel(model)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setWordWrap(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
    for place in range(len(COLUMNS)):
        view.setColumnWidth(place, table.columnWidth(place))
    return view


def spread(taken: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(taken, n=100, method="inclusive")
    return {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98]}


class Bench:
    """A table and a stock view on one model, measured in turn."""

    def __init__(self, app: QApplication, store: Store, rowids: "array[int]") -> None:
        self._app = app
        self._theme = Theme(app)
        model = OrderTableModel(store.search.rows, ZONE)
        self.table = OrderTable(model, self._theme, Icons(self._theme))
        self.table.header.apply_layout(all_columns())
        self.table.show_rows(rowids)
        self.stock = stock_view(model, self.table)
        self._style_sheet = app.styleSheet()
        for view in (self.table, self.stock):
            view.resize(WIDTH, HEIGHT)
            view.show()
            view.selectRow(3)
        self.taken: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
        """Milliseconds of each act in each view, by the clock and of the processor."""

    def round(self, number: int) -> None:
        """Measure each view once, in an order that changes from round to round."""
        for step in range(len(VIEWS)):
            name = list(VIEWS)[(number + step) % len(VIEWS)]
            self._app.setStyleSheet("" if name == "stock" else self._style_sheet)
            self._app.processEvents()
            gc.collect()
            self._measure(name, random.Random(f"{number} {name}"))

    def _measure(self, name: str, drawn: random.Random) -> None:
        view = self.table if name == "table" else self.stock
        bar = view.verticalScrollBar()
        for _ in range(JUMPS):
            place = drawn.randrange(bar.maximum())
            self._take("jump", name, view, partial(bar.setValue, place))
        for _ in range(JUMPS):
            self._take("again", name, view, view.viewport().update)
        for _ in range(JUMPS):
            self._take("wheel", name, view, partial(bar.setValue, bar.value() + WHEELED))

    def _take(self, act: str, name: str, view: QTableView, do: Callable[[], object]) -> None:
        begin, busy = time.perf_counter(), time.thread_time()
        do()
        # What waits to be painted, as the event loop would have it painted next.
        QApplication.sendPostedEvents(view.window(), QEvent.Type.UpdateRequest)
        spent = 1000 * (time.perf_counter() - begin), 1000 * (time.thread_time() - busy)
        self.taken[act, name].append(spent)

    def figures(self) -> dict[str, float]:
        """Return the spreads of all that was measured, and how ours compare with stock."""
        height = self.table.viewport().height()
        found = {
            "rows_in_sight": float(height // self.table.rowHeight(0)),
            "columns_in_sight": float(len(self.table.header.visible_columns())),
        }
        for place, clock in enumerate(("", "cpu_")):
            for act in ("jump", "again", "wheel"):
                spreads = {
                    name: spread([one[place] for one in self.taken[act, name]]) for name in VIEWS
                }
                for name, values in spreads.items():
                    what = f"{VIEWS[name]}{act}_{clock}"
                    found |= {f"{what}{at}_ms": ms for at, ms in values.items()}
                for at, ours in spreads["table"].items():
                    found[f"{act}_{clock}{at}_to_stock"] = ours / spreads["stock"][at]
        return found


def measured(home: Path, rows: int | None = None) -> dict[str, float]:
    """Measure on a filled profile; with `rows`, its row ids are repeated up to so many."""
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication(["paint"])
    store = Store.open(Profile.under(home).database, rules_of(descriptions()), read_only=True)
    # Neighbours in this order were not filled in together, so that reading a page is no favour.
    found = store.search.rowids(Query(), Sort("customer"), zone=ZONE, now=NEWEST)
    wanted = rows or len(found)
    bench = Bench(app, store, (found * (wanted // len(found) + 1))[:wanted])
    gc.collect()
    gc.freeze()
    gc.disable()
    for number in range(ROUNDS):
        bench.round(number)
    gc.enable()
    gc.unfreeze()
    bench.table.close()
    bench.stock.close()
    store.close()
    return bench.figures()


def figures(home: Path) -> dict[str, float]:
    """Measure the painting of every order of a filled profile."""
    return measured(home)


def run(rows: int) -> dict[str, float]:
    """Measure the painting of `rows` row ids, which share a store of fewer orders."""
    with tempfile.TemporaryDirectory() as name:
        return measured(filled(min(rows, MOST_ORDERS), home=Path(name) / "home"), rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = run(options.rows)
    if options.json:
        sys.stdout.write(json.dumps({"rows": options.rows, **found}) + "\n")
    else:
        for key, value in found.items():
            sys.stdout.write(f"{key:32}{value:12.3f}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""The work: random writes through the store's doors, and questions whose answers are compared."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from orderdesk.domain.commands import CommandState, CreateOrder
from orderdesk.domain.gateway import Page
from orderdesk.domain.order import Order
from orderdesk.domain.query import query_text
from orderdesk.domain.shown import ShownRow
from orderdesk.store.grams.index import Work as TextWork
from orderdesk.store.search import FIRST
from orderdesk.store.store import Store
from tests.oracle.draws import CONNECTIONS, Draws
from tests.oracle.judge import Judge, totals
from tests.oracle.model import Kept, Model
from tests.unit.domain.invented import ALL_RULES, NOON, add_line, create, edit, transit
from tests.unit.store.oracle import Seen

ZONE = ZoneInfo("Europe/Berlin")
_LARGEST_PAGE = 25
_SCREEN = 60


class Differs(AssertionError):
    """An answer is not the oracle's; the message says to which question."""


def _same(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise Differs(f"{what}\n  found    {found!r:.2000}\n  expected {expected!r:.2000}")


class Work:
    """A store in a file, a second one that only reads as the services' does, and the model."""

    def __init__(self, folder: Path, seed: int, *, orders: int) -> None:
        self._path = folder / "orderdesk.db"
        self._draws = Draws(seed)
        self._model = Model()
        self._size = orders
        self._made = 0
        self._hours = 0
        self._row_ids: dict[str, int] = {}
        self._used: set[int] = set()
        self._begun: TextWork | None = None
        self._judge = Judge(CONNECTIONS, ZONE, NOON)
        self.counts: Counter[str] = Counter()
        self._writer = self._opened(read_only=False)
        for config in CONNECTIONS:
            self._writer.connections.put(config)
        self._reader = self._opened(read_only=True)
        while len(self._model.mirror) < orders:
            self.insert()

    def _opened(self, *, read_only: bool) -> Store:
        store = Store.open(self._path, ALL_RULES, read_only=read_only)
        # Small as it is, it is to be searched as a large one, or by plain SQL now and then.
        store.search.ranked_from = self._draws.pick((1, 1, 1_000_000))
        return store

    def close(self) -> None:
        self._reader.close()
        self._writer.close()

    def step(self) -> None:
        """Do one thing, as a day would bring it."""
        acts: tuple[tuple[int, Callable[[], None]], ...] = (
            (10, self.insert),
            (9, self.change),
            (3, self.confirm),
            (4, self.delete),
            (2, self.refresh_one),
            (1, self.drop_one),
            (3, self.name),
            (8, self.act),
            (5, self.stage),
            (6, self.move_on),
            (1, self.settle_all_of_a_pull),
            (3, self.reopen),
            (6, self.build),
            (12, self.index),
            (30, self.ask),
            (12, self.sort),
            (10, self.scroll),
        )
        chosen = self._draws.numbers.choices(acts, weights=[weight for weight, _ in acts])[0][1]
        chosen()

    # Writes.

    def _later(self) -> None:
        """Let time pass: what is read from now on is newer than what was."""
        self._hours += 1

    def _pull(self, connection: str) -> int:
        self._later()
        at = NOON + timedelta(hours=self._hours)
        return self._writer.mirror.begin_pull(connection, now=at)

    def _took(self, changed: Sequence[str]) -> None:
        self._model.refresh(changed)
        for about in changed:
            row_id = self._writer.search.rowid(about)
            if row_id is None:
                self._row_ids.pop(about, None)
            elif self._row_ids.get(about) != row_id:
                _same(f"row id {row_id} of {about} was used before", row_id in self._used, False)
                self._used.add(row_id)
                self._row_ids[about] = row_id

    def _page(self, connection: str, orders: Sequence[Order], gone: Sequence[str] = ()) -> None:
        before = self._model.mirror
        expected = {one.id for one in orders if before.get(one.id) != one}
        pull = self._pull(connection)
        page = Page(tuple(orders), gone=tuple(one.partition(":")[2] for one in gone))
        result = self._writer.mirror.apply_page(connection, page, pull=pull)
        removed = self._model.free(one for one in gone if one in before)
        _same("what changed with a page", result.changed, expected)
        _same("what a page removed", result.removed, removed)
        before.update({one.id: one for one in orders})
        for one in removed:
            del before[one]
        self._took([*(one.id for one in orders), *removed])

    def insert(self) -> None:
        """Take in orders that are new."""
        connection = self._draws.pick(CONNECTIONS).key
        count = 1 + self._draws.below(_LARGEST_PAGE)
        fresh = [self._draws.order(f"v{self._made + place}", connection) for place in range(count)]
        self._made += count
        # A vendor's list without items is told of by other tests.
        self._page(connection, [one for one in fresh if one.lines is not None])
        self.counts["inserts"] += count

    def _some(self, connection: str) -> list[str]:
        known = self._model.of(connection)
        most = min(len(known), 1 + self._draws.below(_LARGEST_PAGE))
        return self._draws.numbers.sample(known, most)

    def change(self) -> None:
        """Take in orders that their vendor has changed."""
        connection = self._draws.pick(CONNECTIONS).key
        chosen = [self._model.mirror[one] for one in self._some(connection)]
        changed = [self._draws.order(one.vendor_id, connection) for one in chosen]
        self._page(connection, [one for one in changed if one.lines is not None])
        self.counts["changes"] += len(changed)

    def confirm(self) -> None:
        """Take in orders that are as they were."""
        connection = self._draws.pick(CONNECTIONS).key
        orders = [self._model.mirror[one] for one in self._some(connection)]
        self._page(connection, [one for one in orders if one.lines is not None])
        self.counts["unchanged"] += len(orders)

    def delete(self) -> None:
        """Take in that orders are gone: more where there are more than there should be."""
        connection = self._draws.pick(CONNECTIONS).key
        gone = self._some(connection)
        if len(self._model.mirror) < self._size:
            gone = gone[:3]
        elif len(self._model.mirror) > self._size * 1.3:
            gone = list({*gone, *self._some(connection), *self._some(connection)})
            gone.sort()
        self._page(connection, [], gone)
        self.counts["deletions"] += len(gone)

    def refresh_one(self) -> None:
        """Read one order by itself; its items may not be known."""
        connection = self._draws.pick(CONNECTIONS).key
        for about in self._some(connection)[:1]:
            self._later()
            order = self._draws.order(self._model.mirror[about].vendor_id, connection)
            at = NOON + timedelta(hours=self._hours)
            changed = self._writer.mirror.put(order, read_at=at)
            _same(f"whether {about} changed", changed, self._model.mirror[about] != order)
            self._model.mirror[about] = order
            self._took([about])
            self.counts["changes"] += 1

    def drop_one(self) -> None:
        """Forget an order that its vendor no longer has."""
        connection = self._draws.pick(CONNECTIONS).key
        for about in self._some(connection)[:1]:
            free = bool(self._model.free([about]))
            _same(f"whether {about} went", self._writer.mirror.drop(about), free)
            if free:
                del self._model.mirror[about]
            self._took([about])
            self.counts["deletions"] += 1

    def settle_all_of_a_pull(self) -> None:
        """End a complete pull that brought a part: the others are gone."""
        connection = self._draws.pick(CONNECTIONS).key
        known = self._model.of(connection)
        kept = self._draws.numbers.sample(known, len(known) * 9 // 10)
        orders = [self._model.mirror[one] for one in kept]
        orders = [one for one in orders if one.lines is not None]
        pull = self._pull(connection)
        self._writer.mirror.apply_page(connection, Page(tuple(orders)), pull=pull)
        expected = self._model.free(set(known) - {one.id for one in orders})
        gone = self._writer.mirror.finish_pull(connection, pull, complete=True)
        _same("what a complete pull did not bring", gone, expected)
        for one in gone:
            del self._model.mirror[one]
        self._took(sorted(gone))
        self.counts["deletions"] += len(gone)

    def name(self) -> None:
        """Learn names, as a look-up brings them."""
        connection = self._draws.pick(CONNECTIONS).key
        drawn = [self._draws.name() for _ in range(1 + self._draws.below(4))]
        names = {(one.kind, one.id): one for one in drawn}
        self._writer.names.put(connection, names.values())
        self._model.name(connection, names)
        self.counts["names"] += len(names)

    # Commands.

    def act(self) -> None:
        """Ask for something."""
        known = list(self._model.mirror)
        command_id = f"k{self._made}-{sum(self.counts.values())}"
        if not known or self._draws.chance(0.2):
            command = create(
                command_id,
                connection=self._draws.pick(CONNECTIONS).key,
                title=self._draws.words(3),
                lines=({"text": self._draws.words(2), "count": "1", "each": "4"},),
            )
        else:
            about = self._model.shown[self._draws.pick(known)].order
            command = self._draws.pick(
                (
                    edit(command_id, about, note=self._draws.words(9)),
                    edit(command_id, about, title=self._draws.words(2)),
                    transit(command_id, about, "process", "Shipped"),
                    add_line(command_id, about, self._draws.words(2)),
                )
            )
        self._writer.outbox.enqueue(command)
        kept = Kept(command, CommandState.WAITING)
        self._model.give(kept)
        self._took([command.order_id])
        self.counts["commands"] += 1

    def stage(self) -> None:
        """Type something into an order that waits until it is sent."""
        known = [one for one in self._model.mirror if not self._model.staged(one)]
        if not known:
            return
        about = self._model.shown[self._draws.pick(known)].order
        command_id = f"s{self._made}-{sum(self.counts.values())}"
        values = self._draws.pick(({"note": self._draws.words(9)}, {"title": self._draws.words(2)}))
        command = edit(command_id, about, **values)
        self._writer.staged.put(about.id, [command], run="me")
        self._model.open.setdefault(about.id, []).append(Kept(command, CommandState.STAGED))
        self._took([about.id])
        self.counts["staged"] += 1

    def _decide(self, kept: Kept) -> None:
        """Send what is staged, or discard it."""
        command, open_ones = kept.command, self._model.open[kept.command.order_id]
        open_ones.remove(kept)
        if self._draws.chance(0.4):
            self._writer.staged.put(command.order_id, [], run="me")
        else:
            ids = [command.id]
            self._writer.staged.release(
                command.order_id, [command], ids, not_before=None, run="me", now=NOON
            )
            # It takes its place behind everything that was asked before.
            open_ones.append(Kept(command, CommandState.WAITING))
        self._took([command.order_id])

    def move_on(self) -> None:
        """Let the oldest command of an order come a step further."""
        waiting = [kept for kept in self._model.open.values() if kept]
        if not waiting:
            return
        kept = self._draws.pick(waiting)[0]
        command = kept.command
        if kept.state is CommandState.STAGED:
            self._decide(kept)
            return
        if kept.state is CommandState.WAITING:
            if self._draws.chance(0.3) and not isinstance(command, CreateOrder):
                self._writer.outbox.withdraw(command.id, now=NOON)
                self._settled(kept, None)
                return
            self._writer.outbox.begin_sending(command.id, before=None, owner="me", now=NOON)
            kept.state = CommandState.SENDING
        elif kept.state is CommandState.SENDING and self._draws.chance(0.3):
            self._writer.outbox.mark_unknown(command.id, reason="No answer.", verify_at=NOON)
            kept.state = CommandState.UNKNOWN
        else:
            self._done(kept)
            return
        self._took([command.order_id])

    def _done(self, kept: Kept) -> None:
        command = kept.command
        self._later()
        shown = self._model.shown[command.order_id].order
        update: dict[str, object] = {"note": "done"}
        answer = self._draws.order(shown.vendor_id, shown.connection)
        if isinstance(command, CreateOrder):
            answer = self._draws.order(f"v{self._made}", shown.connection)
            self._made += 1
        answer = answer.model_copy(update={"fields": {**answer.fields, **update}})
        if answer.lines is None:
            answer = answer.model_copy(update={"lines": ()})
        at = NOON + timedelta(hours=self._hours)
        self._writer.outbox.settle(command.id, CommandState.DONE, now=at, order=answer)
        self._settled(kept, answer)

    def _settled(self, kept: Kept, answer: Order | None) -> None:
        about = kept.command.order_id
        self._model.open[about].remove(kept)
        self.counts["settled"] += 1
        if answer is None:
            self._took([about])
        elif isinstance(kept.command, CreateOrder):
            self._model.follow(about, answer)
            # The row keeps its place on the screen: only its id changes.
            self._row_ids[answer.id] = self._row_ids.pop(about)
            self._took([about, answer.id])
        else:
            self._model.mirror[about] = answer
            self._took([about])

    # Questions.

    def reopen(self) -> None:
        """Close one of the two stores, or both, and open it again."""
        which = self._draws.below(3)
        if which != 1:
            self._reader.close()
        if which != 0:
            self._writer.close()
            self._writer = self._opened(read_only=False)
        if which != 1:
            self._reader = self._opened(read_only=True)
        self.counts["reopened"] += 1

    def build(self) -> None:
        """Let columns for searches be built, as the services do between the questions."""
        for _ in range(self._draws.pick((1, 2, 100))):
            if self._store().search.build_next(frozenset(), quiet=True) is None:
                break
        self.counts["built"] += 1

    def index(self) -> None:
        """Index texts: at once, or begun now and ended after other writes, as beside a sync."""
        texts = self._writer.texts
        if self._begun is not None:
            texts.adopt(self._begun)
            self._begun = None
        elif self._draws.chance(0.5):
            texts.catch_up(minimum=1 + self._draws.below(40))
        else:
            self._begun = texts.plan(minimum=1)
            if self._begun is not None:
                self._begun.make()
        self.counts["indexed"] += 1

    def _everything(self) -> dict[int, Seen]:
        return {self._row_ids[about]: seen for about, seen in self._model.shown.items()}

    def _store(self) -> Store:
        return self._writer if self._draws.chance(0.2) else self._reader

    def ask(self) -> None:
        """Ask a query: its first rows, all of them, its count and its sums."""
        everything = self._everything()
        query, sort = self._draws.query(list(self._model.shown.values())), self._draws.sort()
        found = self._judge.found(everything, query)
        search, told = self._store().search, f"{query_text(query)} {sort}"
        order = self._judge.order(found, sort)
        first = list(search.first(query, sort, zone=ZONE, now=NOON))
        _same(f"first rows of {told}", first, order[:FIRST])
        _same(f"rows of {told}", list(search.rowids(query, sort, zone=ZONE, now=NOON)), order)
        _same(f"totals of {told}", search.totals(query, zone=ZONE, now=NOON), totals(found))
        _same(f"count of {told}", search.count(query, zone=ZONE, now=NOON), len(found))
        self.counts["queries"] += 1

    def sort(self) -> None:
        """Sort everything by a column, one way and the other."""
        query, sort = self._draws.query([]).without(0), self._draws.sort()
        found = self._judge.found(self._everything(), query)
        for descending in (True, False):
            turned = type(sort)(sort.column, descending)
            rowids = self._store().search.rowids(query, turned, zone=ZONE, now=NOON)
            told = f"{query_text(query)} {turned}"
            _same(f"rows of {told}", list(rowids), self._judge.order(found, turned))
        self.counts["sorts"] += 2

    def scroll(self) -> None:
        """Read the rows of some screens."""
        everything = self._everything()
        rowids = sorted(everything)
        for _ in range(3):
            start = self._draws.below(max(1, len(rowids)))
            asked = rowids[start : start + _SCREEN]
            rows = self._store().search.rows(asked)
            _same("rows of a screen", [row.rowid for row in rows], asked)
            for row in rows:
                _agrees(row, everything[row.rowid])
        self.counts["scrolls"] += 3


def _agrees(row: ShownRow, seen: Seen) -> None:
    order = seen.order
    found = (
        *(row.id, row.number, row.name, row.kind, row.kind_word, row.state, row.vendor_state),
        *(row.items, row.total, row.discount, row.currency, row.placed_at, row.expires_at),
        *(row.payment, row.fulfilment, row.customer, row.customer_id, row.location),
        *(row.mark, row.pending),
    )
    expected = (
        *(order.id, order.number, order.name, order.kind, order.kind_word, order.state),
        *(order.vendor_state, order.item_count, order.total, order.discount, order.currency),
        *(order.placed_at, order.expires_at, order.payment, order.fulfilment),
        *(seen.name("customer"), seen.reference("customer"), seen.name("location")),
        *(seen.mark, seen.pending),
    )
    _same(f"the row of {order.id}", found, expected)

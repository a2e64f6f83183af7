"""The store: everything the desk keeps on this computer, behind one door."""

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from orderdesk.domain.rules import VendorRules
from orderdesk.store.amending import Amending
from orderdesk.store.bulk import BulkRuns
from orderdesk.store.connections import Connections
from orderdesk.store.database import Database
from orderdesk.store.grams.index import TextIndex
from orderdesk.store.history import History
from orderdesk.store.kept import Drafts, Preferences
from orderdesk.store.mirror import Mirror
from orderdesk.store.names import Names
from orderdesk.store.opening import open_database
from orderdesk.store.outbox import Outbox
from orderdesk.store.projected import Projected
from orderdesk.store.readings import Readings
from orderdesk.store.search import Search
from orderdesk.store.staged import Staged
from orderdesk.store.syncs import Syncs
from orderdesk.store.upkeep import Told, untold
from orderdesk.store.watch import Watch


class Store:
    """One open store; one thread at a time may use it, any number may be open on a file.

    Every method may raise the StoreErrors of `orderdesk.store.faults`: the file damaged, the
    disk full, another program holding it.
    """

    def __init__(self, database: Database, rules: Mapping[str, VendorRules]) -> None:
        self._database = database
        projected = Projected(database, rules)
        if not database.read_only:
            projected.complete()
        self.texts = TextIndex(database)
        if not database.read_only:
            self.texts.check()
        self.watch = Watch(database, rules)
        readings = Readings(database, projected, self.watch)
        self.profile_id: str = database.value("select value from meta where key = 'profile_id'")
        self.connections = Connections(database, projected)
        self.mirror = Mirror(database, projected, readings)
        self.outbox = Outbox(database, projected, readings)
        self.amending = Amending(database, projected)
        self.staged = Staged(database, projected)
        self.bulk = BulkRuns(database, self.outbox)
        self.names = Names(database, projected)
        self.history = History(database)
        self.search = Search(database, rules)
        self.drafts = Drafts(database)
        self.preferences = Preferences(database)
        self.syncs = Syncs(database)

    @classmethod
    def open(
        cls,
        path: Path | None,
        rules: Mapping[str, VendorRules],
        *,
        read_only: bool = False,
        told: Told = untold,
    ) -> Self:
        """Open the store in the file `path`, made when there is none; None keeps it in memory.

        `rules` are the vendors' by their name; `read_only` opens a second one beside a writer.
        `told` hears how far it has come where the file has to be brought up to date first.

        Raises:
            StoreDamaged: the file was damaged. It has been set aside and what could be saved
                is in a new file: opening again works.
            StoreNewer: the file was written by a newer program.
            StoreUnusable: the file cannot be made or opened.
            UpkeepStopped: `told` wanted no more; the file is as it was.
        """
        database = open_database(path, read_only=read_only, told=told)
        try:
            return cls(database, rules)
        except BaseException:
            database.close()
            raise

    def give_up(self) -> None:
        """End what is being read with GivenUp, until `carry_on`; for any thread to call."""
        self._database.give_up()

    def carry_on(self) -> None:
        """Read again after `give_up`."""
        self._database.carry_on()

    def let_go(self) -> None:
        """Give back the memory that what was read and written is kept in."""
        self._database.let_go()

    def close(self) -> None:
        """Close the file; closing twice is harmless."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

"""Names for ids: from the store first, from the vendor where they hang below something."""

import logging

from orderdesk.domain.errors import DeskError
from orderdesk.domain.events import NamesChanged
from orderdesk.domain.order import Named
from orderdesk.services.events import Bus
from orderdesk.services.links import Links
from orderdesk.services.storage import Storage
from orderdesk.services.tasks import TaskSet
from orderdesk.services.views import OrderView

logger = logging.getLogger(__name__)


class Naming:
    """Finds names, and asks the vendor for those that no sync brings."""

    def __init__(self, *, storage: Storage, links: Links, bus: Bus, tasks: TaskSet) -> None:
        self._storage = storage
        self._links = links
        self._bus = bus
        self._tasks = tasks
        self._asked: set[tuple[str, str, str]] = set()
        """Connection, kind and parent of what was asked for since the start."""

    async def find(self, connection: str, kind: str, text: str, parent: str | None) -> list[Named]:
        """Find names of a kind; below a `parent` of which none is known the vendor is asked.

        Raises:
            VendorError: if the vendor has to be asked and does not answer.
        """
        if parent is not None and not await self._known(connection, kind, "", parent):
            await self._look_up(connection, kind, parent)
        return await self._known(connection, kind, text, parent)

    def fill(self, view: OrderView) -> None:
        """Ask in the background for names of the order's header that are not known."""
        connection = view.order.connection
        for spec in view.description.rules.order_fields:
            value = view.order.fields.get(spec.key)
            parent = view.order.fields.get(spec.depends_on or "")
            if spec.look_up is None or not value or not parent:
                continue
            asked = (connection, spec.look_up, parent)
            if (spec.look_up, value) not in view.names and asked not in self._asked:
                self._asked.add(asked)
                self._tasks.spawn(self._filled(*asked), f"names of {spec.look_up}")

    async def _filled(self, connection: str, kind: str, parent: str) -> None:
        try:
            await self._look_up(connection, kind, parent)
        except DeskError as error:
            # Ids are shown instead; the next look at the order asks again.
            self._asked.discard((connection, kind, parent))
            logger.info("the names of %s could not be read: %s", kind, error.sentence())

    async def _known(
        self, connection: str, kind: str, text: str, parent: str | None
    ) -> list[Named]:
        return await self._storage.read(
            lambda store: store.names.find(connection, kind, text, parent=parent)
        )

    async def _look_up(self, connection: str, kind: str, parent: str) -> None:
        changed = False
        async with self._links.using(connection) as gateway:
            async for names in gateway.look_up(kind, parent=parent):
                changed = await self._keep(connection, names) or changed
        if changed:
            self._bus.publish(NamesChanged(connection))

    async def _keep(self, connection: str, names: tuple[Named, ...]) -> bool:
        return await self._storage.run(lambda store: store.names.put(connection, names))

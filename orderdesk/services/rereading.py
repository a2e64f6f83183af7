"""Reading one order from its vendor into the mirror, or out of it where it is gone."""

from orderdesk.domain.errors import DeskError, NotFound
from orderdesk.domain.events import NamesChanged, OrdersChanged
from orderdesk.domain.gateway import Reading
from orderdesk.domain.order import order_id
from orderdesk.services.events import Bus
from orderdesk.services.links import Links
from orderdesk.services.storage import Storage


class Rereading:
    """The one way in which an order that was read by itself comes into the mirror."""

    def __init__(self, *, storage: Storage, links: Links, bus: Bus) -> None:
        self._storage = storage
        self._links = links
        self._bus = bus

    async def read(
        self, connection: str, vendor_id: str, *, background: bool = False, tell: bool = False
    ) -> Reading:
        """Read one order, now or in the background lane; with `tell` also say so if it is the same.

        Raises:
            NotFound: the vendor has it no more; then it is not in the mirror either, unless
                something is open on it.
            VendorError: it cannot be read.
        """
        try:
            async with self._links.using(connection) as gateway:
                reading = await gateway.fetch(vendor_id, background=background)
        except NotFound:
            self._links.succeeded(connection)
            await self.gone(connection, vendor_id, tell=tell)
            raise
        except DeskError as error:
            self._links.failed(connection, error)
            raise
        await self.keep(reading, tell=tell)
        return reading

    async def keep(self, reading: Reading, *, tell: bool = False) -> None:
        """Put what was just read into the mirror."""
        connection = reading.order.connection
        self._links.succeeded(connection)
        if reading.names and await self._storage.run(
            lambda store: store.names.put(connection, reading.names)
        ):
            self._bus.publish(NamesChanged(connection))
        changed = await self._storage.run(
            lambda store: store.mirror.put(reading.order, read_at=reading.at)
        )
        if changed or tell:
            self._bus.publish(OrdersChanged(frozenset({reading.order.id})))

    async def gone(self, connection: str, vendor_id: str, *, tell: bool = False) -> None:
        """Take an order that the vendor has no more out of the mirror, unless something is open."""
        about = order_id(connection, vendor_id)
        if await self._storage.run(lambda store: store.mirror.drop(about)):
            self._bus.publish(OrdersChanged(removed=frozenset({about})))
        elif tell:
            self._bus.publish(OrdersChanged(frozenset({about})))

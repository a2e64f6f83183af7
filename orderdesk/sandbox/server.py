"""The sandbox as a server: started and stopped from any program, in a thread of its own."""

import asyncio
import logging
import socket
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount
from typing_extensions import override

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.control import Control, add_faults
from orderdesk.sandbox.gate import Gate
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.storage import Storage
from orderdesk.sandbox.switches import SwitchBoard
from orderdesk.sandbox.vendors import Surroundings, Vendor, vendors

HOST = "127.0.0.1"
ORDERS = 5_000
SEED = 1
_OFFSET_NOTE = "clock offset"
_PATIENCE = 10.0


class CannotStart(Exception):
    """The sandbox cannot be started; the message says why in a sentence."""


class WrongOption(CannotStart):
    """A switch or a fault that there is not."""


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """What a sandbox is started with."""

    port: int = 0
    """The port on 127.0.0.1; 0 takes a free one. Sites with ports of their own follow it."""
    orders: int = ORDERS
    """How many orders to make up for each vendor, unless `file` holds some."""
    seed: int = SEED
    """The same seed makes up the same data."""
    file: Path | None = None
    """Where the state is kept; None: in memory."""
    start: datetime | None = None
    """The time (aware) at which its clock starts; None: the machine's."""
    switches: Mapping[str, str] = field(default_factory=dict[str, str])
    faults: Sequence[Document] = ()
    only: Sequence[str] = ()
    """The vendors to stand in for; empty: all that there are."""


class _Server(uvicorn.Server):
    """uvicorn, stopped by an event instead of by looking around ten times a second."""

    def __init__(self, config: uvicorn.Config, gate: Gate, listening: threading.Event) -> None:
        super().__init__(config)
        self._gate = gate
        self._listening = listening
        self._stopping = asyncio.Event()

    @override
    async def main_loop(self) -> None:
        await self.on_tick(0)
        self._listening.set()
        await self._stopping.wait()
        self._gate.lifetime.end()
        self._gate.wires.cut_all()

    def stop(self) -> None:
        """End `main_loop`; call it in the server's own loop."""
        self._stopping.set()


class Sandbox:
    """Stand-ins for the vendors on this machine: one port, and one more for each site of its own.

    Use it as a context manager, or call `start` and `stop`; one object starts once.
    """

    def __init__(self, options: SandboxOptions | None = None) -> None:
        self.options = options or SandboxOptions()
        self.port = 0
        self._storage: Storage | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: _Server | None = None
        self._gate: Gate | None = None
        self._failure: BaseException | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def root(self) -> str:
        """The address of the whole sandbox, without a slash at its end."""
        return f"http://{HOST}:{self.port}"

    @property
    def control(self) -> str:
        """The address of the control endpoint, without a slash at its end."""
        return f"{self.root}/control"

    @property
    def description(self) -> Document:
        """What a client needs to know: the control address and one connection for each vendor."""
        connections: list[JsonValue] = []
        if self._gate is not None:
            own = {name: f"http://{HOST}:{port}" for port, name in self._gate.ports.items()}
            for name, stand_in in self._gate.stand_ins.items():
                connections.append(stand_in.connection(own.get(name, f"{self.root}/{name}")))
        return {"control": self.control, "connections": connections}

    def start(self) -> None:
        """Make up or read the data, and return as soon as requests are answered.

        Raises:
            WrongOption: for a switch or a fault that there is not.
            CannotStart: for a port that is taken.
            NotOurs: when the file holds something else.
        """
        listeners: list[socket.socket] = []
        try:
            listeners.append(_listener(self.options.port))
            self._storage = Storage(self.options.file)
            self.port = listeners[0].getsockname()[1]
            gate = self._prepared(self._storage)
            for vendor in self._chosen():
                if vendor.own_port:
                    after = self.options.port and self.options.port + len(listeners)
                    listeners.append(_listener(after))
                    gate.ports[listeners[-1].getsockname()[1]] = vendor.name
        except BaseException:
            for listener in listeners:
                listener.close()
            self._close_storage()
            raise
        listening = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(gate, listeners, listening), name="sandbox", daemon=True
        )
        self._thread.start()
        if not listening.wait(_PATIENCE) or self._failure is not None:
            self.stop()
            raise CannotStart("The sandbox did not come up.") from self._failure

    def stop(self) -> None:
        """Cut what is still under way, close the port and the file; does no harm twice."""
        thread, loop, server = self._thread, self._loop, self._server
        if thread is not None and loop is not None and server is not None and thread.is_alive():
            loop.call_soon_threadsafe(server.stop)
        if thread is not None:
            thread.join(_PATIENCE)
        self._thread = None
        self._close_storage()

    def _close_storage(self) -> None:
        if self._storage is not None:
            self._storage.close()
            self._storage = None

    def _chosen(self) -> list[Vendor]:
        return vendors(self.options.only)

    def _prepared(self, storage: Storage) -> Gate:
        options = self.options
        chosen = self._chosen()
        note = storage.note(_OFFSET_NOTE)
        clock = Clock(start=options.start, offset=float(note or 0))
        gate = Gate(clock=clock, seed=options.seed)
        try:
            switches = [_switches_of(vendor, options.switches, chosen) for vendor in chosen]
            add_faults(gate, [*options.faults], chosen)
        except ValueError as fault:
            raise WrongOption(str(fault)) from None
        surroundings = Surroundings(storage, clock, options.orders, options.seed)
        for vendor, changes in zip(chosen, switches, strict=True):
            stand_in = vendor.build(surroundings)
            stand_in.switches.set(changes)
            gate.stand_ins[vendor.name] = stand_in
        return gate

    def _application(self, gate: Gate, storage: Storage) -> Starlette:
        def moved() -> None:
            storage.keep_note(_OFFSET_NOTE, repr(gate.clock.offset))

        control = Control(
            gate,
            vendors([*gate.stand_ins]),
            description=lambda: self.description,
            defaults=(self.options.orders, self.options.seed),
            moved=moved,
        )
        routes: list[BaseRoute] = [*control.routes(), Mount("/", app=gate)]
        return Starlette(routes=routes)

    def _run(self, gate: Gate, listeners: list[socket.socket], listening: threading.Event) -> None:
        try:
            asyncio.run(self._serve(gate, listeners, listening))
        except BaseException as fault:  # reported by start() in the caller's thread
            self._failure = fault
            for listener in listeners:
                listener.close()
            listening.set()
            logging.getLogger(__name__).debug("The sandbox ended", exc_info=True)

    async def _serve(
        self, gate: Gate, listeners: list[socket.socket], listening: threading.Event
    ) -> None:
        storage = self._storage
        if storage is None:
            return
        self._gate = gate
        self._loop = asyncio.get_running_loop()
        config = uvicorn.Config(
            self._application(gate, storage),
            http=gate.wires.protocol(),
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",  # "invalid request" and the like are the clients' affair
            access_log=False,
            date_header=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=60,
            timeout_graceful_shutdown=2,
        )
        self._server = _Server(config, gate, listening)
        await self._server.serve(sockets=listeners)


def _switches_of(
    vendor: Vendor, wanted: Mapping[str, str], every: Sequence[Vendor]
) -> dict[str, JsonValue]:
    """Take those of the wanted switches that are this vendor's: by name, or as `vendor.name`.

    Raises:
        WrongSwitch: for one that nobody has, or a value that it does not take.
    """
    known = {switch.name for each in every for switch in each.switches}
    own = {switch.name for switch in vendor.switches}
    others = {each.name for each in every} - {vendor.name}
    changes: dict[str, JsonValue] = {}
    for given, value in wanted.items():
        owner, _dot, short = given.rpartition(".")
        if owner in others:
            continue
        name = short if owner == vendor.name else given
        if name in own or name not in known:
            changes[name] = value
    SwitchBoard(vendor.switches).set(changes)
    return changes


def _listener(port: int) -> socket.socket:
    # Without the protocol's number asyncio leaves Nagle's algorithm on, and answers wait for 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":  # there it would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
    except (OSError, OverflowError) as fault:
        listener.close()
        raise CannotStart(f"Port {port} of {HOST} cannot be used: {fault}.") from None
    return listener

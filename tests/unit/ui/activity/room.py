"""A desk in a room of its own: real services on their thread, Qt on this one, and a sandbox."""

import asyncio
import json
import threading
from collections.abc import Callable, Coroutine, Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

import httpx
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from qasync import QEventLoop

from orderdesk.connectors import registry
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.order import FieldValue
from orderdesk.domain.query import Query
from orderdesk.domain.shown import Sort
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from orderdesk.services.desk import Desk
from orderdesk.services.links import GatewayFactory
from orderdesk.services.settings import SettingsService
from orderdesk.services.timings import Timings
from orderdesk.services.updates import UpdateSource
from orderdesk.services.views import OrderView, Receipt
from orderdesk.store.store import Store
from orderdesk.ui.bridge import Bridge
from orderdesk.ui.context import Context
from orderdesk.ui.icons import Icons
from orderdesk.ui.tasks import Tasks
from orderdesk.ui.theme import Theme
from orderdesk.vault.memory_vault import MemoryVault
from orderdesk.vault.port import Vault

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)

OpenRoom = Callable[..., "Room"]
"""Opens a room, with the options of `room`; it is closed when the test ends."""

QUICK = Timings(
    deadline=5.0,
    settle=0.05,
    sync_interval=3600.0,
    first_pause=0.05,
    longest_pause=0.2,
    sign_in_pause=0.2,
    poll=0.05,
    progress=0.0,
    close=3.0,
)
_PATIENCE = 30.0


class ServiceLoop:
    """A thread with an event loop on which the services run."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="services")
        self._thread.start()

    def run(self, coro: Coroutine[Any, Any, T], /) -> "asyncio.Future[T]":
        """Run `coro` there; the answer is awaited on the UI's loop."""
        return asyncio.wrap_future(asyncio.run_coroutine_threadsafe(coro, self._loop))

    def wait(self, coro: Coroutine[Any, Any, T]) -> T:
        """Run `coro` there and block until it is done."""
        return asyncio.run_coroutine_threadsafe(coro, self._loop).result(_PATIENCE)

    def doing(self, name: str) -> bool:
        """Whether a coroutine of this qualified name is under way there."""
        return any(
            getattr(task.get_coro(), "__qualname__", "") == name
            for task in asyncio.all_tasks(self._loop)
        )

    def close(self) -> None:
        """Stop the loop and the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE)
        self._loop.close()


@contextmanager
def ui_loop(app: QApplication) -> Generator[asyncio.AbstractEventLoop]:
    """Let Qt's event loop, run by whatever waits in a test, be asyncio's running loop too."""
    make = cast("Callable[..., asyncio.AbstractEventLoop]", QEventLoop)
    loop = make(app, already_running=True)
    try:
        yield loop
    finally:
        loop.stop()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


@dataclass
class Room:
    """A desk with what its widgets need; `failures` are exceptions that nobody handled."""

    context: Context
    services: ServiceLoop
    loop: asyncio.AbstractEventLoop
    failures: list[BaseException]
    sandbox: Sandbox | None
    widgets: list[QWidget] = field(default_factory=list[QWidget])

    @property
    def desk(self) -> Desk:
        """The services."""
        return self.context.desk

    def show(self, widget: W, width: int, height: int) -> W:
        """Show a window; it is gone when the room is closed."""
        self.widgets.append(widget)
        widget.resize(width, height)
        widget.show()
        return widget

    def idle(self) -> bool:
        """Whether no call to the services is under way, nor one that follows from another."""
        return not asyncio.all_tasks(self.loop)

    def clear(self) -> None:
        """Take every window away at once."""
        for widget in self.widgets:
            if shiboken6.isValid(widget):
                widget.hide()
                shiboken6.delete(widget)
        self.widgets.clear()

    def wait(self, coro: Coroutine[Any, Any, T]) -> T:
        """Run a service's coroutine and block until it is done."""
        return self.services.wait(coro)

    def act(
        self,
        fits: Callable[[OrderView], bool],
        action: str,
        values: Mapping[str, FieldValue],
        *,
        line: int | None = None,
    ) -> Receipt:
        """Do something with the first order that fits; `line` counts its items from 0."""
        found = self.wait(self.desk.orders.search(Query(), Sort(), zone="UTC"))
        for row in self.wait(self.desk.orders.rows(list(found.rowids))):
            view = self.wait(self.desk.orders.view(row.id))
            if fits(view):
                item = (view.order.lines or ())[line].id if line is not None else None
                act = self.desk.orders.act(row.id, action, values, line_id=item)
                return self.wait(act)
        raise AssertionError(action)

    def control(self, path: str, body: object = None, *, method: str = "") -> Any:
        """Ask the sandbox's control endpoint; with a body by POST."""
        if self.sandbox is None:
            raise AssertionError
        verb = method or ("GET" if body is None else "POST")
        answer = httpx.request(verb, f"{self.sandbox.control}/{path}", json=body, timeout=30)
        return answer.raise_for_status().json()

    def connection_text(self) -> str:
        """Return the sandbox's connection as JSON, as a person would have it in a file."""
        if self.sandbox is None:
            raise AssertionError
        return json.dumps(self.sandbox.description, default=str)

    def connect(self) -> str:
        """Add the sandbox's connection, sync it, and return its key."""
        [key] = self.wait(self.desk.connections.import_json(self.connection_text()))
        [report] = self.wait(self.desk.sync.sync([key]))
        if report.error is not None:
            raise AssertionError(report.error)
        return key

    @staticmethod
    def nameless(window: QWidget) -> list[QWidget]:
        """Return what takes the focus in a window without a name for a screen reader."""
        return [
            widget
            for widget in window.findChildren(QWidget)
            if widget.isVisible()
            and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
            and not _name(widget)
        ]


def _name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@contextmanager
def room(
    app: QApplication,
    theme: Theme,
    folder: Path,
    *,
    sandbox: SandboxOptions | None = None,
    vault: Vault | None = None,
    gateways: GatewayFactory = registry.build,
    descriptions: tuple[ConnectorDescription, ...] | None = None,
    prepare: Callable[[Store], object] = lambda _store: None,
    sending: bool = True,
    background: bool = False,
    timings: Timings = QUICK,
    settings: SettingsService | None = None,
    updates: UpdateSource | None = None,
) -> Generator[Room]:
    """Open a desk on a store in `folder`; `prepare` fills it before."""
    known = registry.describe_all() if descriptions is None else descriptions
    rules = {description.vendor: description.rules for description in known}
    path = folder / "desk.db"
    folder.mkdir(parents=True, exist_ok=True)
    with Store.open(path, rules) as store:
        prepare(store)
    desk = Desk.build(
        store=lambda: Store.open(path, rules),
        reader=lambda: Store.open(path, rules, read_only=True),
        vault=vault or MemoryVault(),
        gateways=gateways,
        descriptions=known,
        lock=folder / "dispatch.lock",
        timings=timings,
        author="ada",
        computer="desk-1",
        settings=settings,
        updates=updates,
        logs=folder / "logs",
    )
    served = Sandbox(sandbox) if sandbox is not None else None
    services = ServiceLoop()
    failures: list[BaseException] = []
    with ui_loop(app) as loop:
        if served is not None:
            served.start()
        tasks = Tasks(services.run)
        tasks.failed.connect(failures.append)
        bridge = Bridge()
        detach = bridge.attach(desk.bus)
        context = Context(
            desk=desk,
            tasks=tasks,
            bridge=bridge,
            theme=theme,
            icons=Icons(theme),
            zone=ZoneInfo("Europe/London"),
            rows_now=lambda _rowids: None,
        )
        services.wait(desk.start(background=background, sending=sending))
        here = Room(context, services, loop, failures, served)
        try:
            yield here
        finally:
            detach()
            here.clear()
            loop.stop()
            loop.run_until_complete(tasks.aclose())
            services.wait(desk.aclose())
            services.close()
            if served is not None:
                served.stop()
    if failures:
        raise AssertionError(failures)


@contextmanager
def rooms(app: QApplication, theme: Theme, folder: Path) -> Generator[OpenRoom]:
    """Give what opens rooms, and close them all in the end."""
    with ExitStack() as stack:

        def opened(**options: Any) -> Room:
            return stack.enter_context(room(app, theme, folder, **options))

        yield opened


def secrets_of(description: Mapping[str, Any]) -> list[str]:
    """Return every secret value a sandbox printed."""
    return [
        str(value)
        for connection in description["connections"]
        for value in connection["secrets"].values()
    ]

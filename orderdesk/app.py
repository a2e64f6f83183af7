"""The composition root of the desk: builds everything, runs it, and closes it in order."""

import asyncio
import contextlib
import ctypes
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Coroutine, Generator, Sequence
from functools import partial
from types import FrameType
from typing import Any, TypeVar

import qasync
import shiboken6
from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from orderdesk import logs
from orderdesk.composition import compose, rules_of, store_opener
from orderdesk.config import (
    UNLOCK_VARIABLE,
    Loaded,
    Options,
    Profile,
    Settings,
    load_settings,
    write_private,
)
from orderdesk.demo import DemoSandbox
from orderdesk.domain.errors import DeskError
from orderdesk.domain.shown import ShownRow
from orderdesk.one_desk import address_of
from orderdesk.policy import read_policy
from orderdesk.safe_mode import RESTART
from orderdesk.services.desk import Desk
from orderdesk.services.giving_way import Hands, new_loop
from orderdesk.start import Begun, begin
from orderdesk.store.faults import GivenUp
from orderdesk.store.glance import Glance
from orderdesk.store.memory import limit_pages
from orderdesk.store.store import Store
from orderdesk.store.upkeep import UpkeepStopped
from orderdesk.ui.assets import assets
from orderdesk.ui.bridge import Bridge
from orderdesk.ui.context import Context
from orderdesk.ui.desk_window import desk_window
from orderdesk.ui.door import Door
from orderdesk.ui.failures import Failures
from orderdesk.ui.first_look import look_text
from orderdesk.ui.first_record import first_look
from orderdesk.ui.garbage import GarbageCollector
from orderdesk.ui.icons import Icons
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.tasks import Tasks
from orderdesk.ui.theme import Theme
from orderdesk.ui.upkeep_window import Upkeep
from orderdesk.ui.window_memory import load
from orderdesk.vault.opening import open_vault
from orderdesk.vault.port import Vault

logger = logging.getLogger(__name__)
T = TypeVar("T")

# Shorter than usual, so that the UI thread gets its turn soon while a sync works.
_SWITCH_SECONDS = 0.0002
# Threads that decode beside one another are no quicker, and each makes the UI thread wait longer.
_HANDS = 2
# M_ARENA_MAX of <malloc.h>.
_ARENA_MAX = -8
_MOST_ROWS = 100
# Longer than this the UI thread does not wait for rows; the services then bring them. Where they
# were not there in time it waits longer with the next frame: one frame late is better than blank.
_ROWS_SECONDS = 0.005
_LATE_SECONDS = 0.04
# What is being kept takes a moment; a vendor that does not answer must not hold up the end.
_SETTLE_SECONDS = 2.0
_TIDY_MS = 20_000
# The start needs more memory than what comes after it.
_STARTED_MS = 3_000
# A window that was there for so long came up.
_CAME_UP_MS = 400


class ServiceThread:
    """The one thread the services run on, with an event loop of its own."""

    def __init__(self) -> None:
        self._loop = new_loop()
        self._loop.set_default_executor(Hands(_HANDS, "orderdesk-hand"))
        self._thread = threading.Thread(target=self._serve, name="orderdesk-services", daemon=True)
        self._thread.start()

    def run(self, coro: Coroutine[Any, Any, T], /) -> "asyncio.Future[T]":
        """Run `coro` there; the answer can be awaited here."""
        return asyncio.wrap_future(asyncio.run_coroutine_threadsafe(coro, self._loop))

    def close(self) -> None:
        """Stop the loop and wait for the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())


class RowReader:
    """Reads the rows in sight on the UI thread, from a store of its own that only reads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._patience = _ROWS_SECONDS

    def rows(self, rowids: Sequence[int]) -> list[ShownRow] | None:
        """Return the rows at once, or None where the services should be asked."""
        if len(rowids) > _MOST_ROWS:
            return None
        try:
            rows = self._store.search.rows_within(rowids, self._patience)
        except GivenUp:
            self._patience = min(2 * self._patience, _LATE_SECONDS)
            return None
        except DeskError as error:
            logger.warning("rows are read by the services instead: %s", error.sentence())
            return None
        self._patience = _ROWS_SECONDS
        return rows

    def close(self) -> None:
        """Close the store."""
        self._store.close()


Visit = Callable[[MainWindow], Coroutine[Any, Any, None]]
"""What drives the window in place of a person; the desk closes when it ends."""


def run(options: Options, *, visit: Visit | None = None) -> int:
    """Open the desk and return the exit code once it is closed."""
    with begin(options) as begun:
        return go_on(begun, options, visit=visit)


def _spare_memory() -> None:
    """Bound what the store keeps, and have all threads take their memory from two places.

    Each would take it from a place of its own otherwise, and keep it.
    """
    limit_pages()
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # glibc's alone
        if mallopt is not None:
            mallopt(_ARENA_MAX, 2)


def _give_back() -> None:
    """Give memory that is free back to the system, which looks at all of it: beside the UI."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


def go_on(begun: Begun, options: Options, *, visit: Visit | None = None) -> int:
    """Go on where the start has shown the first frame; return the exit code."""
    app = begun.app
    _spare_memory()
    logs.configure(begun.profile.logs)
    app.setWindowIcon(QIcon(str(assets() / "icons" / "orderdesk.svg")))
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    try:
        with loop:
            life = live(app, begun.profile, options, visit=visit, begun=begun)
            return loop.run_until_complete(life)
    finally:
        if options.demo:
            # The folder they are in goes.
            logs.close()


async def live(
    app: QApplication,
    profile: Profile,
    options: Options,
    *,
    visit: Visit | None = None,
    begun: Begun | None = None,
) -> int:
    """Start the services, show the window, wait until it is closed; return the exit code.

    `begun` is the first frame's, where the start was.
    """
    begun = begun or Begun(app, profile, Theme(app), safe=options.safe)
    loaded, policy = _loaded(profile, options, begun), read_policy()
    vault = await _vault(profile, options)
    worker = ServiceThread()
    failures = Failures()
    failures.install(asyncio.get_running_loop())
    tasks = Tasks(worker.run)
    tasks.failed.connect(failures.report)
    upkeep = Upkeep(begun.theme)
    desk = compose(
        *(profile, loaded.settings),
        vault=vault,
        policy=policy,
        told=lambda stage: upkeep.told(stage.what, stage.share),
    )
    start = desk.start_quietly() if begun.safe else desk.start(background=True)
    code = await _opened(begun, worker, start, upkeep)
    if code is not None:
        return code
    running = _Running(begun, options, desk, worker)
    garbage = GarbageCollector()
    try:
        with _signals(running.leave):
            await running.show(tasks, failures)
            for problem in (loaded.problem, policy.problem):
                if problem is not None:
                    failures.report(problem)
            garbage.collect_all()
            sys.setswitchinterval(_SWITCH_SECONDS)
            await (running.closed if visit is None else visit(running.window))
    finally:
        await running.close(tasks)
        failures.uninstall()
        garbage.stop()
    return RESTART if running.restarts else 0


def _loaded(profile: Profile, options: Options, begun: Begun) -> Loaded:
    if begun.safe:
        return Loaded(Settings())
    # Whoever only tries it out asks nobody for anything.
    return Loaded(Settings(update_check=False)) if options.demo else load_settings(profile.settings)


async def _vault(profile: Profile, options: Options) -> Vault:
    return await asyncio.to_thread(
        open_vault,
        profile.secrets,
        profile.identity(),
        passphrase=os.environ.get(UNLOCK_VARIABLE),
        memory=options.demo,
    )


async def _opened(
    begun: Begun, worker: ServiceThread, start: Coroutine[Any, Any, None], upkeep: Upkeep
) -> int | None:
    """Open the desk; return the exit code where that is not to be."""
    try:
        await worker.run(start)
    except DeskError as error:
        logger.warning("the desk cannot be opened", exc_info=error)
        upkeep.over()
        if begun.frame is not None:
            shiboken6.delete(begun.frame.frame)
        code = 0 if isinstance(error, UpkeepStopped) else await _said_why(begun, error)
        worker.close()
        return code
    upkeep.over()
    return None


async def _said_why(begun: Begun, error: DeskError) -> int:
    from orderdesk.trouble import say_why

    return await say_why(begun, error)


class _Running:
    """The desk while its window is open."""

    def __init__(
        self,
        begun: Begun,
        options: Options,
        desk: Desk,
        worker: ServiceThread,
    ) -> None:
        self._begun = begun
        self._profile = begun.profile
        self._options = options
        self._desk = desk
        self._worker = worker
        self._bridge = Bridge()
        self._detach = self._bridge.attach(desk.bus)
        self._sandbox = DemoSandbox()
        self._rows: RowReader | None = None
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._tidy = QTimer(interval=_STARTED_MS)
        self.restarts = False
        """Whether the desk is to be opened again once it is closed."""
        self.window: MainWindow

    async def show(self, tasks: Tasks, failures: Failures) -> None:
        """Build the window, in the first frame where that is shown, and begin to fill it."""
        theme, frame, settings = self._begun.theme, self._begun.frame, self._desk.settings.now
        rules = rules_of(self._desk.connections.descriptions())
        opener = store_opener(self._profile, rules, read_only=True)
        self._rows = RowReader(await asyncio.to_thread(opener))
        context = Context(
            desk=self._desk,
            tasks=tasks,
            bridge=self._bridge,
            theme=theme,
            icons=Icons(theme) if frame is None else frame.icons,
            zone=settings.zone_info(),
            rows_now=self._rows.rows,
            demo=self._options.demo,
            safe=self._begun.safe,
            profile=self._profile,
            ended=self._begun.marks.ended,
        )
        kept = await self._worker.run(load(context))
        if self._desk.settings.locked("theme"):
            kept["appearance"] = settings.theme
        kept.setdefault("appearance", settings.theme)
        shown = None if frame is None else frame.frame
        self.window = desk_window(context, failures, kept, frame=shown)
        self.window.closing.connect(self._on_closing)
        self.window.show()
        if frame is not None:
            frame.lift_with(self.window)
            if frame.closed:
                self._on_closing()
        self.window.start()
        self.window.wanted.connect(self._on_wanted)
        QTimer.singleShot(_CAME_UP_MS, self.window, self._begun.marks.came_up)
        if not self._options.demo:
            door = Door(address_of(self._profile), context, self.window)
            door.follow(self._options.link)
        self._tidy.timeout.connect(partial(self._give_back, tasks))
        self._tidy.start()
        if self._options.demo:
            tasks.spawn(self._fill_demo(), "start the demo")

    def _give_back(self, tasks: Tasks) -> None:
        self._tidy.setInterval(_TIDY_MS)
        tasks.call(self._given_back(), name="give memory back")

    async def _given_back(self) -> None:
        await self._desk.let_go()
        await asyncio.to_thread(_give_back)

    async def close(self, tasks: Tasks) -> None:
        """Keep what is to be kept, end what runs, and let go of everything in order."""
        self._tidy.stop()
        if hasattr(self, "window"):
            self.window.keeper.flush()
            look = await self._first_look()
            self.window.hide()
            if look is not None:
                await asyncio.to_thread(self._keep_look, look)
            await tasks.settle(_SETTLE_SECONDS)
        self._detach()
        await tasks.aclose()
        await self._worker.run(self._desk.aclose())
        await self._worker.run(self._sandbox.aclose())
        self._worker.close()
        if self._rows is not None:
            self._rows.close()
        if hasattr(self, "window"):
            shiboken6.delete(self.window)

    async def _first_look(self) -> str | None:
        """Take down what the next start shows first."""
        if self._options.demo or self._begun.safe:
            return None
        edition = await asyncio.to_thread(self._edition)
        look = None if edition is None else first_look(self.window, edition)
        return None if look is None else look_text(look)

    def _edition(self) -> str | None:
        try:
            glance = Glance.open(self._profile.database)
        except DeskError:
            return None
        try:
            return glance.edition()
        except DeskError:
            return None
        finally:
            glance.close()

    def _keep_look(self, text: str) -> None:
        with contextlib.suppress(OSError):  # the next start only takes longer
            write_private(self._profile.first_look, text.encode())

    async def _fill_demo(self) -> None:
        start = self._sandbox.start(
            orders=self._options.orders,
            seed=self._options.seed,
            vendors=[one.vendor for one in self._desk.connections.descriptions()],
        )
        text = await self._worker.run(start)
        keys = await self._worker.run(self._desk.connections.import_json(text))
        await self._worker.run(self._desk.sync.sync(keys))

    def leave(self) -> None:
        """Close the window; what is still being shown closes as soon as it is."""
        if hasattr(self, "window"):
            self.window.close()
        else:
            self._on_closing()

    def _on_wanted(self, name: str) -> None:
        if name == "restart":
            self.restarts = True
            self.window.close()

    def _on_closing(self) -> None:
        if not self.closed.done():
            self._begun.marks.came_up()
            self.closed.set_result(None)


def _hear(_number: int, _frame: FrameType | None) -> None:
    """Let a signal do nothing by itself but wake the notifier."""


@contextlib.contextmanager
def _signals(close: Callable[[], object]) -> Generator[None]:
    """Close the window on Ctrl+C and SIGTERM; Qt would not let Python hear of them."""
    if os.name != "posix":
        yield
        return
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    theirs.setblocking(False)
    before = signal.set_wakeup_fd(theirs.fileno())
    numbers = (signal.SIGINT, signal.SIGTERM)
    handlers = {number: signal.signal(number, _hear) for number in numbers}
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read)

    def on_signal() -> None:
        ours.recv(16)
        close()

    notifier.activated.connect(on_signal)
    try:
        yield
    finally:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(before)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        ours.close()
        theirs.close()

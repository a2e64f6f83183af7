"""A profile is worked in, well and badly, with plants everywhere a person's data can stand."""

import asyncio
import contextlib
import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from typing_extensions import override

from orderdesk import logs
from orderdesk.domain.errors import DeskError
from orderdesk.domain.messages import Message, verbatim
from orderdesk.profile import Profile as Place
from orderdesk.run_marks import RunMarks
from tests.e2e.journeys.wiretap import Wiretap, told_by
from tests.e2e.programs import Profile, Ran, StandIn
from tests.secrets.plants import Planter

logger = logging.getLogger("orderdesk.services.planted")

FIELDS: Mapping[str, tuple[str, ...]] = {
    "deconetwork": ("firstname", "lastname", "street", "city"),
    "iqmetrix": ("Name", "DiscountDescription", "FamilyName", "PrimaryName"),
    "orderspace": ("company_name", "reference", "line1", "city"),
    "ordertime": ("Memo", "InternalNotes", "CustomerPO", "Addr1"),
    "valomnia": ("name", "reference", "lastName", "firstName"),
}
"""Of the vendors' answers, in which a field's text is replaced on its way."""
EDITS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "deconetwork": ("add_note", ("content",)),
    "iqmetrix": ("edit", ("Name", "DiscountDescription")),
    "orderspace": ("invoice", ("comments",)),
    "ordertime": ("edit", ("Memo", "ShipAddress.Name", "ShipAddress.Addr1")),
    "valomnia": ("edit_delivery", ("deliveryComment", "deliveryAddress", "deliveryCity")),
}
CHILD = """
import ctypes, os, sys
from pathlib import Path
from orderdesk.profile import Profile
from orderdesk.run_marks import RunMarks
def crash(planted, act):
    kept = [planted, {"customer": planted}]
    print(planted, flush=True)
    if act == "segv":
        ctypes.string_at(0)
    if act == "abort":
        os.abort()
    raise ValueError(f"{planted} could not be read: {kept}")
with RunMarks(Profile.under(Path(sys.argv[1]))).kept():
    crash(sys.argv[2], sys.argv[3])
"""


class Records(logging.Handler):
    """Keeps what was given to the logs, whole, before anything was taken out of it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.texts: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(logging.Formatter().format(record))


@dataclass
class Walk:
    """One run: the profile, the stand-ins, and what proves that the plants were on their way."""

    profile: Profile
    everybody: StandIn
    tap: Wiretap
    planter: Planter
    each: int
    """How many texts are planted at a place that takes several."""
    records: Records = field(default_factory=Records)
    seen: list[str] = field(default_factory=list[str])
    """What else was seen: printed, on the wire, on the disk."""

    @property
    def place(self) -> Place:
        """Where the profile's files are."""
        return Place.under(self.profile.home)

    def run(self, *words: str, given: str | None = None) -> Ran:
        """Run a command; what it prints counts as seen."""
        ran = self.profile.run(*words, given=given)
        self.seen += [ran.out, ran.err, *words]
        return ran

    def everything(self, spare: Path) -> bytes:
        """Return all of the evidence, small letters throughout."""
        told = told_by(self.profile.home, [], spare)
        kept = [content for place, content in told.items() if not place.startswith("logs/")]
        names = "\n".join(str(path) for path in self.profile.home.rglob("*"))
        texts = [*self.tap.heard, *self.records.texts, *self.seen, names]
        return b"\n".join([*kept, *(text.encode() for text in texts)]).lower()


@contextlib.contextmanager
def recorded(walk: Walk) -> Generator[None]:
    """Hear everything that is given to the logs."""
    root = logging.getLogger()
    root.addHandler(walk.records)
    try:
        yield
    finally:
        root.removeHandler(walk.records)


def walk_through(walk: Walk) -> None:
    """Work: connect, sync, edit, be refused, fail, crash."""
    with recorded(walk):
        _settings(walk)
        _connect(walk)
        _orders(walk)
        _edits(walk)
        _refusals(walk)
        _sign_ins(walk)
        _addresses(walk)
        _files(walk)
        _failures(walk)
        _crashes(walk)
        for kind, values in walk.tap.values().items():
            for value in sorted(values):
                walk.planter.own(f"wire: {kind}", "token", value)


def _settings(walk: Walk) -> None:
    """Plant in the settings and in the profile's folder, as where a person's name is in it."""
    plant = walk.planter.plant
    values = {
        "deadline": 3,
        "settle_seconds": 1,
        "sync_minutes": 60,
        "zone": f"Europe/{plant('settings', 'name')}",
        "note": plant("settings", "secret"),
        plant("settings", "address"): True,
    }
    walk.profile.settings(**values)
    walk.seen.append(json.dumps(values, ensure_ascii=False))


def _connect(walk: Walk) -> None:
    """Take up the stand-ins' connections; their own secrets count as planted."""
    for one in walk.everybody.connections:
        for name, value in one["secrets"].items():
            walk.planter.own(f"{one['vendor']}: {name}", "secret", str(value))
            walk.seen.append(str(value))
    assert walk.run("connections", "import", "-", "--json", given=walk.everybody.line).code == 0
    walk.run("connections", "test", "--json")


def _orders(walk: Walk) -> None:
    """Plant in orders, customers and addresses as the vendors answer with them."""
    for one in walk.everybody.connections:
        for name in FIELDS[one["vendor"]][: walk.each]:
            text = walk.planter.plant(f"{one['vendor']}: answers", None)
            walk.everybody.fault(
                kind="field", vendor=one["vendor"], field=name, json=json.dumps(text), rows=9
            )
    walk.run("sync", "--json")
    walk.run("list", "type:any", "--json")
    walk.everybody.control("DELETE", "/faults")
    walk.run("list", f'customer:"{walk.planter.plant("query", "name")}"')


def _able(walk: Walk, vendor: str) -> dict[str, Any] | None:
    """Return an order of the vendor at which its edit is allowed."""
    action = EDITS[vendor][0]
    for row in walk.run("list", f"vendor:{vendor} type:any", "--json").json[:12]:
        shown: dict[str, Any] = walk.run("show", row["id"], "--refresh", "--json").json
        if shown["actions"].get(action, {}).get("allowed"):
            return shown
    return None


def _edits(walk: Walk) -> None:
    """Plant in what is sent, with success and against a vendor that refuses with planted words."""
    for vendor in sorted({one["vendor"] for one in walk.everybody.connections}):
        action, names = EDITS[vendor]
        for bad in (False, True):
            order = _able(walk, vendor)
            assert order is not None, vendor
            words = [
                part
                for name in names[: walk.each]
                for part in ("--set", f"{name}={walk.planter.plant(f'{vendor}: edits')}")
            ]
            if bad:
                _refuse(walk, vendor, method=None, status=422)
            walk.run("do", action, order["id"], *words, "--json")
            walk.everybody.control("DELETE", "/faults")


def _refuse(walk: Walk, vendor: str, *, method: str | None, status: int) -> None:
    plants = [walk.planter.plant(f"{vendor}: refusals {status}") for _one in range(walk.each)]
    body = json.dumps({"error": plants[0], "message": " / ".join(plants), "errors": plants})
    fault: dict[str, object] = {
        "kind": "status",
        "vendor": vendor,
        "status": status,
        "body": body,
        "content_type": "application/json",
    }
    walk.everybody.fault(**fault, **({} if method is None else {"method": method}))


def _refusals(walk: Walk) -> None:
    """Have every vendor answer syncs with errors whose words are planted."""
    for status in (500, 403):
        for vendor in sorted({one["vendor"] for one in walk.everybody.connections}):
            _refuse(walk, vendor, method=None, status=status)
        walk.run("sync", "--json")
        walk.everybody.control("DELETE", "/faults")


def _changed(one: Mapping[str, Any], **changes: object) -> str:
    return json.dumps({"connections": [{**one, **changes}]}, ensure_ascii=False)


def _sign_ins(walk: Walk) -> None:
    """Sign in with planted secrets, which every vendor refuses."""
    for one in walk.everybody.connections:
        secrets = {
            name: walk.planter.plant(f"{one['vendor']}: sign-in", "secret")
            for name in one["secrets"]
        }
        changed = _changed(one, secrets=secrets, name="Second")
        walk.run("connections", "import", "-", "--json", given=changed)
        walk.seen.append(changed)
        walk.run("connections", "test", "--json")


def _addresses(walk: Walk) -> None:
    """Plant in addresses: in the path, the query, the user's part, and in a connection's name."""
    for one in walk.everybody.connections:
        for number in range(walk.each):
            plain, token = (
                walk.planter.plant(f"{one['vendor']}: addresses", kind)
                for kind in ("phone", "token")
            )
            word = plain.split()[0]
            tail = (f"/{word}?access_token={token}", f"/{token}/{word}", f"/api/{word}#{token}")
            urls = {name: f"{url}{tail[number % 3]}" for name, url in one["urls"].items()}
            changed = _changed(one, urls=urls, name=f"{word} {number}")
            walk.run("connections", "import", "-", "--json", given=changed)
            walk.seen.append(changed)
    walk.run("connections", "test", "--json")
    walk.run("sync", "--json")


def _files(walk: Walk) -> None:
    """Plant in the names of files that cannot be read or written, and in what stands in them."""
    for _one in range(walk.each):
        name, inside = walk.planter.plant("files", "name"), walk.planter.plant("files", "secret")
        path = walk.profile.home / f"{name}.json"
        path.write_text(f'{{"secrets": {inside}', encoding="utf-8")
        walk.run("connections", "import", str(path))
        missing = walk.profile.home / walk.planter.plant("files", "name") / "sent.zip"
        walk.run("doctor", "--save", str(missing))
        walk.run("do", "create", "north", "--input", str(path))


def _fail(first: str, second: str = "") -> None:
    raise ValueError(f"{first} cannot be read: {second}")


def _fail_after(first: str, second: str) -> None:
    try:
        _fail(first)
    except ValueError as error:
        facts = {"what": second, "address": second}
        way = verbatim(f"ask {second}")
        message = Message("The folder for {what} cannot be written to.", facts)
        raise DeskError(message, way_out=way) from error


def _failures(walk: Walk) -> None:
    """Log errors, warnings and sentences with plants, as the desk's own log hears them."""
    logs.configure(walk.place.logs, console=None)
    plant = walk.planter.plant
    for _one in range(walk.each):
        logger.info("order of %s at %s", plant("log"), plant("log"))
        logger.info(" ".join(["put together:", plant("log")]))
        logger.warning("a dictionary %(name)s", {"name": plant("log")})
        theirs = f"theirs: {plant('log')}"
        logging.getLogger("somebody.else").warning(theirs)
        for act in (_fail, _fail_after):
            try:
                act(plant("exceptions"), plant("exceptions"))
            except (ValueError, DeskError) as error:
                logger.warning("%s failed: %s", plant("exceptions"), error, exc_info=True)
        told = ("GET", f"/v1/{plant('paths')}/{plant('paths', 'token')}", 404, 0.1)
        logging.getLogger(logs.REQUESTS).debug("%s %s %d %.3f s", *told, extra={"request": told})
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(plant("warnings"), stacklevel=1)
    _window_failures(walk)
    logs.close()


def _window_failures(walk: Walk) -> None:
    """Raise past everybody, as slots, threads and Qt itself do."""
    from PySide6.QtCore import QCoreApplication, qWarning

    from orderdesk.ui.failures import Failures

    plant = walk.planter.plant
    app = QCoreApplication.instance() or QCoreApplication([])
    failures = Failures()
    with contextlib.closing(asyncio.new_event_loop()) as loop:
        failures.install(loop)
        try:
            sys.excepthook(KeyError, KeyError(plant("slots")), None)
            thread = threading.Thread(target=_fail, args=(plant("threads"),))
            thread.start()
            thread.join()
            error = OSError(5, plant("callbacks"), plant("callbacks", "address"))
            loop.call_exception_handler({"message": "x", "exception": error})
            loop.call_exception_handler({"message": plant("callbacks")})
            for _one in range(walk.each):
                qWarning(plant("Qt"))
        finally:
            failures.uninstall()
    app.processEvents()


def _crashes(walk: Walk) -> None:
    """Crash in a child, by a signal and by an exception, from a folder with a planted name."""
    folder = walk.profile.home / walk.planter.plant("crashes", "name")
    folder.mkdir()
    script = folder / "script.py"
    script.write_text(CHILD, encoding="utf-8")
    for act in ("segv", "abort", "raise")[: max(2, walk.each)]:
        planted = walk.planter.plant("crashes")
        words = [sys.executable, str(script), str(walk.profile.home), planted, act]
        ended = subprocess.run(words, check=False, capture_output=True, text=True)
        assert ended.returncode != 0
        walk.seen.append(ended.stdout)
    marks = RunMarks(walk.place)
    marks.begin()
    marks.end()
    assert marks.ended is not None

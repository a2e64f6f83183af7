"""The look for newer versions: real keys, a real server, and everything that is not believed."""

import asyncio
import hashlib
import importlib.util
import re
import threading
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typing_extensions import override

from orderdesk.composition import fetch_versions
from orderdesk.domain.errors import DeskError
from orderdesk.domain.events import UpdatesChanged
from orderdesk.domain.updates import MOST_BYTES, UpdateRefused, version_key
from orderdesk.policy import Policy
from orderdesk.services.events import Bus
from orderdesk.services.preferences import PreferenceService
from orderdesk.services.settings import SettingsService
from orderdesk.services.storage import Storage
from orderdesk.services.updates import UpdateFailed, Updates, UpdateSource
from orderdesk.store.store import Store
from tests.unit.services.desks import Heard, run

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEY, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()


def _tool() -> ModuleType:
    path = Path(__file__).parents[3] / "packaging" / "manifest.py"
    spec = importlib.util.spec_from_file_location("packaging_manifest", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL: Any = _tool()


def manifest(
    version: str = "0.2.0",
    *,
    serial: int = 5,
    issued: datetime = NOW,
    days: float = 30,
    page: str = "https://orderdesk.example/download",
    channel: str = "stable",
) -> bytes:
    release = TOOL.release_of(version, page, ["Settings in one place"], [])
    return TOOL.body_of({channel: release}, serial=serial, issued=issued, days=days)


def signed(body: bytes, *keys: Ed25519PrivateKey) -> bytes:
    return TOOL.signed(body, keys or (KEY,))


@dataclass
class Host:
    """A server with one document, and how often it was asked for."""

    content: bytes = b""
    status: int = 200
    moved: str = ""
    asked: list[str] = field(default_factory=list[str])
    address: str = ""


@contextmanager
def hosted() -> Generator[Host]:
    host = Host()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.asked.append(self.path)
            self.send_response(host.status)
            if host.moved:
                self.send_header("Location", host.moved)
            self.send_header("Content-Length", str(len(host.content)))
            self.end_headers()
            self.wfile.write(host.content)

        @override
        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    host.address = f"http://127.0.0.1:{server.server_address[1]}/versions"
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def server() -> Generator[Host]:
    with hosted() as host:
        yield host


@pytest.fixture
def host(server: Host) -> Host:
    server.content, server.status, server.moved = signed(manifest()), 200, ""
    server.asked.clear()
    return server


@dataclass
class Bench:
    """The service on a store of its own, with a clock that stands where it is put."""

    folder: Path
    source: UpdateSource
    settings: SettingsService = field(default_factory=SettingsService)
    bus: Bus = field(default_factory=Bus)

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[Updates]:
        storage = Storage(lambda: Store.open(self.folder / "desk.db", {}))
        await storage.open()
        try:
            yield Updates(
                preferences=PreferenceService(storage),
                settings=self.settings,
                bus=self.bus,
                source=self.source,
            )
        finally:
            await storage.aclose()


@pytest.fixture
def bench(tmp_path: Path, host: Host) -> Bench:
    keys = (TOOL.public_text(KEY),)
    source = UpdateSource(host.address, keys, fetch_versions, running="0.1.0", now=lambda: NOW)
    return Bench(tmp_path, source)


def test_a_newer_version_is_offered_and_put_away_once(bench: Bench, host: Host) -> None:
    async def story() -> None:
        heard = Heard()
        bench.bus.subscribe(heard)
        async with bench.open() as updates:
            status = await updates.check()
            assert status.offer is not None
            assert (status.offer.version, status.checked_at) == ("0.2.0", NOW)
            assert status.offer.news == ("Settings in one place",)
            assert heard.of(UpdatesChanged)
            await updates.dismiss("0.2.0")
        async with bench.open() as updates:
            status = await updates.status()
            assert status.dismissed
            assert status.offer is not None, "it is still there for whoever asks"
            host.content = signed(manifest("0.3.0", serial=6))
            assert not (await updates.check()).dismissed, "another version is another offer"
        bench.source = replace(bench.source, running="0.3.0")
        async with bench.open() as updates:
            assert (await updates.status()).offer is None, "it was installed meanwhile"
        assert host.asked == ["/versions"] * 2

    run(story())


def spoilt(content: bytes) -> bytes:
    return content.replace(b"0.2.0", b"9.9.9")


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "another's signature": (lambda: signed(manifest(), OTHER), "not signed"),
    "bytes changed after signing": (lambda: spoilt(signed(manifest())), "not signed"),
    "no signature": (manifest, "not signed"),
    "a signature that is none": (
        lambda: signed(manifest()).replace(b" ", b" !", 2),
        "not signed",
    ),
    "a body put behind another's": (
        lambda: signed(manifest()) + b"\n\n" + manifest("9.9.9"),
        "not signed",
    ),
    "an older list than one seen": (lambda: signed(manifest(serial=4)), "older than number 5"),
    "a list that has run out": (
        lambda: signed(manifest(issued=NOW - timedelta(days=40))),
        "good until 2026-11-12",
    ),
    "another product's": (
        lambda: signed(manifest().replace(b'"orderdesk"', b'"otherdesk"')),
        "otherdesk",
    ),
    "signed, and no list": (lambda: signed(b"[]"), "no list of versions"),
    "a time without a zone": (
        lambda: signed(manifest().replace(b"+00:00", b"")),
        "no list of versions",
    ),
    "a version that cannot be compared": (lambda: signed(manifest("newest", serial=6)), "newest"),
    "a page that is not encrypted": (
        lambda: signed(manifest(page="http://orderdesk.example/")),
        "no encrypted address",
    ),
    "a page that is a file": (lambda: signed(manifest(page="file:///etc/x")), "no encrypted"),
    "a page with a password": (lambda: signed(manifest(page="https://a@b.example/")), "no encr"),
    "no such channel": (lambda: signed(manifest(channel="nightly")), "stable"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_believed_is_refused_and_nothing_is_forgotten(
    bench: Bench, host: Host, case: str
) -> None:
    make, words = REFUSED[case]

    async def story() -> None:
        async with bench.open() as updates:
            before = await updates.check()
            host.content = make()
            with pytest.raises(UpdateRefused, match=words) as error:
                await updates.check()
            assert error.value.way_out is not None
            assert await updates.status() == before

    run(story())


def test_an_older_or_equal_version_is_never_offered(bench: Bench, host: Host) -> None:
    async def story() -> None:
        for serial, version in enumerate(("0.1.0", "0.0.9", "0.1.0rc1", "0.1"), start=5):
            host.content = signed(manifest(version, serial=serial))
            async with bench.open() as updates:
                assert (await updates.check()).offer is None

    run(story())


@pytest.mark.parametrize(
    ("content", "status", "moved", "words"),
    [
        (b"x" * (MOST_BYTES + 1), 200, "", "longer than 1 MB"),
        (b"", 404, "", "answered 404"),
        (b"", 302, "http://127.0.0.2:9/elsewhere", "sends us on"),
    ],
)
def test_what_cannot_be_had_is_said(
    bench: Bench, host: Host, content: bytes, status: int, moved: str, words: str
) -> None:
    async def story() -> None:
        host.content, host.status, host.moved = content, status, moved
        async with bench.open() as updates:
            with pytest.raises(UpdateFailed, match=words):
                await updates.check()

    run(story())


@pytest.mark.parametrize("address", ["http://192.0.2.7/versions", "ftp://a.example/", "nonsense"])
def test_an_address_that_is_not_encrypted_is_never_asked(bench: Bench, address: str) -> None:
    async def story() -> None:
        bench.source = replace(bench.source, address=address)
        async with bench.open() as updates:
            with pytest.raises(UpdateFailed):
                await updates.check()

    run(story())


def test_a_new_key_is_brought_in_beside_the_old(bench: Bench, host: Host) -> None:
    async def story() -> None:
        host.content = signed(manifest(), OTHER, KEY)
        for key in (KEY, OTHER):
            bench.source = replace(bench.source, keys=("", "bm9uZQ==", TOOL.public_text(key)))
            async with bench.open() as updates:
                assert (await updates.check()).offer is not None

    run(story())


def test_early_versions_are_for_those_who_want_them(bench: Bench, host: Host) -> None:
    async def story() -> None:
        one = TOOL.release_of("0.2.0", "https://orderdesk.example/", [], [])
        channels = {"stable": one, "early": {**one, "version": "0.3.0rc1"}}
        host.content = signed(TOOL.body_of(channels, serial=5, issued=NOW, days=9))
        found: list[str] = []
        async with bench.open() as updates:
            for channel in ("stable", "early"):
                await bench.settings.change({"update_channel": channel})
                offer = (await updates.check()).offer
                found.append(offer.version if offer else "")
        assert found == ["0.2.0", "0.3.0rc1"]

    run(story())


@pytest.mark.parametrize(
    ("change", "policy", "words"),
    [
        ({"address": ""}, Policy(), "No update address is set in this build"),
        ({"keys": ()}, Policy(), "knows no key"),
        ({}, Policy(Path("policy.toml"), updates=False), r"IT department \(policy\.toml\)"),
    ],
)
def test_where_it_is_off_nobody_is_asked_and_it_is_said_why(
    bench: Bench, host: Host, change: dict[str, Any], policy: Policy, words: str
) -> None:
    async def story() -> None:
        bench.source = replace(bench.source, **change)
        bench.settings = SettingsService(policy=policy)
        async with bench.open() as updates:
            status = await updates.check()
            assert status.why_not is not None
            assert status.offer is None

            assert re.search(words, status.why_not.render())
        assert host.asked == []

    run(story())


def test_by_itself_it_asks_once_a_day_and_offline_is_no_error(bench: Bench, host: Host) -> None:
    async def story() -> None:
        clock, heard = [NOW], Heard()
        bench.bus.subscribe(heard)
        bench.source = replace(bench.source, now=lambda: clock[0])
        async with bench.open() as updates:
            task = asyncio.create_task(updates.run())

            async def at(moment: datetime) -> int:
                """Let the loop look at the clock, and return how often it has asked."""
                clock[0] = moment
                await bench.settings.change({"log_days": 9})
                await updates.status()
                return len(host.asked)

            assert await at(NOW) == 0, "not while the desk starts"
            await at(NOW + timedelta(minutes=11))
            await heard.until(lambda: len(heard.of(UpdatesChanged)) == 1)
            assert await at(NOW + timedelta(hours=23)) == 1
            host.content = b"an outage's page"
            with pytest.raises(UpdateRefused):
                await updates.check()
            host.content = signed(manifest())
            assert await at(NOW + timedelta(hours=40)) == 2, "a refusal is no reason to hurry"
            await bench.settings.change({"update_check": False})
            assert await at(NOW + timedelta(days=3)) == 2
            await bench.settings.change({"update_check": True})
            await heard.until(lambda: len(heard.of(UpdatesChanged)) == 2)
            assert len(host.asked) == 3
            task.cancel()

    run(story())


def test_versions_are_compared_by_their_numbers() -> None:
    ordered = ["0.9", "0.10.dev3", "0.10a1", "0.10rc2", "0.10.0", "0.10.0.1", "1.0+local.3"]
    assert sorted(set(ordered), key=version_key) == ordered
    assert version_key("1.0") == version_key("1.0.0")
    for wrong in ("", "1.0-beta", "v1.0", "1.0 ", "1.2.3.4.5", "x"):
        with pytest.raises(DeskError):
            version_key(wrong)


def test_the_tool_makes_what_the_program_believes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, out, package = tmp_path / "a.key", tmp_path / "versions.signed", tmp_path / "desk.deb"
    package.write_bytes(b"a package")
    assert TOOL.main(["keys", str(key)]) == 0
    public = capsys.readouterr().out.strip()
    assert TOOL.main(["keys", str(key)]) == 1, "a key is never written over"
    page = ["--page", "https://orderdesk.example/"]
    sign = ["sign", "--key", str(key), "--serial", "1", "--version", "0.2.0", "--out", str(out)]
    assert TOOL.main([*sign, *page, str(package)]) == 0
    assert hashlib.sha256(b"a package").hexdigest() in out.read_text()
    assert TOOL.main(["verify", "--public", public, str(out)]) == 0
    assert TOOL.main(["verify", "--public", TOOL.public_text(KEY), str(out)]) == 1
    assert "not signed" in capsys.readouterr().err
    before = out.read_bytes()
    assert TOOL.main([*sign, "--page", "http://orderdesk.example/"]) == 1
    assert out.read_bytes() == before, "what nobody would believe is not written"

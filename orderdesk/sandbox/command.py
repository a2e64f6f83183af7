"""The command line of the sandbox: `orderdesk sandbox` and `python -m orderdesk.sandbox`."""

import argparse
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from orderdesk.sandbox.faults import KINDS
from orderdesk.sandbox.json_text import Document, NotJson, parse_object, write
from orderdesk.sandbox.server import ORDERS, SEED, CannotStart, Sandbox, SandboxOptions, WrongOption
from orderdesk.sandbox.storage import NotOurs
from orderdesk.sandbox.switches import printed
from orderdesk.sandbox.vendors import vendors

_DONE = 0
_WRONG_USE = 2
_FAILED = 5


def main(argv: Sequence[str]) -> int:
    """Run until SIGINT or SIGTERM; return 0 done, 2 wrong use, 5 cannot start."""
    try:
        asked = _parser().parse_args(argv)
        options = _options(asked)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else _WRONG_USE
    except _WrongUse as fault:
        sys.stderr.write(f"{fault}\n")
        return _WRONG_USE
    stopped = threading.Event()
    restore = _stopping_on_signals(stopped)
    try:
        with Sandbox(options) as sandbox:
            told = sandbox.description
            sys.stdout.write((write(told) if asked.json else _readable(told)) + "\n")
            sys.stdout.flush()
            while not stopped.wait(0.5):  # on Windows only a wait with a limit hears Ctrl+C
                pass
    except (CannotStart, NotOurs) as fault:
        sys.stderr.write(f"{fault}\n")
        return _WRONG_USE if isinstance(fault, WrongOption) else _FAILED
    finally:
        restore()
    return _DONE


class _WrongUse(Exception):
    """An argument that makes no sense; the message says which."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="orderdesk sandbox",
        description="Stand-ins for the vendors' services on this machine, with made-up orders.",
        epilog=_epilog(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=_port, default=0, help="port on 127.0.0.1 (a free one)")
    parser.add_argument(
        "--orders", type=_count, default=ORDERS, help=f"orders to make up ({ORDERS})"
    )
    parser.add_argument("--seed", type=int, default=SEED, help=f"same seed, same data ({SEED})")
    parser.add_argument("--file", type=Path, help="keep the state in this file (in memory)")
    parser.add_argument("--start", type=_moment, help="start its clock at this ISO 8601 time (now)")
    parser.add_argument(
        "--switch",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="see below, or VENDOR.NAME=VALUE",
    )
    parser.add_argument(
        "--fault", action="append", default=[], metavar="JSON", help="see below; repeatable"
    )
    parser.add_argument(
        "--vendor", action="append", default=[], help="stand in for this vendor only; repeatable"
    )
    parser.add_argument("--json", action="store_true", help="print the settings as one JSON line")
    return parser


def _epilog() -> str:
    parts: list[str] = []
    for vendor in vendors():
        parts += [f"switches of {vendor.name}:", printed(vendor.switches), ""]
    kinds = "\n".join(f"  {kind:14}{text}" for kind, text in KINDS.items())
    presets = ", ".join(name for vendor in vendors() for name in vendor.presets)
    parts += [
        "faults, each a JSON object with a kind (or a preset) and, as wanted, when, vendor,",
        "service, method, path, skip, count, probability and what the kind needs:",
        kinds,
        f"  presets: {presets}",
    ]
    return "\n".join(parts)


def _options(asked: argparse.Namespace) -> SandboxOptions:
    switches: dict[str, str] = {}
    pairs: list[str] = asked.switch
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise _WrongUse(f"--switch needs NAME=VALUE, not {pair!r}.")
        switches[name] = value
    faults: list[Document] = []
    texts: list[str] = asked.fault
    for text in texts:
        try:
            faults.append(parse_object(text))
        except NotJson as fault:
            raise _WrongUse(f"--fault {text!r}: {fault}") from None
    only: list[str] = asked.vendor
    known = [vendor.name for vendor in vendors()]
    for name in only:
        if name not in known:
            raise _WrongUse(f"There is no vendor {name!r}; there are {', '.join(known)}.")
    return SandboxOptions(
        port=asked.port,
        orders=asked.orders,
        seed=asked.seed,
        file=asked.file,
        start=asked.start,
        switches=switches,
        faults=faults,
        only=only,
    )


def _count(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 1_000_000:
        raise argparse.ArgumentTypeError("must be from 0 to 1,000,000")
    return number


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError("must be from 0 to 65535")
    return number


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _stopping_on_signals(stopped: threading.Event) -> Callable[[], None]:
    """Let SIGINT and SIGTERM set the event; how to put things back."""
    if threading.current_thread() is not threading.main_thread():
        return lambda: None

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    return restore


def _readable(description: Document) -> str:
    lines = [
        "The sandbox is running. Press Ctrl+C to stop it.",
        f"control  {description['control']}",
    ]
    connections = description["connections"]
    for connection in connections if isinstance(connections, list) else []:
        if not isinstance(connection, dict):
            continue
        lines += ["", f"{connection['name']} ({connection['vendor']})"]
        for part in ("urls", "settings", "secrets"):
            values = connection[part]
            if isinstance(values, dict):
                lines += [f"  {name:14} {value}" for name, value in values.items()]
    return "\n".join(lines)

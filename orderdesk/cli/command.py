"""Runs a command on the profile's services and turns what happens into an exit code."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from orderdesk import logs
from orderdesk.cli.acting import act
from orderdesk.cli.arguments import Arguments, parse
from orderdesk.cli.capabilities import capabilities
from orderdesk.cli.connections import connections
from orderdesk.cli.doctor import doctor
from orderdesk.cli.exits import Exit, exit_of
from orderdesk.cli.orders import list_orders, show_order
from orderdesk.cli.output import Output, problem
from orderdesk.cli.restore import restore_backup
from orderdesk.cli.session import Session
from orderdesk.cli.staged import staged
from orderdesk.cli.syncing import sync
from orderdesk.cli.upkeep import Upkeep
from orderdesk.composition import compose
from orderdesk.config import UNLOCK_VARIABLE, Profile, Settings, load_settings
from orderdesk.domain.errors import DeskError
from orderdesk.policy import Policy, read_policy
from orderdesk.vault.deferred_vault import DeferredVault
from orderdesk.vault.opening import open_vault

logger = logging.getLogger(__name__)

_COMMANDS: Final[dict[str, Callable[[Session], Awaitable[int]]]] = {
    "list": list_orders,
    "show": show_order,
    "do": act,
    "staged": staged,
    "sync": sync,
    "connections": connections,
}


def main(argv: Sequence[str]) -> int:
    """Read the words of a command, run it, and return its exit code.

    Raises:
        SystemExit: after help, or a sentence on what is wrong with the words.
    """
    return run(parse(argv))


def run(arguments: Arguments) -> int:
    """Run the command that was asked for; problems go to stderr in one sentence."""
    _write_utf8()
    profile = Profile.locate()
    try:
        if arguments.command == "capabilities":
            return _flushed(capabilities(as_json=arguments.json))
        profile.prepare()
        logs.configure(profile.logs, name="command", console=None)
        if arguments.command == "doctor":
            return _flushed(doctor(profile, arguments))
        if arguments.command == "restore":
            settings = load_settings(profile.settings).settings
            return _flushed(restore_backup(profile, settings, arguments))
        return _finished(profile, arguments)
    except DeskError as error:
        problem(error.sentence())
        return exit_of(error)
    except BrokenPipeError:
        _drop_output()
        return Exit.CUT_OFF
    except KeyboardInterrupt:
        problem("stopped.")
        return Exit.INTERRUPTED
    except Exception as error:
        logger.exception("a command failed")
        where = f"; the log in {profile.logs} says more"
        problem(f"Something went wrong that was not foreseen ({type(error).__name__}){where}.")
        return Exit.FAILED
    finally:
        logs.close()


def _finished(profile: Profile, arguments: Arguments) -> int:
    loaded, policy = load_settings(profile.settings), read_policy()
    for trouble in (loaded.problem, policy.problem):
        if trouble is not None:
            problem(trouble.sentence())
    return _flushed(asyncio.run(_run(profile, loaded.settings, policy, arguments)))


def _flushed(code: int) -> int:
    sys.stdout.flush()
    return code


async def _run(profile: Profile, settings: Settings, policy: Policy, arguments: Arguments) -> int:
    passphrase = os.environ.get(UNLOCK_VARIABLE)
    vault = DeferredVault(
        lambda: open_vault(profile.secrets, profile.identity(), passphrase=passphrase)
    )
    upkeep = Upkeep()
    desk = compose(profile, settings, vault=vault, policy=policy, told=upkeep.told)
    settings = desk.settings.now
    zone = settings.zone_info()
    out = Output(arguments.json, zone)
    session = Session(desk, arguments, out, zone, settings.wait_seconds)
    await upkeep.during(desk.start(background=False, sending=False))
    try:
        return await _COMMANDS[arguments.command or ""](session)
    finally:
        await desk.aclose()


def _write_utf8() -> None:
    """Write UTF-8 whatever the system's language: JSON asks for it, and no letter stops it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _drop_output() -> None:
    """Send what is still to be flushed nowhere: whoever read it is gone."""
    if hasattr(signal, "SIGPIPE"):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

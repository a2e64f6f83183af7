"""`orderdesk connections`: list, add, test, import and remove."""

import asyncio
import os
from collections.abc import Sequence

from orderdesk.cli.exits import Exit
from orderdesk.cli.finding import connection_of
from orderdesk.cli.inputs import ask, ask_unseen, can_ask, pairs_of, secrets_of, text_of
from orderdesk.cli.output import NONE, Json, clean, problem
from orderdesk.cli.session import Session
from orderdesk.cli.shapes import connection_json, step_json
from orderdesk.domain.errors import InputError
from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.gateway import (
    ConnectionConfig,
    ConnectorDescription,
    ProbeStep,
    StepState,
)
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message, verbatim
from orderdesk.services.views import ConnectionStatus, VaultState

NO_VENDOR = QT_TRANSLATE_NOOP("messages", "There is no vendor “{vendor}”: there are {known}.")
NO_NAME = QT_TRANSLATE_NOOP("messages", "A connection needs a name: --name NAME.")
NOT_THE_SAME = QT_TRANSLATE_NOOP("messages", "The two passphrases differ. Nothing was kept.")

_MARKS = {
    StepState.RUNNING: "...",
    StepState.PASSED: "ok",
    StepState.WARNED: "warning",
    StepState.FAILED: "FAILED",
    StepState.SKIPPED: "skipped",
}


async def connections(session: Session) -> int:
    """Do the part of `connections` that was asked for."""
    match session.arguments.part:
        case "add":
            return await _add(session)
        case "test":
            return await _test(session)
        case "import":
            return await _import(session)
        case "remove":
            return await _remove(session)
        case _:
            return await _list(session)


async def _list(session: Session) -> int:
    for fault in session.desk.connections.left_out():
        problem(fault.sentence())
    statuses = await session.desk.connections.list()
    if session.out.as_json:
        session.out.value([connection_json(status) for status in statuses])
    elif statuses:
        session.out.table(
            ("Key", "Name", "Vendor", "Orders", "Last sync", "Problem"),
            [
                (
                    status.config.key,
                    status.config.name,
                    status.title,
                    f"{status.orders:,}",
                    session.out.time(status.last_sync),
                    status.problem.render() if status.problem else NONE,
                )
                for status in statuses
            ],
        )
    else:
        session.out.line("No connections. `orderdesk connections add --help` says how to add one.")
    return Exit.DONE


async def _add(session: Session) -> int:
    arguments = session.arguments
    description = _described(session.desk.connections.descriptions(), arguments.vendor)
    name = arguments.name or (ask("Name", description.title) if can_ask() else "")
    if not name:
        raise InputError(Message(NO_NAME), field="name")
    urls = _filled(description.urls, pairs_of(arguments.urls))
    settings = _filled(description.settings, pairs_of(arguments.settings))
    secrets = secrets_of(description.secrets, arguments.secrets_from, os.environ)
    await _unlocked(session)
    config = ConnectionConfig("", name, description.vendor, urls, settings)
    key = await session.desk.connections.add(config, secrets)
    await _print_kept(session, [key], "added")
    return Exit.DONE


def _described(descriptions: Sequence[ConnectorDescription], vendor: str) -> ConnectorDescription:
    for description in descriptions:
        if vendor.casefold() in {description.vendor.casefold(), description.title.casefold()}:
            return description
    known = ", ".join(description.vendor for description in descriptions)
    facts = {"vendor": verbatim(vendor[:40]), "known": known}
    raise InputError(Message(NO_VENDOR, facts), field="vendor")


def _filled(specs: Sequence[FieldSpec], given: dict[str, str]) -> dict[str, str]:
    """Return what was given, with defaults, and with what a person at the terminal adds."""
    filled = dict(given)
    for spec in specs:
        if spec.key in filled:
            continue
        default = spec.default or ""
        value = ask(Message(spec.label).render(), default) if can_ask() else default
        if value:
            filled[spec.key] = value
    return filled


async def _unlocked(session: Session) -> None:
    """Ask for the passphrase that secrets are kept under, if a person is there to ask."""
    state = await session.desk.connections.vault_state()
    if not can_ask() or state not in {VaultState.FILE_NEW, VaultState.FILE_LOCKED}:
        return
    if state is VaultState.FILE_LOCKED:
        passphrase = ask_unseen("Passphrase of the secrets")
    else:
        passphrase = ask_unseen("There is no keyring here. New passphrase to keep secrets under")
        if ask_unseen("The same again") != passphrase:
            raise InputError(Message(NOT_THE_SAME), field="passphrase")
    await session.desk.connections.unlock(passphrase)


async def _test(session: Session) -> int:
    statuses = await _named(session)
    results: list[Json] = []
    passed = True
    for status in statuses:
        steps: dict[str, ProbeStep] = {}

        def on_step(step: ProbeStep, steps: dict[str, ProbeStep] = steps) -> None:
            steps[step.name] = step
            if not session.out.as_json and step.state is not StepState.RUNNING:
                _print_step(session, step)

        if not session.out.as_json:
            session.out.line(clean(f"{status.config.name} ({status.config.key})"))
        good = await session.desk.connections.test(status.config, None, on_step)
        passed = passed and good
        results.append(
            {
                "connection": status.config.key,
                "vendor": status.config.vendor,
                "passed": good,
                "steps": [step_json(step) for step in steps.values()],
            }
        )
        if not good:
            problem(f"{status.config.key}: {_failure(steps)}")
    if session.out.as_json:
        session.out.value(results)
    return Exit.DONE if passed else Exit.FAILED


def _print_step(session: Session, step: ProbeStep) -> None:
    words = [part.render() for part in (step.detail, step.way_out) if part]
    said = f": {' '.join(words)}" if words else ""
    session.out.line(clean(f"  {_MARKS[step.state]:8}{step.label.render()}{said}"))


def _failure(steps: dict[str, ProbeStep]) -> str:
    failed = next((step for step in steps.values() if step.state is StepState.FAILED), None)
    if failed is None:
        return "the test did not pass"
    words = [part.render() for part in (failed.detail, failed.way_out) if part]
    return f"{failed.label.render()}: {' '.join(words)}"


async def _import(session: Session) -> int:
    text = await asyncio.to_thread(text_of, session.arguments.file)
    await _unlocked(session)
    keys = await session.desk.connections.import_json(text)
    await _print_kept(session, keys, "imported")
    return Exit.DONE


async def _remove(session: Session) -> int:
    key = await connection_of(session.desk, session.arguments.connections[0])
    await session.desk.connections.remove(key)
    if session.out.as_json:
        session.out.value({"connection": key, "removed": True})
    else:
        session.out.line(f"{key}: removed, with its secrets and its orders here")
    return Exit.DONE


async def _named(session: Session) -> list[ConnectionStatus]:
    """Return the connections that were named, or all."""
    known = {status.config.key: status for status in await session.desk.connections.list()}
    named = session.arguments.connections
    if not named:
        return list(known.values())
    return [known[await connection_of(session.desk, text)] for text in named]


async def _print_kept(session: Session, keys: Sequence[str], done: str) -> None:
    statuses = {status.config.key: status for status in await session.desk.connections.list()}
    if session.out.as_json:
        session.out.value(
            [
                {
                    "connection": key,
                    "name": statuses[key].config.name,
                    "vendor": statuses[key].config.vendor,
                }
                for key in keys
            ]
        )
        return
    for key in keys:
        session.out.line(clean(f"{key}: {done} ({statuses[key].config.name})"))

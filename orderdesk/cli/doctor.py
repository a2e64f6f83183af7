"""`orderdesk doctor`: is this installation sound, and what should be done if it is not."""

import json
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from orderdesk.cli.arguments import Arguments
from orderdesk.cli.exits import Exit
from orderdesk.cli.output import Output, problem
from orderdesk.config import Profile
from orderdesk.diagnostics import facts_of, findings, grave, save_diagnostics, versions
from orderdesk.policy import read_policy
from orderdesk.store.health import Health, health_of

SOUND = "Everything looks sound."


def doctor(profile: Profile, arguments: Arguments) -> int:
    """Look at the profile, the store read-only; 5 where something keeps it from working."""
    health = health_of(profile.database, thorough=True)
    found = [one.render() for one in findings(profile, health)]
    if arguments.save:
        return _saved(profile, Path(arguments.save).expanduser())
    out = Output(arguments.json, ZoneInfo("UTC"))
    if arguments.json:
        sys.stdout.write(json.dumps({**facts_of(profile, health), "findings": found}, indent=2))
        sys.stdout.write("\n")
    else:
        out.pairs(_pairs(profile, health))
        out.line()
        for line in found or [SOUND]:
            out.line(line)
    return Exit.FAILED if grave(profile, health) else Exit.DONE


def _saved(profile: Profile, target: Path) -> int:
    try:
        save_diagnostics(profile, target)
    except OSError as error:
        problem(f"{target} cannot be written ({error.strerror}). Name another place.")
        return Exit.FAILED
    sys.stdout.write(f"{target}\n")
    return Exit.DONE


def _pairs(profile: Profile, health: Health) -> list[tuple[str, str]]:
    facts = facts_of(profile, health)
    counts = {**dict(health.counts), **{f"changes {k}": n for k, n in health.commands}}
    return [
        *((name.lower(), value) for name, value in versions().items()),
        ("qt", str(facts["qt"])),
        ("settings", str(profile.settings)),
        ("policy", _policy()),
        ("secrets", str(facts["secrets"])),
        ("store", f"{profile.database} ({health.bytes:,} bytes, {health.beside:,} beside it)"),
        ("step", f"{health.step} of {health.known_step}"),
        ("logs", f"{profile.logs} ({facts['log_bytes']:,} bytes, {facts['crashes']} crashes)"),
        ("free", f"{facts['free_bytes']:,} bytes"),
        *((name, f"{count:,}") for name, count in counts.items()),
        *(("backup", name) for name in health.backups),
    ]


def _policy() -> str:
    policy = read_policy()
    if policy.path is None:
        return "none"
    updates = "looked for" if policy.updates else "not looked for"
    return (
        f"{policy.path} (sets {', '.join(sorted(policy.locked)) or 'nothing'}; updates {updates})"
    )

"""`orderdesk restore`: the backups of the local store, and one of them put back in place."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from orderdesk.cli.arguments import Arguments
from orderdesk.cli.exits import Exit
from orderdesk.cli.output import Json, Output
from orderdesk.config import Profile, Settings
from orderdesk.domain.errors import Refused
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.one_desk import only_desk
from orderdesk.store.backups import Backup, backups, require_whole
from orderdesk.store.faults import StoreError
from orderdesk.store.restoring import WayBack, find_backup, restore, way_back

DESK_OPEN = QT_TRANSLATE_NOOP("messages", "The desk is open on this profile.")
DESK_OPEN_WAY = QT_TRANSLATE_NOOP("messages", "Close it first; then put the backup in place.")

_MEGABYTE: Final = 1_000_000
_NAMED_AT_MOST: Final = 20


def restore_backup(profile: Profile, settings: Settings, arguments: Arguments) -> int:
    """List the backups, or put the one that is named in place.

    Raises:
        Refused: the desk is open.
        StoreError: the backup cannot be used, or there is no room for it.
    """
    out = Output(arguments.json, settings.zone_info())
    path = profile.database
    if not arguments.backup:
        _list(out, backups(path))
        return Exit.DONE
    with only_desk(profile) as only:
        if not only:
            raise Refused(Message(DESK_OPEN), way_out=Message(DESK_OPEN_WAY))
        chosen = find_backup(path, arguments.backup)
        done = way_back(path, chosen) if arguments.dry_run else restore(path, chosen)
    if arguments.json:
        out.value(_shape(done, planned=arguments.dry_run))
    else:
        for line in _lines(done, out.time(chosen.made), planned=arguments.dry_run):
            out.line(line)
    return Exit.DONE


def _list(out: Output, known: Sequence[Backup]) -> None:
    rows = [(one, _step(one)) for one in known]
    if out.as_json:
        out.array(
            {"name": one.name, "made": _iso(one.made), "bytes": one.bytes, "step": step}
            for one, step in rows
        )
    elif not rows:
        out.line("There is no backup yet: one is made before the store is brought up to date.")
    else:
        out.table(
            ("backup", "made", "step", "MB"),
            [
                (one.name, out.time(one.made), str(step or "not whole"), _size(one.bytes))
                for one, step in rows
            ],
        )


def _step(backup: Backup) -> int | None:
    try:
        return require_whole(backup.path)
    except StoreError:
        return None


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _size(size: int) -> str:
    return f"{size / _MEGABYTE:,.1f}"


def _shape(done: WayBack, *, planned: bool) -> Mapping[str, Json]:
    return {
        "backup": done.backup.name,
        "planned": planned,
        "step": done.step,
        "present_step": done.present_step,
        "orders": done.orders,
        "present_orders": done.present_orders,
        "carried": list(done.carried),
        "left": [
            {"number": one.number, "order": one.order_id, "action": one.action, "state": one.state}
            for one in done.left
        ],
        "asking": done.asking,
        "file": str(done.file) if done.file else None,
        "replaced": str(done.replaced) if done.replaced else None,
    }


def _lines(done: WayBack, made: str, *, planned: bool) -> list[str]:
    """Say what is or would be, in sentences."""
    lines = [
        f"The backup of {made} (step {done.step}, {done.orders:,} orders) "
        f"{'would be' if planned else 'is'} in place of the local store"
        + (
            f" (step {done.present_step}, {done.present_orders:,} orders)."
            if done.present_step
            else ", which cannot be read."
        ),
        "What the vendors changed since then is read again with the next sync.",
    ]
    if done.present_step:
        lines.append(
            f"Drafts, layouts and connections stay as they are, and so does what was asked for: "
            f"{len(done.carried):,} changes newer than the backup{_numbers(done.carried)}."
        )
    if done.left:
        kept = f"; they are in {done.file}" if done.file else ""
        lines.append(f"{len(done.left):,} changes cannot be kept by this form of the store{kept}:")
        lines += [f"  #{one.number} {one.action} {one.order_id} ({one.state})" for one in done.left]
    if done.asking:
        lines.append(
            f"{done.asking:,} changes wait in the backup and may have been sent since: each asks "
            "before it is sent."
        )
    if done.replaced:
        lines.append(f"What was in place is kept as {done.replaced}.")
    if not planned:
        lines.append("An older program can open it now; this one brings it up to date again.")
    return lines


def _numbers(numbers: Sequence[int]) -> str:
    if not numbers:
        return ""
    named = ", ".join(f"#{number}" for number in numbers[:_NAMED_AT_MOST])
    more = len(numbers) - _NAMED_AT_MOST
    return f" ({named}{f' and {more:,} more' if more > 0 else ''})"

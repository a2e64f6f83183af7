"""`orderdesk restore`: the backups of the local store, and one of them put back in place."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from orderdesk.cli.arguments import Arguments
from orderdesk.cli.exits import Exit
from orderdesk.cli.output import Json, Output, clean
from orderdesk.config import Profile, Settings
from orderdesk.desk_lock import only_desk
from orderdesk.domain.errors import Refused
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.store.backups import Backup, backups, require_whole
from orderdesk.store.faults import StoreError
from orderdesk.store.restoring import WayBack, find_backup, restore, way_back
from orderdesk.store.way_back_words import sentences

DESK_OPEN = QT_TRANSLATE_NOOP("messages", "The desk is open on this profile.")
DESK_OPEN_WAY = QT_TRANSLATE_NOOP("messages", "Close it first; then put the backup in place.")

OLDER: Final = "An older program can open it now; this one brings it up to date again."

_MEGABYTE: Final = 1_000_000


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
        for one in sentences(done, out.time(chosen.made), planned=arguments.dry_run):
            out.line(clean(one.render()))
        if not arguments.dry_run:
            out.line(OLDER)
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

"""How far long work on the store's file has come, and whether it is still wanted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.store.faults import StoreError

STOPPED = QT_TRANSLATE_NOOP(
    "messages", "The local store was not brought up to date, as you stopped it. It is as it was."
)
STOPPED_WAY = QT_TRANSLATE_NOOP("messages", "Start again when there is time for it.")


class UpkeepStopped(StoreError):
    """A person stopped it; the file is as it was."""

    def __init__(self) -> None:
        super().__init__(Message(STOPPED), way_out=Message(STOPPED_WAY))


@dataclass(frozen=True, slots=True)
class Stage:
    """What is being done, and how much of everything is behind it, from 0 to 1."""

    what: Message
    share: float


Told: TypeAlias = Callable[[Stage], bool]
"""Hears of a stage, often and on the thread that works; False: stop, and leave all as it was."""


def untold(_stage: Stage) -> bool:
    """Hear of it and go on."""
    return True

"""The settings in force: what a person chose, under what is set for everybody."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import ValidationError

from orderdesk.config import ConfigError, Settings, load_settings, save_settings
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.policy import Policy
from orderdesk.services.sentences import wrong_values

NOT_KEPT = QT_TRANSLATE_NOOP(
    "messages", "The settings cannot be written to {path} ({words}); nothing was changed."
)
NOT_USABLE = QT_TRANSLATE_NOOP("messages", "This value cannot be used ({words}).")


class SettingsService:
    """Reads, changes and keeps the settings; whoever listens is told on the services' thread.

    Without a `path` they last as long as the program.
    """

    def __init__(
        self, path: Path | None = None, chosen: Settings | None = None, policy: Policy | None = None
    ) -> None:
        self.policy = policy or Policy()
        self._path = path
        self._chosen = chosen or Settings()
        self._turn = asyncio.Lock()
        self._listeners: list[Callable[[Settings], None]] = []

    @property
    def now(self) -> Settings:
        """The settings in force."""
        return self.policy.over(self._chosen)

    def locked(self, name: str) -> bool:
        """Whether a setting is set for everybody on this computer."""
        return name in self.policy.locked

    def listen(self, callback: Callable[[Settings], None]) -> None:
        """Call `callback` with the settings in force whenever they were changed."""
        self._listeners.append(callback)

    async def change(self, values: Mapping[str, object]) -> Settings:
        """Keep these settings beside the others, by name, and return those in force.

        What another program or a newer version has put into the file meanwhile stays.

        Raises:
            InputError: with `problems` by name; nothing was changed.
            ConfigError: they cannot be written; nothing was changed.
        """
        locked = {name: self.policy.reason() for name in values if self.locked(name)}
        if locked:
            raise wrong_values(locked)
        async with self._turn:
            kept = await asyncio.to_thread(self._kept)
            fresh = _changed(kept, values)
            if fresh != kept:
                await asyncio.to_thread(self._save, fresh)
            self._chosen = fresh
        for listener in self._listeners:
            listener(self.now)
        return self.now

    def _kept(self) -> Settings:
        return self._chosen if self._path is None else load_settings(self._path).settings

    def _save(self, settings: Settings) -> None:
        if self._path is None:
            return
        try:
            save_settings(self._path, settings)
        except OSError as error:
            facts = {"path": str(self._path), "words": error.strerror or type(error).__name__}
            raise ConfigError(Message(NOT_KEPT, facts)) from error


def _changed(kept: Settings, values: Mapping[str, object]) -> Settings:
    try:
        return Settings.model_validate({**kept.model_dump(), **values})
    except ValidationError as error:
        problems = {
            str(detail["loc"][0]): Message(NOT_USABLE, {"words": detail["msg"]})
            for detail in error.errors()
            if detail["loc"]
        }
        raise wrong_values(problems) from error

"""What an IT department has set for everybody on this computer, read at the start."""

# Whoever may write the file may install programs; a person's own variable is heard only where
# there is no such file, so that nobody gets around it.

import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from pydantic import JsonValue, ValidationError

from orderdesk.config import ConfigError, Settings
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

POLICY_VARIABLE: Final = "ORDERDESK_POLICY"
_MOST_BYTES = 100_000

BROKEN = QT_TRANSLATE_NOOP(
    "messages",
    "The policy file {path} cannot be used as it is ({words}). Updates are not looked for.",
)
STRANGE = QT_TRANSLATE_NOOP(
    "messages", "The policy file {path} has entries this version does not know: {words}."
)
ASK_IT = QT_TRANSLATE_NOOP("messages", "Your IT department can mend it.")
SET_BY_IT = QT_TRANSLATE_NOOP("messages", "Set by your IT department ({path}).")


@dataclass(frozen=True, slots=True)
class Policy:
    """What is set for everybody; without a file, nothing."""

    path: Path | None = None
    locked: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    """Values of settings that nobody here can change, by name."""
    updates: bool = True
    """False: it is never looked for a newer version."""
    address: str | None = None
    """Where to look for one; None is where the build says."""
    problem: ConfigError | None = None

    def over(self, settings: Settings) -> Settings:
        """Return `settings` with what is locked in place of what a person chose."""
        return settings.model_copy(update=self._values()) if self.locked else settings

    def reason(self) -> Message:
        """Say who has set what is locked."""
        return Message(SET_BY_IT, {"path": str(self.path)})

    def _values(self) -> dict[str, object]:
        made = Settings.model_validate(dict(self.locked))
        return {name: getattr(made, name) for name in self.locked}


def system_path(environ: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Return where the policy of a whole computer stands."""
    if platform == "win32":
        return Path(environ.get("ProgramData") or r"C:\ProgramData") / "orderdesk" / "policy.toml"
    if platform == "darwin":
        return Path("/Library/Application Support/orderdesk/policy.toml")
    return Path("/etc/orderdesk/policy.toml")


def read_policy(environ: Mapping[str, str] | None = None, *, system: Path | None = None) -> Policy:
    """Read the policy; one that cannot be used turns updates off and says why.

    `system` is the computer's own file, where it is not in its usual place. ORDERDESK_POLICY
    names another one, for trying out; it is heard only where the computer has none.
    """
    environ = os.environ if environ is None else environ
    path = system or system_path(environ)
    try:
        try:
            raw = _content(path)
        except (FileNotFoundError, NotADirectoryError):
            named = environ.get(POLICY_VARIABLE, "")
            if not named:
                return Policy()
            path = Path(named)
            raw = _content(path)
        return _read(path, tomllib.loads(raw.decode("utf-8")))
    except OSError as error:
        return _broken(path, error.strerror or type(error).__name__)
    except (ValueError, RecursionError) as error:  # no UTF-8, no TOML, too long
        return _broken(path, str(error) or type(error).__name__)


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        raw = file.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        raise ValueError(f"it is longer than {_MOST_BYTES:,} bytes")
    return raw


def _broken(path: Path, words: str, locked: Mapping[str, JsonValue] | None = None) -> Policy:
    facts = {"path": str(path), "words": " ".join(words.split())[:300]}
    problem = ConfigError(Message(BROKEN, facts), way_out=Message(ASK_IT))
    return Policy(path, locked or {}, updates=False, problem=problem)


def _read(path: Path, table: Mapping[str, object]) -> Policy:
    """Take what can be used; a word that cannot be, wherever it stands, turns updates off."""
    wrong: list[str] = []
    locked = _locked(_section(table, "settings", wrong), wrong)
    updates = _section(table, "updates", wrong)
    check, address = updates.get("check", True), updates.get("address")
    if not isinstance(check, bool):
        wrong.append("updates.check is neither true nor false")
    if address is not None and not isinstance(address, str):
        wrong.append("updates.address is no text")
    if wrong:
        return _broken(path, "; ".join(wrong), locked)
    strange = sorted(
        [key for key in table if key not in {"settings", "updates"}]
        + [f"settings.{key}" for key in _section(table, "settings", []) if not _known(key)]
        + [f"updates.{key}" for key in updates if key not in {"check", "address"}]
    )
    problem = None
    if strange:
        facts = {"path": str(path), "words": ", ".join(strange)[:300]}
        problem = ConfigError(Message(STRANGE, facts), way_out=Message(ASK_IT))
    return Policy(path, locked, check is not False, cast("str | None", address) or None, problem)


def _section(table: Mapping[str, object], name: str, wrong: list[str]) -> dict[str, object]:
    found = table.get(name, {})
    if not isinstance(found, dict):
        wrong.append(f"{name} is no table")
        return {}
    return cast("dict[str, object]", found)


def _known(name: str) -> bool:
    return name in Settings.model_fields


def _locked(section: Mapping[str, object], wrong: list[str]) -> dict[str, JsonValue]:
    """Return the settings with values that can be used; name the others in `wrong`."""
    locked: dict[str, JsonValue] = {}
    for name, value in section.items():
        if not _known(name):
            continue
        try:
            Settings.model_validate({name: value})
        except ValidationError as error:
            wrong.append(f"settings.{name}: {error.errors()[0]['msg']}")
        else:
            locked[name] = cast("JsonValue", value)
    return locked

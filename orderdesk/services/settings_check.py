"""Checks what was given for a connection against what its connector asks for."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from orderdesk.domain.fields import REQUIRED, FieldSpec, check
from orderdesk.domain.gateway import ConnectionConfig, ConnectorDescription
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.services.sentences import wrong_values

NAME = QT_TRANSLATE_NOOP("messages", "Name")
SECRET_IN_ADDRESS = QT_TRANSLATE_NOOP(
    "messages",
    "{field}: an address cannot hold a user name or password, since addresses are kept in clear. "
    "Give them in the fields of the sign-in.",
)

_LONGEST_KEY = 40


def checked_config(config: ConnectionConfig, description: ConnectorDescription) -> ConnectionConfig:
    """Return the connection with its values as they are kept.

    Raises:
        InputError: with `problems` keyed `name`, `urls.KEY` and `settings.KEY`.
    """
    name = config.name.strip()
    problems: dict[str, Message] = {}
    if not name:
        problems["name"] = Message(REQUIRED, {"field": Message(NAME)})
    urls = _checked("urls", description.urls, config.urls, problems)
    problems |= _told_secrets(description.urls, urls)
    settings = _checked("settings", description.settings, config.settings, problems)
    if problems:
        raise wrong_values(problems)
    return replace(config, name=name, urls=urls, settings=settings)


def _told_secrets(specs: Iterable[FieldSpec], addresses: Mapping[str, str]) -> dict[str, Message]:
    return {
        f"urls.{spec.key}": Message(SECRET_IN_ADDRESS, {"field": Message(spec.label)})
        for spec in specs
        if "@" in _authority(addresses.get(spec.key, ""))
    }


def _authority(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:  # brackets that do not match: whatever stands before the @ may be a secret
        return address


def checked_secrets(
    given: Mapping[str, str], description: ConnectorDescription, kept: Mapping[str, str]
) -> dict[str, str]:
    """Return the secrets to keep; one left empty stays as it is `kept`.

    Raises:
        InputError: with `problems` keyed `secrets.KEY`; no secret is repeated in them.
    """
    filled = {key: secret for key, secret in given.items() if secret}
    problems: dict[str, Message] = {}
    _checked("secrets", description.secrets, {**kept, **filled}, problems)
    if problems:
        raise wrong_values(problems)
    return filled


def _checked(
    group: str, specs: Iterable[FieldSpec], given: Mapping[str, str], problems: dict[str, Message]
) -> dict[str, str]:
    checked = check(specs, given)
    problems.update({f"{group}.{key}": problem for key, problem in checked.problems.items()})
    return {key: value for key, value in checked.values.items() if value is not None}


def same_account(
    config: ConnectionConfig,
    others: Iterable[ConnectionConfig],
    description: ConnectorDescription,
) -> ConnectionConfig | None:
    """Return the connection of the same name to the same account, if there is one already."""
    needed = [spec.key for spec in description.settings if spec.required]
    for other in others:
        same = all(other.settings.get(key) == config.settings.get(key) for key in needed)
        if same and (other.vendor, other.name) == (config.vendor, config.name):
            return other
    return None


def new_key(config: ConnectionConfig, taken: Collection[str]) -> str:
    """Make a key that no other connection has from the connection's name."""
    plain = unicodedata.normalize("NFKD", config.name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST_KEY].strip("-")
    stem = words or config.vendor
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key

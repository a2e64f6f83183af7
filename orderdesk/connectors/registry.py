"""The connectors there are: the packages beside this module, and what other packages register."""

# A connector is a package with a module `description`, which holds DESCRIPTION and is light to
# import, and a module `gateway`, whose `build` makes the gateway of a connection. Other packages
# register theirs by name in the entry point group "orderdesk.connectors". One that cannot be
# imported is left out and told; the others go on.

import importlib
import importlib.metadata
import pkgutil
from collections.abc import Callable, Mapping
from typing import Protocol, cast

import orderdesk.connectors
from orderdesk.connectors.clock import REAL, Timing
from orderdesk.domain.errors import InputError
from orderdesk.domain.gateway import ConnectionConfig, ConnectorDescription, Gateway
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

GROUP = "orderdesk.connectors"
DEADLINE = 20.0

NO_SUCH_VENDOR = QT_TRANSLATE_NOOP(
    "messages", "There is no connector called “{vendor}” here. There are: {known}."
)


class _Build(Protocol):
    def __call__(
        self,
        config: ConnectionConfig,
        secrets: Mapping[str, str],
        *,
        deadline: float,
        timing: Timing = REAL,
    ) -> Gateway: ...


def _packages() -> list[str]:
    here = [
        f"{orderdesk.connectors.__name__}.{module.name}"
        for module in pkgutil.iter_modules(orderdesk.connectors.__path__)
        if module.ispkg
    ]
    return here + [point.value for point in importlib.metadata.entry_points(group=GROUP)]


def _describe(package: str) -> ConnectorDescription:
    module = importlib.import_module(f"{package}.description")
    return cast("ConnectorDescription", module.DESCRIPTION)


def _found() -> dict[str, tuple[str, ConnectorDescription]]:
    described = ((package, _describe(package)) for package in _packages())
    return {description.vendor: (package, description) for package, description in described}


def describe_all() -> tuple[ConnectorDescription, ...]:
    """Return what every connector says of itself, by title; no HTTP is imported for it."""
    descriptions = (description for _package, description in _found().values())
    return tuple(sorted(descriptions, key=lambda description: description.title.casefold()))


def build(
    config: ConnectionConfig,
    secrets: Mapping[str, str],
    *,
    deadline: float = DEADLINE,
    timing: Timing = REAL,
) -> Gateway:
    """Build the gateway of a connection; nothing is sent yet.

    `deadline` is the longest a request may take, in seconds; `timing` what it waits by.

    Raises:
        InputError: if there is no connector for the connection's vendor.
    """
    found = _found()
    if config.vendor not in found:
        facts = {"vendor": config.vendor, "known": ", ".join(sorted(found))}
        raise InputError(Message(NO_SUCH_VENDOR, facts), field="vendor")
    package = found[config.vendor][0]
    make: Callable[..., object] = importlib.import_module(f"{package}.gateway").build
    return cast("_Build", make)(config, secrets, deadline=deadline, timing=timing)

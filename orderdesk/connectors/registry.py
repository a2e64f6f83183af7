"""The connectors there are: the packages beside this module, and what other packages register."""

# A connector is a package with a module `description`, which holds DESCRIPTION and is light to
# import, and a module `gateway`, whose `build` makes the gateway of a connection. Other packages
# register theirs by name in the entry point group "orderdesk.connectors". One that cannot be
# used is left out and told; the others go on.

import importlib
import importlib.metadata
import logging
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
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
LEFT_OUT = QT_TRANSLATE_NOOP(
    "messages", "The connector in “{package}” cannot be used and is left out: {why}"
)
MEND_IT = QT_TRANSLATE_NOOP(
    "messages", "Install a version of that package that fits this program, or take it off."
)
NO_DESCRIPTION = QT_TRANSLATE_NOOP("messages", "It does not describe a connector.")
TAKEN = QT_TRANSLATE_NOOP("messages", "There is another connector called “{vendor}”.")
BROKEN = QT_TRANSLATE_NOOP("messages", "{kind}: {words}")

_logger = logging.getLogger(__name__)
_told: set[str] = set()


class _Build(Protocol):
    def __call__(
        self,
        config: ConnectionConfig,
        secrets: Mapping[str, str],
        *,
        deadline: float,
        timing: Timing = REAL,
    ) -> Gateway: ...


@dataclass(frozen=True, slots=True)
class _Found:
    package: str
    description: ConnectorDescription


def _packages() -> Iterator[str]:
    for module in pkgutil.iter_modules(orderdesk.connectors.__path__):
        if module.ispkg:
            yield f"{orderdesk.connectors.__name__}.{module.name}"
    for point in importlib.metadata.entry_points(group=GROUP):
        yield point.value


def _problem(package: str, why: Message) -> InputError:
    """Say that a package is left out, and write it down once."""
    problem = InputError(
        Message(LEFT_OUT, {"package": package, "why": why}),
        way_out=Message(MEND_IT),
        field="vendor",
    )
    if package not in _told:
        _told.add(package)
        _logger.warning("%s", problem)
    return problem


def _broken(package: str, fault: Exception) -> InputError:
    return _problem(package, Message(BROKEN, {"kind": type(fault).__name__, "words": str(fault)}))


def _describe(package: str) -> ConnectorDescription | InputError:
    try:
        module = importlib.import_module(f"{package}.description")
    except Exception as fault:
        _logger.debug("The connector in %s cannot be imported", package, exc_info=True)
        return _broken(package, fault)
    description = vars(module).get("DESCRIPTION")
    if not isinstance(description, ConnectorDescription):
        return _problem(package, Message(NO_DESCRIPTION))
    return description


def _look() -> tuple[dict[str, _Found], tuple[InputError, ...]]:
    """Return the connectors by vendor, and what is left out; the first of a name stays."""
    found: dict[str, _Found] = {}
    problems: list[InputError] = []
    for package in dict.fromkeys(_packages()):
        description = _describe(package)
        if isinstance(description, InputError):
            problems.append(description)
        elif description.vendor in found:
            taken = Message(TAKEN, {"vendor": description.vendor})
            problems.append(_problem(package, taken))
        else:
            found[description.vendor] = _Found(package, description)
    return found, tuple(problems)


def describe_all() -> tuple[ConnectorDescription, ...]:
    """Return what every connector says of itself, by title; no HTTP is imported for it."""
    descriptions = (one.description for one in _look()[0].values())
    return tuple(sorted(descriptions, key=lambda description: description.title.casefold()))


def left_out() -> tuple[InputError, ...]:
    """Return why packages that register a connector cannot be used, each with the way out."""
    return _look()[1]


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
        InputError: if there is no connector for the connection's vendor, or it cannot be used.
    """
    found, _left_out = _look()
    if config.vendor not in found:
        facts = {"vendor": config.vendor, "known": ", ".join(sorted(found))}
        raise InputError(Message(NO_SUCH_VENDOR, facts), field="vendor")
    package = found[config.vendor].package
    try:
        make: Callable[..., object] = importlib.import_module(f"{package}.gateway").build
    except Exception as fault:
        _logger.debug("The connector in %s cannot be built", package, exc_info=True)
        raise _broken(package, fault) from fault
    return cast("_Build", make)(config, secrets, deadline=deadline, timing=timing)

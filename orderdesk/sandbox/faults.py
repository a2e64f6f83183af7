"""Faults on demand: which requests they fall on, how often, and what they do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.exchange import Request
from orderdesk.sandbox.json_text import Document, JsonValue

KINDS: Mapping[str, str] = {
    "latency": "wait `seconds` before or after the work",
    "hold": "wait before or after the work until POST control/release",
    "status": "answer `status` (429, 500, 503) before the work, or after it instead of the answer",
    "cut": "close the connection before or after the work (reset: false closes it in order)",
    "truncate": "send only `fraction` of the body under the full Content-Length, then close",
    "malformed": "send the body cut off at `fraction`, as if it were complete",
    "html": "answer 200 (or `status`) with a web page instead of the answer",
    "bomb": "answer 200 (or `status`) with a packed body that unpacks to `filler` megabytes",
    "drip": "send the body in pieces of `size` bytes, `seconds` apart",
    "field": "put the text `json`, or `filler` letters, for `field` in `rows` objects",
    "clock_skew": "put the Date header `seconds` off",
    "expire_tokens": "at once, end every token that was given out (not a lasting fault)",
}
"""Every kind of fault with its sentence."""

_BEFORE = "before"
_AFTER = "after"


class WrongFault(ValueError):
    """What was asked for is no fault; the message says why."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: what it does, and the requests that it falls on."""

    kind: str
    when: str = _BEFORE
    vendor: str | None = None
    service: str | None = None
    method: str | None = None
    path: str | None = None
    """A regular expression that is looked for in the path, capitals or not."""
    skip: int = 0
    """So many matching requests go through first."""
    count: int | None = None
    """It falls so many times; None: until it is removed."""
    probability: Decimal = Decimal(1)
    seconds: Decimal = Decimal(0)
    status: int = 0
    body: str | None = None
    content_type: str | None = None
    reset: bool = True
    fraction: Decimal = Decimal("0.5")
    size: int = 64
    field: str | None = None
    json: str | None = None
    rows: int = 1
    filler: int = 0

    def falls_on(self, vendor: str, request: Request) -> bool:
        """Vendor, service, method and path fit."""
        return (
            self.vendor in (None, vendor)
            and self.service in (None, request.service)
            and (self.method is None or self.method.upper() == request.method)
            and (self.path is None or bool(re.search(self.path, request.path, re.IGNORECASE)))
        )

    def document(self) -> Document:
        """Return the settings that differ from the defaults."""
        shown: Document = {}
        for setting in fields(self):
            value: JsonValue = getattr(self, setting.name)
            if setting.name == "kind" or value != setting.default:
                shown[setting.name] = value
        return shown


_WHOLE = {"skip", "count", "status", "size", "rows", "filler"}
_DECIMAL = {"probability", "seconds", "fraction"}
_FLAG = {"reset"}
_SETTINGS = {setting.name for setting in fields(Fault)}


def fault_from(document: Document, presets: Mapping[str, Document]) -> Fault:
    """Read one fault; `preset` names a ready one, whose settings the others override.

    Raises:
        WrongFault: for an unknown preset, kind or setting, or a value of the wrong type.
    """
    merged: Document = {}
    chosen = document.get("preset")
    if chosen is not None:
        if not isinstance(chosen, str) or chosen not in presets:
            raise WrongFault(f"There is no preset {chosen!r}; there are {', '.join(presets)}.")
        merged |= presets[chosen]
    merged |= {name: value for name, value in document.items() if name != "preset"}
    for name, value in merged.items():
        _check(name, value)
    fault = _built(merged)
    if fault.kind not in KINDS:
        raise WrongFault(f"There is no kind of fault {fault.kind!r}; there are {', '.join(KINDS)}.")
    if fault.when not in (_BEFORE, _AFTER):
        raise WrongFault("when is 'before' or 'after' (the work).")
    if fault.kind == "field" and not (fault.field and (fault.json is not None or fault.filler)):
        raise WrongFault("A fault of kind 'field' needs field, and json or filler.")
    try:
        re.compile(fault.path or "")
    except re.error as broken:
        raise WrongFault(f"path is no regular expression: {broken}.") from None
    return fault


def _check(name: str, value: JsonValue) -> None:
    if name not in _SETTINGS:
        raise WrongFault(f"A fault has no {name!r}; it has {', '.join(sorted(_SETTINGS))}.")
    if name in _WHOLE:
        fits = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    elif name in _DECIMAL:
        fits = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    elif name in _FLAG:
        fits = isinstance(value, bool)
    else:
        fits = isinstance(value, str)
    if not fits:
        raise WrongFault(f"{name} cannot be {value!r}.")


def _built(merged: Document) -> Fault:
    settings: Document = {
        name: Decimal(value) if name in _DECIMAL and isinstance(value, int) else value
        for name, value in merged.items()
    }
    if "kind" not in settings:
        raise WrongFault("A fault needs a kind.")
    return _FaultBuilder(settings).build()


class _FaultBuilder:
    """Hands checked JSON values to `Fault` with their types."""

    def __init__(self, settings: Document) -> None:
        self._settings = settings

    def build(self) -> Fault:
        default = Fault(kind="")
        return Fault(
            kind=self._text("kind") or "",
            when=self._text("when") or _BEFORE,
            vendor=self._text("vendor"),
            service=self._text("service"),
            method=self._text("method"),
            path=self._text("path"),
            skip=self._whole("skip") or 0,
            count=self._whole("count"),
            probability=self._decimal("probability", default.probability),
            seconds=self._decimal("seconds", default.seconds),
            status=self._whole("status") or 0,
            body=self._text("body"),
            content_type=self._text("content_type"),
            reset=self._settings.get("reset") is not False,
            fraction=self._decimal("fraction", default.fraction),
            size=self._whole("size") or default.size,
            field=self._text("field"),
            json=self._text("json"),
            rows=self._whole("rows") or default.rows,
            filler=self._whole("filler") or 0,
        )

    def _text(self, name: str) -> str | None:
        value = self._settings.get(name)
        return value if isinstance(value, str) else None

    def _whole(self, name: str) -> int | None:
        value = self._settings.get(name)
        return value if isinstance(value, int) else None

    def _decimal(self, name: str, default: Decimal) -> Decimal:
        value = self._settings.get(name)
        return value if isinstance(value, Decimal) else default


@dataclass(slots=True)
class _Standing:
    number: int
    fault: Fault
    dice: Dice
    seen: int = 0
    fallen: int = 0

    def falls(self) -> bool:
        """Count one matching request; whether the fault falls on it."""
        self.seen += 1
        if self.seen <= self.fault.skip or self.spent:
            return False
        if not self.dice.chance(float(self.fault.probability)):
            return False
        self.fallen += 1
        return True

    @property
    def spent(self) -> bool:
        return self.fault.count is not None and self.fallen >= self.fault.count


@dataclass(slots=True)
class FaultPlan:
    """The faults that stand, in the order in which they were set."""

    seed: int = 0
    _standing: list[_Standing] = field(default_factory=list[_Standing])
    _number: int = 0

    def add(self, fault: Fault) -> int:
        """Let a fault stand; its number."""
        self._number += 1
        self._standing.append(_Standing(self._number, fault, Dice(f"{self.seed}:{self._number}")))
        return self._number

    def remove(self, number: int | None = None) -> None:
        """Take one fault away, or all."""
        self._standing = [one for one in self._standing if number not in (None, one.number)]

    def falling(self, vendor: str, request: Request) -> list[tuple[int, Fault]]:
        """Return the faults that fall on this request, with their numbers; each is counted."""
        return [
            (one.number, one.fault)
            for one in self._standing
            if one.fault.falls_on(vendor, request) and one.falls()
        ]

    def table(self) -> list[Document]:
        """Every fault with its number and how often it has matched and fallen."""
        return [
            {"id": one.number, **one.fault.document(), "seen": one.seen, "fallen": one.fallen}
            for one in self._standing
        ]

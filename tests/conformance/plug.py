"""The form of a vendor's plug: what the suite cannot derive from the connector's description.

A plug is a module `tests/conformance/vendors/NAME.py` with `PLUG = Plug(vendor=NAME, ...)`; a
package of its own names it in the entry point group "orderdesk.conformance". The cases run for
every vendor that has a connector, a stand-in and a plug: `python -m tests.conformance` counts them.

Everything runs over a real socket against the vendor's stand-in. `Place` is that stand-in: its
control endpoint (change, fault, switch, truth, log) and `run`, which gives a gateway to a
coroutine. Waits of the request budget pass at once: `Place.timing` moves the stand-in's clock on
instead, so `build` in the connector's `gateway` takes `timing: Timing = REAL` and hands it to its
`Wire(TITLE, deadline=deadline, quota=..., timing=timing)`; a session measures by
`wire.timing.monotonic`.

Steps of a probe are called `address`, `connect`, `sign_in`, `read` and `clock` where they
do that; others (`company`, `rights`) as the vendor needs.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from orderdesk.domain.commands import Command
from orderdesk.domain.errors import (
    Malformed,
    OutcomeUnknown,
    Throttled,
    Unreachable,
    VendorError,
)
from orderdesk.domain.gateway import Finding, Gateway, Reading
from orderdesk.domain.order import FieldValue, Order
from tests.conformance.place import Entry, Errand, Place
from tests.enablement.cells import Cell, Enablement

Fault: TypeAlias = Mapping[str, object]
"""The settings of a fault, as POST control/faults takes them; or of which requests it falls on:
`method` (exactly), `path` (a regular expression), `service`."""
Values: TypeAlias = Mapping[str, FieldValue]
Finder: TypeAlias = Callable[[Place, Gateway], Awaitable[Order]]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """How one action is tried: on which order, with what, and how it is seen to be done."""

    order: Finder | None = None
    """Finds the order, or makes it through `place.change`; None: the first that the rules allow
    the action on, read whole. For a CREATE: one to be like."""
    values: Callable[[Order], Values] | None = None
    """What is typed: the header of a new order, the changes of an edit, the fields of a line, or
    the form of a transition or act. Use `marked("...")` for texts that nothing else has.
    None: nothing, or where the fields have a free text shown as `name` or `description`, that."""
    lines: Callable[[Order], tuple[Values, ...]] | None = None
    """The lines of a new order; None: one, as `values` would make it."""
    least: int = 0
    """How many lines the order must have at least; an edit or removal needs one anyway."""
    line: Callable[[Order], str] | None = None
    """Which line is edited or removed; None: the first."""
    target: Callable[[Order], str | None] | None = None
    """The state that an ACT without a way in the transition table is to lead to."""
    done: Callable[[Command, Order], bool] | None = None
    """Whether the order just read shows it. None will do for creating, editing, items and
    transitions, and for deleting; an ACT has to say."""
    true: Callable[[Command, Mapping[str, object]], bool] | None = None
    """Whether the stand-in's own truth (GET control/orders/ID) shows it."""
    requests: int = 1
    """How many writing requests the vendor's documented sequence takes."""
    lost: Finding = Finding.UNDONE
    """What a read-back finds when it was not done."""
    kept: Finding = Finding.DONE
    """What a read-back finds when it was done: AMBIGUOUS only where the vendor shows no trace."""
    doubtful: str = ""
    """Why what is read back undone may be done yet, or have been, so that sending it once more may
    do it twice and a person is asked; "" where the state, uniqueness or a reference forbids it."""
    touches: frozenset[str] | None = None
    """An edit: what may differ in the stand-in's truth (its `order`, or the whole) afterwards;
    None: the changed fields' keys."""


@dataclass(frozen=True, kw_only=True)
class WrongSecrets:
    """Credentials that are not right, and what is said of them."""

    name: str
    secrets: Values
    """What is put for the right ones."""
    sentence: str
    """A part of the sentence."""
    field: str | None = None
    """What the probe's step names as to be mended: `secrets.KEY`."""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A command that the vendor refuses, and what a person is told."""

    name: str
    prepare: Callable[[Place, Gateway], Awaitable[tuple[Command, Reading | None]]]
    """Brings it about (changes, switches, faults); the command is made past the check."""
    error: type[VendorError]
    words: str = ""
    """A part of the vendor's own words; "" where it sends none."""
    way_out: str = ""
    """A part of what to do next."""
    sent: bool = True
    """Whether a writing request goes out at all."""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, kw_only=True)
class BadRow:
    """A fault after which some rows of a list cannot be read; the others must load."""

    name: str
    fault: Fault
    rows: int = 1
    """How many are set aside at most, and one at least."""
    nameless: bool = False
    """The row's id cannot be read either, so that the pull cannot claim to be complete."""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """Something beyond the vendor's documents in what it sends: kept and shown."""

    name: str
    seen: Callable[[Order], bool]
    """Whether an order shows it, fetched or listed."""
    fault: Fault | None = None
    change: Callable[[Place, str], None] | None = None
    """Or how it is put into the stand-in's order."""
    switches: Mapping[str, str] = field(default_factory=dict[str, str])
    """How the stand-in's switches must stand for it."""
    forbids: bool = False
    """An unknown state, by which nothing is allowed but what may be done in any."""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, kw_only=True)
class Damage:
    """A read's answer that is none, and the error it becomes."""

    name: str
    fault: Fault
    error: type[VendorError]
    sentence: str
    """A part of the sentence."""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, kw_only=True)
class Loss:
    """A fault on a write. `outcomes` are the errors it may come to, None being a good end.

    Whatever comes: no second request, an end that says done has been done, one that says undone
    has not, and a read-back of what is not known finds the truth.
    """

    name: str
    fault: Fault
    outcomes: tuple[type[VendorError] | None, ...]
    done: bool
    """Whether the vendor did it."""

    def __str__(self) -> str:
        return self.name


_BEFORE_END = {"kind": "cut", "when": "after", "reset": False}

DAMAGES: tuple[Damage, ...] = (
    Damage(name="html", fault={"kind": "html"}, error=Malformed, sentence="web page"),
    Damage(name="half", fault={"kind": "malformed"}, error=Malformed, sentence="breaks off"),
    Damage(
        name="empty", fault={"kind": "malformed", "fraction": 0}, error=Malformed, sentence="empty"
    ),
    Damage(name="short", fault={"kind": "truncate"}, error=Unreachable, sentence="broke off"),
    Damage(
        name="cut", fault={"kind": "cut", "when": "before"}, error=Unreachable, sentence="broke off"
    ),
    Damage(name="closed", fault=_BEFORE_END, error=Unreachable, sentence="broke off"),
    Damage(
        name="503",
        fault={"kind": "status", "status": 503},
        error=Unreachable,
        sentence="an error of its own",
    ),
    Damage(
        name="500",
        fault={"kind": "status", "status": 500},
        error=Unreachable,
        sentence="an error of its own",
    ),
)
"""What every vendor's reads are put through; a plug may put its own beside or in their place."""

_UNKNOWN = (OutcomeUnknown,)
_GARBLED = (None, OutcomeUnknown)

LOSSES: tuple[Loss, ...] = (
    Loss(
        name="cut before",
        fault={"kind": "cut", "when": "before"},
        outcomes=_UNKNOWN,
        done=False,
    ),
    Loss(name="cut after", fault={"kind": "cut", "when": "after"}, outcomes=_UNKNOWN, done=True),
    Loss(name="closed after", fault=_BEFORE_END, outcomes=_UNKNOWN, done=True),
    Loss(
        name="500 before",
        fault={"kind": "status", "status": 500},
        outcomes=_UNKNOWN,
        done=False,
    ),
    Loss(
        name="503 before",
        fault={"kind": "status", "status": 503},
        outcomes=_UNKNOWN,
        done=False,
    ),
    Loss(
        name="500 after",
        fault={"kind": "status", "status": 500, "when": "after"},
        outcomes=_UNKNOWN,
        done=True,
    ),
    Loss(
        name="429",
        fault={"kind": "status", "status": 429},
        outcomes=(Throttled,),
        done=False,
    ),
    Loss(name="short", fault={"kind": "truncate"}, outcomes=_GARBLED, done=True),
    Loss(name="half", fault={"kind": "malformed"}, outcomes=_GARBLED, done=True),
    Loss(
        name="empty",
        fault={"kind": "malformed", "fraction": 0},
        outcomes=_GARBLED,
        done=True,
    ),
    Loss(name="web page after", fault={"kind": "html"}, outcomes=_UNKNOWN, done=True),
)
"""What every vendor's writes are put through; a plug may put its own beside or in their place."""


@dataclass(frozen=True, kw_only=True)
class Shift:
    """What happens to the data while the second page is on its way."""

    name: str
    change: Callable[[Place, list[str]], set[str]]
    """Given the ids so far read, changes the data; returns the ids that came or went, which a
    pull may or may not bring."""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, kw_only=True)
class Paging:
    """A list that comes in pages."""

    orders: int
    """How many orders make three pages of the connector's size at least."""
    earlier: int = 0
    """How many of the requests that `lists` selects a pull makes before that for its first page."""
    shifts: tuple[Shift, ...]
    switches: Mapping[str, str] = field(default_factory=dict[str, str])
    """What makes the pages small, if the stand-in has such a switch."""
    wrong_totals: tuple[Fault, ...] = ()
    """Faults after which the vendor's total disagrees with the rows; none where it sends none."""


@dataclass(frozen=True, kw_only=True)
class QuotaTrial:
    """A limit that the vendor's text gives beforehand."""

    limit: int
    seconds: float
    requests: int
    """How many to make in a row: some three windows' worth."""
    switches: Mapping[str, str] = field(default_factory=dict[str, str])
    """What makes the stand-in enforce it as documented (it is lenient in the other cases)."""
    lowered: Mapping[str, str] = field(default_factory=dict[str, str])
    """What makes it enforce less than documented, behind the client's back."""


Bringer: TypeAlias = Callable[[Place, Gateway, Cell], Awaitable[Order]]


@dataclass(frozen=True, kw_only=True)
class Plug:
    """What the suite must be told of one vendor."""

    vendor: str
    orders: int = 60
    """How many orders its stand-in makes up: as few as hold every state."""
    life: int = 3
    """So many cases that change something share these orders; then there are new ones."""
    switches: Mapping[str, str] = field(default_factory=dict[str, str])
    """How its stand-in's switches stand by default here: lenient limits above all."""

    errand: Callable[[Entry], Errand]
    """Tells sign-ins, reads and writes in the log apart (`method`, `path`, `service`)."""
    lists: Fault
    """Which requests a list of orders is made of, as settings of a fault."""
    reads: tuple[Fault, ...]
    """Which requests read orders, listed or single; not the sign-in."""
    writes: tuple[Fault, ...]
    """Which requests write; not the sign-in."""

    wrong_secrets: tuple[WrongSecrets, ...]
    no_secrets: str
    """A part of the sentence when nothing has been filled in."""
    session: bool = True
    """There are tokens that can end; False where every request carries the credentials."""
    stale_status: int = 401
    """How a request with an ended token is answered."""
    token_life: float | None = None
    """Seconds after which a token ends by the stand-in's clock; None: it does not."""

    trials: Mapping[str, Trial]
    """One for each action of the rules, by its name."""
    one_by_one: frozenset[str] = frozenset()
    """Actions whose values fit one order alone, as those that name its lines."""
    refusals: tuple[Refusal, ...]
    colleague: Callable[[Place, Order], None]
    """Changes something that an order just read shows, and that no trial's `done` looks at."""
    stamps: frozenset[str] = frozenset()
    """Fields that the vendor itself puts anew with every write, as the time of the last one."""
    sees_changes: bool = True
    """A pull from a cursor brings every order that changed; False where the vendor cannot tell
    and only a full pull or a reading of its own shows it."""
    missing_id: str
    """An id in the vendor's form that no order has."""

    bad_rows: tuple[BadRow, ...]
    unknowns: tuple[Unknown, ...]
    damages: tuple[Damage, ...] = DAMAGES
    losses: tuple[Loss, ...] = LOSSES
    breaks_off: Fault | None = None
    """A fault (beside `lists`) after which a list ends early, with some orders read."""
    paging: Paging | None = None
    quota: QuotaTrial | None = None
    unnamed: Mapping[str, str] = field(default_factory=dict[str, str])
    """Kinds of names that do not hold every id that orders point to, or that need a parent to be
    asked for: with the reason."""

    enablement: Enablement
    """The table written by hand (tests/enablement/NAME.py)."""
    bring: Bringer
    """Brings an order into a cell's state and condition, and reads it; the switches that the
    condition asks for are set afterwards."""
    cell_values: Callable[[Order, Cell], Values | None] = lambda _order, _cell: None
    """What is typed in a cell where the trial's values will not do."""
    exceptions: Mapping[tuple[str, str, str], str] = field(
        default_factory=dict[tuple[str, str, str], str]
    )
    """Cells (state, condition, action) where desk and stand-in differ on purpose: the reason."""
    unsendable: Mapping[tuple[str, str, str], str] = field(
        default_factory=dict[tuple[str, str, str], str]
    )
    """Refused cells for which no request can be made at all: the reason."""

"""The form of a vendor's rules: states, transitions, conditions and actions, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.status import OrderStatus


class Certainty(StrEnum):
    """What the vendor's documents say of a transition."""

    DOCUMENTED = "documented"
    DISPUTED = "disputed"
    """The documents contradict one another or are silent: only the vendor can tell."""


ACTIONS = (
    "create",
    "edit",
    "add_item",
    "edit_item",
    "remove_item",
    "submit",
    "process",
    "cancel",
    "invoice",
    "delete_invoice",
    "dispatch",
    "mark_produced",
    "mark_shipped",
    "change_status",
    "ship",
    "record_payment",
    "apply_prepayment",
    "assign_delivery",
    "unassign_delivery",
    "edit_delivery",
    "delete",
    "add_note",
)
"""The names that vendors' actions share, in the order in which they are listed; a vendor may
have others."""

TOGETHER = (frozenset({"dispatch", "mark_shipped", "ship"}),)
"""Names of one family that come to the same, so that orders of several vendors take them together;
any other action is taken together with its namesakes only."""


class Effect(StrEnum):
    """What sort of command an action makes."""

    CREATE = "create"
    EDIT = "edit"
    ADD_LINE = "add_line"
    EDIT_LINE = "edit_line"
    REMOVE_LINE = "remove_line"
    TRANSIT = "transit"
    ACT = "act"
    """A call of its own, as an invoice or a shipment, that may or may not change the state."""


class Family(StrEnum):
    """Actions of several vendors that a mixed selection can take together."""

    CREATE = "create"
    EDIT = "edit"
    ITEMS = "items"
    SUBMIT = "submit"
    PROCESS = "process"
    CANCEL = "cancel"
    SHIP = "ship"
    INVOICE = "invoice"
    PAYMENT = "payment"
    ASSIGN = "assign"
    STATUS = "status"
    DELETE = "delete"
    NOTE = "note"


class Test(StrEnum):
    """How a condition looks at an order."""

    __test__ = False  # not a test case, whatever pytest thinks of the name

    EXPIRED = "expired"
    ALL_FILLED = "all_filled"
    ANY_EMPTY = "any_empty"
    NO_LINES = "no_lines"
    SETTING_ON = "setting_on"
    VALUE_IN = "value_in"
    """One of the fields has one of the values; a value of "" is an empty field."""
    VALUE_NOT_IN = "value_not_in"
    """None of the fields has one of the values."""
    KIND_IN = "kind_in"
    KIND_NOT_IN = "kind_not_in"
    """The order's kind is (not) one of the values, "" standing for one that is not known."""


@dataclass(frozen=True, slots=True)
class State:
    """A state by the vendor's own word; `column` and `row` are its place in the diagram."""

    word: str
    status: OrderStatus | None
    label: str
    column: int
    row: int = 0
    terminal: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """One way from state to state; `action` is None where only the vendor goes it."""

    source: str
    target: str
    action: str | None
    certainty: Certainty = Certainty.DOCUMENTED
    note: str = ""
    """What a person should know of a disputed way, as source text."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that forbids an action whatever the state; `reason` may name facts.

    Both texts may use {state}, {action} and {kind}; `way_out` says what would make it possible.
    `fields` are order fields, or the setting's key for SETTING_ON.
    """

    name: str
    test: Test
    reason: str
    way_out: str
    fields: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an action is impossible in a state, and the way out; both source texts."""

    reason: str
    way_out: str


@dataclass(frozen=True, slots=True)
class ActionRule:
    """One action of a vendor: when it may be done, what it needs and what it leaves.

    `states` are the states it may be done in, for actions that make no transition; for a
    TRANSIT the transition table says so. `refusals` explain the other states, by the
    vendor's word, "" standing for any other. An ACT with a way in the transition table leads
    where that says, and one without leaves the state to the vendor.
    """

    name: str
    effect: Effect
    family: Family
    label: str
    icon: str
    summary: str
    states: frozenset[str] = frozenset()
    refusals: Mapping[str, Refusal] = field(default_factory=dict[str, Refusal])
    conditions: tuple[Condition, ...] = ()
    fields: tuple[FieldSpec, ...] = ()
    line_fields: tuple[FieldSpec, ...] = ()
    """For a CREATE: what a line of the new order is made of; empty: as for ADD_LINE."""
    reversible: bool = True
    inverse: str | None = None
    """The action of the same vendor that truly takes it back, where its documents have one: by
    writing the earlier values again, or by a call of its own."""
    confirmation: str = ""
    """What will happen where it cannot be undone; may use {number} and {customer}."""
    primary: bool = False
    shortcut: str = ""
    disputed: Mapping[str, str] = field(default_factory=dict[str, str])
    """States, beside `states`, in which only the vendor can tell, each with what a person should
    know, as source text; "" stands for any other state."""
    any_state: bool = False
    """The state does not matter, not even one that is not known; conditions may."""
    deletes: bool = False
    """The order is gone once it is done."""
    replaces: bool = False
    """The whole object goes out with it, so that it puts back what somebody else has written since
    the object was read; nothing at the vendor prevents that."""
    target_field: str | None = None
    """The key of the form's field that names the state it leads to."""
    names_items: bool = False
    """It may be asked for on chosen items; the form's QUANTITIES field says which."""
    at_once: int = 1
    """For how many orders the vendor takes it in one call; more than one only where the gateway
    is a `BatchGateway`."""
    apart: tuple[str, ...] = ()
    """Fields of the form which, filled in (a BOOLEAN: yes), have an order sent by itself."""


@dataclass(frozen=True, slots=True)
class NotOffered:
    """Something the vendor's API has no call for, with the nearest thing that it has."""

    name: str
    family: Family
    label: str
    reason: str
    nearest: str


@dataclass(frozen=True, slots=True)
class VendorRules:
    """Everything the desk knows of what a vendor allows; the only place where it is said."""

    vendor: str
    title: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    actions: tuple[ActionRule, ...]
    not_offered: tuple[NotOffered, ...]
    order_fields: tuple[FieldSpec, ...]
    line_fields: tuple[FieldSpec, ...]
    unknown_state: Refusal
    unsettled: Refusal
    """Why nothing more can be done while an earlier command's outcome is not known."""

    tenant_states: bool = False
    """Each tenant has states of its own, so that a word that is not in `states` is none of the
    unknown ones; what it means is set on the connection."""
    changed_at: str | None = None
    """The key of the order's field that says when it was last changed, where there is one."""

    def action(self, name: str) -> ActionRule | None:
        """Return the rule of the action called `name`, if the vendor has it."""
        return next((rule for rule in self.actions if rule.name == name), None)

    def counterpart(self, name: str) -> ActionRule | None:
        """Return what this vendor has for an action that is asked of several vendors at once.

        That is the action of the same name, else the one that comes to the same.
        """
        same = next((names for names in TOGETHER if name in names), frozenset[str]())
        found = (rule for rule in self.actions if rule.name in same)
        return self.action(name) or next(found, None)

    def state(self, word: str) -> State | None:
        """Return the state with the vendor's `word`, if it is a known one."""
        return next((state for state in self.states if state.word == word), None)

    def transition(self, source: str, action: str) -> Transition | None:
        """Return the way `action` takes from the state `source`, if there is one."""
        return next(
            (way for way in self.transitions if way.source == source and way.action == action),
            None,
        )

    def new_line_fields(self) -> tuple[FieldSpec, ...]:
        """Return what a line of a new order is made of."""
        creating = next((rule for rule in self.actions if rule.effect is Effect.CREATE), None)
        if creating is not None and creating.line_fields:
            return creating.line_fields
        adding = next((rule for rule in self.actions if rule.effect is Effect.ADD_LINE), None)
        if adding is not None:
            return adding.fields
        return tuple(spec for spec in self.line_fields if not spec.read_only)

    def order_field(self, key: str) -> FieldSpec | None:
        """Return the header field called `key`, if the vendor has it."""
        return next((spec for spec in self.order_fields if spec.key == key), None)

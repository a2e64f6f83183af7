"""What is asked for in a day offline: edits, acts and final acts, over all vendors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from orderdesk.domain.fields import FieldType
from orderdesk.domain.order import FieldValue
from orderdesk.domain.query import parse_query
from orderdesk.domain.rules import Effect
from orderdesk.domain.shown import Sort
from orderdesk.services.desk import Desk
from orderdesk.services.views import OrderView

_TEXTS = {FieldType.TEXT, FieldType.LONG_TEXT}
_FINAL_SHARE = 8
_PASSED_OVER = frozenset({"delete_invoice"})


@dataclass
class Wish:
    """One command to be given; `command` is its id once it was."""

    vendor: str
    order: str
    action: str
    values: Mapping[str, FieldValue]
    final: bool
    at: float = 0.0
    """Which share of the day has passed."""
    command: str = ""

    @property
    def vendor_id(self) -> str:
        """The order's id at its vendor."""
        return self.order.partition(":")[2]


@dataclass
class Doable:
    """What the rules allow on an order."""

    order: str
    texts: tuple[str, ...] = ()
    """Text fields that can be edited."""
    edit: str = ""
    acts: list[tuple[str, bool, Mapping[str, FieldValue]]] = field(
        default_factory=list[tuple[str, bool, Mapping[str, FieldValue]]]
    )
    """Acts with whether they are final and what they need."""


async def planned(desk: Desk, keys: Mapping[str, str], commands: int, seed: int) -> list[Wish]:
    """Plan so many commands in equal shares of the vendors, in the order they are given."""
    draws = Random(seed)
    share = commands // len(keys)
    wishes: list[Wish] = []
    spare: list[Wish] = []
    for vendor, key in keys.items():
        every = await _doable(desk, key)
        draws.shuffle(every)
        wanted, more = _of_vendor(vendor, every, share)
        wishes += wanted
        spare += more
    wishes += spare[: commands - len(wishes)]
    draws.shuffle(wishes)
    for place, wish in enumerate(wishes):
        wish.at = place / len(wishes)
        if wish.values.keys() - {"content"}:
            value = f"Offline {place:04}"
            wish.values = dict.fromkeys(wish.values, value)
    return wishes


async def _doable(desk: Desk, key: str) -> list[Doable]:
    found = await desk.orders.search(parse_query(f"connection:{key} type:any"), Sort(), zone="UTC")
    rows = await desk.orders.rows(found.rowids)
    return [_looked_at(await desk.orders.view(row.id, read=False)) for row in rows]


def _looked_at(view: OrderView) -> Doable:
    doable = Doable(view.order.id)
    expires = view.order.expires_at
    if expires is not None and expires < view.now + timedelta(days=2):
        # It would do so in the course of the day.
        return doable
    for rule in view.description.rules.actions:
        verdict = view.verdicts.get(rule.name)
        if verdict is None or not verdict.allowed or rule.name in _PASSED_OVER:
            continue
        texts = [
            spec.key
            for spec in rule.fields
            if spec.type in _TEXTS and not spec.look_up and not spec.excludes and not spec.read_only
        ]
        needed = [spec.key for spec in rule.fields if spec.required]
        if rule.effect is Effect.EDIT and len(texts) > 1:
            doable.edit, doable.texts = rule.name, (texts[0], texts[1])
        elif rule.effect in {Effect.TRANSIT, Effect.ACT} and set(needed) <= {"content"}:
            values = dict.fromkeys(needed, "Said offline")
            doable.acts.append((rule.name, not rule.reversible, values))
    return doable


def _of_vendor(vendor: str, every: list[Doable], share: int) -> tuple[list[Wish], list[Wish]]:
    """Take final acts on some orders, and two edits each on others, or any act where none edits.

    What could be asked for beside a vendor's share stands in the second list.
    """
    editable = [one for one in every if one.edit]
    acting = [one for one in every if one.acts]
    if not editable:
        wishes = [_act(vendor, one, place) for place, one in enumerate(acting[:share])]
        # What only says something can be said once more.
        again = [
            Wish(vendor, one.order, name, values, final=final)
            for one in acting
            for name, final, values in one.acts
            if values
        ]
        return wishes + again[: share - len(wishes)], []
    for one in acting:
        # Whether an order may be deleted is often the vendor's alone to say.
        one.acts = [act for act in one.acts if act[0] != "delete"]
    acting = [one for one in acting if one.acts]
    finals = max(1, share // _FINAL_SHARE)
    final = [one for one in acting if any(act[1] for act in one.acts)][:finals]
    taken = {one.order for one in final}
    free = [one for one in editable if one.order not in taken]
    wishes = [_act(vendor, one, 0) for one in final]
    edits = [
        Wish(vendor, one.order, one.edit, {one.texts[turn % 2]: ""}, final=False)
        for one in free
        for turn in range(2)
    ]
    most = share - len(wishes)
    return wishes + edits[:most], edits[most:]


def _act(vendor: str, one: Doable, turn: int) -> Wish:
    acts = sorted(one.acts, key=lambda act: not act[1]) if turn == 0 else one.acts
    name, final, values = acts[turn % len(acts)]
    return Wish(vendor, one.order, name, values, final=final)

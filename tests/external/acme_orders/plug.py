"""The suite's plug for this connector."""

from collections.abc import Mapping

from acme_orders.rules import RULES

from orderdesk.domain.commands import Command
from orderdesk.domain.errors import Conflict, Rejected
from orderdesk.domain.gateway import Gateway, Reading
from orderdesk.domain.order import Order
from tests.conformance.acts import make, marked
from tests.conformance.place import Entry, Errand, Place, allowing
from tests.conformance.plug import (
    BadRow,
    Paging,
    Plug,
    QuotaTrial,
    Refusal,
    Shift,
    Trial,
    Unknown,
    WrongSecrets,
)
from tests.enablement.cells import Cell, Enablement

TABLE = Enablement(
    table="""
state    condition  edit   gift_wrap  delete
open     none       yes    yes        yes
wrapped  none       yes    state      state
sent     none       state  state      state
""",
    state_reasons={
        ("wrapped", "gift_wrap"): "already",
        ("wrapped", "delete"): "not possible while",
        ("sent", "edit"): "has left",
        ("sent", "gift_wrap"): "has left",
        ("sent", "delete"): "has left",
    },
)


def errand(entry: Entry) -> Errand:
    if str(entry["path"]).endswith("/session"):
        return Errand.SIGN_IN
    return Errand.READ if entry["method"] == "GET" else Errand.WRITE


def wrapped(_command: Command, truth: Mapping[str, object]) -> bool:
    return (truth["state"], truth["ribbon"]) == ("wrapped", "red")


async def wrap_of_sent(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    order = await allowing(gateway, "gift_wrap")
    before = await gateway.fetch(order.vendor_id)
    place.change(order.vendor_id, {"state": "sent"})
    return make(RULES, order, "gift_wrap", {"ribbon": "gold"}), before


async def long_message(_place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    order = await allowing(gateway, "edit")
    values = {"gift_message": "x" * 201}
    return make(RULES, order, "edit", values), await gateway.fetch(order.vendor_id)


async def bring(place: Place, gateway: Gateway, cell: Cell) -> Order:
    vendor_id = next(iter(place.truths()))
    place.change(vendor_id, {"state": cell.state, "ribbon": None})
    return (await gateway.fetch(vendor_id)).order


def created(place: Place, _ids: list[str]) -> set[str]:
    before = set(place.truths())
    place.change("new", {"reference": marked("Late")})
    return set(place.truths()) - before


def removed(place: Place, ids: list[str]) -> set[str]:
    place.ask("DELETE", f"/orders/{ids[0]}")
    return {ids[0]}


def bad(name: str, field: str, json: str, *, nameless: bool = False) -> BadRow:
    fault = {"kind": "field", "field": field, "json": json, "path": "/orders$", "method": "GET"}
    return BadRow(name=name, fault=fault, nameless=nameless)


PLUG = Plug(
    vendor="acme",
    orders=12,
    switches={"rate_limit": "100000"},
    errand=errand,
    lists={"method": "GET", "path": "/orders$"},
    reads=({"method": "GET"},),
    writes=(
        {"method": "POST", "path": "/orders"},
        {"method": "PUT"},
        {"method": "DELETE"},
    ),
    wrong_secrets=(
        WrongSecrets(
            name="PIN",
            secrets={"till_pin": "wrong"},
            sentence="No such till, or not its PIN",
            field="secrets.till_pin",
        ),
    ),
    no_secrets="no till or till PIN",
    token_life=900,
    trials={
        "create": Trial(lines=lambda _order: ({"title": marked("Tea"), "quantity": "2"},)),
        "edit": Trial(values=lambda _order: {"gift_message": marked("For you")}),
        "gift_wrap": Trial(
            values=lambda _order: {"ribbon": "red"},
            done=lambda _command, order: order.fields["ribbon"] == "red",
            true=wrapped,
        ),
        "delete": Trial(),
    },
    refusals=(
        Refusal(
            name="sent",
            prepare=wrap_of_sent,
            error=Conflict,
            words="cannot be wrapped",
            way_out="Read the order again",
        ),
        Refusal(name="long", prepare=long_message, error=Rejected, words="200 letters"),
    ),
    colleague=lambda place, order: place.change(order.vendor_id, {"reference": marked("Theirs")}),
    missing_id="a999999",
    bad_rows=(
        bad("no state", "state", "null"),
        bad("no id", "id", "null", nameless=True),
        bad("endless", "quantity", "1e400"),
    ),
    unknowns=(
        Unknown(
            name="state",
            change=lambda place, key: place.change(key, {"state": "on a boat"}),
            seen=lambda order: order.state is None and order.vendor_state == "on a boat",
            forbids=True,
        ),
        Unknown(
            name="field",
            change=lambda place, key: place.change(key, {"bow": {"size": 3}}),
            seen=lambda order: order.extra.get("bow") == {"size": 3},
        ),
    ),
    paging=Paging(
        orders=50,
        shifts=(Shift(name="created", change=created), Shift(name="gone", change=removed)),
    ),
    quota=QuotaTrial(
        limit=120,
        seconds=60,
        requests=300,
        switches={"rate_limit": "120"},
        lowered={"rate_limit": "40"},
    ),
    enablement=TABLE,
    bring=bring,
)

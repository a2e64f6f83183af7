"""DecoNetwork's plug: orders that are marked produced and shipped, without a session."""

import uuid
from collections.abc import Awaitable, Callable, Mapping

from orderdesk.connectors.deconetwork.rules import RULES
from orderdesk.connectors.json_text import as_object, rows, write
from orderdesk.domain.commands import Act, Command
from orderdesk.domain.errors import Conflict, Forbidden, NotFound, Rejected
from orderdesk.domain.gateway import Gateway, Reading
from orderdesk.domain.order import Order
from tests.conformance.acts import make, marked
from tests.conformance.place import Entry, Errand, Place
from tests.conformance.plug import (
    DAMAGES,
    BadRow,
    Damage,
    Paging,
    Plug,
    Refusal,
    Shift,
    Trial,
    Unknown,
    Values,
    WrongSecrets,
)
from tests.enablement.cells import Cell
from tests.enablement.deconetwork import STAGES, TABLE

FIND = {"path": "/manage_orders/find$"}
UPDATE = {"path": "/manage_orders/update_order_status$"}
NOTE = {"path": "/manage_orders/add_internal_note$"}
LINES = [{"product": "PL310", "sizes": {"M": 3, "L": 2}}, {"product": "MG800", "sizes": {"330": 4}}]


def errand(entry: Entry) -> Errand:
    return Errand.READ if str(entry["path"]).endswith("/find") else Errand.WRITE


def new(place: Place, **change: object) -> str:
    """Let a colleague write an order down; its number."""
    number = f"C{uuid.uuid4().hex[:10]}"
    given = {"lines": LINES, "job_name": "Made for a case", "order_status": 1}
    create = {**given, **as_object(change.pop("create", {}))}
    place.change(number, {"create": create, **change})
    return number


def made(**change: object) -> Callable[[Place, Gateway], Awaitable[Order]]:
    """Return how to make an order and read it."""

    async def find(place: Place, gateway: Gateway) -> Order:
        return (await gateway.fetch(new(place, **change))).order

    return find


def content(command: Command) -> Mapping[str, str | None]:
    assert isinstance(command, Act)
    return command.values


def stands_at(word: str) -> Callable[[Command, Mapping[str, object]], bool]:
    return lambda _command, truth: as_object(truth["order"])["order_status"] == int(word)


def is_shipped(command: Command, order: Order) -> bool:
    code = content(command)["shipping_code"] or ""
    return order.vendor_state == "3" and code in (order.fields["shipments"] or "")


def is_noted(command: Command, order: Order) -> bool:
    return (content(command)["content"] or "") in (order.fields["notes"] or "").splitlines()


def colleague(place: Place, order: Order) -> None:
    place.change(order.vendor_id, {"set": {"job_name": marked("Theirs")}})


async def bring(place: Place, gateway: Gateway, cell: Cell) -> Order:
    acts = {"2": "produce", "3": "ship", "4": "cancel"}
    create: dict[str, object] = {"order_status": int(cell.state)}
    if cell.condition == "no_lines":
        create["lines"] = []
    change: dict[str, object] = {"create": create}
    if cell.condition == "none" and cell.state in acts:
        change = {"act": acts[cell.state]}
    number = new(place, **change)
    if stage := STAGES.get(cell.condition):
        lines = as_object(place.truth(number)["order"])["order_lines"]
        ids = [str(as_object(row.value)["id"]) for row in rows(write(lines).decode())]
        place.change(number, {"lines": {key: {"production_status": stage} for key in ids}})
    return (await gateway.fetch(number)).order


def cell_values(_order: Order, cell: Cell) -> Values | None:
    return {} if cell.action == "mark_shipped" else None


def refusal(
    name: str,
    error: type[Rejected | Conflict | Forbidden | NotFound],
    meanwhile: Callable[[Place, str], None],
    *,
    action: str = "mark_produced",
    words: str = "Invalid request parameters",
    way_out: str = "",
) -> Refusal:
    """Return a refusal that `meanwhile` brings about after the order has been read."""

    async def prepare(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
        before = await gateway.fetch(new(place))
        values: Values = {"content": "A note"} if action == "add_note" else {}
        meanwhile(place, before.order.vendor_id)
        return make(RULES, before.order, action, values), before

    return Refusal(name=name, prepare=prepare, error=error, words=words, way_out=way_out)


def cancelled(place: Place, number: str) -> None:
    place.change(number, {"act": "cancel"})


def vanished(place: Place, number: str) -> None:
    place.ask("DELETE", f"/orders/{number}")


def vanished_unseen(place: Place, number: str) -> None:
    vanished(place, number)
    place.switch(unknown_order="ignored")


def switched(**choices: str) -> Callable[[Place, str], None]:
    return lambda place, _number: place.switch(**choices)


def bad(name: str, *, nameless: bool = False) -> BadRow:
    return BadRow(name=name, fault={"preset": name}, nameless=nameless)


def damage(preset: str, error: type[Rejected | Forbidden], sentence: str) -> Damage:
    return Damage(name=preset, fault={"preset": preset}, error=error, sentence=sentence)


def shift(name: str, change: Callable[[Place, list[str]], set[str]]) -> Shift:
    return Shift(name=name, change=change)


def gone(place: Place, known: list[str], count: int) -> set[str]:
    taken = known[:count]
    for number in taken:
        vanished(place, number)
    return set(taken)


def jumped(place: Place, known: list[str]) -> set[str]:
    """Move orders from where it has not been read yet to where it has."""
    unread = [number for number in place.truths() if number not in known][:8]
    at = "2099-01-01T00:00:00"
    for number in unread:
        place.change(number, {"set": {"date_production_files_ready": at}})
    return set()


PLUG = Plug(
    vendor="deconetwork",
    orders=40,
    errand=errand,
    lists=FIND,
    reads=(FIND,),
    writes=(UPDATE, NOTE),
    wrong_secrets=(
        WrongSecrets(
            name="password",
            secrets={"password": "wrong"},
            sentence="user name with this password",
            field="secrets.password",
        ),
        WrongSecrets(
            name="user",
            secrets={"username": "wrong"},
            sentence="user name with this password",
            field="secrets.password",
        ),
    ),
    no_secrets="no user name",
    session=False,
    trials={
        "mark_produced": Trial(
            order=made(),
            done=lambda _command, order: order.vendor_state == "2",
            true=stands_at("2"),
        ),
        "mark_shipped": Trial(
            order=made(act="produce"),
            values=lambda _order: {"shipping_code": marked("TRK")},
            done=is_shipped,
            true=stands_at("3"),
        ),
        "add_note": Trial(
            order=made(),
            values=lambda _order: {"content": marked("Call before noon.")},
            done=is_noted,
            doubtful="A note sent twice stands there twice.",
        ),
    },
    refusals=(
        refusal("cancelled meanwhile", Conflict, cancelled, way_out="Read the order again"),
        refusal("vanished, and said so", NotFound, vanished, words=""),
        refusal("vanished, and passed over", NotFound, vanished_unseen, words=""),
        refusal(
            "unproduced",
            Rejected,
            switched(ship_unproduced="refused"),
            action="mark_shipped",
            way_out="produced first",
        ),
        refusal(
            "with a status of its own",
            Forbidden,
            switched(api="disabled", refusal_status="4xx"),
            words="API not enabled",
            way_out="turn the API app on",
        ),
        refusal(
            "a user without rights",
            Forbidden,
            switched(user_rights="none", refusal_body="with_rows"),
            words="Access denied",
            way_out="administrator rights",
        ),
        refusal(
            "no call for notes",
            Rejected,
            switched(note_call="missing", wrong_path="not_found"),
            action="add_note",
            words="",
            way_out="Business Hub",
        ),
    ),
    colleague=colleague,
    stamps=frozenset({"date_modified"}),
    missing_id="INV0000000",
    bad_rows=(
        bad("null_order_id", nameless=True),
        bad("null_lines"),
        bad("broken_modified_date"),
        bad("huge_amount"),
        bad("nan_amount"),
        bad("negative_line_quantity"),
        bad("huge_job_name"),
    ),
    unknowns=(
        Unknown(
            name="status number",
            fault={"preset": "unknown_status_number"},
            seen=lambda order: order.state is None and order.vendor_state == "99",
            forbids=True,
        ),
        Unknown(
            name="status as text",
            fault={"preset": "status_as_text"},
            seen=lambda order: order.vendor_state == "Awaiting Moonrise",
            forbids=True,
        ),
        Unknown(
            name="a field of the future",
            change=lambda place, key: place.change(
                key,
                {"set": {"billing_details": {"company": "Tide", "loyalty": {"points": "7.50"}}}},
            ),
            seen=lambda order: "loyalty" in str(order.extra.get("billing_details")),
        ),
    ),
    damages=(
        *DAMAGES,
        damage("code_in_200", Rejected, "Invalid request parameters"),
        damage("unknown_code", Rejected, "moon is in the wrong phase"),
        damage("api_disabled", Forbidden, "API not enabled"),
    ),
    paging=Paging(
        orders=230,
        shifts=(
            shift("orders go", lambda place, known: gone(place, known, 4)),
            shift("many orders go", lambda place, known: gone(place, known, 12)),
            shift("orders come", lambda place, _known: {new(place) for _order in range(3)}),
            shift("orders move up", jumped),
        ),
        wrong_totals=(
            {"preset": "total_too_high"},
            {"preset": "total_too_low"},
            {"preset": "total_negative"},
            {"preset": "total_missing"},
        ),
    ),
    unnamed={"customer": "There is no call for names; they come with the orders."},
    enablement=TABLE,
    bring=bring,
    cell_values=cell_values,
    exceptions={
        ("1", "shipped", "mark_produced"): (
            "The stand-in lets nothing be produced that is shipped; no page says so, and the "
            "order's own status may still have to follow."
        ),
    },
)

"""Orderspace's plug: orders that nobody edits, with invoices and dispatches in counts of items."""

from collections.abc import Mapping
from decimal import Decimal

from orderdesk.connectors.json_text import as_object, rows, write
from orderdesk.connectors.orderspace.rules import RULES
from orderdesk.domain.commands import Act, Command
from orderdesk.domain.errors import Malformed, NotSignedIn, Rejected
from orderdesk.domain.gateway import Gateway, Reading
from orderdesk.domain.order import Line, Order
from tests.conformance.acts import make, marked
from tests.conformance.place import Entry, Errand, Place, allowing, pulled
from tests.conformance.plug import (
    DAMAGES,
    LOSSES,
    BadRow,
    Damage,
    Loss,
    Paging,
    Plug,
    QuotaTrial,
    Refusal,
    Shift,
    Trial,
    Unknown,
    Values,
    WrongSecrets,
)
from tests.enablement.cells import Cell
from tests.enablement.orderspace import TABLE

READS = {"service": "api", "method": "GET"}
CUSTOM_LINE: Values = {"name": "Engraving", "quantity": "2", "unit_price": "4.50"}
SKU = "HM-CX"
TWICE = "or_tw1ce010"
"""An order with one SKU on two lines."""


def errand(entry: Entry) -> Errand:
    if entry["service"] == "identity":
        return Errand.SIGN_IN
    return Errand.READ if entry["method"] == "GET" else Errand.WRITE


def colleague(place: Place, order: Order) -> None:
    place.change(order.vendor_id, {"set": {"internal_note": marked("Call first")}})


def typed(order: Order) -> Values:
    """Fill in a new order without a reference, so that the desk puts its own."""
    return {"customer_id": order.fields["customer_id"], "customer_note": marked("Made")}


def new_lines(_order: Order) -> tuple[Values, ...]:
    charge = {"name": "Courier", "quantity": "1", "unit_price": "9", "shipping": "yes"}
    return ({"sku": SKU, "quantity": "3"}, CUSTOM_LINE, charge)


def to_send(order: Order) -> Line | None:
    """Return the first line of which nothing has left and two at least can."""
    return next(
        (
            line
            for line in order.lines or ()
            if line.fields["dispatched"] == "0" and Decimal(line.fields["to_dispatch"] or 0) > 1
        ),
        None,
    )


async def sendable(_place: Place, gateway: Gateway) -> Order:
    for order in await pulled(gateway):
        if order.vendor_state == "released" and to_send(order) is not None:
            return order
    raise AssertionError("No order can be dispatched in part.")


def one_of(order: Order) -> Values:
    line = to_send(order)
    assert line is not None
    return {"lines": f"1 x {line.id}", "comments": marked("Courier")}


def is_sent(command: Command, order: Order) -> bool:
    assert isinstance(command, Act)
    quantity, _x, line_id = str(command.values["lines"]).partition(" x ")
    line = order.line(line_id)
    return line is not None and line.fields["dispatched"] == quantity


def tracked(command: Command, truth: Mapping[str, object]) -> bool:
    assert isinstance(command, Act)
    found = [as_object(one.value) for one in rows(write(truth["dispatches"]).decode())]
    return [one["comments"] for one in found].count(command.values["comments"]) == 1


def papers(truth: Mapping[str, object], name: str) -> int:
    return len([*rows(write(truth[name]).decode())])


async def invoiced_once(place: Place, gateway: Gateway) -> Order:
    """Return an order with one invoice, that a colleague has made."""
    for order in await pulled(gateway):
        counts = order.fields["invoiced_count"], order.fields["to_invoice"] == "0"
        if order.vendor_state == "new" and counts == ("0", False):
            place.change(order.vendor_id, {"act": "invoice"})
            return (await gateway.fetch(order.vendor_id)).order
    raise AssertionError("No order is without an invoice.")


async def bring(place: Place, gateway: Gateway, cell: Cell) -> Order:
    """Place an order and let a colleague invoice, hold and move it as the cell says."""
    like = (await gateway.fetch(next(iter(place.truths())))).order
    header = {"customer_id": like.fields["customer_id"], "reference": marked("Cell")}
    lines = [{"sku": SKU, "quantity": 4}, {"sku": "HM-CM", "quantity": 2}]
    all_invoiced = cell.condition == "all_invoiced"
    first, later = (lines, []) if all_invoiced else (lines[:1], lines[1:])
    made = as_object(place.ask("POST", "/orders/new", {"set": header, "add_items": first}))
    key = str(made["id"])
    if cell.condition != "none_invoiced":
        place.change(key, {"act": "invoice"})
    place.change(key, {"add_items": later})
    ids = [line.id for line in (await gateway.fetch(key)).order.lines or ()]
    held = {line_id: {"on_hold": True} for line_id in ids}
    items = held if cell.condition == "all_held" else {}
    place.change(key, {"set": {"status": cell.state}, "items": items})
    return (await gateway.fetch(key)).order


async def act(gateway: Gateway, order: Order, action: str, **values: str) -> Command:
    return make(RULES, (await gateway.fetch(order.vendor_id)).order, action, values)


def created(
    name: str, values: Values, line: Values | None, words: str, way_out: str, *, sent: bool = True
) -> Refusal:
    """Return a refusal of a new order."""

    async def prepare(_place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
        like = (await pulled(gateway))[0]
        header = {"customer_id": like.fields["customer_id"], **values}
        return make(RULES, like, "create", header, lines=[line] if line else []), None

    return Refusal(
        name=name, prepare=prepare, error=Rejected, words=words, way_out=way_out, sent=sent
    )


async def sent_meanwhile(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    order = await sendable(place, gateway)
    before = await gateway.fetch(order.vendor_id)
    place.change(order.vendor_id, {"act": "dispatch"})
    return make(RULES, order, "dispatch", one_of(order)), before


async def held_line(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    order = await sendable(place, gateway)
    line = to_send(order)
    assert line is not None
    place.change(order.vendor_id, {"items": {line.id: {"on_hold": True}}})
    return make(RULES, order, "dispatch", one_of(order)), await gateway.fetch(order.vendor_id)


async def too_many(_place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    order = await sendable(_place, gateway)
    line = to_send(order)
    assert line is not None
    command = await act(gateway, order, "dispatch", lines=f"99999 x {line.id}")
    return command, await gateway.fetch(order.vendor_id)


async def by_line_id(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    place.switch(dispatch_line_id="ignored")
    before = await gateway.fetch(TWICE)
    return make(RULES, before.order, "dispatch", {}), before


async def invoice_of_cancelled(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    order = await allowing(gateway, "invoice")
    before = await gateway.fetch(order.vendor_id)
    place.change(order.vendor_id, {"act": "cancel"})
    return make(RULES, order, "invoice", {}), before


async def two_invoices(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    order = await invoiced_once(place, gateway)
    more = {"add_items": [{"sku": SKU, "quantity": 1}], "act": "invoice"}
    place.change(order.vendor_id, more)
    return await act(gateway, order, "delete_invoice"), await gateway.fetch(order.vendor_id)


async def paid_invoice(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    place.switch(delete_paid_invoice="refused")
    order = await invoiced_once(place, gateway)
    place.change(order.vendor_id, {"act": "pay"})
    return await act(gateway, order, "delete_invoice"), await gateway.fetch(order.vendor_id)


async def others_invoice(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    order = await invoiced_once(place, gateway)
    command = await act(gateway, order, "delete_invoice", invoice="iv_0thers00")
    return command, await gateway.fetch(order.vendor_id)


async def delete_of_billed(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    place.switch(delete_order="unbilled")
    order = await invoiced_once(place, gateway)
    return await act(gateway, order, "delete"), await gateway.fetch(order.vendor_id)


async def older_edition(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    place.switch(profile="older")
    order = await allowing(gateway, "delete")
    return await act(gateway, order, "delete"), await gateway.fetch(order.vendor_id)


def bad(name: str, *, nameless: bool = False) -> BadRow:
    fault = {"preset": f"orderspace_{name}", "rows": 2}
    return BadRow(name=name, fault=fault, rows=2, nameless=nameless)


def lost_cursor(how: str) -> Shift:
    """Return a shift in which the order that the next page is asked for from is deleted."""

    def change(place: Place, known: list[str]) -> set[str]:
        place.switch(lost_cursor=how)
        place.ask("DELETE", f"/orders/{known[-1]}")
        return {known[-1]}

    return Shift(name=f"cursor deleted, {how}", change=change)


def several_gone(place: Place, known: list[str]) -> set[str]:
    gone = known[-3:]
    for key in gone:
        place.ask("DELETE", f"/orders/{key}")
    return set(gone)


def many_gone(place: Place, known: list[str]) -> set[str]:
    """Delete so many that the list has to be begun again."""
    gone = known[-12:]
    for key in gone:
        place.ask("DELETE", f"/orders/{key}")
    return set(gone)


def placed(place: Place, known: list[str]) -> set[str]:
    header = {"customer_id": str(place.truths()[known[0]]["customer_id"])}
    body = {"set": header, "add_items": [{"sku": SKU, "quantity": 1}]}
    return {str(as_object(place.ask("POST", "/orders/new", body))["id"])}


def moved_on(place: Place, known: list[str]) -> set[str]:
    place.change(known[0], {"set": {"internal_note": "Seen."}})
    return set()


PLUG = Plug(
    vendor="orderspace",
    orders=60,
    switches={"api_limit": "100000"},
    errand=errand,
    lists={**READS, "path": r"^/v1/orders$"},
    reads=({**READS, "path": r"^/v1/orders"},),
    writes=({"service": "api", "method": "POST"}, {"service": "api", "method": "DELETE"}),
    wrong_secrets=(
        WrongSecrets(
            name="secret",
            secrets={"client_secret": "wrong"},
            sentence="client ID with this client secret",
            field="secrets.client_secret",
        ),
        WrongSecrets(
            name="id",
            secrets={"client_id": "wrong"},
            sentence="client ID with this client secret",
            field="secrets.client_secret",
        ),
    ),
    no_secrets="no client ID or client secret",
    token_life=1_800,
    trials={
        "create": Trial(values=typed, lines=new_lines),
        "invoice": Trial(
            done=lambda _command, order: order.fields["to_invoice"] == "0",
            true=lambda _command, truth: papers(truth, "invoices") >= 1,
        ),
        "delete_invoice": Trial(
            doubtful="It names none: the one that is there may be another, made since.",
            order=invoiced_once,
            done=lambda _command, order: order.fields["invoiced_count"] == "0",
            true=lambda _command, truth: papers(truth, "invoices") == 0,
        ),
        "dispatch": Trial(
            order=sendable,
            values=one_of,
            done=is_sent,
            true=tracked,
            doubtful="It is of a part, so that the rest could be sent by the same request.",
        ),
        "delete": Trial(),
    },
    one_by_one=frozenset({"dispatch"}),
    refusals=(
        created(
            "no longer available",
            {},
            {"sku": "NO-SUCH-SKU", "quantity": "1"},
            "NO-SUCH-SKU - No longer available",
            "Take the products off",
        ),
        created(
            "unknown customer",
            {"customer_id": "cu_nobody00"},
            CUSTOM_LINE,
            "Validation failed: Customer is invalid",
            "Change what it names",
        ),
        created("no items", {}, None, "", "Change what it names", sent=False),
        created("no price", {}, {"name": "X", "quantity": "1"}, "", "Change", sent=False),
        Refusal(
            name="dispatched meanwhile",
            prepare=sent_meanwhile,
            error=Rejected,
            words="The order has already been fulfilled",
            way_out="Read the order again",
        ),
        Refusal(name="item on hold", prepare=held_line, error=Rejected, words="on hold"),
        Refusal(name="more than outstanding", prepare=too_many, error=Rejected, words="more than"),
        Refusal(
            name="items told apart by SKU alone",
            prepare=by_line_id,
            error=Rejected,
            words="does not match an order line",
            way_out="by SKU alone",
        ),
        Refusal(
            name="cancelled meanwhile",
            prepare=invoice_of_cancelled,
            error=Rejected,
            words="its status is cancelled",
        ),
        Refusal(
            name="which invoice",
            prepare=two_invoices,
            error=Rejected,
            way_out="Choose one of: ",
            sent=False,
        ),
        Refusal(
            name="invoice of another order", prepare=others_invoice, error=Rejected, sent=False
        ),
        Refusal(name="invoice that is paid", prepare=paid_invoice, error=Rejected, words="paid"),
        Refusal(
            name="invoiced order", prepare=delete_of_billed, error=Rejected, words="is invoiced"
        ),
        Refusal(
            name="older edition",
            prepare=older_edition,
            error=Rejected,
            way_out="older, read-only API",
        ),
    ),
    colleague=colleague,
    sees_changes=False,
    missing_id="or_n0b0dy99",
    bad_rows=(
        bad("null_status"),
        bad("null_id", nameless=True),
        bad("no_lines"),
        bad("broken_date"),
        bad("nan_total"),
        bad("huge_price"),
        bad("negative"),
        bad("huge_note"),
    ),
    unknowns=(
        Unknown(
            name="status",
            fault={"preset": "orderspace_unknown_status"},
            seen=lambda order: order.state is None and order.vendor_state == "awaiting_moonrise",
            forbids=True,
        ),
        Unknown(
            name="field",
            change=lambda place, key: place.change(key, {"set": {"loyalty_tier": "gold"}}),
            seen=lambda order: order.extra.get("loyalty_tier") == "gold",
        ),
        Unknown(
            name="number as text",
            fault={"preset": "orderspace_number_text"},
            seen=lambda order: order.number == "W-1007",
        ),
        Unknown(
            name="half a piece",
            fault={"preset": "orderspace_fraction"},
            seen=lambda order: any(line.quantity == Decimal("2.5") for line in order.lines or ()),
        ),
        Unknown(
            name="a total that does not add up",
            fault={"preset": "orderspace_wrong_total"},
            seen=lambda order: order.total == Decimal(1),
        ),
    ),
    damages=(
        *DAMAGES,
        Damage(
            name="empty 400",
            fault={"preset": "orderspace_empty_400"},
            error=Rejected,
            sentence="Bad Request",
        ),
        Damage(
            name="empty 401",
            fault={"preset": "orderspace_empty_401"},
            error=NotSignedIn,
            sentence="The access token is invalid",
        ),
        Damage(
            name="page not found",
            fault={"preset": "orderspace_html_404"},
            error=Malformed,
            sentence="web page",
        ),
    ),
    losses=(
        *LOSSES,
        Loss(
            name="page not found",
            fault={"kind": "status", "status": 404},
            outcomes=(Rejected,),
            done=False,
        ),
        Loss(
            name="empty 400",
            fault={"kind": "status", "status": 400},
            outcomes=(Rejected,),
            done=False,
        ),
    ),
    paging=Paging(
        orders=450,
        shifts=(
            *(lost_cursor(how) for how in ("empty", "not_found", "first_page")),
            Shift(name="several deleted", change=several_gone),
            Shift(name="many deleted", change=many_gone),
            Shift(name="placed", change=placed),
            Shift(name="changed", change=moved_on),
        ),
    ),
    quota=QuotaTrial(
        limit=60,
        seconds=60,
        requests=180,
        switches={"api_limit": "60"},
        lowered={"api_limit": "20"},
    ),
    unnamed={"invoice": "Invoices are asked for by order."},
    enablement=TABLE,
    bring=bring,
    cell_values=lambda _order, _cell: {},
    unsendable={
        **{
            (state, "none_invoiced", "delete_invoice"): "There is no invoice to name."
            for state in TABLE.states
        },
        **{(state, "all_held", "dispatch"): "There is no item to name." for state in TABLE.states},
    },
)

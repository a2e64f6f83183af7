"""Valomnia's plug: operations whose payment and delivery move apart, read piece by piece."""

from collections.abc import Awaitable, Callable, Mapping
from decimal import Decimal
from typing import TypeAlias

from orderdesk.connectors.references import own_reference
from orderdesk.connectors.valomnia.rules import RULES
from orderdesk.domain.commands import Command
from orderdesk.domain.errors import Rejected
from orderdesk.domain.gateway import Gateway, Reading
from orderdesk.domain.order import Order
from tests.conformance.acts import changed, make, marked
from tests.conformance.place import Entry, Errand, Place
from tests.conformance.plug import (
    BadRow,
    Fault,
    Finder,
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
from tests.enablement.valomnia import TABLE

Preparing: TypeAlias = Callable[[Place, Gateway], Awaitable[tuple[Command, Reading | None]]]

LISTS: Fault = {"method": "GET", "path": r"^/api/v2\.1/orders$"}
PAYER = "C0955"
"""The customer whose prepayment is used."""
PREPAYMENT = "PRE-525"
CASH = "7"
DRIVER = "6"
SOON = "2027-03-01T12:00:00+00:00"
LATER = "2027-03-02T12:00:00+00:00"


def errand(entry: Entry) -> Errand:
    if entry["path"] == "/j_spring_security_check":
        return Errand.SIGN_IN
    return Errand.READ if entry["method"] == "GET" else Errand.WRITE


def fitting(place: Place, *, credited: bool = False, **wanted: object) -> str:
    """Return the id of the first operation that is as wanted, without payments."""
    conditions = {"kind": "ORDER", "payment": "NOT_PAID", "payments": 0, **wanted}
    return next(
        key
        for key, truth in place.truths().items()
        if all(truth[name] == value for name, value in conditions.items())
        and bool(truth["credits"]) is credited
    )


def pending(*, assigned: bool = False) -> Finder:
    """Find an order that waits to be delivered, of the customer with a prepayment."""

    async def find(place: Place, gateway: Gateway) -> Order:
        key = fitting(place, delivery="PENDING")
        place.change(key, {"set": {"customerReference": PAYER}, "act": "unassign"})
        if assigned:
            place.change(key, {"act": "assign"})
        return (await gateway.fetch(key)).order

    return find


def new(order: Order) -> Values:
    return {
        "operationType": "ORDER",
        "customerId": order.fields["customerId"],
        "currency": "CAD",
        "discount": "10",
        "taxAmount": "7.5",
        "deliveryDate": SOON,
        "deliveryComment": marked("Made"),
    }


def new_lines(_order: Order) -> tuple[Values, ...]:
    return (
        {"itemReference": "sim-start", "quantity": "3", "unitPrice": "26.2"},
        {
            "itemReference": "sim-data-5",
            "unitReference": "box",
            "quantity": "2.5",
            "unitPrice": "114",
        },
    )


def created(_command: Command, truth: Mapping[str, object]) -> bool:
    return (truth["total"], truth["lines"]) == (Decimal("334.74"), 2)


def pays(_order: Order) -> Values:
    return {"status": "PAID", "paymentTypeId": CASH, "paymentDate": SOON}


def paid(command: Command, order: Order) -> bool:
    references = (order.fields["orderPayments"] or "").splitlines()
    return order.fields["status"] == "PAID" and references.count(own_reference(command.id)) == 1


def paid_truly(command: Command, truth: Mapping[str, object]) -> bool:
    return (truth["payment"], truth["payments"]) == ("PAID", 1) and bool(command.id)


def uses(_order: Order) -> Values:
    return {"prepaymentId": PREPAYMENT, "amountToCredit": "1.25"}


def credited(_command: Command, order: Order) -> bool:
    return order.fields["orderPrepayments"] == PREPAYMENT


def assigns(_order: Order) -> Values:
    return {"userId": DRIVER, "desiredDeliveryDate": SOON}


def assigned(_command: Command, order: Order) -> bool:
    shown = (order.fields["deliveredBy"], order.fields["desiredDeliveryDate"])
    return shown == (DRIVER, SOON)


def unassigned(_command: Command, order: Order) -> bool:
    return order.fields["deliveredBy"] is None


def edits(order: Order) -> Values:
    # The order may be one that an earlier case has edited: the date has to be another one again.
    date = LATER if order.fields["deliveryDate"] == SOON else SOON
    return {"deliveryComment": marked("Edited"), "deliveryDate": date}


def colleague(place: Place, order: Order) -> None:
    place.change(order.vendor_id, {"set": {"deliveryCity": marked("Town")}})


async def bring(place: Place, gateway: Gateway, cell: Cell) -> Order:
    kinds = {name: name.replace("_", "").upper() for name in KINDS}
    kind = kinds.get(cell.condition, "ORDER")
    used = cell.condition == "credited"
    key = next(
        key
        for key, truth in place.truths().items()
        if truth["kind"] == kind and bool(truth["credits"]) is used
    )
    place.change(key, {"act": "unpay", "set": {"customerReference": PAYER}})
    place.change(key, {"act": "unassign", "set": {"deliveryStatus": cell.state or None}})
    if change := TABLE.changes.get(cell.condition):
        place.change(key, dict(change))
    return (await gateway.fetch(key)).order


KINDS = ("preorder", "invoice", "delivery_note", "delivery")

PAID_AGAIN = (
    "The documents describe no payment of what is paid; the desk makes none, the stand-in takes it."
)
NOT_KNOWN = (
    "The desk makes no payment over a status that it does not know; the stand-in takes any step."
)
NOT_REPEATED = "The stand-in refuses to repeat a status that only a colleague could give."
NOT_SAID = (
    "The documents do not say when deleting fails, so the desk leaves it to the vendor; the "
    "stand-in deletes nothing that has been delivered."
)


def exceptions() -> dict[tuple[str, str, str], str]:
    found: dict[tuple[str, str, str], str] = {}
    for cell in TABLE.cells:
        key = (cell.state, cell.condition, cell.action)
        if cell.cause == "paid":
            found[key] = PAID_AGAIN
        elif cell.cause == "payment" and cell.action == "record_payment":
            found[key] = NOT_KNOWN
        elif cell.condition == "refunded" and cell.action == "edit_delivery":
            found[key] = NOT_REPEATED
        elif (cell.state, cell.action, cell.verdict) == ("DELIVERED", "delete", "vendor_decides"):
            found[key] = NOT_SAID
    return found


def act(action: str, values: Values, *, find: Finder | None = None) -> Preparing:
    """Prepare an act on a pending order, past the check."""

    async def prepare(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
        order = await (find or pending())(place, gateway)
        return make(RULES, order, action, values), await gateway.fetch(order.vendor_id)

    return prepare


def back(**switches: str) -> Preparing:
    """Prepare to set a delivered order back to pending."""

    async def prepare(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
        key = fitting(place, delivery="PENDING")
        place.change(key, {"act": "deliver"})
        place.switch(**switches)
        reading = await gateway.fetch(key)
        return changed(RULES, reading.order, deliveryStatus="PENDING"), reading

    return prepare


async def delivered(place: Place, gateway: Gateway) -> Order:
    key = fitting(place, delivery="PENDING")
    place.change(key, {"act": "deliver"})
    return (await gateway.fetch(key)).order


async def paid_twice(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    key = fitting(place, delivery="PENDING")
    place.change(key, {"act": "pay"})
    reading = await gateway.fetch(key)
    reference = (reading.order.fields["orderPayments"] or "").splitlines()[0]
    values = {"status": "PAID", "paymentTypeId": CASH, "paymentReference": reference}
    return make(RULES, reading.order, "record_payment", values), reading


async def taken_reference(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    order = await pending()(place, gateway)
    values = {**new(order), "status": "NOT_PAID", "reference": order.number}
    return make(RULES, order, "create", values, lines=[*new_lines(order)]), None


async def of_nothing(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    order = await pending()(place, gateway)
    lines = [{"itemReference": "driftwood", "quantity": "1", "unitPrice": "1"}]
    return make(RULES, order, "create", {**new(order), "status": "NOT_PAID"}, lines=lines), None


def bad(name: str, *, nameless: bool = False) -> BadRow:
    return BadRow(name=name, fault={"preset": f"valomnia_{name}"}, nameless=nameless)


def spoilt(name: str, field: str, **with_what: object) -> BadRow:
    return BadRow(name=name, fault={"kind": "field", "field": field, **LISTS, **with_what})


def touched(place: Place, known: list[str]) -> set[str]:
    place.change(known[0], {"act": "touch"})
    return set()


def touched_all(place: Place, known: list[str]) -> set[str]:
    for key in known:
        place.change(key, {"act": "touch"})
    return set()


def unread_touched(place: Place, known: list[str]) -> set[str]:
    place.change(next(key for key in place.truths() if key not in known), {"act": "touch"})
    return set()


def added(place: Place, known: list[str]) -> set[str]:
    place.change("new", {"set": {"deliveryCity": marked("Town")}})
    return {max(place.truths(), key=int)} - set(known)


def removed(place: Place, known: list[str]) -> set[str]:
    place.ask("DELETE", f"/orders/{known[0]}")
    return {known[0]}


def unread_removed(place: Place, known: list[str]) -> set[str]:
    key = next(key for key in place.truths() if key not in known)
    place.ask("DELETE", f"/orders/{key}")
    return {key}


PLUG = Plug(
    vendor="valomnia",
    orders=60,
    switches={"operation_shape": "newer"},
    errand=errand,
    lists=LISTS,
    reads=({"method": "GET", "path": "^/api/"},),
    writes=({"method": "POST", "path": "^/api/"}, {"method": "DELETE", "path": "^/api/"}),
    wrong_secrets=(
        WrongSecrets(
            name="password",
            secrets={"password": "wrong"},
            sentence="user name with this password",
            field="secrets.password",
        ),
        WrongSecrets(
            name="user name",
            secrets={"username": "wrong"},
            sentence="user name with this password",
            field="secrets.password",
        ),
    ),
    no_secrets="no user name or password",
    trials={
        "create": Trial(values=new, lines=new_lines, true=created),
        "record_payment": Trial(
            order=pending(),
            values=pays,
            done=paid,
            true=paid_truly,
            doubtful="A payment sent twice may be two, whatever its reference.",
        ),
        "apply_prepayment": Trial(
            order=pending(),
            values=uses,
            done=credited,
            doubtful="What is credited carries no reference.",
        ),
        "assign_delivery": Trial(order=pending(), values=assigns, done=assigned),
        "unassign_delivery": Trial(order=pending(assigned=True), done=unassigned),
        "edit_delivery": Trial(order=pending(), values=edits, touches=frozenset({"lastUpdated"})),
        "delete": Trial(order=pending()),
    },
    one_by_one=frozenset({"record_payment", "apply_prepayment"}),
    refusals=(
        Refusal(
            name="unknown deliverer",
            prepare=act("assign_delivery", {"userId": "999", "desiredDeliveryDate": SOON}),
            error=Rejected,
            words="The user with the id 999 doesn't exist.",
            way_out="Change what it names",
        ),
        Refusal(
            name="assigned already",
            prepare=act(
                "assign_delivery",
                {"userId": DRIVER, "desiredDeliveryDate": SOON},
                find=pending(assigned=True),
            ),
            error=Rejected,
            words="The parameters [orderId]",
            way_out="Read the order again",
        ),
        Refusal(
            name="not assigned",
            prepare=act("unassign_delivery", {}),
            error=Rejected,
            words="Failed to delete instance.",
            way_out="does not say why",
        ),
        Refusal(
            name="delivered and deleted",
            prepare=act("delete", {}, find=delivered),
            error=Rejected,
            words="Failed to delete instance.",
            way_out="does not say why",
        ),
        Refusal(
            name="delivered and back",
            prepare=back(),
            error=Rejected,
            words="[deliveryStatus]",
            way_out="leave it as it is",
        ),
        Refusal(
            name="details refused",
            prepare=back(delivery_details="refused"),
            error=Rejected,
            words="[deliveryStatus]",
        ),
        Refusal(
            name="unknown kind of payment",
            prepare=act("record_payment", {"status": "PAID", "paymentTypeId": "999"}),
            error=Rejected,
            words="The paymentType with the id 999 doesn't exist.",
            way_out="Change what it names",
        ),
        Refusal(
            name="a part without an amount",
            prepare=act("record_payment", {"status": "ADVANCE", "paymentTypeId": CASH}),
            error=Rejected,
            way_out="Change what it names",
            sent=False,
        ),
        Refusal(
            name="a picture that is not there",
            prepare=act(
                "record_payment",
                {"status": "PAID", "paymentTypeId": "8", "chequeImage": "nowhere/cheque.png"},
            ),
            error=Rejected,
            way_out="Change what it names",
            sent=False,
        ),
        Refusal(name="the same payment", prepare=paid_twice, error=Rejected, sent=False),
        Refusal(
            name="more than is left",
            prepare=act("apply_prepayment", {"prepaymentId": "525", "amountToCredit": "5000"}),
            error=Rejected,
            words="[amountToCredit]",
        ),
        Refusal(
            name="unknown prepayment",
            prepare=act("apply_prepayment", {"prepaymentId": "999", "amountToCredit": "1"}),
            error=Rejected,
            way_out="Change what it names",
            sent=False,
        ),
        Refusal(name="taken reference", prepare=taken_reference, error=Rejected, sent=False),
        Refusal(name="unknown item", prepare=of_nothing, error=Rejected, sent=False),
    ),
    colleague=colleague,
    stamps=frozenset({"lastUpdated"}),
    missing_id="99999999",
    bad_rows=(
        bad("null_id", nameless=True),
        bad("broken_date"),
        bad("huge_amount"),
        spoilt("nan total", "totalExclTax", json="NaN"),
        spoilt("number in words", "totalDiscounted", json='"a dozen"'),
        spoilt("endless comment", "deliveryComment", filler=1_100_000),
        spoilt("text in the place of lines", "orderLines", json='"none"'),
    ),
    unknowns=(
        Unknown(
            name="delivery status",
            fault={"preset": "valomnia_unknown_delivery"},
            seen=lambda order: order.state is None and order.vendor_state == "LOST_AT_SEA",
            forbids=True,
        ),
        Unknown(
            name="payment status",
            fault={"preset": "valomnia_unknown_status"},
            seen=lambda order: order.payment is None and order.payment_word == "REFUNDED",
        ),
        Unknown(
            name="kind",
            fault={"preset": "valomnia_unknown_kind"},
            seen=lambda order: order.kind is None and order.kind_word == "BARTER",
        ),
        Unknown(
            name="field",
            fault={
                "kind": "field",
                "field": "organization",
                "json": '"x","shells":[1.50]',
                **LISTS,
            },
            seen=lambda order: order.extra.get("shells") == ["1.50"],
        ),
        Unknown(
            name="date with underscores",
            fault={"preset": "valomnia_underscored_date"},
            seen=lambda order: order.fields["lastUpdated"] == "2025-01-31T22:00:00+00:00",
        ),
    ),
    paging=Paging(
        orders=75,
        switches={"max_limit": "25"},
        shifts=(
            Shift(name="one read changes", change=touched),
            Shift(name="all read change", change=touched_all),
            Shift(name="one unread changes", change=unread_touched),
            Shift(name="one comes", change=added),
            Shift(name="one read goes", change=removed),
            Shift(name="one unread goes", change=unread_removed),
        ),
        wrong_totals=(
            {"preset": "valomnia_wrong_total"},
            {"preset": "valomnia_null_paging"},
        ),
    ),
    enablement=TABLE,
    bring=bring,
    exceptions=exceptions(),
)

"""Order Time's plug: whole orders put back, lines of their own, a company's own states."""

from collections.abc import Callable, Mapping

from orderdesk.connectors.json_text import as_object, rows, write
from orderdesk.connectors.ordertime.rules import RULES
from orderdesk.domain.commands import Command
from orderdesk.domain.errors import Forbidden, Rejected
from orderdesk.domain.gateway import Gateway, Reading
from orderdesk.domain.order import Order
from tests.conformance.acts import changed, edit, make, marked
from tests.conformance.place import Entry, Errand, Place
from tests.conformance.plug import (
    BadRow,
    Fault,
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
from tests.enablement.ordertime import CHANGES, TABLE

DOCUMENTS = r"/(salesorder|salesorderlineitem|shipdoc)$"
STAMPS = frozenset({"RecordInfo.ModifiedDate"})
LISTS: Fault = {"method": "POST", "path": r"/list$"}


def errand(entry: Entry) -> Errand:
    path = str(entry["path"])
    if entry["method"] == "GET" or path.endswith(("/list", "/entityref")):
        return Errand.READ
    return Errand.WRITE


async def unshipped(place: Place, gateway: Gateway) -> Order:
    """Return the newest order of which nothing has left, with two lines at least."""
    found = (
        number
        for number, truth in place.truths().items()
        if (truth["shipped"], truth["state"] in (None, "Approved")) == ("none", False)
        and int(str(truth["lines"])) > 1
    )
    return (await gateway.fetch(next(found))).order


def line_like(order: Order) -> Values:
    assert order.lines
    return {
        "ItemRef": order.lines[0].fields["ItemRef"],
        "Description": marked("Thing"),
        "Quantity": "2",
        "Price": "9.95",
    }


def shipped(_command: Command, order: Order) -> bool:
    return bool(order.fields["ship_docs"]) and order.fields["to_ship"] == "0"


def in_state(word: str) -> Callable[[Command, Mapping[str, object]], bool]:
    return lambda _command, truth: truth["state"] == word


def beyond(order: Order) -> Values:
    assert order.lines
    return {"lines": f"99999 x {order.lines[0].id}"}


def refused(
    name: str,
    action: str,
    values: Callable[[Order], Values],
    *,
    words: str,
    before: Callable[[Place, Order], None] | None = None,
    sent: bool = True,
    error: type[Rejected | Forbidden] = Rejected,
) -> Refusal:
    async def prepare(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
        order = await unshipped(place, gateway)
        command = make(RULES, order, action, values(order))
        reading = await gateway.fetch(order.vendor_id)
        if before is not None:
            before(place, order)
        return command, reading

    way_out = "administrator" if error is Forbidden else ""
    return Refusal(name=name, prepare=prepare, error=error, words=words, way_out=way_out, sent=sent)


def validation(name: str, preset: str, words: str) -> Refusal:
    async def prepare(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
        order = await unshipped(place, gateway)
        reading = await gateway.fetch(order.vendor_id)
        place.fault(preset=preset)
        return edit(RULES, order), reading

    way_out = "Change what it names"
    return Refusal(name=name, prepare=prepare, error=Rejected, words=words, way_out=way_out)


async def long_number(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    order = await unshipped(place, gateway)
    return changed(RULES, order, CustomerPO="x" * 26), await gateway.fetch(order.vendor_id)


async def delete_of_shipped(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    order = await unshipped(place, gateway)
    place.change(order.vendor_id, {"act": "ship_part"})
    return make(RULES, order, "delete", {}), await gateway.fetch(order.vendor_id)


def without_first_line(place: Place, order: Order) -> None:
    assert order.lines
    place.change(order.vendor_id, {"items": {order.lines[0].id: None}})


async def bring(place: Place, gateway: Gateway, cell: Cell) -> Order:
    order = await unshipped(place, gateway)
    place.change(order.vendor_id, {"set": {"StatusRef": {"Name": cell.state}}})
    if change := CHANGES[cell.condition]:
        place.change(order.vendor_id, dict(change))
    return (await gateway.fetch(order.vendor_id)).order


def cell_values(order: Order, cell: Cell) -> Values | None:
    if cell.action == "change_status":
        return {"status": "Picking"}
    if cell.action == "ship" and cell.verdict == "refused":
        assert order.lines
        return {"lines": f"1 x {order.lines[0].id}"}
    return None


def created(place: Place, _ids: list[str]) -> set[str]:
    before = set(place.truths())
    place.change("new", {})
    return set(place.truths()) - before


def removed(place: Place, ids: list[str]) -> set[str]:
    place.ask("DELETE", f"/orders/{ids[0]}")
    return {ids[0]}


def touched(place: Place, ids: list[str]) -> set[str]:
    place.change(ids[0], {"set": {"Memo": marked("Touched")}})
    return set()


def bad(name: str, *, nameless: bool = False) -> BadRow:
    return BadRow(name=name, fault={"preset": name, "path": "/list$"}, nameless=nameless)


def wrong(name: str) -> WrongSecrets:
    return WrongSecrets(
        name=name,
        secrets={name: "wrong"},
        sentence="does not accept this sign-in",
        field=f"secrets.{name if name != 'email' else 'password'}",
    )


def slots_kept(order: Order) -> bool:
    slots = rows(write(order.extra.get("Approvals") or []).decode())
    return [as_object(row.value).get("By") for row in slots] == ["Maeve"]


SERVER_JUDGES = (
    "No page says what an order with ship docs forbids; the desk sends it and shows what the "
    "server says, and this stand-in refuses."
)
FINAL = (
    "No page names a status that is never left: the desk offers every one and shows what the "
    "server says, and this stand-in is set to refuse."
)
WORDS = ("Approved", "Invoiced", "Cancelled")

PLUG = Plug(
    vendor="ordertime",
    orders=45,
    errand=errand,
    lists=LISTS,
    reads=({"path": r"/list$"}, {"method": "GET", "path": r"/salesorder$"}),
    writes=tuple({"method": method, "path": DOCUMENTS} for method in ("POST", "PUT", "DELETE")),
    wrong_secrets=(wrong("api_key"), wrong("email"), wrong("password"), wrong("dev_key")),
    no_secrets="no API key, no e-mail address and neither a password nor a DevKey",
    session=False,
    trials={
        "create": Trial(order=unshipped, lines=lambda order: (line_like(order),)),
        "edit": Trial(order=unshipped, touches=frozenset({"RecordInfo", *STAMPS})),
        "add_item": Trial(
            order=unshipped,
            values=line_like,
            doubtful="Nothing keeps an order from having the same item twice.",
        ),
        "edit_item": Trial(order=unshipped),
        "remove_item": Trial(order=unshipped),
        "change_status": Trial(
            order=unshipped,
            values=lambda _order: {"status": "Approved"},
            target=lambda _order: "Approved",
            done=lambda command, order: order.vendor_state == command.model_dump()["target"],
            true=in_state("Approved"),
        ),
        "ship": Trial(
            order=unshipped,
            values=lambda _order: {"TrackingNo": "1Z999CONFORMANCE"},
            done=shipped,
            doubtful="No page says that more than is ordered cannot be shipped.",
            true=lambda _command, truth: truth["shipped"] == "all",
        ),
        "delete": Trial(order=unshipped),
    },
    refusals=(
        Refusal(
            name="PO number too long",
            prepare=long_number,
            error=Rejected,
            words="CustomerPO: Maximum length is 25.",
            way_out="Change what it names",
        ),
        validation("misspelt", "validation_misspelt", "25. StatusRef: Status is not active."),
        validation("spelt", "validation_spelt", "25. StatusRef: Status is not active."),
        validation("empty", "validation_empty", ""),
        Refusal(
            name="delete of a shipped one",
            prepare=delete_of_shipped,
            error=Rejected,
            words="DocNo: The sales order has ship docs",
        ),
        refused(
            "inactive status",
            "change_status",
            lambda _o: {"status": "Phoned in"},
            words="",
            sent=False,
        ),
        refused(
            "more than is left",
            "ship",
            beyond,
            words="outstanding",
        ),
        refused(
            "a line that is gone",
            "edit_item",
            lambda _order: {"Description": "Thing"},
            words="was not found",
            before=without_first_line,
        ),
        refused(
            "no right",
            "edit",
            lambda _order: {"Memo": "Changed"},
            words="does not have rights",
            before=lambda place, _order: place.switch(role="reader"),
            error=Forbidden,
        ),
        refused(
            "no right to ship",
            "ship",
            lambda _order: {},
            words="does not have rights",
            before=lambda place, _order: place.switch(role="sales"),
            error=Forbidden,
        ),
    ),
    colleague=lambda place, order: place.change(
        order.vendor_id, {"set": {"Memo": marked("Theirs")}}
    ),
    stamps=STAMPS,
    missing_id="99999999",
    bad_rows=(
        bad("document_without_number", nameless=True),
        bad("customer_missing"),
        bad("total_not_a_number"),
        bad("total_beyond_measure"),
        bad("date_of_nonsense"),
        bad("memo_of_ten_megabytes"),
    ),
    unknowns=(
        Unknown(
            name="status",
            fault={"preset": "status_unheard_of"},
            seen=lambda order: order.state is None and order.vendor_state == "Awaiting moonrise",
        ),
        Unknown(
            name="status without a name",
            fault={"preset": "status_without_name"},
            seen=lambda order: order.state is None and order.vendor_state == "9999",
        ),
        Unknown(
            name="field",
            change=lambda place, key: place.change(
                key, {"set": {"Approvals": [{"By": "Maeve", "Weight": 1}]}}
            ),
            seen=slots_kept,
        ),
    ),
    paging=Paging(
        orders=1_100,
        earlier=1,
        shifts=(
            Shift(name="created", change=created),
            Shift(name="gone", change=removed),
            Shift(name="touched", change=touched),
        ),
        wrong_totals=({"preset": "wrong_count"}, {"preset": "count_as_text"}),
    ),
    unnamed={
        "address": "Addresses are asked for by customer; those of orders come with them.",
        "contact": "Contacts are asked for by customer; those of orders come with them.",
    },
    enablement=TABLE,
    bring=bring,
    cell_values=cell_values,
    exceptions={
        **{
            (word, condition, action): SERVER_JUDGES
            for word in WORDS
            for condition in ("part", "shipped")
            for action in ("remove_item", "delete")
        },
        **{(word, "final", "change_status"): FINAL for word in ("Invoiced", "Cancelled")},
    },
)

"""iQmetrix's plug: orders that are edited and moved along, on several services of one sign-in."""

from collections.abc import Callable, Mapping

from orderdesk.connectors.iqmetrix.rules import RULES
from orderdesk.connectors.json_text import as_object
from orderdesk.domain.commands import Command
from orderdesk.domain.errors import Conflict, Rejected
from orderdesk.domain.gateway import Gateway, Reading
from orderdesk.domain.order import Order
from tests.conformance.acts import changed, edit, marked, transit
from tests.conformance.place import Entry, Errand, Place, allowing
from tests.conformance.plug import BadRow, Plug, Refusal, Trial, Unknown, Values, WrongSecrets
from tests.enablement.cells import Cell
from tests.enablement.iqmetrix import CHANGES, TABLE

ORDERS = {"service": "orders"}
CUSTOMER = "659c2a38-d083-4421-9330-46d779702f85"
GHOST = "0fd61a8c-8a0c-4d5c-9d7b-6d0f1c3f5e42"


def errand(entry: Entry) -> Errand:
    if entry["service"] == "accounts":
        return Errand.SIGN_IN
    return Errand.READ if entry["method"] == "GET" else Errand.WRITE


def in_state(word: str) -> Callable[[Command, Mapping[str, object]], bool]:
    return lambda _command, truth: as_object(truth["order"])["State"] == word


def colleague(place: Place, order: Order) -> None:
    place.change(order.vendor_id, {"set": {"DiscountCode": marked("C")[:12]}})


def rejected(name: str, changes: Values, words: str, way_out: str) -> Refusal:
    async def prepare(_place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
        order = await allowing(gateway, "edit")
        return changed(RULES, order, **changes), await gateway.fetch(order.vendor_id)

    return Refusal(name=name, prepare=prepare, error=Rejected, words=words, way_out=way_out)


async def edit_of_expired(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    order = await allowing(gateway, "edit")
    before = await gateway.fetch(order.vendor_id)
    place.change(order.vendor_id, {"act": "expire"})
    return edit(RULES, order), before


async def unbilled(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    order = await allowing(gateway, "process")
    place.change(order.vendor_id, {"set": {"BillingCustomerId": None}})
    return transit(RULES, order, "process"), None


async def processed_meanwhile(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    order = await allowing(gateway, "cancel")
    before = await gateway.fetch(order.vendor_id)
    place.change(order.vendor_id, {"act": "process"})
    return transit(RULES, order, "cancel"), before


async def processed_as_created(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    order = await allowing(gateway, "submit")
    place.switch(process_created="refused")
    return transit(RULES, order, "process"), await gateway.fetch(order.vendor_id)


async def edit_of_final(place: Place, gateway: Gateway) -> tuple[Command, Reading | None]:
    order = await allowing(gateway, "cancel")
    place.change(order.vendor_id, {"act": "cancel"})
    return edit(RULES, order), await gateway.fetch(order.vendor_id)


async def bring(place: Place, gateway: Gateway, cell: Cell) -> Order:
    vendor_id = next(iter(place.truths()))
    fresh = {
        "State": cell.state,
        "BillingCustomerId": CUSTOMER,
        "ShippingCustomerId": None,
        "ShippingEntityId": None,
        "OrderExpiryHours": 87_600,
    }
    place.change(vendor_id, {"set": fresh, "add_items": [{"Description": "One more"}]})
    if change := CHANGES[cell.condition]:
        place.change(vendor_id, dict(change))
    return (await gateway.fetch(vendor_id)).order


def cell_values(order: Order, cell: Cell) -> Values | None:
    if cell.action == "edit" and cell.condition == "both_targets":
        return {"ShippingEntityId": None}
    return None


NO_MOVE = (
    "A PUT of the state that the order is in already moves nothing, and the documents refuse "
    "only moves; the desk has nothing to submit there."
)


def bad(name: str, *, nameless: bool = False) -> BadRow:
    return BadRow(name=name, fault={"preset": name, "rows": 2}, rows=2, nameless=nameless)


PLUG = Plug(
    vendor="iqmetrix",
    orders=100,
    errand=errand,
    lists={"service": "orders", "method": "GET", "path": r"/OrderFull$"},
    reads=({"service": "orders", "method": "GET"},),
    writes=({"service": "orders", "method": "POST"}, {"service": "orders", "method": "PUT"}),
    wrong_secrets=(
        WrongSecrets(
            name="password",
            secrets={"password": "wrong"},
            sentence="user name with this password",
            field="secrets.password",
        ),
        WrongSecrets(
            name="client",
            secrets={"client_secret": "wrong"},
            sentence="client ID with this client secret",
            field="secrets.client_secret",
        ),
    ),
    no_secrets="no user name",
    token_life=43_200,
    trials={
        "create": Trial(),
        "edit": Trial(),
        "add_item": Trial(doubtful="It is without a product, and only a product is unique."),
        "edit_item": Trial(),
        "remove_item": Trial(),
        "submit": Trial(true=in_state("Pending")),
        "process": Trial(true=in_state("Processed")),
        "cancel": Trial(true=in_state("Cancelled")),
    },
    refusals=(
        rejected(
            "unknown customer",
            {"BillingCustomerId": GHOST},
            "not found for company",
            "choose a billing customer",
        ),
        rejected(
            "unknown location", {"EntityId": "99999"}, "not related to company", "Choose a location"
        ),
        rejected("unknown employee", {"EmployeeId": "99999"}, "not found", "Change what it names"),
        rejected(
            "two targets",
            {"ShippingEntityId": "14203", "ShippingCustomerId": CUSTOMER},
            "must be excluded",
            "to a customer or to a location, not to both",
        ),
        Refusal(
            name="expired",
            prepare=edit_of_expired,
            error=Conflict,
            words="expired",
            way_out="Create a new order",
        ),
        Refusal(
            name="unbilled", prepare=unbilled, error=Rejected, way_out="choose a billing customer"
        ),
        Refusal(
            name="processed as created",
            prepare=processed_as_created,
            error=Conflict,
            words="Resource state transition from Created to Processed is invalid",
        ),
        Refusal(name="final", prepare=edit_of_final, error=Conflict, words="invalid"),
        Refusal(
            name="processed meanwhile", prepare=processed_meanwhile, error=Conflict, words="invalid"
        ),
    ),
    colleague=colleague,
    missing_id="5d4f0a0e-3f43-4d64-9a37-1c0b5f7f9b11",
    bad_rows=(
        bad("null_required"),
        bad("null_id", nameless=True),
        bad("negative_quantity"),
        bad("huge_quantity"),
        bad("nan_quantity"),
        bad("nan_text_quantity"),
        bad("huge_price"),
        bad("broken_date"),
        bad("huge_note"),
    ),
    unknowns=(
        Unknown(
            name="state",
            fault={"preset": "unknown_state"},
            seen=lambda order: order.state is None and order.vendor_state == "AwaitingMoonrise",
            forbids=True,
        ),
        Unknown(
            name="type",
            fault={"preset": "unknown_type"},
            seen=lambda order: order.kind is None and bool(order.kind_word),
        ),
        Unknown(
            name="fields of the recorded shape",
            change=lambda place, key: place.change(key, {"set": {"SourceName": "till"}}),
            seen=lambda order: order.fields["SourceName"] == "till",
            switches={"shape": "recorded"},
        ),
    ),
    breaks_off={"kind": "malformed"},
    unnamed={
        "address": "Addresses are asked for by customer.",
        "product": "Products are asked for by SKU.",
    },
    enablement=TABLE,
    bring=bring,
    cell_values=cell_values,
    exceptions={
        ("Pending", condition, "submit"): NO_MOVE
        for condition in ("none", "no_billing_customer", "strict_cancel")
    },
)

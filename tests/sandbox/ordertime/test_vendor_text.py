"""What the vendor's page and the samples of its shapes show, sent to the sandbox and compared."""

from pathlib import Path

import pytest

from orderdesk.sandbox.json_text import Document, JsonValue, parse_object
from tests.sandbox.calls import as_list, as_object, as_objects
from tests.sandbox.ordertime.calls import Calls, lines_of

SHARED = Path(__file__).parents[4] / "shared"
SEED = SHARED / "seeds" / "000_741a030e53dc21f2.txt"
_FILES = sorted((SHARED / "vendors" / "samples").glob("ordertime_*.json"))
SAMPLES = [pytest.param(file, id=file.stem.removeprefix("ordertime_")) for file in _FILES]
PAGE = "".join(SEED.read_text(encoding="utf-8").split()) if SEED.exists() else ""
"""The page without its spaces, which a PDF puts anywhere."""
STATED = [
    "endpointsfortheAPIarelocatedathttps://services.ordertime.com/api",
    "Example-https://services.ordertime.com/api/partitem",
    "apiKey:TheAPIkeyobtainedabove.",
    "email:Theuser'semail",
    "password:Theuser'spassword.",
    "TheDevKeycanbeusedinsteadintheheader.",
    "Content-Type:application/json",
    "ForDeleterequest,thereturnvaluewillbetrue",
    "403Forbidden",
    "409Conflicted",
    "arrayofValidationResultobjects",
    "1000isthelimitperquery",
]
DIFFERENCES: dict[str, str] = {
    "webhook_audit_trail": "the vendor calls a client's own address; this API has no such call",
}
"""Samples that are no call of the API, each with the reason."""
NOT_SHOWN: dict[str, str] = {
    "ShipAddress.UpdateCustomerRecord": "only ever sent: what to do, no part of an address",
    "LineItems.ItemRef.Name": "the Id wins, and the item has its own name here",
}
"""Members of the sent order that do not come back as they were, each with the reason."""
CUSTOMER: Document = {"Id": 1950}


@pytest.mark.skipif(not PAGE, reason="the vendor's text is not beside the project")
@pytest.mark.parametrize("text", STATED)
def test_the_page_states_what_we_stand_in_for(text: str) -> None:
    assert text in PAGE


def test_its_one_example_is_answered(calls: Calls) -> None:
    assert calls.api.endswith("/api")
    item = as_object(calls.good("GET", "/partitem?id=5001"))
    assert item["Id"] == 5001


def test_each_of_its_response_codes_is_given(calls: Calls) -> None:
    made = calls.create()
    assert calls.good("DELETE", f"/salesorder?docNo={made['DocNo']}") is True
    assert calls.call("GET", "/salesorder?docNo=0").status_code == 400
    assert calls.call("POST", "/salesorder", {}).status_code == 409
    calls.switch(role="reader")
    assert calls.call("POST", "/salesorder", {}).status_code == 403


@pytest.mark.parametrize("file", SAMPLES)
def test_a_sample_is_answered(calls: Calls, file: Path) -> None:
    name = file.stem.removeprefix("ordertime_")
    sample = parse_object(file.read_text(encoding="utf-8"))
    if name in DIFFERENCES:
        assert calls.call("POST", "/webhook", sample).status_code == 404
    elif name == "customer_entityref":
        check_customer(calls, sample)
    elif name.startswith("list_request"):
        check_list(calls, sample)
    elif name == "salesorder_post_request":
        check_order(calls, sample)
    elif name == "customer_post_request":
        made = as_object(calls.good("POST", "/customer", sample))
        assert missing(sample, made) == set()
    else:
        check_item(calls, sample)


def check_customer(calls: Calls, sample: Document) -> None:
    """Compare a customer as the vendor's page shows it with ours, member by member."""
    ours = calls.rows(120, NumberOfRecords=1)[0]
    assert {type(ours[name]) for name in sample} == {type(value) for value in sample.values()}
    assert as_object(ours["SalesTaxCodeRef"]).keys() == as_object(sample["SalesTaxCodeRef"]).keys()
    refs = as_objects(calls.good("POST", "/entityref", {"Type": 120, "NumberOfRecords": 1}))
    assert refs == [{"Id": ours["Id"], "Name": ours["Name"]}]


def check_list(calls: Calls, sample: Document) -> None:
    rows = as_list(calls.good("POST", "/list", sample))
    assert calls.good("PUT", "/list", sample) == len(rows)
    found = as_objects(sample["Filters"])[0]["PropertyName"]
    if found == "ItemRef.Id":
        assert [as_object(as_object(row)["ItemRef"])["Id"] for row in rows] == [5001]
    elif found == "IsActive":
        assert len(rows) == 4
    else:
        value = as_objects(sample["Filters"])[0]["FilterValueArray"]
        assert all(as_object(row)["CompanyName"] == value for row in rows)


def check_order(calls: Calls, sample: Document) -> None:
    """Send the sample with a customer that there is; everything that was sent comes back."""
    sent: Document = {**sample, "CustomerRef": CUSTOMER}
    made = as_object(calls.good("POST", "/salesorder", sent))
    assert as_object(made["ShipToRef"])["Name"] == as_object(sample["ShipToRef"])["Name"]
    assert missing({**sent, "ShipToRef": made["ShipToRef"]}, made) == set(NOT_SHOWN)
    assert len(lines_of(made)) == len(as_objects(sample["LineItems"]))


def check_item(calls: Calls, sample: Document) -> None:
    """Send three fields, as a client does that relies on the others being kept: a switch."""
    made = as_object(calls.good("POST", "/partitem", {"Name": "Of our own", "Price": 7}))
    sent: Document = {**sample, "Id": made["Id"]}
    path = f"/partitem?id={made['Id']}"
    calls.switch(lost_fields="kept")
    kept = as_object(calls.good("PUT", path, sent))
    assert (kept["Price"], kept["Name"]) == (7, sample["Name"])
    assert missing(sent, kept) == set()
    calls.switch(lost_fields="cleared")
    cleared = as_object(calls.good("PUT", path, sent))
    assert cleared["Price"] is None


def missing(sent: JsonValue, shown: JsonValue, path: str = "") -> set[str]:
    """Return where something that was sent did not come back as it was."""
    if isinstance(sent, dict) and isinstance(shown, dict):
        below = f"{path}." if path else ""
        return {
            gone
            for name, value in sent.items()
            for gone in missing(value, shown.get(name), f"{below}{name}")
        }
    if isinstance(sent, list) and path.endswith("CustomFields"):
        held = {str(as_object(one)["Name"]): as_object(one)["Value"] for one in as_list(shown)}
        entries = as_objects(sent)
        return {path for one in entries if held.get(str(one["Name"])) != one["Value"]}
    if isinstance(sent, list):
        pairs = zip(sent, as_list(shown), strict=True)
        return {gone for one, two in pairs for gone in missing(one, two, path)}
    return set() if sent == shown else {path}

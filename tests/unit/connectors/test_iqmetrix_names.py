"""Names from the look-up services' answers, in every shape that they page in."""

import pytest

from orderdesk.connectors.iqmetrix import names
from orderdesk.connectors.json_text import as_object
from orderdesk.domain.errors import Malformed
from orderdesk.domain.order import Named
from tests.unit.connectors.iqmetrix_samples import sample


def test_locations() -> None:
    page = names.read_page(sample("locations"))
    assert not page.last  # a bare list does not say
    assert [names.location(entry) for entry in page.entries] == [
        Named(kind="location", id="501", name="Harbour Street", detail="Ostend, VL"),
        Named(kind="location", id="502", name="Old Mill"),
    ]


def test_customers_people_and_companies() -> None:
    page = names.read_page(sample("customers_page"))
    assert page.last
    found = [names.customer(entry) for entry in page.entries]
    assert [(one.name, one.detail) for one in found if one] == [
        ("Noor Haddad", "Person"),
        ("Blue Kite GmbH", "Company"),
    ]


def test_employees_without_a_name_go_by_their_user_name() -> None:
    page = names.read_page(sample("users_page"))
    found = [names.employee(entry) for entry in page.entries]
    assert [one.name for one in found if one] == ["Ines Ott", "till-2"]


def test_an_address_is_one_line_of_its_customer() -> None:
    entry = names.read_page(sample("addresses")).entries[0]
    found = names.address(entry, "c-1")
    assert found == Named(
        kind="address",
        id="11111111-2222-4333-8444-555555555555",
        name="Visserskaai 1, Ostend VL 8400, Belgium",
        detail="Home",
        parent="c-1",
    )


def test_suppliers_and_products() -> None:
    supplier = names.supplier(names.read_page(sample("suppliers")).entries[0])
    product = names.product(names.read_page(sample("products")).entries[0], "CAB-01")
    assert supplier == Named(kind="supplier", id="20001", name="Kabelwerk", detail="Cables")
    assert product is not None
    assert (product.id, product.name) == ("3f2504e0-4f89-41d3-9a0c-0305e82c3301", "M77")


@pytest.mark.parametrize("entry", [{}, {"Id": None}, {"Id": {}}, {"Id": "", "Name": "x"}])
def test_an_entry_without_an_id_is_no_name(entry: dict[str, object]) -> None:
    assert names.location(entry) is None


def test_a_name_that_is_no_text_falls_back_to_the_id() -> None:
    found = names.location({"Id": 7, "Name": {"en": "x"}})
    assert found is not None
    assert found.name == "7"


def test_a_page_with_a_next_link_is_not_the_last() -> None:
    page = dict(as_object(sample("customers_page")))
    page["_links"] = {"next": {"href": "Companies(9)/Customers?$skip=2&$top=2"}}
    assert not names.read_page(page).last
    del page["_links"]
    assert not names.read_page(page).last


@pytest.mark.parametrize("payload", [None, 5, "text", {}, {"items": 5}, {"_embedded": []}])
def test_what_holds_no_list(payload: object) -> None:
    with pytest.raises(Malformed, match="holds no list"):
        names.read_page(payload)

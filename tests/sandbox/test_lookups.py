"""The look-ups that give names to ids: locations, people, suppliers and products."""

import pytest

from tests.sandbox.calls import (
    COMPANY,
    CUSTOMER,
    EMPLOYEE,
    FOREIGN_CUSTOMER,
    LOCATION,
    OTHER_COMPANY,
    UNKNOWN,
    Calls,
    answer,
    answers,
    as_list,
    as_object,
    as_objects,
    each,
)

C = f"/Companies({COMPANY})"
ADDRESS = "a08b0640-606a-41f0-901a-facaf50e75dd"
PRODUCT = "a183f1a9-c58f-426a-930a-9a6357db52ed"
HAL = {"Accept": "application/hal+json"}


def test_locations(calls: Calls) -> None:
    locations = answers(calls.call("GET", "entitymanager", f"{C}/Locations"))
    first = next(one for one in locations if one["Id"] == LOCATION)
    assert len(locations) == 12
    assert first["Name"] == "Harbourfront"
    assert as_object(first["Address"])["City"] == "Halifax"
    assert not any(name.startswith("_") for name in first)
    alone = calls.call("GET", "entitymanager", f"{C}/Locations({LOCATION})")
    assert answer(alone) == first


def test_the_company_and_its_tree(calls: Calls) -> None:
    company = answer(calls.call("GET", "entitymanager", C))
    tree = answer(calls.call("GET", "entitymanager", f"{C}/Tree"))
    assert company["Name"] == tree["Name"] == "Harbour Mobile"
    assert tree["Role"] == "Company"
    assert each(as_objects(tree["Nodes"]), "Role") == {"Location"}
    assert LOCATION in [node["Id"] for node in as_objects(tree["Nodes"])]


def test_suppliers(calls: Calls) -> None:
    suppliers = answers(calls.call("GET", "entitymanager", "/Suppliers"))
    assert 14107 in [supplier["Id"] for supplier in suppliers]
    one = answer(calls.call("GET", "entitymanager", "/Suppliers(14107)"))
    assert one in suppliers


@pytest.mark.parametrize(
    ("service", "path"),
    [
        ("entitymanager", f"{C}/Locations(99)"),
        ("entitymanager", f"{C}/Locations(14995)"),
        ("entitymanager", "/Suppliers(1)"),
        ("usermanager", "/Users(1)"),
        ("usermanager", "/Users(990)"),
        ("crm", f"{C}/Customers({UNKNOWN})"),
        ("crm", f"{C}/Customers({FOREIGN_CUSTOMER})"),
        ("crm", f"{C}/CustomerFull({UNKNOWN})"),
        ("crm", f"{C}/Customers({UNKNOWN})/Addresses"),
        ("crm", f"{C}/Customers({CUSTOMER})/Addresses({UNKNOWN})"),
        ("catalogs", f"{C}/Catalog/Items({UNKNOWN})/ProductDetails"),
        ("catalogs", f"{C}/Catalog/Items({UNKNOWN})"),
    ],
)
def test_what_there_is_not_is_not_found(calls: Calls, service: str, path: str) -> None:
    assert calls.call("GET", service, path).status_code == 404


@pytest.mark.parametrize(
    ("service", "path"),
    [
        ("entitymanager", "/Companies({c})/Locations"),
        ("entitymanager", "/Companies({c})/Tree"),
        ("usermanager", "/Entities({c})/Users"),
        ("crm", "/Companies({c})/Customers"),
        ("catalogs", "/Companies({c})/Catalog/Items"),
    ],
)
def test_other_companies_are_closed(calls: Calls, service: str, path: str) -> None:
    assert calls.call("GET", service, path.format(c=OTHER_COMPANY)).status_code == 403
    assert calls.call("GET", service, path.format(c=77)).status_code == 404


def test_employees_come_in_pages_of_thirty(calls: Calls) -> None:
    path = f"/Entities({COMPANY})/Users"
    first = answer(calls.call("GET", "usermanager", path))
    assert first["_metadata"] == {"count": 40, "skip": 0, "top": 30}
    assert as_object(first["_links"])["prev"] is None
    assert as_object(first["_links"])["next"] == f"/v1{path}?$skip=30&$top=30"
    second = answer(calls.call("GET", "usermanager", path, params={"$skip": "30", "$top": "30"}))
    assert as_object(second["_links"])["next"] is None
    assert as_object(second["_links"])["prev"] == f"/v1{path}?$skip=0&$top=30"
    everybody = as_objects(first["items"]) + as_objects(second["items"])
    assert len(each(everybody, "Id")) == 40
    assert EMPLOYEE in [user["Id"] for user in everybody]
    user = answer(calls.call("GET", "usermanager", f"/Users({EMPLOYEE})"))
    assert user in everybody
    found = answer(
        calls.call(
            "GET",
            "usermanager",
            f"{path}/Search",
            params={"terms": f"{user['FirstName']} {user['LastName']}".upper()},
        )
    )
    assert user in as_objects(found["items"])


def test_customers_come_in_pages_as_hal(calls: Calls) -> None:
    path = f"{C}/Customers"
    page = answer(calls.call("GET", "crm", path, headers=HAL))
    customers = as_objects(as_object(page["_embedded"])["self"])
    links = as_object(page["_links"])
    assert len(customers) == 50
    assert links["prev"] is None
    assert as_object(links["next"])["href"] == f"Companies({COMPANY})/Customers?$skip=50&$top=50"
    assert {"Id", "PrimaryName", "FamilyName", "CustomerTypeId", "Version"} <= set(customers[0])
    assert "Addresses" not in customers[0]
    seen: set[str] = set()
    skip = 0
    while True:
        params = {"$skip": str(skip), "$top": "500"}
        page = answer(calls.call("GET", "crm", path, params=params, headers=HAL))
        chunk = as_objects(as_object(page["_embedded"])["self"])
        seen |= {str(customer["Id"]) for customer in chunk}
        if as_object(page["_links"])["next"] is None:
            break
        assert len(chunk) == 100
        skip += 100
    assert len(seen) == 601
    assert CUSTOMER in seen


def test_lists_are_bare_for_who_accepts_plain_json(calls: Calls) -> None:
    page = answers(calls.call("GET", "crm", f"{C}/Customers", params={"$skip": "600"}))
    assert len(page) == 1
    assert "_links" not in page[0]


def test_a_customer_with_addresses_and_contacts(calls: Calls) -> None:
    short = answer(calls.call("GET", "crm", f"{C}/Customers({CUSTOMER.upper()})"))
    full = answer(calls.call("GET", "crm", f"{C}/CustomerFull({CUSTOMER})"))
    assert (short["PrimaryName"], short["FamilyName"]) == ("Marina", "Fairweather")
    assert {name: full[name] for name in short} == short
    addresses = answers(calls.call("GET", "crm", f"{C}/Customers({CUSTOMER})/Addresses"))
    assert addresses == as_objects(full["Addresses"])
    assert ADDRESS in [address["Id"] for address in addresses]
    one = calls.call("GET", "crm", f"{C}/Customers({CUSTOMER})/Addresses({ADDRESS})")
    assert answer(one)["CustomerId"] == CUSTOMER
    contacts = answers(calls.call("GET", "crm", f"{C}/Customers({CUSTOMER})/ContactMethods"))
    assert each(contacts, "ContactMethodCategory") == {"Phone", "Email"}
    hal = answer(calls.call("GET", "crm", f"{C}/Customers({CUSTOMER})/Addresses", headers=HAL))
    assert len(as_list(as_object(hal["_embedded"])["self"])) == len(addresses)


@pytest.mark.parametrize(
    ("expression", "count"),
    [
        ("PrimaryName eq 'Marina' and FamilyName eq 'Fairweather'", 1),
        ("PrimaryName eq 'marina'", 0),
        ("substringof('fairwea', tolower(FamilyName)) and PrimaryName eq 'Marina'", 1),
        ("CustomerTypeId eq 3 and substringof('Dental', PrimaryName)", 1),
        (f"Id eq guid'{CUSTOMER}'", 1),
    ],
)
def test_customers_are_filtered(calls: Calls, expression: str, count: int) -> None:
    reply = calls.call("GET", "crm", f"{C}/Customers", params={"$filter": expression})
    assert len(answers(reply)) == count


@pytest.mark.parametrize(
    "criteria", ["substringof('fairweather', Criteria)", "Criteria eq 'marina'"]
)
def test_customers_are_searched_in_any_capitals(calls: Calls, criteria: str) -> None:
    reply = calls.call("GET", "crm", f"{C}/CustomerSearch", params={"$filter": criteria})
    assert reply.status_code == 200
    assert CUSTOMER in [customer["Id"] for customer in answers(reply)]


@pytest.mark.parametrize("resource", ["Customers", "CustomerSearch"])
def test_a_wrong_customer_filter_is_a_bad_request(calls: Calls, resource: str) -> None:
    reply = calls.call("GET", "crm", f"{C}/{resource}", params={"$filter": "Nonsense"})
    assert reply.status_code == 400


def test_products(calls: Calls) -> None:
    items = answers(calls.call("GET", "catalogs", f"{C}/Catalog/Items"))
    assert 140 <= len(items) <= 160
    assert set(items[0]) == {"CatalogItemId", "IsArchived", "RmsId", "Slug"}
    one = answer(calls.call("GET", "catalogs", f"{C}/Catalog/Items({PRODUCT})"))
    assert one in items
    details = answer(calls.call("GET", "catalogs", f"{C}/Catalog/Items({PRODUCT})/ProductDetails"))
    assert details["Id"] == one["Slug"]
    assert details["Name"] == "Aster A5 Standard Battery"
    assert as_object(details["MSRP"])["CurrencyCode"] == "CAD"


def test_products_by_vendor_sku(calls: Calls) -> None:
    path = f"{C}/Catalog/Items/ByVendorSku"
    sku = as_objects(
        answer(calls.call("GET", "catalogs", f"{C}/Catalog/Items({PRODUCT})/ProductDetails"))[
            "VendorSkus"
        ]
    )[0]
    params = {"vendorsku": str(sku["Value"]), "vendorid": str(sku["Entity"])}
    found = answer(calls.call("GET", "catalogs", path, params=params))
    assert (found["Sku"], found["VendorId"]) == (sku["Value"], sku["Entity"])
    assert [one["CatalogItemId"] for one in as_objects(found["Items"])] == [PRODUCT]
    assert answer(calls.call("GET", "catalogs", path, params={"vendorsku": "none"}))["Items"] == []
    assert calls.call("GET", "catalogs", path).status_code == 400


def test_products_are_searched(calls: Calls) -> None:
    path = f"{C}/catalog/search"
    params = {"SearchTerms": "lumo 12 GLACIER", "PageSize": "2", "Page": "1", "OrderDir": "desc"}
    found = answer(calls.call("GET", "catalogs", path, params=params))
    items = as_objects(found["Items"])
    total = as_object(found["MetaData"])["TotalResults"]
    assert isinstance(total, int)
    assert total > 2
    assert [str(one["Name"]) for one in items] == sorted(
        (str(one["Name"]) for one in items), reverse=True
    )
    assert all("Glacier" in str(one["Name"]) for one in items)
    assert len(items) == 2

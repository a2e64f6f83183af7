"""The Catalog service: what the company sells (Catalog page)."""

from collections.abc import Sequence

from orderdesk.sandbox.exchange import Reply, Request, json_reply
from orderdesk.sandbox.iqmetrix.access import Access
from orderdesk.sandbox.iqmetrix.reference import Reference
from orderdesk.sandbox.iqmetrix.refusals import Refusal
from orderdesk.sandbox.iqmetrix.routes import Route, Router
from orderdesk.sandbox.json_text import Document, JsonValue

PAGE_SIZE = 20
_CATALOG_ITEM = ("CatalogItemId", "IsArchived", "RmsId", "Slug")


class Catalog:
    """Catalog items and products, to be read.

    A product is kept as its details with `CatalogItemId`, `IsArchived`, `RmsId`, `Slug`,
    `DateAddedUtc` and `IsDropShippable` beside them.
    """

    def __init__(self, reference: Reference, access: Access) -> None:
        self._reference = reference
        self._access = access
        catalog = "/Companies({int})/Catalog"
        self.router = Router(
            [
                Route("GET", f"{catalog}/Items", self._items),
                Route("GET", f"{catalog}/Items/ByVendorSku", self._by_vendor_sku),
                Route("GET", f"{catalog}/Items({{guid}})", self._item),
                Route("GET", f"{catalog}/Items({{guid}})/ProductDetails", self._details),
                Route("GET", f"{catalog}/Search", self._search),
            ]
        )

    def _products(self, keys: list[str]) -> list[Document]:
        return self._reference.all("product", self._access.company(keys[0]))

    def _items(self, _request: Request, keys: list[str]) -> Reply:
        return json_reply([_only(product, _CATALOG_ITEM) for product in self._products(keys)])

    def _found(self, keys: list[str]) -> Document:
        company = self._access.company(keys[0])
        product = self._reference.one("product", keys[1].lower(), company)
        if product is None:
            raise Refusal(404, f"CatalogItem resource with id {keys[1]} cannot be found")
        return product

    def _item(self, _request: Request, keys: list[str]) -> Reply:
        return json_reply(_only(self._found(keys), _CATALOG_ITEM))

    def _details(self, _request: Request, keys: list[str]) -> Reply:
        product = self._found(keys)
        beside = {*_CATALOG_ITEM, "DateAddedUtc", "IsDropShippable"}
        details: Document = {"Id": product["Slug"]}
        for name, value in product.items():
            if name not in beside and not name.startswith("_"):
                details[name] = value
        return json_reply(details)

    def _by_vendor_sku(self, request: Request, keys: list[str]) -> Reply:
        sku = request.params.get("vendorsku")
        vendor = request.params.get("vendorid")
        if not sku:
            raise Refusal(400, "vendorsku is required.")
        wanted = {part.strip() for part in sku.split(",")}
        found: list[JsonValue] = [
            _only(product, _CATALOG_ITEM)
            for product in self._products(keys)
            for one in _objects(product, "VendorSkus")
            if one["Value"] in wanted and vendor in (None, "", str(one["Entity"]))
        ]
        number = int(vendor) if vendor and vendor.isascii() and vendor.isdigit() else None
        return json_reply({"Sku": sku, "VendorId": number, "Items": found})

    def _search(self, request: Request, keys: list[str]) -> Reply:
        terms = request.params.get("searchterms", "").casefold().split()
        found = [
            product
            for product in self._products(keys)
            if product["IsArchived"] is False and all(term in _searched(product) for term in terms)
        ]
        backwards = request.params.get("orderdir", "asc").lower() == "desc"
        by_date = request.params.get("orderby", "name").lower() == "dateadded"
        field = "DateAddedUtc" if by_date else "Name"
        found.sort(key=lambda product: str(product[field]), reverse=backwards)
        number = _count(request, "page", 1)
        size = _count(request, "pagesize", PAGE_SIZE)
        return json_reply(
            {
                "Items": [
                    _result(product, keys[0])
                    for product in found[(number - 1) * size : number * size]
                ],
                "Facets": {"Manufacturers": _facets(found), "Vendors": []},
                "MetaData": {"Page": number, "PageSize": size, "TotalResults": len(found)},
            }
        )


def _only(product: Document, names: Sequence[str]) -> Document:
    return {name: product[name] for name in names}


def _objects(product: Document, name: str) -> list[Document]:
    part = product[name]
    return [one for one in part if isinstance(one, dict)] if isinstance(part, list) else []


def _searched(product: Document) -> str:
    """Return the texts that search terms are compared with (Catalog page, Search for Products)."""
    words = [str(product["Name"]), _name(product["Manufacturer"])]
    for name in ("ManufacturerSkus", "UpcCodes", "VendorSkus"):
        words += [str(one["Value"]) for one in _objects(product, name)]
    return " ".join(words).casefold()


def _name(value: JsonValue) -> str:
    return str(value["Name"]) if isinstance(value, dict) else ""


def _result(product: Document, company: str) -> Document:
    return {
        "Name": product["Name"],
        "CanonicalClassification": product["CanonicalClassification"],
        "CatalogItemId": product["CatalogItemId"],
        "ClassificationTreeId": 1,
        "CompanyId": int(company),
        "DateAddedUtc": product["DateAddedUtc"],
        "HeroShotId": None,
        "IsLinkedToCuratedProduct": True,
        "IsDropShippable": product["IsDropShippable"],
        "Manufacturer": product["Manufacturer"],
        "Msrp": product["MSRP"],
        "ProductVersion": product["Version"],
        "ShortDescription": product["ShortDescription"],
        "Slug": product["Slug"],
        "MasterProductId": product["MasterProductId"],
        "VariationId": product["VariationId"],
        "Vendors": [
            {"Id": one["Entity"], "Name": one["Description"]}
            for one in _objects(product, "VendorSkus")
        ],
    }


def _facets(products: Sequence[Document]) -> list[JsonValue]:
    counts: dict[str, tuple[int, JsonValue]] = {}
    for product in products:
        manufacturer = product["Manufacturer"]
        count, _item = counts.get(_name(manufacturer), (0, None))
        counts[_name(manufacturer)] = (count + 1, manufacturer)
    return [{"Count": count, "Item": item} for count, item in counts.values()]


def _count(request: Request, name: str, default: int) -> int:
    text = request.params.get(name, "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    return number or default

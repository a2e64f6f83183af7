"""Where the company trades: its locations, their streets, and its suppliers."""

from dataclasses import dataclass
from decimal import Decimal

from orderdesk.sandbox.iqmetrix.reference import COMPANY as COMPANY_MARK
from orderdesk.sandbox.json_text import Document, JsonValue

COMPANY = 14146
COMPANY_NAME = "Harbour Mobile"
OTHER_COMPANY = 14990
"""A company that our user does not belong to."""
OTHER_LOCATION = 14995


@dataclass(frozen=True, slots=True)
class Place:
    """One location with its city."""

    id: int
    name: str
    initials: str
    street: str
    city: str
    state_code: str
    state: str
    zip: str
    phone: str
    hours_from_utc: int
    time_zone: str
    latitude: str
    longitude: str
    share: float
    """Its share of the orders, as a weight."""


PLACES = (
    Place(
        14202,
        "Harbourfront",
        "HF",
        "1741 Lower Water Street",
        "Halifax",
        "NS",
        "Nova Scotia",
        "B3J 0J2",
        "9025550114",
        -4,
        "Atlantic Standard Time",
        "44.6476",
        "-63.5683",
        16,
    ),
    Place(
        14203,
        "Dartmouth Crossing",
        "DC",
        "88 Lamont Terrace, Unit 5",
        "Dartmouth",
        "NS",
        "Nova Scotia",
        "B3B 1X4",
        "9025550127",
        -4,
        "Atlantic Standard Time",
        "44.7046",
        "-63.5669",
        9,
    ),
    Place(
        14204,
        "Signal Hill",
        "SH",
        "12 Battery Road",
        "St. John's",
        "NL",
        "Newfoundland and Labrador",
        "A1A 1A4",
        "7095550133",
        -3,
        "Newfoundland Standard Time",
        "47.5700",
        "-52.6819",
        6,
    ),
    Place(
        14205,
        "Vieux-Québec",
        "VQ",
        "57, rue Saint-Paul",
        "Québec",
        "QC",
        "Québec",
        "G1K 3V9",
        "4185550141",
        -5,
        "Eastern Standard Time",
        "46.8158",
        "-71.2086",
        8,
    ),
    Place(
        14206,
        "Plateau-Mont-Royal",
        "PM",
        "4312, avenue des Érables",
        "Montréal",
        "QC",
        "Québec",
        "H2H 2C7",
        "5145550152",
        -5,
        "Eastern Standard Time",
        "45.5316",
        "-73.5757",
        12,
    ),
    Place(
        14207,
        "ByWard Market",
        "BM",
        "35 Clarence Street",
        "Ottawa",
        "ON",
        "Ontario",
        "K1N 5P4",
        "6135550166",
        -5,
        "Eastern Standard Time",
        "45.4283",
        "-75.6930",
        7,
    ),
    Place(
        14208,
        "Union Station",
        "US",
        "61 Front Street West, Concourse B",
        "Toronto",
        "ON",
        "Ontario",
        "M5J 1E5",
        "4165550178",
        -5,
        "Eastern Standard Time",
        "43.6453",
        "-79.3806",
        14,
    ),
    Place(
        14209,
        "The Forks",
        "TF",
        "201 One Forks Market Road",
        "Winnipeg",
        "MB",
        "Manitoba",
        "R3C 4L9",
        "2045550180",
        -6,
        "Central Standard Time",
        "49.8876",
        "-97.1310",
        5,
    ),
    Place(
        14210,
        "Whyte Avenue",
        "WA",
        "10432 82 Avenue NW",
        "Edmonton",
        "AB",
        "Alberta",
        "T6E 2A2",
        "7805550193",
        -7,
        "Mountain Standard Time",
        "53.5180",
        "-113.4980",
        6,
    ),
    Place(
        14211,
        "Kensington",
        "KE",
        "1129 Kensington Crescent NW",
        "Calgary",
        "AB",
        "Alberta",
        "T2N 1X7",
        "4035550105",
        -7,
        "Mountain Standard Time",
        "51.0530",
        "-114.0880",
        5,
    ),
    Place(
        14212,
        "Granville Island",
        "GI",
        "1535 Johnston Street",
        "Vancouver",
        "BC",
        "British Columbia",
        "V6H 3R9",
        "6045550119",
        -8,
        "Pacific Standard Time",
        "49.2713",
        "-123.1340",
        9,
    ),
    Place(
        14213,
        "Online & Warehouse",
        "OW",
        "240 Windmill Road, Dock 7",
        "Dartmouth",
        "NS",
        "Nova Scotia",
        "B3A 1G2",
        "9025550200",
        -4,
        "Atlantic Standard Time",
        "44.6790",
        "-63.5800",
        13,
    ),
)

SUPPLIERS = (
    (14107, "Tidewater Distribution", "Phones and accessories, shipped from Dartmouth"),
    (14108, "Gannet Wireless Supply", "Drop shipping across Canada"),
    (14109, "Lighthouse Parts & Repair", "Batteries, screens and tools"),
    (14110, "Nordhavn Audio AS", "Headphones and speakers"),
    (14111, "Sable Freight", "Transfers between stores"),
)

STREETS = {
    "Halifax": ("Barrington Street", "Agricola Street", "Spring Garden Road", "Quinpool Road"),
    "Dartmouth": ("Portland Street", "Ochterloney Street", "Prince Albert Road"),
    "St. John's": ("Duckworth Street", "Bonaventure Avenue", "Gower Street"),
    "Québec": ("côte de la Fabrique", "rue Saint-Jean", "chemin Sainte-Foy"),
    "Montréal": ("rue Saint-Denis", "avenue du Mont-Royal Est", "rue Sherbrooke Ouest"),
    "Ottawa": ("Somerset Street West", "Elgin Street", "Rideau Street"),
    "Toronto": ("Queen Street West", "Dundas Street East", "Ossington Avenue"),
    "Winnipeg": ("Corydon Avenue", "Osborne Street", "Portage Avenue"),
    "Edmonton": ("Jasper Avenue", "124 Street NW", "Gateway Boulevard"),
    "Calgary": ("17 Avenue SW", "9 Avenue SE", "Bow Trail SW"),
    "Vancouver": ("Commercial Drive", "Hastings Street East", "Cambie Street"),
}
"""Streets by city; the numbers in the addresses are made up."""


def company_documents() -> list[Document]:
    """Our company, and another one that our user may not see."""
    return [
        _company(COMPANY, COMPANY_NAME, "Phones and everything around them, coast to coast"),
        _company(OTHER_COMPANY, "Quayside Phones", "Somebody else's company"),
    ]


def location_documents() -> list[Document]:
    """Every location, in the shape of the entity manager's answers."""
    other = Place(
        OTHER_LOCATION,
        "Quayside",
        "QS",
        "1 Quay Lane",
        "Saint John",
        "NB",
        "New Brunswick",
        "E2L 1A1",
        "5065550190",
        -4,
        "Atlantic Standard Time",
        "45.2733",
        "-66.0633",
        0,
    )
    return [*(_location(place, COMPANY) for place in PLACES), _location(other, OTHER_COMPANY)]


def supplier_documents() -> list[Document]:
    """Return every supplier, in the shape of the entity manager's answers."""
    return [
        {
            "Id": number,
            "Name": name,
            "Description": text,
            "Attributes": {},
            "CreatedUtc": "2021-04-06T13:20:11.4070000Z",
            "ClientEntityId": str(number - 14_000),
            "LastModifiedUtc": "2025-01-15T09:00:00.0000000Z",
            "Logo": None,
            "Relationships": [],
            "Role": "Supplier",
            "Roles": [{"Name": "Supplier"}],
            "SortName": name.lower(),
            "Version": 3,
        }
        for number, name, text in SUPPLIERS
    ]


def _company(number: int, name: str, text: str) -> Document:
    return {
        "Id": number,
        COMPANY_MARK: number,
        "Name": name,
        "Description": text,
        "Roles": [{"Name": "Company"}],
        "ClientEntityId": str(number - 14_000),
        "CreatedUtc": "2021-03-01T12:00:00.0000000Z",
        "LastModifiedUtc": "2025-02-10T15:42:07.1300000Z",
        "Attributes": {},
        "Logo": None,
        "Relationships": [],
        "SortName": name.lower(),
        "Version": 7,
    }


def _location(place: Place, company: int) -> Document:
    return {
        "Id": place.id,
        COMPANY_MARK: company,
        "Name": place.name,
        "Description": f"{COMPANY_NAME if company == COMPANY else 'Quayside'} in {place.city}",
        "Roles": [{"Name": "Location"}],
        "CreatedUTC": "2021-04-26T00:03:01.372Z",
        "LastModifiedUTC": "2025-01-27T00:03:06.392Z",
        "Area": {"Value": 900 + place.id % 7 * 150, "Unit": "SqFt"},
        "Address": {
            "AddressLine1": place.street,
            "AddressLine2": None,
            "City": place.city,
            "StateCode": place.state_code,
            "StateName": place.state,
            "CountryCode": "CA",
            "CountryName": "Canada",
            "Zip": place.zip,
        },
        "Attributes": {},
        "ClientEntityId": place.initials,
        "Contacts": [],
        "Geography": {
            "Longitude": Decimal(place.longitude),
            "Latitude": Decimal(place.latitude),
        },
        "Relationships": [],
        "SortName": place.name.lower(),
        "StoreHours": _store_hours(),
        "StorePhoneNumbers": [{"Description": "Main Line", "Number": place.phone, "Extension": ""}],
        "TimeZone": {"Id": place.time_zone, "DaylightSavingTimeEnabled": True},
        "Version": 13,
    }


def _store_hours() -> Document:
    def hours(opens: int, closes: int) -> JsonValue:
        return {
            "Open": {"Hour": opens, "Minute": 0},
            "Close": {"Hour": closes, "Minute": 0},
        }

    week = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    return {
        **{day: hours(9, 20) for day in week},
        "Saturday": hours(9, 18),
        "Sunday": hours(11, 17),
    }

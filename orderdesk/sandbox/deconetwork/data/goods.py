"""What the print room decorates: clothing, cases and promotional goods, and how they are marked."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Option:
    """One size, model or capacity; its id is the same for every product."""

    id: int
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Color:
    """One colour of the goods."""

    id: int
    name: str
    rgb: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Good:
    """One product."""

    id: int
    code: str
    name: str
    supplier: str
    axis: str
    """What its options are: Size, Model or Capacity; empty when it has none."""
    options: tuple[Option, ...]
    colors: tuple[Color, ...]
    price: Decimal
    cost: Decimal
    weight: Decimal
    marks: tuple[str, ...]
    """The decorations that it can take."""
    lengths: bool = False
    """Its sizes come in lengths: regular and long."""

    def dn_sku(self, option: int, color: int) -> str:
        """Return the site's id of one variant."""
        return f"{self.id % 100_000}_{color % 1_000 * 1_000 + option % 1_000}"

    def sku(self, option: int, color: int) -> str:
        """Return the supplier's number of one variant."""
        return f"{self.code}-{color % 1_000:03}-{option % 1_000:03}"


@dataclass(frozen=True, slots=True)
class Mark:
    """One decoration: where it stands, how it is made, and how large it is."""

    id: int
    view: str
    area: str
    process: str
    stitches: int | None
    box: tuple[str, str, str, str]
    """Top, left, width and height, each with its unit."""
    format: str
    price: Decimal


def _options(first: int, names: str, codes: str) -> tuple[Option, ...]:
    pairs = zip(names.split(","), codes.split(","), strict=True)
    return tuple(Option(first + n, name.strip(), code) for n, (name, code) in enumerate(pairs))


SIZES = _options(1_371, "X-Small,Small,Medium,Large,X-Large,2X-Large", "XS,S,M,L,XL,2XL")
CAPS = _options(1_381, "Small/Medium,Large/X-Large", "SM,LXL")
MODELS = _options(
    1_390,
    "Aster A5,Aster A7,Aster A7 Pro,Lumo 12,Lumo 12 Mini,Kestrel Fold,Skerry Pro",
    "A5,A7,A7P,L12,L12M,KF,SKP",
)
VOLUMES = _options(1_400, "330 ml,500 ml,750 ml", "330,500,750")
SHEETS = _options(1_405, "A5,A4,A3", "A5,A4,A3")
NO_OPTION = Option(0, "", "")

_WHITE = Color(41_345, "White", (255, 255, 255))
_BLACK = Color(41_346, "Black", (17, 17, 17))
_NAVY = Color(41_347, "Navy", (20, 33, 61))
_TIDE = Color(41_348, "Tide Blue", (0, 109, 143))
_SAND = Color(41_349, "Sand", (214, 198, 165))
_LIME = Color(41_350, "Safety Lime", (191, 255, 0))
_GRAPHITE = Color(41_351, "Graphite Heather", (83, 86, 90))
_CLEAR = Color(41_352, "Clear", (250, 250, 250))
COLORS: Mapping[int, Color] = {
    color.id: color for color in (_WHITE, _BLACK, _NAVY, _TIDE, _SAND, _LIME, _GRAPHITE, _CLEAR)
}
_CLOTH = (_WHITE, _BLACK, _NAVY, _TIDE, _GRAPHITE)
_HARD = (_WHITE, _BLACK, _TIDE)


def _mark(number: int, where: str, process: str, box: str, price: str, stitches: int = 0) -> Mark:
    view, _dash, area = where.partition("/")
    top, left, width, height = (f"{part}cm" for part in box.split())
    kind = {"Embroidery": "dst", "Engraving": "svg", "Screen Print": "pdf"}.get(process, "png")
    numbers = (top, left, width, height)
    return Mark(number, view, area, process, stitches or None, numbers, kind, Decimal(price))


MARKS: Mapping[str, Mark] = {
    "front": _mark(71_345, "Front/Body", "DTG", "10 5.2 25.5 30.5", "5.15"),
    "chest": _mark(71_346, "Front/Left chest", "Embroidery", "8 16.5 9 4.4", "4.20", 6_480),
    "back": _mark(71_347, "Back/Body", "Screen Print", "12 4 30 18", "3.35"),
    "sleeve": _mark(71_348, "Left/Sleeve", "Embroidery", "4 3 6 6", "2.75", 3_150),
    "cap": _mark(71_349, "Front/Panel", "Embroidery", "2.5 4 11 5.5", "4.90", 7_200),
    "case": _mark(71_350, "Back/Shell", "UV Print", "0 0 7.6 15.8", "6.00"),
    "wrap": _mark(71_351, "Wrap/Body", "Sublimation", "0.5 0 20 8.5", "3.10"),
    "engraved": _mark(71_352, "Front/Body", "Engraving", "3 1.5 3 1.2", "2.20"),
    "label": _mark(71_353, "Face/Sheet", "Digital Print", "0 0 14.8 21", "0.60"),
}


def _good(
    number: int,
    code: str,
    name: str,
    supplier: str,
    shape: tuple[str, tuple[Option, ...], tuple[Color, ...]],
    prices: str,
    marks: str,
    *,
    lengths: bool = False,
) -> Good:
    price, cost, weight = (Decimal(part) for part in prices.split())
    axis, options, colors = shape
    return Good(
        2_671_500_000 + number,  # beyond 31 bits, as in the vendor's sample
        code,
        name,
        supplier,
        axis,
        options,
        colors,
        price,
        cost,
        weight,
        tuple(marks.split()),
        lengths=lengths,
    )


_CLOTHING = ("Size", SIZES, _CLOTH)
_CASES = ("Model", MODELS, (_CLEAR, _BLACK, _TIDE))
_NONE: tuple[Option, ...] = ()

GOODS = (
    _good(11, "TR200", "Tideline Heavy Tee", "Northshore Blanks", _CLOTHING, "14.50 4.10 0.18",
          "front back chest"),
    _good(12, "TR210", "Tideline Long-Sleeve Tee", "Northshore Blanks", _CLOTHING,
          "19.00 6.25 0.24", "front back sleeve"),
    _good(13, "PL310", "Breakwater Piqué Polo", "Northshore Blanks", _CLOTHING,
          "27.90 9.80 0.23", "chest sleeve back"),
    _good(14, "HD400", "Fogbank Pullover Hoodie", "Northshore Blanks", _CLOTHING,
          "44.00 17.35 0.56", "front back chest sleeve"),
    _good(15, "HD410", "Fogbank Full-Zip Hoodie", "Northshore Blanks", _CLOTHING,
          "49.50 19.90 0.62", "back chest"),
    _good(16, "WK500", "Slipway Work Trousers", "Capstan Workwear",
          ("Size", SIZES, (_BLACK, _NAVY)), "61.00 28.40 0.71", "chest", lengths=True),
    _good(17, "HV520", "Beacon Hi-Vis Vest", "Capstan Workwear", ("Size", SIZES, (_LIME,)),
          "16.75 5.20 0.15", "back"),
    _good(18, "JK530", "Squall Soft-Shell Jacket", "Capstan Workwear",
          ("Size", SIZES, (_BLACK, _NAVY, _GRAPHITE)), "82.00 38.10 0.74", "chest back"),
    _good(19, "CP600", "Headland Six-Panel Cap", "Capstan Workwear",
          ("Size", CAPS, (_BLACK, _NAVY, _SAND)), "18.25 5.75 0.09", "cap"),
    _good(20, "BN610", "Headland Knit Beanie", "Capstan Workwear", ("", _NONE, _CLOTH),
          "15.40 4.60 0.08", "cap"),
    _good(31, "CS700", "Clear Shell Phone Case", "Pocketworks", _CASES, "24.00 3.85 0.04", "case"),
    _good(32, "CS710", "Rugged Phone Case", "Pocketworks", _CASES, "34.00 7.90 0.07", "case"),
    _good(33, "CS720", "Leather Folio", "Pocketworks", ("Model", MODELS, (_BLACK, _SAND)),
          "46.00 14.20 0.09", "engraved"),
    _good(34, "GR730", "Phone Grip", "Pocketworks", ("", _NONE, _HARD), "7.50 1.15 0.01", "case"),
    _good(35, "PB740", "Power Bank 10,000", "Pocketworks", ("", _NONE, _HARD),
          "39.00 15.60 0.22", "engraved"),
    _good(41, "MG800", "Harbour Mug", "Quay Promotions", ("Capacity", VOLUMES[:1], (_WHITE,)),
          "12.00 2.40 0.34", "wrap"),
    _good(42, "BT810", "Steel Water Bottle", "Quay Promotions", ("Capacity", VOLUMES[1:], _HARD),
          "26.50 8.10 0.31", "engraved wrap"),
    _good(43, "TB820", "Canvas Tote", "Quay Promotions", ("", _NONE, (_SAND, _BLACK)),
          "9.90 2.05 0.14", "front back"),
    _good(44, "LN830", "Lanyard", "Quay Promotions", ("", _NONE, _CLOTH), "3.20 0.55 0.02", "wrap"),
    _good(45, "ST840", "Sticker Sheet", "Quay Promotions", ("Size", SHEETS, (_WHITE,)),
          "1.85 0.22 0.01", "label"),
    _good(46, "UM850", "Storm Umbrella", "Quay Promotions", ("", _NONE, (_BLACK, _NAVY)),
          "31.00 10.95 0.48", "back"),
    _good(47, "NB860", "Ruled Notebook", "Quay Promotions", ("Size", SHEETS[:2], _HARD),
          "8.40 1.90 0.20", "label engraved"),
)  # fmt: skip
BY_CODE: Mapping[str, Good] = {good.code: good for good in GOODS}
OPTIONS: Mapping[int, Option] = {
    option.id: option
    for options in (SIZES, CAPS, MODELS, VOLUMES, SHEETS, (NO_OPTION,))
    for option in options
}

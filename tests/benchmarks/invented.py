"""Orders without end in the shapes of all vendors, cheap to make and the same for a seed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import accumulate

from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.gateway import ConnectionConfig
from orderdesk.domain.money import plain
from orderdesk.domain.order import FieldValue, Line, Named, Order, Reference
from tests.benchmarks.invention import NEWEST, SPAN, Source
from tests.benchmarks.recipes import (
    Cook,
    Ingredients,
    Known,
    Recipe,
    enumerated,
    numbered,
    of_extra,
    of_fields,
    unique,
)
from tests.benchmarks.templates import Shape

PAGE = 200
"""Orders of one vendor that are made, and come, together."""
_ITEMS = (1, 2, 3, 4, 5, 6, 8)
_ITEM_WEIGHTS = tuple(accumulate((20, 25, 22, 15, 10, 5, 3)))
"""How often an order has so many items: three on average."""
_UNREAD_SHARE = 0.05
_SECONDS = SPAN.total_seconds()
_ORDER_SET = set(Order.model_fields)
_LINE_SET = set(Line.model_fields)
# A shorter text is the same as another one by chance.
_TELLING = 4
_REFERRED = ("customer", "location", "employee")
# How many different ones there are of what orders refer to, for each order there is.
_POOL_SHARES = {"customer": 0.02, "employee": 0.0002, "location": 0.0001}
_POOL_SIZES = (40, 4_000)


@dataclass(frozen=True)
class _LineTemplate:
    line: Line
    recipes: Sequence[tuple[str, Recipe]]
    more: Cook | None


@dataclass(frozen=True)
class _Template:
    order: Order
    recipes: Sequence[tuple[str, Recipe]]
    more: Cook | None
    lines: Sequence[_LineTemplate]


@dataclass(frozen=True)
class _Article:
    id: str
    sku: str
    name: str
    price: Decimal


class Vendor:
    """The invented orders of one vendor's connection."""

    def __init__(self, shape: Shape, key: str, *, seed: int, orders: int) -> None:
        self.shape = shape
        self.name = f"{shape.rules.title}, account {key.rpartition('-')[2]}"
        # Nobody listens there: a desk that opens this profile reaches no vendor.
        urls = dict.fromkeys(shape.urls, "http://127.0.0.1:9")
        self.config = ConnectionConfig(
            key, self.name, shape.rules.vendor, urls=urls, settings=shape.settings
        )
        self._key = key
        self._seed = seed
        source = Source(f"{seed}/{key}/pools")
        self.names: list[Named] = []
        self._pools = self._make_pools(source, orders)
        self._articles = self._make_articles(source, orders)
        self._templates = [self._compiled(order, source) for order in shape.orders]
        self._line_stock = [line for one in self._templates for line in one.lines]

    def _make_pools(self, source: Source, orders: int) -> dict[str, list[str]]:
        examples: dict[str, list[str]] = {}
        for order in self.shape.orders:
            for attribute in _REFERRED:
                found: Reference | None = getattr(order, attribute)
                if found is not None:
                    examples.setdefault(f"{attribute}/{found.kind}", []).append(found.id)
        pools: dict[str, list[str]] = {}
        for name, ids in sorted(examples.items()):
            attribute, kind = name.split("/")
            least, most = _POOL_SIZES
            size = min(most, max(least, int(orders * _POOL_SHARES[attribute])))
            pool = pools.setdefault(kind, [])
            pool.extend(unique(ids[0], place, source) for place in range(size))
            self.names.extend(_named(kind, one, source) for one in pool)
        return pools

    def _make_articles(self, source: Source, orders: int) -> list[_Article]:
        lines = [line for order in self.shape.orders for line in order.lines or ()]
        like = next((line.sku for line in lines if line.sku), "A-1")
        ids = [
            line.fields.get(spec.key)
            for spec in self.shape.rules.line_fields
            if spec.look_up
            for line in lines
        ]
        id_like = next((one for one in ids if one), "1")
        return [
            _Article(
                unique(id_like, place, source),
                numbered(like, 10_000 + place),
                source.words(2 + place % 4),
                Decimal(1 + int(source.random() ** 4 * 90_000)).scaleb(-2),
            )
            for place in range(min(20_000, max(100, orders // 50)))
        ]

    def _compiled(self, order: Order, source: Source) -> _Template:
        every = self.shape.orders
        rules = self.shape.rules
        specs = {spec.key: spec for spec in rules.order_fields}
        fixed = enumerated([one.fields for one in every]) | _words_of(order)
        known = Known(_names_of(order), fixed, frozenset(self._pools), _references_of(order))
        line_specs = {spec.key: spec for spec in rules.line_fields}
        rows = [line.fields for one in every for line in one.lines or ()]
        line_fixed = enumerated(rows) | _words_of(order)
        return _Template(
            order,
            of_fields(specs, order.fields, known, source),
            of_extra(dict(order.extra), known),
            [
                self._compiled_line(line, line_specs, known, line_fixed, source)
                for line in order.lines or ()
            ],
        )

    def _compiled_line(
        self,
        line: Line,
        specs: Mapping[str, FieldSpec],
        known: Known,
        fixed: frozenset[str],
        source: Source,
    ) -> _LineTemplate:
        own = {
            text: name
            for name, text in (
                ("line", line.id),
                ("sku", line.sku),
                ("words", line.description),
                ("price", None if line.price is None else plain(line.price)),
                ("sum", None if line.sum is None else plain(line.sum)),
            )
            if text and len(text) >= _TELLING
        }
        words = frozenset(text for text in (line.kind_word, line.status_word) if text)
        here = Known({**known.names, **own}, fixed | words, known.pools, {})
        recipes = of_fields(specs, line.fields, here, source)
        return _LineTemplate(line, recipes, of_extra(dict(line.extra), here))

    def page(self, number: int) -> list[Order]:
        """Make the orders of a page; any page at any time, the same each time."""
        source = Source(f"{self._seed}/{self._key}/{number}")
        one = Ingredients(source, pools=self._pools)
        first = number * PAGE
        return [self._order(first + place, one) for place in range(PAGE)]

    def _order(self, index: int, one: Ingredients) -> Order:
        source = one.source
        template = self._templates[int(source.random() * len(self._templates))]
        base = template.order
        placed = NEWEST - timedelta(seconds=int(source.random() * _SECONDS))
        one.shift = placed - (base.placed_at or NEWEST)
        one.own = own = {
            "id": unique(base.vendor_id, index, source),
            "number": numbered(base.number or "", 100_000 + index),
            "name": source.words(2 + index % 3),
        }
        if base.number == base.vendor_id:
            own["number"] = own["id"]
        references = {name: self._reference(base, name, one) for name in _REFERRED}
        values = {**base.__dict__, **references}
        lines = self._lines(base, one)
        total = None if lines is None or base.total is None else _total(lines)
        own["total"] = "" if total is None else plain(total)
        values.update(
            connection=self._key,
            vendor_id=own["id"],
            number=None if base.number is None else own["number"],
            name=None if base.name is None else own["name"],
            placed_at=None if base.placed_at is None else placed,
            expires_at=None if base.expires_at is None else base.expires_at + one.shift,
            total=total,
            lines=lines,
            fields=_cooked(base.fields, template.recipes, one),
            extra=base.extra if template.more is None else template.more(one),
        )
        return Order.model_construct(_ORDER_SET, **values)

    def _reference(self, base: Order, name: str, one: Ingredients) -> Reference | None:
        found: Reference | None = getattr(base, name)
        if found is None:
            return None
        drawn = one.source.one_of(self._pools[found.kind])
        one.own[name] = drawn
        return Reference.model_construct({"kind", "id"}, kind=found.kind, id=drawn)

    def _lines(self, base: Order, one: Ingredients) -> tuple[Line, ...] | None:
        source = one.source
        if base.lines is None or (self.shape.partial and source.random() < _UNREAD_SHARE):
            return None
        [count] = source.numbers.choices(_ITEMS, cum_weights=_ITEM_WEIGHTS)
        stock, articles = self._line_stock, self._articles
        start = int(source.random() * len(stock))
        return tuple(
            [
                _line(
                    stock[(start + place) % len(stock)],
                    articles[source.place(len(articles))],
                    place,
                    one,
                )
                for place in range(count)
            ]
        )


def _line(template: _LineTemplate, article: _Article, place: int, one: Ingredients) -> Line:
    base, own = template.line, one.own
    price = None if base.price is None else article.price
    quantity = base.quantity
    own["line"] = f"{own['id']}-{place + 1}"
    own["sku"], own["words"], own["price"] = article.sku, article.name, plain(article.price)
    own["sum"] = "" if price is None or quantity is None else plain(price * quantity)
    return Line.model_construct(
        _LINE_SET,
        id=own["line"],
        sku=None if base.sku is None else article.sku,
        description=None if base.description is None else article.name,
        quantity=quantity,
        price=price,
        kind_word=base.kind_word,
        status_word=base.status_word,
        fields=_cooked(base.fields, template.recipes, one),
        extra=base.extra if template.more is None else template.more(one),
        pending=False,
    )


def _cooked(
    fields: Mapping[str, FieldValue], recipes: Sequence[tuple[str, Recipe]], one: Ingredients
) -> dict[str, FieldValue]:
    made = dict(fields)
    for key, recipe in recipes:
        made[key] = recipe(one)
    return made


def _total(lines: Sequence[Line]) -> Decimal:
    return sum((line.sum or Decimal(0) for line in lines), Decimal(0))


def _named(kind: str, name_id: str, source: Source) -> Named:
    words = source.words(2 + int(source.random() * 2))
    return Named(kind=kind, id=name_id, name=words.title(), detail=f"{source.word()} {name_id}")


def _names_of(order: Order) -> dict[str, str]:
    """Return what certain texts of an order are called, the most telling last."""
    pairs = (
        ("total", None if order.total is None else plain(order.total)),
        ("name", order.name),
        ("number", order.number),
        ("id", order.vendor_id),
    )
    return {text: name for name, text in pairs if text and len(text) >= _TELLING}


def _references_of(order: Order) -> dict[tuple[str, str], str]:
    referred: list[tuple[str, Reference | None]] = [
        (name, getattr(order, name)) for name in _REFERRED
    ]
    return {(found.kind, found.id): name for name, found in referred if found is not None}


def _words_of(order: Order) -> frozenset[str]:
    words = (
        *(order.vendor_state, order.kind_word, order.payment_word, order.fulfilment_word),
        *(order.currency, order.kind),
    )
    return frozenset(word for word in words if word)


class Invented:
    """A town of vendors, a connection each, whose orders come page by page in turn."""

    def __init__(self, found: Sequence[Shape], *, seed: int, orders: int) -> None:
        keys = [f"account-{place}" for place in range(1, len(found) + 1)]
        self.vendors = [
            Vendor(shape, key, seed=seed, orders=orders)
            for shape, key in zip(found, keys, strict=True)
        ]
        # No vendor takes more of the file than another, so those with long orders have fewer.
        weights = [1 / shape.bytes_each for shape in found]
        self._shares = [weight / sum(weights) for weight in weights]

    def pages(self, there: Sequence[int] = ()) -> Iterator[tuple[Vendor, list[Order]]]:
        """Make pages for ever: the same ones in the same order for a seed.

        `there` says how many whole pages of each vendor are not to be made again.
        """
        made = list(there) or [0] * len(self.vendors)
        while True:
            due = [share * (sum(made) + 1) - n for share, n in zip(self._shares, made, strict=True)]
            place = due.index(max(due))
            yield self.vendors[place], self.vendors[place].page(made[place])
            made[place] += 1

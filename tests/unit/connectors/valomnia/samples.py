"""Our own samples: invented values in the shapes of the vendor's payloads, and what they lose."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import cast

from orderdesk.connectors.json_text import as_object, parse
from orderdesk.connectors.valomnia.mapping import names_of, order_of
from orderdesk.connectors.valomnia.wire import (
    LinePayload,
    OperationPayload,
    Parts,
    read_line,
    read_operation,
    read_payment,
)
from orderdesk.domain.order import Order

SENT = datetime(2026, 3, 5, 12, tzinfo=UTC)
OWN = Path(__file__).parents[3] / "samples" / "valomnia"


def sample(name: str) -> Mapping[str, object]:
    return as_object(parse((OWN / f"{name}.json").read_text(encoding="utf-8")))


def raw_operation(**changes: object) -> dict[str, object]:
    """Return the one operation of the sample list, with members replaced."""
    [entry] = cast("list[object]", sample("operations_list")["data"])
    return {**as_object(entry), **changes}


def operation(**changes: object) -> OperationPayload:
    return read_operation(raw_operation(**changes))


def line(**changes: object) -> LinePayload:
    return read_line({**sample("order_detail"), **changes})


def listed(**changes: object) -> Order:
    return order_of(operation(**changes), connection="shop")


def parts() -> Parts:
    payment, prepayment = sample("order_payment"), sample("order_prepayment")
    return Parts(
        {"901": line(), "902": None},
        ((payment, read_payment(payment)),),
        ((prepayment, read_payment(prepayment)),),
    )


def whole(**changes: object) -> Order:
    return order_of(operation(**changes), connection="shop", parts=parts())


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for name, member in cast("dict[str, object]", value).items():
            if name != "href":  # links to what is kept by its id
                yield from _leaves(member, f"{path}.{name}")
    elif isinstance(value, (list, tuple)):
        for entry in cast("list[object]", value):
            yield from _leaves(entry, path)
    elif value is not None and value != "":
        yield path, value


def _form(value: object) -> str:
    text = str(value)
    try:
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return format(Decimal(text).normalize(), "f")
        return datetime.fromisoformat(text).astimezone(UTC).isoformat()
    except (ValueError, ArithmeticError):
        return text


def lost(raw: object, order: Order, payload: OperationPayload | None = None) -> list[str]:
    """Return the paths of values that stand nowhere in an order or in the names it brings."""
    names = [name.model_dump() for name in names_of(payload)] if payload is not None else []
    kept = {str(value) for _path, value in _leaves([order.model_dump(), names])}
    kept |= {part for text in kept for part in text.splitlines()}
    kept |= {_form(value) for _path, value in _leaves([order.model_dump(mode="python"), names])}
    # Parts that have no reference are listed by their number.
    kept |= {text.removeprefix("#") for text in kept}
    return sorted(
        path
        for path, value in _leaves(raw)
        if _form(value) not in kept and str(value) not in kept and not _is_part(path)
    )


def _is_part(path: str) -> bool:
    """Whether it is the number of a part, which the desk keeps with the part once it is read."""
    return path in {".orderLines.id", ".orderPayments.id", ".orderPrepayments.id"}

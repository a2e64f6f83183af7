"""From what a client sends to values: types, lengths, required fields and references."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.ordertime import moments, records
from orderdesk.sandbox.ordertime.fields import CUSTOM_SLOTS, LARGEST, Field, Kind
from orderdesk.sandbox.ordertime.ledger import Ledger, ref_id, whole
from orderdesk.sandbox.ordertime.refusals import Finding, Invalid, bad, shown_value

_LARGEST_INT = 2**31 - 1


@dataclass(slots=True)
class Form:
    """Reads the fields of one object; what fails its test is gathered."""

    ledger: Ledger
    slots: str = ""
    """Which custom fields the object may have."""
    customer: int = 0
    """Whose addresses a ship-to may be."""
    before: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    """What the object held: a status that has gone out of use may stay."""
    findings: list[Finding] = field(default_factory=list[Finding])

    def read(self, body: Document, fields: Iterable[Field], prefix: str = "") -> Document:
        """Return the sent fields that the object has, null for empty; names in any capitals.

        Raises:
            Refusal: 400 for a value of another type.
        """
        sent = {name.lower(): value for name, value in body.items()}
        values: Document = {}
        for one in fields:
            if one.sent and one.name.lower() in sent:
                values[one.name] = self._value(one, sent[one.name.lower()], prefix)
                if one.to == records.CUSTOMER:
                    self.customer = ref_id(values[one.name])
        return values

    def require(
        self, values: Mapping[str, JsonValue], fields: Iterable[Field], prefix: str
    ) -> None:
        """Note every required field that has no value."""
        for one in fields:
            name = prefix + one.name
            known = any(finding.name == name for finding in self.findings)
            if one.required and values.get(one.name) in (None, "") and not known:
                self.find(name, f"{one.name} is required.")

    def read_change(self, body: Document, fields: Sequence[Field], *, refuse: bool) -> Document:
        """Return what a PUT may change of what was sent.

        With `refuse` another value for a fixed field is noted, else it is as if it were not there.
        """
        given = self.read(body, fields if refuse else [one for one in fields if not one.fixed])
        for one in fields:
            if one.fixed and one.name in given:
                value = given.pop(one.name)
                if not same(value, self.before.get(one.name)):
                    self.find(one.name, f"{one.name} cannot be changed.", value)
        return given

    def find(self, name: str, message: str, value: JsonValue = None) -> None:
        self.findings.append(Finding(name, message, shown_value(value)))

    def check(self) -> None:
        """Raise `Invalid` (409) when anything failed its test."""
        if self.findings:
            raise Invalid(self.findings)

    def _value(self, one: Field, value: JsonValue, prefix: str) -> JsonValue:
        name = prefix + one.name
        if value is None:
            return None
        match one.kind:
            case Kind.TEXT:
                return self._text(one, value, name)
            case Kind.WHOLE | Kind.DECIMAL | Kind.FLAG:
                return _simple(one.kind, value, name)
            case Kind.DATE:
                return _date(value, name)
            case Kind.REF:
                return self._ref(one, value, name)
            case Kind.PARTS:
                return _parts(one, value, name)
            case Kind.CUSTOM:
                return self._custom(value, name)

    def _text(self, one: Field, value: JsonValue, name: str) -> JsonValue:
        if isinstance(value, dict | list):
            raise _wrong(name, value)
        text = shown_value(value) or ""
        if len(text) > one.length:
            self.find(name, f"Maximum length is {one.length}.", text)
        return text

    def _ref(self, one: Field, value: JsonValue, name: str) -> JsonValue:
        """Return the reference with both parts: Id wins, else Name (Basic Object Types page)."""
        if not isinstance(value, dict):
            raise _wrong(name, value)
        given = {key.lower(): part for key, part in value.items()}
        number, called = given.get("id"), given.get("name")
        if number in (None, 0, "") and called in (None, ""):
            return None
        if not isinstance(number, int | None) or not isinstance(called, str | None):
            raise _wrong(name, value)
        record = self._meant(one.to, number or 0, called or "")
        if record is None:
            self.find(name, f"{one.name.removesuffix('Ref')} was not found.", value)
            return {"Id": number, "Name": called}
        stays = ref_id(self.before.get(one.name)) == record["Id"]
        if record.get("IsActive") is False and one.to == records.DOC_STATUS and not stays:
            self.find(name, "Status is not active.", value)
        return {"Id": record["Id"], "Name": record["Name"]}

    def _meant(self, kind: int, number: int, name: str) -> Document | None:
        if kind == records.ADDRESS:
            return self._address(number, name)
        found = self.ledger.one(kind, number) if number else None
        if found is None and not number:
            found = self.ledger.named(kind, name)
        return found

    def _address(self, number: int, name: str) -> Document | None:
        """Return the customer's address; clients name the first one "1, Primary" for everybody."""
        own = self.ledger.addresses_of(self.customer)
        by_id = next((one for one in own if one["Id"] == number), None)
        by_name = (one for one in own if str(one["Name"]).casefold() == name.casefold())
        return by_id or next(by_name, None)

    def _custom(self, value: JsonValue, name: str) -> JsonValue:
        """Return the values by slot, without the empty ones."""
        if not isinstance(value, list):
            raise _wrong(name, value)
        stem, count = CUSTOM_SLOTS[self.slots]
        kept: Document = {}
        for entry in value:
            if not isinstance(entry, dict):
                raise _wrong(name, entry)
            slot, held = entry.get("Name"), entry.get("Value")
            number = str(slot).removeprefix(stem)
            if not (number.isascii() and number.isdigit() and 1 <= int(number) <= count):
                self.find(name, "There is no such custom field.", slot)
            elif isinstance(held, dict | list):
                raise _wrong(f"{name}.{slot}", held)
            elif held is not None:
                kept[str(slot)] = held
        return kept or None


def merged(
    before: Mapping[str, JsonValue], given: Document, fields: Iterable[Field], *, keep: bool
) -> Document:
    """Return the fields after a PUT: what was left out is cleared, or kept when `keep`.

    What no client may send stays, and so does what is beside the table.
    """
    names = {one.name: one for one in fields}
    values: Document = {}
    for name, value in before.items():
        known = names.get(name)
        if known is None or not known.sent or known.fixed or keep:
            values[name] = value
    for name, value in given.items():
        if not names[name].fixed or name not in before:
            values[name] = value
    return {name: value for name, value in values.items() if value is not None}


def same(one: JsonValue, two: JsonValue) -> bool:
    """Tell whether two values mean the same; of references the Ids count, nothing is empty."""
    if isinstance(one, dict) or isinstance(two, dict):
        return ref_id(one) == ref_id(two)
    return (one or None) == (two or None)


def _simple(kind: Kind, value: JsonValue, name: str) -> JsonValue:
    """Return a flag, a number of 32 bits or a decimal."""
    if isinstance(value, bool):
        fits = kind is Kind.FLAG
    elif isinstance(value, int):
        fits = kind is not Kind.FLAG and abs(value) <= (
            _LARGEST_INT if kind is Kind.WHOLE else LARGEST
        )
    else:
        fits = kind is Kind.DECIMAL and isinstance(value, Decimal) and abs(value) <= LARGEST
    if not fits:
        raise _wrong(name, value)
    return value


def _date(value: JsonValue, name: str) -> JsonValue:
    """Return the tenant's local time as text, to the second."""
    if not isinstance(value, str):
        raise _wrong(name, value)
    try:
        moment = moments.as_local(moments.from_text(value))
    except ValueError:
        raise _wrong(name, value) from None
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def _parts(one: Field, value: JsonValue, name: str) -> JsonValue:
    """Return the texts of an address or a person, without the empty ones."""
    if not isinstance(value, dict):
        raise _wrong(name, value)
    sent = {key.lower(): part for key, part in value.items()}
    kept: Document = {}
    for part in one.parts:
        held = sent.get(part.lower())
        if isinstance(held, dict | list):
            raise _wrong(f"{name}.{part}", held)
        if held is not None:
            kept[part] = shown_value(held)
    return kept


def _wrong(name: str, value: JsonValue) -> Exception:
    return bad(f"The request is invalid: '{name}' cannot be {str(shown_value(value))[:60]!r}.")


def line_id(line: Mapping[str, JsonValue]) -> int:
    """Return the Id that a sent line names, or 0 for a new one."""
    return whole(next((value for name, value in line.items() if name.lower() == "id"), None))

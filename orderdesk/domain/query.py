"""The query language: words, "quotes", field:value, minus and AND, to a tree and back."""

import re
from dataclasses import dataclass
from enum import StrEnum

from orderdesk.domain.errors import QueryError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message


class ValueType(StrEnum):
    """How a field's values are compared."""

    TEXT = "text"
    WORD = "word"
    NUMBER = "number"
    TIME = "time"
    FLAG = "flag"


class Operator(StrEnum):
    """How a clause compares."""

    IS = ":"
    GREATER = ">"
    AT_LEAST = ">="
    LESS = "<"
    AT_MOST = "<="


@dataclass(frozen=True, slots=True)
class QueryField:
    """A field the language knows; `values` where there is a fixed set, None being `none`."""

    key: str
    label: str
    type: ValueType
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition; all clauses of a query must hold.

    `field` is None for words that may stand anywhere. Several `values` are alternatives; a
    value is text as typed, `none` asking for what is not known.
    """

    field: str | None
    operator: Operator
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for; without clauses, every order."""

    clauses: tuple[Clause, ...] = ()

    def without(self, index: int) -> "Query":
        """Return the query with the clause at `index` left out."""
        return Query(self.clauses[:index] + self.clauses[index + 1 :])

    def with_clause(self, clause: Clause) -> "Query":
        """Return the query with `clause`, in place of one on the same field and operator."""
        if clause.field is None:
            return Query((*self.clauses, clause))
        same = (clause.field, clause.operator, clause.negated)
        kept = tuple(c for c in self.clauses if (c.field, c.operator, c.negated) != same)
        return Query((*kept, clause))


ANY_KIND = "any"
"""The type that finds every document; without a type only orders are found."""

_STATES = ("created", "pending", "on_hold", "processed", "completed", "cancelled", "open", "none")

FIELDS: dict[str, QueryField] = {
    field.key: field
    for field in (
        QueryField("state", QT_TRANSLATE_NOOP("messages", "State"), ValueType.WORD, _STATES),
        QueryField("vendor_state", QT_TRANSLATE_NOOP("messages", "Vendor's word"), ValueType.WORD),
        QueryField(
            "payment",
            QT_TRANSLATE_NOOP("messages", "Payment"),
            ValueType.WORD,
            ("unpaid", "part_paid", "paid", "refunded", "none"),
        ),
        QueryField(
            "fulfilment",
            QT_TRANSLATE_NOOP("messages", "Fulfilment"),
            ValueType.WORD,
            ("none", "assigned", "part", "fulfilled", "rejected"),
        ),
        QueryField("type", QT_TRANSLATE_NOOP("messages", "Type"), ValueType.WORD),
        QueryField("connection", QT_TRANSLATE_NOOP("messages", "Connection"), ValueType.TEXT),
        QueryField("vendor", QT_TRANSLATE_NOOP("messages", "Vendor"), ValueType.WORD),
        QueryField("id", QT_TRANSLATE_NOOP("messages", "Id"), ValueType.WORD),
        QueryField("number", QT_TRANSLATE_NOOP("messages", "Number"), ValueType.TEXT),
        QueryField("name", QT_TRANSLATE_NOOP("messages", "Name"), ValueType.TEXT),
        QueryField("customer", QT_TRANSLATE_NOOP("messages", "Customer"), ValueType.TEXT),
        QueryField("location", QT_TRANSLATE_NOOP("messages", "Location"), ValueType.TEXT),
        QueryField("employee", QT_TRANSLATE_NOOP("messages", "Employee"), ValueType.TEXT),
        QueryField("item", QT_TRANSLATE_NOOP("messages", "Item"), ValueType.TEXT),
        QueryField("placed", QT_TRANSLATE_NOOP("messages", "Placed"), ValueType.TIME),
        QueryField("expires", QT_TRANSLATE_NOOP("messages", "Expires"), ValueType.TIME),
        QueryField("items", QT_TRANSLATE_NOOP("messages", "Items"), ValueType.NUMBER),
        QueryField("total", QT_TRANSLATE_NOOP("messages", "Total"), ValueType.NUMBER),
        QueryField("discount", QT_TRANSLATE_NOOP("messages", "Discount"), ValueType.NUMBER),
        QueryField("currency", QT_TRANSLATE_NOOP("messages", "Currency"), ValueType.WORD),
        QueryField(
            "pending", QT_TRANSLATE_NOOP("messages", "Not settled"), ValueType.FLAG, ("yes", "no")
        ),
        QueryField(
            "staged", QT_TRANSLATE_NOOP("messages", "Staged"), ValueType.FLAG, ("yes", "no")
        ),
    )
}

UNKNOWN_FIELD = QT_TRANSLATE_NOOP(
    "messages", "There is no field “{field}” to search. Fields are: {known}."
)
UNCLOSED = QT_TRANSLATE_NOOP("messages", "A quote is opened and not closed.")
EMPTY_VALUE = QT_TRANSLATE_NOOP("messages", "“{field}:” has no value after it.")
BAD_VALUE = QT_TRANSLATE_NOOP("messages", "“{value}” is no value of {field}. {known}")
ONE_OF = QT_TRANSLATE_NOOP("messages", "Values are: {values}.")
NUMBER_HINT = QT_TRANSLATE_NOOP("messages", "Write a number, >100 or 10..50.")
TIME_HINT = QT_TRANSLATE_NOOP(
    "messages", "Write today, last-7d, next-24h, 2026-11-22 or 2026-11-01..2026-11-15."
)
NOT_COMPARABLE = QT_TRANSLATE_NOOP(
    "messages", "{field} cannot be more or less than something; write {key}:value."
)

_HEAD = re.compile(r"(?P<minus>-?)(?:(?P<field>[A-Za-z_]+)(?P<op>>=|<=|:|>|<|=))?")
_VALUE = re.compile(r'"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^\s",]+)')
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_TIME = re.compile(
    r"now|today|yesterday|tomorrow|this-week|this-month|(last|next)-\d{1,4}[mhdw]"
    r"|\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2})?)?)?)?"
)


class _Reader:
    """Walks over the text of a query, clause by clause."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def skip_space(self) -> bool:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at < len(self.text)

    def value(self) -> str | None:
        if self.text[self.at : self.at + 1] == '"':
            match = _VALUE.match(self.text, self.at)
            if match is None:
                raise QueryError(Message(UNCLOSED), position=self.at)
        else:
            match = _VALUE.match(self.text, self.at)
        if match is None:
            return None
        self.at = match.end()
        quoted = match["quoted"]
        return match["bare"] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)

    def clause(self) -> Clause | None:
        start = self.at
        head = _HEAD.match(self.text, self.at)
        if head is None:
            return None
        self.at = head.end()
        negated, field = bool(head["minus"]), head["field"]
        if field is None:
            return self.words(start, negated=negated)
        if field.casefold() not in FIELDS:
            known = ", ".join(FIELDS)
            message = Message(UNKNOWN_FIELD, {"field": field, "known": known})
            raise QueryError(message, position=start)
        return self.comparison(FIELDS[field.casefold()], head["op"], negated=negated)

    def words(self, start: int, *, negated: bool) -> Clause | None:
        value = self.value()
        if value is None:
            self.at = max(self.at, start + 1)
            return None
        if value == "AND" and self.text[start] != '"':
            return None
        return Clause(None, Operator.IS, (value,), negated)

    def comparison(self, field: QueryField, operator: str, *, negated: bool) -> Clause:
        start = self.at
        after = re.compile(r">=|<=|>|<").match(self.text, self.at) if operator == ":" else None
        if after is not None:
            operator, self.at = after[0], after.end()
        known = Operator.IS if operator == "=" else Operator(operator)
        if known is not Operator.IS and field.type not in {ValueType.NUMBER, ValueType.TIME}:
            facts = {"field": Message(field.label), "key": field.key}
            raise QueryError(Message(NOT_COMPARABLE, facts), position=start)
        values: list[str] = []
        while (value := self.value()) is not None:
            check_value(field, value, position=start)
            values.append(value)
            if self.text[self.at : self.at + 1] != ",":
                break
            self.at += 1
        if not values:
            raise QueryError(Message(EMPTY_VALUE, {"field": field.key}), position=start)
        return Clause(field.key, known, tuple(values), negated)


def check_value(field: QueryField, value: str, *, position: int = 0) -> None:
    """Refuse a value that the field cannot have.

    Raises:
        QueryError: naming what can be written instead.
    """
    parts = value.split("..", 1)
    hint: Message | None = None
    if value == "none":
        return
    if field.values and value.casefold() not in field.values:
        hint = Message(ONE_OF, {"values": ", ".join(field.values)})
    elif field.type is ValueType.NUMBER and not all(_NUMBER.fullmatch(p) for p in parts if p):
        hint = Message(NUMBER_HINT)
    elif field.type is ValueType.TIME and not all(_TIME.fullmatch(p) for p in parts if p):
        hint = Message(TIME_HINT)
    if hint is not None:
        facts = {"value": value[:60], "field": Message(field.label), "known": hint}
        raise QueryError(Message(BAD_VALUE, facts), position=position)


def parse_query(text: str) -> Query:
    """Read a query.

    Raises:
        QueryError: with the position of what cannot be read and what can be written.
    """
    reader = _Reader(text)
    clauses: list[Clause] = []
    while reader.skip_space():
        clause = reader.clause()
        if clause is not None:
            clauses.append(clause)
    return Query(tuple(clauses))


def _quoted(value: str, *, word: bool) -> str:
    plain = re.fullmatch(r"[^\s\",]+", value) is not None
    if plain and not word and value[0] in "<>":
        plain = False
    if plain and word:
        head = _HEAD.match(value)
        plain = value != "AND" and head is not None and not head["minus"] and not head["field"]
    if plain:
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def clause_text(clause: Clause) -> str:
    """Write one clause so that parse_query reads it back."""
    minus = "-" if clause.negated else ""
    if clause.field is None:
        return minus + _quoted(clause.values[0], word=True)
    values = ",".join(_quoted(value, word=False) for value in clause.values)
    return f"{minus}{clause.field}{clause.operator}{values}"


def query_text(query: Query) -> str:
    """Write a query so that parse_query reads the same tree back."""
    return " ".join(clause_text(clause) for clause in query.clauses)

"""The subset of OData v3 that `$filter` takes, read into a test that resources pass or fail."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from orderdesk.sandbox.iqmetrix import moments

Value: TypeAlias = "bool | int | Decimal | str | None"
Resource: TypeAlias = Callable[[str], Value]
"""Asks one resource for a property: a moment in ticks, a GUID in lower case."""
Test: TypeAlias = Callable[[Resource], bool]
Properties: TypeAlias = Mapping[str, str]
"""The properties of a resource and what they hold: text, number, moment, guid or bool."""


class WrongFilter(ValueError):
    """The expression cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


_TOKENS = re.compile(
    r"""\s*(?:
        (?P<typed>(?:datetime|guid)'(?:[^']|'')*')
      | (?P<text>'(?:[^']|'')*')
      | (?P<number>-?\d+(?:\.\d+)?[mMdDlLfF]?(?![\w-]))
      | (?P<name>[A-Za-z_]\w*)
      | (?P<mark>[(),])
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_COMPARISONS: Mapping[str, Callable[[int], bool]] = {
    "eq": lambda order: order == 0,
    "ne": lambda order: order != 0,
    "gt": lambda order: order > 0,
    "ge": lambda order: order >= 0,
    "lt": lambda order: order < 0,
    "le": lambda order: order <= 0,
}
_LONGEST = 4_000
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class _Term:
    """One side of a comparison: a literal, or a property with or without tolower."""

    read: Callable[[Resource], Value]
    kind: str
    literal: bool = False


def parse(expression: str, properties: Properties) -> Test:
    """Read a filter on resources with these properties.

    Taken are eq ne gt ge lt le, and or not, parentheses, tolower, substringof in both orders of
    its arguments, and 'text', numbers, true, false, null, datetime'...' and guid'...'. Source:
    the examples of the Orders page and of its sibling services.

    Raises:
        WrongFilter: for anything that is not in the subset.
    """
    if len(expression) > _LONGEST:
        raise WrongFilter("the expression is too long")
    reader = _Reader(_tokens(expression), properties)
    test = reader.either(0)
    reader.end()
    return test


def _tokens(expression: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    text = expression.rstrip()
    while at < len(text):
        match = _TOKENS.match(text, at)
        if match is None or match.lastgroup is None:
            raise WrongFilter(f"syntax error at position {at}")
        tokens.append(_Token(match.lastgroup, match[match.lastgroup], at))
        at = match.end()
    return tokens


class _Reader:
    """Recursive descent: or, and, not, comparison."""

    def __init__(self, tokens: list[_Token], properties: Properties) -> None:
        self._tokens = tokens
        self._properties = properties
        self._at = 0

    def either(self, depth: int) -> Test:
        left = self._both(depth)
        while self._word("or"):
            left = _or(left, self._both(depth))
        return left

    def end(self) -> None:
        if self._at < len(self._tokens):
            raise WrongFilter(f"syntax error at position {self._tokens[self._at].at}")

    def _both(self, depth: int) -> Test:
        left = self._negated(depth)
        while self._word("and"):
            left = _and(left, self._negated(depth))
        return left

    def _negated(self, depth: int) -> Test:
        if depth > _DEEPEST:
            raise WrongFilter("the expression is nested too deeply")
        if self._word("not"):
            return _not(self._negated(depth + 1))
        if self._mark("("):
            inner = self.either(depth + 1)
            self._expect(")")
            return inner
        return self._comparison()

    def _comparison(self) -> Test:
        if self._called("substringof"):
            test = self._substring()
            if self._word("eq"):
                wanted = self._term()
                return _wanted(test, wanted)
            return test
        left = self._term()
        operator = self._next("a comparison")
        verdict = _COMPARISONS.get(operator.text)
        if operator.kind != "name" or verdict is None:
            raise WrongFilter(f"'{operator.text}' is no comparison")
        return _compared(left, verdict, self._term(), operator.text)

    def _substring(self) -> Test:
        first = self._term()
        self._expect(",")
        second = self._term()
        self._expect(")")
        if first.literal == second.literal:
            raise WrongFilter("substringof needs one text and one property")
        part, whole = (first, second) if first.literal else (second, first)
        if part.kind != "text" or whole.kind != "text":
            raise WrongFilter("substringof needs a text in a text")

        def test(resource: Resource) -> bool:
            value = whole.read(resource)
            return isinstance(value, str) and str(part.read(resource)) in value

        return test

    def _term(self) -> _Term:
        if self._called("tolower"):
            inner = self._term()
            self._expect(")")
            return _Term(lambda resource: _lower(inner.read(resource)), inner.kind, inner.literal)
        token = self._next("a value")
        match token.kind:
            case "text":
                return _literal(_unquoted(token.text), "text")
            case "typed":
                return _typed(token.text)
            case "number":
                return _literal(Decimal(token.text.rstrip("mMdDlLfF")), "number")
            case "name":
                return self._named(token.text)
            case _:
                raise WrongFilter(f"syntax error at position {token.at}")

    def _named(self, name: str) -> _Term:
        match name:
            case "true" | "false":
                return _literal(name == "true", "bool")
            case "null":
                return _literal(None, "null")
            case _ if name in self._properties:
                return _Term(lambda resource: resource(name), self._properties[name])
            case _:
                raise WrongFilter(f"there is no property '{name}'")

    def _next(self, wanted: str) -> _Token:
        if self._at >= len(self._tokens):
            raise WrongFilter(f"the expression ends where {wanted} is expected")
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _is(self, kind: str, text: str, ahead: int = 0) -> bool:
        at = self._at + ahead
        return (
            at < len(self._tokens)
            and self._tokens[at].kind == kind
            and (self._tokens[at].text == text)
        )

    def _word(self, text: str) -> bool:
        found = self._is("name", text)
        self._at += found
        return found

    def _mark(self, text: str) -> bool:
        found = self._is("mark", text)
        self._at += found
        return found

    def _called(self, function: str) -> bool:
        found = self._is("name", function) and self._is("mark", "(", 1)
        self._at += 2 * found
        return found

    def _expect(self, mark: str) -> None:
        if not self._mark(mark):
            raise WrongFilter(f"'{mark}' is missing")


def _literal(value: Value, kind: str) -> _Term:
    return _Term(lambda _resource: value, literal=True, kind=kind)


def _typed(text: str) -> _Term:
    kind, _quote, _rest = text.partition("'")
    inside = _unquoted(text[len(kind) :])
    if kind.lower() == "guid":
        return _literal(inside.lower(), "guid")
    try:
        return _literal(moments.from_text(inside), "moment")
    except ValueError:
        raise WrongFilter(f"'{inside}' is no date and time") from None


def _unquoted(text: str) -> str:
    return text[1:-1].replace("''", "'")


def _lower(value: Value) -> Value:
    return value.lower() if isinstance(value, str) else value


def _and(left: Test, right: Test) -> Test:
    return lambda resource: left(resource) and right(resource)


def _or(left: Test, right: Test) -> Test:
    return lambda resource: left(resource) or right(resource)


def _not(inner: Test) -> Test:
    return lambda resource: not inner(resource)


def _wanted(test: Test, wanted: _Term) -> Test:
    if wanted.kind != "bool":
        raise WrongFilter("substringof is true or false")
    return lambda resource: test(resource) == wanted.read(resource)


def _compared(left: _Term, verdict: Callable[[int], bool], right: _Term, operator: str) -> Test:
    left, right = _fitted(left, right.kind), _fitted(right, left.kind)
    if left.kind != right.kind and "null" not in (left.kind, right.kind):
        raise WrongFilter(f"a {left.kind} and a {right.kind} cannot be compared")

    def test(resource: Resource) -> bool:
        one, other = left.read(resource), right.read(resource)
        if one is None or other is None:
            # OData: nothing is greater or less than null, and only null equals null.
            return operator == ("eq" if one is other else "ne")
        if isinstance(one, str) or isinstance(other, str):
            one, other = str(one), str(other)
            return verdict((one > other) - (one < other))
        return verdict((one > other) - (one < other))

    return test


def _fitted(term: _Term, kind: str) -> _Term:
    """Return a quoted literal beside a moment or a GUID is read as one."""
    if not (term.literal and term.kind == "text" and kind in ("moment", "guid")):
        return term
    text = str(term.read(lambda _name: None))
    return _typed(f"{'datetime' if kind == 'moment' else 'guid'}'{text}'")

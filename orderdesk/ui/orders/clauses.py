"""Query clauses as chips show them, and the values that filter menus offer."""

from PySide6.QtCore import QCoreApplication

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.query import FIELDS, Clause, Operator, Query
from orderdesk.domain.status import (
    FULFILMENT_LABELS,
    KIND_LABELS,
    NOT_KNOWN,
    PAYMENT_LABELS,
    STATUS_LABELS,
)
from orderdesk.ui.i18n import say_text

OPEN = QT_TRANSLATE_NOOP("messages", "Open")

PERIODS: dict[str, str] = {
    "today": QT_TRANSLATE_NOOP("messages", "today"),
    "yesterday": QT_TRANSLATE_NOOP("messages", "yesterday"),
    "tomorrow": QT_TRANSLATE_NOOP("messages", "tomorrow"),
    "this-week": QT_TRANSLATE_NOOP("messages", "this week"),
    "this-month": QT_TRANSLATE_NOOP("messages", "this month"),
    "last-7d": QT_TRANSLATE_NOOP("messages", "last 7 days"),
    "last-30d": QT_TRANSLATE_NOOP("messages", "last 30 days"),
    "next-24h": QT_TRANSLATE_NOOP("messages", "next 24 hours"),
    "next-7d": QT_TRANSLATE_NOOP("messages", "next 7 days"),
    "..now": QT_TRANSLATE_NOOP("messages", "over"),
}
"""Periods that have a name."""

NONE_OR_UNKNOWN = QT_TRANSLATE_NOOP("messages", "None, or not known")

YES_OR_NO = {
    "yes": QT_TRANSLATE_NOOP("messages", "Yes"),
    "no": QT_TRANSLATE_NOOP("messages", "No"),
}

_LABELS: dict[str, dict[str, str]] = {
    "state": {**STATUS_LABELS, "open": OPEN},
    "payment": dict(PAYMENT_LABELS),
    # The language has one word, none, for nothing sent and for what is not known.
    "fulfilment": {**FULFILMENT_LABELS, "none": NONE_OR_UNKNOWN},
    "type": dict(KIND_LABELS),
    "pending": YES_OR_NO,
    "staged": YES_OR_NO,
    "placed": PERIODS,
    "expires": PERIODS,
}


def value_label(field: str, value: str) -> str:
    """Return a field's value in the user's words."""
    unknown = NOT_KNOWN if value == "none" else None
    label = _LABELS.get(field, {}).get(value, unknown)
    return say_text(label) if label else value


def clause_label(clause: Clause) -> str:
    """Return a clause as its chip shows it: "State: open", "Total > 100", "not Acme"."""
    not_word = QCoreApplication.translate("clauses", "not {clause}")
    if clause.field is None:
        text = f"“{clause.values[0]}”"
    else:
        title = say_text(FIELDS[clause.field].label)
        values = [value_label(clause.field, value) for value in clause.values]
        joined = QCoreApplication.translate("clauses", " or ").join(values)
        is_equal = clause.operator is Operator.IS
        text = f"{title}: {joined}" if is_equal else f"{title} {clause.operator} {joined}"
    return not_word.format(clause=text) if clause.negated else text


def is_chip(clause: Clause) -> bool:
    """Whether a clause is shown as a chip; words stay words."""
    return clause.field is not None


def parted(query: Query) -> tuple[Query, Query]:
    """Part a query into what is shown as chips and what stays text."""
    chips = tuple(clause for clause in query.clauses if is_chip(clause))
    words = tuple(clause for clause in query.clauses if not is_chip(clause))
    return Query(chips), Query(words)


def chosen(query: Query, field: str) -> tuple[str, ...]:
    """Return the values of `field` the query asks for by ":"."""
    for clause in query.clauses:
        if (clause.field, clause.operator, clause.negated) == (field, Operator.IS, False):
            return clause.values
    return ()


def toggled(query: Query, field: str, value: str) -> Query:
    """Return the query with one more alternative of `field`, or one less."""
    values = chosen(query, field)
    if value not in values:
        return query.with_clause(Clause(field, Operator.IS, (*values, value)))
    left = tuple(one for one in values if one != value)
    if left:
        return query.with_clause(Clause(field, Operator.IS, left))
    kept = tuple(
        clause
        for clause in query.clauses
        if (clause.field, clause.operator, clause.negated) != (field, Operator.IS, False)
    )
    return Query(kept)

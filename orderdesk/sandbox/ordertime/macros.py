"""The days that a date macro means, seen from today."""

from datetime import date, timedelta

from orderdesk.sandbox.json_text import JsonValue
from orderdesk.sandbox.ordertime.refusals import bad

# The numbers are those of a working client's table; weeks begin on Sunday [inferred].
_PERIODS = {
    2: ("week", 0),
    4: ("month", 0),
    6: ("quarter", 0),
    8: ("year", 0),
    11: ("week", -1),
    13: ("month", -1),
    15: ("quarter", -1),
    17: ("year", -1),
    19: ("week", 1),
    21: ("month", 1),
    22: ("quarter", 1),
    23: ("year", 1),
}
_TO_DATE = {
    3: ("week", 0),
    5: ("month", 0),
    7: ("quarter", 0),
    9: ("year", 0),
    12: ("week", -1),
    14: ("month", -1),
    16: ("quarter", -1),
    18: ("year", -1),
}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def days(macro: JsonValue, today: date) -> tuple[date | None, date | None]:
    """Return the first day and the day after the last; None where there is no end.

    Raises:
        Refusal: 400 for a number that is no macro.
    """
    tomorrow = today + timedelta(days=1)
    if not isinstance(macro, int) or not 0 <= macro <= 24:
        raise bad(f"DateMacro {macro!r} is not valid.")
    if macro in _PERIODS:
        return _period(*_PERIODS[macro], today)
    if macro in _TO_DATE:
        return _to_date(*_TO_DATE[macro], today)
    match macro:
        case 0:
            return None, None
        case 1:
            return today, tomorrow
        case 10:
            return today - timedelta(days=1), today
        case 20:
            return tomorrow, tomorrow + timedelta(days=28)
        case _:  # 24, the trailing twelve months
            return _months_on(today, -12), tomorrow


def _period(unit: str, away: int, today: date) -> tuple[date, date]:
    if unit == "week":
        sunday = today - timedelta(days=(today.weekday() + 1) % 7) + timedelta(weeks=away)
        return sunday, sunday + timedelta(weeks=1)
    length = _MONTHS[unit]
    first = date(today.year, (today.month - 1) // length * length + 1, 1)
    first = _months_on(first, away * length)
    return first, _months_on(first, length)


def _to_date(unit: str, away: int, today: date) -> tuple[date, date]:
    """Return the period up to the day that corresponds to today."""
    first, end = _period(unit, away, today)
    gone = today - _period(unit, 0, today)[0]
    return first, min(end, first + gone + timedelta(days=1))


def _months_on(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))

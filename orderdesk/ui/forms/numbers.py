"""Numbers as people type them: read where there is one reading, refused where there are two."""

import re
from decimal import Decimal

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.ui.i18n import format_number

AMBIGUOUS = QT_TRANSLATE_NOOP(
    "messages",
    "“{value}” can be read as {whole} or as {fraction}. Write {whole}, or {fraction}0 for the "
    "other.",
)

# Blanks and apostrophes only ever group thousands: plain, narrow and no-break space, ' and ’.
_BLANKS = re.compile("(?<=\\d)[ \u00a0\u2009\u202f'’](?=\\d{3}(?!\\d))")
_GROUPED = re.compile(r"[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*")
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})


class TwoReadings(ValueError):
    """A text that is one number here and another number there; `message` says which."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.render())
        self.message = message


def read_number(text: str) -> str:
    """Return a typed number with a point and without grouping.

    What is no number at all comes back as it is, for the field's own check to refuse.

    Raises:
        TwoReadings: for a text like 1,234, which is a different number in other countries.
    """
    plain = _BLANKS.sub("", text.strip().translate(_MINUS))
    sign, digits = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    marks = [mark for mark in digits if mark in ".,"]
    if not marks:
        return plain
    last = marks[-1]
    if len(set(marks)) == 2:
        whole, _, fraction = digits.rpartition(last)
        if last in whole or not _GROUPED.fullmatch(whole):
            return text
        return f"{sign}{re.sub('[.,]', '', whole)}.{fraction}"
    if len(marks) > 1:
        return sign + digits.replace(last, "") if _GROUPED.fullmatch(digits) else text
    if _GROUPED.fullmatch(digits):
        facts = {
            "value": text.strip(),
            "whole": sign + digits.replace(last, ""),
            "fraction": sign + digits.replace(last, "."),
        }
        raise TwoReadings(Message(AMBIGUOUS, facts))
    return sign + digits.replace(last, ".")


def show_number(text: str) -> str:
    """Write a plain decimal for editing: the country's decimal sign, no grouping."""
    sign = format_number(Decimal("0.5"))[1]
    return text.replace(".", sign) if sign in {",", "."} else text

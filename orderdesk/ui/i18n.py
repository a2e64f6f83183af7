"""Words, numbers and times as the user's language and country write them."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from orderdesk.domain.messages import Message

if TYPE_CHECKING:
    from babel import Locale

# Babel is slow to load and to write with. It is loaded by the first text that was not written
# before, and what it wrote is kept, from one run to the next for the rows seen first.
_MOST_TEXTS = 4_096
# Where the system names no country: English words, and day before month as most of the world.
_FALLBACK = "en_GB"
_UTC = {"UTC", "UCT", "Universal", "Zulu", "GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich"}


_written: "OrderedDict[str, str]" = OrderedDict()


def recall_texts(texts: Mapping[str, str]) -> None:
    """Take over what `latest_texts` returned in a run before, in the same language."""
    _written.update(texts)


def latest_texts(number: int) -> dict[str, str]:
    """Return the last texts of numbers and dates asked for, by what they say."""
    return dict(list(_written.items())[-number:])


def _known(key: str) -> str | None:
    text = _written.get(key)
    if text is not None:
        _written.move_to_end(key)
    return text


def _keep(key: str, text: str) -> str:
    _written[key] = text
    if len(_written) > _MOST_TEXTS:
        _written.popitem(last=False)
    return text


@cache
def locale() -> "Locale":
    """Return the system's locale for numbers and dates."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(QLocale.system().name())
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_FALLBACK)


def install_translators(app: QApplication, folder: Path) -> list[QTranslator]:
    """Load our texts and Qt's own in the system's language, where there are any."""
    loaded: list[QTranslator] = []
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for prefix, where in (("qtbase", qt_folder), ("orderdesk", str(folder))):
        translator = QTranslator(app)
        if translator.load(QLocale.system(), prefix, "_", where):
            app.installTranslator(translator)
            loaded.append(translator)
    return loaded


def say_text(text: str) -> str:
    """Return one of the program's source texts in the user's language."""
    return QCoreApplication.translate("messages", text)


def say(message: Message) -> str:
    """Return a message as a sentence in the user's language."""
    return message.render(say_text)


def plural(text: str, number: int) -> str:
    """Settle an English "(s)", which stands in source texts that no translation has replaced."""
    return text.replace("(s)", "" if number == 1 else "s")


def format_number(number: Decimal | int) -> str:
    """Write a number with the country's grouping and every digit it has."""
    key = f"number {number}"
    return _known(key) or _keep(key, _decimal(number))


def _decimal(number: Decimal | int, pattern: str | None = None) -> str:
    from babel.numbers import format_decimal

    return format_decimal(number, pattern, locale=locale(), decimal_quantization=False)


def format_money(amount: Decimal | None, currency: str | None) -> str:
    """Write an amount exactly; without a sign where no currency is known, "" for None."""
    if amount is None:
        return ""
    sign, digits, exponent = amount.as_tuple()
    if not isinstance(exponent, int) or exponent > 0:
        return _money(amount, currency)
    digits = (0,) * (1 - exponent - len(digits)) + digits
    zeros = 0
    while zeros < -exponent and not digits[-1 - zeros]:
        zeros += 1
    shown = digits[: len(digits) - zeros]
    key = f"mould {currency or ''} {sign} {len(shown)} {zeros} {exponent}"
    mould = _known(key)
    if mould is None:
        mould = _keep(key, _mould(sign, len(shown), zeros, exponent=exponent, currency=currency))
    return mould % shown if mould else _money(amount, currency)


def _mould(sign: int, digits: int, zeros: int, *, exponent: int, currency: str | None) -> str:
    """Return how amounts of one form are written, "%s" for each digit; "" where that is not sure.

    A table shows very many amounts of few forms. Zeros at the end are of the form, since they
    may be left out.
    """
    ones = Decimal((sign, (1,) * digits + (0,) * zeros, exponent))
    text = _money(ones, currency)
    # A currency is a vendor's text, and may hold figures.
    return text.replace("%", "%%").replace("1", "%s") if text.count("1") == digits else ""


def _money(amount: Decimal, currency: str | None) -> str:
    if not currency:
        return _decimal(amount, "#,##0.00")
    from babel.numbers import format_currency

    return format_currency(amount, currency, locale=locale(), decimal_quantization=False)


def money_digits(currency: str | None) -> int:
    """Return how many decimals a currency has; two where none is known."""
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency) if currency else 2


def _day(local: datetime, *, with_year: bool) -> str:
    skeleton = "yMMMd" if with_year else "MMMd"
    key = f"{skeleton} {local.year}-{local.month:02}-{local.day:02}"
    text = _known(key)
    if text is None:
        from babel.dates import format_skeleton

        midnight = datetime(local.year, local.month, local.day, tzinfo=UTC)
        text = _keep(key, format_skeleton(skeleton, midnight, locale=str(locale())))
    return text


def format_time(moment: datetime | None, zone: ZoneInfo, *, now: datetime | None = None) -> str:
    """Write a moment as day and time in `zone`, with the year where it is another; "" for None."""
    if moment is None:
        return ""
    local = moment.astimezone(zone)
    this_year = (now or datetime.now(UTC)).astimezone(zone).year
    return _time(local, with_year=local.year != this_year)


def _time(local: datetime, *, with_year: bool) -> str:
    return f"{_day(local, with_year=with_year)} {local.hour:02}:{local.minute:02}"


def format_day(moment: datetime | None, zone: ZoneInfo, *, now: datetime | None = None) -> str:
    """Write the day of a moment in `zone`, with the year where it is another; "" for None."""
    if moment is None:
        return ""
    local = moment.astimezone(zone)
    this_year = (now or datetime.now(UTC)).astimezone(zone).year
    return _day(local, with_year=local.year != this_year)


def format_moment(moment: datetime | None, zone: ZoneInfo, *, now: datetime) -> str:
    """Write a moment in little room: day and time, or the day alone where it is another year's."""
    if moment is None:
        return ""
    local = moment.astimezone(zone)
    same_year = local.year == now.astimezone(zone).year
    return _time(local, with_year=False) if same_year else _day(local, with_year=True)


def format_clock(moment: datetime, zone: ZoneInfo, *, now: datetime | None = None) -> str:
    """Write the time alone where the moment is today in `zone`, else day and time."""
    here = (now or datetime.now(UTC)).astimezone(zone)
    local = moment.astimezone(zone)
    if local.date() == here.date():
        return f"{local:%H:%M}"
    return format_time(moment, zone, now=now)


def format_second(moment: datetime, zone: ZoneInfo, *, now: datetime | None = None) -> str:
    """Write the time to the second where the moment is today in `zone`, else day and time."""
    here = (now or datetime.now(UTC)).astimezone(zone)
    local = moment.astimezone(zone)
    if local.date() == here.date():
        return f"{local:%H:%M:%S}"
    return format_time(moment, zone, now=now)


def zone_name(zone: ZoneInfo) -> str:
    """Return what a person calls a zone: its key, and UTC under whichever key it goes."""
    return "UTC" if zone.key.removeprefix("Etc/") in _UTC else zone.key


def format_span(span: timedelta) -> str:
    """Write a length of time in its largest unit, rounded down: 3 d, 19 h, 12 min."""
    minutes = int(abs(span).total_seconds() // 60)
    tr = QCoreApplication.translate
    if minutes >= 2 * 24 * 60:
        return tr("i18n", "%n d", "days", minutes // (24 * 60))
    if minutes >= 60:
        return tr("i18n", "%n h", "hours", minutes // 60)
    return tr("i18n", "%n min", "minutes", max(minutes, 1))


def countdown(moment: datetime | None, now: datetime) -> str:
    """Write how long it is until `moment`: "in 3 h", "Expired"; "" for None."""
    if moment is None:
        return ""
    if moment <= now:
        return QCoreApplication.translate("i18n", "Expired")
    return QCoreApplication.translate("i18n", "in {span}").format(span=format_span(moment - now))

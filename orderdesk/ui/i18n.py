"""Words, numbers and times as the user's language and country write them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton
from babel.numbers import format_currency, format_decimal, get_currency_precision
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from orderdesk.domain.messages import Message

# Where the system names no country: English words, and day before month as most of the world.
_FALLBACK = "en_GB"
_UTC = {"UTC", "UCT", "Universal", "Zulu", "GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich"}


@cache
def locale() -> Locale:
    """Return the system's locale for numbers and dates."""
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
    return format_decimal(number, locale=locale(), decimal_quantization=False)


def format_money(amount: Decimal | None, currency: str | None) -> str:
    """Write an amount exactly; without a sign where no currency is known, "" for None."""
    if amount is None:
        return ""
    if currency:
        return format_currency(amount, currency, locale=locale(), decimal_quantization=False)
    return format_decimal(amount, "#,##0.00", locale=locale(), decimal_quantization=False)


def money_digits(currency: str | None) -> int:
    """Return how many decimals a currency has; two where none is known."""
    return get_currency_precision(currency) if currency else 2


@lru_cache(maxsize=4096)
def _day(day: datetime, with_year: bool, tag: str) -> str:
    return format_skeleton("yMMMd" if with_year else "MMMd", day, locale=tag)


def format_time(moment: datetime | None, zone: ZoneInfo, *, now: datetime | None = None) -> str:
    """Write a moment as day and time in `zone`, with the year where it is another; "" for None."""
    if moment is None:
        return ""
    local = moment.astimezone(zone)
    return f"{format_day(moment, zone, now=now)} {local:%H:%M}"


def format_day(moment: datetime | None, zone: ZoneInfo, *, now: datetime | None = None) -> str:
    """Write the day of a moment in `zone`, with the year where it is another; "" for None."""
    if moment is None:
        return ""
    local = moment.astimezone(zone)
    this_year = (now or datetime.now(UTC)).astimezone(zone).year
    midnight = datetime(local.year, local.month, local.day, tzinfo=UTC)
    return _day(midnight, local.year != this_year, str(locale()))


def format_moment(moment: datetime | None, zone: ZoneInfo, *, now: datetime) -> str:
    """Write a moment in little room: day and time, or the day alone where it is another year's."""
    if moment is None:
        return ""
    same_year = moment.astimezone(zone).year == now.astimezone(zone).year
    return (format_time if same_year else format_day)(moment, zone, now=now)


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

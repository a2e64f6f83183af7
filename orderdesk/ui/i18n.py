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
    key = f"money {amount} {currency or ''}"
    return _known(key) or _keep(key, _money(amount, currency))


def _money(amount: Decimal, currency: str | None) -> str:
    if not currency:
        return _decimal(amount, "#,##0.00")
    from babel.numbers import format_currency

    return format_currency(amount, currency, locale=locale(), decimal_quantization=False)


def money_digits(currency: str | None) -> int:
    """Return how many decimals a currency has; two where none is known."""
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency) if currency else 2


def _day(day: datetime, skeleton: str) -> str:
    key = f"{skeleton} {day:%Y-%m-%d}"
    text = _known(key)
    if text is None:
        from babel.dates import format_skeleton

        text = _keep(key, format_skeleton(skeleton, day, locale=str(locale())))
    return text


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
    return _day(midnight, "MMMd" if local.year == this_year else "yMMMd")


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

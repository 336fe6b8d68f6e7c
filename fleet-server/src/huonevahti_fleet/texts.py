"""The words people read, in Finnish, Swedish and English, with dates, numbers and durations as written there.

The catalogues are `locale/<language>/<domain>.po`, with keys for msgids; all domains present share one space of keys.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path

from babel.core import negotiate_locale
from babel.dates import format_date, format_datetime
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

LANGUAGES: Mapping[str, str] = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
"""The languages, each named in itself; the first one is spoken when nothing is known of the reader."""
LOCALE = Path(__file__).parent / "locale"
Text = str | tuple[str, ...]
_MOMENT = {"fi": "d.M.yyyy 'klo' HH.mm", "sv": "d.M.yyyy 'kl.' HH.mm", "en": "d MMM yyyy, HH:mm"}
_DAY_AND_CLOCK = {"fi": "ccc d.M. 'klo' HH.mm", "sv": "ccc d.M 'kl.' HH.mm", "en": "ccc d MMM, HH:mm"}
_DAY = {"fi": "ccc d.M.", "sv": "ccc d.M", "en": "ccc d MMM"}
_NORDIC = str.maketrans({",": "\N{NO-BREAK SPACE}", ".": ",", "-": "\N{MINUS SIGN}"})
"""From English figures to Finnish and Swedish ones; held equal to Babel's by a test; those take 20 times as long."""
_log = logging.getLogger(__name__)
_strict: list[bool] = [False]


class UnknownText(LookupError):
    """A key stands in no catalogue of the language."""


def be_strict(strict: bool = True) -> None:
    """From now on a key without a text raises `UnknownText`; else it is logged and the key itself is shown."""
    _strict[0] = strict


def messages(path: Path) -> Iterator[Message]:
    """Yield each message of one catalogue file, its header left out."""
    with path.open("rb") as file:
        yield from (message for message in read_po(file, locale=path.parent.name) if message.id)


def key_of(message: Message) -> str:
    """Return a message's key; that of a message with plural forms is its first msgid."""
    return str(message.id if isinstance(message.id, str) else message.id[0])


@cache
def catalogue(language: str) -> Mapping[str, Text]:
    """Return all texts of a language by key; a tuple (one, many) where the number `n` decides."""
    texts: dict[str, Text] = {}
    for path in sorted((LOCALE / language).glob("*.po")):
        for message in messages(path):
            text = message.string
            texts[key_of(message)] = text if isinstance(text, str) else tuple(text or ())
    return texts


def knows(language: str, key: str) -> bool:
    """Return whether a key has a text in the language."""
    return bool(catalogue(language).get(key))


def name(language: str, names: Mapping[str, str], slug: str) -> str:
    """Return a name in the language, else in Finnish, else any, else the slug."""
    return names.get(language) or names.get("fi") or next(iter(names.values()), slug)


def coded(language: str, value: object) -> object:
    """Return the word for a value that is a code, else the value itself."""
    key = f"value.{value}"
    return say(language, key) if isinstance(value, str) and knows(language, key) else value


def say(language: str, key: str, /, **values: object) -> str:
    """Return the text of a key with its placeholders filled; `n` chooses between one and many."""
    text = catalogue(language).get(key)
    if isinstance(text, tuple):
        text = text[0] if values.get("n") == 1 else text[-1]
    if not text:
        return _unknown(language, key)
    if not values and "%" not in text:
        return text
    try:
        return text % {name: written(language, value) for name, value in values.items()}
    except KeyError as error:
        return _unknown(language, f"{key}: no value for {error}")


def _unknown(language: str, key: str) -> str:
    if _strict[0]:
        raise UnknownText(f"{key}: expected in {LOCALE / language}")
    _log.error("no text: language=%s key=%s", language, key)
    return key


def written(language: str, value: object) -> object:
    """Return a value as it is written in the language: moments and numbers in its manner, text as it stands."""
    if isinstance(value, datetime):
        return moment(language, value)
    if isinstance(value, bool):
        return say(language, f"word.{str(value).lower()}")
    if isinstance(value, float | int):
        return number(language, value)
    return value


def number(language: str, value: float, decimals: int | None = None) -> str:
    """Return a number with the language's comma; as many decimals as its size makes sensible, unless told."""
    if decimals is None:
        decimals = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
    told = f"{round(value, decimals) + 0:,.{decimals}f}"  # + 0: there is no minus nought
    return told.replace("-", "\N{MINUS SIGN}") if language == "en" else told.translate(_NORDIC)


def moment(language: str, at: datetime) -> str:
    """Return a day with its year and the clock time, in the zone that `at` bears."""
    return format_datetime(at, _MOMENT[language], tzinfo=at.tzinfo, locale=language)


def clock(language: str, at: datetime) -> str:
    """Return the clock time alone, in the zone that `at` bears."""
    return f"{at.hour:02}{':' if language == 'en' else '.'}{at.minute:02}"


def day(language: str, at: datetime) -> str:
    """Return the weekday and the date without a year."""
    return _day(language, at.date())


@lru_cache(maxsize=2000)
def _day(language: str, on: date) -> str:
    return format_date(on, _DAY[language], locale=language)


def weekday(language: str, day: date) -> str:
    """Return the weekday alone, as short as it is written."""
    return format_date(day, "ccc", locale=language).rstrip(".")


def month(language: str, day: date) -> str:
    """Return a month with its year: 11/2026, Nov 2026."""
    return format_date(day, "MMM yyyy" if language == "en" else "M/yyyy", locale=language)


def when(language: str, at: datetime, now: datetime) -> str:
    """Return the clock time if `at` is of today, with its weekday and date within 300 days, else the full moment."""
    if at.date() == now.date():
        return clock(language, at)
    if abs(now - at) > timedelta(days=300):
        return moment(language, at)
    return format_datetime(at, _DAY_AND_CLOCK[language], tzinfo=at.tzinfo, locale=language)


def duration(language: str, seconds: float) -> str:
    """Return a length of time in words, of one unit or two: 8 seconds, 51 minutes, 2 h, 2 h 5 min, 3 days."""
    whole = max(0, int(seconds))
    if whole < 60:
        return say(language, "duration.seconds", n=whole)
    if whole < 7200:
        return say(language, "duration.minutes", n=whole // 60)
    if whole < 86_400 and whole % 3600 < 60:
        return say(language, "duration.hours", n=whole // 3600)
    if whole < 86_400:
        return say(language, "duration.hours_minutes", hours=whole // 3600, minutes=whole % 3600 // 60)
    if whole < 172_800:
        return say(language, "duration.day_hours", hours=whole % 86_400 // 3600)
    return say(language, "duration.days", n=whole // 86_400)


def count(language: str, value: int) -> str:
    """Return a small number (1 to 10) as a word, a greater one in digits."""
    return say(language, f"count.{value}") if 1 <= value <= 10 else number(language, value)


def capital(text: str) -> str:
    """Return the text with its first letter raised."""
    return text[:1].upper() + text[1:]


def negotiate(asked: str | None, remembered: str | None, accept_language: str | None) -> str:
    """Return the language to speak: the one asked for, else the one remembered, else the browser's, else Finnish."""
    for wish in (asked, remembered):
        if wish is not None and wish in LANGUAGES:
            return wish
    wishes = sorted((_wish(part) for part in (accept_language or "").split(",")), key=lambda pair: -pair[1])
    wanted = [tag for tag, weight in wishes if tag and weight > 0]
    found = negotiate_locale(wanted, list(LANGUAGES), sep="-")
    return str(found) if found else next(iter(LANGUAGES))


def _wish(part: str) -> tuple[str, float]:
    tag, _, weight = part.strip().partition(";q=")
    try:
        return tag.strip(), float(weight or 1)
    except ValueError:
        return tag.strip(), 0.0

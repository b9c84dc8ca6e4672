"""Birth dates as people type them, and as people say them.

A date is read as a whole or not at all: nothing that is missing is ever filled in.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date

from clinicdesk.domain.patient import age_on

OLDEST = 120
"""Nobody older than this many years can be registered; a typing slip is far likelier."""

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_ALLOWED = re.compile(r"[\w\s.,/\\'\u2019-]+")
_SEPARATED = re.compile(r"\d+[./-]\d+[./-]\d+")
_EAST_ASIAN = str.maketrans(dict.fromkeys("年月日년월일", " "))
_FILLERS = frozenset({"of", "the", "st", "nd", "rd", "th", "born"})
_LONGEST = 60
_EARLIEST = 1900
_SHORTEST_NAME = 3
_FEBRUARY = 2
_PARTS = 3
_SHORT_YEAR, _LONG_YEAR = 2, 4
_SHORT_BLOCK, _LONG_BLOCK = 6, 8


def parse_birth_date(text: str, today: date, *, day_first: bool) -> date:
    """Read a whole birth date typed in any usual way.

    Understood are figures with any separator (3.4.80, 3/4/1980, 1980-04-03), figures without
    one (030480, 03041980, 19800403) and month names (3 Apr 1980, April 3rd, 1980). A year of
    two figures is the latest one that is not in the future.

    Args:
        text: what was typed.
        today: the day of typing.
        day_first: whether 3/4 is the third of April; where only one order makes a date, that one is taken.

    Raises:
        ValueError: with a sentence saying what is wrong and an example.
    """
    try:
        found = _read(text, today, day_first=day_first)
    except ValueError as fault:
        example = "3/4/1980" if day_first else "4/3/1980"
        raise ValueError(f"{fault} Type it like {example} or 3 Apr 1980.") from None
    if found > today:
        raise ValueError(f"{_spoken(found)} is in the future. Check the year.")
    if age_on(found, today) > OLDEST:
        raise ValueError(f"{_spoken(found)} is {age_on(found, today)} years ago. Check the year.")
    return found


def written_date(text: str, today: date | None, *, day_first: bool) -> tuple[str, date | None]:
    """Look for a date in what was typed to find a person.

    Args:
        text: what was typed.
        today: without it, only years of four figures are understood.
        day_first: whether 3/4 is the third of April.

    Returns:
        The text with dates that cannot be anything else written ``YYYY-MM-DD``, and the date
        that the whole text may mean where it may also be a phone or patient number.
    """
    whole = _date_or_none(text, today, day_first=day_first)
    if re.fullmatch(r"[\d\s]+", text):
        return text, whole
    if whole is not None:
        return whole.isoformat(), None
    chunks = [(chunk, _date_or_none(chunk, today, day_first=day_first)) for chunk in text.split()]
    dated = [(chunk, found) if _SEPARATED.fullmatch(chunk) else (chunk, None) for chunk, found in chunks]
    return " ".join(found.isoformat() if found else chunk for chunk, found in dated), None


def birth_date_in_words(birth_date: date, today: date) -> str:
    """The date said in full with the age, to be read back: ``Thursday 3 April 1980, 46 years``."""
    weekday = _WEEKDAYS[birth_date.weekday()].title()
    return f"{weekday} {_spoken(birth_date)}, {age_in_words(birth_date, today)}"


def age_in_words(birth_date: date, today: date) -> str:
    """Whole years; months of a child below two, days of one below a month."""
    years = age_on(birth_date, today)
    months = (today.year - birth_date.year) * 12 + today.month - birth_date.month - (today.day < birth_date.day)
    if years > 1:
        return f"{years} years"
    count, unit = (months, "month") if months else ((today - birth_date).days, "day")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def birth_date_typed(birth_date: date) -> str:
    """The date as a form shows it: the same in every country, and read back unchanged."""
    return f"{birth_date.day} {_MONTHS[birth_date.month - 1][:_SHORTEST_NAME].title()} {birth_date.year:04}"


def _date_or_none(text: str, today: date | None, *, day_first: bool) -> date | None:
    if today is None and not re.search(r"\d{4}", text):
        return None
    try:
        found = _read(text, today or date.max, day_first=day_first)
    except ValueError:
        return None
    return found if found.year >= _EARLIEST else None


def _read(text: str, today: date, *, day_first: bool) -> date:
    plain = unicodedata.normalize("NFKC", text).translate(_EAST_ASIAN).strip().lower()
    plain = re.sub(r"\d", lambda digit: str(int(digit[0])), plain)
    tokens = [token for token in _TOKEN.findall(plain) if not _is_filler(token)]
    if not tokens or len(text) > _LONGEST or not _ALLOWED.fullmatch(plain):
        raise ValueError("This is not a date.")
    words = [token for token in tokens if not token.isdecimal()]
    figures = [token for token in tokens if token.isdecimal()]
    if words:
        month = _named_month(words)
        day, year = _beside_month(figures)
    else:
        day, month, year = _in_order(_split(figures), day_first=day_first)
    return _existing(day, month, _whole_year(year, (month, day), today))


def _is_filler(token: str) -> bool:
    return token in _FILLERS or (len(token) >= _SHORTEST_NAME and any(day.startswith(token) for day in _WEEKDAYS))


def _named_month(words: list[str]) -> int:
    word = " ".join(words)
    named = [at for at, name in enumerate(_MONTHS, 1) if name.startswith("sep" if word == "sept" else word)]
    if len(named) != 1 or len(word) < _SHORTEST_NAME:
        raise ValueError(f"“{word}” is not the name of a month.")
    return named[0]


def _beside_month(figures: list[str]) -> tuple[int, str]:
    """The day and the year of the figures typed beside a month's name."""
    if not figures:
        raise ValueError("The day and the year are missing.")
    if len(figures) == 1:
        raise ValueError(f"The {'day' if len(figures[0]) == _LONG_YEAR else 'year'} is missing.")
    if len(figures) > _PARTS - 1:
        raise ValueError("There are more figures here than one date has.")
    first, second = figures
    year_first = len(first) > _SHORT_YEAR or not _may_be_day(first)
    return (int(second), first) if year_first else (int(first), second)


def _split(figures: list[str]) -> list[str]:
    """Three groups of figures: those typed, or those of one block without separators.

    A block of eight that starts with a century and goes on with a month is year, month, day;
    no other order gives the birth date of a living person the same look.
    """
    if len(figures) > 1:
        return figures
    block = figures[0]
    if len(block) == _LONG_BLOCK and block[:2] in {"19", "20"} and 1 <= int(block[4:6]) <= len(_MONTHS):
        return [block[:4], block[4:6], block[6:]]
    if len(block) in {_SHORT_BLOCK, _LONG_BLOCK}:
        return [block[:2], block[2:4], block[4:]]
    if len(block) <= _LONG_YEAR:
        return figures
    raise ValueError(f"{len(block)} figures in a row are not a date; six or eight are.")


def _in_order(figures: list[str], *, day_first: bool) -> tuple[int, int, str]:
    """Day, month and year of three groups of figures."""
    if len(figures) < _PARTS:
        raise ValueError("Day, month and year are all needed.")
    if len(figures) > _PARTS:
        raise ValueError("There are more figures here than one date has.")
    first, second, third = figures
    if len(first) > _SHORT_YEAR or (not _may_be_day(first) and _may_be_day(third)):
        return int(third), int(second), first
    day, month = (int(first), int(second)) if day_first else (int(second), int(first))
    if month > len(_MONTHS) >= day:
        day, month = month, day
    return day, month, third


def _may_be_day(figures: str) -> bool:
    return len(figures) <= _SHORT_YEAR and 1 <= int(figures) <= max(monthrange(2000, 1))


def _whole_year(year: str, month_and_day: tuple[int, int], today: date) -> int:
    if len(year) not in {_SHORT_YEAR, _LONG_YEAR}:
        raise ValueError(f"The year “{year}” needs two or four figures.")
    if len(year) == _LONG_YEAR:
        return int(year)
    this_century = today.year // 100 * 100 + int(year)
    past = (this_century, *month_and_day) <= (today.year, today.month, today.day)
    return this_century if past else this_century - 100


def _existing(day: int, month: int, year: int) -> date:
    if not 1 <= month <= len(_MONTHS):
        raise ValueError(f"There is no month {month}.")
    if year < 1:
        raise ValueError("There is no year 0.")
    _, length = monthrange(year, month)
    if not 1 <= day <= length:
        name = _MONTHS[month - 1].title()
        when = f"{name} {year}" if month == _FEBRUARY else name
        raise ValueError(f"There is no {day} {name}: {when} has {length} days.")
    return date(year, month, day)


def _spoken(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1].title()} {day.year}"

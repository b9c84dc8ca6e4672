"""When something happened, as people say it at a counter, read into a date and said back."""

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_NUMBERS |= {"eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NOISE = re.compile(r"\b(about|around|roughly|approximately|approx|circa|ca|maybe|since|for|on|the|of|ago|back)\b|[~,]")
_COUNT = r"(?P<count>\d+(?:[.]\d+)?|half an?|" + "|".join(_NUMBERS) + r")(?:\s*(?:-|to|or)\s*\d+)?"
_UNIT = r"(?P<unit>days?|d|fortnights?|weeks?|wks?|w|months?|mos?|m|years?|yrs?|y)"
_SPAN = re.compile(rf"(?P<ahead>in\s+)?{_COUNT}\s*{_UNIT}(?P<and_half>\s+and a half)?")
_NUMERIC = re.compile(r"(\d{1,4})\s*([./-])\s*(\d{1,2})(?:\s*\2\s*(\d{4}|\d{2})?)?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})[.]?(?:\s+(\d{4}|\d{2}))?")
_MONTH_DAY = re.compile(r"([a-z]{3,9})[.]?\s+(\d{1,2})(?:st|nd|rd|th)?(?:\s+(\d{4}))?")
_MONTH_YEAR = re.compile(r"([a-z]{3,9})[.]?(?:\s+(\d{4}))?")
_ISO_YEAR_DIGITS = 4
_LAST_MONTH = 12
_OLDEST_YEARS = 120
_DAYS_SPOKEN_UNTIL = 14
_WEEKS_SPOKEN_UNTIL_DAYS = 7 * 26
_MONTHS_SPOKEN_UNTIL = 24

UNREADABLE = "This does not read as a date. Try 3 April, 3 weeks ago or yesterday."


def parse_when(text: str, today: date, *, day_first: bool, ahead: bool = False) -> date:
    """The day meant by a date or a span typed any usual way, e.g. ``about 3 weeks ago`` or ``12 May``.

    A bare month means its middle and a bare year its first of July, so the error stays small.

    Args:
        text: what was typed.
        today: the day from which spans count.
        day_first: whether 3/4 is the third of April.
        ahead: whether the day lies ahead (a due date) instead of behind.

    Raises:
        ValueError: with a sentence for the person who typed it.
    """
    said = " ".join(_NOISE.sub(" ", text.casefold()).split())
    day = _spoken(said, today, ahead=ahead) or _written(said, today, day_first=day_first, ahead=ahead)
    if day is None:
        raise ValueError(UNREADABLE)
    if not ahead and day > today:
        raise ValueError("That day is still to come. Enter the day it happened.")
    if abs(day.year - today.year) > _OLDEST_YEARS:
        raise ValueError("That is too long ago. Check the year.")
    return day


def _spoken(said: str, today: date, *, ahead: bool) -> date | None:
    if said in {"today", "now", "this morning"}:
        return today
    if said == "yesterday":
        return today - timedelta(days=1)
    if said == "tomorrow" and ahead:
        return today + timedelta(days=1)
    weekday = said.removeprefix("last ")[:3]
    if weekday in _WEEKDAYS and said.endswith("day"):
        return today - timedelta(days=(today.weekday() - _WEEKDAYS.index(weekday) - 1) % 7 + 1)
    match = _SPAN.fullmatch(re.sub(r"^last (?=week|month|year)", "1 ", said))
    if match is None:
        return None
    count = _count(match["count"]) + (0.5 if match["and_half"] else 0)
    span = _span(count, match["unit"])
    try:
        return today + span if match["ahead"] or ahead else today - span
    except (OverflowError, ValueError):
        raise ValueError("That is too long ago. Check the number.") from None


def _count(word: str) -> float:
    if word.startswith("half"):
        return 0.5
    return _NUMBERS.get(word) or float(word)


def _span(count: float, unit: str) -> relativedelta:
    match unit[0]:
        case "d":
            return relativedelta(days=round(count))
        case "f":
            return relativedelta(days=round(count * 14))
        case "w":
            return relativedelta(days=round(count * 7))
        case "m":
            return relativedelta(months=int(count), days=round(count % 1 * 30))
        case _:
            return relativedelta(months=round(count * 12))


def _written(said: str, today: date, *, day_first: bool, ahead: bool) -> date | None:
    if match := _NUMERIC.fullmatch(said):
        return _numeric(match, today, day_first=day_first, ahead=ahead)
    if match := _DAY_MONTH.fullmatch(said):
        return _day_of(match[3], _month(match[2]), int(match[1]), today, ahead=ahead)
    if match := _MONTH_DAY.fullmatch(said):
        return _day_of(match[3], _month(match[1]), int(match[2]), today, ahead=ahead)
    return _rounded(said, today, ahead=ahead)


def _numeric(match: re.Match[str], today: date, *, day_first: bool, ahead: bool) -> date | None:
    first, mark, second, third = match.groups()
    if len(first) == _ISO_YEAR_DIGITS:
        return _day(int(first), int(second), int(third)) if third else None
    if day_first or mark == "." or int(first) > _LAST_MONTH:
        first, second = second, first
    return _day_of(third, int(first), int(second), today, ahead=ahead)


def _rounded(said: str, today: date, *, ahead: bool) -> date | None:
    if re.fullmatch(r"(19|20)\d\d", said):
        return _middle(int(said), 7, 1, today)
    if (match := _MONTH_YEAR.fullmatch(said)) and (month := _month(match[1])):
        year = int(match[2]) if match[2] else _year_of(month, today, ahead=ahead)
        return _middle(year, month, 15, today)
    return None


def _full_year(year: str, today: date) -> int:
    """Two digits mean the latest such year that has begun or is about to."""
    if len(year) == _ISO_YEAR_DIGITS:
        return int(year)
    return today.year + 1 - (today.year + 1 - int(year)) % 100


def _year_of(month: int, today: date, *, ahead: bool) -> int:
    if ahead:
        return today.year + (month < today.month)
    return today.year - (month > today.month)


def _middle(year: int, month: int, day: int, today: date) -> date | None:
    """The middle of a month or year; of the running one, today at the latest."""
    middle = _day(year, month, day)
    running = middle is not None and middle.year == today.year and (day == 1 or middle.month == today.month)
    return min(middle, today) if middle and running else middle


def _month(word: str) -> int:
    return _MONTHS.index(word[:3]) + 1 if word[:3] in _MONTHS else 0


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day_of(year: str | None, month: int, day: int, today: date, *, ahead: bool) -> date | None:
    """The day in the year given, or else in the nearest year on the right side of today."""
    if year is not None:
        return _day(_full_year(year, today), month, day)
    this_year = _day(today.year, month, day)
    if this_year is None:
        return None
    if ahead:
        return this_year if this_year >= today else _day(today.year + 1, month, day)
    return this_year if this_year <= today else _day(today.year - 1, month, day)


def span_in_words(day: date, today: date) -> str:
    """How far away a day is, e.g. ``7 weeks ago``, ``yesterday`` or ``in 12 weeks``."""
    days = (today - day).days
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}.get(days)
    if near:
        return near
    length = _length_in_words(min(day, today), max(day, today))
    return f"{length} ago" if days > 0 else f"in {length}"


def _length_in_words(start: date, end: date) -> str:
    days = (end - start).days
    if days < _DAYS_SPOKEN_UNTIL:
        return f"{days} days"
    if days < _WEEKS_SPOKEN_UNTIL_DAYS:
        return f"{days // 7} weeks"
    apart = relativedelta(end, start)
    months = apart.years * 12 + apart.months
    return f"{months} months" if months < _MONTHS_SPOKEN_UNTIL else f"{apart.years} years"


def day_in_words(day: date, today: date) -> str:
    """A day with how far away it is, e.g. ``3 April 2026, 7 weeks ago``."""
    return f"{day.day} {day:%B %Y}, {span_in_words(day, today)}"

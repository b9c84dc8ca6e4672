"""Public holidays of a country and its states, from a library that is imported when first asked."""

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

_DAYS_A_YEAR = 366
_LANGUAGE = "en_US"
_SUFFIXES = (" (observed)", " (estimated)", " (observed, estimated)")


class PublicHolidays:
    """The holidays of one place, by the names the library gives them in English where it can."""

    def __init__(self, region: str, subdivision: str = "") -> None:
        self._region = region
        self._subdivision = subdivision

    def names(self, on: date) -> tuple[str, ...]:
        """What holidays a date is."""
        return tuple(_calendar(self._region, self._subdivision).get_list(on))

    def kept(self, on: date, chosen: Collection[str]) -> list[str]:
        """Those of a date that are chosen, also where they are observed on another day than their own."""
        return [name for name in self.names(on) if plain_name(name) in chosen]

    def of_year(self, year: int) -> list[tuple[date, str]]:
        """Every holiday of a year by date, one entry for each name."""
        calendar = _calendar(self._region, self._subdivision)
        first = date(year, 1, 1).toordinal()
        days = (date.fromordinal(first + number) for number in range(_DAYS_A_YEAR))
        return [(day, name) for day in days if day.year == year for name in calendar.get_list(day)]


def plain_name(name: str) -> str:
    """A holiday's name without the word that it is observed on another day."""
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    return name


@cache
def subdivisions(region: str) -> tuple[tuple[str, str], ...]:
    """Code and name of the states or provinces of a country that have holidays of their own, by name."""
    calendar = _calendar(region, "")
    named = {code: name for name, code in getattr(calendar, "subdivisions_aliases", {}).items()}
    codes = getattr(calendar, "subdivisions", ())
    return tuple(sorted(((code, named.get(code, code)) for code in codes), key=lambda each: each[1]))


@cache
def _calendar(region: str, subdivision: str) -> "HolidayBase":
    """The library's own calendar, which works out a year when a date of it is first asked for."""
    import holidays  # noqa: PLC0415 - slow to import, and many clinics keep no holiday closed

    try:
        languages = holidays.country_holidays(region).supported_languages
        language = _LANGUAGE if _LANGUAGE in languages else None
        return holidays.country_holidays(region, subdiv=subdivision or None, language=language)
    except NotImplementedError:
        # Neither every country nor every subdivision is known; such a place has no holidays here.
        return holidays.HolidayBase()

"""Days and times as the window and the paper write them, in the clinic's zone.

The names are English, as every word of the program is, whatever the system's language.
"""

from datetime import date, datetime, tzinfo

from PySide6.QtCore import QDate, QLocale

_ENGLISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)


def clock(moment: datetime, zone: tzinfo) -> str:
    """Such as ``09:05``."""
    local = moment.astimezone(zone)
    return f"{local.hour:02}:{local.minute:02}"


def clock_span(start: datetime, end: datetime, zone: tzinfo) -> str:
    """Such as ``10:15-11:15``, with an en dash."""
    return f"{clock(start, zone)}\N{EN DASH}{clock(end, zone)}"


def moment_words(moment: datetime, zone: tzinfo) -> str:
    """Such as ``Tue 24 Nov, 10:15``."""
    return f"{short_day(moment.astimezone(zone).date())}, {clock(moment, zone)}"


def short_day(day: date) -> str:
    """Such as ``Tue 24 Nov``; for lists, where the year is plain."""
    return _ENGLISH.toString(_qt(day), "ddd d MMM")


def dated_day(day: date) -> str:
    """Such as ``Tue 24 Nov 2026``."""
    return _ENGLISH.toString(_qt(day), "ddd d MMM yyyy")


def plain_day(day: date) -> str:
    """Such as ``24 Nov 2026``; where the day of the week does not matter."""
    return _ENGLISH.toString(_qt(day), "d MMM yyyy")


def long_day(day: date) -> str:
    """Such as ``Tuesday 24 November 2026``; for titles and paper."""
    return _ENGLISH.toString(_qt(day), "dddd d MMMM yyyy")


def lasting(minutes: int) -> str:
    """Such as ``45 min``, ``2 h`` or ``1 h 20 min``."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else ""]
    return " ".join(filter(None, parts))


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)

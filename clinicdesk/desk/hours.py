"""Clock times of a clinic, as instants.

Local times are turned into instants in UTC once and reckoned with there, so that days of 23
and 25 hours come out right.
"""

from datetime import UTC, date, datetime, time, timedelta

from clinicdesk.domain.clinic import Clinic


def local_date(clinic: Clinic, at: datetime) -> date:
    """The date in the clinic at an instant."""
    return at.astimezone(clinic.tz).date()


def local_clock(clinic: Clinic, at: datetime) -> str:
    """The clinic's clock at an instant, for a sentence: ``10:45``."""
    return f"{at.astimezone(clinic.tz):%H:%M}"


def local_when(clinic: Clinic, at: datetime, now: datetime) -> str:
    """The same with the day, where that is not today: ``10:45`` or ``10:45 on 23 November``."""
    day = local_date(clinic, at)
    clock = local_clock(clinic, at)
    return clock if day == local_date(clinic, now) else f"{clock} on {day.day} {day:%B}"


def local_moment(clinic: Clinic, at: datetime) -> str:
    """The clinic's day and clock at an instant, for a sentence: ``Thursday 26 November, 10:45``."""
    local = at.astimezone(clinic.tz)
    return f"{local:%A} {local.day} {local:%B}, {local:%H:%M}"


def opening(clinic: Clinic, on: date) -> tuple[datetime, datetime]:
    """From the earliest opening to the latest closing of any usual day, on a date; what is drawn of it at least."""
    return instant(clinic, on, clinic.opens_at), instant(clinic, on, clinic.closes_at)


def whole_day(clinic: Clinic, on: date) -> tuple[datetime, datetime]:
    """Local midnight and the next one, in UTC."""
    return instant(clinic, on, time()), instant(clinic, on + timedelta(days=1), time())


def same_clock(clinic: Clinic, at: datetime, on: date) -> datetime:
    """The instant of another date at which the clinic's clock shows the same time."""
    local = at.astimezone(clinic.tz)
    return at if local.date() == on else instant(clinic, on, local.time())


def instant(clinic: Clinic, on: date, at: time) -> datetime:
    """When the clinic's clock has come to a time of a date: the first instant at which it shows it or a later one.

    A time that the clock passes twice is met the first time; one that it skips, at the skip.
    """
    naive = datetime.combine(on, at.replace(fold=0), tzinfo=clinic.tz)
    found = naive.astimezone(UTC)
    if found.astimezone(clinic.tz).replace(tzinfo=None) == naive.replace(tzinfo=None):
        return found
    # Read with the offset from after the skip, a skipped time lies before it; with the one from before, behind it.
    before, behind = naive.replace(fold=1).astimezone(UTC), found
    offset = before.astimezone(clinic.tz).utcoffset()
    while behind - before > timedelta(seconds=1):
        middle = before + (behind - before) // 2
        if middle.astimezone(clinic.tz).utcoffset() == offset:
            before = middle
        else:
            behind = middle
    return behind.replace(microsecond=0)

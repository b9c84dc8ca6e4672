"""Opening hours and clock times of a clinic, as instants.

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


def opening(clinic: Clinic, on: date) -> tuple[datetime, datetime]:
    """When the clinic opens and closes on a date, in UTC."""
    return _instant(clinic, on, clinic.opens_at), _instant(clinic, on, clinic.closes_at)


def whole_day(clinic: Clinic, on: date) -> tuple[datetime, datetime]:
    """Local midnight and the next one, in UTC."""
    return _instant(clinic, on, time()), _instant(clinic, on + timedelta(days=1), time())


def same_clock(clinic: Clinic, at: datetime, on: date) -> datetime:
    """The instant of another date at which the clinic's clock shows the same time."""
    return _instant(clinic, on, at.astimezone(clinic.tz).time())


def _instant(clinic: Clinic, on: date, at: time) -> datetime:
    return datetime.combine(on, at, tzinfo=clinic.tz).astimezone(UTC)

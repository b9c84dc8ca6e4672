"""Times and dates as the file keeps them: UTC, ISO 8601, one fixed width, so that text sorts as time does."""

from datetime import UTC, date, datetime


def stamp(moment: datetime) -> str:
    """An aware time as 27 characters of UTC, e.g. ``2026-11-23T08:10:00.000000Z``."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def moment(text: str) -> datetime:
    """The aware UTC time of a stamp."""
    return datetime.fromisoformat(text)


def stamp_or_none(when: datetime | None) -> str | None:
    """As ``stamp``, for a time that may not have come yet."""
    return None if when is None else stamp(when)


def moment_or_none(text: str | None) -> datetime | None:
    """As ``moment``, for a time that may not have come yet."""
    return None if text is None else moment(text)


def day_or_none(text: str | None) -> date | None:
    """A date kept as ``YYYY-MM-DD``, or None."""
    return None if text is None else date.fromisoformat(text)

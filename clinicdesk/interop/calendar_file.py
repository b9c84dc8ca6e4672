"""Appointments as an iCalendar file (RFC 5545), which any calendar program reads.

A file names the zone and carries its clock changes, so that a program which has never heard of the zone shows the
right time, too. A time that the clock shows twice is written in UTC: in a zone it would be read as the first of both.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Event, Timezone

_PRODUCT = "-//ClinicDesk//ClinicDesk//EN"
_BEFORE, _AFTER = timedelta(days=366), timedelta(days=3660)
"""How far the clock's changes are told: some programs keep those of the first file they read for all later ones."""
_STEP = timedelta(days=7)
_SECOND = timedelta(seconds=1)


class Method(StrEnum):
    """What the reader is to do with a file."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Appointment:
    """One entry of a calendar.

    Attributes:
        uid: the same for ever, by which a program finds the entry again.
        sequence: grows with each change; a program ignores what is older than what it has.
        starts_at, ends_at: aware times.
        tentative: whether it still has to be decided.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    note: str = ""
    cancelled: bool = False
    tentative: bool = False


def calendar_file(appointments: Sequence[Appointment], *, zone: ZoneInfo, method: Method, made_at: datetime) -> bytes:
    """The file, in UTF-8 with the line ends of the standard.

    Args:
        appointments: what stands in it, in any order.
        zone: in which the times are written.
        method: what the reader is to do with it.
        made_at: when the file was made, aware.
    """
    from icalendar import Calendar  # noqa: PLC0415 - not needed before somebody takes a calendar along

    calendar = Calendar()
    for name, value in (("prodid", _PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", method.value)):
        calendar.add(name, value)
    if appointments and zone.key != "UTC":
        begin = min(each.starts_at for each in appointments) - _BEFORE
        end = max(each.ends_at for each in appointments) + _AFTER
        calendar.add_component(_timezone(zone, begin, end))
    for each in sorted(appointments, key=lambda each: (each.starts_at, each.uid)):
        calendar.add_component(_event(each, zone, made_at))
    written: bytes = calendar.to_ical(sorted=False)
    return written


def _event(appointment: Appointment, zone: ZoneInfo, made_at: datetime) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - see calendar_file

    event = Event()
    begin, end = (at.astimezone(zone) for at in (appointment.starts_at, appointment.ends_at))
    if _second_of_two(begin) or _second_of_two(end) or zone.key == "UTC":
        begin, end = begin.astimezone(UTC), end.astimezone(UTC)
    status = "CANCELLED" if appointment.cancelled else "TENTATIVE" if appointment.tentative else "CONFIRMED"
    event.add("uid", appointment.uid)
    event.add("dtstamp", made_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", appointment.sequence)
    event.add("dtstart", begin)
    event.add("dtend", end)
    event.add("summary", appointment.title)
    if appointment.place:
        event.add("location", appointment.place)
    if appointment.note:
        event.add("description", appointment.note)
    event.add("status", status)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if appointment.cancelled else "OPAQUE")
    return event


def _second_of_two(local: datetime) -> bool:
    """Whether the clock shows this time twice, and this is the later one."""
    return local.fold == 1 and local.replace(fold=0).utcoffset() != local.utcoffset()


def _timezone(zone: ZoneInfo, begin: datetime, end: datetime) -> "Timezone":
    """The zone's offsets from ``begin`` to ``end``, one part for each change of the clock.

    A change is told by the clock as it stood before it. The library has a maker of its own, which tells it by the
    clock after the change.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard  # noqa: PLC0415 - see calendar_file

    made = Timezone()
    made.add("tzid", zone.key)
    for change in (begin, *_changes(zone, begin, end)):
        before, after = (change - _SECOND).astimezone(zone), change.astimezone(zone)
        part = TimezoneDaylight() if after.dst() else TimezoneStandard()
        was = before.utcoffset() or timedelta()
        part.add("dtstart", (change.astimezone(UTC) + was).replace(tzinfo=None, microsecond=0))
        part.add("tzoffsetfrom", was)
        part.add("tzoffsetto", after.utcoffset() or timedelta())
        part.add("tzname", after.tzname() or zone.key)
        made.add_component(part)
    return made


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The instants, to the second, from which the zone's offset is another one."""
    at = begin.astimezone(UTC).replace(microsecond=0)
    while at < end:
        later = at + _STEP
        if at.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
            yield _first_after(zone, at, later)
        at = later


def _first_after(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    old = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def method_for(appointments: Iterable[Appointment]) -> Method:
    """``CANCEL`` when nothing but cancelled appointments is told, else ``PUBLISH``."""
    return Method.CANCEL if all(each.cancelled for each in appointments) else Method.PUBLISH
